#include "catalog/key_text.h"

#include "base/decimal.h"
#include "catalog/cell.h"

bool key_is_missing(const struct cell_rules *rules, struct slice cell)
{
    return rules == NULL ? cell.length == 0 : cell_is_missing(rules, cell);
}

/* Four bytes, the least first. */
static void write_length(char *at, size_t length)
{
    for (int i = 0; i < 4; i++, length >>= 8)
        at[i] = (char)(length & 0xFF);
}

void key_add_part(const struct cell_rules *rules, struct slice cell, bool only, struct cell_room *room,
                  struct text *key)
{
    size_t from = key->length;
    if (!only)
        text_add_bytes(key, "\0\0\0\0", 4);
    if (rules == NULL)
        text_add_slice(key, cell);
    else
        (void)cell_add_key(rules, cell, room, key); /* a cell that is no value stands for itself */
    if (!only)
        write_length(key->at + from, key->length - from - 4);
}

bool key_number(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                struct slice *number)
{
    *number = cell;
    return rules == NULL ? decimal_valid(cell) : cell_number(rules, cell, room, number);
}
