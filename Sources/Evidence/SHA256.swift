internal import CLibCrypto
public import Diagnostics

/// The fingerprint by which a reader can check that a file is the one a document was built from.
public struct SHA256: Sendable, Hashable {
    /// The 32 bytes of the digest.
    public let bytes: [UInt8]

    /// Computes the digest of a file's bytes with libcrypto.
    public init(of content: [UInt8]) throws(Diagnostic) {
        var digest = [UInt8](repeating: 0, count: 32)
        var size: UInt32 = 0
        let succeeded = content.withUnsafeBytes { input in
            EVP_Digest(input.baseAddress, input.count, &digest, &size, EVP_sha256(), nil) == 1
        }
        guard succeeded, size == 32 else {
            throw Diagnostic(
                .machine(.hashUnavailable), "libcrypto could not compute a SHA-256",
                help: "check OpenSSL's configuration: `openssl dgst -sha256 Package.swift` must print a hash")
        }
        bytes = digest
    }

    /// The digest in 64 lower-case hexadecimal digits, as `sha256sum` prints it.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 64) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[index * 2] = digits[Int(byte >> 4)]
                buffer[index * 2 + 1] = digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }
}
