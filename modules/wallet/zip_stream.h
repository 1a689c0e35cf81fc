/* SPDX-License-Identifier: Apache-2.0 */
/* An archive written while it is sent: each file whole, none of them kept. Pure but for its sink.
 */
#ifndef ZIP_STREAM_H
#define ZIP_STREAM_H

#include <stdint.h>
#include <apr_tables.h>

/** Takes bytes. @return 0, or -1: the reader has gone. */
typedef int smm_zip_sink(void *baton, const char *data, apr_size_t len);

typedef struct smm_zip_t {
    apr_pool_t *pool; /* for the list of files */
    smm_zip_sink *sink;
    void *baton;
    apr_array_header_t *files;
    uint32_t at; /* bytes written */
    int failed;
} smm_zip_t;

void smm_zip_begin(smm_zip_t *z, apr_pool_t *p, smm_zip_sink *sink, void *baton);
/** Stores a file; PDFs are packed already. `when`: seconds UTC. @return 0 or -1 (gone, 4 GB). */
int smm_zip_add(smm_zip_t *z, const char *name, int64_t when, const char *data, apr_size_t len);
/** The directory at the end. @return 0 or -1. */
int smm_zip_end(smm_zip_t *z);

#endif
