# SPDX-License-Identifier: Apache-2.0
# Hand-overs whose answer is lost, nonsense or late: the campaign rests with its money held until a
# person decides, both ways; nothing is sent twice. The simulator's truth log is the judge.
use strict;
use warnings;
use Test::More;
use Smm::World qw(staff newcomer fund place balance usd);
use Smm::Instance qw(wait_for smmctl);
use Smm::Upstream;

my ($staff, $c) = (staff(), newcomer());
fund($c, '40.00', $staff);
my $up = Smm::Upstream->new;
my ($provider, $sid) = $up->connect_to($staff);
END { $up->retire($staff) if $up && $up->{service} }
my $charge = 1_500_000; # 1000 at 1.00 plus 50 %
sub state_of { return $staff->xml("/staff/campaigns/$_[0]")->findvalue('(//campaign/@state)[1]') }
sub rests    { my ($id, $state) = @_; return wait_for(40, sub { state_of($id) eq $state }) }
sub decide {
    my ($id, %f) = @_;
    my $csrf = $staff->xml('/staff')->findvalue('(//user/@csrf)[1]');
    return $staff->raw_post("/staff/campaigns/$id/resolve", { csrf => $csrf, reason => 'asked the provider', order => '', %f });
}

my $before = balance($c);
my %id = map { $_ => place($c, $sid, "https://sim.example/$_-$$", 1000) } qw(ok refuse);
ok rests($id{ok}, 'in_progress') || state_of($id{ok}) eq 'accepted', 'a clear answer';
ok rests($id{refuse}, 'rejected'), 'a listed refusal';
is balance($c), $before - $charge, '… gives its money back';
is scalar($up->made("refuse-$$")), 0, '… and made nothing';

%id = (%id, map { $_ => place($c, $sid, "https://sim.example/$_-$$", 1000) } qw(lost html late));
ok rests($id{$_}, 'unknown'), "$_: nobody knows" for qw(lost html late);
is $c->xml("/app/campaigns/$id{$_}")->findvalue('(//campaign/@status)[1]'), 'Pending', "$_: the customer sees Pending" for qw(lost html);
is balance($c), $before - 4 * $charge, 'the money is held';
is $c->raw_post("/staff/campaigns/$id{lost}/resolve", { csrf => $c->xml('/app')->findvalue('//user/@csrf'), decision => 'refund', reason => 'please' })->code, 403, 'a customer decides nothing';
is decide($id{lost}, decision => 'refund', reason => '')->code, 422, 'a decision wants a reason';
is decide($id{lost}, decision => 'accepted', order => '')->code, 422, 'accepted wants the number';
is decide($id{lost}, decision => 'accepted', order => '1;2')->code, 422, '… that is one';
is decide($id{lost}, decision => 'perhaps')->code, 422, 'no other decision';
is state_of($id{lost}), 'unknown', 'nothing moved';

my ($number) = ($up->made("lost-$$"))[0] =~ /^(\d+)/;
is decide($id{lost}, decision => 'accepted', order => $number)->code, 303, 'found at the provider';
ok rests($id{lost}, 'in_progress') || state_of($id{lost}) eq 'accepted', '… it goes on';
is decide($id{html}, decision => 'accepted', order => $number)->code, 409, 'no two campaigns have one number';
is decide($id{html}, decision => 'refund')->code, 303, 'written off';
is state_of($id{html}), 'rejected', '… it is over';
is balance($c), $before - 3 * $charge, '… and paid back';
is decide($id{html}, decision => 'refund')->code, 409, '… once';
is balance($c), $before - 3 * $charge, 'really once';
is decide($id{late}, decision => 'again')->code, 303, 'never made: send it again';
ok rests($id{late}, 'unknown'), 'it was sent, and its answer is late again';
is scalar($up->made("late-$$")), 2, '… twice in all, as the person said';
is decide($id{late}, decision => 'refund')->code, 303, 'written off';
is scalar($up->made("$_-$$")), 1, "$_ was sent once" for qw(ok lost html);
like $staff->get("/staff/campaigns/$id{lost}")->decoded_content, qr/asked the provider/, 'the reason is in the history';
unlike $c->get("/app/campaigns/$id{lost}")->decoded_content, qr/asked the provider|simulator-key/, '… which the customer does not read';

# a number that another campaign has
my ($one, $two) = map { place($c, $sid, "https://sim.example/twice-$_-$$", 1000) } 1, 2;
ok rests($one, 'in_progress') || state_of($one) eq 'accepted' || rests($two, 'in_progress'), 'one of two has the number';
ok wait_for(40, sub { (grep { state_of($_) eq 'unknown' } $one, $two) == 1 }), 'the other is for a person';
decide($_, decision => 'refund') for grep { state_of($_) eq 'unknown' } $one, $two;

my ($rc, $out) = smmctl('panel', 'verify');
is $rc, 0, 'the books are in order' or diag $out;
done_testing;
