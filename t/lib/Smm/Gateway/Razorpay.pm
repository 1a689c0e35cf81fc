# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::Razorpay;

# Razorpay's payment links as far as the panel uses them: links, their payments (some are captured by hand),
# refunds, disputes; signed webhooks.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use MIME::Base64 qw(encode_base64);
use Digest::SHA qw(hmac_sha256_hex);

sub lie_fields { return { amount => 'amount', currency => 'currency', reference => 'reference_id' } }
sub other_currency { return 'USD' }
sub authorised { my ($s, $r) = @_; return ($r->{headers}{authorization} // '') eq 'Basic ' . encode_base64("$s->{key_id}:$s->{key_secret}", '') }

sub op {
    my ($s, $method, $path) = @_;
    my $call = "$method $path";
    return (create => \&create) if $call eq 'POST /v1/payment_links';
    return (look_up => \&look_up) if $call eq 'GET /v1/payment_links';
    return (fetch => \&fetch, $1) if $call =~ m{^GET /v1/payment_links/(\w+)$};
    return (cancel => \&cancel, $1) if $call =~ m{^POST /v1/payment_links/(\w+)/cancel$};
    return (payment => \&payment, $1) if $call =~ m{^GET /v1/payments/(\w+)$};
    return (capture => \&capture, $1) if $call =~ m{^POST /v1/payments/(\w+)/capture$};
    return (refund => \&refund, $1) if $call =~ m{^POST /v1/payments/(\w+)/refund$};
    return (fetch_refund => \&fetch_refund, $1) if $call =~ m{^GET /v1/refunds/(\w+)$};
    return (disputes => \&disputes) if $call eq 'GET /v1/disputes';
    return (test => sub { return (200, { entity => 'collection', count => 0, items => [] }) }) if $call eq 'GET /v1/payments';
    return;
}

my $bad = sub { return (400, { error => { code => 'BAD_REQUEST_ERROR', description => $_[0] } }) };
my $missing = sub { return (404, { error => { code => 'BAD_REQUEST_ERROR', description => 'The id provided does not exist' } }) };

sub links { my $s = shift; return grep { $_->{kind} eq 'link' } $s->all }

sub create {
    my ($s, $r) = @_;
    my $in = $r->{json} or return $bad->('JSON');
    return $bad->('amount') unless $in->{amount} =~ /^[1-9]\d{2,}$/ && $in->{currency} =~ /^[A-Z]{3}$/;
    return $bad->('reference_id') unless length($in->{reference_id}) && length($in->{reference_id}) <= 40;
    return $bad->('callback_method') unless $in->{callback_url} && $in->{callback_method} eq 'get';
    return $bad->("payment link with given reference_id ($in->{reference_id}) already exists") if grep { $_->{reference_id} eq $in->{reference_id} } $s->links;
    my $id = $s->next_id('plink_');
    $s->put($id, { kind => 'link', status => 'created', amount => $in->{amount}, amount_paid => 0, currency => $in->{currency}, reference_id => $in->{reference_id},
        notes => $in->{notes}, short_url => $s->base . "/i/$id", expire_by => $in->{expire_by}, payments => [] });
    return (200, $s->shown($id));
}
sub look_up { my ($s, $r) = @_; return (200, { payment_links => [ map { $s->shown($_->{id}) } grep { $_->{reference_id} eq ($r->{query}{reference_id} // '') } $s->links ] }) }

sub shown {
    my ($s, $id) = @_;
    my $v = $s->view($id) or return;
    return if $v->{kind} ne 'link';
    my %lies = %{ $v->{lies} || {} };
    my $notes = { %{ $v->{notes} }, ($lies{reference_id} ? (reference => $lies{reference_id}) : ()) };
    return { %$v, lies => undef, kind => undef, notes => $notes, payments => [ map { my $p = $s->obj($_); { payment_id => $_, amount => $p->{amount}, status => $p->{status}, method => 'upi' } } @{ $v->{payments} } ] };
}
sub fetch { my ($s, $r, $id) = @_; my $v = $s->shown($id); return $v ? (200, $v) : $missing->() }
sub cancel { my ($s, $r, $id) = @_; my $o = $s->has($id) or return $missing->(); return $bad->('only open links') if $o->{status} ne 'created'; $o->{status} = 'cancelled'; return (200, $s->shown($id)) }
sub payment { my ($s, $r, $id) = @_; my $o = $s->view($id); return $o && $o->{kind} eq 'payment' ? (200, $o) : $missing->() }

sub capture {
    my ($s, $r, $id) = @_;
    my $p = $s->has($id) or return $missing->();
    return $bad->('This payment has already been captured') if $p->{status} ne 'authorized';
    return $bad->('amount') if $r->{json}{amount} != $p->{amount} || $r->{json}{currency} ne $p->{currency};
    $s->take($p);
    return (200, $p);
}
sub take { my ($s, $p) = @_; my $l = $s->obj($p->{link}); @$p{qw(status fee tax)} = ('captured', 59, 9); @$l{qw(status amount_paid)} = ('paid', $l->{amount_paid} + $p->{amount}); $s->received($l->{id}, $l->{notes}{reference}, $p->{amount}) }

sub refund {
    my ($s, $r, $id) = @_;
    my $p = $s->has($id) or return $missing->();
    my $key = $r->{headers}{'x-refund-idempotency'} // '';
    return $bad->('key too short') if length $key && length $key < 10;
    return $s->once($key, $r->{body}, sub {
        my $amount = $r->{json}{amount} // $p->{amount} - $p->{amount_refunded};
        return $bad->('not captured') if $p->{status} !~ /^(?:captured|refunded)$/;
        return $bad->('The refund amount provided is greater than amount captured') if $amount < 1 || $p->{amount_refunded} + $amount > $p->{amount};
        $p->{amount_refunded} += $amount;
        $p->{status} = 'refunded' if $p->{amount_refunded} == $p->{amount};
        my $f = $s->put($s->next_id('rfnd_'), { kind => 'refund', amount => $amount, currency => $p->{currency}, payment_id => $id, status => $s->{refund_status} || 'processed' });
        $s->paid_back($s->obj($p->{link})->{notes}{reference}, $amount);
        return (200, $f);
    });
}
sub fetch_refund { my ($s, $r, $id) = @_; my $o = $s->has($id); return $o && $o->{kind} eq 'refund' ? (200, $o) : $missing->() }
sub disputes { my $s = shift; return $missing->() if $s->{no_disputes}; return (200, { entity => 'collection', items => [ grep { $_->{kind} eq 'dispute' } $s->all ] }) }

# ---- what the test may do -----------------------------------------------------------------------

sub new_payment {
    my ($s, $id) = @_;
    my $l = $s->obj($id);
    my $p = $s->put($s->next_id('pay_'), { kind => 'payment', link => $id, amount => $l->{amount}, amount_refunded => 0, currency => $l->{currency}, status => 'authorized', notes => $l->{notes} });
    push @{ $l->{payments} }, $p->{id};
    return $p;
}
sub act_pay { my ($s, $id) = @_; my $p = $s->new_payment($id); $s->take($p); return $s->event('payment_link.paid', payment_link => $s->shown($id), payment => $p) }
sub act_authorise { my ($s, $id) = @_; my $p = $s->new_payment($id); return $s->event('payment.authorized', payment => $p) }
sub act_fail { my ($s, $id) = @_; my $p = $s->new_payment($id); $p->{status} = 'failed'; return $s->event('payment.failed', payment => $p) }
sub act_expire { my ($s, $id) = @_; $s->obj($id)->{status} = 'expired'; return $s->event('payment_link.expired', payment_link => $s->shown($id)) }
sub act_dispute { my ($s, $id) = @_; my $p = $s->obj($s->obj($id)->{payments}[-1]); my $d = $s->put($s->next_id('disp_'), { kind => 'dispute', payment_id => $p->{id}, amount => $p->{amount}, currency => $p->{currency}, status => 'open' }); return $s->event('payment.dispute.created', payment => $p, dispute => $d) }
sub act_decide { my ($s, $status) = @_; $_->{status} = $status for grep { $_->{kind} eq 'dispute' } $s->all; return 1 }
sub act_hide_disputes { my $s = shift; $s->{no_disputes} = 1; return 1 }
sub act_refund_status { my ($s, $status) = @_; $s->{refund_status} = $status; return 1 }

sub event {
    my ($s, $type, %what) = @_;
    my $n = { event => $type, id => $s->next_id('evt_'), body => $s->encode({ entity => 'event', account_id => 'acc_test', event => $type, contains => [ sort keys %what ], payload => { map { $_ => { entity => $what{$_} } } keys %what }, created_at => time }) };
    $s->send_notice($n);
    return $n;
}

sub sign { my ($s, $n, %o) = @_; return { 'X-Razorpay-Signature' => hmac_sha256_hex($o{body} // $n->{body}, $o{secret} // $s->{webhook_secret}), 'x-razorpay-event-id' => $n->{id} } }

1;
