/* Durations: XML Schema's PnYnMnDTnHnMnS, and its partial order. */
#include "catalog/cell_rules.h"

#define PART_DIGITS 11 /* more are told to be too large */

struct part {
    char letter;
    bool of_time;
    int64_t months, seconds; /* of one */
};
static const struct part PARTS[] = {
    {'Y', false, 12, 0},  {'M', false, 1, 0}, {'D', false, 0, 86400},
    {'H', true, 0, 3600}, {'M', true, 0, 60}, {'S', true, 0, 1},
};
enum { PART_COUNT = sizeof PARTS / sizeof *PARTS };

/* A number up to its letter: "36", and for seconds "1.5". */
struct amount {
    int64_t whole;
    struct slice fraction;
    bool fractional, too_large;
    char letter;
};

static bool take_amount(struct slice text, size_t *at, struct amount *amount)
{
    size_t from = *at;
    *amount = (struct amount){0};
    for (; *at < text.length && is_digit(text.at[*at]); (*at)++) {
        amount->too_large = amount->too_large || *at - from >= PART_DIGITS;
        if (!amount->too_large)
            amount->whole = amount->whole * 10 + (text.at[*at] - '0');
    }
    if (*at == from)
        return false;
    if (*at < text.length && text.at[*at] == '.') {
        size_t begin = ++*at;
        while (*at < text.length && is_digit(text.at[*at]))
            (*at)++;
        amount->fractional = true;
        amount->fraction = (struct slice){text.at + begin, *at - begin};
        if (*at == begin)
            return false;
    }
    amount->letter = *at < text.length ? text.at[(*at)++] : '\0';
    return amount->letter != '\0';
}

/* The part that the letter stands for, none of those before `*next`; -1 when there is none. */
static int part_of(char letter, bool of_time, int next)
{
    for (int i = next; i < PART_COUNT; i++)
        if (PARTS[i].letter == letter && PARTS[i].of_time == of_time)
            return i;
    return -1;
}

CELL_READ(read_duration)
{
    (void)rules;
    (void)room;
    bool of_time = false, counted = false, too_large = false;
    size_t at = cell.length > 0 && cell.at[0] == '-';
    value->negative = at > 0;
    if (at >= cell.length || cell.at[at++] != 'P')
        return REASON_DURATION;
    for (int next = 0; at < cell.length;) {
        struct amount amount;
        if (cell.at[at] == 'T' && !of_time) {
            of_time = true;
            counted = false;
            at++;
            continue;
        }
        if (!take_amount(cell, &at, &amount))
            return REASON_DURATION;
        int part = part_of(amount.letter, of_time, next);
        if (part < 0 || (amount.fractional && part != PART_COUNT - 1))
            return REASON_DURATION;
        value->months += amount.whole * PARTS[part].months;
        value->whole += amount.whole * PARTS[part].seconds;
        value->fraction = amount.fraction;
        too_large = too_large || amount.too_large;
        counted = true;
        next = part + 1;
    }
    value->kind = VALUE_SPAN;
    return !counted ? REASON_DURATION : too_large ? REASON_TOO_LARGE : REASON_NONE;
}

/* ---- order ---- */

/* The four beginnings of XML Schema 3.2.6.2, each with the days that lie between it and a number of months
 * later: the order holds when it holds from all of them. */
static const struct {
    int year, month;
} BEGINNINGS[] = {{1696, 9}, {1697, 2}, {1903, 3}, {1903, 7}};
enum { BEGINNING_COUNT = sizeof BEGINNINGS / sizeof *BEGINNINGS };

static int64_t floor_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

/* Days before the first of a month, counted in months from year 0; a constant more or less does not matter.
 */
static int64_t days_before(int64_t months)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t year = floor_divide(months, 12);
    int month = (int)(months - year * 12);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    int64_t last = year - 1;
    return year * 365 + floor_divide(last, 4) - floor_divide(last, 100) + floor_divide(last, 400) +
           before[month] + (leap && month >= 2);
}

/* Seconds from the beginning on, without the fraction. */
static int64_t seconds_from(int beginning, const struct cell_value *span)
{
    int64_t start = BEGINNINGS[beginning].year * 12 + BEGINNINGS[beginning].month - 1;
    int64_t months = span->negative ? -span->months : span->months;
    int64_t days = days_before(start + months) - days_before(start);
    return days * 86400 + (span->negative ? -span->whole : span->whole);
}

static int fraction_sign(const struct cell_value *span)
{
    static const struct slice zero = {"", 0};
    return fraction_compare(span->fraction, zero) == 0 ? 0 : span->negative ? -1 : 1;
}

/* Fractions are below one second, so that they decide only where the seconds are equal or one apart. */
static int compare_from(int beginning, const struct cell_value *a, const struct cell_value *b)
{
    int64_t left = seconds_from(beginning, a) - (fraction_sign(a) < 0),
            right = seconds_from(beginning, b) - (fraction_sign(b) < 0);
    if (left != right)
        return left < right ? -1 : 1;
    if (fraction_sign(a) < 0 && fraction_sign(b) < 0)
        return fraction_compare(b->fraction, a->fraction);
    if (fraction_sign(a) >= 0 && fraction_sign(b) >= 0)
        return fraction_compare(a->fraction, b->fraction);
    return fraction_sign(a) < 0 ? 1 : -1; /* both negative, one of them whole */
}

enum cell_order span_compare(const struct cell_value *a, const struct cell_value *b)
{
    static const enum cell_order orders[] = {ORDER_BELOW, ORDER_EQUAL, ORDER_ABOVE};
    int first = 0;
    for (int i = 0; i < BEGINNING_COUNT; i++) {
        int order = compare_from(i, a, b);
        order = (order > 0) - (order < 0);
        if (i > 0 && order != first)
            return ORDER_UNKNOWN;
        first = order;
    }
    return orders[first + 1];
}

CELL_ADD_KEY(add_span_key)
{
    (void)rules;
    (void)cell;
    struct slice fraction = value->fraction;
    while (fraction.length > 0 && fraction.at[fraction.length - 1] == '0')
        fraction.length--;
    bool zero = value->months == 0 && value->whole == 0 && fraction.length == 0;
    text_format(key, "%sP%lldMT%lld", value->negative && !zero ? "-" : "", (long long)value->months,
                (long long)value->whole);
    text_add(key, fraction.length > 0 ? "." : "");
    text_add_slice(key, fraction);
    text_add_char(key, 'S');
}
