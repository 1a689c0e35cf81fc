# SPDX-License-Identifier: Apache-2.0
package Smm::Walk;

# Every route of docs/routes.md with real objects behind it, and every form of the pages' view
# models: what the walk and the attacks run over, so that a new page or field is in them by itself.
use strict;
use warnings;
use Exporter 'import';
use HTTP::Request::Common ();
use Smm::Instance qw(smmctl wait_for mails links_in);
use Smm::World qw(staff newcomer fund service place provider pause);
our @EXPORT_OK = qw(routes world concrete pages forms_of good_values snapshot);

# [method, path, access, form, key]
sub routes {
    my @r;
    open my $f, '<', "$ENV{SMM_TOP}/docs/routes.md" or die "docs/routes.md: $!";
    while (<$f>) { push @r, [$1, $2, $3, $4, $5] if /^\| (\S+) \| `([^`]+)` \| (\w+) \| (\w*) \| (\w*) \|/ }
    die "no routes\n" if @r < 60;
    return @r;
}

# People and things in every state that has a form. $w->{id}{prefix} lists what stands for :id.
sub world {
    my $w = { staff => staff(), customer => newcomer(name => 'walker') };
    my ($s, $c) = @$w{qw(staff customer)};
    fund($c, '60.00', $s);
    my $provider = $w->{provider} = provider($s);
    pause($s, $provider, 0); # a test that died may have left it so
    my $sid = $w->{service} = service($c)->getAttribute('id');
    my $stuck  = place($c, $sid, 'https://stuck.example/walk', 1000);
    my $cancel = place($c, $sid, 'https://cancel.example/walk', 1000);
    wait_for(60, sub { $c->xml("/app/campaigns/$cancel")->findvalue('(//campaign/@status)[1]') eq 'Canceled' }) or die "nothing is canceled\n";
    wait_for(60, sub { $s->xml("/staff/campaigns/$stuck")->findvalue('(//campaign/@state)[1]') =~ /^(?:accepted|in_progress)$/ }) or die "nothing is accepted\n";
    pause($s, $provider, 1);
    $w->{waiting} = place($c, $sid, 'https://complete.example/walk', 1000);
    my @pay = map { start_payment($c, $_) } qw(15 16 20);
    my $res = $s->submit("/staff/payments/$pay[2]", { amount => '12.50', reason => 'a part' }, action => '/confirm');
    die 'part payment: ' . $res->code . "\n" unless $res->code == 303;
    my @join = (part($c, $s, 100, 95), part($c, $s, 10, 15), part($c, $s, 50, 46));
    $w->{join} = \@join;
    $c->submit("/app/payments/$join[2]", { with => $join[1] }, action => '/join')->code == 303 or die "not asked\n";
    # a rule of a day far away: this one can be ended, and nobody is taxed by it (it may be there already)
    $s->submit('/staff/taxes', { country => 'NZ', kind => 'any', name => 'Walk', bps => 1500, since => '2090-01-01' }, action => '/staff/taxes');
    my ($returned, @refunds) = refunded($c, $s);
    push @pay, unreachable($c);
    my ($declared, $sent) = deducted($c, $s);
    $w->{claimable} = $c->xml('/app/tds')->findvalue('(//covers/@number)[1]');
    smmctl('panel', 'settings', 'set', 'postpay.on', 1); # stays: the form needs it
    $c->submit('/app/post-payment', { kind => 'agency', about => 'An agency that walks.' }, action => '/app/post-payment')->code == 303 or die "no request\n";
    my $credit = $s->xml('/staff/post-payment')->findvalue("//account[\@customer='$c->{user}']/\@id");
    $s->submit("/staff/post-payment/$credit", { what => 'refuse', note => 'walk' })->code == 303 or die "not refused\n"; # it can be asked for again
    my ($claims, $lines, @more) = claimed($c, $s);
    my %growth = (growth($c, $s), members($s));
    my $coin = $w->{coin} = coined($c, $s);
    $res = $c->submit('/app/tickets/new', { type => 'other', subject => 'Walk', campaigns => $stuck, body => 'A question.' });
    my ($ticket) = $c->location($res) =~ m{/app/tickets/(\d+)} or die "no ticket\n";
    $c->submit('/app/api', { name => 'walk' });
    my $key = $c->xml('/app/api')->findvalue('(//api-key/@id)[1]') or die "no API key\n";
    $c->submit('/app/profile/email', { email => "new-$c->{mail}" });
    my $other = Smm::Client->new;
    $other->sign_in($c->{user}, $c->{password});
    my $session = $c->xml('/app/security')->findvalue('(//session[not(@current)]/@id)[1]');
    $res = $s->raw_post("/staff/providers/$provider/fetch", { csrf => $s->xml("/staff/providers/$provider")->findvalue('(//form/@csrf)[1]') });
    my $article = $s->xml('/staff/help')->findvalue('(//art/@id)[1]');
    $w->{slug} = { help => $c->xml('/help')->findvalue('(//art/@slug)[1]'), 'help/c' => $c->xml('/help')->findvalue('(//cat/@slug)[1]'),
        services => ($c->xml('/services')->findvalue('(//service/@href)[1]') =~ m{([^/]+)$})[0],
        invoices => $c->xml('/app/invoices')->findvalue('(//invoice/@slug)[1]'), password => reset_token($c), verify => 'no-such-token',
        assets => ($c->get('/')->decoded_content =~ m{/assets/([\w.-]+\.css)})[0] };
    $w->{id} = { 'app/campaigns' => [$w->{waiting}, $cancel, $stuck], 'staff/campaigns' => [$stuck], 'app/payments' => [@pay, $coin, $join[0], @more],
        %growth, 'app/tds' => [$declared, $sent], 'staff/tds' => [$sent], 'staff/post-payment' => [$credit], 'staff/sez' => [$s->xml('/staff/sez')->findvalue('(//sez/@id)[1]')], 'staff/refunds' => \@refunds, 'staff/claims' => $claims, 'staff/money' => $lines, 'staff/payments' => [$pay[0], $pay[2], $returned, $coin, $join[2]], tickets => [$ticket], 'app/api' => [$key], sessions => [$session],
        providers => [$provider], 'staff/services' => [$sid], 'staff/help' => [$article],
        'staff/customers' => [$s->xml("/staff/customers?q=$c->{user}")->findvalue('(//customer/@id)[1]')] };
    $w->{slug}{'staff/settings'} = [map { m{^/staff/settings/([\w-]+)$} ? $1 : () } map { $_->value } $s->xml('/staff/settings')->findnodes('//@href')];
    $w->{slug}{'staff/gateways'} = 'stripe';
    $w->{slug}{'staff/crypto'} = 'eth';
    $s->submit('/staff/currencies', { currency => 'EUR', rate => '0.922' }, action => '/staff/currencies'); # 422 when it is there
    $w->{slug}{'staff/currencies'} = 'EUR';
    ($w->{slug}{'staff/invoices'} = $s->xml("/staff/payments/$returned")->findvalue('//payment/@invoice')) =~ tr{/}{-};
    $w->{slug}{'app/documents'} = ($w->{slug}{'staff/invoices'} =~ /-(\d{4})-/)[0] . '.zip';
    return $w;
}

# A bank transfer of which another amount arrives.
sub part {
    my ($c, $s, $amount, $came) = @_;
    my $id = start_payment($c, $amount);
    $s->submit("/staff/payments/$id", { amount => $came, reason => 'a part' }, action => '/confirm')->code == 303 or die "not confirmed\n";
    return $id;
}

# A refund whose credit note could not be written: a person had taken the invoice back before.
sub noteless {
    my ($c, $s) = @_;
    my $pay = start_payment($c, 30);
    $s->submit("/staff/payments/$pay", { amount => '30.00', reason => 'seen' }, action => '/confirm')->code == 303 or die "not credited\n";
    my ($slug) = $s->xml("/staff/payments/$pay")->findvalue('//payment/@invoice-href') =~ m{([^/]+)\z};
    $s->submit("/staff/invoices/$slug/credit", { amount => '30', reason => 'walk' })->code == 303 or die "no credit note\n";
    $s->submit("/staff/payments/$pay", { amount => '5.00', cause => 'asked', reason => 'walk', confirm => 1 }, action => '/refund')->code == 303 or die "no refund\n";
    my $id = $s->xml("/staff/payments/$pay")->findvalue('(//refund/@id)[1]');
    $s->submit("/staff/refunds/$id", { reference => 'SEPA 4' }, action => '/sent')->code == 303 or die "not sent\n";
    return $id;
}

# A bank transfer that was credited, and refunds of parts of it that a person has to send.
sub refunded {
    my ($c, $s) = @_;
    my $pay = start_payment($c, 30);
    $s->submit("/staff/payments/$pay", { amount => '30.00', reason => 'seen' }, action => '/confirm')->code == 303 or die "not credited\n";
    for (1, 2) { $s->submit("/staff/payments/$pay", { amount => '5.00', cause => 'asked', reason => 'walk', confirm => 1 }, action => '/refund')->code == 303 or die "no refund\n" }
    my @ids = map { $_->value } $s->xml("/staff/payments/$pay")->findnodes('//refund/@id');
    return ($pay, @ids, noteless($c, $s));
}

# Three paid GST invoices in rupees: one whose tax is declared, one with a certificate, one that can be claimed.
sub deducted {
    my ($c, $s) = @_;
    my %set = ('tax.mode' => 'gst', 'seller.country' => 'IN', 'seller.tax_id' => '27AAPFU0939F1ZV', 'fx.inr' => '88.1234', 'gateway.upi.vpa' => 'walk@bank', 'gateway.upi.holder' => 'Walk');
    smmctl('panel', 'settings', 'set', $_, $set{$_}) for sort keys %set;
    $c->submit('/app/profile', { country => 'IN', state => 'Karnataka' }, action => '/app/profile')->code == 303 or die "no Indian\n";
    smmctl('panel', 'settings', 'set', 'tds.pan', 'AAPFU0939F'); # stays: the forms need it
    my @claims;
    $c->submit('/app/profile', { country => 'IN', company => 'Walk', tax_id => '29AAPFU0939F1ZR' }, action => '/app/profile')->code == 303 or die "no GSTIN\n";
    $c->submit('/app/sez', { kind => 'sewop', approval => "WALK/$$" }, action => '/app/sez')->code == 303 or die "no unit\n";
    $c->submit('/app/profile', { company => '', tax_id => '' }, action => '/app/profile')->code == 303 or die "no GSTIN\n";
    for my $n (1 .. 3) {
        my $res = $c->submit('/app/funds', { amount => 20, method => 'upi' });
        my ($id) = $c->location($res) =~ m{/app/payments/(\d+)} or die "no UPI payment\n";
        $c->submit("/app/payments/$id", { reference => sprintf '8%011d', $id * 7919 + $$ }, action => "/app/payments/$id/claim")->code == 303 or die "no claim\n";
        my ($claim) = map { $_->getAttribute('id') } $s->xml('/staff/claims')->findnodes("//claim[\@payment='$id']");
        my $due = $s->xml("/staff/claims/$claim")->findvalue('//payment/@pay-amount') =~ s/ INR//r;
        $s->submit("/staff/claims/$claim", { amount => $due, reason => 'walk' }, action => '/confirm')->code == 303 or die "not paid\n";
        next if $n == 3;
        my $number = $c->xml('/app/tds')->findvalue('(//covers/@number)[1]');
        $res = $c->submit('/app/tds', { invoices => $number, deductor => 'Walk Ltd', tan => 'MUMA12345B', pan => 'AAACA1234C', fy => 2026, quarter => 3, section => '194C' }, action => '/app/tds');
        push @claims, $c->location($res) =~ m{/app/tds/(\d+)$} or die "not declared\n";
    }
    my ($form) = $c->xml("/app/tds/$claims[1]")->findnodes('//form[@name="certificate"]');
    my %f = (number => "W$$", form => '16A', tax => '35.25', deducted => '2026-11-01', csrf => $form->getAttribute('csrf'), key => $form->getAttribute('key'));
    $c->{ua}->request(HTTP::Request::Common::POST($c->url("/app/tds/$claims[1]"), Content_Type => 'form-data',
        Content => [(map { $_ => $f{$_} } sort keys %f), file => [undef, 'walk.pdf', Content => "%PDF-1.4 walk\0"]]))->code == 303 or die "no certificate\n";
    $c->submit('/app/profile', { country => 'DE', state => '' }, action => '/app/profile');
    smmctl('panel', 'settings', 'unset', $_) for keys %set;
    return @claims;
}

# A payment in Ether to an address of our own; another address is free.
sub coined {
    my ($c, $s) = @_;
    $s->submit('/staff/crypto/eth', { active => 1, rate => 3000, wanted => 6, low => 1 }, action => '/staff/crypto/eth')->code == 303 or die "no rate\n";
    $s->submit('/staff/crypto/eth', { addresses => join "\n", map { sprintf '0x%08x%032x', $$, $_ + time } 1 .. 5 }, action => '/addresses')->code == 303 or die "no addresses\n";
    my $res = $c->submit('/app/funds', { amount => 23, method => 'crypto-manual:ETH' });
    my ($id) = ($c->location($res) // '') =~ m{/app/payments/(\d+)} or die "no payment in Ether\n";
    return $id;
}

sub start_payment {
    my ($c, $amount) = @_;
    my $res = $c->submit('/app/funds', { amount => $amount, method => 'bank' });
    my ($id) = $c->location($res) =~ m{/app/payments/(\d+)} or die "no payment\n";
    return $id;
}

# A coupon, a step of the bonus, a correction that waits; a partner with a pay-out that waits, and $c as one with money to ask for.
sub growth {
    my ($c, $s) = @_;
    my $me = $s->xml("/staff/customers?q=$c->{user}")->findvalue('(//customer/@id)[1]');
    $s->submit('/staff/offers', { code => "WALK-$$", kind => 'percent', percent => 1, limit_account => 1 }, action => '/coupons')->code == 303 or die "no coupon\n";
    $s->submit('/staff/offers', { min_amount => '99999.00', percent => 1 }, action => '/bonus')->code =~ /^(?:303|422)$/ or die "no step\n";
    $s->submit("/staff/customers/$me/adjust", { direction => 'credit', amount => '999', reason => 'walk', confirm => 1 })->code == 303 or die "no correction\n";
    smmctl('panel', 'settings', 'set', @$_) for ['affiliates.bps', 10000], ['affiliates.hold_days', 0], ['affiliates.min_payout', 1];
    my $partner = newcomer(name => 'partner');
    for my $p ($c, $partner) {
        my $guest = Smm::Client->new;
        $guest->get($p->xml('/app/affiliates')->findvalue('//affiliate/@link') =~ s{^.*(?=/r/)}{}r);
        fund(newcomer(name => 'guest', client => $guest), '15.00', $s);
    }
    for my $p ($c, $partner) { wait_for(60, sub { $p->xml('/app/affiliates')->findvalue('//affiliate/@available-usd') eq '15.00' }) or die "no commission\n" }
    $partner->submit('/app/affiliates', {})->code == 303 or die "no pay-out\n";
    smmctl('panel', 'settings', 'unset', $_) for qw(affiliates.hold_days);
    my ($offers, $aff) = ($s->xml('/staff/offers'), $s->xml('/staff/affiliates'));
    return ('staff/offers/coupons' => [$offers->findvalue("//coupon[\@code='WALK-$$']/\@id")], 'staff/offers/bonus' => [$offers->findvalue('(//tier/@id)[1]')],
        'staff/adjustments' => [$s->xml('/staff/adjustments')->findvalue("(//request[\@account='$me']/\@id)[1]")],
        'staff/affiliates' => [$aff->findvalue("//affiliate[\@username='$partner->{user}']/\@account")],
        'staff/affiliates/payouts' => [$aff->findvalue("(//content/payout[\@username='$partner->{user}']/\@id)[1]")]);
}

# A plan on sale, and somebody who was given it.
sub members {
    my ($s) = @_;
    $s->submit('/staff/plans', { name => "Walk $$", price => '1.00', perks => "One thing\nAnother" }, action => '/staff/plans')->code == 303 or die "no plan\n";
    my $plan = $s->xml('/staff/plans')->findvalue("//plan[\@name='Walk $$']/\@id");
    my $given = newcomer(name => 'given');
    $s->submit('/staff/members', { username => $given->{user}, plan => $plan, months => 1, reason => 'walk' }, action => '/staff/members')->code == 303 or die "not given\n";
    return ('app/membership' => [$plan], 'staff/plans' => [$plan], 'staff/members' => [$s->xml('/staff/members')->findvalue("//member[\@username='$given->{user}']/\@account")]);
}

# Claims (two open, a payment request), lines of a statement (two open, one set aside), a Payoneer payment.
sub claimed {
    my ($c, $s) = @_;
    smmctl('panel', 'settings', 'set', 'gateway.payoneer.email', 'pay@shop.example');
    my @p = map { my $res = $c->submit('/app/funds', { amount => 21, method => $_ }); ($c->location($res) =~ m{/app/payments/(\d+)})[0] or die "no payment\n" } qw(bank bank payoneer payoneer);
    smmctl('panel', 'settings', 'unset', 'gateway.payoneer.email');
    $c->submit("/app/payments/$p[$_]", { reference => "WALK-$$-$_" }, action => '/claim')->code == 303 or die "no claim\n" for 0, 1;
    $c->submit("/app/payments/$p[2]/request", { email => 'walk@people.example' })->code == 303 or die "no request\n";
    my $day = do { my @t = gmtime; sprintf '%04d-%02d-%02d', $t[5] + 1900, $t[4] + 1, $t[3] };
    my %map = (bank => 'Walk', currency => 'USD', separator => 'comma', decimal => 'point', date_order => 'ymd', skip => 0, col_date => 1, col_amount => 2, col_reference => 3, col_text => 4, what => 'import');
    $s->submit('/staff/statements/new', { %map, lines => join "\n", map { "$day,5.0$_,LINE-$$-$_,walk $$ $_" } 1 .. 3 }, action => '/new')->code == 303 or die "no statement\n";
    my @lines = map { $_->getAttribute('id') } $s->xml('/staff/money')->findnodes("//line[contains(text, 'walk $$ ')]");
    $s->submit("/staff/money/$lines[2]", { reason => 'set aside' }, action => '/ignore')->code == 303 or die "not set aside\n";
    my %claim = map { $_->getAttribute('payment') => $_->getAttribute('id') } map { $s->xml("/staff/claims?show=$_")->findnodes('//claim') } qw(open request);
    return ([ @claim{ @p[0 .. 2] } ], \@lines, $p[3]);
}

# A payment whose processor could not be reached: its page offers another try.
sub unreachable {
    my ($c) = @_;
    my (undef, $url) = smmctl('panel', 'settings', 'get', 'gateway.sandbox.base_url');
    chomp $url;
    smmctl('panel', 'settings', 'set', 'gateway.sandbox.base_url', 'http://127.0.0.1:9/sandbox');
    my $res = $c->submit('/app/funds', { amount => 17, method => 'sandbox' });
    smmctl('panel', 'settings', 'set', 'gateway.sandbox.base_url', $url);
    my ($id) = $c->location($res) =~ m{/app/payments/(\d+)} or die "no payment\n";
    return $id;
}

sub reset_token {
    my ($c) = @_;
    Smm::Client->new->submit('/password', { email => $c->{mail} });
    my $link = wait_for(40, sub { (grep { m{/password/} } map { links_in($_) } mails($c->{mail}))[-1] }) or die "no reset mail\n";
    return ($link =~ m{/password/([\w-]+)})[0];
}

# Paths with real ids: one for each thing that fits.
sub concrete {
    my ($w, $path) = @_;
    my @out = ('');
    my @seg = split m{/}, $path, -1;
    shift @seg;
    my @done;
    for my $seg (@seg) {
        my @v = ($seg);
        if ($seg =~ /^:(id|slug)$/) {
            my $set = $w->{$1};
            my $before = join '/', @done;
            my ($k) = grep { $before eq $_ || $before =~ m{(?:^|/)\Q$_\E$} } sort { length $b <=> length $a } keys %$set;
            @v = $k ? ref $set->{$k} ? @{ $set->{$k} } : ($set->{$k}) : $1 eq 'id' ? (999999) : ('no-such-thing');
        }
        @out = map { my $o = $_; map { "$o/$_" } @v } @out;
        push @done, $seg;
    }
    return @out;
}

# GET pages of an access class with real objects.
sub pages {
    my ($w, @access) = @_;
    my %want = map { $_ => 1 } @access;
    return map { concrete($w, $_->[1]) } grep { $_->[0] eq 'GET' && $want{ $_->[2] } } routes();
}

# The forms of a page: { page, action, name, csrf, key, fields => [{name, type, …}], node }.
sub forms_of {
    my ($c, $page) = @_;
    my $doc = $c->xml($page) or return;
    return map {
        my $f = $_;
        +{ page => $page, action => $f->getAttribute('action') || $page, name => $f->getAttribute('name') // '',
            csrf => $f->getAttribute('csrf'), key => $f->getAttribute('key'),
            fields => [map { my $n = $_; +{ (map { $_ => $n->getAttribute($_) } qw(name type value min max required)), options => [map { $_->getAttribute('value') } $n->findnodes('option')] } } $f->findnodes('.//field')] }
    } $doc->findnodes('//form');
}

my %plain = (
    username => 'tester', email => 'someone@people.example', password => 'a long pass phrase', country => 'DE', language => 'en',
    timezone => 'UTC', link => 'https://complete.example/x', quantity => 1000, code => '123456', url => 'https://provider.example/api/v2',
    date => '2026-11-23', currency => 'USD', method => 'bank', amount => '15.00', reference => 'WIRE 1234', order => '4711', login => 'someone',
    next => '', fetched => '1', tax_id => '', state => '', campaigns => '', category => 'Category', low_balance => '', api_key => '',
);

# A value for each field with which the form would go through.
sub good_values {
    my ($f, %over) = @_;
    my %v = (csrf => $f->{csrf}, key => $f->{key});
    for my $d (@{ $f->{fields} }) {
        my ($n, $t) = @$d{qw(name type)};
        $v{$n} = exists $over{$n} ? $over{$n} : length($d->{value} // '') ? $d->{value} : exists $plain{$n} ? $plain{$n}
            : @{ $d->{options} } ? $d->{options}[0] : $t eq 'flag' ? ($d->{required} ? 1 : undef)
            : !$d->{required} ? '' : $t eq 'int' ? ($d->{min} || 1) : $t eq 'usd' ? ($d->{min} || '1.00') : $t eq 'url' ? 'https://complete.example/x' : 'Plain words';
        delete $v{$n} unless defined $v{$n};
    }
    delete $v{$_} for grep { !defined $v{$_} } keys %v;
    return \%v;
}

# What people see, without what changes by itself: tokens, times, progress.
sub snapshot {
    my ($c, @pages) = @_;
    my %s;
    for my $p (@pages) {
        my $doc = $c->xml($p) or do { $s{$p} = $c->{last}->code; next };
        $_->getParentNode->removeChild($_) for $doc->findnodes('//flash | //eta | //estimate | //pager');
        for my $a ($doc->findnodes('//@csrf | //@key | //@unread | //@updated | //@seen | //@last-used | //@eta | //@n | //@request-id | //@hours | //@completion | //@average-seconds | //@rating | //@recommends | //@sold | //@measured | //@measured-unit')) { $a->getOwnerElement->removeAttributeNode($a) }
        $s{$p} = $doc->toString;
    }
    return \%s;
}

1;
