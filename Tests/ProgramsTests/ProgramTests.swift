import Diagnostics
import Foundation
import Programs
import TestSupport
import Testing

/// Programs are run as they are: their words, input, environment, folder, status and end.
@Suite struct ProgramTests {
    private let shell = Program("sh", installedBy: "dash")

    @Test func `What goes in comes out, to the last byte`() async throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let result = try await Program("cat", installedBy: "coreutils").run([], input: bytes)
        #expect(result.status == 0)
        #expect(result.output == bytes)
        #expect(result.errors == "")
    }

    @Test func `No shell reads the words`() async throws {
        let words = ["$HOME", "a b", "*", "'", "\"", "`ls`", "", "漢字\n"]
        let result = try await shell.run(["-c", "printf '%s|' \"$@\"", "sh"] + words)
        #expect(String(decoding: result.output, as: UTF8.self) == words.map { "\($0)|" }.joined())
    }

    @Test func `Both streams and the status are told`() async throws {
        let result = try await shell.run(["-c", "echo out; echo err >&2; exit 3"])
        #expect(result == ProgramResult(status: 3, output: Array("out\n".utf8), errors: "err\n"))
        #expect(try await shell.run(["-c", "kill -TERM $$"]).status == 128 + SIGTERM)
    }

    @Test func `A program that does not read its input is no failure`() async throws {
        let result = try await shell.run(["-c", "exit 4"], input: [UInt8](repeating: 0x61, count: 5_000_000))
        #expect(result.status == 4)
    }

    @Test func `Variables are added to those inherited, and the folder is taken`() async throws {
        try await TemporaryFolder.with { folder in
            let result = try await shell.run(
                ["-c", "pwd; echo \"$ADDED\"; test -n \"$PATH\""], environment: ["ADDED": "a=b c"],
                folder: folder.path)
            #expect(result.status == 0)
            #expect(String(decoding: result.output, as: UTF8.self) == "\(folder.path)\na=b c\n")
        }
    }

    @Test(arguments: ["casebook-no-such-program", "/nowhere/casebook-no-such-program"])
    func `A program that is not there names what installs it`(name: String) async throws {
        let program = Program(name, installedBy: "some-package", orBrew: "some-formula")
        let error = await #expect(throws: Diagnostic.self) { try await program.run([]) }
        #expect(error?.id == "program.missing")
        #expect(error?.help?.contains("apt install some-package") == true)
        #expect(error?.help?.contains("brew install some-formula") == true)
    }

    @Test func `A folder that is not there is named`() async throws {
        let error = await #expect(throws: Diagnostic.self) {
            try await shell.run(["-c", "true"], folder: "/nowhere/at/all")
        }
        #expect(error?.id == "program.no-folder")
        #expect(error?.summary.contains("/nowhere/at/all") == true)
    }

    @Test func `A program over its time is ended, even one that will not be interrupted`() async throws {
        try await TemporaryFolder.with { folder in
            let pidFile = folder.path(of: "pid")
            let error = await #expect(throws: Diagnostic.self) {
                try await shell.run(
                    ["-c", "trap '' INT TERM; echo $$ > \"$0\"; while :; do sleep 0.1; done", pidFile],
                    timeLimit: .milliseconds(300))
            }
            #expect(error?.id == "program.too-slow")
            #expect(error?.summary == "sh took longer than 0.3 s and was ended")
            let outlives = try isRunning(folder)
            #expect(!outlives)
        }
    }

    @Test func `A time that suffices changes nothing`() async throws {
        let result = try await shell.run(["-c", "echo done"], timeLimit: .seconds(600))
        #expect(result.output == Array("done\n".utf8))
    }

    @Test func `A cancelled task ends its program`() async throws {
        try await TemporaryFolder.with { folder in
            let pidFile = folder.path(of: "pid")
            let task = Task {
                try await shell.run([
                    "-c", "echo $$ > \"$0.new\"; mv \"$0.new\" \"$0\"; exec sleep 60", pidFile,
                ])
            }
            while !FileManager.default.fileExists(atPath: pidFile) {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try isRunning(folder))
            task.cancel()
            let error = await #expect(throws: Diagnostic.self) { try await task.value }
            #expect(error?.id == "program.cancelled")
            let outlives = try isRunning(folder)
            #expect(!outlives)
        }
    }

    @Test func `A conversation answers each word before the next is said`() async throws {
        let (answers, end) = try await shell.converse([
            "-c", "while read word; do echo \"heard $word\"; done; echo bye >&2; exit 5",
        ]) { conversation throws(Diagnostic) in
            var answers: [String] = []
            for word in ["one", "two", "漢字"] {
                try await conversation.say("\(word)\n")
                if let answer = try await conversation.line() { answers.append(answer) }
            }
            return answers
        }
        #expect(answers == ["heard one", "heard two", "heard 漢字"])
        #expect(end.status == 5)
        #expect(end.errors == "bye\n")
    }

    @Test func `A conversation with a program that has ended gives no more lines`() async throws {
        let (lines, end) = try await shell.converse(["-c", "echo last; exit 7"]) {
            conversation throws(Diagnostic) in
            let first = try await conversation.line()
            let second = try await conversation.line()
            try await conversation.say(String(repeating: "nobody listens\n", count: 100_000))
            return [first, second]
        }
        #expect(lines == ["last", nil])
        #expect(end.status == 7)
    }

    @Test func `What a conversation throws ends the program`() async throws {
        try await TemporaryFolder.with { folder in
            let error = await #expect(throws: Diagnostic.self) {
                try await shell.converse([
                    "-c", "echo $$ > \"$0\"; echo ready; exec sleep 60", folder.path(of: "pid"),
                ]) {
                    conversation throws(Diagnostic) -> Int in
                    _ = try await conversation.line()
                    throw Diagnostic(.program(.failed), "Enough")
                }
            }
            #expect(error?.summary == "Enough")
            let outlives = try isRunning(folder)
            #expect(!outlives)
        }
    }

    private func isRunning(_ folder: TemporaryFolder) throws -> Bool {
        let pid = try #require(Int32(try folder.text(of: "pid").trimmingCharacters(in: .newlines)))
        return kill(pid, 0) == 0
    }
}
