public import Diagnostics
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif
#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A program of the machine's that Casebook asks, such as psql, found in the folders of `PATH`.
public struct Program: Sendable {
    /// Its name, or its path where it is not to be looked for.
    public let name: String

    private let package: String
    private let formula: String

    /// Names a program, and what installs it.
    ///
    /// - Parameters:
    ///   - name: Its name, or its path.
    ///   - package: The package of Debian and Ubuntu that holds it.
    ///   - formula: The formula of Homebrew that holds it; by default of the package's name.
    public init(_ name: String, installedBy package: String, orBrew formula: String? = nil) {
        self.name = name
        self.package = package
        self.formula = formula ?? package
    }

    /// Runs the program to its end, whatever its status.
    ///
    /// A cancelled task interrupts the program, as Ctrl-C does, and kills it where that does not help. What
    /// it does not read of its input is left, as a shell's pipe does.
    ///
    /// - Parameters:
    ///   - arguments: What it is given, each word as it is: no shell reads them.
    ///   - input: What it reads from standard input; nothing by default.
    ///   - environment: Variables beside those that are inherited, or in their place.
    ///   - folder: Where it runs; by default where Casebook does.
    ///   - timeLimit: How long it may take; for ever where nil.
    /// - Throws: `program.missing`, `program.no-folder`, `program.too-slow`, `program.cancelled` and
    ///   `program.failed`, which is a failure to run it at all.
    public func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
        folder: String? = nil, timeLimit: Duration? = nil
    ) async throws(Diagnostic) -> ProgramResult {
        let configuration = configuration(arguments, environment, folder)
        guard let timeLimit else { return try await finish(configuration, input, folder) }
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask {
                do throws(Diagnostic) {
                    return .finished(.success(try await finish(configuration, input, folder)))
                } catch {
                    return .finished(.failure(error))
                }
            }
            group.addTask {
                do { try await Task.sleep(for: timeLimit) } catch { return .cancelled }
                return .tooSlow
            }
            var first = await group.next()
            if case .cancelled = first { first = await group.next() }
            group.cancelAll()
            return first ?? .cancelled
        }
        switch outcome {
        case .finished(let result): return try result.get()
        case .cancelled: throw cancelled()
        case .tooSlow:
            throw Diagnostic(
                .program(.tooSlow), "\(name) took longer than \(text(timeLimit)) and was ended",
                expected: "an end within \(text(timeLimit))")
        }
    }

    private enum Outcome: Sendable {
        case finished(Result<ProgramResult, Diagnostic>)
        case tooSlow
        case cancelled
    }

    private func finish(
        _ configuration: Configuration, _ input: [UInt8], _ folder: String?
    ) async throws(Diagnostic) -> ProgramResult {
        ignoreBrokenPipes()
        do {
            let result = try await Subprocess.run(
                configuration, input: .inputWriter, output: .bytes(limit: .max), error: .bytes(limit: .max)
            ) { execution in
                await Self.write(input, to: execution.standardInputWriter)
            }
            guard !Task.isCancelled else { throw cancelled() }
            return ProgramResult(
                status: Self.status(result.terminationStatus), output: result.standardOutput,
                errors: String(decoding: result.standardError, as: UTF8.self))
        } catch {
            throw diagnostic(of: error, folder: folder)
        }
    }

    /// Writes the input as far as the program reads it, and closes it.
    private static func write(_ input: [UInt8], to writer: StandardInputWriter) async {
        do {
            _ = try await writer.write(input)
            try await writer.finish()
        } catch {
            // A program need not read to the end; what it makes of that, its status says.
        }
    }

    func configuration(
        _ arguments: [String], _ environment: [String: String], _ folder: String?
    ) -> Configuration {
        var options = PlatformOptions()
        // It stays in our process group, so that it can ask for a password at the terminal.
        options.teardownSequence = [
            .send(signal: .interrupt, allowedDurationToNextStep: .seconds(2)),
            .send(signal: .terminate, allowedDurationToNextStep: .seconds(1)),
        ]
        let changes = environment.map { (Environment.Key(stringLiteral: $0.key), String?.some($0.value)) }
        return Configuration(
            executable: name.utf8.contains(UInt8(ascii: "/")) ? .path(FilePath(name)) : .name(name),
            arguments: Arguments(arguments), environment: .inherit.updating(Dictionary(changes) { $1 }),
            workingDirectory: folder.map { FilePath($0) }, platformOptions: options)
    }

    /// The status as a shell tells it: 128 and the signal's number where a signal ended the program.
    static func status(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }

    // MARK: What can go wrong

    func cancelled() -> Diagnostic {
        Diagnostic(.program(.cancelled), "\(name) was ended, because the work that needs it was")
    }

    func diagnostic(of error: any Error, folder: String?) -> Diagnostic {
        if let diagnostic = error as? Diagnostic { return diagnostic }
        guard !Task.isCancelled, !(error is CancellationError) else { return cancelled() }
        guard let failure = error as? SubprocessError else { return failed("\(error)") }
        if failure.code == .failedToChangeWorkingDirectory {
            return Diagnostic(
                .program(.noFolder), "\(name) cannot run in the folder \(folder ?? "."), which is not there")
        }
        let isMissing =
            failure.code == .executableNotFound || failure.underlyingError == .noSuchFileOrDirectory
        return isMissing ? missing() : failed(failure.description)
    }

    private func missing() -> Diagnostic {
        Diagnostic(
            .program(.missing), "The program \(name) is not installed, or not in a folder of PATH",
            expected: "\(name) among the programs of this machine",
            help: "Install it: `sudo apt install \(package)`, or on macOS `brew install \(formula)`.")
    }

    private func failed(_ reason: String) -> Diagnostic {
        Diagnostic(.program(.failed), "\(name) could not be run: \(reason)")
    }

    private func text(_ limit: Duration) -> String {
        limit.formattedSeconds
    }
}

/// What a program left when it ended.
public struct ProgramResult: Sendable, Hashable {
    /// Its exit status; 128 and the signal's number where a signal ended it.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: [UInt8]
    /// What it wrote to standard error; what is not UTF-8 shows as the replacement character.
    public let errors: String

    /// Describes the end of a program.
    public init(status: Int32, output: [UInt8], errors: String) {
        self.status = status
        self.output = output
        self.errors = errors
    }
}

extension Duration {
    /// `0.2 s`, `30 s`.
    fileprivate var formattedSeconds: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        let seconds = Double(milliseconds) / 1000
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(seconds) s"
    }
}

/// Makes a write to a program that has ended an error of that write, and not the end of ours.
func ignoreBrokenPipes() { _ = ignoresBrokenPipes }

private let ignoresBrokenPipes: Bool = {
    signal(SIGPIPE, SIG_IGN)
    return true
}()
