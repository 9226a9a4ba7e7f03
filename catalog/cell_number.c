/* Numbers and integers: XML Schema's decimal, with exponent, NaN, INF, -INF; groupChar, decimalChar,
 * bareNumber.
 */
#include "base/decimal.h"
#include "base/limits.h"
#include "catalog/cell_rules.h"

static bool begins(struct slice text, size_t at, struct slice with)
{
    struct slice there = {text.at + at, with.length};
    return with.length > 0 && at + with.length <= text.length && slice_equal(there, with);
}

/* ---- the plain form ---- */

static size_t skip_digits(struct slice text, size_t at)
{
    while (at < text.length && is_digit(text.at[at]))
        at++;
    return at;
}

/* The end of a number's exponent that begins at `at`; `at` when there is none. */
static size_t skip_exponent(struct slice text, size_t at)
{
    if (at >= text.length || (text.at[at] | 0x20) != 'e')
        return at;
    size_t digits = at + 1;
    if (digits < text.length && (text.at[digits] == '+' || text.at[digits] == '-'))
        digits++;
    size_t end = skip_digits(text, digits);
    return end > digits ? end : at;
}

static bool is_plain(struct slice text, bool integer, bool *exponent)
{
    size_t at = text.length > 0 && (text.at[0] == '-' || text.at[0] == '+');
    size_t first = at;
    at = skip_digits(text, at);
    size_t digits = at - first;
    *exponent = false;
    if (integer)
        return digits > 0 && at == text.length;
    if (at < text.length && text.at[at] == '.') {
        first = at + 1;
        at = skip_digits(text, first);
        digits += at - first;
    }
    size_t end = skip_exponent(text, at);
    *exponent = end > at;
    return digits > 0 && end == text.length;
}

/* ---- the form with groups, another decimal sign, text around it ---- */

/* "Rs.500" is 500, not 0.500. */
static bool may_lead(struct slice cell, size_t point)
{
    return point == 0 || cell.at[point - 1] == ' ' || cell.at[point - 1] == '-' || cell.at[point - 1] == '+';
}

/* What bareNumber false lets be taken off: from the first digit, with sign and decimal sign right before it,
 * on; and behind the number whatever holds no digit. */
static size_t number_begin(const struct cell_rules *rules, struct slice cell, bool integer)
{
    size_t at = 0;
    while (at < cell.length && !is_digit(cell.at[at]))
        at++;
    size_t point = rules->decimal_char.length;
    if (!integer && at >= point && begins(cell, at - point, rules->decimal_char) &&
        may_lead(cell, at - point))
        at -= point;
    if (at > 0 && (cell.at[at - 1] == '-' || cell.at[at - 1] == '+'))
        at--;
    return at;
}

static bool has_digit(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (is_digit(text.at[i]))
            return true;
    return false;
}

/* Copies digits; group signs between two of them are left out. */
static size_t copy_digits(struct slice cell, size_t at, struct slice group, struct text *out)
{
    for (;;) {
        size_t end = skip_digits(cell, at);
        text_add_bytes(out, cell.at + at, end - at);
        bool more = end > at && begins(cell, end, group) && end + group.length < cell.length &&
                    is_digit(cell.at[end + group.length]);
        if (!more)
            return end;
        at = end + group.length;
    }
}

/* The number as plain text into `out`; false when it is none. */
static bool normalize(const struct cell_rules *rules, struct slice cell, bool integer, struct text *out)
{
    static const struct slice none = {"", 0};
    size_t at = rules->bare ? 0 : number_begin(rules, cell, integer);
    text_clear(out);
    if (at < cell.length && (cell.at[at] == '-' || cell.at[at] == '+'))
        text_add_char(out, cell.at[at++]);
    at = copy_digits(cell, at, rules->group_char, out);
    if (!integer && begins(cell, at, rules->decimal_char)) {
        text_add_char(out, '.');
        at = copy_digits(cell, at + rules->decimal_char.length, none, out);
    }
    size_t end = integer ? at : skip_exponent(cell, at);
    text_add_bytes(out, cell.at + at, end - at);
    struct slice rest = {cell.at + end, cell.length - end};
    return has_digit(text_slice(out)) && (rules->bare ? rest.length == 0 : !has_digit(rest));
}

/* ---- NaN, INF, -INF ---- */

static bool is_word(struct slice text, const char *word)
{
    size_t i = 0;
    for (; i < text.length && word[i] != '\0'; i++)
        if ((text.at[i] | 0x20) != (word[i] | 0x20))
            return false;
    return i == text.length && word[i] == '\0';
}

static bool read_special(const struct cell_rules *rules, struct slice cell, struct cell_value *value)
{
    struct slice text = rules->bare ? cell : slice_trim(cell);
    if (is_word(text, "nan"))
        value->kind = VALUE_NAN;
    else if (is_word(text, "inf") || is_word(text, "-inf")) {
        value->kind = VALUE_INFINITE;
        value->whole = text.at[0] == '-' ? -1 : 1;
    }
    return value->kind != VALUE_NONE;
}

/* ---- both types ---- */

static bool exponent_fits(struct slice number)
{
    size_t at = 0;
    while (at < number.length && (number.at[at] | 0x20) != 'e')
        at++;
    at += at + 1 < number.length && !is_digit(number.at[at + 1]);
    long exponent = 0;
    for (size_t i = at + 1; i < number.length && exponent <= LIMIT_JSON_EXPONENT; i++)
        exponent = exponent * 10 + (number.at[i] - '0');
    return exponent <= LIMIT_JSON_EXPONENT;
}

static enum cell_reason read_decimal(const struct cell_rules *rules, struct slice cell,
                                     struct cell_room *room, struct cell_value *value)
{
    bool integer = rules->type == CELL_INTEGER, exponent = true;
    enum cell_reason none = integer ? REASON_INTEGER : REASON_NUMBER;
    value->text = cell;
    if (!rules->decimal_plain) {
        if (!normalize(rules, cell, integer, &room->number))
            return !integer && read_special(rules, cell, value) ? REASON_NONE : none;
        value->text = text_slice(&room->number);
    } else if (!is_plain(cell, integer, &exponent)) {
        return !integer && read_special(rules, cell, value) ? REASON_NONE : none;
    }
    value->kind = VALUE_NUMBER;
    return exponent && !integer && !exponent_fits(value->text) ? REASON_TOO_LARGE : REASON_NONE;
}

CELL_READ(read_number)
{
    return read_decimal(rules, cell, room, value);
}

CELL_READ(read_integer)
{
    return read_decimal(rules, cell, room, value);
}

CELL_ADD_KEY(add_number_key)
{
    (void)rules;
    (void)cell;
    if (value->kind == VALUE_NAN)
        text_add(key, "NaN");
    else if (value->kind == VALUE_INFINITE)
        text_add(key, value->whole < 0 ? "-INF" : "INF");
    else
        decimal_canonical(value->text, key);
}
