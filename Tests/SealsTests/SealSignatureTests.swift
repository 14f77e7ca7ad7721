import Diagnostics
import TestSupport
import Testing

@testable import Seals

/// Signatures made and checked by the real ssh-keygen, with keys made for the test.
@Suite("The signature of a seal")
struct SealSignatureTests {
    /// A folder with Alice's and Mallory's keys, a file that lets Alice sign, and a seal.
    private func withKeys(_ body: (TemporaryFolder, [UInt8]) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            for name in ["alice", "mallory"] {
                try await Command(
                    "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder.path(of: name)
                ).succeed()
            }
            let key = try folder.text(of: "alice.pub")
            try folder.write("alice@example.com namespaces=\"casebook\" \(key)", to: "signers")
            try await body(folder, try await SealTextTests.seal().text)
        }
    }

    private func sign(_ seal: [UInt8], _ key: String, in folder: TemporaryFolder) async throws {
        let signature = try await SealSignature.signature(of: seal, with: folder.path(of: key))
        try folder.write(signature, to: Seal.signatureName)
    }

    private func verdict(
        _ seal: [UInt8], in folder: TemporaryFolder, signers: Bool = true, identity: String? = nil
    ) async throws(Diagnostic) -> SealSignature.Verdict {
        try await SealSignature.verdict(
            on: seal, signature: folder.path(of: Seal.signatureName), shownPath: Seal.signatureName,
            signers: signers ? folder.path(of: "signers") : nil, identity: identity)
    }

    private func refusal(_ work: () async throws(Diagnostic) -> SealSignature.Verdict) async -> String {
        do throws(Diagnostic) {
            return "\(try await work())"
        } catch {
            return error.text
        }
    }

    @Test("a good one tells who signed, and with which key")
    func good() async throws {
        try await withKeys { folder, seal in
            try await sign(seal, "alice", in: folder)
            guard case .signed(let signer, let key) = try await verdict(seal, in: folder) else {
                Issue.record("not signed")
                return
            }
            #expect(signer == "alice@example.com")
            #expect(key.hasPrefix("ED25519 key SHA256:"))
            let named = try await verdict(seal, in: folder, identity: "alice@example.com")
            #expect(named == .signed(by: signer, key: key))
            #expect(try await verdict(seal, in: folder, signers: false) == .uncheckedSigner(key: key))
            // What ssh-keygen itself says of it, as the README tells people to ask.
            let asked = try await Command(
                "ssh-keygen", "-Y", "verify", "-n", "casebook", "-f", folder.path(of: "signers"), "-I",
                "alice@example.com", "-s", folder.path(of: Seal.signatureName),
                input: String(decoding: seal, as: UTF8.self)
            ).run()
            #expect(asked.status == 0)
        }
    }

    @Test("another identity, another key, an altered seal and an altered signature are refused")
    func bad() async throws {
        try await withKeys { folder, seal in
            try await sign(seal, "alice", in: folder)
            let other = await refusal { () throws(Diagnostic) in
                try await verdict(seal, in: folder, identity: "bob@example.com")
            }
            #expect(other.contains("is not a key with which bob@example.com may sign"), "\(other)")

            let altered = Array(
                String(decoding: seal, as: UTF8.self).replacing("2026-02-02", with: "2026-02-03").utf8)
            for signers in [true, false] {
                let told = await refusal { () throws(Diagnostic) in
                    try await verdict(altered, in: folder, signers: signers)
                }
                #expect(told.contains("The signature is not one of this seal"), "\(told)")
            }

            try await sign(seal, "mallory", in: folder)
            let stranger = await refusal { () throws(Diagnostic) in try await verdict(seal, in: folder) }
            #expect(stranger.contains("with which nobody may sign"), "\(stranger)")

            try folder.write("-----BEGIN SSH SIGNATURE-----\nx\n", to: Seal.signatureName)
            let broken = await refusal { () throws(Diagnostic) in try await verdict(seal, in: folder) }
            #expect(broken.contains("signature.invalid"), "\(broken)")
        }
    }

    @Test("a signature made for another purpose is none of a seal's")
    func namespace() async throws {
        try await withKeys { folder, seal in
            try folder.write(seal, to: "seal")
            try await Command(
                "ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", folder.path(of: "alice"),
                folder.path(of: "seal")
            ).succeed()
            try folder.write(try folder.bytes(of: "seal.sig"), to: Seal.signatureName)
            let told = await refusal { () throws(Diagnostic) in
                try await verdict(seal, in: folder, signers: false)
            }
            #expect(told.contains("signature.invalid"), "\(told)")
        }
    }

    @Test("a key that cannot sign is told with the reason of ssh-keygen")
    func noKey() async throws {
        try await withKeys { folder, seal in
            do throws(Diagnostic) {
                _ = try await SealSignature.signature(of: seal, with: folder.path(of: "nobody"))
                Issue.record("signed")
            } catch {
                #expect(error.id == "signature.not-made")
                #expect(error.summary.contains("No such file or directory"), "\(error.text)")
            }
        }
    }
}
