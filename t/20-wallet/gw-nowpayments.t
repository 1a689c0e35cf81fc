# SPDX-License-Identifier: Apache-2.0
# NOWPayments: the whole way of a payment against a simulator; coins on their way, parts of an invoice, more than asked.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::NOWPayments;
use Smm::Gateway::Check qw(setup start status_of settled deliver gwcall whole_way connection);
use Smm::World qw(balance);

my %key = (key => "np-key-$$", webhook_secret => "np-hook-$$", email => 'shop@example.com', password => "np-pass-$$");
my $sim = Smm::Gateway::NOWPayments->new(%key);
setup('nowpayments', [qw(key webhook_secret password)], %key, base_url => $sim->base);
my $set = { %key, base_url => $sim->base };

# an invoice whose answer was lost was shown to nobody: there are two, and one is paid
my ($c, $credit) = whole_way($sim, 'nowpayments', creates_after_loss => 2);
Smm::Gateway::Check::rotation($sim, 'nowpayments', $c);
$credit += 10_000_000;

# seen by the network, not confirmed
my ($id, $ref) = start($c, 'nowpayments', '16.00');
is deliver($sim, $sim->do(seen => $ref)), 200, 'coins are seen';
ok settled($c, $id, 'confirming'), 'they are being confirmed';
is balance($c), $credit, '… and are no money yet';
deliver($sim, $sim->do(becomes => $ref, 'finished'));
ok settled($c, $id, 'paid'), 'confirmed: paid';
is balance($c), $credit += 16_000_000, 'credited';

# never confirmed
($id, $ref) = start($c, 'nowpayments', '17.00');
deliver($sim, $sim->do(seen => $ref));
ok settled($c, $id, 'confirming'), 'seen';
deliver($sim, $sim->do(becomes => $ref, 'failed'));
ok settled($c, $id, 'failed'), 'never confirmed: failed';
is balance($c), $credit, 'nothing is credited';

# a part, and the rest on the same invoice
($id, $ref) = start($c, 'nowpayments', '20.00');
is deliver($sim, $sim->do(part => $ref, '12.00')), 200, 'a part';
ok settled($c, $id, 'underpaid'), 'too little';
is balance($c), $credit, '… not credited';
deliver($sim, $sim->do(part => $ref, '8.00'));
ok settled($c, $id, 'paid'), 'the rest: paid';
is balance($c), $credit += 20_000_000, 'credited once, all of it';

# more than asked
($id, $ref) = start($c, 'nowpayments', '20.00');
deliver($sim, $sim->do(pay => $ref, '22.50'));
ok settled($c, $id, 'paid'), 'more than asked: paid';
is balance($c), $credit += 22_500_000, 'all that came is credited';

is gwcall('nowpayments', { %$set, password => 'another' }, 'test')->{rc}, 'REFUSED', 'a wrong password is told by the test';
is gwcall('nowpayments', $set, 'fetch', '../secrets')->{rc}, 'MISSING', 'a reference that is none';
connection($sim, 'nowpayments', $set, 'key');
done_testing;
