# SPDX-License-Identifier: Apache-2.0
# Post-payment: asked for, decided within the rule, spent before it is paid, billed once the month is over, overdue: orders
# are refused through pages and API until it is paid.
use strict;
use warnings;
use Test::More;
use JSON::PP qw(decode_json);
use Smm::World qw(staff newcomer fund service place balance usd);
use Smm::Race qw(race);
use Smm::Growth qw(colleague);
use Smm::Instance qw(smmctl mails alter rows wait_for);

my %was;
sub set { my ($k, $v) = @_; $was{$k} = 1; return (smmctl('panel', 'settings', 'set', $k, $v))[0] }
END { local $?; smmctl('panel', 'settings', 'unset', $_) for keys %was }

smmctl('panel', 'settings', 'unset', 'postpay.on');
my $owner = staff();
my ($staff) = colleague('staff');
my $c = newcomer(name => 'post');
my $service = service($c)->getAttribute('id');
fund($c, 10);

my $doc = $c->xml('/app/post-payment');
ok !$doc->findvalue('//content/@on'), 'not offered at first';
is $doc->findvalue('count(//form)'), 0, '… so there is nothing to fill in';
is $c->get('/app/post-payment')->code, 200, '… and the page says so';
is set('postpay.on', 1), 0, 'switched on';
$doc = $c->xml('/app/post-payment');
is $doc->findvalue('count(//condition)'), 7, 'what we look at';
is $doc->findvalue('count(//condition[@met])'), 1, '… of which somebody new has one: no payment was taken back';
is $c->get('/app/post-payment')->code, 200, 'the page';

sub ask { return $c->submit('/app/post-payment', {@_}, action => '/app/post-payment') }
is ask(kind => 'advertiser', about => '')->code, 422, 'an advertiser without a history is refused';
is ask(kind => 'agency', about => 'short')->code, 422, 'an agency says something about itself';
is ask(kind => 'bank', about => 'x' x 30)->code, 422, 'an unknown kind';
is ask(kind => 'agency', about => 'x' x 501)->code, 422, 'too many words';
is scalar(() = rows('panel', 'SELECT 1 FROM postpay')), 0, 'nothing of it is kept';
is ask(kind => 'agency', about => 'Forty shops, 2,000 dollars a month <b>')->code, 303, 'asked';
is $c->raw_post('/app/post-payment', { %{ $c->{sent} } })->code, 303, 'the same form again is the same request';
is $c->raw_post('/app/post-payment', { %{ $c->{sent} }, key => 'another-key-1' })->code, 409, '… another one is refused while it waits';
is $c->xml('/app/post-payment')->findvalue('//account/@status'), 'requested', 'it waits';

# --- staff
$doc = $staff->xml('/staff/post-payment');
my ($line) = $doc->findnodes("//account[\@customer='$c->{user}']");
ok $line, 'in the queue';
cmp_ok $doc->findvalue('//nav//*[@id="staff-post-payment"]/@badge | //item[@id="staff-post-payment"]/@badge | //*[@href="/staff/post-payment"]/@badge'), '>=', 1, '… and beside its entry';
my $id = $line->getAttribute('id');
is $staff->get($_)->code, 200, $_ for '/staff/post-payment', '/staff/post-payment?status=all', "/staff/post-payment/$id";
is $staff->get('/staff/post-payment/999999')->code, 404, 'nobody asked there';
is $c->get("/staff/post-payment/$id")->code, 403, 'not for customers';
sub decide { my ($who, %f) = @_; return $who->submit("/staff/post-payment/$id", {%f}, action => "/staff/post-payment/$id") }
is decide($staff, what => 'approve', limit => '100')->code, 422, 'identity first';
is decide($staff, what => 'verify', note => '')->code, 422, 'the mark needs a reason';
is decide($staff, what => 'verify', note => 'Company register seen')->code, 303, 'identity checked';
ok $c->xml('/app/post-payment')->findvalue('//account/@verified'), '… the customer sees it';
ok !$c->xml('/app/post-payment')->findvalue('//account/@note'), '… and nothing is said about the request';
is decide($staff, what => 'verify', note => 'Company register seen')->code, 409, '… once';
ok wait_for(20, sub { grep { /We checked your identity/ } mails($c->{mail}) }), '… with a mail';
is decide($staff, what => 'approve', limit => '5000.01', verified => 1)->code, 422, 'staff within the cap';
is decide($owner, what => 'approve', limit => '5000.01', verified => 1, note => '')->code, 422, '… an owner goes beyond it with a reason only';
is decide($owner, what => 'approve', limit => '10', verified => undef, note => '')->code, 422, '… as without an identity';
is decide($staff, what => 'approve', limit => '-1', verified => 1)->code, 422, 'a negative limit';
is decide($staff, what => 'approve', limit => '1.234', verified => 1)->code, 422, 'a limit with tenths of a cent';
is decide($staff, what => 'refuse', note => '')->code, 422, 'a refusal without a reason';
is decide($staff, what => 'dance', note => 'why')->code, 422, 'an unknown decision';
is $c->xml('/app/post-payment')->findvalue('//account/@status'), 'requested', 'it still waits';
my ($form) = $staff->xml("/staff/post-payment/$id")->findnodes('//form');
my %f = (csrf => $form->getAttribute('csrf'), version => $form->findvalue('field[@name="version"]/@value'), what => 'approve', limit => '100', verified => 1, note => '');
my @r = race($staff, 16, "/staff/post-payment/$id", \%f, vary => sub { my ($i, $v) = @_; $v->{key} = "approve-$$-$i" });
is scalar(grep { $_->[0] == 303 } @r), 1, 'approved 16 times at once: one counts' or diag join ' ', map { $_->[0] } @r;
is scalar(grep { $_->[0] == 409 } @r), 15, '… the others are told';
is decide($staff, what => 'approve', limit => '90', verified => 1, version => 0)->code, 409, 'a page that is old decides nothing';
ok wait_for(20, sub { grep { /spend up to \$100/ } mails($c->{mail}) }), 'the customer has a mail';
is $c->xml('/app/post-payment')->findvalue('//account/@limit-usd'), '100.00', 'the limit is shown';

# --- spend, a month, overdue
for my $n (1 .. 60) { last if balance($c) < 0; place($c, $service, "https://complete.example/post$n", 1000) }
cmp_ok balance($c), '<', 0, 'more is spent than was paid in: ' . balance($c);
my %order = %{ $c->{sent} };
my $rate = usd($c->xml("/services?per=100")->findvalue("//service[\@id='$service']/\@rate-usd"));
my $limit = int((-balance($c) + $rate + 9_999) / 10_000) * 10_000; # room for one more order
is decide($owner, what => 'approve', limit => sprintf('%.2f', $limit / 1_000_000), verified => 1, note => 'the last one')->code, 303, 'a limit with room for one order';
@r = race($c, 16, '/app/campaigns/new', \%order, vary => sub { my ($i, $v) = @_; @$v{qw(key link)} = ("limit-$$-$i", "https://complete.example/limit$i") });
is scalar(grep { $_->[0] == 303 } @r), 1, '16 orders at the limit: one passes' or diag join ' ', map { $_->[0] } @r;
cmp_ok -balance($c), '<=', $limit, '… and the limit holds';
is decide($owner, what => 'approve', limit => '100', verified => 1, note => 'as before')->code, 303, 'the limit as before';
my $owed = sprintf '%.6f', -balance($c) / 1_000_000;
alter('panel', "UPDATE postpay SET month = month - 1 WHERE account_id = $id");
ok wait_for(120, sub { my $d = $c->xml('/app/post-payment'); $d && $d->findvalue('count(//bill)') == 1 }), 'a month that is over is billed';
$doc = $c->xml('/app/post-payment');
cmp_ok $doc->findvalue('//bill/@amount-usd'), '==', $owed, 'over what is owed';
is $doc->findvalue('//bill/@status'), 'open', '… and is open';
like $doc->findvalue('//content/@pay'), qr{^/app/funds\?amount=\d}, 'a link to pay it';
is $c->xml($doc->findvalue('//content/@pay'))->findvalue('count(//owed)'), 1, 'the funds page says what is due';
is $c->xml('/app')->findvalue('count(//todo[@icon="calendar"])'), 1, 'so does the dashboard';
ok wait_for(20, sub { grep { /Your bill for/ } mails($c->{mail}) }), 'and a mail';
alter('panel', "UPDATE postpay_bill SET due_day = due_day - 20 WHERE account_id = $id");
ok wait_for(120, sub { $c->xml('/app/post-payment')->findvalue('//account/@overdue') }), 'past its day it is overdue';
my $before = balance($c);
my $res = $c->submit("/app/campaigns/new?service=$service", { service => $service, link => 'https://complete.example/late', quantity => 1000 });
is $res->code, 422, 'an order is refused' or diag $res->code;
like $res->decoded_content, qr/A bill is overdue/, '… with the reason';
$c->submit('/app/api', { name => 'post' });
my $key = $c->xml('/app/api')->findvalue('//content/@new-key');
my $api = decode_json($c->raw_post('/api/v2', { key => $key, action => 'add', service => $service, link => 'https://complete.example/api', quantity => 1000 })->content);
is $api->{error}, 'SMM0851: a bill is overdue, pay it to order again', 'through the API, too, with its code';
is balance($c), $before, 'nothing was charged';
is $staff->xml("/staff/customers/$id")->findvalue('//customer/@overdue'), '1', 'staff see it';
is decide($staff, what => 'extend', days => 0, note => 'a week')->code, 422, 'no days';
is decide($staff, what => 'extend', days => 7, note => 'a week more')->code, 303, 'more time';
ok !$c->xml('/app/post-payment')->findvalue('//account/@overdue'), 'not overdue any more';
place($c, $service, 'https://complete.example/again', 1000);
fund($c, 50);
$doc = $c->xml('/app/post-payment');
is $doc->findvalue('//bill/@status'), 'paid', 'paid by a top-up';
ok !$doc->findvalue('//account/@due-usd'), 'nothing is due';
is decide($staff, what => 'end', note => 'until next year')->code, 303, 'ended';
is $c->xml('/app/post-payment')->findvalue('//account/@limit-usd'), '0.00', 'no limit any more';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
