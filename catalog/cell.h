/* Cells against the dictionary: a field is compiled once into rules, and every cell of its column is judged
 * by them.
 *
 *     const struct cell_rules *rules = cell_rules_make(arena, &dictionary, column, sink);
 *     struct cell_room room = {0};
 *     switch (cell_judge(rules, cell, &room, &verdict)) ...
 *     cell_explain(rules, cell, &verdict, brief, &finding);      only for what is not fine
 *     cell_room_free(&room);
 *     cell_rules_close(rules);
 *
 * The rules are those of Table Schema v2: missing values first, then type and format, then every constraint,
 * on the logical value. banchi-dictionary(5) says what each means here. What is wrong with the field itself
 * (a minimum that is no value of the type, a format that nothing knows) is a finding at its place in the
 * dictionary's file; the cells are then judged by what is left of it.
 *
 * Rules live in the arena they were made in, point into the dictionary's document, and are read-only: any
 * number of threads may judge by them, each with its own room. A cell is valid UTF-8; the judge allocates
 * nothing for cells that are fine, save for JSON types.
 */
#ifndef BANCHI_CATALOG_CELL_H
#define BANCHI_CATALOG_CELL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/finding.h"
#include "base/text.h"
#include "metadata/pattern.h"

struct cell_rules;
struct dictionary;

/* Compiles field number `field` of the dictionary. Never NULL. `sink` may be NULL: dictionary_compile() does
 * this for all fields and tells their faults once. */
const struct cell_rules *cell_rules_make(struct arena *arena, struct dictionary *dictionary, size_t field,
                                         struct finding_sink *sink);

/* The rules of a column that no dictionary describes: any text that is clean (catalog/script.h). */
const struct cell_rules *cell_rules_any(void);

/* Gives back what patterns hold outside of the arena. NULL is fine. */
void cell_rules_close(const struct cell_rules *rules);

/* One thread's working memory; {0} to begin with. */
struct cell_room {
    struct arena scratch; /* taken back for each cell */
    struct arena kept;
    struct pattern_room pattern;
    struct text number, clean, key;
};
void cell_room_free(struct cell_room *room);

enum cell_state {
    CELL_FINE,
    CELL_MISSING,     /* one of the missing values, and the field may be without a value */
    CELL_FAULTY,      /* `code` and `level` say of which kind */
    CELL_NOT_CHECKED, /* a pattern over its bound, a duration that cannot be compared, ... */
};

struct cell_verdict {
    enum cell_state state;
    enum code code; /* when faulty or not checked */
    enum level level;
    unsigned reason; /* for cell_explain() */
};

/* Judges a cell. Of several faults the first is told: missing, type and format, then the constraints in the
 * order of the standard's text, then how a free text was typed (catalog/script.h). */
enum cell_state cell_judge(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                           struct cell_verdict *verdict);

/* Fills code, level, field, message, hint and value of a finding about a cell that is faulty or not checked.
 * Texts are made in `arena`. The value never stands in message or hint. */
void cell_explain(const struct cell_rules *rules, struct slice cell, const struct cell_verdict *verdict,
                  struct arena *arena, struct finding *finding);

/* Adds the text by which values are compared: equal values have equal texts, whatever their spelling (1.0 and
 * 1.00, 1,000 and 1000, 31/12/2562 and 2019-12-31). For a cell that is no value of its type it is the cell
 * itself, and false is returned; for a missing value nothing is added, and false is returned. It holds no NUL
 * but those of the cell. */
bool cell_add_key(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                  struct text *key);

/* Whether the first cell's value lies below the second one's; false where that cannot be told. */
bool cell_is_below(const struct cell_rules *rules, struct slice a, struct slice b, struct cell_room *room);

/* Whether the cell is one of the texts that stand for "no value". */
bool cell_is_missing(const struct cell_rules *rules, struct slice cell);

/* Whether the cell is what total rows are called: รวม, ยอดรวม, รวมทั้งสิ้น, Total, ... */
bool cell_is_total(struct slice cell);

/* A number's or integer's value as decimal text (base/decimal.h), for sums; false when the cell is none, or
 * not finite. The slice points into the cell or into the room, and is good until the room's next use. */
bool cell_number(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                 struct slice *number);

#endif
