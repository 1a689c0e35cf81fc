# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::Paytm;

# Paytm as far as the panel uses it: QR codes for an order, the status of an order, refunds; notices as a form and
# as JSON, both with Paytm's checksum. An order id can be used once.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use Digest::SHA qw(sha256_hex);
use IPC::Open2;
use MIME::Base64 qw(encode_base64 decode_base64);
use POSIX qw(strftime);
use URI::Escape qw(uri_escape);

my $iv = unpack 'H*', '@@@@&&&&####$$$$';

sub aes {
    my ($s, $text, @how) = @_;
    local $SIG{CHLD} = 'DEFAULT';    # the simulator's server ignores it
    my $pid = open2(my $out, my $in, 'openssl', 'enc', '-aes-128-cbc', '-K', unpack('H*', $s->{merchant_key}), '-iv', $iv, @how);
    binmode $_ for $in, $out;
    print $in $text;
    close $in;
    my $got = do { local $/; <$out> };
    waitpid $pid, 0;
    return $? ? undef : $got;
}
sub checksum { my ($s, $text) = @_; my $salt = join '', map { ('a' .. 'z')[rand 26] } 1 .. 4; return encode_base64($s->aes(sha256_hex("$text|$salt") . $salt), '') }
sub checks {
    my ($s, $text, $sum) = @_;
    my $plain = $s->aes(decode_base64($sum // ''), '-d') // return;
    return length $plain == 68 && substr($plain, 0, 64) eq sha256_hex("$text|" . substr $plain, 64);
}

sub authorised { return 1 }    # the signature is in the body: a wrong one is an answer, not a 401

sub op {
    my ($s, $method, $path) = @_;
    my $call = "$method $path";
    return (create => sub { $_[0]->signed($_[1], \&create) }) if $call eq 'POST /paymentservices/qr/create';
    return (fetch => sub { $_[0]->signed($_[1], \&status) }) if $call eq 'POST /v3/order/status';
    return (refund => sub { $_[0]->signed($_[1], \&refund) }) if $call eq 'POST /refund/apply';
    return (fetch_refund => sub { $_[0]->signed($_[1], \&refund_status) }) if $call eq 'POST /v2/refund/status';
    return;
}

sub body { my ($status, $code, %more) = @_; return (200, { head => { responseTimestamp => time, version => 'v1' }, body => { resultInfo => { resultStatus => $status, resultCode => $code, resultMsg => 'simulated' }, %more } }) }

sub signed {
    my ($s, $r, $do) = @_;
    my ($text) = $r->{body} =~ /"body":(\{.*\})\}\s*\z/s;
    my $in = $r->{json} or return (400, { error => 'JSON' });
    return body('TXN_FAILURE', '227') unless $text && $s->checks($text, $in->{head}{signature});
    return body('TXN_FAILURE', '335') unless ($in->{body}{mid} // '') eq $s->{mid};
    return $do->($s, $in->{body}, $in->{head});
}

sub create {
    my ($s, $in, $head) = @_;
    return body('FAILURE', 'QR_1001') unless $in->{amount} =~ /^\d+\.\d\d$/ && $in->{businessType} eq 'UPI_QR_CODE' && length $in->{posId} && length $head->{clientId};
    return body('FAILURE', 'QR_1020') if $s->has($in->{orderId});
    $s->put($in->{orderId}, { asked => $in->{amount}, state => 'open' });
    return body('SUCCESS', 'QR_0001', qrCodeId => $s->next_id('QR'), qrData => "upi://pay?pa=paytm\@sim&pn=Test%20Shop&tr=$in->{orderId}&am=$in->{amount}&cu=INR");
}

sub status {
    my ($s, $in) = @_;
    my $o = $s->view($in->{orderId});
    return body('TXN_FAILURE', '334') if !$o || $o->{state} eq 'open';
    my %seen = (mid => $o->{mid} // $s->{mid}, orderId => $o->{orderId} // $in->{orderId}, txnId => $o->{txn}, txnAmount => $o->{paid}, txnDate => $o->{date}, gatewayName => 'SIM');
    return body('PENDING', '402', %seen) if $o->{state} eq 'pending';
    return body('TXN_FAILURE', '810', %seen) if $o->{state} eq 'failed';
    return body('TXN_SUCCESS', '01', %seen, bankTxnId => $o->{bank}, refundAmt => $o->{back} // '0.00');
}

sub refund {
    my ($s, $in) = @_;
    my $o = $s->has($in->{orderId});
    return body('TXN_FAILURE', '600') unless $o && $o->{state} eq 'paid' && $o->{txn} eq $in->{txnId} && $in->{txnType} eq 'REFUND';
    my $key = "refund/$in->{refId}";
    if (!$s->has($key)) {
        return body('TXN_FAILURE', '617') if $in->{refundAmount} + ($o->{back} // 0) > $o->{paid};
        $s->put($key, { amount => $in->{refundAmount}, order => $in->{orderId} });
        $o->{back} = sprintf '%.2f', ($o->{back} // 0) + $in->{refundAmount};
        $s->paid_back($in->{orderId}, $in->{refundAmount} * 100);
    }
    return body('PENDING', '601', refId => $in->{refId}, refundId => $key);
}
sub refund_status {
    my ($s, $in) = @_;
    my $o = $s->has("refund/$in->{refId}") or return body('TXN_FAILURE', '631');
    return body('TXN_SUCCESS', '10', refId => $in->{refId}, refundAmount => $o->{amount});
}

# ---- what the test may do ----------------------------------------------------------------------------------

# Money for an order; without one of a QR code: for the shop's fixed code. age: seconds ago.
sub act_pay {
    my ($s, $order, $amount, %o) = @_;
    my $x = $s->has($order) || $s->put($order, { asked => $amount });
    $amount //= $x->{asked};
    @$x{qw(state paid txn bank date)} = ($o{state} || 'paid', $amount, $s->next_id('2026112300'), sprintf('%012d', ++$s->{utr} + 600_000_000_000), strftime('%Y-%m-%d %H:%M:%S.0', gmtime(time + 19800 - ($o{age} || 0))));
    $s->received($x->{txn}, $order, $amount * 100) if $x->{state} eq 'paid';
    return $s->notice($order);
}
sub act_state { my ($s, $order, $state) = @_; $s->obj($order)->{state} = $state; return 1 }

sub notice {
    my ($s, $order) = @_;
    my $o = $s->obj($order);
    return { order => $order, fields => { MID => $s->{mid}, ORDERID => $order, TXNID => $o->{txn}, TXNAMOUNT => $o->{paid}, CURRENCY => 'INR', PAYMENTMODE => 'UPI', TXNDATE => $o->{date},
        STATUS => $o->{state} eq 'paid' ? 'TXN_SUCCESS' : 'TXN_FAILURE', RESPCODE => '01', RESPMSG => 'Txn Success', GATEWAYNAME => 'SIM', BANKTXNID => $o->{bank}, BANKNAME => '' } };
}

# A notice as Paytm sends it: (body, type). how: form or json; key and more to spoil it.
sub sealed {
    my ($s, $n, %o) = @_;
    local $s->{merchant_key} = $o{key} || $s->{merchant_key};
    my %f = (%{ $n->{fields} }, %{ $o{fields} || {} });
    if (($o{how} || 'form') eq 'json') {
        my $body = $s->encode({ mid => $f{MID}, orderId => $f{ORDERID}, txnId => $f{TXNID}, txnAmount => $f{TXNAMOUNT}, status => $f{STATUS}, txnType => 'QR_PAYMENT' });
        my $sum = $s->checksum($body);
        return (qq({"head": {"signature": "$sum"}, "body": $body}), 'application/json');
    }
    $f{CHECKSUMHASH} = $s->checksum(join '|', map { $f{$_} } sort grep { $_ ne 'CHECKSUMHASH' } keys %f);
    return (join('&', map { "$_=" . uri_escape($f{$_}) } sort keys %f), 'application/x-www-form-urlencoded');
}

1;
