public import Diagnostics

/// Publishes a site as a directory, all of it or nothing.
///
/// The next site is staged beside the present one, in `.<name>.casebook-staging` on the same file
/// system: what has not changed is hard-linked, so that its times stay, the rest is written. Then both
/// directories are exchanged in one step and the old one is deleted. A reader never finds a page missing,
/// and a build that fails or is killed leaves the old site whole; the next build clears what it left.
/// Where nothing has changed, nothing is written at all.
///
/// On a file system that cannot exchange two names (some network file systems) the old directory is
/// moved aside and the new one into its place: for a moment neither is there, and a build killed in
/// that moment leaves the old site in the staging directory, from where the next build restores it.
///
/// The manifest in the site, `.casebook-manifest`, lists the files that a build wrote. Anything else in
/// the directory belongs to somebody: the writer refuses to publish rather than delete it.
public struct OutputWriter: Sendable {
    /// What a publication did.
    public struct Summary: Sendable, Hashable {
        /// Files whose bytes are new or differ from the old site's.
        public let written: Int
        /// Files left as they were.
        public let unchanged: Int
        /// Files of the old site that the new one does not have.
        public let removed: Int
        /// What a person should look at although the site is published.
        public let warnings: [Diagnostic]

        /// Whether the directory was left untouched, because every byte was already there.
        public var changedNothing: Bool { written == 0 && removed == 0 }
    }

    /// The directory to publish as the caller named it.
    public let path: String

    private let patience: Duration
    private let hooks: Hooks

    /// Names the directory to publish; it is made by the first publication, its parent must exist.
    /// - Parameters:
    ///   - path: The directory, absolute or relative to the working directory; links are followed.
    ///   - patience: How long to wait for another build that is publishing in the same parent directory.
    public init(at path: String, patience: Duration = .seconds(30)) {
        self.init(at: path, patience: patience, hooks: Hooks())
    }

    init(at path: String, patience: Duration = .seconds(30), hooks: Hooks) {
        self.path = path
        self.patience = patience
        self.hooks = hooks
    }

    /// Publishes exactly the files that the body adds.
    ///
    /// The body may add files from several tasks at once, and must have added the last before it
    /// returns. If it throws, or any file could not be taken, the old site stays as it is.
    /// - Throws: All that is wrong at once: `output.unsafe-path`, `output.collision`, `output.foreign`,
    ///   `output.locked`, `output.cannot-write` and others of that family, or what the body threw.
    nonisolated(nonsending) public func publish(
        _ body: (OutputSink) async throws(Diagnostics) -> Void
    ) async throws(Diagnostics) -> Summary {
        let parent = try OutputPlace(resolving: path).parent
        let lock = try await DirectoryLock.acquire(parent, patience: patience)
        defer { lock.release() }

        // Whether there is a site is known only under the lock, and may change by what is cleared.
        try Staging(of: OutputPlace(resolving: path), hooks: hooks).clearLeftovers()
        let place = try OutputPlace(resolving: path)
        let staging = Staging(of: place, hooks: hooks)
        let old = try PreviousOutput(in: place)
        let sink = OutputSink(old: old, staging: staging)
        do throws(Diagnostics) {
            try await body(sink)
            let failures = sink.failures
            guard failures.isEmpty else { throw Diagnostics(failures) }
            return try finish(sink, old: old, staging: staging, place: place)
        } catch {
            // The first failure is the one to tell; what cannot be cleared now, the next build clears.
            _ = staging.remove()
            throw Diagnostics(error.all + sink.failures)
        }
    }

    private func finish(
        _ sink: OutputSink, old: PreviousOutput, staging: Staging, place: OutputPlace
    ) throws(Diagnostics) -> Summary {
        let parts = sink.parts()
        var manifest = OutputManifest()
        for part in parts { manifest.append(part.manifest) }
        let unchanged = parts.reduce(0) { $0 + $1.isUnchanged.count(where: \.self) }
        let written = manifest.count - unchanged
        let removed = old.manifest?.count(notIn: manifest) ?? 0
        guard written > 0 || removed > 0 || old.manifest != manifest else {
            return Summary(written: 0, unchanged: unchanged, removed: 0, warnings: [])
        }
        do {
            for part in parts {
                for (index, isUnchanged) in part.isUnchanged.enumerated() where isUnchanged {
                    try staging.carryOver(part.manifest.path(at: index))
                    try hooks.reach(.linked)
                }
            }
            if old.hasGitignore { try staging.carryOver(OutputPath.carriedOver) }
            try staging.write(manifest.file, to: OutputPath.manifest)
            try hooks.reach(.manifestWritten)
            // Someone may have put a file there while the pages were being made.
            if place.exists { try old.refuseForeignFiles(in: place) }
            try staging.publish()
        } catch {
            throw error.asDiagnostics
        }
        return Summary(
            written: written, unchanged: unchanged, removed: removed,
            warnings: staging.remove().map { [$0] } ?? [])
    }
}

extension OutputWriter {
    /// Where a test can make a publication fail, and stand in for a file system that cannot exchange.
    struct Hooks: Sendable {
        enum Step: Sendable, CaseIterable {
            case stagingBegun, fileWritten, linked, manifestWritten
        }

        var reach: @Sendable (Step) throws(Diagnostic) -> Void = { _ throws(Diagnostic) in }
        var exchange: @Sendable (String, String) throws(FileSystem.Failure) -> Void = {
            (first, second) throws(FileSystem.Failure) in
            try FileSystem.exchange(first, second)
        }
    }
}

extension Error {
    /// A single finding, or several, as several.
    var asDiagnostics: Diagnostics {
        switch self {
        case let several as Diagnostics: several
        case let single as Diagnostic: Diagnostics(single)
        default: Diagnostics(Diagnostic(.output(.failed), "Publishing failed: \(self)"))
        }
    }
}
