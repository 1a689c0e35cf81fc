/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages whose large part is the same for everybody: that part is rendered and compressed once (a
 * fragment), each request renders only its own frame and sends frame, fragment, frame. Compressed
 * answers are spliced: the frame goes into stored deflate blocks around the fragment's ready
 * stream. docs/internals/catalogue.md, "The whole catalogue".
 */
#include <string.h>
#include <zlib.h>
#include <apr_buckets.h>
#include <apr_strings.h>
#include <httpd.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <scoreboard.h>
#include "smm_memo.h"
#include "smm_settings.h"
#include "table.h"

APLOG_USE_MODULE(smm_core);

#define STORED_MAX 65535u

/* ---- making fragments ----------------------------------------------------------------------- */

smm_vm_t *smm_fragment_begin(smm_req_t *q, const char *area, const char *id, const char *view)
{
    smm_vm_t *vm = smm_vm_make(q->r->pool);

    q->priv->vm = vm;
    q->priv->view = view;
    smm_vm_el(vm, "page");
    smm_vm_attr(vm, "id", id);
    smm_vm_attr(vm, "area", area);
    smm_vm_attr(vm, "lang", q->lang);
    smm_vm_attr(vm, "fragment", "1");
    smm_core_site_write(q, vm, area);
    smm_vm_el(vm, "content");
    return vm;
}

/* Raw deflate that ends at a byte and can be followed by another block. */
static int squeeze(apr_pool_t *p, const char *in, apr_size_t len, const char **out,
                   apr_size_t *out_len)
{
    z_stream z;
    uLong bound;
    Bytef *to;
    int rc;

    memset(&z, 0, sizeof(z));
    if (deflateInit2(&z, 6, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
        return -1;
    }
    bound = deflateBound(&z, (uLong)len) + 64;
    to = apr_palloc(p, bound);
    z.next_in = (Bytef *)(uintptr_t)in;
    z.avail_in = (uInt)len;
    z.next_out = to;
    z.avail_out = (uInt)bound;
    rc = deflate(&z, Z_FULL_FLUSH);
    *out = (const char *)to;
    *out_len = bound - z.avail_out;
    rc = rc == Z_OK && z.avail_in == 0 && z.avail_out > 0 ? 0 : -1;
    deflateEnd(&z);
    return rc;
}

int smm_fragment_end(smm_req_t *q, apr_pool_t *p, smm_fragment_t *out)
{
    const char *html = NULL, *packed = NULL;
    apr_size_t len = 0, packed_len = 0;

    memset(out, 0, sizeof(*out));
    smm_vm_end(q->priv->vm); /* content */
    smm_vm_end(q->priv->vm); /* page */
    if (smm_view_render(q->priv->cfg->view, q->priv->vm, q->priv->view, q->lang, q->r->pool, &html,
                        &len) != 0) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, q->r, "SMM0250: view %s, fragment: %s",
                      q->priv->view, html ? html : "no output");
        return -1;
    }
    if (len > 64 * 1024 * 1024 || squeeze(q->r->pool, html, len, &packed, &packed_len) != 0) {
        return -1;
    }
    out->html = apr_pmemdup(p, html, len);
    out->len = len;
    out->packed = apr_pmemdup(p, packed, packed_len);
    out->packed_len = packed_len;
    out->crc = (unsigned)crc32(0, (const Bytef *)html, (uInt)len);
    return 0;
}

/* ---- the frame ------------------------------------------------------------------------------ */

typedef struct frame_t {
    unsigned head_crc, tail_crc;
    apr_size_t head_len, tail_len;
    const char *head, *tail;
} frame_t;

#define TAG_LEN 24

typedef struct page_t {
    smm_req_t *q;
    const char *area, *id, *title, *view;
    char key[SMM_MEMO_KEY_MAX];
    size_t key_len; /* 0: nothing is kept */
    char tag[TAG_LEN + 1];
    int begun;
} page_t;

static void key_add(page_t *g, const void *data, size_t len)
{
    if (g->key_len > 0 && g->key_len + len <= sizeof(g->key)) {
        memcpy(g->key + g->key_len, data, len);
        g->key_len += len;
    } else {
        g->key_len = 0;
    }
}

/* Everything that a frame is made of beside the database. key[0] tells tag and frame apart. */
static void key_make(page_t *g)
{
    smm_req_t *q = g->q;
    const char *texts[] = {g->area,
                           g->id,
                           g->title,
                           g->view,
                           q->lang,
                           q->priv->path,
                           q->account ? q->priv->token : ""};
    const smm_shown_t *shown = smm_req_shown(q);

    g->key_len = 1;
    key_add(g, &q->r->server, sizeof(q->r->server));
    key_add(g, &q->route, sizeof(q->route));
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        key_add(g, texts[i], strlen(texts[i]) + 1);
    }
    if (shown) {
        key_add(g, shown, sizeof(*shown));
    }
    if (q->htmx || q->priv->title_a || smm_core_flash_waits(q)) {
        g->key_len = 0;
    }
}

static void begin(page_t *g)
{
    if (!g->begun) {
        smm_page_begin(g->q, g->area, g->id, g->title, g->view);
        g->begun = 1;
    }
}

/* A checksum of the frame's data: what a person would see. */
static void tag_make(page_t *g)
{
    apr_pool_t *p = g->q->r->pool;
    const char *kept, *xml;
    apr_size_t len;

    g->key[0] = 't';
    kept = g->key_len ? smm_memo_get(p, g->key, g->key_len, &len) : NULL;
    if (kept && len == TAG_LEN) {
        memcpy(g->tag, kept, TAG_LEN);
        return;
    }
    begin(g);
    smm_vm_write_xml(g->q->priv->vm, p, &xml, &len);
    memcpy(g->tag, smm_sha256_hex(p, xml, len), TAG_LEN);
    if (g->key_len) {
        smm_memo_put(g->q->priv->epoch, g->key, g->key_len, g->tag, TAG_LEN);
    }
}

/* Changes with whatever a person would see: the fragment, the frame's data, and the sheets, which
 * are read at (re)start. */
static const char *etag_of(const page_t *g, const smm_fragment_t *f, int gzip)
{
    return apr_psprintf(
        g->q->r->pool, "\"%08x-%" APR_SIZE_T_FMT "-%" APR_UINT64_T_HEX_FMT "-%s%s\"", f->crc,
        f->len, (apr_uint64_t)ap_scoreboard_image->global->restart_time, g->tag, gzip ? "-gz" : "");
}

/* "gzip" with a quality above zero. */
static int accepts_gzip(request_rec *r)
{
    const char *s = apr_table_get(r->headers_in, "Accept-Encoding");

    while (s && *s) {
        size_t n;

        s += strspn(s, " \t,");
        n = strcspn(s, ",");
        if (strncasecmp(s, "gzip", 4) == 0 && (n == 4 || s[4] == ';' || s[4] == ' ')) {
            const char *quality = s + 4;
            while (quality < s + n && *quality != '=') {
                quality++;
            }
            return quality >= s + n || strspn(quality + 1, "0.") < (size_t)(s + n - quality - 1);
        }
        s += n;
    }
    return 0;
}

/* Renders the frame with a random word in place of the fragment and cuts it there. */
static int render_frame(smm_req_t *q, frame_t *out)
{
    const char *mark = smm_random_token(q->r->pool, 18), *html = NULL, *cut;
    apr_size_t len = 0;

    smm_vm_attr(q->priv->vm, "marker", mark);
    smm_vm_end(q->priv->vm);
    smm_vm_end(q->priv->vm);
    if (smm_view_render(q->priv->cfg->view, q->priv->vm, q->priv->view, q->lang, q->r->pool, &html,
                        &len) != 0) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, q->r, "SMM0251: view %s, frame: %s", q->priv->view,
                      html ? html : "no output");
        return -1;
    }
    cut = memmem(html, len, mark, strlen(mark));
    if (!cut) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, q->r,
                      "SMM0252: view %s does not write content/@marker", q->priv->view);
        return -1;
    }
    out->head = html;
    out->head_len = (apr_size_t)(cut - html);
    out->tail = cut + strlen(mark);
    out->tail_len = len - out->head_len - strlen(mark);
    out->head_crc = (unsigned)crc32(0, (const Bytef *)out->head, (uInt)out->head_len);
    out->tail_crc = (unsigned)crc32(0, (const Bytef *)out->tail, (uInt)out->tail_len);
    return 0;
}

/* The frame of a moment ago, or a new one. */
static int frame_make(page_t *g, frame_t *out)
{
    apr_pool_t *p = g->q->r->pool;
    char *kept;
    size_t len;

    g->key[0] = 'f';
    kept = g->key_len ? smm_memo_get(p, g->key, g->key_len, &len) : NULL;
    if (kept) {
        memcpy(out, kept, sizeof(*out));
        out->head = kept + sizeof(*out);
        out->tail = out->head + out->head_len;
        return 0;
    }
    begin(g);
    if (render_frame(g->q, out) != 0) {
        return -1;
    }
    len = sizeof(*out) + out->head_len + out->tail_len;
    if (g->key_len && len <= SMM_MEMO_DATA_MAX) {
        kept = apr_palloc(p, len);
        memcpy(kept, out, sizeof(*out));
        memcpy(kept + sizeof(*out), out->head, out->head_len);
        memcpy(kept + sizeof(*out) + out->head_len, out->tail, out->tail_len);
        smm_memo_put(g->q->priv->epoch, g->key, g->key_len, kept, len);
    }
    return 0;
}

/* ---- sending -------------------------------------------------------------------------------- */

static void put(apr_bucket_brigade *bb, const char *data, apr_size_t len, request_rec *r)
{
    if (len > 0) { /* lives as long as the request: its pool ends after the last byte was sent */
        APR_BRIGADE_INSERT_TAIL(bb,
                                apr_bucket_immortal_create(data, len, r->connection->bucket_alloc));
    }
}

/* Bytes as stored deflate blocks. @return how long they became. */
static apr_size_t put_stored(apr_bucket_brigade *bb, const char *data, apr_size_t len, int last,
                             request_rec *r)
{
    apr_size_t sent = 0;

    do {
        apr_size_t n = len > STORED_MAX ? STORED_MAX : len;
        unsigned char *h = apr_palloc(r->pool, 5);

        len -= n;
        h[0] = last && len == 0;
        h[1] = (unsigned char)(n & 0xFF);
        h[2] = (unsigned char)(n >> 8);
        h[3] = (unsigned char)~h[1];
        h[4] = (unsigned char)~h[2];
        put(bb, (char *)h, 5, r);
        put(bb, data, n, r);
        data += n;
        sent += 5 + n;
    } while (len > 0);
    return sent;
}

static void put_le32(unsigned char *w, uint32_t v)
{
    for (int i = 0; i < 4; i++) {
        w[i] = (unsigned char)(v >> (8 * i));
    }
}

static apr_size_t put_gzip(apr_bucket_brigade *bb, const frame_t *fr, const smm_fragment_t *f,
                           request_rec *r)
{
    static const char HEADER[10] = {0x1F, (char)0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
    unsigned char *trailer = apr_palloc(r->pool, 8);
    uLong crc = fr->head_crc;
    apr_size_t len = sizeof(HEADER) + f->packed_len + 8;

    crc = crc32_combine(crc, f->crc, (z_off_t)f->len);
    crc = crc32_combine(crc, fr->tail_crc, (z_off_t)fr->tail_len);
    put_le32(trailer, (uint32_t)crc);
    put_le32(trailer + 4, (uint32_t)(fr->head_len + f->len + fr->tail_len));
    put(bb, HEADER, sizeof(HEADER), r);
    len += put_stored(bb, fr->head, fr->head_len, 0, r);
    put(bb, f->packed, f->packed_len, r);
    len += put_stored(bb, fr->tail, fr->tail_len, 1, r);
    put(bb, (char *)trailer, 8, r);
    return len;
}

static int send_all(smm_req_t *q, const frame_t *fr, const smm_fragment_t *f, int gzip)
{
    request_rec *r = q->r;
    apr_bucket_brigade *bb = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    apr_size_t len = fr->head_len + f->len + fr->tail_len;

    if (gzip) {
        len = put_gzip(bb, fr, f, r);
        apr_table_setn(r->headers_out, "Content-Encoding", "gzip");
    } else {
        put(bb, fr->head, fr->head_len, r);
        put(bb, f->html, f->len, r);
        put(bb, fr->tail, fr->tail_len, r);
    }
    apr_table_setn(r->subprocess_env, "no-gzip", "1");
    ap_set_content_type(r, "text/html; charset=utf-8");
    ap_set_content_length(r, (apr_off_t)len);
    if (r->header_only) {
        apr_brigade_cleanup(bb);
    }
    APR_BRIGADE_INSERT_TAIL(bb, apr_bucket_eos_create(r->connection->bucket_alloc));
    return ap_pass_brigade(r->output_filters, bb) == APR_SUCCESS || r->connection->aborted
               ? OK
               : AP_FILTER_ERROR;
}

int smm_page_around(smm_req_t *q, const char *area, const char *id, const char *title,
                    const char *view, const smm_fragment_t *f)
{
    request_rec *r = q->r;
    int gzip = accepts_gzip(r), rc;
    page_t g;
    frame_t fr;

    memset(&g, 0, sizeof(g));
    g.q = q;
    g.area = area;
    g.id = id;
    g.title = title;
    g.view = view;
    key_make(&g);
    tag_make(&g);
    apr_table_mergen(r->err_headers_out, "Vary",
                     "Accept, Accept-Encoding, Accept-Language, Cookie, HX-Request");
    smm_core_headers(q);
    /* may be kept by the browser, but is asked for each time: the answer is 304 while nothing
     * changed */
    apr_table_setn(r->err_headers_out, "Cache-Control", "private, no-cache");
    apr_table_setn(r->headers_out, "ETag", etag_of(&g, f, gzip));
    rc = ap_meets_conditions(r);
    if (rc != OK) {
        r->status = rc;
        return rc == HTTP_NOT_MODIFIED ? rc : OK;
    }
    if (frame_make(&g, &fr) != 0) {
        return smm_refuse(q, HTTP_INTERNAL_SERVER_ERROR, NULL);
    }
    r->status = HTTP_OK;
    return send_all(q, &fr, f, gzip);
}
