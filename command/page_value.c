/* Values on the page of a plan: masked, escaped, and with what differs marked. */
#include <string.h>

#include "base/json_write.h"
#include "base/language.h"
#include "base/utf8.h"
#include "command/markup.h"
#include "command/page_part.h"
#include "command/report.h"

/* ---- texts ---- */

/* Where a text may be cut: before a letter that takes a column of its own. */
static bool begins_letter(struct slice text, size_t at)
{
    const char *from = text.at + at, *end = text.at + text.length;
    if (from == end)
        return true;
    utf8_next(&from, end);
    return utf8_width((struct slice){text.at + at, (size_t)(from - text.at) - at}) > 0;
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* What both texts begin and end with. */
struct common {
    size_t before, behind;
};

static struct common common_find(struct slice a, struct slice b)
{
    size_t most = a.length < b.length ? a.length : b.length;
    struct common common = {0};
    while (common.before < most && a.at[common.before] == b.at[common.before])
        common.before++;
    while (common.before > 0 && ((common.before < a.length && continues(a.at[common.before])) ||
                                 (common.before < b.length && continues(b.at[common.before])) ||
                                 !begins_letter(a, common.before) || !begins_letter(b, common.before)))
        common.before--;
    while (common.behind < most - common.before &&
           a.at[a.length - 1 - common.behind] == b.at[b.length - 1 - common.behind])
        common.behind++;
    while (common.behind > 0 &&
           (continues(a.at[a.length - common.behind]) || !begins_letter(a, a.length - common.behind)))
        common.behind--;
    return common;
}

static struct slice string_of(const struct json *value)
{
    return json_is(value, JSON_STRING) ? json_text(value) : (struct slice){"", 0};
}

static void marked_add(struct text *out, const char *mark, struct slice text)
{
    if (text.length == 0)
        return;
    text_format(out, "<%s>", mark);
    markup_add(out, text);
    text_format(out, "</%s>", mark);
}

/* With what the other text has not marked, where the two have something in common. */
static void text_add_marked(struct page *page, struct slice text, struct slice other, const char *mark)
{
    struct common common = common_find(text, other);
    size_t differs = text.length - common.before - common.behind;
    if (common.before + common.behind == 0 || other.length == 0) {
        markup_add(page->out, text);
        return;
    }
    markup_add(page->out, (struct slice){text.at, common.before});
    marked_add(page->out, mark, (struct slice){text.at + common.before, differs});
    markup_add(page->out, (struct slice){text.at + common.before + differs, common.behind});
}

static void string_add(struct page *page, const struct json *value, const struct json *other,
                       const char *mark)
{
    struct slice text = json_text(value), shown = report_shown(page->arena, text);
    struct slice beside = string_of(other);
    bool masked = shown.at != text.at || report_shown(page->arena, beside).at != beside.at;
    text_add(page->out, "<bdi>");
    if (mark == NULL || masked)
        markup_add(page->out, shown);
    else
        text_add_marked(page, text, beside, mark);
    text_add(page->out, "</bdi>");
}

/* ---- lists and the rest ---- */

static bool is_plain_list(const struct json *value)
{
    for (size_t i = 0; i < page_count(value); i++)
        if (!json_is(&value->items[i], JSON_STRING))
            return false;
    return page_count(value) > 0;
}

static bool list_has(const struct json *list, struct slice text)
{
    for (size_t i = 0; i < page_count(list); i++)
        if (slice_equal(json_text(&list->items[i]), text))
            return true;
    return false;
}

static void list_add(struct page *page, const struct json *list, const struct json *other, const char *mark)
{
    text_add(page->out, "<ul>");
    for (size_t i = 0; i < list->count; i++) {
        struct slice text = json_text(&list->items[i]);
        const char *around = mark != NULL && !list_has(other, text) ? mark : "bdi";
        text_format(page->out, "<li><%s>", around);
        markup_add(page->out, report_shown(page->arena, text));
        text_format(page->out, "</%s></li>", around);
    }
    text_add(page->out, "</ul>");
}

static void json_add(struct page *page, const struct json *value)
{
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    json_write_value(&writer, value);
    text_add(page->out, "<code>");
    markup_add(page->out, report_shown(page->arena, text_slice(&text)));
    text_add(page->out, "</code>");
    text_free(&text);
}

void page_value(struct page *page, const struct json *value, const struct json *other, const char *mark)
{
    if (value == NULL || value->type == JSON_NULL)
        markup_format(page->out, "<span class=\"quiet\">%s</span>", _("(nothing)"));
    else if (value->type == JSON_TRUE || value->type == JSON_FALSE)
        text_add(page->out, value->type == JSON_TRUE ? _("yes") : _("no"));
    else if (value->type == JSON_STRING)
        string_add(page, value, other, mark);
    else if (is_plain_list(value))
        list_add(page, value, other, is_plain_list(other) ? mark : NULL);
    else
        json_add(page, value);
}

const char *page_number(struct page *page, struct slice number)
{
    struct text text = {0};
    uint64_t count = 0;
    for (size_t i = 0; i < number.length && number.at[i] >= '0' && number.at[i] <= '9'; i++)
        count = count * 10 + (uint64_t)(number.at[i] - '0');
    text_add_count(&text, count);
    const char *shown = arena_string(page->arena, text.at);
    text_free(&text);
    return shown;
}
