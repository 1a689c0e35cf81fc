# SPDX-License-Identifier: Apache-2.0
# v5.0.0-8.2.1, 8.2.2, 8.4.1: every route of the table as anonymous, as another customer, as the
# other panel's customer, and as a customer on staff routes. The list is docs/routes.md, which
# scripts/check-routes keeps equal to the tables.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::Instance qw(credentials);
use Smm::World qw(staff newcomer fund service place);

my @routes;
open my $f, '<', "$ENV{SMM_TOP}/docs/routes.md" or die "docs/routes.md: $!";
while (<$f>) { push @routes, [$1, $2, $3] if /^\| (\S+) \| `([^`]+)` \| (\w+) \|/ }
cmp_ok scalar(@routes), '>', 40, 'the table of routes';

# things of one customer
my $owner = newcomer();
my $bank  = fund($owner, '10.00');
my $sid   = service($owner)->getAttribute('id');
my $camp  = place($owner, $sid, 'https://stuck.example/owner', 1000);
my $res   = $owner->submit('/app/tickets/new', { type => 'campaign', subject => 'Mine', campaigns => $camp, body => 'Private words of the owner.' });
my ($ticket) = $owner->location($res) =~ m{/app/tickets/([\w-]+)};
ok $ticket, 'a ticket of the owner';
my $invoice = $owner->xml("/app/invoices")->findvalue('(//invoice/@slug)[1]');
ok $invoice, 'an invoice of the owner';

sub concrete {
    my ($path) = @_;
    my %id = (campaigns => $camp, payments => $bank, tickets => $ticket, invoices => $invoice);
    $path =~ s{/(\w+)/:(?:id|slug)}{"/$1/" . ($id{$1} // ($path =~ /:slug/ ? 'no-such-thing' : 999999))}e;
    $path =~ s{:id}{1}g;
    $path =~ s{:slug}{no-such-thing}g;
    return $path;
}

my $anon     = Smm::Client->new;
my $stranger = newcomer();
my $token    = $stranger->xml('/app')->findvalue('(//user/@csrf)[1]');
# a customer of the other panel, with that panel's cookie
my $foreign = newcomer(base => $ENV{SMM_TEST_UP});
{
    my $jar = HTTP::Cookies->new;
    my $other_port = (URI->new($ENV{SMM_TEST_URL}))->port;
    $foreign->{ua}->cookie_jar->scan(sub { my @c = @_; $jar->set_cookie(0, $c[1], $c[2], '/', '127.0.0.1', undef, 0, 0, 3600, 0) });
    $foreign->{ua}->cookie_jar($jar);
    $foreign->{base} = $ENV{SMM_TEST_URL};
}

for my $r (@routes) {
    my ($m, $path, $access) = @$r;
    next if $access eq 'machine';
    my $url = concrete($path);
    my @methods = $m eq '*' ? ('GET', 'POST') : ($m);
    for my $method (@methods) {
        my $ask = sub {
            my ($c, %f) = @_;
            return $method eq 'GET' ? $c->get($url) : $c->raw_post($url, { %f });
        };
        my $res = $ask->($anon);
        cmp_ok $res->code, '<', 500, "$method $path as anonymous: no server error";
        if ($access =~ /^(customer|staff|owner)$/) {
            ok $res->code == 303 && $anon->location($res) =~ m{^/signin} || $res->code == 403, "$method $path as anonymous: sign in first (" . $res->code . ')';
            $res = $ask->($foreign);
            ok $res->code == 303 && $foreign->location($res) =~ m{^/signin} || $res->code == 403, "$method $path with the other panel's session: sign in first (" . $res->code . ')';
        }
        if ($access =~ /^(staff|owner)$/) {
            is $ask->($stranger, csrf => $token)->code, 403, "$method $path as customer: no right";
        }
        if ($access eq 'customer' && $url ne $path) {
            my $code = $ask->($stranger, csrf => $token, key => 'walk-' . $$ . rand)->code;
            ok $code == 404 || ($method eq 'POST' && $code == 422), "$method $path as another customer: does not exist ($code)" unless $path =~ m{/(?:sessions|keys)/};
        }
        if ($access eq 'customer' && $method eq 'POST') {
            is $ask->($stranger)->code, 403, "$method $path without csrf: refused";
        }
    }
}
my $page = $owner->get("/app/tickets/$ticket")->decoded_content;
like $page, qr/Private words/, 'the owner still reads it';
unlike $stranger->get("/app/tickets/$ticket")->decoded_content, qr/Private words/, 'nobody else does';
done_testing;
