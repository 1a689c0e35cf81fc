# SPDX-License-Identifier: Apache-2.0
# Coins: earned with a top-up, spent on a campaign, back with it; corrected by staff, above a limit by two.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer fund service usd balance provider pause);
use Smm::Instance qw(wait_for smmctl);
use Smm::Growth qw(act setting colleague);

my $staff = staff();
my $c = newcomer();
sub coins { return $_[0]->xml('/app/coins')->findvalue('//coins/@balance') }

setting('coins.per_usd', 2);
my $pay = fund($c, '50.99', $staff);
ok wait_for(20, sub { coins($c) == 100 }), 'two coins for each whole dollar';
setting('coins.per_usd', undef);
my $doc = $c->xml('/app/coins');
is $doc->findvalue('count(//entry)'), 1, 'one movement';
is $doc->findvalue('//entry/@href'), "/app/payments/$pay", '… that says where it comes from';
is $doc->findvalue('//coins/@worth-usd'), '1.00', 'worth a cent each';

my $s = service($c);
my ($sid, $link) = ($s->getAttribute('id'), "https://coins$$.example/");
my $up = provider($staff);
pause($staff, $up, 1); # so that it can be withdrawn
my $q = $c->xml("/app/campaigns/quote?service=$sid&link=$link&quantity=1000");
my $price = usd($q->findvalue('//quote/@total-usd'));
my $most = $q->findvalue('//quote/@coins-most');
my $want = int($price * 2500 / 10000 / 10_000);
$want = 100 if $want > 100;
is $most || 0, $want, 'the quote says how many could be used';
SKIP: {
    skip 'this service is too cheap for coins', 12 unless $want > 0;
    $q = $c->xml("/app/campaigns/quote?service=$sid&link=$link&quantity=1000&coins=$most");
    is usd($q->findvalue('//quote/@total-usd')), $price - $most * 10_000, 'a quarter of the price at most';
    my $before = balance($c);
    my $res = $c->submit("/app/campaigns/new?service=$sid", { service => $sid, link => $link, quantity => 1000, coins => $most + 1 });
    is $res->code, 409, 'more than that is refused';
    is coins($c), 100, '… and takes nothing';
    $res = $c->submit("/app/campaigns/new?service=$sid", { service => $sid, link => $link, quantity => 1000, coins => $most });
    is $res->code, 303, 'ordered with coins';
    my ($id) = $c->location($res) =~ m{(\d+)$};
    is coins($c), 100 - $most, 'spent';
    is balance($c), $before - $price + $most * 10_000, 'the rest in money';
    is $c->xml("/app/campaigns/$id")->findvalue('(//campaign/@coins)[1]'), $most, 'the campaign says so';
    is $c->xml("/app/campaigns/$id/cancel")->findvalue('//effect/@back-coins'), $most, 'and what comes back';
    is $c->submit("/app/campaigns/$id/cancel", {})->code, 303, 'withdrawn';
    is coins($c), 100, 'the coins are back';
    is balance($c), $before, 'and the money';
    is $c->xml('/app/coins')->findvalue('count(//entry)'), 3, 'three movements';
}
pause($staff, $up, 0);

# staff
my $id = $staff->xml("/staff/customers?q=$c->{user}")->findvalue('(//customer/@id)[1]');
ok $id, 'staff find the customer';
is $c->submit('/app/funds', { direction => 'credit', coins => 5, reason => 'mine' }, to => "/staff/customers/$id/coins")->code, 403, 'a customer corrects nothing';
is $staff->submit("/staff/customers/$id/coins", { direction => 'credit', coins => 0, reason => 'a gift' })->code, 422, 'nothing is no correction';
is $staff->submit("/staff/customers/$id/coins", { direction => 'debit', coins => 101, reason => 'too much' })->code, 422, 'not below zero';
is $staff->submit("/staff/customers/$id/coins", { direction => 'credit', coins => 50, reason => 'a gift' })->code, 303, 'staff give coins';
is coins($c), 150, 'they are there';
is $staff->submit("/staff/customers/$id/coins", { direction => 'credit', coins => 5000, reason => 'a large gift' })->code, 303, 'above the limit it is asked for';
is coins($c), 150, '… and not done';
my $second = colleague();
my $req = $second->xml('/staff/adjustments')->findvalue("(//request[\@account='$id']/\@id)[1]");
is act($second, '/staff/adjustments', "/staff/adjustments/$req", decision => 'approve', note => 'fine')->code, 303, 'a second person approves';
is coins($c), 5150, 'now they are there';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
like $out, qr/coins ok: \d+ entries/, '… the coins, too';
done_testing;
