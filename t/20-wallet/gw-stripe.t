# SPDX-License-Identifier: Apache-2.0
# Stripe: the whole way of a payment against a simulator of its API, refunds, disputes, delayed methods.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::Stripe;
use Smm::Gateway::Check qw(setup start status_of settled deliver notify_url gwcall whole_way refunds connection);
use Smm::World qw(balance staff);
use Smm::Instance qw(rows set_secret wait_for);

my %key = (key => "sk_test_$$" . 'x' x 20, webhook_secret => "whsec_test_$$");
my $sim = Smm::Gateway::Stripe->new(%key);
setup('stripe', [qw(key webhook_secret)], %key, base_url => $sim->base);
my $set = { %key, base_url => $sim->base };

my ($c, $credit) = whole_way($sim, 'stripe');
Smm::Gateway::Check::rotation($sim, 'stripe', $c);
$credit += 10_000_000;

# an old notice, and one that Stripe's own clock signed ahead of ours
my ($id, $ref) = start($c, 'stripe', '10.00');
my $n = $sim->do(pay => $ref);
is deliver($sim, $n, time => time - 302), 400, 'more than five minutes old: refused';
is deliver($sim, $n, time => time - 290), 200, 'a younger one is taken';
ok settled($c, $id, 'paid'), 'paid';
is balance($c), $credit += 10_000_000, 'credited';
my ($paid, $ref_of_paid) = ($id, $ref);

# a delayed method: complete but unpaid, then paid or refused
($id, $ref) = start($c, 'stripe', '16.00');
deliver($sim, $sim->do(pay_later => $ref));
ok settled($c, $id, 'confirming'), 'the bank needs a while';
deliver($sim, $sim->do(arrived => $ref));
ok settled($c, $id, 'paid'), '… and then pays';
is balance($c), $credit += 16_000_000, 'credited';
($id, $ref) = start($c, 'stripe', '17.00');
deliver($sim, $sim->do(pay_later => $ref));
ok settled($c, $id, 'confirming'), 'again';
deliver($sim, $sim->do(refused => $ref));
ok settled($c, $id, 'failed'), '… and this time refuses';
is balance($c), $credit, 'nothing is credited';

# a refund that was made on Stripe's own pages: booked, listed, with a credit note
($id, $ref) = start($c, 'stripe', '18.00');
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'paid'), 'paid';
my $notes = sub { return $c->xml('/app/invoices')->findnodes('//note')->size };
my $were = $notes->();
is deliver($sim, $sim->do(send_back => $ref, 500)), 200, 'five go back without an order of ours';
ok wait_for(30, sub { balance($c) == $credit + 13_000_000 }), 'they leave the balance';
$credit += 13_000_000;
my $seen = staff()->xml("/staff/payments/$id");
is $seen->findvalue('//refund/@status'), 'seen', 'staff see the refund';
is $seen->findvalue('//refund/@sends'), '5.00', '… over five';
is $seen->findvalue('//refund/@no-note'), '', '… with its credit note';
is staff()->get('/staff/refunds/' . $seen->findvalue('//refund/@id'))->code, 200, '… on a page of its own';
is $notes->() - $were, 1, 'the customer has the credit note';
is staff()->xml('/staff/refunds?status=done')->findnodes("//refund[\@status='seen']")->size > 0, 1, 'it is among what was sent';

# what comes after the payment names its intent, not the session
$n = $sim->do(dispute => $ref_of_paid);
is deliver($sim, $n), 200, 'a dispute is noticed';
my ($event) = $n->{body} =~ /"id":"(evt_\w+)"/;
is((rows('panel', "SELECT payment_id FROM notice WHERE event_key = '$event'"))[0][0], $paid, '… and belongs to its payment');

# refunds and disputes, by the client alone
$ref = refunds($sim, 'stripe', $set, fee => 59);
my $made = gwcall('stripe', $set, 'create', 3000, 'USD', "demo-P8$$", "key-of-dispute-$$");
$sim->do(pay => $made->{ref});
$sim->do(dispute => $made->{ref});
my $s = gwcall('stripe', $set, 'fetch', $made->{ref});
is_deeply [ @$s{qw(state paid disputed)} ], [ 'paid', 3000, 3000 ], 'a dispute holds the money back';
$sim->do(decide => 'won');
is gwcall('stripe', $set, 'fetch', $made->{ref})->{disputed}, 0, 'won: nothing is held back';
$sim->do(decide => 'lost');
is gwcall('stripe', $set, 'fetch', $made->{ref})->{disputed}, 3000, 'lost: gone';
$sim->do(refund_status => $_->[0]), is(gwcall('stripe', $set, 'fetch_refund', gwcall('stripe', $set, 'refund', $made->{ref}, 100, "r-$_->[0]-$$")->{text})->{state}, $_->[1], "refund $_->[0]: $_->[1]")
    for [ pending => 'pending' ], [ requires_action => 'pending' ], [ failed => 'failed' ], [ canceled => 'failed' ];

# currencies without and with three decimals
$made = gwcall('stripe', $set, 'create', 5000, 'JPY', "demo-P7$$", "key-of-yen-$$");
is $sim->do(object => $made->{ref})->{amount_total}, 5000, '5000 yen are 5000 units';
is gwcall('stripe', $set, 'fetch', $made->{ref})->{asked}, 5000, '… and back';
$made = gwcall('stripe', $set, 'create', 5000, 'MGA', "demo-P6$$", "key-of-ariary-$$");
is $sim->do(object => $made->{ref})->{amount_total}, 50, 'a currency that Stripe counts whole, unlike ISO';
is gwcall('stripe', $set, 'fetch', $made->{ref})->{asked}, 5000, '… and back';
is gwcall('stripe', $set, 'create', 5001, 'MGA', "demo-P5$$", "key-of-part-$$")->{rc}, 'REFUSED', 'a part of a unit is refused, not rounded';
is gwcall('stripe', $set, 'create', 1234, 'KWD', "demo-P4$$", "key-of-dinar-$$")->{rc}, 'OK', 'three decimals';
is gwcall('stripe', $set, 'create', 100_000_000, 'USD', "demo-P3$$", "key-of-much-$$")->{rc}, 'REFUSED', 'nine digits: refused';
is gwcall('stripe', $set, 'create', 999, 'USD', "demo-P7$$", "key-of-yen-$$")->{rc}, 'REFUSED', 'a key that was used with another request';

# cancelling; the keys
$made = gwcall('stripe', $set, 'create', 2000, 'USD', "demo-P2$$", "key-of-cancel-$$");
is gwcall('stripe', $set, 'cancel', $made->{ref})->{rc}, 'OK', 'cancelled';
is gwcall('stripe', $set, 'fetch', $made->{ref})->{state}, 'expired', '… there, too';
is gwcall('stripe', $set, 'cancel', $made->{ref})->{rc}, 'REFUSED', 'once';
connection($sim, 'stripe', $set, 'key');

# the owner's page: the address for notices, and the test of the stored keys
my $owner = staff();
my $page = '/staff/settings/gateway.stripe';
is $owner->xml($page)->findvalue('//gateway/@notices'), notify_url(), 'the page names the address for notices';
my $res = $owner->submit($page, {}, action => '/test');
is $res->code, 303, 'the connection is tested';
like $owner->get($page)->decoded_content, qr/Stripe knows the key: test mode/, '… and works';
is((set_secret('panel', 'gateway.stripe.key', 'sk_test_of_nobody'))[0], 0, 'another key');
$owner->submit($page, {}, action => '/test');
my $html = $owner->get($page)->decoded_content;
like $html, qr/It refuses the key/, 'a wrong key is told';
unlike $html, qr/sk_test/, '… and not shown';
is $c->raw_post('/staff/gateways/stripe/test', { csrf => $c->xml('/app/funds')->findvalue('(//form/@csrf)[1]') })->code, 403, 'customers test nothing';
is $owner->raw_post('/staff/gateways/bank/test', { csrf => $owner->xml($page)->findvalue('(//form/@csrf)[1]') })->code, 404, 'where there is nothing to try, there is no such page';
done_testing;
