# SPDX-License-Identifier: Apache-2.0
# Adding funds by bank transfer: proforma at once, claim, staff's decision, credited exactly once,
# invoice and statement. Nobody sees another's money.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer usd);
use Smm::Instance qw(mails wait_for smmctl alter rows);
use Smm::Race qw(race);

my $c = newcomer();
my $other = newcomer();
my $staff = staff();
sub balance { return usd($_[0]->xml('/app')->findvalue('(//@balance-usd)[1]')) }

my $res = $c->submit('/app/funds', { amount => '9.99', method => 'bank' });
is $res->code, 422, 'below the minimum';
like $res->decoded_content, qr/10\.00/, '… the message says the minimum';
for my $bad ('0', '-5', '10.001', '1e3', 'ten', '10,5', '99999999') {
    is $c->submit('/app/funds', { amount => $bad, method => 'bank' })->code, 422, "amount $bad is refused";
}
# a link that names an amount: the form asks for it, and never for less than the minimum
my $field = sub { $c->xml("/app/funds?amount=$_[0]")->findvalue('//form[@name="funds"]/field[@name="amount"]/@value') };
is $field->('37.50'), '37.50', 'the amount of the address stands in the form';
is $field->('0.52'), '10.00', '… at least the minimum';
is $field->('100'), '', '… not when a button says it';
is $field->('999999999'), '10000.00', '… and at most the maximum';
is $c->submit('/app/funds', { amount => '50', method => 'cheque' })->code, 422, 'an unknown method is refused';
is $c->xml('/app/invoices')->findvalue('count(//invoice)'), 0, 'and left nothing behind';

$res = $c->submit('/app/funds', { amount => '50', method => 'bank' });
is $res->code, 303, 'a transfer is started';
my ($id) = $c->location($res) =~ m{^/app/payments/(\d+)$};
ok $id, 'and leads to its page';
my %sent = %{ $c->{sent} };
$res = $c->raw_post('/app/funds', \%sent);
is $res->code, 303, 'the same form again';
is $c->location($res), "/app/payments/$id", '… is the same payment';
$res = $c->raw_post('/app/funds', { %sent, amount => '60' });
is $res->code, 409, 'the same key with another amount is refused';

my $doc = $c->xml("/app/payments/$id");
is $doc->findvalue('//payment/@status'), 'pending', 'it waits';
is $doc->findvalue('//payment/@amount-usd'), '50.00', 'for 50.00';
ok $doc->findvalue('count(//payment/detail)') >= 2, 'with the bank details';
my $proforma = $doc->findvalue('//payment/@invoice');
like $proforma, qr/^PI-\d{8}$/, 'a proforma invoice is there at once';
is $c->xml("/app/invoices/$proforma")->findvalue('//invoice/@proforma'), 1, 'and opens';
like $c->get("/app/invoices/$proforma")->decoded_content, qr/not a tax invoice/, 'it says what it is';
ok wait_for(30, sub { grep { /Bank details/ && /\Q$proforma\E/ } mails($c->{mail}) }), 'the bank details come by mail';

for my $path ("/app/payments/$id", "/app/invoices/$proforma") {
    is $other->get($path)->code, 404, "$path does not exist for others";
    is(Smm::Client->new->get($path)->code, 303, '… and guests are asked to sign in');
}
is $other->submit('/app/funds', { reference => 'MINE 1' }, to => "/app/payments/$id/claim")->code, 404, 'nobody claims another\'s payment';
is $c->submit("/app/payments/$id", { reference => '<b>', amount => '50' })->code, 422, 'a reference of marks is refused';
is $c->submit("/app/payments/$id", { reference => 'WIRE-77 12', amount => '50', note => 'sent today' })->code, 303, 'the claim is taken';
is balance($c), 0, 'and credits nothing';
is $staff->xml('/staff/payments?status=claimed')->findvalue("count(//payment[\@id='$id'])"), 1, 'staff see it';

is $c->submit('/app/funds', { amount => '50', reason => 'me' }, to => "/staff/payments/$id/confirm")->code, 403, 'a customer cannot confirm';
my ($form) = grep { ($_->getAttribute('action') // '') =~ m{/confirm$} } $staff->xml("/staff/payments/$id")->findnodes('//form');
my %f = (csrf => $form->getAttribute('csrf'), amount => '50.00', reason => 'statement of today');
my @r = race($staff, 32, "/staff/payments/$id/confirm", \%f, vary => sub { my ($i, $v) = @_; $v->{key} = "confirm-race-$$-$i" });
is scalar(grep { $_->[0] == 303 } @r), 1, '32 confirmations at once: one counts' or diag join ' ', map { $_->[0] } @r;
is scalar(grep { $_->[0] == 409 } @r), 31, '… the others are told that it was done';
is balance($c), 50_000_000, 'credited once';
is $c->xml("/app/payments/$id")->findvalue('//payment/@status'), 'paid', 'paid';
my $number = $c->xml("/app/payments/$id")->findvalue('//payment/@invoice');
like $number, qr{^[A-Z0-9]+/\d{4}/\d{6}$}, 'the invoice has its number';
(my $slug = $number) =~ tr{/}{-};
is $c->get("/app/invoices/$proforma")->code, 303, 'the proforma\'s address leads on';
$doc = $c->xml("/app/invoices/$slug");
is $doc->findvalue('//invoice/@status'), 'paid', 'to the invoice';
is $doc->findvalue('//invoice/total[last()]'), '0.00', 'nothing is due';
is $other->get("/app/invoices/$slug")->code, 404, 'which is nobody else\'s';
ok wait_for(30, sub { grep { /We received your payment/ } mails($c->{mail}) }), 'the receipt comes by mail';

# parts, rejection, late approval
$res = $c->submit('/app/funds', { amount => '20', method => 'bank' });
my ($part) = $c->location($res) =~ m{(\d+)$};
is $staff->submit("/staff/payments/$part", { amount => '12.50', reason => 'first part' }, to => "/staff/payments/$part/confirm")->code, 303, '12.50 of 20 arrived';
is $c->xml("/app/payments/$part")->findvalue('//payment/@missing-usd'), '7.50', 'the page says what is missing';
is balance($c), 50_000_000, 'nothing is credited yet';
is $staff->submit("/staff/payments/$part", { amount => '7.50', reason => 'second part' }, to => "/staff/payments/$part/confirm")->code, 303, 'the rest';
is balance($c), 70_000_000, 'all is credited';
$res = $c->submit('/app/funds', { amount => '10', method => 'bank' });
my ($no) = $c->location($res) =~ m{(\d+)$};
is $staff->submit("/staff/payments/$no", { reason => 'nothing came' }, action => '/reject')->code, 303, 'rejected';
is $c->xml("/app/payments/$no")->findvalue('//payment/@status'), 'cancelled', 'closed';
is $staff->submit("/staff/payments/$no", { amount => '10', reason => 'it came after all' }, to => "/staff/payments/$no/confirm")->code, 303, 'a late approval works';
is balance($c), 80_000_000, 'credited';

# statement
$doc = $c->xml('/app/ledger');
is join(' ', map { $_->value } $doc->findnodes('//entry/@after-usd')), '80.00 70.00 50.00', 'the statement runs';
$res = $c->get('/app/ledger?format=csv');
like $res->header('Content-Type'), qr{^text/csv}, 'CSV';
like $res->header('Content-Disposition'), qr/attachment/, '… as a file';
is scalar(() = $res->content =~ /\r\n/g), 4, '… with three lines and a heading';
unlike $res->content, qr/(?:^|,)"?[=+\@]/m, '… without formulas';

# a payment of a time before this panel, through a processor that is no more
my ($last) = $c->xml('/app/ledger')->findvalue('(//entry/@ref)[1]') =~ /P(\d+)/;
my ($was) = map { $_->[0] } rows('panel', "SELECT method FROM payment WHERE id = $last");
alter('panel', "UPDATE payment SET method = 'gocoin' WHERE id = $last");
is $c->xml("/app/payments/$last")->findvalue('//payment/@method-title'), 'GoCoin', 'it has its name';
is $c->get("/app/payments/$last")->code, 200, '… and its page';
is $staff->get("/staff/payments/$last")->code, 200, '… for staff, too';
is $c->xml('/app/funds')->findvalue('count(//method[@name="gocoin"])'), 0, 'it is not offered';
alter('panel', "UPDATE payment SET method = '$was' WHERE id = $last");

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
like $out, qr/ledger ok: \d+ transfers, \d+ postings/, '… and say so';
done_testing;
