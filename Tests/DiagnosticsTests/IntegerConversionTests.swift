import Foundation
import TestSupport
import Testing

/// What the text of the sources shows of conversions from floating numbers to integers.
@Suite struct IntegerConversionTextTests {
    private func converts(_ line: Substring) -> Bool {
        line.contains(/\bU?Int(8|16|32|64)?\((?![a-z]+:).*\.(rounded|squareRoot)\(/)
    }

    @Test func `No source rounds a number and converts it to an integer that may not hold it`() throws {
        #expect(converts("let minutes = Int((seconds / 60).rounded())"))
        #expect(!converts("let minutes = Int(exactly: (seconds / 60).rounded())"))
        let files = FileManager.default.enumerator(atPath: "\(repositoryRoot)/Sources")
        for case let path as String in files ?? FileManager.DirectoryEnumerator()
        where path.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(repositoryRoot)/Sources/\(path)", encoding: .utf8)
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where converts(line) {
                Issue.record("Sources/\(path):\(number + 1): use Int(exactly: value.rounded())")
            }
        }
    }
}

#if DEBUG
    /// `Int(x)` of a floating number ends the program where x is not finite or too large.
    ///
    /// The sources convert with `Int(exactly: x.rounded())`, which gives nil there. The type of an argument
    /// cannot be seen in the text of the sources, but in a debug build the compiler writes the message of the
    /// trap into the object of each file that has such a conversion.
    @Suite struct IntegerConversionTests {
        private static let message = Data("value cannot be converted to ".utf8)

        /// What the search must find.
        private func trapping(_ value: Double) -> Int { Int(value) }

        /// The latest object of each source file, by the name of the source file.
        private func objects() throws -> [String: URL] {
            let build = URL(fileURLWithPath: buildFolder).resolvingSymlinksInPath()
            let keys: [URLResourceKey] = [.contentModificationDateKey]
            var found: [String: (file: URL, date: Date)] = [:]
            for module in try FileManager.default.contentsOfDirectory(
                at: build, includingPropertiesForKeys: nil)
            where module.pathExtension == "build" {
                let files = FileManager.default.enumerator(at: module, includingPropertiesForKeys: keys)
                for case let file as URL in files ?? FileManager.DirectoryEnumerator()
                where file.lastPathComponent.hasSuffix(".swift.o") {
                    let name = String(file.lastPathComponent.dropLast(2))
                    let date =
                        try file.resourceValues(forKeys: Set(keys)).contentModificationDate ?? .distantPast
                    if let known = found[name], known.date >= date { continue }
                    found[name] = (file, date)
                }
            }
            return found.mapValues(\.file)
        }

        private func converts(_ object: URL) throws -> Bool {
            try Data(contentsOf: object, options: .alwaysMapped).range(of: Self.message) != nil
        }

        @Test func `No source converts a floating number to an integer where that can trap`() throws {
            let objects = try objects()
            let own = try #require(objects["IntegerConversionTests.swift"])
            #expect(try converts(own), "the search does not find what it looks for")
            let files = FileManager.default.enumerator(atPath: "\(repositoryRoot)/Sources")
            var (searched, found) = (0, [String]())
            for case let path as String in files ?? FileManager.DirectoryEnumerator()
            where path.hasSuffix(".swift") {
                guard let object = objects[(path as NSString).lastPathComponent] else { continue }
                searched += 1
                if try converts(object) { found.append(path) }
            }
            #expect(searched > 300)
            #expect(
                found.sorted() == [],
                "use Int(exactly: value.rounded()) and say what is wrong where it is nil")
            #expect(trapping(1) == 1)
        }
    }
#endif
