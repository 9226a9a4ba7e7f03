#include "metadata/format.h"

#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/language.h"
#include "metadata/pattern.h"
#include "metadata/uri.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct slice part(struct slice text, size_t from, size_t to)
{
    return (struct slice){text.at + from, to - from};
}

/* Two digits at `at`; -1 when they are none. */
static int two_digits(struct slice text, size_t at)
{
    if (at + 2 > text.length || !is_digit(text.at[at]) || !is_digit(text.at[at + 1]))
        return -1;
    return (text.at[at] - '0') * 10 + (text.at[at + 1] - '0');
}

/* RFC 3339 full-date. */
static bool date_valid(struct slice text, struct arena *scratch)
{
    (void)scratch;
    struct date date;
    return date_read(text, &date);
}

/* "Z" or "+hh:mm", up to the end; the offset in minutes. */
static bool offset_read(struct slice text, int *minutes)
{
    *minutes = 0;
    if (text.length == 1)
        return text.at[0] == 'Z' || text.at[0] == 'z';
    if (text.length != 6 || (text.at[0] != '+' && text.at[0] != '-') || text.at[3] != ':')
        return false;
    int hour = two_digits(text, 1), minute = two_digits(text, 4);
    *minutes = (hour * 60 + minute) * (text.at[0] == '-' ? -1 : 1);
    return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
}

/* RFC 3339 full-time; second 60 only where UTC has 23:59. */
static bool time_valid(struct slice text, struct arena *scratch)
{
    (void)scratch;
    int hour = two_digits(text, 0), minute = two_digits(text, 3), second = two_digits(text, 6);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 ||
        text.at[2] != ':' || text.at[5] != ':')
        return false;
    size_t at = 8;
    if (at < text.length && text.at[at] == '.') {
        size_t begin = ++at;
        while (at < text.length && is_digit(text.at[at]))
            at++;
        if (at == begin)
            return false;
    }
    int offset;
    if (!offset_read(part(text, at, text.length), &offset))
        return false;
    int utc = ((hour * 60 + minute - offset) % 1440 + 1440) % 1440;
    return second < 60 || utc == 1439;
}

/* RFC 3339 date-time. */
static bool date_time_valid(struct slice text, struct arena *scratch)
{
    return text.length > 11 && (text.at[10] == 'T' || text.at[10] == 't') &&
           date_valid(part(text, 0, 10), scratch) && time_valid(part(text, 11, text.length), scratch);
}

/* Dots between words of atext (RFC 5321 4.1.2 Dot-string). */
static bool dot_string_valid(struct slice text)
{
    bool dot = true;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '.' ? dot : !is_alphanumeric(c) && (c == '\0' || strchr("!#$%&'*+-/=?^_`{|}~", c) == NULL))
            return false;
        dot = c == '.';
    }
    return !dot;
}

/* RFC 5321 4.1.2 Quoted-string, with its quotes. */
static bool quoted_string_valid(struct slice text)
{
    if (text.length < 2 || text.at[text.length - 1] != '"')
        return false;
    for (size_t i = 1; i + 1 < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\\') {
            i++;
            c = (unsigned char)text.at[i];
            if (i + 1 >= text.length)
                return false;
        } else if (c == '"') {
            return false;
        }
        if (c < ' ' || c > '~')
            return false;
    }
    return true;
}

/* Labels of letters, digits and inner hyphens; RFC 1035's lengths. */
static bool domain_valid(struct slice text)
{
    size_t label = 0;
    if (text.length == 0 || text.length > 253)
        return false;
    for (size_t i = 0; i <= text.length; i++) {
        char c = i < text.length ? text.at[i] : '.';
        if (c == '.') {
            if (label == 0 || label > 63 || text.at[i - 1] == '-')
                return false;
            label = 0;
            continue;
        }
        if (!is_alphanumeric(c) && (c != '-' || label == 0))
            return false;
        label++;
    }
    return true;
}

/* What stands between the brackets of an address-literal (RFC 5321 4.1.3). */
static bool address_literal_valid(struct slice text)
{
    if (slice_starts(text, "IPv6:"))
        return address_6_valid(part(text, 5, text.length));
    return address_4_valid(text);
}

/* RFC 5321 4.1.2 Mailbox, with the lengths of 4.5.3.1. */
static bool email_valid(struct slice text, struct arena *scratch)
{
    (void)scratch;
    size_t at = text.length;
    while (at > 0 && text.at[at - 1] != '@')
        at--;
    if (at < 2 || at > 65)
        return false;
    struct slice local = part(text, 0, at - 1);
    struct slice domain = part(text, at, text.length);
    if (local.at[0] == '"' ? !quoted_string_valid(local) : !dot_string_valid(local))
        return false;
    if (domain.length > 2 && domain.at[0] == '[' && domain.at[domain.length - 1] == ']')
        return address_literal_valid(part(domain, 1, domain.length - 1));
    return domain_valid(domain);
}

/* RFC 3986. */
static bool absolute_uri_valid(struct slice text, struct arena *scratch)
{
    (void)scratch;
    return uri_valid(text, false);
}

/* RFC 4122. */
static bool uuid_valid(struct slice text, struct arena *scratch)
{
    (void)scratch;
    if (text.length != 36)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        char c = text.at[i];
        bool hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (hyphen ? c != '-' : !hex)
            return false;
    }
    return true;
}

/* ECMA-262; what cannot be translated may be a pattern all the same. */
static bool regex_valid(struct slice text, struct arena *scratch)
{
    struct pattern *pattern;
    const char *why;
    bool valid = pattern_compile(scratch, text, &pattern, &why) != PATTERN_WRONG;
    pattern_close(pattern);
    return valid;
}

static const struct format formats[] = {
    {"date", date_valid,
     N_("{value} is not a date; write year-month-day in the Common Era, such as 2024-09-30")},
    {"date-time", date_time_valid,
     N_("{value} is not a date with a time; write it such as 2024-09-30T16:30:00+07:00")},
    {"email", email_valid, N_("{value} is not an e-mail address")},
    {"uri", absolute_uri_valid,
     N_("{value} is not a web address; write it whole, such as https://example.org/page")},
    {"uuid", uuid_valid, N_("{value} is not a UUID")},
    {"regex", regex_valid, N_("{value} is not a regular expression")},
};

const struct format *format_find(struct slice name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (slice_equals(name, formats[i].name))
            return &formats[i];
    return NULL;
}
