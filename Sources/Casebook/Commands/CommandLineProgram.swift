import ArgumentParser
import Diagnostics
import Incidents
import Quantities

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program `casebook`: parses the arguments, runs a command, and ends with its exit code.
///
/// 0: all is well; 1: there are findings or the input cannot be used; 2: the command was not understood;
/// 70: Casebook itself failed; 128 and a signal's number: that signal ended it.
struct CommandLineProgram: Sendable {
    let incidents: [any Incident]

    /// The incidents of the program that is running, for commands, which the parser makes by itself.
    @TaskLocal static var incidents: [any Incident] = []

    func run(_ arguments: [String]? = nil) async {
        let code = await Self.$incidents.withValue(incidents) { await Self.execute(arguments) }
        exit(code)
    }

    private static func execute(_ arguments: [String]?) async -> Int32 {
        do {
            let words = arguments ?? Array(CommandLine.arguments.dropFirst())
            var command = try Root.parseAsRoot(ArgumentGrouping.joined(words))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch let error as Diagnostics {
            Terminal.errors(error.all.map(\.text).joined(separator: "\n"))
            Terminal.errors(count(error.all.count, "error") + "; nothing was written.")
            return 1
        } catch let error as Findings {
            Terminal.errors(error.summary)
            return 1
        } catch let error as UsageError {
            Terminal.errors("error: \(error.message)")
            return 2
        } catch let error as Interrupted {
            Terminal.errors("Interrupted: what was not done is not there, not even a half of it.")
            return 128 + error.signal
        } catch {
            let message = Root.fullMessage(for: error)
            switch Root.exitCode(for: error) {
            case .success:
                Terminal.output(message)
                return 0
            case .validationFailure:
                Terminal.errors(message)
                return 2
            default:
                Terminal.errors("casebook failed: \(message)")
                Terminal.errors("This is a fault of Casebook's, not of your input; please report it.")
                return 70
            }
        }
    }
}

/// The arguments named something that there is not.
struct UsageError: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

/// A check that found something; the findings have been printed.
struct Findings: Error {
    let summary: String
}

/// The work was ended by a signal, as by Ctrl-C.
struct Interrupted: Error {
    let signal: Int32
}

/// The two streams of the process.
enum Terminal {
    static func output(_ text: String) { print(text) }

    static func errors(_ text: String) {
        var line = text + "\n"
        line.withUTF8 { write($0, to: STDERR_FILENO) }
    }

    /// Writes bytes to standard error as they are.
    static func errors(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { write($0, to: STDERR_FILENO) } }

    /// Writes to standard error without ending the line.
    static func status(_ text: String) {
        var text = text
        text.withUTF8 { write($0, to: STDERR_FILENO) }
    }

    /// Writes bytes to standard output as they are.
    static func output(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { write($0, to: STDOUT_FILENO) } }

    private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count, let base = bytes.baseAddress {
            let written = systemWrite(descriptor, base + offset, bytes.count - offset)
            if written < 0, errno == EINTR { continue }
            if written < 0 { return }
            offset += written
        }
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }
}
