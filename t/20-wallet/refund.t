# SPDX-License-Identifier: Apache-2.0
# Money back to the payer: by hand for a bank transfer, what is refused, what customer and staff see.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer);
use Smm::Instance qw(smmctl);

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

my $refund = sub { my %f = @_; return $s->submit("/staff/payments/$pay", { amount => '15.00', reason => 'asked for it', confirm => 1, %f }, action => '/refund') };
is $refund->(amount => '40.01')->code, 422, 'not more than was paid';
is $refund->(amount => '0')->code, 422, 'nor nothing';
is $refund->(amount => '-3')->code, 422, 'nor less than nothing';
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
is $refund->(amount => '25.00')->code, 303, 'the rest';
($id) = $s->xml("/staff/payments/$pay")->findvalue("(//refund[\@status='manual']/\@id)[1]");
is $balance->(), '0.00', 'nothing is left in the balance';
is $s->submit("/staff/refunds/$id", { reason => 'account closed' }, action => '/failed')->code, 303, 'it cannot be sent';
is $balance->(), '25.00', 'so it is back';
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
