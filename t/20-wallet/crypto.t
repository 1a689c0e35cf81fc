# SPDX-License-Identifier: Apache-2.0
# v5.0.0-S31 to S35: coins to our own addresses. The tab of coins, an address for one payment, the transaction id,
# confirmations, under- and overpaid, late, the pool of staff; at once over HTTP.
use strict;
use warnings;
use Test::More;
use HTTP::Request::Common ();
use Smm::Client;
use Smm::World qw(staff newcomer balance);
use Smm::Instance qw(mails wait_for smmctl set_secret);
use Smm::Race qw(race);

my %was;
sub set { my ($k, $v) = @_; $was{$k} = 1; my ($rc, $out) = smmctl('panel', 'settings', 'set', $k, $v); is $rc, 0, "$k = $v" or diag $out }
END { local $?; smmctl('panel', 'settings', 'unset', $_) for keys %was }
my ($c, $staff) = (newcomer(), staff());
my $run = sprintf '%06x', $$;
my $n = 0;
sub eth { return '0x' . substr(sprintf('%s%034x', $run, ++$n), 0, 40) }
sub txid { return sprintf '%s%058x', $run, ++$n }
sub coin { my ($code, %f) = @_; return $staff->submit("/staff/crypto/$code", { active => 1, rate => '3000', wanted => 6, low => 1, %f }, action => "/staff/crypto/$code") }
sub pool { my ($code, @a) = @_; return $staff->submit("/staff/crypto/$code", { addresses => join "\n", @a }, action => "/staff/crypto/$code/addresses") }
sub info { my ($code) = @_; my ($x) = $staff->xml("/staff/crypto/$code")->findnodes('//content/coin'); return { map { $_->nodeName => $_->value } $x->attributes } }
sub start { my ($c, $method, $amount) = @_; my $res = $c->submit('/app/funds', { amount => $amount, method => $method }); my ($id) = ($c->location($res) // '') =~ m{/app/payments/(\d+)$} or return; return $id }
sub payment { my ($c, $id) = @_; my ($x) = $c->xml("/app/payments/$id")->findnodes('//payment'); return $x }
sub seen { my ($id, %f) = @_; return $staff->submit("/staff/payments/$id", { output => 0, confirmations => 6, reason => 'explorer', %f }, action => "/staff/payments/$id/coin") }

# --- the owner's pages
is $c->get('/staff/crypto')->code, 403, 'customers do not see the pool';
is $staff->get('/staff/crypto')->code, 200, 'staff do';
is $staff->get('/staff/crypto/no-such')->code, 404, 'a coin that is none';
is info('eth')->{offered}, undef, 'nothing is offered at first';
is coin('eth', rate => '0')->code, 422, 'a rate is above zero';
is coin('eth', wanted => 0)->code, 422, 'one confirmation at least';
is coin('eth')->code, 303, 'Ether at 3,000 USD';
my $res = pool('eth', eth(), '0x12345');
is $res->code, 422, 'an address with a fault';
like $res->decoded_content, qr/Line 2 is no address/, '… its line is named';
is info('eth')->{free}, 0, '… and nothing is stored';
is pool('eth', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t')->code, 422, 'an address of another network';
is pool('btc', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb')->code, 422, 'a sum that is wrong';
my @a = map { eth() } 1 .. 3;
is pool('eth', @a, $a[0])->code, 303, 'three addresses, one of them twice';
is info('eth')->{free}, 3, '… are three';
{
    my ($form) = $staff->xml('/staff/crypto/eth')->findnodes('//form[@name="crypto-pool"]');
    my $res = $staff->{ua}->request(HTTP::Request::Common::POST($staff->url('/staff/crypto/eth/addresses'), Content_Type => 'form-data',
        Content => [csrf => $form->getAttribute('csrf'), addresses => '', file => [undef, 'pool.csv', Content => "address,label\r\n" . join '', map { "$_,wallet\r\n" } eth(), eth()]]));
    is $res->code, 303, 'a CSV file' or diag $res->decoded_content =~ s/<[^>]+>//gr;
    is info('eth')->{free}, 5, '… two more';
}
my ($last) = map { $_->getAttribute('id') } $staff->xml('/staff/crypto/eth')->findnodes('(//content/address[@status="free"])[last()]');
is $staff->submit('/staff/crypto/eth', { address => $last }, action => '/staff/crypto/eth/retire')->code, 303, 'an address is taken out';
is $staff->submit('/staff/crypto/eth', { address => $last }, action => '/staff/crypto/eth/retire')->code, 409, '… once';
is info('eth')->{free}, 4, '… four are left';

# --- the tab
my $doc = $c->xml('/app/funds');
is $doc->findvalue('count(//content/tab)'), 2, 'two tabs';
is $doc->findvalue('count(//method[starts-with(@id,"crypto-manual")])'), 0, 'coins are not between the others';
$doc = $c->xml('/app/funds?tab=coins');
is $doc->findvalue('//method[@id="crypto-manual:ETH"]/@title'), 'Ether', 'the tab of coins has it';
is $doc->findvalue('count(//method[@id="bank"])'), 0, '… and no bank';
is $doc->findvalue('count(//method[@id="crypto-manual:BTC"])'), 0, '… nor a coin without addresses';
like $c->get('/app/funds?tab=coins')->decoded_content, qr{/help/coin-wallets}, '… and leads to the help for beginners';
is $c->get("/help/$_")->code, 200, "help: $_" for qw(coin-wallets why-coins-take-time underpaid-coins);
set('gateway.btcpay.base_url', 'http://127.0.0.1:9');
set('gateway.btcpay.store', 'Store');
for my $k (map { "gateway.btcpay.$_" } qw(key webhook_secret)) { $was{$k} = 1; is((set_secret('panel', $k, 'x' x 20))[0], 0, $k) }
set('gateway.btcpay.enabled', 1);
is $c->xml('/app/funds?tab=coins')->findvalue('//method[@id="btcpay"]/@coins'), 'BTC', 'a processor with the coins it takes';
set('gateway.btcpay.enabled', 0);
$doc = $c->xml('/app/funds?method=crypto-manual:ETH&amount=30');
is $doc->findvalue('//summary/@coin-amount'), '0.01', 'the summary in coins';
is $doc->findvalue('//tab[@on]'), 'Pay in crypto', '… stays on its tab';

# --- a payment
$res = $c->submit('/app/funds', { amount => '30', method => 'crypto-manual' });
is $res->code, 422, 'without a coin';
is $c->submit('/app/funds', { amount => '30', method => 'crypto-manual:XYZ' })->code, 422, 'an unknown coin';
is $c->submit('/app/funds', { amount => '30', method => 'crypto-manual:BTC' })->code, 422, 'a coin that is not offered';
my $id = start($c, 'crypto-manual:ETH', '30');
ok $id, 'a payment in Ether';
my $p = payment($c, $id);
is $p->findvalue('coin/@amount'), '0.01', '0.01 ETH';
my $address = $p->findvalue('coin/@address');
is lc $address, $a[0], 'the oldest address';
is $p->findvalue('coin/@link'), "ethereum:$address?value=10000000000000000", 'the code says it in wei';
my $html = $c->get("/app/payments/$id")->decoded_content;
like $html, qr/<svg viewBox="0 0 \d+ \d+"[^>]*>\s*<path/, 'the code is drawn';
like $html, qr/data-copy="$address"/, 'address to copy';
like $html, qr/data-until="\d{4}-/, 'the time left';
like $html, qr/Only ETH, only over the network Ethereum/, 'a warning about networks';
is newcomer()->get("/app/payments/$id/coin")->code, 404, 'nobody else';
is $c->submit("/app/payments/$id", { txid => 'abcd', note => '' }, action => '/coin')->code, 422, 'a transaction id has a shape';
my $tx = txid();
is $c->submit("/app/payments/$id", { txid => "0x\U$tx", note => 'sent' }, action => '/coin')->code, 303, 'the transaction id';
my ($claim) = $staff->xml('/staff/claims')->findnodes("//claim[\@payment='$id']");
ok $claim, 'staff see it in the queue';
$html = $staff->get('/staff/claims/' . $claim->getAttribute('id'))->decoded_content;
like $html, qr{/staff/payments/$id"[^>]*>Enter what arrived}, '… which leads to the payment';
is $staff->xml('/staff/claims/' . $claim->getAttribute('id'))->findvalue('count(//form[@name="found"])'), 0, '… and cannot be credited without the output';
is $staff->raw_post("/staff/payments/$id/confirm", { amount => '30', reason => 'by hand', key => "hand-$run-$id", csrf => $staff->xml("/staff/payments/$id")->findvalue('(//form/@csrf)[1]') })->code, 409, '… nor by hand';
is $staff->xml("/staff/payments/$id")->findvalue('//form[@name="coin-seen"]/field[@name="txid"]/@value'), "0x\U$tx", 'the form knows what the customer sent';

is $staff->xml("/staff/payments/$id")->findvalue('//coin/@explorer'), "https://etherscan.io/address/$address", 'a link to a block explorer';
is $c->xml("/app/payments/$id")->findvalue('count(//coin/@explorer)'), 0, '… for staff only';

# --- confirmations
is seen($id, txid => 'nonsense', amount => '0.01')->code, 422, 'a bad id';
is seen($id, txid => $tx, amount => '0,01')->code, 422, 'a bad amount';
is seen($id, txid => $tx, amount => '900')->code, 422, 'far too much';
is seen($id, txid => $tx, amount => '0.01', confirmations => 3)->code, 303, 'three confirmations';
$p = payment($c, $id);
is $p->getAttribute('status'), 'confirming', 'confirming';
is $p->getAttribute('confirmations'), 3, '3 …';
is $p->getAttribute('confirmations-wanted'), 6, '… of 6';
like $c->get("/app/payments/$id")->decoded_content, qr/3 of 6 confirmations/, 'the customer reads it';
is balance($c), 0, 'nothing is credited yet';
is $staff->xml("/staff/payments/$id")->findvalue('//form[@name="coin-seen"]/field[@name="txid"]/@value'), $tx, 'the form has the transaction that is waited for';
is seen($id, txid => "0x$tx", amount => '0.01')->code, 303, 'six confirmations';
is payment($c, $id)->getAttribute('status'), 'paid', 'paid';
is balance($c), 30_000_000, '30 USD';
ok wait_for(30, sub { grep { /30/ && /balance/i } mails($c->{mail}) }), 'a mail';
is $c->xml("/app/payments/$id")->findvalue('//claim/@status'), 'done', 'what the customer sent is answered';

# --- the same output elsewhere; under, over
my $two = start($c, 'crypto-manual:ETH', '30');
isnt payment($c, $two)->findvalue('coin/@address'), $address, 'another payment, another address';
$res = seen($two, txid => $tx, amount => '0.01');
is $res->code, 409, 'the same output for it';
like $res->decoded_content, qr/entered already for payment P$id/, '… the page says for which it was';
is balance($c), 30_000_000, '… nothing is credited';
is seen($two, txid => $tx, output => 1, amount => '0.004')->code, 303, 'another output of that transaction';
$p = payment($c, $two);
is $p->getAttribute('status'), 'underpaid', 'less than asked';
is $p->findvalue('coin/@due'), '0.006', '… the page asks for the rest';
is seen($two, txid => txid(), amount => '0.007')->code, 303, 'the rest and more';
is balance($c), 63_000_000, '33 USD: the excess is on the balance';

# --- late, vanished, empty
is info('eth')->{low}, undef, 'two addresses are left';
my $three = start($c, 'crypto-manual:ETH', '30');
is info('eth')->{low}, 1, 'one: staff are warned';
like $staff->get('/staff/crypto')->decoded_content, qr/Few addresses are left/, '… on the page';
like $staff->xml('/staff/system')->findvalue('//check/@sub'), qr/old rate or few free addresses/, '… on the page of the system';
like $staff->xml('/staff/settings/gateway.crypto-manual')->findvalue('//gateway/@warn'), qr/few free addresses/, '… beside the settings';
is $staff->submit('/staff/settings/gateway.crypto-manual', {}, action => '/staff/gateways/crypto-manual/test')->code, 303, '… the test button looks too';
is $staff->xml('/staff/crypto')->findvalue('//item[@id="staff-crypto"]/@badge'), 1, '… and in the side bar';
my $four = start($c, 'crypto-manual:ETH', '30');
ok $four, 'the last one';
ok !start($c, 'crypto-manual:ETH', '30'), 'then none';
is $c->xml('/app/funds?tab=coins')->findvalue('count(//method[@id="crypto-manual:ETH"])'), 0, 'the coin is not offered any more';
like $staff->get('/staff/crypto')->decoded_content, qr/No address is left/, 'staff are told';
is coin('eth', rate => '1500')->code, 303, 'the rate halves';
$tx = txid();
is seen($three, txid => $tx, amount => '0.01', confirmations => 1, today => 1)->code, 303, 'seen at today\'s rate';
is $staff->submit("/staff/payments/$three", { reason => 'It vanished from the chain.' }, action => '/reject')->code, 303, 'it vanished';
is payment($c, $three)->getAttribute('status'), 'failed', '… failed';
is seen($three, txid => $tx, amount => '0.01', today => 1)->code, 303, 'it came after all, at today\'s rate';
is payment($c, $three)->getAttribute('status'), 'underpaid', '… is half of it';
is $staff->submit("/staff/payments/$three", { reason => 'not more' }, action => '/settle')->code, 303, 'settled';
is balance($c), 78_000_000, '15 USD are credited';

# --- at once
is coin('eth', rate => '3000')->code, 303, 'the old rate';
is pool('eth', map { eth() } 1 .. 4)->code, 303, 'four addresses';
my @people = map { newcomer() } 1 .. 8;
my @forms = map { my ($f) = $_->xml('/app/funds?tab=coins')->findnodes('//form[@name="funds"]'); { csrf => $f->getAttribute('csrf'), key => $f->getAttribute('key'), amount => '30', method => 'crypto-manual:ETH', preset => '', coupon => '' } } @people;
my @kids;
for my $i (0 .. $#people) {
    my $pid = fork // die;
    if (!$pid) { $people[$i]->raw_post('/app/funds', $forms[$i]); require POSIX; POSIX::_exit(0) }
    push @kids, $pid;
}
waitpid $_, 0 for @kids;
my @got;
for my $who (@people) {
    my ($href) = map { $_->value } $who->xml('/app/funds')->findnodes('//unfinished/payment/@href');
    push @got, payment($who, $href =~ /(\d+)$/)->findvalue('coin/@address') if $href;
}
is scalar(@got), 4, 'eight people at once, four addresses: four payments';
is scalar(keys %{ { map { $_ => 1 } @got } }), 4, '… each with an address of its own';
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
coin('eth', active => 0);
done_testing;
