/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled form of sql/: written by scripts/gen-catalog, read by modules/core/db only. */
#ifndef SMM_DB_CATALOG_H
#define SMM_DB_CATALOG_H

#include <stdint.h>

typedef enum { SMM_STEP_ANY, SMM_STEP_ONE, SMM_STEP_SOME } smm_step_e;

typedef struct smm_stmt_t {
    const char *name;
    const char *sqlite; /* ?1 … */
    /* $1::bigint …; a broken expectation raises 22012; with id_table column 0 is the id */
    const char *pgsql;
    /* The same, and keeps the id for later steps under the number that is its last parameter. */
    const char *pgsql_store;
    const char *in;  /* a letter a parameter: i t b, upper case = may be NULL */
    const char *out; /* a letter a column, same letters */
    int write;
    smm_step_e expect;
    const char *id_table; /* the table whose id this INSERT generates, or NULL */
    const char *cols;     /* names of the columns, with blanks between */
    int whole;            /* a read of whole tables: it may take minutes */
} smm_stmt_t;

typedef struct smm_mig_step_t {
    const char *sqlite; /* NULL: not for this dialect */
    const char *pgsql;
} smm_mig_step_t;

typedef struct smm_migration_t {
    int version;
    const char *name;
    const char *checksum; /* SHA-256 of the file, hex */
    int nsteps;
    const smm_mig_step_t *steps;
} smm_migration_t;

typedef struct smm_catalog_t {
    const smm_stmt_t *stmts;
    int nstmts;
    const smm_migration_t *migrations; /* ascending by version */
    int nmigrations;
} smm_catalog_t;

extern const smm_catalog_t smm_catalog;

#endif
