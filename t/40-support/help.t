# SPDX-License-Identifier: Apache-2.0
# v5.0.0-1.3.1, 1.5.1: the help centre: twenty articles and more, search, votes; staff write XHTML that is
# reduced to what is allowed, and nothing else ever reaches a reader.
use strict;
use warnings;
use Test::More;
use Smm::Client;
use Smm::World qw(staff);

my ($g, $staff) = (Smm::Client->new, staff());
my $doc = $g->xml('/help');
my %all = map { $_->getAttribute('slug') => $_ } map { $g->xml('/help/c/' . $_->getAttribute('slug'))->findnodes('//art') } $doc->findnodes('//cat');
cmp_ok scalar(my @a = @all{ sort keys %all }), '>=', 20, 'twenty articles and more';
is $g->get('/help/' . $_->getAttribute('slug'))->code, 200, $_->getAttribute('title') for @a;
is $g->get('/help/c/' . $_->getAttribute('slug'))->code, 200, 'category ' . $_->getAttribute('name') for $doc->findnodes('//cat');
ok $g->xml('/help/search?q=terminate')->findvalue('count(//art)') > 0, 'search finds';
is $g->xml('/help/search?q=xyzzyplugh')->findvalue('count(//art)'), 0, '… or not';
is $g->get("/help/search?q=$_")->code, 200, "search $_" for '%25', '%27%22', '%28%29', '*', '%2A%2A', 'a+OR+b', '-', 'NEAR(', 'x' x 1000;
is $g->get('/help/no-such-article')->code, 404, 'no such article';
unlike $g->get('/help/search?q=%22%3E%3Cscript%3Ealert(1)')->decoded_content, qr/<script>alert/, 'the question comes back as text';

# votes
my $slug = $a[0]->getAttribute('slug');
is $g->submit("/help/$slug", { helpful => 'yes' })->code, 303, 'a vote';
is $g->submit("/help/$slug", { helpful => 'maybe' })->code, 422, 'yes or no';
is $g->raw_post("/help/$slug/vote", { helpful => 'yes' })->code, 403, 'not from another site';
is $g->raw_post('/help/no-such-article/vote', { helpful => 'yes', csrf => $g->xml('/signin')->findvalue('(//@csrf)[1]') })->code, 404, 'no vote for what is not there';

# writing
my %f = (category => $doc->findvalue('(//cat/@slug)[1]'), title => "Cleaning $$", summary => 'About cleaning', published => 1);
sub save { return $staff->submit('/staff/help/new', { %f, @_ }) }
is save(body => '<p>broken')->code, 422, 'not well-formed';
is save(body => '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p>')->code, 422, 'no document type';
is save(body => '<p>&nbsp;&x;</p>')->code, 422, 'no unknown entities';
is save(body => '<p>x</p>', category => 'no-such')->code, 422, 'no unknown category';
my $bad = <<'X';
<h2 id="one" onclick="alert(1)">Heading</h2><p style="color:red" class="x">Text <strong>bold</strong> <font color="red">kept text</font></p>
<script>alert('run')</script><style>p{}</style><iframe src="https://evil.example"/><object data="x"/><form action="/app/funds"><input name="a"/></form>
<a href="javascript:alert(1)">j</a><a href=" javascript:alert(2)">j2</a><a href="//evil.example">s</a><a href="/help">good</a><a href="data:text/html,x">d</a>
<img src="https://evil.example/x.png" alt="out"/><img src="/assets/x.png" onerror="alert(3)" alt="in"/>
<svg xmlns="http://www.w3.org/2000/svg"><script>alert(4)</script></svg><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(5)</x:script><?php echo 1 ?><!-- comment -->
<p><![CDATA[<script>alert(6)</script>]]></p>
X
my $res = save(body => $bad);
is $res->code, 303, 'bad marks are not a fault of the whole' or diag substr $res->decoded_content =~ s/<[^>]+>//gr, 0, 500;
my ($art) = grep { $_->getAttribute('title') eq $f{title} } $staff->xml('/staff/help')->findnodes('//art');
my $page = $g->get('/help/' . $art->getAttribute('slug'))->decoded_content;
my ($body) = $page =~ m{<article class="card prose">(.*?)<p class="mut xs">}s;
unlike $body, qr/<script|alert\('run|onclick|onerror|style=|<iframe|<object|<input|javascript:|evil\.example|data:text|<svg|<font|<\?php|comment/, 'nothing that runs or loads is left';
like $body, $_, "$_ is left" for qr/<h2 id="one">Heading/, qr/<strong>bold/, qr/kept text/, qr{href="/help">good}, qr/alt="in"/, qr/&lt;script&gt;alert\(6\)/;
my $id = $art->getAttribute('id');
is $staff->submit("/staff/help/$id", { %f, published => undef, body => '<p>Hidden now.</p>' })->code, 303, 'taken back';
is $g->get('/help/' . $art->getAttribute('slug'))->code, 404, 'readers do not find it';
is $g->xml("/help/search?q=Cleaning+$$")->findvalue('count(//art)'), 0, '… nor by search';
is $staff->get("/staff/help/$id")->code, 200, 'staff still do';
is $staff->get('/staff/help/99999999')->code, 404, 'what is not there is not there';
done_testing;
