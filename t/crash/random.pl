#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Orders come in all the time while httpd children are killed at random moments, now and then a whole
# server. Each client writes down what was acknowledged, as a reseller's own books would. In the end each
# acknowledged order exists once, was made once, and the books are right.
#
#   environment as for dispatch.pl; SMM_SOAK_SECONDS (120), SMM_SOAK_SEED
use strict;
use warnings;
use IO::Handle;
use POSIX ();
use Test::More;
use Smm::Instance qw(wait_for smmctl);
use Smm::Orders;
use Smm::Servers;
use Smm::World qw(newcomer fund service);
use Time::HiRes qw(sleep time);

my $seconds = $ENV{SMM_SOAK_SECONDS} || 120;
my $seed    = $ENV{SMM_SOAK_SEED} || int time;
my $dir     = $ENV{SMM_TEST_DIR};
my $CLIENTS = 4;
srand $seed;
diag "seed $seed";

my $srv = Smm::Servers->new(children => 3);
my $orders;

sub set_up {
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
    die "API key\n" unless $c->submit('/app/api', { name => 'soak' })->code == 303;
    my $key = $c->xml('/app/api')->findvalue('(//@new-key)[1]') or die "no API key\n";
    $orders = Smm::Orders->new(servers => $srv, client => $c, key => $key, base => $ENV{SMM_TEST_URL},
        service => $s->getAttribute('id'), quantity => $s->getAttribute('min'));
}

# One client: orders with a request_id, asked for until acknowledged, and orders without, asked for once.
# Its book: "try LINK" before, "ack LINK ID" after, each on the disk before the next step.
sub client {
    my ($n, $end) = @_;
    srand $seed + $n;
    open my $book, '>>', "$dir/log/book-$n" or die "book: $!";
    my $write = sub { syswrite $book, "@_\n"; $book->sync };
    my $i = 0;
    while (time < $end) {
        my $host = (qw(complete complete complete partial cancel refuse))[rand 6];
        my $link = $orders->link_of("c$n-" . ++$i, $host);
        my $careful = rand() < 0.7;
        $write->('try', $link);
        my $id = eval { $orders->by_api($link, $careful ? (request_id => "soak-$orders->{run}-$n-$i") : ()) };
        $write->($careful ? 'careful' : 'once', $link, $id) if $id;
        $write->('failed', $link, $@ =~ s/\s+/ /gr) if $@;
        sleep 0.05 + rand 0.25;
    }
    close $book;
}

my (%died, $servers_down);

sub killing {
    my ($end) = @_;
    my $next_server = time + 25 + rand 15;
    while (time < $end) {
        sleep 0.2 + rand 1.6;
        my $role = rand() < 0.75 ? 'shop' : 'upstream';
        if (time > $next_server && time < $end - 5) {
            # the whole server dies and comes back
            $srv->kill_all($role);
            sleep rand 2;
            $srv->start($role);
            $servers_down++;
            $next_server = time + 25 + rand 15;
            next;
        }
        my @c = $srv->children($role) or next;
        $died{$role}++ if kill KILL => $c[rand @c];
    }
}

# link → { how, id, error } from the clients' books.
sub books {
    my %b;
    for my $n (1 .. $CLIENTS) {
        for (split /\n/, Smm::Servers::slurp("$dir/log/book-$n")) {
            my ($what, $link, $rest) = split / /, $_, 3;
            $b{$link}{how} = $what;
            $b{$link}{ $what eq 'failed' ? 'error' : 'id' } = $rest if defined $rest;
        }
    }
    return \%b;
}

set_up();
my $end = time + $seconds;
my @clients;
for my $n (1 .. $CLIENTS) {
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        eval { client($n, $end) };
        print STDERR "# client $n: $@" if $@;
        POSIX::_exit($@ ? 1 : 0);
    }
    push @clients, $pid;
}
killing($end);
waitpid($_, 0), is $?, 0, 'a client came to its end' for @clients;
# the last kill may have been a moment ago
$srv->wait_ready($_) for qw(upstream shop);

my $like = "https://%/$orders->{run}/%";
ok $orders->settle(120, 'unknown'), 'afterwards nothing is on its way or in doubt'
    or diag join "\n", map { "$_->{link} $_->{state}" } grep { $_->{state} =~ /^(?:intent|dispatching|unknown)$/ } values %{ $orders->fates };
# deliveries end within seconds
ok wait_for(90, sub { !$srv->value(shop => "SELECT count(*) FROM campaign WHERE state IN ('accepted', 'in_progress') AND link LIKE ?", $like) }),
    'and everything that was started has ended';

my ($books, $fates) = (books(), $orders->fates);
my (@bad, %count);
for my $link (sort keys %$books) {
    my ($b, $f) = ($books->{$link}, $fates->{$link});
    $count{ $b->{how} }++;
    if ($b->{id}) {
        push @bad, "$link: acknowledged as $b->{id}, not there" and next unless $f && $f->{copies};
        push @bad, "$link: acknowledged as $b->{id}, stored as $f->{id}" if $f->{id} != $b->{id};
        push @bad, "$link: $f->{state}, ordered $f->{ordered} times" if $f->{ordered} != 1;
    }
    push @bad, "$link: $b->{error}" if $b->{error};
}
is scalar(@bad), 0, 'each acknowledged order exists once and was ordered once' or diag join "\n", splice @bad, 0, 10;
@bad = map { my $w = $orders->wrong($fates->{$_}); $w ? "$_: $w" : () } sort keys %$fates;
is scalar(@bad), 0, keys(%$fates) . ' orders: none twice, none lost' or diag join "\n", splice @bad, 0, 10;
is scalar(grep { !$books->{$_} } keys %$fates), 0, 'no order that nobody placed';
@bad = grep { $fates->{$_}{copies} && $fates->{$_}{made} != 1 && m{//(?:complete|partial)\.} } keys %$fates;
is scalar(@bad), 0, 'what was to be delivered was made once' or diag "@bad[0 .. ($#bad < 5 ? $#bad : 5)]";
@bad = grep { my $f = $fates->{$_}; m{//(?:cancel|refuse)\.} && $f->{copies} && ($f->{state} ne 'terminated' || $f->{refunded} != $f->{charge}) } keys %$fates;
is scalar(@bad), 0, 'what came to nothing was paid back in full' or diag join "\n", map { "$_ $fates->{$_}{state} $fates->{$_}{refunded}" } splice @bad, 0, 5;
for my $which (qw(panel upstream)) {
    my ($rc, $out) = smmctl($which, '--panel', $which eq 'panel' ? 'demo' : 'upstream', 'verify');
    is $rc, 0, 'smmctl verify of the ' . ($which eq 'panel' ? 'shop' : 'upstream panel') or diag $out;
}
cmp_ok $died{shop} // 0, '>=', $seconds / 6, 'children of the shop were killed: ' . ($died{shop} // 0);
cmp_ok $died{upstream} // 0, '>=', $seconds / 30, 'children of the upstream panel were killed: ' . ($died{upstream} // 0);
cmp_ok keys(%$fates), '>=', $seconds, keys(%$fates) . ' orders: ' . join ', ', map { "$count{$_} $_" } sort keys %count;
diag 'whole servers killed: ' . ($servers_down // 0);
$srv->stop($_) for qw(shop upstream);
my @accidents = $srv->accidents;
is scalar(@accidents), 0, 'no child died of anything else' or diag join "\n", splice @accidents, 0, 5;
done_testing;
