/* SPDX-License-Identifier: Apache-2.0 */
/* Sets a document on A4: head, parties, lines over as many pages as needed, totals, notes, feet. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include <cairo-pdf.h>
#include "pdf_int.h"

#define W 595.276 /* A4 in points */
#define H 841.89
#define M 48.0 /* margin */
#define INNER (W - 2 * M)
#define BOTTOM (H - 62) /* the foot begins below */
#define FAMILY "Noto Sans, DejaVu Sans, sans-serif"

typedef struct color_t {
    double r, g, b;
} color_t;
static const color_t INK = {0.09, 0.11, 0.16}, MUTED = {0.33, 0.38, 0.46},
                     RULE = {0.87, 0.89, 0.92}, FILL = {0.965, 0.973, 0.98},
                     BRAND = {0.114, 0.306, 0.847};

typedef struct paper_t {
    apr_pool_t *p;
    cairo_t *cr;
    PangoContext *pango;
    const pdf_doc_t *d;
    double y;
    int page, pages; /* pages 0: counting run */
    int too_long;
} paper_t;

/** Which side a text leans to; START follows the document's direction. */
typedef enum { START, END, MIDDLE } side_e;

static void ink(paper_t *s, color_t c)
{
    cairo_set_source_rgb(s->cr, c.r, c.g, c.b);
}

/** A column as drawn: mirrored in documents from right to left. */
static double at(const paper_t *s, double x, double w)
{
    return s->d->rtl ? W - x - w : x;
}

static PangoLayout *layout(paper_t *s, const char *text, double w, double size, int bold,
                           side_e side)
{
    PangoLayout *l = pango_layout_new(s->pango);
    PangoFontDescription *f = pango_font_description_from_string(FAMILY);
    int own_rtl, to_left = (side == START) != s->d->rtl;

    pango_font_description_set_absolute_size(f, size * PANGO_SCALE);
    pango_font_description_set_weight(f, bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(l, f);
    pango_font_description_free(f);
    pango_layout_set_width(l, (int)(w * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(l, TRUE);
    pango_layout_set_spacing(l, (int)(1.5 * PANGO_SCALE));
    pango_layout_set_text(l, text, -1);
    /* pango turns left and right round in a paragraph that runs from right to left */
    own_rtl = pango_layout_get_line_readonly(l, 0)->resolved_dir == PANGO_DIRECTION_RTL;
    pango_layout_set_alignment(l, side == MIDDLE         ? PANGO_ALIGN_CENTER
                                  : (to_left != own_rtl) ? PANGO_ALIGN_LEFT
                                                         : PANGO_ALIGN_RIGHT);
    return l;
}

static double height(PangoLayout *l)
{
    int h = 0;

    pango_layout_get_size(l, NULL, &h);
    return (double)h / PANGO_SCALE;
}

/** Draws a text as one tagged element. @return its height. */
static double put(paper_t *s, const char *tag, const char *text, double x, double y, double w,
                  double size, int bold, side_e side, color_t c)
{
    PangoLayout *l;
    double h;

    if (!*text)
        return 0;
    l = layout(s, text, w, size, bold, side);
    h = height(l);
    ink(s, c);
    cairo_move_to(s->cr, at(s, x, w), y);
    cairo_tag_begin(s->cr, tag, NULL);
    pango_cairo_show_layout(s->cr, l);
    cairo_tag_end(s->cr, tag);
    g_object_unref(l);
    return h;
}

static double measure(paper_t *s, const char *text, double w, double size, int bold)
{
    PangoLayout *l;
    double h;

    if (!*text)
        return 0;
    l = layout(s, text, w, size, bold, START);
    h = height(l);
    g_object_unref(l);
    return h;
}

static void rule(paper_t *s, double y)
{
    ink(s, RULE);
    cairo_set_line_width(s->cr, 0.75);
    cairo_move_to(s->cr, M, y);
    cairo_line_to(s->cr, W - M, y);
    cairo_stroke(s->cr);
}

/* ---- pages ----------------------------------------------------------------------------------- */

static void foot(paper_t *s)
{
    const pdf_doc_t *d = s->d;
    const char *n = apr_psprintf(s->p, "%d / %d", s->page, s->pages ? s->pages : s->page);

    rule(s, BOTTOM + 12);
    put(s, "P", d->foot, M, BOTTOM + 20, INNER - 80, 7.5, 0, START, MUTED);
    put(s, "P", n, W - M - 70, BOTTOM + 20, 70, 7.5, 0, END, MUTED);
}

static void mark(paper_t *s)
{
    PangoLayout *l;
    int w = 0, h = 0;

    if (!*s->d->mark)
        return;
    l = layout(s, s->d->mark, INNER, 92, 1, MIDDLE);
    pango_layout_get_size(l, &w, &h);
    cairo_save(s->cr);
    cairo_translate(s->cr, W / 2, H / 2 - 40);
    cairo_rotate(s->cr, -0.5);
    cairo_set_source_rgb(s->cr, 0.95, 0.955, 0.965);
    cairo_move_to(s->cr, -INNER / 2, -(double)h / PANGO_SCALE / 2);
    pango_cairo_show_layout(s->cr, l);
    cairo_restore(s->cr);
    g_object_unref(l);
}

static void next_page(paper_t *s)
{
    foot(s);
    cairo_show_page(s->cr);
    s->page++;
    s->y = M;
    if (s->page > SMM_PDF_PAGES)
        s->too_long = 1;
    mark(s);
}

/** Room for `h` more points, on a new page when there is none. @return 1 when a page began. */
static int room(paper_t *s, double h)
{
    if (s->y + h <= BOTTOM || s->too_long)
        return 0;
    next_page(s);
    return 1;
}

/* ---- head ------------------------------------------------------------------------------------ */

static void logo(paper_t *s, double x, double y)
{
    double k = 24.0 / 32, r = 9 * k, e = 24;

    x = at(s, x, e);
    cairo_new_sub_path(s->cr);
    cairo_arc(s->cr, x + e - r, y + r, r, -1.5707963, 0);
    cairo_arc(s->cr, x + e - r, y + e - r, r, 0, 1.5707963);
    cairo_arc(s->cr, x + r, y + e - r, r, 1.5707963, 3.1415927);
    cairo_arc(s->cr, x + r, y + r, r, 3.1415927, 4.712389);
    cairo_close_path(s->cr);
    ink(s, BRAND);
    cairo_fill(s->cr);
    cairo_set_source_rgb(s->cr, 1, 1, 1);
    cairo_set_line_width(s->cr, 2.6 * k);
    cairo_set_line_cap(s->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(s->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_move_to(s->cr, x + 8 * k, y + 21.5 * k);
    cairo_line_to(s->cr, x + 13.5 * k, y + 15 * k);
    cairo_line_to(s->cr, x + 17.5 * k, y + 18.6 * k);
    cairo_line_to(s->cr, x + 24 * k, y + 10.5 * k);
    cairo_move_to(s->cr, x + 18.8 * k, y + 10.5 * k);
    cairo_line_to(s->cr, x + 24 * k, y + 10.5 * k);
    cairo_line_to(s->cr, x + 24 * k, y + 15.7 * k);
    cairo_stroke(s->cr);
}

/** Lines of a block below each other. @return where it ends. */
static double lines(paper_t *s, const pdf_block_t *b, double x, double y, double w, color_t c)
{
    int i;

    for (i = 0; i < b->lines->nelts; i++) {
        const pdf_line_t *l = &APR_ARRAY_IDX(b->lines, i, pdf_line_t);
        int strong = strcmp(l->cls, "b") == 0;

        y += put(s, "P", l->text, x, y, w, 9, strong, START, strong ? INK : c) + 2;
    }
    return y;
}

static double facts(paper_t *s, double y)
{
    int i;

    for (i = 0; i < s->d->facts.lines->nelts; i++) {
        const pdf_line_t *l = &APR_ARRAY_IDX(s->d->facts.lines, i, pdf_line_t);
        double a = put(s, "P", l->label, W - M - 250, y, 120, 9, 0, END, MUTED);
        double b = put(s, "P", l->text, W - M - 124, y, 124, 9, 1, END, INK);

        y += (a > b ? a : b) + 3;
    }
    return y;
}

static void head(paper_t *s)
{
    const pdf_doc_t *d = s->d;
    double left, right, col, low = 0;
    int i;

    mark(s);
    logo(s, M, M);
    put(s, "P", d->brand, M + 32, M + 3.5, 220, 13, 1, START, INK);
    right = M + put(s, "H1", d->kind, W - M - 290, M, 290, 19, 1, END, INK) + 10;
    left = lines(s, &d->from, M, M + 38, 240, MUTED);
    right = facts(s, right);
    s->y = (left > right ? left : right) + 12;
    rule(s, s->y);
    s->y += 14;
    if (d->cols->nelts == 0)
        return;
    col = (INNER + 16) / d->cols->nelts;
    for (i = 0; i < d->cols->nelts; i++) {
        const pdf_block_t *b = &APR_ARRAY_IDX(d->cols, i, pdf_block_t);
        double x = M + i * col, y = s->y;

        y += put(s, "H2", b->title, x, y, col - 16, 7.5, 0, START, MUTED) + 3;
        y = lines(s, b, x, y, col - 16, INK);
        if (y > low)
            low = y;
    }
    s->y = low + 14;
}

/* ---- the table ------------------------------------------------------------------------------- */

/** Widths by what stands in each column: the first takes what the numbers leave. */
static void columns(const pdf_doc_t *d, double x[], double w[], int *n)
{
    double rest = INNER;
    int i;

    *n = d->rows->nelts ? APR_ARRAY_IDX(d->rows, 0, pdf_row_t).n : 0;
    for (i = 1; i < *n; i++) {
        w[i] = i == *n - 1 ? 92 : i == 1 && *n > 3 ? 52 : 84;
        rest -= w[i];
    }
    w[0] = rest;
    for (i = 0, rest = M; i < *n; i++) {
        x[i] = rest;
        rest += w[i];
    }
}

static double row_height(paper_t *s, const pdf_row_t *r, const double w[])
{
    double most = 0;
    int i;

    for (i = 0; i < r->n; i++) {
        double h = measure(s, r->cell[i].main, w[i] - 16, r->head ? 7.5 : 9, i == 0) +
                   measure(s, r->cell[i].sub, w[i] - 16, 8, 0) + (*r->cell[i].sub ? 1 : 0);

        if (h > most)
            most = h;
    }
    return most + (r->head ? 10 : 14);
}

static void table_row(paper_t *s, const pdf_row_t *r, const double x[], const double w[], double h)
{
    int i;

    if (r->head) {
        ink(s, FILL);
        cairo_rectangle(s->cr, M, s->y, INNER, h);
        cairo_fill(s->cr);
        rule(s, s->y);
    }
    cairo_tag_begin(s->cr, "TR", NULL);
    for (i = 0; i < r->n; i++) {
        const pdf_cell_t *c = &r->cell[i];
        double y = s->y + (r->head ? 5 : 7);
        side_e side = c->num ? END : START;

        y += put(s, r->head ? "TH" : "TD", c->main, x[i] + 8, y, w[i] - 16, r->head ? 7.5 : 9,
                 i == 0 && !r->head, side, r->head ? MUTED : INK);
        put(s, "P", c->sub, x[i] + 8, y + 1, w[i] - 16, 8, 0, side, MUTED);
    }
    cairo_tag_end(s->cr, "TR");
    s->y += h;
    rule(s, s->y);
}

static void table(paper_t *s)
{
    double x[PDF_COLS], w[PDF_COLS];
    const pdf_row_t *first;
    int i, n;

    columns(s->d, x, w, &n);
    if (n == 0)
        return;
    first = &APR_ARRAY_IDX(s->d->rows, 0, pdf_row_t);
    cairo_tag_begin(s->cr, "Table", NULL);
    for (i = 0; i < s->d->rows->nelts && !s->too_long; i++) {
        const pdf_row_t *r = &APR_ARRAY_IDX(s->d->rows, i, pdf_row_t);
        double h = row_height(s, r, w);

        if (s->y + h > BOTTOM) {
            cairo_tag_end(s->cr, "Table");
            next_page(s);
            cairo_tag_begin(s->cr, "Table", NULL);
            if (first->head && i > 0)
                table_row(s, first, x, w, row_height(s, first, w));
        }
        table_row(s, r, x, w, h);
    }
    cairo_tag_end(s->cr, "Table");
    s->y += 12;
}

/* ---- totals and notes ------------------------------------------------------------------------ */

#define SUM_X (W - M - 250)

static double totals(paper_t *s, double y)
{
    int i;

    for (i = 0; i < s->d->totals.lines->nelts; i++) {
        const pdf_line_t *l = &APR_ARRAY_IDX(s->d->totals.lines, i, pdf_line_t);
        int tot = strcmp(l->cls, "tot") == 0, strong = tot || strcmp(l->cls, "due") == 0;
        double size = tot ? 11.5 : 9, a, b;

        if (tot) {
            ink(s, RULE);
            cairo_set_line_width(s->cr, 0.75);
            cairo_move_to(s->cr, at(s, SUM_X, 242), y + 1);
            cairo_rel_line_to(s->cr, 242, 0);
            cairo_stroke(s->cr);
            y += 6;
        }
        a = put(s, "P", l->label, SUM_X, y, 138, size, strong, START, strong ? INK : MUTED);
        b = put(s, "P", l->text, SUM_X + 138, y, 104, size, 1, END, INK);
        y += (a > b ? a : b) + 5;
    }
    return y;
}

static double totals_height(paper_t *s)
{
    double h = 0;
    int i;

    for (i = 0; i < s->d->totals.lines->nelts; i++) {
        const pdf_line_t *l = &APR_ARRAY_IDX(s->d->totals.lines, i, pdf_line_t);

        h += measure(s, l->label, 138, 11.5, 1) + 11;
    }
    return h;
}

static void notes(paper_t *s, double y, double w)
{
    int i;

    for (i = 0; i < s->d->notes.lines->nelts; i++) {
        const pdf_line_t *l = &APR_ARRAY_IDX(s->d->notes.lines, i, pdf_line_t);
        double h = measure(s, l->text, w, 8, 0);

        s->y = y;
        if (room(s, h))
            y = s->y;
        y += put(s, "P", l->text, M + 8, y, w, 8, strcmp(l->cls, "b") == 0, START,
                 strcmp(l->cls, "b") == 0 ? INK : MUTED) +
             4;
    }
    if (y > s->y)
        s->y = y;
}

static void body(paper_t *s)
{
    double top, end, h;

    cairo_tag_begin(s->cr, "Document", NULL);
    head(s);
    table(s);
    h = totals_height(s);
    room(s, h < BOTTOM - M ? h : BOTTOM - M);
    top = s->y;
    end = totals(s, top);
    notes(s, top, SUM_X - M - 30);
    if (s->y < end)
        s->y = end;
    foot(s);
    cairo_tag_end(s->cr, "Document");
    cairo_show_page(s->cr);
}

/* ---- the file -------------------------------------------------------------------------------- */

typedef struct bytes_t {
    apr_array_header_t *a; /* char */
} bytes_t;

static cairo_status_t write_bytes(void *baton, const unsigned char *data, unsigned n)
{
    apr_array_header_t *a = ((bytes_t *)baton)->a;

    while (a->nelts + (int)n > a->nalloc) {
        apr_array_header_t *b = apr_array_make(a->pool, 2 * a->nalloc + (int)n, 1);

        memcpy(b->elts, a->elts, (size_t)a->nelts);
        b->nelts = a->nelts;
        a = ((bytes_t *)baton)->a = b;
    }
    memcpy(a->elts + a->nelts, data, n);
    a->nelts += (int)n;
    return CAIRO_STATUS_SUCCESS;
}

static void meta(cairo_surface_t *f, const pdf_doc_t *d)
{
    cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_TITLE, d->title);
    cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_AUTHOR, d->author);
    cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_SUBJECT, d->subject);
    cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_KEYWORDS, d->keywords);
    cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_CREATOR, d->brand);
    if (*d->date) {
        /* of the document, not of the moment: the same document is the same file */
        cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_CREATE_DATE, d->date);
        cairo_pdf_surface_set_metadata(f, CAIRO_PDF_METADATA_MOD_DATE, d->date);
    }
}

static const char *run(paper_t *s, bytes_t *b)
{
    cairo_surface_t *f = cairo_pdf_surface_create_for_stream(write_bytes, b, W, H);
    cairo_status_t st;

    cairo_pdf_surface_restrict_to_version(f, CAIRO_PDF_VERSION_1_5);
    meta(f, s->d);
    s->cr = cairo_create(f);
    pango_cairo_update_context(s->cr, s->pango);
    s->page = 1;
    s->y = M;
    body(s);
    st = cairo_status(s->cr);
    cairo_destroy(s->cr);
    cairo_surface_finish(f);
    if (st == CAIRO_STATUS_SUCCESS)
        st = cairo_surface_status(f);
    cairo_surface_destroy(f);
    return st == CAIRO_STATUS_SUCCESS ? NULL : cairo_status_to_string(st);
}

const char *smm_pdf_set(apr_pool_t *p, PangoContext *pango, const pdf_doc_t *doc, const char **out,
                        apr_size_t *len)
{
    paper_t s = {p, NULL, pango, doc, M, 1, 0, 0};
    bytes_t b = {apr_array_make(p, 65536, 1)};
    const char *fault = run(&s, &b);

    if (!fault && !s.too_long && s.page > 1) { /* once more, now that the last number is known */
        s.pages = s.page;
        b.a->nelts = 0;
        fault = run(&s, &b);
    }
    if (s.too_long)
        fault = "the document has too many pages";
    *out = b.a->elts;
    *len = (apr_size_t)b.a->nelts;
    return fault;
}
