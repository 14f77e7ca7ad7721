/// Why statements other than queries are held up, in words that follow their first key word.
enum OtherStatements {
    /// Statements that begin or end transactions: they would end the one that a query is run in.
    static let ofTransactions: Set<String> = [
        "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release",
    ]

    /// What a statement does, and what to do instead; nil for one that is not known.
    static func reason(for word: String) -> (what: String, help: String?)? {
        groups.lazy.filter { $0.words.contains(word) }.map { ($0.what, $0.help) }.first
    }

    private static let groups: [(words: Set<String>, what: String, help: String?)] = [
        (
            ["set", "reset", "discard"], "changes the settings of the session",
            "Give settings to psql from outside, with PGOPTIONS."
        ),
        (
            ["create", "alter", "drop", "comment", "security", "reassign", "import"],
            "changes what the database is made of", nil
        ),
        (["grant", "revoke"], "changes privileges", nil),
        (["truncate", "refresh"], "changes data", nil),
        (
            ["vacuum", "analyze", "analyse", "cluster", "reindex", "checkpoint", "repack"],
            "makes the server work on its storage, and changes what is measured", nil
        ),
        (["lock"], "locks a table, for which the application may wait", nil),
        (["do", "call", "execute"], "runs code that cannot be vetted", "Write the statement itself."),
        (["prepare", "deallocate"], "keeps a statement for later", "Write the statement itself."),
        (
            ["declare", "fetch", "move", "close"], "works with a cursor",
            "Write the query by itself; its whole result is the capture."
        ),
        (["listen", "unlisten", "notify"], "sends or awaits messages of other sessions", nil),
        (["load"], "loads a library into the server", nil),
    ]
}
