# SPDX-License-Identifier: Apache-2.0
# Affiliates: the link, the sign-up it brings, the commission of a top-up, the pay-out with approval.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer fund usd balance);
use Smm::Client;
use Smm::Instance qw(wait_for smmctl mails links_in);
use Smm::Growth qw(act setting colleague);

my $staff = staff();
my $partner = newcomer(name => 'partner');
is $partner->xml('/app/affiliates')->findvalue('//content/@off'), 1, 'without a commission there is no program';
setting('affiliates.bps', 1000);
setting('affiliates.hold_days', 0);
my $link = $partner->xml('/app/affiliates')->findvalue('//affiliate/@link');
my ($code) = $link =~ m{/r/([a-z0-9]{8})$};
ok $code, 'the page has a link';

# a visitor of the link who signs up
my $guest = Smm::Client->new;
my $res = $guest->get("/r/$code");
is $res->code, 303, 'the link leads on';
is $guest->location($res), '/', '… to the front page';
like join(' ', $res->header('Set-Cookie')), qr/\.ref=$code; Path=[^;]*; HttpOnly; SameSite=Lax; Max-Age=5184000/, '… and is remembered';
$res = Smm::Client->new->get('/r/nobodyhas1');
is $res->code, 303, 'an unknown link leads on as well';
unlike join(' ', $res->header('Set-Cookie')), qr/\.ref=/, '… and leaves nothing';
unlike join(' ', $partner->get("/r/$code")->header('Set-Cookie')), qr/\.ref=/, 'who has an account is not brought';
is $partner->xml('/app/affiliates')->findvalue('//affiliate/@visits'), 1, 'one visit';
my $user = "brought$$" . 'x' . time;
$res = $guest->submit('/signup', { username => $user, email => "$user\@else.example", password => "pass phrase of $user", country => 'DE', terms => 1 });
is $res->code, 303, 'the visitor signs up';
my $go = wait_for(40, sub { (grep { m{/verify/} } map { links_in($_) } mails("$user\@else.example"))[0] });
$guest->get($go);
$guest->sign_in($user, "pass phrase of $user");
is $partner->xml('/app/affiliates')->findvalue('//affiliate/@people'), 1, 'and counts as brought';
my $self = Smm::Client->new;
$self->get("/r/$code");
my ($box, $host) = split /\@/, $partner->{mail};
$self->submit('/signup', { username => "self$$" . time, email => "$box+2\@$host", password => 'pass phrase of myself', country => 'DE', terms => 1 });
is $partner->xml('/app/affiliates')->findvalue('//affiliate/@people'), 1, 'one does not bring oneself';

# commission, pay-out
fund($guest, '120', $staff);
ok wait_for(60, sub { $partner->xml('/app/affiliates')->findvalue('//affiliate/@available-usd') eq '12.00' }), 'ten per cent of the top-up can be paid out'
    or diag $partner->xml('/app/affiliates')->toString;
is $partner->submit('/app/affiliates', {})->code, 303, 'asked for';
is $partner->xml('/app/affiliates')->findvalue('//payout/@status'), 'requested', 'it waits';
is $partner->xml('/app/affiliates')->findvalue('//affiliate/@available-usd'), '0.00', 'and is not available twice';
is balance($partner), 0, 'nothing is paid yet';
my $id = $staff->xml('/staff/affiliates')->findvalue("(//content/payout[\@username='$partner->{user}']/\@id)[1]");
is act($partner, '/app', "/staff/affiliates/payouts/$id", decision => 'pay')->code, 403, 'not approved by oneself';
is act($staff, '/staff/affiliates', "/staff/affiliates/payouts/$id", decision => 'reject')->code, 422, 'a refusal says why';
is act($staff, '/staff/affiliates', "/staff/affiliates/payouts/$id", decision => 'pay')->code, 303, 'approved by staff';
is balance($partner), 12_000_000, 'paid into the balance';
is act($staff, '/staff/affiliates', "/staff/affiliates/payouts/$id", decision => 'pay')->code, 409, 'once';
is balance($partner), 12_000_000, '… and no more';
is $partner->xml('/app/ledger?kind=affiliates')->findvalue('count(//entry)'), 1, 'a line of its own on the statement';
my $acc = $staff->xml('/staff/affiliates')->findvalue("//affiliate[\@username='$partner->{user}']/\@account");
is act($staff, '/staff/affiliates', "/staff/affiliates/$acc", reason => 'looks odd')->code, 303, 'staff stop a partner';
is $partner->xml('/app/affiliates')->findvalue('//affiliate/@stopped'), 1, 'who sees it';
setting($_, undef) for qw(affiliates.bps affiliates.hold_days);

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
