# SPDX-License-Identifier: Apache-2.0
# v5.0.0-2.4.1, 6.3.1, 4.3.1: the limits by client address, in the panel next door, where they are on:
# 429 with Retry-After and words, other routes go on, and the limit wears off. The limits of accounts
# (sign-in, mails, API) are in t/10-auth and t/30-campaign/api.t.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::World qw(newcomer);

my $c = newcomer(name => 'hasty');
my $side = Smm::Client->new(base => $ENV{SMM_TEST_SIDE});
is $side->sign_in($c->{user}, $c->{password})->code, 303, 'signed in next door';
my $csrf = $side->xml('/app')->findvalue('(//user/@csrf)[1]');

# [route, fields, how many at once]
my $slug = $side->xml('/help')->findvalue('(//art/@slug)[1]');
for my $l (["/help/$slug/vote", { helpful => 'yes' }, 10], ['/app/tickets/new', { type => 'other' }, 30], ['/signup', { username => 'x' }, 200], ['/verify/resend', { email => 'x' }, 60], ['/password', { email => 'x' }, 100]) {
    my ($path, $fields, $max) = @$l;
    next if !$slug && $path =~ /vote/;
    my $who = $path eq '/signup' ? Smm::Client->new(base => $ENV{SMM_TEST_SIDE}) : $side;
    my $token = $path eq '/signup' ? $who->xml('/signup')->findvalue('(//form/@csrf)[1]') : $csrf;
    my ($n, $res) = 0;
    while ($n < $max + 20) {
        $res = $who->raw_post($path, { %$fields, csrf => $token, key => "limit-$$-" . ++$n });
        last if $res->code == 429;
    }
    is $res->code, 429, "$path: 429" or next;
    ok $n > $max && $n <= $max + 15, "… after $max (" . ($n - 1) . ')';
    like $res->header('Retry-After') // '', qr/^\d+$/, '… with Retry-After';
    cmp_ok $res->header('Retry-After'), '<=', 3700, '… of a sensible length';
    like $res->decoded_content, qr/wait|again|slow|many/i, '… and words';
    is $who->get($path eq '/app/tickets/new' ? $path : '/services')->code, 200, '… reading goes on';
}
is $side->get('/app')->code, 200, 'the person is still signed in';
my $free = Smm::Client->new;
my $token = $free->xml('/signup')->findvalue('(//form/@csrf)[1]');
my @r = map { $free->raw_post('/signup', { username => 'x', csrf => $token, key => "free-$$-$_" })->code } 1 .. 220;
is scalar(grep { $_ == 422 } @r), 220, 'where SmmLimits is off there is none by address';

# sign-in: by address as well, whoever is tried
my $g = Smm::Client->new(base => $ENV{SMM_TEST_SIDE});
$token = $g->xml('/signin')->findvalue('(//form/@csrf)[1]');
my $n = 0;
my $res;
do { $res = $g->raw_post('/signin', { login => '', password => '', csrf => $token }); $n++ } until $res->code == 429 || $n > 400;
is $res->code, 429, "sign-in: 429 after $n tries of anybody";
select undef, undef, undef, 1.2 while $res->header('Retry-After') && $n++ < 420 && ($res = $g->raw_post('/signin', { login => '', password => '', csrf => $token }))->code == 429;
is $res->code, 422, '… and it wears off';
done_testing;
