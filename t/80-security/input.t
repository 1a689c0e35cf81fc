# SPDX-License-Identifier: Apache-2.0
# v5.0.0-2.2.1, 15.3.3, 15.3.7: every field of every form with empty, too long, wrong type, negative,
# huge, NUL, bad UTF-8 and twice: 4xx with a message, and nothing changed.
use strict;
use warnings;
use Test::More;
use HTTP::Request;
use URI::Escape qw(uri_escape);
use Smm::World qw(staff newcomer fund service place usd);
use Smm::Instance qw(smmctl);

my $staff = staff();
my $c     = newcomer();
fund($c, '20.00', $staff);
my $sid = service($c)->getAttribute('id');
my $res = $c->submit('/app/funds', { amount => '15', method => 'bank' });
my ($pay) = $c->location($res) =~ m{/app/payments/(\d+)};
$res = $c->submit('/app/tickets/new', { type => 'other', subject => 'Question', body => 'How do I start?' });
my ($ticket) = $c->location($res) =~ m{/app/tickets/([\w-]+)};
my $guest = Smm::Client->new;

# who, page that carries the form, where it goes, good values
my @forms = (
    [$guest, '/signup', '/signup', { username => 'someone', email => 'someone@people.example', password => 'a long pass phrase', country => 'DE', terms => 1 }],
    [$guest, '/signin', '/signin', { login => 'someone', password => 'a long pass phrase' }],
    [$guest, '/password', '/password', { email => 'someone@people.example' }],
    [$c, '/app/profile', '/app/profile', { name => 'A B', company => '', address => '', city => '', state => '', postal_code => '', country => 'DE', tax_id => '', language => 'en', timezone => 'UTC' }],
    [$c, '/app/funds', '/app/funds', { amount => '12.00', method => 'bank' }],
    [$c, "/app/campaigns/new?service=$sid", '/app/campaigns/new', { service => $sid, link => 'https://complete.example/x', quantity => 1000 }],
    [$c, '/app/tickets/new', '/app/tickets/new', { type => 'other', subject => 'Subject', campaigns => '', body => 'Body' }],
    [$c, "/app/tickets/$ticket", "/app/tickets/$ticket", { body => 'Body' }],
    [$staff, "/staff/payments/$pay", "/staff/payments/$pay/confirm", { amount => '15.00', reason => 'ok' }],
    [$staff, "/staff/tickets/$ticket", "/staff/tickets/$ticket", { body => 'Body', status => 'answered' }],
);
my %hard = map { $_ => 1 } qw(NUL bad-utf8 twice too-long);

sub state_of { return join '|', map { my $d = $c->xml($_->[0]); $d ? $d->findvalue($_->[1]) : 'none' } ['/app', '(//@balance-usd)[1]'], ['/app/campaigns', 'count(//campaign)'], ['/app/tickets', 'count(//ticket)'] }

sub post_raw {
    my ($who, $path, $body) = @_;
    my $req = HTTP::Request->new(POST => $who->url($path), ['Content-Type' => 'application/x-www-form-urlencoded'], $body);
    return $who->{ua}->request($req);
}

my $before = state_of();
for my $f (@forms) {
    my ($who, $page, $action, $good) = @$f;
    my $doc = $who->xml($page) or do { fail "$page has a view model"; next };
    my ($form) = (grep { ($_->getAttribute('action') // '') =~ /\Q$action\E$/ } $doc->findnodes('//form'))[0] || $doc->findnodes('//form');
    ok $form, "$page carries a form" or next;
    my $csrf = $form->getAttribute('csrf') // '';
    for my $name (sort keys %$good) {
        my %bad = ('empty' => '', 'too-long' => 'x' x 70_000, 'NUL' => "a\0b", 'bad-utf8' => "\xff\xfe\xc3", 'negative' => '-5', 'huge' => '9' x 30,
            'words' => 'not a number', 'markup' => '"><script>alert(1)</script>', 'twice' => $good->{$name});
        for my $kind (sort keys %bad) {
            # only what is wrong for this field: text fields may hold words, markup and digits
            my $number = $name =~ /^(?:amount|quantity|service)$/;
            next if !$number && $kind =~ /^(?:negative|huge|words|markup)$/;
            next if $kind eq 'empty' && ($good->{$name} eq '' || $name =~ /^(?:name|country|timezone|language|status|amount|reason)$/ && $action !~ /funds/);
            next if $name eq 'body' && $kind eq 'too-long' && 0;
            my %v = (%$good, csrf => $csrf, key => "bad-$kind-$name-" . int(rand 1e9));
            $v{$name} = $bad{$kind};
            my $body = join '&', map { uri_escape($_) . '=' . uri_escape($v{$_}) } sort keys %v;
            $body .= '&' . uri_escape($name) . '=' . uri_escape($bad{$kind}) if $kind eq 'twice';
            my $res = post_raw($who, $action, $body);
            ok $res->code >= 400 && $res->code < 500, "$action: $name $kind is refused (" . $res->code . ')';
            like $res->decoded_content, qr/\w{3}/, '… with words' if $hard{$kind};
        }
    }
    # wrong content type, no body, too many fields
    my $req = HTTP::Request->new(POST => $who->url($action), ['Content-Type' => 'application/json'], '{"a":1}');
    is $who->{ua}->request($req)->code, 415, "$action: JSON is refused";
    ok post_raw($who, $action, join '&', map { "f$_=1" } 1 .. 2000)->code =~ /^(?:400|403|413)$/, "$action: 2000 fields are refused";
}
is state_of(), $before, 'nothing changed';
# numbers at their bounds (G18)
for my $q (qw(0 -1 2147483648 9223372036854775807 9223372036854775808 1e308 1,5 １００ +5 0x10 NaN)) {
    my $res = $c->submit("/app/campaigns/new?service=$sid", { service => $sid, link => 'https://complete.example/x', quantity => $q });
    ok $res->code >= 400 && $res->code < 500, "quantity $q is refused (" . $res->code . ')';
}
for my $a (qw(0 -1 0.0000001 1e3 1,5 ９ 9.999 99999999999 NaN)) {
    my $res = $c->submit('/app/funds', { amount => $a, method => 'bank' });
    ok $res->code >= 400 && $res->code < 500, "amount $a is refused (" . $res->code . ')';
}
is state_of(), $before, 'nothing changed';
my ($rc, $out) = smmctl('panel', '--panel', 'demo', 'verify');
is $rc, 0, 'the books are clean' or diag $out;
done_testing;
