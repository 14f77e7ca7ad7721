import Diagnostics
import Documents
import Incidents

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds the states of a project that a user names: revisions of git, and folders.
struct ProjectStates {
    let project: Project
    /// The incidents that are compared.
    let incidents: [any Incident]

    var workingTree: ProjectState { ProjectState("the working tree", project) }

    /// The state of a name: what begins with a dot or a slash is a folder, anything else a revision, or else a
    /// folder.
    ///
    /// A folder is a project or, where it has neither Content nor Templates, the evidence of one incident,
    /// whose prose and templates are the working tree's.
    func state(named name: String) async throws -> ProjectState {
        let isPath =
            name.hasPrefix("/") || name == "." || name == ".." || name.hasPrefix("./")
            || name.hasPrefix("../")
        if !isPath {
            let revision = GitRevision(root: project.root)
            do throws(Diagnostic) {
                if let commit = try await revision.commit(named: name) {
                    return try await revision.state(named: name, commit: commit, folders: folders)
                }
            } catch {
                guard error.check == .program(.missing), Project.isFolder(name) else {
                    throw Diagnostics(error)
                }
            }
        }
        guard Project.isFolder(name) else {
            throw UsageError(
                isPath
                    ? "The folder \(name) does not exist."
                    : "“\(name)” is neither a revision of git in \(project.root) nor a folder.")
        }
        if Project.isFolder("\(name)/Content"), Project.isFolder("\(name)/Templates") {
            return ProjectState(name, try Project(at: name))
        }
        return ProjectState(name, evidence: name, of: try owner(ofEvidence: name), in: project)
    }

    /// The folders of Swift sources that the incidents are declared in, such as `Sources/Cases`.
    var sourceFolders: [String] {
        let folders = incidents.compactMap { incident -> String? in
            let parts = incident.times.site.path.split(separator: "/").map(String.init)
            guard let sources = parts.lastIndex(of: "Sources"), sources + 1 < parts.count else { return nil }
            return sources + 2 < parts.count ? "Sources/\(parts[sources + 1])" : "Sources"
        }
        return Set(folders).sorted()
    }

    private var folders: [String] {
        [TemplateSet.folder] + incidents.map { "Content/\($0.id)" } + sourceFolders
    }

    /// The incident whose evidence a folder holds: the only one, or the one that its path names.
    private func owner(ofEvidence folder: String) throws(UsageError) -> String {
        let parts = absolutePath(folder).split(separator: "/").map(String.init)
        let named = incidents.map(\.id).filter { Array(parts.suffix(2)) == [$0, "evidence"] }
        if let id = named.first { return id }
        if incidents.count == 1 { return incidents[0].id }
        throw UsageError("\(folder) holds no project; say with --incident whose evidence it holds.")
    }

    private func absolutePath(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
