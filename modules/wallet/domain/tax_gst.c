/* SPDX-License-Identifier: Apache-2.0 */
/* GST of India on a top-up: who buys from where, the letter of undertaking, the words of the law.
 */
#include "config.h"
#include <string.h>
#include <apr_strings.h>
#include "smm_gstin.h"
#include "smm_settings.h"
#include "smm_time.h"
#include "bill_int.h"
#include "smm_sez.h"

#define DAY 86400

/* A day of the settings as its number; 0: none is set, -1: it cannot be read. */
static int64_t day_of(const char *text)
{
    int64_t at;

    if (!text || !*text)
        return 0;
    return strlen(text) == 10 && smm_time_parse(text, &at) == 0 && at > 0 ? at / DAY : -1;
}

void smm_lut(smm_ctx_t *c, smm_lut_t *out)
{
    int64_t today = (c->now + SMM_IST_OFFSET) / DAY, from, until;

    out->number = smm_setting(c, "tax.lut_number");
    out->from = smm_setting(c, "tax.lut_from");
    out->until = smm_setting(c, "tax.lut_until");
    from = day_of(out->from);
    until = day_of(out->until);
    /* a date that nobody can read is no permission to leave the tax out */
    out->state = smm_setting_int(c, "tax.lut", 0) == 0 ? "none"
                 : from < 0 || until < 0               ? "unreadable"
                 : today < from                        ? "scheduled"
                 : until > 0 && today > until          ? "ended"
                                                       : "active";
}

static const char *gst_note(smm_ctx_t *c, smm_tax_e tax, const char *lut)
{
    const char *text =
        tax == SMM_TAX_EXPORT_LUT
            ? "Supply meant for export under letter of undertaking without payment of "
              "integrated tax."
        : tax == SMM_TAX_SEZ_LUT
            ? "Supply to SEZ unit or SEZ developer for authorised operations under letter "
              "of undertaking without payment of integrated tax."
        : tax == SMM_TAX_EXPORT_PAID ? "Supply meant for export on payment of integrated tax."
        : tax == SMM_TAX_SEZ_PAID
            ? "Supply to SEZ unit or SEZ developer for authorised operations on payment of "
              "integrated tax."
            : "";

    return (tax == SMM_TAX_EXPORT_LUT || tax == SMM_TAX_SEZ_LUT) && lut && *lut
               ? apr_pstrcat(c->pool, text, " LUT ", lut, ".", NULL)
               : text;
}

/** A confirmed unit of a special economic zone. One that pays the tax does so whatever the letter
 * of undertaking says. */
static smm_rc_e in_zone(smm_ctx_t *c, int64_t account, smm_buyer_t *who)
{
    const char *kind;
    smm_rc_e rc;

    if (who->country && strcmp(who->country, "IN") != 0)
        return SMM_OK;
    rc = smm_sez_confirmed(c, account, who->gstin, &kind);
    who->sez = *kind != '\0';
    if (strcmp(kind, "sewp") == 0)
        who->lut = 0;
    return rc;
}

/** Does what comes in by a method count as convertible foreign exchange? Of coins it is doubtful:
 * only when the operator says so. */
static int convertible(const smm_gateway_t *g, const char *word)
{
    if (word && (strcmp(word, "yes") == 0 || strcmp(word, "1") == 0))
        return 1;
    if (word && (strcmp(word, "no") == 0 || strcmp(word, "0") == 0))
        return 0;
    return !(g->caps.flags & SMM_GW_CRYPTO);
}

smm_result_t smm_bill_gst(smm_ctx_t *c, int64_t account, const smm_particulars_t *buyer,
                          const smm_gateway_t *g, smm_bill_t *b)
{
    const char *fx = smm_bill_setting(c, g, "convertible_fx"),
               *gstin = smm_setting(c, "seller.tax_id");
    const char *name = smm_setting(c, "seller.state");
    char normal[16] = "", code[3] = "";
    const smm_gst_state_t *seller;
    smm_supply_t s;
    smm_lut_t lut;
    smm_buyer_t who = {
        *buyer->country ? buyer->country : NULL, buyer->tax_id, buyer->state, 0, 0, 0, 0};

    if (gstin && smm_gstin_check(gstin, normal) == SMM_GSTIN_OK)
        memcpy(code, normal, 2);
    seller = smm_gst_state_find(*code ? code : name ? name : "?");
    if (!seller)
        return smm_fail(
            SMM_CONFLICT, NULL,
            "Top-ups are closed until the panel's own GSTIN or State is set. Write to support.");
    smm_lut(c, &lut);
    who.lut = strcmp(lut.state, "active") == 0;
    who.fx = convertible(g, fx);
    if (in_zone(c, account, &who) != SMM_OK)
        return smm_fail(SMM_BUSY, NULL,
                        "The panel cannot save this right now. Nothing was changed: try again.");
    smm_place_of_supply(seller->code, &who, &s);
    if (s.refuse)
        return smm_fail(SMM_INVALID, NULL,
                        "Add your State to your profile first: the tax invoice needs it.");
    b->tax = s.tax;
    b->tax_bps = apr_atoi64(smm_setting(c, "tax.gst_bps"));
    b->union_tax = s.tax == SMM_TAX_INTRA && seller->union_tax;
    b->tax_name = "GST";
    b->place = apr_pstrdup(c->pool, s.pos);
    b->note = gst_note(c, s.tax, lut.number);
    b->sac = smm_setting(c, "tax.sac");
    return smm_ok();
}
