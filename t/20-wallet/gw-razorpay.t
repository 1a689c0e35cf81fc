# SPDX-License-Identifier: Apache-2.0
# Razorpay: the whole way of a payment in rupees against a simulator of payment links; capture by hand, failed
# and late payments, refunds, disputes.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::Razorpay;
use Smm::Gateway::Check qw(setup start status_of settled reviewed deliver gwcall whole_way refunds connection);
use Smm::Instance qw(rows);
use Smm::World qw(balance);

my %key = (key_id => "rzp_test_$$", key_secret => "rzp-secret-$$", webhook_secret => "rzp-hook-$$");
my $sim = Smm::Gateway::Razorpay->new(%key);
setup('razorpay', [qw(key_secret webhook_secret)], %key, base_url => $sim->base, 'fx.inr' => '83.5');
my $set = { %key, base_url => $sim->base };

my ($c, $credit) = whole_way($sim, 'razorpay');
Smm::Gateway::Check::rotation($sim, 'razorpay', $c);
$credit += 10_000_000;

# a rupee less or more than asked is another amount; the rate is the payment's own
my ($id, $ref) = start($c, 'razorpay', '10.00');
is $sim->do(object => $ref)->{amount}, 83500, '10 dollars at 83.5 are 835 rupees';

# a payment that must be captured by hand
deliver($sim, $sim->do(authorise => $ref));
ok settled($c, $id, 'paid'), 'authorised: captured, then paid';
is $sim->calls('capture'), 1, 'captured once';
is balance($c), $credit += 10_000_000, 'credited';

# one that does not fit is not captured
($id, $ref) = start($c, 'razorpay', '10.00');
$sim->lie($ref, amount => 100);
deliver($sim, $sim->do(authorise => $ref));
ok reviewed($id), 'another amount: for a person';
is $sim->calls('capture'), 1, '… and not captured';

# the first card fails, the second is good
($id, $ref) = start($c, 'razorpay', '11.00');
is deliver($sim, $sim->do(fail => $ref)), 200, 'a failed payment is noticed';
sleep 2;
is status_of($c, $id), 'pending', '… and leaves the link open';
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'paid'), 'another card: paid';
is balance($c), $credit += 11_000_000, 'credited';

# a dispute names the payment only
my $n = $sim->do(dispute => $ref);
is deliver($sim, $n), 200, 'a dispute is noticed';
is((rows('panel', "SELECT payment_id FROM notice WHERE event_key = '$n->{id}'"))[0][0], $id, '… and belongs to its payment');
is gwcall('razorpay', $set, 'fetch', $ref)->{disputed}, 91850, '… and shows in what Razorpay says';
$sim->do(decide => 'won');
is gwcall('razorpay', $set, 'fetch', $ref)->{disputed}, 0, 'won';
$sim->do('hide_disputes');
is gwcall('razorpay', $set, 'fetch', $ref)->{rc}, 'OK', 'an account that may not see disputes';

refunds($sim, 'razorpay', $set, currency => 'INR', fee => 59);
my $made = gwcall('razorpay', $set, 'create', 3000, 'INR', "demo-P8$$", 'k');
$sim->do(pay => $made->{ref});
is gwcall('razorpay', $set, 'refund', $made->{ref}, 100, 'short')->{rc}, 'OK', 'a short key is made long enough';
$sim->do(refund_status => 'failed');
is gwcall('razorpay', $set, 'fetch_refund', gwcall('razorpay', $set, 'refund', $made->{ref}, 100, "failing-refund-$$")->{text})->{state}, 'failed', 'a refund that fails';
my $long = 'p' x 32 . '-P123456789012';
$made = gwcall('razorpay', $set, 'create', 3000, 'INR', $long, 'k');
is gwcall('razorpay', $set, 'fetch', $made->{ref})->{reference}, $long, 'a long reference stays whole';
$made = gwcall('razorpay', $set, 'create', 3000, 'INR', "demo-P7$$", 'k');
is gwcall('razorpay', $set, 'create', 3000, 'INR', "demo-P7$$", 'k')->{ref}, $made->{ref}, 'made twice: the same link';
is gwcall('razorpay', $set, 'cancel', $made->{ref})->{rc}, 'OK', 'cancelled';
is gwcall('razorpay', $set, 'fetch', $made->{ref})->{state}, 'failed', '… there, too';
connection($sim, 'razorpay', $set, 'key_secret');
done_testing;
