# SPDX-License-Identifier: Apache-2.0
package Smm::Servers;

# The two panels of an instance in two httpd processes, so that one can be killed while the other
# lives: the shop, and the upstream panel that fulfils its campaigns. Also: their databases, read
# (and prepared) from outside.
use strict;
use warnings;
use DBI;
use LWP::UserAgent;
use POSIX ();
use Time::HiRes qw(sleep time);

# children: httpd children of each; crash_file: { role => file that goes into its environment }.
sub new {
    my ($class, %o) = @_;
    my $s = bless { dir => $ENV{SMM_TEST_DIR}, httpd => $ENV{SMM_HTTPD} || '/usr/sbin/apache2', owner => $$,
        children => 3, threads => 16, pid => {}, %o }, $class;
    $s->{url} = { shop => $ENV{SMM_TEST_URL}, upstream => $ENV{SMM_TEST_UP} };
    $s->{name} = { shop => 'panel', upstream => 'upstream' };
    $s->configure($_) for qw(shop upstream);
    return $s;
}

sub slurp { my ($file) = @_; open my $f, '<', $file or die "$file: $!"; local $/; return scalar <$f> }
sub spew { my ($file, $text) = @_; open my $f, '>', $file or die "$file: $!"; print $f $text; close $f or die "$file: $!" }

# The prepared configuration of both panels, cut down to one, with as many children as asked for.
sub configure {
    my ($s, $role) = @_;
    my $dir = $s->{dir};
    my ($port) = $s->{url}{$role} =~ /:(\d+)$/;
    my $text = slurp("$dir/conf/panels.conf");
    $text =~ s{(<VirtualHost [^>]*:(\d+)>.*?</VirtualHost>\n)}{$2 == $port ? $1 : ''}gse;
    $text =~ s/^Listen .*:(\d+)\n/$1 == $port ? $& : ''/gme;
    $text =~ s/^CustomLog.*\n//m;
    $text =~ s{<IfModule mpm_event_module>.*?</IfModule>\n}{}s;
    my ($n, $t) = @$s{qw(children threads)};
    my $min = $t * ($n - 1) + 1;
    my $max = $t * $n;
    ($s->{driver}) = $text =~ /^\s*DBDriver\s+(\S+)/m;
    ($s->{params}{$role}) = $text =~ /^\s*DBDParams\s+"([^"]*)"/m;
    my $main = slurp("$dir/conf/httpd.conf");
    $main =~ s/^PidFile .*/PidFile "$dir\/httpd-$role.pid"/m;
    $main =~ s/^ErrorLog .*/ErrorLog "$dir\/log\/error-$role.log"/m;
    $main =~ s/^Include .*panels\.conf"\n//m;
    spew("$dir/conf/$role.conf", <<"TEXT");
$main
# $n children: while one is being replaced the others work on
StartServers $n
ServerLimit $n
ThreadsPerChild $t
ThreadLimit $t
MaxRequestWorkers $max
MinSpareThreads $min
MaxSpareThreads $max
$text
TEXT
}

sub start {
    my ($s, $role) = @_;
    my $dir = $s->{dir};
    unlink "$dir/httpd-$role.pid";
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        open STDIN, '<', '/dev/null';
        open STDOUT, '>>', "$dir/log/stdout-$role.log";
        open STDERR, '>&', \*STDOUT;
        delete @ENV{qw(SMM_CRASH_FILE SMM_CRASH_AT)};
        $ENV{SMM_CRASH_FILE} = $s->{crash_file}{$role} if $s->{crash_file};
        { exec $s->{httpd}, '-f', "$dir/conf/$role.conf", '-D', 'FOREGROUND' }
        POSIX::_exit(127);
    }
    $s->{pid}{$role} = $pid;
    return $s->wait_ready($role);
}

# Asks /readyz on a connection of its own until it says 200.
sub ready {
    my ($s, $role, $path) = @_;
    my $ua = LWP::UserAgent->new(timeout => 3);
    return $ua->get($s->{url}{$role} . ($path || '/readyz'))->code == 200;
}

sub wait_ready {
    my ($s, $role, $path) = @_;
    my $end = time + 60;
    until ($s->ready($role, $path)) {
        die "$role did not get ready\n" if time > $end;
        die "$role ended\n" if waitpid($s->{pid}{$role}, POSIX::WNOHANG()) > 0;
        sleep 0.1;
    }
    return 1;
}

# httpd's children of a role, by their parent process.
sub children {
    my ($s, $role) = @_;
    my @out;
    for my $stat (glob '/proc/[0-9]*/stat') {
        open my $f, '<', $stat or next;
        my $line = <$f> // next;
        push @out, $1 if $line =~ /^(\d+) \(.*\) ([A-Z]) (\d+) / && $2 ne 'Z' && $3 == $s->{pid}{$role};
    }
    return @out;
}

sub stop {
    my ($s, $role) = @_;
    my $pid = delete $s->{pid}{$role} or return;
    kill TERM => $pid;
    waitpid $pid, 0;
}

# The parent and all its children at once, as when the machine's process table goes.
sub kill_all {
    my ($s, $role) = @_;
    my @children = $s->children($role);
    my $pid = delete $s->{pid}{$role} or return;
    kill KILL => $pid, @children;
    waitpid $pid, 0;
    # the next one needs the port
    my $end = time + 10;
    sleep 0.05 while time < $end && grep { kill 0 => $_ } @children;
}

sub DESTROY { my ($s) = @_; return if $$ != $s->{owner}; local $?; $s->stop($_) for keys %{ $s->{pid} } }

# Lines of the error logs about children that died of anything but our own kill.
sub accidents {
    my ($s) = @_;
    return grep { /exit signal/ && !/exit signal Killed/ } map { split /\n/, slurp($_) } glob "$s->{dir}/log/error-*.log";
}

# ---- databases -----------------------------------------------------------------------------------

# SQLite's side files must belong to the server's user: the connection is made as that user.
sub with_db {
    my ($s, $role, $fn) = @_;
    my ($uid, $gid) = (stat "$s->{dir}/data")[4, 5];
    local ($), $>) = ($), $>);
    if ($> == 0) { $) = "$gid $gid"; $> = $uid }
    my $p = $s->{params}{$role};
    my $dsn = $s->{driver} eq 'pgsql' ? 'dbi:Pg:' . join(';', grep { !/^(user|connect_timeout)=/ } split ' ', $p) : "dbi:SQLite:dbname=$p";
    my $db = DBI->connect($dsn, $s->{driver} eq 'pgsql' ? 'smm' : '', '', { RaiseError => 1, PrintError => 0, AutoCommit => 1 });
    $db->sqlite_busy_timeout(10_000) if $s->{driver} ne 'pgsql';
    my @out = eval { $fn->($db) };
    my $error = $@;
    $db->disconnect;
    die $error if $error;
    return wantarray ? @out : $out[0];
}

sub rows { my ($s, $role, $sql, @bind) = @_; return @{ $s->with_db($role, sub { $_[0]->selectall_arrayref($sql, { Slice => {} }, @bind) }) } }
sub value { my ($s, $role, $sql, @bind) = @_; return $s->with_db($role, sub { ($_[0]->selectrow_array($sql, undef, @bind))[0] }) }
sub change { my ($s, $role, $sql, @bind) = @_; return $s->with_db($role, sub { $_[0]->do($sql, undef, @bind) }) }

1;
