# The lab's configuration, and why it is so. There is one: all captures in ../evidence come from it.
# shellcheck shell=bash disable=SC2034

# The server's clock. The data is "as of" the incident's minute; it is loaded a quarter of an hour before,
# then the clock is moved so that the job starts at 16:15:00 sharp. Only the date is simulated: time
# passes as it does.
INCIDENT='2026-01-04 16:15:00'
CLOCK_WHILE_LOADING='2026-01-04 16:00:00'

# The server and its load run on two processors, however many there are. A check costs about 0.2 s of
# processor time, so two processors finish about ten a second, a third of what the job asks for. On eight
# they would keep up, and there would be no incident. (Should a machine be that fast on two: raise JOB_RATE.)
PROCESSORS=2

# A socket without a file: it has the same name on every machine (the captures quote it), and nothing is
# left behind. Who may connect is decided by the operating system's user, see cluster.sh.
SOCKET='@casebook-lab'

SERVER_SETTINGS="
listen_addresses = ''                    # nothing but the socket
unix_socket_directories = '$SOCKET'
max_connections = 40                     # 3 of them reserved for superusers: 37 for applications. Were there
                                         # twice as many, each would get so little of two processors that
                                         # opening a connection took seconds: another incident than this one
max_parallel_workers = 2                 # as many as processors: three processes for a check, with its backend
shared_buffers = 512MB                   # table and indexes fit in, so disks play no part in the incident
fsync = off                              # the data is thrown away; nothing that is measured waits for a disk
wal_level = minimal
max_wal_senders = 0
max_wal_size = 512MB                     # no checkpoint by volume while the incident runs
shared_preload_libraries = 'pg_stat_statements,auto_explain'
pg_stat_statements.track = top
track_io_timing = on                     # to tell waiting for disks from computing
auto_explain.log_min_duration = '1s'     # an idle server needs a tenth of a second for a check
auto_explain.sample_rate = 0.1           # some plans are enough
log_min_duration_statement = '1s'
log_line_prefix = '%m [%p] %q%u@%d/%a %e '
log_lock_waits = on                      # what might have been the cause has to be visible in the log
log_checkpoints = on
log_autovacuum_min_duration = 0
timezone = 'UTC'
log_timezone = 'UTC'
"

# The burst: calm, then at 16:15:00 the report job, then what is left of it drains.
CALM_SECONDS=9
CALM_RATE=2            # ordinary duplicate checks a second
JOB_SECONDS=20
JOB_RATE=30            # the job's checks a second, at random moments (Poisson)
JOB_CLIENTS=900        # a refused client of pgbench gives up for good: there are more than checks
JOB_THREADS=150        # while a thread opens a connection its other clients wait, and hold on to theirs
DRAIN_SECONDS=5        # how long the API goes on being asked after the job
API_CONNECTIONS=6      # a warm pool
API_RATE=60            # lookups by primary key, a second
PEAK_AFTER=12          # seconds into the job when the administrator looks

# pgbench's seeds: the replay after the fix asks for the same checks at the same moments.
API_SEED=11
CALM_SEED=12
JOB_SEED=13
SWEEP_SEED=7
WHAT_IF_SEED=14

# The sweep: N sessions that check without a pause, seconds for each step.
SWEEP_SECONDS_BEFORE=3
SWEEP_SECONDS_AFTER=2

# What else might have helped, without the index: the job for so long, as it was, against twice as many
# connections, with refused checks that come back, and through pools: one of as many connections as are said to
# be enough, 2 × processors + 1, and one of four times that. All see the same checks at the same moments.
WHAT_IF_SECONDS=7
WHAT_IF_CONNECTIONS=80
RETRIES=3              # of a refused check
RETRY_AFTER=1          # seconds after it was refused
POOLS='5 20'

# The index build: an old transaction holds it up for so long, while the API goes on.
EXPORT_OUTLASTS_BUILD_BY=3
API_SECONDS_DURING_BUILD=10
