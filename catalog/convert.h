/* A table turned into UTF-8 without a byte order mark, whole or not at all (`banchi convert`).
 *
 * The character set is told from the bytes (catalog/encoding.h) or by the user. Every piece is turned back
 * again and compared, so that what cannot be had back is never written. Line ends and everything else stay as
 * they are. The file as it was is kept beside the new one as "TABLE.csv.original" (or ".original.2" ...).
 * Memory does not grow with the file.
 */
#ifndef BANCHI_CATALOG_CONVERT_H
#define BANCHI_CATALOG_CONVERT_H

#include "base/finding.h"
#include "base/problem.h"
#include "catalog/encoding.h"

struct arena;

struct convert_request {
    const char *path;   /* openable; links are followed */
    const char *file;   /* for findings: as a person would name it */
    enum encoding from; /* ENCODING_UNKNOWN: tell it from the bytes */
    bool dry;           /* write nothing */
    struct arena *arena;
    struct finding_sink *sink;
};

enum convert_outcome {
    CONVERT_NEEDLESS, /* it is UTF-8 without a mark */
    CONVERT_DONE,     /* or would be, when `dry` */
    CONVERT_REFUSED,  /* findings say why: D150, D151 */
};

struct convert_result {
    enum convert_outcome outcome;
    enum encoding from;
    unsigned confidence; /* percent; 100 when the user told it */
    uint64_t bytes;      /* of the file as it was */
    uint64_t bytes_after;
    const char *original; /* where the file as it was is kept; NULL when nothing was written */
};

/* False with a problem when the disk fails, or the file changes meanwhile; it is then as it was. */
bool convert_table(const struct convert_request *request, struct convert_result *result,
                   struct problem *problem) __attribute__((warn_unused_result));

#endif
