# SPDX-License-Identifier: Apache-2.0
# Units in special economic zones, and fees by cause: declared, confirmed by staff, on quote, document, PDF and return.
use strict;
use warnings;
use Test::More;
use Smm::World qw(newcomer staff balance);
use Smm::Instance qw(smmctl rows mails wait_for);
use Smm::Growth qw(act);

my $staff = staff();
my $c = newcomer();
sub set { my ($k, $v) = @_; return (smmctl('panel', 'settings', defined $v ? ('set', $k, $v) : ('unset', $k)))[0] }
my %mine = ('tax.mode' => 'gst', 'seller.country' => 'IN', 'seller.tax_id' => '27AAPFU0939F1ZV', 'fx.inr' => '88.1234', 'tax.lut' => 1, 'tax.lut_number' => 'AD270426000001A');
END { local $?; set($_) for keys %mine }
is set($_, $mine{$_}), 0, "$_ is set" for sort keys %mine;
sub profile { return $c->submit('/app/profile', { @_ }, action => '/app/profile') }
sub tax { return $c->xml('/app/funds?amount=100&method=bank')->findvalue('//summary/@tax-usd') }

# --- what a customer may declare
is profile(country => 'IN', state => 'Karnataka', tax_id => '')->code, 303, 'an Indian customer';
is $c->submit('/app/sez', { kind => 'sewop', approval => 'KASEZ/1' }, action => '/app/sez')->code, 422, 'without a GSTIN there is no unit';
is profile(company => 'Unit LLP', tax_id => '29AAPFU0939F1ZX')->code, 422, 'a GSTIN that is mistyped';
is profile(company => 'Unit LLP', tax_id => '29AAPFU0939F1ZR')->code, 303, 'and one that is right';
like $c->get('/app/profile')->decoded_content, qr{/app/sez}, 'the profile leads there';
for my $bad ({ kind => 'none' }, { kind => '' }, { approval => '' }, { approval => 'x' x 61 }) {
    is $c->submit('/app/sez', { kind => 'sewop', approval => 'KASEZ/1', %$bad }, action => '/app/sez')->code, 422, join ' ', 'refused:', map { substr $_, 0, 10 } %$bad;
}
is $c->xml('/app/sez')->findvalue('count(//sez)'), 0, 'and left nothing behind';
is act($c, '/app/sez', '/app/sez/withdraw')->code, 409, 'nothing to take back';
is tax(), '18.00', 'another State: 18 %';
is $c->submit('/app/sez', { kind => 'sewop', approval => 'KASEZ/<1>' }, action => '/app/sez')->code, 303, 'declared';
is tax(), '18.00', 'that alone changes nothing';

# --- staff
my ($id) = map { $_->value } $staff->xml('/staff/sez')->findnodes("//sez[\@customer='$c->{user}']/\@id");
ok $id, 'staff see it';
is $staff->xml('/staff/sez')->findvalue("//sez[\@id='$id']/\@gstin"), '29AAPFU0939F1ZR', '… with its GSTIN';
is $c->get('/staff/sez')->code, 403, 'customers do not';
is act($c, '/app', "/staff/sez/$id", decision => 'confirm', reason => 'mine')->code, 403, 'nor do they confirm';
is act($staff, '/staff/sez', "/staff/sez/$id", decision => 'confirm', reason => '')->code, 422, 'a decision has a reason';
is act($staff, '/staff/sez', "/staff/sez/$id", decision => 'perhaps', reason => 'letter seen')->code, 422, '… and is one of three';
is act($staff, '/staff/sez', "/staff/sez/$id", decision => 'revoke', reason => 'letter seen')->code, 409, '… that is possible';
is act($staff, '/staff/sez', '/staff/sez/999999999', decision => 'confirm', reason => 'letter seen')->code, 404, '… of something that exists';
is act($staff, '/staff/sez', "/staff/sez/$id", decision => 'confirm', reason => 'letter seen')->code, 303, 'confirmed';
is act($staff, '/staff/sez', "/staff/sez/$id", decision => 'confirm', reason => 'letter seen')->code, 409, '… once';
is_deeply [map { $_->[0] } rows('panel', "SELECT action FROM audit_log WHERE action LIKE 'sez.%' AND why = 'letter seen'")], ['sez.confirm'], 'with one line in the audit log';
is $c->xml('/app/sez')->findvalue('//sez/@status'), 'confirmed', 'the customer sees it';
ok wait_for(30, sub { grep { /29AAPFU0939F1ZR/ && /letter seen/ } mails($c->{mail}) }), 'and gets a mail';
is tax(), '0.00', 'zero-rated';
set('tax.lut_until', '2026-01-31');
is tax(), '18.00', 'with tax when the letter of undertaking has ended';
is $staff->xml('/staff/taxes')->findvalue('//lut/@status'), 'ended', 'staff are told';
set('tax.lut_until');

# --- fees by cause, on the settings page, the quote, the document, the PDF and in the return
my $page = '/staff/settings/gateway.bank';
my %fee = ('manpower_fixed' => '1.50', 'accounting_bps' => 25, 'platform_bps' => 50, 'fee_bps' => 100);
my %on = ('gateway.bank.enabled' => 1);
for my $bad (['platform_bps', '10001'], ['platform_bps', '-1'], ['accounting_fixed', '1,5'], ['manpower_fixed', '1001'], ['fee_mode', 'free']) {
    is $staff->submit($page, { %on, "gateway.bank.$bad->[0]" => $bad->[1] })->code, 422, "refused: @$bad";
}
is $staff->submit($page, { %on, map { ("gateway.bank.$_" => $fee{$_}) } keys %fee })->code, 303, 'four fees';
my $sum = $c->xml('/app/funds?amount=100&method=bank');
is_deeply { map { ($_->getAttribute('kind') => $_->getAttribute('amount')) } $sum->findnodes('//summary/line[@kind != "topup"]') },
    { manpower => '1.50', accounting => '0.25', platform => '0.50', handling => '1.02' }, 'each has a line of its own';
my $res = $c->submit('/app/funds', { amount => 100, method => 'bank' });
my ($pay) = $c->location($res) =~ m{/app/payments/(\d+)};
is $staff->submit("/staff/payments/$pay", { amount => '103.27', reason => 'statement' }, to => "/staff/payments/$pay/confirm")->code, 303, 'paid';
is balance($c), 100_000_000, 'the balance gets the amount';
(my $slug = $staff->xml("/staff/payments/$pay")->findvalue('//payment/@invoice')) =~ tr{/}{-};
my $doc = $c->xml("/app/invoices/$slug");
is join(' ', map { $_->value } $doc->findnodes('//line/@kind')), 'topup manpower accounting platform handling', 'they stand on the document';
is $doc->findvalue('//total[@label="Taxable value"]'), '103.27', 'in the taxable value';
like $doc->toString, qr/SEZ unit or SEZ developer.*AD270426000001A/, 'with the words of the law';
like $c->get("/app/invoices/$slug.pdf")->content, qr/^%PDF-/, 'as a PDF too';
my ($taxable) = map { $_->[0] } rows('panel', "SELECT f.taxable FROM gst_figures f JOIN payment p ON p.invoice_id = f.invoice_id WHERE p.id = $pay AND f.kind = 'sez_lut'");
is $taxable, 910_050, 'and in the return, in rupees';
is $staff->submit($page, { %on, map { ("gateway.bank.$_" => '') } keys %fee })->code, 303, 'no fees any more';

# --- the end of it
is profile(company => 'Unit LLP', tax_id => '27AAPFU0939F1ZV')->code, 303, 'the customer has another GSTIN';
is tax(), '18.00', 'taxed as everybody';
ok $c->xml('/app/sez')->findvalue('//sez/@changed'), 'and is told';
is profile(company => 'Unit LLP', tax_id => '29AAPFU0939F1ZR')->code, 303, 'the old one again';
is tax(), '0.00', 'zero-rated again';
is act($staff, '/staff/sez', "/staff/sez/$id", decision => 'revoke', reason => '')->code, 422, 'a revocation has a reason';
is act($staff, '/staff/sez', "/staff/sez/$id", decision => 'revoke', reason => 'unit closed')->code, 303, 'revoked by staff';
is tax(), '18.00', 'taxed';
is $c->submit('/app/sez', { kind => 'sewp', approval => 'KASEZ/2' }, action => '/app/sez')->code, 303, 'declared anew';
is $c->submit('/app/sez', {}, action => '/app/sez/withdraw')->code, 303, 'and taken back';
is $c->xml('/app/sez')->findvalue('//sez/@status'), 'withdrawn', 'it stands there as such';
is((smmctl('panel', 'verify'))[0], 0, 'the books are in order');
done_testing;
