import Foundation

/// Builds sites of many documents and holds the time against a C program that does the least for them.
///
///     Benchmark PROJECT WORK PROGRAMS REPETITIONS DOCUMENTS...
@main enum Main {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count > 5, let repetitions = Int(words[4]), repetitions > 0 else {
            throw BenchmarkError("Benchmark PROJECT WORK PROGRAMS REPETITIONS DOCUMENTS...")
        }
        for documents in words[5...] {
            guard let documents = Int(documents) else { throw BenchmarkError("“\(documents)” is no number") }
            try Comparison(project: words[1], work: words[2], programs: words[3])
                .run(documents: documents, repetitions: repetitions)
        }
    }
}

/// One size of site, built by Casebook and by the C program in turn.
struct Comparison {
    let project: String
    let work: String
    let programs: String

    private let cores = ProcessInfo.processInfo.activeProcessorCount

    init(project: String, work: String, programs: String) {
        self.project = project
        self.work = work
        self.programs = programs
    }

    func run(documents: Int, repetitions: Int) throws {
        let one = try Workload(copies: 1, of: project, in: work)
        let markdown = "\(work)/markdown"
        try? FileManager.default.removeItem(atPath: markdown)
        _ = try MeasuredRun(["\(programs)/Copies", "markdown", one.root, "copy-1", markdown])
        let filled = try FileManager.default.subpathsOfDirectory(atPath: markdown).count {
            $0.hasSuffix(".md")
        }
        let site = "\(work)/site"
        let baselineSite = "\(work)/baseline"
        let manifest = "\(work)/manifest"
        try empty([site, baselineSite])
        _ = try build(one, into: site)
        let each = try Workload.files(of: site).count {
            $0.path.hasPrefix("copy-") && $0.path.hasSuffix(".html")
        }
        let workload = try Workload(copies: (documents + each - 1) / each, of: project, in: work)
        try empty([site])
        _ = try build(workload, into: site)
        let files = try Workload.files(of: site)
        try Workload.manifest(of: files, markdown: markdown).write(
            toFile: manifest,
            atomically: true,
            encoding: .utf8
        )

        var cold: [MeasuredRun] = []
        var unchanged: [MeasuredRun] = []
        var onAllCores: [MeasuredRun] = []
        var onOneCore: [MeasuredRun] = []
        for _ in 0..<repetitions {
            // In turn, so that whatever else the machine does meets all of them alike.
            try empty([baselineSite])
            onAllCores.append(try baseline(processes: cores, manifest, into: baselineSite))
            try empty([site])
            cold.append(try build(workload, into: site))
            let before = try Workload.files(of: site)
            unchanged.append(try build(workload, into: site))
            guard try Workload.files(of: site) == before else {
                throw BenchmarkError(
                    "A build with nothing changed wrote files: \(site) differs from the build before it"
                )
            }
            try empty([baselineSite])
            onOneCore.append(try baseline(processes: 1, manifest, into: baselineSite))
        }
        report(
            workload,
            documents: workload.copies * each,
            filled: workload.copies * filled,
            files,
            repetitions,
            cold,
            unchanged,
            onAllCores,
            onOneCore
        )
        try empty([site, baselineSite, workload.root])
    }

    private func build(_ workload: Workload, into site: String) throws -> MeasuredRun {
        try MeasuredRun(
            ["\(programs)/Copies", "build", "--root", workload.root, "--output", site],
            environment: ["CASEBOOK_COPIES": "\(workload.copies)"]
        )
    }

    private func baseline(processes: Int, _ manifest: String, into folder: String) throws -> MeasuredRun {
        try MeasuredRun(["\(programs)/Baseline", "\(processes)", manifest, folder])
    }

    private func empty(_ folders: [String]) throws {
        for folder in folders where FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.removeItem(atPath: folder)
        }
        sync()
    }

    private func report(
        _ workload: Workload,
        documents: Int,
        filled: Int,
        _ files: [Workload.SiteFile],
        _ repetitions: Int,
        _ cold: [MeasuredRun],
        _ unchanged: [MeasuredRun],
        _ onAllCores: [MeasuredRun],
        _ onOneCore: [MeasuredRun]
    ) {
        let bytes = files.reduce(0) { $0 + $1.size }
        print(
            """

            \(documents) documents, \(filled) of them filled from templates: \(workload.copies) incidents, \
            \(files.count) files, \(bytes / 1_000_000) MB; medians of \(repetitions) runs on \(cores) cores
            """
        )
        row("", "seconds", "CPU s", "peak MB", "documents/s")
        for (name, runs) in [
            ("Casebook, cold", cold), ("Casebook, nothing changed", unchanged),
            ("C, rendering and writing only", onAllCores), ("C, on one core", onOneCore),
        ] {
            let seconds = runs.median(\.seconds)
            row(
                name,
                decimal(seconds, 2),
                decimal(runs.median(\.processorSeconds), 2),
                decimal(runs.median { Double($0.peakMemory) } / 1e6, 0),
                decimal(Double(documents) / seconds, 0)
            )
        }
        let ratio = cold.median(\.seconds) / onAllCores.median(\.seconds)
        let work = cold.median(\.processorSeconds) / onAllCores.median(\.processorSeconds)
        print(
            "Casebook takes \(decimal(ratio, 2)) times as long as C (CPU: \(decimal(work, 2))); the budget is 2."
        )
        fflush(nil)
    }

    private func row(_ cells: String...) {
        let padded = cells.dropFirst().map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }
        print(cells[0] + String(repeating: " ", count: max(0, 30 - cells[0].count)) + padded.joined())
    }

    private func decimal(_ number: Double, _ places: Int) -> String {
        number.formatted(
            .number.precision(.fractionLength(places)).grouping(.never).locale(Locale(identifier: "en_GB"))
        )
    }
}
