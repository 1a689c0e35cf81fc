# SPDX-License-Identifier: Apache-2.0
package Smm::Instance;

# The prepared instance: credentials, mail, waiting.
use strict;
use warnings;
use Exporter 'import';
use MIME::QuotedPrint ();
use MIME::Base64 ();
our @EXPORT_OK = qw(credentials mails mail_text wait_for links_in smmctl demo_tool);

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

# Runs the demo tool on the shop's database.
sub demo_tool {
    my (@args) = @_;
    my ($driver, @params) = databases();
    my ($port) = $ENV{SMM_TEST_URL} =~ /:(\d+)$/;
    my $key = dir() . '/conf/secret.key';
    if ($> == 0) { # the key is root's: a copy for the tool's user, gone afterwards
        my $copy = dir() . '/run/test.key';
        system('install', '-o', 'www-data', '-m', '0600', $key, $copy) == 0 or die "install: $?";
        $key = $copy;
    }
    my @r = as_service(tools() . '/demo', '--driver', $driver, '--params', $params[0], '--secret', $key, '--port', $port, @args);
    unlink dir() . '/run/test.key';
    return @r;
}

1;
