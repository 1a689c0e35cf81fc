/* SPDX-License-Identifier: Apache-2.0 */
/* The panel's secret: a file of random bytes that only its owner may read. */
#include <apr_file_io.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include "smm_settings.h"

#define MIN_BYTES 32
#define MAX_BYTES 4096

int smm_secret_read(apr_pool_t *p, const char *file, unsigned char key[32], const char **error)
{
    unsigned char data[MAX_BYTES];
    apr_size_t len = sizeof(data);
    apr_finfo_t info;
    apr_file_t *f;
    int rc = -1;

    if (apr_file_open(&f, file, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, p) != APR_SUCCESS) {
        *error = "the file cannot be opened; make one with: head -c 64 /dev/urandom > FILE; chmod "
                 "600 FILE";
        return -1;
    }
    if (apr_file_info_get(&info, APR_FINFO_PROT | APR_FINFO_TYPE, f) != APR_SUCCESS ||
        info.filetype != APR_REG) {
        *error = "not an ordinary file";
    } else if (info.protection &
               (APR_FPROT_GREAD | APR_FPROT_GWRITE | APR_FPROT_WREAD | APR_FPROT_WWRITE)) {
        *error = "others than the owner may read or write it; use chmod 600";
    } else if (apr_file_read_full(f, data, sizeof(data), &len) == APR_SUCCESS) {
        *error = "larger than 4096 bytes";
    } else if (len < MIN_BYTES) {
        *error = "less than 32 bytes";
    } else {
        SHA256(data, len, key);
        rc = 0;
    }
    OPENSSL_cleanse(data, sizeof(data));
    apr_file_close(f);
    return rc;
}
