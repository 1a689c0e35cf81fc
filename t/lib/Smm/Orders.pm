# SPDX-License-Identifier: Apache-2.0
package Smm::Orders;

# Orders placed by a client that may lose its server at any moment, and what became of them. Each
# order has a link of its own: by it the upstream panel's append-only log tells how often it was made.
use strict;
use warnings;
use HTTP::Request::Common qw(POST);
use JSON::PP ();
use LWP::UserAgent;
use Smm::Instance qw(wait_for);
use Time::HiRes qw(sleep time);

sub new {
    my ($class, %o) = @_;
    return bless { patience => 40, run => time . "-$$", %o }, $class;
}

sub link_of { my ($s, $name, $host) = @_; return 'https://' . ($host || 'complete') . ".example/$s->{run}/$name" }

# Places by the API. With a request_id it asks until there is an answer, as a careful client does;
# without, it asks once. Returns the order's number, undef when there was no answer.
sub by_api {
    my ($s, $link, %o) = @_;
    my $ua = LWP::UserAgent->new(timeout => 10);
    my %f = (key => $s->{key}, action => 'add', service => $s->{service}, link => $link, quantity => $s->{quantity});
    $f{request_id} = $o{request_id} if $o{request_id};
    my $end = time + $s->{patience};
    while (1) {
        my $res = $ua->post("$s->{base}/api/v2", \%f);
        my $said = eval { JSON::PP::decode_json($res->content) };
        return $said->{order} if ref $said eq 'HASH' && $said->{order};
        # a refusal ends it; silence and 503 do not
        die "order refused: " . $res->content . "\n" if $res->code == 200 && ref $said eq 'HASH';
        return undef if !$o{request_id};
        die 'no order within ' . $s->{patience} . ' s: ' . $res->status_line . "\n" if time > $end;
        sleep 0.1;
    }
}

# Places by the form; the same form with the same key is sent again until it is answered.
sub by_form {
    my ($s, $link) = @_;
    my $c = $s->{client};
    my $res = $s->again(sub { $c->submit("/app/campaigns/new?service=$s->{service}", { service => $s->{service}, link => $link, quantity => $s->{quantity} }) },
        sub { $c->raw_post('/app/campaigns/new', { %{ $c->{sent} } }) });
    my ($id) = $c->location($res) =~ m{/app/campaigns/(\d+)} or die 'order: ' . $res->status_line . "\n";
    return $id;
}

sub terminate {
    my ($s, $id) = @_;
    my $c = $s->{client};
    my $path = "/app/campaigns/$id/terminate";
    my $res = $s->again(sub { $c->submit($path, {}) }, sub { $c->raw_post($path, { %{ $c->{sent} } }) });
    return $res->code;
}

# First until the form is there and was sent, then the same again until there is an answer.
sub again {
    my ($s, $first, $repeat) = @_;
    my $end = time + $s->{patience};
    my $res;
    $s->{client}{sent} = undef;
    while (1) {
        $res = $s->{client}{sent} ? $repeat->() : eval { $first->() };
        return $res if $res && $res->code < 500 && $res->code != 429 && $s->{client}{sent};
        die 'no answer within ' . $s->{patience} . ' s: ' . ($res ? $res->status_line : $@) . "\n" if time > $end;
        sleep 0.1;
    }
}

# ---- what became of them ---------------------------------------------------------------------------

# link → { id, state, charge, refunded, attempt, grp, copies, made, ordered } of all orders of this run:
# copies in the shop, orders at the upstream panel, lines in its log.
sub fates {
    my ($s) = @_;
    my $like = "https://%/$s->{run}/%";
    my (%f, %orders, %made);
    for my $r ($s->{servers}->rows(shop => 'SELECT id, link, state, charge, refunded, attempt, provider_order FROM campaign WHERE link LIKE ? ORDER BY id', $like)) {
        $r->{copies} = ($f{ $r->{link} } ? $f{ $r->{link} }{copies} : 0) + 1;
        $f{ $r->{link} } = $r;
    }
    for my $r ($s->{servers}->rows(upstream => 'SELECT c.link, c.id, l.n FROM campaign c LEFT JOIN (SELECT campaign, count(*) AS n FROM sandbox_log GROUP BY campaign) l ON l.campaign = c.id WHERE c.link LIKE ?', $like)) {
        my $fate = $f{ $r->{link} } ||= { copies => 0, state => 'not there', link => $r->{link} };
        $fate->{ordered}++;
        $fate->{made} += $r->{n} // 0;
        push @{ $fate->{orders} }, $r->{id};
    }
    $_->{ordered} //= 0, $_->{made} //= 0 for values %f;
    return \%f;
}

my %WITH_PROVIDER = map { $_ => 1 } qw(accepted in_progress completed partial canceled terminated);
sub with_provider { return $WITH_PROVIDER{ $_[1] } }

# Until nothing is on its way any more. more: states of the shop that count as being on the way too.
sub settle {
    my ($s, $seconds, @more) = @_;
    my $like = "https://%/$s->{run}/%";
    my $open = join ', ', map { "'$_'" } qw(intent dispatching), @more;
    return wait_for($seconds, sub {
        return !$s->{servers}->value(shop => "SELECT count(*) FROM campaign WHERE state IN ($open) AND link LIKE ?", $like)
            && !$s->{servers}->value(upstream => "SELECT count(*) FROM campaign WHERE state IN ('intent', 'dispatching', 'unknown') AND link LIKE ?", $like);
    });
}

# What can be said of any order, whatever was killed: '' or what is wrong.
sub wrong {
    my ($s, $f) = @_;
    return "$f->{copies} campaigns for one order" if $f->{copies} != 1;
    return "ordered $f->{ordered} times upstream" if $f->{ordered} > 1;
    return "made $f->{made} times upstream" if $f->{made} > 1;
    return "$f->{state}, but nothing was ordered" if $s->with_provider($f->{state}) && !$f->{ordered};
    return "$f->{state}, but ordered upstream" if $f->{ordered} && $f->{state} =~ /^(?:intent|rejected|voided)$/;
    return "$f->{state} for another order" if $s->with_provider($f->{state}) && $f->{provider_order} ne $f->{orders}[0];
    return "still $f->{state}" if $f->{state} =~ /^(?:intent|dispatching)$/;
    return "$f->{state} with $f->{refunded} paid back" if $f->{refunded} && $f->{state} !~ /^(?:rejected|terminated|voided)$/;
    return '';
}

1;
