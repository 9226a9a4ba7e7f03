/* One dataset on the page of a plan: what becomes of it, item by item and file by file. */
#include <string.h>

#include "base/language.h"
#include "command/markup.h"
#include "command/page_part.h"
#include "command/report.h"
#include "metadata/profile.h"

static const struct {
    const char *action;
    const char *dataset;
    const char *resource;
} actions[] = {
    {"create", N_("new on the portal"), N_("new")},
    {"update", N_("changed"), N_("changed")},
    {"withdraw", N_("withdrawn from the public"), N_("removed")},
    {"conflict", N_("stopped: the portal changed it as well"), N_("stopped: the portal changed it as well")},
    {"remove", N_("removed from the portal"), N_("removed from the portal")},
    {"unchanged", N_("unchanged"), N_("unchanged")},
};

const char *page_action(const char *action, bool resource)
{
    for (size_t i = 0; action != NULL && i < sizeof actions / sizeof *actions; i++)
        if (strcmp(actions[i].action, action) == 0)
            return _(resource ? actions[i].resource : actions[i].dataset);
    return "";
}

static const char *string(struct page *page, const struct json *object, const char *key)
{
    return json_get_string(page->arena, object, key);
}

static bool is(const struct json *object, const char *key, const char *value)
{
    return slice_equals(json_text(json_get(object, key)), value);
}

/* ---- what is dangerous ---- */

static void danger_add(struct text *out, size_t *count, const char *format, const char *what)
{
    text_add(out, "<li>");
    for (const char *at = format; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 's') {
            text_add(out, "<strong>");
            markup_add_piece(out, slice_of(what));
            text_add(out, "</strong>");
            at++;
        } else {
            text_add_char(out, *at);
        }
    }
    text_add(out, "</li>\n");
    *count += 1;
}

static void visibility_danger(const struct json *fields, struct text *out, size_t *count, const char *dataset)
{
    for (size_t i = 0; i < page_count(fields); i++) {
        const struct json *field = &fields->items[i];
        if (!is(field, "field", "private") || json_is(json_get(field, "from"), JSON_NULL))
            continue;
        danger_add(out, count,
                   json_is(json_get(field, "to"), JSON_TRUE)
                       ? _("%s becomes private: only the organization may see it")
                       : _("%s becomes public: everybody may see it"),
                   dataset);
    }
}

static bool has_kept(const struct json *object)
{
    const struct json *fields = json_get(object, "fields");
    const struct json *ways = json_get(object, "ways");
    for (size_t i = 0; i < page_count(fields); i++)
        if (is(&fields->items[i], "way", "kept"))
            return true;
    for (uint32_t i = 0; json_is(ways, JSON_OBJECT) && i < ways->count; i++)
        if (slice_equals(json_text(&ways->members[i].value), "kept"))
            return true;
    return false;
}

static void resource_dangers(struct page *page, const struct json *resource, struct text *out, size_t *count)
{
    const char *file = string(page, resource, "file");
    if (is(resource, "action", "remove"))
        danger_add(out, count, _("%s is removed from the portal"), file);
    if (json_get_true(resource, "anew") && !is(resource, "action", "create"))
        danger_add(out, count,
                   _("the table of %s is deleted and made anew: until that is done the public sees none or "
                     "part of its rows"),
                   file);
    if (has_kept(resource))
        danger_add(out, count, _("what somebody changed on the portal in %s is written over"), file);
}

size_t page_dangers(struct page *page, const struct json *change, struct text *out)
{
    const char *dataset = string(page, change, "dataset");
    const struct json *resources = json_get(change, "resources");
    bool withdraws = is(change, "action", "withdraw");
    size_t count = 0;
    if (json_get_true(change, "deletes"))
        danger_add(out, &count, _("%s is deleted on the portal; the portal's keeper can bring it back"),
                   dataset);
    else if (withdraws)
        danger_add(out, &count, _("%s is withdrawn: it becomes private"), dataset);
    if (!withdraws)
        visibility_danger(json_get(change, "fields"), out, &count, dataset);
    if (json_get(change, "renamed_from") != NULL)
        danger_add(out, &count, _("%s had another name: its address on the portal changes"), dataset);
    if (has_kept(change))
        danger_add(out, &count, _("what somebody changed on the portal in %s is written over"), dataset);
    for (size_t i = 0; i < page_count(resources); i++)
        resource_dangers(page, &resources->items[i], out, &count);
    return count;
}

/* ---- fields ---- */

/* What no profile calls by a name. */
static const struct {
    const char *key;
    const char *label;
} labels[] = {
    {"private", N_("private")},
    {"resources", N_("order of the files")},
    {"hash", N_("SHA-256 of the file")},
    {"mimetype", N_("media type")},
    {"banchi_table", N_("keys of the table: missing values, primary key")},
};

static const char *label_of(const struct page *page, const char *key, bool resource)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i].key, key) == 0)
            return _(labels[i].label);
    return profile_label(page->profile, key, resource);
}

/* NULL where it is the file that changed. */
static const char *way_words(const struct json *way)
{
    struct slice name = json_text(way);
    return slice_equals(name, "theirs")     ? _("changed on the portal")
           : slice_equals(name, "conflict") ? _("changed on the portal and in the file")
           : slice_equals(name, "kept")     ? _("changed on the portal, but yours is kept")
                                            : NULL;
}

static void field_name_add(struct page *page, const struct json *field, bool resource)
{
    const char *key = string(page, field, "field");
    const char *label = label_of(page, key != NULL ? key : "", resource);
    text_add(page->out, "<tr><th scope=\"row\">");
    markup_add_piece(page->out, slice_of(label));
    if (key != NULL && strcmp(label, key) != 0)
        markup_format(page->out, " <code>%s</code>", key);
    const char *words = way_words(json_get(field, "way"));
    if (words != NULL)
        markup_format(page->out, "<br/><em>%s</em>", words);
    text_add(page->out, "</th>");
}

static void field_add(struct page *page, const struct json *field, bool resource, bool both)
{
    const struct json *from = json_get(field, "from"), *to = json_get(field, "to");
    field_name_add(page, field, resource);
    if (both) {
        text_add(page->out, "<td>");
        page_value(page, from, to, "del");
        text_add(page->out, "</td>");
    }
    text_add(page->out, "<td>");
    page_value(page, to, from, both ? "ins" : NULL);
    text_add(page->out, "</td></tr>\n");
}

/* Without a "before" where nothing of it is on the portal. */
static void fields_add(struct page *page, const struct json *fields, bool resource, bool both)
{
    if (page_count(fields) == 0)
        return;
    markup_format(page->out, "<table class=\"fields\"><thead><tr><th scope=\"col\">%s</th>", _("Item"));
    if (both)
        markup_format(page->out, "<th scope=\"col\">%s</th>", _("On the portal now"));
    markup_format(page->out, "<th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
                  both ? _("After publishing") : _("Value"));
    for (size_t i = 0; i < page_count(fields); i++)
        field_add(page, &fields->items[i], resource, both);
    text_add(page->out, "</tbody></table>\n");
}

/* ---- files ---- */

/* "Label: 7,800 (now 7,609)" */
static void count_add(struct page *page, const struct json *resource, const char *label, const char *key,
                      const char *key_before)
{
    const struct json *count = json_get(resource, key), *before = json_get(resource, key_before);
    if (count == NULL)
        return;
    markup_format(page->out, "<dt>%s</dt><dd>%s", label, page_number(page, json_text(count)));
    if (before != NULL && !slice_equal(json_text(count), json_text(before)))
        markup_format(page->out, _(" (now %s)"), page_number(page, json_text(before)));
    text_add(page->out, "</dd>\n");
}

static void part_add(struct page *page, const struct json *resource, const char *part, const char *sentence)
{
    const char *words = way_words(json_get(json_get(resource, "ways"), part));
    if (!json_get_true(resource, arena_format(page->arena, "send_%s", part)))
        return;
    markup_format(page->out, "<li>%s", sentence);
    if (words != NULL)
        markup_format(page->out, " <em>(%s)</em>", words);
    text_add(page->out, "</li>\n");
}

/* What of it is sent, in sentences. */
static void parts_add(struct page *page, const struct json *resource)
{
    bool fresh = is(resource, "action", "create");
    if (is(resource, "action", "remove"))
        return;
    text_add(page->out, "<ul>\n");
    if (json_get(resource, "bytes") == NULL)
        markup_format(page->out, "<li>%s</li>\n",
                      _("It is a link: what stands there is not the office's file."));
    part_add(page, resource, "file",
             fresh ? _("The file is sent.") : _("The file is sent in the place of the one that is there."));
    part_add(page, resource, "rows",
             fresh ? _("Its rows become a table of the portal.") : _("The rows of its table change."));
    part_add(page, resource, "dictionary",
             fresh ? _("The table gets its data dictionary.")
                   : _("The data dictionary of its table changes."));
    if (json_get_true(resource, "renamed"))
        markup_format(page->out, "<li>%s</li>\n", _("It has another name now, and keeps its id."));
    text_add(page->out, "</ul>\n");
}

static void resource_add(struct page *page, const struct json *resource)
{
    const char *sha256 = string(page, resource, "sha256");
    bool fresh = is(resource, "action", "create");
    if (is(resource, "action", "unchanged"))
        return;
    text_add(page->out, "<section class=\"file\">\n<h3>");
    markup_add_piece(page->out, json_text(json_get(resource, "file")));
    markup_format(page->out, ": %s</h3>\n", page_action(string(page, resource, "action"), true));
    parts_add(page, resource);
    text_add(page->out, sha256 != NULL ? "<dl>\n" : "");
    count_add(page, resource, _("Bytes"), "bytes", "bytes_before");
    if (sha256 != NULL)
        markup_format(page->out, "<dt>SHA-256</dt><dd><code>%s</code></dd>\n", sha256);
    count_add(page, resource, _("Rows"), "rows", "rows_before");
    text_add(page->out, sha256 != NULL ? "</dl>\n" : "");
    fields_add(page, json_get(resource, "fields"), true, !fresh);
    text_add(page->out, "</section>\n");
}

/* ---- a dataset ---- */

static void heading_add(struct page *page, const struct json *change, size_t number)
{
    struct slice title = json_text(json_get(change, "title"));
    text_format(page->out, "<section id=\"d%zu\">\n<h2>%zu. ", number, number);
    if (title.length > 0) {
        markup_add_piece(page->out, report_shown(page->arena, title));
        text_add(page->out, " ");
    }
    markup_format(page->out, "<code>%s</code></h2>\n", string(page, change, "dataset"));
    markup_format(page->out, "<p class=\"action\">%s</p>\n",
                  page_action(string(page, change, "action"), false));
}

static void sentences_add(struct page *page, const struct json *change)
{
    static const char *const said[] = {"reason", "blocked"};
    struct text dangers = {0};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (json_get(change, said[i]) != NULL)
            markup_format(page->out, "<p class=\"stop\">%s</p>\n", string(page, change, said[i]));
    if (page_dangers(page, change, &dangers) > 0)
        text_format(page->out, "<ul class=\"danger\">\n%s</ul>\n", dangers.at);
    text_free(&dangers);
    if (json_get(change, "renamed_from") != NULL) {
        text_add(page->out, "<p>");
        markup_format(page->out, _("Its name on the portal until now: %s"),
                      string(page, change, "renamed_from"));
        text_add(page->out, "</p>\n");
    }
    if (json_get_true(change, "reorder"))
        markup_format(page->out, "<p>%s</p>\n", _("Its files stand in another order."));
}

void page_change(struct page *page, const struct json *change, size_t number)
{
    const struct json *resources = json_get(change, "resources");
    heading_add(page, change, number);
    sentences_add(page, change);
    fields_add(page, json_get(change, "fields"), false, !is(change, "action", "create"));
    for (size_t i = 0; i < page_count(resources); i++)
        resource_add(page, &resources->items[i]);
    text_add(page->out, "</section>\n");
}
