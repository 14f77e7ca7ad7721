import Capturing
import Diagnostics
import Documents

/// The queries that can be captured: an incident's own, and the starter queries that all share.
struct QueryCatalog {
    /// A query's file, vetted or with what is wrong with it.
    struct Entry {
        let name: String
        let query: Result<QueryFile, Diagnostics>
    }

    static let starterFolder = "Templates/queries"

    /// The incident's own, sorted by name.
    let own: [Entry]
    /// The starter queries, sorted by name.
    let starters: [Entry]
    /// The folder of the incident's own, or nil where no incident was named.
    let ownFolder: String?

    /// Reads the queries of a project, and those of an incident.
    init(_ files: ProjectFiles, incident: String?) {
        ownFolder = incident.map { "Content/\($0)/queries" }
        own = ownFolder.map { Self.entries(in: $0, files) } ?? []
        starters = Self.entries(in: Self.starterFolder, files)
    }

    private static func entries(in folder: String, _ files: ProjectFiles) -> [Entry] {
        files.paths(folder).compactMap { path in
            let name = path.dropFirst(folder.utf8.count + 1)
            guard name.hasSuffix(".sql"), !name.contains("/"), let bytes = files.bytes(path) else {
                return nil
            }
            let file = SourceFile(path: path, bytes: bytes)
            return entry(String(name.dropLast(4)), file)
        }
    }

    private static func entry(_ name: String, _ file: SourceFile) -> Entry {
        do throws(Diagnostics) {
            return Entry(name: name, query: .success(try QueryFile(file, name: name)))
        } catch {
            return Entry(name: name, query: .failure(error))
        }
    }

    /// The queries of these names, or all of the incident's own where none is named.
    ///
    /// - Throws: ``UsageError`` for a name that there is not and where there is none at all, and
    ///   `Diagnostics` for what is wrong with any that is asked for.
    func queries(named names: [String]) throws -> [QueryFile] {
        if names.isEmpty, own.isEmpty {
            throw UsageError(
                """
                The incident has no queries of its own. `casebook capture --list` shows the starter queries: \
                name one with --query, or copy those you need to \(ownFolder ?? "the incident's queries").
                """)
        }
        var errors: [Diagnostic] = []
        var found: [QueryFile] = []
        for entry in try names.isEmpty ? own : names.map(entry(named:)) {
            switch entry.query {
            case .success(let query): found.append(query)
            case .failure(let error): errors += error.all
            }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        return found
    }

    private func entry(named name: String) throws(UsageError) -> Entry {
        let all = own + starters
        if let entry = all.first(where: { $0.name == name }) { return entry }
        let hint =
            nearestName(to: name, among: all.map(\.name)).map { "Did you mean \($0)?" }
            ?? "`casebook capture --list` shows all."
        throw UsageError("There is no query “\(name)”. \(hint)")
    }

    // MARK: The list

    /// What `--list` prints: a line for each query, in columns.
    var listing: String {
        let width = (own + starters).map(\.name.count).max() ?? 0
        var parts: [String] = []
        if let ownFolder {
            parts.append("\(ownFolder):\n\(lines(own, width) ?? "  none yet")")
        }
        parts.append("Starter queries (\(Self.starterFolder)):\n\(lines(starters, width) ?? "  none")")
        return parts.joined(separator: "\n\n")
    }

    /// What is wrong with any of them.
    var findings: [Diagnostic] {
        (own + starters).flatMap { entry in
            if case .failure(let error) = entry.query { error.all } else { [] as [Diagnostic] }
        }
    }

    private func lines(_ entries: [Entry], _ width: Int) -> String? {
        guard !entries.isEmpty else { return nil }
        return entries.map { entry in
            let name = padded(entry.name, to: width)
            guard case .success(let query) = entry.query else { return "  \(name)  cannot be run; see below" }
            let access =
                switch query.access {
                case .readOnly: "read-only"
                case .rolledBack: "rolled back"
                case .readWrite: "WRITES"
                }
            let needs = query.variables.filter { $0.defaultValue == nil }.map { " --set \($0.name)=…" }
            return
                "  \(name)  \(padded(query.format.rawValue, to: 9))  \(padded(access, to: 11))  \(query.title)\(needs.joined())"
        }.joined(separator: "\n")
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
