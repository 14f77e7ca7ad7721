internal import Diagnostics

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where a site is published, with every link followed.
struct OutputPlace: Sendable {
    /// The directory that holds the site's, and that a build locks.
    let parent: String
    /// The site's own name in it.
    let name: String
    /// Whether there is a directory already.
    let exists: Bool

    var path: String { parent == "/" ? "/\(name)" : "\(parent)/\(name)" }

    /// Follows the links in a path and refuses what cannot hold a site.
    init(resolving path: String) throws(Diagnostics) {
        var named = path
        while named.count > 1, named.hasSuffix("/") { named.removeLast() }
        guard !named.isEmpty, !named.utf8.contains(0) else {
            throw Diagnostics(Diagnostic(.output(.noPath), "The output directory has no name"))
        }
        do {
            switch try FileSystem.kind(named) {
            case .absent:
                try self.init(absent: named)
            case .link, .directory:
                try self.init(present: named)
            case .file, .other:
                throw Diagnostic(
                    .output(.notADirectory), "The output \(named) is a file, not a directory",
                    help: "move the file away, or name another output directory")
            }
        } catch let finding as Diagnostic {
            throw Diagnostics(finding)
        } catch {
            throw Diagnostics(Diagnostic.cannot(.read, named, error))
        }
    }

    private init(absent path: String) throws(Diagnostic) {
        let slash = path.lastIndex(of: "/")
        let above = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let parent = FileSystem.resolved(above) else {
            throw Diagnostic(
                .output(.noParent), "The output \(path) cannot be made: there is no directory \(above)",
                help: "make it with `mkdir -p \(above)`, or name another output directory")
        }
        self.parent = parent
        name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        exists = false
    }

    private init(present path: String) throws(any Error) {
        guard let real = FileSystem.resolved(path) else {
            throw Diagnostic(
                .output(.danglingLink), "The output \(path) is a link that leads nowhere",
                help: "remove the link, or make the directory that it leads to")
        }
        guard try FileSystem.kind(real) == .directory, real != "/", let slash = real.lastIndex(of: "/") else {
            throw Diagnostic(
                .output(.notADirectory),
                "The output \(path) does not lead to a directory that can be replaced",
                help: "name another output directory")
        }
        parent = slash == real.startIndex ? "/" : String(real[..<slash])
        name = String(real[real.index(after: slash)...])
        exists = true
    }
}

/// The exclusive right to publish into a directory, given up when the process ends however it ends.
struct DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, and waits for another build to finish as long as the caller has patience.
    nonisolated(nonsending) static func acquire(
        _ directory: String, patience: Duration
    ) async throws(Diagnostics) -> DirectoryLock {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Diagnostics(Diagnostic.cannot(.read, directory, FileSystem.Failure()))
        }
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let failure = FileSystem.Failure()
            if failure.code == EINTR { continue }
            guard failure.code == EWOULDBLOCK else {
                close(descriptor)
                throw Diagnostics(Diagnostic.cannot(.lock, directory, failure))
            }
            do {
                guard clock.now < deadline else { throw CancellationError() }
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                close(descriptor)
                throw Diagnostics(
                    Diagnostic(
                        .output(.locked), "Another build is publishing in \(directory)",
                        help: "wait until it has finished, and build again"))
            }
        }
        return DirectoryLock(descriptor: descriptor)
    }

    func release() { close(descriptor) }
}

extension Diagnostic {
    /// What is done to a path.
    enum FileOperation: String {
        case lock, read, remove, replace, write

        fileprivate var check: Check.Output {
            switch self {
            case .lock: .cannotLock
            case .read: .cannotRead
            case .remove: .cannotRemove
            case .replace: .cannotReplace
            case .write: .cannotWrite
            }
        }
    }

    /// A failed call: what was to be done to which path, and why it failed.
    static func cannot(_ operation: FileOperation, _ path: String, _ error: any Error) -> Diagnostic {
        let reason = (error as? FileSystem.Failure)?.reason ?? "\(error)"
        return Diagnostic(
            .output(operation.check), "Cannot \(operation.rawValue) \(path): \(reason)",
            help: "the site that was there is as it was")
    }
}
