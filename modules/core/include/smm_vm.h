/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The view model: an append-only XML tree in an arena of the render. views.c builds it and never
 * sees libxml2. Invalid UTF-8 and control characters are dropped on entry, so any string is safe.
 */
#ifndef SMM_VM_H
#define SMM_VM_H

#include <stdint.h>
#include <apr_pools.h>
#include "smm_currency.h"
#include "smm_result.h"

typedef struct smm_vm_t smm_vm_t;

SMM_DECLARE(smm_vm_t *) smm_vm_make(apr_pool_t *p);
/** Opens a child element; `name` must be a literal. Close it with smm_vm_end(). */
SMM_DECLARE(void) smm_vm_el(smm_vm_t *vm, const char *name);
SMM_DECLARE(void) smm_vm_end(smm_vm_t *vm);
/** Attributes come before text and children of their element. NULL values are left out. Values are
 * copied. */
SMM_DECLARE(void) smm_vm_attr(smm_vm_t *vm, const char *name, const char *value);
SMM_DECLARE(void) smm_vm_attr_int(smm_vm_t *vm, const char *name, int64_t value);
/** name="1" when on, nothing otherwise. */
SMM_DECLARE(void) smm_vm_attr_flag(smm_vm_t *vm, const char *name, int on);
/** Micro-USD as exact decimal text, at least two decimals ("12.345678"). */
SMM_DECLARE(void) smm_vm_attr_usd(smm_vm_t *vm, const char *name, int64_t micro);
/**
 * From now on smm_vm_attr_usd("rate-usd") also sets "rate-shown", the same in another currency; an
 * amount that cannot be shown has none. NULL: no more. `as` lives as long as the tree.
 */
SMM_DECLARE(void) smm_vm_shown(smm_vm_t *vm, const smm_shown_t *as);
/** Seconds UTC as ISO 8601 "2026-11-23T09:14:00Z"; 0 is left out. */
SMM_DECLARE(void) smm_vm_attr_time(smm_vm_t *vm, const char *name, int64_t seconds);
SMM_DECLARE(void) smm_vm_text(smm_vm_t *vm, const char *text);
/** Cleaned XHTML of an article body (well-formed, allow-listed on save): becomes child nodes.
 * Ill-formed input becomes text. */
SMM_DECLARE(void) smm_vm_xhtml(smm_vm_t *vm, const char *xhtml);
/** <name>text</name> in one call. */
SMM_DECLARE(void) smm_vm_leaf(smm_vm_t *vm, const char *name, const char *text);

/** The tree as an XML document (UTF-8, with declaration), for Accept: application/xml and for
 * storing a mail. Open elements are closed in the output. */
SMM_DECLARE(void)
smm_vm_write_xml(const smm_vm_t *vm, apr_pool_t *p, const char **out, apr_size_t *len);
/** The opposite: a tree from a document that smm_vm_write_xml() made. @return NULL when it is not
 * well-formed. */
SMM_DECLARE(smm_vm_t *) smm_vm_read_xml(apr_pool_t *p, const char *xml, apr_size_t len);
/** A copy of text without invalid UTF-8, control characters (TAB, LF and CR stay) and bidi
 * embeddings; the text itself when clean. */
SMM_DECLARE(const char *) smm_vm_clean(apr_pool_t *p, const char *text);

#endif
