/* What stands in the way of a cell that is no value of its type: Thai digits, blanks around it, characters
 * that cannot be seen. */
#include "base/utf8.h"
#include "catalog/cell_rules.h"
#include "catalog/script.h"

#define THAI_ZERO 0x0E50
#define THAI_NINE 0x0E59

enum hindrance { HINDRANCE_DIGITS = 1, HINDRANCE_INVISIBLE = 2, HINDRANCE_BLANK = 4 };

/* The cell without what hinders, and what that was. */
static unsigned clean(struct slice cell, struct text *out)
{
    struct slice trimmed = slice_trim(cell);
    unsigned found = trimmed.length < cell.length ? HINDRANCE_BLANK : 0;
    const char *at = trimmed.at, *end = trimmed.at + trimmed.length;
    text_clear(out);
    while (at < end) {
        const char *from = at;
        uint32_t point = utf8_next(&at, end);
        if (point >= THAI_ZERO && point <= THAI_NINE) {
            text_add_char(out, (char)('0' + (point - THAI_ZERO)));
            found |= HINDRANCE_DIGITS;
        } else if (script_is_invisible(point)) {
            found |= HINDRANCE_INVISIBLE;
        } else {
            text_add_bytes(out, from, (size_t)(at - from));
        }
    }
    return found;
}

enum cell_reason cell_clean(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                            struct slice *cleaned)
{
    unsigned found = clean(cell, &room->clean);
    *cleaned = slice_trim(text_slice(&room->clean));
    if (found == 0 || rules->type == CELL_OBJECT || rules->type == CELL_ARRAY || rules->type == CELL_GEOJSON)
        return REASON_NONE;
    if (found & HINDRANCE_DIGITS)
        return REASON_THAI_DIGITS;
    return found & HINDRANCE_INVISIBLE ? REASON_INVISIBLE : REASON_PADDED;
}
