# SPDX-License-Identifier: Apache-2.0
# v5.0.0-6.3.8 and G17: whether an account exists is told by no word and no delay of sign-in, reset,
# sign-up and resend. The times are the best of interleaved tries; this machine may be busy, so a
# difference counts only when three rounds show the same one.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(time);
use Smm::Client;
use Smm::World qw(newcomer);
use Smm::Instance qw(mails wait_for);

my @known = map { newcomer(name => "known$_") } 1 .. 5;
my $g = Smm::Client->new;
sub text { my $t = shift->decoded_content; $t =~ s/<head.*?<\/head>//s; $t =~ s/<[^>]+>/ /g; $t =~ s/known\w+|nobody\w+//g; $t =~ s/\S+\@\S*//g; $t =~ s/Request \S+ ?\S*//g; $t =~ s/\s+/ /g; return $t }

my %ask = (
    'sign-in' => sub { return $g->submit('/signin', { login => $_[0], password => 'not the right one' }) },
    'sign-in by address' => sub { return $g->submit('/signin', { login => "$_[0]\@people.example", password => 'not the right one' }) },
    'reset' => sub { return $g->submit('/password', { email => "$_[0]\@people.example" }) },
    'resend' => sub { return $g->submit('/verify/resend', { email => "$_[0]\@people.example" }) },
    'sign-up' => sub { return $g->submit('/signup', { username => "new$$" . int(rand 1e9), email => "$_[0]\@people.example", password => 'some long words', country => 'DE', terms => 1 }) },
);
my $n = 0;
for my $what (sort keys %ask) {
    my $yes = $ask{$what}->($known[0]{user});
    my $no  = $ask{$what}->('nobody' . $$ . ++$n);
    is $no->code, $yes->code, "$what: the same status";
    is text($no), text($yes), '… and the same words';
    is $no->header('Location'), $yes->header('Location'), '… and the same way on';
    my (@said, @sign);
    for my $round (1 .. 3) {
        my (@a, @b);
        for my $i (0 .. 4) {
            my $t = time; $ask{$what}->($known[$i]{user}); push @a, time - $t;
            $t = time; $ask{$what}->('nobody' . $$ . ++$n); push @b, time - $t;
        }
        my ($a, $b) = map { (sort { $a <=> $b } @$_)[0] } \@a, \@b;
        push @said, sprintf '%.1f ms known, %.1f ms unknown', $a * 1000, $b * 1000;
        push @sign, abs($a - $b) < 0.002 + 0.2 * ($a < $b ? $a : $b) ? 0 : $a <=> $b;
        last if !$sign[-1];
    }
    ok !(@sign == 3 && abs($sign[0] + $sign[1] + $sign[2]) == 3), "… no telling difference ($said[-1])" or diag join '; ', @said;
}
ok wait_for(40, sub { grep { /already/i } mails($known[0]{mail}) }), 'the owner of an address learns of a sign-up with it';
done_testing;
