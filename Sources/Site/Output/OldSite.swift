internal import Diagnostics

/// The site that is being replaced, and the proof that all of it is ours.
struct OldSite: Sendable {
    /// The directory.
    let root: String
    /// The files that the manifest lists.
    let paths: Set<String>
    /// The manifest's bytes, or nil where there is none.
    let manifest: [UInt8]?
    /// Whether a `.gitignore` stands at the top, to be carried over.
    let hasGitignore: Bool

    /// Reads the manifest, and refuses a directory that holds anything else.
    init(in place: OutputPlace) throws(Diagnostics) {
        root = place.path
        guard place.exists else {
            paths = []
            manifest = nil
            hasGitignore = false
            return
        }
        do {
            manifest = try FileSystem.read("\(root)/\(OutputPath.manifest)")
            hasGitignore = try FileSystem.kind("\(root)/\(OutputPath.carriedOver)") == .file
        } catch {
            throw Diagnostics(Diagnostic.cannot(.read, root, error))
        }
        if let manifest {
            guard let read = OutputManifest(manifest) else {
                throw Diagnostics(
                    Diagnostic(
                        .output(.manifestUnreadable),
                        "\(root)/\(OutputPath.manifest) is not a manifest of Casebook, "
                            + "so it cannot be told which files may be replaced",
                        help: "if nothing in \(root) is worth keeping, delete that directory and build again"
                    )
                )
            }
            paths = read.paths
        } else {
            paths = []
        }
        try Self.refuseForeignFiles(in: place, besides: paths)
    }

    /// Refuses a directory with files, links or directories that no build of ours made.
    static func refuseForeignFiles(
        in place: OutputPlace,
        besides paths: Set<String>
    ) throws(Diagnostics) {
        var directories: Set<String> = []
        for path in paths { directories.formUnion(OutputPath.directories(above: path)) }
        var foreign: [String] = []
        do {
            try collect(&foreign, in: place.path, "", paths, directories)
        } catch {
            throw Diagnostics(Diagnostic.cannot(.read, place.path, error))
        }
        guard !foreign.isEmpty else { return }
        foreign.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let named = foreign.prefix(10).map(OutputPath.quoted).joined(separator: ", ")
        let more = foreign.count > 10 ? " and \(foreign.count - 10) more" : ""
        throw Diagnostics(
            Diagnostic(
                .output(.foreign),
                "\(place.path) holds what no build wrote: \(named)\(more)",
                expected: "an empty directory, or one that holds only the last build's site",
                help: "move these away, or name another output directory; nothing was changed"
            )
        )
    }

    private static func collect(
        _ foreign: inout [String],
        in root: String,
        _ prefix: String,
        _ paths: Set<String>,
        _ directories: Set<String>
    ) throws(FileSystem.Failure) {
        for (name, kind) in try FileSystem.entries(prefix.isEmpty ? root : "\(root)/\(prefix)") {
            let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
            switch kind {
            case .file where paths.contains(path): continue
            case .file where path == OutputPath.manifest || path == OutputPath.carriedOver: continue
            case .directory where directories.contains(path):
                try collect(&foreign, in: root, path, paths, directories)
            case .directory: foreign.append("\(path)/")
            default: foreign.append(path)
            }
        }
    }
}
