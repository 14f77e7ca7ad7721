import Diagnostics
import Foundation

/// A page that a browser has open: what it asked for, what it complained about, how it is laid out.
public struct BrowserPage: Sendable {
    /// Its address.
    public let url: String
    /// The width of the window in CSS pixels.
    public let width: Int

    let browser: HeadlessChromium
    let session: String

    /// Every address that was asked for, the page's own first.
    public func requests() async -> [String] {
        await browser.reported(in: session).compactMap { event in
            event.method == "Network.requestWillBeSent" ? event.parameters["request"]?["url"]?.text : nil
        }
    }

    /// Everything that went wrong: what did not load, what a policy refused, what a script threw or logged.
    public func complaints() async -> [String] {
        let events = await browser.reported(in: session)
        var addresses: [String: String] = [:]
        for event in events where event.method == "Network.requestWillBeSent" {
            addresses[event.parameters["requestId"]?.text ?? ""] = event.parameters["request"]?["url"]?.text
        }
        return events.compactMap { event in
            let said = event.parameters
            switch event.method {
            case "Network.loadingFailed":
                return "\(addresses[said["requestId"]?.text ?? ""] ?? "?"): \(said["errorText"]?.text ?? "?")"
                    + (said["blockedReason"]?.text.map { " (\($0))" } ?? "")
            case "Network.responseReceived":
                guard let status = said["response"]?["status"]?.integer, status >= 400 else { return nil }
                return "\(said["response"]?["url"]?.text ?? "?"): status \(status)"
            case "Log.entryAdded":
                let entry = said["entry"]
                guard let level = entry?["level"]?.text, level != "info", level != "verbose" else {
                    return nil
                }
                return "\(level): \(entry?["text"]?.text ?? "?")"
            case "Runtime.exceptionThrown":
                return said["exceptionDetails"]?["exception"]?["description"]?.text
                    ?? said["exceptionDetails"]?["text"]?.text
            case "Runtime.consoleAPICalled":
                guard let kind = said["type"]?.text, kind == "error" || kind == "warning" || kind == "assert"
                else { return nil }
                return
                    "console \(kind): \(said["args"]?.items.compactMap { $0["value"]?.text }.joined(separator: " ") ?? "")"
            default: return nil
            }
        }
    }

    /// Evaluates a JavaScript expression, awaiting a promise, and decodes what `JSON.stringify` makes of it.
    public func evaluate<Value: Decodable>(
        _ expression: String, as type: Value.Type = Value.self
    )
        async throws
        -> Value
    {
        let answer = try await browser.call(
            "Runtime.evaluate",
            [
                "expression": .text("(async () => JSON.stringify(await (\(expression))))()"),
                "awaitPromise": true, "returnByValue": true,
            ], in: session)
        if let exception = answer["exceptionDetails"] {
            throw Diagnostic(
                .program(.failed),
                "\(url): \(exception["exception"]?["description"]?.text ?? exception["text"]?.text ?? "?")")
        }
        guard let text = answer["result"]?["value"]?.text else {
            throw Diagnostic(.program(.failed), "\(url): \(expression) has no value")
        }
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    /// Presses and releases a key as a person does, such as `Tab`, `Enter` or ` `.
    public func press(_ key: String) async throws {
        // Buttons answer to the text of Enter and of the space bar, not to their names.
        let text = key == "Enter" ? "\r" : key == " " ? " " : ""
        let code: Double = key == "Enter" ? 13 : key == " " ? 32 : key == "Tab" ? 9 : 0
        for type in ["keyDown", "keyUp"] {
            _ = try await browser.call(
                "Input.dispatchKeyEvent",
                [
                    "type": .text(type), "key": .text(key), "windowsVirtualKeyCode": .number(code),
                    "text": .text(type == "keyDown" ? text : ""),
                ], in: session)
        }
    }

    /// The page as the browser holds it now.
    public func html() async throws -> String { try await evaluate("document.documentElement.outerHTML") }

    /// The elements that stick out of the window to the right, each with its right edge; none is right.
    ///
    /// What lies in a box that scrolls by itself does not count, since the page does not move for it.
    public func overflowing() async throws -> [String] {
        try await evaluate(
            """
            (() => {
              const width = \(width);
              if (document.documentElement.scrollWidth <= width) return [];
              const scrolls = e => {
                for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
                  if (getComputedStyle(p).overflowX !== "visible") return true;
                return false;
              };
              const found = [...document.body.querySelectorAll("*")]
                .filter(e => e.getBoundingClientRect().right > width + 0.5 && !scrolls(e))
                .map(e => e.tagName.toLowerCase() + (e.className ? "." + e.className : "")
                  + " ends at " + Math.round(e.getBoundingClientRect().right));
              return found.length ? found.slice(0, 8) : ["the page is " + document.documentElement.scrollWidth + " wide"];
            })()
            """)
    }

    /// A picture of the window, or of the whole page, as PNG.
    public func screenshot(wholePage: Bool = false) async throws -> [UInt8] {
        let answer = try await browser.call(
            "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": .flag(wholePage)],
            in: session)
        return try decoded(answer["data"])
    }

    /// The page as it would be printed, as PDF.
    public func pdf() async throws -> [UInt8] {
        try decoded(
            try await browser.call(
                "Page.printToPDF", ["printBackground": true, "preferCSSPageSize": true], in: session)[
                    "data"
                ])
    }

    private func decoded(_ value: JSONValue?) throws -> [UInt8] {
        guard let text = value?.text, let data = Data(base64Encoded: text) else {
            throw Diagnostic(.program(.failed), "\(url): the browser sent no file")
        }
        return Array(data)
    }
}
