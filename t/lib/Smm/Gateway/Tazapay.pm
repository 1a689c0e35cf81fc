# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::Tazapay;

# Tazapay's checkout as far as the panel uses it: sessions in an envelope, attempts, refunds; signed events.
# It knows no idempotency key, as the real one does not.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use MIME::Base64 qw(encode_base64);
use Digest::SHA qw(hmac_sha256_base64);
use POSIX qw(strftime);

sub lie_fields { return { amount => 'amount', currency => 'invoice_currency', reference => 'reference_id' } }
sub other_currency { return 'EUR' }
sub authorised { my ($s, $r) = @_; return ($r->{headers}{authorization} // '') eq 'Basic ' . encode_base64("$s->{key}:$s->{secret}", '') }

sub op {
    my ($s, $method, $path) = @_;
    my $call = "$method $path";
    return (create => \&create) if $call eq 'POST /v3/checkout';
    return (test => sub { return (404, { status => 'error', message => 'not found' }) }) if $call eq 'GET /v3/checkout/chk_connection_test';
    return (fetch => \&fetch, $1) if $call =~ m{^GET /v3/checkout/(\w+)$};
    return (cancel => \&cancel, $1) if $call =~ m{^POST /v3/checkout/(\w+)/expire$};
    return (refund => \&refund) if $call eq 'POST /v3/refund';
    return (fetch_refund => \&fetch_refund, $1) if $call =~ m{^GET /v3/refund/(\w+)$};
    return;
}

my $bad = sub { return (400, { status => 'error', message => $_[0] }) };
my $missing = sub { return (404, { status => 'error', message => 'not found' }) };
sub good { return (200, { status => 'success', message => '', data => $_[0] }) }

sub create {
    my ($s, $r) = @_;
    my $in = $r->{json} or return $bad->('JSON');
    for (qw(invoice_currency amount customer_details success_url cancel_url transaction_description)) { return $bad->("missing $_") unless $in->{$_} }
    for (qw(name email country)) { return $bad->("missing $_") unless length($in->{customer_details}{$_} // '') }
    return $bad->('amount') unless $in->{amount} =~ /^[1-9]\d*$/ && $in->{invoice_currency} =~ /^[A-Z]{3}$/;
    return $bad->('expires_at') unless $in->{expires_at} =~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
    my $id = $s->next_id('chk_');
    $s->put($id, { object => 'checkout', status => 'active', payment_status => 'unpaid', amount => $in->{amount}, amount_paid => 0, invoice_currency => $in->{invoice_currency},
        reference_id => $in->{reference_id}, url => $s->base . "/checkout/$id", payment_attempts => [], webhook_url => $in->{webhook_url} });
    return good($s->shown($id));
}
sub shown { my ($s, $id) = @_; my $v = $s->view($id) or return; return { %$v, lies => undef } }
sub fetch { my ($s, $r, $id) = @_; my $v = $s->shown($id); return $v && $v->{object} eq 'checkout' ? good($v) : $missing->() }
sub cancel { my ($s, $r, $id) = @_; my $o = $s->has($id) or return $missing->(); return $bad->('not active') if $o->{status} ne 'active'; $o->{status} = 'expired'; return good($s->shown($id)) }
sub refund {
    my ($s, $r) = @_;
    my $in = $r->{json} or return $bad->('JSON');
    my $o = $s->has($in->{payin} // '') or return $missing->();
    return $bad->('currency') if $in->{currency} ne $o->{invoice_currency} || !$in->{reason};
    return $bad->('amount') if $in->{amount} < 1 || ($o->{amount_refunded} // 0) + $in->{amount} > $o->{amount_paid};
    $o->{amount_refunded} += $in->{amount};
    my $f = $s->put($s->next_id('rfd_'), { object => 'refund', payin => $o->{id}, amount => $in->{amount}, currency => $in->{currency}, status => $s->{refund_status} || 'succeeded' });
    $s->paid_back($o->{reference_id}, $in->{amount});
    return good($f);
}
sub fetch_refund { my ($s, $r, $id) = @_; my $o = $s->has($id); return $o && $o->{object} eq 'refund' ? good($o) : $missing->() }

# ---- what the test may do -----------------------------------------------------------------------

sub act_pay {
    my ($s, $id, $amount) = @_;
    my $o = $s->obj($id);
    $amount //= $o->{amount};
    push @{ $o->{payment_attempts} }, { id => $s->next_id('pat_'), status => 'succeeded', amount => $amount };
    $o->{amount_paid} += $amount;
    @$o{qw(status payment_status)} = ('expired', 'paid'); # as a finished session shows itself
    $s->received($id, $o->{reference_id}, $amount);
    return $s->event('checkout.paid', $s->shown($id));
}
sub act_begin { my ($s, $id) = @_; my $o = $s->obj($id); push @{ $o->{payment_attempts} }, { id => $s->next_id('pat_'), status => 'processing' }; $o->{payment_status} = 'processing'; return $s->event('payment_attempt.processing', { %{ $s->shown($id) } }) }
sub act_fail { my ($s, $id) = @_; my $o = $s->obj($id); push @{ $o->{payment_attempts} }, { id => $s->next_id('pat_'), status => 'failed' }; return $s->event('payment_attempt.failed', { id => $o->{payment_attempts}[-1]{id}, object => 'payment_attempt', payin => $id }) }
sub act_expire { my ($s, $id) = @_; $s->obj($id)->{status} = 'expired'; return $s->event('checkout.expired', $s->shown($id)) }
sub act_webhook { my ($s, $id) = @_; return $s->obj($id)->{webhook_url} }
sub act_refund_status { my ($s, $status) = @_; $s->{refund_status} = $status; return 1 }

sub event {
    my ($s, $type, $data, %o) = @_;
    my ($id, $at) = ($s->next_id('evt_'), strftime('%Y-%m-%dT%H:%M:%S', gmtime(time - ($o{age} || 0))) . '.123456789Z');
    my $n = { event => $type, id => $id, at => $at, body => $s->encode({ type => $type, id => $id, object => 'event', created_at => $at, data => $data }) };
    $s->send_notice($n);
    return $n;
}
sub act_old_event { my ($s, $id, $age) = @_; return $s->event('checkout.paid', $s->shown($id), age => $age) }

sub sign { my ($s, $n, %o) = @_; my $h = hmac_sha256_base64($n->{id} . ($o{body} // $n->{body}) . $n->{at}, $o{secret} // $s->{webhook_secret}); $h .= '=' while length($h) % 4; return { signature => $h } }

1;
