# SPDX-License-Identifier: Apache-2.0
# 32 simultaneous orders against a balance for exactly one; 32 simultaneous terminates of one
# campaign; 32 posts of the same form. The judge is the ledger.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer fund service place usd);
use Smm::Instance qw(wait_for smmctl);
use Smm::Race qw(race);

my $c = newcomer();
fund($c, '10.00');
my ($sid, $qty, $charge) = costly($c);
my $doc  = $c->xml("/app/campaigns/new?service=$sid");
my ($form) = grep { ($_->getAttribute('action') // '') =~ m{/app/campaigns/new$} } $doc->findnodes('//form');
my %base = (csrf => $form->getAttribute('csrf'), service => $sid, quantity => $qty, confirm => 1);

my @r = race($c, 32, '/app/campaigns/new', \%base, vary => sub { my ($i, $f) = @_; $f->{link} = "https://complete.example/race$i"; $f->{key} = "race-order-$$-$i" });
my @ok = grep { $_->[0] == 303 } @r;
is scalar(@ok), 1, 'one order accepted' or diag join ' ', map { $_->[0] } @r;
is scalar(grep { $_->[0] == 422 } @r), 31, '31 refused';
is scalar(grep { $_->[0] == 422 && $_->[1] =~ /balance|funds/i } @r), 31, 'each with a message about the balance';
is usd($c->xml('/app')->findvalue('(//@balance-usd)[1]')), 10_000_000 - $charge, 'charged once';

# the same form 32 times: one campaign, and everybody is led to it
my $d = newcomer();
fund($d, '10.00');
$doc = $d->xml("/app/campaigns/new?service=$sid");
($form) = grep { ($_->getAttribute('action') // '') =~ m{/app/campaigns/new$} } $doc->findnodes('//form');
@r = race($d, 32, '/app/campaigns/new', { %base, csrf => $form->getAttribute('csrf'), link => 'https://complete.example/same', key => "same-key-$$-1" });
is scalar(grep { $_->[0] == 303 } @r), 32, 'the same key 32 times: 32 answers' or diag join ' ', map { $_->[0] } @r;
my %to = map { $_->[1] =~ /^Location: (\S+)/mi ? ($1 => 1) : () } @r;
is scalar(keys %to), 1, '… one campaign';

# terminate
my $e = newcomer();
fund($e, '10.00');
my $id = place($e, $sid, 'https://cancel.example/x', $qty);
is wait_for(120, sub { $e->xml("/app/campaigns/$id")->findvalue('(//campaign/@status)[1]') eq 'Canceled' }), 1, 'canceled by the provider';
my $before = usd($e->xml('/app')->findvalue('(//@balance-usd)[1]'));
$doc = $e->xml("/app/campaigns/$id/terminate");
($form) = $doc->findnodes('//form');
@r = race($e, 32, "/app/campaigns/$id/terminate", { csrf => $form->getAttribute('csrf') }, vary => sub { my ($i, $f) = @_; $f->{key} = "race-term-$$-$i" });
is scalar(grep { $_->[0] == 303 } @r), 1, 'one terminate' or diag join ' ', map { $_->[0] } @r;
is scalar(grep { $_->[0] == 409 } @r), 31, '31 are told that it is done';
is usd($e->xml('/app')->findvalue('(//@balance-usd)[1]')), $before + $charge, 'one refund of the whole charge';

my ($rc, $out) = smmctl('panel', '--panel', 'demo', 'verify');
is $rc, 0, 'ledger verified' or diag $out;
done_testing;

# A service and a quantity whose charge is above half of 10.00 and not above 10.00.
sub costly {
    my ($c) = @_;
    for my $page (1 .. 12) {
        for my $s ($c->xml("/services?per=100&page=$page")->findnodes('//service[@type="Default"]')) {
            next unless $s->getAttribute('status') =~ /^active$/i;
            my $rate = usd($s->getAttribute('rate-usd')) or next;
            my $q = int(9_000_000 * 1000 / $rate);
            next if $q < $s->getAttribute('min') || $q > $s->getAttribute('max');
            my $charge = int(($rate * $q + 999) / 1000);
            return ($s->getAttribute('id'), $q, $charge) if $charge > 5_000_000 && $charge <= 10_000_000;
        }
    }
    die "no service fits\n";
}
