#include "base/decimal.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"

/* A number as sign, significant digits and where the decimal point stands: 0.DIGITS * 10^point. Leading and
 * trailing zeros are left out; zero has no digits. The digits stay in the text, in two runs about its point.
 */
struct decimal {
    bool negative;
    const char *run[2];
    size_t length[2];
    long point;
};

static size_t digit_count(const struct decimal *number)
{
    return number->length[0] + number->length[1];
}

static int digit_at(const struct decimal *number, size_t i)
{
    if (i < number->length[0])
        return number->run[0][i] - '0';
    i -= number->length[0];
    return i < number->length[1] ? number->run[1][i] - '0' : 0;
}

static size_t run_of_digits(const char *at, const char *end)
{
    const char *first = at;
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return (size_t)(at - first);
}

static long read_exponent(const char *at, const char *end)
{
    long exponent = 0;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    for (; at < end && exponent < LONG_MAX / 1000; at++)
        exponent = exponent * 10 + (*at - '0');
    return negative ? -exponent : exponent;
}

static void drop_leading_zeros(struct decimal *number)
{
    for (int i = 0; i < 2; i++) {
        while (number->length[i] && number->run[i][0] == '0') {
            number->run[i]++;
            number->length[i]--;
            number->point--;
        }
        if (number->length[i])
            return;
    }
}

static void drop_trailing_zeros(struct decimal *number)
{
    for (int i = 1; i >= 0; i--) {
        while (number->length[i] && number->run[i][number->length[i] - 1] == '0')
            number->length[i]--;
        if (number->length[i])
            return;
    }
}

static struct decimal decimal_of(struct slice text)
{
    const char *at = text.at, *end = text.at + text.length;
    struct decimal number = {0};
    if (at < end && (*at == '-' || *at == '+'))
        number.negative = *at++ == '-';
    number.run[0] = at;
    number.length[0] = run_of_digits(at, end);
    at += number.length[0];
    number.run[1] = at;
    if (at < end && *at == '.') {
        number.run[1] = ++at;
        number.length[1] = run_of_digits(at, end);
        at += number.length[1];
    }
    number.point = (long)number.length[0];
    if (at < end)
        number.point += read_exponent(at + 1, end);
    drop_leading_zeros(&number);
    drop_trailing_zeros(&number);
    if (digit_count(&number) == 0)
        number = (struct decimal){.run = {text.at, text.at}};
    return number;
}

bool decimal_valid(struct slice text)
{
    const char *at = text.at, *end = text.at + text.length;
    if (at < end && *at == '-')
        at++;
    size_t whole = run_of_digits(at, end);
    if (whole == 0 || (whole > 1 && *at == '0'))
        return false;
    at += whole;
    if (at < end && *at == '.') {
        size_t fraction = run_of_digits(at + 1, end);
        if (fraction == 0)
            return false;
        at += 1 + fraction;
    }
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        size_t exponent = run_of_digits(at, end);
        if (exponent == 0)
            return false;
        at += exponent;
    }
    return at == end;
}

static int compare_magnitude(const struct decimal *a, const struct decimal *b)
{
    size_t count_a = digit_count(a), count_b = digit_count(b);
    if (count_a == 0 || count_b == 0)
        return (count_a > 0) - (count_b > 0);
    if (a->point != b->point)
        return a->point < b->point ? -1 : 1;
    size_t longer = count_a > count_b ? count_a : count_b;
    for (size_t i = 0; i < longer; i++) {
        int difference = digit_at(a, i) - digit_at(b, i);
        if (difference)
            return difference;
    }
    return 0;
}

int decimal_compare(struct slice a, struct slice b)
{
    struct decimal left = decimal_of(a), right = decimal_of(b);
    if (left.negative != right.negative)
        return left.negative ? -1 : 1;
    int order = compare_magnitude(&left, &right);
    return left.negative ? -order : order;
}

bool decimal_is_integer(struct slice text)
{
    struct decimal number = decimal_of(text);
    return (long)digit_count(&number) <= number.point;
}

/* ---- division: schoolbook, digit by digit, on numbers scaled to integers ---- */

/* Digits of number * 10^scale, the most significant first, as values 0 to 9. */
static unsigned char *scaled_digits(const struct decimal *number, long scale, size_t *count)
{
    *count = (size_t)(number->point + scale);
    unsigned char *out = malloc(*count + 1);
    if (!out)
        memory_exhausted();
    for (size_t i = 0; i < *count; i++)
        out[i] = (unsigned char)digit_at(number, i);
    return out;
}

/* remainder and divisor hold `count` digits each. */
static bool at_least(const unsigned char *remainder, const unsigned char *divisor, size_t count)
{
    return memcmp(remainder, divisor, count) >= 0;
}

static void subtract(unsigned char *remainder, const unsigned char *divisor, size_t count)
{
    int borrow = 0;
    for (size_t i = count; i-- > 0;) {
        int digit = remainder[i] - divisor[i] - borrow;
        borrow = digit < 0;
        remainder[i] = (unsigned char)(digit + (borrow ? 10 : 0));
    }
}

static bool divides(const unsigned char *dividend, size_t length, const unsigned char *divisor, size_t count)
{
    /* One digit more than the divisor, so that the shifted remainder fits. */
    unsigned char *remainder = calloc(count + 1, 1), *widened = calloc(count + 1, 1);
    if (!remainder || !widened)
        memory_exhausted();
    memcpy(widened + 1, divisor, count);
    for (size_t i = 0; i < length; i++) {
        memmove(remainder, remainder + 1, count);
        remainder[count] = dividend[i];
        while (at_least(remainder, widened, count + 1))
            subtract(remainder, widened, count + 1);
    }
    bool rest = false;
    for (size_t i = 0; i <= count; i++)
        rest = rest || remainder[i];
    free(remainder);
    free(widened);
    return !rest;
}

static long fraction_digits(const struct decimal *number)
{
    return (long)digit_count(number) - number->point;
}

/* Reads the scaled integer when it is small enough for 64 bits. */
static bool small_integer(const struct decimal *number, long scale, uint64_t *value)
{
    if (number->point + scale > 18)
        return false;
    *value = 0;
    for (long i = 0; i < number->point + scale; i++)
        *value = *value * 10 + (uint64_t)digit_at(number, (size_t)i);
    return true;
}

/* The power of ten that makes integers of both, and drops the zeros that both end with. */
static long common_scale(const struct decimal *a, const struct decimal *b)
{
    return fraction_digits(a) > fraction_digits(b) ? fraction_digits(a) : fraction_digits(b);
}

bool decimal_is_multiple(struct slice a, struct slice b)
{
    struct decimal dividend = decimal_of(a), divisor = decimal_of(b);
    if (digit_count(&dividend) == 0)
        return true;
    if (digit_count(&divisor) == 0)
        return false;
    long scale = common_scale(&dividend, &divisor);
    if (dividend.point + scale < divisor.point + scale)
        return false;
    uint64_t small_dividend, small_divisor;
    if (small_integer(&dividend, scale, &small_dividend) && small_integer(&divisor, scale, &small_divisor))
        return small_divisor != 0 && small_dividend % small_divisor == 0;
    size_t length, count;
    unsigned char *above = scaled_digits(&dividend, scale, &length);
    unsigned char *below = scaled_digits(&divisor, scale, &count);
    bool multiple = divides(above, length, below, count);
    free(above);
    free(below);
    return multiple;
}

uint64_t decimal_multiple_work(struct slice a, struct slice b)
{
    struct decimal dividend = decimal_of(a), divisor = decimal_of(b);
    if (digit_count(&dividend) == 0 || digit_count(&divisor) == 0)
        return 0;
    long scale = common_scale(&dividend, &divisor);
    long length = dividend.point + scale, count = divisor.point + scale;
    return length < count || length <= 18 ? 0 : (uint64_t)length * (uint64_t)count;
}

/* ---- writing ---- */

/* Numbers beyond the reader's limits are not written out: their zeros would fill the memory. */
#define LARGEST_POINT (LIMIT_JSON_EXPONENT + LIMIT_JSON_NUMBER_BYTES)

static void write_scientific(const struct decimal *number, struct text *out)
{
    text_add(out, number->negative ? "-" : "");
    text_add_char(out, (char)('0' + digit_at(number, 0)));
    for (size_t i = 1; i < digit_count(number); i++)
        text_format(out, "%s%d", i == 1 ? "." : "", digit_at(number, i));
    text_format(out, "e%ld", number->point - 1);
}

static void write_decimal(const struct decimal *number, struct text *out)
{
    size_t count = digit_count(number);
    if (count == 0) {
        text_add_char(out, '0');
        return;
    }
    if (number->negative)
        text_add_char(out, '-');
    if (number->point <= 0)
        text_add_char(out, '0');
    for (long i = 0; i < number->point; i++)
        text_add_char(out, (char)('0' + digit_at(number, (size_t)i)));
    if ((long)count <= number->point)
        return;
    text_add_char(out, '.');
    for (long i = number->point; i < 0; i++)
        text_add_char(out, '0');
    for (size_t i = number->point > 0 ? (size_t)number->point : 0; i < count; i++)
        text_add_char(out, (char)('0' + digit_at(number, i)));
}

void decimal_canonical(struct slice text, struct text *out)
{
    struct decimal number = decimal_of(text);
    bool wide = number.point > LARGEST_POINT || number.point < -LARGEST_POINT;
    (wide ? write_scientific : write_decimal)(&number, out);
}

/* The digit of weight 10^power. */
static int digit_of_power(const struct decimal *number, long power)
{
    long index = number->point - 1 - power;
    return index < 0 || index >= (long)digit_count(number) ? 0 : digit_at(number, (size_t)index);
}

/* larger +- smaller, by magnitude, as digits from 10^low up to 10^high (exclusive). */
static void add_digits(const struct decimal *larger, const struct decimal *smaller, long low, long high,
                       struct text *out)
{
    int sign = larger->negative == smaller->negative ? 1 : -1, carry = 0;
    char *digits = calloc((size_t)(high - low) + 1, 1);
    if (!digits)
        memory_exhausted();
    for (long power = low; power < high; power++) {
        int digit = digit_of_power(larger, power) + sign * digit_of_power(smaller, power) + carry;
        carry = digit < 0 ? -1 : digit / 10;
        digits[high - 1 - power] = (char)('0' + (digit + 10) % 10);
    }
    if (larger->negative)
        text_add_char(out, '-');
    for (long power = high - 1; power >= low; power--) {
        if (power == -1)
            text_add_char(out, '.');
        text_add_char(out, digits[high - 1 - power]);
    }
    free(digits);
}

void decimal_add(struct text *sum, struct slice text)
{
    struct slice before = sum->length ? text_slice(sum) : slice_of("0");
    struct decimal a = decimal_of(before), b = decimal_of(text);
    bool swap = compare_magnitude(&a, &b) < 0;
    const struct decimal *larger = swap ? &b : &a, *smaller = swap ? &a : &b;
    long low = 0, high = 1;
    const struct decimal *both[] = {&a, &b};
    for (int i = 0; i < 2; i++) {
        if (-fraction_digits(both[i]) < low)
            low = -fraction_digits(both[i]);
        if (both[i]->point > high)
            high = both[i]->point;
    }
    struct text raw = {0};
    add_digits(larger, smaller, low, high + 1, &raw);
    struct text canonical = {0};
    decimal_canonical(text_slice(&raw), &canonical);
    text_clear(sum);
    text_add_slice(sum, text_slice(&canonical));
    text_free(&raw);
    text_free(&canonical);
}
