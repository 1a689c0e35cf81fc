# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::Stripe;

# Stripe's Checkout API as far as the panel uses it: sessions, refunds, disputes, the balance. Bodies are
# forms with brackets, amounts integers in the currency's own units; signed events.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use Digest::SHA qw(hmac_sha256_hex);

my %STATE = (amount => 'amount_total', currency => 'currency', reference => 'client_reference_id');
sub lie_fields { return \%STATE }
sub other_currency { return 'eur' }

sub authorised { my ($s, $r) = @_; return ($r->{headers}{authorization} // '') eq "Bearer $s->{key}" }

sub op {
    my ($s, $method, $path) = @_;
    return (create => \&create) if "$method $path" eq 'POST /v1/checkout/sessions';
    return (cancel => \&cancel, $1) if "$method $path" =~ m{^POST /v1/checkout/sessions/(\w+)/expire$};
    return (fetch => \&fetch, $1) if "$method $path" =~ m{^GET /v1/checkout/sessions/(\w+)$};
    return (refund => \&refund) if "$method $path" eq 'POST /v1/refunds';
    return (fetch_refund => \&fetch_refund, $1) if "$method $path" =~ m{^GET /v1/refunds/(\w+)$};
    return (disputes => \&disputes) if "$method $path" eq 'GET /v1/disputes';
    return (test => sub { return (200, { object => 'balance', livemode => JSON::false() }) }) if "$method $path" eq 'GET /v1/balance';
    return;
}

my $fail = sub { my ($code, $text) = @_; return ($code, { error => { type => 'invalid_request_error', message => $text } }) };

sub create {
    my ($s, $r) = @_;
    my $f = $r->{form};
    my $item = 'line_items[0][price_data]';
    return $fail->(400, 'mode') unless $f->{mode} eq 'payment' && $f->{'line_items[0][quantity]'} eq '1';
    return $fail->(400, "missing $_") for grep { !length($f->{$_} // '') } "${item}[unit_amount]", "${item}[currency]", "${item}[product_data][name]", qw(success_url cancel_url client_reference_id);
    return $fail->(400, 'lower case') unless $f->{"${item}[currency]"} =~ /^[a-z]{3}$/;
    return $fail->(400, 'amount') unless $f->{"${item}[unit_amount]"} =~ /^[1-9]\d{0,7}$/;
    return $s->once($r->{headers}{'idempotency-key'}, $r->{body}, sub {
        my $id = $s->next_id('cs_test_');
        $s->put($id, { object => 'checkout.session', status => 'open', payment_status => 'unpaid', amount_total => $f->{"${item}[unit_amount]"} + 0,
            currency => $f->{"${item}[currency]"}, client_reference_id => $f->{client_reference_id}, url => $s->base . "/pay/$id", expires_at => time + 86400,
            metadata => { invoice => $f->{'metadata[invoice]'} } });
        return (200, $s->view($id));
    });
}

sub fetch {
    my ($s, $r, $id) = @_;
    my $v = $s->view($id) or return $fail->(404, 'No such checkout.session');
    return $fail->(400, 'not a session') unless $v->{object} eq 'checkout.session';
    return (200, { %$v, lies => undef, payment_intent => $v->{payment_intent} && ($r->{query}{'expand[]'} ? $v->{payment_intent} : $v->{payment_intent}{id}) });
}

sub cancel {
    my ($s, $r, $id) = @_;
    my $o = $s->has($id) or return $fail->(404, 'No such checkout.session');
    return $fail->(400, 'only open sessions') unless $o->{status} eq 'open';
    @$o{qw(status url)} = ('expired', undef);
    return (200, $s->view($id));
}

sub by_intent { my ($s, $pi) = @_; return (grep { ref $_->{payment_intent} && $_->{payment_intent}{id} eq $pi } $s->all)[0] }

sub refund {
    my ($s, $r) = @_;
    my $f = $r->{form};
    my $o = $s->by_intent($f->{payment_intent} // '') or return $fail->(404, 'No such payment_intent');
    return $s->once($r->{headers}{'idempotency-key'}, $r->{body}, sub {
        my $c = $o->{payment_intent}{latest_charge};
        my $amount = $f->{amount} // $c->{amount} - $c->{amount_refunded};
        return $fail->(400, 'more than is left') if $amount < 1 || $c->{amount_refunded} + $amount > $c->{amount};
        $c->{amount_refunded} += $amount;
        $c->{refunded} = JSON::true() if $c->{amount_refunded} == $c->{amount};
        my $id = $s->next_id('re_');
        $s->put($id, { object => 'refund', amount => $amount, currency => $o->{currency}, payment_intent => $o->{payment_intent}{id}, status => $s->{refund_status} || 'succeeded' });
        $s->paid_back($o->{client_reference_id}, $amount);
        return (200, $s->view($id));
    });
}
sub fetch_refund { my ($s, $r, $id) = @_; my $v = $s->view($id); return $v && $v->{object} eq 'refund' ? (200, $v) : $fail->(404, 'No such refund') }
sub disputes {
    my ($s, $r) = @_;
    return (200, { object => 'list', data => [ grep { $_->{object} eq 'dispute' && $_->{payment_intent} eq $r->{query}{payment_intent} } $s->all ] });
}

# ---- what the test may do -----------------------------------------------------------------------

sub charge {
    my ($s, $o, $intent_status) = @_;
    my $n = ++$s->{n};
    $o->{payment_intent} = { id => "pi_$$" . "n$n", object => 'payment_intent', status => $intent_status, metadata => { reference => $o->{client_reference_id} },
        latest_charge => { id => "ch_$$" . "n$n", amount => $o->{amount_total}, amount_refunded => 0, refunded => JSON::false(), disputed => JSON::false(),
            balance_transaction => { id => "txn_$n", fee => 59, currency => $o->{currency} } } };
}
sub paid { my ($s, $o) = @_; @$o{qw(status payment_status url)} = ('complete', 'paid', undef); $o->{payment_intent}{status} = 'succeeded'; $s->received($o->{id}, $o->{client_reference_id}, $o->{amount_total}) }

sub act_pay { my ($s, $id) = @_; my $o = $s->obj($id); $s->charge($o, 'succeeded'); $s->paid($o); return $s->event('checkout.session.completed', $s->view($id)) }
sub act_pay_later { my ($s, $id) = @_; my $o = $s->obj($id); $s->charge($o, 'processing'); $o->{status} = 'complete'; return $s->event('checkout.session.completed', $o) }
sub act_arrived { my ($s, $id) = @_; my $o = $s->obj($id); $s->paid($o); return $s->event('checkout.session.async_payment_succeeded', $o) }
sub act_refused { my ($s, $id) = @_; my $o = $s->obj($id); $o->{payment_intent}{status} = 'requires_payment_method'; return $s->event('checkout.session.async_payment_failed', $o) }
sub act_expire { my ($s, $id) = @_; my $o = $s->obj($id); @$o{qw(status url)} = ('expired', undef); return $s->event('checkout.session.expired', $o) }
sub act_dispute {
    my ($s, $id, $status) = @_;
    my $o = $s->obj($id);
    my $d = { object => 'dispute', id => $s->next_id('dp_'), amount => $o->{amount_total}, currency => $o->{currency}, payment_intent => $o->{payment_intent}{id}, status => $status || 'needs_response', metadata => {} };
    $s->put($d->{id}, $d);
    $o->{payment_intent}{latest_charge}{disputed} = JSON::true();
    return $s->event('charge.dispute.created', $d);
}
# somebody presses the button on Stripe's own pages
sub act_send_back {
    my ($s, $id, $amount) = @_;
    my $o = $s->obj($id);
    my $c = $o->{payment_intent}{latest_charge};
    $c->{amount_refunded} += $amount;
    $c->{refunded} = JSON::true() if $c->{amount_refunded} == $c->{amount};
    $s->paid_back($o->{client_reference_id}, $amount);
    return $s->event('charge.refunded', { %$c, object => 'charge', payment_intent => $o->{payment_intent} });
}
sub act_decide { my ($s, $status) = @_; $_->{status} = $status for grep { $_->{object} eq 'dispute' } $s->all; return 1 }
sub act_event { my ($s, $type, $id) = @_; return $s->event($type, $s->view($id)) }
sub act_refund_status { my ($s, $status) = @_; $s->{refund_status} = $status; return 1 }

sub event {
    my ($s, $type, $object) = @_;
    my $n = { event => $type, body => $s->encode({ id => $s->next_id('evt_'), object => 'event', type => $type, created => time, livemode => JSON::false(),
        data => { object => { %$object, payment_intent => ref $object->{payment_intent} ? $object->{payment_intent}{id} : $object->{payment_intent}, lies => undef } } }) };
    $s->send_notice($n);
    return $n;
}

# ---- signing, in the test's process -------------------------------------------------------------

sub sign { my ($s, $n, %o) = @_; my $t = $o{time} // time; my $body = $o{body} // $n->{body}; return { 'Stripe-Signature' => "t=$t,v1=" . hmac_sha256_hex("$t.$body", $o{secret} // $s->{webhook_secret}) } }

1;
