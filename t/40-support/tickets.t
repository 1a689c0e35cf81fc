# SPDX-License-Identifier: Apache-2.0
# Tickets: types, campaigns, thread, states, mails; one open ticket a campaign; notes that only staff
# read; other people's tickets and campaigns do not exist.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::World qw(staff newcomer fund service place);
use Smm::Instance qw(mails wait_for);
use Smm::Race qw(race);

my ($staff, $c, $other) = (staff(), newcomer(name => 'asker'), newcomer(name => 'bystander'));
fund($c, '10.00', $staff);
my $sid = service($c)->getAttribute('id');
my @camp = map { place($c, $sid, "https://stuck.example/ticket$_", 1000) } 1, 2;
sub open_it { my %f = @_; return $c->submit('/app/tickets/new', { type => 'campaign', subject => 'A subject', campaigns => '', body => 'A message.', %f }) }
sub status_of { return $c->xml("/app/tickets/$_[0]")->findvalue('(//ticket/@status)[1]') }

is open_it()->code, 422, 'about a campaign: which one?';
is open_it(campaigns => $_)->code, 422, "campaigns '$_' is refused" for 'x', '0', '-1', '99999999', '1;2', '1' x 19, join(',', 1 .. 51);
my $res = open_it(campaigns => "#$camp[0], $camp[1]");
is $res->code, 303, 'a ticket about two';
my ($id) = $c->location($res) =~ m{/app/tickets/(\d+)$};
my %sent = %{ $c->{sent} };
is $c->location($c->raw_post('/app/tickets/new', \%sent)), "/app/tickets/$id", 'the same form again is the same ticket';
$res = open_it(campaigns => $camp[0], body => 'Once more.');
is $res->code, 422, 'a second ticket about one of them is refused';
like $res->decoded_content, qr/\Q$id\E/, '… and leads to the first';
ok wait_for(30, sub { grep { /We have your ticket/ } mails($c->{mail}) }), 'a mail says that it came';
is $c->xml('/app/tickets')->findvalue("count(//ticket)"), 1, 'one in the list';
is $other->xml('/app/tickets')->findvalue("count(//ticket)"), 0, '… of its owner only';
is $other->get("/app/tickets/$id")->code, 404, 'for others it does not exist';
is $other->submit('/app/tickets/new', { type => 'campaign', subject => 'Not mine', campaigns => $camp[1], body => 'A message.' })->code, 422, 'nor do its campaigns';
my $csrf = $other->xml('/app')->findvalue('(//user/@csrf)[1]');
is $other->raw_post("/app/tickets/$id", { csrf => $csrf, key => "foreign-$$", body => 'Let me in.' })->code, 404, 'no reply of others';
is $other->raw_post("/app/tickets/$id/close", { csrf => $csrf })->code, 404, '… and no closing';

# staff
is $staff->xml('/staff/tickets?status=open')->findvalue("count(//ticket[\@id='$id'])"), 1, 'staff see it';
is $staff->submit("/staff/tickets/$id", { body => "SECRET NOTE: customer is\n<b>nervous</b>", internal => 1, status => undef })->code, 303, 'a note for staff';
is status_of($id), 'open', 'leaves the status alone';
my $mails = () = mails($c->{mail});
for my $accept ('text/html', 'application/xml') {
    unlike $c->get("/app/tickets/$id", Accept => $accept)->decoded_content, qr/SECRET NOTE|nervous/, "the customer does not read it ($accept)";
}
ok $staff->get("/staff/tickets/$id")->decoded_content =~ /SECRET NOTE/, 'staff do';
unlike $staff->get("/staff/tickets/$id")->decoded_content, qr/<b>nervous/, '… as text';
is $staff->submit("/staff/tickets/$id", { body => "Line one.\nLine two & <i>three</i>.", status => 'answered' })->code, 303, 'an answer';
is status_of($id), 'answered', 'answered';
like $c->get("/app/tickets/$id")->decoded_content, qr/Line two &amp; &lt;i&gt;three/, 'the customer reads it as text';
ok wait_for(30, sub { grep { /Answer: / && /Line one/ } mails($c->{mail}) }), '… and in a mail';
ok !(grep { /SECRET NOTE|nervous/ } mails($c->{mail})), 'the note is in no mail';

is $c->submit("/app/tickets/$id", { body => 'Thank you, but …' })->code, 303, 'a reply';
is status_of($id), 'open', 'opens it again';
is $c->submit("/app/tickets/$id", { body => '' })->code, 422, 'not an empty one';
$csrf = $c->xml('/app')->findvalue('(//user/@csrf)[1]');
is $c->raw_post("/app/tickets/$id/close", { csrf => $csrf })->code, 303, 'solved';
is status_of($id), 'solved', 'says so';
is $c->raw_post("/app/tickets/$id/close", { csrf => $csrf })->code, 409, 'once';
is open_it(campaigns => $camp[0], body => 'Something new.')->code, 303, 'now a new ticket about the campaign is possible';
is $c->submit("/app/tickets/$id", { body => 'It is not solved.' })->code, 303, 'a reply to a solved one';
is status_of($id), 'open', 'opens it again';
for my $tab (qw(open answered solved nonsense), "' OR 1=1") { is $c->get("/app/tickets?status=$tab")->code, 200, "tab $tab" }
is $c->get("/app/tickets?page=$_")->code, 200, "page $_" for qw(0 -1 2 99999999999999999999 x);

# one form 32 times at once
my ($form) = $c->xml('/app/tickets/new')->findnodes('//form');
my %f = (csrf => $form->getAttribute('csrf'), key => "race-ticket-$$", type => 'other', subject => 'At once', campaigns => '', body => 'Thirty-two times.');
my @r = race($c, 32, '/app/tickets/new', \%f);
is scalar(grep { $_->[0] == 303 } @r), 32, '32 times the same form' or diag join ' ', map { $_->[0] } @r;
is $c->xml('/app/tickets')->findvalue("count(//ticket[\@subject='At once'])"), 1, '… is one ticket';
done_testing;
