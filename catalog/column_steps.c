#include "catalog/column_steps.h"

#include <string.h>

#include "base/arena.h"
#include "base/slice_hash.h"
#include "base/utf8.h"
#include "catalog/cell.h"
#include "catalog/script.h"

#define ZEROS UINT64_C(0x3030303030303030)
#define SIXES UINT64_C(0x0606060606060606)
#define HIGHS UINT64_C(0xF0F0F0F0F0F0F0F0)

/* Goes over the column, its last cell first, whose bit goes up: `accept` is called with each and inlined. */
#define DOWN(column, accept, ...)                                                                            \
    do {                                                                                                     \
        uint64_t set = 0;                                                                                    \
        const struct table_cell *cell = (column)->cells + (column)->count * (column)->stride;                \
        for (size_t left = (column)->count; left > 0; left--) {                                              \
            cell -= (column)->stride;                                                                        \
            set = set + set + accept((column)->bytes + cell->from, cell->length, __VA_ARGS__);               \
        }                                                                                                    \
        return set;                                                                                          \
    } while (0)

#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t word_at(const char *at)
{
    uint64_t word;
    memcpy(&word, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* ---- eight digits at once ---- */

/* Whether all eight bytes, of which '0' was taken away by xor, are digits. */
INLINE bool are_digits(uint64_t digits)
{
    return ((digits | (digits + SIXES)) & HIGHS) == 0;
}

/* Their value; the first byte in memory counts most. */
INLINE uint64_t value_of(uint64_t digits)
{
    digits = digits * 10 + (digits >> 8);
    return (((digits & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064)) +
            (((digits >> 16) & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001))) >>
           32;
}

/* Up to 16 digits; false when there is anything else. */
INLINE bool read_digits(const char *at, size_t length, int64_t *value)
{
    if (length - 1 > 15)
        return false;
    size_t first = length > 8 ? length - 8 : length; /* those of the first word */
    uint64_t shift = 64 - 8 * first;
    uint64_t word = shift == 0 ? word_at(at) : word_at(at) << shift | ZEROS >> (64 - shift);
    word ^= ZEROS;
    if (!are_digits(word))
        return false;
    uint64_t number = value_of(word);
    if (length > 8) {
        uint64_t rest = word_at(at + first) ^ ZEROS;
        if (!are_digits(rest))
            return false;
        number = number * 100000000 + value_of(rest);
    }
    *value = (int64_t)number;
    return true;
}

/* ---- numbers ---- */

/* As its canonical text is: no plus sign, no leading zero, no "-0". */
INLINE bool accept_integer(const char *at, size_t length, const struct column_step *step)
{
    int64_t value;
    bool negative = length > 0 && at[0] == '-';
    size_t digits = length - negative;
    at += negative;
    if (!read_digits(at, digits, &value) || digits > step->digits ||
        (at[0] == '0' && (digits > 1 || negative)))
        return false;
    value = negative ? -value : value;
    return value >= step->least && value <= step->most;
}

uint64_t step_integer(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_integer, step);
}

/* Digits, and perhaps a point with digits behind it. The number lies between two neighbouring whole numbers,
 * both of which must be in the range. */
INLINE bool accept_number(const char *at, size_t length, const struct column_step *step)
{
    bool negative = length > 0 && at[0] == '-';
    size_t begin = negative, i = begin;
    int64_t whole = 0;
    if (length > 18 || length - 1 < begin)
        return false;
    for (; i < length && (unsigned)(at[i] - '0') < 10; i++)
        whole = whole * 10 + (at[i] - '0');
    size_t digits = i - begin;
    if (digits == 0)
        return false;
    if (i < length) {
        size_t point = i;
        if (at[i++] != '.')
            return false;
        while (i < length && (unsigned)(at[i] - '0') < 10)
            i++;
        if (i < length || i == point + 1)
            return false;
        digits += i - point - 1;
    }
    int64_t beyond = length > begin + digits ? whole + 1 : whole;
    int64_t low = negative ? -beyond : whole, high = negative ? -whole : beyond;
    return low >= step->least && high <= step->most && digits <= step->digits;
}

uint64_t step_number(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_number, step);
}

/* ---- dates ---- */

INLINE bool is_leap(int64_t year)
{
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* yyyy-mm-dd */
INLINE bool accept_date(const char *at, size_t length, const struct column_step *step)
{
    static const unsigned char days[16] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
    if (length != 10)
        return false;
    /* "yyyy-mm-" and "yy-mm-dd", with '0' or '-' taken away */
    uint64_t head = word_at(at) ^ UINT64_C(0x2D30302D30303030);
    uint64_t tail = word_at(at + 2) ^ UINT64_C(0x30302D30302D3030);
    uint64_t wrong = (head | (head + UINT64_C(0x0006060006060606))) & UINT64_C(0xFFF0F0FFF0F0F0F0);
    wrong |= (tail | (tail + UINT64_C(0x0606000606000606))) & UINT64_C(0xF0F0FFF0F0FFF0F0);
    if (wrong != 0)
        return false;
    unsigned year = (unsigned)(head & 15) * 1000 + (unsigned)(head >> 8 & 15) * 100 +
                    (unsigned)(head >> 16 & 15) * 10 + (unsigned)(head >> 24 & 15);
    unsigned month = (unsigned)(head >> 40 & 15) * 10 + (unsigned)(head >> 48 & 15);
    unsigned day = (unsigned)(tail >> 48 & 15) * 10 + (unsigned)(tail >> 56);
    int64_t packed = ((int64_t)year * 100 + month) * 100 + day;
    if (month > 12 || day - 1 >= days[month] || packed < step->least || packed > step->most)
        return false;
    return month != 2 || day < 29 || is_leap((int64_t)year - step->ahead);
}

uint64_t step_date(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_date, step);
}

INLINE bool accept_year(const char *at, size_t length, const struct column_step *step)
{
    int64_t year;
    return length == 4 && read_digits(at, 4, &year) && year >= step->least && year <= step->most;
}

uint64_t step_year(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_year, step);
}

/* ---- texts ---- */

/* In letters: there are no more of them than bytes, and no fewer than a quarter. */
INLINE bool accept_length(const char *at, size_t length, const struct column_step *step)
{
    int64_t most = (int64_t)length, least = (int64_t)(length + 3) / 4;
    if (most <= step->most && least >= step->least)
        return true;
    if (least > step->most || most < step->least)
        return false;
    int64_t letters = (int64_t)utf8_count((struct slice){at, length});
    return letters >= step->least && letters <= step->most;
}

uint64_t step_length(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_length, step);
}

static size_t slot_of(struct slice text, size_t mask)
{
    return slice_hash(text) & mask;
}

void step_choices_make(struct arena *arena, const struct slice *texts, size_t count,
                       struct step_choices *choices)
{
    size_t size = 4, longest = 0;
    while (size < 2 * count)
        size *= 2;
    struct slice *slots = arena_array(arena, size, sizeof *slots);
    for (size_t i = 0; i < count; i++) {
        size_t at = slot_of(texts[i], size - 1);
        while (slots[at].at != NULL && !slice_equal(slots[at], texts[i]))
            at = (at + 1) & (size - 1);
        slots[at] = texts[i];
        longest = texts[i].length > longest ? texts[i].length : longest;
    }
    *choices = (struct step_choices){.slots = slots, .mask = size - 1, .longest = longest};
}

INLINE bool accept_choice(const char *text, size_t length, const struct step_choices *choices)
{
    if (length > choices->longest)
        return false;
    size_t at = slot_of((struct slice){text, length}, choices->mask);
    for (; choices->slots[at].at != NULL; at = (at + 1) & choices->mask)
        if (choices->slots[at].length == length && memcmp(choices->slots[at].at, text, length) == 0)
            return true;
    return false;
}

uint64_t step_choices(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_choice, &step->choices);
}

INLINE bool accept_other(const char *text, size_t length, const struct step_choices *choices)
{
    return !accept_choice(text, length, choices);
}

uint64_t step_others(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_other, &step->choices);
}

INLINE bool accept_shape(const char *at, size_t length, const struct step_shape *shape)
{
    if (length != shape->length)
        return false;
    uint64_t wrong = 0;
    for (size_t i = 0; 8 * i < length; i++) {
        uint64_t word = word_at(at + 8 * i) ^ shape->literal[i];
        uint64_t digits = (word & shape->digit[i]) + (SIXES & shape->digit[i]);
        wrong |= (word | digits) & shape->exact[i];
    }
    return wrong == 0;
}

uint64_t step_shape(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_shape, &step->shape);
}

/* One character, or the ten digits; else 0. `*digit` says which. */
static unsigned char only_one(const struct simple_item *item, bool *digit)
{
    static const uint64_t digits = UINT64_C(0x03FF) << '0';
    *digit = item->set[0] == digits && item->set[1] == 0;
    if (*digit)
        return '0';
    int count = __builtin_popcountll(item->set[0]) + __builtin_popcountll(item->set[1]);
    if (count != 1)
        return 0;
    return (unsigned char)(item->set[0] != 0 ? __builtin_ctzll(item->set[0])
                                             : 64 + __builtin_ctzll(item->set[1]));
}

bool step_shape_make(const struct simple_pattern *pattern, struct step_shape *shape)
{
    *shape = (struct step_shape){0};
    for (size_t i = 0; i < pattern->count; i++) {
        const struct simple_item *item = &pattern->items[i];
        bool digit;
        unsigned char byte = only_one(item, &digit);
        if (byte == 0 || item->least != item->most || item->least > 64 - shape->length)
            return false;
        for (uint32_t j = 0; j < item->least; j++) {
            size_t word = shape->length / 8, at = shape->length % 8 * 8;
            shape->literal[word] |= (uint64_t)byte << at;
            shape->digit[word] |= (uint64_t)(digit ? 0x0F : 0) << at;
            shape->exact[word] |= (uint64_t)(digit ? 0xF0 : 0xFF) << at;
            shape->length++;
        }
    }
    return pattern->to_the_end && shape->length > 0;
}

INLINE bool accept_simple(const char *at, size_t length, const struct simple_pattern *pattern)
{
    return simple_pattern_match(pattern, (struct slice){at, length});
}

uint64_t step_simple(const struct column_step *step, const struct column_cells *column)
{
    DOWN(column, accept_simple, &step->simple);
}

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* Whether all eight bytes lie between the blank and "~". */
INLINE bool are_visible(uint64_t word)
{
    return ((word | (word - EACH_BYTE(0x20)) | (word + EACH_BYTE(1))) & EACH_BYTE(0x80)) == 0;
}

/* Clean as catalog/script.h has it: ASCII that can be seen, without a blank at either end. Thai is left to
 * the judge. */
INLINE bool accept_typed(const char *at, size_t length, int nothing)
{
    (void)nothing;
    size_t i = 0;
    bool plain = true;
    if (length == 0)
        return true;
    for (; i + 8 <= length; i += 8)
        plain = plain && are_visible(word_at(at + i));
    size_t left = 8 * (length - i);
    if (left > 0)
        plain = plain && are_visible(word_at(at + i) << (64 - left) | EACH_BYTE(0x20) >> left);
    if (!plain)
        return script_is_surely_clean((struct slice){at, length});
    return at[0] != ' ' && at[length - 1] != ' ';
}

/* The letters have been looked at, all rows at once. */
INLINE bool accept_unpadded(const char *at, size_t length, int nothing)
{
    (void)nothing;
    return length == 0 || ((unsigned char)at[0] > ' ' && (unsigned char)at[length - 1] > ' ');
}

static uint64_t step_unpadded(const struct column_cells *column)
{
    DOWN(column, accept_unpadded, 0);
}

uint64_t step_typed(const struct column_step *step, const struct column_cells *column)
{
    (void)step;
    if (column->clean)
        return step_unpadded(column);
    DOWN(column, accept_typed, 0);
}

INLINE bool accept_no_total(const char *at, size_t length, int nothing)
{
    (void)nothing;
    return !cell_is_total((struct slice){at, length});
}

uint64_t step_no_total(const struct column_step *step, const struct column_cells *column)
{
    (void)step;
    DOWN(column, accept_no_total, 0);
}

INLINE bool accept_empty(const char *at, size_t length, int nothing)
{
    (void)at;
    (void)nothing;
    return length == 0;
}

uint64_t step_empty(const struct column_cells *column)
{
    DOWN(column, accept_empty, 0);
}
