# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::PayPal;

# PayPal's Orders API as far as the panel uses it: access tokens that expire, orders, captures, refunds,
# disputes, webhooks; notices signed with a certificate of a chain made here, which it serves.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use File::Temp qw(tempdir);
use MIME::Base64 qw(encode_base64 decode_base64);
use Compress::Zlib ();

sub lie_fields { return { amount => 'amount', currency => 'currency', reference => 'custom_id' } }
sub other_currency { return 'EUR' }

# Root, intermediate and leaf; $o{name} is the leaf's.
sub chain {
    my ($dir, $name) = @_;
    my $run = sub { system('sh', '-c', "cd '$dir' && { $_[0]; } >/dev/null 2>&1") == 0 or die "openssl: $_[0]\n" };
    $run->('openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 30 -subj "/CN=TEST ONLY Root"') unless -e "$dir/root.pem";
    $run->('openssl req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj "/CN=' . $name . '" && openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 -out leaf.pem');
    return "$dir/leaf";
}
sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }

sub new {
    my ($class, %o) = @_;
    my $dir = tempdir(CLEANUP => 1);
    chain($dir, 'messageverificationcerts.paypal.com');
    return $class->SUPER::new(token_life => 3600, %o, dir => $dir, cert => slurp("$dir/leaf.pem"), root => slurp("$dir/root.pem"), tokens => {});
}

sub authorised {
    my ($s, $r) = @_;
    my $auth = $r->{headers}{authorization} // '';
    return 1 if $r->{path} =~ m{^/certs/};
    return $auth eq 'Basic ' . encode_base64("$s->{client_id}:$s->{client_secret}", '') if $r->{path} eq '/v1/oauth2/token';
    return $auth =~ /^Bearer (\S+)$/ && ($s->{tokens}{$1} // 0) > time;
}

sub op {
    my ($s, $method, $path) = @_;
    my $call = "$method $path";
    return (token => \&token) if $call eq 'POST /v1/oauth2/token';
    return (create => \&create) if $call eq 'POST /v2/checkout/orders';
    return (capture => \&capture, $1) if $call =~ m{^POST /v2/checkout/orders/(\w+)/capture$};
    return (fetch => \&fetch, $1) if $call =~ m{^GET /v2/checkout/orders/(\w+)$};
    return (refund => \&refund, $1) if $call =~ m{^POST /v2/payments/captures/(\w+)/refund$};
    return (fetch_refund => \&fetch_refund, $1) if $call =~ m{^GET /v2/payments/refunds/(\w+)$};
    return (disputes => \&disputes) if $call eq 'GET /v1/customer/disputes';
    return (test => \&webhook, $1) if $call =~ m{^GET /v1/notifications/webhooks/(\w+)$};
    return (certificate => sub { return (200, $_[0]{cert}) }) if $call eq 'GET /certs/CERT-1';
    return;
}

my $missing = sub { return (404, { name => 'RESOURCE_NOT_FOUND' }) };

sub token {
    my ($s, $r) = @_;
    return (400, { error => 'unsupported_grant_type' }) unless ($r->{form}{grant_type} // '') eq 'client_credentials';
    my $t = "A21$$" . 'T' . ++$s->{n};
    $s->{tokens}{$t} = time + $s->{token_life};
    return (200, { access_token => $t, token_type => 'Bearer', expires_in => $s->{token_life} });
}

sub create {
    my ($s, $r) = @_;
    my $in = $r->{json} or return (400, { name => 'INVALID_REQUEST' });
    my $u = $in->{purchase_units}[0];
    my $whole = $u->{amount}{currency_code} =~ /^(?:HUF|JPY|TWD)$/;
    return (422, { name => 'UNPROCESSABLE_ENTITY' }) unless $in->{intent} eq 'CAPTURE' && $u->{amount}{value} =~ ($whole ? qr/^\d+$/ : qr/^\d+\.\d\d$/) && $u->{custom_id};
    return (400, { name => 'INVALID_REQUEST' }) unless $in->{payment_source}{paypal}{experience_context}{return_url};
    return $s->once($r->{headers}{'paypal-request-id'}, $r->{body}, sub {
        my $id = $s->next_id('5O');
        $s->put($id, { kind => 'order', status => 'PAYER_ACTION_REQUIRED', amount => $u->{amount}{value}, currency => $u->{amount}{currency_code}, custom_id => $u->{custom_id}, captures => [], refunds => [] });
        return (200, { id => $id, status => 'PAYER_ACTION_REQUIRED', links => [ { href => $s->base . "/v2/checkout/orders/$id", rel => 'self', method => 'GET' }, { href => $s->base . "/checkoutnow/$id", rel => 'payer-action', method => 'GET' } ] });
    });
}

sub order {
    my ($s, $id) = @_;
    my $v = $s->view($id) or return;
    return if $v->{kind} ne 'order';
    my $money = sub { return { currency_code => $v->{currency}, value => $_[0] } };
    my @captures = map { { id => $_->{id}, status => $_->{status}, amount => $money->($_->{value}), custom_id => $v->{custom_id}, seller_receivable_breakdown => { gross_amount => $money->($_->{value}), paypal_fee => $money->('1.39') } } } @{ $v->{captures} };
    my @refunds = map { { id => $_->{id}, status => $_->{status}, amount => $money->($_->{value}) } } @{ $v->{refunds} };
    my %payments = @captures ? (payments => { captures => \@captures, (@refunds ? (refunds => \@refunds) : ()) }) : ();
    return { id => $id, intent => 'CAPTURE', status => $v->{status}, purchase_units => [ { reference_id => 'default', amount => $money->($v->{amount}), custom_id => $v->{custom_id}, %payments } ] };
}
sub fetch { my ($s, $r, $id) = @_; my $o = $s->order($id); return $o ? (200, $o) : $missing->() }

sub capture {
    my ($s, $r, $id) = @_;
    my $o = $s->has($id) or return $missing->();
    return $s->once($r->{headers}{'paypal-request-id'}, $r->{body}, sub {
        return (422, { name => 'ORDER_NOT_APPROVED' }) unless $o->{status} eq 'APPROVED';
        my $cap = $s->next_id('8C');
        push @{ $o->{captures} }, { id => $cap, status => $s->{capture_status} || 'COMPLETED', value => $o->{amount} };
        $o->{status} = 'COMPLETED';
        $s->received($id, $o->{custom_id}, cents($o->{amount})) if ($s->{capture_status} || 'COMPLETED') eq 'COMPLETED';
        return (201, $s->order($id));
    });
}
sub cents { my ($t) = @_; my ($w, $d) = split /\./, $t; return $w * 100 + ($d // 0) }

sub by_capture { my ($s, $cap) = @_; for my $o ($s->all) { next unless $o->{kind} eq 'order'; for my $c (@{ $o->{captures} }) { return ($o, $c) if $c->{id} eq $cap } } return }

sub refund {
    my ($s, $r, $cap) = @_;
    my ($o, $c) = $s->by_capture($cap) or return $missing->();
    my $value = $r->{json}{amount}{value} // $c->{value};
    return $s->once($r->{headers}{'paypal-request-id'}, $r->{body}, sub {
        my $back = 0;
        $back += cents($_->{value}) for @{ $o->{refunds} };
        return (422, { name => 'REFUND_AMOUNT_EXCEEDED' }) if $back + cents($value) > cents($c->{value}) || ($r->{json}{amount}{currency_code} // $o->{currency}) ne $o->{currency};
        my $id = $s->next_id('1R');
        push @{ $o->{refunds} }, { id => $id, status => 'COMPLETED', value => $value };
        $c->{status} = $back + cents($value) == cents($c->{value}) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
        $s->paid_back($o->{custom_id}, cents($value));
        $s->put($id, { kind => 'refund', status => 'COMPLETED', value => $value, currency => $o->{currency}, capture => $cap });
        return (201, { id => $id, status => 'COMPLETED' });
    });
}
sub fetch_refund {
    my ($s, $r, $id) = @_;
    my $o = $s->has($id);
    return $missing->() unless $o && $o->{kind} eq 'refund';
    return (200, { id => $id, status => $o->{status}, amount => { currency_code => $o->{currency}, value => $o->{value} }, links => [ { rel => 'up', href => $s->base . "/v2/payments/captures/$o->{capture}" } ] });
}
sub disputes { my ($s, $r) = @_; return (200, { items => [ map { { %$_, kind => undef } } grep { $_->{kind} eq 'dispute' && $_->{transaction} eq $r->{query}{disputed_transaction_id} } $s->all ] }) }
sub webhook { my ($s, $r, $id) = @_; return $id eq $s->{webhook_id} ? (200, { id => $id, url => 'https://panel.example' }) : $missing->() }

# ---- what the test may do -----------------------------------------------------------------------

sub act_pay { my ($s, $id) = @_; my $o = $s->obj($id); $o->{status} = 'APPROVED'; return $s->event('CHECKOUT.ORDER.APPROVED', $s->order($id)) }
# The buyer leaves, and the order is voided: PayPal tells of no expiry by itself.
sub act_expire { return 1 }
sub act_void { my ($s, $id) = @_; $s->obj($id)->{status} = 'VOIDED'; return $s->event('CHECKOUT.ORDER.VOIDED', $s->order($id)) }
sub act_capture_status { my ($s, $status, $id) = @_; $s->{capture_status} = $status; return 1 }
sub act_captured { my ($s, $id, $status) = @_; my $o = $s->obj($id); $o->{captures}[0]{status} = $status; $s->received($id, $o->{custom_id}, cents($o->{amount})) if $status eq 'COMPLETED'; return $s->event("PAYMENT.CAPTURE.$status", { id => $o->{captures}[0]{id}, custom_id => $o->{custom_id}, supplementary_data => { related_ids => { order_id => $id } } }) }
sub act_dispute {
    my ($s, $id) = @_;
    my $o = $s->obj($id);
    my $d = $s->put($s->next_id('PP-D-'), { kind => 'dispute', transaction => $o->{captures}[0]{id}, status => 'OPEN', dispute_amount => { currency_code => $o->{currency}, value => $o->{amount} } });
    return $s->event('CUSTOMER.DISPUTE.CREATED', { dispute_id => $d->{id}, disputed_transactions => [ { seller_transaction_id => $d->{transaction} } ] });
}
sub act_decide { my ($s, $outcome) = @_; for (grep { $_->{kind} eq 'dispute' } $s->all) { $_->{status} = 'RESOLVED'; $_->{dispute_outcome} = { outcome_code => $outcome } } return 1 }
sub act_forget_tokens { my $s = shift; $s->{tokens} = {}; return 1 }
sub act_serve { my ($s, $pem) = @_; $s->{cert} = $pem; return 1 }

sub event {
    my ($s, $type, $resource) = @_;
    my $n = { event => $type, body => $s->encode({ id => $s->next_id('WH-'), event_version => '1.0', event_type => $type, resource => $resource, summary => 'Payment 1' }) };
    $s->send_notice($n);
    return $n;
}

# ---- signing, in the test's process -------------------------------------------------------------

sub sign {
    my ($s, $n, %o) = @_;
    my $body = $o{body} // $n->{body};
    my ($id, $time) = ("0000-$$-" . ++$s->{signed}, '2026-11-23T00:00:00Z');
    my $hook = $o{secret} // $o{hook} // $s->{webhook_id};
    my $text = join '|', $id, $time, $hook, Compress::Zlib::crc32($body);
    open my $f, '>', "$s->{dir}/text.$$" or die $!;
    print $f $text;
    close $f;
    my $key = $o{key_file} || "$s->{dir}/leaf.key";
    my $sig = `openssl dgst -sha256 -sign '$key' '$s->{dir}/text.$$'`;
    return { 'PAYPAL-TRANSMISSION-ID' => $id, 'PAYPAL-TRANSMISSION-TIME' => $time, 'PAYPAL-TRANSMISSION-SIG' => encode_base64($sig, ''),
        'PAYPAL-CERT-URL' => $o{cert_url} || $s->base . '/certs/CERT-1', 'PAYPAL-AUTH-ALGO' => $o{algo} || 'SHA256withRSA' };
}

1;
