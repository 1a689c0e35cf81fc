# SPDX-License-Identifier: Apache-2.0
# v5.0.0-6.4.1, 6.4.3, 6.3.8, 6.2.1, 6.2.4, 7.4.3: a forgotten password. The same answer for everybody;
# the link works once, for one hour's account; all sessions end; a mail tells.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::World qw(newcomer);
use Smm::Instance qw(mails links_in wait_for);

my $c = newcomer(name => 'forgetful');
my $guest = Smm::Client->new;
sub links { return grep { m{/password/} } map { links_in($_) } mails($c->{mail}) }
sub text  { my $t = shift->decoded_content; $t =~ s/<[^>]+>/ /g; $t =~ s/\S+\@\S+//g; $t =~ s/\s+/ /g; return $t }

my $known   = $guest->submit('/password', { email => $c->{mail} });
my $page    = text($guest->get('/password'));
my $unknown = $guest->submit('/password', { email => "nobody$$\@people.example" });
is $unknown->code, $known->code, 'a known and an unknown address: the same answer';
is text($guest->get('/password')), $page, '… with the same words';
ok wait_for(40, sub { links() == 1 }), 'the known one gets a link';
is scalar(mails("nobody$$\@people.example")), 0, 'the unknown one gets nothing';
my ($first) = links();
like $first, qr{^\Q$guest->{base}\E/password/[\w-]{43}$}, '256 bits on the panel\'s own address';
$guest->submit('/password', { email => $c->{mail} });
ok wait_for(40, sub { links() == 2 }), 'asked again';
my ($second) = grep { $_ ne $first } links();
is $guest->get($first)->code, 410, 'the older link is void';
is $guest->{ua}->head($second)->code, 200, 'a mail scanner\'s HEAD';
is $guest->get($second)->code, 200, '… and GET do not use the newer one up';
is $guest->get('/password/' . 'x' x 43)->code, 404, 'an invented link';
is $guest->get('/password/../app')->code, 303, 'a path is not a link';
my $path = $second =~ s/^\Q$guest->{base}//r;

is $guest->submit($path, { password => $_->[0] })->code, 422, "refused: $_->[1]"
    for ['short', 'too short'], ['password123', 'a common one'], ['aaaaaaaaaaaa', 'one letter'], [$c->{user}, 'the user name'], [$c->{mail}, 'the address'], ['Brightreach', 'the panel\'s name'];
is $guest->submit($path, { password => 'p' x 300 })->code, 422, 'refused: too long';
is $c->get('/app')->code, 200, 'the old session lives until then';
is $guest->submit($path, { password => 'wholly new words' })->code, 303, 'a good one is taken';
is $guest->raw_post($path, { password => 'wholly other words', csrf => $guest->xml('/signin')->findvalue('(//@csrf)[1]') })->code, 410, 'the link is used up';
is $guest->get($path)->code, 410, '… for good';
is $c->get('/app')->code, 303, 'all sessions are over';
is(Smm::Client->new->sign_in($c->{user}, $c->{password})->code, 422, 'the old password does not work');
is(Smm::Client->new->sign_in($c->{user}, 'wholly new words')->code, 303, 'the new one does');
ok wait_for(40, sub { grep { /password/i && /changed/i } mails($c->{mail}) }), 'a mail tells';
ok !(grep { /wholly/ } mails($c->{mail})), '… without the password';
is $guest->get('/app')->code, 303, 'the link signed nobody in';
done_testing;
