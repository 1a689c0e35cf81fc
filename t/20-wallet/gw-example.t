# SPDX-License-Identifier: Apache-2.0
# The gateway of docs/examples, built by apxs outside the tree and loaded beside the panel's modules: the owner sets
# it up on the settings page, a customer pays with it, its notice leads to the credit.
use strict;
use warnings;
use Test::More;
use Smm::Gateway::Check qw(start status_of settled);
use Smm::World qw(staff newcomer balance);

package Smm::Gateway::ExamplePay {
    use parent -norequire, 'Smm::Gateway::Sim';
    use Digest::SHA qw(hmac_sha256_base64);
    sub authorised { my ($s, $r) = @_; return ($r->{headers}{authorization} // '') eq "Bearer $s->{key}" }
    sub op {
        my ($s, $method, $path) = @_;
        return (create => \&create) if "$method $path" eq 'POST /orders';
        return (fetch => \&fetch, $1) if "$method $path" =~ m{^GET /orders/(\w+)$};
        return;
    }
    sub create {
        my ($s, $r) = @_;
        return $s->once($r->{headers}{'idempotency-key'}, $r->{body}, sub {
            my $id = $s->next_id('ex');
            $s->put($id, { %{ $r->{json} }, status => 'waiting', paid => 0, page => $s->base . "/page/$id" });
            return (200, $s->view($id));
        });
    }
    sub fetch { my ($s, $r, $id) = @_; my $v = $s->view($id); return $v ? (200, $v) : (404, {}) }
    sub act_pay { my ($s, $id, $cents) = @_; my $o = $s->obj($id); @$o{qw(status paid receipt)} = ('done', $cents // $o->{cents}, "rc$id"); return { body => $s->encode({ event => $s->next_id('ev'), id => $id }) } }
    sub sign { my ($s, $n, %o) = @_; my $h = hmac_sha256_base64($n->{body}, $o{secret} // $s->{key}); $h .= '=' while length($h) % 4; return { 'X-Example-Signature' => $h } }
}

package main;
require Smm::Gateway::Sim;
my $sim = Smm::Gateway::ExamplePay->new(key => "example-key-$$");
my $owner = staff();
my $page = '/staff/settings/gateway.example';
is $owner->get($page)->code, 200, 'the settings page knows the module\'s settings';
my $c = newcomer();
unlike $c->get('/app/funds')->decoded_content, qr/value="example"/, 'not offered before it is set up';
is $owner->submit($page, { 'gateway.example.enabled' => 1, 'gateway.example.base_url' => $sim->base, 'gateway.example.key' => $sim->{key} })->code, 303, 'set up';
like $c->get('/app/funds')->decoded_content, qr/value="example"/, 'offered then';
my ($id, $ref) = start($c, 'example', '25.00');
my $n = $sim->do(pay => $ref);
my $url = $ENV{SMM_TEST_URL} . '/pay/notify/example/' . 'x' x 40;
is $sim->deliver({ %$n, url => $url, headers => $sim->sign($n) }), 404, 'its address cannot be guessed';
$c->get("/app/payments/$id?back=1");
ok settled($c, $id, 'paid'), 'coming back asks the processor: paid';
is balance($c), 25_000_000, 'credited';
($id, $ref) = start($c, 'example', '12.00');
$sim->do(pay => $ref);
ok settled($c, $id, 'paid', 60), 'and the poller asks by itself';
is balance($c), 37_000_000, 'credited';
($id, $ref) = start($c, 'example', '12.00');
$sim->lie($ref, reference => 'demo-P1');
$sim->do(pay => $ref);
$c->get("/app/payments/$id?back=1");
ok Smm::Gateway::Check::reviewed($id), 'an answer about another payment is for a person';
is balance($c), 37_000_000, '… and credits nothing';
is $owner->submit($page, { 'gateway.example.base_url' => '' })->code, 303, 'switched off again';
unlike $c->get('/app/funds')->decoded_content, qr/value="example"/, 'no longer offered';
done_testing;
