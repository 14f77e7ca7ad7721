public import Diagnostics
internal import Synchronization

/// Reads the evidence folder of one incident, each file once, and collects every finding about it.
///
/// Bindings such as `Table` find their reader in ``current``, so that an incident can declare its
/// evidence as plain stored properties.
public final class EvidenceReader: Sendable {
    private struct ParsedKey: Hashable {
        let path: String
        let type: ObjectIdentifier
    }

    private struct State {
        var files: [String: Result<SourceFile, Diagnostic>] = [:]
        var results: [ParsedKey: any Sendable] = [:]
        var findings: Set<Diagnostic> = []
    }

    /// The reader that bindings made in this task read through.
    @TaskLocal public static var current: EvidenceReader?

    /// The folder's path as messages show it, without a slash at its end.
    public let folder: String

    /// How large a capture may be, in bytes, as it is stored and after gzip has unpacked it.
    public let budget: Int

    private let size: @Sendable (String) -> Int?
    private let read: @Sendable (String) throws(Diagnostic) -> [UInt8]
    private let state = Mutex(State())

    /// Makes a reader of a folder.
    ///
    /// - Parameters:
    ///   - folder: The folder's path as messages show it.
    ///   - budget: How large a capture may be, in bytes: 1 GiB where nothing else is said. A larger one is
    ///     refused with `capture.over-budget`.
    ///   - size: Gives the size of a file, so that one over the budget is not even read; nil where it is
    ///     not known beforehand.
    ///   - read: Gives the bytes of a file by its path inside the folder.
    public init(
        folder: String, budget: Int = 1 << 30,
        size: @escaping @Sendable (_ relativePath: String) -> Int? = { _ in nil },
        read: @escaping @Sendable (_ relativePath: String) throws(Diagnostic) -> [UInt8]
    ) {
        var shown = Substring(folder)
        while shown.hasSuffix("/") { shown.removeLast() }
        self.folder = String(shown)
        self.budget = budget
        self.size = size
        self.read = read
    }

    /// The file at a path inside the folder.
    ///
    /// Nil where it cannot be read, is empty, is not text or is not UTF-8; the reason is recorded once.
    public func file(_ path: String) -> SourceFile? {
        if case .success(let file) = load(path) { file } else { nil }
    }

    /// Adds a finding; the same finding counts once.
    public func record(_ diagnostic: Diagnostic) {
        state.withLock { state in _ = state.findings.insert(diagnostic) }
    }

    /// Every finding so far, sorted.
    public var diagnostics: [Diagnostic] { state.withLock { $0.findings }.sorted() }

    /// Every file that was read and is text, sorted by path.
    public var filesRead: [SourceFile] {
        state.withLock { state in state.files.values.compactMap(loadedFile) }
            .sorted { $0.path < $1.path }
    }

    /// The file, or why there is none.
    ///
    /// The lock is held while reading, so that a file that two tasks ask for is read once.
    package func load(_ path: String) -> Result<SourceFile, Diagnostic> {
        state.withLock { state in
            if let known = state.files[path] { return known }
            let loaded: Result<SourceFile, Diagnostic>
            do throws(Diagnostic) {
                if let size = size(path) { try checkBudget(size, of: path) }
                let bytes = try read(path)
                try checkBudget(bytes.count, of: path)
                loaded = .success(
                    try textFile(path: shownPath(path), bytes: bytes, decompressedLimit: budget))
            } catch {
                state.findings.insert(error)
                loaded = .failure(error)
            }
            state.files[path] = loaded
            return loaded
        }
    }

    private func checkBudget(_ size: Int, of path: String) throws(Diagnostic) {
        guard size > budget else { return }
        throw Diagnostic(
            .capture(.overBudget), "The capture has \(size) bytes, which is over the budget",
            at: Place(path: shownPath(path)), expected: "at most \(budget) bytes",
            help:
                "Cut it to the time of the incident, such as with awk '$0 >= \"2026-01-04 16:10\" && $0 < \"2026-01-04 16:30\"', or raise the budget."
        )
    }

    /// What a reader makes of a file, parsed once for each type; every finding is recorded.
    package func parsed<Value: Sendable>(
        _ path: String, by parse: (SourceFile) throws(Diagnostics) -> Value
    ) -> Result<Value, Diagnostics> {
        let key = ParsedKey(path: path, type: ObjectIdentifier(Value.self))
        if let known = state.withLock({ $0.results[key] }) as? Result<Value, Diagnostics> {
            return known.mapError { Diagnostics(firstFinding($0)) }
        }
        switch load(path) {
        case .failure(let reason): return .failure(Diagnostics(reason))
        case .success(let file):
            let result: Result<Value, Diagnostics>
            do throws(Diagnostics) {
                result = .success(try parse(file))
            } catch {
                result = .failure(error)
            }
            state.withLock { state in
                state.results[key] = result
                if case .failure(let findings) = result { state.findings.formUnion(findings.all) }
            }
            return result.mapError { Diagnostics(firstFinding($0)) }
        }
    }

    /// The path that messages show for a path inside the folder.
    package func shownPath(_ path: String) -> String { folder.isEmpty ? path : "\(folder)/\(path)" }
}

/// The first of several findings, which stands for all of them in an unknown quantity.
package func firstFinding(_ findings: Diagnostics) -> Diagnostic {
    findings.all.first ?? Diagnostic(.capture(.unreadable), "The capture cannot be read")
}

/// The file at a path through the current reader, or why there is none.
package func currentFile(_ path: String) -> Result<SourceFile, Diagnostic> {
    EvidenceReader.current?.load(path) ?? .failure(noReader(path))
}

/// What a binding without a reader is absent for.
package func noReader(_ path: String) -> Diagnostic {
    Diagnostic(
        .evidence(.noReader), "The capture “\(path)” is bound where no evidence is being read",
        at: Place(path: path),
        help: "Make the evidence inside EvidenceReader.$current.withValue(reader) { … }.")
}

private func loadedFile(_ result: Result<SourceFile, Diagnostic>) -> SourceFile? {
    if case .success(let file) = result { file } else { nil }
}
