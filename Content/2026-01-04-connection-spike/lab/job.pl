#!/usr/bin/perl
# job.pl CONNECTIONS START SECONDS RATE SEED RETRIES RETRY_AFTER FILE…: the report job, as one process that
# waits for nobody, for what pgbench cannot do: to come back after a refusal, and to tell of each check.
#
# From START (seconds of the epoch) checks become due at random moments (Poisson), RATE a second, for SECONDS;
# each asks what one of the FILEs asks. CONNECTIONS: 0 for a connection of its own for each check, as the job
# does it, which comes back RETRIES times, RETRY_AFTER seconds after it was refused; or how many are kept,
# for which checks wait in the order in which they became due. It prints a line for each check, in seconds
# since START. The same SEED gives the same checks at the same moments.
use strict;
use warnings;
use Socket qw(AF_UNIX SOCK_STREAM pack_sockaddr_un);
use Time::HiRes qw(time sleep clock_gettime CLOCK_MONOTONIC);

my ($connections, $start, $seconds, $rate, $seed, $retries, $retry_after, @files) = @ARGV;
die "job.pl: no files\n" unless @files;
my $longest = 120;    # seconds, after which something is wrong

my @statements = map {
    open(my $file, '<', $_) or die "job.pl: $_: $!\n";
    local $/;
    <$file>;
} @files;

srand($seed);
my @checks;
for (my $due = 0; ($due -= log(1 - rand()) / $rate) < $seconds;) {
    push @checks, { due => $due, statement => $statements[rand @statements], attempts => 0, refusals => 0 };
}

# The protocol: https://www.postgresql.org/docs/15/protocol-flow.html. An address that begins with @ has no file.
my $address = "$ENV{PGHOST}/.s.PGSQL.5432" =~ s/^\@/\0/r;
my $parameters = "user\0$ENV{PGUSER}\0database\0$ENV{PGDATABASE}\0application_name\0$ENV{PGAPPNAME}\0\0";
my $hello = pack('N N', length($parameters) + 8, 196608) . $parameters;
my $farewell = pack('a N', 'X', 4);

my (%sessions, @idle, @queue, @later);
my ($next, $left) = (0, scalar @checks);
my $began;
sub now { clock_gettime(CLOCK_MONOTONIC) - $began }

sub send_all {
    my ($session, $bytes) = @_;
    # To one that the server has closed meanwhile; what it said before is still to be read.
    local $SIG{PIPE} = 'IGNORE';
    syswrite($session->{socket}, $bytes);
}

sub open_session {
    my ($check) = @_;
    socket(my $socket, AF_UNIX, SOCK_STREAM, 0) or die "job.pl: socket: $!\n";
    connect($socket, pack_sockaddr_un($address)) or die "job.pl: connect: $!\n";
    my $session = { socket => $socket, received => '', check => $check, ready => 0 };
    $sessions{fileno $socket} = $session;
    send_all($session, $hello);
}

sub close_session {
    my ($session) = @_;
    delete $sessions{fileno $session->{socket}};
    close($session->{socket});
}

sub attempt {
    my ($check) = @_;
    $check->{begun} = now();
    $check->{attempts}++;
    open_session($check);
}

sub ask {
    my ($session, $check) = @_;
    $session->{check} = $check;
    send_all($session, pack('a N', 'Q', length($check->{statement}) + 5) . "$check->{statement}\0");
}

# A kept connection takes the check that has waited longest.
sub serve_queue {
    while (@idle && @queue) {
        my $check = shift @queue;
        $check->{begun} = now();
        $check->{attempts}++;
        ask(shift @idle, $check);
    }
}

sub finish {
    my ($check, $outcome) = @_;
    $check->{ended} = now();
    $check->{outcome} = $outcome;
    $left--;
}

sub refuse {
    my ($session) = @_;
    my $check = $session->{check} or die "job.pl: a kept connection was refused\n";
    close_session($session);
    $check->{first_refused} //= now();
    if ($check->{refusals}++ < $retries) { push @later, [now() + $retry_after, $check] }
    else { finish($check, 'refused') }
}

# What the server says: E an error, Z that it is ready; the rest is of no interest here.
sub hear {
    my ($session, $type, $body) = @_;
    if ($type eq 'E') {
        my ($state) = $body =~ /\0C([^\0]*)\0/;
        return refuse($session) if !$session->{ready} && $state eq '53300';
        die "job.pl: the server says $state\n";
    }
    return if $type ne 'Z';
    my $check = $session->{check};
    if (!$session->{ready}) {
        $session->{ready} = 1;
        if ($check) { ask($session, $check) } else { push @idle, $session }
        return;
    }
    finish($check, 'finished');
    if ($connections) { push @idle, $session }
    else {
        send_all($session, $farewell);
        close_session($session);
    }
}

sub read_from {
    my ($session) = @_;
    my $count = sysread($session->{socket}, $session->{received}, 65536, length $session->{received});
    die "job.pl: the server closed a connection\n" unless $count;
    while (length $session->{received} >= 5) {
        my ($type, $length) = unpack('a N', $session->{received});
        last if length $session->{received} <= $length;
        my $body = substr($session->{received}, 5, $length - 4);
        substr($session->{received}, 0, $length + 1) = '';
        hear($session, $type, $body);
        last unless exists $sessions{fileno($session->{socket}) // -1};
    }
}

# Waits for the server's words until a moment.
sub listen_until {
    my ($until) = @_;
    my $wait = $until - now();
    $wait = 0 if $wait < 0;
    my $readable = '';
    vec($readable, $_, 1) = 1 for keys %sessions;
    if (select($readable, undef, undef, $wait) > 0) {
        for my $number (keys %sessions) {
            read_from($sessions{$number}) if vec($readable, $number, 1);
        }
    }
}

$began = clock_gettime(CLOCK_MONOTONIC) + $start - time();
open_session(undef) for 1 .. $connections;
listen_until(-0.5) while @idle < $connections && now() < 0;
die "job.pl: not ready at the start\n" if @idle < $connections || now() > 0.1;
sleep(-now()) if now() < 0;

while ($left > 0) {
    die "job.pl: not done after $longest seconds\n" if now() > $longest;
    while ($next < @checks && $checks[$next]{due} <= now()) {
        my $check = $checks[$next++];
        if ($connections) { push @queue, $check } else { attempt($check) }
    }
    serve_queue();
    attempt((shift @later)->[1]) while @later && $later[0][0] <= now();
    my $until = now() + 1;
    $until = $checks[$next]{due} if $next < @checks && $checks[$next]{due} < $until;
    $until = $later[0][0] if @later && $later[0][0] < $until;
    listen_until($until);
}

print "check,due_s,begun_s,ended_s,waited_ms,took_ms,attempts,refusals,first_refused_s,outcome\n";
my $number = 0;
for my $check (@checks) {
    printf "%d,%.4f,%.4f,%.4f,%.1f,%.1f,%d,%d,%s,%s\n", ++$number, @{$check}{qw(due begun ended)},
        1000 * ($check->{begun} - $check->{due}), 1000 * ($check->{ended} - $check->{due}), @{$check}{qw(attempts refusals)},
        defined $check->{first_refused} ? sprintf('%.4f', $check->{first_refused}) : '', $check->{outcome};
}
