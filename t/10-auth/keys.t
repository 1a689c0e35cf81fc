# SPDX-License-Identifier: Apache-2.0
# v5.0.0-13.3.1, 9.2.x: API keys: shown once, stored as a hash, one's own, one panel's, revoked at once.
use strict;
use warnings;
use Test::More;
use JSON qw(decode_json);
use Smm::Client;
use Smm::World qw(newcomer);
use Smm::Instance qw(mails wait_for);

my ($c, $other) = (newcomer(name => 'keeper'), newcomer(name => 'visitor'));
sub call { my ($key, %o) = @_; return decode_json(($o{at} || $c)->raw_post('/api/v2', { key => $key, action => 'balance' })->content) }

is $c->submit('/app/api', { name => '' })->code, 422, 'a key wants a name';
my $res = $c->submit('/app/api', { name => 'Shop <b>one</b>' });
is $res->code, 303, 'made';
my %sent = %{ $c->{sent} };
my $page = $c->xml('/app/api');
my $key = $page->findvalue('//content/@new-key');
like $key, qr/^smm_[\w-]{32}$/, 'shown on the next page';
is $c->xml('/app/api')->findvalue('//content/@new-key'), '', '… once';
is $c->raw_post('/app/api', \%sent)->code, 303, 'the same form again';
is $c->xml('/app/api')->findvalue('count(//api-key)'), 1, '… makes no second one';
my ($id) = map { $_->getAttribute('id') } $c->xml('/app/api')->findnodes('//api-key');
is length($c->xml('/app/api')->findvalue('//api-key/@prefix')), 10, 'the list shows its beginning';
unlike $c->get('/app/api')->decoded_content, qr/\Q$key\E|<b>one/, '… not the key, and the name as text';
ok wait_for(40, sub { grep { /API key/i } mails($c->{mail}) }), 'a mail tells';
ok !(grep { /\Q$key\E/ } mails($c->{mail})), '… without the key';

is call($key)->{balance}, '0.00000', 'it works' or diag explain call($key);
is call(lc $key)->{error}, 'Invalid API key', 'not in other case';
is call(substr $key, 0, -1)->{error}, 'Invalid API key', 'not a part of it';
my $side = Smm::Client->new(base => $ENV{SMM_TEST_SIDE});
is call($key, at => $side)->{error}, 'Invalid API key', 'not in the panel next door';
my $up = Smm::Client->new(base => $ENV{SMM_TEST_UP});
is call($key, at => $up)->{error}, 'Invalid API key', '… nor in another network';
is $c->get('/app', 'X-Api-Key' => $key)->code, 200, 'my own browser session';
is(Smm::Client->new->get('/app', 'X-Api-Key' => $key, Authorization => "Bearer $key")->code, 303, '… a key is none');
isnt $c->xml('/app/api')->findvalue('//api-key/@last-used'), '', 'the list says when it was used';

is $other->get("/app/api/$id/revoke")->code, 404, 'others see it not';
is $other->raw_post("/app/api/$id/revoke", { csrf => $other->xml('/app')->findvalue('(//user/@csrf)[1]') })->code, 404, '… and cannot revoke it';
is call($key)->{balance}, '0.00000', 'it still works';
is $c->submit("/app/api/$id/revoke", {})->code, 303, 'revoked';
is call($key)->{error}, 'Invalid API key', 'it works no more';
is $c->get("/app/api/$id/revoke")->code, 404, 'nothing is left to revoke';
my $csrf = $c->xml('/app')->findvalue('(//user/@csrf)[1]');
my @made = map { $c->submit('/app/api', { name => "key $_" })->code } 1 .. 21;
is scalar(grep { $_ == 303 } @made), 20, 'twenty keys at most';
is $made[-1], 422, '… then words';
done_testing;
