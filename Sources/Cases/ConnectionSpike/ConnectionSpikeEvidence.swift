import Casebook

extension ConnectionSpike {
    /// The captures; the figures computed from them stand in files of their own, by subject.
    struct Evidence: EvidenceSet {
        let environment = TextCapture("environment.txt")
        let settings = Table<ServerSetting>("environment.txt")
        let fingerprint = Table<Fingerprint>(
            "data_fingerprint.txt",
            columnsInOrder: ["rows", "incomplete", "of user 4217", "incomplete of user 4217", "digest"],
            separator: "|")
        let sizes = Table<DatabaseSizes>("schema_and_sizes_before.txt")

        // The incident
        let sessions = Table<SessionSample>("incident_before/activity_200ms.csv")
        let processors = Table<ProcessorSample>("incident_before/cpu_200ms.csv")
        let healthChecks = Table<HealthCheck>("incident_before/healthcheck.csv")
        let statements = Table<StatementStatistics>("incident_before/e1_pg_stat_statements.csv")
        let serverLog = ServerLog("incident_before/postgres.log", prefix: logLinePrefix)
        let checks = PgbenchLog("incident_before/pgbench_spike.log")
        let job = PgbenchSummary("incident_before/pgbench_spike.txt")
        let jobErrors = TextCapture("incident_before/pgbench_spike_stderr.txt")
        let calmChecks = PgbenchSummary("incident_before/pgbench_calm.txt")
        let apiLog = PgbenchLog("incident_before/pgbench_api.log")
        let api = PgbenchSummary("incident_before/pgbench_api.txt")

        // The peak, as the database administrator saw it
        let connectionsAtPeak = Table<ConnectionsByState>(
            "incident_before/peak_psql.txt", after: "-- connections by state")
        let slotsAtPeak = Table<SlotLimits>("incident_before/peak_psql.txt", after: "-- slots")
        let waitsAtPeak = Table<WaitCount>("incident_before/peak_psql.txt", after: "-- what are the active")
        let blockedAtPeak = Table<BlockedSession>(
            "incident_before/peak_psql.txt", after: "-- blocked sessions")

        // The chain of evidence
        let activeStatements = Table<ActiveStatement>("evidence_chain.txt", after: "== E3")
        let seconds = Table<Second>("evidence_chain.txt", after: "== E4")
        let refusalKinds = Table<RefusalKind>("evidence_chain.txt", after: "== E5")
        let accessPaths = Table<AccessPath>("evidence_chain.txt", after: "== E6")
        let alternatives = Table<Alternative>("evidence_chain.txt", after: "== E7")
        let extremes = Table<RunExtremes>("evidence_chain.txt", after: "== E8")

        // The plans
        let before = PlanCapture("explain_before.txt")
        let beforeLargestKey = PlanCapture("explain_before_miss.txt")
        let beforeByUserIndex = PlanCapture("explain_before_user_index_only.txt")
        let beforeByBitmap = PlanCapture("explain_before_random_page_cost_1.1.txt")
        let beforeRewritten = PlanCapture("explain_before_rewrite_only.txt")
        let beforeCold = PlanCapture("explain_before_cold_then_warm.txt", plan: 1)
        let after = PlanCapture("explain_after.txt")
        let afterLargestKey = PlanCapture("explain_after_miss.txt")
        let afterRewritten = PlanCapture("explain_after_rewrite.txt")
        let afterLargestKeyCold = PlanCapture("explain_after_miss_cold_then_warm.txt", plan: 1)
        let afterRewrittenLargestKey = PlanCapture("explain_after_rewrite_miss.txt")
        let hypothetical = PlanCapture("e6_hypopg.txt")
        let projectedSizes = Table<ProjectedSize>("e6_hypopg.txt")
        let equivalence = Table<Equivalence>("rewrite_equivalence.txt")

        let underLoad = PlanCapture("incident_before/peak_psql.txt")
        let plannerStatistics = Table<PlannerStatistic>(
            "pg_stats_completed_at.txt", columnsInOrder: ["property", "value"], separator: "|")

        // Runs
        let runs = Table<TimedRun>("repeat_timings.csv")
        let sweep = Table<SweepStep>("sweep.csv")

        // What else might have helped
        let asItWas = WhatIf("as_it_was", in: jobSettings)
        let twiceConnections = WhatIf("twice_connections", in: jobSettings)
        let retries = WhatIf("retries", in: jobSettings)
        let poolOfFive = WhatIf("pool_of_5", in: jobSettings)
        let poolOfTwenty = WhatIf("pool_of_20", in: jobSettings)

        // The index build
        let build = Table<BuildSample>("fix/progress_50ms.csv")
        let buildStatement = PsqlTiming("fix/create_index.txt")
        let apiDuringBuild = PgbenchSummary("fix/pgbench_api_during_build.txt")
        let indexes = Table<IndexState>("fix/verify.txt")
        let indexSizes = Table<IndexSize>("fix/verify.txt")
        let indexesAfterRehearsal = Table<IndexState>("fix/invalid_index_demo.txt")
        let insertBefore = PlanCapture("fix/write_cost_before.txt", plan: 1)
        let insertAfter = PlanCapture("fix/write_cost_after.txt", plan: 1)

        // The replay
        let sessionsAfter = Table<SessionSample>("incident_after/activity_200ms.csv")
        let processorsAfter = Table<ProcessorSample>("incident_after/cpu_200ms.csv")
        let healthChecksAfter = Table<HealthCheck>("incident_after/healthcheck.csv")
        let statementsAfter = Table<StatementStatistics>("incident_after/e1_pg_stat_statements.csv")
        let serverLogAfter = ServerLog("incident_after/postgres_since_incident.log", prefix: logLinePrefix)
        let checksAfter = PgbenchLog("incident_after/pgbench_spike.log")
        let jobAfter = PgbenchSummary("incident_after/pgbench_spike.txt")
        let jobErrorsAfter = TextCapture("incident_after/pgbench_spike_stderr.txt")
        let apiLogAfter = PgbenchLog("incident_after/pgbench_api.log")
        let apiAfter = PgbenchSummary("incident_after/pgbench_api.txt")

        // The data
        let powerUsers = Table<PowerUser>("data_distribution.txt", after: "== D1")
        let organisations = Table<Organisation>("data_distribution.txt", after: "== D2")
        let ratios = Table<ImprovementRatio>("data_distribution.txt", after: "== D3")
        let reportTypes = Table<ReportType>("business_context.txt", after: "== B1")
        let concentration = Table<Concentration>("business_context.txt", after: "== B2")
        let hours = Table<HourOfDay>("business_context.txt", after: "== B3")
        let minutes = Table<MinuteOfDay>("business_context.txt", after: "== B4")
        let deduplication = Table<Deduplication>("business_context.txt", after: "== B5")
        let stuck = Table<StuckReports>("business_context.txt", after: "== B6")

        let otherForms = OtherForms()

        // What is computed of them by models, once
        let simulation = Remembered<SimulatedSpike?>()
        let lawOfSweep = Remembered<SweepLaw?>()

        private static var jobSettings: Table<JobSetting> { Table("what_if.csv") }

        /// The server's `log_line_prefix`, as environment.txt has it.
        private static let logLinePrefix = "%m [%p] %q%u@%d/%a %e "
    }
}
