# SPDX-License-Identifier: Apache-2.0
# Numbered invoices have no gap and no double, however many are paid at once; retries of an
# unreachable gateway; claims; parts that are settled; what staff may not do twice.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer balance);
use Smm::Walk ();
use Smm::Race qw(race);
use Smm::Instance qw(smmctl wait_for rows);

my ($staff, $c) = (staff(), newcomer());
my $csrf = $staff->xml('/staff')->findvalue('(//user/@csrf)[1]');
my @pay = map { Smm::Walk::start_payment($c, 10 + $_) } 1 .. 24;
my $before = last_number();
sub last_number { my ($r) = rows('panel', "SELECT COALESCE(MAX(last), 0) FROM invoice_series s JOIN panel p ON p.id = s.panel_id WHERE p.key = 'demo' AND s.series = 'INV'"); return $r->[0] }

# 24 different payments confirmed at once, some of them twice, between refusals
my @pids;
for my $k (0 .. 7) {
    my $pid = fork;
    if (!$pid) {
        for my $i (grep { $_ % 8 == $k } 0 .. $#pay) {
            my $a = 10 + $i + 1;
            $staff->raw_post("/staff/payments/$pay[$i]/confirm", { csrf => $csrf, key => "num-$$-$i-$_", amount => $_ == 1 ? '0' : "$a.00", reason => 'at once' }) for 1 .. 3;
        }
        require POSIX;
        POSIX::_exit(0);
    }
    push @pids, $pid;
}
waitpid $_, 0 for @pids;
my @numbers;
for my $id (@pay) {
    my $p = $c->xml("/app/payments/$id");
    is $p->findvalue('//payment/@status'), 'paid', "payment $id is paid";
    push @numbers, $p->findvalue('//payment/@invoice') =~ m{/(\d{6})$};
}
is join(',', sort { $a <=> $b } @numbers), join(',', map { sprintf '%06d', $before + $_ } 1 .. 24), 'their invoices are numbered without a gap';
my $sum = 0;
$sum += 10 + $_ for 1 .. 24;
is balance($c), $sum * 1_000_000, 'each is credited once';
my @gap = rows('panel', "SELECT series, fy, COUNT(*), MAX(seq) FROM invoice WHERE number IS NOT NULL AND panel_id = (SELECT id FROM panel WHERE key = 'demo') GROUP BY series, fy");
is $_->[2], $_->[3], "series $_->[0] $_->[1]: as many invoices as its last number" for @gap;

# a payment whose processor could not be reached offers another try
my $id = Smm::Walk::unreachable($c);
is $c->xml("/app/payments/$id")->findvalue('//payment/@status'), 'created', 'the processor did not answer: the payment is there';
is $c->submit("/app/payments/$id", {}, action => '/pay')->code, 303, 'another try';
like $c->xml("/app/payments/$id")->findvalue('//payment/@pay-url'), qr{^http://}, '… finds the hosted page';
is $c->xml("/app/payments/$id")->findvalue('//payment/@status'), 'pending', '… and it waits';

# claims
my $one = Smm::Walk::start_payment($c, 30);
my $two = Smm::Walk::start_payment($c, 30);
is $c->submit("/app/payments/$one", { reference => 'UTR 5566', amount => '30', note => "sent <b>today</b>" })->code, 303, 'a claim';
is $c->submit("/app/payments/$two", { reference => 'utr 5566', amount => '30', note => '' })->code, 303, 'the same reference for another payment';
ok $staff->xml("/staff/payments/$two")->findvalue('count(//twin)') >= 1, 'staff see that it was claimed before';
unlike $staff->get("/staff/payments/$one")->decoded_content, qr/<b>today/, 'a note is text';
is balance($c), $sum * 1_000_000, 'a claim credits nothing';
is $staff->submit("/staff/payments/$two", { reason => 'a double' }, action => '/reject')->code, 303, 'rejected';
is $c->xml("/app/payments/$two")->findvalue('//payment/@status'), 'cancelled', '… is over';
like $c->get("/app/payments/$two")->decoded_content, qr/a double/, '… and says why';
is $staff->raw_post("/staff/payments/$two/reject", { csrf => $csrf, key => "rej-$$-again", reason => 'again' })->code, 409, '… once';

# parts
my $part = Smm::Walk::start_payment($c, 40);
my $to = "/staff/payments/$part";
is $staff->submit($to, { amount => '15.00', reason => 'part one' }, action => '/confirm')->code, 303, '15 of 40 arrived';
is $staff->raw_post("$to/reject", { csrf => $csrf, key => "rej-$$-part", reason => 'no more' })->code, 409, 'money that arrived cannot be rejected';
is balance($c), $sum * 1_000_000, '… and is not credited yet';
is $staff->submit($to, { reason => 'no more will come' }, action => '/settle')->code, 303, 'settled';
is balance($c), ($sum + 15) * 1_000_000, 'what arrived is credited';
is $staff->raw_post("$to/settle", { csrf => $csrf, key => "settle-$$-2", reason => 'again' })->code, 409, 'once';
is $staff->raw_post("$to/confirm", { csrf => $csrf, key => "conf-$$-0", amount => '0.001', reason => 'xx' })->code, 422, 'fractions of a cent are no money';
is balance($c), ($sum + 15) * 1_000_000, 'nothing more';
is $c->raw_post("$to/settle", { csrf => $c->xml('/app')->findvalue('(//user/@csrf)[1]'), key => "settle-$$-c", reason => 'mine' })->code, 403, 'customers settle nothing';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
