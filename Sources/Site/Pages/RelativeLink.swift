/// The address of one file of the site as seen from another, so that the site works under any path.
///
/// Both paths are relative to the site's root. The result is percent-encoded as RFC 3986 asks, except
/// for the fragment, which is given as it is and encoded here.
/// - Parameters:
///   - target: The path of the file that the link leads to.
///   - page: The path of the page that holds the link.
///   - fragment: The id within the target, without `#`.
public func relativeLink(to target: String, from page: String, fragment: String? = nil) -> String {
    if target == page, let fragment { return "#" + percentEncoded(fragment) }
    // An address that began with two slashes would name another host.
    let target = target.drop { $0 == "/" }
    let here = page.utf8
    let there = target.utf8
    var shared = there.startIndex
    var rest = here.startIndex
    var (left, right) = (here.startIndex, there.startIndex)
    while left < here.endIndex, right < there.endIndex, here[left] == there[right] {
        let isSlash = here[left] == UInt8(ascii: "/")
        (left, right) = (here.index(after: left), there.index(after: right))
        if isSlash { (rest, shared) = (left, right) }
    }
    let climbs = here[rest...].count { $0 == UInt8(ascii: "/") }
    return String(repeating: "../", count: climbs) + percentEncoded(target[shared...], keepingSlashes: true)
        + (fragment.map { "#" + percentEncoded($0) } ?? "")
}

/// Everything but RFC 3986's unreserved characters, so that no name can be taken for a scheme or a query.
private func percentEncoded(_ name: some StringProtocol, keepingSlashes: Bool = false) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in name.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
        case 0x2F where keepingSlashes: bytes.append(byte)
        default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
