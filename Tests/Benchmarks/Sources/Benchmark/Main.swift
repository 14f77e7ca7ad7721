import Foundation

/// Measures builds of sites and compares them with a C program that does the least for the same site.
///
///     Benchmark PROJECT WORK PROGRAMS REPETITIONS INCIDENTS...
///     Benchmark --guard PROJECT WORK PROGRAMS
///
/// With `--guard` it measures cold builds of a few incidents only, within a minute, and fails where the budget of
/// the ratio to the C program is exceeded by more than a quarter.
@main enum Main {
    static func main() throws {
        let words = CommandLine.arguments
        if words.count == 5, words[1] == "--guard" {
            let bench = Bench(project: words[2], work: words[3], programs: words[4])
            guard try bench.isWithinBudget(incidents: 12, repetitions: 5) else { exit(1) }
            return
        }
        guard words.count > 5, let repetitions = Int(words[4]), repetitions > 0 else {
            throw BenchmarkError("Benchmark PROJECT WORK PROGRAMS REPETITIONS INCIDENTS...")
        }
        let bench = Bench(project: words[1], work: words[2], programs: words[3])
        for incidents in words[5...] {
            guard let incidents = Int(incidents), incidents > 0 else {
                throw BenchmarkError("“\(incidents)” is not a number of incidents")
            }
            try bench.table(incidents: incidents, repetitions: repetitions)
        }
    }
}

/// What may be measured at most, on two idle cores with the site in memory.
enum Budget {
    /// Processor time of a cold build over that of the C program.
    static let ratio = 15.0
    /// Seconds of a build after which nothing, or one incident, has changed.
    static let rebuild = 1.0
    /// Seconds of a cold build of one incident.
    static let one = 0.18
}

struct Bench {
    let project: String
    let work: String
    let programs: String

    private var site: String { "\(work)/site" }
    private var baselineSite: String { "\(work)/baseline" }
    private var manifest: String { "\(work)/manifest" }
    private var markdown: String { "\(work)/markdown" }

    // MARK: The table

    func table(incidents: Int, repetitions: Int) throws {
        let few = max(1, incidents / 4)
        let one = try Workload(copies: 1, of: project, in: "\(work)/one")
        let quarter = try Workload(copies: few, of: project, in: "\(work)/quarter")
        let all = try Workload(copies: incidents, of: project, in: "\(work)/all")
        try writeMarkdown(of: one)
        try empty([site])
        _ = try build(all)
        let files = try Workload.files(of: site)
        try writeManifest(of: files)

        var runs: [String: [MeasuredRun]] = [:]
        for round in 1...repetitions {
            // In turn, so that whatever else the machine does affects all of them.
            try empty([baselineSite])
            runs["C", default: []].append(try baseline(processes: 1))
            try empty([site])
            runs["cold", default: []].append(try build(all))
            let before = try Workload.files(of: site)
            runs["unchanged", default: []].append(try build(all))
            guard try Workload.files(of: site) == before else {
                throw BenchmarkError("A build with nothing changed wrote files in \(site)")
            }
            try all.changeCapture(round: round)
            runs["capture", default: []].append(try build(all))
            try all.changeNarrative(round: round)
            runs["narrative", default: []].append(try build(all))
            try empty([site])
            runs["quarter", default: []].append(try build(quarter))
            try empty([site])
            runs["one", default: []].append(try build(one))
        }
        let pages = files.count { $0.path.hasSuffix(".html") }
        let megabytes = files.reduce(0) { $0 + $1.size } / 1_000_000
        print(
            "\n\(incidents) incidents, \(pages) pages, \(files.count) files, \(megabytes) MB; "
                + "medians of \(repetitions) runs on \(ProcessInfo.processInfo.activeProcessorCount) cores")
        row("", "wall s", "CPU s", "peak MB", "budget")
        let cold = runs["cold", default: []]
        let ratio = cold.median(\.processorSeconds) / runs["C", default: []].median(\.processorSeconds)
        for (name, key, budget) in [
            ("cold", "cold", ""), ("nothing changed", "unchanged", "\(Budget.rebuild) s"),
            ("a capture changed", "capture", "\(Budget.rebuild) s"),
            ("a narrative changed", "narrative", "\(Budget.rebuild) s"),
            ("\(few) incidents, cold", "quarter", "same memory"),
            ("one incident, cold", "one", "\(Budget.one) s"), ("C, rendering and writing only", "C", ""),
        ] {
            let measured = runs[key, default: []]
            row(
                name, decimal(measured.median(\.seconds), 2), decimal(measured.median(\.processorSeconds), 2),
                decimal(measured.median { Double($0.peakMemory) } / 1e6, 0), budget)
        }
        print("Cold, CPU: \(decimal(ratio, 1)) times C; the budget is \(decimal(Budget.ratio, 0)).")
        fflush(nil)
        try empty([site, baselineSite, one.root, quarter.root, all.root])
    }

    // MARK: The guard

    /// Whether a cold build takes at most a quarter more than its budget.
    func isWithinBudget(incidents: Int, repetitions: Int) throws -> Bool {
        let workload = try Workload(copies: incidents, of: project, in: "\(work)/guard")
        try writeMarkdown(of: workload)
        try empty([site])
        _ = try build(workload)
        try writeManifest(of: try Workload.files(of: site))
        var cold: [MeasuredRun] = []
        var least: [MeasuredRun] = []
        for _ in 0..<repetitions {
            try empty([site, baselineSite])
            least.append(try baseline(processes: 1))
            cold.append(try build(workload))
        }
        try empty([site, baselineSite, workload.root])
        let ratio = cold.median(\.processorSeconds) / least.median(\.processorSeconds)
        let limit = Budget.ratio * 1.25
        print(
            "\(incidents) incidents, cold: \(decimal(cold.median(\.processorSeconds), 2)) s of CPU, "
                + "\(decimal(ratio, 1)) times C; the budget is \(decimal(Budget.ratio, 0)), "
                + "the limit \(decimal(limit, 1)).")
        return ratio <= limit
    }

    // MARK: Its parts

    private func writeMarkdown(of workload: Workload) throws {
        try empty([markdown])
        _ = try MeasuredRun(["\(programs)/Copies", "markdown", workload.root, "copy-1", markdown])
    }

    private func writeManifest(of files: [Workload.SiteFile]) throws {
        try files.map { file in
            let own = file.path.split(separator: "/", maxSplits: 1).last.map(String.init) ?? file.path
            return "\(file.size)\t\(file.path)\t\(markdownPath(of: own) ?? "-")\n"
        }.joined().write(toFile: manifest, atomically: true, encoding: .utf8)
    }

    /// The Markdown of a document, all copies of which share one file: to the advantage of the C program.
    private func markdownPath(of page: String) -> String? {
        let path = "\(markdown)/\(page).md"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    private func build(_ workload: Workload) throws -> MeasuredRun {
        try MeasuredRun(
            ["\(programs)/Copies", "build", "--root", workload.root, "--output", site],
            environment: ["CASEBOOK_COPIES": "\(workload.copies)"])
    }

    private func baseline(processes: Int) throws -> MeasuredRun {
        try MeasuredRun(["\(programs)/Baseline", "\(processes)", manifest, baselineSite])
    }

    private func empty(_ folders: [String]) throws {
        for folder in folders where FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.removeItem(atPath: folder)
        }
        sync()
    }

    private func row(_ cells: String...) {
        let padded = cells.dropFirst().map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }
        print(cells[0] + String(repeating: " ", count: max(0, 30 - cells[0].count)) + padded.joined())
    }

    private func decimal(_ number: Double, _ places: Int) -> String {
        number.formatted(
            .number.precision(.fractionLength(places)).grouping(.never).locale(Locale(identifier: "en_GB")))
    }
}
