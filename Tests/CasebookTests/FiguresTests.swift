import Diagnostics
import Documents
import Evidence
import Foundation
import Inspection
import TestSupport
import Testing

@testable import Casebook

@Suite("casebook figures")
struct FiguresTests {
    private func list(all: Bool = false) async throws -> FigureList {
        let project = try SampleProject()
        let state = await IncidentState(
            SlowQuery(), in: ProjectState("the working tree", try Project(at: project.root)), sources: .none)
        #expect(state.errors.map(\.text) == [])
        return FigureList(state, includesUnnamed: all)
    }

    @Test func `The text says what each figure is and where it comes from`() async throws {
        var report = TextReport(isColoured: false)
        FigureText.write(try await list(all: true), isDetailed: false, to: &report)
        let text = String(decoding: report.bytes, as: UTF8.self)
        #expect(try Golden("figures.txt", in: "CasebookTests").difference(from: text) == nil)
    }

    @Test func `The JSON is a line for each figure, with stable keys`() async throws {
        var json = JSONBuffer()
        FigureJSON.write(try await list(all: true), to: &json)
        let text = String(decoding: json.bytes, as: UTF8.self)
        #expect(try Golden("figures.json", in: "CasebookTests").difference(from: text) == nil)
        let keys = [
            "derivation", "documents", "incident", "lower", "meaning", "name", "sources", "text", "unit",
            "upper", "value",
        ]
        for line in text.split(separator: "\n") {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object.keys.sorted() == keys)
        }
    }

    @Test func `Figures without a name are listed only where asked for`() async throws {
        #expect(try await list().figures.allSatisfy { $0.name != nil })
        #expect(try await list(all: true).figures.contains { $0.name == nil })
    }

    @Test func `A name that there is not is an error of usage with the nearest one`() async throws {
        let list = try await list()
        #expect(try list.only("speed-up", of: [list])?.figures.map(\.name) == ["speed-up"])
        let error = #expect(throws: UsageError.self) { try list.only("sped-up", of: [list]) }
        #expect(error?.message == "There is no figure “sped-up”. Did you mean speed-up?")
    }

    @Test func `No line of the shipped incident's list is wider than a hundred columns`() async throws {
        let result = try await Command("\(buildFolder)/casebook", "figures", "--all", in: repositoryRoot)
            .run()
        #expect(result.status == 0, "\(result.errors)")
        let wide = result.text.split(separator: "\n").filter { VisibleText.width(String($0)) > 100 }
        #expect(wide == [])
        #expect(result.text.contains("speed-up  "))
    }

    @Test func `Every source of the shipped incident's figures is where the list says`() async throws {
        let result = try await Command(
            "\(buildFolder)/casebook", "figures", "--json", "--all", in: repositoryRoot
        ).run()
        #expect(result.status == 0, "\(result.errors)")
        struct Line: Decodable {
            struct Source: Decodable {
                let path: String
                let line: Int
                let column: Int
                let text: String
            }
            let sources: [Source]
        }
        var seen = 0
        for line in result.text.split(separator: "\n") {
            for source in try JSONDecoder().decode(Line.self, from: Data(line.utf8)).sources
            where !source.path.hasSuffix(".gz") {
                let file = try fixture(source.path)
                let start = file.line(source.line).lowerBound + source.column - 1
                #expect(file.text(start..<start + source.text.utf8.count) == source.text, "\(source.path)")
                seen += 1
            }
        }
        #expect(seen > 300)
    }
}
