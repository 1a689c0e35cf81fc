# SPDX-License-Identifier: Apache-2.0
# What a process keeps of a session for a moment (smm_memo.h) belongs to one browser, and ends with any
# change: sign-out, suspension, look, language, money. Each check reads right before the change, so that
# there is something kept, and right after it.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::World qw(newcomer staff fund balance);

my ($anna, $ben, $boss, $visitor) = (newcomer(name => 'anna'), newcomer(name => 'ben'), staff(), Smm::Client->new);
my $page = '/services?per=all';
my @plain = ('Accept-Encoding' => 'identity');
sub page { my ($c, @h) = @_; return $c->get($page, @plain, @h) }
sub etag { return page(@_)->header('ETag') }
sub token { my $t; shift->{ua}->cookie_jar->scan(sub { $t = $_[2] if $_[1] eq 'smm-demo' }); return $t }
sub csrf { return shift->xml('/app')->findvalue('(//user/@csrf)[1]') }

# --- one page, three people, in turn
for (1 .. 3) {
    my %html = (anna => page($anna)->content, ben => page($ben)->content, visitor => page($visitor)->content);
    like $html{anna}, qr/\Q$anna->{user}/, "round $_: Anna's page";
    unlike $html{anna}, qr/\Q$ben->{user}/, '… has nothing of Ben';
    like $html{ben}, qr/\Q$ben->{user}/, "Ben's page";
    unlike $html{visitor}, qr/\Q$ben->{user}\E|\Q$anna->{user}/, 'a visitor sees nobody';
    my ($a, $b) = map { my ($t) = $html{$_} =~ /name="csrf"[^>]*value="([0-9a-f]{64})"/; $t // "none of $_" } qw(anna ben);
    isnt $a, $b, 'form tokens differ';
}
my %tag = (map({ $_->{user} => etag($_) } $anna, $ben), visitor => etag($visitor));
is scalar(keys %{ { reverse %tag } }), 3, 'three ETags';
is page($anna, 'If-None-Match' => $tag{ $anna->{user} })->code, 304, 'one matches';
is page($anna, 'If-None-Match' => $tag{ $ben->{user} })->code, 200, "somebody else's does not";
is page($visitor, 'If-None-Match' => $tag{ $anna->{user} })->code, 200, 'nor for a visitor';
is page($anna, 'If-None-Match' => $tag{ $anna->{user} }, 'Accept-Language' => 'de')->code, 304, 'the account tells the language, not the browser';

# --- the same address twice, the frame from memory the second time
is page($anna)->content, page($anna)->content, 'the same bytes';
is $anna->get($page, 'Accept-Encoding' => 'gzip')->header('ETag') eq $tag{ $anna->{user} }, '', 'gzip has its own ETag';

# --- what changes is seen at once
my $before = etag($anna);
is balance($anna), 0, 'no money';
fund($anna, '25', $boss);
is balance($anna), 25_000_000, 'money';
isnt etag($anna), $before, '… another page';
like page($anna)->content, qr/25\.00/, '… that shows it';
is etag($ben), $tag{ $ben->{user} }, "… and Ben's is as before";
my %profile = (theme => 'dark');
$before = etag($anna);
is $anna->submit('/app/profile', \%profile, action => '/app/profile')->code, 303, 'the dark look';
$anna->get('/app/profile'); # takes the message
isnt etag($anna), $before, '… another page';
like page($anna)->content, qr/data-theme="dark"/, '… dark';

# --- a copy of the cookie somewhere else
my $copy = Smm::Client->new;
my @cookie = (Cookie => 'smm-demo=' . token($anna));
is $copy->get('/app', @cookie)->code, 200, 'the copy is in' for 1 .. 2;
my $csrf = csrf($anna);
$anna->get('/app');
is $anna->raw_post('/signout', { csrf => $csrf })->code, 303, 'Anna signs out';
is $copy->get('/app', @cookie)->code, 303, 'the copy is out at once';
unlike $copy->get($page, @plain, @cookie)->content, qr/\Q$anna->{user}/, '… on the page from memory, too';

# --- suspension
my $id = $boss->xml('/staff/customers?q=' . $ben->{user})->findvalue('(//customer/@id)[1]');
ok $id, 'staff find Ben';
is $ben->get('/app')->code, 200, 'he is in' for 1 .. 2;
is $boss->submit("/staff/customers/$id/suspend", { confirm => undef, reason => 'test' })->code, 303, 'suspended';
is $ben->get('/app')->code, 303, 'he is out at once';
unlike page($ben)->content, qr/\Q$ben->{user}/, '… everywhere';
done_testing;
