# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::CoinGate;

# CoinGate as far as the panel uses it: orders, each with a token that its notices bring back as a form. No signature, no
# idempotency key, as the real one.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use URI::Escape qw(uri_escape);

sub lie_fields { return { amount => 'price_amount', currency => 'price_currency', reference => 'order_id' } }
sub other_currency { return 'EUR' }
sub authorised { my ($s, $r) = @_; return ($r->{headers}{authorization} // '') eq "Bearer $s->{key}" }

sub op {
    my ($s, $method, $path) = @_;
    return (create => \&create) if "$method $path" eq 'POST /api/v2/orders';
    return (test => sub { return (200, { orders => [] }) }) if "$method $path" eq 'GET /api/v2/orders';
    return (fetch => \&fetch, $1) if "$method $path" =~ m{^GET /api/v2/orders/(\d+)$};
    return;
}
sub create {
    my ($s, $r) = @_;
    my $in = $r->{json} or return (422, { message => 'JSON' });
    return (422, { message => 'fields' }) unless $in->{price_amount} =~ /^\d+\.\d\d$/ && $in->{price_currency} =~ /^[A-Z]{3}$/ && length $in->{title} >= 3 && length $in->{token} >= 32;
    my $id = $s->next_id('');
    $s->put($id, { %$in, id => 0 + $id, status => 'new', pay_amount => '0.0005', underpaid_amount => '0', overpaid_amount => '0', payment_url => $s->base . "/invoice/$id" });
    return (200, $s->view($id));
}
sub fetch { my ($s, $r, $id) = @_; my $v = $s->view($id); return $v ? (200, { %$v, token => undef, lies => undef }) : (404, { message => 'OrderNotFound' }) }

# ---- what the test may do -----------------------------------------------------------------------

# An order gets another status, and more fields.
sub act_becomes {
    my ($s, $id, $status, %more) = @_;
    my $o = $s->obj($id);
    %$o = (%$o, status => $status, %more);
    $s->received($id, $o->{order_id}, int($o->{price_amount} * 100 + 0.5)) if $status eq 'paid';
    return { event => $status, headers => { 'Content-Type' => 'application/x-www-form-urlencoded' },
        body => join '&', map { "$_=" . uri_escape($o->{$_}) } qw(id order_id status price_amount price_currency underpaid_amount overpaid_amount token) };
}
sub act_pay { my ($s, $id) = @_; return $s->act_becomes($id, 'paid') }
sub sign { my ($s, $n) = @_; return $n->{headers} }

1;
