public import Diagnostics
internal import Programs

/// The signature of a seal, made and checked by OpenSSH's `ssh-keygen -Y`.
public enum SealSignature {
    /// What a signature proves.
    public enum Verdict: Sendable, Hashable {
        /// Somebody who may sign has signed exactly this seal.
        case signed(by: String, key: String)
        /// The key has signed exactly this seal; nobody said whose key it should be.
        case uncheckedSigner(key: String)
    }

    /// What a signature is made for, so that none made for another purpose is taken for a seal's.
    public static let namespace = "casebook"

    private static let program = Program("ssh-keygen", installedBy: "openssh-client", orBrew: "openssh")

    /// Signs a seal.
    ///
    /// - Parameters:
    ///   - seal: The bytes of its file.
    ///   - key: The file of a private key, or of a public key whose private one the agent holds.
    /// - Returns: The bytes of the signature's file.
    /// - Throws: `signature.not-made` with the reason that ssh-keygen gives, `program.missing`.
    public static func signature(of seal: [UInt8], with key: String) async throws(Diagnostic) -> [UInt8] {
        let result = try await program.run(["-Y", "sign", "-q", "-n", namespace, "-f", key], input: seal)
        guard result.status == 0, !result.output.isEmpty else {
            throw Diagnostic(
                .signature(.notMade), "ssh-keygen did not sign the seal: \(reason(result))",
                at: Place(path: key),
                expected: "the file of a private key, or of a public one whose private key ssh-agent holds",
                help: "`ssh-keygen -t ed25519` makes a key; `ssh-add -l` lists those of the agent.")
        }
        return result.output
    }

    /// Checks a signature.
    ///
    /// - Parameters:
    ///   - seal: The bytes that were signed.
    ///   - signature: The path of the signature's file.
    ///   - shownPath: That path as messages show it.
    ///   - signers: The file that says who may sign with which key, in the format of ssh-keygen's
    ///     ALLOWED SIGNERS; nil where nobody says.
    ///   - identity: Who must have signed; by default anybody who may.
    /// - Throws: `signature.invalid` where the signature is none of this seal's or its signer may not sign,
    ///   `program.missing`.
    public static func verdict(
        on seal: [UInt8], signature: String, shownPath: String, signers: String?, identity: String?
    ) async throws(Diagnostic) -> Verdict {
        // Checked first: an altered seal is another finding than a signer who is not known.
        let unchecked = try await program.run(
            ["-Y", "check-novalidate", "-n", namespace, "-s", signature], input: seal)
        guard unchecked.status == 0, let key = fingerprint(in: unchecked) else {
            throw invalid(
                "The signature is not one of this seal: \(reason(unchecked))", shownPath,
                "a signature of \(namespace)'s over the very bytes of the seal")
        }
        guard let signers else { return .uncheckedSigner(key: key) }
        let candidates =
            if let identity { [identity] } else {
                try await principals(of: signature, shownPath, key, signers)
            }
        for candidate in candidates {
            let result = try await program.run(
                ["-Y", "verify", "-n", namespace, "-f", signers, "-I", candidate, "-s", signature],
                input: seal)
            if result.status == 0 { return .signed(by: candidate, key: key) }
        }
        throw invalid(
            "The seal is signed with \(key), which is not a key with which \(candidates.joined(separator: " or ")) may sign",
            shownPath, "a key that \(signers) gives to \(identity ?? "somebody")")
    }

    private static func principals(
        of signature: String, _ shownPath: String, _ key: String, _ signers: String
    ) async throws(Diagnostic) -> [String] {
        let result = try await program.run(["-Y", "find-principals", "-f", signers, "-s", signature])
        let found = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
        guard result.status == 0, !found.isEmpty else {
            throw invalid(
                "The seal is signed with \(key), with which nobody may sign", shownPath, "a key of \(signers)"
            )
        }
        return found
    }

    /// The kind of the key and its fingerprint: what ssh-keygen says after “with”.
    private static func fingerprint(in result: ProgramResult) -> String? {
        let text = String(decoding: result.output, as: UTF8.self)
        return text.split(separator: "\n").first.flatMap { line in
            line.firstRange(of: " with ").map { String(line[$0.upperBound...]) }
        }
    }

    private static func reason(_ result: ProgramResult) -> String {
        let said = result.errors.split(separator: "\n").last ?? Substring("status \(result.status)")
        return said.hasSuffix(".") ? String(said.dropLast()) : String(said)
    }

    private static func invalid(_ summary: String, _ path: String, _ expected: String) -> Diagnostic {
        Diagnostic(
            .signature(.invalid), summary, at: Place(path: path), expected: expected,
            help:
                "Ask whoever sealed the evidence for the seal with its signature, by another way than this copy came."
        )
    }
}
