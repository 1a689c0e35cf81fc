# SPDX-License-Identifier: Apache-2.0
# Documents: PDF of a proforma, an invoice and a credit note; all of a year; filters; the mail with the file;
# Indian GST on paper and in the return.
use strict;
use warnings;
use utf8;
use Test::More;
binmode Test::More->builder->$_, ':utf8' for qw(output failure_output todo_output);
use Encode qw(decode_utf8);
use File::Temp qw(tempdir);
use JSON ();
use Smm::World qw(staff newcomer fund);
use Smm::Instance qw(smmctl mails wait_for);
use Smm::Race qw(race);
plan skip_all => 'pdftotext is not installed (poppler-utils)' unless `sh -c 'command -v pdftotext'`;

my $dir = tempdir(CLEANUP => 1);
sub text_of { my ($pdf) = @_; open my $h, '>:raw', "$dir/x.pdf" or die; print $h $pdf; close $h; return decode_utf8(`pdftotext -layout $dir/x.pdf -`) }
sub slug_of { my $n = shift; $n =~ tr{/}{-}; return $n }
sub invoice_of { my ($c, $id) = @_; return $c->xml("/app/payments/$id")->findvalue('//payment/@invoice') }
my ($c, $other, $staff) = (newcomer(), newcomer(), staff());
my $ind = newcomer();
my %was;
sub set { my ($k, $v) = @_; smmctl('panel', 'settings', 'set', $k, $v) }

is $c->submit('/app/profile', { name => 'Mina Kovač', company => 'شركة الأمل', address => '東京 <b>1</b>', city => 'Zagreb', country => 'HR' }, action => '/app/profile')->code, 303, 'a company with names in many scripts';
my $res = $c->submit('/app/funds', { amount => '50', method => 'bank' });
my ($open) = $c->location($res) =~ m{(\d+)$};
my $pi = invoice_of($c, $open);
$res = $c->get("/app/invoices/$pi.pdf");
is $res->code, 200, 'the proforma as a PDF';
is $res->header('Content-Type'), 'application/pdf', '… by its type';
like $res->header('Content-Disposition'), qr/filename="\Q$pi\E\.pdf"/, '… with its number as name';
my $text = text_of($res->content);
like $text, qr/Proforma invoice/, '… says what it is';
like $text, qr/This is not a tax invoice/, '… and what it is not';
like $text, qr/東京 <b>1<\/b>/, '… Japanese, and markup is text';
like $text, qr/شركة/, '… Arabic';
like $text, qr/\$50\.00/, '… the amount';
is $other->get("/app/invoices/$pi.pdf")->code, 404, 'nobody else has it';
is $staff->get("/app/invoices/$pi.pdf")->code, 200, 'staff have';
is $c->get("/app/invoices/PI-99999999.pdf")->code, 404, 'no such document';
is $c->get("/app/invoices/.pdf")->code, 404, 'nor one without a name';

my $id = fund($c, '50', $staff);
my $number = invoice_of($c, $id);
my $slug = slug_of($number);
$res = $c->get("/app/invoices/$slug.pdf");
$text = text_of($res->content);
like $text, qr/Tax invoice/, 'the invoice';
like $text, qr/\Q$number\E/, '… its number';
like $text, qr/US Dollars Fifty Only/, '… the amount in words';
like $c->get("/app/invoices/$slug")->decoded_content, qr{/app/invoices/\Q$slug\E\.pdf}, 'the page leads to it';
# the file of a mail, as text; mails come decoded
sub attached { my ($to, $what) = @_; my ($m) = grep { /\Q$what\E/ } map { /(%PDF-.*)/s ? text_of($1) : () } mails($to); return $m }
ok wait_for(40, sub { attached($c->{mail}, $number) }), 'and the mail about the payment has it';

# --- filters and the archive
my $doc = $c->xml('/app/invoices?status=paid');
is $doc->findvalue('count(//invoice)'), 1, 'paid ones only';
my $fy = $doc->findvalue('//filter/year[1]/@value');
like $fy, qr/^\d{4}$/, 'years to choose from';
is $c->xml("/app/invoices?year=$fy")->findvalue('count(//invoice)'), 1, 'numbered ones of a year';
is $c->xml('/app/invoices?year=9798')->findvalue('count(//invoice)'), 0, 'none of another';
is $c->xml('/app/invoices?year=x&status=y')->findvalue('count(//invoice)'), 2, 'what is no filter shows all';
$res = $c->get("/app/documents/$fy.zip");
is $res->code, 200, 'all of a year';
open my $h, '>:raw', "$dir/a.zip" or die; print $h $res->content; close $h;
my $list = `python3 -c "import zipfile,sys; z=zipfile.ZipFile('$dir/a.zip'); assert z.testzip() is None; print(*z.namelist(), sep=chr(10))" 2>&1`;
is $list, "$slug.pdf\n", 'the archive is sound and holds the invoice';
is $c->get("/app/documents/$_")->code, 404, "no archive $_" for '9798.zip', 'x.zip', "$fy.tar", "$fy";
is $other->get("/app/documents/$fy.zip")->code, 404, 'others have none';

# more than one file holds: month by month
my $month = 0 + (gmtime(time + 19800))[4] + 1;
sub in_zip { my ($path) = @_; my $r = $c->get($path); open my $z, '>:raw', "$dir/m.zip" or die; print $z $r->content; close $z;
    return $r->code . ' ' . `python3 -c "import zipfile; z=zipfile.ZipFile('$dir/m.zip'); assert z.testzip() is None; print(*z.namelist())" 2>&1` }
is in_zip("/app/documents/$fy.zip?month=$month"), "200 $slug.pdf\n", 'its month';
is in_zip("/app/documents/$fy.zip?month=" . ($month % 12 + 1)), "200 \n", 'another month has none';
is $c->get("/app/documents/$fy.zip?month=$_")->code, 404, "no month '$_'" for '0', '13', 'x', '-1', '999999999999', '';
is $c->xml("/app/invoices?year=$fy")->findvalue('count(//filter/part)'), 0, 'one file will do';

# --- credit notes
is $c->get("/staff/invoices/$slug/credit")->code, 403, 'customers issue none';
my $page = "/staff/invoices/$slug/credit";
is $staff->submit($page, { amount => $_, reason => 'returned' }, action => $page)->code, 422, "a note over $_ is refused" for '50.01', '0', '0.001', '-1', 'x';
$res = $staff->submit($page, { amount => '20', reason => 'Service not rendered' }, action => $page);
is $res->code, 303, 'a note over 20';
my ($note) = $staff->location($res) =~ m{/app/invoices/(.+)$};
like $note, qr/^CRN-\d{4}-\d{6}$/, '… with a number of its own series';
my %sent = %{ $staff->{sent} };
is $staff->location($staff->raw_post($page, \%sent)), "/app/invoices/$note", 'the same form again is the same note';
is $staff->raw_post($page, { %sent, amount => '21' })->code, 409, 'with another amount it is refused';
$text = text_of($c->get("/app/invoices/$note.pdf")->content);
like $text, qr/Credit note/, 'the customer has it';
like $text, qr/For invoice\s+\Q$number\E/, '… it names the invoice';
like $text, qr/US Dollars Twenty Only/, '… the amount in words';
is $other->get("/app/invoices/$note")->code, 404, '… and nobody else';
is $c->xml('/app/invoices')->findvalue('count(//note)'), 1, 'it stands in the list';
(my $note_number = $note) =~ tr{-}{/};
ok wait_for(40, sub { attached($c->{mail}, $note_number) }), 'and came by mail';
my ($form) = $staff->xml($page)->findnodes('//form[@name="credit"]');
my @r = race($staff, 16, $page, { csrf => $form->getAttribute('csrf'), amount => '5', reason => 'race' }, vary => sub { my ($i, $v) = @_; $v->{key} = "credit-race-$$-$i" });
my $good = grep { $_->[0] == 303 } @r;
ok $good >= 1 && $good <= 6, "sixteen at once: $good notes of six that fit";
is $staff->xml($page)->findvalue('//original/@left'), sprintf('%.2f', 30 - 5 * $good), 'what is left is what was not taken';
ok !(grep { $_->[0] >= 500 && $_->[0] != 503 } @r), 'no fault of ours';

# --- Indian GST
set('seller.tax_id', '27ZZZCQ1001A1ZM'); set('seller.country', 'IN'); set('tax.mode', 'gst'); set('fx.inr', '88.1234'); set('invoice.signatory', 'A. Rao');
is $ind->submit('/app/profile', { name => 'Asha', company => 'Asha Media', address => '1 MG Road', city => 'Bengaluru', state => 'Karnataka', country => 'IN', tax_id => '29ZZZPQ1002B1ZO' }, action => '/app/profile')->code, 303, 'an Indian company';
$res = $ind->submit('/app/funds', { amount => '100', method => 'bank' });
is $res->code, 303, 'a top-up under GST' or diag $res->decoded_content =~ /class="alert.{0,300}/s ? $& : '';
my ($gid) = $ind->location($res) =~ m{(\d+)$};
my $ask = $ind->xml("/app/payments/$gid")->findvalue('//payment/@total-usd');
is $staff->submit("/staff/payments/$gid", { amount => $ask, reason => 'statement' }, to => "/staff/payments/$gid/confirm")->code, 303, 'its money came';
my $gslug = slug_of(invoice_of($ind, $gid));
$doc = $ind->xml("/app/invoices/$gslug");
is $doc->findvalue('//fact[@label="Place of supply"]'), '29-Karnataka', 'the place of supply';
is $doc->findvalue('//fact[@label="Reverse charge"]'), 'No', 'no reverse charge';
is $doc->findvalue('//total[@label="Taxable value"]'), '100.00', 'the taxable value';
is $doc->findvalue('//total[@label="IGST {0} %"]'), '18.00', 'the tax';
is $doc->findvalue('//line/@sac'), '998365', 'the service code';
like $doc->findvalue('//gst-return/@due'), qr/^\d{4}-\d\d-13$/, 'when it is reported';
$text = text_of($ind->get("/app/invoices/$gslug.pdf")->content);
like $text, qr/GSTIN 29ZZZPQ1002B1ZO/, 'the PDF has the buyer\'s GSTIN';
like $text, qr/IGST 18 %/, '… the tax by its name';
like $text, qr/taxable value 8812\.34, tax 1586\.22/, '… its figures in rupees';
like $text, qr/A\. Rao/, '… and the signatory';
my $gst = $staff->xml('/staff/gst');
my $now = $gst->findvalue('//return/period[1]/@value');
$gst = $staff->xml("/staff/gst?period=$now");
ok $gst->findvalue('//table[@name="b2b"]/@n') >= 1, 'the return of the running quarter has it';
is $gst->findvalue('//sum[1]/@taxable'), $gst->findvalue('//sum[3]/@taxable'), 'the sums agree';
is $gst->findvalue('count(//fault)'), 0, 'nothing is wrong' or diag $gst->toString(1);
$res = $staff->get("/staff/gst?period=$now&format=json");
my $json = JSON::decode_json($res->content);
my ($inv) = grep { $_->{inum} eq invoice_of($ind, $gid) } map { @{ $_->{inv} } } @{ $json->{b2b} };
is $inv->{pos}, '29', 'it stands in the JSON';
is $inv->{itms}[0]{itm_det}{txval}, 8812.34, '… in rupees at the rate of the day';
is $inv->{itms}[0]{itm_det}{iamt}, 1586.22, '… with its tax';
my $gpage = "/staff/invoices/$gslug/credit";
is $staff->submit($gpage, { amount => '59', reason => 'half back' }, action => $gpage)->code, 303, 'half of it taken back';
$json = JSON::decode_json($staff->get("/staff/gst?period=$now&format=json")->content);
my ($nt) = map { @{ $_->{nt} } } @{ $json->{cdnr} };
is $nt->{itms}[0]{itm_det}{iamt}, 793.11, 'the note has half of the tax';
is $staff->xml("/staff/gst?period=$now")->findvalue('count(//fault)'), 0, 'and the sums still agree';
$res = $staff->get("/staff/gst?period=$now&format=csv");
open $h, '>:raw', "$dir/c.zip" or die; print $h $res->content; close $h;
like `python3 -c "import zipfile; z=zipfile.ZipFile('$dir/c.zip'); print(z.read('b2b.csv').decode())"`, qr/29ZZZPQ1002B1ZO,Asha Media,.*29-Karnataka,N/, 'the sheets have it too';
is $c->get('/staff/gst')->code, 403, 'customers see no return';
is $staff->get("/staff/gst?period=$_")->code, 404, "no period $_" for '132026', '012026', 'abc', '0000000';
smmctl('panel', 'settings', 'unset', $_) for qw(tax.mode seller.country seller.tax_id fx.inr invoice.signatory);

# a year of more documents than one file may hold
fund($c, '12', $staff);
set('documents.archive', 1);
$doc = $c->xml("/app/invoices?year=$fy");
is $doc->findvalue('count(//filter/part)'), 12, 'too many for one file: a link for each month';
is $doc->findvalue('count(//filter/@zip)'), 0, '… and none for all';
is $c->get("/app/invoices?year=$fy")->code, 200, '… on the page';
is $c->get("/app/documents/$fy.zip")->code, 413, '… which is refused';
smmctl('panel', 'settings', 'unset', 'documents.archive');

done_testing;
