# SPDX-License-Identifier: Apache-2.0
# Reliability of notices: each event comes 1 to 50 times, shuffled, from eight senders at once; one in ten is forged
# (altered, another secret, another panel's secret, unsigned, old); some payments the processor lies about, some were
# never paid. In the end what is credited is what the processor's own book says. SMM_CHAOS_DELIVERIES: 10000.
use strict;
use warnings;
use Test::More;
use List::Util qw(shuffle sum0);
use LWP::UserAgent;
use POSIX ();
use Time::HiRes qw(time);
use Smm::Gateway::Stripe;
use Smm::Gateway::Check qw(setup start status_of);
use Smm::Instance qw(smmctl set_secret wait_for rows with_key);
use Smm::World qw(newcomer balance);

my $wanted = $ENV{SMM_CHAOS_DELIVERIES} || 10_000;
my $seed = $ENV{SMM_CHAOS_SEED} || time ^ $$;
srand $seed;
diag "seed $seed";
my %key = (key => "sk_test_$$", webhook_secret => "whsec_chaos_$$");
my $sim = Smm::Gateway::Stripe->new(%key);
my $url = setup('stripe', [qw(key webhook_secret)], %key, base_url => $sim->base);

# three customers, payments of all fates, and every event there is about them
my @people = map { newcomer() } 1 .. 3;
my @fates = ((('paid') x 6), qw(lied lied late unpaid expired));
my (@pay, @events);
for my $i (0 .. 65) {
    my $c = $people[ $i % 3 ];
    my $cents = 1000 + int rand 9000;
    my ($id, $ref) = start($c, 'stripe', sprintf '%d.%02d', int($cents / 100), $cents % 100);
    my $p = { id => $id, ref => $ref, cents => $cents, fate => $fates[ $i % @fates ], who => $i % 3 };
    push @pay, $p;
    push @events, $sim->do(event => 'checkout.session.created', $ref);
    if ($p->{fate} =~ /^(?:paid|lied)$/) {
        $sim->lie($ref, amount_total => $cents * 10) if $p->{fate} eq 'lied';
        push @events, $sim->do(pay => $ref);
    } elsif ($p->{fate} eq 'late') {
        push @events, $sim->do(pay_later => $ref), $sim->do(arrived => $ref);
    } elsif ($p->{fate} eq 'expired') {
        push @events, $sim->do(expire => $ref);
    }
}

# deliveries: genuine ones 1 to 50 times each, forged ones between them
my (@line, $forged);
while (@line < $wanted) {
    for my $n (@events) { push @line, ([ $n, 'good' ]) x (1 + int rand 50) }
}
@line = @line[ 0 .. $wanted - 1 ] if @line > $wanted;
my %sent = map { $_->[0]{body} => 1 } @line;
push @line, map { [ $_, 'good' ] } grep { !$sent{ $_->{body} } } @events; # nothing is left out
my @ways = qw(altered secret side unsigned old);
push @line, map { [ $events[ rand @events ], $ways[ rand @ways ] ] } 1 .. $wanted / 9;
@line = shuffle @line;
my $side = "whsec_of_side_$$";
is((side_secret('set', $side))[0], 0, 'another panel on the same database has a secret of its own');

sub side_secret {
    my ($what, $value) = @_;
    my ($driver, $params) = Smm::Instance::databases();
    return with_key(sub {
        return Smm::Instance::as_service('sh', '-c', 'v=$1; shift; printf "%s\n" "$v" | "$@"', 'sh', $value // '', Smm::Instance::tools() . '/smmctl', '--dbd', $driver, '--params', $params,
            '--panel', 'side', '--secret-file', $_[0], 'settings', $what, 'gateway.stripe.webhook_secret');
    });
}
END { side_secret('unset') }

sub prepare {
    my ($n, $how) = @_;
    my $body = $how eq 'altered' ? Smm::Gateway::Check::alter($n->{body}) : $n->{body};
    return ($body, {}) if $how eq 'unsigned';
    my %o = $how eq 'secret' ? (secret => 'guessed') : $how eq 'side' ? (secret => $side) : $how eq 'old' ? (time => int(time) - 400) : ();
    return ($body, $sim->sign($n, time => int time, %o));
}

my $began = time;
my (@pids, @pipes);
for my $k (0 .. 7) {
    pipe my $r, my $w or die $!;
    my $pid = fork // die "fork: $!";
    if (!$pid) {
        close $r;
        my $ua = LWP::UserAgent->new(keep_alive => 1, timeout => 60);
        my %n;
        for (my $i = $k; $i < @line; $i += 8) {
            my ($n, $how) = @{ $line[$i] };
            my ($body, $h) = prepare($n, $how);
            my $code = $ua->post($url, 'Content-Type' => 'application/json', %$h, Content => $body)->code;
            if ($code == 503) { $i -= 8; $n{busy}++; next } # as a processor does: again
            $n{ ($how eq 'good' ? 'good' : 'forged') . " $code" }++;
        }
        print $w join(',', map { "$_=$n{$_}" } sort keys %n), "\n";
        close $w;
        POSIX::_exit(0);
    }
    close $w;
    push @pids, $pid;
    push @pipes, $r;
}
my %n;
for my $r (@pipes) { my $l = <$r> // ''; chomp $l; $n{$1} += $2 while $l =~ /([^=,]+)=(\d+)/g }
waitpid $_, 0 for @pids;
my $took = time - $began;
diag sprintf '%d deliveries in %.1f s, %.0f a second', scalar @line, $took, @line / $took;
is $n{'good 200'}, scalar(grep { $_->[1] eq 'good' } @line), 'each genuine delivery was taken';
is $n{'forged 400'}, scalar(grep { $_->[1] ne 'good' } @line), 'each forged one was refused';
is_deeply [ grep { !/^(?:good 200|forged 400|busy)$/ } sort keys %n ], [], 'there was no other answer';

# in the end
my @true = grep { $_->{fate} =~ /^(?:paid|late)$/ } @pay;
my $ids = join ',', map { $_->{id} } @true;
ok wait_for(120, sub { (rows('panel', "SELECT COUNT(*) FROM payment WHERE state = 'paid' AND id IN ($ids)"))[0][0] == @true }), 'all that was paid is found';
my $lied = join ',', map { $_->{id} } grep { $_->{fate} eq 'lied' } @pay;
my $lies = grep { $_->{fate} eq 'lied' } @pay;
ok wait_for(60, sub { (rows('panel', "SELECT COUNT(*) FROM payment WHERE review <> '' AND id IN ($lied)"))[0][0] == $lies }), 'what does not fit is for a person';
my $rest = join ',', map { $_->{id} } grep { $_->{fate} !~ /^(?:paid|late)$/ } @pay;
is((rows('panel', "SELECT COUNT(*) FROM payment WHERE state = 'paid' AND id IN ($rest)"))[0][0], 0, 'nothing else is paid');
my $truth = $sim->truth;
is sum0(map { $truth->{"demo-P$_->{id}"}{paid} // 0 } grep { $_->{fate} ne 'lied' } @pay), sum0(map { $_->{cents} } @true), 'the processor\'s book';
for my $k (0 .. 2) { is balance($people[$k]), 10_000 * sum0(map { $_->{cents} } grep { $_->{who} == $k } @true), 'credited is what the processor took' }
is((rows('panel', "SELECT COUNT(*) FROM notice WHERE gateway = 'stripe' AND payment_id IN ($ids,$rest)"))[0][0], scalar(@events), 'each event is kept once');
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
