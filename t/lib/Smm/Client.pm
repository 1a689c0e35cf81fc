# SPDX-License-Identifier: Apache-2.0
package Smm::Client;

# A person at the panel, without a browser: cookies, the XML view model of each page, forms filled
# by field name with the page's own csrf and key.
use strict;
use warnings;
use LWP::UserAgent;
use HTTP::Cookies;
use HTTP::Request::Common qw(POST GET);
use XML::LibXML;

sub new {
    my ($class, %o) = @_;
    my $ua = LWP::UserAgent->new(
        cookie_jar => HTTP::Cookies->new, max_redirect => 0, timeout => 60, keep_alive => 1);
    return bless { base => $o{base} || $ENV{SMM_TEST_URL}, ua => $ua }, $class;
}

sub url { my ($s, $path) = @_; return $path =~ /^http/ ? $path : $s->{base} . $path }

# GET as a person would (HTML).
sub get { my ($s, $path, @h) = @_; return $s->{ua}->get($s->url($path), @h) }

# GET the view model; dies when the answer is no XML.
sub xml {
    my ($s, $path) = @_;
    my $res = $s->{ua}->get($s->url($path), Accept => 'application/xml');
    $s->{last} = $res;
    return undef unless $res->content_type eq 'application/xml';
    return XML::LibXML->load_xml(string => $res->content);
}

# POST with raw fields, nothing added.
sub raw_post { my ($s, $path, $fields, @h) = @_; return $s->{ua}->post($s->url($path), bytes_of($fields), @h) }

# Characters as UTF-8, bytes as they are.
sub bytes_of {
    my ($f) = @_;
    my @all = %$f;
    defined && utf8::is_utf8($_) && utf8::encode($_) for @all;
    return { @all };
}

# Fills the form of the page at $page whose action ends like $path (or its first form) and posts it.
sub submit {
    my ($s, $page, $fields, %o) = @_;
    my $doc = $s->xml($page) or return $s->{last};
    my ($form) = grep { !$o{action} || ($_->getAttribute('action') // '') =~ /\Q$o{action}\E$/ } $doc->findnodes('//form');
    die "no form on $page (" . $s->{last}->code . ")\n" unless $form;
    my %f = map { $_->getAttribute('name') => $_->getAttribute('value') // '' }
        grep { ($_->getAttribute('type') // '') ne 'flag' } $form->findnodes('.//field');
    $f{csrf} = $form->getAttribute('csrf');
    $f{key} = $form->getAttribute('key') if $form->hasAttribute('key');
    %f = (%f, %$fields);
    delete $f{$_} for grep { !defined $f{$_} } keys %f;
    my $action = $o{to} || $form->getAttribute('action') || $page;
    $s->{sent} = { %f };
    my @h = $o{xml} ? (Accept => 'application/xml') : ();
    return $s->{ua}->post($s->url($action), bytes_of(\%f), @h);
}

sub location { my ($s, $res) = @_; my $l = $res->header('Location') // ''; $l =~ s/^\Q$s->{base}\E//; return $l }

sub sign_in {
    my ($s, $login, $password) = @_;
    return $s->submit('/signin', { login => $login, password => $password });
}

# The text of the value of one attribute anywhere: attr($doc, '//campaign/@status').
sub attr { my ($s, $doc, $xp) = @_; return $doc ? $doc->findvalue($xp) : undef }

1;
