# SPDX-License-Identifier: Apache-2.0
# v5.0.0-8.2.1, 8.2.2, 8.4.1, 3.5.1, 3.5.3 and G16: every route of the table as anonymous, as another
# customer, as staff without right, as customers of two other panels (one on this very database); with
# every method; with another session's token; with a repeated key and other fields. The list is
# docs/routes.md, which scripts/check-routes keeps equal to the tables.
use strict;
use warnings;
use Test::More;
use HTTP::Request;
use Smm::Client;
use Smm::World qw(newcomer pause place balance);
use Smm::Walk qw(routes world concrete forms_of good_values);

my $w = world();
my ($owner, $staff) = @$w{qw(customer staff)};
END { pause($staff, $w->{provider}, 0) if $staff }
my $stranger = newcomer();
my $anon     = Smm::Client->new;
sub csrf { return shift->xml('/app')->findvalue('(//user/@csrf)[1]') }
my %token = (stranger => csrf($stranger), owner => csrf($owner));

# One person, signed in at the panel next door: same database, same account, nothing of this panel.
my $side = Smm::Client->new(base => $ENV{SMM_TEST_SIDE});
is $side->sign_in($owner->{user}, $owner->{password})->code, 303, 'the same person signs in next door';
is $side->xml('/app')->findvalue('(//@balance-usd)[1]'), '0.00', '… with no money there';
is $side->xml("/app/$_")->findvalue("count(//campaign | //invoice | //ticket | //entry | //api-key)"), 0, "… no $_" for qw(campaigns invoices tickets ledger api);
# Another network's customer, whose cookie goes here.
my $foreign = borrow(newcomer(base => $ENV{SMM_TEST_UP}));
my $borrowed = borrow($side);

# Staff who are not owner.
my $helper = newcomer(name => 'helper');
{
    my $id = $staff->xml("/staff/customers?q=$helper->{user}")->findvalue('(//customer/@id)[1]');
    is $staff->submit("/staff/customers/$id/role", { role => 'staff', reason => 'a helper' })->code, 303, 'a helper becomes staff';
    is $helper->get('/staff')->code, 200, '… at once';
    is $helper->raw_post("/staff/customers/$id/role", { role => 'owner', reason => 'me too', csrf => csrf($helper) })->code, 403, '… and makes nobody owner';
}
$token{helper} = csrf($helper);

# The cookies of a client of another panel, sent to this one under this panel's name.
sub borrow {
    my ($from) = @_;
    my $c = Smm::Client->new;
    my @all;
    $from->{ua}->cookie_jar->scan(sub { push @all, [$_[1], $_[2]] });
    for my $k (@all) { (my $name = $k->[0]) =~ s/^smm-\w+/smm-demo/; $c->{ua}->cookie_jar->set_cookie(0, $name, $k->[1], '/', '127.0.0.1', undef, 0, 0, 3600, 0) }
    return $c;
}

sub ask {
    my ($c, $method, $url, %f) = @_;
    return $method eq 'GET' ? $c->get($url) : $c->raw_post($url, {%f});
}
sub turned_away { my ($res) = @_; return $res->code == 403 || ($res->code == 303 && $anon->location($res) =~ m{^/signin}) }

my %methods; # path => methods of the table
push @{ $methods{ $_->[1] } }, $_->[0] for routes();
my $money = balance($owner);
for my $r (routes()) {
    my ($m, $path, $access, $form) = @$r;
    next if $access eq 'machine';
    for my $url (concrete($w, $path)) {
        my $what = "$m $path" . ($url ne $path ? " ($url)" : '');
        my $res = ask($anon, $m, $url);
        cmp_ok $res->code, '<', 500, "$what as anonymous: no server error";
        my $own = $path =~ /:(?:id|slug)/ && $path !~ m{^/(?:help|services|assets|verify|password|sandbox)};
        if ($access =~ /^(customer|staff|owner)$/) {
            ok turned_away($res), "$what as anonymous: sign in first (" . $res->code . ')';
            ok turned_away($res = ask($foreign, $m, $url)), '… with a session of another network: the same (' . $res->code . ')';
            ok turned_away($res = ask($borrowed, $m, $url)), '… with a session of the panel next door: the same (' . $res->code . ')';
            if ($own && $access eq 'customer') {
                $res = ask($side, $m, $url, csrf => csrf($side), key => "side-$$-" . rand);
                ok $res->code == 404 || ($m eq 'POST' && $res->code == 422), '… next door, as the owner: does not exist there (' . $res->code . ')';
            }
        }
        is ask($stranger, $m, $url, csrf => $token{stranger})->code, 403, "$what as customer: no right" if $access =~ /^(staff|owner)$/;
        is ask($helper, $m, $url, csrf => $token{helper})->code, 403, "$what as staff: no right" if $access eq 'owner';
        if ($access eq 'customer' && $own && $path ne '/app/membership/:id') { # plans are everybody's
            my $code = ask($stranger, $m, $url, csrf => $token{stranger}, key => "walk-$$-" . rand)->code;
            ok $code == 404 || ($m eq 'POST' && $code == 422), "$what as another customer: does not exist ($code)";
        }
        if ($m eq 'POST' && $access =~ /^(customer|staff|owner)$/) {
            my $who = $access eq 'customer' ? $owner : $staff;
            is ask($who, $m, $url)->code, 403, "$what without a token: refused";
            is ask($who, $m, $url, csrf => $token{stranger})->code, 403, '… with the token of another session: refused';
            is ask($who, $m, $url, csrf => csrf($side))->code, 403, '… with the token of the panel next door: refused';
            is $who->raw_post($url, { csrf => csrf($who) }, Origin => 'https://evil.example', 'Sec-Fetch-Site' => 'cross-site')->code, 403, '… from another site: refused';
        }
        if ($m eq 'GET' && $url !~ m{^/verify/} ) {
            my $who = $access =~ /^(?:staff|owner)$/ ? $staff : $access eq 'customer' ? $owner : $anon;
            my $get = $who->get($url);
            my $head = $who->{ua}->head($who->url($url));
            is $head->code, $get->code, "HEAD $url: " . $get->code;
            is length $head->content, 0, '… without a body';
            is $head->header($_), $get->header($_), "… with its $_" for qw(Content-Type Content-Security-Policy X-Content-Type-Options);
        }
    }
}
is balance($owner), $money, 'nothing of it moved the owner\'s money';

# methods that no route has
for my $path (sort keys %methods) {
    my ($url) = concrete($w, $path);
    next if $path eq '/verify/address' || grep { $_ eq '*' } @{ $methods{$path} }; # GET there is /verify/:slug
    my %has = map { $_ => 1 } map { $_ eq 'GET' ? qw(GET HEAD) : $_ } @{ $methods{$path} };
    my @got;
    for my $m (grep { !$has{$_} } qw(GET POST PUT DELETE PATCH PROPFIND TRACE FOO)) {
        my $res = $owner->{ua}->request(HTTP::Request->new($m => $owner->url($url), [], $m eq 'POST' ? '' : undef));
        # httpd itself answers TRACE, and 501 for words that are no method
        push @got, "$m:" . $res->code unless $res->code == 405 || ($m eq 'FOO' && $res->code == 501);
        push @got, "$m: no Allow" if $res->code == 405 && !length($res->header('Allow') // '') && $m ne 'TRACE';
    }
    is "@got", '', "$path: other methods are refused with 405 and Allow";
}

sub today { my @t = gmtime; return sprintf '%04d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3] }

# the same key with other fields: 409, with the same fields: the same answer
my @keyed = (
    ['/app/campaigns/new', "/app/campaigns/new?service=$w->{service}", { service => $w->{service}, link => 'https://stuck.example/keyed', quantity => 1000 }, { quantity => 1001 }, $owner],
    ['/app/funds', '/app/funds', { amount => '31.00', method => 'bank' }, { amount => '32.00' }, $owner],
    ['/app/tickets/new', '/app/tickets/new', { type => 'other', subject => 'Keyed', campaigns => '', body => 'Once.' }, { body => 'Twice.' }, $owner],
    ["/app/tickets/$w->{id}{tickets}[0]", "/app/tickets/$w->{id}{tickets}[0]", { body => 'Once more.' }, { body => 'And again.' }, $owner],
    ["/app/payments/$w->{id}{'app/payments'}[0]/claim", "/app/payments/$w->{id}{'app/payments'}[0]", { reference => 'KEYED 1', amount => '15', note => '' }, { reference => 'KEYED 2' }, $owner],
    ["/staff/tickets/$w->{id}{tickets}[0]", "/staff/tickets/$w->{id}{tickets}[0]", { body => 'An answer.', status => 'answered' }, { body => 'Another.' }, $staff],
    ["/staff/payments/$w->{id}{'staff/payments'}[0]/confirm", "/staff/payments/$w->{id}{'staff/payments'}[0]", { amount => '5.00', reason => 'keyed' }, { amount => '6.00' }, $staff],
    ["/app/payments/$w->{coin}/coin", "/app/payments/$w->{coin}", { txid => 'ab' x 32, note => '' }, { txid => 'cd' x 32 }, $owner],
    ["/staff/payments/$w->{coin}/coin", "/staff/payments/$w->{coin}", { txid => sprintf('%064x', $$ * 65536 + time % 65536), output => 0, amount => '0.007', confirmations => 1, reason => '' }, { amount => '0.006' }, $staff],
    ['/app/api', '/app/api', { name => 'keyed' }, { name => 'other' }, $owner],
    ["/staff/customers/$w->{id}{'staff/customers'}[0]/move", "/staff/customers/$w->{id}{'staff/customers'}[0]/move", { to => $stranger->{user}, amount => '0.01', reason => 'keyed', confirm => 1 }, { amount => '0.02' }, $staff],
    ["/staff/customers/$w->{id}{'staff/customers'}[0]/adjust", "/staff/customers/$w->{id}{'staff/customers'}[0]/adjust", { direction => 'credit', amount => '1.00', reason => 'keyed', confirm => 1 }, { amount => '2.00' }, $staff],
    ["/app/campaigns/$w->{waiting}/cancel", "/app/campaigns/$w->{waiting}/cancel", {}, undef, $owner],
    ["/app/campaigns/$w->{id}{'app/campaigns'}[1]/terminate", "/app/campaigns/$w->{id}{'app/campaigns'}[1]/terminate", {}, undef, $owner],
    ["/staff/payments/$w->{id}{'staff/payments'}[1]/settle", "/staff/payments/$w->{id}{'staff/payments'}[1]", { reason => 'keyed' }, { reason => 'other' }, $staff],
    ["/app/payments/$w->{id}{'app/payments'}[-1]/lost", "/app/payments/$w->{id}{'app/payments'}[-1]/lost", { date => today(), amount => '21', payer => 'Keyed', phone => '', note => '' }, { payer => 'Other' }, $owner],
    ["/app/payments/$w->{id}{'app/payments'}[-1]/request", "/app/payments/$w->{id}{'app/payments'}[-1]/request", { email => 'keyed@people.example' }, { email => 'other@people.example' }, $owner],
    ["/staff/claims/$w->{id}{'staff/claims'}[0]/confirm", "/staff/claims/$w->{id}{'staff/claims'}[0]", { line => '', reference => "KEYED $$", amount => '21', reason => 'keyed' }, { amount => '20' }, $staff],
    ["/staff/claims/$w->{id}{'staff/claims'}[1]/reject", "/staff/claims/$w->{id}{'staff/claims'}[1]", { reason => 'keyed' }, { reason => 'other' }, $staff],
    ["/staff/claims/$w->{id}{'staff/claims'}[2]/done", "/staff/claims/$w->{id}{'staff/claims'}[2]", { reason => 'keyed' }, { reason => 'other' }, $staff],
    ["/staff/money/$w->{id}{'staff/money'}[0]/pay", "/staff/money/$w->{id}{'staff/money'}[0]", { payment => "P$w->{id}{'app/payments'}[-1]", reason => 'keyed' }, { reason => 'other' }, $staff],
    ["/staff/money/$w->{id}{'staff/money'}[1]/ignore", "/staff/money/$w->{id}{'staff/money'}[1]", { reason => 'keyed' }, { reason => 'other' }, $staff],
    ["/staff/money/$w->{id}{'staff/money'}[2]/reopen", "/staff/money/$w->{id}{'staff/money'}[2]", {}, undef, $staff],
    ['/staff/statements/new', '/staff/statements/new', { bank => 'Keyed', currency => 'USD', separator => 'comma', decimal => 'point', date_order => 'ymd', skip => 0, col_date => 1, col_amount => 2, col_reference => 3, col_text => 4,
        lines => today() . ',1.00,K1,keyed', what => 'import' }, { bank => 'Other' }, $staff],
    ["/staff/payments/$w->{id}{'staff/payments'}[2]/refund", "/staff/payments/$w->{id}{'staff/payments'}[2]", { amount => '1.00', cause => 'asked', reason => 'keyed', confirm => 1 }, { amount => '2.00' }, $staff],
    ["/staff/refunds/$w->{id}{'staff/refunds'}[0]/sent", "/staff/refunds/$w->{id}{'staff/refunds'}[0]", { reference => 'KEYED' }, { reference => 'OTHER' }, $staff],
    ["/staff/refunds/$w->{id}{'staff/refunds'}[2]/note", "/staff/refunds/$w->{id}{'staff/refunds'}[2]", { decision => 'close', note => 'keyed' }, { note => 'other' }, $staff],
    ["/staff/refunds/$w->{id}{'staff/refunds'}[1]/failed", "/staff/refunds/$w->{id}{'staff/refunds'}[1]", { reason => 'keyed' }, { reason => 'other' }, $staff],
    ["/staff/invoices/$w->{slug}{'staff/invoices'}/credit", "/staff/invoices/$w->{slug}{'staff/invoices'}/credit", { amount => '1.00', reason => 'keyed' }, { amount => '2.00' }, $staff],
    ['/app/tds', '/app/tds', { invoices => $w->{claimable}, deductor => 'Keyed', tan => 'MUMA12345B', pan => 'AAACA1234C', fy => 2026, quarter => 1, section => '194C' }, { deductor => 'Other' }, $owner],
    ["/staff/tds/$w->{id}{'staff/tds'}[0]", "/staff/tds/$w->{id}{'staff/tds'}[0]", { event => 'start_review', note => 'keyed' }, { note => 'other' }, $staff],
    ["/app/payments/$w->{join}[0]/join", "/app/payments/$w->{join}[0]", { with => $w->{join}[1] }, { with => 1 }, $owner],
    ["/staff/payments/$w->{join}[2]/join/refuse", "/staff/payments/$w->{join}[2]", { reason => 'keyed' }, { reason => 'other' }, $staff],
    ["/staff/payments/$w->{join}[2]/join", "/staff/payments/$w->{join}[2]", { with => $w->{join}[1], reason => 'keyed', confirm => 1 }, { reason => 'other' }, $staff],
    ['/app/post-payment', '/app/post-payment', { kind => 'agency', about => 'An agency that is keyed.' }, { about => 'An agency that is other.' }, $owner],
    ["/staff/post-payment/$w->{id}{'staff/post-payment'}[0]", "/staff/post-payment/$w->{id}{'staff/post-payment'}[0]", { what => 'refuse', note => 'keyed' }, { note => 'other' }, $staff],
    ['/app/affiliates/payout', '/app/affiliates', {}, undef, $owner],
    ["/staff/customers/$w->{id}{'staff/customers'}[0]/coins", "/staff/customers/$w->{id}{'staff/customers'}[0]/coins", { direction => 'credit', coins => 5, reason => 'keyed' }, { coins => 6 }, $staff],
    ['/staff/offers/coupons', '/staff/offers', { code => "KEYED-$$", kind => 'percent', percent => 5 }, { percent => 6 }, $staff],
    ['/staff/offers/bonus', '/staff/offers', { min_amount => '88888.00', percent => 5 }, { percent => 6 }, $staff],
    ["/app/membership/$w->{id}{'app/membership'}[0]", "/app/membership/$w->{id}{'app/membership'}[0]", {}, { seen => '2.00' }, $owner],
    ['/staff/members', '/staff/members', { username => $stranger->{user}, plan => $w->{id}{'app/membership'}[0], months => 1, reason => 'keyed' }, { months => 2 }, $staff],
    ['/staff/plans', '/staff/plans', { name => "Keyed $$", price => '3.00', perks => 'One thing' }, { price => '4.00' }, $staff],
    ["/staff/payments/$w->{id}{'app/payments'}[1]/reject", "/staff/payments/$w->{id}{'app/payments'}[1]", { reason => 'keyed' }, { reason => 'other' }, $staff],
);
for my $r (grep { $_->[4] && $_->[1] ne '/signup' } routes()) {
    (my $p = $r->[1]) =~ s/:id/\\d+/g;
    $p =~ s{:slug}{[^/]+}g;
    ok scalar(grep { $_->[0] =~ /^$p$/ } @keyed), "$r->[1] has a key and is sent twice here";
}
for my $k (@keyed) {
    my ($action, $page, $fields, $other, $who) = @$k;
    my $key = "keyed-$$-" . ++$w->{n};
    my $res = $who->submit($page, { %$fields, key => $key }, action => $action);
    is $res->code, 303, "$action is taken" or diag $res->decoded_content =~ s/<[^>]+>//gr;
    my %sent = %{ $who->{sent} };
    my $again = $who->raw_post($action, {%sent});
    is $again->code, 303, '… again with the same key';
    (my $a = $who->location($res)) =~ s/\?.*//;
    is $who->location($again), $a, '… leads to the same' unless $action eq '/app/api';
    is $who->raw_post($action, { %sent, %$other })->code, 409, '… with other fields: 409' if $other;
    is $who->raw_post($action, { %sent, key => 'short' })->code, 400, '… with a key that is none: 400';
    isnt $stranger->raw_post($action, { %sent, csrf => $token{stranger} })->code, 409, "… another person's key is another key" if $action =~ m{^/app/(?:tickets/new|api|funds)$};
}

# an id is a number of this panel, nothing else
for my $id ('0', '-1', '1e3', '00', '9223372036854775807', '9223372036854775808', '1%00', '1%2f2', '%31', '1;x', '..', "1'", 'x' x 200) {
    my $code = $owner->get("/app/campaigns/$id")->code;
    ok $code == 404 || $code == 400 || ($id eq '%31' && $code =~ /^(?:200|404)$/), "/app/campaigns/$id: $code";
}
my $page = $owner->get("/app/tickets/$w->{id}{tickets}[0]")->decoded_content;
like $page, qr/A question\./, 'the owner still reads it';
unlike $stranger->get("/app/tickets/$w->{id}{tickets}[0]")->decoded_content, qr/A question/, 'nobody else does';
done_testing;
