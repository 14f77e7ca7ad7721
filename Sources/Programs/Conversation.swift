public import Diagnostics
internal import Subprocess

extension Program {
    /// Runs the program and talks with it: what it is told depends on what it has answered.
    ///
    /// When `body` returns, the program's input ends, and its end is awaited; when it throws, or the task
    /// is cancelled, the program is ended.
    ///
    /// - Parameters:
    ///   - arguments: What it is given, each word as it is: no shell reads them.
    ///   - environment: Variables beside those that are inherited, or in their place.
    ///   - folder: Where it runs; by default where Casebook does.
    ///   - body: Tells it what to do, and reads its answers.
    /// - Returns: What `body` gave, and how the program ended; the output is what `body` has read.
    /// - Throws: What `body` throws, and as ``run(_:input:environment:folder:timeLimit:)`` does.
    public func converse<Answer: Sendable>(
        _ arguments: [String], environment: [String: String] = [:], folder: String? = nil,
        _ body: (inout Conversation) async throws(Diagnostic) -> Answer
    ) async throws(Diagnostic) -> (answer: Answer, end: ProgramResult) {
        ignoreBrokenPipes()
        do {
            let result = try await Subprocess.run(
                configuration(arguments, environment, folder), input: .inputWriter, output: .sequence,
                error: .bytes(limit: .max)
            ) { execution in
                var conversation = Conversation(
                    program: self, writer: execution.standardInputWriter,
                    lines: execution.standardOutput.strings(bufferingPolicy: .unbounded).makeAsyncIterator())
                return try await body(&conversation)
            }
            guard !Task.isCancelled else { throw cancelled() }
            let end = ProgramResult(
                status: Self.status(result.terminationStatus), output: [],
                errors: String(decoding: result.standardError, as: UTF8.self))
            return (result.closureResult, end)
        } catch {
            throw diagnostic(of: error, folder: folder)
        }
    }
}

/// A program that runs, reads what it is told, and answers in lines.
public struct Conversation {
    fileprivate let program: Program
    fileprivate let writer: StandardInputWriter
    fileprivate var lines: SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

    /// Writes to the program's standard input.
    ///
    /// A program that has ended takes nothing more; ``line()`` then gives nil, and its status says why.
    public func say(_ text: String) async throws(Diagnostic) {
        do {
            _ = try await writer.write(text)
        } catch {
            guard !Task.isCancelled else { throw program.cancelled() }
        }
    }

    /// The next line that the program printed, or nil where it has closed its output.
    public mutating func line() async throws(Diagnostic) -> String? {
        do {
            let line = try await lines.next(isolation: nil)
            guard !Task.isCancelled else { throw program.cancelled() }
            return line
        } catch {
            throw program.diagnostic(of: error, folder: nil)
        }
    }
}
