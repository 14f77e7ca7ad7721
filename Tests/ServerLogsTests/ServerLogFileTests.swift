import Diagnostics
import Evidence
import Quantities
import ServerLogs
import TestSupport
import Testing

/// The three formats of a server log hold the same entries, and each byte of a message knows its place.
@Suite struct ServerLogFileTests {
    private func log(_ name: String) throws -> ServerLogFile {
        try ServerLogFile.read(fixture("\(fixtures)/autoexplain/\(name)"))
    }

    @Test func formatsAndPrefixAreFound() throws {
        #expect(try log("pg.log").destination == .stderr)
        #expect(try log("pg.log").prefix == "%t:%r:%u@%d:[%p]:")
        #expect(try log("pg.csv").destination == .csvlog)
        #expect(try log("pg.json").destination == .jsonlog)
        #expect(try log("pg.csv").prefix == nil)
        for name in ["pg.log", "pg.csv", "pg.json"] {
            #expect(ServerLogFile.isServerLog(try fixture("\(fixtures)/autoexplain/\(name)")))
        }
    }

    @Test func theThreeFormatsOfOneRunAreAlike() throws {
        let plain = try log("pg.log")
        let csv = try log("pg.csv")
        let json = try log("pg.json")
        #expect(plain.entries.count == 92)
        #expect(csv.entries.count == 92)
        #expect(json.entries.count == 92)
        for ((plainEntry, csvEntry), jsonEntry) in zip(zip(plain.entries, csv.entries), json.entries) {
            for entry in [csvEntry, jsonEntry] {
                #expect(plainEntry.message.text == entry.message.text)
                #expect(plainEntry.severity == entry.severity)
                #expect(plainEntry.process == entry.process)
                #expect(plainEntry.user.text == entry.user.text)
                #expect(plainEntry.database.text == entry.database.text)
                #expect(plainEntry.context?.text == entry.context?.text)
                #expect(plainEntry.statement?.text == entry.statement?.text)
                #expect(plainEntry.holdsPlan == entry.holdsPlan)
                // %t is cut at the second, and the server takes it from another clock.
                let apart = (entry.time.value ?? 0) - (plainEntry.time.value ?? -1)
                #expect((0..<2).contains(apart))
            }
            for field in ServerLogField.allCases where field != .sqlState && field != .application {
                let (left, right) = (csvEntry.reading(of: field)?.text, jsonEntry.reading(of: field)?.text)
                #expect(left == right, "\(field)")
            }
            #expect(csvEntry.sqlState.text == jsonEntry.sqlState.text)
            #expect(csvEntry.application.text == jsonEntry.application.text)
            #expect(csvEntry.time.value == jsonEntry.time.value)
        }
        #expect(plain.entries.count { $0.holdsPlan } == 88)
    }
}
