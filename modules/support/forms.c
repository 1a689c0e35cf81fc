/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of tickets. Field names: docs/users/view-models.md. */
#include "support_int.h"

static const smm_field_t ticket_fields[] = {
    {"type", SMM_F_WORD, offsetof(ticket_form_t, type), 0, 0, SMM_F_REQUIRED,
     "campaign refill payment account api other", "What is it about?"},
    {"subject", SMM_F_TEXT, offsetof(ticket_form_t, subject), 3, SMM_TICKET_SUBJECT, SMM_F_REQUIRED,
     NULL, "Subject"},
    {"campaigns", SMM_F_TEXT, offsetof(ticket_form_t, campaigns), 0, 600, 0, NULL,
     "Campaign numbers"},
    {"body", SMM_F_AREA, offsetof(ticket_form_t, body), 2, SMM_TICKET_BODY, SMM_F_REQUIRED, NULL,
     "Your message"},
    SMM_FIELDS_END};
const smm_form_t support_form_ticket = {"ticket", ticket_fields, sizeof(ticket_form_t)};

static const smm_field_t reply_fields[] = {{"body", SMM_F_AREA, offsetof(reply_form_t, body), 2,
                                            SMM_TICKET_BODY, SMM_F_REQUIRED, NULL, "Your reply"},
                                           SMM_FIELDS_END};
const smm_form_t support_form_reply = {"reply", reply_fields, sizeof(reply_form_t)};

static const smm_field_t staff_fields[] = {
    {"body", SMM_F_AREA, offsetof(staff_reply_form_t, body), 2, SMM_TICKET_BODY, SMM_F_REQUIRED,
     NULL, "Reply"},
    {"internal", SMM_F_FLAG, offsetof(staff_reply_form_t, internal), 0, 0, 0, NULL,
     "Internal note: only staff read it"},
    {"status", SMM_F_WORD, offsetof(staff_reply_form_t, status), 0, 0, 0, "answered open solved",
     "Status after this"},
    SMM_FIELDS_END};
const smm_form_t support_form_staff = {"staff-reply", staff_fields, sizeof(staff_reply_form_t)};

static const smm_field_t no_fields[] = {SMM_FIELDS_END};
const smm_form_t support_form_none = {"confirm", no_fields, sizeof(int)};
