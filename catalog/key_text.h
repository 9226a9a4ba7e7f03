/* The text of a row's key, by which rows are compared within a table and across tables.
 *
 * The key of one column is the text of its cell's value; that of several is the text of each with its length
 * before it, so that ("ab", "c") and ("a", "bc") differ.
 */
#ifndef BANCHI_CATALOG_KEY_TEXT_H
#define BANCHI_CATALOG_KEY_TEXT_H

#include <stdbool.h>

#include "base/text.h"

struct cell_room;
struct cell_rules;

/* Whether the cell stands for no value. Without rules that is the empty cell. */
bool key_is_missing(const struct cell_rules *rules, struct slice cell);

/* Adds the cell's part to the key. `room` may be NULL where `rules` is. */
void key_add_part(const struct cell_rules *rules, struct slice cell, bool only, struct cell_room *room,
                  struct text *key);

/* The number in the cell, as decimal text; false when it is none. Good until the room is used again. */
bool key_number(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                struct slice *number);

#endif
