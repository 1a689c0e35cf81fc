# SPDX-License-Identifier: Apache-2.0
# What a top-up costs in tax, by place and rule; money that goes back at the processor; frozen wallets; all top-ups closed.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::Stripe;
use Smm::Gateway::Check qw(setup start settled status_of deliver);
use Smm::World qw(newcomer staff balance);
use Smm::Instance qw(smmctl wait_for rows);
use Smm::Growth qw(act);

my $staff = staff();
my $c = newcomer();
sub set { my ($k, $v) = @_; return (smmctl('panel', 'settings', defined $v ? ('set', $k, $v) : ('unset', $k)))[0] }
my %mine = map { $_ => 1 } qw(tax.mode tax.lut tax.lut_number seller.country seller.tax_id fx.inr funds.closed funds.closed_text);
END { local $?; set($_) for keys %mine; }
sub profile { return $c->submit('/app/profile', { @_ }, action => '/app/profile') }
sub sum { return $c->xml('/app/funds?amount=100&method=bank')->findvalue('//summary/@' . $_[0]) }

# --- rules of other countries
is $c->get('/staff/taxes')->code, 403, 'customers do not see the rules';
is set('tax.mode', 'rules'), 0, 'taxed by rules';
is sum('tax-usd'), '0.00', 'no rule, no tax';
my %rule = (country => 'DE', kind => 'any', name => 'VAT', bps => 1900);
for my $bad ({ country => 'Germany' }, { country => 'de' }, { bps => 10001 }, { bps => '' }, { kind => 'robot' }, { name => '' }, { since => 'soon' },
    { since => '2031-02-01', until => '2031-01-01' }, { reverse => 1 }) {
    is $staff->submit('/staff/taxes', { %rule, %$bad }, action => '/staff/taxes')->code, 422, join ' ', 'refused:', %$bad;
}
is $staff->xml('/staff/taxes')->findvalue("count(//rule)"), 0, 'and left nothing behind';
is $staff->submit('/staff/taxes', \%rule, action => '/staff/taxes')->code, 303, 'a rule';
is $staff->submit('/staff/taxes', { %rule, bps => 2000, since => '2090-01-01' }, action => '/staff/taxes')->code, 303, 'another one from a later day';
is sum('tax-usd'), '19.00', 'shown before paying';
is sum('total-usd'), '119.00', '… in the total';
my $res = $c->submit('/app/funds', { amount => 100, method => 'bank' });
my ($id) = $c->location($res) =~ m{/app/payments/(\d+)};
is $staff->submit("/staff/payments/$id", { amount => '119', reason => 'statement' }, to => "/staff/payments/$id/confirm")->code, 303, 'paid with tax';
is balance($c), 100_000_000, 'the balance gets the amount without it';
my $rule = $staff->xml('/staff/taxes')->findvalue('//rule[@status="active"]/@id');
is act($staff, '/staff/taxes', "/staff/taxes/$rule", reason => '')->code, 422, 'an end has a reason';
is act($c, '/app', "/staff/taxes/$rule", reason => 'mine')->code, 403, 'customers end nothing';
is act($staff, '/staff/taxes', "/staff/taxes/$rule", reason => 'rate changed')->code, 303, 'ended';
is act($staff, '/staff/taxes', "/staff/taxes/$rule", reason => 'rate changed')->code, 404, '… once';
is sum('tax-usd'), '0.00', 'no tax any more';
ok((grep { $_->[1] eq 'rate changed' } rows('panel', "SELECT action, why FROM audit_log WHERE action = 'tax.rule_end'")), 'with a line in the audit log');
is $staff->xml('/staff/taxes')->findvalue('count(//rule[@status="scheduled"]/form)'), 1, 'the one of 2090 can be ended too'; # it stays: t/80-security/input.t tries its form

# --- rules that ask for a valid number, prices that hold the tax
is $staff->submit('/staff/taxes', { %rule, kind => 'consumer', needs_id => 1 }, action => '/staff/taxes')->code, 422, 'private customers have no number';
is $staff->submit('/staff/taxes', { %rule, bps => 0, inclusive => 1 }, action => '/staff/taxes')->code, 422, 'without a rate no price holds a tax';
is $staff->submit('/staff/taxes', { %rule, inclusive => 1 }, action => '/staff/taxes')->code, 303, 'an inclusive rule';
is $staff->submit('/staff/taxes', { %rule, kind => 'business', bps => 0, reverse => 1, needs_id => 1 }, action => '/staff/taxes')->code, 303, 'reverse charge with a valid number';
sub at119 { return $c->xml('/app/funds?amount=119&method=bank')->findvalue('//summary/@' . $_[0]) }
is profile(country => 'DE', state => '', company => '', tax_id => '')->code, 303, 'a private customer';
is at119('total-usd'), '119.00', 'what is entered is paid';
is at119('amount-usd'), '100.00', '… and holds the tax';
like $c->get('/app/funds?amount=119&method=bank')->decoded_content, qr/tax and fees are in it/, '… as the page says';
is profile(company => 'GmbH', tax_id => '12345')->code, 303, 'a business with some number';
is at119('tax-usd'), '19.00', 'is taxed';
is profile(company => 'GmbH', tax_id => 'DE 123 456 789')->code, 303, 'with a number as they look';
is at119('tax-usd'), '0.00', 'it accounts for the tax itself';
is at119('amount-usd'), '119.00', '… and gets what it pays';
for my $r ($staff->xml('/staff/taxes')->findnodes('//rule[@status="active"]/@id')) { is act($staff, '/staff/taxes', '/staff/taxes/' . $r->value, reason => 'end of the test')->code, 303, 'ended' }
is profile(company => '', tax_id => '')->code, 303, 'private again';

# --- GST of India
for my $bad ('soon', '2027-02-30', '01.04.2027', '2027-4-1', '2026-04-01T00:00:00Z') {
    is $staff->submit('/staff/settings/tax', { 'tax.lut_until' => $bad })->code, 422, "no day: $bad";
}
is set('tax.mode', 'gst'), 0, 'taxed by GST';
set('seller.country', 'IN');
set('seller.tax_id', '27AAPFU0939F1ZV');
is profile(country => 'IN', state => '')->code, 422, 'an Indian customer is asked for the State at once';
is profile(country => 'IN', state => 'Karnataka')->code, 303, 'and names it';
is sum('tax-usd'), '18.00', 'another State: 18 %';
profile(country => 'IN', state => 'Maharashtra');
is $c->xml('/app/funds?amount=100&method=bank')->findvalue('count(//summary/line[@kind="cgst" or @kind="sgst"])'), 2, 'the same State: two halves';
profile(country => 'FR', state => '');
set('tax.lut', '1');
set('tax.lut_number', 'AD270426000001A');
is $staff->submit('/staff/settings/fx', { 'fx.inr' => '88.5' })->code, 303, 'the rate of the day';
is $staff->xml('/staff/taxes')->findvalue('//fx[@currency="INR"]/@rate'), '88.50', 'it stands on the page of taxes';
is $staff->xml('/staff/taxes')->findvalue('//fx[@currency="INR"]/@by'), $staff->{user} // $staff->xml('/staff/taxes')->findvalue('//user/@username'), '… with who set it';
is sum('tax-usd'), '0.00', 'an export under a letter of undertaking';
is $staff->xml('/staff/taxes')->findvalue('//lut/@status'), 'active', 'the page of staff names it';
set($_) for qw(tax.mode tax.lut tax.lut_number seller.country seller.tax_id);

# --- all top-ups closed
set('funds.closed', '1');
set('funds.closed_text', 'Back on Monday.');
my $doc = $c->xml('/app/funds');
is $doc->findvalue('//closed'), 'Back on Monday.', 'closed, in the words of the operator';
is $doc->findvalue('count(//method)'), 0, 'no method is offered';
set('funds.closed');
set('funds.closed_text');

# --- money that goes back at the processor
my %key = (key => "sk_test_tax$$", webhook_secret => "whsec_tax_$$");
my $sim = Smm::Gateway::Stripe->new(%key);
setup('stripe', [qw(key webhook_secret)], %key, base_url => $sim->base);
my ($pay, $ref) = start($c, 'stripe', '40.00');
is deliver($sim, $sim->do(pay => $ref)), 200, 'paid by card';
ok settled($c, $pay, 'paid'), 'credited';
my $before = balance($c);
my $n = $sim->do(dispute => $ref);
deliver($sim, $n) for 1 .. 3;
ok wait_for(40, sub { status_of($c, $pay) eq 'charged_back' }), 'charged back' or diag status_of($c, $pay);
is balance($c), $before - 40_000_000, 'the money leaves once, whatever comes twice';
my $who = $staff->xml("/staff/customers?q=$c->{user}")->findvalue('(//customer/@id)[1]');
ok $staff->xml("/staff/customers/$who")->findvalue('//customer/@frozen'), 'the wallet is frozen';
is act($c, '/app', "/staff/customers/$who/wallet", to => 'open', reason => 'please')->code, 403, 'customers do not open it';
is act($staff, "/staff/customers/$who/wallet", "/staff/customers/$who/wallet", to => 'open', reason => '')->code, 422, 'staff say why';
is $staff->submit("/staff/customers/$who/wallet", { reason => 'settled with the bank' })->code, 303, 'staff open it';
is $staff->xml("/staff/customers/$who")->findvalue('//customer/@frozen'), '', 'open';
is act($staff, "/staff/customers/$who/wallet", "/staff/customers/$who/wallet", to => 'open', reason => 'again')->code, 409, '… once';
is $c->xml('/app/ledger')->findvalue('count(//entry[@kind="chargeback"])'), 1, 'one line on the statement';
is((smmctl('panel', 'verify'))[0], 0, 'the books are in order');
done_testing;
