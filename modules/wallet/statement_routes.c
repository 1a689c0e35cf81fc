/* SPDX-License-Identifier: Apache-2.0 */
/* Staff: statements of banks, read by a mapping that is remembered, looked at before they are
 * stored. */
#include <string.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include "smm_job.h"
#include "smm_settings.h"
#include "gw_util.h"
#include "wallet_web.h"

#define I64 APR_INT64_T_FMT
#define ROWS 30
#define BANKS 20
#define SHOWN 50 /* lines of a preview */
#define MAX_BODY 4194304

typedef struct import_form_t {
    const char *bank, *currency, *separator, *decimal, *date_order, *file, *lines, *what;
    int64_t skip, col_date, col_amount, col_reference, col_text;
} import_form_t;

#define AT(m) offsetof(import_form_t, m)
static const smm_field_t import_fields[] = {
    {"bank", SMM_F_TEXT, AT(bank), 2, 60, SMM_F_REQUIRED, NULL, "Bank or account"},
    {"currency", SMM_F_TEXT, AT(currency), 3, 3, SMM_F_REQUIRED, NULL, "Currency of the account"},
    {"separator", SMM_F_WORD, AT(separator), 0, 0, SMM_F_REQUIRED, "auto comma semicolon tab bar",
     "Columns are separated by"},
    {"decimal", SMM_F_WORD, AT(decimal), 0, 0, SMM_F_REQUIRED, "point comma", "Decimal mark"},
    {"date_order", SMM_F_WORD, AT(date_order), 0, 0, SMM_F_REQUIRED, "dmy mdy ymd",
     "Order of day, month and year"},
    {"skip", SMM_F_INT, AT(skip), 0, 100, SMM_F_REQUIRED, NULL, "Heading rows to skip"},
    {"col_date", SMM_F_INT, AT(col_date), 1, 40, SMM_F_REQUIRED, NULL, "Column of the date"},
    {"col_amount", SMM_F_INT, AT(col_amount), 1, 40, SMM_F_REQUIRED, NULL,
     "Column of the money that came in"},
    {"col_reference", SMM_F_INT, AT(col_reference), 0, 40, SMM_F_REQUIRED, NULL,
     "Column of the reference (0 = none)"},
    {"col_text", SMM_F_INT, AT(col_text), 0, 40, SMM_F_REQUIRED, NULL,
     "Column of the description (0 = none)"},
    {"file", SMM_F_FILE, AT(file), 0, SMM_STMT_BYTES, 0, NULL, "File (CSV)"},
    {"lines", SMM_F_AREA, AT(lines), 0, SMM_STMT_BYTES, 0, NULL, "or its lines, pasted"},
    {"what", SMM_F_WORD, AT(what), 0, 0, 0, "preview import", "What to do"},
    SMM_FIELDS_END};
static const smm_form_t form_import = {"import", import_fields, sizeof(import_form_t)};

/* ---- list ------------------------------------------------------------------------------------ */

static void bank_row(smm_vm_t *vm, const smm_stmt_bank_t *b)
{
    smm_vm_el(vm, "bank");
    smm_vm_attr_int(vm, "id", b->id);
    smm_vm_attr(vm, "name", b->name);
    smm_vm_attr(vm, "currency", b->currency);
    smm_vm_end(vm);
}

static int statements_get(smm_req_t *q)
{
    smm_stmt_import_t rows[ROWS + 1];
    smm_stmt_bank_t banks[BANKS];
    smm_vm_t *vm;
    int n = smm_stmt_imports(&q->ctx, wallet_before(q), rows, ROWS + 1), b, i;

    b = smm_stmt_banks(&q->ctx, banks, BANKS);
    if (n < 0 || b < 0)
        return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
    vm = smm_page_begin(q, "staff", "staff-claims", "Statements", "wallet/statements");
    wallet_head(vm, "Statements", NULL,
                "Import what the bank says: claims that agree are credited by themselves.", NULL);
    smm_vm_el(vm, "act");
    smm_vm_attr(vm, "href", "/staff/statements/new");
    smm_vm_attr(vm, "icon", "upload");
    smm_vm_text(vm, "Import a statement");
    smm_vm_end(vm);
    smm_vm_end(vm);
    wallet_money_tabs(q, vm, "statements");
    for (i = 0; i < b; i++)
        bank_row(vm, &banks[i]);
    for (i = 0; i < n && i < ROWS; i++) {
        smm_vm_el(vm, "import");
        smm_vm_attr_int(vm, "id", rows[i].id);
        smm_vm_attr(vm, "bank", rows[i].bank);
        smm_vm_attr(vm, "actor", rows[i].actor);
        smm_vm_attr_int(vm, "rows", rows[i].rows);
        smm_vm_attr_int(vm, "added", rows[i].added);
        smm_vm_attr_int(vm, "matched", rows[i].matched);
        smm_vm_attr_int(vm, "open", rows[i].open);
        smm_vm_attr_time(vm, "created", rows[i].created);
        smm_vm_end(vm);
    }
    wallet_older(vm, "/staff/statements", n > ROWS ? rows[ROWS - 1].id : 0);
    return smm_page(q, HTTP_OK);
}

/* ---- import ---------------------------------------------------------------------------------- */

/** What the form starts with: the bank that was chosen, or was used last. */
static void start_values(smm_req_t *q, smm_vm_t *vm, import_form_t *v)
{
    const char *want = smm_req_query(q, "bank");
    smm_stmt_bank_t banks[BANKS], *b = NULL;
    int n = smm_stmt_banks(&q->ctx, banks, BANKS), i;

    memset(v, 0, sizeof(*v));
    for (i = 0; i < n; i++) {
        bank_row(vm, &banks[i]);
        if (!b || (want && strcmp(want, banks[i].name) == 0))
            b = &banks[i];
    }
    if (want && strcmp(want, "-") == 0)
        b = NULL; /* a new one */
    v->currency = b ? b->currency : "USD";
    v->bank = b ? b->name : "";
    v->separator = b ? b->separator : "auto";
    v->decimal = b ? b->decimal : "point";
    v->date_order = b ? b->date_order : "dmy";
    v->skip = b ? b->skip : 1;
    v->col_date = b ? b->col_date : 1;
    v->col_amount = b ? b->col_amount : 2;
    v->col_reference = b ? b->col_reference : 3;
    v->col_text = b ? b->col_text : 4;
}

static void preview(smm_req_t *q, smm_vm_t *vm, const smm_stmt_bank_t *b, const smm_statement_t *s,
                    int known)
{
    int i;

    smm_vm_el(vm, "preview");
    smm_vm_attr_int(vm, "rows", s->rows);
    smm_vm_attr_int(vm, "n", s->n);
    smm_vm_attr_int(vm, "new", s->n - known);
    smm_vm_attr_int(vm, "known", known);
    smm_vm_attr_int(vm, "out", s->out);
    smm_vm_attr_int(vm, "faults", s->faults);
    smm_vm_attr_flag(vm, "more", s->n > SHOWN);
    smm_vm_attr(
        vm, "sum",
        wallet_amount(q->ctx.pool, s->sum_minor, smm_gw_exponent(b->currency), b->currency));
    for (i = 0; i < s->heads; i++) {
        smm_vm_el(vm, "column");
        smm_vm_attr_int(vm, "n", i + 1);
        smm_vm_text(vm, s->head[i]);
        smm_vm_end(vm);
    }
    for (i = 0; i < s->n && i < SHOWN; i++) {
        wallet_line(q, vm, &s->line[i]);
        smm_vm_end(vm);
    }
    for (i = 0; i < s->notes; i++) {
        smm_vm_el(vm, "fault");
        smm_vm_attr_int(vm, "row", s->note[i].row);
        smm_vm_attr(vm, "why", s->note[i].why);
        smm_vm_text(vm, s->note[i].cell);
        smm_vm_end(vm);
    }
    smm_vm_end(vm);
}

static int import_page(smm_req_t *q, int status, const smm_stmt_bank_t *b, const smm_statement_t *s,
                       int known)
{
    smm_vm_t *vm =
        smm_page_begin(q, "staff", "staff-claims", "Import a statement", "wallet/import");
    import_form_t v;

    wallet_head(vm, "Import a statement", NULL,
                "Each line is stored once, also when files overlap. Money that left is skipped.",
                NULL);
    wallet_crumb(vm, "/staff/statements", "Statements");
    smm_vm_end(vm);
    start_values(q, vm, &v);
    smm_form_begin(q, vm, &form_import, "/staff/statements/new", &v);
    smm_vm_end(vm);
    if (s)
        preview(q, vm, b, s, known);
    return smm_page(q, status);
}

static int import_get(smm_req_t *q)
{
    return import_page(q, HTTP_OK, NULL, NULL, 0);
}

/** The mapping of the form; currency in capitals. */
static smm_result_t mapping(smm_req_t *q, const import_form_t *f, smm_stmt_bank_t *b)
{
    char *currency = apr_pstrdup(q->ctx.pool, f->currency), *s;

    for (s = currency; *s; s++) {
        *s = (char)apr_toupper(*s);
        if (*s < 'A' || *s > 'Z')
            return smm_fail(SMM_INVALID, "currency", "Enter the three letters of a currency: USD.");
    }
    b->name = f->bank;
    b->currency = currency;
    b->separator = f->separator;
    b->decimal = f->decimal;
    b->date_order = f->date_order;
    b->skip = f->skip;
    b->col_date = f->col_date;
    b->col_amount = f->col_amount;
    b->col_reference = f->col_reference;
    b->col_text = f->col_text;
    return smm_ok();
}

static int import_refused(smm_req_t *q, const smm_result_t *r)
{
    if (r->code != SMM_INVALID)
        return smm_refuse_result(q, r);
    smm_form_error(q, r);
    return import_page(q, HTTP_UNPROCESSABLE_ENTITY, NULL, NULL, 0);
}

static int import_post(smm_req_t *q)
{
    import_form_t *f = q->form;
    smm_stmt_bank_t b = {0};
    smm_statement_t s;
    smm_stmt_done_t d = {0};
    const char *text, *done = NULL;
    smm_result_t r;
    int known;

    if (!smm_form_valid(q))
        return import_page(q, HTTP_UNPROCESSABLE_ENTITY, NULL, NULL, 0);
    text = f->file && *f->file ? f->file : f->lines ? f->lines : "";
    r = mapping(q, f, &b);
    if (r.code == SMM_OK)
        r = smm_statement_read(q->ctx.pool, &b, text, strlen(text), &s);
    if (r.code != SMM_OK)
        return import_refused(q, &r);
    if (!f->what || strcmp(f->what, "import") != 0) {
        known = smm_statement_known(&q->ctx, &b, &s);
        if (known < 0)
            return smm_refuse(q, HTTP_SERVICE_UNAVAILABLE, NULL);
        /* the page sends the lines of the file back, so that the next press imports them */
        smm_form_set(q, "lines", text);
        return import_page(q, HTTP_OK, &b, &s, known);
    }
    if (s.n == 0) {
        r = smm_fail(SMM_INVALID, "lines",
                     "No line of money that came in was found. Look at the preview.");
        return import_refused(q, &r);
    }
    r = smm_idem_begin(q, &done);
    if (r.code == SMM_OK && !done)
        r = smm_statement_import(&q->ctx, &b, &s, smm_idem_of(q), &d);
    if (r.code != SMM_OK)
        return import_refused(q, &r);
    smm_job_kick();
    if (done)
        return smm_see_other(q, "/staff/statements", NULL, NULL, NULL);
    return smm_see_other(q, "/staff/statements", "ok",
                         "The statement was imported. New lines, and claims credited by it: {0}.",
                         apr_psprintf(q->ctx.pool, "%d, %d", d.added, d.credited));
}

const smm_route_t wallet_statement_routes[] = {
    {"GET", "/staff/statements", SMM_STAFF, 0, NULL, statements_get, NULL, 0, NULL},
    {"GET", "/staff/statements/new", SMM_STAFF, 0, NULL, import_get, NULL, 0, NULL},
    {"POST", "/staff/statements/new", SMM_STAFF, SMM_R_KEY | SMM_R_UPLOAD, &form_import,
     import_post, NULL, MAX_BODY, "/staff/statements"},
    {NULL}};
