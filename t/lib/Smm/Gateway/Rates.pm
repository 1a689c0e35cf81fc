# SPDX-License-Identifier: Apache-2.0
package Smm::Gateway::Rates;

# A central bank's daily list of reference rates: units for one euro. $sim->do(rates => { USD => '1.0837', … }, $day)
# sets what it says; chaos as of the others.
use strict;
use warnings;
use parent 'Smm::Gateway::Sim';

sub authorised { return 1 }
sub op { my ($s, $method, $path) = @_; return $path =~ m{^/daily\.xml} ? (daily => \&daily) : () }
sub act_rates { my ($s, $rates, $day) = @_; $s->{rates} = $rates; $s->{day} = $day; return 1 }

sub daily {
    my ($s) = @_;
    my $rates = $s->{rates} || {};
    my $list = join "\n", map { qq{\t\t\t<Cube currency='$_' rate='$rates->{$_}'/>} } sort keys %$rates;
    return (200, qq{<?xml version="1.0" encoding="UTF-8"?>\n<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>\n\t<Cube>\n\t\t<Cube time='} . ($s->{day} || '2026-11-26') . qq{'>\n$list\n\t\t</Cube>\n\t</Cube>\n</gesmes:Envelope>});
}

1;
