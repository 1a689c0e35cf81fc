# SPDX-License-Identifier: Apache-2.0
# VIP membership: plans by staff, joining with a confirmation, clicked and sent many times at once, upgrade,
# stop and back, statement and report, given and taken by staff, methods for members, the mark on the pages.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer fund balance);
use Smm::Client;
use Smm::Race qw(race);
use Smm::Instance qw(smmctl);
use Smm::Growth qw(act setting);

my $staff = staff();
my $c = newcomer(name => 'member');
my $tag = $$ . 'x' . time % 100000;

sub plan {
    my ($name, $price) = @_;
    my $res = $staff->submit('/staff/plans', { name => $name, price => $price, perks => "A line\nAnother <b>line</b>" }, action => '/staff/plans');
    is $res->code, 303, "plan $name";
    return $staff->xml('/staff/plans')->findvalue("//plan[\@name='$name']/\@id");
}
my ($plus, $pro) = (plan("Plus $tag", '9.00'), plan("Pro $tag", '25.00'));
is $staff->submit('/staff/plans', { name => "Plus $tag", price => '9.00', perks => 'x' }, action => '/staff/plans')->code, 422, 'a name once';
is $staff->submit('/staff/plans', { name => "Odd $tag", price => '0.001', perks => 'x' }, action => '/staff/plans')->code, 422, 'no part of a cent';
is $c->get('/staff/plans')->code, 403, 'not for customers';

# what FREE sees
my $page = $c->xml('/app/membership');
is $page->findvalue('/page/user/@membership'), 'free', 'FREE';
is $page->findvalue("//plan[\@id='$plus']/perk[2]"), 'Another <b>line</b>', 'what a plan gives';
unlike $c->get('/app/membership')->decoded_content, qr/<b>line/, '… as text';
$page = $c->xml("/app/membership/$plus");
is $page->findvalue('//offer/@missing-usd'), '9.00', 'without money: what is missing';
is $page->findvalue('count(//offer/form)'), 0, '… and no button';
is $c->get('/app/membership/999999')->code, 404, 'no such plan';

# joining
fund($c, '100.00', $staff);
my $before = balance($c);
$page = $c->xml("/app/membership/$plus");
is $page->findvalue('//offer/@pay-usd'), '9.00', 'the price stands on the page';
my ($form) = $page->findnodes('//offer/form');
my %f = (csrf => $form->getAttribute('csrf'), key => $form->getAttribute('key'), seen => $page->findvalue('//offer/form/field[@name="seen"]/@value'));
is $c->raw_post("/app/membership/$plus", { %f, key => "other-price-$tag", seen => '1.00' })->code, 422, 'not for another price';
is $c->raw_post("/app/membership/$plus", { %f, key => "no-price-$tag", seen => 'x' })->code, 422, 'nor for none';
is balance($c), $before, 'nothing was taken';
my @got = race($c, 12, "/app/membership/$plus", \%f);
is scalar(grep { $_->[0] == 303 } @got), 12, 'twelve clicks of one form are one' or diag join ' ', map { $_->[0] } @got;
@got = race($c, 12, "/app/membership/$plus", \%f, vary => sub { my ($i, $f) = @_; $f->{key} = "tab-$i-$tag" });
is scalar(grep { $_->[0] == 409 } @got), 12, 'twelve other tabs come too late' or diag join ' ', map { $_->[0] } @got;
is balance($c), $before - 9_000_000, 'charged once';
$page = $c->xml('/app/membership');
is $page->findvalue('/page/user/@membership'), 'vip', 'VIP';
is $page->findvalue('//membership/@plan'), "Plus $tag", 'with the plan';
is $page->findvalue('count(//charge)'), 1, 'one charge';
like $c->get('/app')->decoded_content, qr/class="badge plan-b vip"/, 'the mark is in the shell';

# two tabs that upgrade at once
$page = $c->xml("/app/membership/$pro");
is $page->findvalue('//offer/@change'), 'upgrade', 'an upgrade';
is $page->findvalue('//offer/@credit-usd'), '9.00', 'with the credit of all days';
%f = (csrf => $page->findvalue('//offer/form/@csrf'), seen => $page->findvalue('//offer/form/field[@name="seen"]/@value'));
@got = race($c, 12, "/app/membership/$pro", \%f, vary => sub { my ($i, $f) = @_; $f->{key} = "up-$i-$tag" });
is scalar(grep { $_->[0] == 303 } @got), 1, 'one of twelve tabs upgrades' or diag join ' ', map { $_->[0] } @got;
is balance($c), $before - 25_000_000, 'charged less the credit, once';

# a smaller plan later, a stop, and back
is $c->submit("/app/membership/$plus", {}, action => "/membership/$plus")->code, 303, 'a smaller plan';
is $c->xml('/app/membership')->findvalue('//membership/@next'), "Plus $tag", 'follows';
is act($c, '/app', '/app/membership/stop')->code, 303, 'stopped';
$page = $c->xml('/app/membership');
is $page->findvalue('//membership/@vip'), 1, 'runs on';
is $page->findvalue('//membership/@next'), '', 'to its end';
is act($c, '/app', '/app/membership/stop')->code, 409, 'once';
is $c->submit("/app/membership/$pro", {}, action => "/membership/$pro")->code, 303, 'taken back';
is $c->xml('/app/membership')->findvalue('//membership/@next'), "Pro $tag", 'goes on';
is balance($c), $before - 25_000_000, 'for nothing now';

# statement and report
is $c->xml('/app/ledger?kind=memberships')->findvalue('count(//entry)'), 2, 'lines of their own on the statement';
like $c->get('/app/ledger?kind=memberships&format=csv')->decoded_content, qr/Membership upgraded,\d+,-16\.00/, '… and in its CSV';
is $staff->xml('/staff/finance?report=memberships')->findvalue("sum(//report/row[c[2]='Pro $tag' or c[2]='Plus $tag']/c[7])"), 25, 'the report of staff says what came in';
is $staff->xml('/staff/finance?report=revenue')->findvalue('//report/row[1]/c[5]') >= 25, 1, '… and so does the one of revenue';

# staff give and take
my $guest = newcomer(name => 'guest');
is $staff->xml("/staff/members?username=$guest->{user}")->findvalue('//form[@name="give"]/field[@name="username"]/@value'), $guest->{user}, 'the customer page leads to the form';
my $give = sub { $staff->submit('/staff/members', { username => $guest->{user}, plan => $plus, months => 2, reason => 'a gift', @_ }, action => '/staff/members') };
is $give->(username => 'nobody-of-this-name')->code, 422, 'to nobody';
is $give->(months => 99)->code, 422, 'not for ever';
is $give->(plan => 999999)->code, 422, 'not without a plan';
is $give->()->code, 303, 'given';
is $give->()->code, 422, 'once';
is $guest->xml('/app')->findvalue('/page/user/@plan'), "Plus $tag", 'the guest is VIP';
is balance($guest), 0, 'for nothing';
my $row = "//member[\@username='$guest->{user}']";
my $id = $staff->xml('/staff/members')->findvalue("$row/\@account");
is $staff->xml("/staff/customers/$id")->findvalue('//membership/@plan'), "Plus $tag", 'staff see it on the customer';

# a method for members
setting('gateway.bank.membership', 'vip');
my $free = newcomer(name => 'free');
is $free->xml('/app/funds')->findvalue('count(//method[@id="bank"])'), 0, 'not offered to FREE';
is $guest->xml('/app/funds')->findvalue('count(//method[@id="bank"])'), 1, 'offered to VIP';
is $free->submit('/app/funds', { amount => '20', method => 'bank' })->code, 422, 'asked again when a payment starts';
is $guest->submit('/app/funds', { amount => '20', method => 'bank' })->code, 303, 'VIP may';
is act($staff, '/staff/members', "/staff/members/$id", reason => '')->code, 422, 'not taken without a reason';
is act($staff, '/staff/members', "/staff/members/$id", reason => 'the end of it')->code, 303, 'taken';
is act($staff, '/staff/members', "/staff/members/$id", reason => 'the end of it')->code, 409, 'once';
is $guest->xml('/app/membership')->findvalue('/page/user/@membership'), 'free', 'FREE again';
is $guest->submit('/app/funds', { amount => '20', method => 'bank' })->code, 422, 'at once';
setting('gateway.bank.membership', undef);
is $staff->xml('/staff/audit')->findvalue('count(//*[contains(., "membership.take") or @action="membership.take"])') > 0, 1, 'the audit log knows';

# a plan that is not sold any more
is $staff->submit("/staff/plans/$plus", { active => undef }, action => "/staff/plans/$plus")->code, 303, 'not sold any more';
is $free->get("/app/membership/$plus")->code, 404, 'to nobody';
$staff->submit("/staff/plans/$pro", { active => undef }, action => "/staff/plans/$pro");
is $c->xml('/app/membership')->findvalue("count(//plan[\@id='$pro'])"), 1, 'who has it sees it';

is $c->get('/help/membership')->code, 200, 'an article of the help centre';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
