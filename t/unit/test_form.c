/* SPDX-License-Identifier: Apache-2.0 */
#include "tap.h"
#include <stddef.h>
#include "../../modules/core/form/parse.h"
#include "../../modules/core/form/syntax.h"

typedef struct sample_t {
    const char *name, *note, *mail, *link, *who, *kind, *secret;
    int64_t count, amount;
    int agree;
} sample_t;

#define F(m) offsetof(sample_t, m)
static const smm_field_t fields[] = {
    {"name", SMM_F_TEXT, F(name), 2, 5, SMM_F_REQUIRED, NULL, "Name"},
    {"note", SMM_F_AREA, F(note), 0, 0, 0, NULL, "Note"},
    {"mail", SMM_F_EMAIL, F(mail), 0, 0, 0, NULL, "Email"},
    {"link", SMM_F_URL, F(link), 0, 0, 0, NULL, "Link"},
    {"who", SMM_F_URL, F(who), 0, 0, SMM_F_BARE_OK, NULL, "Profile"},
    {"kind", SMM_F_WORD, F(kind), 0, 0, 0, "one two", "Kind"},
    {"secret", SMM_F_SECRET, F(secret), 8, 64, 0, NULL, "Password"},
    {"count", SMM_F_INT, F(count), 1, 100, 0, NULL, "Count"},
    {"amount", SMM_F_USD, F(amount), 1000000, 50000000, 0, NULL, "Amount"},
    {"agree", SMM_F_FLAG, F(agree), 0, 0, 0, NULL, "Terms"},
    SMM_FIELDS_END,
};
static const smm_form_t form = {"sample", fields, sizeof(sample_t)};

static smm_pairs_rc_e parse(const char *s, size_t len, int mode, smm_pairs_t *out)
{
    return smm_pairs_parse(tap_pool, s, len, 10, mode, out, NULL);
}
#define PARSE(s, out) parse((s), sizeof(s) - 1, SMM_PAIRS_STRICT, (out))

static void pairs(void)
{
    smm_pairs_t v;

    is_int(PARSE("a=1&b=%41+%42&c=", &v), SMM_PAIRS_OK, "plain pairs");
    is_int(v.n, 3, "three of them");
    is(smm_pairs_get(&v, "b"), "A B", "escapes and plus are decoded");
    is(smm_pairs_get(&v, "c"), "", "an empty value is a value");
    is(smm_pairs_get(&v, "d"), NULL, "an absent name is NULL");
    is_int(PARSE("", &v), SMM_PAIRS_OK, "an empty body is an empty list");
    is_int(PARSE("a%3Db=1", &v), SMM_PAIRS_OK, "an escaped = stays in the name");
    is(smm_pairs_get(&v, "a=b"), "1", "and does not cut it");
    is_int(PARSE("a=%00", &v), SMM_PAIRS_BAD, "an escaped NUL is refused");
    is_int(PARSE("a=x\0y", &v), SMM_PAIRS_BAD, "a raw NUL is refused");
    is_int(PARSE("a=%zz", &v), SMM_PAIRS_BAD, "a bad escape is refused");
    is_int(PARSE("a=%4", &v), SMM_PAIRS_BAD, "a cut escape is refused");
    is_int(PARSE("a=%", &v), SMM_PAIRS_BAD, "a bare percent is refused");
    is_int(PARSE("a=%41", &v), SMM_PAIRS_OK, "an escape at the very end is fine");
    is_int(PARSE("a=%c3%28", &v), SMM_PAIRS_BAD, "bad UTF-8 is refused");
    is_int(PARSE("a=%c0%80", &v), SMM_PAIRS_BAD, "overlong UTF-8 is refused");
    is_int(PARSE("a=%ed%a0%80", &v), SMM_PAIRS_BAD, "a surrogate is refused");
    is_int(PARSE("a=%f0%9f%98%80", &v), SMM_PAIRS_OK, "four bytes are fine");
    is_int(PARSE("a=1&a=1", &v), SMM_PAIRS_BAD, "a name twice is refused");
    is_int(PARSE("a=1&%61=2", &v), SMM_PAIRS_BAD, "also when one is escaped");
    is_int(PARSE("a", &v), SMM_PAIRS_BAD, "a name without = is refused");
    is_int(PARSE("=1", &v), SMM_PAIRS_BAD, "an empty name is refused");
    is_int(PARSE("a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1", &v), SMM_PAIRS_TOO_MANY,
           "too many");
    is_int(parse("a=1&a=2&b&c=%00&d=4", 19, SMM_PAIRS_QUERY, &v), SMM_PAIRS_OK,
           "queries never fail");
    is_int(v.n, 2, "faulty pairs are left out");
    is(smm_pairs_get(&v, "a"), "1", "the first of two counts");
}

static smm_form_state_t *fill(const char *body)
{
    smm_pairs_t v;

    parse(body, strlen(body), SMM_PAIRS_STRICT, &v);
    return smm_form_fill(tap_pool, &form, &v);
}

static const char *wrong(const char *body, int field)
{
    return fill(body)->fields[field].message;
}

#define PART(name, more, value)                                                                    \
    "--b\r\nContent-Disposition: form-data; name=\"" name "\"" more "\r\n\r\n" value "\r\n"

typedef struct bytes_form_t {
    smm_bytes_t doc;
} bytes_form_t;
static const smm_field_t bytes_fields[] = {
    {"doc", SMM_F_BYTES, offsetof(bytes_form_t, doc), 0, 8, SMM_F_REQUIRED, NULL, "Document"},
    SMM_FIELDS_END};
static const smm_form_t form_bytes = {"bytes", bytes_fields, sizeof(bytes_form_t)};

static smm_pairs_rc_e parts(const char *s, size_t len, smm_pairs_t *out)
{
    const char *why;

    return smm_pairs_multipart(tap_pool, "multipart/form-data; boundary=b", s, len, &form_bytes, 3,
                               out, &why);
}
#define PARTS(s, out) parts(s, sizeof(s) - 1, out)

static void multipart(void)
{
    smm_pairs_t v;
    const char *why;

    is_int(PARTS(PART("a", "", "1") PART("f", "; filename=\"x.csv\"\r\nContent-Type: text/csv",
                                         "d,e\r\n--c") "--b--\r\n",
                 &v),
           SMM_PAIRS_OK, "a field and a file");
    is(smm_pairs_get(&v, "a"), "1", "the field");
    is(smm_pairs_get(&v, "f"), "d,e\r\n--c", "the file, with its line ends");
    is_int(PARTS(PART("f", "; filename=\"x\"", "\x80 caf\xe9") "--b--\r\n", &v), SMM_PAIRS_OK,
           "a file of Windows");
    is(smm_pairs_get(&v, "f"), "€ café", "… becomes UTF-8");
    is_int(PARTS(PART("a", "", "caf\xe9") "--b--\r\n", &v), SMM_PAIRS_BAD, "a field must be UTF-8");
    is_int(PARTS(PART("f", "; filename=\"x\"", "a\0b") "--b--\r\n", &v), SMM_PAIRS_BAD, "a NUL");
    is_int(PARTS(PART("a", "", "1") PART("a", "", "2") "--b--\r\n", &v), SMM_PAIRS_BAD,
           "a name twice");
    is_int(PARTS(PART("a", "", "1"), &v), SMM_PAIRS_BAD, "no end");
    is_int(PARTS(PART("", "", "1") "--b--\r\n", &v), SMM_PAIRS_BAD, "no name");
    is_int(PARTS("--b\r\nContent-Disposition: form-data; filename=\"x\"\r\n\r\n1\r\n--b--\r\n", &v),
           SMM_PAIRS_BAD, "a file name is no name");
    is_int(PARTS("--c\r\n", &v), SMM_PAIRS_BAD, "another boundary");
    is_int(PARTS("", &v), SMM_PAIRS_BAD, "nothing");
    is_int(PARTS(PART("a", "", "") PART("b", "", "") PART("c", "", "")
                     PART("d", "", "") "--b--\r\n",
                 &v),
           SMM_PAIRS_TOO_MANY, "too many");
    is_int(smm_pairs_multipart(tap_pool, "multipart/form-data", "--b", 3, NULL, 3, &v, &why),
           SMM_PAIRS_BAD, "no boundary in the type");
}

static const char *doc_fault(const smm_pairs_t *v)
{
    return smm_form_fill(tap_pool, &form_bytes, v)->fields[0].message;
}

static void bytes(void)
{
    const bytes_form_t *d;
    smm_pairs_t v;
    const char *one, *two;

    is_int(PARTS(PART("doc", "; filename=\"C:\\a\\b\x01.pdf\"", "a\0\xff\r\n") "--b--\r\n", &v),
           SMM_PAIRS_OK, "a file as it is");
    d = smm_form_fill(tap_pool, &form_bytes, &v)->data;
    is_int((int64_t)d->doc.len, 5, "all of its bytes");
    ok(d->doc.data && memcmp(d->doc.data, "a\0\xff\r\n", 5) == 0, "NUL and line ends too");
    is(d->doc.name, "b_.pdf", "its name without folders and control characters");
    one = smm_pairs_print(tap_pool, "/x", &v);
    PARTS(PART("doc", "; filename=\"C:\\a\\b\x01.pdf\"", "a\0\xfe\r\n") "--b--\r\n", &v);
    two = smm_pairs_print(tap_pool, "/x", &v);
    ok(strcmp(one, two) != 0, "another content is another request");
    PARTS(PART("doc", "; filename=\"../\"", "x") "--b--\r\n", &v);
    d = smm_form_fill(tap_pool, &form_bytes, &v)->data;
    is(d->doc.name, "file", "no name is left of that one");
    PARTS(PART("doc", "; filename=\"\"", "") "--b--\r\n", &v);
    is(doc_fault(&v), "Choose a file.", "none was chosen");
    PARTS(PART("doc", "", "typed") "--b--\r\n", &v);
    is(doc_fault(&v), "Choose a file.", "text is no file");
    PARTS(PART("doc", "; filename=\"x\"", "123456789") "--b--\r\n", &v);
    is(doc_fault(&v), "This file is too large: at most {0} kB.", "too large");
    is_int(PARTS(PART("a", "; filename=\"x\"", "a\0b") "--b--\r\n", &v), SMM_PAIRS_BAD,
           "other files are text, in the same form");
}

static void typed(void)
{
    smm_form_state_t *st =
        fill("name=+abc+&note=a%0D%0Ab&mail=Ann@EXAMPLE.com&link=https://x.example/&"
             "kind=two&count=7&amount=12.345678&agree=1&secret=+12345678");
    const sample_t *s = st->data;

    is_int(st->faults, 0, "a right form has no fault");
    is(s->name, "abc", "text is trimmed");
    is(s->note, "a\nb", "line ends become LF");
    is(s->mail, "Ann@example.com", "the domain goes to lower case");
    is(s->link, "https://x.example/", "link");
    is(s->kind, "two", "word");
    is(s->secret, " 12345678", "a secret is not trimmed");
    is_int(s->count, 7, "number");
    is_int(s->amount, 12345678, "amount in micro-USD");
    is_int(s->agree, 1, "flag");
    st = fill("name=ab");
    s = st->data;
    is_int(s->count, SMM_ABSENT, "an empty number is absent");
    is_int(s->amount, SMM_ABSENT, "an empty amount is absent");
    is_int(s->agree, 0, "an absent flag is off");
    is_int(st->faults, 0, "and nothing is wrong");
    is(fill("name=+++")->fields[0].message, "Please fill in this field.", "blanks are empty");
    ok(wrong("name=a", 0), "too short");
    ok(wrong("name=abcdef", 0), "too long");
    ok(!wrong("name=%c3%a4%c3%a4%c3%a4%c3%a4%c3%a4", 0), "characters count, not bytes");
    ok(wrong("name=a%0Ab", 0), "a line end inside one line");
    ok(wrong("name=a%1bb", 0), "a control character");
    ok(wrong("name=ab%e2%80%ae", 0), "a text-direction override");
    ok(!wrong("note=a%09b", 1), "a TAB in an area is fine");
    ok(wrong("note=a%01b", 1), "a control character in an area");
    is(fill("name=abcdefgh")->fields[0].raw, "abcdefgh", "the wrong value is kept");
}

static void syntax(void)
{
    static const char *const bad_mail[] = {"a",
                                           "a@",
                                           "@b.example",
                                           "a@b",
                                           "a@b..example",
                                           "a b@c.example",
                                           "a@b@c.example",
                                           ".a@b.example",
                                           "a.@b.example",
                                           "a..b@c.example",
                                           "a@-b.example",
                                           "a@b.example%0ABcc:x",
                                           "<a@b.example>",
                                           "a@b_c.example",
                                           "a,b@c.example",
                                           "a@[127.0.0.1]"};
    static const char *const bad_url[] = {"x.example",
                                          "ftp://x.example",
                                          "javascript:alert(1)",
                                          "https://",
                                          "https:///x",
                                          "https://a b.example",
                                          "https://u:p@x.example/",
                                          "https://x.example:99999999/",
                                          "https://x.example:/",
                                          "https://x.example/\"",
                                          "https://x.example/<",
                                          "https://-x.example",
                                          "//x.example"};
    static const char *const bad_int[] = {
        "1.0", "1e3", "0x10", "+1", "--1", "", "9223372036854775808", "1 2", "-"};
    int64_t v;

    for (size_t i = 0; i < sizeof(bad_mail) / sizeof(*bad_mail); i++) {
        ok(smm_email_clean(tap_pool, bad_mail[i]) == NULL, bad_mail[i]);
    }
    ok(smm_email_clean(tap_pool, "a.b+c@mail.x-y.example") != NULL, "an ordinary address");
    for (size_t i = 0; i < sizeof(bad_url) / sizeof(*bad_url); i++) {
        ok(!smm_url_ok(bad_url[i]), bad_url[i]);
    }
    ok(smm_url_ok("https://x.example:8443/a?b=c#d"), "an ordinary link");
    ok(smm_url_ok("http://[::1]:80/"), "an IPv6 link");
    for (size_t i = 0; i < sizeof(bad_int) / sizeof(*bad_int); i++) {
        ok(smm_int_parse(bad_int[i], &v) != 0, bad_int[i]);
    }
    ok(smm_int_parse("-9223372036854775807", &v) == 0 && v == -INT64_MAX, "the smallest number");
    ok(!wrong("who=@someone", 4), "a bare name where it is allowed");
    ok(wrong("who=some+one", 4), "not with a blank");
    ok(wrong("link=@someone", 3), "not where a link is wanted");
    ok(wrong("kind=three", 5), "an unknown word");
    ok(wrong("kind=one+two", 5), "two words are not one");
    ok(wrong("count=0", 7) && wrong("count=101", 7) && wrong("count=-1", 7),
       "numbers out of bounds");
    ok(wrong("amount=0.99", 8) && wrong("amount=50.000001", 8), "amounts out of bounds");
    ok(wrong("amount=1.0000001", 8) && wrong("amount=-1", 8) && wrong("amount=1e3", 8),
       "amounts that are none");
    ok(wrong("amount=1,50", 8) && wrong("amount=%242", 8), "no comma, no sign");
    ok(wrong("secret=short", 6), "a secret that is too short");
}

static void prints(void)
{
    smm_pairs_t a, b, c, d;

    PARSE("x=1&y=2&csrf=a&key=k1", &a);
    PARSE("csrf=b&key=k2&y=2&x=1", &b);
    PARSE("x=1&y=3", &c);
    PARSE("x=1y&=2", &d);
    is(smm_pairs_print(tap_pool, "/r", &a), smm_pairs_print(tap_pool, "/r", &b),
       "order, csrf and key do not matter");
    ok(strcmp(smm_pairs_print(tap_pool, "/r", &a), smm_pairs_print(tap_pool, "/r", &c)) != 0,
       "values matter");
    ok(strcmp(smm_pairs_print(tap_pool, "/r", &a), smm_pairs_print(tap_pool, "/s", &a)) != 0,
       "the route matters");
}

int main(void)
{
    tap_init();
    pairs();
    multipart();
    bytes();
    typed();
    syntax();
    prints();
    return tap_done();
}
