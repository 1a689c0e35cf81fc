# SPDX-License-Identifier: Apache-2.0
# The catalogue: list, search, facets, one service, price list; from memory with ETag and gzip; staff
# changes and an import with preview.
use strict;
use warnings;
use Test::More;
use Compress::Zlib qw(memGunzip);
use Digest::SHA qw(sha1_hex);
use Smm::Client;
use Smm::Instance qw(credentials);

my $cred = credentials();
my $c    = Smm::Client->new;
my $staff = Smm::Client->new;
is $staff->sign_in($cred->{staff_user}, $cred->{staff_password})->code, 303, 'staff signed in';

# --- the list as data
my $doc = $c->xml('/services?per=100');
my @s = $doc->findnodes('//service');
is scalar(@s), 100, '100 services on a page of 100';
my $total = $doc->findvalue('//content/@all');
cmp_ok $total, '>=', 1000, 'more than a thousand services';
for my $a (qw(id name category type rate-usd min max status)) {
    ok !(grep { !defined $_->getAttribute($a) } @s), "every service has \@$a";
}
ok !(grep { $_->getAttribute('rate-usd') !~ /^\d+\.\d{2,6}$/ } @s), 'prices are exact decimals';
is $c->xml('/services?per=5000')->findvalue('count(//service)'), 100, 'at most 100 a page';
is $c->xml('/services?per=x&page=-3&sort=nonsense')->findvalue('count(//service)'), 50, 'bad values fall back';

# --- search and facets
my $one = $s[7];
my $id = $one->getAttribute('id');
$doc = $c->xml("/services?q=$id");
is $doc->findvalue("count(//service[\@id='$id'])"), 1, 'found by its number';
$doc = $c->xml('/services?q=VISITORS+r30&per=100');
@s = $doc->findnodes('//service');
ok @s > 0, 'words and tags are searched';
ok !(grep { lc $_->getAttribute('name') !~ /visitors/ || $_->getAttribute('name') !~ /R30/ } @s), '… all of them match';
$doc = $c->xml('/services?refill=r30&features=fast&per=100');
@s = $doc->findnodes('//service');
ok @s > 0 && !(grep { ($_->getAttribute('refill-days') // 0) != 30 || !$_->getAttribute('fast') } @s), 'facets filter';
is $doc->findvalue('count(//chip)'), 2, 'each filter is a chip';
my $n = $doc->findvalue('//facet[@name="features"]/o[@v="fast"]/@n');
is $n, $doc->findvalue('//pager/@total'), 'a chosen facet counts what is shown';
my ($cat) = map { $_->getAttribute('v') } $doc->findnodes('//facet[@name="category"]/o');
$doc = $c->xml("/services?category=$cat&sort=price&per=100");
my @rates = map { $_->getAttribute('rate-usd') } $doc->findnodes('//service');
is_deeply \@rates, [sort { $a <=> $b } @rates], 'sorted by price';
is $c->xml('/services?q=nothing+like+this')->findvalue('count(//service)'), 0, 'nothing found';
like $c->get('/services?q=nothing+like+this')->decoded_content, qr/No service matches/, '… and the page says so';

# --- one service
my $path = $one->getAttribute('href');
my $res = $c->get($path);
is $res->code, 200, 'page of a service';
$res = $c->get("/services/$id");
is $res->code, 301, 'its number alone leads there';
like $c->location($res), qr/^\Q$path\E$/, '… by its address';
is $c->get('/services/999999999-nothing')->code, 404, 'no such service';
is $c->get('/services/word')->code, 404, 'no number';
$res = $c->get('/services.csv');
is $res->content_type, 'text/csv', 'price list';
is scalar(my @l = split /\r\n/, $res->content), $total + 1, '… with a line each';
ok !(grep { /(^|,)"?[=+@]/ } @l), '… and no formulas';

# --- from memory
my $plain = $c->get('/services?per=all', 'Accept-Encoding' => 'identity');
my $etag = $plain->header('ETag');
ok $etag, 'a strong ETag';
is scalar(() = $plain->content =~ /class="ttl"/g), $total, 'all services in one page';
my $zipped = $c->get('/services?per=all', 'Accept-Encoding' => 'gzip');
is $zipped->header('Content-Encoding'), 'gzip', 'compressed';
is sha1_hex(memGunzip($zipped->content)), sha1_hex($plain->content), '… the same page';
cmp_ok length($zipped->content), '<', length($plain->content) / 8, '… much smaller';
isnt $zipped->header('ETag'), $etag, '… with an ETag of its own';
is $c->get('/services?per=all', 'Accept-Encoding' => 'gzip;q=0')->header('Content-Encoding'), undef, 'gzip refused';
is $c->get('/services?per=all', 'Accept-Encoding' => 'identity', 'If-None-Match' => $etag)->code, 304, 'not modified';
isnt $staff->get('/services?per=all', 'Accept-Encoding' => 'identity')->header('ETag'), $etag, 'somebody else gets another page';
like $staff->get('/services?per=all')->header('Cache-Control'), qr/private/, '… that only the browser keeps';
is $c->{ua}->head($c->url('/services?per=all'))->header('Content-Length'), length($plain->content), 'HEAD knows the length';

# --- staff change one
is $c->get('/staff/services')->code, 303, 'visitors are sent to sign in';
$res = $staff->submit("/staff/services/$id", { rate => '7.654321', status => 'slow' }, action => "/staff/services/$id");
is $res->code, 303, 'a new price';
$doc = $c->xml("/services?q=$id");
is $doc->findvalue("//service[\@id='$id']/\@rate-usd"), '7.654321', 'seen at once';
is $doc->findvalue("//service[\@id='$id']/\@status"), 'slow', '… with its state';
is $c->get('/services?per=all', 'Accept-Encoding' => 'identity', 'If-None-Match' => $etag)->code, 200, 'the page in memory is a new one';
is $staff->submit("/staff/services/$id", { max => 1, min => 5 }, action => "/staff/services/$id")->code, 422, 'limits that make no sense';
$res = $staff->submit("/staff/services/$id", { status => 'off' }, action => "/staff/services/$id");
is $c->get($path)->code, 410, 'a service that is off is gone';
is $c->xml("/services?q=$id")->findvalue("count(//service[\@id='$id'])"), 0, '… and not listed';

# --- import keeps what staff decided
my ($provider) = map { $_->getAttribute('id') } $staff->xml('/staff/providers')->findnodes('//provider[not(@local)]');
ok $provider, 'the upstream provider';
my $csrf = sub { $staff->xml("/staff/providers/$provider")->findvalue('//form/@csrf') };
$res = $staff->raw_post("/staff/providers/$provider/test", { csrf => $csrf->() });
is $res->code, 303, 'test of the connection';
like $staff->xml("/staff/providers/$provider")->findvalue('//flash'), qr/connection works/, '… works';
$res = $staff->raw_post("/staff/providers/$provider/fetch", { csrf => $csrf->() });
is $staff->location($res), "/staff/providers/$provider/import", 'the price list is read';
$doc = $staff->xml("/staff/providers/$provider/import");
is $doc->findvalue('//tally/@seen'), $doc->findvalue('//tally/@new + //tally/@changed + //tally/@same + //tally/@refused'), 'the preview accounts for every row';
my $form = ($doc->findnodes('//form'))[0];
my %apply = (csrf => $form->getAttribute('csrf'), key => $form->getAttribute('key'), add => 'all',
    fetched => $form->findvalue('field[@name="fetched"]/@value'));
is $staff->raw_post("/staff/providers/$provider/import", { %apply, fetched => 1 })->code, 409, 'another list than the one that was shown';
is $staff->raw_post("/staff/providers/$provider/import", \%apply)->code, 303, 'imported';
$doc = $staff->xml("/staff/services/$id");
is $doc->findvalue('//service/@rate-usd'), '7.654321', 'the price of the staff stays';
is $doc->findvalue('//service/@status'), 'off', 'the state, too';
cmp_ok $doc->findvalue('count(//change[@what="price"])'), '>', 0, 'the log knows';
is $staff->raw_post("/staff/services/$id/follow", { csrf => $doc->findvalue('(//form)[1]/@csrf') })->code, 303, 'give it back';
$res = $staff->raw_post("/staff/providers/$provider/fetch", { csrf => $csrf->() });
$doc = $staff->xml("/staff/providers/$provider/import");
%apply = (csrf => $doc->findvalue('//form/@csrf'), key => $doc->findvalue('//form/@key'), add => 'all', fetched => $doc->findvalue('//form/field[@name="fetched"]/@value'));
$staff->raw_post("/staff/providers/$provider/import", \%apply);
isnt $staff->xml("/staff/services/$id")->findvalue('//service/@rate-usd'), '7.654321', 'the import sets the price again';
$res = $staff->submit("/staff/services/$id", { status => 'active' }, action => "/staff/services/$id");
is $c->get($path)->code, 200, 'on sale again';

# --- a stored key never leaves for another host
$res = $staff->submit("/staff/providers/$provider", { url => 'https://elsewhere.example/api/v2' }, action => "/staff/providers/$provider");
is $res->code, 422, 'a new host needs its own key';
unlike $staff->get("/staff/providers/$provider")->decoded_content, qr/\Q$cred->{reseller_api_key}\E/, 'the key is not shown';

done_testing;
