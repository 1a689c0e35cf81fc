# SPDX-License-Identifier: Apache-2.0
# v5.0.0-6.3.7, 6.5.1, 6.5.2, 6.6.2, 7.5.1, 1.3.11: another e-mail address: a code to the new one, the
# password, a note to the old one. Five wrong codes make a code worthless.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::World qw(newcomer);
use Smm::Instance qw(mails wait_for);

my ($c, $other) = (newcomer(name => 'mover'), newcomer(name => 'neighbour'));
my $new = "moved$$" . time . '@people.example';
sub codes { return map { /^\s*(\d{6})\s*$/m ? $1 : () } mails($_[0] // $new) }
sub ask  { return $c->submit('/app/profile/email', { email => $_[0] }) }
sub give { return $c->raw_post('/app/profile/email/confirm', { csrf => $c->xml('/app')->findvalue('(//user/@csrf)[1]'), code => $_[0], password => $_[1] // $c->{password} }) }

is $c->get('/app/profile/email/confirm')->code, 303, 'nothing waits yet';
is ask($c->{mail})->code, 422, 'one\'s own address is no change';
is ask("x\@y.example\r\nBcc: z\@z.example")->code, 422, 'two header lines are no address';
is ask($new)->code, 303, 'a code is sent';
ok wait_for(40, sub { (my @c = codes()) == 1 }), '… to the new address';
my ($code) = codes();
my $wrong = sprintf '%06d', ($code + 1) % 1_000_000;
is give($code, 'not my password')->code, 422, 'the code without the password';
is give($wrong)->code, 422, 'a wrong code';
is $c->xml('/app/profile')->findvalue('//content/@email'), $c->{mail}, 'nothing has changed';
give($wrong) for 2 .. 5;
is give($code)->code, 422, 'after five wrong ones the right one is worth nothing';
like $c->{ua}->get($c->url('/app/profile/email/confirm'))->decoded_content, qr/code/i, 'the page still says what to do';
is ask($new)->code, 303, 'another code';
ok wait_for(40, sub { (my @c = codes()) == 2 }), '… is sent';
my ($fresh) = grep { $_ ne $code } codes();
$fresh //= $code;
my $device = Smm::Client->new;
is $device->sign_in($c->{user}, $c->{password})->code, 303, 'another browser';
is $other->raw_post('/app/profile/email/confirm', { csrf => $other->xml('/app')->findvalue('(//user/@csrf)[1]'), code => $fresh, password => $other->{password} })->code, 422, 'somebody else\'s code';
is give($fresh)->code, 303, 'code and password';
is $c->xml('/app/profile')->findvalue('//content/@email'), $new, 'the address is the new one';
is $device->get('/app')->code, 303, 'the other browser is signed out';
is $c->get('/app')->code, 200, 'this one is not';
ok wait_for(40, sub { grep { /changed/i && /\Q$new\E/ } mails($c->{mail}) }), 'a note goes to the old address';
is(Smm::Client->new->sign_in($new, $c->{password})->code, 303, 'sign in with the new address');
is(Smm::Client->new->sign_in($c->{mail}, $c->{password})->code, 422, 'not with the old one');
is give($fresh)->code, 422, 'a code counts once';

# an address that somebody has: the same page, a note to its owner, no code
is ask($other->{mail})->code, 303, 'a taken address: the same answer';
is $c->get('/app/profile/email/confirm')->code, 200, '… the same page';
ok wait_for(40, sub { grep { /already/i } mails($other->{mail}) }), 'its owner is told';
is scalar(my @none = codes($other->{mail})), 0, '… without a code';

# before an account is confirmed its address can be put right
my $late = Smm::Client->new;
my $name = "typo$$" . time;
$late->submit('/signup', { username => $name, email => "$name\@wrong.example", password => "pass phrase of $name", country => 'DE', terms => 1 });
is $late->sign_in($name, "pass phrase of $name")->code, 303, 'signed in, not confirmed';
is $late->get('/app/funds')->code, 403, '… can do nothing yet';
is $late->submit('/verify/resend', { email => "$name\@right.example" }, action => '/verify/address')->code, 303, 'the right address';
my $link = wait_for(40, sub { (grep { m{/verify/} } map { Smm::Instance::links_in($_) } mails("$name\@right.example"))[0] });
is $late->get($link)->code, 200, 'its link confirms';
is $late->get('/app/funds')->code, 200, 'now it works';
my ($old) = grep { m{/verify/} } map { Smm::Instance::links_in($_) } mails("$name\@wrong.example");
isnt $late->get($old)->code, 200, 'the link to the wrong address does not work' if $old;
done_testing;
