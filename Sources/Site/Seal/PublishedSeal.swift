import Diagnostics
import Documents
import Quantities
public import Seals

/// What the pages of an incident say of its seal, and the files that let anybody check it.
public struct PublishedSeal: Sendable {
    /// What there is to say.
    public enum State: Sendable {
        /// Nobody has sealed the evidence.
        case none
        /// There is a seal, and it cannot be read.
        case unreadable
        /// The evidence was sealed, and differs from its seal in this.
        case sealed(Seal, sha256: String, isSigned: Bool, changes: [SealChange])
    }

    /// The seal and its signature; captures and their records are published with the captures' pages.
    public let files: [SiteFile]

    private let state: State

    /// Brings the state of a seal and the files of the site together.
    public init(_ state: State, files: [SiteFile] = []) {
        self.state = state
        self.files = files
    }

    /// Where the seal of an incident stands in the site.
    public static func path(inIncident folder: String) -> String { "\(folder)/\(Seal.fileName)" }

    /// Where its signature stands.
    public static func signaturePath(inIncident folder: String) -> String {
        "\(folder)/\(Seal.signatureName)"
    }

    /// What a page says; that of a capture also says where the capture itself differs.
    func note(for page: Page, ofCapture capture: String?, inIncident folder: String) -> SealNote {
        switch state {
        case .none:
            SealNote(foot: .unsealed, notices: [])
        case .unreadable:
            SealNote(
                foot: .unreadable,
                notices: [
                    .init(
                        "The seal cannot be read.", "Whether the evidence is as it was sealed is not known.")
                ])
        case .sealed(let seal, let hash, let isSigned, let changes):
            SealNote(
                foot: .sealed(
                    sha256: hash, at: seal.sealed.text, isSigned: isSigned,
                    file: Page.Link("seal", to: Self.path(inIncident: folder))),
                notices: changes.isEmpty
                    ? []
                    : [summary(of: changes, folder)]
                        + changes.filter { $0.path == capture }.map { own($0, page) })
        }
    }

    /// The captures that are not as they were sealed, for every page, whose figures may be read from them.
    private func summary(of changes: [SealChange], _ folder: String) -> Page.Banner.Notice {
        let groups = [
            ("changed", changes.filter(\.isChange)), ("missing", changes.filter(\.isRemoval)),
            ("not in the seal", changes.filter(\.isAddition)),
            ("described otherwise than when it was sealed", changes.filter(\.isRedescription)),
        ]
        let parts = groups.filter { !$0.1.isEmpty }.map { "\($0.0): \(Self.list($0.1.map(\.path)))" }
        return Page.Banner.Notice(
            "The evidence is not as it was sealed.",
            parts.joined(separator: "; ") + ". What this page says may rest on it.",
            link: Page.Link("All evidence", to: "\(folder)/\(Addresses.evidence)"))
    }

    private static func list(_ paths: [String]) -> String {
        let most = 8
        guard paths.count > most + 1 else { return paths.joined(separator: ", ") }
        return paths.prefix(most).joined(separator: ", ") + " and \(paths.count - most) more"
    }

    private func own(_ change: SealChange, _ page: Page) -> Page.Banner.Notice {
        let place = change.place
        let line =
            place.line > 0 ? Page.Link("Line \(place.line)", to: page.path, fragment: "L\(place.line)") : nil
        return switch change.kind {
        case .added: .init("This capture is not in the seal.", "It was added after the evidence was sealed.")
        case .removed: .init("This capture is missing.", "It was sealed.")
        case .changed(_, let now, let difference):
            .init(
                "This capture is not as it was sealed:", (difference?.text ?? now.contents) + ".", link: line)
        case .redescribed:
            .init(
                "This capture is described otherwise than when it was sealed:",
                "its bytes are the same; the time or the command that is stated is another.")
        }
    }
}

extension SealChange {
    fileprivate var isChange: Bool { if case .changed = kind { true } else { false } }
    fileprivate var isRemoval: Bool { if case .removed = kind { true } else { false } }
    fileprivate var isRedescription: Bool { if case .redescribed = kind { true } else { false } }
}
