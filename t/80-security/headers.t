# SPDX-License-Identifier: Apache-2.0
# v5.0.0-3.4.1-3.4.6, 3.3.1-3.3.5, 14.3.2, 16.5.1, 4.1.1: every answer of every route, errors and assets
# and httpd's own refusals included, carries the protection it should; cookies have their flags; no
# answer tells what is inside.
use strict;
use warnings;
use Test::More;
use HTTP::Request;
use IO::Socket::INET;
use HTTP::Response;
use Smm::Client;
use Smm::World qw(pause);
use Smm::Walk qw(world routes concrete);

my $w = world();
my ($c, $staff) = @$w{qw(customer staff)};
END { pause($staff, $w->{provider}, 0) if $staff }
my $anon = Smm::Client->new;
my $inside = qr/SQLITE|sqlite3|libpq|PGresult|SELECT\s.+\sFROM|\.c:\d+|Stack|Traceback|\/var\/|\/work\/|\/usr\/(?!share\/doc)|apr_|panic|segfault/;
my $csp = q{default-src 'none'};

# What is wrong with an answer.
sub faults {
    my ($res, $what) = @_;
    my @f;
    my $type = $res->content_type;
    push @f, 'no nosniff' unless ($res->header('X-Content-Type-Options') // '') eq 'nosniff';
    if ($type =~ m{^(?:text/html|application/xml)$} || $res->code >= 400) {
        my $p = $res->header('Content-Security-Policy') // '';
        push @f, 'no policy' unless $p =~ /^\Q$csp/ && $p =~ /frame-ancestors 'none'/ && $p =~ /base-uri 'none'/ && $p =~ /form-action 'self'/ && $p !~ /unsafe|\*|data:/;
        push @f, 'no Referrer-Policy' unless ($res->header('Referrer-Policy') // '') =~ /^(?:same-origin|no-referrer)$/;
    }
    push @f, 'may be stored: ' . ($res->header('Cache-Control') // 'nothing') if $res->code >= 400 && ($res->header('Cache-Control') // '') !~ /no-store|no-cache/;
    push @f, 'a redirect away: ' . $res->header('Location') if ($res->header('Location') // '/') =~ m{^(?!https?://127\.0\.0\.1|/(?!/))};
    push @f, "tells what is inside: $1" if $type =~ /html|xml|plain|json/ && $res->decoded_content =~ /($inside)/;
    push @f, 'no charset' if $type =~ m{^text/} && ($res->header('Content-Type') // '') !~ /charset=(?:utf-8|iso-8859-1)/i;
    for my $k ($res->header('Set-Cookie')) {
        push @f, "cookie $k" unless $k =~ /^[\w.-]+=[^;,\s]*; Path=\/; HttpOnly; SameSite=Lax/ && $k !~ /Domain=/i && length $k < 4096;
    }
    push @f, 'status ' . $res->code if $res->code >= 500 && $res->code != 501;
    return map { "$what: $_" } @f;
}

my @all;
for my $r (routes()) {
    my ($m, $path, $access) = @$r;
    for my $url (concrete($w, $path)) {
        for my $who ($anon, $c, $staff) {
            push @all, faults($m eq 'POST' ? $who->raw_post($url, {}) : $who->get($url), "$m $url");
        }
        push @all, faults($anon->{ua}->request(HTTP::Request->new(DELETE => $anon->url($url))), "DELETE $url");
    }
}
my $page = $c->get('/app');
is $page->header('Cache-Control'), 'no-store', 'pages of the signed in are not stored';
my @assets = map { m{"(/assets/[^"#]+)} ? $1 : () } $page->decoded_content =~ /((?:href|src)="[^"]+")/g;
cmp_ok scalar(@assets), '>', 5, 'assets';
for my $a (@assets, '/assets/none.css', '/assets/..%2f..%2fetc%2fpasswd', '/assets/') {
    my $res = $anon->get($a);
    push @all, faults($res, $a);
    like $res->header('Cache-Control'), qr/immutable/, "$a stays" if $res->code == 200;
    is $res->header('Cross-Origin-Resource-Policy'), 'same-origin', '… is for this site' if $res->code == 200;
}
for my $p ('/no-such', '/.git/config', '/../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/app%2fprofile', '/a%00b', '/%ff', '/xsl/layout.xsl', '/css/panel.css', '/conf/smm.conf', '/panel.db', '/index.php', '/cgi-bin/', '/server-status', '/icons/', '/.well-known/security.txt', '/' . 'x' x 7000, '//evil.example/', '/app/../staff') {
    my $res = $anon->get($p);
    push @all, faults($res, substr $p, 0, 40);
    ok $res->code >= 400 || $res->code == 303, substr($p, 0, 40) . ' gives nothing (' . $res->code . ')';
}
# damaged requests, which httpd itself refuses
for my $raw ("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 'GET /' . 'x' x 20000 . " HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nX: " . 'y' x 20000 . "\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "POST /signin HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "POST /signin HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "POST /signin HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n", "POST /signin HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nZZ\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n") {
    my $res = raw($raw);
    my $line = substr(($raw =~ s/[\r\n]+/ | /gr), 0, 60);
    ok $res && $res->code >= 400 && $res->code < 500 || $res->code == 501 || $res->code == 505, "$line: refused (" . ($res ? $res->code : 'nothing') . ')';
    # before the request line is read there is no host whose headers could be meant
    push @all, grep { !/no charset/ } faults($res, $line) if $res && $res->code < 500;
}
ok !@all, 'every answer is as it should be' or diag join "\n", @all[0 .. ($#all > 40 ? 40 : $#all)];

sub raw {
    my ($text) = @_;
    my ($host, $port) = $ENV{SMM_TEST_URL} =~ m{//([^:]+):(\d+)};
    my $s = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 10) or die $!;
    $s->syswrite($text);
    $s->shutdown(1);
    local $/;
    my $a = <$s>;
    return $a ? HTTP::Response->parse($a) : undef;
}

# a page whose address is a secret hands it on to nobody
is $anon->get("/password/$w->{slug}{password}")->header('Referrer-Policy'), 'no-referrer', 'the address of a reset link is no referrer';

# the Host header decides nothing
my $res = $anon->{ua}->post($anon->url('/password'), Host => 'evil.example', Content => {});
unlike $anon->get('/', Host => 'evil.example')->decoded_content, qr/evil\.example/, 'a foreign Host is not repeated';
unlike $anon->get('/app', Host => 'evil.example', 'X-Forwarded-Host' => 'evil.example', 'X-Forwarded-Proto' => 'https')->header('Location'), qr/evil/, '… nor followed';

# behind TLS
my $tls = Smm::Client->new(base => $ENV{SMM_TEST_URL} =~ s/(\d+)$/$1 + 5/er);
$res = $tls->get('/signin');
is $res->code, 200, 'a panel behind TLS';
like $res->header('Set-Cookie'), qr/^__Host-smm-sealed=v[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/, 'its cookie is Secure and bound to the host';
is $res->header('Strict-Transport-Security'), 'max-age=31536000', 'TLS from now on';
is $tls->get('/no-such')->header('Strict-Transport-Security'), 'max-age=31536000', '… also on errors';
is $tls->get('/a%2fb')->header('Strict-Transport-Security'), 'max-age=31536000', '… of httpd itself';
is $anon->get('/signin')->header('Strict-Transport-Security'), undef, 'not where there is none';
done_testing;
