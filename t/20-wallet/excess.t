# SPDX-License-Identifier: Apache-2.0
# More than a taxed invoice in rupees asks for: tax is taken out of the excess, it has an invoice of its own, in the return too.
use strict;
use warnings;
use Test::More;
use Smm::World qw(newcomer staff balance);
use Smm::Instance qw(smmctl rows);

my $staff = staff();
my $c = newcomer();
sub set { my ($k, $v) = @_; return (smmctl('panel', 'settings', defined $v ? ('set', $k, $v) : ('unset', $k)))[0] }
my %mine = ('tax.mode' => 'gst', 'seller.country' => 'IN', 'seller.tax_id' => '27AAPFU0939F1ZV', 'fx.inr' => '80', 'gateway.upi.vpa' => 'excess@bank', 'gateway.upi.holder' => 'Excess');
END { local $?; set($_) for keys %mine }
is set($_, $mine{$_}), 0, "$_ is set" for sort keys %mine;
is $c->submit('/app/profile', { country => 'IN', state => 'Karnataka' }, action => '/app/profile')->code, 303, 'an Indian customer';

my $n = 0;
# Pays 100 USD by UPI with so many rupees. @return the payment
sub pay {
    my ($rupees) = @_;
    my $res = $c->submit('/app/funds', { amount => 100, method => 'upi' });
    my ($id) = $c->location($res) =~ m{/app/payments/(\d+)} or die "no payment\n";
    $c->submit("/app/payments/$id", { reference => sprintf '9%011d', ++$n * 7919 + $$ }, action => "/app/payments/$id/claim")->code == 303 or die "no claim\n";
    my ($claim) = map { $_->getAttribute('id') } $staff->xml('/staff/claims')->findnodes("//claim[\@payment='$id']");
    is $staff->submit("/staff/claims/$claim", { amount => $rupees, reason => 'statement' }, action => '/confirm')->code, 303, "$rupees rupees came";
    return $id;
}

my $exact = pay('9440.00'); # 8 000 and 18 %
is balance($c), 100_000_000, 'paid as asked';
is $c->xml("/app/payments/$exact")->findvalue('count(//payment/@excess-invoice)'), 0, 'nothing is above it';
my $id = pay('10620.00'); # 1 180 more
is balance($c), 100_000_000 + 112_500_000, 'of 14.75 USD too much 12.50 are credited: the rest is tax';
my $p = $c->xml("/app/payments/$id")->findnodes('//payment')->get_node(1);
is $p->getAttribute('excess-usd'), '14.75', 'the page says what came in too much';
is $p->getAttribute('excess-tax-usd'), '2.25', '… and its tax';
like $c->get("/app/payments/$id")->decoded_content, qr/112\.50\W* is on your balance/, '… and to people what was credited';
is $staff->xml("/staff/payments/$id")->findvalue('//payment/@excess-invoice'), $p->getAttribute('excess-invoice'), 'staff see it';
my $doc = $c->xml($p->getAttribute('excess-href'));
is $doc->findvalue('//invoice/@total-usd'), '1180.00', 'an invoice over it';
is $doc->findvalue('//total[@label="Taxable value"]'), '1000.00', 'the value';
is $doc->findvalue('//total[starts-with(@label, "IGST")]'), '180.00', 'and its tax';
is $doc->findvalue('//invoice/@status'), 'paid', 'paid';
is $doc->findvalue('//invoice/@payment'), "P$id", 'by this payment';
like $doc->findvalue('//say/@text'), qr/Advance: received above what payment P$id was for/, 'it says what it is for';
like $c->get($p->getAttribute('excess-href') . '.pdf')->content, qr/^%PDF-/, 'as a PDF';
is newcomer()->get($p->getAttribute('excess-href'))->code, 404, 'nobody else sees it';
my @f = rows('panel', "SELECT f.taxable, f.igst, f.total FROM gst_figures f JOIN payment_excess x ON x.invoice_id = f.invoice_id WHERE x.payment_id = $id");
is_deeply [map { $_ + 0 } @{ $f[0] }], [100_000, 18_000, 118_000], 'in the return';
my @number = map { $_->[0] } rows('panel', "SELECT i.number FROM payment p JOIN invoice i ON i.id = p.invoice_id WHERE p.id = $id");
is substr($p->getAttribute('excess-invoice'), -6) - substr($number[0], -6), 1, 'with the next number';
is((smmctl('panel', 'verify'))[0], 0, 'the books are in order');
done_testing;
