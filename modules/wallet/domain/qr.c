/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include <string.h>
#include <apr_escape.h>
#include <apr_strings.h>
#include <qrencode.h>
#include "smm_qr.h"

#define QUIET 4

const char *smm_qr_path(apr_pool_t *p, const char *text, int *size)
{
    QRcode *q = text && *text && strlen(text) < 2000
                    ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
                    : NULL;
    char *out, *o;
    int x, y, end;

    if (!q)
        return NULL;
    *size = q->width + 2 * QUIET;
    o = out = apr_palloc(p, (apr_size_t)(q->width * q->width) * 11 + 1);
    for (y = 0; y < q->width; y++) {
        for (x = 0; x < q->width; x = end + 1) {
            for (end = x; end < q->width && (q->data[y * q->width + end] & 1); end++)
                ;
            if (end > x) /* one box a run of black modules */
                o +=
                    apr_snprintf(o, 40, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, end - x, end - x);
        }
    }
    *o = '\0';
    QRcode_free(q);
    return out;
}

const char *smm_qr_svg(apr_pool_t *p, const char *text, const char *title)
{
    int n = 0;
    const char *path = smm_qr_path(p, text, &n);

    if (!path)
        return NULL;
    return apr_psprintf(
        p,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
        "shape-rendering=\"crispEdges\"><title>%s</title><path fill=\"#fff\" "
        "d=\"M0 0h%dv%dh-%dz\"/><path d=\"%s\"/></svg>",
        n, n, apr_pescape_entity(p, title, 0), n, n, n, path);
}
