import ArgumentParser

/// Thousands of files as one argument, since the parser's work grows with the square of their number.
///
/// A shell's `*` or `xargs` names thousands of captures. A word that follows a word which is no option is
/// always a file here, as every option takes at most one value; such words are joined with a zero byte, which
/// no argument can hold, and taken apart when they have been parsed.
enum ArgumentGrouping {
    /// The arguments with runs of files joined, where the command takes files.
    static func joined(_ arguments: [String]) -> [String] {
        guard arguments.first == InspectCommand.configuration.commandName else { return arguments }
        var joined: [String] = []
        var run: [String] = []
        func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }
        for word in arguments.dropFirst() {
            if isOption(word) || run.isEmpty {
                joined += close(&run)
                if isOption(word) { joined.append(word) } else { run = [word] }
            } else {
                run.append(word)
            }
        }
        return arguments.prefix(1) + joined + close(&run)
    }

    /// The words of a run: the first may be an option's value and stays apart.
    private static func close(_ run: inout [String]) -> [String] {
        defer { run = [] }
        guard run.count > 2 else { return run }
        return [run[0], run[1...].joined(separator: "\0")]
    }

    /// The words that were joined in one.
    static func split(_ word: String) -> [String] {
        guard word.utf8.contains(0) else { return [word] }
        return word.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
    }
}
