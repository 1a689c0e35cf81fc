# SPDX-License-Identifier: Apache-2.0
# v5.0.0-2.2.1, 15.3.3: the profile: what is kept, what is checked (GSTIN with its check character and
# State), and that an invoice shows what stood there when its number was taken.
use strict;
use warnings;
use utf8;
use Test::More;
use Smm::World qw(staff newcomer fund);

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);
my $c = newcomer(name => 'merchant');
sub value { return $c->xml('/app/profile')->findvalue("//field[\@name='$_[0]']/\@value") }
sub error { my ($name, $res) = @_; my $doc = XML::LibXML->load_xml(string => $res->content); return $doc->findvalue("//field[\@name='$name']/\@error") }
sub save  { my %f = @_; return $c->submit('/app/profile', \%f, xml => 1) }

my %in = (name => 'Zoë Q. Müller', company => 'Ampersand & Söhne <GmbH>', address => 'Am Markt 1', city => 'Köln', state => '', postal_code => '50667', country => 'DE', tax_id => 'DE 123.456/789', language => 'en', timezone => 'Europe/Berlin');
is save(%in)->code, 303, 'a whole profile';
is value($_), $in{$_}, "$_ is kept" for grep { $_ ne 'tax_id' } sort keys %in;
ok $c->get('/app/profile')->decoded_content =~ /Ampersand &amp; Söhne &lt;GmbH/, 'marks are text';

my %w = (country => ['', 'D', 'XX', 'de', 'DEU', '<>'], timezone => ['Mars/Base', '../etc/localtime', 'europe/berlin '], tax_id => ['a;b', 'x' x 31, "DE'--"], language => ['x', 'xxxxxxxxx']);
for my $f (sort keys %w) {
    for my $v (@{ $w{$f} }) {
        my $res = save($f => $v);
        is $res->code, 422, "$f '$v' is refused" or next;
        ok length error($f, $res), '… with words';
    }
}
is value('country'), 'DE', 'nothing of it was kept';

# India: the registration decides the State
for my $v ('27AAPFU0939F1ZX', '99AAPFU0939F1ZV', '27AAPFU0939F1Z', '27aapfu0939f1z!', '27AAPFU0939F1ZV1', '２７AAPFU0939F1ZV') {
    my $res = save(country => 'IN', state => 'Maharashtra', tax_id => $v);
    is $res->code, 422, "GSTIN $v is refused";
    ok length error('tax_id', $res), '… with words';
}
is save(country => 'IN', state => '', tax_id => '')->code, 422, 'India without a State is refused';
is save(country => 'IN', state => 'Karnataka', tax_id => ' 27aapfu0939f1zv ')->code, 303, 'a good one, in any case';
is value('tax_id'), '27AAPFU0939F1ZV', '… is kept in its form';
is value('state'), 'Maharashtra', '… and decides the State';

# an invoice is a document
my $staff = staff();
fund($c, '15.00', $staff);
my $slug = $c->xml('/app/invoices')->findvalue('(//invoice/@slug)[1]');
my $html = $c->get("/app/invoices/$slug")->decoded_content;
like $html, qr/27AAPFU0939F1ZV/, 'the invoice shows the GSTIN';
ok $html =~ /Ampersand &amp; Söhne &lt;GmbH/, '… and the company';
is save(company => 'Later Ltd', country => 'GB', state => '', tax_id => '')->code, 303, 'the profile changes';
ok $c->get("/app/invoices/$slug")->decoded_content =~ /Ampersand &amp; Söhne/, 'the invoice does not';
unlike $c->get("/app/invoices/$slug")->decoded_content, qr/Later Ltd/, '… at all';
done_testing;
