# SPDX-License-Identifier: Apache-2.0
# Coupons and the deposit bonus: made by staff, shown before paying, given once the payment arrived.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer usd balance);
use Smm::Instance qw(wait_for smmctl);
use Smm::Race qw(race);
use Smm::Growth qw(act);

my $staff = staff();
my ($c, $other) = (newcomer(), newcomer());
my $tag = uc sprintf 'T%d-%d', $$, time % 100000;
sub coupon { return $staff->submit('/staff/offers', { code => "$tag-X", kind => 'percent', percent => 10, @_ }, action => '/coupons') }
sub confirm { my ($id, $amount) = @_; return $staff->submit("/staff/payments/$id", { amount => $amount, reason => 'statement' }, to => "/staff/payments/$id/confirm") }

is $c->get('/staff/offers')->code, 403, 'customers do not see the offers of staff';
for my $bad ({ code => 'a b' }, { code => 'ab' }, { percent => 0 }, { percent => 101 }, { percent => '1.234' }, { percent => '-5' }, { kind => 'gift' },
    { kind => 'fixed', amount => 0 }, { valid_to => 'tomorrow' }, { valid_from => '2031-02-01', valid_to => '2031-01-01' }, { method => 'cheque' }, { limit_total => -1 }) {
    is coupon(%$bad)->code, 422, join ' ', 'refused:', %$bad;
}
is $staff->xml('/staff/offers')->findvalue("count(//coupon[starts-with(\@code,'$tag')])"), 0, 'and left nothing behind';
is coupon(code => lc "$tag-TEN", most => 8)->code, 303, 'a coupon of ten per cent, at most 8';
is coupon(code => "$tag-TEN")->code, 422, 'one code once';
is coupon(code => "$tag-ONE", kind => 'fixed', amount => 3, limit_total => 1, limit_account => 0)->code, 303, 'one for one use';
is coupon(code => "$tag-FIRST", kind => 'fixed', amount => 2, first_only => 1)->code, 303, 'one for the first top-up';
is $staff->submit('/staff/offers', { min_amount => 200, percent => 5 }, action => '/bonus')->code, 303, 'a step of the deposit bonus';
is $staff->submit('/staff/offers', { min_amount => 200, percent => 6 }, action => '/bonus')->code, 422, '… once for an amount';

my $doc = $c->xml("/app/funds?amount=50&method=bank&coupon=$tag-ten");
is $doc->findvalue('//gift/@coupon-usd'), '5.00', 'the gift is shown before paying';
is $c->xml("/app/funds?amount=500&method=bank&coupon=$tag-ten")->findvalue('//gift/@coupon-usd'), '8.00', '… at most 8';
is $c->xml('/app/funds?amount=500&method=bank')->findvalue('//gift/@deposit-usd'), '25.00', '… and the deposit bonus';
ok $c->xml('/app/funds?amount=50&method=bank&coupon=NO-SUCH-CODE')->findvalue('//gift/@error'), 'an unknown code says so';
is $c->submit('/app/funds', { amount => 50, method => 'bank', coupon => '=cmd()' })->code, 422, 'a strange code is refused';
is $c->submit('/app/funds', { amount => 50, method => 'bank', coupon => 'NO-SUCH-CODE' })->code, 422, 'an unknown one, too';
is $c->xml('/app/invoices')->findvalue('count(//invoice)'), 0, 'and no payment was started';

my $res = $c->submit('/app/funds', { amount => 50, method => 'bank', coupon => "$tag-ten" });
is $res->code, 303, 'a top-up with a coupon';
my ($id) = $c->location($res) =~ m{(\d+)$};
is $c->xml("/app/payments/$id")->findvalue('//gift/@status'), 'promised', 'the payment says what was promised';
is confirm($id, 50)->code, 303, 'it is paid';
ok wait_for(20, sub { balance($c) == 55_000_000 }), '50 and 5 are there';
is $c->xml("/app/payments/$id")->findvalue('//gift/@status'), 'granted', 'given';
$doc = $c->xml('/app/ledger?kind=bonuses');
is $doc->findvalue('count(//entry)'), 1, 'a line of its own on the statement';
is $doc->findvalue('//entry/@note'), "$tag-TEN", '… with the code';
is $c->submit('/app/funds', { amount => 50, method => 'bank', coupon => "$tag-ten" })->code, 422, 'once an account';
is $c->submit('/app/funds', { amount => 50, method => 'bank', coupon => "$tag-first" })->code, 422, 'not for a second top-up';

# one use, 32 forms at once
my ($form) = $other->xml('/app/funds')->findnodes('//form');
my %f = (csrf => $form->getAttribute('csrf'), amount => 20, method => 'bank', coupon => "$tag-one");
my @r = race($other, 32, '/app/funds', \%f, vary => sub { my ($i, $v) = @_; $v->{key} = "coupon-race-$$-$i" });
is scalar(grep { $_->[0] == 303 } @r), 1, '32 top-ups with a code for one: one is started' or diag join ' ', map { $_->[0] } @r;
is scalar(grep { $_->[0] == 422 || $_->[0] == 409 } @r), 31, 'the others are told';
is $staff->xml('/staff/offers')->findvalue("//coupon[\@code='$tag-ONE']/\@status"), 'used_up', 'staff see that it is used up';

# the deposit bonus
$res = $other->submit('/app/funds', { amount => 200, method => 'bank' });
($id) = $other->location($res) =~ m{(\d+)$};
confirm($id, 200);
ok wait_for(20, sub { balance($other) == 210_000_000 }), '200 and five per cent';
my $tier = $staff->xml('/staff/offers')->findvalue("//tier[\@min-usd='200.00']/\@id");
is act($staff, '/staff/offers', "/staff/offers/bonus/$tier")->code, 303, 'the step is stopped';
is act($staff, '/staff/offers', "/staff/offers/bonus/$tier")->code, 409, '… once';
my $k = $staff->xml('/staff/offers')->findvalue("//coupon[\@code='$tag-FIRST']/\@id");
is act($staff, '/staff/offers', "/staff/offers/coupons/$k")->code, 303, 'a coupon is stopped';
is newcomer()->submit('/app/funds', { amount => 50, method => 'bank', coupon => "$tag-first" })->code, 422, '… and refused';
is act($staff, '/staff/offers', "/staff/offers/coupons/$k", on => 1)->code, 303, '… and opened again';
is act($c, '/app', "/staff/offers/coupons/$k")->code, 403, 'not by a customer';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
