/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the PDF room: the parts a sheet answered, and the paper they are set on. */
#ifndef PDF_INT_H
#define PDF_INT_H

#include <apr_tables.h>
#include <pango/pangocairo.h>
#include "smm_pdf.h"

typedef struct pdf_line_t { /* "Number" – "INV/2627/000001"; label may be "" */
    const char *label, *text, *cls;
} pdf_line_t;

typedef struct pdf_block_t {
    const char *title;
    apr_array_header_t *lines; /* pdf_line_t */
} pdf_block_t;

typedef struct pdf_cell_t {
    const char *main, *sub; /* sub: the small line under it, or "" */
    int num;                /* at the end side */
} pdf_cell_t;

#define PDF_COLS 8
typedef struct pdf_row_t {
    pdf_cell_t cell[PDF_COLS];
    int n, head;
} pdf_row_t;

typedef struct pdf_doc_t {
    const char *title, *author, *subject, *keywords, *date, *lang;
    const char *brand, *kind, *mark, *foot, *page_of;
    int rtl;
    pdf_block_t from, facts, totals, notes;
    apr_array_header_t *cols; /* pdf_block_t */
    apr_array_header_t *rows; /* pdf_row_t */
} pdf_doc_t;

/** Reads the parts out of a sheet's HTML. @return 0, or -1 when there is no document in it. */
int smm_pdf_read(apr_pool_t *p, const char *html, apr_size_t len, pdf_doc_t *out);
/** Sets the document. @return NULL, or what went wrong. */
const char *smm_pdf_set(apr_pool_t *p, PangoContext *pango, const pdf_doc_t *doc, const char **out,
                        apr_size_t *len);

#endif
