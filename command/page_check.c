/* What was checked, on the page of a plan: the privacy gate's verdict on each file, waivers, warnings. */
#include <string.h>

#include "base/language.h"
#include "command/markup.h"
#include "command/page_part.h"

static const char *string(struct page *page, const struct json *object, const char *key)
{
    return json_get_string(page->arena, object, key);
}

static void table_open(struct page *page, const char *const *heads, size_t count)
{
    text_add(page->out, "<table>\n<thead><tr>");
    for (size_t i = 0; i < count; i++)
        markup_format(page->out, "<th scope=\"col\">%s</th>", heads[i]);
    text_add(page->out, "</tr></thead>\n<tbody>\n");
}

static void table_close(struct page *page)
{
    text_add(page->out, "</tbody>\n</table>\n");
}

static void cell_add(struct page *page, const char *text)
{
    text_add(page->out, "<td>");
    markup_add_piece(page->out, slice_of(text != NULL ? text : ""));
    text_add(page->out, "</td>");
}

/* ---- the gate ---- */

static const struct {
    const char *verdict;
    const char *words;
} verdicts[] = {
    {"passed", N_("looked into: nothing personal found")},
    {"waived", N_("let through by a waiver")},
    {"not_looked", N_("a link: not looked into")},
};

static const char *verdict_words(const char *verdict)
{
    for (size_t i = 0; verdict != NULL && i < sizeof verdicts / sizeof *verdicts; i++)
        if (strcmp(verdicts[i].verdict, verdict) == 0)
            return _(verdicts[i].words);
    return "";
}

static void file_add(struct page *page, const struct json *file)
{
    const struct json *codes = json_get(file, "codes");
    const char *sha256 = string(page, file, "sha256");
    text_add(page->out, "<tr><th scope=\"row\">");
    markup_add_piece(page->out, json_text(json_get(file, "file")));
    markup_format(page->out, "</th><td>%s", verdict_words(string(page, file, "verdict")));
    for (size_t i = 0; i < page_count(codes); i++)
        markup_format(page->out, " <code>%s</code>", slice_copy(page->arena, json_text(&codes->items[i])));
    markup_format(page->out,
                  sha256 != NULL ? "</td><td><code>%s</code></td></tr>\n" : "</td><td>%s</td></tr>\n",
                  sha256);
}

static void files_add(struct page *page)
{
    const struct json *files = json_get(page->plan, "files");
    const char *const heads[] = {_("File"), _("Verdict"), _("SHA-256 of the bytes that were looked into")};
    markup_format(
        page->out, "<h2>%s</h2>\n<p>%s</p>\n", _("Personal data"),
        _("The privacy gate looked into every file that goes out, its data dictionary and its name. It "
          "is open: otherwise there would be no plan. Values that may tell of a person are shown as "
          "dots on this page."));
    if (page_count(files) == 0)
        return;
    table_open(page, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < page_count(files); i++)
        file_add(page, &files->items[i]);
    table_close(page);
}

static void waiver_add(struct page *page, const struct json *waiver)
{
    const char *column = string(page, waiver, "column");
    markup_format(page->out, "<tr><td><code>%s</code></td><th scope=\"row\">", string(page, waiver, "code"));
    markup_add_piece(page->out, json_text(json_get(waiver, "file")));
    if (column != NULL)
        markup_format(page->out, "<br/><code>%s</code>", column);
    text_add(page->out, "</th>");
    cell_add(page, string(page, waiver, "by"));
    cell_add(page, string(page, waiver, "reason"));
    cell_add(page, string(page, waiver, "until"));
    text_add(page->out, "</tr>\n");
}

static void waivers_add(struct page *page)
{
    const struct json *waivers = json_get(page->plan, "waivers");
    const char *const heads[] = {_("Code"), _("File and column"), _("Who answers for it"), _("Why"),
                                 _("Last day")};
    markup_format(page->out, "<h3>%s</h3>\n", _("Waivers in force"));
    if (page_count(waivers) == 0) {
        markup_format(page->out, "<p>%s</p>\n", _("None."));
        return;
    }
    table_open(page, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < page_count(waivers); i++)
        waiver_add(page, &waivers->items[i]);
    table_close(page);
}

/* ---- warnings ---- */

static const char *place_of(struct page *page, const struct json *warning)
{
    const char *file = string(page, warning, "file");
    struct slice line = json_text(json_get(warning, "line"));
    return line.length > 0 ? arena_format(page->arena, "%s:%.*s", file != NULL ? file : "", SLICE(line))
                           : file;
}

static void warning_add(struct page *page, const struct json *warning)
{
    const char *hint = string(page, warning, "hint"), *label = string(page, warning, "label");
    const char *field = label != NULL ? label : string(page, warning, "field");
    text_add(page->out, "<tr><th scope=\"row\">");
    markup_add_piece(page->out, slice_of(place_of(page, warning)));
    text_add(page->out, "</th><td>");
    if (field != NULL) {
        markup_add_piece(page->out, slice_of(field));
        text_add(page->out, ": ");
    }
    markup_add_piece(page->out, json_text(json_get(warning, "message")));
    if (hint != NULL)
        markup_format(page->out, "<br/>%s", hint);
    markup_format(page->out, "</td><td class=\"code\"><code>%s</code></td></tr>\n",
                  string(page, warning, "code"));
}

static void warnings_add(struct page *page)
{
    const struct json *warnings = json_get(page->plan, "warnings");
    struct slice all = json_text(json_get(json_get(page->plan, "findings"), "warnings"));
    const char *const heads[] = {_("Place"), _("What was found"), _("Code")};
    markup_format(page->out, "<h2>%s</h2>\n", _("Warnings of the check"));
    if (page_count(warnings) == 0) {
        markup_format(page->out, "<p>%s</p>\n",
                      _("None, and no errors: with errors there would be no plan."));
        return;
    }
    text_add(page->out, "<p>");
    markup_format(page->out, _("Warnings: %s. Errors: none; with errors there would be no plan."),
                  page_number(page, all));
    text_add(page->out, "</p>\n");
    table_open(page, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < page_count(warnings); i++)
        warning_add(page, &warnings->items[i]);
    table_close(page);
}

void page_checks(struct page *page)
{
    files_add(page);
    waivers_add(page);
    warnings_add(page);
}
