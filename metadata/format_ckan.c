/* Forms that CKAN reads in its own way: they are formats of profiles that are made of a portal's schema. */
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "base/utf8.h"
#include "metadata/format_parts.h"

#define DATE_NUMBERS 5 /* before the seconds */
#define NUMBER_MOST 100000

/* Decimal digits of any script, as Python reads them. Scripts have their ten digits in a row, from one whose
 * code point ends in 0 or 6; the mathematical ones stand in rows of ten without a gap. */
static int digit_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_ND)
        return -1;
    if (c >= 0x1D7CE && c <= 0x1D7FF)
        return (int)((c - 0x1D7CE) % 10);
    uint32_t zero = c;
    while (zero > 0 && c - zero < 9 &&
           utf8proc_category((utf8proc_int32_t)(zero - 1)) == UTF8PROC_CATEGORY_ND)
        zero--;
    return (int)(c - zero);
}

/* Takes digits off the text; -1 where there are none. */
static long number_take(struct slice *text)
{
    const char *end = text->at + text->length;
    long number = -1;
    while (text->length > 0) {
        const char *next = text->at;
        int digit = digit_of(utf8_next(&next, end));
        if (digit < 0)
            break;
        number = number < 0 ? 0 : number;
        number = number > NUMBER_MOST ? number : number * 10 + digit;
        *text = (struct slice){next, (size_t)(end - next)};
    }
    return number;
}

/* Takes what is no digit off the text. */
static bool separator_take(struct slice *text)
{
    const char *begin = text->at, *end = text->at + text->length;
    while (text->length > 0) {
        const char *next = text->at;
        if (digit_of(utf8_next(&next, end)) >= 0)
            break;
        *text = (struct slice){next, (size_t)(end - next)};
    }
    return text->at > begin;
}

/* "05", "05.123" to "05.123456"; a line feed may follow. */
static bool seconds_valid(struct slice text)
{
    if (slice_ends(text, "\n"))
        text.length--;
    struct slice whole = text;
    const char *point = text.length > 0 ? memchr(text.at, '.', text.length) : NULL;
    if (point != NULL)
        whole.length = (size_t)(point - text.at);
    struct slice fraction = {whole.at + whole.length, text.length - whole.length};
    size_t whole_digits = utf8_count(whole), digits = utf8_count(fraction);
    long seconds = number_take(&whole);
    if (whole.length > 0 || seconds < 0 || seconds > 59 || whole_digits != 2)
        return false;
    if (point == NULL)
        return true;
    fraction = (struct slice){fraction.at + 1, fraction.length - 1};
    return digits >= 4 && digits <= 7 && number_take(&fraction) >= 0 && fraction.length == 0;
}

/* Five numbers at most with anything between them, then the seconds: year, month, day, hour, minute. */
FORMAT(ckan_date_valid)
{
    long numbers[DATE_NUMBERS] = {0};
    size_t count = 0;
    (void)scratch;
    while (count < DATE_NUMBERS) {
        numbers[count] = number_take(&text);
        if (numbers[count++] < 0)
            return false;
        if (text.length == 0)
            break;
        separator_take(&text);
        if (count < DATE_NUMBERS && text.length == 0)
            return false; /* what is behind the last number would be a number too */
        if (count == DATE_NUMBERS && !seconds_valid(text))
            return false;
    }
    return count >= 3 && numbers[0] >= 1 && numbers[0] <= 9999 &&
           date_exists((int)numbers[0], (int)numbers[1], (int)numbers[2]) && numbers[3] < 24 &&
           numbers[4] < 60;
}

static bool begins_zone(char letter)
{
    return letter == 'Z' || letter == '+' || letter == '-' || letter == 'T';
}

/* A date, "T", a time, and perhaps "Z" or a distance from it. */
FORMAT(ckan_date_time_zone_valid)
{
    const char *sign = text.length > 0 ? memchr(text.at, 'T', text.length) : NULL;
    if (sign == NULL)
        return false;
    size_t length = (size_t)(sign - text.at) + 1;
    while (length < text.length && !begins_zone(text.at[length]))
        length++;
    struct slice zone = {text.at + length, text.length - length};
    if (!ckan_date_valid((struct slice){text.at, length}, scratch))
        return false;
    if (zone.length == 0 || slice_equals(zone, "Z"))
        return true;
    zone = (struct slice){zone.at + 1, zone.length - 1};
    long hours = number_take(&zone);
    separator_take(&zone);
    return hours >= 0 && (zone.length == 0 || (number_take(&zone) >= 0 && zone.length == 0));
}

static bool json_valid(struct slice text, bool object)
{
    struct arena own = {0};
    struct json root;
    const struct json_fault *faults;
    bool valid = json_read(&own, text, &root, &faults) && (!object || json_is(&root, JSON_OBJECT));
    arena_free(&own);
    return valid;
}

FORMAT(ckan_json_valid)
{
    (void)scratch;
    return json_valid(text, false);
}

FORMAT(ckan_json_object_valid)
{
    (void)scratch;
    return json_valid(text, true);
}
