import Diagnostics
import Foundation

/// A browser without a window, told what to do through the DevTools protocol over two pipes.
///
/// One browser serves all pages of a test: starting it costs more than a hundred pages do.
public actor HeadlessChromium {
    private let process: ChildProcess
    private let toBrowser: Int32
    private var lastID = 0
    private var waiting: [Int: CheckedContinuation<JSONValue, any Error>] = [:]
    private var events: [String: [Event]] = [:]
    private var ended = false

    /// Something that the browser reported of a page.
    struct Event: Sendable {
        let method: String
        let parameters: JSONValue
    }

    /// Starts a browser, runs the closure and ends the browser.
    public static func with<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: (HeadlessChromium) async throws -> Result
    ) async throws -> Result {
        let profile = try TemporaryFolder()
        defer { profile.remove() }
        let (commands, toBrowser) = try makePipe()
        let (fromBrowser, answers) = try makePipe()
        // A pipe whose reader has gone must be an error, not the end of the tests.
        signal(SIGPIPE, SIG_IGN)
        let silence = open("/dev/null", O_RDWR | O_CLOEXEC)
        let log = open(profile.path(of: "browser.log"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { for file in [silence, log] { close(file) } }
        let browser: HeadlessChromium
        do {
            defer {
                close(commands)
                close(answers)
            }
            browser = HeadlessChromium(
                process: try ChildProcess(
                    Command(arguments: [try findProgram()] + options(profile: profile.path(of: "profile"))),
                    files: [0: silence, 1: log, 2: log, 3: commands, 4: answers]), toBrowser: toBrowser)
        }
        let (messages, sink) = AsyncStream.makeStream(of: [UInt8].self)
        Thread.detachNewThread { readMessages(from: fromBrowser, into: sink) }
        let listening = Task {
            for await message in messages { await browser.receive(message) }
            await browser.lose()
        }
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(browser)) } catch { outcome = .failure(error) }
        // Asked to leave, it takes its helpers with it; killed, it would leave them to whoever reaps orphans.
        _ = try? await browser.call("Browser.close")
        _ = try await browser.process.end(within: .seconds(10))
        close(toBrowser)
        await listening.value
        return try outcome.get()
    }

    /// Opens a page, waits until it and all that it asks for has loaded, and runs the closure on it.
    ///
    /// - Parameters:
    ///   - url: What to open: `file:///…` or `http://127.0.0.1:…`.
    ///   - width: The width of the window in CSS pixels.
    ///   - height: Its height.
    ///   - dark: Whether the reader prefers dark colours.
    ///   - scripts: Whether scripts run.
    public func visit<Result: Sendable>(
        _ url: String, width: Int = 1_280, height: Int = 900, dark: Bool = false, scripts: Bool = true,
        _ body: @Sendable (BrowserPage) async throws -> Result
    ) async throws -> Result {
        let target = try await call("Target.createTarget", ["url": "about:blank"]).string("targetId")
        let session = try await call("Target.attachToTarget", ["targetId": .text(target), "flatten": true])
            .string("sessionId")
        for domain in ["Page", "Network", "Log", "Runtime"] {
            _ = try await call("\(domain).enable", in: session)
        }
        _ = try await call(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(width)), "height": .number(Double(height)), "deviceScaleFactor": 1,
                "mobile": .flag(width < 600),
            ], in: session)
        _ = try await call(
            "Emulation.setEmulatedMedia",
            [
                "features": .list([
                    .object(["name": "prefers-color-scheme", "value": dark ? "dark" : "light"])
                ])
            ], in: session)
        _ = try await call("Emulation.setScriptExecutionDisabled", ["value": .flag(!scripts)], in: session)
        events[session] = []
        let navigation = try await call("Page.navigate", ["url": .text(url)], in: session)
        if let failure = navigation["errorText"]?.text {
            throw Diagnostic(.program(.failed), "\(url): \(failure)")
        }
        let deadline = ContinuousClock.now + .seconds(60)
        while events[session]?.contains(where: { $0.method == "Page.loadEventFired" }) != true {
            guard ContinuousClock.now < deadline, !ended else {
                throw Diagnostic(.program(.failed), "\(url) did not load within a minute")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        // Two frames later, what the layout asked for (fonts, pictures, a policy's refusal) is known.
        if scripts {
            _ = try await call(
                "Runtime.evaluate",
                [
                    "expression": "new Promise(r => requestAnimationFrame(() => setTimeout(r, 20)))",
                    "awaitPromise": true,
                ], in: session)
        }
        let page = BrowserPage(url: url, width: width, browser: self, session: session)
        let result = try await body(page)
        _ = try await call("Target.closeTarget", ["targetId": .text(target)])
        events[session] = nil
        return result
    }

    /// What was reported of a page so far.
    func reported(in session: String) -> [Event] { events[session] ?? [] }

    /// Sends a command and gives its answer.
    func call(
        _ method: String, _ parameters: [String: JSONValue] = [:], in session: String? = nil
    )
        async throws
        -> JSONValue
    {
        guard !ended else { throw Diagnostic(.program(.failed), "The browser ended before \(method)") }
        lastID += 1
        let id = lastID
        var message: [String: JSONValue] = [
            "id": .number(Double(id)), "method": .text(method), "params": .object(parameters),
        ]
        if let session { message["sessionId"] = .text(session) }
        let bytes = Array(try JSONEncoder().encode(JSONValue.object(message))) + [0]
        let alarm = Task {
            try await Task.sleep(for: .seconds(60))
            self.answer(id, .failure(Diagnostic(.program(.failed), "No answer to \(method) within a minute")))
        }
        defer { alarm.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            waiting[id] = continuation
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes { write(toBrowser, $0.baseAddress, $0.count) }
                guard count > 0 else {
                    answer(id, .failure(Diagnostic(.program(.failed), "Cannot tell the browser \(method)")))
                    return
                }
                sent += count
            }
        }
    }

    private init(process: ChildProcess, toBrowser: Int32) {
        self.process = process
        self.toBrowser = toBrowser
    }

    private func answer(_ id: Int, _ result: Swift.Result<JSONValue, any Error>) {
        waiting.removeValue(forKey: id)?.resume(with: result)
    }

    private func receive(_ bytes: [UInt8]) {
        let message: JSONValue
        do { message = try JSONDecoder().decode(JSONValue.self, from: Data(bytes)) } catch {
            warn("The browser sent what is not JSON: \(error)")
            return
        }
        if let id = message["id"]?.integer {
            if let error = message["error"] {
                answer(
                    id, .failure(Diagnostic(.program(.failed), error["message"]?.text ?? "No reason given")))
            } else {
                answer(id, .success(message["result"] ?? .null))
            }
        } else if let method = message["method"]?.text, let session = message["sessionId"]?.text {
            events[session, default: []].append(Event(method: method, parameters: message["params"] ?? .null))
        }
    }

    private func lose() {
        ended = true
        for id in waiting.keys.sorted() {
            answer(id, .failure(Diagnostic(.program(.failed), "The browser ended without an answer")))
        }
    }

    private static func findProgram() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let places =
            [environment["CASEBOOK_CHROMIUM"]].compactMap(\.self)
            + ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
                folders.map { "\($0)/\(name)" }
            }
            + [
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            ]
        guard let found = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw Diagnostic(
                .program(.failed), "Chromium is not installed",
                help: "`.ci/install test` installs it; CASEBOOK_CHROMIUM names another program")
        }
        return found
    }

    private static func options(profile: String) -> [String] {
        [
            "--headless=new", "--remote-debugging-pipe", "--user-data-dir=\(profile)", "--no-first-run",
            "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync",
            "--disable-component-update", "--disable-extensions", "--hide-scrollbars", "--mute-audio",
            "--force-color-profile=srgb", "--font-render-hinting=none", "--lang=en-GB",
        ] + (geteuid() == 0 ? ["--no-sandbox"] : []) + ["about:blank"]
    }
}

/// Reads messages, each closed by a zero byte, until the browser closes its end.
private func readMessages(from file: Int32, into sink: AsyncStream<[UInt8]>.Continuation) {
    var pending: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
        let count = read(file, &chunk, chunk.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        var rest = chunk[..<count]
        while let end = rest.firstIndex(of: 0) {
            sink.yield(pending + rest[..<end])
            pending.removeAll(keepingCapacity: true)
            rest = rest[(end + 1)...]
        }
        pending += rest
    }
    close(file)
    sink.finish()
}
