/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the mail room: the message's bytes and the ways it leaves. */
#ifndef SMM_MAIL_INT_H
#define SMM_MAIL_INT_H

#include <curl/curl.h>
#include "smm_mail.h"

struct smm_view_theme_t;

/* ---- mime.c: pure text work ----------------------------------------------------------------- */

typedef struct smm_mime_t {
    const char *from, *from_name; /* address; name shown to people or NULL */
    const char *to;
    const char *subject, *text, *html; /* UTF-8; html may be NULL */
    const char *message_id;            /* without <> */
    const char *lang;
    int64_t date;
    const smm_mail_file_t *file; /* or NULL; its name is ASCII without quotes */
} smm_mime_t;

/** 1 for one plain address: local@domain, no blanks, quotes or lists, at most 254 bytes. */
SMM_DECLARE(int) smm_mail_address_ok(const char *addr);
/** The message with CRLF line ends. @return NULL when an address or the subject could inject a
 * header. */
SMM_DECLARE(const char *) smm_mime_build(apr_pool_t *p, const smm_mime_t *m);
/** Text as RFC 2047 encoded words, folded; plain ASCII stays as it is. */
SMM_DECLARE(const char *) smm_mime_word(apr_pool_t *p, const char *text);
SMM_DECLARE(const char *) smm_mime_qp(apr_pool_t *p, const char *text);

/* ---- transport.c ---------------------------------------------------------------------------- */

typedef enum {
    SMM_SENT,       /* taken over by the next system */
    SMM_SEND_LATER, /* not now: try again */
    SMM_SEND_NEVER  /* refused for good */
} smm_sent_e;

typedef struct smm_transport_t {
    const char *maildir; /* or NULL: SMTP */
    const char *url, *user, *password;
    long tls; /* CURLUSESSL_… */
} smm_transport_t;

/**
 * Reads "maildir:/path" or
 * "smtp[s]://[user[:password]@]host[:port][?password-file=F&tls=none|try|require]". A password file
 * is read here, so call it while the server may (post_config).
 * @return NULL and *out, or what is wrong (never with the password in it).
 */
SMM_DECLARE(const char *)
smm_transport_parse(apr_pool_t *p, const char *text, smm_transport_t *out);
/**
 * Hands a message over. `name` is the same at each try: a Maildir takes each name once.
 * `session` keeps an SMTP connection between calls: start with NULL, end with
 * smm_transport_close().
 */
SMM_DECLARE(smm_sent_e)
smm_transport_send(const smm_transport_t *t, apr_pool_t *p, CURL **session, const char *name,
                   const char *from, const char *to, const char *message, const char **error);
SMM_DECLARE(void) smm_transport_close(CURL **session);

#endif
