#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Kills an httpd child of the shop at each named crash point and looks what became of the order.
# The judge is the upstream panel, another httpd with a database of its own: its append-only log has
# a line for each order that was really made. docs/internals/testing.md tells what is expected where.
#
#   SMM_TEST_DIR SMM_TEST_URL SMM_TEST_UP SMM_TOP SMM_TEST_BUILD SMM_HTTPD as scripts/dev/rings.sh sets them
#   SMM_CRASH_ROUNDS (20) kills at each point, SMM_CRASH_CHILDREN (3), SMM_CRASH_POINTS (names; all)
use strict;
use warnings;
use Test::More;
use Smm::Instance qw(wait_for smmctl);
use Smm::Orders;
use Smm::Race qw(race);
use Smm::Servers;
use Smm::World qw(staff newcomer fund service);
use Time::HiRes qw(sleep time);

my $rounds = $ENV{SMM_CRASH_ROUNDS} || 20;
my $dir    = $ENV{SMM_TEST_DIR};
my %file   = (shop => "$dir/run/crash", upstream => "$dir/run/crash-upstream");

# From the first kill of a wave on, nobody takes up what it left before this time is over (the lease of
# a claim with SmmFast is 9 s): an order is hit by the point that it was placed for and no other.
my $WAVE_SECONDS = 6;
my $WAVE_KILLS   = 14;

# What an order must be after a child died there: its states, and whether the upstream panel has it.
# Repeating is not safe for the provider: what is not known stays unknown, with the money held.
my @HANDOVER = (
    ['dispatch.before-claim-commit',   'with-provider', 1],
    ['dispatch.after-claim-commit',    'unknown',       0],
    ['dispatch.before-first-byte',     'unknown',       0],
    ['dispatch.after-first-byte',      'unknown',       undef],
    ['dispatch.after-last-byte',       'unknown',       1],
    ['dispatch.after-answer',          'unknown',       1],
    ['dispatch.before-outcome-commit', 'unknown',       1],
    ['dispatch.after-outcome-commit',  'with-provider', 1],
);
my @PLACING = (['place.before-commit', 'with-provider', 1], ['place.after-commit', 'with-provider', 1]);
# The upstream panel's own hand-over to its sandbox, which answers a repeated request with the same order.
# The child that dies may be the one that still answers the shop: then the shop is rightly in doubt.
my @UPSTREAM = (['sandbox.before-order', 'with-provider|unknown', 1], ['sandbox.after-order', 'with-provider|unknown', 1]);
my @PAYBACK = (['terminate.before-commit', 'terminated', 1], ['terminate.after-commit', 'terminated', 1]);

my $srv = Smm::Servers->new(crash_file => \%file, children => $ENV{SMM_CRASH_CHILDREN} || 3);
my $orders;
my $number = 0;
my $deaths = 0;

sub wanted { my $only = $ENV{SMM_CRASH_POINTS} // ''; return !$only || grep { $_ eq $_[0] } split ' ', $only }

# ---- setting up ----------------------------------------------------------------------------------

sub prove_provider {
    my ($on) = @_;
    $srv->change(shop => 'UPDATE provider_proof SET request_id = ?, changed = ?', $on, int time);
}

sub set_up {
    unlink values %file;
    prove_provider(0);
    for my $set ([panel => demo => 'campaign.brake' => 1_000_000], [panel => demo => 'campaign.api_rate' => 1_000_000],
        [upstream => upstream => 'campaign.api_rate' => 1_000_000]) {
        my ($which, $panel, $key, $value) = @$set;
        my ($rc, $out) = smmctl($which, '--panel', $panel, 'settings', 'set', $key, $value);
        die "smmctl settings set $key: $out\n" if $rc;
    }
    $srv->start('upstream');
    $srv->start('shop');
    my $c = newcomer();
    fund($c, '1000.00');
    my $s = service($c);
    my $res = $c->submit('/app/api', { name => 'crash test' });
    die 'API key: ' . $res->code . "\n" unless $res->code == 303;
    my $key = $c->xml('/app/api')->findvalue('(//@new-key)[1]') or die "no API key\n";
    $orders = Smm::Orders->new(servers => $srv, client => $c, key => $key, base => $ENV{SMM_TEST_URL},
        service => $s->getAttribute('id'), quantity => $s->getAttribute('min'));
}

# ---- one kill ------------------------------------------------------------------------------------

sub arm {
    my ($point) = @_;
    my $file = $file{ $point =~ /^sandbox/ ? 'upstream' : 'shop' };
    my ($uid, $gid) = (stat "$dir/run")[4, 5];
    Smm::Servers::spew("$file.new", "$point\n");
    chown $uid, $gid, "$file.new";
    rename "$file.new", $file or die "$file: $!";
}

# The file is gone when a child has passed the point; it died in the same moment.
sub died {
    my $gone = wait_for(30, sub { !grep { -e $_ } values %file });
    unlink values %file;
    $deaths++ if $gone;
    return $gone;
}

# Places an order while a child is doomed to die at the point. Every second one by the form.
sub kill_at {
    my ($point, $host) = @_;
    $srv->wait_ready($_, '/healthz') for qw(upstream shop);
    my $name = 'n' . ++$number;
    my $link = $orders->link_of($name, $host);
    arm($point);
    my $id = $number % 2 ? $orders->by_api($link, request_id => "crash-$orders->{run}-$name") : $orders->by_form($link);
    return { link => $link, id => $id, point => $point, died => died() };
}

# ---- what is expected ----------------------------------------------------------------------------

sub unexpected {
    my ($f, $state, $ordered) = @_;
    my $wrong = $orders->wrong($f);
    return $wrong if $wrong;
    my $is = $orders->with_provider($f->{state}) ? 'with-provider' : $f->{state};
    $is = 'terminated' if $f->{state} eq 'terminated' && $state eq 'terminated';
    return "$f->{state}, expected $state" unless grep { $_ eq $is } split /\|/, $state;
    return "ordered $f->{ordered} times, expected $ordered" if defined $ordered && $f->{ordered} != $ordered;
    return 'paid back ' . $f->{refunded} if $state ne 'terminated' && $f->{refunded};
    return '';
}

# All kills of all points, in waves; then one verdict a point. quiet: each order comes to rest before
# the next kill, which may hit a child that is handing it over.
sub points {
    my ($title, $n, $quiet, @points) = @_;
    @points = grep { wanted($_->[0]) } @points;
    my @todo = (@points) x $n;
    my %done;
    while (@todo) {
        my $first;
        for my $i (1 .. $WAVE_KILLS) {
            my $p = shift @todo or last;
            my $k = kill_at($p->[0]);
            push @{ $done{ $p->[0] } }, $k;
            $orders->settle(60) if $quiet;
            $first ||= time;
            last if time - $first > $WAVE_SECONDS;
        }
        $orders->settle(60) or diag 'a wave did not come to rest';
    }
    verdict($title, $n, \%done, @points);
}

sub verdict {
    my ($title, $n, $done, @points) = @_;
    my $fates = $orders->fates;
    for my $p (@points) {
        my ($point, $state, $ordered) = @$p;
        my @k = @{ $done->{$point} };
        is scalar(grep { $_->{died} } @k), $n, "$title, $point: $n children died there";
        my @bad;
        for my $k (@k) {
            my $f = $fates->{ $k->{link} } || { copies => 0, state => 'not there', ordered => 0, made => 0, refunded => 0 };
            my $w = $f->{copies} && $f->{id} != $k->{id} ? "has number $f->{id}, told was $k->{id}" : unexpected($f, $state, $ordered);
            push @bad, "campaign $k->{id}: $w" if $w;
        }
        my $what = $state =~ s/with-provider/with the provider/r =~ s/\|/ or /r;
        $what .= !defined $ordered ? ', ordered at most once' : $ordered ? ', ordered once' : ', never ordered';
        is scalar(@bad), 0, "$title, $point: $what" or diag join "\n", splice @bad, 0, 8;
    }
}

# Whatever was hit: no order twice, none lost, none on its way for ever, the books right.
sub sound {
    my ($when) = @_;
    ok $orders->settle(90), "$when: nothing is on its way any more";
    my $fates = $orders->fates;
    my @bad = map { my $w = $orders->wrong($_); $w ? "$_->{link}: $w" : () } values %$fates;
    is scalar(@bad), 0, "$when: " . keys(%$fates) . ' orders, none twice, none lost' or diag join "\n", splice @bad, 0, 8;
    for my $which (qw(panel upstream)) {
        my ($rc, $out) = smmctl($which, '--panel', $which eq 'panel' ? 'demo' : 'upstream', 'verify');
        is $rc, 0, "$when: smmctl verify of the " . ($which eq 'panel' ? 'shop' : 'upstream panel') or diag $out;
    }
    for my $role (qw(shop upstream)) {
        is $srv->value($role, "SELECT count(*) FROM campaign WHERE state = 'dispatching' AND lease_until < ?", int time), 0,
            "$when: no claim outlived its lease ($role)";
    }
    return $fates;
}

# ---- several at once -----------------------------------------------------------------------------

# Eight orders at once while one of them dies somewhere: the others of its batch are hit too.
sub crowd {
    my ($n, @points) = @_;
    my $dead = 0;
    my @points_n = (grep { wanted($_->[0]) } @points) x $n;
    for my $p (@points_n) {
        $srv->wait_ready('shop', '/healthz');
        my @links = map { $orders->link_of('n' . ++$number) } 1 .. 8;
        arm($p->[0]);
        my %base = (key => $orders->{key}, action => 'add', service => $orders->{service}, quantity => $orders->{quantity});
        my @r = race($orders->{client}, 8, '/api/v2', \%base, vary => sub { my ($i, $f) = @_; $f->{link} = $links[ $i - 1 ]; $f->{request_id} = "crash-$links[$i - 1]" });
        # who got no answer asks again
        $orders->by_api($links[$_], request_id => "crash-$links[$_]") for grep { $r[$_][0] != 200 } 0 .. 7;
        $dead++ if died();
    }
    is $dead, scalar(@points_n), 'in a crowd: ' . scalar(@points_n) . ' children died among eight orders each';
}

# Any write of the shop, whoever makes it: only what holds for all orders can be demanded.
sub anywhere {
    my ($n) = @_;
    my $db = $srv->{driver} eq 'pgsql' ? 'pgsql' : 'sqlite';
    my @points = grep { wanted($_) } map { "db.$db.$_" } $db eq 'pgsql' ? qw(before-sync after-sync after-commit) : qw(after-begin before-commit after-commit);
    my @k = map { kill_at($_) } (@points) x $n;
    is scalar(grep { $_->{died} } @k), $n * @points, 'any write: ' . $n * @points . " children died at @points" if @points;
}

# ---- money back ----------------------------------------------------------------------------------

sub paybacks {
    my ($n) = @_;
    my @points = grep { wanted($_->[0]) } @PAYBACK or return;
    my (%done, @ready);
    for my $p (map { @points } 1 .. $n) {
        my $link = $orders->link_of('n' . ++$number, 'cancel');
        push @ready, { link => $link, point => $p->[0], id => $orders->by_form($link) };
    }
    my $like = "https://cancel.example/$orders->{run}/%";
    wait_for(60, sub { $srv->value(shop => "SELECT count(*) FROM campaign WHERE link LIKE ? AND state = 'canceled'", $like) == @ready })
        or diag 'not all campaigns were canceled by the provider';
    for my $k (@ready) {
        $srv->wait_ready('shop', '/healthz');
        arm($k->{point});
        $k->{code} = $orders->terminate($k->{id});
        $k->{died} = died();
        push @{ $done{ $k->{point} } }, $k;
    }
    is scalar(grep { $_->{code} != 303 } @ready), 0, 'each terminate was answered as done when it was asked again';
    verdict('money back', $n, \%done, @points);
    my $fates = $orders->fates;
    is scalar(grep { $fates->{ $_->{link} }{refunded} != $fates->{ $_->{link} }{charge} } @ready), 0, 'money back: the whole charge, once';
}

# ---- the run -------------------------------------------------------------------------------------

set_up();
points('unproven provider', $rounds, 0, @HANDOVER);
points('placing', $rounds, 1, @PLACING);
points('upstream panel', $rounds, 0, @UPSTREAM);
paybacks($rounds);
anywhere(int(($rounds + 3) / 4));
crowd($rounds > 10 ? 2 : 1, @HANDOVER);
my $before = sound('unproven provider');

# From here on a repeat with the same request_id is safe, and every doubt ends by itself. What left
# before carried no such id: it is never repeated.
my %old = map { $_ => 1 } grep { $before->{$_}{state} eq 'unknown' } keys %$before;
prove_provider(1);
sleep 1.2;
my $proven = int(($rounds + 3) / 4);
my %hit;
for my $p ((grep { wanted($_->[0]) } @HANDOVER) x $proven) {
    my $k = kill_at($p->[0]);
    push @{ $hit{ $p->[0] } }, $k;
}
my $like = "https://%/$orders->{run}/%";
my $left = $orders->settle(90) && wait_for(90, sub {
    return $srv->value(shop => "SELECT count(*) FROM campaign WHERE state IN ('intent', 'dispatching', 'unknown') AND link LIKE ?", $like) <= keys %old;
});
ok $left, 'proven provider: each doubt ended by asking again';
verdict('proven provider', $proven, \%hit, map { [$_->[0], 'with-provider', 1] } grep { wanted($_->[0]) } @HANDOVER);
# the sweeper brings up each of the old ones every second
sleep 3;
my $after = sound('proven provider');
is scalar(grep { $after->{$_}{state} ne 'unknown' } keys %old), 0, keys(%old) . ' doubts from before the proof still wait for a person';

$srv->stop($_) for qw(shop upstream);
my @accidents = $srv->accidents;
is scalar(@accidents), 0, 'no child died of anything else' or diag join "\n", splice @accidents, 0, 5;
diag "$deaths children died on $srv->{driver}";
done_testing;
