# SPDX-License-Identifier: Apache-2.0
# v5.0.0-4.1.5, 2.3.4, 11.2.4 and reliability G7: a notice never credits. Late, repeated, shuffled, forged,
# altered, stale, for another payment, with another amount or currency: what counts is what the
# gateway says when it is asked. The gateway is played by the test.
use strict;
use warnings;
use Test::More;
use Digest::SHA qw(hmac_sha256_hex);
use JSON ();
use Smm::Client;
use Smm::World qw(staff newcomer balance);
use Smm::Instance qw(smmctl set_secret wait_for rows);
use Smm::Upstream;
use Smm::Race qw(race);

my $c = newcomer();
my $gw = Smm::Upstream->new;
my $secret = "notice secret $$ " . rand;
my (undef, $base) = smmctl('panel', 'settings', 'get', 'gateway.sandbox.base_url');
chomp $base;
my $address = address();
END { smmctl('panel', 'settings', 'set', 'gateway.sandbox.base_url', $base) if $base }
is((set_secret($_->[0], $_->[1], $secret))[0], 0, "$_->[1] is set") for ['panel', 'gateway.sandbox.secret'], ['upstream', 'sandbox.service.secret'];
is((smmctl('panel', 'settings', 'set', 'gateway.sandbox.base_url', 'http://127.0.0.1:' . Smm::Upstream::port()))[0], 0, 'the test is the gateway');

# starts a payment; returns (id, gateway's reference, our reference)
sub start {
    my ($amount) = @_;
    my $res = $c->submit('/app/funds', { amount => $amount, method => 'sandbox' });
    my ($id) = $c->location($res) =~ m{^/app/payments/(\d+)$} or die 'no payment: ' . $res->code . "\n";
    my ($ref) = $c->xml("/app/payments/$id")->findvalue('//payment/@pay-url') =~ m{/pay/(\w+)$} or die "no reference\n";
    return ($id, $ref, "demo-P$id");
}
my $n = 0;
sub notice { my (%o) = @_; return JSON->new->canonical->encode({ event_id => $o{event_id} // "ev_$$" . ++$n, event => $o{event} // 'payment.paid', id => $o{id}, (map { defined $o{$_} ? ($_ => $o{$_}) : () } qw(status paid amount currency reference)) }) }
sub send_it {
    my ($body, %o) = @_;
    my $t = $o{time} // time;
    my $sig = $o{sig} // "t=$t,v1=" . hmac_sha256_hex("$t.$body", $o{secret} // $secret);
    return $c->{ua}->post($o{to} // $address, Content => $o{sent} // $body, 'Content-Type' => 'application/json', 'X-Sandbox-Signature' => $sig)->code;
}
sub status_of { return $c->xml("/app/payments/$_[0]")->findvalue('//payment/@status') }
sub settled { my ($id, $want) = @_; return wait_for(30, sub { status_of($id) eq $want }) }

# --- refused at the door
my ($id, $ref, $our) = start('25.00');
my $good = notice(id => $ref, status => 'paid', paid => 2500);
my $now = time;
my $sig = hmac_sha256_hex("$now.$good", $secret);
is send_it($good, secret => 'another'), 400, 'another secret';
is send_it($good, sent => $good =~ s/2500/9900/r), 400, 'an altered body';
is send_it($good, time => time - 301), 400, 'an old one';
is send_it($good, time => time + 400), 400, 'one from the future';
is send_it($good, sig => $_), 400, 'signature ' . substr $_, 0, 40 for '', 't=', "t=$now", "v1=$sig", "t=$now,v1=", "t=$now,v1=" . 'f' x 64, "t=$now,v1=" . uc $sig, "t=-1,v1=$sig", "t=$now;v1=$sig", 't=' . '9' x 30 . ",v1=$sig", "t=$now," x 100 . "v1=$sig", "t=$now,v1=$sig\0x";
is send_it($_), 400, 'a signed body that is no notice: ' . substr $_, 0, 30 for '', 'x', '[]', '{}', 'null', '"x"', '{"event_id":1}', '{"event_id":"a","event_id":"b"}', '{"event_id":"' . 'e' x 300 . '"}', '[' x 5000, "{\"event_id\":\"\xff\"}";
is send_it($good, to => $address =~ s/.$/$& eq 'a' ? 'b' : 'a'/er), 404, 'another token';
is send_it($good, to => $address =~ s{/sandbox/}{/bank/}r), 404, 'another gateway';
is send_it($good, to => $address =~ s/^\Q$ENV{SMM_TEST_URL}/$ENV{SMM_TEST_SIDE}/r), 404, 'the address is one panel\'s';
is $c->{ua}->request(HTTP::Request->new($_ => $address))->code, 405, $_ for qw(GET PUT DELETE);
is status_of($id), 'pending', 'none of it moved the payment';
is balance($c), 0, 'nothing is credited';

# --- a true signature on a false statement
is send_it($good), 200, 'a signed notice says "paid"';
ok wait_for(20, sub { $gw->gateway_asked($ref) > 0 }), 'the gateway is asked';
sleep 1;
is status_of($id), 'pending', '… and says "open": nothing moved';
is balance($c), 0, 'nothing is credited';
is send_it($good), 200, 'the same event again is fine';
is send_it(notice(id => 'fake_nothing', reference => 'demo-P99999999')), 200, 'a notice for a payment that is not ours is kept';

# --- true
my %paid = (id => $ref, reference => $our, status => 'paid', currency => 'USD', amount => 2500, paid => 2500, payment_id => "pi_$$");
$gw->gateway_says($ref, {%paid});
my $late = notice(id => $ref, status => 'open', event => 'payment.created');
is send_it($late), 200, 'a late notice of the beginning';
ok settled($id, 'paid'), '… leads to what is true now: paid';
is balance($c), 25_000_000, '25 credited';
my @r = map { send_it(notice(id => $ref, status => 'paid', paid => 2500)) } 1 .. 20;
is scalar(grep { $_ == 200 } @r), 20, 'twenty more events of the same payment';
my $body = notice(id => $ref, event_id => "ev_same_$$");
@r = map { send_it($body) } 1 .. 10;
is scalar(grep { $_ == 200 } @r), 10, 'one event ten times';
sleep 1;
is balance($c), 25_000_000, 'credited once';
is scalar(rows('panel', "SELECT id FROM notice WHERE event_key = 'ev_same_$$'")), 1, 'kept once';

# --- the gateway's answer does not fit: a person looks
my %bad = (
    'another currency' => { currency => 'INR' }, 'another reference' => { reference => 'demo-P1' }, 'a reference of another panel' => { reference => 'side-P1' },
    'another amount asked' => { amount => 100000 }, 'less than nothing paid' => { paid => -5 }, 'a senseless amount' => { paid => 9_223_372_036_854_775_807 },
);
for my $what (sort keys %bad) {
    my ($i, $r, $o) = start('11.00');
    $gw->gateway_says($r, { id => $r, reference => $o, status => 'paid', currency => 'USD', amount => 1100, paid => 1100, payment_id => "pi_$r", %{ $bad{$what} } });
    is send_it(notice(id => $r)), 200, "$what: noticed";
    ok wait_for(20, sub { length join '', map { $_->[0] } rows('panel', "SELECT review FROM payment WHERE id = $i") }), '… is for a person';
    is status_of($i), 'pending', '… and moved nothing';
}
is balance($c), 25_000_000, 'nothing is credited';
is((rows('panel', "SELECT COUNT(*) FROM payment WHERE review <> '' AND account_id = (SELECT account_id FROM payment WHERE id = $id)"))[0][0], 6, 'six for a person');

# --- the same gateway payment for two of ours
my ($i, $r, $o) = start('25.00');
$gw->gateway_says($r, { %paid, id => $r, reference => $o });
is send_it(notice(id => $r)), 200, 'a payment id that was credited before';
wait_for(10, sub { $gw->gateway_asked($r) > 0 });
sleep 1;
is balance($c), 25_000_000, '… credits nothing again';

# --- wrong amounts that are true
($i, $r, $o) = start('20.00');
my %more = (id => $r, reference => $o, status => 'partly_paid', currency => 'USD', amount => 2000, paid => 500, payment_id => "pi_a_$r");
$gw->gateway_says($r, {%more});
send_it(notice(id => $r));
ok settled($i, 'underpaid'), 'less: underpaid';
is balance($c), 25_000_000, '… and not credited';
$gw->gateway_says($r, { %more, status => 'open', paid => 100 });
send_it(notice(id => $r));
ok wait_for(20, sub { length join '', map { $_->[0] } rows('panel', "SELECT review FROM payment WHERE id = $i") }), 'less than before: for a person';
$gw->gateway_says($r, { %more, status => 'paid', paid => 2300, payment_id => "pi_b_$r" });
send_it(notice(id => $r));
ok settled($i, 'paid'), 'more than asked: paid';
is balance($c), 48_000_000, 'all that came is credited';

# --- the gateway is down or talks nonsense, then answers
($i, $r, $o) = start('12.00');
for my $says ('500 Internal Server Error', '404 Not Found', '302 Found', [], { status => 'paid' }, { status => 'paid', paid => '1200', reference => 5 }) {
    $gw->gateway_says($r, $says);
    is send_it(notice(id => $r)), 200, 'noticed while the gateway is ill';
}
sleep 1;
is status_of($i), 'pending', 'nothing moved';
$gw->gateway_says($r, { id => $r, reference => $o, status => 'paid', currency => 'USD', amount => 1200, paid => 1200, payment_id => "pi_$r" });
send_it(notice(id => $r));
ok settled($i, 'paid'), 'it is well again: paid';
is balance($c), 60_000_000, 'credited';

# --- 32 notices at once
($i, $r, $o) = start('13.00');
$gw->gateway_says($r, { id => $r, reference => $o, status => 'paid', currency => 'USD', amount => 1300, paid => 1300, payment_id => "pi_$r" });
my @pids;
for my $k (1 .. 8) {
    my $pid = fork;
    if (!$pid) { send_it(notice(id => $r, event_id => "ev_par_${$}_$k")) for 1 .. 4; require POSIX; POSIX::_exit(0) }
    push @pids, $pid;
}
waitpid $_, 0 for @pids;
ok settled($i, 'paid'), '32 notices at once';
sleep 1;
is balance($c), 73_000_000, 'credited once';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;

# The notice address, as the sandbox gateway was told when a payment was made there.
sub address {
    $c->submit('/app/funds', { amount => '10.00', method => 'sandbox' });
    my ($row) = rows('upstream', 'SELECT notify_url FROM sandbox_payment ORDER BY id DESC LIMIT 1');
    return $row->[0];
}
