# SPDX-License-Identifier: Apache-2.0
package Smm::Race;

# N identical requests released at once: all connections are made and all but the last byte is sent,
# then the last bytes go out together.
use strict;
use warnings;
use Exporter 'import';
use IO::Socket::INET;
use IO::Select;
use URI;
use URI::Escape qw(uri_escape);
our @EXPORT_OK = qw(race);

# race($client, $n, $path, \%fields, vary => sub { my ($i, $f) = @_ }, path => sub { my ($i) = @_ }) returns the status codes and bodies.
sub race {
    my ($c, $n, $path, $fields, %o) = @_;
    my $uri = URI->new($c->url($path));
    my $cookie = $c->{ua}->cookie_jar;
    my $req = HTTP::Request->new(GET => $uri);
    $cookie->add_cookie_header($req);
    my (@s, @last);
    for my $i (1 .. $n) {
        my %f = %$fields;
        $o{vary}->($i, \%f) if $o{vary};
        my $body = join '&', map { uri_escape($_) . '=' . uri_escape($f{$_}) } sort keys %f;
        my $target = $o{path} ? URI->new($c->url($o{path}->($i)))->path_query : $uri->path_query;
        my $msg = "POST $target HTTP/1.1\r\nHost: " . $uri->host_port . "\r\nConnection: close\r\n"
            . 'Cookie: ' . ($req->header('Cookie') // '') . "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
        my $s = IO::Socket::INET->new(PeerAddr => $uri->host, PeerPort => $uri->port, Proto => 'tcp') or die "connect: $!";
        $s->autoflush(1);
        print $s substr $msg, 0, -1;
        push @s, $s;
        push @last, substr $msg, -1;
    }
    select undef, undef, undef, 0.3;
    syswrite $s[$_], $last[$_] for 0 .. $#s;
    my @out;
    for my $s (@s) {
        local $/;
        my $answer = <$s> // '';
        my ($code) = $answer =~ m{^HTTP/1\.1 (\d+)};
        push @out, [$code // 0, $answer];
    }
    return @out;
}

1;
