#!/usr/bin/env perl
# SPDX-License-Identifier: Apache-2.0
# Runs the Apache::Test files of t/NN-*/ against an instance that scripts/dev/instance.sh prepared.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Smm::TestRun ();

Smm::TestRun->new->run(@ARGV);
