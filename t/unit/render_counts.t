#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Instructions that a render takes, by callgrind: they do not depend on what else the machine does. Each
# stored page, and the catalogue with 1,024 rows, against t/unit/render_counts.tsv: more than 10 % above fails.
# After a change that is worth it: SMM_COUNTS=write t/unit/render_counts.t writes what has changed by more than 2 % (so
# that two people who write do not meet in lines that neither of them touched); SMM_COUNTS=all writes all. A stored page
# that is new, or whose model is another one than was counted, has nothing to be compared with: skipped, until then.
use strict;
use warnings;
use Digest::SHA qw(sha1_hex);
use File::Basename qw(basename dirname);
use File::Temp qw(tempdir);

my $top = dirname(__FILE__) . '/../..';
my $program = $ENV{SMM_RENDER_COUNTS} || "$top/build/t/unit/render_counts";
my $kept = $ENV{SMM_COUNTS_FILE} || dirname(__FILE__) . '/render_counts.tsv';
my $tmp = tempdir(CLEANUP => 1);
my ($n, $bad) = (0, 0);
sub ok { my ($good, $what) = @_; $n++; $bad = 1 unless $good; print(($good ? 'ok' : 'not ok') . " $n - $what\n"); return $good }
sub done { print "1..$n\n"; exit $bad }
sub slurp { open my $f, '<:raw', $_[0] or die "$_[0]: $!\n"; local $/; return scalar <$f> }

# the catalogue's page with its services repeated until there are 1,024
sub large {
    my ($to) = @_;
    my $xml = slurp("$top/t/unit/views/campaign.services--0.xml");
    my @rows = $xml =~ m{(<service\b(?:[^>]*/>|.*?</service>))}gs or die "no services in the stored page\n";
    my ($more, $k) = ('', scalar @rows);
    for (; $k < 1024; $k++) { my $r = $rows[$k % @rows]; $r =~ s/ id="\d+"/' id="' . (100_000 + $k) . '"'/e; $more .= $r }
    my $at = rindex($xml, $rows[-1]) + length $rows[-1];
    substr($xml, $at, 0) = $more;
    open my $o, '>:raw', $to or die "$to: $!\n";
    print $o $xml;
    close $o or die "$to: $!\n";
    return $to;
}

if (@ARGV == 2 && $ARGV[0] eq 'large') { large($ARGV[1]); exit 0 } # for t/bench
ok(scalar(grep { -x "$_/valgrind" } split /:/, $ENV{PATH}), 'valgrind is there') or done();
my @pages = (sort(glob "$top/t/unit/views/*.xml"), large("$tmp/campaign.services--1024.xml"));
my $log = `valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file='$tmp/out' '$program' '$top/htdocs' @pages 2>&1`;
ok($? == 0, 'every page renders') or print map { "# $_\n" } split /\n/, $log;
my %now;
my %model = map { (basename($_, '.xml') => substr(sha1_hex(slurp($_)), 0, 10)) } @pages;
for my $file (glob "$tmp/out*") {
    my $text = slurp($file);
    my ($name) = $text =~ m{^desc: Trigger: Client Request: .*/([^/\s]+)\.xml}m or next;
    ($now{$name}) = $text =~ /^(?:totals|summary): (\d+)/m;
}
ok(scalar(keys %now) == @pages, scalar(@pages) . ' pages were counted') or done();
sub kept { return map { /^([^#\t]+)\t(\d+)\t(\w+)$/ ? ($1 => [$2, $3]) : () } split /\n/, slurp($kept) }
if (($ENV{SMM_COUNTS} // '') =~ /^(?:write|all)$/) {
    my %old = $ENV{SMM_COUNTS} eq 'write' && -e $kept ? kept() : ();
    for my $name (keys %now) {
        my ($was, $model) = @{ $old{$name} || next };
        $now{$name} = $was if $model eq $model{$name} && abs($now{$name} - $was) <= $was * 0.02;
    }
    open my $o, '>', $kept or die "$kept: $!\n";
    print $o "# page\tinstructions of a render\tof this model; written by SMM_COUNTS=write t/unit/render_counts.t\n";
    print $o "$_\t$now{$_}\t$model{$_}\n" for sort keys %now;
    close $o;
}
my %was = kept();
my $compared = 0;
for my $name (sort keys %now) {
    my ($was, $model) = @{ $was{$name} || [] };
    if (!$was || $model ne $model{$name}) { ok(1, "$name # skip another model than was counted: SMM_COUNTS=write"); next }
    $compared++;
    ok($now{$name} <= $was * 1.1, sprintf '%s: %d instructions, %+.1f %%', $name, $now{$name}, 100 * ($now{$name} / $was - 1));
}
ok($compared >= @pages / 2, "$compared of " . @pages . ' pages were compared: fewer than half is no guard');
done();
