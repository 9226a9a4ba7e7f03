/* Certificates of authorities, by libcrypto: whether a file of them can be used, and what a refused one
 * means.
 */
#ifndef BANCHI_BASE_CERTIFICATE_H
#define BANCHI_BASE_CERTIFICATE_H

#include <stdbool.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;

/* Reads a file of certificates in PEM; links are followed, as a person typed it. The text is the whole file.
 * PROBLEM_LOCAL when it is not there, empty, or larger than LIMIT_CERTIFICATES_BYTES; when it holds no
 * certificate, or one that cannot be read. */
bool certificates_read(struct arena *arena, const char *path, struct slice *pem, struct problem *problem)
    __attribute__((warn_unused_result));

/* Why a server's certificate was refused, in plain words and with what to do; `code` is libcrypto's. */
const char *certificate_fault(long code);

#endif
