# SPDX-License-Identifier: Apache-2.0
# The whole way: sign-up, activation by mail, funds, campaign over a second panel, stop half way,
# terminate, money back, ticket, staff answer, ledger verified.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::Instance qw(credentials mails wait_for links_in smmctl);

my $cred = credentials();
my $user = 'flow' . $$ . time;
my $mail = "$user\@customer.example";
my $c    = Smm::Client->new;

# --- sign-up and activation
my $res = $c->submit('/signup', { username => $user, email => $mail, password => 'correct horse battery', country => 'DE', terms => 1 });
is $res->code, 303, 'sign-up accepted';
my $link = wait_for(30, sub { (grep { m{/verify/} } map { links_in($_) } mails($mail))[0] });
ok $link, 'activation mail in the maildir';
$res = $c->get($link);
ok $res->code == 303 || $res->code == 200, 'the link activates';
$res = $c->sign_in($user, 'wrong password here');
is $res->code, 422, 'a wrong password is refused';
$res = $c->sign_in($user, 'correct horse battery');
is $res->code, 303, 'signed in';
my $app = $c->xml('/app');
is $app->findvalue('(//@balance-usd)[1]'), '0.00', 'balance is zero';

# --- funds through the sandbox gateway
$res = $c->submit('/app/funds', { amount => '25.00', method => 'sandbox' });
is $res->code, 303, 'payment started';
my $hosted = $res->header('Location');
$res = $c->get($hosted) if $hosted !~ m{/sandbox};
my ($pay_id) = ($hosted =~ m{/app/payments/(\d+)});
if ($pay_id) {
    my $p = $c->xml("/app/payments/$pay_id");
    $hosted = $p->findvalue('//payment/@pay-url') || $p->findvalue('//@checkout-url');
}
like $hosted, qr{^http://127\.0\.0\.1:\d+/}, 'led to the hosted page';
pay_hosted($c, $hosted, 'pay');
ok wait_for(40, sub { $c->xml('/app')->findvalue('(//@balance-usd)[1]') eq '25.00' }), '25.00 credited after notice and fetch';

# --- funds by bank transfer
$res = $c->submit('/app/funds', { amount => '10', method => 'bank' });
is $res->code, 303, 'bank transfer started';
my $loc = $c->location($res);
like $loc, qr{^/app/payments/\d+$}, 'leads to the payment page with the bank details';
my ($bank_id) = $loc =~ m{/app/payments/(\d+)};
my $staff = Smm::Client->new;
is $staff->sign_in($cred->{staff_user}, $cred->{staff_password})->code, 303, 'staff signed in';
is $c->get("/staff/payments/$bank_id")->code, 403, 'a customer may not see the staff page';
$res = $staff->submit("/staff/payments/$bank_id", { amount => '10.00', reason => 'seen on the statement' }, to => "/staff/payments/$bank_id/confirm");
is $res->code, 303, 'staff confirmed the transfer';
is $c->xml('/app')->findvalue('(//@balance-usd)[1]'), '35.00', 'credited';
$res = $staff->submit("/staff/payments", { amount => '10.00', reason => 'again' }, to => "/staff/payments/$bank_id/confirm") if 0;
my $inv = $c->xml('/app/invoices');
my @paid = $inv->findnodes('//invoice[@status="paid"]');
cmp_ok scalar(@paid), '>=', 2, 'two paid invoices';
my ($number) = map { $_->getAttribute('number') } $inv->findnodes('//invoice[@status="paid"]');
ok $number, 'the invoice has a number';

# --- campaign that stops at 60 %
my $svc = service($c, 'Default');
my ($sid, $min) = ($svc->getAttribute('id'), $svc->getAttribute('min'));
my $qty = $min > 1000 ? $min : 1000;
$res = $c->submit("/app/campaigns/new?service=$sid", { service => $sid, link => 'https://partial.example/page', quantity => $qty });
is $res->code, 303, 'campaign placed' or diag $res->decoded_content;
my ($cid) = $c->location($res) =~ m{/app/campaigns/(\d+)};
ok $cid, 'and leads to it';
my $before = usd($c->xml('/app')->findvalue('(//@balance-usd)[1]'));
ok $before < 35_000_000, 'its charge left the balance';
my $status = wait_for(120, sub { my $s = $c->xml("/app/campaigns/$cid")->findvalue('(//campaign/@status)[1]'); $s eq 'Partial' && $s });
is $status, 'Partial', 'delivered in part by the upstream panel';
my $doc  = $c->xml("/app/campaigns/$cid");
my $back = usd($doc->findvalue('(//campaign/@refundable-usd)[1]'));
ok $back > 0, 'a refundable amount stands there';
my $charge = usd($doc->findvalue('(//campaign/@charge-usd)[1]'));
ok $back < $charge, 'less than the charge';
$res = $c->submit("/app/campaigns/$cid/terminate", {});
is $res->code, 303, 'terminated';
is usd($c->xml('/app')->findvalue('(//@balance-usd)[1]')), $before + $back, 'exactly the refundable amount came back';
$res = $c->raw_post("/app/campaigns/$cid/terminate", { %{ $c->{sent} }, key => 'another-key-1' });
is $res->code, 409, 'a second terminate is refused';

# --- a campaign that completes
$res = $c->submit("/app/campaigns/new?service=$sid", { service => $sid, link => 'https://complete.example/page', quantity => $qty });
my ($cid2) = $c->location($res) =~ m{/app/campaigns/(\d+)};
is wait_for(120, sub { my $s = $c->xml("/app/campaigns/$cid2")->findvalue('(//campaign/@status)[1]'); $s eq 'Completed' && $s }), 'Completed', 'completed';
is $c->xml("/app/campaigns/$cid2")->findvalue('(//campaign/@remains)[1]'), '0', 'nothing remains';

# --- ticket
$res = $c->submit('/app/tickets/new', { type => 'campaign', subject => 'Stopped half way', campaigns => $cid, body => 'Why did it stop?' });
is $res->code, 303, 'ticket sent' or diag $res->decoded_content;
my $tpath = $c->location($res);
like $tpath, qr{^/app/tickets/[\w-]+$}, 'leads to the ticket';
(my $spath = $tpath) =~ s{/app/}{/staff/};
$res = $staff->submit($spath, { body => 'The server ran dry; the rest is back in your balance.', status => 'answered' });
is $res->code, 303, 'staff answered';
like $c->get($tpath)->decoded_content, qr/ran dry/, 'the customer reads the answer';
my $other = Smm::Client->new;
$other->sign_in($cred->{customer_user}, $cred->{customer_password});
is $other->get($tpath)->code, 404, "someone else's ticket does not exist";
is $other->get("/app/campaigns/$cid")->code, 404, "nor does someone else's campaign";

my ($rc, $out) = smmctl('panel', '--panel', 'demo', 'verify');
is $rc, 0, 'smmctl verify' or diag $out;
like $out, qr/^ledger ok: \d+ transfers, \d+ postings$/m, 'says how much it checked';
done_testing;

sub usd { my $t = shift; my ($i, $f) = $t =~ /^(\d+)\.(\d+)$/ or return -1; return $i * 1_000_000 + substr($f . '000000', 0, 6) }

sub service {
    my ($c, $type) = @_;
    my $doc = $c->xml('/services?per=100');
    my ($s) = grep { $_->getAttribute('type') eq $type && $_->getAttribute('status') =~ /^active$/i && $_->getAttribute('max') >= 1000 && $_->getAttribute('min') <= 1000 }
        $doc->findnodes('//service');
    die "no $type service\n" unless $s;
    return $s;
}

# Presses a button of the sandbox gateway's hosted page.
sub pay_hosted {
    my ($c, $url, $what) = @_;
    my $html = $c->get($url)->decoded_content;
    my ($action) = $html =~ /<form[^>]*action="([^"]+)"/;
    my %f = $html =~ /<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g;
    $action = $url unless defined $action;
    my ($origin) = $url =~ m{^(https?://[^/]+)};
    $action = $origin . $action if $action =~ m{^/};
    $action =~ s/&amp;/&/g;
    return $c->raw_post($action, { %f, do => $what, action => $what });
}
