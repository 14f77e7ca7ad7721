internal import Diagnostics
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The directory beside the site's in which the next site grows.
///
/// It holds a marker, the growing `site`, and for a moment the `previous` site where the file system
/// cannot exchange two names. The marker tells a later build that all of it may be deleted.
final class Staging: Sendable {
    private static let marker = ".casebook-staging"
    private static let markerText = """
        A build of Casebook makes the next site here. If no build is running, one was killed:
        the next build removes this directory, and so may you.

        """

    private let place: OutputPlace
    private let hooks: OutputWriter.Hooks
    private let directories = Mutex<Set<String>>([])

    init(of place: OutputPlace, hooks: OutputWriter.Hooks) {
        self.place = place
        self.hooks = hooks
    }

    private var path: String {
        place.parent == "/"
            ? "/.\(place.name).casebook-staging" : "\(place.parent)/.\(place.name).casebook-staging"
    }

    private var site: String { "\(path)/site" }
    private var previous: String { "\(path)/previous" }

    /// Removes what a killed build left, and puts back the site that it had moved aside.
    func clearLeftovers() throws(Diagnostics) {
        do {
            switch try FileSystem.kind(path) {
            case .absent: return
            case .directory where try isOurs(): break
            default: throw foreign
            }
            if !place.exists, try FileSystem.kind(previous) == .directory {
                try FileSystem.move(previous, to: place.path)
            }
            try removeTree()
        } catch let finding as Diagnostic {
            throw Diagnostics(finding)
        } catch {
            throw Diagnostics(Diagnostic.cannot(.remove, path, error))
        }
    }

    private func isOurs() throws(FileSystem.Failure) -> Bool {
        let entries = try FileSystem.entries(path)
        return entries.isEmpty || entries.contains { $0.name == Self.marker && $0.kind == .file }
    }

    private var foreign: Diagnostic {
        Diagnostic(
            .output(.foreignStaging), "\(path) is needed for staging the site, and no build made it",
            help: "move it away, or name another output directory; nothing was changed")
    }

    /// Writes a file of the next site.
    func write(_ bytes: [UInt8], to relative: String) throws(Diagnostic) {
        try makeDirectories(above: relative)
        do {
            try FileSystem.write(bytes, to: "\(site)/\(relative)")
        } catch {
            throw .cannot(.write, "\(place.path)/\(relative)", error)
        }
        try hooks.reach(.fileWritten)
    }

    /// Gives the next site the old one's file; a copy where the file system has no hard links.
    func carryOver(_ relative: String) throws(Diagnostic) {
        try makeDirectories(above: relative)
        let old = "\(place.path)/\(relative)"
        let new = "\(site)/\(relative)"
        do {
            try FileSystem.link(old, as: new)
        } catch {
            guard [EPERM, EMLINK, ENOTSUP, EOPNOTSUPP, EXDEV].contains(error.code) else {
                throw .cannot(.write, old, error)
            }
            do {
                guard let bytes = try FileSystem.read(old) else { throw FileSystem.Failure(ENOENT) }
                try FileSystem.write(bytes, to: new)
            } catch {
                throw .cannot(.write, old, error)
            }
        }
    }

    private func makeDirectories(above relative: String) throws(Diagnostic) {
        try directories.withLock { (made) throws(Diagnostic) in
            if made.isEmpty {
                do {
                    try FileSystem.makeDirectory(path)
                    try FileSystem.write(Array(Self.markerText.utf8), to: "\(path)/\(Self.marker)")
                    try FileSystem.makeDirectory(site)
                } catch {
                    throw .cannot(.write, path, error)
                }
                made.insert("")
                try hooks.reach(.stagingBegun)
            }
            for directory in OutputPath.directories(above: relative) where !made.contains(directory) {
                do {
                    try FileSystem.makeDirectory("\(site)/\(directory)")
                } catch {
                    throw .cannot(.write, "\(place.path)/\(directory)", error)
                }
                made.insert(directory)
            }
        }
    }

    /// Puts the next site in the place of the old one.
    func publish() throws(Diagnostic) {
        do {
            guard place.exists else {
                try FileSystem.move(site, to: place.path)
                return
            }
            if let permissions = FileSystem.permissions(place.path) {
                try FileSystem.setPermissions(site, permissions)
            }
            do {
                try hooks.exchange(site, place.path)
            } catch  where [EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(error.code) {
                try moveAside()
            }
        } catch {
            guard [EXDEV, EBUSY].contains(error.code) else { throw .cannot(.replace, place.path, error) }
            throw Diagnostic(
                .output(.notReplaceable),
                "\(place.path) cannot be replaced as a whole: it is a mount point, or a layer of a container",
                help:
                    "name an output directory one level deeper, such as \(place.path)/site; nothing was changed"
            )
        }
    }

    private func moveAside() throws(FileSystem.Failure) {
        try FileSystem.move(place.path, to: previous)
        do {
            try FileSystem.move(site, to: place.path)
        } catch {
            try FileSystem.move(previous, to: place.path)
            throw error
        }
    }

    /// Deletes the staging directory, or says why it cannot be.
    func remove() -> Diagnostic? {
        do {
            if try FileSystem.kind(path) != .absent { try removeTree() }
            return nil
        } catch {
            return Diagnostic(
                .output(.leftBehind), "\(path) could not be deleted: \(error.reason)",
                help: "the site is complete; the next build removes that directory")
        }
    }

    /// The marker goes last, so that a build killed here leaves what the next one still recognises.
    private func removeTree() throws(FileSystem.Failure) {
        for (name, _) in try FileSystem.entries(path) where name != Self.marker {
            try FileSystem.removeTree("\(path)/\(name)")
        }
        try FileSystem.removeTree("\(path)/\(Self.marker)")
        try FileSystem.removeTree(path)
    }
}
