/* SPDX-License-Identifier: Apache-2.0 */
/* A panel as JSON, table by table, by the catalogue's "export_…" statements. */
#include <stdlib.h>
#include <string.h>
#include <apr_strings.h>
#include <jansson.h>
#include "catalog.h"
#include "smm_backup.h"

#define PAGE 500

typedef struct export_t {
    void (*put)(void *baton, const char *text);
    void *baton;
    const smm_stmt_t *s;
    int64_t last; /* id of the newest row */
    int n, any;
} export_t;

static void put_text(export_t *x, const char *text)
{
    json_t *j = json_string(text);
    char *out = j ? json_dumps(j, JSON_ENCODE_ANY) : NULL;
    x->put(x->baton, out ? out : "null");
    free(out);
    json_decref(j);
}

static int on_row(void *baton, const smm_row_t *row)
{
    export_t *x = baton;
    const char *name = x->s->cols;
    char buf[96];
    x->last = smm_row_int(row, 0);
    x->n++;
    x->put(x->baton, x->any ? ",\n{" : "\n{");
    x->any = 1;
    for (int i = 0; x->s->out[i]; i++) {
        size_t len = strcspn(name, " ");
        apr_snprintf(buf, sizeof(buf), "%s\"%.*s\":", i ? "," : "", (int)len, name);
        x->put(x->baton, buf);
        if (smm_row_null(row, i)) {
            x->put(x->baton, "null");
        } else if (x->s->out[i] == 'i' || x->s->out[i] == 'I') {
            apr_snprintf(buf, sizeof(buf), "%" APR_INT64_T_FMT, smm_row_int(row, i));
            x->put(x->baton, buf);
        } else {
            put_text(x, smm_row_text(row, i));
        }
        name += len + (name[len] == ' ');
    }
    x->put(x->baton, "}");
    return 0;
}

SMM_DECLARE(smm_rc_e)
smm_db_export(smm_ctx_t *c, void (*put)(void *baton, const char *text), void *baton)
{
    export_t x = {put, baton, NULL, 0, 0, 0};
    put(baton, "{\"format\":\"mod_smm panel 1\",\"panel\":");
    put_text(&x, c->panel->key);
    for (int i = 0; i < smm_catalog.nstmts; i++) {
        x.s = &smm_catalog.stmts[i];
        if (strncmp(x.s->name, "export_", 7) != 0 || strcmp(x.s->in, "iii") != 0) {
            continue;
        }
        put(baton, ",\n");
        put_text(&x, x.s->name + 7);
        put(baton, ":[");
        x.last = INT64_MIN;
        x.any = 0;
        do {
            x.n = 0;
            if (smm_db_read(c->db, i, SMM_ARGS(SMM_I(c->panel->id), SMM_I(x.last), SMM_I(PAGE)),
                            on_row, &x) != SMM_DB_OK) {
                return SMM_BUSY;
            }
        } while (x.n == PAGE);
        put(baton, "]");
    }
    put(baton, "}\n");
    return SMM_OK;
}
