# SPDX-License-Identifier: Apache-2.0
# Tax deducted at source: declared for a paid GST invoice in rupees, certificate uploaded, reviewed, credited once a
# certificate; files by content, handed out as attachments to their owner and staff only.
use strict;
use warnings;
use Test::More;
use HTTP::Request::Common qw(POST);
use Smm::World qw(staff newcomer balance);
use Smm::Instance qw(smmctl mails wait_for rows);

my %was;
sub set { my ($k, $v) = @_; $was{$k} //= (rows('panel', "SELECT value FROM setting WHERE key = '$k'"))[0] // []; return (smmctl('panel', 'settings', 'set', $k, $v))[0] }
END { local $?; smmctl('panel', 'settings', @{ $was{$_} } ? ('set', $_, $was{$_}[0]) : ('unset', $_)) for keys %was } # the bank's details were there before
is set('seller.tax_id', '27AAPFU0939F1ZV'), 0, 'an Indian seller';
set('seller.country', 'IN');
set('tax.mode', 'gst');
set('fx.inr', '88.1234');
set('gateway.upi.vpa', 'shop@bank');
set('gateway.upi.holder', 'Test Shop');

my $staff = staff();
my ($c, $other) = (newcomer(name => 'tds'), newcomer(name => 'other'));
is $c->submit('/app/profile', { country => 'IN', state => 'Karnataka' }, action => '/app/profile')->code, 303, 'an Indian customer';

# A paid invoice of 100 dollars in rupees; answers its number.
sub invoice {
    my $res = $c->submit('/app/funds', { amount => 100, method => 'upi' });
    my ($id) = $c->location($res) =~ m{/app/payments/(\d+)} or die 'no payment: ' . $res->code . "\n";
    my $ref = sprintf '7%011d', $id * 7919 + $$;
    $c->submit("/app/payments/$id", { reference => $ref }, action => "/app/payments/$id/claim")->code == 303 or die "no claim\n";
    my ($claim) = map { $_->getAttribute('id') } $staff->xml('/staff/claims')->findnodes("//claim[\@payment='$id']");
    my $due = $staff->xml("/staff/claims/$claim")->findvalue("//payment/\@pay-amount") =~ s/ INR//r;
    $staff->submit("/staff/claims/$claim", { amount => $due, reason => 'seen' }, action => '/confirm')->code == 303 or die "not paid\n";
    return $c->xml("/app/payments/$id")->findvalue('//payment/@invoice');
}

is $c->xml('/app/tds')->findvalue('count(//form)'), 0, 'nothing to claim yet';
my ($one, $two) = (invoice(), invoice());
my $doc = $c->xml('/app/tds');
is $doc->findvalue('//content/@pan'), 'AAPFU0939F', 'our PAN is shown';
is $doc->findvalue('count(//covers)'), 2, 'two invoices can be claimed';
is $doc->findvalue('//covers[1]/@taxable'), '8812.34 INR', '… by their value without GST';

my %good = (invoices => $one, deductor => 'Acme Ltd', tan => 'MUMA12345B', pan => 'AAACA1234C', fy => 2026, quarter => 3, section => '393(1)');
sub declare { return $c->submit('/app/tds', { %good, @_ }, action => '/app/tds') }
for my $bad ([invoices => ''], [invoices => 'INV-1'], [tan => 'MUMA1234'], [pan => 'X'], [quarter => 5], [fy => 'soon'], [section => '80C'], [deductor => '']) {
    is declare(@$bad)->code, 422, "refused: @$bad";
}
is $c->xml('/app/tds')->findvalue('count(//tds)'), 0, '… and nothing is kept';
my $res = declare();
is $res->code, 303, 'declared';
my ($id) = $c->location($res) =~ m{/app/tds/(\d+)$} or die "no claim\n";
is declare()->code, 422, 'the same invoice again: refused';
is $c->xml("/app/tds/$id")->findvalue('//tds/@status'), 'declared', 'the certificate is awaited';

# --- the certificate
my $pdf = "%PDF-1.4\n\0\x01\xff\xfe\r\n--x\n" . 'A' x 5000;
my %cert = (number => 'AB 12', form => '131', tax => '176.25', deducted => '2026-11-01');
sub upload {
    my ($c, $id, $data, $name, %f) = @_;
    my ($form) = $c->xml("/app/tds/$id")->findnodes('//form[@name="certificate"]') or return HTTP::Response->new(409);
    my %all = (%cert, %f, csrf => $form->getAttribute('csrf'), key => $form->getAttribute('key'));
    return $c->{ua}->request(POST $c->url("/app/tds/$id"), Content_Type => 'form-data',
        Content => [(map { $_ => $all{$_} } sort keys %all), defined $data ? (file => [undef, $name, Content => $data]) : ()]);
}
is upload($c, $id, undef)->code, 422, 'without a file';
is upload($c, $id, '', '')->code, 422, 'an empty one';
is upload($c, $id, "MZ\0\0" . 'x' x 100, 'c.pdf')->code, 422, 'a program called PDF';
is upload($c, $id, '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'c.png')->code, 422, 'markup called PNG';
is upload($c, $id, '%PDF-' . 'x' x 2_097_150, 'c.pdf')->code, 422, 'more than 2 MB';
is upload($c, $id, 'x' x 3_000_000, 'c.pdf')->code, 413, 'far more';
is upload($c, $id, $pdf, 'c.pdf', tax => $_)->code, 422, "tax $_" for '0', '-1', '1.234', 'abc';
is upload($c, $id, $pdf, 'c.pdf', deducted => $_)->code, 422, "day $_" for '2026-13-01', '2999-01-01', 'yesterday!';
is $c->xml("/app/tds/$id")->findvalue('//tds/@status'), 'declared', 'nothing has changed';
is upload($c, $id, $pdf, '..\\..\\<b>"c.pdf')->code, 303, 'sent';
$doc = $c->xml("/app/tds/$id");
is $doc->findvalue('//tds/@status'), 'submitted', 'with us';
like $doc->findvalue('//tds/@due'), qr/^\d{4}-\d\d-\d\d$/, 'the customer sees the day it is due';
is $doc->findvalue('//tds/@expected'), '176.25 INR', 'two percent, by our PAN';
is upload($c, $id, $pdf, 'c.pdf')->code, 409, 'nothing more while it waits';

$res = $c->get("/app/tds/$id/file");
is $res->code, 200, 'the file';
is $res->content, $pdf, '… byte by byte';
is $res->header('Content-Disposition'), "attachment; filename=\"tds-$id.pdf\"", '… as an attachment under our name';
is $res->header('X-Content-Type-Options'), 'nosniff', '… not to be guessed at';
is $res->content_type, 'application/pdf', '… as what it is';
is $other->get("/app/tds/$id$_")->code, 404, "not for others: $_" for '', '/file';
is $other->get("/staff/tds/$id$_")->code, 403, "nor this way: $_" for '', '/file';
is $staff->get("/staff/tds/$id/file")->content, $pdf, 'staff has it too';

# what the customer is told by mail
sub told { my ($what) = @_; return wait_for(15, sub { grep { $_ =~ $what } mails($c->{mail}) }) }
ok told(qr/We received certificate AB12/), 'a mail says that it came';
ok told(qr/in your balance by \d+ \w+ \d{4}/), '… and by when it is credited';

# --- staff
sub decide { my ($id, $event, $note) = @_; return $staff->submit("/staff/tds/$id", { event => $event, note => $note // '' }, action => "/staff/tds/$id") }
ok $staff->xml('/staff/tds')->findnodes("//tds[\@id='$id'][\@due]")->size, 'in the queue, with its day';
is decide($id, 'approve')->code, 409, 'not before the review';
is decide($id, 'start_review')->code, 303, 'review';
is decide($id, 'ask')->code, 422, 'a question has words';
is decide($id, 'ask', 'Which challan?')->code, 303, 'asked';
like $c->xml("/app/tds/$id")->findvalue('//event[@what="ask"]'), qr/Which challan/, 'the customer reads it';
ok told(qr/We said: Which challan/), '… also by mail';
is upload($c, $id, "\x89PNG\r\n\x1a\n" . 'x' x 20, 'scan.png', challan_no => '00123')->code, 303, 'answered with a picture';
is $c->get("/app/tds/$id/file")->content_type, 'image/png', 'the newest file counts';
my $before = balance($c);
decide($id, 'start_review');
is decide($id, 'approve')->code, 303, 'approved';
is balance($c) - $before, 2_000_000, '176.25 rupees at the invoice\'s rate';
is $c->xml("/app/tds/$id")->findvalue('//tds/@status'), 'credited', 'credited';
ok told(qr/was accepted\. \$2\.00 were added to your balance/), 'a mail says how much';
like $c->xml('/app/ledger')->toString, qr/Tax that you deducted, paid back/, 'the statement says so';

$res = declare(invoices => $two);
my ($again) = $c->location($res) =~ m{/app/tds/(\d+)$} or die "no second claim\n";
is upload($c, $again, $pdf, 'c.pdf', number => 'ab12', tax => '200')->code, 303, 'the same certificate once more';
decide($again, 'start_review');
ok $staff->xml("/staff/tds/$again")->findvalue('//tds/@review'), 'it says more than we count: flagged';
is decide($again, 'approve')->code, 409, 'a certificate is credited once';
is balance($c) - $before, 2_000_000, 'nothing is moved';
is decide($again, 'reject', 'Used before')->code, 303, 'rejected';
ok told(qr/was refused.*We said: Used before/s), '… and told why';
is $c->xml('/app/tds')->findvalue('count(//covers)'), 1, 'its invoice can be claimed again';
is decide($id, 'mismatch_found', 'Not in 26AS')->code, 303, 'a mismatch';
is decide($id, 'recovered')->code, 303, 'taken back';
is balance($c), $before, 'the balance is as before';

# --- an invoice in dollars counts by the rate of its day
set('gateway.bank.iban', 'GB33BUKB20201555555555');
set('gateway.bank.holder', 'Test Shop');
$res = $c->submit('/app/funds', { amount => 100, method => 'bank' });
my ($pay) = $c->location($res) =~ m{/app/payments/(\d+)} or die "no payment\n";
is $staff->submit("/staff/payments/$pay", { amount => '118', reason => 'seen' }, to => "/staff/payments/$pay/confirm")->code, 303, 'a hundred dollars and their tax';
my $usd = $c->xml("/app/payments/$pay")->findvalue('//payment/@invoice');
set('fx.inr', '99');
is $c->xml('/app/tds')->findvalue("//covers[\@number='$usd']/\@taxable"), '8812.34 INR', 'its value in rupees, of the day it was issued';
$res = declare(invoices => $usd);
my ($dollars) = $c->location($res) =~ m{/app/tds/(\d+)$} or die "no third claim\n";
is upload($c, $dollars, $pdf, 'c.pdf', number => 'USD1')->code, 303, 'a certificate for it';
decide($dollars, 'start_review');
is decide($dollars, 'approve')->code, 303, 'approved';
is balance($c) - $before, 102_000_000, 'the rupees come back at the rate of that day';
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
