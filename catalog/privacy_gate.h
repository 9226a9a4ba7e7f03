/* The privacy gate: from what was seen to findings, and the waivers that let one through (design, rule 6).
 *
 * Verdicts on a file are told when its SHA-256 is known, because a waiver holds for these bytes, this column
 * and until its date. A waived verdict is a warning that names the waiver; any other is an error. Evidence is
 * counts, row numbers and shapes, never a value.
 */
#ifndef BANCHI_CATALOG_PRIVACY_GATE_H
#define BANCHI_CATALOG_PRIVACY_GATE_H

#include "base/finding.h"
#include "catalog/privacy.h"
#include "catalog/waiver.h"

struct arena;
struct privacy_document_keys;
struct privacy_prose;
struct workspace;

/* What the gate goes by during a run. One thread's, but for looking into metadata. */
struct privacy_gate {
    struct privacy_roles roles;
    struct waivers waivers;
    const struct privacy_prose *prose;  /* for a first look at documents */
    struct privacy_document_keys *keys; /* of dictionaries */
};

/* Opens the gate's book for a run: role_mailboxes of catalog.json and the waivers. Faults of
 * privacy-waivers.json are findings. */
void privacy_gate_open(struct privacy_gate *gate, struct arena *run, const struct workspace *workspace,
                       struct finding_sink *sink);

/* One column or text of a file, and what was seen in it. */
struct privacy_part {
    struct privacy_subject subject;
    const char *field; /* column or key, for findings and waivers; NULL: the file as a whole */
    const char *shape; /* of the first value that showed it, every letter and digit a dot; NULL: not kept */
    size_t line;       /* where it stands first; 0: not known */
    struct privacy_verdict verdicts[PRIVACY_KINDS];
    size_t count;
};

struct privacy_parts {
    struct privacy_part *parts;
    size_t count;
    size_t room;
};

/* The part to be filled next; from `arena`, as the list is. */
struct privacy_part *privacy_part_add(struct privacy_parts *parts, struct arena *arena);

/* The file that the parts are of. */
struct privacy_file {
    const char *dataset;
    const char *file;   /* "DATASET/NAME" */
    const char *sha256; /* "" when it is not known: then no waiver holds */
    uint64_t bytes;
    bool rows; /* verdicts tell rows of a table */
};

/* Puts the findings of a file. */
void privacy_tell(struct privacy_gate *gate, const struct privacy_file *file,
                  const struct privacy_parts *parts, struct arena *scratch, struct finding_sink *sink);

/* A file that cannot be looked into: P120, unless it is waived. */
void privacy_tell_closed(struct privacy_gate *gate, const struct privacy_file *file, const char *why,
                         struct arena *scratch, struct finding_sink *sink);

#endif
