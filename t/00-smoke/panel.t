# SPDX-License-Identifier: Apache-2.0
# The panels answer, say who they are, and refuse what they should refuse.
use strict;
use warnings;
use Test::More;
use Smm::Client;

my $c = Smm::Client->new;

for my $path (qw(/ /services /help /signin /signup /terms)) {
    my $res = $c->get($path);
    is $res->code, 200, "GET $path";
    like $res->header('Content-Security-Policy'), qr/default-src 'none'/, "$path has the strict policy";
    like $res->decoded_content, qr/<h1/, "$path has a heading";
}
is $c->get('/healthz')->code, 200, 'process alive';
is $c->get('/readyz')->code, 200, 'ready';
like $c->get('/metrics')->decoded_content, qr/^# (?:HELP|TYPE) smm_/m, 'Prometheus text';

my $res = $c->get('/no-such-page');
is $res->code, 404, 'unknown path';
like $res->decoded_content, qr/request/i, 'the error page carries a request id';
is $c->get('/app')->code, 303, 'the customer area wants a sign-in';
like $c->location($c->get('/app')), qr{^/signin}, '… and leads there';
is $c->get('/staff')->code, 303, 'so does the staff area';
is $c->raw_post('/services', {})->code, 405, 'POST on a page without one';
is $c->get('/services/')->code, 404, 'no trailing slash';

my $doc = $c->xml('/services?per=100');
ok $doc, 'the view model comes as XML';
is $doc->documentElement->nodeName, 'page', 'root is page';
my @s = $doc->findnodes('//service');
is scalar(@s), 100, '100 services on a page';
for my $a (qw(id name category type rate-usd min max status)) {
    ok length($s[0]->getAttribute($a) // ''), "service has \@$a";
}
ok $doc->findvalue('//pager/@total') >= 1000, 'a catalogue of 1000 services and more';

my $up = Smm::Client->new(base => $ENV{SMM_TEST_UP});
is $up->get('/services')->code, 200, 'the upstream panel answers';
done_testing;
