import Diagnostics

/// Something in a text that should not be published: a person's address, a machine's, a key or a password.
struct Leak: Sendable {
    let kind: String
    /// Where it stands, in bytes.
    let range: Range<Int>

    /// The finding that it would be published; the value itself is not repeated in it.
    func diagnostic(at place: Place?) -> Diagnostic {
        Diagnostic(
            .redaction(.leak), "\(kind) would be published", at: place,
            expected: "a name that tells nothing, such as user@example.com or 192.0.2.1",
            help: "Take it out where the capture is made, and replace what was already shared; "
                + "a key or a password that was seen is no secret any more: change it.")
    }

    /// All of them in a text, in order.
    static func all(in bytes: [UInt8]) -> [Leak] {
        bytes.withUnsafeBufferPointer { buffer in
            var scanner = LeakScanner(buffer)
            return scanner.scan()
        }
    }
}

/// Looks at each byte once, and closer only at those at which something can begin.
private struct LeakScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var found: [Leak] = []
    private var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func scan() -> [Leak] {
        while index < bytes.count {
            let byte = bytes[index]
            let leak: Leak? =
                switch byte {
                case UInt8(ascii: "@"): email()
                case UInt8(ascii: "."): internetAddress()
                case UInt8(ascii: ":"): newInternetAddress() ?? addressWithPassword()
                case UInt8(ascii: "="), UInt8(ascii: "'"): assignedSecret()
                case UInt8(ascii: "A"): awsKey()
                case UInt8(ascii: "B"), UInt8(ascii: "b"): bearer()
                case UInt8(ascii: "g"), UInt8(ascii: "x"), UInt8(ascii: "e"): token()
                case UInt8(ascii: "-"): privateKey()
                default: nil
                }
            if let leak {
                found.append(leak)
                index = max(index + 1, leak.range.upperBound)
            } else {
                index += 1
            }
        }
        return found
    }

    // MARK: Addresses

    private func email() -> Leak? {
        let start = back(from: index) { $0.isNameByte || $0 == 0x2B || $0 == 0x25 }
        var end = forward(from: index + 1) { $0.isNameByte && $0 != 0x5F }
        while end > index, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") {
            end -= 1
        }
        guard start < index, bytes[start].isLetter || bytes[start].isDigit,
            start == 0 || (bytes[start - 1] != UInt8(ascii: ":") && bytes[start - 1] != UInt8(ascii: "/")),
            end == bytes.count || bytes[end] != UInt8(ascii: ":") || text(start..<index) != "git"
        else { return nil }
        let domain = text(index + 1..<end).lowercased()
        let labels = domain.split(separator: ".")
        guard labels.count >= 2, let top = labels.last, top.utf8.count >= 2, top.utf8.allSatisfy(\.isLetter),
            !reservedTops.contains(String(top)), !fileEndings.contains(String(top)),
            !(labels.count >= 2 && labels[labels.count - 2] == "example")
        else { return nil }
        return Leak(kind: "An e-mail address", range: start..<end)
    }

    /// Called at the first dot of `93.184.216.34`.
    private func internetAddress() -> Leak? {
        let start = back(from: index, while: \.isDigit)
        guard start < index, start == 0 || !(bytes[start - 1].isNameByte || bytes[start - 1] == 0x2B) else {
            return nil
        }
        var octets: [Int] = []
        var end = start
        for position in 0..<4 {
            let digits = end..<forward(from: end, while: \.isDigit)
            guard (1...3).contains(digits.count), let octet = Int(text(digits)), octet < 256,
                digits.count == 1 || bytes[digits.lowerBound] != UInt8(ascii: "0")
            else { return nil }
            octets.append(octet)
            end = digits.upperBound
            if position < 3 {
                guard end < bytes.count, bytes[end] == UInt8(ascii: ".") else { return nil }
                end += 1
            }
        }
        let isWhole =
            end == bytes.count
            || !(bytes[end].isLetter || bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "_")
                || (bytes[end] == UInt8(ascii: ".") && end + 1 < bytes.count && bytes[end + 1].isDigit))
        guard isWhole, isPublic(octets), !isVersion(before: start) else { return nil }
        return Leak(kind: "An IP address", range: start..<end)
    }

    /// Addresses of the public Internet: none of those reserved for private networks, documentation (RFC 5737)
    /// and the like (RFC 6890).
    private func isPublic(_ octets: [Int]) -> Bool {
        switch (octets[0], octets[1], octets[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (192, 168, _), (224..., _, _): false
        case (172, 16...31, _), (100, 64...127, _), (198, 18...19, _): false
        case (192, 0, 0...2), (198, 51, 100), (203, 0, 113): false
        default: true
        }
    }

    /// Whether the number is called a version, which can have four parts too.
    private func isVersion(before start: Int) -> Bool {
        let before = text(max(0, start - 12)..<start).lowercased()
        return before.hasSuffix("version ") || before.hasSuffix("release ") || before.hasSuffix("v")
    }

    /// A global IPv6 address, `2000::/3`, but those of documentation, `2001:db8::/32`.
    private func newInternetAddress() -> Leak? {
        let start = back(from: index, while: \.isHexDigit)
        let end = forward(from: start) { $0.isHexDigit || $0 == UInt8(ascii: ":") }
        guard index - start == 4, bytes[start] == UInt8(ascii: "2") || bytes[start] == UInt8(ascii: "3"),
            start == 0 || !(bytes[start - 1].isNameByte || bytes[start - 1] == UInt8(ascii: ":")),
            end == bytes.count || !bytes[end].isNameByte
        else { return nil }
        let address = text(start..<end).lowercased()
        let groups = address.split(separator: ":", omittingEmptySubsequences: false)
        let isShort = address.firstRange(of: "::") != nil
        guard groups.allSatisfy({ $0.utf8.count <= 4 }),
            isShort ? (3...8).contains(groups.count) : groups.count == 8,
            !address.hasPrefix("2001:db8:"), !address.hasPrefix("2001:0db8:")
        else { return nil }
        return Leak(kind: "An IP address", range: start..<end)
    }

    /// `postgres://role:password@host`.
    private func addressWithPassword() -> Leak? {
        guard index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "/"),
            bytes[index + 2] == UInt8(ascii: "/")
        else { return nil }
        let name = forward(from: index + 3) { $0.isNameByte }
        guard name < bytes.count, bytes[name] == UInt8(ascii: ":"), name > index + 3 else { return nil }
        let end = forward(from: name + 1) {
            $0 > 0x20 && $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "/") && $0 != 0x22
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "@"), isSecret(name + 1..<end) else { return nil }
        return Leak(kind: "A password", range: name + 1..<end)
    }

    // MARK: Secrets

    /// `password=…`, `api_key = "…"`, and SQL's `PASSWORD '…'`.
    private func assignedSecret() -> Leak? {
        let isSQL = bytes[index] == UInt8(ascii: "'")
        let gap = back(from: index) { $0 == 0x20 }
        let start = back(from: gap) { $0.isLetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        guard start < gap, !isSQL || gap < index else { return nil }
        let name = text(start..<gap).lowercased().replacing("-", with: "_")
        let isNamed =
            isSQL ? name == "password" : secretNames.contains { name == $0 || name.hasSuffix("_" + $0) }
        guard isNamed else { return nil }
        var from = index + 1
        if !isSQL { from = forward(from: from) { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 } }
        let end = forward(from: from) { $0 > 0x20 && ![0x22, 0x27, 0x2C, 0x3B, 0x26, 0x29].contains($0) }
        guard isSecret(from..<end) else { return nil }
        return Leak(kind: "A password or key", range: from..<end)
    }

    /// Whether a value is no placeholder.
    private func isSecret(_ range: Range<Int>) -> Bool {
        guard range.count >= 4 else { return false }
        let value = text(range).lowercased()
        let placeholders = ["<", "$", "{", "[", "*", "xxx", "...", "…", "%", ":", "\\", "("]
        let words = [
            "null", "none", "redacted", "hidden", "secret", "password", "changeme", "example", "true",
            "false",
        ]
        return !placeholders.contains { value.hasPrefix($0) } && !words.contains { value.hasPrefix($0) }
    }

    private func awsKey() -> Leak? {
        guard starts(with: "AKIA") || starts(with: "ASIA"), isWordStart else { return nil }
        let end = forward(from: index) { (0x41...0x5A).contains($0) || $0.isDigit }
        guard end - index == 20, end == bytes.count || !bytes[end].isLetter && bytes[end] != 0x5F else {
            return nil
        }
        return Leak(kind: "An AWS access key", range: index..<end)
    }

    private func bearer() -> Leak? {
        guard isWordStart, starts(with: "Bearer ") || starts(with: "bearer ") else { return nil }
        let end = forward(from: index + 7) { $0.isNameByte || [0x2B, 0x2F, 0x3D, 0x7E].contains($0) }
        let value = index + 7..<end
        guard value.count >= 16, bytes[value].contains(where: \.isDigit) else { return nil }
        return Leak(kind: "An access token", range: value)
    }

    /// Tokens of GitHub and Slack, and JSON Web Tokens, by their prefixes.
    private func token() -> Leak? {
        guard isWordStart else { return nil }
        for (prefix, least) in [
            ("ghp_", 36), ("gho_", 36), ("ghs_", 36), ("github_pat_", 40), ("xoxb-", 20), ("xoxp-", 20),
            ("eyJ", 40),
        ] as [(StaticString, Int)] where starts(with: prefix) {
            let end = forward(from: index) { $0.isNameByte }
            guard end - index >= least else { continue }
            if bytes[index] == UInt8(ascii: "e"), bytes[index..<end].count(where: { $0 == 0x2E }) != 2 {
                continue
            }
            return Leak(kind: "An access token", range: index..<end)
        }
        return nil
    }

    private func privateKey() -> Leak? {
        guard starts(with: "-----BEGIN ") else { return nil }
        let end = forward(from: index) { $0 != 0x0A && $0 != 0x0D }
        guard text(index..<end).firstRange(of: "PRIVATE KEY-----") != nil else { return nil }
        return Leak(kind: "A private key", range: index..<end)
    }

    // MARK: Bytes

    private var isWordStart: Bool { index == 0 || !bytes[index - 1].isNameByte }

    private func starts(with prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        return prefix.withUTF8Buffer { $0.elementsEqual(bytes[index..<index + count]) }
    }

    /// At most so many bytes are looked at: no name is longer, and no text costs more than its length.
    private static let reach = 512

    private func back(from end: Int, while isPart: (UInt8) -> Bool) -> Int {
        var start = end
        while start > max(0, end - Self.reach), isPart(bytes[start - 1]) { start -= 1 }
        return start
    }

    private func forward(from start: Int, while isPart: (UInt8) -> Bool) -> Int {
        var end = start
        while end < min(bytes.count, start + Self.reach), isPart(bytes[end]) { end += 1 }
        return end
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
}

/// Top-level names that no machine has: RFC 2606 and RFC 6762.
private let reservedTops: Set<String> = ["example", "invalid", "test", "localhost", "local", "internal"]

private let fileEndings: Set<String> = [
    "png", "jpg", "jpeg", "svg", "gif", "webp", "css", "js", "html", "service",
]

private let secretNames = [
    "password", "passwd", "pwd", "secret", "api_key", "apikey", "access_key", "token", "pgpassword",
]

extension UInt8 {
    /// A letter, a digit, or one of `. _ -`.
    fileprivate var isNameByte: Bool { isLetter || isDigit || self == 0x2E || self == 0x5F || self == 0x2D }
    fileprivate var isHexDigit: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
}
