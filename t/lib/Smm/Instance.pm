# SPDX-License-Identifier: Apache-2.0
package Smm::Instance;

# The prepared instance: credentials, mail, waiting.
use strict;
use warnings;
use Exporter 'import';
use MIME::QuotedPrint ();
use MIME::Base64 ();
our @EXPORT_OK = qw(credentials mails mail_text wait_for links_in smmctl set_secret rows demo_tool with_key alter);

sub dir { return $ENV{SMM_TEST_DIR} || die "SMM_TEST_DIR is not set\n" }

sub credentials {
    open my $f, '<', dir() . '/credentials.txt' or die "credentials: $!";
    my %c = map { chomp; split /=/, $_, 2 } <$f>;
    return \%c;
}

# Texts of all mails to an address, oldest first.
sub mails {
    my ($to) = @_;
    my @out;
    for my $file (sort { (stat $a)[9] <=> (stat $b)[9] || $a cmp $b } glob(dir() . '/mail/{new,cur}/*')) {
        open my $f, '<', $file or next;
        local $/;
        my $raw = <$f>;
        next unless $raw =~ /^To:[^\n]*\Q$to\E/mi;
        push @out, mail_text($raw);
    }
    return @out;
}

# Headers plus every text part decoded.
sub mail_text {
    my ($raw) = @_;
    $raw =~ s/\r\n/\n/g;
    my ($head) = split /\n\n/, $raw, 2;
    my $out = $head . "\n\n";
    while ($raw =~ /Content-Transfer-Encoding:\s*(\S+)(.*?)\n\n(.*?)(?=\n--|\z)/gsi) {
        my ($enc, $body) = (lc $1, $3);
        $out .= $enc eq 'base64' ? MIME::Base64::decode($body) : $enc eq 'quoted-printable' ? MIME::QuotedPrint::decode($body) : $body;
        $out .= "\n";
    }
    return $out;
}

sub links_in { my ($text) = @_; my %seen; return grep { !$seen{$_}++ } $text =~ m{(https?://[^\s"'<>]+)}g }

# Asks until it is true, at most $seconds; returns the last value.
sub wait_for {
    my ($seconds, $ask) = @_;
    my $end = time + $seconds;
    my $v;
    while (1) {
        $v = $ask->();
        return $v if $v || time >= $end;
        select undef, undef, undef, 0.3;
    }
}

# Driver and parameters of the databases: (driver, panel, upstream).
sub databases {
    my $conf = dir() . '/conf/panels.conf';
    open my $f, '<', $conf or die $!;
    my ($driver, @params);
    local $_;
    while (<$f>) { $driver = $1 if /DBDriver\s+(\S+)/; push @params, $1 if /DBDParams\s+"(.*)"/ }
    return ($driver, @params);
}

# Runs a program as the user that httpd's children have; returns (status, output).
sub as_service {
    my @cmd = @_;
    if ($> == 0) {
        my ($uid, $gid) = (getpwnam 'www-data')[2, 3];
        unshift @cmd, 'setpriv', "--reuid=$uid", "--regid=$gid", '--clear-groups';
    }
    my $out = do { open my $p, '-|', @cmd or die $!; local $/; my $o = <$p>; close $p; $o };
    return ($? >> 8, $out // '');
}

sub tools { return $ENV{SMM_TOP} . '/' . ($ENV{SMM_TEST_BUILD} || 'build') . '/tools' }

# Runs smmctl on the instance's panel ("panel") or upstream database; returns (status, output).
# The shop's database also holds the panel "side": without --panel the shop is meant.
sub smmctl {
    my ($which, @args) = @_;
    unshift @args, '--panel', 'demo' if $which eq 'panel' && !grep { $_ eq '--panel' } @args;
    my ($driver, @params) = databases();
    return as_service(tools() . '/smmctl', '--dbd', $driver, '--params', $params[$which eq 'panel' ? 0 : 1], @args);
}

# Runs code with a copy of the instance's key that the service user may read.
sub with_key {
    my ($run) = @_;
    my $key = dir() . '/conf/secret.key';
    return $run->($key) if $> != 0;
    my $copy = dir() . "/run/test.key.$$";
    system('install', '-o', 'www-data', '-m', '0600', $key, $copy) == 0 or die "install: $?";
    my @r = $run->($copy);
    unlink $copy;
    return @r;
}

# A secret setting, as an operator sets it: its value comes on standard input.
sub set_secret {
    my ($which, $name, $value) = @_;
    my ($driver, @params) = databases();
    my $file = dir() . "/run/test.value.$$";
    open my $f, '>', $file or die $!;
    print $f $value;
    close $f;
    chmod 0644, $file;
    my @r = with_key(sub {
        my $panel = $which eq 'panel' ? 'demo' : 'upstream';
        return as_service('sh', '-c', 'f=$1; shift; exec "$@" <"$f"', 'sh', $file, tools() . '/smmctl', '--dbd', $driver,
            '--params', $params[$which eq 'panel' ? 0 : 1], '--panel', $panel, '--secret-file', $_[0], 'settings', 'set', $name);
    });
    unlink $file;
    return @r;
}

# Rows of a query on the shop's ("panel") or the upstream database: what no page shows. Reads only.
sub rows {
    my ($which, $sql) = @_;
    my ($driver, @params) = databases();
    my $p = $params[$which eq 'panel' ? 0 : 1];
    my @cmd = $driver eq 'sqlite3' ? ('sqlite3', '-readonly', '-separator', "\t", $p, $sql) : ('psql', '-AtXq', '-F', "\t", $p =~ s/ +connect_timeout=\d+//r, '-c', $sql);
    my ($rc, $out) = as_service(@cmd);
    die "query failed: $sql\n" if $rc;
    return map { [split /\t/, $_, -1] } split /\n/, $out;
}

# What only time could do: changes rows as a person with a database prompt would.
sub alter {
    my ($which, $sql) = @_;
    my ($driver, @params) = databases();
    my $p = $params[$which eq 'panel' ? 0 : 1];
    my @cmd = $driver eq 'sqlite3' ? ('sqlite3', '-cmd', '.timeout 10000', $p, $sql) : ('psql', '-AtXq', $p =~ s/ +connect_timeout=\d+//r, '-c', $sql);
    my ($rc, $out) = as_service(@cmd);
    die "change failed: $sql\n" if $rc;
    return 1;
}

# Runs the demo tool on the shop's database.
sub demo_tool {
    my (@args) = @_;
    my ($driver, @params) = databases();
    my ($port) = $ENV{SMM_TEST_URL} =~ /:(\d+)$/;
    return with_key(sub { as_service(tools() . '/demo', '--driver', $driver, '--params', $params[0], '--secret', $_[0], '--port', $port, @args) });
}

1;
