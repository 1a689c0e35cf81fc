# SPDX-License-Identifier: Apache-2.0
# Statements of banks: mapping, preview, import once, claims credited by them, unmatched money, hints.
use strict;
use warnings;
use utf8;
use Test::More;
use Encode qw(encode);
use Smm::World qw(staff newcomer balance);
use Smm::Instance qw(smmctl wait_for);
use Smm::Race qw(race);

my ($c, $staff) = (newcomer(), staff());
my $day = do { my @t = gmtime; sprintf '%02d/%02d/%04d', $t[3], $t[4] + 1, $t[5] + 1900 };
sub start { my ($c, $method, $amount) = @_; my $res = $c->submit('/app/funds', { amount => $amount, method => $method }); my ($id) = $c->location($res) =~ m{/app/payments/(\d+)$} or die 'no payment: ' . $res->code . "\n"; return $id }
sub claim { my ($c, $id, %f) = @_; return $c->submit("/app/payments/$id", { %f }, action => "/app/payments/$id/claim") }
sub status_of { return $_[0]->xml("/app/payments/$_[1]")->findvalue('//payment/@status') }

my %map = (bank => "Test Bank $$", currency => 'usd', separator => 'semicolon', decimal => 'comma', date_order => 'dmy', skip => 1, col_date => 1, col_text => 2, col_reference => 3, col_amount => 5);
sub statement {
    my ($what, $lines, %o) = @_;
    my ($form) = $staff->xml('/staff/statements/new')->findnodes('//form[@name="import"]');
    my %f = (%map, csrf => $form->getAttribute('csrf'), key => $o{key} || $form->getAttribute('key'), what => $what, %{ $o{map} || {} });
    my @h = $o{xml} ? (Accept => 'application/xml') : ();
    my $url = $staff->url('/staff/statements/new');
    return $staff->{ua}->post($url, { %f, lines => $lines }, @h) unless $o{file};
    return $staff->{ua}->post($url, Content_Type => 'form-data', Content => [ %f, lines => '', file => [ undef, 'statement.csv', Content_Type => 'text/csv', Content => $lines ] ], @h);
}
sub xml_of { return XML::LibXML->load_xml(string => $_[0]->content) }

my $bank = start($c, 'bank', '1250');
is claim($c, $bank, reference => "NEFT-$$-1", amount => '1250')->code, 303, 'a claim waits';
my $lost = start($c, 'bank', '75');
is $c->submit("/app/payments/$lost/lost", { date => do { my @t = gmtime; sprintf '%04d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3] }, amount => '75', payer => 'Grünwald Trading' })->code, 303, 'details of another wait';

my $head = "Datum;Text;Referenz;Soll;Haben\r\n";
my $text = $head . "$day;Überweisung ACME;NEFT$$" . "1;;1.250,00\r\n$day;Miete;M1;900,00;\r\n$day;GRÜNWALD TRADING, danke;;;75,00\r\n$day;Zinsen;;;0,37\r\n$day;Zinsen;;;0,37\r\n";

# --- preview: nothing is stored
my $res = statement('preview', $text, file => 1, xml => 1);
is $res->code, 200, 'a preview';
my $doc = xml_of($res);
is $doc->findvalue('//preview/@n'), 4, 'four lines of money that came in';
is $doc->findvalue('//preview/@out'), 1, 'one row of money that left';
is $doc->findvalue('//preview/@sum'), '1325.74 USD', 'the sum';
is $doc->findvalue('//preview/column[5]'), 'Haben', 'the first row names the columns';
is $doc->findvalue('//preview/line[1]/@amount'), '1250.00 USD', 'the amount with a decimal comma';
is $doc->findvalue('//preview/line[2]/text'), 'GRÜNWALD TRADING, danke', 'the description';
like $doc->findvalue('//form/field[@name="lines"]/@value'), qr/Überweisung/, 'the lines of the file are in the form';
is $staff->xml('/staff/statements')->findvalue("count(//import[\@bank='$map{bank}'])"), 0, 'nothing is stored';
is xml_of(statement('preview', encode('cp1252', $text), file => 1, xml => 1))->findvalue('//preview/line[1]/text'), 'Überweisung ACME', 'a file of Windows';
$doc = xml_of(statement('preview', $text, xml => 1, map => { decimal => 'point' }));
is $doc->findvalue('//preview/@n'), 0, 'the wrong decimal mark: no amount is guessed';
ok $doc->findvalue('count(//preview/fault)') >= 3, '… and the rows are named';
is statement('preview', $text, map => { $_->[0] => $_->[1] })->code, 422, "$_->[0] $_->[1]: refused"
    for [ col_amount => 1 ], [ col_date => 0 ], [ col_text => 41 ], [ currency => 'U$D' ], [ bank => '' ], [ separator => 'dot' ], [ skip => -1 ];
is statement('import', $head)->code, 422, 'an import without lines is refused';
is statement('import', '')->code, 422, 'so is nothing';
is statement('import', "x;y\n" x 5200)->code, 422, 'so is too much';
is statement('preview', "$day;\0;x;;1,00\n", file => 1)->code, 400, 'a NUL is no text';
is $c->get('/staff/statements/new')->code, 403, 'customers import nothing';

# --- import: claims that agree are credited, each line once
is statement('import', $text, key => "import-$$")->code, 303, 'imported';
is statement('import', $text, key => "import-$$")->code, 303, 'the same form again';
is status_of($c, $bank), 'paid', 'the claim is credited by itself';
is balance($c), 1_250_000_000, 'once';
my ($i) = $staff->xml('/staff/statements')->findnodes("//import[\@bank='$map{bank}']");
is join(' ', map { $i->getAttribute($_) } qw(added matched open)), '4 1 3', 'four lines, one matched';
is statement('import', $text . "$day;neu;;;5,00\r\n")->code, 303, 'a later file with the same lines';
($i) = $staff->xml('/staff/statements')->findnodes("//import[\@bank='$map{bank}']");
is $i->getAttribute('added'), 1, 'only the new line is added';
is balance($c), 1_250_000_000, 'nothing is credited again';
$doc = $staff->xml('/staff/statements/new');
is $doc->findvalue("//form/field[\@name='$_->[0]']/\@value"), $_->[1], "$_->[0] is remembered" for [ decimal => 'comma' ], [ col_amount => 5 ], [ bank => $map{bank} ], [ currency => 'USD' ];

# --- statement first, claim later
my $later = start($c, 'bank', '33.10');
statement('import', "h\n$day;SEPA NEFT$$" . "777 OTTO;;;33,10\n");
is claim($c, $later, reference => "neft $$ 777")->code, 303, 'a claim that comes after its line';
is status_of($c, $later), 'paid', '… finds it in the description';
is balance($c), 1_283_100_000, '33.10 credited';
my $wrong = start($c, 'bank', '33.10');
statement('import', "h\n$day;;NEFT$$" . "888;;33,00\n");
is claim($c, $wrong, reference => "NEFT$$" . "888")->code, 303, 'another amount';
is status_of($c, $wrong), 'pending', '… is for people';

# --- hints for the lost reference; staff choose the line
my ($from) = grep { $_->findvalue('text') =~ /GRÜNWALD/ } $staff->xml('/staff/money')->findnodes('//line');
is $from->findvalue('like/@id'), $lost, 'the payer that was named is found on the line';
my ($q) = $staff->xml('/staff/claims')->findnodes("//claim[\@payment='$lost']");
my $claim = $q->getAttribute('id');
$doc = $staff->xml("/staff/claims/$claim");
my ($hint) = $doc->findnodes('//hint[1]');
is join(' ', sort map { $_->getAttribute('name') } $hint->findnodes('.//why')), 'amount day payer', 'amount, days and payer agree';
my $line = $hint->findvalue('line/@id');
is $staff->submit("/staff/claims/$claim", { line => $line, amount => '74', reason => 'the line' }, action => '/confirm')->code, 422, 'another amount than the line\'s';
is $staff->submit("/staff/claims/$claim", { line => $line, amount => '', reason => 'the line' }, action => '/confirm')->code, 303, 'the line';
is balance($c), 1_358_100_000, '75 credited';
is $staff->xml("/staff/money/$line")->findvalue('//line/@payment'), $lost, 'the line is matched';

# --- unmatched money: belongs to a payment, or to nobody
my $named = start($c, 'bank', '18');
statement('import', "h\n$day;payment for P$named thanks;;;17,80\n$day;supplier refund;SUP$$;;9,00\n");
$doc = $staff->xml('/staff/money');
my ($l) = grep { $_->findvalue('text') =~ /P$named\b/ } $doc->findnodes('//line');
is $l->findvalue('like/@id'), $named, 'the text names a payment';
is join(' ', sort map { $_->getAttribute('name') } $l->findnodes('like/why')), 'near number', '… and the amount is a little less';
my $id = $l->getAttribute('id');
is $staff->submit("/staff/money/$id", { payment => $_, reason => 'named' }, action => '/pay')->code, 422, "payment $_: refused" for '', 'x', 'P0', 'P99999999';
my ($form) = grep { ($_->getAttribute('action') // '') =~ m{/pay$} } $staff->xml("/staff/money/$id")->findnodes('//form');
my %f = (csrf => $form->getAttribute('csrf'), payment => "P$named", reason => 'named');
my @r = race($staff, 32, "/staff/money/$id/pay", \%f, vary => sub { my ($i, $v) = @_; $v->{key} = "line-race-$$-$i" });
is scalar(grep { $_->[0] == 303 } @r), 1, '32 times at once: one counts' or diag join ' ', map { $_->[0] } @r;
is status_of($c, $named), 'underpaid', '17.80 of 18 arrived';
is $c->xml("/app/payments/$named")->findvalue('//payment/@received-usd'), '17.80', '… once';
my ($sup) = grep { $_->findvalue('text') =~ /supplier/ && ($_->getAttribute('reference') // '') eq "SUP$$" } $staff->xml('/staff/money')->findnodes('//line');
$id = $sup->getAttribute('id');
is $staff->submit("/staff/money/$id", { reason => 'x' }, action => '/ignore')->code, 422, 'a reason is needed';
is $staff->submit("/staff/money/$id", { reason => 'from a supplier' }, action => '/ignore')->code, 303, 'set aside';
is $staff->xml('/staff/money?show=ignored')->findvalue("//line[\@id='$id']/\@reason"), 'from a supplier', '… with the reason';
is $staff->submit("/staff/money/$id", {}, action => '/reopen')->code, 303, 'and taken back';
is $staff->xml("/staff/money/$id")->findvalue('//line/@status'), 'open', 'open again';
is $staff->get('/staff/money/999999')->code, 404, 'no such line';
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
