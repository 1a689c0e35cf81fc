/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Named points at which a test kills the process, to prove that a crash there loses nothing.
 * Built in only with ./configure --enable-crash-points; otherwise the calls vanish.
 * SMM_CRASH_AT="db.sqlite.before-commit" dies at the first pass, "name:3" at the third.
 * The names are listed in docs/internals/db.md and beside each caller.
 */
#ifndef SMM_CRASH_H
#define SMM_CRASH_H

#include "smm_result.h"

#ifdef SMM_CRASH_POINTS
/** Raises SIGKILL when SMM_CRASH_AT names this point (and its pass). `name` is a literal. */
SMM_DECLARE(void) smm_crash_point(const char *name);
#else
#define smm_crash_point(name) ((void)0)
#endif

#endif
