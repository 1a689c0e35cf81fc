/* SPDX-License-Identifier: Apache-2.0 */
/* Forms inside pages, and the idempotency keys that they carry. */
#include <string.h>
#include <apr_strings.h>
#include "../core_int.h"
#include "smm_money.h"
#include "smm_settings.h"

static const char *const type_names[] = {"text", "area", "secret", "email", "url", "int",
                                         "usd",  "flag", "word",   "file",  "file"};

/* Is the form that is written now the one that this POST sent? */
static smm_form_state_t *state_of(smm_req_t *q, const smm_form_t *form)
{
    smm_form_state_t *st = q->priv->form;

    return st && st->form == form && q->r->method_number == M_POST ? st : NULL;
}

static void write_bounds(smm_vm_t *vm, const smm_field_t *f)
{
    char usd[SMM_USD_TEXT];
    int64_t lo, hi;

    if (f->type == SMM_F_FLAG || f->type == SMM_F_WORD || f->type == SMM_F_FILE ||
        f->type == SMM_F_BYTES) {
        return;
    }
    smm_field_bounds(f, &lo, &hi);
    if (f->type == SMM_F_USD) {
        smm_vm_attr(vm, "min", lo > 0 ? smm_usd_text(usd, lo) : NULL);
        smm_vm_attr(vm, "max", smm_usd_text(usd, hi));
    } else {
        if (lo > 0 || f->type == SMM_F_INT) {
            smm_vm_attr_int(vm, "min", lo);
        }
        smm_vm_attr_int(vm, "max", hi);
    }
}

static void write_field(smm_req_t *q, smm_vm_t *vm, const smm_field_t *f,
                        const smm_field_state_t *st, const void *values)
{
    const char *value = st ? st->raw : values ? smm_field_text(q->r->pool, f, values) : NULL;

    smm_vm_el(vm, "field");
    smm_vm_attr(vm, "name", f->name);
    smm_vm_attr(vm, "type", type_names[f->type]);
    if (f->type != SMM_F_SECRET && f->type != SMM_F_FILE && f->type != SMM_F_BYTES &&
        !(f->flags & SMM_F_NO_ECHO)) {
        smm_vm_attr(vm, "value", value);
    }
    smm_vm_attr(vm, "label", f->label);
    smm_vm_attr_flag(vm, "required", (f->flags & SMM_F_REQUIRED) != 0);
    smm_vm_attr_flag(vm, "bare", (f->flags & SMM_F_BARE_OK) != 0);
    write_bounds(vm, f);
    if (st && st->message) {
        smm_vm_attr(vm, "error", st->message);
        smm_vm_attr(vm, "error-a", st->a);
        smm_vm_attr(vm, "error-b", st->b);
    }
    for (const char *w = f->type == SMM_F_WORD && f->words ? f->words : ""; *w;
         w += strspn(w, " ")) {
        size_t len = strcspn(w, " ");
        smm_vm_el(vm, "option");
        smm_vm_attr(vm, "value", apr_pstrmemdup(q->r->pool, w, len));
        smm_vm_end(vm);
        w += len;
    }
    smm_vm_end(vm);
}

void smm_form_begin(smm_req_t *q, smm_vm_t *vm, const smm_form_t *form, const char *action,
                    const void *values)
{
    smm_form_state_t *st = state_of(q, form);

    smm_vm_el(vm, "form");
    smm_vm_attr(vm, "name", form->name);
    smm_vm_attr(vm, "action", action);
    smm_vm_attr(vm, "csrf", smm_core_csrf(q));
    smm_vm_attr(vm, "key", st && q->key ? q->key : smm_random_token(q->r->pool, 18));
    if (st && st->message) {
        smm_vm_attr(vm, "error", st->message);
        smm_vm_attr(vm, "error-a", st->a);
        smm_vm_attr(vm, "error-b", st->b);
    }
    for (int i = 0; form->fields[i].name != NULL; i++) {
        write_field(q, vm, &form->fields[i], st ? &st->fields[i] : NULL, values);
    }
}

void *smm_form_read(smm_req_t *q, const smm_form_t *form)
{
    const smm_pairs_t *pairs = q->r->method_number == M_POST ? &q->priv->pairs : smm_core_query(q);

    q->priv->form = smm_form_fill(q->r->pool, form, pairs);
    q->form = q->priv->form->data;
    return q->form;
}

int smm_form_valid(smm_req_t *q)
{
    return q->priv->form != NULL && q->priv->form->faults == 0;
}

void smm_form_error(smm_req_t *q, const smm_result_t *res)
{
    smm_form_state_t *st = q->priv->form;

    if (st == NULL) {
        return;
    }
    st->faults++;
    for (int i = 0; res->field && st->form->fields[i].name; i++) {
        if (strcmp(st->form->fields[i].name, res->field) == 0) {
            st->fields[i].message = res->message ? res->message : "This value cannot be used.";
            st->fields[i].a = res->a;
            st->fields[i].b = res->b;
            return;
        }
    }
    st->message =
        res->message ? res->message : "This did not work. Check what you entered and try again.";
    st->a = res->a;
    st->b = res->b;
}

void smm_form_set(smm_req_t *q, const char *name, const char *text)
{
    smm_form_state_t *st = q->priv->form;

    for (int i = 0; st && st->form->fields[i].name; i++) {
        if (strcmp(st->form->fields[i].name, name) == 0) {
            st->fields[i].raw = text;
        }
    }
}

/* ---- idempotency ---------------------------------------------------------------------------- */

const smm_idem_t *smm_idem_of(smm_req_t *q)
{
    return q->key ? &q->priv->idem : NULL;
}

int64_t smm_idem_result(smm_req_t *q)
{
    return q->priv->idem_result;
}

/* The route's `done` with ":id" filled in. */
static const char *done_path(smm_req_t *q)
{
    const char *done = q->route->done ? q->route->done : "/app";
    const char *id = strstr(done, ":id");

    if (id == NULL) {
        return done;
    }
    return apr_psprintf(q->r->pool, "%.*s%" APR_INT64_T_FMT "%s", (int)(id - done), done,
                        q->priv->idem_result, id + 3);
}

smm_result_t smm_idem_begin(smm_req_t *q, const char **done)
{
    *done = NULL;
    q->priv->idem_result = 0;
    if (q->key == NULL) {
        return smm_ok();
    }
    switch (smm_idem_find(&q->ctx, &q->priv->idem, &q->priv->idem_result)) {
    case SMM_NOT_FOUND:
        return smm_ok();
    case SMM_OK:
        *done = done_path(q);
        return smm_ok();
    case SMM_CONFLICT:
        return smm_fail(SMM_CONFLICT, NULL,
                        "This form was sent before with other values. Load the page again.");
    default:
        return smm_fail(SMM_BUSY, NULL, NULL);
    }
}
