# SPDX-License-Identifier: Apache-2.0
# Amounts shown in other currencies: rates by staff, file and feed; the choice of visitors and customers; what is charged
# stays in dollars.
use strict;
use warnings;
use utf8;
use Test::More;
binmode Test::More->builder->$_, ':utf8' for qw(output failure_output todo_output);
use Smm::Client;
use Smm::Gateway::Rates;
use Smm::Instance qw(smmctl wait_for rows);
use Smm::World qw(newcomer staff customer fund service balance);

my ($staff, $c, $visitor) = (staff(), newcomer(), Smm::Client->new);
my $home = '/staff/currencies';
sub add { my ($code, $rate, %o) = @_; return $staff->submit($home, { currency => $code, rate => $rate, %o }, action => $home)->code }
sub rate { my ($code, $what) = @_; return $staff->xml($home)->findvalue(qq{//rate[\@currency="$code"]/\@} . ($what // 'rate')) }
sub change { my ($code, %f) = @_; return $staff->submit("$home/$code", { on => 1, %f }, action => "$home/$code") }
sub choose { my ($who, $code, $back) = @_; return $who->submit('/currency', { currency => $code, back => $back // '' }, action => '/currency') }
sub set { my ($k, $v) = @_; return (smmctl('panel', 'settings', defined $v ? ('set', $k, $v) : ('unset', $k)))[0] }
END { local $?; set('display.feed_url') }

# --- nothing is offered: pages speak of dollars alone
change($_, rate => rate($_), on => undef) for map { $_->value } $staff->xml($home)->findnodes('//rate[@status="active"]/@currency');
my $doc = $visitor->xml('/services');
is $doc->findvalue('//site/@currencies'), '', 'no link to a choice';
is $doc->findvalue('count(//@*[substring(name(), string-length(name()) - 5) = "-shown"])'), 0, 'nothing is converted';

# --- staff: rates
is $c->get($home)->code, 403, 'customers do not see the rates';
is $c->raw_post($home, { csrf => $c->xml('/app')->findvalue('//user/@csrf'), currency => 'JPY', rate => 1 })->code, 403, '… and set none';
my $was = rate('EUR', 'status');
is add('EUR', '0.922'), 303, 'the euro' unless $was;
is change('EUR', rate => '0.922', confirm => 1)->code, 303, 'the euro is offered' if $was;
for my $bad (['USD', 1], ['ZZZ', 1], ['EUR', '0.9'], ['CHF', 0], ['CHF', '0,88'], ['CHF', '-1'], ['CHF', ''], ['CHF', '1e3'], ['CHF', '99999999']) {
    is add(@$bad), 422, "refused: @$bad";
}
is rate('CHF'), '', '… and left nothing behind';
is change('EUR', rate => '1.2')->code, 422, 'a move by more than 20 % is asked about';
is rate('EUR'), '0.922', '… and not taken';
is change('EUR', rate => '1.2', confirm => 1)->code, 303, 'confirmed';
is change('EUR', rate => '0.922', confirm => 1)->code, 303, '… and back';
is change('EUR', rate => '0.93', version => 0)->code, 409, 'what somebody else changed meanwhile is not overwritten';
is change('EUR', rate => 'x')->code, 422, 'no rate';
is $staff->get("$home/XYZ")->code, 404, 'a currency that is not listed';
ok((grep { $_->[0] =~ /^EUR 0\.922/ && $_->[1] =~ /^EUR 1\.20/ } rows('panel', "SELECT old_text, new_text FROM audit_log WHERE action = 'display.rate'")), 'the audit log has what it was and became');

# --- a visitor chooses
ok $visitor->xml('/services')->findvalue('//site/@currencies'), 'a choice is offered';
my $plain = $visitor->get('/services')->decoded_content;
unlike $plain, qr/≈/, 'dollars alone until then';
is choose($visitor, 'JPY')->code, 422, 'one that is not offered';
is choose($visitor, 'eur')->code, 303, 'the euro';
my $res = choose($visitor, 'EUR', '/services');
is $visitor->location($res), '/services', 'back to the page before';
is $visitor->location(choose($visitor, 'EUR', $_)), '/', "not led away: $_" for '//evil.example', 'https://evil.example/', '/\\evil.example', '/a/../b', '/x?y';
$doc = $visitor->xml('/services');
is $doc->findvalue('//site/@shown'), 'EUR', 'known on the next page';
my ($s) = $doc->findnodes('//service[@rate-usd]');
ok $s && $s->getAttribute('rate-shown') =~ /^\d+\.\d+$/, 'prices have both amounts';
cmp_ok abs($s->getAttribute('rate-shown') - $s->getAttribute('rate-usd') * 0.922), '<', 0.0051, '… by the rate';
like $visitor->get('/services')->decoded_content, qr/≈ €/, 'and show them';
like $visitor->get('/services?per=all')->decoded_content, qr/≈ €/, 'the whole list, too, which is kept ready';
my $other = Smm::Client->new;
unlike $other->get('/services?per=all')->decoded_content, qr/≈/, '… for everybody in the own currency';
my $etag = $visitor->get('/services?per=all')->header('ETag');
change('EUR', rate => '0.95');
isnt $visitor->get('/services?per=all')->header('ETag'), $etag, 'a new rate makes a new page';
change('EUR', rate => '0.922');
like $visitor->get('/services')->decoded_content, qr/approximate: you pay in US dollars/, 'and say what is charged';

# --- a customer chooses: it is kept with the account
fund($c, 50);
is choose($c, 'EUR')->code, 303, 'the euro';
$doc = $c->xml('/app');
is $doc->findvalue('//user/@balance-shown'), '46.10', 'the balance';
is $doc->findvalue('//user/@balance-usd'), '50.00', '… beside dollars';
is $c->xml('/app/ledger')->findvalue('(//entry/@amount-shown)[1]'), '46.10', 'the statement';
unlike $c->get('/app/ledger.csv')->decoded_content, qr/46\.10/, 'its file stays in dollars';
my $service = service($c);
my $sid = $service->getAttribute('id');
my $order = "service=$sid&link=https://x.example/a&quantity=1000";
$doc = $c->xml("/app/campaigns/quote?$order");
my $usd = $doc->findvalue('//quote/@total-usd');
my $micro = Smm::World::usd($usd);
like $usd, qr/^\d+\.\d+$/, 'an order is charged in dollars';
my $shown = $doc->findvalue('//quote/@total-shown');
cmp_ok abs($shown - $usd * 0.922), '<=', 0.00501, "… and shown in euros: $usd is $shown";
like $c->get("/app/campaigns/new?$order")->decoded_content, qr/Charged in US dollars/, '… and says so';
my $before = balance($c);
$res = $c->submit("/app/campaigns/new?service=$sid", { service => $sid, link => 'https://x.example/a', quantity => 1000 });
is $res->code, 303, 'ordered';
is $before - balance($c), $micro, 'the dollars are gone, not the euros';
is $c->xml($c->location($res))->findvalue('(//campaign/@charge-shown)[1]'), $shown, 'the campaign shows both';
$c->submit('/app/api', { name => 'currency' });
my $key = $c->xml('/app/api')->findvalue('//content/@new-key') or die "no key\n";
my $api = Smm::Client->new->{ua}->post("$ENV{SMM_TEST_URL}/api/v2", { key => $key, action => 'balance' })->decoded_content;
like $api, qr/"currency"\s*:\s*"USD"/, 'the API speaks of dollars';
unlike $api, qr/EUR/, '… alone';
my $again = Smm::Client->new;
$again->sign_in($c->{user}, $c->{password});
is $again->xml('/app')->findvalue('//site/@shown'), 'EUR', 'another browser of the account';
is $staff->xml('/staff')->findvalue('//site/@shown'), '', "staff's pages speak of dollars";
change('EUR', rate => '0.922', on => undef);
is $c->xml('/app')->findvalue('//user/@balance-shown'), '', 'switched off: dollars at once';
change('EUR', rate => '0.922');
is choose($c, 'USD')->code, 303, 'dollars alone';
is $c->xml('/app')->findvalue('//user/@balance-shown'), '', 'nothing is converted';
for my $bad ('ZZZ', 'EU', 'US$', '"><b', '') { is choose($c, $bad)->code, 422, "no currency: $bad" }
$visitor->{ua}->default_header(Cookie => 'smm-x.currency=<script>; smm-shop.currency=EUR%00');
is $visitor->get('/services')->code, 200, 'a cookie of somebody else does no harm';

# --- files
sub import_lines {
    my ($what, $lines, %o) = @_;
    my ($form) = $staff->xml("$home/import")->findnodes('//form[@name="currency-import"]');
    return $staff->{ua}->post($staff->url("$home/import"), Content_Type => 'form-data', Accept => 'application/xml', Content => [ %{ {
        csrf => $form->getAttribute('csrf'), separator => 'auto', decimal => 'point', quote => 'per_usd', skip => 1, col_currency => 1, col_rate => 2,
        what => $what, lines => '', %o } }, file => [ undef, 'rates.csv', Content_Type => 'text/csv', Content => $lines ] ]);
}
sub xml_of { return XML::LibXML->load_xml(string => $_[0]->content) }
my $file = "code,rate\nEUR,0.925\nKWD,0.30725\nUSD,1\nDollars,1\nGBP,much\n";
$doc = xml_of(import_lines(preview => $file));
is $doc->findvalue('//preview/@n'), 1, 'a preview: one that is listed';
is $doc->findvalue('//preview/fault[1]/@row') . $doc->findvalue('//preview/fault[1]'), '5Dollars', 'what cannot be read is named by line';
is $doc->findvalue('//preview/fault[2]'), 'much', '… each';
is rate('EUR'), '0.922', 'and nothing was stored';
is import_lines(import => $file, fresh => 1)->code, 303, 'imported, with new ones';
is rate('EUR'), '0.925', 'changed';
is rate('EUR', 'source'), 'file', '… by a file';
ok rate('KWD') =~ /^0\.30725$/, 'added';
is import_lines(import => "c,r\nEUR,2\nKWD,0.31\n")->code, 422, 'one that moves far is asked about';
is rate('KWD'), '0.30725', '… and nothing at all was taken';
is import_lines(import => "c,r\nEUR,2\n", confirm => 1)->code, 303, 'confirmed';
is import_lines(import => '')->code, 422, 'no file';
is import_lines(import => "c,r\n", col_rate => 1)->code, 422, 'one column for both';
change('EUR', rate => '0.922', confirm => 1);

# --- the feed
is $staff->raw_post("/staff/currency-feed", { csrf => $staff->xml($home)->findvalue('(//form/@csrf)[1]') })->code, 409, 'no address, no look';
my $sim = Smm::Gateway::Rates->new;
$sim->do(rates => { USD => '1.0837', GBP => '0.8561', KWD => '5.5', JPY => '164.35' }, '2026-11-26');
is set('display.feed_url', $sim->base . '/daily.xml'), 0, 'an address';
change('EUR', rate => '0.93', follow => 1);
change('KWD', rate => '0.30725', follow => 1);
sub look { my ($until) = @_; $staff->raw_post("/staff/currency-feed", { csrf => $staff->xml($home)->findvalue('(//form/@csrf)[1]') })->code == 303 or return 0; return wait_for(30, $until) }
ok look(sub { rate('EUR') eq '0.922765' }), 'a rate by way of the euro: 1 / 1.0837';
is rate('EUR', 'source'), 'feed', 'by the feed';
is rate('KWD'), '0.30725', 'a far move is held back';
is $staff->xml($home)->findvalue('//feed/@held'), 'KWD 5.075205', '… and told';
is $staff->xml($home)->findvalue('//feed/@day'), '2026-11-26', 'of its day';
$sim->chaos(daily => 'html', 1);
ok look(sub { $staff->xml($home)->findvalue('//feed/@error') ne '' }), 'an answer that is no list is told';
is rate('EUR'), '0.922765', '… and changes nothing';
set('display.feed_url');
change('KWD', rate => '0.30725', on => undef);
change('EUR', rate => '0.922');

done_testing;
