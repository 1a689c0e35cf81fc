# SPDX-License-Identifier: Apache-2.0
# The reseller API as independent programs call it: curl, Perl LWP, Node fetch and PHP curl, with
# form, multipart, JSON and query string; exact types and words; and every parameter with what cannot
# be meant (G18): never a server error, never anything changed.
use strict;
use warnings;
use utf8;
use Test::More;
use Encode qw(encode_utf8);
use JSON ();
use LWP::UserAgent;
use HTTP::Request::Common qw(POST GET);
use URI::Escape qw(uri_escape);
use Smm::World qw(staff newcomer fund place balance usd);
use Smm::Instance qw(wait_for smmctl);

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);
my ($staff, $c, $other) = (staff(), newcomer(name => 'reseller'), newcomer(name => 'rival'));
fund($c, '900.00', $staff);
sub key_of { my ($who) = @_; $who->submit('/app/api', { name => 'test' }); return $who->xml('/app/api')->findvalue('//content/@new-key') }
my ($key, $rival) = (key_of($c), key_of($other));
my $url = "$ENV{SMM_TEST_URL}/api/v2";
smmctl('panel', 'settings', 'set', 'campaign.api_rate', 100000);
END { smmctl('panel', 'settings', 'unset', 'campaign.api_rate') }
my $json = JSON->new->allow_nonref->utf8;
my $ua = LWP::UserAgent->new(max_redirect => 0);

# services by type
my %type;
for my $page (1 .. 12) {
    for my $s ($c->xml("/services?per=100&page=$page")->findnodes('//service')) {
        next unless $s->getAttribute('status') eq 'active' && usd($s->getAttribute('rate-usd')) < 20_000_000;
        next unless $s->getAttribute('package') || ($s->getAttribute('min') <= 1000 && $s->getAttribute('max') >= 1000);
        $type{ $s->getAttribute('type') } ||= $s;
    }
}
ok $type{$_}, "a service of type $_" for qw(Default Package);
my $sid = $type{Default}->getAttribute('id');

# ---- programs: each sends one call in its own way ------------------------------------------------------------

sub shell { open my $p, '-|', @_ or die "$_[0]: $!"; local $/; my $out = <$p>; close $p; return $out // '' }
my %client = (
    'curl, form'            => sub { my %f = @_; return shell('curl', '-s', map({ ('--data-urlencode', "$_=$f{$_}") } keys %f), $url) },
    'curl, form, slash'     => sub { my %f = @_; return shell('curl', '-s', '-A', 'Mozilla/4.0 (compatible; MSIE 5.01; Windows NT 5.0)', map({ ('--data-urlencode', "$_=$f{$_}") } keys %f), "$url/") },
    'curl, multipart'       => sub { my %f = @_; return shell('curl', '-s', map({ ('-F', "$_=$f{$_}") } keys %f), $url) },
    'curl, JSON'            => sub { return shell('curl', '-s', '-H', 'Content-Type: application/json', '-d', $json->encode({@_}), $url) },
    'curl, query string'    => sub { my %f = @_; return shell('curl', '-s', '-G', map({ ('--data-urlencode', "$_=$f{$_}") } keys %f), $url) },
    'curl, key in a header' => sub { my %f = @_; my $k = delete $f{key}; return shell('curl', '-s', '-H', "X-Api-Key: $k", map({ ('--data-urlencode', "$_=$f{$_}") } keys %f), $url) },
    'curl, bearer'          => sub { my %f = @_; my $k = delete $f{key}; return shell('curl', '-s', '-H', "Authorization: Bearer $k", map({ ('--data-urlencode', "$_=$f{$_}") } keys %f), $url) },
    'LWP, form'             => sub { return $ua->post($url, {@_})->content },
    'LWP, multipart'        => sub { return $ua->post($url, 'Content-Type' => 'form-data', Content => [@_])->content },
    'Node, form'            => sub { return node('new URLSearchParams(f)', @_) },
    'Node, FormData'        => sub { return node('(() => { const d = new FormData(); for (const k in f) d.append(k, f[k]); return d })()', @_) },
    'Node, JSON'            => sub { return node('JSON.stringify(f)', @_) },
    'Node, JSON with numbers' => sub { return node('JSON.stringify(Object.fromEntries(Object.entries(f).map(([k, v]) => [k, /^\d+$/.test(v) ? Number(v) : v])))', @_) },
    'PHP, form string'      => sub { return php('http_build_query($f)', @_) },
    'PHP, array'            => sub { return php('$f', @_) },
);
sub node { my ($body, @f) = @_; return shell('node', '-e', "const f = JSON.parse(process.argv[1]); fetch(process.argv[2], { method: 'POST', headers: $body && typeof ($body) === 'string' ? { 'Content-Type': 'application/json' } : {}, body: $body }).then(r => r.text()).then(t => process.stdout.write(t))" =~ s/\$body && typeof/typeof/r, $json->encode({@f}), $url) }
sub php { my ($body, @f) = @_; return shell('php', '-r', '$f = json_decode($argv[1], true); $ch = curl_init($argv[2]); curl_setopt_array($ch, [CURLOPT_RETURNTRANSFER => 1, CURLOPT_POST => 1, CURLOPT_FOLLOWLOCATION => 1, CURLOPT_SSL_VERIFYPEER => 0, CURLOPT_POSTFIELDS => ' . $body . ']); echo curl_exec($ch);', '--', $json->encode({@f}), $url) }
my $php_curl = shell('php', '-r', 'echo function_exists("curl_init") ? 1 : 0;');
if (!$php_curl) { # the extension is a package of its own: the stream wrapper is PHP's other stack
    no warnings 'redefine';
    *php = sub { my ($body, @f) = @_; return shell('php', '-r', '$f = json_decode($argv[1], true); echo file_get_contents($argv[2], false, stream_context_create(["http" => ["method" => "POST", "ignore_errors" => true, "header" => "Content-Type: application/x-www-form-urlencoded", "content" => http_build_query($f)]]));', '--', $json->encode({@f}), $url) };
}

my %order;
for my $name (sort keys %client) {
    my $call = $client{$name};
    my $text = $call->(key => $key, action => 'balance');
    like $text, qr/^\{"balance":"\d+\.\d{5,6}","currency":"USD"\}$/, "$name: balance";
    $text = $call->(key => $key, action => 'add', service => $sid, link => "https://stuck.example/a?b=c&d=é $$" =~ s/é //r, quantity => 1000);
    like $text, qr/^\{"order":\d+\}$/, "$name: add" or next;
    my $id = $json->decode($text)->{order};
    ok !$order{$id}++, '… a new number';
    my $st = $json->decode(my $raw = $call->(key => $key, action => 'status', order => $id));
    is join(' ', sort keys %$st), 'charge currency remains start_count status', '… status has the five members';
    ok $raw =~ /"$_":"/, "… $_ is text" for qw(charge currency remains start_count status);
    like $st->{charge}, qr/^\d+\.\d{5,6}$/, '… charge is decimal';
    like $st->{status}, qr/^(?:Pending|Processing|In progress|Completed|Partial|Canceled)$/, '… a stock word';
    is $st->{remains}, '1000', '… what remains';
    is $call->(key => 'wrong' . $key, action => 'balance'), '{"error":"Invalid API key"}', '… a wrong key';
}
my @ids = sort { $a <=> $b } keys %order;

# ---- types and words ------------------------------------------------------------------------------------------------

sub call { my %f = @_; $f{key} //= $key; my $res = $ua->post($url, { map { $_ => encode_utf8($f{$_}) } grep { defined $f{$_} } keys %f }); return ($res->content, $res) }
my ($text, $res) = call(action => 'services');
is $res->header('Content-Type'), 'application/json; charset=utf-8', 'media type';
is $res->header('X-Content-Type-Options'), 'nosniff', '… is meant';
my $list = $json->decode($text);
cmp_ok scalar(@$list), '>=', 1000, 'services';
my ($s) = grep { $_->{service} == $sid } @$list;
like $text, qr/"service":$sid[,}]/, 'service is a number';
like $json->encode($s), qr/"$_":"/, "$_ is text" for qw(name type category rate min max);
ok JSON::is_bool($s->{$_}), "$_ is true or false" for qw(refill cancel dripfeed);
is usd($s->{rate}), usd($type{Default}->getAttribute('rate-usd')), 'the rate is the one of the page';
my %st = %{ $json->decode((call(action => 'status', orders => join ',', @ids[0, 1], 99999999, 'x', $ids[0]))[0]) };
is join(' ', sort keys %st), join(' ', sort @ids[0, 1], 99999999, 'x'), 'many: keyed by what was sent';
is $st{$_}{error}, 'Incorrect order ID', "… '$_' is not there" for 99999999, 'x';
is scalar(keys %{ $json->decode((call(action => 'status', orders => join ',', 1 .. 150))[0]) }), 100, '… a hundred at most';
is((call(action => 'status', order => $ids[0], key => $rival))[0], '{"error":"Incorrect order ID"}', 'somebody else\'s order is not there');
is((call(action => 'balance', key => $_))[0], '{"error":"Invalid API key"}', 'key ' . substr $_, 0, 10) for '', 'x', ' ' x 20, 'x' x 5000, "smm_' OR 1=1 --", '٣' x 20;
is((call(action => $_))[0], '{"error":"Incorrect request"}', "action '$_'") for '', 'Balance', 'orders', 'add ', "add'", 'x' x 3000;
is((call(action => 'status'))[0], '{"error":"Incorrect request"}', 'status of nothing');
is((call(action => 'refill', order => $ids[0]))[0], '{"error":"Order not eligible for refill."}', 'refill');
is((call(action => 'refill', order => 99999999))[0], '{"error":"Incorrect order ID"}', '… of what is not there');
is((call(action => 'refill_status', refill => 1))[0], '{"error":"Refill not found"}', 'refill_status');
$list = $json->decode((call(action => 'refill', orders => "$ids[0],99999999"))[0]);
is $list->[1]{refill}{error}, 'Incorrect order ID', 'many refills: each its answer';
$list = $json->decode((call(action => 'cancel', orders => "$ids[0],99999999"))[0]);
is $list->[0]{cancel}{error}, 'Cannot cancel', 'cancel of what was handed over';
is $list->[1]{cancel}{error}, 'Incorrect order ID', '… and of what is not there';
($text, $res) = call(action => 'add', service => $sid, link => 'https://stuck.example/poor', quantity => 1000, key => $rival);
is $text, '{"error":"neworder.error.not_enough_funds"}', 'no money';

# request_id: the same answer, one charge
my $before = balance($c);
my %one = (action => 'add', service => $sid, link => 'https://stuck.example/once', quantity => 1000, request_id => "once-$$-abcdef");
($text) = call(%one);
is((call(%one))[0], $text, 'the same request_id: the same order') for 1 .. 3;
is((call(%one, quantity => 1001))[0], '{"error":"Incorrect request"}', '… with other fields: told');
my $charge = $before - balance($c);
is $charge, int((usd($s->{rate}) * 1000 + 999) / 1000), 'charged once';

# ---- every parameter with what cannot be meant -----------------------------------------------------------------------

my %more = (
    'Package' => {}, 'SEO' => { quantity => 1000, keywords => "one\ntwo" }, 'Custom Comments' => { comments => join "\n", map { "c $_" } 1 .. 100 }, 'Custom Comments Package' => { comments => 'one' },
    'Mentions' => { quantity => 1000, usernames => "a\nb" }, 'Mentions with Hashtags' => { quantity => 1000, usernames => "a\nb", hashtags => "x\ny" }, 'Mentions Custom List' => { usernames => join "\n", map { "u$_" } 1 .. 100 },
    'Mentions Hashtag' => { quantity => 1000, hashtag => 'x' }, 'Mentions User Followers' => { quantity => 1000, username => 'u' }, 'Mentions Media Likers' => { quantity => 1000, media => 'https://m.example/1' },
    'Comment Likes' => { quantity => 1000, username => 'u' }, 'Poll' => { quantity => 1000, answer_number => 2 }, 'Invites from Groups' => { quantity => 1000, groups => "g1\ng2" }, 'Comment Replies' => { username => 'u', comments => "a\nb" },
    'Web Traffic' => { quantity => 1000, device => 1, type_of_traffic => 2, google_keyword => 'k', referring_url => 'https://r.example/', country => 'DE' }, 'Default' => { quantity => 1000 },
);
my %word = map { $_ => 1 } ('Incorrect request', 'error.incorrect_service_id', 'neworder.error.link', 'neworder.error.min_quantity', 'neworder.error.max_quantity', 'neworder.error.comment',
    map { "neworder.error.$_" } qw(usernames username hashtag hashtags media keywords groups answer_number interval runs device type_of_traffic google_keyword referring_url country));
my @numbers = ('0', '-1', '-5', '1.5', '1e3', '1,5', '+5', '0x10', 'NaN', '９', 'x', '99999999999999999999', '9223372036854775807', '9223372036854775808', '2147483648000', '1 2', "1'--", '"><script>');
my %bad_for = (
    service => [@numbers, '', '999999999'], quantity => [@numbers, ''], runs => ['-1', 'x', '1.5', '0', '99999999999999999999'], interval => ['-1', 'x', '0'],
    answer_number => ['', '-1', 'x', '0', '1e3', '99999999999999999999'], device => ['-1', 'x', '0', '6', '1.5', '99999999999999999999'], type_of_traffic => ['-1', 'x', '0', '4'],
    link => ['', '   ', 'javascript:alert(1)', 'data:text/html,x', 'https://', 'https://a b/', "https://a.example/\r\nX: y", "https://a.example/\x01", 'https://a.example/' . 'x' x 3000, '"><script>alert(1)</script>', 'ftp://a.example/'],
    comments => ['', "\n \n", 'x' x 30_000], usernames => ['', ' , ,', 'x' x 30_000], hashtags => ['', 'x' x 30_000], keywords => ['', 'x' x 30_000], groups => ['', 'x' x 30_000],
    hashtag => ['', 'x' x 300], username => ['', 'x' x 400], media => ['', 'x' x 2500], country => ['x' x 100], google_keyword => ['x' x 300], referring_url => ['x' x 2500],
    action => [''], key => [''],
);
$before = balance($c);
my $campaigns = $c->xml('/app/campaigns')->findvalue('//pager/@total');
my ($n, @wrong) = 0;
for my $t (sort keys %type) {
    next unless $more{$t};
    my %good = (key => $key, action => 'add', service => $type{$t}->getAttribute('id'), link => 'https://stuck.example/bad', %{ $more{$t} });
    $good{quantity} = $type{$t}->getAttribute('min') if exists $good{quantity} && $good{quantity} < $type{$t}->getAttribute('min');
    my @names = (keys %good, $t eq 'Default' ? qw(runs interval) : ());
    for my $name (grep { !/^(?:key|action)$/ } @names) {
        my @values = map { uri_escape(encode_utf8($_)) } @{ $bad_for{$name} || [''] };
        push @values, 'a%00b', '%ff%fe', '%zz', '%c0%af', undef;
        for my $v (@values) {
            next if $name eq 'interval' && $type{$t}->getAttribute('drip-feed');
            my $body = join '&', map { uri_escape($_) . '=' . ($_ eq $name && defined $v ? $v : uri_escape(encode_utf8($good{$_} // ''))) } keys %good, exists $good{$name} ? () : $name;
            $body .= '&' . uri_escape($name) . '=' . uri_escape($good{$name} // '1') unless defined $v;
            my $r = $ua->post($url, Content => $body);
            my $e = eval { $json->decode($r->content) };
            $n++;
            push @wrong, "$t $name=" . substr($v // 'twice', 0, 40) . ': ' . $r->code . ' ' . substr $r->content, 0, 100
                unless $r->code == 200 && ref $e eq 'HASH' && join(',', keys %$e) eq 'error' && $word{ $e->{error} };
        }
    }
}
ok !@wrong, "$n bad parameters: each refused with a word of the list" or diag join "\n", @wrong;
for my $a (qw(status cancel refill refill_status)) {
    for my $p (qw(order orders refill refills)) {
        for my $v (@numbers, '', ',', ',,,', '1,' x 500, 'x' x 50_000, "1\n2", '[]', 'null') {
            my ($body, $r) = call(action => $a, $p => $v);
            my $e = eval { $json->decode($body) };
            push @wrong, "$a $p=" . substr($v, 0, 20) . ': ' . $r->code . ' ' . substr $body, 0, 80 unless $r->code == 200 && ref $e && $body !~ /"cancel":1/;
        }
    }
}
ok !@wrong, '… and of the other actions' or diag join "\n", @wrong;

# bodies that are none
my $good = "key=$key&action=add&service=$sid&link=https%3A%2F%2Fstuck.example%2Fb&quantity=1000";
my %body = (
    'JSON, an array' => ['application/json', "[\"$key\"]"], 'JSON, cut off' => ['application/json', "{\"key\":\"$key\",\"action\":\"bal"], 'JSON, a member twice' => ['application/json', "{\"key\":\"$key\",\"action\":\"balance\",\"action\":\"add\"}"],
    'JSON, nested' => ['application/json', "{\"key\":\"$key\",\"action\":{\"a\":1}}"], 'JSON, deep' => ['application/json', '{"key":' x 50_000], 'JSON, with NUL' => ['application/json', "{\"key\":\"$key\",\"action\":\"balance\\u0000\"}"],
    'JSON, wide number' => ['application/json', "{\"key\":\"$key\",\"action\":\"add\",\"service\":$sid,\"link\":\"https://stuck.example/b\",\"quantity\":1e3}"], 'JSON, float' => ['application/json', "{\"key\":\"$key\",\"action\":\"add\",\"service\":$sid,\"link\":\"https://stuck.example/b\",\"quantity\":1000.0}"],
    'JSON, half a pair' => ['application/json', "{\"key\":\"$key\",\"action\":\"\\ud800\"}"],
    'multipart, no boundary' => ['multipart/form-data', $good], 'multipart, no end' => ['multipart/form-data; boundary=b', "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n$key\r\n"],
    'multipart, no name' => ['multipart/form-data; boundary=b', "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"], 'multipart, long boundary' => ['multipart/form-data; boundary=' . 'b' x 500, 'x'],
    'multipart, twice' => ['multipart/form-data; boundary=b', "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n$key\r\n--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n$key\r\n--b--\r\n"],
    'two thousand parameters' => ['application/x-www-form-urlencoded', "key=$key&action=balance&" . join '&', map { "p$_=1" } 1 .. 2000], 'no equals sign' => ['application/x-www-form-urlencoded', 'x' x 1000], 'nothing' => ['application/x-www-form-urlencoded', ''],
);
for my $what (sort keys %body) {
    my $r = $ua->post($url, 'Content-Type' => $body{$what}[0], Content => $body{$what}[1]);
    is $r->code, 200, "$what: an answer";
    like $r->content, qr/^\{"error":"(?:Incorrect request|Invalid API key|neworder\.error\.min_quantity)"\}$/, '… with a word';
}
is $ua->post($url, Content => $good . '&pad=' . 'x' x 1_100_000)->code, 413, 'more than a megabyte: 413';
is $ua->request(HTTP::Request->new($_ => $url))->code, 405, "$_: 405" for qw(PUT DELETE PATCH);
is $ua->post($url, 'Content-Type' => 'application/json', Content => $json->encode({ key => $key, action => 'add', service => $sid, link => 'https://stuck.example/b', quantity => '1000', comments => [('x' x 5000) x 190] }))->code, 200, 'a wide list is an answer, too';
is balance($c), $before, 'nothing of all that was charged';
is $c->xml('/app/campaigns')->findvalue('//pager/@total'), $campaigns, '… or made';

# ---- pace ----------------------------------------------------------------------------------------------------------------

smmctl('panel', 'settings', 'set', 'campaign.api_rate', 5);
my @code = map { my ($b, $r) = call(action => 'balance', key => $rival); [$r->code, $b, $r->header('Retry-After')] } 1 .. 12;
my ($fast) = grep { $_->[0] == 429 } @code;
ok $fast, 'too many calls: 429';
is $fast->[1], '{"error":"Too many requests"}', '… in JSON';
like $fast->[2], qr/^[1-6]?\d$/, '… with Retry-After';
my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
