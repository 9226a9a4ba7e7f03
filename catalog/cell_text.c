/* Texts, true and false, lists, and what has no type. */
#include <string.h>

#include "base/utf8.h"
#include "catalog/cell_rules.h"
#include "metadata/format.h"

CELL_READ(read_any)
{
    (void)rules;
    (void)cell;
    (void)room;
    (void)value;
    return REASON_NONE;
}

CELL_ADD_KEY(add_text_key)
{
    (void)rules;
    (void)value;
    text_add_slice(key, cell);
}

/* ---- string ---- */

static bool is_of_base64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* RFC 4648, 4: groups of four, the last one filled up with "=". */
static bool is_base64(struct slice text)
{
    size_t length = text.length;
    if (length % 4 != 0)
        return false;
    for (int i = 0; i < 2 && length > 0 && text.at[length - 1] == '='; i++)
        length--;
    for (size_t i = 0; i < length; i++)
        if (!is_of_base64(text.at[i]))
            return false;
    return true;
}

static bool has_format(const char *name, struct slice cell, struct cell_room *room)
{
    arena_reset(&room->scratch);
    return format_find(slice_of(name))->valid(cell, &room->scratch);
}

CELL_READ(read_string)
{
    (void)value;
    switch (rules->form) {
    case FORM_EMAIL:
        return has_format("idn-email", cell, room) ? REASON_NONE : REASON_EMAIL;
    case FORM_URI:
        return has_format("uri", cell, room) ? REASON_NONE : REASON_URI;
    case FORM_UUID:
        return has_format("uuid", cell, room) ? REASON_NONE : REASON_UUID;
    case FORM_BINARY:
        return is_base64(cell) ? REASON_NONE : REASON_BINARY;
    default:
        return REASON_NONE;
    }
}

/* ---- boolean ---- */

static bool is_one_of(const struct slice *texts, size_t count, struct slice cell)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(texts[i], cell))
            return true;
    return false;
}

CELL_READ(read_boolean)
{
    (void)room;
    bool yes = is_one_of(rules->true_values, rules->true_count, cell);
    value->whole = yes;
    return yes || is_one_of(rules->false_values, rules->false_count, cell) ? REASON_NONE : REASON_BOOLEAN;
}

CELL_ADD_KEY(add_boolean_key)
{
    (void)rules;
    (void)cell;
    text_add(key, value->whole ? "true" : "false");
}

/* ---- list ---- */

/* The next item; false behind the last one. An empty cell is a list of none. */
static bool next_item(const struct cell_rules *rules, struct slice *rest, struct slice *item)
{
    if (rest->at == NULL)
        return false;
    struct slice delimiter = rules->delimiter;
    for (size_t i = 0; i + delimiter.length <= rest->length; i++) {
        if (memcmp(rest->at + i, delimiter.at, delimiter.length) != 0)
            continue;
        *item = (struct slice){rest->at, i};
        size_t behind = i + delimiter.length;
        *rest = (struct slice){rest->at + behind, rest->length - behind};
        return true;
    }
    *item = *rest;
    *rest = (struct slice){NULL, 0};
    return true;
}

CELL_READ(read_list)
{
    struct slice rest = cell.length > 0 ? cell : (struct slice){NULL, 0}, item;
    while (next_item(rules, &rest, &item)) {
        struct cell_value of_item = {0};
        enum cell_reason reason = cell_kind(rules->item->type)->read(rules->item, item, room, &of_item);
        if (reason != REASON_NONE)
            return REASON_ITEM;
        value->items++;
    }
    return REASON_NONE;
}

/* Each item's key behind its length, so that ["ab"] and ["a", "b"] differ. */
CELL_ADD_KEY(add_list_key)
{
    struct slice rest = cell.length > 0 ? cell : (struct slice){NULL, 0}, item;
    struct cell_room room = {0};
    struct text one = {0};
    (void)value;
    while (next_item(rules, &rest, &item)) {
        struct cell_value of_item = {0};
        text_clear(&one);
        if (cell_kind(rules->item->type)->read(rules->item, item, &room, &of_item) == REASON_NONE)
            cell_kind(rules->item->type)->add_key(rules->item, item, &of_item, &one);
        text_format(key, "%zu:", one.length);
        text_add_slice(key, text_slice(&one));
    }
    text_free(&one);
    cell_room_free(&room);
}

/* ---- rows that are no data ---- */

/* Without blanks within, and without capitals of ASCII. */
static size_t folded(struct slice cell, char *out, size_t room)
{
    size_t length = 0;
    for (size_t i = 0; i < cell.length; i++) {
        char c = cell.at[i];
        if (c == ' ' || c == '\t')
            continue;
        if (length == room)
            return 0;
        out[length++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return length;
}

/* Whether it begins as a name of totals does: nearly no cell does, and this is asked of many. */
static bool may_be_total(struct slice cell)
{
    const unsigned char *at = (const unsigned char *)cell.at;
    if (cell.length < 3)
        return false;
    if (at[0] == 0xE0) /* ร, ย, ผ */
        return at[1] == 0xB8 && (at[2] == 0xA3 || at[2] == 0xA2 || at[2] == 0x9C);
    unsigned char capital = at[0] & 0x5F;
    return at[0] == ' ' || capital == 'T' || capital == 'G' || capital == 'S';
}

bool cell_is_total(struct slice cell)
{
    static const char *const names[] = {
        "รวม",      "ยอดรวม", "ยอรวม",  "รวมทั้งสิ้น",    "รวมทั้งหมด",  "ยอดรวมทั้งสิ้น", "ยอดรวมทั้งหมด",
        "รวมทั้งสิ้น:", "รวม:",   "ผลรวม",  "ผลรวมทั้งหมด", "ผลรวมทั้งสิ้น", "รวมยอด",     "รวมยอดทั้งสิ้น",
        "รวมสุทธิ",   "total",  "total:", "grandtotal", "subtotal",  "totals",     "sum",
    };
    char text[64];
    if (!may_be_total(cell))
        return false;
    size_t length = folded(cell, text, sizeof text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_equals((struct slice){text, length}, names[i]))
            return true;
    return false;
}
