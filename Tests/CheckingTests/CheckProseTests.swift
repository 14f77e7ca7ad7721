import Diagnostics
import Quantities
import Testing

@testable import Checking

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The checks of words: blame, and what should not be published.
@Suite struct CheckProseTests {
    @Test(
        "Words of blame are found where a person is blamed",
        arguments: [
            ("The cause was human error.", "human error"), ("A careless change.", "careless"),
            ("The engineer should have checked.", "should have"),
            ("The on-call developer forgot the flag.", "forgot"),
            ("The team failed to test it.", "failed to"), ("The vendor is to blame.", "to blame"),
            ("It was the fault of the operator.", "fault of"), ("They should’ve known.", "should've"),
        ])
    func blame(text: String, words: String) {
        let own = OwnWords(text)
        let found = blamingWords(in: own.sentences)
        #expect(found.map(\.words) == [words])
    }

    @Test(
        "Machines, quotations and denials are no blame",
        arguments: [
            "The alert should have fired.", "The server failed to start.", "A blameless review.",
            "“The engineer should have checked”, a reader wrote.", "No human error is a cause.",
            "Nobody is to blame.", "The page fault of a process.", "Segmentation fault of the server.",
            "The team did not fail.", "The check failed to finish, and the team waited.", "`careless`",
            "A carelessness-free process.",
        ])
    func noBlame(text: String) {
        #expect(blamingWords(in: OwnWords(text).sentences).isEmpty)
    }

    @Test(
        "What should not be published is found",
        arguments: [
            ("write to jane.doe@corp.com now", "jane.doe@corp.com"),
            ("from 93.184.216.34 port 5432", "93.184.216.34"),
            ("host=8.8.8.8,", "8.8.8.8"), ("[2a01:4f8:c17:b0f::2]", "2a01:4f8:c17:b0f::2"),
            ("key AKIAIOSFODNN7ABCDEFG.", "AKIAIOSFODNN7ABCDEFG"), ("password=hunter22 host=db", "hunter22"),
            ("PGPASSWORD=hunter22 psql", "hunter22"), ("api_key: x, api-key = \"k3y-k3y\"", "k3y-k3y"),
            ("ALTER ROLE app PASSWORD 'hunter22'", "hunter22"),
            ("postgres://app:hunter22@db/reports", "hunter22"),
            ("Authorization: Bearer abcdef0123456789abcdef", "abcdef0123456789abcdef"),
            ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"),
            ("-----BEGIN RSA PRIVATE KEY-----\nabc", "-----BEGIN RSA PRIVATE KEY-----"),
        ])
    func leaks(text: String, leak: String) {
        let bytes = Array(text.utf8)
        let found = Leak.all(in: bytes)
        #expect(found.map { String(decoding: bytes[$0.range], as: UTF8.self) } == [leak])
        // A message goes into logs and reports, which are read by more people than the capture.
        #expect(found.allSatisfy { !$0.diagnostic(at: nil).text.contains(leak) })
    }

    @Test(
        "Examples, private networks, versions and placeholders are no leaks",
        arguments: [
            "user@example.com, root@db.example, a@b.test", "git@github.com:o/r.git", "postgres@/run/pg",
            "10.0.0.1 172.16.3.4 192.168.1.1 127.0.0.1 0.0.0.0 169.254.1.1 100.64.0.1",
            "192.0.2.7 198.51.100.7 203.0.113.7",
            "version 15.2.0.1 and v1.2.3.4", "1.2.3.4.5 and 300.1.1.1 and 1.2.3", "2026-01-04 16:15:02.126",
            "12:34:56",
            "2001:db8::1 and ::1 and fe80::1", "password=****** password=<hidden> PGPASSWORD=$PGPASSWORD",
            "password = 'redacted' and password_encryption = 'scram-sha-256'", "postgres://app@db/reports",
            "postgres://app:****@db/reports", "Bearer tokens are long-lived-credentials", "AKIA is a prefix",
            "logo@2x.png", "-----BEGIN CERTIFICATE-----", "token: a word", "the secret of it = none",
            "x = 'y'",
        ])
    func noLeaks(text: String) {
        let bytes = Array(text.utf8)
        #expect(Leak.all(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) }.isEmpty)
    }

    @Test func `Four times the bytes take about four times the work, whatever they are`() {
        func work(_ hostile: String, _ count: Int) -> Double {
            let bytes = Array(String(repeating: hostile, count: count).utf8)
            // Of this thread alone, and the least of several: what else runs on the machine does not count.
            return (0..<3).map { _ in
                let start = processorSeconds()
                _ = Leak.all(in: bytes)
                return processorSeconds() - start
            }.min() ?? 0
        }
        for hostile in ["@", "a@", "1.", ".", ":", "2a01:", "password=", "' ", "://", "-----BEGIN ", "eyJ"] {
            let ratio = work(hostile, 16_000) / work(hostile, 4_000)
            #expect(ratio < 10, "\(hostile): four times the bytes take \(ratio) times the work")
        }
    }

    /// The time that processors have spent on this thread.
    private func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
