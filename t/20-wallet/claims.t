# SPDX-License-Identifier: Apache-2.0
# Claims: UPI, wire, Payoneer and bank; the queue of staff, rejection, details instead of a reference, payment
# requests, limits of guessing, one reference for many payments at once.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer balance);
use Smm::Instance qw(mails wait_for smmctl rows);
use Smm::Race qw(race);

my %was;
sub set { my ($k, $v) = @_; $was{$k} = 1; my ($rc, $out) = smmctl('panel', 'settings', 'set', $k, $v); is $rc, 0, "$k = $v" or diag $out }
END { local $?; smmctl('panel', 'settings', 'unset', $_) for keys %was }
set('fx.inr', '88.1234');
set('gateway.upi.vpa', 'shop@bank');
set('gateway.upi.holder', 'Test Shop');
set('gateway.wire.iban', 'US000111222');
set('gateway.wire.bic', 'TESTUS33');
set('gateway.payoneer.email', 'pay@shop.example');
set('gateway.payoneer.holder', 'Test Shop Ltd');

my ($c, $staff) = (newcomer(), staff());
sub start { my ($c, $method, $amount) = @_; my $res = $c->submit('/app/funds', { amount => $amount, method => $method }); my ($id) = $c->location($res) =~ m{/app/payments/(\d+)$} or die 'no payment: ' . $res->code . "\n"; return $id }
sub claim { my ($c, $id, %f) = @_; return $c->submit("/app/payments/$id", { %f }, action => "/app/payments/$id/claim") }
sub queue { my ($id, $show) = @_; my ($x) = $staff->xml('/staff/claims' . ($show ? "?show=$show" : ''))->findnodes("//claim[\@payment='$id']"); return $x }
sub status_of { return $_[0]->xml("/app/payments/$_[1]")->findvalue('//payment/@status') }

# --- UPI: code, shape of the reference, staff
my $upi = start($c, 'upi', '25');
my $doc = $c->xml("/app/payments/$upi");
is $doc->findvalue('//payment/@pay-amount'), '2203.09 INR', 'UPI asks in rupees';
is $doc->findvalue('//payment/@app-link'), "upi://pay?pa=shop\@bank&pn=Test%20Shop&tr=demoP$upi&tn=Payment%20P$upi&am=2203.09&cu=INR", 'a link with the exact amount';
ok $doc->findvalue('//payment/qr/@size') > 30, 'a QR code';
is $doc->findvalue('count(//payment/detail[@text="shop@bank"])'), 1, 'the address to type';
like $c->get("/app/payments/$upi")->decoded_content, qr/<svg viewBox="0 0 \d+ \d+"[^>]*>\s*<path/, 'the page draws it';
is claim($c, $upi, reference => 'abc')->code, 422, 'too short';
my $res = claim($c, $upi, reference => 'ABCD12345678');
is $res->code, 422, 'no UPI reference';
like $res->decoded_content, qr/12 digits/, '… the page says what one looks like';
is claim($c, $upi, reference => '6000 0000 0001', amount => '2203.09')->code, 303, 'twelve digits';
my $q = queue($upi);
ok $q, 'staff see it';
is $q->getAttribute('amount'), '2203.09 INR', '… what was said';
is $q->getAttribute('due'), '2203.09 INR', '… and what is due';
my $claim = $q->getAttribute('id');
is $c->get('/staff/claims')->code, 403, 'customers do not see the queue';
is $staff->submit("/staff/claims/$claim", { amount => '', reason => 'seen' }, action => '/confirm')->code, 422, 'without an amount or a line: refused';
is $staff->submit("/staff/claims/$claim", { amount => '2203.09', reason => 'seen in the account' }, action => '/confirm')->code, 303, 'confirmed in rupees';
is balance($c), 25_000_000, '25 USD are credited';
my ($form) = $staff->xml("/staff/claims/$claim")->findnodes('//form');
ok !$form, 'a decided claim has no form';

$res = $c->submit('/app/funds', { amount => '1200', method => 'upi' });
is $res->code, 422, 'more than one UPI payment may carry';
like $res->decoded_content, qr/largest amount at once is 100000\.00 INR/, '… the page says how much';

# --- the same reference for another payment
my $again = start($c, 'upi', '25');
is claim($c, $again, reference => '600000000001')->code, 303, 'the reference again, for another payment';
is queue($again)->getAttribute('twins'), 1, 'staff see that it was claimed twice';
$claim = queue($again)->getAttribute('id');
$res = $staff->submit("/staff/claims/$claim", { amount => '2203.09', reason => 'by mistake' }, action => '/confirm');
is $res->code, 409, 'confirming it is refused';
like $res->decoded_content, qr/credited already for payment P$upi/, '… and says for which payment it was';
is $staff->submit("/staff/payments/$again", { amount => '25', reason => 'by mistake' }, action => '/confirm')->code, 409, 'also at the payment';
is balance($c), 25_000_000, 'nothing more is credited';
is $staff->submit("/staff/claims/$claim", { reason => 'This was paid before.' }, action => '/reject')->code, 303, 'rejected';
$doc = $c->xml("/app/payments/$again");
is $doc->findvalue('//claim/@status'), 'rejected', 'the customer sees it';
like $c->get("/app/payments/$again")->decoded_content, qr/This was paid before/, '… and why';
is $doc->findvalue('count(//form[@name="claim"])'), 1, '… and may send another';
ok wait_for(30, sub { grep { /could not find your payment/i && /This was paid before/ } mails($c->{mail}) }), '… and reads it by mail';

# --- details instead of a reference
my $wire = start($c, 'wire', '40');
is $c->xml("/app/payments/$wire")->findvalue('count(//payment/detail[@text="TESTUS33"])'), 1, 'wire: the details';
like $c->xml("/app/payments/$wire")->findvalue('//payment/@invoice'), qr/^PI-/, 'a proforma at once';
is $c->submit("/app/payments/$wire/lost", { date => 'yesterday', amount => '40', payer => 'ACME' })->code, 422, 'a day must be a day';
is $c->submit("/app/payments/$wire/lost", { date => '2019-01-01', amount => '40', payer => 'ACME' })->code, 422, '… of the last year';
is $c->submit("/app/payments/$wire/lost", { date => '2026-11-26', amount => '', payer => 'ACME' })->code, 422, 'an amount is needed';
my $day = do { my @t = gmtime; sprintf '%04d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3] };
is newcomer()->get("/app/payments/$wire/lost")->code, 404, 'nobody else';
is $c->submit("/app/payments/$wire/lost", { date => $day, amount => '40', payer => 'ACME GmbH', phone => '4321' })->code, 303, 'day, amount, payer';
is queue($wire)->getAttribute('kind'), 'lost', 'staff see it';
$claim = queue($wire)->getAttribute('id');
$doc = $staff->xml("/staff/claims/$claim");
is $doc->findvalue('//payment/claim/@payer'), 'ACME GmbH', '… with what was said';
is $staff->submit("/staff/claims/$claim", { amount => '40', reference => '', reason => 'on the statement' }, action => '/confirm')->code, 422, 'staff must name what they found';
is $staff->submit("/staff/claims/$claim", { amount => '40', reference => 'FT26330ABC', reason => 'on the statement' }, action => '/confirm')->code, 303, 'found';
is balance($c), 65_000_000, '40 credited';

# --- Payoneer: a request by mail
my $pay = start($c, 'payoneer', '30');
$doc = $c->xml("/app/payments/$pay");
is $doc->findvalue('count(//payment/detail[@text="pay@shop.example"])'), 1, 'Payoneer: our account';
is $doc->findvalue('//payment/@fee-usd'), '', 'no fee';
like $doc->findvalue('//payment/detail[@label="Please note"]/@text'), qr/no fee/i, '… and how to pay without one there';
is $c->submit("/app/payments/$pay/request", { email => 'nobody' })->code, 422, 'an address is needed';
is $c->submit("/app/payments/$pay/request", { email => 'finance@acme.example' })->code, 303, 'a payment request is asked for';
is $c->get("/app/payments/$wire/request")->code, 404, 'not for other methods';
$q = queue($pay, 'request');
is $q->getAttribute('reference'), 'finance@acme.example', 'staff have a task';
ok !queue($pay), '… that is no claim';
is $staff->submit('/staff/claims/' . $q->getAttribute('id'), { reason => 'Request 77' }, action => '/done')->code, 303, 'done';
like $c->get("/app/payments/$pay")->decoded_content, qr/sent to.*finance\@acme\.example.*Request 77/s, 'the customer sees it';
ok wait_for(30, sub { grep { /payment request is on its way/ } mails($c->{mail}) }), '… and gets a mail';
is claim($c, $pay, reference => 'PAYONEER-1')->code, 303, 'paid: the reference';
is $staff->submit("/staff/payments/$pay", { amount => '30', reason => 'Payoneer' }, action => '/confirm')->code, 303, 'confirmed at the payment';
is $c->xml("/app/payments/$pay")->findvalue('//claim[@kind="reference"]/@status'), 'credited', '… uses the reference up';
is balance($c), 95_000_000, '30 credited';

# --- guesses
my $g = newcomer();
my $guess = start($g, 'bank', '20');
is claim($g, $guess, reference => "GUESS-000$_")->code, 303, "reference $_" for 1 .. 5;
is claim($g, $guess, reference => 'GUESS-0006')->code, 303, 'the sixth: five gave way to better ones';
$res = claim($g, $guess, reference => 'GUESS-0007');
is $res->code, 429, 'the seventh has to wait';
like $res->decoded_content, qr/another one in \d+ minutes/, '… and the page says how long';
is claim($g, start($g, 'bank', '20'), reference => 'GUESS-0008')->code, 429, '… also at another payment';
is $c->xml("/app/payments/$again")->findvalue('//payment/@wait-minutes'), '', 'others do not wait';

# --- one reference, 32 payments, confirmed at once
my @people = map { newcomer() } 1 .. 8;
my @ids;
for my $p (@people) { for (1 .. 4) { my $id = start($p, 'bank', '10'); claim($p, $id, reference => "RACE-$$"); push @ids, $id } }
my @claims = map { $_->getAttribute('id') } $staff->xml('/staff/claims')->findnodes(join '|', map { "//claim[\@payment='$_']" } @ids);
is scalar @claims, 32, '32 claims of one reference wait';
($form) = grep { ($_->getAttribute('action') // '') =~ m{/confirm$} } $staff->xml("/staff/claims/$claims[0]")->findnodes('//form');
my %f = (csrf => $form->getAttribute('csrf'), amount => '10.00', reason => 'race');
my @r = race($staff, 32, "/staff/claims/$claims[0]/confirm", \%f, vary => sub { my ($i, $v) = @_; $v->{key} = "claim-race-$$-$i" }, path => sub { "/staff/claims/$claims[$_[0] - 1]/confirm" });
is scalar(grep { $_->[0] == 303 } @r), 1, 'one is credited' or diag join ' ', map { $_->[0] } @r;
my $sum = 0;
$sum += balance($_) for @people;
is $sum, 10_000_000, '10 USD in all';
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
