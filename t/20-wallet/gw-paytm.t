# SPDX-License-Identifier: Apache-2.0
# Paytm: a QR code for each payment with its notices, and the shop's fixed code with the customer's order id,
# against a simulator with its own truth.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::Paytm;
use Smm::Gateway::Check qw(setup start status_of settled reviewed gwcall notify_url);
use Smm::World qw(newcomer staff balance);
use Smm::Instance qw(smmctl wait_for rows);
use Smm::Race qw(race);

my %key = (mid => "TESTMID0000$$", merchant_key => substr("test_key_$$" . 'x' x 16, 0, 16));
my $sim = Smm::Gateway::Paytm->new(%key);
setup('paytm', ['merchant_key'], %key, base_url => $sim->base, mode => 'dynamic', static_qr => 'upi://pay?pa=paytm@sim&pn=Test%20Shop&cu=INR');
my $c = newcomer();
ok !$c->xml('/app/funds')->findnodes('//method[@id="paytm"]'), 'without a rate for rupees the method is not offered';
setup('paytm', [], 'fx.inr' => '88.1234');
ok $c->xml('/app/funds')->findnodes('//method[@id="paytm"]'), 'with one it is';
my $credit = 0;

sub notify { my ($n, %o) = @_; my ($body, $type) = $sim->sealed($n, %o); return $sim->deliver({ url => notify_url(), headers => { 'Content-Type' => $type } }, body => $o{spoil} ? $o{spoil}->($body) : $body) }

# --- a QR code of its own
my ($id, $ref) = start($c, 'paytm', '100.00');
like $ref, qr/-P$id$/, 'the order has our reference';
my $doc = $c->xml("/app/payments/$id");
is $doc->findvalue('//payment/@pay-amount'), '8812.34 INR', 'the page asks for rupees at the rate';
is $doc->findvalue('//payment/@pay-rate'), '88.1234', '… which it names';
like $doc->findvalue('//payment/qr/@path'), qr/^M4 4h7v1h-7z/, 'a QR code, from its first corner';
like $doc->findvalue('//payment/@app-link'), qr{^upi://pay\?.*am=8812\.34&cu=INR}, '… and its link for phones';
is $sim->do(object => $ref)->{asked}, '8812.34', 'Paytm was asked for the same';
$sim->chaos(fetch => 500, 1000);
my $n = $sim->do(pay => $ref);
is notify($n, key => 'another_key_1234'), 400, 'another key: refused';
is notify($n, spoil => sub { $_[0] =~ s/TXNAMOUNT=8812/TXNAMOUNT=9812/r }), 400, 'an altered form: refused';
is notify($n, how => 'json', spoil => sub { $_[0] =~ s/8812/9812/r }), 400, 'altered JSON: refused';
is notify($n, how => 'json', spoil => sub { $_[0] =~ s/,"orderId"/, "orderId"/r }), 400, 'JSON with a blank more: refused';
is notify($n, fields => { MID => 'SOMEBODYELSE' }), 400, 'of another merchant: refused';
is balance($c), 0, 'nothing is credited by them';
$sim->do('calm');
is notify($n), 200, 'the genuine form';
ok settled($c, $id, 'paid'), 'paid';
is balance($c), $credit += 100_000_000, '100 USD are credited';
is notify($n), 200, 'again' for 1 .. 3;
is notify($n, how => 'json'), 200, 'the same as JSON';
sleep 1;
is balance($c), $credit, 'credited once';
my $paid = $ref;

# --- Paytm's answer does not fit
for my $what ([ 'another merchant' => mid => 'SOMEBODYELSE' ], [ 'another order' => orderId => 'demo-P1' ]) {
    my ($i, $r) = start($c, 'paytm', '11.00');
    $sim->lie($r, @{$what}[1, 2]);
    is notify($sim->do(pay => $r)), 200, "$what->[0]: noticed";
    $c->get("/app/payments/$i?back=1");
    is status_of($c, $i), 'pending', '… and not booked';
}
my ($i, $r) = start($c, 'paytm', '11.00');
notify($sim->do(pay => $r, '900.00'));
ok settled($c, $i, 'underpaid'), 'less than asked: underpaid';
is balance($c), $credit, 'nothing is credited';

# --- the answer to the first call is lost; the order id is used up there
for my $how ('lost', '500-after') {
    $sim->chaos(create => $how);
    my $res = $c->submit('/app/funds', { amount => '13.00', method => 'paytm' });
    my ($i) = $c->location($res) =~ m{(\d+)$};
    is $c->xml("/app/payments/$i")->findvalue('count(//payment/qr)'), 0, "$how: no code";
    is $c->submit("/app/payments/$i", {}, action => '/pay')->code, 303, '… the customer tries again';
    my ($ref) = map { $_->[0] } rows('panel', "SELECT gateway_ref, id FROM payment WHERE id = $i");
    like $ref, qr/-P$i-2$/, '… and gets one under a second order id';
    notify($sim->do(pay => $ref));
    ok settled($c, $i, 'paid'), '… paid';
    is balance($c), $credit += 13_000_000, '… and credited once';
}

# --- no notice; coming back asks once
($id, $ref) = start($c, 'paytm', '12.00');
is $c->get("/app/payments/$id?back=1")->code, 200, 'not paid yet: the page waits';
is status_of($c, $id), 'pending', '… pending';
$sim->do(pay => $ref, undef, state => 'pending');
$c->get("/app/payments/$id?back=1");
is status_of($c, $id), 'confirming', 'Paytm works on it';
$sim->do(state => $ref, 'paid');
ok settled($c, $id, 'paid', 60), 'a missed notice: the poller finds the money';
is balance($c), $credit += 12_000_000, '12 credited';

# --- refunds, by the client alone
my $set = { %key, base_url => $sim->base };
my $back = gwcall('paytm', $set, 'refund', $paid, 10000, "refund-$$");
is $back->{rc}, 'OK', '100 rupees back';
is gwcall('paytm', $set, 'refund', $paid, 10000, "refund-$$")->{rc}, 'OK', 'the same again';
is $sim->truth->{$paid}{back}, 10000, '… is one refund';
is gwcall('paytm', $set, 'fetch_refund', $back->{text})->{state}, 'refunded', 'it went through';
is gwcall('paytm', $set, 'refund', $paid, 881_234, "refund-b-$$")->{rc}, 'REFUSED', 'more than is left: refused there';
is gwcall('paytm', $set, 'refund', $paid, 881_235, "refund-c-$$")->{rc}, 'REFUSED', 'more than was paid: refused here';
is gwcall('paytm', $set, 'fetch', $paid)->{refunded}, 10000, 'the status says what went back';
my $t = gwcall('paytm', { %$set, merchant_key => 'another_key_1234' }, 'test');
is $t->{rc}, 'REFUSED', 'a wrong key is noticed by the test call';
like $t->{text}, qr/checksum/, '… in words';
is gwcall('paytm', { %$set, merchant_key => 'another_key_1234' }, 'fetch', $paid)->{rc}, 'UNSURE', '… and never taken for a failed payment';
is gwcall('paytm', $set, 'test')->{rc}, 'OK', 'the right one works';

# --- the shop's fixed code: the customer sends the order id
setup('paytm', [], mode => 'static');
($id) = start($c, 'paytm', '20.00');
$doc = $c->xml("/app/payments/$id");
ok $doc->findvalue('count(//payment/qr)'), 'the fixed code';
is $doc->findvalue('//payment/@pay-amount'), '1762.47 INR', 'and the amount';
$sim->do(pay => "ORD$$-1", '1762.47');
$sim->do(pay => "ORD$$-2", '1762.00');
$sim->do(pay => "ORD$$-old", '1762.47', age => 3 * 86400);
my $res = $c->submit("/app/payments/$id", { reference => "ORD$$-9", amount => '1762.47' }, to => "/app/payments/$id/claim");
is $res->code, 422, 'an order id that Paytm does not know';
like $res->decoded_content, qr/no payment with this reference and amount/, '… is said in words';
is $c->submit("/app/payments/$id", { reference => "ORD$$-2", amount => '1762.47' }, to => "/app/payments/$id/claim")->code, 422, 'another amount: the same answer';
is $c->submit("/app/payments/$id", { reference => "ORD$$-1", amount => '1762.40' }, to => "/app/payments/$id/claim")->code, 422, 'a wrong amount typed: the same answer';
is balance($c), $credit, 'nothing is credited';
like $c->get("/app/payments/$id")->decoded_content, qr/no payment with the reference ORD$$-1 and this amount/, 'the page still says so later';
is $c->submit("/app/payments/$id", { reference => "ORD$$-1", amount => '1762.47' }, to => "/app/payments/$id/claim")->code, 303, 'the right one';
is status_of($c, $id), 'paid', '… is credited at once';
is balance($c), $credit += 20_000_000, '20 credited';
my $other = newcomer();
my ($theirs) = start($other, 'paytm', '20.00');
is $other->submit("/app/payments/$theirs", { reference => "ord$$-1", amount => '1762.47' }, to => "/app/payments/$theirs/claim")->code, 422, 'another spelling is another order at Paytm';
is $other->submit("/app/payments/$theirs", { reference => "ORD$$-1", amount => '1762.47' }, to => "/app/payments/$theirs/claim")->code, 303, 'somebody else with the same order id';
is balance($other), 0, '… gets nothing';
is $other->xml("/app/payments/$theirs")->findvalue('//claim/@status'), 'open', '… and waits for a person';
is staff()->xml('/staff/claims')->findvalue("//claim[\@payment='$theirs']/\@twins"), 1, 'who sees the conflict';
is $other->submit("/app/payments/$theirs", { reference => "ORD$$-old", amount => '1762.47' }, to => "/app/payments/$theirs/claim")->code, 303, 'money from before the payment';
is balance($other), 0, '… waits as well';

# --- the money of a QR code under another payment's name
is $other->submit("/app/payments/$theirs", { reference => $paid }, to => "/app/payments/$theirs/claim")->code, 303, 'the order id of another payment\'s code';
is balance($other), 0, '… credits nothing';

# --- Paytm is away: the claim waits and is looked up later
$sim->do(pay => "ORD$$-late", '1762.47');
my ($later) = start($c, 'paytm', '20.00');
$sim->chaos(fetch => 500, 2);
is $c->submit("/app/payments/$later", { reference => "ORD$$-late", amount => '1762.47' }, to => "/app/payments/$later/claim")->code, 303, 'Paytm does not answer: the claim is taken';
is status_of($c, $later), 'pending', '… and waits';
ok rows('panel', "SELECT id, run_at FROM job WHERE kind = 'claim-check'"), '… for a job';
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
