# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::Sim;

# A payment processor for tests: one forked process that serves HTTP on the port which the instance may
# reach besides the panels. A subclass (Smm::Gateway::Stripe …) plays one processor's API.
#
#   my $sim = Smm::Gateway::Stripe->new(secret => …);   # runs until it goes out of scope
#   $sim->base                                          # "http://127.0.0.1:PORT"
#   $sim->do(pay => $ref, amount => 500)                # calls act_pay in the server; its answer
#   $sim->chaos(create => 'lost', 1)                    # what happens to the next calls of an operation
#   $sim->lie($ref, amount => 100)                      # what answers say about it, against the truth
#   $sim->truth                                         # what was really paid and paid back, by reference
#   $sim->calls('create')                               # how often an operation was asked for
#   my @n = $sim->notices;                              # notices not taken yet: { url, headers, body, event }
#   $sim->deliver($n[0])                                # posts one; returns the status. Again = a repeat
#
# Chaos: lost (done, then the connection closes without an answer), hang (done, no answer for 15 s),
# 500-after (done, then 500), 500, 429, html, refuse (nothing is done).
#
# A subclass has:
#   sub op { my ($s, $method, $path) = @_; return (NAME, SUB, ARGS…) }   # which operation a request is
#      SUB is called as SUB->($s, $request, ARGS…) and returns (status, hash or text)
#      $request: { method, path, query, headers (lower-case names), body, form (decoded), json }
#   sub authorised { my ($s, $request) = @_; … }                          # 401 unless true
#   sub act_…                                                             # what the test may do
# Objects are kept with put($id, {…}) and read with obj($id) (the truth) or view($id) (with lies); money
# that came in or went out is told to received($id, $reference, $amount), paid_back(…).
use strict;
use warnings;
use IO::Socket::INET;
use JSON ();
use LWP::UserAgent;
use URI::Escape qw(uri_unescape);
use POSIX ();

my $json = JSON->new->canonical->utf8->allow_nonref;

sub port { return (($ENV{SMM_TEST_URL} =~ /:(\d+)/)[0]) + 4 }
sub base { return 'http://127.0.0.1:' . ($_[0]{port} || port()) }

sub new {
    my ($class, %o) = @_;
    my $s = bless { port => $o{port} || port(), %o, objects => {}, once => {}, chaos => [], log => [], truth => {}, outbox => [], n => 0, mine => $$ }, $class;
    my $listen = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $s->{port}, Listen => 64, ReuseAddr => 1) or die "simulator: $!";
    $s->{pid} = fork // die "fork: $!";
    if (!$s->{pid}) {
        $SIG{CHLD} = 'IGNORE';
        $SIG{PIPE} = 'IGNORE';
        while (1) {
            my $c = $listen->accept or next;
            eval { $s->serve($c); 1 } or warn "simulator: $@";
            close $c;
        }
    }
    close $listen;
    return $s;
}

sub stop { my $s = shift; my $pid = delete $s->{pid} or return; kill TERM => $pid; local ($?, $!); waitpid $pid, 0 }
sub DESTROY { my $s = shift; $s->stop if $s->{pid} && $s->{mine} == $$ }

# ---- the test's side ----------------------------------------------------------------------------

sub do {
    my ($s, $act, @args) = @_;
    my $res = LWP::UserAgent->new(timeout => 20)->post($s->base . '/_sim', Content => $json->encode([ $act, @args ]), 'Content-Type' => 'application/json');
    die "simulator: $act: " . $res->code . ' ' . $res->decoded_content . "\n" unless $res->code == 200;
    return $json->decode($res->content)->{answer};
}
sub chaos { my ($s, @a) = @_; return $s->do(chaos => @a) }
sub lie { my ($s, $id, %what) = @_; return $s->do(lie => $id, %what) }
sub truth { return $_[0]->do('truth') }
sub calls { my ($s, $op) = @_; return scalar grep { !defined $op || $_ eq $op } @{ $s->do('log') } }
sub count { return $_[0]->do('count') }
sub notices { return @{ $_[0]->do('notices') } }

sub deliver {
    my ($s, $n, %o) = @_;
    my @h = %{ { %{ $n->{headers} }, %{ $o{headers} || {} } } };
    return LWP::UserAgent->new(timeout => 30)->post($o{url} || $n->{url}, 'Content-Type' => 'application/json', @h, Content => $o{body} // $n->{body})->code;
}

# ---- the server's side --------------------------------------------------------------------------

sub serve {
    my ($s, $c) = @_;
    my ($head, $body) = ('', '');
    while (my $l = <$c>) { $head .= $l; last if $l =~ /^\r?\n$/ }
    my ($method, $target) = $head =~ m{^(\w+) (\S+) HTTP} or return;
    my ($n) = $head =~ /^Content-Length:\s*(\d+)/mi;
    read $c, $body, $n if $n;
    my ($path, $query) = split /\?/, $target, 2;
    my %h = map { lc $_->[0] => $_->[1] } map { /^([\w-]+):[ \t]*(.*?)\r?$/ ? [ $1, $2 ] : () } split /\n/, $head;
    my $r = { method => $method, path => $path, query => parse_form($query // ''), headers => \%h, body => $body };
    $r->{form} = ($h{'content-type'} // '') =~ /urlencoded/ ? parse_form($body) : {};
    $r->{json} = ($h{'content-type'} // '') =~ /json/ && length $body ? eval { $json->decode($body) } : undef;
    return $s->control($c, $r) if $path eq '/_sim';
    my ($op, $do, @args) = $s->op($method, $path);
    push @{ $s->{log} }, $op // "unknown $method $path";
    return answer($c, 404, { error => 'no such address' }) unless $op;
    my $how = $s->next_chaos($op);
    return answer($c, 200, '<html><title>Maintenance</title></html>') if $how eq 'html';
    return answer($c, $how, { error => { message => 'chaos' } }) if $how =~ /^\d+$/;
    return answer($c, 400, { error => { message => 'chaos' } }) if $how eq 'refuse';
    return answer($c, 401, { error => { message => 'wrong key' } }) unless $s->authorised($r);
    my ($status, $what) = $do->($s, $r, @args);
    return if $how eq 'lost';
    return answer($c, 500, { error => { message => 'chaos' } }) if $how eq '500-after';
    if ($how eq 'hang') { my $pid = fork; if (defined $pid && !$pid) { sleep 15; POSIX::_exit(0) } return }
    return answer($c, $status, $what);
}

sub control {
    my ($s, $c, $r) = @_;
    my ($act, @args) = @{ $r->{json} };
    my $f = $s->can("act_$act") or return answer($c, 404, { error => "no $act" });
    my $answer = eval { $f->($s, @args) };
    return answer($c, 500, { error => "$@" }) if $@;
    return answer($c, 200, { answer => $answer });
}

sub act_chaos { my ($s, $op, $how, $times) = @_; push @{ $s->{chaos} }, { op => $op, how => $how, left => $times // 1 }; return 1 }
sub act_calm { my $s = shift; $s->{chaos} = []; return 1 }
sub act_lie { my ($s, $id, %what) = @_; $s->obj($id)->{lies} = \%what; return 1 }
sub act_log { return $_[0]{log} }
sub act_truth { return $_[0]{truth} }
sub act_count { return scalar keys %{ $_[0]{objects} } }
sub act_notices { my $s = shift; my $n = $s->{outbox}; $s->{outbox} = []; return $n }
sub act_object { my ($s, $id) = @_; return $s->obj($id) }

sub next_chaos {
    my ($s, $op) = @_;
    my ($x) = grep { $_->{op} eq $op && $_->{left} > 0 } @{ $s->{chaos} } or return '';
    $x->{left}--;
    return $x->{how};
}

# ---- for subclasses -----------------------------------------------------------------------------

sub next_id { my ($s, $prefix) = @_; return sprintf '%s%d%04d', $prefix, $$, ++$s->{n} }
sub put { my ($s, $id, $o) = @_; return $s->{objects}{$id} = { id => $id, %$o } }
sub obj { my ($s, $id) = @_; return $s->{objects}{$id} || die "no object $id\n" }
sub has { my ($s, $id) = @_; return $s->{objects}{$id} }
sub all { return values %{ $_[0]{objects} } }
# The object as answers show it: the truth, and above it what the test said it should lie about.
sub view { my ($s, $id) = @_; my $o = $s->has($id) or return; return { %$o, %{ $o->{lies} || {} } } }
sub received { my ($s, $id, $reference, $amount) = @_; $s->{truth}{$reference}{paid} += $amount; $s->{truth}{$reference}{id} = $id }
sub paid_back { my ($s, $reference, $amount) = @_; $s->{truth}{$reference}{back} += $amount }
sub send_notice { my ($s, $n) = @_; push @{ $s->{outbox} }, $n; return 1 }

# The first answer of an idempotency key again; another body under the same key is an error.
sub once {
    my ($s, $key, $body, $make) = @_;
    return $make->() unless defined $key && length $key;
    my $seen = $s->{once}{$key} ||= { body => $body, answer => [ $make->() ] };
    return (400, { error => { message => 'the key was used with another request' } }) if $seen->{body} ne $body;
    return @{ $seen->{answer} };
}

sub encode { my (undef, $what) = @_; return $json->encode($what) }
sub parse_form { my ($t) = @_; return { map { my ($k, $v) = map { tr/+/ /; uri_unescape($_) } split /=/, $_, 2; ($k => $v // '') } split /&/, $t } }

sub answer {
    my ($c, $status, $what) = @_;
    my $text = ref $what ? $json->encode($what) : $what // '';
    my $type = ref $what ? 'application/json' : $text =~ /^-----BEGIN/ ? 'application/x-pem-file' : 'text/html';
    print $c "HTTP/1.1 $status X\r\nContent-Type: $type\r\nConnection: close\r\nContent-Length: " . length($text) . "\r\n\r\n$text";
    return;
}

1;
