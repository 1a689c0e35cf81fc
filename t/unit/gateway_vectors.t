#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# The gateways' vector files through the panel's own code, from ../shared where it is and from the copies
# beside this file; and the same with one byte of each genuine notice changed, which must then be refused.
use strict;
use warnings;
use JSON ();
use Digest::SHA qw(sha256_hex);
use File::Basename qw(basename dirname);
use File::Temp qw(tempdir);

my $here = dirname(__FILE__);
my $program = $ENV{SMM_VECTORS} || "$here/../../build/tools/vectors";
my $json = JSON->new->utf8->canonical->allow_nonref;
my $tmp = tempdir(CLEANUP => 1);
my $n = 0;
my $bad = 0;
sub ok { my ($good, $what, $more) = @_; $n++; print(($good ? 'ok' : 'not ok') . " $n - $what\n"); return if $good; $bad = 1; print map { "# $_\n" } split /\n/, $more // '' }
sub run { my ($file) = @_; my $out = `'$program' '$file' 2>&1`; return ($? >> 8, $out) }
sub slurp { open my $f, '<:raw', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }

sub run_data { my ($name, $v) = @_; open my $f, '>:raw', "$tmp/$name" or die $!; print $f $json->encode($v); close $f; return run("$tmp/$name") }

# The map of states, one gateway after the other; then each row with another state, which must fail.
sub by_gateway {
    my ($name, $v) = @_;
    my @all = @{ $v->{cases} };
    my %seen;
    for my $g (grep { !$seen{$_}++ } map { $_->{gateway} } @all) {
        my @rows = grep { $_->{gateway} eq $g } @all;
        my ($rc, $out) = run_data($name, { %$v, cases => \@rows });
        if ($out =~ /has no table of states/) { print 'ok ' . ++$n . " - $name: $g # SKIP not in this build\n"; next }
        ok($rc == 0, "$name: $g: " . ($out =~ /(.*)\n?\z/)[0], $out);
        ($rc, $out) = run_data($name, { %$v, cases => [ map { { %$_, state => $_->{state} eq 'paid' ? 'failed' : 'paid' } } @rows ] });
        ok($out =~ /^0 passed, @{[ scalar @rows ]} failed$/m, "$name: $g: another state is noticed", $out);
    }
}

my @files = glob "$here/vectors/gateways/*.json";
for my $copy (@files) {
    my $name = basename $copy;
    my $shared = "$here/../../../shared/reference/gateways/vectors/$name";
    ok(slurp($copy) eq slurp($shared), "$name: the copy is the shared file") if -f $shared;
    my $v = $json->decode(slurp($copy));
    if ($v->{gateway} eq 'all') { by_gateway($name, $v); next }
    my ($rc, $out) = run($copy);
    ok($rc == 0, "$name: " . ($out =~ /(.*)\n?\z/)[0], $out);
    my @genuine = grep { ($_->{expect} // '') eq 'valid' && length($_->{body} // '') && !$_->{params} && ($_->{kind} // '') ne 'checkout_return' } @{ $v->{cases} };
    next if !@genuine || $v->{scheme} =~ /^no signature/;
    # a twin of each: a digit more at the end of the event, in whatever member comes last
    for my $c (@genuine) {
        next unless $c->{body} =~ s/("[^"]*)("\s*[\]}]*\s*)\z/${1}x$2/ || $c->{body} =~ s/(\d)(\s*[\]}]*\s*)\z/${1}1$2/;
        my $bytes = $c->{body};
        utf8::encode($bytes);
        @$c{qw(expect body_sha256)} = ('invalid', sha256_hex($bytes));
    }
    $v->{cases} = \@genuine;
    ($rc, $out) = run_data($name, $v);
    ok($rc == 0, "$name: changed, each genuine notice is refused", $out);
}
print "1..$n\n";
exit $bad;
