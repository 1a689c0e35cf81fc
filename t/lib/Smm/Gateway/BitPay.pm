# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::BitPay;

# BitPay as far as the panel uses it: invoices of the point-of-sale facade, found again by an id of the caller; notices signed
# with the token; refunds of the merchant facade, whose requests carry a signature that openssl checks here.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';
use Digest::SHA qw(hmac_sha256_base64);
use File::Temp qw(tempdir);
use JSON ();

my $json = JSON->new->canonical->utf8;

sub lie_fields { return { amount => 'price', currency => 'currency', reference => 'orderId' } }
sub other_currency { return 'EUR' }

sub token_of { my ($r) = @_; return $r->{query}{token} // ($r->{json} || {})->{token} // '' }
sub authorised {
    my ($s, $r) = @_;
    return 0 unless ($r->{headers}{'x-accept-version'} // '') eq '2.0.0';
    return token_of($r) eq $s->{token} unless $r->{path} =~ m{^/refunds};
    return token_of($r) eq $s->{merchant_token} && $s->signed($r);
}

# X-Signature: ECDSA (secp256k1) over the SHA-256 of address and body; X-Identity: the compressed key.
sub signed {
    my ($s, $r) = @_;
    my ($id, $sig) = map { $_ // '' } @{ $r->{headers} }{qw(x-identity x-signature)};
    return 0 unless $id =~ /^0[23][0-9a-f]{64}$/ && $sig =~ /^(?:[0-9a-f]{2})+$/;
    return 0 if ($s->{identity} //= $id) ne $id;
    my $dir = tempdir(CLEANUP => 1);
    my $query = join '&', map { "$_=$r->{query}{$_}" } sort keys %{ $r->{query} };
    my %file = (key => pack('H*', "3036301006072a8648ce3d020106052b8104000a032200$id"), sig => pack('H*', $sig),
        text => $s->base . $r->{path} . (length $query ? "?$query" : '') . $r->{body});
    for my $name (keys %file) { open my $f, '>:raw', "$dir/$name" or die $!; print $f $file{$name} }
    local ($?, $SIG{CHLD}) = (0, 'DEFAULT');
    return system("openssl dgst -sha256 -keyform DER -verify $dir/key -signature $dir/sig $dir/text >/dev/null 2>&1") == 0;
}

sub op {
    my ($s, $method, $path) = @_;
    return (create => \&create) if "$method $path" eq 'POST /invoices';
    return (find => \&find, $1) if "$method $path" =~ m{^GET /invoices/guid/([\w-]+)$};
    return (test => sub { return (404, { error => 'Object not found' }) }) if "$method $path" eq 'GET /invoices/smm-connection-test';
    return (fetch => \&fetch, $1) if "$method $path" =~ m{^GET /invoices/(\w+)$};
    return (refund => \&refund) if "$method $path" eq 'POST /refunds';
    return (fetch_refund => \&fetch_refund, $1) if "$method $path" =~ m{^GET /refunds/(\w+)$};
    return;
}
sub data { my ($v) = @_; return (200, { data => { %$v, lies => undef, token => undef } }) }
sub create {
    my ($s, $r) = @_;
    my $in = $r->{json} or return (400, { error => 'JSON' });
    return (400, { error => 'fields' }) unless $in->{price} > 0 && $in->{currency} =~ /^[A-Z]{3}$/ && $in->{guid} =~ /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    my ($old) = grep { ($_->{guid} // '') eq $in->{guid} } $s->all;
    return data($s->view($old->{id})) if $old;
    my $id = $s->next_id('bp');
    $s->put($id, { %$in, id => $id, status => 'new', exceptionStatus => JSON::false, url => $s->base . "/invoice?id=$id" });
    return data($s->view($id));
}
sub find { my ($s, $r, $guid) = @_; my ($o) = grep { ($_->{guid} // '') eq $guid } $s->all; return $o ? data($s->view($o->{id})) : (404, { error => 'Object not found' }) }
sub fetch { my ($s, $r, $id) = @_; my $v = $s->view($id); return $v ? data($v) : (404, { error => 'Object not found' }) }
sub refund {
    my ($s, $r) = @_;
    my $in = $r->{json};
    my $o = $s->has($in->{invoiceId}) or return (404, { error => 'Object not found' });
    return (400, { error => 'not complete' }) unless $o->{status} eq 'complete';
    my $id = $s->next_id('rf');
    $s->put($id, { id => $id, invoice => $in->{invoiceId}, amount => $in->{amount}, currency => $in->{currency}, status => 'created' });
    $s->paid_back($o->{orderId}, int($in->{amount} * 100 + 0.5));
    return data($s->view($id));
}
sub fetch_refund { my ($s, $r, $id) = @_; my $v = $s->view($id); return $v ? data($v) : (404, { error => 'Object not found' }) }

# ---- what the test may do -----------------------------------------------------------------------

# An invoice or a refund gets another status; the answer is the notice.
sub act_becomes {
    my ($s, $id, $status, %more) = @_;
    my $o = $s->obj($id);
    %$o = (%$o, status => $status, %more);
    $s->received($id, $o->{orderId}, int($o->{price} * 100 + 0.5)) if $status eq 'complete';
    my %name = (complete => 'invoice_completed', confirmed => 'invoice_confirmed', paid => 'invoice_paidInFull', expired => 'invoice_expired', invalid => 'invoice_failedToConfirm', declined => 'invoice_declined');
    return { event => $status, headers => {}, body => $json->encode({ event => { code => 1006, name => $name{$status} // "invoice_$status" },
        data => { id => $id, orderId => $o->{orderId}, status => $status, price => $o->{price}, currency => $o->{currency} } }) };
}
sub act_pay { my ($s, $id) = @_; return $s->act_becomes($id, 'complete') }
sub act_expire { my ($s, $id) = @_; return $s->act_becomes($id, 'expired') }
sub sign {
    my ($s, $n, %o) = @_;
    my $mac = hmac_sha256_base64($n->{body}, $o{secret} // $s->{token});
    return { 'x-signature' => $mac . '=' x (-length($mac) % 4) };
}

1;
