# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::Check;

# The whole way of a payment through a processor with a hosted page, in the same order for each of them: the
# panel on one side, the processor's simulator on the other. A simulator of t/lib/Smm/Gateway has, beside what
# Smm::Gateway::Sim asks for: act_pay (pays what was asked and returns the notice), act_expire, sign($notice, …),
# lie_fields (amount, currency, reference → its own names), other_currency.
use strict;
use warnings;
use Exporter 'import';
use Test::More;
use JSON ();
use Smm::Client;
use Smm::World qw(newcomer balance staff);
use Smm::Instance qw(smmctl set_secret wait_for rows with_key);
our @EXPORT_OK = qw(setup teardown start status_of settled reviewed deliver notify_url gwcall whole_way refunds connection);

my (%was, $path);

# Settings of a gateway: name => value; the ones in @$secret come on standard input. Back as they were at the end.
sub setup {
    my ($method, $secret, %settings) = @_;
    my %hidden = map { $_ => 1 } @$secret;
    $settings{enabled} //= 1;
    for my $k (sort keys %settings) {
        my $key = $k =~ /\./ ? $k : "gateway.$method.$k";
        $was{$key} = 1;
        my ($rc, $out) = $hidden{$k} ? set_secret('panel', $key, $settings{$k}) : smmctl('panel', 'settings', 'set', $key, $settings{$k});
        is $rc, 0, "$key is set" or diag $out;
    }
    $path = notify_path($method);
    like $path, qr{^/pay/notify/\Q$method\E/[\w-]{40}$}, 'smmctl names the address of notices';
    return $ENV{SMM_TEST_URL} . $path;
}
sub teardown { local $?; smmctl('panel', 'settings', 'unset', $_) for sort keys %was; %was = () }
END { teardown() }

sub notify_path {
    my ($method) = @_;
    my (undef, $out) = with_key(sub { return smmctl('panel', '--secret-file', $_[0], 'gateways') });
    return ($out =~ m{^\Q$method\E\t\S[^\t]*\t(/\S+)$}m)[0] // '';
}
sub notify_url { return $ENV{SMM_TEST_URL} . $path }

# Starts a payment; returns (id, the gateway's reference).
sub start {
    my ($c, $method, $amount, %o) = @_;
    my $res = $c->submit('/app/funds', { amount => $amount, method => $method, %{ $o{fields} || {} } });
    my ($id) = $c->location($res) =~ m{^/app/payments/(\d+)$} or die 'no payment: ' . $res->code . ' ' . substr($res->decoded_content, 0, 1500) . "\n";
    return ($id, ref_of($id));
}
sub ref_of { my ($id) = @_; return ((rows('panel', "SELECT COALESCE(gateway_ref, ''), id FROM payment WHERE id = $id"))[0] // [''])->[0] }
sub status_of { my ($c, $id) = @_; return $c->xml("/app/payments/$id")->findvalue('//payment/@status') }
sub settled { my ($c, $id, $want, $seconds) = @_; return wait_for($seconds || 40, sub { status_of($c, $id) eq $want }) }
sub reviewed { my ($id) = @_; return wait_for(30, sub { length join '', map { $_->[0] } rows('panel', "SELECT review FROM payment WHERE id = $id") }) }

# Posts a notice, signed now unless headers are given; returns the status.
sub deliver {
    my ($sim, $n, %o) = @_;
    my $h = $o{headers} || $sim->sign($n, %o);
    return $sim->deliver({ %$n, url => notify_url(), headers => $h }, body => $o{sent});
}

# One call of the client alone, as tools/gwcall makes it: gwcall($method, \%settings, 'fetch', $ref).
sub gwcall {
    my ($method, $settings, @args) = @_;
    local $ENV{SMM_GWCALL_ALLOW} = '127.0.0.1:' . Smm::Gateway::Sim::port();
    open my $p, '-|', Smm::Instance::tools() . '/gwcall', $method, @args, map { "$_=$settings->{$_}" } sort keys %$settings or die $!;
    my $out = do { local $/; <$p> };
    close $p;
    for my $k (grep { /secret|^key$/ } keys %$settings) { fail("gwcall @args told $k") if length $settings->{$k} && index($out // '', $settings->{$k}) >= 0 }
    return JSON->new->decode($out || '{"rc":"NONE"}');
}

sub alter { my ($body) = @_; (my $b = $body) =~ s/(\d)(?=[^\d]*\z)/($1 + 1) % 10/e or die "no digit\n"; return $b }

sub whole_way {
    my ($sim, $method, %o) = @_;
    my $c = $o{customer} || newcomer();
    my $credit = 0;
    my $makes = $o{creates_after_loss} || 1;

    # --- paid, noticed, asked, credited once
    my ($id, $ref) = start($c, $method, '25.00');
    ok length $ref, 'a checkout was made';
    like $c->get("/app/payments/$id")->header('Refresh') // '', qr{^\d+; url=\Q@{[ $sim->base ]}\E/}, 'the page leads on to the processor';
    $sim->chaos(fetch => 500, 1000);
    my $n = $sim->do(pay => $ref);
    is status_of($c, $id), 'pending', 'paid there, not known here';
    is deliver($sim, $n, headers => {}), 400, 'a notice without signature: refused';
    is deliver($sim, $n, secret => 'another secret'), 400, 'signed with another secret: refused';
    is deliver($sim, $n, sent => alter($n->{body})), 400, 'an altered body: refused';
    is balance($c), 0, 'nothing is credited by them';
    $sim->do('calm');
    my $headers = $sim->sign($n);
    is deliver($sim, $n, headers => $headers), 200, 'the genuine notice';
    ok settled($c, $id, 'paid'), 'the processor is asked: paid';
    is balance($c), $credit += 25_000_000, '25 credited';
    is deliver($sim, $n, headers => $headers), 200, 'the same again' for 1 .. 3;
    is deliver($sim, $n), 200, 'the same event, signed again';
    my @pids;
    for (1 .. 4) { my $pid = fork // die; if (!$pid) { deliver($sim, $n) for 1 .. 3; require POSIX; POSIX::_exit(0) } push @pids, $pid }
    waitpid $_, 0 for @pids;
    sleep 1;
    is balance($c), $credit, 'credited once';

    # --- the processor's answer does not fit: a person looks, nothing moves
    my $f = $sim->lie_fields;
    my %lies = ('another amount asked' => { $f->{amount} => $o{wrong_amount} || 100_000 }, 'another currency' => { $f->{currency} => $sim->other_currency }, 'another reference' => { $f->{reference} => 'demo-P1' }, 'another panel\'s reference' => { $f->{reference} => 'side-P1' });
    for my $what (sort keys %lies) {
        my ($i, $r) = start($c, $method, '11.00');
        $sim->lie($r, %{ $lies{$what} });
        $n = $sim->do(pay => $r);
        is deliver($sim, $n), 200, "$what: noticed";
        ok reviewed($i), '… is for a person';
        isnt status_of($c, $i), 'paid', '… and not paid';
    }
    is balance($c), $credit, 'nothing is credited';

    # --- the answer to the first call is lost
    for my $how (@{ $o{losses} || [ 'lost', '500-after' ] }) {
        my $before = $sim->count;
        $sim->chaos(create => $how);
        my $res = $c->submit('/app/funds', { amount => '13.00', method => $method });
        my ($i) = $c->location($res) =~ m{^/app/payments/(\d+)$} or die "no payment after $how: " . $res->code . "\n";
        is ref_of($i), '', "$how: no checkout is known";
        $sim->do('calm');
        is $c->submit("/app/payments/$i", {}, action => '/pay')->code, 303, '… the customer tries again';
        my $r = ref_of($i);
        ok length $r, '… and gets one';
        is $sim->count - $before, $makes, $makes == 1 ? 'the same one' : "one of $makes, whose address alone is known";
        deliver($sim, $sim->do(pay => $r));
        ok settled($c, $i, 'paid'), '… paid';
        is balance($c), $credit += 13_000_000, '… and credited once';
    }

    # --- no notice comes at all
    ($id, $ref) = start($c, $method, '12.00');
    $sim->do(pay => $ref);
    ok settled($c, $id, 'paid', 60), 'a missed notice: the poller finds the money';
    is balance($c), $credit += 12_000_000, '12 credited';

    # --- the processor is ill, then well
    ($id, $ref) = start($c, $method, '14.00');
    $sim->chaos(fetch => $_, 1) for 500, 429, 'html', 'lost';
    $n = $sim->do(pay => $ref);
    is deliver($sim, $n), 200, 'noticed while the processor is ill';
    $c->get("/app/payments/$id?back=1") for 1 .. 5;
    ok settled($c, $id, 'paid', 60), '… paid when it is well';
    is balance($c), $credit += 14_000_000, '14 credited';
    $sim->do('calm');

    # --- expired, and then paid all the same; not every processor tells
    return finish($c, $credit) if $o{no_expiry};
    ($id, $ref) = start($c, $method, '15.00');
    $n = $sim->do(expire => $ref);
    deliver($sim, $n) if ref $n;
    ok settled($c, $id, 'expired', 60), 'expired';
    deliver($sim, $sim->do(pay => $ref));
    ok settled($c, $id, 'paid', 60), 'late money is found';
    is balance($c), $credit += 15_000_000, '15 credited';
    return finish($c, $credit);
}

sub finish {
    my ($c, $credit) = @_;
    my ($rc, $out) = smmctl('panel', 'verify');
    is $rc, 0, 'the books are in order' or diag $out;
    return ($c, $credit);
}

# Both secrets count while one is exchanged.
sub rotation {
    my ($sim, $method, $c) = @_;
    my ($id, $ref) = start($c, $method, '10.00');
    my $n = $sim->do(pay => $ref);
    my $old = $sim->{webhook_secret};
    is((set_secret('panel', "gateway.$method.webhook_secret", "new $old"))[0], 0, 'another secret');
    is deliver($sim, $n), 400, 'signed with the old one: refused';
    is((set_secret('panel', "gateway.$method.webhook_secret_old", $old))[0], 0, 'the old one is kept for a while');
    $was{"gateway.$method.webhook_secret_old"} = 1;
    is deliver($sim, $n), 200, '… and taken';
    is deliver($sim, $n, secret => "new $old"), 200, 'so is the new one';
    ok settled($c, $id, 'paid'), 'paid';
    set_secret('panel', "gateway.$method.webhook_secret", $old);
}

# Refunds by the client alone: exact, idempotent by key, never more than is left.
sub refunds {
    my ($sim, $method, $set, %o) = @_;
    my $cur = $o{currency} || 'USD';
    my $made = gwcall($method, $set, 'create', 5000, $cur, "demo-P9$$", "key-of-refund-test-$$");
    is $made->{rc}, 'OK', 'a checkout' or diag explain $made;
    my $ref = $made->{ref};
    is gwcall($method, $set, 'refund', $ref, 100, 'too-early-key')->{rc}, 'REFUSED', 'nothing was paid: no refund';
    $sim->do(pay => $ref);
    my $s = gwcall($method, $set, 'fetch', $ref);
    $o{capture}->($ref), $s = gwcall($method, $set, 'fetch', $ref) if $o{capture};
    is_deeply [ @$s{qw(rc state currency asked paid refunded disputed reference)} ], [ 'OK', 'paid', $cur, 5000, 5000, 0, 0, "demo-P9$$" ], 'paid' or diag explain $s;
    is $s->{fee}, $o{fee}, 'with the processor\'s fee' if defined $o{fee};
    my $first = gwcall($method, $set, 'refund', $ref, 1200, "first-refund-$$");
    is $first->{rc}, 'OK', 'a part goes back';
    is gwcall($method, $set, 'refund', $ref, 1200, "first-refund-$$")->{text}, $first->{text}, 'the same key: the same refund' unless $o{once};
    my $r = gwcall($method, $set, 'fetch_refund', $first->{text});
    is_deeply [ @$r{qw(rc state asked refunded)} ], [ 'OK', 'refunded', 1200, 1200 ], 'it went well' or diag explain $r;
    $s = gwcall($method, $set, 'fetch', $ref);
    is_deeply [ @$s{qw(state paid refunded payment_id)} ], [ 'paid', 5000, 1200, $s->{payment_id} ], 'the payment shows it';
    isnt gwcall($method, $set, 'refund', $ref, 3801, "too-much-key-$$")->{rc}, 'OK', 'more than is left: refused';
    is gwcall($method, $set, 'refund', $ref, 3800, "second-refund-$$")->{rc}, 'OK', 'all the rest';
    $s = gwcall($method, $set, 'fetch', $ref);
    is_deeply [ @$s{qw(paid refunded)} ], [ 5000, 5000 ], 'all of it went back';
    is $s->{state}, 'refunded', '… and its state says so' if $o{full_state} // 1;
    is $sim->truth->{"demo-P9$$"}{back}, 5000, 'the processor paid back as much';
    is gwcall($method, $set, 'fetch_refund', 'no_such_refund')->{rc}, 'MISSING', 'an unknown refund';
    is gwcall($method, $set, 'fetch', '../secrets')->{rc}, 'MISSING', 'a reference that is none';
    return $ref;
}

# "Test connection" with good keys, bad ones, and an address where nobody is.
sub connection {
    my ($sim, $method, $set, $key) = @_;
    my $good = gwcall($method, $set, 'test');
    is $good->{rc}, 'OK', "test: $good->{text}";
    my $bad = gwcall($method, { %$set, $key => 'a wrong one' }, 'test');
    is $bad->{rc}, 'REFUSED', "a wrong key: $bad->{text}";
    like $bad->{text}, qr/refuses the key/, '… and it says so';
    my $away = gwcall($method, { %$set, base_url => 'http://127.0.0.1:9' }, 'test');
    is $away->{rc}, 'DOWN', "nobody there: $away->{text}";
    is gwcall($method, { base_url => $set->{base_url} }, 'test')->{rc}, 'NOT_SET', 'no keys';
    $sim->chaos(test => 'html');
    is gwcall($method, $set, 'test')->{rc}, 'UNSURE', 'something else answers there' if !($set->{client_id});
    $sim->do('calm');
}

1;
