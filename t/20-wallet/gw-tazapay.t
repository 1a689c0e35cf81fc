# SPDX-License-Identifier: Apache-2.0
# Tazapay: the whole way of a payment against a simulator of its checkout; parts, delays, failed attempts, refunds.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::Tazapay;
use Smm::Gateway::Check qw(setup start status_of settled reviewed deliver notify_url gwcall whole_way refunds connection);
use Smm::World qw(balance);

my %key = (key => "tzp-key-$$", secret => "tzp-secret-$$", webhook_secret => "tzp-hook-$$");
my $sim = Smm::Gateway::Tazapay->new(%key);
setup('tazapay', [qw(secret webhook_secret)], %key, base_url => $sim->base);
my $set = { %key, base_url => $sim->base };

# it knows no idempotency key: after a lost answer there are two, and the address of one is known to nobody
my ($c, $credit) = whole_way($sim, 'tazapay', creates_after_loss => 2);
Smm::Gateway::Check::rotation($sim, 'tazapay', $c);
$credit += 10_000_000;

my ($id, $ref) = start($c, 'tazapay', '10.00');
is $sim->do(webhook => $ref), notify_url(), 'each session carries the address for its notices';
$sim->do(pay => $ref);
is deliver($sim, $sim->do(old_event => $ref, 400)), 400, 'an old event: refused';
is deliver($sim, $sim->do(old_event => $ref, 200)), 200, 'a younger one is taken';
ok settled($c, $id, 'paid'), 'paid';
is balance($c), $credit += 10_000_000, 'credited';

# a transfer that takes its time, after an attempt that failed
($id, $ref) = start($c, 'tazapay', '16.00');
is deliver($sim, $sim->do(fail => $ref)), 200, 'a failed attempt';
is status_of($c, $id), 'pending', '… leaves the session open';
deliver($sim, $sim->do(begin => $ref));
ok settled($c, $id, 'confirming'), 'under way';
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'paid'), 'arrived';
is balance($c), $credit += 16_000_000, 'credited';

# less than asked is held, more is credited
($id, $ref) = start($c, 'tazapay', '20.00');
deliver($sim, $sim->do(pay => $ref, 1500));
ok settled($c, $id, 'underpaid'), 'less: underpaid';
is balance($c), $credit, '… and not credited';
deliver($sim, $sim->do(pay => $ref, 700));
ok settled($c, $id, 'paid'), 'the rest and more: paid';
is balance($c), $credit += 22_000_000, 'all that came is credited';

refunds($sim, 'tazapay', $set, once => 1, full_state => 0);
my $made = gwcall('tazapay', $set, 'create', 3000, 'USD', "demo-P8$$", 'k');
$sim->do(pay => $made->{ref});
for ([ Requested => 'pending' ], [ Initiated => 'pending' ], [ Rejected => 'failed' ], [ cancelled => 'failed' ]) {
    $sim->do(refund_status => $_->[0]);
    is gwcall('tazapay', $set, 'fetch_refund', gwcall('tazapay', $set, 'refund', $made->{ref}, 100, "r-$_->[0]")->{text})->{state}, $_->[1], "refund $_->[0]: $_->[1]";
}
$made = gwcall('tazapay', $set, 'create', 3000, 'USD', "demo-P7$$", 'k');
is gwcall('tazapay', $set, 'cancel', $made->{ref})->{rc}, 'OK', 'cancelled';
is gwcall('tazapay', $set, 'fetch', $made->{ref})->{state}, 'expired', '… there, too';
connection($sim, 'tazapay', $set, 'secret');
done_testing;
