import Diagnostics
import Evidence
import Inspection
import Quantities
import Seals

/// A verification as it is printed.
enum VerificationReport {
    /// What was found in order, for a person; the findings are printed apart, as a compiler prints them.
    static func text(_ verification: Verification) -> String {
        guard let (seal, hash) = verification.seal else { return "" }
        let changes = verification.changes.count
        var lines = [
            "\(seal.incident): "
                + (changes == 0
                    ? "\(count(seal.files.count, "file")) as sealed on \(seal.sealed.text)"
                    : "\(changes) of \(count(seal.files.count, "file")) not as sealed on \(seal.sealed.text)"),
            "  seal       SHA-256 \(hash)",
        ]
        switch seal.predecessor {
        case .extended(let former): lines.append("  extends    SHA-256 \(former)")
        case .replaced(let former): lines.append("  replaces   SHA-256 \(former)")
        case nil: break
        }
        switch verification.signature {
        case .signed(let signer, let key): lines.append("  signed by  \(signer), with \(key)")
        case .uncheckedSigner(let key):
            lines.append("  signed     with \(key); --signers says whose key that should be")
        case nil:
            if verification.folder.signature == nil { lines.append("  not signed") }
        }
        if !verification.folder.pages.isEmpty {
            lines.append("  pages      \(verification.folder.pages.count)")
        }
        return VisibleText.lines(lines.joined(separator: "\n"))
    }

    /// A line of JSON.
    static func json(_ verification: Verification, to json: inout JSONBuffer) {
        json.object { json in
            json.key("incident")
            json.value(verification.seal?.seal.incident ?? verification.folder.id)
            json.key("folder")
            json.value(verification.folder.shown)
            if let (seal, hash) = verification.seal { write(seal, hash, to: &json) }
            if let signature = verification.signature { write(signature, to: &json) }
            json.key("findings")
            json.list { json in
                for finding in verification.findings { write(finding, of: verification, to: &json) }
            }
        }
        json.newline()
    }

    private static func write(_ seal: Seal, _ hash: String, to json: inout JSONBuffer) {
        json.key("seal")
        json.object { json in
            json.key("sha256")
            json.value(hash)
            json.key("sealed")
            json.value(seal.sealed.iso8601)
            switch seal.predecessor {
            case .extended(let former):
                json.key("extends")
                json.value(former)
            case .replaced(let former):
                json.key("replaces")
                json.value(former)
            case nil: break
            }
            json.key("files")
            json.value(seal.files.count)
        }
    }

    private static func write(_ signature: SealSignature.Verdict, to json: inout JSONBuffer) {
        json.key("signature")
        json.object { json in
            switch signature {
            case .signed(let signer, let key):
                json.key("signer")
                json.value(signer)
                json.key("key")
                json.value(key)
            case .uncheckedSigner(let key):
                json.key("key")
                json.value(key)
            }
        }
    }

    private static func write(_ finding: Diagnostic, of verification: Verification, to json: inout JSONBuffer)
    {
        json.object { json in
            json.key("id")
            json.value(finding.id)
            json.key("summary")
            json.value(finding.summary)
            if let place = finding.place {
                json.key("path")
                json.value(place.path)
                for (name, number) in [("line", place.line), ("column", place.column)] where number > 0 {
                    json.key(name)
                    json.value(number)
                }
            }
            let change = verification.changes.first { $0.finding == finding }
            if case .changed(_, _, let difference?) = change?.kind {
                json.key("firstByte")
                json.value(difference.offset + 1)
            }
        }
    }
}
