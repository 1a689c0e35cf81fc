# SPDX-License-Identifier: Apache-2.0
# Staff pages of the panel itself: settings, audit log, customers, system. Who may, what is stored,
# what is written down, and that no secret comes back.
use strict;
use warnings;
use Test::More;
use HTTP::Request::Common qw(POST);
use Smm::Client;
use Smm::Instance qw(credentials smmctl wait_for);
use Smm::World qw(staff newcomer fund usd);

my $owner = staff();
my $c = newcomer();
my $me = $owner->xml("/staff/customers?q=$c->{user}")->findvalue('//customer/@id');
like $me, qr/^\d+$/, 'a new customer is found by name';
my $boss = $owner->xml('/staff/customers?role=owner')->findvalue('(//customer/@id)[1]');

# the forms of an action page: fields, posted as a person does
sub act {
    my ($who, $path, $fields, %o) = @_;
    return $who->submit($path, { confirm => undef, %$fields }, %o);
}
sub audit { return $owner->xml('/staff/audit?' . join '&', @_) }

# ---- settings -------------------------------------------------------------------------------------

my $doc = $owner->xml('/staff/settings');
my @groups = map { $_->getAttribute('href') } $doc->findnodes('//content/group');
cmp_ok scalar(@groups), '>=', 6, 'groups of settings';
for my $g (@groups) {
    my $d = $owner->xml($g);
    ok $d && $d->findvalue('count(//form/field)') > 0, "$g has a form";
    is $owner->get($g)->code, 200, '… and a page';
}
is $owner->get('/staff/settings/no-such-thing')->code, 404, 'an unknown group does not exist';
is $c->get('/staff/settings')->code, 403, 'a customer has no settings';

my $bank = '/staff/settings/gateway.bank';
sub value { my ($page, $key) = @_; return $owner->xml($page)->findvalue("//field[\@name='$key']/\@value") }
my $holder = value($bank, 'gateway.bank.holder');
# flags are left out by submit(): say what stays on
my %on = ('gateway.bank.enabled' => 1);
my $res = $owner->submit($bank, { %on, 'gateway.bank.holder' => "Holder <$$>", 'gateway.bank.fee_bps' => '25' });
is $res->code, 303, 'saved';
is value($bank, 'gateway.bank.holder'), "Holder <$$>", 'and shown again';
is value($bank, 'gateway.bank.fee_bps'), '25', 'both of them';
my ($rc, $out) = smmctl('panel', 'settings', 'get', 'gateway.bank.holder');
like $out, qr/Holder <$$>/, 'smmctl sees it too' if $rc == 0;
is audit('action=setting.set')->findvalue("count(//entry[\@after='gateway.bank.holder=Holder <$$>'])"), 1, 'with a line in the audit log';
$res = $owner->submit($bank, {%on});
is $res->code, 303, 'the same again';
is audit('action=setting.set')->findvalue("count(//entry[\@after='gateway.bank.holder=Holder <$$>'])"), 1, '… changes nothing';
for my $bad (['gateway.bank.fee_bps', '10001'], ['gateway.bank.fee_bps', 'x'], ['gateway.bank.fee_fixed', '1,5'], ['gateway.bank.currency', 'EURO'], ['gateway.bank.holder', "two\nlines"]) {
    $res = $owner->submit($bank, { %on, 'gateway.bank.holder' => 'NEVER', $bad->[0] => $bad->[1] }, xml => 1);
    is $res->code, 422, "$bad->[0] = " . ($bad->[1] =~ s/\n/ /r) . ' is refused';
    like $res->decoded_content, qr/error="/, '… at its field';
}
is value($bank, 'gateway.bank.holder'), "Holder <$$>", 'and nothing of a refused form is stored';
is $owner->submit($bank, { %on, 'gateway.bank.holder' => $holder, 'gateway.bank.fee_bps' => '' })->code, 303, 'back to what it was';
is value($bank, 'gateway.bank.fee_bps'), '', 'an empty field unsets';

# secrets go in and never come out
my $svc = '/staff/settings/sandbox.service';
my $secret = "topsecret$$";
$doc = $owner->xml($svc);
my $was = $doc->findvalue('//setting[@key="sandbox.service.secret"]/@set');
SKIP: {
    skip 'the instance uses this secret', 1 if $was;
    is $owner->submit($svc, { 'sandbox.service.secret' => $secret })->code, 303, 'a secret is set';
    $doc = $owner->xml($svc);
    is $doc->findvalue('//setting[@key="sandbox.service.secret"]/@set'), 1, 'the page says that it is set';
    is $owner->submit($svc, { 'sandbox.service.secret' => '' })->code, 303, 'an empty field';
    is $owner->xml($svc)->findvalue('//setting[@key="sandbox.service.secret"]/@set'), 1, '… keeps it';
    unlike $owner->get($svc)->decoded_content, qr/$secret/, 'its page never shows it';
    unlike $owner->xml($svc)->toString, qr/$secret/, 'nor its view model';
    is audit('action=setting.set')->findvalue('count(//entry[@after="sandbox.service.secret=(secret)"])'), 1, 'the log names it';
    unlike audit()->toString, qr/$secret/, 'without the value';
    is $owner->submit($svc, { 'remove.sandbox.service.secret' => 1 })->code, 303, 'removed';
    is $owner->xml($svc)->findvalue('//setting[@key="sandbox.service.secret"]/@set'), '', 'the page says so';
}

# ---- customers ------------------------------------------------------------------------------------

is $owner->xml("/staff/customers?q=$c->{mail}")->findvalue('count(//customer)'), 1, 'found by address';
is $owner->xml("/staff/customers?q=$me")->findvalue("count(//customer[\@id='$me'])"), 1, 'found by number';
is $owner->xml('/staff/customers?q=' . 'nobody%25_')->findvalue('count(//customer)'), 0, 'marks of patterns are text';
like $owner->get('/staff/customers?q=nobody-at-all')->decoded_content, qr/Nobody matches/, 'an empty result says so';
is $owner->get('/staff/customers/999999')->code, 404, 'a stranger does not exist';
$doc = $owner->xml("/staff/customers/$me");
is $doc->findvalue('//content/customer/@email'), $c->{mail}, 'one customer';
is $owner->get("/staff/customers/$me")->code, 200, '… as a page';

# correction of the balance
my $adjust = "/staff/customers/$me/adjust";
sub balance { return usd($owner->xml("/staff/customers/$me")->findvalue('//content/customer/@balance-usd')) }
is act($owner, $adjust, { direction => 'credit', amount => '5', reason => '' })->code, 422, 'no reason, no correction';
is act($owner, $adjust, { direction => 'credit', amount => '0', reason => 'nothing' })->code, 422, 'nor of nothing';
$res = act($owner, $adjust, { direction => 'credit', amount => '500.01', reason => 'too much' });
is $res->code, 200, 'above the limit a second person is asked';
like $res->decoded_content, qr/another person of the team decides/, '… as the page says';
$res = act($owner, $adjust, { direction => 'debit', amount => '0.01', reason => 'no cover' });
is $res->code, 422, 'no more is taken than there is';
$res = act($owner, $adjust, { direction => 'credit', amount => '12.34', reason => "goodwill $$" }, xml => 1);
is $res->code, 200, 'first the page that asks';
like $res->decoded_content, qr/after-usd="12\.34"/, '… with the new balance';
is balance(), 0, 'nothing is booked yet';
my %form = (%{ $owner->{sent} }, confirm => 1);
is $owner->raw_post($adjust, \%form)->code, 303, 'confirmed';
is balance(), 12_340_000, 'booked';
is $owner->raw_post($adjust, \%form)->code, 303, 'the same form again';
is balance(), 12_340_000, '… is booked once';
is $owner->raw_post($adjust, { %form, amount => '13' })->code, 409, 'the same key with another amount is refused';
is usd($c->xml('/app/ledger')->findvalue('(//entry[@kind="adjust"]/@amount-usd)[1]')), 12_340_000, 'the customer sees it in the statement';
is audit("action=wallet.adjust")->findvalue("count(//entry[\@ref='$me' and \@why='goodwill $$' and \@after='+12.34'])"), 1, 'a line in the audit log';
act($owner, $adjust, { direction => 'debit', amount => '2.34', reason => 'a mistake' });
is $owner->raw_post($adjust, { %{ $owner->{sent} }, confirm => 1 })->code, 303, 'taken away';
is balance(), 10_000_000, 'and exactly that';

# suspend and reopen
my $suspend = "/staff/customers/$me/suspend";
is $c->get('/app')->code, 200, 'the customer is signed in';
is act($owner, $suspend, { reason => '' })->code, 422, 'a reason is needed';
is act($owner, $suspend, { reason => 'abuse' })->code, 303, 'suspended';
isnt $c->get('/app')->code, 200, 'the session ended';
isnt $c->sign_in($c->{user}, $c->{password})->code, 303, 'no sign-in';
is act($owner, $suspend, { reason => 'again' })->code, 409, 'not twice';
is act($owner, "/staff/customers/$me/reopen", { reason => 'talked' })->code, 303, 'reopened';
is $c->sign_in($c->{user}, $c->{password})->code, 303, 'signs in again';
is audit("action=account.suspend")->findvalue("count(//entry[\@ref='$me' and \@why='abuse'])"), 1, 'written down';
is act($owner, "/staff/customers/$boss/suspend", { reason => 'myself' })->code, 403, 'nobody suspends themselves';
is act($owner, "/staff/customers/$boss/role", { role => 'customer', reason => 'myself' })->code, 403, 'nor changes the own role';
is act($owner, $suspend, { reason => 'nobody' }, to => '/staff/customers/999999/suspend')->code, 404, 'nobody is nobody';

# roles
my $role = "/staff/customers/$me/role";
is act($owner, $role, { role => 'staff', reason => 'joins' })->code, 303, 'made staff';
is $c->get('/staff')->code, 200, 'sees the staff pages';
is $c->get('/staff/customers')->code, 200, 'and customers';
for my $path ('/staff/settings', $bank, '/staff/audit', '/staff/system', $role) { is $c->get($path)->code, 403, "$path is for owners" }
is $c->xml('/staff')->findvalue('count(//nav//item[@href="/staff/settings"])'), 0, 'and not in the navigation of staff';
is $owner->xml('/staff')->findvalue('count(//nav//item[@id="staff-settings"])'), 1, 'but in that of owners';
is act($c, "/staff/customers/$boss/suspend", { reason => 'coup' })->code, 403, 'staff do not suspend owners';
my $heir = newcomer(name => 'heir');
my $move = "/staff/customers/$me/move";
for my $bad ([to => 'nobody-of-that-name'], [to => ''], [to => credentials()->{staff_user}], [amount => '0'], [amount => '-1'], [amount => '10.01'], [reason => '']) {
    is act($owner, $move, { to => $heir->{user}, amount => '4', reason => 'two accounts', @$bad })->code, 422, "not moved: @$bad";
}
my $lines = audit('action=wallet.move')->findvalue('count(//entry)');
$res = act($owner, $move, { to => $heir->{user}, amount => '4', reason => 'two accounts' }, xml => 1);
is $res->code, 200, 'a move is confirmed first';
like $res->decoded_content, qr/change-usd="-4\.00"/, '… with what it does';
%form = (%{ $owner->{sent} }, confirm => 1);
is $owner->raw_post($move, \%form)->code, 303, 'moved';
is $owner->raw_post($move, \%form)->code, 303, 'the same form again';
is Smm::World::balance($heir), 4_000_000, '… moves it once';
is $heir->xml('/app/ledger')->findvalue('(//entry/@label)[1]'), 'Moved between accounts', 'who got it reads it';
is audit('action=wallet.move')->findvalue('count(//entry)') - $lines, 2, 'and both lines are in the audit log';
is $c->submit($move, { to => $heir->{user}, amount => '1', reason => 'mine' })->code, 403, 'staff do not move their own balance';
is $c->submit($adjust, { direction => 'credit', amount => '1', reason => 'for me', confirm => 1 })->code, 403, 'staff do not correct their own balance';
is act($owner, $role, { role => 'customer', reason => 'leaves' })->code, 303, 'a customer again';
is $c->get('/staff')->code, 403, 'without the staff pages';

# ---- audit log ------------------------------------------------------------------------------------

is audit('actor=nobody-of-that-name')->findvalue('count(//entry)'), 0, 'nobody did nothing';
my $name = credentials()->{staff_user};
cmp_ok audit("actor=$name")->findvalue('count(//entry)'), '>', 3, "what $name did";
is $owner->get('/staff/audit')->code, 200, 'the page';
$res = $owner->get("/staff/audit?format=csv&action=wallet.adjust");
is $res->content_type, 'text/csv', 'as a file';
like $res->decoded_content, qr/,wallet\.adjust,account,$me,/, '… with the lines of the filter';
like $res->decoded_content, qr/,'\+12\.34,/, '… where no cell is a formula';
unlike $res->decoded_content, qr/account\.suspend/, '… and no others';

# ---- system ---------------------------------------------------------------------------------------

$doc = wait_for(30, sub { my $d = $owner->xml('/staff/system'); $d && $d->findvalue('count(//worker)') > 0 ? $d : undef });
ok $doc, 'workers report';
cmp_ok $doc->findvalue('count(//module[@status="enabled"])'), '>=', 5, 'all modules';
cmp_ok $doc->findvalue('count(//queue)'), '>', 0, 'kinds of jobs';
is $doc->findvalue('count(//check[@tone="bad"])'), 0, 'nothing is wrong' or diag $doc->findvalue('//check/@title');
is $owner->get('/staff/system')->code, 200, 'the page';
is $owner->raw_post('/staff/system/mails/999999/again', { csrf => $doc->findvalue('(//user/@csrf)[1]') })->code, 409, 'a mail that is not dead is not sent again';
done_testing;
