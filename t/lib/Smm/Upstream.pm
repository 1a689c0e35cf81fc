# SPDX-License-Identifier: Apache-2.0
package Smm::Upstream;

# An upstream panel of a test's own, behind the one port that the instance may reach besides the two
# panels. The link of an order says how its add is answered; every call is in a truth log.
#   https://sim.example/ok…      accepted
#   …/lost…                      made, but the connection closes without an answer
#   …/html…                      made, but the answer is a page with status 200
#   …/refuse…                    refused with a listed text
#   …/late…                      made, answered after the client has given up
#   …/twice…                     accepted with a number that another order has
# The same port plays a payment gateway with the sandbox's API (gateway_says).
use strict;
use warnings;
use IO::Socket::INET;
use JSON ();
use URI::Escape qw(uri_unescape);
use POSIX ();

sub port { return (($ENV{SMM_TEST_URL} =~ /:(\d+)/)[0]) + 4 }

sub new {
    my ($class, %o) = @_;
    my $s = bless { log => Smm::Instance::dir() . "/log/upstream-sim.$$", rate => $o{rate} || '1.00', name => $o{name} || "Simulated views $$" }, $class;
    my $listen = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => port(), Listen => 64, ReuseAddr => 1) or die "simulator: $!";
    open my $f, '>', $s->{log} or die $!;
    close $f;
    $s->{pid} = fork // die "fork: $!";
    if (!$s->{pid}) {
        $SIG{CHLD} = 'IGNORE';
        my $next = 1000 + time % 100000 * 100;
        while (1) {
            my $c = $listen->accept or next;
            $next++;
            my $pid = fork;
            if (!$pid) { eval { $s->serve($c, $next) }; POSIX::_exit(0) }
            close $c;
        }
    }
    close $listen;
    return $s;
}

sub stop { my $s = shift; kill TERM => delete $s->{pid} if $s->{pid} }
sub DESTROY { my $s = shift; local $?; $s->stop if $s->{pid} && ($s->{mine} //= $$) == $$ }

# Lines of the truth log: "ID LINK" of every order that was made.
sub made { my ($s, $link) = @_; open my $f, '<', $s->{log} or die $!; my @l = map { chomp; $_ } <$f>; return defined $link ? grep { /\Q$link\E$/ } @l : @l }

sub serve {
    my ($s, $c, $id) = @_;
    my ($head, $body) = ('', '');
    while (my $l = <$c>) { $head .= $l; last if $l =~ /^\r?\n$/ }
    my ($n) = $head =~ /^Content-Length:\s*(\d+)/mi;
    read $c, $body, $n if $n;
    return $s->gateway($c, $head, $body) if $head =~ m{^\w+ /v1/payments};
    my %f = map { my ($k, $v) = split /=/, $_, 2; $v =~ tr/+/ /; ($k => uri_unescape($v)) } split /&/, $body;
    my $a = $f{action} // '';
    return answer($c, [{ service => 1, name => $s->{name}, type => 'Default', category => 'Simulated', rate => $s->{rate}, min => '10', max => '100000', refill => JSON::false(), cancel => JSON::false() }]) if $a eq 'services';
    return answer($c, { balance => '1000.00', currency => 'USD' }) if $a eq 'balance';
    return answer($c, { map { $_ => { charge => '0.1', start_count => '7', status => 'In progress', remains => '500', currency => 'USD' } } split /,/, $f{orders} }) if $a eq 'status' && $f{orders};
    return answer($c, { charge => '0.1', start_count => '7', status => 'In progress', remains => '500', currency => 'USD' }) if $a eq 'status';
    return answer($c, { error => 'Incorrect request' }) unless $a eq 'add';
    my ($how) = ($f{link} // '') =~ m{/(ok|lost|html|refuse|late|twice)};
    return answer($c, { error => 'neworder.error.not_enough_funds' }) if ($how // '') eq 'refuse';
    $id = 4242 if ($how // '') eq 'twice';
    open my $log, '>>', $s->{log};
    syswrite $log, "$id $f{link}\n";
    close $log;
    return if ($how // '') eq 'lost';
    sleep 12 if ($how // '') eq 'late';
    return answer($c, '<html><title>Gateway</title></html>') if ($how // '') eq 'html';
    return answer($c, { order => $id });
}

# What the gateway answers when it is asked for a payment: a hash, or a status. Set before the request.
sub gateway_says { my ($s, $ref, $what) = @_; open my $f, '>', "$s->{log}.$ref.tmp" or die $!; print $f JSON->new->encode({ says => $what }); close $f; rename "$s->{log}.$ref.tmp", "$s->{log}.$ref" or die $! }
sub gateway_asked { my ($s, $ref) = @_; return scalar grep { $_ eq "asked $ref" } $s->made }

sub gateway {
    my ($s, $c, $head, $body) = @_;
    if ($head =~ /^POST/) {
        my $in = JSON->new->decode($body);
        my $ref = 'fake_' . time . '_' . int rand 1e9;
        $s->gateway_says($ref, { id => $ref, reference => $in->{reference}, status => 'open', currency => $in->{currency}, amount => $in->{amount}, paid => 0 });
        return answer($c, { id => $ref, url => 'http://127.0.0.1:' . port() . "/pay/$ref", expires => time + 3600 });
    }
    my ($ref) = $head =~ m{^GET /v1/payments/(\w+)};
    open my $log, '>>', $s->{log};
    syswrite $log, "asked $ref\n";
    open my $f, '<', "$s->{log}.$ref" or return answer($c, { error => 'none' }, '404 Not Found');
    my $says = JSON->new->decode(do { local $/; <$f> })->{says};
    return ref $says ? answer($c, $says) : answer($c, { error => 'x' }, $says);
}

sub answer {
    my ($c, $what, $status) = @_;
    $status ||= '200 OK';
    my $text = ref $what ? JSON->new->encode($what) : $what;
    print $c "HTTP/1.1 $status\r\nContent-Type: " . (ref $what ? 'application/json' : 'text/html') . "\r\nConnection: close\r\nContent-Length: " . length($text) . "\r\n\r\n$text";
    close $c;
}

# Makes it a provider of the shop and imports its one service; returns (provider, service).
sub connect_to {
    my ($s, $staff) = @_;
    my $res = $staff->submit('/staff/providers/new', { name => "Simulator $$", kind => 'api-v2', url => 'http://127.0.0.1:' . port() . '/api/v2',
        api_key => "simulator-key-$$", currency => 'USD', fx => 1, markup => '50', fixed => '0', round => '0.000001', timeout => 5, sync => 'hand' });
    my ($id) = $staff->location($res) =~ m{/staff/providers/(\d+)} or die 'provider: ' . $res->code . "\n" . $res->decoded_content;
    my $csrf = $staff->xml("/staff/providers/$id")->findvalue('(//form/@csrf)[1]');
    $res = $staff->raw_post("/staff/providers/$id/fetch", { csrf => $csrf });
    $res = $staff->submit("/staff/providers/$id/import", { add => 'all' }, action => '/import');
    die 'import: ' . $res->code . "\n" unless $res->code == 303;
    my ($svc) = $staff->xml("/staff/services?provider=$id")->findnodes("//service[\@name='$s->{name}']") or die "no service\n";
    return @$s{qw(provider service)} = ($id, $svc->getAttribute('id'));
}

# Off sale, so that no other test orders it.
sub retire {
    my ($s, $staff) = @_;
    $staff->submit("/staff/services/$s->{service}", { status => 'off' }, action => "/staff/services/$s->{service}");
}

1;
