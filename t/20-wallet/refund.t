# SPDX-License-Identifier: Apache-2.0
# Money back to the payer: by hand for a bank transfer, what is refused, what customer and staff see.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer);
use Smm::Instance qw(smmctl);
use Smm::Growth qw(act colleague);

my $s = staff();
my $c = newcomer(name => 'refund');
my $res = $c->submit('/app/funds', { amount => 40, method => 'bank' });
my ($pay) = $c->location($res) =~ m{/app/payments/(\d+)};
ok $pay, 'a bank transfer was started';
is $s->xml("/staff/payments/$pay")->findnodes("//form[\@name='refund']")->size, 0, 'nothing to return before it was credited';
is $s->submit("/staff/payments/$pay", { amount => '40.00', reason => 'statement 7' }, action => '/confirm')->code, 303, 'credited';
my $balance = sub { $c->xml('/app')->findvalue('(//@balance-usd)[1]') };
is $balance->(), '40.00', 'the balance has it';
is $s->xml("/staff/payments/$pay")->findvalue("//form[\@name='refund']/\@left-usd"), '40.00', 'all of it may go back';

my $refund = sub { my %f = @_; return $s->submit("/staff/payments/$pay", { amount => '15.00', cause => 'asked', reason => 'asked for it', confirm => 1, %f }, action => '/refund') };
is $refund->(amount => '40.01')->code, 422, 'not more than was paid';
is $refund->(amount => '0')->code, 422, 'nor nothing';
is $refund->(amount => '-3')->code, 422, 'nor less than nothing';
is $refund->(cause => 'because')->code, 422, 'nor for a cause that is not in the list';
is $refund->(reason => '')->code, 422, 'nor without a reason';
is $refund->(confirm => '')->code, 422, 'nor without the tick';
is $balance->(), '40.00', 'nothing was changed';
is $refund->()->code, 303, 'fifteen are returned';
is $balance->(), '25.00', 'they leave the balance at once';
my $page = $s->xml("/staff/payments/$pay");
my $id = $page->findvalue('(//refund/@id)[1]');
is $page->findvalue('(//refund/@status)[1]'), 'manual', 'a transfer is sent by hand';
is $page->findvalue("//form[\@name='refund']/\@left-usd"), '25.00', 'twenty-five are left';
is $c->get("/staff/refunds/$id")->code, 403, 'a customer has no business there';
is $s->xml('/staff/refunds')->findnodes("//refund[\@id='$id']")->size, 1, 'it is in the list of what is under way';
is $s->submit("/staff/refunds/$id", { reference => 'SEPA 0815' }, action => '/sent')->code, 303, 'sent';
is $s->xml("/staff/refunds/$id")->findvalue('//refund/@status'), 'done', 'done';
is $s->xml("/staff/refunds/$id")->findnodes('//form[@name="sent"]')->size, 0, 'and no decision is left';
like $c->xml('/app/ledger')->toString, qr/Refunded to you/, 'the statement says it';
like $c->xml('/app/ledger')->toString, qr/Asked for/, '… and why';
is $refund->(amount => '25.00')->code, 303, 'the rest';
($id) = $s->xml("/staff/payments/$pay")->findvalue("(//refund[\@status='manual']/\@id)[1]");
is $balance->(), '0.00', 'nothing is left in the balance';
is $s->submit("/staff/refunds/$id", { reason => 'account closed' }, action => '/failed')->code, 303, 'it cannot be sent';
is $balance->(), '25.00', 'so it is back';

# above the limit of one person: another decides
my $second = colleague();
my $paid = sub {
    my $amount = shift;
    my ($id) = $c->location($c->submit('/app/funds', { amount => $amount, method => 'bank' })) =~ m{/app/payments/(\d+)};
    is $s->submit("/staff/payments/$id", { amount => "$amount.00", reason => 'statement' }, action => '/confirm')->code, 303, "$amount credited";
    return $id;
};
$pay = $paid->(700);
is $refund->(amount => '600.00', cause => 'paid-twice')->code, 303, 'asked for';
is $balance->(), '725.00', 'nothing moves';
$page = $s->xml("/staff/payments/$pay");
is $page->findvalue('//refund-waits/@amount-usd'), '600.00', 'the payment says that it waits';
is $page->findnodes('//refund')->size, 0, 'and no refund is there';
is $refund->(amount => '601.00')->code, 409, 'one request at a time';
my $req = $second->xml('/staff/adjustments')->findvalue("(//request[\@payment='$pay' and \@may]/\@id)[1]");
ok $req, 'the second person has it in the list';
is act($s, '/staff/adjustments', "/staff/adjustments/$req", decision => 'approve')->code, 403, 'not approved by who asked';
is act($second, '/staff/adjustments', "/staff/adjustments/$req", decision => 'approve')->code, 303, 'approved';
is $balance->(), '125.00', 'now it leaves the balance';
$id = $s->xml("/staff/payments/$pay")->findvalue('(//refund/@id)[1]');
$page = $s->xml("/staff/refunds/$id");
ok $page->findvalue('//refund/@approver'), 'the refund says who approved it';
is $page->findvalue('//refund/@cause'), 'paid-twice', '… and why';
is $s->submit("/staff/refunds/$id", { reference => 'SEPA 1' }, action => '/sent')->code, 303, 'sent';

# no credit note can be written
$pay = $paid->(40);
my ($slug) = $s->xml("/staff/payments/$pay")->findvalue('//payment/@invoice-href') =~ m{([^/]+)\z};
is $s->submit("/staff/invoices/$slug/credit", { amount => '40', reason => 'by hand' })->code, 303, 'a person took the invoice back';
is $refund->(amount => '10.00')->code, 303, 'then money goes back';
$id = $s->xml("/staff/payments/$pay")->findvalue('(//refund/@id)[1]');
is $s->submit("/staff/refunds/$id", { reference => 'SEPA 2' }, action => '/sent')->code, 303, 'it is booked';
$page = $s->xml("/staff/refunds/$id");
like $page->findvalue('//refund/@no-note'), qr/No more than 0\.00/, 'the page says that there is no credit note';
cmp_ok $page->findvalue('//item[@id="staff-refunds"]/@badge') || 0, '>', 0, '… and the side bar counts it';
my $note = sub { my %f = @_; return $s->submit("/staff/refunds/$id", \%f, action => '/note') };
is $note->(decision => 'close', note => '')->code, 422, 'closing says why';
is $note->(decision => 'write')->code, 409, 'it cannot be written still';
is $note->(decision => 'close', note => 'covered by hand')->code, 303, 'closed';
is $s->xml("/staff/refunds/$id")->findnodes('//form[@name="note"]')->size, 0, 'and done';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
