# SPDX-License-Identifier: Apache-2.0
# v5.0.0-7.2.1, 7.2.4, 7.4.1-7.4.5, 7.5.2: one's sessions: listed, ended one by one or all together, by
# a change of the password; other people's do not exist.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::World qw(newcomer);
use Smm::Instance qw(mails wait_for);

my $c = newcomer(name => 'manifold');
my $other = newcomer(name => 'single');
my @b = map { my $b = Smm::Client->new; $b->{ua}->agent("Browser $_"); is $b->sign_in($c->{user}, $c->{password})->code, 303, "browser $_"; $b } 1 .. 3;
sub csrf { return shift->xml('/app')->findvalue('(//user/@csrf)[1]') }
sub list { return $c->xml('/app/security')->findnodes('//session') }

is scalar(my @all = list()), 4, 'four are listed';
is scalar(grep { $_->getAttribute('current') } list()), 1, 'one of them is this one';
my ($id) = map { $_->getAttribute('id') } grep { !$_->getAttribute('current') && ($_->getAttribute('browser') // '') =~ /Browser 1/ } list();
($id) = map { $_->getAttribute('id') } grep { !$_->getAttribute('current') } list() unless $id;
unlike $c->get('/app/security')->decoded_content, qr/\bs[\w-]{43}\b/, 'no token is shown';
is $other->raw_post("/app/security/sessions/$id/revoke", { csrf => csrf($other) })->code, 404, 'others cannot end it';
is $c->raw_post("/app/security/sessions/$id/revoke", { csrf => csrf($c) })->code, 303, 'I can';
is scalar(grep { $_->get('/app')->code == 303 } @b), 1, 'one browser is out';
is $c->raw_post("/app/security/sessions/$id/revoke", { csrf => csrf($c) })->code, 404, 'twice: there is no such session any more';
is $c->raw_post('/app/security/sessions/revoke', { csrf => csrf($c) })->code, 303, 'all others';
is scalar(grep { $_->get('/app')->code == 303 } @b), 3, 'all are out';
is $c->get('/app')->code, 200, 'this one is in';
is $other->get('/app')->code, 200, 'so is somebody else';

# a change of the password
is $b[0]->sign_in($c->{user}, $c->{password})->code, 303, 'another browser again';
my $before = token($c);
sub token { my $t; shift->{ua}->cookie_jar->scan(sub { $t = $_[2] if $_[1] eq 'smm-demo' }); return $t }
is $c->submit('/app/security', { current => 'wrong wrong wrong', password => 'very new words' })->code, 422, 'not without the current one';
is $c->submit('/app/security', { current => $c->{password}, password => 'short' })->code, 422, 'not a weak one';
is $c->submit('/app/security', { current => $c->{password}, password => 'very new words' })->code, 303, 'changed';
isnt token($c), $before, 'this browser has another token';
is $c->get('/app')->code, 200, '… and stays';
is $b[0]->get('/app')->code, 303, 'the others are out';
my $old = Smm::Client->new;
is $old->get('/app', Cookie => "smm-demo=$before")->code, 303, 'the token of before is dead';
ok wait_for(40, sub { grep { /password/i && /changed/i } mails($c->{mail}) }), 'a mail tells';
is scalar(@all = list()), 1, 'one session is left';
my ($mine) = map { $_->getAttribute('id') } list();
is $c->raw_post("/app/security/sessions/$mine/revoke", { csrf => csrf($c) })->code, 303, 'ending this one';
is $c->get('/app')->code, 303, '… signs out';

# the lock-out: ten wrong passwords from here, and the right one waits, too
my $g = Smm::Client->new;
my @code = map { $g->sign_in($other->{user}, "guess $_")->code } 1 .. 10;
is "@code", join(' ', (422) x 10), 'ten guesses';
my $res = $g->sign_in($other->{user}, $other->{password});
is $res->code, 429, 'then it is enough';
cmp_ok $res->header('Retry-After') // 0, '>', 0, '… for a while that is told';
is $other->get('/app')->code, 200, 'who is signed in stays so';
is(Smm::Client->new->sign_in("nobody$$", 'x')->code, 422, 'other names are not locked');
@code = map { Smm::Client->new->sign_in("nobody$$", "guess $_")->code } 1 .. 10;
is $code[-1], 429, 'a name that nobody has is locked out alike';
done_testing;
