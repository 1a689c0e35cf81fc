/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents as PDF: a view model goes through a sheet that answers the parts of a document
 * (docs/internals/documents.md), and cairo with pango sets them on A4 in any script. One document
 * is made at a time in a process; a page takes a few milliseconds once the fonts are loaded.
 */
#ifndef SMM_PDF_H
#define SMM_PDF_H

#include "smm_vm.h"

#define SMM_PDF_PAGES 40 /* a longer document is refused */

struct smm_view_theme_t;

/**
 * The document in `p`. `view` as in smm_view_render(), e.g. "wallet/pdf". The same model gives the
 * same bytes. @return 0, or -1 with the fault for the error log in *out.
 */
SMM_DECLARE(int)
smm_pdf_render(const struct smm_view_theme_t *theme, smm_vm_t *vm, const char *view,
               const char *lang, apr_pool_t *p, const char **out, apr_size_t *len);

#endif
