# SPDX-License-Identifier: Apache-2.0
# An under-paid payment and the excess of another one of the same customer: what to do next is said, asked by the customer,
# refused or joined by staff, both invoices paid, the statement tells it.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer balance usd);
use Smm::Instance qw(smmctl);

my $staff = staff();
my ($c, $other) = (newcomer(name => 'join'), newcomer(name => 'other'));

# A bank transfer of `amount` for which `came` arrives; answers its number.
sub pay {
    my ($c, $amount, $came) = @_;
    my ($id) = $c->location($c->submit('/app/funds', { amount => $amount, method => 'bank' })) =~ m{/app/payments/(\d+)} or die "no payment\n";
    $staff->submit("/staff/payments/$id", { amount => $came, reason => 'test' }, to => "/staff/payments/$id/confirm")->code == 303 or die "not confirmed\n";
    return $id;
}

my $first = pay($c, 100, 95);
my $doc = $c->xml("/app/payments/$first");
is $doc->findvalue('//payment/@status'), 'underpaid', '95 of 100';
is $doc->findvalue('//payment/@missing-usd'), '5.00', 'what is missing is shown';
is $doc->findvalue('//fresh/@min-usd'), '10.00', '… and how a new payment completes it';
is $doc->findvalue('//fresh/@pay-usd'), '15.00', '… with what to send';
my $page = $c->get("/app/payments/$first")->decoded_content;
like $page, qr/\$15\.00 in all/, '… on the page';
like $page, qr/not lost and not sent back/, '… and that it does not go back';

my $little = pay($c, 10, '12.50');
is $c->xml("/app/payments/$first")->findvalue('count(//pair)'), 0, 'too little above what was due is not offered';
my $second = pay($c, 10, 15);
$doc = $c->xml("/app/payments/$first");
is $doc->findvalue('//pair/@other'), $second, 'the one that fits is offered';
my $theirs = pay($other, 10, 50);
sub ask { my ($with) = @_; return $c->submit("/app/payments/$first", { with => $with }, action => "/app/payments/$first/join") }
is ask($theirs)->code, 404, 'not with money of others';
is ask($little)->code, 409, '… nor with too little';
is ask($_)->code, 422, "… nor with $_" for '', 'x', '-1', '0';
is $other->raw_post("/app/payments/$first/join", { %{ $c->{sent} }, with => $theirs, csrf => $other->xml('/app/profile')->findvalue('(//user/@csrf)[1]') })->code, 404, 'nobody else asks';
is ask($second)->code, 303, 'asked';
$doc = $c->xml("/app/payments/$first");
is $doc->findvalue('//asked/@status'), 'asked', '… which the page says';
is $doc->findvalue('count(//form[@name="join-ask"])'), 0, '… once';
is $c->get("/app/payments/$first")->code, 200, 'the page';

# --- staff
$doc = $staff->xml('/staff/joins');
is $doc->findvalue("//asked[\@payment='$first']/\@amount-usd"), '5.00', 'staff see the request';
ok $doc->findvalue("count(//pair[\@payment='$first'])"), '… and what fits';
is $staff->get('/staff/joins')->code, 200, 'the page';
is $c->get('/staff/joins')->code, 403, 'not for customers';
$doc = $staff->xml("/staff/payments/$first");
is $doc->findvalue('//asked/@other'), $second, 'beside the payment, too';
is $staff->get("/staff/payments/$first")->code, 200, 'the page';
sub join_it { my (%f) = @_; return $staff->submit("/staff/payments/$first", { with => $second, reason => 'as asked', confirm => 1, %f }, action => "/staff/payments/$first/join") }
is join_it(confirm => undef)->code, 422, 'without the tick';
is join_it(reason => '')->code, 422, 'without a reason';
is join_it(with => $theirs)->code, 409, 'with another customer\'s payment';
is join_it(with => 999999)->code, 404, 'with no payment';
is $staff->submit("/staff/payments/$first", { reason => 'send it once more' }, action => '/join/refuse')->code, 303, 'refused';
like $c->get("/app/payments/$first")->decoded_content, qr/send it once more/, 'the customer reads why';
is ask($second)->code, 303, 'and asks again';
my $before = balance($c);
is join_it()->code, 303, 'joined';
is balance($c) - $before, 95_000_000, '100 credited, 5 taken';
$doc = $c->xml("/app/payments/$first");
is $doc->findvalue('//payment/@status'), 'paid', 'paid';
unlike $doc->findvalue('//payment/@invoice'), qr/^PI-/, 'with an invoice';
is $doc->findvalue('//asked[@status="done"]/@other'), $second, 'the page names the other payment';
is $c->xml("/app/payments/$second")->findvalue('//payment/@status'), 'paid', 'which is paid as before';
is join('|', (map { $_->value } $c->xml('/app/ledger')->findnodes('//entry/@amount-usd'))[0, 1]), '-5.00|100.00', 'the statement has both';
is $staff->raw_post("/staff/payments/$first/join", { %{ $staff->{sent} }, key => 'another-join-key' })->code, 409, 'not twice';
is $staff->xml('/staff/joins')->findvalue("count(//*[\@payment='$first'])"), 0, 'nothing waits any more';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
