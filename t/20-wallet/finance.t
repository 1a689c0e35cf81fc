# SPDX-License-Identifier: Apache-2.0
# Corrections by two people; the statement by kind, day and month; finance pages, CSV without formulas, the proof.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer fund usd balance);
use Smm::Instance qw(wait_for smmctl mails);
use Smm::Race qw(race);
use Smm::Growth qw(act colleague);

my $staff = staff();
my $second = colleague();
my $c = newcomer();
fund($c, '25', $staff);
my $id = $staff->xml("/staff/customers?q=$c->{user}")->findvalue('(//customer/@id)[1]');

# above the limit
sub ask { return $staff->submit("/staff/customers/$id/adjust", { direction => 'credit', amount => '900', reason => '=HYPERLINK("x")', @_ }) }
my $res = ask();
is $res->code, 200, 'first a look';
like $res->decoded_content, qr/another person of the team decides/, '… that says who decides';
is ask(confirm => 1)->code, 303, 'asked for';
is balance($c), 25_000_000, 'nothing is booked';
my $req = $second->xml('/staff/adjustments')->findvalue("(//request[\@account='$id' and \@may]/\@id)[1]");
ok $req, 'a second person sees it';
is $second->xml('/staff/adjustments')->findvalue('//item[@id="staff-adjustments"]/@badge') > 0, 1, '… with a number in the side bar';
ok wait_for(30, sub { grep { /A correction waits/ } mails($second->{mail}) }), '… and by mail';
is act($staff, '/staff/adjustments', "/staff/adjustments/$req", decision => 'approve')->code, 403, 'not approved by who asked';
is act($c, '/app', "/staff/adjustments/$req", decision => 'approve')->code, 403, 'nor by the customer';
is act($second, '/staff/adjustments', "/staff/adjustments/$req", decision => 'perhaps')->code, 422, 'a decision is one of three';
is act($second, '/staff/adjustments', "/staff/adjustments/$req", decision => 'refuse')->code, 422, 'a refusal says why';
my $csrf = $second->xml('/staff/adjustments')->findvalue('//user/@csrf');
my @r = race($second, 32, "/staff/adjustments/$req", { csrf => $csrf, decision => 'approve', note => 'seen' });
is scalar(grep { $_->[0] == 303 } @r), 1, '32 approvals at once: one counts' or diag join ' ', map { $_->[0] } @r;
is balance($c), 925_000_000, 'booked once';
is ask(confirm => 1, amount => 501)->code, 303, 'another one';
$req = $second->xml('/staff/adjustments')->findvalue("(//request[\@account='$id' and \@may]/\@id)[1]");
is act($second, '/staff/adjustments', "/staff/adjustments/$req", decision => 'refuse', note => 'no')->code, 303, 'refused';
is balance($c), 925_000_000, 'nothing is booked';

# statement
is $c->xml('/app/ledger')->findvalue('count(//entry)'), 2, 'two movements';
is $c->xml('/app/ledger?kind=corrections')->findvalue('count(//entry)'), 1, 'one of them a correction';
is $c->xml('/app/ledger?kind=campaigns')->findvalue('count(//entry)'), 0, 'none of a campaign';
is $c->xml("/app/ledger?kind='or'1")->findvalue('count(//entry)'), 2, 'an unknown kind is no filter';
is $c->xml('/app/ledger?from=2001-01-01&to=2001-12-31')->findvalue('count(//entry)'), 0, 'nothing in other days';
my @t = gmtime;
my $month = sprintf '%04d-%02d', $t[5] + 1900, $t[4] + 1;
is $c->xml("/app/ledger?month=$month")->findvalue('count(//entry)'), 2, 'both in this month';
my $doc = $c->xml('/app/ledger?view=months');
is join(' ', map { $doc->findvalue("//month/\@$_") } qw(name opening-usd plus-usd minus-usd closing-usd)), "$month 0.00 925.00 0.00 925.00", 'the month adds up';
$res = $c->get("/app/ledger?format=csv&month=$month");
is scalar(() = $res->content =~ /\r\n/g), 3, 'CSV: a heading and two lines';
unlike $res->content, qr/HYPERLINK/, 'the reason of staff is not the customer\'s';
is $c->get('/app/ledger?before=99999999999999999999&from=x&to=%00')->code, 200, 'odd filters are no fault';

# finance
is $c->get('/staff/finance')->code, 403, 'customers do not see finance';
$doc = $staff->xml('/staff/finance');
is $doc->findvalue('count(//stat)'), 8, 'eight figures';
is $doc->findvalue('count(//chart)'), 2, 'two charts';
ok usd($doc->findvalue('//stat[@label="Received"]/@usd')) >= 25_000_000, 'money came in';
for my $r (qw(payments methods revenue gifts tax liabilities suspense books proof)) {
    is $staff->get("/staff/finance?report=$r")->code, 200, "report $r";
    $res = $staff->get("/staff/finance?report=$r&format=csv");
    like $res->header('Content-Type'), qr{^text/csv}, '… as CSV';
    unlike $res->content, qr/(?:^|,)"?[=+\@]/m, '… without formulas';
}
is $staff->get('/staff/finance?report=salaries')->code, 404, 'an unknown report';
is $staff->get('/staff/finance?from=2030-01-01&to=1999-01-01')->code, 200, 'days in the wrong order are no fault';
$doc = $staff->xml('/staff/finance?report=books');
my $sum = 0;
$sum += usd($_->textContent) for $doc->findnodes('//row/c[5]');
is $sum, 0, 'all books sum to zero';
is $staff->xml('/staff/finance?report=liabilities')->findvalue("//row[c[2]='$c->{user}']/c[3]"), '925.00', 'what is owed to the customer';
is $staff->submit('/staff/finance', {}, action => '/check')->code, 303, 'the books are checked now';
$doc = $staff->xml('/staff/finance');
is $doc->findvalue('//proof/@status'), 'ok', 'they are in order' or diag $doc->findvalue('//proof');
ok $doc->findvalue('//proof/@checked'), '… with the time';
is $staff->xml('/staff/finance?report=proof')->findvalue('count(//row)') > 0, 1, '… and kept';

# balance that moves to another customer, above the limit
my $heir = newcomer(name => 'heir');
my $had = balance($c);
sub give { return $staff->submit("/staff/customers/$id/move", { to => $heir->{user}, amount => '501', reason => 'two accounts', @_ }) }
like give()->decoded_content, qr/another person of the team decides/, 'the look says who decides';
is give(confirm => 1)->code, 303, 'asked for';
is balance($c), $had, 'nothing has moved';
my $row = $second->xml('/staff/adjustments');
is $row->findvalue("(//request[\@account='$id' and \@may]/\@to)[1]"), $heir->{user}, 'the second person sees who gets it';
$req = $row->findvalue("(//request[\@account='$id' and \@may]/\@id)[1]");
ok wait_for(30, sub { grep { /A move of balance waits/ } mails($second->{mail}) }), '… and by mail';
is act($staff, '/staff/adjustments', "/staff/adjustments/$req", decision => 'approve')->code, 403, 'not approved by who asked';
is act($second, '/staff/adjustments', "/staff/adjustments/$req", decision => 'approve')->code, 303, 'approved';
is balance($c), $had - 501_000_000, 'it left';
is balance($heir), 501_000_000, 'and arrived';
is $heir->xml('/app/ledger')->findvalue('(//entry/@label)[1]'), 'Moved between accounts', 'who got it reads it';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
