import Foundation

/// The links between the files of a site, and those that lead nowhere.
struct SiteLinks {
    /// How many links there are.
    private(set) var count = 0
    /// The links that lead to no file, or to no place in one, as `page: link`.
    private(set) var dead: [String] = []

    init(_ files: [String: [UInt8]]) {
        var pages: [String: Page] = [:]
        for (path, bytes) in files where path.hasSuffix(".html") { pages[path] = Page(bytes) }
        for (path, page) in pages.sorted(by: { $0.key < $1.key }) {
            for link in page.links where !link.contains("://") && !link.hasPrefix("data:") {
                count += 1
                let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let target = parts[0].isEmpty ? path : Self.resolve(String(parts[0]), from: path)
                let anchor = parts.count > 1 ? String(parts[1]) : ""
                let isAlive =
                    files[target] != nil && (anchor.isEmpty || pages[target]?.ids.contains(anchor) == true)
                if !isAlive { dead.append("\(path): \(link)") }
            }
        }
    }

    private static func resolve(_ link: String, from page: String) -> String {
        var parts = page.split(separator: "/").dropLast().map(String.init)
        for part in (link.removingPercentEncoding ?? link).split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }

    private struct Page {
        var links: [String] = []
        var ids: Set<String> = []

        init(_ bytes: [UInt8]) {
            let html = String(decoding: bytes, as: UTF8.self)
            links = Self.values(of: "href", in: html) + Self.values(of: "src", in: html)
            ids = Set(Self.values(of: "id", in: html))
        }

        private static func values(of attribute: String, in html: String) -> [String] {
            html.components(separatedBy: " \(attribute)=\"").dropFirst().map { rest in
                String(rest.prefix { $0 != "\"" }).replacing("&amp;", with: "&")
            }
        }
    }
}
