# SPDX-License-Identifier: Apache-2.0
# v5.0.0-3.3.1-3.3.4 cookies, 3.4.1-3.4.6 headers, 3.5.1 CSRF, 7.2.1-7.2.4 tokens, 7.4.1 end of a
# session, 14.3.2 no-store, 3.7.2 redirects.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::World qw(newcomer);

my $guest = Smm::Client->new;
my $res   = $guest->get('/signin');
my %head  = (
    'X-Content-Type-Options' => 'nosniff', 'Referrer-Policy' => 'same-origin', 'Cross-Origin-Opener-Policy' => 'same-origin',
    'Cache-Control' => 'no-store');
is $res->header($_), $head{$_}, "$_ of a page with a form" for sort keys %head;
like $res->header('X-Request-Id'), qr/^[\w-]{16}$/, 'request id';
my ($visitor) = ($res->header('Set-Cookie') // '') =~ /smm-demo=(v[\w-]{43});/;
ok $visitor, 'a visitor with a form gets a token';
like $res->header('Set-Cookie'), qr/HttpOnly/, 'HttpOnly';
like $res->header('Set-Cookie'), qr/SameSite=Lax/, 'SameSite';
like $res->header('Set-Cookie'), qr{Path=/;}, 'Path';
isnt $guest->get('/signin')->header('X-Request-Id'), $res->header('X-Request-Id'), 'request ids differ';

sub token { my $t; shift->{ua}->cookie_jar->scan(sub { $t = $_[2] if $_[1] eq 'smm-demo' }); return $t }
sub csrf  { return shift->xml(shift)->findvalue('(//@csrf)[1]') }

# CSRF: bound to the browser, required, and no cross-site request
my $csrf = csrf($guest, '/signin');
my %f = (login => 'nobody', password => 'nothing at all');
is $guest->raw_post('/signin', {%f})->code, 403, 'no token';
is $guest->raw_post('/signin', {%f, csrf => ''})->code, 403, 'an empty token';
is $guest->raw_post('/signin', {%f, csrf => scalar reverse $csrf})->code, 403, 'a wrong token';
is(Smm::Client->new->raw_post('/signin', {%f, csrf => $csrf})->code, 403, 'without the cookie');
my $else = Smm::Client->new;
$else->get('/signin');
is $else->raw_post('/signin', {%f, csrf => $csrf})->code, 403, 'of another browser';
is $guest->raw_post('/signin', {%f, csrf => $csrf}, 'Sec-Fetch-Site' => 'cross-site')->code, 403, 'cross-site';
is $guest->raw_post('/signin', {%f, csrf => $csrf}, 'Sec-Fetch-Site' => 'same-site')->code, 403, 'same-site';

# a session: new token at sign-in, dead on the server after sign-out
my $c     = newcomer();
my $token = token($c);
like $token, qr/^s[\w-]{43}$/, 'a session token';
is $c->get('/app')->code, 200, 'signed in';
is $c->get('/app')->header('Cache-Control'), 'no-store', 'pages of the signed in are not stored';
my $planted = Smm::Client->new;
is $planted->get('/app', Cookie => 'smm-demo=s' . 'A' x 43)->code, 303, 'an invented session is none';
is $planted->get('/app', Cookie => "smm-demo=$token; smm-demo=$token")->code, 303, 'two cookies of one name are none';
is $planted->get('/app', Cookie => "smm-demo=$token")->code, 200, 'the token alone is the session';
$res = $c->raw_post('/signout', { csrf => csrf($c, '/app') });
is $res->code, 303, 'sign-out';
isnt token($c), $token, 'the browser has another token';
is $planted->get('/app', Cookie => "smm-demo=$token")->code, 303, 'the old token is dead on the server';

# a one-time message cannot be planted
my $page = $guest->get('/signin', Cookie => "smm-demo=$visitor; smm-demo.flash=" . 'MQpvawpIZWxsbwo' . '.' . 'a' x 64);
unlike $page->decoded_content, qr/Hello/, 'a forged message is not shown';

# redirects stay here
for my $next ('//evil.example/', 'https://evil.example/', '/\\evil.example') {
    my $r = Smm::Client->new->get('/signin?next=' . $next);
    unlike $r->header('Location') // '', qr/evil/, "next=$next leads nowhere else";
}
is $guest->get('/app')->header('Location'), '/signin?next=%2fapp', 'the way back is a path';
$res = $guest->get('/app', 'HX-Request' => 'true');
is $res->code, 401, 'htmx gets 401';
is $res->header('HX-Redirect'), '/signin', '… and where to go';

# methods and types
is $guest->raw_post('/healthz', {})->code, 405, 'POST on GET';
is $guest->raw_post('/healthz', {})->header('Allow'), 'GET, HEAD', 'Allow';
is $guest->{ua}->head($guest->url('/signin'))->code, 200, 'HEAD';
is $guest->{ua}->post($guest->url('/signin'), 'Content-Type' => 'multipart/form-data', Content => [a => 1])->code, 415, 'multipart';
done_testing;
