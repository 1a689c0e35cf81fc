/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by pgsql.c (connections, rows, transactions) and pgsql_pipe.c (one round trip). */
#ifndef SMM_PGSQL_INT_H
#define SMM_PGSQL_INT_H

#include <libpq-fe.h>
#include "db_int.h"

/* A prepared form of a statement that differs from the plain one by its slots. */
typedef struct pg_variant_t {
    int stmt;
    uint64_t slots;
    int store;
} pg_variant_t;

typedef struct pg_t {
    PGconn *h;
    int own;      /* opened by us: tools */
    int pid;      /* backend that our prepared statements belong to */
    unsigned gen; /* part of the names: raised when the server's plans went stale */
    const smm_catalog_t *cat;
    unsigned char *prepared; /* a flag a statement, plain form */
    pg_variant_t *variants;
    int nvariants, variants_room;
} pg_t;

/* What went wrong in a round trip, and where. */
typedef struct pg_fault_t {
    char state[6]; /* SQLSTATE, or "" */
    int step;      /* index of the step, nsteps = after the last one (deferred constraint) */
    int lost;      /* the connection was lost or given up */
    int sent;      /* everything up to the sync had been handed to the kernel */
    int any;       /* an error result was received */
} pg_fault_t;

/**
 * Sends n steps and a sync in one trip and reads all results. `keep` (n entries or NULL) receives
 * the steps' results, owned by the caller. @return 0 when the sync was read with no error before
 * it.
 */
int smm_pg_pipe(smm_conn_t *c, smm_ustep_t *steps, int n, PGresult **keep, int64_t deadline,
                pg_fault_t *fault);
/** Class of a failed trip. `commits`: the sync commits (no explicit transaction around it). */
smm_try_e smm_pg_class(smm_conn_t *c, const smm_ustep_t *steps, int n, const pg_fault_t *fault,
                       int commits);
void smm_pg_note(smm_conn_t *c, const char *what, const char *message);
/** Forgets what is prepared: after a reset, or when plans went stale (then under new names). */
void smm_pg_forget(pg_t *g);

#endif
