# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::BTCPay;

# A BTCPay Server as far as the panel uses it: a store's invoices, made and looked for; signed deliveries. Amounts are
# decimal texts. It knows no idempotency key, as the real one does not.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use Digest::SHA qw(hmac_sha256_hex);

sub lie_fields { return { amount => 'amount', currency => 'currency', reference => 'orderId' } }
sub other_currency { return 'EUR' }
sub authorised { my ($s, $r) = @_; return ($r->{headers}{authorization} // '') eq "token $s->{key}" }

sub op {
    my ($s, $method, $path) = @_;
    return unless $path =~ s{^/api/v1/stores/\Q$s->{store}\E/invoices}{};
    return (create => \&create) if "$method $path" eq 'POST ';
    return (list => \&list) if "$method $path" eq 'GET ';
    return (fetch => \&fetch, $1) if "$method $path" =~ m{^GET /(\w+)$};
    return;
}

sub create {
    my ($s, $r) = @_;
    my $in = $r->{json} or return (400, [ { message => 'JSON' } ]);
    return (422, [ { message => 'amount' } ]) unless ($in->{amount} // '') =~ /^\d+\.\d\d$/ && $in->{currency} =~ /^[A-Z]{3}$/;
    return (422, [ { message => 'checkout' } ]) unless $in->{checkout}{speedPolicy} eq 'LowSpeed' && $in->{checkout}{paymentTolerance} eq '0';
    my $id = $s->next_id('Inv');
    $s->put($id, { amount => $in->{amount}, currency => $in->{currency}, metadata => $in->{metadata}, status => 'New', additionalStatus => 'None', paidAmount => '0',
        checkoutLink => $s->base . "/i/$id", expirationTime => time + 900 });
    return (200, $s->shown($id));
}
sub shown {
    my ($s, $id) = @_;
    my $v = $s->view($id) or return;
    my %m = %{ $v->{metadata} };
    $m{orderId} = $v->{orderId} if defined $v->{orderId};
    return { %$v, lies => undef, metadata => \%m };
}
sub fetch { my ($s, $r, $id) = @_; my $v = $s->shown($id); return $v ? (200, $v) : (404, { message => 'not found' }) }
# The list; without a reference it is what the test of the connection asks for.
sub list {
    my ($s, $r) = @_;
    my $want = $r->{query}{orderId};
    return (200, []) if !defined $want && $s->next_chaos('test') eq '';
    return (200, '<html>') unless defined $want;
    return (200, [ map { $s->shown($_->{id}) } grep { $_->{metadata}{orderId} eq $want } $s->all ]);
}

# ---- what the test may do -----------------------------------------------------------------------

# Coins came in and have their confirmations: $paid of what was asked (decimal text), all of it unless given.
sub act_pay {
    my ($s, $id, $paid) = @_;
    my $o = $s->obj($id);
    my $late = $o->{status} eq 'Expired';
    $o->{paidAmount} = $paid // $o->{amount};
    @$o{qw(status additionalStatus)} = ('Settled', $late ? 'PaidLate' : $o->{paidAmount} > $o->{amount} ? 'PaidOver' : 'None');
    $s->received($id, $o->{metadata}{orderId}, int($o->{paidAmount} * 100 + 0.5));
    return $s->event('InvoiceSettled', $id);
}
sub act_seen { my ($s, $id) = @_; my $o = $s->obj($id); @$o{qw(status paidAmount)} = ('Processing', $o->{amount}); return $s->event('InvoiceProcessing', $id) }
sub act_part { my ($s, $id, $paid) = @_; my $o = $s->obj($id); @$o{qw(additionalStatus paidAmount)} = ('PaidPartial', $paid); return $s->event('InvoiceReceivedPayment', $id) }
sub act_expire { my ($s, $id) = @_; $s->obj($id)->{status} = 'Expired'; return $s->event('InvoiceExpired', $id) }
sub act_double_spent { my ($s, $id) = @_; $s->obj($id)->{status} = 'Invalid'; return $s->event('InvoiceInvalid', $id) }

sub event {
    my ($s, $type, $id) = @_;
    my $delivery = $s->next_id('dlv');
    my $n = { event => $type, body => $s->encode({ deliveryId => $delivery, originalDeliveryId => $delivery, isRedelivery => JSON::false(), webhookId => 'hook', type => $type,
        timestamp => time, storeId => $s->{store}, invoiceId => $id, metadata => $s->obj($id)->{metadata} }) };
    $s->send_notice($n);
    return $n;
}

sub sign { my ($s, $n, %o) = @_; return { 'BTCPay-Sig' => 'sha256=' . hmac_sha256_hex($o{body} // $n->{body}, $o{secret} // $s->{webhook_secret}) } }

1;
