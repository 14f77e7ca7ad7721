internal import Diagnostics
import Evidence

/// The site that is being replaced, and the proof that all of it is ours.
struct PreviousOutput: Sendable {
    /// The directory.
    let root: String
    /// The files that the manifest lists; nil where there is no manifest.
    let manifest: OutputManifest?
    /// Whether a `.gitignore` stands at the top, to be carried over.
    let hasGitignore: Bool

    /// Reads the manifest, and refuses a directory that holds anything else.
    init(in place: OutputPlace) throws(Diagnostics) {
        root = place.path
        guard place.exists else {
            manifest = nil
            hasGitignore = false
            return
        }
        let bytes: [UInt8]?
        do {
            bytes = try FileSystem.read("\(root)/\(OutputPath.manifest)")
            hasGitignore = try FileSystem.kind("\(root)/\(OutputPath.carriedOver)") == .file
        } catch {
            throw Diagnostics(Diagnostic.cannot(.read, root, error))
        }
        manifest = bytes.flatMap(OutputManifest.init(file:))
        guard bytes == nil || manifest != nil else {
            throw Diagnostics(
                Diagnostic(
                    .output(.manifestUnreadable),
                    "\(root)/\(OutputPath.manifest) is not a manifest of Casebook, "
                        + "so it cannot be told which files may be replaced",
                    help: "if nothing in \(root) is worth keeping, delete that directory and build again"))
        }
        try refuseForeignFiles(in: place)
    }

    /// A file's bytes where they are those that the manifest lists; nil where the file was changed or removed.
    func bytes(_ path: String) throws(Diagnostic) -> [UInt8]? {
        guard let manifest, let index = manifest.index(of: path) else { return nil }
        return try bytes(manifest[index])
    }

    private func bytes(_ entry: OutputManifest.Entry) throws(Diagnostic) -> [UInt8]? {
        do {
            guard let bytes = try FileSystem.read("\(root)/\(entry.path)", size: entry.size) else {
                return nil
            }
            return try SHA256(of: bytes).hexadecimal == entry.hash ? bytes : nil
        } catch let finding as Diagnostic {
            throw finding
        } catch {
            throw .cannot(.read, "\(root)/\(entry.path)", error)
        }
    }

    /// The files below a folder, where each of them holds the bytes that the manifest lists.
    func unchangedFiles(below folder: String) throws(Diagnostic) -> OutputManifest? {
        guard let manifest else { return nil }
        let indices = manifest.indices(below: folder)
        for index in indices where try bytes(manifest[index]) == nil { return nil }
        return manifest.part(indices)
    }

    /// Refuses a directory with files, links or directories that no build of ours made.
    func refuseForeignFiles(in place: OutputPlace) throws(Diagnostics) {
        var foreign: [String] = []
        do {
            try collect(&foreign, in: place.path, "", manifest ?? OutputManifest())
        } catch {
            throw Diagnostics(Diagnostic.cannot(.read, place.path, error))
        }
        guard !foreign.isEmpty else { return }
        foreign.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let named = foreign.prefix(10).map(OutputPath.quoted).joined(separator: ", ")
        let more = foreign.count > 10 ? " and \(foreign.count - 10) more" : ""
        throw Diagnostics(
            Diagnostic(
                .output(.foreign), "\(place.path) holds what no build wrote: \(named)\(more)",
                expected: "an empty directory, or one that holds only the last build's site",
                help: "move these away, or name another output directory; nothing was changed"))
    }

    private func collect(
        _ foreign: inout [String], in root: String, _ prefix: String, _ ours: OutputManifest
    ) throws(FileSystem.Failure) {
        for (name, kind) in try FileSystem.entries(prefix.isEmpty ? root : "\(root)/\(prefix)") {
            let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
            switch kind {
            case .file where ours.index(of: path) != nil: continue
            case .file where path == OutputPath.manifest || path == OutputPath.carriedOver: continue
            case .directory where ours.holdsFiles(below: path):
                try collect(&foreign, in: root, path, ours)
            case .directory: foreign.append("\(path)/")
            default: foreign.append(path)
            }
        }
    }
}
