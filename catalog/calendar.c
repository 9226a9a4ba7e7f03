#include "catalog/calendar.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/language.h"
#include "base/utf8.h"
#include "base/version.h"

#define LINE_OCTETS 75

/* ---- lines ---- */

/* Adds a content line, folded. */
static void add_line(struct text *out, const char *name, struct slice value)
{
    struct text line = {0};
    text_add(&line, name);
    text_add(&line, ":");
    text_add_slice(&line, value);
    const char *at = line.at, *end = line.at + line.length;
    for (size_t used = 0; at < end;) {
        const char *first = at;
        utf8_next(&at, end);
        size_t length = (size_t)(at - first);
        if (used + length > LINE_OCTETS) {
            text_add(out, "\r\n ");
            used = 1;
        }
        text_add_bytes(out, first, length);
        used += length;
    }
    text_add(out, "\r\n");
    text_free(&line);
}

static void add_word(struct text *out, const char *name, const char *word)
{
    add_line(out, name, slice_of(word));
}

/* TEXT of RFC 5545, 3.3.11: what means something is escaped, control characters are left out. */
static void escape(struct text *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '\\' || c == ';' || c == ',')
            text_add_char(out, '\\');
        if (c == '\n')
            text_add(out, "\\n");
        else if ((unsigned char)c >= 0x20 && c != 0x7F)
            text_add_char(out, c);
    }
}

static void add_text(struct text *out, const char *name, struct slice text)
{
    struct text escaped = {0};
    escape(&escaped, text);
    add_line(out, name, text_slice(&escaped));
    text_free(&escaped);
}

/* ---- moments ---- */

static void add_day(struct text *out, const char *name, struct date date)
{
    struct text day = {0};
    text_format(&day, "%04d%02d%02d", date.year, date.month, date.day);
    add_line(out, name, text_slice(&day));
    text_free(&day);
}

static void add_stamp(struct text *out, struct date updated)
{
    struct text stamp = {0};
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    errno = 0;
    long long seconds = fixed != NULL && *fixed != '\0' ? strtoll(fixed, &end, 10) : -1;
    struct tm parts = {.tm_year = updated.year - 1900, .tm_mon = updated.month - 1, .tm_mday = updated.day};
    if (seconds >= 0 && errno == 0 && *end == '\0') {
        time_t moment = (time_t)seconds;
        gmtime_r(&moment, &parts);
    }
    text_format(&stamp, "%04d%02d%02dT%02d%02d%02dZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                parts.tm_hour, parts.tm_min, parts.tm_sec);
    add_line(out, "DTSTAMP", text_slice(&stamp));
    text_free(&stamp);
}

/* ---- events ---- */

static void add_description(const struct freshness *freshness, struct text *out)
{
    struct text words = {0};
    freshness_add_promise(freshness, &words);
    text_add(&words, "\n");
    text_add(&words, _("last update: "));
    date_add_both(&words, freshness->updated);
    text_add(&words, "\n");
    text_add(&words, _("due: "));
    date_add_both(&words, freshness->due);
    add_text(out, "DESCRIPTION", text_slice(&words));
    text_free(&words);
}

static void add_event(const struct workspace *workspace, const struct freshness *freshness, struct text *out)
{
    struct text summary = {0}, uid = {0};
    const char *organization = workspace->organization_name != NULL ? workspace->organization_name : "";
    text_format(&summary, _("Update due: %s"), *freshness->title ? freshness->title : freshness->name);
    text_format(&uid, "%s.%s@banchi.invalid", freshness->name, organization);
    add_word(out, "BEGIN", "VEVENT");
    add_text(out, "UID", text_slice(&uid));
    add_stamp(out, freshness->updated);
    add_day(out, "DTSTART;VALUE=DATE", freshness->due);
    add_day(out, "DTEND;VALUE=DATE", date_after_days(freshness->due, 1));
    add_text(out, "SUMMARY", text_slice(&summary));
    add_description(freshness, out);
    add_word(out, "TRANSP", "TRANSPARENT");
    add_word(out, "END", "VEVENT");
    text_free(&summary);
    text_free(&uid);
}

/* A calendar has at least one component (3.4): where nothing is due, the time zone of the office. */
static void add_zone(struct text *out)
{
    static const char *const lines[][2] = {
        {"BEGIN", "VTIMEZONE"},    {"TZID", "Asia/Bangkok"},
        {"BEGIN", "STANDARD"},     {"DTSTART", "19700101T000000"},
        {"TZOFFSETFROM", "+0700"}, {"TZOFFSETTO", "+0700"},
        {"END", "STANDARD"},       {"END", "VTIMEZONE"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        add_word(out, lines[i][0], lines[i][1]);
}

void calendar_add(const struct workspace *workspace, const struct freshness *list, size_t count,
                  struct text *out)
{
    size_t events = 0;
    add_word(out, "BEGIN", "VCALENDAR");
    add_word(out, "VERSION", "2.0");
    add_word(out, "PRODID", "-//banchi//banchi " BANCHI_VERSION "//EN");
    add_word(out, "CALSCALE", "GREGORIAN");
    for (size_t i = 0; i < count; i++) {
        if (list[i].reason != NULL)
            continue;
        add_event(workspace, &list[i], out);
        events++;
    }
    if (events == 0)
        add_zone(out);
    add_word(out, "END", "VCALENDAR");
}
