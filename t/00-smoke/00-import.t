# SPDX-License-Identifier: Apache-2.0
# The shop imports its catalogue from the upstream panel over HTTP, as its operator would first.
# The other files need it, so it runs before them.
use strict;
use warnings;
use Test::More;
use Smm::Instance qw(wait_for demo_tool);
use Smm::Client;

my $c = Smm::Client->new;
ok wait_for(60, sub { $c->get('/readyz')->code == 200 }), 'ready';
my ($rc, $out) = demo_tool('--import');
is $rc, 0, 'import' or diag $out;
ok $c->xml('/services')->findvalue('//pager/@total') >= 1000, '1000 services and more';
done_testing;
