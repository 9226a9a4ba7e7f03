/* The table of finding codes (design, rule 3): a code is a kind of fault, stable, never reused.
 *
 * base/code.def holds one row a code, sorted. A program text names a code as CODE_M101, so that an unknown
 * code does not compile; schemas name them as "M101" (code_find()). `banchi explain` prints the rows.
 */
#ifndef BANCHI_BASE_CODE_H
#define BANCHI_BASE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum code {
#define CODE(name, title, explanation, source, wrong, right) CODE_##name,
#include "base/code.def"
#undef CODE
    CODE_COUNT
};

/* Texts are msgids: pass them through gettext to show them. No column is empty (tests/unit/test_code.c): an
 * example that cannot be quoted, because it is a whole file or what bytes it has, is told in words, and is
 * then marked N_() as well. Man pages are made of the rows (tools/codes.c). */
struct code_row {
    const char *name;        /* "M101" */
    const char *title;       /* a few words */
    const char *explanation; /* what it means and how to mend it */
    const char *source;      /* the standard's clause, or the recorded exchange, that the rule comes from */
    const char *wrong;
    const char *right;
};

const struct code_row *code_row(enum code code);

/* Whether a finding of this code, unless it is a warning, keeps the privacy gate shut: all of Pxxx, and M204
 * (data of a category that is never public). */
bool code_shuts_gate(enum code code);

/* Looks a code up by its name, capitals or not. */
bool code_find(struct slice name, enum code *code);

#endif
