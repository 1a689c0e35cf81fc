/* SPDX-License-Identifier: Apache-2.0 */
/* QR codes as vector graphics. */
#ifndef SMM_QR_H
#define SMM_QR_H

#include <apr_pools.h>

/**
 * Path data of a QR code (byte mode, error correction M, quiet zone of 4) in a square of *size
 * units: black on white. NULL when the text is empty or too long.
 */
const char *smm_qr_path(apr_pool_t *p, const char *text, int *size);
/** The same as a whole SVG document; `title` is for those who do not see it. */
const char *smm_qr_svg(apr_pool_t *p, const char *text, const char *title);

#endif
