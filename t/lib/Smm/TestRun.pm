# SPDX-License-Identifier: Apache-2.0
package Smm::TestRun;

# Apache::TestRun with two changes: it runs as root too (httpd's children drop to the service user),
# and "no tests ran" is a failure.
use strict;
use warnings;
use parent 'Apache::TestRun';

sub check_runtime_user { 1 }

sub run_tests {
    my $self = shift;
    my @files = glob "$self->{conf_opts}{t_dir}/[0-9]*/*.t";
    die "no test files\n" unless @files || @{ $self->{tests} || [] };
    return $self->SUPER::run_tests(@_);
}

1;
