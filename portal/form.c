#include "portal/form.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/date.h"
#include "base/utf8.h"

static struct slice without_line_feed(struct slice text)
{
    if (slice_ends(text, "\n"))
        text.length--;
    return text;
}

bool form_is_name(struct slice text)
{
    text = without_line_feed(text);
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            return false;
    }
    return true;
}

/* Python's \w: letters and numbers of any script, and "_". Marks are not among them. */
static bool is_word(uint32_t code_point)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
    bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
    bool digit = category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
    return letter || digit || code_point == '_';
}

bool form_is_tag(struct slice text, bool thai)
{
    text = without_line_feed(text);
    const char *at = text.at;
    while (at < text.at + text.length) {
        uint32_t c = utf8_next(&at, text.at + text.length);
        bool good = is_word(c) || c == ' ' || c == '-' || c == '.' || (thai && c >= 0x0E01 && c <= 0x0E59);
        if (!good)
            return false;
    }
    return true;
}

static bool is_label_end(char c)
{
    return isalnum((unsigned char)c) && (unsigned char)c < 0x80;
}

static bool is_host_label(struct slice label)
{
    if (label.length == 0 || label.length > 63)
        return false;
    for (size_t i = 0; i < label.length; i++)
        if (!is_label_end(label.at[i]) && label.at[i] != '-')
            return false;
    return is_label_end(label.at[0]) && is_label_end(label.at[label.length - 1]);
}

static bool is_host(struct slice host)
{
    while (true) {
        const char *dot = host.length == 0 ? NULL : memchr(host.at, '.', host.length);
        size_t length = dot == NULL ? host.length : (size_t)(dot - host.at);
        if (!is_host_label((struct slice){host.at, length}))
            return false;
        if (dot == NULL)
            return true;
        host = (struct slice){dot + 1, host.length - length - 1};
    }
}

bool form_is_email(struct slice text)
{
    text = without_line_feed(text);
    const char *sign = text.length == 0 ? NULL : memchr(text.at, '@', text.length);
    if (sign == NULL || sign == text.at || text.at[0] == '.')
        return false;
    for (const char *at = text.at; at < sign; at++) {
        bool good = is_label_end(*at) || (*at != 0 && strchr(".!#$%&'*+/=?^_`{|}~-", *at) != NULL);
        if (!good || (at[0] == '.' && at[1] == '.'))
            return false;
    }
    return is_host((struct slice){sign + 1, text.length - (size_t)(sign - text.at) - 1});
}

static bool is_blank(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c == 0x85 || category == UTF8PROC_CATEGORY_ZS ||
           category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

struct slice form_stripped(struct slice text)
{
    const char *end = text.at + text.length;
    const char *first = end;
    const char *last = end;
    for (const char *at = text.at; at < end;) {
        const char *from = at;
        if (is_blank(utf8_next(&at, end)))
            continue;
        first = first == end ? from : first;
        last = at;
    }
    return first == end ? (struct slice){end, 0} : (struct slice){first, (size_t)(last - first)};
}

/* The value of a decimal digit of any script; -1 for all else. The ten digits of a script stand in a row. */
static int digit_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_ND)
        return -1;
    int below = 0;
    while (below < 9 &&
           utf8proc_category((utf8proc_int32_t)(c - 1 - (uint32_t)below)) == UTF8PROC_CATEGORY_ND)
        below++;
    return c >= 0x1D7CE && c <= 0x1D7FF ? (int)((c - 0x1D7CE) % 10) : below;
}

bool form_read_integer(struct slice text, bool number, long long *out)
{
    if (number) {
        char *end = NULL;
        double value = strtod(text.at, &end);
        *out = value > -9e18 && value < 9e18 ? (long long)value : 0;
        bool whole = value > -9e18 && value < 9e18 && !((double)*out < value) && !((double)*out > value);
        if (strpbrk(text.at, ".eE") == NULL && whole)
            *out = strtoll(text.at, NULL, 10);
        return whole;
    }
    text = form_stripped(text);
    const char *at = text.at;
    const char *end = text.at + text.length;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    long long value = 0;
    bool any = false;
    while (at < end) {
        int digit = digit_value(utf8_next(&at, end));
        if (digit < 0 || value > INT64_MAX / 10 - 10)
            return false;
        value = value * 10 + digit;
        any = true;
    }
    *out = negative ? -value : value;
    return any;
}

#define DATE_PARTS 6

/* The numbers before the seconds, as they stand between other characters. */
static int read_numbers(struct slice *text, int parts[static DATE_PARTS])
{
    const char *at = text->at;
    const char *end = text->at + text->length;
    int count = 0;
    while (count < DATE_PARTS - 1) {
        int digits = 0;
        int value = 0;
        const char *before = at;
        int digit = -1;
        while (at < end) {
            before = at;
            digit = digit_value(utf8_next(&at, end));
            if (digit < 0)
                break;
            value = value > 99999 ? value : value * 10 + digit;
            digits++;
            before = at;
        }
        if (digits == 0)
            return -1;
        parts[count++] = value;
        if (before == end)
            break;
        const char *skip = at;
        while (skip < end) {
            const char *here = skip;
            if (digit_value(utf8_next(&skip, end)) >= 0) {
                skip = here;
                break;
            }
        }
        at = skip;
        if (at == end && before != end)
            return -1; /* something stands behind the last number */
    }
    *text = (struct slice){at, (size_t)(end - at)};
    return count;
}

/* "SS" or "SS.f", three to six digits of fraction. */
static bool read_seconds(struct slice text, int *seconds, char fraction[static 8])
{
    fraction[0] = 0;
    if (text.length < 2 || !isdigit((unsigned char)text.at[0]) || !isdigit((unsigned char)text.at[1]))
        return false;
    *seconds = (text.at[0] - '0') * 10 + (text.at[1] - '0');
    if (text.length == 2)
        return true;
    size_t digits = text.length - 3;
    if (text.at[2] != '.' || digits < 3 || digits > 6)
        return false;
    for (size_t i = 0; i < digits; i++)
        if (!isdigit((unsigned char)text.at[3 + i]))
            return false;
    snprintf(fraction, 8, ".%.*s%.*s", (int)digits, text.at + 3, (int)(6 - digits), "000000");
    if (strspn(fraction + 1, "0") == 6)
        fraction[0] = 0;
    return true;
}

bool form_read_date(struct slice text, char out[static 40])
{
    int parts[DATE_PARTS] = {0};
    char fraction[8] = "";
    struct slice rest = text;
    int count = read_numbers(&rest, parts);
    if (count < 3 || (count == 5 && rest.length > 0 && !read_seconds(rest, &parts[5], fraction)))
        return false;
    bool good = parts[0] >= 1 && parts[0] <= 9999 && date_exists(parts[0], parts[1], parts[2]) &&
                parts[3] < 24 && parts[4] < 60 && parts[5] < 60;
    if (good)
        snprintf(out, 40, "%04d-%02d-%02dT%02d:%02d:%02d%s", parts[0] % 10000, parts[1] % 100, parts[2] % 100,
                 parts[3] % 100, parts[4] % 100, parts[5] % 100, fraction);
    return good;
}

bool form_url_has_scheme(const char *url)
{
    size_t length = strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    return length > 0 && url[length] == ':' && isalpha((unsigned char)url[0]);
}

bool form_url_has_path(const char *url)
{
    if (!form_url_has_scheme(url))
        return *url != 0;
    const char *rest = strchr(url, ':') + 1;
    if (strncmp(rest, "//", 2) != 0)
        return *rest != 0 && *rest != '?' && *rest != '#';
    return rest[2 + strcspn(rest + 2, "/?#")] == '/';
}
