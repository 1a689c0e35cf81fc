# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::NOWPayments;

# NOWPayments as far as the panel uses it: invoices, and the payments under them, which only a signed-in account may
# list. Numbers are JSON numbers; notices are signed over their canonical text and sent with blanks and in another order.
# It knows no idempotency key, as the real one does not.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use Digest::SHA qw(hmac_sha512_hex);
use JSON ();

my $canonical = JSON->new->canonical->utf8;
my $sent = JSON->new->pretty->utf8;

sub lie_fields { return { amount => 'price_amount', currency => 'price_currency', reference => 'order_id' } }
sub other_currency { return 'eur' }
sub authorised {
    my ($s, $r) = @_;
    return 0 if ($r->{headers}{'x-api-key'} // '') ne $s->{key};
    return 1 if $r->{path} ne '/v1/payment/';
    return ($r->{headers}{authorization} // '') eq "Bearer jwt-$s->{key}";
}

sub op {
    my ($s, $method, $path) = @_;
    return (create => \&create) if "$method $path" eq 'POST /v1/invoice';
    return (auth => \&auth) if "$method $path" eq 'POST /v1/auth';
    return (fetch => \&list) if "$method $path" eq 'GET /v1/payment/';
    return;
}

sub auth {
    my ($s, $r) = @_;
    return (403, { message => 'no such account' }) unless ($r->{json}{email} // '') eq $s->{email} && $r->{json}{password} eq $s->{password};
    return (200, { token => "jwt-$s->{key}" });
}
sub create {
    my ($s, $r) = @_;
    my $in = $r->{json} or return (400, { message => 'JSON' });
    return (400, { message => 'price_amount must be a number' }) unless $r->{body} =~ /"price_amount":\d+\.\d\d[,}]/ && $in->{price_currency} =~ /^[a-z]{3}$/;
    my $id = $s->next_id('');
    $s->put($id, { order_id => $in->{order_id}, price_amount => 0 + $in->{price_amount}, price_currency => $in->{price_currency}, payments => [] });
    return (200, { id => "$id", order_id => $in->{order_id}, price_amount => "$in->{price_amount}", invoice_url => $s->base . "/payment/?iid=$id" });
}
# What the list says of one payment; with the lies of the invoice.
sub shown {
    my ($s, $id, $p) = @_;
    my $v = $s->view($id);
    return { %$p, invoice_id => 0 + $id, parent_payment_id => undef, map { $_ => $v->{$_} } qw(order_id price_amount price_currency) };
}
sub list {
    my ($s, $r) = @_;
    my $id = $r->{query}{invoiceId};
    # without one it is what the test of the connection asks for
    return $s->next_chaos('test') eq 'html' ? (200, '<html>') : (200, { data => [], total => 0 }) unless defined $id;
    my $o = $s->has($id) or return (200, { data => [], total => 0 });
    return (200, { data => [ map { $s->shown($id, $_) } @{ $o->{payments} } ], total => scalar @{ $o->{payments} } });
}

# ---- what the test may do -----------------------------------------------------------------------

# One payment more under an invoice: a state, and how much of the price it brought.
sub add {
    my ($s, $id, $status, $brought) = @_;
    my $o = $s->obj($id);
    my %p = (payment_id => 0 + $s->next_id(''), payment_status => $status, pay_currency => 'btc', pay_amount => 0 + sprintf('%.8f', $o->{price_amount} / 50_000),
        actually_paid => 0 + sprintf('%.8f', $brought / 50_000), fee => { withdrawalFee => 0, currency => 'btc', depositFee => 0.5 });
    push @{ $o->{payments} }, \%p;
    $s->received($id, $o->{order_id}, int($brought * 100 + 0.5)) if $status =~ /^(?:finished|partially_paid)$/;
    return $s->event($id, \%p);
}
sub act_pay { my ($s, $id, $brought) = @_; return $s->add($id, 'finished', $brought // $s->obj($id)->{price_amount}) }
sub act_part { my ($s, $id, $brought) = @_; return $s->add($id, 'partially_paid', $brought) }
sub act_expire { my ($s, $id) = @_; return $s->add($id, 'expired', 0) }
# The coins of the newest payment change their state.
sub act_seen { my ($s, $id) = @_; return $s->add($id, 'confirming', $s->obj($id)->{price_amount}) }
sub act_becomes {
    my ($s, $id, $status) = @_;
    my $p = $s->obj($id)->{payments}[-1];
    $p->{payment_status} = $status;
    return $s->event($id, $p);
}

sub event {
    my ($s, $id, $p) = @_;
    my $n = { event => $p->{payment_status}, body => $sent->encode($s->shown($id, $p)) };
    $s->send_notice($n);
    return $n;
}
sub sign { my ($s, $n, %o) = @_; return { 'x-nowpayments-sig' => hmac_sha512_hex($canonical->encode($canonical->decode($o{body} // $n->{body})), $o{secret} // $s->{webhook_secret}) } }

1;
