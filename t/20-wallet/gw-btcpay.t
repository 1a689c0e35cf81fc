# SPDX-License-Identifier: Apache-2.0
# BTCPay Server: the whole way of a payment against a simulator; coins that are only seen, parts, more than asked, late.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::BTCPay;
use Smm::Gateway::Check qw(setup start status_of settled reviewed deliver gwcall whole_way connection);
use Smm::World qw(balance);
use Smm::Instance qw(wait_for rows);

my %key = (key => "btc-key-$$", webhook_secret => "btc-hook-$$", store => "Store$$");
my $sim = Smm::Gateway::BTCPay->new(%key);
setup('btcpay', [qw(key webhook_secret)], %key, base_url => $sim->base);
my $set = { %key, base_url => $sim->base };

# no idempotency key there, and yet one invoice: it is looked for by the reference
my ($c, $credit) = whole_way($sim, 'btcpay', wrong_amount => '1000.00');
Smm::Gateway::Check::rotation($sim, 'btcpay', $c);
$credit += 10_000_000;

# seen by the network, not confirmed
my ($id, $ref) = start($c, 'btcpay', '16.00');
is deliver($sim, $sim->do(seen => $ref)), 200, 'coins are seen';
ok settled($c, $id, 'confirming'), 'they are being confirmed';
is balance($c), $credit, '… and are no money yet';
ok wait_for(20, sub { $c->get("/app/payments/$id")->decoded_content =~ /6 confirmations are needed/ }), '… the page says how many confirmations it takes';
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'paid'), 'confirmed: paid';
is balance($c), $credit += 16_000_000, 'credited';

# seen, and spent elsewhere
($id, $ref) = start($c, 'btcpay', '17.00');
deliver($sim, $sim->do(seen => $ref));
ok settled($c, $id, 'confirming'), 'seen';
deliver($sim, $sim->do(double_spent => $ref));
ok settled($c, $id, 'failed'), 'never confirmed: failed';
is balance($c), $credit, 'nothing is credited';

# a part is no money until the invoice is settled
($id, $ref) = start($c, 'btcpay', '20.00');
is deliver($sim, $sim->do(part => $ref, '12.00')), 200, 'a part';
is gwcall('btcpay', $set, 'fetch', $ref)->{state}, 'underpaid', 'too little, says the server';
ok reviewed($id), '… and staff are told to look';
is balance($c), $credit, '… not credited';
my $page = $c->xml("/app/payments/$id");
is $page->findvalue('//payment/@part'), 1, 'the customer reads that a part came';
is $page->findvalue('//payment/@pay-url'), '', '… and is not asked to pay again';
is $c->get("/app/payments/$id")->header('Refresh'), undef, '… nor sent to the processor';
is $c->get("/app/payments/$id?back=1")->header('Refresh'), undef, '… on the way back either';
like $c->get("/app/payments/$id")->decoded_content, qr/A part of the money arrived/, '… in words';
unlike $c->get("/app/payments/$id")->decoded_content, qr/look there how much</, '… that are not those for staff';
like $c->get("/app/tickets/new?payment=$id")->decoded_content, qr/P$id/, 'a question about it names it';
unlike $c->get('/app/tickets/new?payment=1x')->decoded_content, qr/P1x/, '… a number only';
deliver($sim, $sim->do(pay => $ref, '22.509'));
ok settled($c, $id, 'paid'), 'the rest and more: paid';
is join('', map { $_->[0] } rows('panel', "SELECT review FROM payment WHERE id = $id")), '', '… and there is nothing to look at any more';
is balance($c), $credit += 22_500_000, 'all that came is credited, to the cent below';

is gwcall('btcpay', $set, 'fetch', '../secrets')->{rc}, 'MISSING', 'a reference that is none';
connection($sim, 'btcpay', $set, 'key');
done_testing;
