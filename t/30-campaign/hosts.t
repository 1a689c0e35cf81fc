# SPDX-License-Identifier: Apache-2.0
# What the sandbox does by link host, all at once through both panels, and what each does to the money;
# the same by API, where the unspent part comes back by itself; a waiting campaign that is withdrawn.
use strict;
use warnings;
use Test::More;
use JSON qw(decode_json);
use Smm::World qw(staff newcomer fund service place balance usd provider pause);
use Smm::Instance qw(wait_for smmctl mails rows);

my ($staff, $c) = (staff(), newcomer(name => 'hosts'));
fund($c, '300.00', $staff);
my $s   = service($c);
my $sid = $s->getAttribute('id');
my $charge = int((usd($s->getAttribute('rate-usd')) * 1000 + 999) / 1000);
my %end = (complete => 'Completed', partial => 'Partial', cancel => 'Canceled', stuck => 'Pending', slow => 'Completed', drop => 'Completed');
my $before = balance($c);
my %id = map { $_ => place($c, $sid, "https://$_.example/page?x=$$&y=1", 1000) } keys %end, 'refuse';
is balance($c), $before - 8 * $charge + $charge, 'seven are paid for';
$c->submit('/app/api', { name => 'hosts' });
my $key = $c->xml('/app/api')->findvalue('//content/@new-key');
sub api { return decode_json($c->raw_post('/api/v2', { key => $key, @_ })->content) }
my %api = map { $_ => api(action => 'add', service => $sid, link => "https://sub.$_.example/api", quantity => 1000)->{order} } qw(complete partial cancel);
sub one { my ($id) = @_; return ($c->xml("/app/campaigns/$id")->findnodes('(//campaign)[1]'))[0] }
sub at  { my ($id, $a) = @_; return one($id)->getAttribute($a) // '' }

for my $h (sort keys %end) {
    ok wait_for(60, sub { at($id{$h}, 'status') eq $end{$h} }), "$h.example: $end{$h}" or diag at($id{$h}, 'status');
}
ok wait_for(60, sub { $staff->xml("/staff/campaigns/$id{refuse}")->findvalue('(//campaign/@state)[1]') =~ /^(?:canceled|rejected)$/ }), 'refuse.example: refused by the second panel';
is at($id{complete}, 'remains'), '0', 'complete: nothing remains';
like at($id{complete}, 'start-count'), qr/^\d+$/, '… with a start count';
is at($id{partial}, 'remains'), '400', 'partial: stops at 60 %';
is usd(at($id{partial}, 'refundable-usd')), int($charge * 400 / 1000), '… two fifths can come back, rounded down';
is usd(at($id{cancel}, 'refundable-usd')), $charge, 'cancel: all can come back';
is at($id{stuck}, 'remains'), '1000', 'stuck: all remains' if at($id{stuck}, 'remains') ne '';
is usd(at($id{$_}, 'refundable-usd')), 0, "$_: nothing to come back" for qw(complete stuck slow drop);
like $c->get("/app/campaigns/$id{partial}")->decoded_content, qr/x=$$&amp;y=1/, 'the link is shown as it was typed';

for my $h (qw(complete stuck slow)) {
    my $res = $c->raw_post("/app/campaigns/$id{$h}/terminate", { csrf => $c->xml('/app')->findvalue('(//user/@csrf)[1]'), key => "term-$$-$h-x" });
    is $res->code, 409, "$h cannot be terminated";
}
my $now = balance($c);
is $c->submit("/app/campaigns/$id{$_}/terminate", {})->code, 303, "$_ is terminated" for qw(partial cancel);
is balance($c), $now + int($charge * 400 / 1000) + $charge, 'what was not spent came back, to the last micro-dollar';
my $refused = $staff->xml("/staff/campaigns/$id{refuse}")->findvalue('(//campaign/@state)[1]');
ok $refused eq 'rejected' || usd(at($id{refuse}, 'refundable-usd')) == $charge, 'refused: the money is back or can come back';

# by API: back by itself
ok wait_for(60, sub { api(action => 'status', order => $api{partial})->{status} eq 'Partial' }), 'API: partial';
my $st = api(action => 'status', order => $api{partial});
is usd($st->{charge}), $charge - int($charge * 400 / 1000), '… its charge is what was spent';
is $st->{remains}, '400', '… and what remains is told';
ok wait_for(60, sub { api(action => 'status', order => $api{cancel})->{status} eq 'Canceled' }), 'API: canceled';
is usd(api(action => 'status', order => $api{cancel})->{charge}), 0, '… costs nothing';
ok wait_for(60, sub { api(action => 'status', order => $api{complete})->{status} eq 'Completed' }), 'API: completed';
my $csrf = $c->xml('/app')->findvalue('(//user/@csrf)[1]');
is $c->raw_post("/app/campaigns/$api{partial}/terminate", { csrf => $csrf, key => "term-api-$$-1" })->code, 409, 'nothing more comes back';

# waiting: withdrawn on the page and by API
my $provider = provider($staff);
pause($staff, $provider, 1);
END { pause($staff, $provider, 0) if $provider }
$now = balance($c);
my $w = place($c, $sid, 'https://complete.example/wait', 1000);
my $o = api(action => 'add', service => $sid, link => 'https://complete.example/wait2', quantity => 1000)->{order};
is $c->raw_post('/api/v2', { key => $key, action => 'cancel', orders => $o })->content, qq([{"order":$o,"cancel":1}]), 'API: withdrawn';
is $c->submit("/app/campaigns/$w", {}, action => '/cancel')->code, 303, 'withdrawn';
is balance($c), $now, 'both are paid back';
is at($w, 'status'), 'Canceled', 'and over';
is $c->raw_post("/app/campaigns/$w/cancel", { csrf => $csrf, key => "cancel-$$-2" })->code, 409, 'once';
pause($staff, $provider, 0);
$provider = 0;
sleep 2;
is scalar(rows('upstream', "SELECT id FROM sandbox_log WHERE link LIKE '%/wait%'")), 0, 'neither was ever sent';

# each order was made once at the end of the chain
for my $h (sort keys %end) {
    is scalar(rows('upstream', "SELECT id FROM sandbox_log WHERE link = 'https://$h.example/page?x=$$&y=1'")), 1, "$h was made once";
}
is scalar(rows('upstream', "SELECT id FROM sandbox_log WHERE link = 'https://refuse.example/page?x=$$&y=1'")), 0, 'refuse was not';
ok wait_for(30, sub { grep { /campaign/i && /Partial|stopped|part/i } mails($c->{mail}) }), 'a mail tells of the end';
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
($rc, $out) = smmctl('upstream', 'verify');
is $rc, 0, '… of both panels' or diag $out;
done_testing;
