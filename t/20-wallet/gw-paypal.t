# SPDX-License-Identifier: Apache-2.0
# PayPal: the whole way of a payment against a simulator of its API; capture, certificates, tokens, rupees.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use Smm::Gateway::PayPal;
use Smm::Gateway::Check qw(setup start status_of settled reviewed deliver notify_url gwcall whole_way refunds connection);
use Smm::Instance qw(smmctl wait_for rows);
use Smm::World qw(balance newcomer staff);

my %key = (client_id => "client-$$", client_secret => "client-secret-$$", webhook_id => "WEBHOOK$$");
my $sim = Smm::Gateway::PayPal->new(%key);
my %all = (%key, base_url => $sim->base, trusted_root => $sim->{root} =~ s/\n/ /gr);
setup('paypal', ['client_secret'], %key, base_url => $sim->base, trusted_root => $sim->{root});
my $set = { %key, base_url => $sim->base };

# a certificate that cannot be had now: the notice is to be sent again
my $c = newcomer();
my ($id, $ref) = start($c, 'paypal', '10.00');
my $n = $sim->do(pay => $ref);
$sim->chaos(certificate => 500);
is deliver($sim, $n), 503, 'no certificate now: try again';
is $sim->calls('capture'), 0, 'nothing is taken meanwhile';
is deliver($sim, $n), 200, '… and the next time it is taken';
ok settled($c, $id, 'paid'), 'approved, then captured: paid';
is balance($c), 10_000_000, 'credited';
is $sim->calls('certificate'), 2, 'the certificate is kept for the next ones';
is $sim->calls('capture'), 1, 'captured once';

my $credit;
($c, $credit) = whole_way($sim, 'paypal', wrong_amount => '1000.00', no_expiry => 1);

# what the notice says about itself
($id, $ref) = start($c, 'paypal', '18.00');
$n = $sim->do(pay => $ref);
is deliver($sim, $n, algo => 'SHA1withRSA'), 400, 'another algorithm: refused';
is deliver($sim, $n, hook => 'OTHERWEBHOOK'), 400, 'meant for another webhook: refused';
my $asked = $sim->calls('certificate');
is deliver($sim, $n, cert_url => $_), 400, "a certificate from $_: refused" for 'http://api.paypal.com/v1/certs/1', 'https://paypal.com.attacker.example/1', 'https://api.paypal.com@attacker.example/1', 'https://notpaypal.com/1', 'https://api.paypal.com:8443/1', 'file:///etc/passwd', $sim->base . '.attacker.example/certs/CERT-1', $sim->base . '/../certs/CERT-1';
is $sim->calls('certificate'), $asked, '… before anything is fetched';
my $other = tempdir(CLEANUP => 1);
Smm::Gateway::PayPal::chain($other, 'messageverificationcerts.paypal.com');
is deliver($sim, $n, key_file => "$other/leaf.key"), 400, 'signed by a key of another chain: refused';
is status_of($c, $id), 'pending', 'none of it moved anything';
is deliver($sim, $n), 200, 'the genuine one';
ok settled($c, $id, 'paid'), 'paid';
is balance($c), $credit += 18_000_000, 'credited';

# the way back asks by itself
($id, $ref) = start($c, 'paypal', '19.00');
$sim->do(pay => $ref);
$c->get("/app/payments/$id?back=1");
is status_of($c, $id), 'paid', 'coming back captures and credits';
is balance($c), $credit += 19_000_000, 'credited';

# another webhook: the old id counts while it is exchanged
($id, $ref) = start($c, 'paypal', '10.00');
$n = $sim->do(pay => $ref);
is((smmctl('panel', 'settings', 'set', 'gateway.paypal.webhook_id', "NEWHOOK$$"))[0], 0, 'another webhook');
is deliver($sim, $n), 400, 'signed for the old one: refused';
is((smmctl('panel', 'settings', 'set', 'gateway.paypal.webhook_id_old', $key{webhook_id}))[0], 0, 'the old one is kept for a while');
is deliver($sim, $n), 200, '… and taken';
ok settled($c, $id, 'paid'), 'paid';
is balance($c), $credit += 10_000_000, 'credited';
smmctl('panel', 'settings', 'set', 'gateway.paypal.webhook_id', $key{webhook_id});
smmctl('panel', 'settings', 'unset', 'gateway.paypal.webhook_id_old');

# captures that wait, and that are declined
$sim->do(capture_status => 'PENDING');
($id, $ref) = start($c, 'paypal', '20.00');
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'confirming'), 'captured, but PayPal looks at it';
is balance($c), $credit, 'not credited yet';
deliver($sim, $sim->do(captured => $ref, 'COMPLETED'));
ok settled($c, $id, 'paid'), '… and lets it pass';
is balance($c), $credit += 20_000_000, 'credited';
$sim->do(capture_status => 'DECLINED');
($id, $ref) = start($c, 'paypal', '21.00');
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'failed'), 'declined: failed';
$sim->do(capture_status => 'COMPLETED');

# a dispute names the capture only
($id, $ref) = start($c, 'paypal', '22.00');
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'paid'), 'paid';
$n = $sim->do(dispute => $ref);
is deliver($sim, $n), 200, 'a dispute is noticed';
my ($event) = $n->{body} =~ /"id":"(WH-\w+)"/;
is((rows('panel', "SELECT payment_id FROM notice WHERE event_key = '$event'"))[0][0], $id, '… and belongs to its payment');
is gwcall('paypal', $set, 'fetch', $ref)->{disputed}, 2200, '… and shows in what PayPal says';
$sim->do(decide => 'RESOLVED_SELLER_FAVOUR');
is gwcall('paypal', $set, 'fetch', $ref)->{disputed}, 0, 'won';
$sim->do(decide => 'RESOLVED_BUYER_FAVOUR');
is gwcall('paypal', $set, 'fetch', $ref)->{disputed}, 2200, 'lost';

# tokens: one for many calls, another when it is refused
my $tokens = $sim->calls('token');
($id, $ref) = start($c, 'paypal', '23.00');
$sim->do('forget_tokens');
deliver($sim, $sim->do(pay => $ref));
ok settled($c, $id, 'paid'), 'a token that PayPal forgot is fetched anew';
cmp_ok $sim->calls('token') - $tokens, '<=', 4, 'one a process, not one a call';

# refunds, keys, currencies
refunds($sim, 'paypal', $set, fee => 139, capture => sub { gwcall('paypal', $set, 'capture', $_[0]); is gwcall('paypal', $set, 'capture', $_[0])->{rc}, 'OK', 'captured twice: the same answer' });
connection($sim, 'paypal', $set, 'client_secret');
like gwcall('paypal', { %$set, webhook_id => 'UNKNOWN1' }, 'test')->{text}, qr/not the webhook's id/, 'an unknown webhook is told';
is gwcall('paypal', $set, 'create', 500000, 'HUF', "demo-P7$$", "key-of-forint-$$")->{rc}, 'OK', 'forints without decimals';
is gwcall('paypal', $set, 'create', 500050, 'HUF', "demo-P6$$", "key-of-fillér-$$")->{rc}, 'REFUSED', '… and none with';
my $made = gwcall('paypal', $set, 'create', 5000, 'JPY', "demo-P5$$", "key-of-yen-$$");
is $sim->do(object => $made->{ref})->{amount}, '5000', '5000 yen';
is gwcall('paypal', $set, 'fetch', $made->{ref})->{asked}, 5000, '… and back';

# the settings page of each profile
my $owner = staff();
for my $name ('paypal', 'paypal-inr') {
    my $page = "/staff/settings/gateway.$name";
    is $owner->get($page)->code, 200, "$name has a settings page";
    is $owner->submit($page, { "gateway.$name.enabled" => $name eq 'paypal' ? 1 : undef, "gateway.$name.fee_bps" => '25' })->code, 303, '… which saves';
    is $owner->xml($page)->findvalue("//field[\@name='gateway.$name.fee_bps']/\@value"), 25, '… and shows it again';
    is $owner->submit($page, { "gateway.$name.enabled" => $name eq 'paypal' ? 1 : undef, "gateway.$name.fee_bps" => '' })->code, 303, '… and takes it back';
}
like $owner->get('/staff/settings')->decoded_content, qr/PayPal \(INR\)/, 'under its own name';

# rupees are another profile with an app of its own
setup('paypal-inr', ['client_secret'], %key, base_url => $sim->base, trusted_root => $sim->{root}, 'fx.inr' => '80');
($id, $ref) = start($c, 'paypal-inr', '10.00');
is $sim->do(object => $ref)->{currency}, 'INR', 'asked for in rupees';
is $sim->do(object => $ref)->{amount}, '800.00', '… at the rate of the panel';
is deliver($sim, $sim->do(pay => $ref)), 200, 'noticed at its own address';
ok settled($c, $id, 'paid'), 'paid';
done_testing;
