/* SPDX-License-Identifier: Apache-2.0 */
/* Documents as PDF: what a reader program finds in the file, in every script; pages; threads. */
#include "tap.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <apr_strings.h>
#include "smm_pdf.h"
#include "../../modules/core/view/smm_view.h"

static smm_view_theme_t *theme;
static const char *file;

static void party(smm_vm_t *vm, const char *role, const char *const *lines)
{
    smm_vm_el(vm, role);
    for (; *lines; lines++)
        smm_vm_leaf(vm, "l", *lines);
    smm_vm_end(vm);
}

static void line(smm_vm_t *vm, const char *name, const char *amount)
{
    smm_vm_el(vm, "line");
    smm_vm_attr(vm, "name", name);
    smm_vm_attr(vm, "detail", "Prepaid credit for promotion campaigns");
    smm_vm_attr_int(vm, "quantity", 1);
    smm_vm_attr(vm, "unit-usd", amount);
    smm_vm_attr(vm, "amount-usd", amount);
    smm_vm_end(vm);
}

/** A document with `n` lines. number NULL: a proforma. */
static smm_vm_t *model(apr_pool_t *p, const char *number, const char *currency, int n)
{
    static const char *const from[] = {"ब्राइटरीच मीडिया", "14 Harbour Row", NULL};
    static const char *const to[] = {"شركة الأمل", "株式会社東京", "Київ & Łódź", "<b>x</b>", NULL};
    smm_vm_t *vm = smm_vm_make(p);
    int i;

    smm_vm_el(vm, "page");
    smm_vm_el(vm, "site");
    smm_vm_attr(vm, "name", "Brightreach");
    smm_vm_end(vm);
    smm_vm_el(vm, "content");
    smm_vm_el(vm, "invoice");
    smm_vm_attr(vm, "number", number ? number : "PI-00000007");
    smm_vm_attr(vm, "status", number ? "paid" : "pending");
    smm_vm_attr_flag(vm, "proforma", number == NULL);
    smm_vm_attr(vm, "currency", currency);
    smm_vm_attr(vm, number ? "issued" : "created", "2026-11-23T17:02:11Z");
    party(vm, "from", from);
    party(vm, "to", to);
    for (i = 0; i < n; i++)
        line(vm, i ? apr_psprintf(p, "Line number %d", i) : "Account balance top-up", "8812.34");
    smm_vm_el(vm, "total");
    smm_vm_attr(vm, "label", "Total");
    smm_vm_attr(vm, "class", "tot");
    smm_vm_text(vm, "1039856.00");
    smm_vm_end(vm);
    return vm;
}

/** What `command file` prints. */
static const char *reads(const char *command, const char *rest)
{
    char *out = apr_palloc(tap_pool, 200000);
    FILE *f = popen(apr_pstrcat(tap_pool, command, " ", file, rest, NULL), "r");
    size_t n = f ? fread(out, 1, 199999, f) : 0;

    out[n] = '\0';
    if (f)
        pclose(f);
    return out;
}

static int write_pdf(smm_vm_t *vm, const char *lang)
{
    const char *out = "";
    apr_size_t len = 0;
    FILE *f;

    if (smm_pdf_render(theme, vm, "wallet/pdf", lang, tap_pool, &out, &len) != 0) {
        printf("# %s\n", out);
        return 0;
    }
    f = fopen(file, "wb");
    if (!f || fwrite(out, 1, len, f) != len)
        return 0;
    fclose(f);
    return len > 5 && memcmp(out, "%PDF-", 5) == 0;
}

#define HAS(text, part, name) ok(strstr(text, part) != NULL, name)

static void test_invoice(void)
{
    const char *t, *info;

    ok(write_pdf(model(tap_pool, "INV/2627/000123", "INR", 1), "en"), "an invoice is a PDF");
    t = reads("pdftotext -layout", " -");
    HAS(t, "Tax invoice", "its kind can be selected");
    HAS(t, "INV/2627/000123", "and its number");
    HAS(t, "₹8,812.34", "and an amount with the rupee sign");
    HAS(t, "₹1,039,856.00", "and the total");
    HAS(t, "株式会社東京", "Japanese");
    HAS(t, "Київ & Łódź", "Cyrillic and Latin with marks");
    HAS(t, "<b>x</b>", "markup in a name is text");
    HAS(t, "شركة", "Arabic");
    HAS(t, "मीडिया", "Devanagari");
    info = reads("pdfinfo", "");
    HAS(info, "Title:           Tax invoice INV/2627/000123", "the title");
    HAS(info, "Tagged:          yes", "tagged for screen readers");
    HAS(info, "Pages:           1\n", "one page");
    HAS(info, "A4", "of A4");
    HAS(reads("pdfinfo -struct-text", ""), "H1", "with a heading");
    HAS(reads("pdfinfo -struct-text", ""), "Table", "and a table");
    ok(!strstr(reads("pdffonts", " | tail -n +3 | awk '{print $(NF-4)}'"), "no"),
       "every font is inside");
}

static void test_kinds(void)
{
    const char *t;

    ok(write_pdf(model(tap_pool, NULL, "USD", 1), "en"), "a proforma is a PDF");
    t = reads("pdftotext -layout", " -");
    HAS(t, "Proforma invoice", "says what it is");
    HAS(t, "This is not a tax invoice", "and what it is not");
    HAS(t, "$8,812.34", "in dollars");
    ok(write_pdf(model(tap_pool, "INV/2627/000123", "JPY", 1), "ar"), "from right to left");
    t = reads("pdftotext -bbox", " - | grep '<word.*Brightreach' | head -1");
    ok(strtod(strstr(t, "xMin=\"") ? strstr(t, "xMin=\"") + 6 : "0", NULL) > 300,
       "the name stands at the right");
}

static void test_pages(void)
{
    const char *out = "", *again = "";
    apr_size_t len = 0, len2 = 0;
    smm_vm_t *vm;

    ok(write_pdf(model(tap_pool, "INV/2627/000123", "INR", 60), "en"), "sixty lines");
    HAS(reads("pdfinfo", ""), "Pages:           4", "take four pages");
    HAS(reads("pdftotext -f 2 -l 2 -layout", " -"), "Description", "the head of the table again");
    HAS(reads("pdftotext -f 4 -l 4 -layout", " - | tr -d ' '"), "4/4", "pages are counted");
    HAS(reads("pdftotext -layout", " -"), "Line number 59", "no line is lost");
    vm = model(tap_pool, "INV/2627/000123", "INR", 3000);
    ok(smm_pdf_render(theme, vm, "wallet/pdf", "en", tap_pool, &out, &len) != 0 &&
           strstr(out, "too many pages"),
       "three thousand are refused");
    vm = model(tap_pool, "INV/2627/000123", "INR", 2);
    ok(smm_pdf_render(theme, vm, "wallet/pdf", "en", tap_pool, &out, &len) == 0 &&
           smm_pdf_render(theme, vm, "wallet/pdf", "en", tap_pool, &again, &len2) == 0 &&
           len == len2 && memcmp(out, again, len) == 0,
       "the same document is the same file");
    ok(smm_pdf_render(theme, vm, "core/error", "en", tap_pool, &out, &len) != 0,
       "a page that is no document is refused");
}

static void *worker(void *bad)
{
    apr_pool_t *p;
    int i;

    apr_pool_create(&p, NULL);
    for (i = 0; i < 10; i++) {
        const char *out = "";
        apr_size_t len = 0;

        if (smm_pdf_render(theme, model(p, "INV/2627/000001", "INR", 3), "wallet/pdf",
                           i % 2 ? "en" : "ar", p, &out, &len) != 0 ||
            len < 5000)
            __atomic_add_fetch((int *)bad, 1, __ATOMIC_RELAXED);
    }
    apr_pool_destroy(p);
    return NULL;
}

static void test_threads(void)
{
    pthread_t t[4];
    int bad = 0, i;

    for (i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, worker, &bad);
    for (i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    is_int(bad, 0, "four threads make forty documents");
}

int main(void)
{
    const char *src = getenv("SMM_SRCDIR"), *error = NULL;

    tap_init();
    file = apr_psprintf(tap_pool, "/tmp/smm-pdf-%d.pdf", (int)getpid());
    theme = smm_view_theme_open(tap_pool, apr_pstrcat(tap_pool, src ? src : ".", "/htdocs", NULL),
                                NULL, 0, &error);
    ok(theme != NULL, "the theme opens");
    if (!theme || system("command -v pdftotext >/dev/null") != 0) {
        printf("# without poppler-utils or a theme there is nothing to read\n");
        return tap_done();
    }
    test_invoice();
    test_kinds();
    test_pages();
    test_threads();
    unlink(file);
    return tap_done();
}
