/* SPDX-License-Identifier: Apache-2.0 */
/* Mails about payments; sheets in htdocs/mail/wallet. */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_mail.h"
#include "smm_invoice.h"
#include "payment_int.h"

static smm_vm_t *begin(smm_ctx_t *c, const smm_payment_t *p, const char *subject)
{
    const char *base = apr_pstrcat(c->pool, c->panel->base_url, c->panel->mount, NULL);
    smm_vm_t *vm = smm_vm_make(c->pool);

    smm_vm_el(vm, "mail");
    smm_vm_attr(vm, "subject", subject);
    smm_vm_attr(vm, "site", c->panel->name);
    smm_vm_attr(vm, "username", p->username);
    smm_vm_attr(vm, "home", apr_pstrcat(c->pool, base, "/", NULL));
    smm_vm_attr_time(vm, "created", c->now);
    smm_vm_attr(vm, "payment", smm_payment_name(c->pool, p->id));
    smm_vm_attr(vm, "link",
                apr_psprintf(c->pool, "%s/app/payments/%" APR_INT64_T_FMT, base, p->id));
    /* the proforma's address leads to the numbered invoice once there is one */
    smm_vm_attr(vm, "invoice-link",
                apr_pstrcat(c->pool, base, "/app/invoices/",
                            smm_proforma_number(c->pool, p->invoice), NULL));
    smm_vm_attr(vm, "proforma", smm_proforma_number(c->pool, p->invoice));
    smm_vm_attr_usd(vm, "amount-usd", p->amount);
    smm_vm_attr_usd(vm, "total-usd", p->amount + p->fee);
    return vm;
}

void smm_payment_mail_details(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                              const smm_gateway_t *g)
{
    smm_vm_t *vm = begin(c, p, "Bank details for your payment");

    smm_vm_attr(vm, "reference", smm_payment_name(c->pool, p->id));
    smm_payment_details(c, g, vm);
    smm_vm_end(vm);
    smm_mail_step(u, c, p->email, p->lang, "wallet/bank-details", vm);
}

void smm_payment_mail_received(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, int64_t credit)
{
    smm_vm_t *vm = begin(c, p, "We received your payment");

    smm_vm_attr_usd(vm, "credit-usd", credit);
    smm_vm_attr(vm, "attach", apr_psprintf(c->pool, "invoice:%" APR_INT64_T_FMT, p->invoice));
    smm_vm_end(vm);
    smm_mail_step(u, c, p->email, p->lang, "wallet/payment-received", vm);
}

void smm_payment_mail_underpaid(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p,
                                int64_t missing)
{
    smm_vm_t *vm = begin(c, p, "Part of your payment is missing");

    smm_vm_attr_usd(vm, "missing-usd", missing);
    smm_vm_end(vm);
    smm_mail_step(u, c, p->email, p->lang, "wallet/payment-underpaid", vm);
}

void smm_payment_mail_claim(smm_unit_t *u, smm_ctx_t *c, const smm_payment_t *p, const char *state,
                            const char *reason)
{
    int done = strcmp(state, "done") == 0;
    smm_vm_t *vm =
        begin(c, p, done ? "Your payment request is on its way" : "We could not find your payment");

    smm_vm_attr(vm, "state", state);
    smm_vm_attr(vm, "reason", reason);
    smm_vm_end(vm);
    smm_mail_step(u, c, p->email, p->lang, "wallet/claim-answer", vm);
}

void smm_payment_details(smm_ctx_t *c, const smm_gateway_t *g, smm_vm_t *vm)
{
    static const struct {
        const char *key, *label;
    } rows[] = {
        {"holder", "Account holder"},
        {"bank", "Bank"},
        {"iban", "IBAN or account number"},
        {"vpa", "UPI address"},
        {"email", "Payoneer account"},
        {"customer_id", "Customer id"},
        {"bic", "BIC (SWIFT)"},
        {"routing", "Routing number"},
        {"ifsc", "IFSC"},
        {"correspondent", "Correspondent bank"},
        {"address", "Address of the bank"},
        {"currency", "Currency"},
        {"note", "Please note"},
    };
    smm_gateway_env_t e = smm_gateway_env(c, 0);
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *v = smm_gateway_setting(&e, g, rows[i].key);

        if (!v)
            continue;
        smm_vm_el(vm, "detail");
        smm_vm_attr(vm, "label", rows[i].label);
        smm_vm_attr(vm, "text", v);
        smm_vm_end(vm);
    }
}
