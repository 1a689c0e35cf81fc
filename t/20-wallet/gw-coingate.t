# SPDX-License-Identifier: Apache-2.0
# CoinGate against a simulator: notices with an order's own token and no other, answers that do not fit, late, more than asked.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::CoinGate;
use Smm::Gateway::Check qw(setup start status_of settled reviewed deliver gwcall connection);
use Smm::Instance qw(smmctl set_secret);
use Smm::World qw(newcomer balance);

my %key = (key => "cg-key-$$");
my $sim = Smm::Gateway::CoinGate->new(%key);
setup('coingate', ['key'], %key, base_url => $sim->base);
my $set = { %key, base_url => $sim->base };
my $c = newcomer();
my $credit = 0;

my ($id, $ref) = start($c, 'coingate', '25.00');
my (undef, $other) = start($c, 'coingate', '26.00');
like $c->get("/app/payments/$id")->header('Refresh') // '', qr{url=\Q@{[ $sim->base ]}\E/}, 'the page leads on to the processor';
my $n = $sim->do(pay => $ref);
my ($token) = $n->{body} =~ /token=(\w+)/;
my ($another) = $sim->do(becomes => $other, 'pending')->{body} =~ /token=(\w+)/;
isnt $token, $another, 'each order has a token of its own';
for my $bad ('', substr($token, 0, 32), $another, $token . '0') { is deliver($sim, $n, sent => $n->{body} =~ s/token=\w+/token=$bad/r), 400, "token '$bad': refused" }
is deliver($sim, $n, sent => $n->{body} =~ s/&token=\w+//r), 400, 'no token: refused';
is deliver($sim, $n, sent => "$n->{body}&token=$token"), 400, 'a name twice: refused';
is deliver($sim, $n, sent => $n->{body} =~ s/order_id=/order_id=x/r), 400, 'another order: refused';
is balance($c), 0, 'nothing is credited by them';
is deliver($sim, $n), 200, 'the genuine notice';
ok settled($c, $id, 'paid'), 'the order is read: paid';
is balance($c), $credit += 25_000_000, 'credited';
is deliver($sim, $n), 200, 'the same again' for 1 .. 3;
is balance($c), $credit, 'credited once';

my $f = $sim->lie_fields;
my %lies = ('another amount' => { $f->{amount} => '1000.0' }, 'another currency' => { $f->{currency} => 'EUR' }, 'another reference' => { $f->{reference} => 'demo-P1' });
for my $what (sort keys %lies) {
    my ($i, $r) = start($c, 'coingate', '11.00');
    $sim->lie($r, %{ $lies{$what} });
    is deliver($sim, $sim->do(pay => $r)), 200, "$what: noticed";
    ok reviewed($i), '… is for a person';
    isnt status_of($c, $i), 'paid', '… and not paid';
}
is balance($c), $credit, 'nothing is credited';

($id, $ref) = start($c, 'coingate', '16.00');
deliver($sim, $sim->do(becomes => $ref, 'confirming'));
ok settled($c, $id, 'confirming'), 'coins are being confirmed';
is balance($c), $credit, '… and are no money yet';
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'paid'), 'paid';
is balance($c), $credit += 16_000_000, 'credited';

($id, $ref) = start($c, 'coingate', '20.00');
deliver($sim, $sim->do(becomes => $ref, 'expired'));
ok settled($c, $id, 'expired'), 'expired';
deliver($sim, $sim->do(becomes => $ref, 'paid', overpaid_amount => '0.00005'));
ok settled($c, $id, 'paid'), 'late, and more than asked: paid';
is balance($c), $credit += 22_000_000, 'all that came is credited';

# the API token is exchanged: notices of older orders still count
($id, $ref) = start($c, 'coingate', '12.00');
is((set_secret('panel', 'gateway.coingate.key_old', $key{key}))[0], 0, 'the old API token is kept');
is((set_secret('panel', 'gateway.coingate.key', "new $key{key}"))[0], 0, 'and another one used');
is deliver($sim, $sim->do(pay => $ref)), 200, 'a notice with the token of before';
set_secret('panel', 'gateway.coingate.key', $key{key});
smmctl('panel', 'settings', 'unset', 'gateway.coingate.key_old');
ok settled($c, $id, 'paid', 60), 'paid';
is balance($c), $credit += 12_000_000, 'credited';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
is gwcall('coingate', $set, 'fetch', '../secrets')->{rc}, 'MISSING', 'a reference that is none';
connection($sim, 'coingate', $set, 'key');
done_testing;
