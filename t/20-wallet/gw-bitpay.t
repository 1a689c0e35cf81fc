# SPDX-License-Identifier: Apache-2.0
# BitPay against a simulator: the whole way, invoices that were made although the answer was lost, parts and too much, which
# BitPay sends back itself, signed requests for money back, a token that is exchanged.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::BitPay;
use Smm::Gateway::Check qw(setup start status_of settled reviewed deliver gwcall whole_way connection);
use Smm::Instance qw(smmctl set_secret);
use Smm::World qw(balance);

my %key = (token => "bp-token-$$", merchant_token => "bp-merchant-$$", private_key => 'a5' x 32);
my $sim = Smm::Gateway::BitPay->new(%key);
setup('bitpay', [qw(token merchant_token private_key)], %key, base_url => $sim->base);
my $set = { %key, base_url => $sim->base };

my ($c, $credit) = whole_way($sim, 'bitpay');

# seen, confirmed, complete
my ($id, $ref) = start($c, 'bitpay', '16.00');
is deliver($sim, $sim->do(becomes => $ref, 'paid')), 200, 'coins are seen';
ok settled($c, $id, 'confirming'), '… and being confirmed';
is balance($c), $credit, '… which is no money yet';
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'paid'), 'complete: paid';
is balance($c), $credit += 16_000_000, 'credited';

# a part of it comes: BitPay sends it back, nothing is ours
($id, $ref) = start($c, 'bitpay', '17.00');
is deliver($sim, $sim->do(becomes => $ref, 'expired', exceptionStatus => 'paidPartial')), 200, 'a part of it, then the time is over';
ok reviewed($id), '… which staff are told';
isnt status_of($c, $id), 'paid', 'not paid';
is balance($c), $credit, 'nothing is credited';

# more than asked: the price is ours, the rest goes back by itself
($id, $ref) = start($c, 'bitpay', '18.00');
deliver($sim, $sim->do(becomes => $ref, 'complete', exceptionStatus => 'paidOver'));
ok settled($c, $id, 'paid'), 'more than asked: paid';
is balance($c), $credit += 18_000_000, '… by the price alone';

# states that come out of order change nothing that is done
deliver($sim, $sim->do(becomes => $ref, $_)) for qw(paid new expired invalid);
sleep 2;
is status_of($c, $id), 'paid', 'what comes late from before changes nothing';
is balance($c), $credit, '… and takes nothing';
for my $bad (qw(invalid declined)) {
    ($id, $ref) = start($c, 'bitpay', '11.00');
    deliver($sim, $sim->do(becomes => $ref, $bad));
    ok settled($c, $id, 'failed'), "$bad: failed";
}

# notices without a signature: only when the account sends them so
($id, $ref) = start($c, 'bitpay', '12.00');
my $n = $sim->do(pay => $ref);
is deliver($sim, $n, headers => {}), 400, 'without a signature: refused';
smmctl('panel', 'settings', 'set', 'gateway.bitpay.unsigned', 1);
is deliver($sim, $n, headers => {}), 200, '… unless the shop takes them as a hint';
is deliver($sim, $n, secret => 'another'), 400, 'a wrong one is refused all the same';
smmctl('panel', 'settings', 'unset', 'gateway.bitpay.unsigned');
ok settled($c, $id, 'paid'), 'the invoice is read: paid';
is balance($c), $credit += 12_000_000, 'credited';

# the token is exchanged
($id, $ref) = start($c, 'bitpay', '13.00');
is((set_secret('panel', 'gateway.bitpay.token_old', 'before'))[0], 0, 'the token of before is kept');
is deliver($sim, $sim->do(pay => $ref), secret => 'before'), 200, '… and its notices count';
smmctl('panel', 'settings', 'unset', 'gateway.bitpay.token_old');
ok settled($c, $id, 'paid'), 'paid';
is balance($c), $credit += 13_000_000, 'credited';

# money back: signed by the operator's key
my $made = gwcall('bitpay', $set, 'create', 5000, 'USD', "demo-P9$$", "key-of-refund-$$");
is $made->{rc}, 'OK', 'an invoice';
is gwcall('bitpay', $set, 'create', 5000, 'USD', "demo-P9$$", "key-of-refund-$$")->{ref}, $made->{ref}, 'the same key: the same one';
is gwcall('bitpay', $set, 'refund', $made->{ref}, 100, 'early')->{rc}, 'REFUSED', 'nothing was paid: no refund';
$sim->do(pay => $made->{ref});
is gwcall('bitpay', { %$set, private_key => 'b6' x 32, merchant_token => 'x' }, 'refund', $made->{ref}, 100, 'k')->{rc}, 'REFUSED', 'another token: refused';
my $back = gwcall('bitpay', $set, 'refund', $made->{ref}, 1250, 'back');
is $back->{rc}, 'OK', 'a part goes back' or diag explain $back;
is gwcall('bitpay', { %$set, private_key => 'b6' x 32 }, 'refund', $made->{ref}, 100, 'k')->{rc}, 'REFUSED', 'another key: refused';
is gwcall('bitpay', $set, 'refund', $made->{ref}, 5001, 'more')->{rc}, 'REFUSED', 'more than was paid: refused';
my $r = gwcall('bitpay', $set, 'fetch_refund', $back->{text});
is_deeply [ @$r{qw(rc state asked refunded)} ], [ 'OK', 'pending', 1250, 0 ], 'it waits for the address of the payer' or diag explain $r;
$sim->do(becomes => $back->{text}, 'success');
$r = gwcall('bitpay', $set, 'fetch_refund', $back->{text});
is_deeply [ @$r{qw(rc state refunded)} ], [ 'OK', 'refunded', 1250 ], 'it is sent';
$sim->do(becomes => $back->{text}, 'cancelled');
is gwcall('bitpay', $set, 'fetch_refund', $back->{text})->{state}, 'failed', 'or it is not';
is gwcall('bitpay', $set, 'fetch_refund', 'rf404')->{rc}, 'MISSING', 'an unknown one';
is gwcall('bitpay', $set, 'fetch', '../secrets')->{rc}, 'MISSING', 'a reference that is none';
is $sim->truth->{"demo-P9$$"}{back}, 1250, 'the processor sent as much';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
connection($sim, 'bitpay', $set, 'token');
done_testing;
