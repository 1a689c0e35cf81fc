# SPDX-License-Identifier: Apache-2.0
package Smm::Growth;

# Helpers of the tests of coins, gifts, affiliates, corrections and finance.
use strict;
use warnings;
use Exporter 'import';
use Smm::Instance qw(smmctl);
use Smm::World qw(newcomer);
our @EXPORT_OK = qw(act setting colleague);

# A form that is only a row's buttons: posted with the token of the page.
sub act {
    my ($c, $page, $to, %f) = @_;
    my $csrf = $c->xml($page)->findvalue('//user/@csrf');
    return $c->raw_post($to, { csrf => $csrf, %f });
}

# Sets a setting of the shop, or unsets it (undef).
sub setting {
    my ($key, $value) = @_;
    my ($rc, $out) = smmctl('panel', 'settings', defined $value ? ('set', $key, $value) : ('unset', $key));
    die "$key: $out\n" if $rc;
}

# A newcomer who is staff.
sub colleague {
    my $c = newcomer(name => 'colleague');
    my ($rc, $out) = smmctl('panel', 'staff', 'add', $c->{user});
    die "staff: $out\n" if $rc;
    return $c;
}

1;
