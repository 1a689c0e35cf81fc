# SPDX-License-Identifier: Apache-2.0
package Smm::World;

# People and things that several tests need: made through the pages, as a person would.
use strict;
use warnings;
use Exporter 'import';
use Smm::Client;
use Smm::Instance qw(credentials mails wait_for links_in);
our @EXPORT_OK = qw(staff customer newcomer fund service place usd balance provider pause);

sub staff {
    my $c = Smm::Client->new;
    my $cred = credentials();
    my $res = $c->sign_in($cred->{staff_user}, $cred->{staff_password});
    die 'staff cannot sign in: ' . $res->code . "\n" unless $res->code == 303;
    return $c;
}

sub customer {
    my $c = Smm::Client->new;
    my $cred = credentials();
    my $res = $c->sign_in($cred->{customer_user}, $cred->{customer_password});
    die 'the demo customer cannot sign in: ' . $res->code . "\n" unless $res->code == 303;
    return $c;
}

my $n = 0;

# A new, activated, signed-in customer.
sub newcomer {
    my (%o) = @_;
    my $user = ($o{name} || 'user') . $$ . 'x' . ++$n . 'x' . time;
    my $mail = "$user\@people.example";
    my $c = delete $o{client} || Smm::Client->new(%o);
    my $res = $c->submit('/signup', { username => $user, email => $mail, password => "pass phrase of $user", country => 'DE', terms => 1 });
    die 'sign-up: ' . $res->code . "\n" unless $res->code == 303;
    my $link = wait_for(40, sub { (grep { m{/verify/} } map { links_in($_) } mails($mail))[0] }) or die "no activation mail\n";
    $c->get($link);
    $res = $c->sign_in($user, "pass phrase of $user");
    die 'sign-in: ' . $res->code . "\n" unless $res->code == 303;
    @$c{qw(user mail password)} = ($user, $mail, "pass phrase of $user");
    return $c;
}

# Money by bank transfer, confirmed by staff. Amount in decimal USD.
sub fund {
    my ($c, $amount, $staff) = @_;
    my $res = $c->submit('/app/funds', { amount => $amount, method => 'bank' });
    die 'funds: ' . $res->code . "\n" unless $res->code == 303;
    my ($id) = $c->location($res) =~ m{/app/payments/(\d+)} or die "no payment page\n";
    $staff ||= staff();
    $res = $staff->submit("/staff/payments/$id", { amount => $amount, reason => 'test' }, to => "/staff/payments/$id/confirm");
    die 'confirm: ' . $res->code . ' ' . substr($res->decoded_content, 0, 2000) . "\n" unless $res->code == 303;
    return $id;
}

# An active Default service that takes 1000.
sub service {
    my ($c, $type) = @_;
    $type ||= 'Default';
    for my $page (1 .. 12) {
        my $doc = $c->xml("/services?per=100&page=$page");
        my ($s) = grep { $_->getAttribute('type') eq $type && $_->getAttribute('status') =~ /^active$/i
                && $_->getAttribute('max') >= 1000 && $_->getAttribute('min') <= 1000 } $doc->findnodes('//service');
        return $s if $s;
    }
    die "no $type service\n";
}

# Places a campaign; returns its id.
sub place {
    my ($c, $service, $link, $quantity) = @_;
    my $res = $c->submit("/app/campaigns/new?service=$service", { service => $service, link => $link, quantity => $quantity });
    die 'place: ' . $res->code . ' ' . substr($res->decoded_content, 0, 2000) . "\n" unless $res->code == 303;
    my ($id) = $c->location($res) =~ m{/app/campaigns/(\d+)} or die "no campaign page\n";
    return $id;
}

# The shop's upstream provider.
sub provider {
    my ($staff) = @_;
    my ($p) = $staff->xml('/staff/providers')->findnodes('//provider[not(@local) and @services > 500]') or die "no provider\n";
    return $p->getAttribute('id');
}

# Stops (1) or continues (0) the sending of campaigns to a provider.
sub pause {
    my ($staff, $provider, $on) = @_;
    my $res = $staff->submit("/staff/providers/$provider", { paused => $on ? 1 : undef }, action => "/staff/providers/$provider");
    die 'pause: ' . $res->code . "\n" unless $res->code == 303;
}

sub balance { return usd($_[0]->xml('/app')->findvalue('(//@balance-usd)[1]')) }

sub usd { my $t = shift // ''; my ($neg, $i, $f) = $t =~ /^(-?)(\d+)\.(\d+)$/ or return undef; my $v = $i * 1_000_000 + substr($f . '000000', 0, 6); return $neg ? -$v : $v }

1;
