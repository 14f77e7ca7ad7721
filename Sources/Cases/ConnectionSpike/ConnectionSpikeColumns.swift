import Casebook

/// A sample of the sessions, taken every fifth of a second.
struct SessionSample: CaptureColumns {
    let at = Column<Instant>("ts", zone: .utc)
    let backends = Column<Count>("client_backends")
    let active = Column<Count>("active")
    let checks = Column<Count>("scheduler")
    let pool = Column<Count>("api")
    let waitingForLock = Column<Count>("wait_lock")
    let waitingForDisk = Column<Count>("wait_io")
    let idleInTransaction = Column<Count>("idle_in_tx")
    let oldestCheck = Column<Time>("oldest_dedup_s", in: .seconds)
    let slotsFree = Column<Count>("slots_free")
}

/// A sample of the processors.
struct ProcessorSample: CaptureColumns {
    let at = Column<Instant>("ts", zone: .utc)
    let server = Column<Share>("server_pct")
}

/// An attempt of the health check: a new connection and a trivial statement.
struct HealthCheck: CaptureColumns {
    let at = Column<Instant>("ts", zone: .utc)
    let succeeded = FlagColumn("ok")
    let took = Column<Time>("ms")
}

/// A line of `pg_stat_statements`.
struct StatementStatistics: CaptureColumns {
    let query = TextColumn("query")
    let calls = Column<Count>("calls")
    let total = Column<Time>("total_exec_time")
    let mean = Column<Time>("mean_exec_time")
    let blocksHit = Column<Blocks>("shared_blks_hit")
    let blocksRead = Column<Blocks>("shared_blks_read")
    let readTime = Column<Time>("blk_read_time")
}

/// A line of the summary of `pg_stat_statements`, whose query text is cut short.
struct StatementSummary: CaptureColumns {
    let query = TextColumn("query")
    let calls = Column<Count>("calls")
    let total = Column<Time>("total_ms")
}

/// How many connections an application has in a state.
struct ConnectionsByState: CaptureColumns {
    let application = TextColumn("application_name")
    let user = TextColumn("usename")
    let state = TextColumn("state")
    let count = Column<Count>("count")
}

/// The slots as the database administrator saw them.
struct SlotLimits: CaptureColumns {
    let backends = Column<Count>("client_backends")
    let maximum = Column<Count>("max_connections")
    let reserved = Column<Count>("reserved")
}

/// What active sessions wait for.
struct WaitCount: CaptureColumns {
    let type = TextColumn("wait_type")
    let count = Column<Count>("count")
}

/// A session that another one blocks.
struct BlockedSession: CaptureColumns {
    let process = TextColumn("pid")
    let blockers = TextColumn("pg_blocking_pids")
}

/// What the active sessions ran, over all samples.
struct ActiveStatement: CaptureColumns {
    let query = TextColumn("query")
    let samples = Column<Count>("active_session_samples")
    let share = Column<Share>("pct")
}

/// A second of the incident.
struct Second: CaptureColumns {
    let at = Column<Instant>("t", onDate: "2026-01-04", zone: .utc)
    let arrived = Column<Count>("arrived")
    let finished = Column<Count>("finished")
    let refused = Column<Count>("refused")
    let probeSucceeded = FlagColumn("probe_ok")
    let probeTook = Column<Time>("probe_ms")
}

/// Refused connections of one kind.
struct RefusalKind: CaptureColumns {
    let user = TextColumn("usename")
    let state = TextColumn("sqlstate")
    let message = TextColumn("message")
    let refusals = Column<Count>("count")
    let first = Column<Instant>("first", onDate: "2026-01-04", zone: .utc)
    let last = Column<Instant>("last", onDate: "2026-01-04", zone: .utc)
}

/// The rows that a way to the answer has to read.
struct AccessPath: CaptureColumns {
    let path = TextColumn("path")
    let rows = Column<Rows>("rows_to_read")
    let reduction = Column<Ratio>("reduction_vs_chosen_plan")
}

/// What was observed of another explanation; its numbers are of several units.
struct Alternative: CaptureColumns {
    let hypothesis = TextColumn("hypothesis")
    let count = Column<Count>("observed")
    let share = Column<Share>("observed")
    let observed = TextColumn("observed")
}

/// The worst of a run, before or after.
struct RunExtremes: CaptureColumns {
    let run = TextColumn("run")
    let backends = Column<Count>("max_backends")
    let checks = Column<Count>("max_dedup_sessions")
    let leastFree = Column<Count>("min_free_slots")
    let oldest = Column<Time>("oldest_dedup_s", in: .seconds)
    let refused = Column<Count>("refused")
}

/// A timed run of a variant of the query.
struct TimedRun: CaptureColumns {
    let variant = TextColumn("name")
    let method = TextColumn("method")
    let took = Column<Time>("ms")
}

/// A step of the sweep over the number of sessions.
struct SweepStep: CaptureColumns {
    let form = TextColumn("form")
    let sessions = Column<Count>("n")
    let throughput = Column<Rate>("tps")
    let latency = Column<Time>("lat_ms")
    let processorTime = Column<Time>("server_cpu_ms_per_tx")
}

/// A check of the job in a what-if run.
struct JobCheck: CaptureColumns {
    let due = Column<Time>("due_s", in: .seconds)
    let ended = Column<Time>("ended_s", in: .seconds)
    let waited = Column<Time>("waited_ms")
    let took = Column<Time>("took_ms")
    let attempts = Column<Count>("attempts")
    let refusals = Column<Count>("refusals")
    let firstRefused = Column<Time>("first_refused_s", in: .seconds)
    let outcome = TextColumn("outcome")
}

/// What a what-if run changed.
struct JobSetting: CaptureColumns {
    let run = TextColumn("run")
    let started = Column<Instant>("started", zone: .utc)
    let seconds = Column<Time>("seconds", in: .seconds)
    let maxConnections = Column<Count>("max_connections")
    let keptConnections = Column<Count>("kept_connections")
    let retries = Column<Count>("retries")
    let retryAfter = Column<Time>("retry_after_s", in: .seconds)
    let serverTime = Column<Time>("server_cpu_s", in: .seconds)
}

/// A sample of the index build.
struct BuildSample: CaptureColumns {
    let at = Column<Instant>("ts", onDate: "2026-01-04", zone: .utc)
    let phase = TextColumn("phase")
    let lockers = Column<Count>("lockers_total")
    let blocksDone = Column<Blocks>("blocks_done")
    let tuplesTotal = Column<Rows>("tuples_total")
}

/// Whether queries may use an index.
struct IndexState: CaptureColumns {
    let index = TextColumn("index")
    let isValid = FlagColumn("indisvalid")
    let isReady = FlagColumn("indisready")
}

/// The size of an index.
struct IndexSize: CaptureColumns {
    let index = TextColumn("indexrelname")
    let size = Column<Bytes>("pg_size_pretty")
}

/// The size that hypopg expects of an index.
struct ProjectedSize: CaptureColumns {
    let size = Column<Bytes>("estimated_size")
}

/// The sizes of the database and its parts.
struct DatabaseSizes: CaptureColumns {
    let database = Column<Bytes>("database")
    let heap = Column<Bytes>("heap")
    let indexes = Column<Bytes>("indexes")
}

/// The counts that identify the data.
struct Fingerprint: CaptureColumns {
    let rows = Column<Rows>("rows")
    let incomplete = Column<Rows>("incomplete")
    let ofPowerUser = Column<Rows>("of user 4217")
    let incompleteOfPowerUser = Column<Rows>("incomplete of user 4217")
    let digest = TextColumn("digest")
}

/// A user with many unfinished reports.
struct PowerUser: CaptureColumns {
    let user = TextColumn("user_id")
    let organisation = TextColumn("organization_id")
    let reports = Column<Rows>("reports")
    let incomplete = Column<Rows>("incomplete")
    let incompleteShare = Column<Share>("pct_incomplete")
    let keys = Column<Count>("type_format_pairs")
}

/// An organisation with many unfinished reports.
struct Organisation: CaptureColumns {
    let organisation = TextColumn("organization_id")
    let reports = Column<Rows>("reports")
    let users = Column<Count>("users")
    let incomplete = Column<Rows>("incomplete")
    let share = Column<Share>("pct_of_all_incomplete")
}

/// What the new index saves for a user, in rows.
struct ImprovementRatio: CaptureColumns {
    let user = TextColumn("user_id")
    let current = Column<Rows>("current_index_rows")
    let largestKey = Column<Rows>("new_index_rows_worst")
    let smallestKey = Column<Rows>("new_index_rows_best")
    let worst = Column<Ratio>("ratio_worst_key")
    let best = Column<Ratio>("ratio_best_key")
}

/// On how many rows the rewritten condition was compared.
struct Equivalence: CaptureColumns {
    let checked = Column<Rows>("rows_checked")
    let differing = Column<Rows>("rows_where_the_rewrite_differs")
}

/// A kind of report.
struct ReportType: CaptureColumns {
    let type = TextColumn("report_type")
    let format = TextColumn("format")
    let reports = Column<Count>("reports")
    let share = Column<Share>("pct")
    let organisations = Column<Count>("orgs")
    let users = Column<Count>("users")
    let median = Column<Time>("p50_s", in: .seconds)
    let percentile95 = Column<Time>("p95_s", in: .seconds)
}

/// How much few users make.
struct Concentration: CaptureColumns {
    let users = Column<Count>("users")
    let reports = Column<Count>("reports")
    let topTen = Column<Share>("top10_users_pct")
    let topHundredth = Column<Share>("top1pct_users_pct")
    let topTenth = Column<Share>("top10pct_users_pct")
}

/// An hour of the day.
struct HourOfDay: CaptureColumns {
    let hour = Column<Count>("hour_utc")
    let reports = Column<Count>("reports")
}

/// A minute of the day that stands out.
struct MinuteOfDay: CaptureColumns {
    let minute = TextColumn("minute")
    let reports = Column<Count>("reports")
    let days = Column<Count>("days_seen")
    let users = Column<Count>("users")
    let ratio = Column<Ratio>("times_median_minute")
}

/// How well duplicates are found.
struct Deduplication: CaptureColumns {
    let reports = Column<Count>("reports")
    let identical = Column<Count>("identical_within_1h")
    let missed = Column<Count>("missed_duplicates")
    let missedShare = Column<Share>("missed_pct")
    let completed = Column<Count>("identical_but_already_completed")
}

/// Unfinished reports of a status, by age.
struct StuckReports: CaptureColumns {
    let status = TextColumn("status")
    let underHour = Column<Count>("under 1 h")
    let underDay = Column<Count>("1 h - 1 d")
    let underWeek = Column<Count>("1 - 7 d")
    let underMonth = Column<Count>("7 - 30 d")
    let overMonth = Column<Count>("over 30 d")
    let total = Column<Count>("total")
}

/// A setting of the server.
struct ServerSetting: CaptureColumns {
    let name = TextColumn("name")
    let blocks = Column<Blocks>("setting")
    let unit = TextColumn("unit")
}

/// A line of the planner's statistics, which were printed in the expanded form.
struct PlannerStatistic: CaptureColumns {
    let property = TextColumn("property")
    let value = Column<Ratio>("value")
}
