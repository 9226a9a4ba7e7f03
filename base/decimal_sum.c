#include "base/decimal_sum.h"

#include "base/decimal.h"

#define MOST_DIGITS 18

static const int64_t POWERS[MOST_DIGITS + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

struct small {
    int64_t value;
    unsigned places;
};

/* A number of up to 18 digits, without an exponent. */
static bool read_small(struct slice number, struct small *small)
{
    const char *at = number.at, *end = number.at + number.length, *point = NULL;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    if (end - at > MOST_DIGITS + 1)
        return false;
    int64_t value = 0;
    int digits = 0;
    for (; at < end; at++) {
        if (*at == '.' && point == NULL) {
            point = at;
            continue;
        }
        if (*at < '0' || *at > '9' || ++digits > MOST_DIGITS)
            return false;
        value = value * 10 + (*at - '0');
    }
    *small = (struct small){negative ? -value : value, point ? (unsigned)(end - point - 1) : 0};
    return digits > 0;
}

/* Gives both as many places as the one with more has. False when one is then too large. */
static bool align(struct decimal_sum *sum, struct small *small)
{
    int64_t value;
    if (small->places <= sum->places)
        return !__builtin_mul_overflow(small->value, POWERS[sum->places - small->places], &small->value);
    if (__builtin_mul_overflow(sum->value, POWERS[small->places - sum->places], &value))
        return false;
    sum->value = value;
    sum->places = small->places;
    return true;
}

/* Writes value * 10^-places as an exponent's number, which decimal.h takes. */
static void write_small(const struct decimal_sum *sum, struct text *out)
{
    text_format(out, "%llde-%u", (long long)sum->value, sum->places);
}

/* Moves the integer to the text. */
static void set_aside(struct decimal_sum *sum)
{
    struct text number = {0};
    write_small(sum, &number);
    decimal_add(&sum->beyond, text_slice(&number));
    text_free(&number);
    sum->value = 0;
    sum->places = 0;
}

bool decimal_sum_try(struct decimal_sum *sum, struct slice text)
{
    struct small small;
    int64_t value;
    if (!read_small(text, &small))
        return false;
    if (align(sum, &small) && !__builtin_add_overflow(sum->value, small.value, &value)) {
        sum->value = value;
        return true;
    }
    set_aside(sum);
    decimal_add(&sum->beyond, text);
    return true;
}

void decimal_sum_add(struct decimal_sum *sum, struct slice number)
{
    if (!decimal_sum_try(sum, number))
        decimal_add(&sum->beyond, number);
}

void decimal_sum_join(struct decimal_sum *sum, const struct decimal_sum *other)
{
    struct text number = {0};
    decimal_sum_write(other, &number);
    decimal_sum_add(sum, text_slice(&number));
    text_free(&number);
}

void decimal_sum_write(const struct decimal_sum *sum, struct text *out)
{
    struct text total = {0}, number = {0};
    text_add_slice(&total, text_slice(&sum->beyond));
    write_small(sum, &number);
    decimal_add(&total, text_slice(&number));
    text_add_slice(out, text_slice(&total));
    text_free(&total);
    text_free(&number);
}

void decimal_sum_clear(struct decimal_sum *sum)
{
    text_free(&sum->beyond);
    *sum = (struct decimal_sum){0};
}
