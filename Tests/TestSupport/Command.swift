import Diagnostics
import Foundation
import Synchronization

/// A program to run, with what goes in; it is killed when its time is over.
public struct Command: Sendable {
    /// What a program left when it ended.
    public struct Result: Sendable {
        /// Its exit status; 128 and the signal's number where a signal ended it.
        public let status: Int32
        /// What it wrote to standard output.
        public let output: [UInt8]
        /// What it wrote to standard error, as text.
        public let errors: String

        /// Standard output as text.
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// The program's name or path, then what it is given.
    public var words: [String]
    /// The folder it runs in; the tests' own where nil.
    public var folder: String?
    /// What is added to the tests' own environment; an empty value takes a variable away.
    public var environment: [String: String]
    /// What it reads from standard input.
    public var input: String
    /// How long it may take.
    public var timeout: Duration

    /// Describes a program's run.
    public init(
        _ words: String..., arguments: [String] = [], in folder: String? = nil,
        environment: [String: String] = [:], input: String = "", timeout: Duration = .seconds(120)
    ) {
        self.words = words + arguments
        self.folder = folder
        self.environment = environment
        self.input = input
        self.timeout = timeout
    }

    /// Runs it and gives standard output; a status other than 0 throws, with what it said.
    @discardableResult
    public func succeed() async throws -> String { try await succeeding().text }

    /// Runs it; a status other than 0 throws, with what it said.
    func succeeding() async throws -> Result {
        let result = try await run()
        guard result.status == 0 else {
            throw Diagnostic(
                .program(.failed),
                "\(line) ended with status \(result.status)\n\(result.text.suffix(2_000))\(result.errors.suffix(4_000))"
            )
        }
        return result
    }

    /// Runs it to its end, whatever that is.
    ///
    /// Standard output and error go to files without a name, so that no pipe fills while nobody reads.
    public func run() async throws -> Result {
        let stdin = try anonymousFile(holding: Array(input.utf8))
        let stdout = try anonymousFile()
        let stderr = try anonymousFile()
        defer { for file in [stdin, stdout, stderr] { close(file) } }
        let process = try ChildProcess(self, files: [0: stdin, 1: stdout, 2: stderr])
        let status = try await process.end(within: timeout)
        return Result(
            status: status, output: contents(of: stdout),
            errors: String(decoding: contents(of: stderr), as: UTF8.self))
    }

    /// The command as one would type it.
    var line: String { words.joined(separator: " ") }
}

/// A running program, with its own process group so that all that it started can be ended with it.
struct ChildProcess: Sendable {
    let pid: pid_t
    let line: String

    /// Starts a program with these descriptors: the number it sees, and ours.
    init(_ command: Command, files: [Int32: Int32]) throws {
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // A thread of the tests' may block signals; pgbench, which inherits that, would never hear its clock.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        // Ours go out of the way first: one of them may have a number that another is to get.
        var moved: [Int32] = []
        defer { for file in moved { close(file) } }
        for (theirs, ours) in files.sorted(by: { $0.key < $1.key }) {
            let high = fcntl(ours, F_DUPFD_CLOEXEC, 100)
            moved.append(high)
            posix_spawn_file_actions_adddup2(&actions, high, theirs)
        }

        // posix_spawn has no portable way to another folder; the shell replaces itself with the program.
        let change =
            command.folder.map { ["/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", $0] } ?? []
        let words = change + command.words

        var variables = ProcessInfo.processInfo.environment
        variables.merge(command.environment) { $1 }
        let environment = variables.filter { !$0.value.isEmpty }.map { "\($0.key)=\($0.value)" }.sorted()
        var started: pid_t = 0
        let failure = starting.withLock { _ in
            withCStrings(words) { arguments in
                withCStrings(environment) { environment in
                    posix_spawnp(&started, words.first ?? "", &actions, &attributes, arguments, environment)
                }
            }
        }
        guard failure == 0 else {
            throw Diagnostic(
                .program(.failed), "Cannot run \(command.line): \(String(cString: strerror(failure)))")
        }
        pid = started
        line = command.line
    }

    /// Waits for its end; kills it and throws when the time is over or the test is cancelled.
    func end(within timeout: Duration) async throws -> Int32 {
        let deadline = ContinuousClock.now + timeout
        var pause = Duration.milliseconds(1)
        while true {
            if let status = try ended() { return status }
            guard ContinuousClock.now < deadline else {
                kill()
                throw Diagnostic(.program(.failed), "\(line) took longer than \(timeout) and was ended")
            }
            do { try await Task.sleep(for: pause) } catch {
                kill()
                throw error
            }
            pause = min(pause * 2, .milliseconds(20))
        }
    }

    /// Its status, where it has ended.
    private func ended() throws -> Int32? {
        var status: Int32 = 0
        switch waitpid(pid, &status, WNOHANG) {
        case pid: return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
        case 0: return nil
        default:
            if errno == EINTR { return nil }
            throw Diagnostic(.program(.failed), "Cannot wait for \(line): \(errnoText())")
        }
    }

    /// Ends it and all that it started, at once.
    func kill() {
        killpg(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }
}

/// Held while a program starts and while a pipe is made, so that no program inherits a pipe's end
/// between its making and its marking; it would keep the pipe open for as long as it runs.
private let starting = Mutex(())

/// A pipe that programs do not inherit unless they are given an end of it.
func makePipe() throws -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    let failed = starting.withLock { _ in
        guard pipe(&ends) == 0 else { return true }
        return ends.contains { fcntl($0, F_SETFD, FD_CLOEXEC) != 0 }
    }
    guard !failed else { throw Diagnostic(.program(.failed), "Cannot make a pipe: \(errnoText())") }
    return (ends[0], ends[1])
}

/// A file that has no name and vanishes with its descriptor; programs that we start do not inherit it.
private func anonymousFile(holding bytes: [UInt8] = []) throws -> Int32 {
    var template = Array("\(FileManager.default.temporaryDirectory.path)/casebook-test-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw Diagnostic(.program(.failed), "Cannot make a file: \(errnoText())") }
    unlink(template)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard count > 0 else { throw Diagnostic(.program(.failed), "Cannot write a file: \(errnoText())") }
        written += count
    }
    lseek(file, 0, SEEK_SET)
    return file
}

/// All bytes of an open file, from its beginning.
private func contents(of file: Int32) -> [UInt8] {
    lseek(file, 0, SEEK_SET)
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(file, &chunk, chunk.count)
        guard count > 0 else { return all }
        all.append(contentsOf: chunk[..<count])
    }
}

/// Gives a closure the strings as C wants them: an array of pointers that ends with a null pointer.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}
