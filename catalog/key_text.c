#include "catalog/key_text.h"

#include "base/decimal.h"

bool key_is_missing(const struct cell_rules *rules, struct slice cell)
{
    (void)rules;
    return cell.length == 0;
}

/* Four bytes, the least first. */
static void add_length(struct text *key, size_t length)
{
    for (int i = 0; i < 4; i++, length >>= 8)
        text_add_char(key, (char)(length & 0xFF));
}

void key_add_part(const struct cell_rules *rules, struct slice cell, bool only, struct cell_room *room,
                  struct text *key)
{
    (void)rules;
    (void)room;
    if (!only)
        add_length(key, cell.length);
    text_add_slice(key, cell);
}

bool key_number(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                struct slice *number)
{
    (void)rules;
    (void)room;
    *number = cell;
    return decimal_valid(cell);
}
