# SPDX-License-Identifier: Apache-2.0
# v5.0.0-2.2.1, 15.3.3, 15.3.5, 15.3.7 and G18: every field of every form that any page carries, with
# empty, too long, wrong type, negative, huge, NUL, bad UTF-8, twice and markup. What cannot be meant
# is refused with words at the field, and nothing changes. The forms come from the view models, so a
# new form is attacked by itself.
use strict;
use warnings;
use utf8;
use Test::More;
use HTTP::Request;
use XML::LibXML;
use URI::Escape qw(uri_escape);
use Encode qw(encode_utf8);
use Smm::Client;
use Smm::World qw(newcomer pause balance fund place);
use Smm::Walk qw(world pages concrete routes forms_of good_values snapshot);
use Smm::Instance qw(smmctl wait_for);
use Smm::Upstream;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output todo_output);
my $w = world();
my ($c, $staff) = @$w{qw(customer staff)};
my $sim = Smm::Upstream->new;
$sim->connect_to($staff);
$w->{unclear} = place($c, $sim->{service}, "https://sim.example/lost-$$", 1000);
END { if ($staff) { pause($staff, $w->{provider}, 0); $sim->retire($staff) if $sim->{service} } }
wait_for(40, sub { $staff->xml("/staff/campaigns/$w->{unclear}")->findvalue('(//campaign/@state)[1]') eq 'unknown' }) or die "not unclear\n";
push @{ $w->{id}{'staff/campaigns'} }, $w->{unclear};
my $guest = Smm::Client->new;

# every form once: [who, form]
my (@forms, %seen);
my @walk = (
    [$guest, pages($w, qw(guest public))], [unverified(), '/verify/resend'], [$c, pages($w, 'customer')],
    [$staff, pages($w, qw(staff owner))], hosted());
for my $part (@walk) {
    my ($who, @pages) = @$part;
    for my $page (@pages) {
        push @forms, [$who, $_] for grep { !$seen{"$_->{action} $_->{name}"}++ } forms_of($who, $page);
    }
}
cmp_ok scalar(@forms), '>', 35, scalar(@forms) . ' forms';
my %posted = map { my $a = $_->[1]{action}; $a =~ s{/\d+}{/:id}g; ($a => 1) } @forms;
for my $r (routes()) {
    next unless $r->[0] eq 'POST' && $r->[3] && $r->[3] !~ /^(?:none|auth_plain)$/;
    (my $p = $r->[1]) =~ s{:slug}{[^/]+}g;
    ok scalar(grep { /^$p$/ } keys %posted), "the form of POST $r->[1] is on a page";
}

# ---- what must be refused ---------------------------------------------------------------------------

my @number = (negative => '-5', huge => '9' x 30, words => 'not a number', markup => '"><script>alert(1)</script>', comma => '1,5',
    exponent => '1e3', plus => '+5', hex => '0x10', fullwidth => '５', infinity => 'NaN', overflow => '9223372036854775808', space => '1 2');

# Forms that take a file are larger, and may come in parts.
sub takes_files { my ($form) = @_; return scalar grep { $_->{type} eq 'file' } @{ $form->{fields} } }

# [kind, encoded value(s)] that no field of this type can take.
sub attacks {
    my ($d, $form) = @_;
    my ($t, $max) = @$d{qw(type max)};
    my @a = ([NUL => 'a%00b'], ['bad UTF-8' => '%ff%fe%c3'], ['overlong UTF-8' => '%c0%af'], ['bad escape' => '%zz'], [twice => undef]);
    push @a, ['too long for a form' => 'x' x (takes_files($form) ? 5_000_000 : 300_000)];
    my @n = $t eq 'int' ? (@number, fraction => '1.5') : $t eq 'usd' ? (@number, 'seven decimals' => '1.1234567') : ();
    @n = (@n, 'above the maximum' => $max + 1) if $t eq 'int' && defined $max && $max < 1e15;
    @n = (@n, 'above the maximum' => $max =~ /^(\d+)\./ ? $1 + 1 . '.00' : '') if $t eq 'usd' && ($max // '') =~ /^\d{1,14}\./;
    @n = (@n, 'below the minimum' => $d->{min} - 1) if $t eq 'int' && defined $d->{min} && $d->{min} > -5;
    @n = (@n, 'too long' => 'x' x ($max + 1)) if $t =~ /^(?:text|area|secret)$/ && $max && $max < 60_000;
    @n = (@n, 'too long in characters' => '☃' x ($max + 1)) if $t =~ /^(?:text|area)$/ && $max && $max < 600;
    @n = (@n, 'two lines' => "one\ntwo", 'control character' => "a\x07b") if $t eq 'text';
    @n = (@n, 'control character' => "a\x07b", 'escape sequence' => "\e[31m") if $t eq 'area';
    @n = (@n, words => 'not an address', markup => '<b>@x.example', 'two addresses' => 'a@b.example,c@d.example',
        'another header' => "a\@b.example\r\nBcc: x\@y.example", 'too long' => 'a@' . 'b' x 300 . '.example') if $t eq 'email';
    @n = (@n, script => 'javascript:alert(1)', file => 'file:///etc/passwd', spaces => 'https://a b/', markup => '"><script>',
        'another header' => "https://a.example/\r\nX: y", 'too long' => 'https://a.example/' . 'x' x 3000) if $t eq 'url';
    @n = (@n, words => 'none of the options', markup => '<script>') if @{ $d->{options} };
    @n = (@n, empty => '', blanks => '   ') if $d->{required} && $t ne 'flag' && $t ne 'secret';
    @n = (@n, empty => '') if $d->{required} && $t =~ /^(?:flag|secret)$/;
    while (my ($k, $v) = splice @n, 0, 2) { push @a, [$k => uri_escape(encode_utf8($v))] }
    push @a, ['left out' => ''] if $d->{required};
    return @a;
}

sub body_of {
    my ($v, $name, $kind, $bad) = @_;
    my @p = map { uri_escape($_) . '=' . ($_ eq $name && defined $bad ? $bad : uri_escape(encode_utf8($v->{$_} // ''))) } sort grep { !($kind eq 'left out' && $_ eq $name) } keys %$v, exists $v->{$name} ? () : $name;
    push @p, uri_escape($name) . '=' . uri_escape(encode_utf8($v->{$name} // '')) if $kind eq 'twice';
    return join '&', @p;
}
sub post_body {
    my ($who, $path, $body, $type) = @_;
    return $who->{ua}->request(HTTP::Request->new(POST => $who->url($path), ['Content-Type' => $type || 'application/x-www-form-urlencoded', Accept => 'application/xml'], $body));
}

# What an answer says: (words at the field, words anywhere).
sub words {
    my ($res, $name) = @_;
    my $doc = eval { XML::LibXML->load_xml(string => $res->content) } or return (0, $res->decoded_content =~ /\w{3}/ ? 1 : 0);
    return (length $doc->findvalue("(//form/field[\@name='$name']/\@error)[1]") ? 1 : 0,
        length $doc->findvalue('(//@error | //error/@code | //error/@message)[1]') ? 1 : 0);
}

my @watched = ([$c, pages($w, 'customer')], [$staff, grep { $_ !~ m{^/staff(?:/campaigns|/providers|/audit|/system|/finance)?$|/import$} } pages($w, qw(staff owner))]);
sub look { return { map { my ($who, @p) = @$_; my $s = snapshot($who, @p); map { ("$who->{user} $_" => $s->{$_}) } keys %$s } map { [$_->[0], @{$_}[1 .. $#$_]] } @watched } }
sub same {
    my ($a, $b) = @_;
    my @d = grep { ($a->{$_} // '') ne ($b->{$_} // '') } sort keys %$a;
    diag "$_\n$a->{$_}\n---\n$b->{$_}" for @d[0 .. ($#d > 1 ? 1 : $#d)];
    return !@d;
}

$staff->{user} = 'staff';
my $money  = balance($c);
my $before = look();
my ($n, $elsewhere) = (0, '');
for my $f (@forms) {
    my ($who, $form) = @$f;
    my $v = good_values($form, fields_for($form));
    my (@wrong, @silent, @other);
    for my $d (@{ $form->{fields} }) {
        for my $a (attacks($d, $form)) {
            my ($kind, $bad) = @$a;
            $v->{key} = "attack-$$-" . ++$n;
            my $res = post_body($who, $form->{action}, body_of($v, $d->{name}, $kind, $bad));
            my $code = $res->code;
            push @wrong, "$d->{name} $kind: $code" unless $code =~ /^4(?:00|09|13|22)$/ || ($code == 410 && $form->{action} =~ m{^/password/});
            my ($at, $any) = words($res, $d->{name});
            push @silent, "$d->{name} $kind" unless $any;
            push @other, "$d->{name} $kind" if $code == 422 && !$at;
        }
    }
    ok !@wrong, "$form->{action} $form->{name}: nothing that cannot be meant is taken" or diag join "\n", @wrong;
    ok !@silent, '… each with words' or diag join ', ', @silent;
    ok !@other, '… at the field' or diag join ', ', @other;
    # the form as a whole
    my %v = (%$v, key => "attack-$$-" . ++$n);
    my $plain = join '&', map { uri_escape($_) . '=' . uri_escape(encode_utf8($v{$_})) } sort keys %v;
    my @bad = (
        [415, '{"csrf":"' . $v->{csrf} . '"}', 'application/json'], [takes_files($form) ? 400 : 415, "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n$v->{csrf}\r\n--b\r\n", 'multipart/form-data; boundary=b'],
        [415, $plain, 'text/plain'], [415, '<csrf/>', 'application/xml'], [413, $plain . '&' . join '&', map { "f$_=1" } 1 .. 2000], [413, $plain . '&pad=' . 'x' x (takes_files($form) ? 5_000_000 : 300_000)],
        [403, $plain =~ s/csrf=[^&]*/csrf=/r], [403, $plain =~ s/csrf=[^&]*&?//r], [403, $plain =~ s/csrf=([^&]*)/'csrf=' . reverse $1/er]);
    my @got = map { post_body($who, $form->{action}, $_->[1], $_->[2])->code } @bad;
    is "@got", join(' ', map { $_->[0] } @bad), '… other types 415, too much 413, no token 403';
}
diag "$n posts";
is balance($c), $money, 'the money is where it was';
ok same($before, look()), 'nothing that anybody sees has changed';

# ---- query strings: anything may stand there, nothing breaks ---------------------------------------------

my @params = qw(q page per sort category refill features status done before format amount method preset campaign service next lang back
    show was quantity runs interval link from to action provider fragment r id);
my @junk = ('9223372036854775807', '-9223372036854775808', '9' x 40, '%00', '%ff', '"><script>alert(1)</script>', "' OR 1=1--", '%0d%0aX-Bad:%20y', '../../etc/passwd', '', '1e999', '[]', '☃' x 300, '9223372036854.775807');
my (@broken, $raw);
for my $part ([$guest, pages($w, qw(guest public))], [$c, pages($w, 'customer')], [$staff, pages($w, qw(staff owner))]) {
    my ($who, @pages) = @$part;
    for my $page (@pages) {
        my $i = 0;
        my @ask = map { my $j = $_; $j =~ /%/ ? $j : uri_escape(encode_utf8($j)) } @junk;
        my @q = map { my $j = $_; join '&', map { "$_=$j" } @params } @ask[0 .. 13];
        push @q, map { "$_=" . $ask[$i++ % @ask] } @params if $page !~ m{^/(?:help|terms|privacy|refunds)};
        for my $q (@q) {
            my $res = $who->get("$page?$q");
            push @broken, "$page?" . substr($q, 0, 60) . ': ' . $res->code if $res->code >= 500 || $res->header('X-Bad');
            $raw = "$page?$q" if $res->content_type eq 'text/html' && $res->content =~ /<script>alert/;
        }
    }
}
ok !@broken, 'no query string breaks a page' or diag join "\n", @broken[0 .. ($#broken > 20 ? 20 : $#broken)];
is $raw, undef, 'none comes back as markup';

# ---- what a text field takes as text comes back as text --------------------------------------------------

my $mark = '"><script>alert("' . $$ . '")</script><img src=x onerror=alert(1)> & \' -5 ' . ('٣' x 3);
my @taken;
for my $f (@forms) {
    my ($who, $form) = @$f;
    next if $form->{action} =~ m{/(?:confirm|settle|reject|resolve|set|terminate|cancel|revoke|pay|signout|password|adjust|suspend|reopen|role|campaigns|sign-up)$|^/password/|^/sandbox|^/staff/providers};
    for my $d (grep { $_->{type} =~ /^(?:text|area|secret)$/ } @{ $form->{fields} }) {
        my $v = good_values($form, fields_for($form), $d->{name} => $mark, $d->{name} ne 'link' ? (link => 'https://stuck.example/' . $n) : ());
        $v->{key} = "markup-$$-" . ++$n;
        my $res = $who->raw_post($form->{action}, $v);
        push @taken, "$form->{action} $d->{name}" if $res->code == 303;
        if ($res->code == 303 || $res->code == 422) {
            my $page = $res->code == 303 ? $who->get($res->header('Location')) : $res;
            unlike $page->decoded_content, qr/<script>alert\("$$|<img src=x/, "$form->{action} $d->{name} ($page->{_rc}): markup is text";
        } else {
            cmp_ok $res->code, '<', 500, "$form->{action} $d->{name}: " . $res->code;
        }
    }
}
diag 'taken as text: ', join ', ', @taken;
cmp_ok scalar(@taken), '>=', 8, 'text fields take text';
for my $part (@watched) {
    my ($who, @p) = @$part;
    my @raw = grep { my $res = $who->get($_); $res->code >= 500 || $res->decoded_content =~ /<script>alert\("$$|<img src=x/ } @p, $who == $staff ? qw(/staff /staff/tickets /staff/help /staff/services) : ();
    is "@raw", '', 'markup is text on every page of ' . ($who->{user} // 'guest');
}

for my $f (grep { $_->[1]{action} =~ m{^/staff/(?:(?:services|help)/\d+|settings/[\w-]+)$} } @forms) { # as it was
    my $res = $staff->raw_post($f->[1]{action}, { %{ good_values($f->[1]) }, key => "restore-$$-" . ++$n });
    is $res->code, 303, "$f->[1]{action}: the values that its page carried are good";
}

# ---- fields that no form has (mass assignment) ------------------------------------------------------------

my ($profile) = forms_of($c, '/app/profile');
my $res = $c->raw_post('/app/profile', { %{ good_values($profile) }, role => 'owner', balance => '1000000', credit_limit => '1000', verified => 1, status => 'active', id => 1, account_id => 1, email => 'other@people.example', username => 'operator' });
is $res->code, 303, 'unknown fields are not read';
is $c->get('/staff')->code, 403, 'no role came of it';
is $c->xml('/app/profile')->findvalue('//content/@email'), $c->{mail}, 'no address';
is balance($c), $money - placed_cost(), 'no money';

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are clean' or diag $out;
done_testing;

# ---- helpers -------------------------------------------------------------------------------------------------

sub unverified {
    my $u = Smm::Client->new;
    my $name = "waiting$$" . time;
    $u->submit('/signup', { username => $name, email => "$name\@people.example", password => "pass phrase of $name", country => 'DE', terms => 1 });
    $u->sign_in($name, "pass phrase of $name");
    return $u;
}

# The hosted page of the sandbox gateway, on the other panel.
sub hosted {
    my $r = $c->submit('/app/funds', { amount => '21.00', method => 'sandbox' });
    my ($base, $path) = $c->xml($c->location($r))->findvalue('//payment/@pay-url') =~ m{^(http://[^/]+)(/.*)$} or die "no hosted page\n";
    return [Smm::Client->new(base => $base), $path];
}

# Values without which a form would be refused for another reason than the attack.
sub fields_for {
    my ($f) = @_;
    my $n = $f->{name};
    return $n eq 'campaign' ? (category => undef, service => $w->{service}, runs => undef, interval => undef, answer_number => undef, device => undef, type_of_traffic => undef, seen => '', country => '', username => '')
        : $n eq 'funds' ? (preset => undef) : $n eq 'password' ? (current => $c->{password}) : $n eq 'email-confirm' ? (password => $c->{password})
        : $n eq 'email' ? (email => "other-$$\@people.example") : $n eq 'service-new' ? (name => "New service $$", min => 10, max => 1000)
        : $n eq 'article' ? (body => '<p>Words</p>') : $n eq 'provider' && $f->{action} =~ m{/new$} ? (name => "Provider $$") : ();
}

sub placed_cost {
    my $sum = 0;
    $sum += Smm::World::usd($_->value) for $c->xml('/app/campaigns')->findnodes("//campaign[contains(\@link, 'stuck.example/') and not(contains(\@link, '/walk'))]/\@charge-usd");
    return $sum;
}
