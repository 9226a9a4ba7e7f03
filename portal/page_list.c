#include <string.h>

#include "base/utf8.h"
#include "portal/html.h"
#include "portal/markdown.h"
#include "portal/organization.h"
#include "portal/package.h"
#include "portal/page_part.h"
#include "portal/people.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/value.h"

#define LIST_AT_ONCE 50
#define SUMMARY_COLUMNS 180

/* Which datasets are listed: all, those with the words, those of an organization. */
struct listing {
    const char *words;        /* NULL: any */
    const char *organization; /* id; NULL: any */
    long long first;          /* index of the first that is shown */
    long long found;          /* how many there are */
    struct value *shown;
};

static bool value_has(const struct value *value, const char *word)
{
    if (value_is(value, VALUE_STRING))
        return strcasestr(value->text.at, word) != NULL;
    bool list = value_is(value, VALUE_LIST);
    for (size_t i = 0; (list || value_is(value, VALUE_OBJECT)) && i < value->count; i++)
        if (value_has(list ? value->items[i] : value->members[i].value, word))
            return true;
    return false;
}

/* Every word must stand somewhere, within other words too: Thai has no blanks between them. */
static bool has_words(struct page *page, const struct value *dataset, const char *words)
{
    static const char *const places[] = {"title", "name", "notes", "tags", "organization", "resources"};
    const char *at = words;
    while (*(at += strspn(at, " \t\n")) != 0) {
        size_t length = strcspn(at, " \t\n");
        const char *word = arena_copy(page->arena, at, length);
        bool found = false;
        for (size_t i = 0; i < sizeof places / sizeof *places && !found; i++)
            found = value_has(value_get(dataset, places[i]), word);
        if (!found)
            return false;
        at += length;
    }
    return true;
}

static void consider(struct page *page, struct listing *listing, const char *id)
{
    const struct package package = package_find(page->request, id);
    if (package.id == NULL || (package.is_private && !people_may_read(page->request, package.owner_org)))
        return;
    bool within = listing->found >= listing->first && listing->found < listing->first + LIST_AT_ONCE;
    if (listing->words == NULL && !within) {
        listing->found++;
        return;
    }
    struct value *dataset = package_dictize(page->request, &package);
    if (listing->words != NULL && !has_words(page, dataset, listing->words))
        return;
    if (within)
        value_append(page->arena, listing->shown, dataset);
    listing->found++;
}

static void find(struct page *page, struct listing *listing)
{
    struct rows rows;
    listing->shown = value_list(page->arena);
    rows_open(&rows, page->request->session,
              "SELECT id FROM package WHERE state = 'active' AND (?1 IS NULL OR owner_org = ?1)"
              " ORDER BY title, name",
              "s", listing->organization);
    while (rows_next(&rows))
        consider(page, listing, rows_text(&rows, page->arena, 0));
    rows_close(&rows);
}

/* The first line that says something, without Markdown's marks before it. */
static void add_summary(struct page *page, const char *notes)
{
    struct slice rest = slice_of(notes);
    struct slice line = {"", 0};
    while (line.length == 0 && rest.length > 0) {
        const char *end = memchr(rest.at, '\n', rest.length);
        size_t length = end == NULL ? rest.length : (size_t)(end - rest.at);
        line = slice_trim((struct slice){rest.at, length});
        while (line.length > 0 && strchr("#>*- ", line.at[0]) != NULL)
            line = (struct slice){line.at + 1, line.length - 1};
        length += end == NULL ? 0 : 1;
        rest = (struct slice){rest.at + length, rest.length - length};
    }
    struct slice cut = utf8_cut(line, SUMMARY_COLUMNS);
    if (line.length == 0)
        return;
    text_add(page->out, "<p>");
    html_escape(page->out, cut);
    text_add(page->out, cut.length < line.length ? "…</p>\n" : "</p>\n");
}

/* Each format once. */
static void add_formats(struct page *page, const struct value *resources)
{
    struct value *seen = value_object(page->arena);
    for (size_t i = 0; i < resources->count; i++) {
        const struct value *format = value_get(resources->items[i], "format");
        if (!value_is(format, VALUE_STRING) || format->text.length == 0 ||
            value_get_slice(seen, format->text) != NULL)
            continue;
        value_set_slice(page->arena, seen, format->text, value_bool(page->arena, true));
        html_format(page->out, "<span class=\"format\">%s</span> ", format->text.at);
    }
}

static void add_entry(struct page *page, const struct value *dataset)
{
    html_format(page->out, "<li>\n<h2><a href=\"%s\">%s</a> ", page_dataset_address(page, dataset, NULL),
                page_title_of(dataset));
    page_badges(page, dataset);
    text_add(page->out, "</h2>\n");
    const struct value *organization = value_get(dataset, "organization");
    if (value_is(organization, VALUE_OBJECT))
        html_format(page->out, "<p class=\"quiet\">%s</p>\n", page_title_of(organization));
    add_summary(page, value_get_text(dataset, "notes"));
    text_add(page->out, "<p class=\"formats\">");
    add_formats(page, value_get(dataset, "resources"));
    text_add(page->out, "</p>\n</li>\n");
}

static void add_step(struct page *page, const struct listing *listing, long long number, const char *label)
{
    const char *words = html_url_part(page->arena, listing->words == NULL ? "" : listing->words);
    const char *address = arena_format(page->arena, "?q=%s&page=%lld", words, number);
    html_format(page->out, "<a href=\"%s\">%s</a> ", address, label);
}

static void add_entries(struct page *page, const struct listing *listing)
{
    long long number = listing->first / LIST_AT_ONCE + 1;
    text_add(page->out, "<ul class=\"datasets\">\n");
    for (size_t i = 0; i < listing->shown->count; i++)
        add_entry(page, listing->shown->items[i]);
    text_add(page->out, "</ul>\n");
    if (listing->found <= LIST_AT_ONCE)
        return;
    text_add(page->out, "<p class=\"steps\">");
    if (number > 1)
        add_step(page, listing, number - 1, "← หน้าก่อน");
    text_format(page->out, "หน้า %lld จาก %lld ", number, (listing->found + LIST_AT_ONCE - 1) / LIST_AT_ONCE);
    if (number * LIST_AT_ONCE < listing->found)
        add_step(page, listing, number + 1, "หน้าถัดไป →");
    text_add(page->out, "</p>\n");
}

static long long first_asked(struct page *page)
{
    int64_t number = 1;
    value_to_integer(value_get(page->request->arguments, "page"), &number);
    return number < 1 || number > 1000000 ? 0 : (number - 1) * LIST_AT_ONCE;
}

void page_show_list(struct page *page)
{
    const char *words = value_get_text(page->request->arguments, "q");
    bool asked = words != NULL && words[strspn(words, " \t\n")] != 0;
    struct listing listing = {.words = asked ? words : NULL, .first = first_asked(page)};
    find(page, &listing);
    page_open(page, 200, "ชุดข้อมูล");
    text_add(page->out, "<h1>ชุดข้อมูล</h1>\n");
    html_format(page->out,
                "<form action=\"/dataset\" method=\"get\" role=\"search\"><label for=\"q\">ค้นหาชุดข้อมูล</label>"
                "<input id=\"q\" name=\"q\" type=\"search\" value=\"%s\"><button>ค้นหา</button></form>\n",
                words);
    text_format(page->out, "<p class=\"quiet\">%s %lld ชุดข้อมูล</p>\n", asked ? "พบ" : "ทั้งหมด", listing.found);
    if (listing.found == 0)
        text_add(page->out, asked ? "<p>ไม่พบชุดข้อมูลที่มีคำเหล่านี้ <a href=\"/dataset\">ดูทั้งหมด</a></p>\n"
                                  : "<p>ยังไม่มีชุดข้อมูล ใช้คำสั่ง <code>banchi publish</code> เพื่อเผยแพร่มาที่นี่</p>\n");
    add_entries(page, &listing);
    page_close(page);
}

void page_show_organization(struct page *page, const char *name)
{
    const char *id = team_find(page->request, name, true);
    const struct value *organization = team_brief(page->request, id);
    if (!value_equals(value_get(organization, "state"), "active")) {
        page_missing(page);
        return;
    }
    struct listing listing = {.organization = id, .first = first_asked(page)};
    find(page, &listing);
    page_open(page, 200, page_title_of(organization));
    html_format(page->out, "<p class=\"path\"><a href=\"/organization\">หน่วยงาน</a></p>\n<h1>%s</h1>\n",
                page_title_of(organization));
    const struct value *description = value_get(organization, "description");
    if (value_truthy(description) && value_is(description, VALUE_STRING))
        markdown_add(page->out, description->text);
    text_format(page->out, "<p class=\"quiet\">ทั้งหมด %lld ชุดข้อมูล</p>\n", listing.found);
    add_entries(page, &listing);
    page_close(page);
}

void page_show_organizations(struct page *page)
{
    struct rows rows;
    page_open(page, 200, "หน่วยงาน");
    text_add(page->out, "<h1>หน่วยงาน</h1>\n<ul class=\"datasets\">\n");
    rows_open(&rows, page->request->session,
              "SELECT name, coalesce(nullif(title, ''), name) FROM team"
              " WHERE organization = 1 AND state = 'active' ORDER BY 2",
              "");
    while (rows_next(&rows)) {
        const char *name = rows_text(&rows, page->arena, 0);
        html_format(page->out, "<li><h2><a href=\"/organization/%s\">%s</a></h2></li>\n",
                    html_url_part(page->arena, name), rows_text(&rows, page->arena, 1));
    }
    rows_close(&rows);
    text_add(page->out, "</ul>\n");
    page_close(page);
}
