/* Dates, times and durations: RFC 3339. */
#include "metadata/format_parts.h"

#include "base/date.h"

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

FORMAT(date_valid)
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

/* full-time; second 60 only where UTC has 23:59. `days` becomes 1 or -1 where UTC has another day. */
static bool full_time_read(struct slice text, bool *leap, int *days)
{
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
    int utc = hour * 60 + minute - offset;
    *days = utc < 0 ? -1 : utc >= 1440 ? 1 : 0;
    *leap = second == 60;
    return !*leap || utc - *days * 1440 == 1439;
}

FORMAT(time_valid)
{
    (void)scratch;
    bool leap;
    int days;
    return full_time_read(text, &leap, &days);
}

/* 5.7: leap seconds stand at the end of a month of UTC. */
FORMAT(date_time_valid)
{
    (void)scratch;
    struct date date;
    bool leap;
    int days;
    if (text.length <= 11 || (text.at[10] != 'T' && text.at[10] != 't') ||
        !date_read(part(text, 0, 10), &date) || !full_time_read(part(text, 11, text.length), &leap, &days))
        return false;
    return !leap || date_after_days(date, days + 1).day == 1;
}

/* One or several numbers with these letters in their order, none left out in between; the number of bytes. */
static size_t components_length(struct slice text, size_t at, const char *letters)
{
    size_t begin = at;
    const char *next = NULL;
    for (;;) {
        size_t digits = at;
        while (digits < text.length && is_digit(text.at[digits]))
            digits++;
        if (digits == at || digits == text.length)
            return at - begin;
        char letter = text.at[digits];
        const char *found = NULL;
        for (const char *each = letters; *each != '\0' && found == NULL; each++)
            found = *each == letter ? each : NULL;
        if (found == NULL || (next != NULL && found != next))
            return at - begin;
        next = found + 1;
        at = digits + 1;
    }
}

/* Appendix A: years, months, days; hours, minutes, seconds; or weeks. */
FORMAT(duration_valid)
{
    (void)scratch;
    if (text.length < 2 || text.at[0] != 'P')
        return false;
    size_t weeks = components_length(text, 1, "W");
    if (weeks > 0)
        return 1 + weeks == text.length;
    size_t at = 1 + components_length(text, 1, "YMD");
    if (at == text.length || text.at[at] != 'T')
        return at > 1 && at == text.length;
    size_t time = components_length(text, at + 1, "HMS");
    return time > 0 && at + 1 + time == text.length;
}
