# SPDX-License-Identifier: Apache-2.0
# v5.0.0-13.3.1, 14.2.1, 16.2.5, 11.4.2: passwords, keys, tokens and gateway secrets are planted wherever a
# person or a machine can put one, also where they do not belong; afterwards none is in a log, in plain
# in the database, in a mail that is not meant to carry it, on a page or in an answer of smmctl.
use strict;
use warnings;
use Test::More;
use JSON qw(decode_json);
use URI::Escape qw(uri_escape);
use Digest::SHA qw(hmac_sha256_hex);
use Smm::Client;
use Smm::World qw(staff newcomer fund);
use Smm::Instance qw(credentials mails links_in wait_for smmctl set_secret rows);
use Smm::Walk qw(world pages);
use Smm::World qw(pause);

my %secret; # what => text
my $n = 0;
sub plant { my ($what) = @_; my $s = join '', 'Plant', ++$n, 'x', map { (('a' .. 'z'), ('A' .. 'Z'), (0 .. 9))[rand 62] } 1 .. 20; $secret{$what} = $s; return $s }
sub keep { my ($what, $text) = @_; $secret{$what} = $text if length($text // '') > 8; return $text }
sub cookie { my ($c) = @_; my $t; $c->{ua}->cookie_jar->scan(sub { $t = $_[2] if $_[1] eq 'smm-demo' }); return $t }

# --- people
my $g = Smm::Client->new;
keep('token of a visitor', do { $g->get('/signin'); cookie($g) });
my $user = "secretive$$" . time;
my $mail = "$user\@people.example";
my $pass = plant('password of a sign-up');
is $g->submit('/signup', { username => $user, email => $mail, password => $pass, country => 'DE', terms => 1 })->code, 303, 'sign-up';
$g->submit('/signup', { username => 'x', email => 'bad', password => plant('password of a refused sign-up'), country => 'DE' });
my $link = wait_for(40, sub { (grep { m{/verify/} } map { links_in($_) } mails($mail))[0] });
keep('activation link', $link =~ m{/verify/(.+)$});
is $g->get($link)->code, 200, 'activated';
$g->sign_in($user, plant('wrong password'));
$g->sign_in(plant('password typed as user name'), 'x');
$g->sign_in(plant('password typed as address') . '@people.example', 'x');
is $g->sign_in($user, $pass)->code, 303, 'signed in';
keep('session', cookie($g));
keep('csrf', $g->xml('/app')->findvalue('(//user/@csrf)[1]'));
$g->get('/signin?password=' . plant('password in a query') . '&next=%2Fapp');
$g->get('/app?password=' . plant('password in another query'), Referer => "$g->{base}/signin?password=x");
$g->raw_post('/signin', { login => $user, password => plant('password without a token') });
$g->{ua}->post($g->url('/signin'), 'Content-Type' => 'application/json', Content => '{"password":"' . plant('password in JSON') . '"}');
$g->{ua}->post($g->url('/signin'), 'Content-Type' => 'multipart/form-data; boundary=b', Content => "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" . plant('password in multipart') . "\r\n--b--\r\n");
$g->{ua}->post($g->url('/signin'), Content => 'password=' . plant('password in a damaged form') . '&x=%zz');
$g->{ua}->post($g->url('/signin'), Content => 'password=' . plant('password twice') . '&password=b');
$g->{ua}->post($g->url('/signin'), Content => 'password=' . plant('password in a long form') . '&x=' . 'y' x 300_000);
$g->get('/app', Authorization => 'Basic ' . plant('basic authorization'), Cookie => 'smm-demo=s' . plant('invented session'));
$g->submit('/app/security', { current => plant('wrong current password'), password => plant('refused new password') });
my $new = plant('new password');
is $g->submit('/app/security', { current => $pass, password => $new })->code, 303, 'password changed';
keep('second session', cookie($g));
Smm::Client->new->submit('/password', { email => $mail });
$link = wait_for(40, sub { (grep { m{/password/} } map { links_in($_) } mails($mail))[0] });
my $reset = keep('reset link', $link =~ m{/password/(.+)$});
my $r = Smm::Client->new;
$r->get($link);
is $r->submit("/password/$reset", { password => 'short' })->code, 422, 'reset, first refused';
is $r->submit("/password/$reset", { password => plant('password of a reset') })->code, 303, 'reset';
$r->get("/password/" . plant('invented reset link'));
$r->get("/verify/" . plant('invented activation link'));
is $g->sign_in($user, $secret{'password of a reset'})->code, 303, 'signed in again';
keep('third session', cookie($g));
$g->submit('/app/profile/email', { email => "new$mail" });
my ($code) = @{ wait_for(40, sub { my @c = map { /^\s*(\d{6})\s*$/m ? $1 : () } mails("new$mail"); @c ? \@c : undef }) || [] };
ok $code, 'a code by mail';
is $g->submit('/app/profile/email/confirm', { code => $code, password => plant('wrong password with a code') })->code, 422, 'code, first refused';

# --- keys
$g->submit('/app/api', { name => 'first' });
my $key = keep('API key', $g->xml('/app/api')->findvalue('//content/@new-key'));
$g->submit('/app/api', { name => 'second' });
my $second = keep('second API key', $g->xml('/app/api')->findvalue('//content/@new-key'));
my $api = "$g->{base}/api/v2";
is decode_json($g->{ua}->post($api, { key => $key, action => 'balance' })->content)->{currency}, 'USD', 'API by form';
is decode_json($g->{ua}->get("$api?action=balance&key=$second")->content)->{currency}, 'USD', 'API by query string';
is decode_json($g->{ua}->post($api, { action => 'balance' }, 'X-Api-Key' => $key)->content)->{currency}, 'USD', 'API by header';
$g->{ua}->get("$api/?action=balance&key=" . plant('wrong API key in a query'));
$g->{ua}->post($api, { action => 'x', key => plant('wrong API key') });
$g->{ua}->post($api, 'Content-Type' => 'application/json', Content => '{"key":"' . plant('API key in broken JSON') . '"');
$g->{ua}->request(HTTP::Request->new(PUT => "$api?key=" . plant('API key in a PUT')));
$g->{ua}->request(HTTP::Request->new(DELETE => "$g->{base}/password/" . plant('reset link with another method')));
$g->{ua}->get("$g->{base}/app/api?key=" . plant('API key at a page'));

# --- staff and gateways
my $staff = staff();
keep('session of staff', cookie($staff));
my $res = $staff->submit('/staff/providers/new', { name => "Secretive $$", kind => 'api-v2', url => 'http://127.0.0.1:9/api/v2', api_key => plant('API key of a provider'), currency => 'USD', fx => 1, markup => 0, fixed => 0, round => '0.01', timeout => 5, sync => 'hand' });
is $res->code, 303, 'a provider';
my $provider = $staff->location($res);
$staff->raw_post("$provider/test", { csrf => $staff->xml('/staff')->findvalue('(//user/@csrf)[1]') });
$staff->submit('/staff/providers/new', { name => '', api_key => plant('API key of a refused provider') });
$staff->submit('/staff/providers/new', { name => 'x', url => 'http://user:' . plant('password in an address') . '@127.0.0.1:9/api/v2', api_key => 'k' });
my $notice = plant('secret of notices');
is((set_secret('panel', 'gateway.sandbox.secret', $notice))[0], 0, 'a gateway secret');
is((set_secret('upstream', 'sandbox.service.secret', $notice))[0], 0, '… on both sides');
my $gkey = plant('key of the gateway');
is((set_secret('panel', 'gateway.sandbox.key', $gkey))[0], 0, 'a gateway key');
is((set_secret('upstream', 'sandbox.service.key', $gkey))[0], 0, '… on both sides');
$res = $g->submit('/app/funds', { amount => '12', method => 'sandbox' });
my $pay = $g->location($res);
like $g->xml($pay)->findvalue('//payment/@pay-url'), qr/^http/, 'they work';
my ($row) = rows('upstream', 'SELECT notify_url FROM sandbox_payment ORDER BY id DESC LIMIT 1');
keep('address of notices', $row->[0] =~ m{/([^/]+)$});
$g->{ua}->post($row->[0], 'X-Sandbox-Signature' => 't=1,v1=' . plant('signature'), Content => '{}');
$g->{ua}->get($row->[0]);
my $body = '{"event_id":"ev_secret_' . $$ . '","id":"none"}';
my $t = time;
$g->{ua}->post($row->[0], 'X-Sandbox-Signature' => "a\0b", Content => '{}');
is $g->{ua}->post($row->[0], 'X-Sandbox-Signature' => "t=$t,v1=" . hmac_sha256_hex("$t.$body", $notice), Content => $body)->code, 200, 'a true notice';
$g->{ua}->post($row->[0] =~ s{[^/]+$}{plant('invented address of notices')}er, Content => '{}');
$g->{ua}->get($row->[0] =~ s{/pay.*}{/sandbox/v1/payments/x}r, Authorization => 'Bearer ' . plant('wrong key of the gateway'));
my $cred = credentials();
keep("credentials: $_", $cred->{$_}) for grep { /password|key/ } keys %$cred;
{ open my $f, '<', Smm::Instance::dir() . '/conf/secret.key' or die $!; local $/; keep('the panel\'s own key', <$f>) }
sleep 3; # the outbox empties
cmp_ok scalar(keys %secret), '>=', 40, scalar(keys %secret) . ' secrets are planted';

# --- where they must not be
my %found;
sub look { my ($where, $text, %but) = @_; for my $what (keys %secret) { $found{"$what in $where"} = 1 if !$but{$what} && (index($text, $secret{$what}) >= 0 || index($text, uri_escape($secret{$what})) >= 0) } }
sub slurp { my ($file) = @_; open my $f, '<', $file or return ''; local $/; return <$f> // '' }

my @logs = grep { -f && !m{seed\.log$|upstream-sim} } glob(Smm::Instance::dir() . '/log/*'), glob(Smm::Instance::dir() . '/t/logs/*');
ok scalar(grep { /combined/ && -s } @logs), 'logs, one with whole request lines and referrers';
look($_ =~ s{.*/}{}r, slurp($_)) for @logs;
for my $which (qw(panel upstream)) {
    my ($driver, @params) = Smm::Instance::databases();
    my $p = $params[$which eq 'panel' ? 0 : 1];
    my ($rc, $dump) = Smm::Instance::as_service($driver eq 'sqlite3' ? ('sqlite3', '-readonly', $p, '.dump') : ('sh', '-c', 'pg_dump --inserts "$1"', 'sh', $p =~ s/ +connect_timeout=\d+//r));
    is $rc, 0, "dump of $which";
    cmp_ok length $dump, '>', 100_000, '… with all that is in it';
    # the gateway, which is played by the upstream panel, knows where it sends its notices
    look("database $which", $dump, $which eq 'upstream' ? ('address of notices' => 1) : ());
}
my %mailed = ('activation link' => 1, 'reset link' => 1);
look('mail ' . s{.*/}{}r, Smm::Instance::mail_text(slurp($_)), %mailed) for glob(Smm::Instance::dir() . '/mail/{new,cur,tmp}/*');
for my $c ($g, $staff) {
    for my $p (qw(/app /app/profile /app/security /app/api /app/funds /app/invoices /app/ledger /app/tickets /app/campaigns /app/campaigns/new /signin /services), $pay, $c == $staff ? (qw(/staff /staff/providers /staff/services /staff/payments /staff/campaigns /staff/help /staff/tickets), $provider) : ()) {
        look("$p as $_", $c->get($p, Accept => $_)->decoded_content) for 'text/html', 'application/xml';
    }
}
look("$_", $g->get($_)->decoded_content) for qw(/metrics /healthz /readyz /services.csv);
for my $cmd (['settings', 'list'], ['settings', 'get', 'gateway.sandbox.secret'], ['settings', 'get', 'gateway.sandbox.key'], ['verify'], ['export']) {
    look("smmctl @$cmd", (smmctl('panel', @$cmd))[1]);
}
is join("\n", sort keys %found), '', 'no secret is anywhere it should not be';
done_testing;
