#include "command/page.h"

#include <string.h>

#include "base/date.h"
#include "base/language.h"
#include "command/markup.h"
#include "command/page_part.h"
#include "command/report.h"

extern const char command_plan_style[], command_plan_style_end[];

static const char *string(struct page *page, const struct json *object, const char *key)
{
    return json_get_string(page->arena, object, key);
}

/* ---- head ---- */

static void head_add(struct page *page)
{
    const char *portal = string(page, page->plan, "portal");
    text_format(page->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n",
                language_is_thai() ? "th" : "en");
    text_add(page->out,
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>");
    markup_format(page->out, _("Plan of publishing to %s"), portal);
    text_add(page->out, "</title>\n<style>\n");
    text_add_bytes(page->out, command_plan_style, (size_t)(command_plan_style_end - command_plan_style));
    text_add(page->out, "</style>\n</head>\n<body>\n<main>\n<h1>");
    markup_format(page->out, _("Plan of publishing to %s"), portal);
    text_add(page->out, "</h1>\n");
}

/* ---- facts ---- */

static void fact_open(struct page *page, const char *label)
{
    markup_format(page->out, "<tr><th scope=\"row\">%s</th><td>", label);
}

static void fact_close(struct page *page)
{
    text_add(page->out, "</td></tr>\n");
}

static void fact(struct page *page, const char *label, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    fact_open(page, label);
    markup_add_piece(page->out, slice_of(value));
    fact_close(page);
}

static void code_fact(struct page *page, const char *label, const char *value)
{
    if (value == NULL)
        return;
    fact_open(page, label);
    markup_format(page->out, "<code>%s</code>", value);
    fact_close(page);
}

/* "2026-11-22T18:47:00+07:00" in both eras, with the time. */
static void moment_fact(struct page *page, const char *label, const char *moment)
{
    struct text shown = {0};
    struct date date;
    if (moment == NULL || strlen(moment) < 16 || !date_read((struct slice){moment, 10}, &date))
        return;
    date_add_both(&shown, date);
    text_format(&shown, " %.5s", moment + 11);
    fact(page, label, shown.at);
    text_free(&shown);
}

static void commit_facts(struct page *page, const struct json *made)
{
    const struct json *commit = json_get(made, "commit");
    const struct json *uncommitted = json_get(made, "uncommitted");
    if (commit == NULL) {
        fact(page, _("Commit"), _("none: git does not tell of one"));
        return;
    }
    fact_open(page, _("Commit"));
    markup_format(page->out, "<code>%s</code><br/>", string(page, commit, "id"));
    markup_add_piece(page->out, json_text(json_get(commit, "subject")));
    markup_format(page->out, "<br/>%s, %s", string(page, commit, "author"), string(page, commit, "date"));
    fact_close(page);
    if (page_count(uncommitted) == 0)
        return;
    fact_open(page, _("Not as in that commit"));
    page_value(page, uncommitted, NULL, NULL);
    fact_close(page);
}

static void approval_fact(struct page *page)
{
    const struct json *approval = json_get(page->plan, "approval");
    bool same = approval != NULL && slice_equal(json_text(json_get(approval, "digest")),
                                                json_text(json_get(page->plan, "digest")));
    if (!same)
        return;
    fact_open(page, _("Approved"));
    markup_format(page->out, _("by %s on %s, as the file notes; that is no signature"),
                  string(page, approval, "author"), string(page, approval, "date"));
    fact_close(page);
}

static void facts_add(struct page *page)
{
    const struct json *workspace = json_get(page->plan, "workspace");
    const struct json *made = json_get(page->plan, "made");
    const char *url = string(page, page->plan, "url");
    bool embedded = url != NULL && strcmp(url, "embedded") == 0;
    text_add(page->out, "<table class=\"facts\">\n<tbody>\n");
    fact(page, _("Catalog"), string(page, workspace, "title"));
    fact(page, _("Organization"), string(page, workspace, "organization"));
    fact(page, _("Portal"), string(page, page->plan, "portal"));
    fact(page, _("Its address"), embedded ? _("the sandbox on this machine") : url);
    moment_fact(page, _("Made"), string(page, made, "at"));
    fact(page, _("By"), string(page, made, "by"));
    commit_facts(page, made);
    approval_fact(page);
    code_fact(page, _("Digest of the plan"), string(page, page->plan, "digest"));
    text_add(page->out, "</tbody>\n</table>\n");
}

/* ---- the whole in short ---- */

/* What a waiver lets through is told with the rest. */
static size_t waived_add(struct page *page, struct text *out)
{
    const struct json *files = json_get(page->plan, "files");
    size_t count = 0;
    for (size_t i = 0; i < page_count(files); i++) {
        if (!slice_equals(json_text(json_get(&files->items[i], "verdict")), "waived"))
            continue;
        text_add(out, "<li><strong>");
        markup_add_piece(out, json_text(json_get(&files->items[i], "file")));
        markup_format(out, "</strong>: %s</li>\n",
                      _("the privacy gate found something, and a waiver lets it through"));
        count++;
    }
    return count;
}

static void dangers_add(struct page *page)
{
    const struct json *changes = json_get(page->plan, "changes");
    struct text dangers = {0};
    size_t count = waived_add(page, &dangers);
    for (size_t i = 0; i < page_count(changes); i++)
        count += page_dangers(page, &changes->items[i], &dangers);
    markup_format(page->out, "<h2>%s</h2>\n", _("To look at with care"));
    if (count == 0)
        markup_format(page->out, "<p>%s</p>\n",
                      _("Nothing is taken away from the public, renamed, or written over."));
    else
        text_format(page->out, "<ul class=\"danger\">\n%s</ul>\n", dangers.at);
    text_free(&dangers);
}

static void summary_row(struct page *page, const struct json *change, size_t number)
{
    struct slice title = json_text(json_get(change, "title"));
    size_t files = 0;
    const struct json *resources = json_get(change, "resources");
    for (size_t i = 0; i < page_count(resources); i++)
        files += !slice_equals(json_text(json_get(&resources->items[i], "action")), "unchanged");
    text_format(page->out, "<tr><td>%zu</td><th scope=\"row\"><a href=\"#d%zu\">", number, number);
    markup_add_piece(page->out, title.length > 0 ? report_shown(page->arena, title)
                                                 : json_text(json_get(change, "dataset")));
    markup_format(page->out, "</a><br/><code>%s</code></th><td>%s</td>", string(page, change, "dataset"),
                  page_action(string(page, change, "action"), false));
    text_format(page->out, "<td>%zu</td><td>%zu</td></tr>\n", page_count(json_get(change, "fields")), files);
}

static void summary_add(struct page *page)
{
    const struct json *changes = json_get(page->plan, "changes");
    size_t all = page_count(json_get(page->plan, "datasets")), count = page_count(changes);
    const char *const heads[] = {_("No."), _("Dataset"), _("What happens"), _("Items"), _("Files")};
    markup_format(page->out, "<h2>%s</h2>\n<p>", _("What changes"));
    text_format(page->out, ngettext("%zu dataset was looked at.", "%zu datasets were looked at.", all), all);
    text_format(page->out, " %s</p>\n",
                count == 0 ? _("Nothing changes: the portal has what the files have.") : "");
    if (count == 0)
        return;
    text_add(page->out, "<table>\n<thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        markup_format(page->out, "<th scope=\"col\">%s</th>", heads[i]);
    text_add(page->out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < count; i++)
        summary_row(page, &changes->items[i], i + 1);
    text_add(page->out, "</tbody>\n</table>\n");
}

static void schema_add(struct page *page)
{
    const struct json *schema = json_get(page->plan, "schema");
    const struct json *refused = json_get(schema, "newly_refused");
    if (!json_get_true(schema, "moved"))
        return;
    markup_format(page->out, "<p class=\"stop\">%s</p>\n",
                  _("The portal's own rules are others now than when they were pulled."));
    if (page_count(refused) == 0)
        return;
    markup_format(page->out, "<p>%s</p>\n", _("Datasets that it newly refuses, which are not sent:"));
    page_value(page, refused, NULL, NULL);
}

/* ---- signing ---- */

static void signature_add(struct page *page)
{
    const char *const who[] = {_("Made by"), _("Reviewed by"), _("Approved by")};
    const char *const lines[] = {_("Signature"), _("Name"), _("Position"), _("Date")};
    const char *digest = string(page, page->plan, "digest");
    if (digest == NULL)
        return;
    markup_format(page->out, "<section class=\"sign\">\n<h2>%s</h2>\n<p>", _("Signatures"));
    markup_format(page->out, _("For the plan of digest %s."), digest);
    text_add(page->out, "</p>\n<table>\n<thead><tr><td></td>");
    for (size_t i = 0; i < sizeof who / sizeof *who; i++)
        markup_format(page->out, "<th scope=\"col\">%s</th>", who[i]);
    text_add(page->out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        markup_format(page->out, "<tr><th scope=\"row\">%s</th><td></td><td></td><td></td></tr>\n", lines[i]);
    text_add(page->out, "</tbody>\n</table>\n");
    markup_format(
        page->out, "<p class=\"quiet\">%s</p>\n</section>\n",
        _("`banchi approve FILE` and `banchi publish FILE` name the digest of the plan that they are "
          "given: it must be this one. When the files or the portal have changed since, nothing is "
          "sent."));
}

static void stop_add(struct page *page)
{
    if (string(page, page->plan, "digest") == NULL)
        markup_format(
            page->out, "<p class=\"stop\">%s</p>\n",
            _("This plan cannot be sent as it is: what is in conflict or not allowed must be settled "
              "first. It is for reading, not for signing."));
}

void page_write(const struct json *plan, const struct profile *profile, struct text *out)
{
    struct arena arena = {0};
    struct page page = {.arena = &arena, .plan = plan, .profile = profile, .out = out};
    const struct json *changes = json_get(plan, "changes");
    head_add(&page);
    stop_add(&page);
    facts_add(&page);
    summary_add(&page);
    dangers_add(&page);
    schema_add(&page);
    page_checks(&page);
    for (size_t i = 0; i < page_count(changes); i++)
        page_change(&page, &changes->items[i], i + 1);
    signature_add(&page);
    markup_format(out, "</main>\n<footer>banchi %s", string(&page, plan, "banchi"));
    if (string(&page, plan, "digest") != NULL)
        markup_format(out, " · <code>%s</code>", string(&page, plan, "digest"));
    text_add(out, "</footer>\n</body>\n</html>\n");
    arena_free(&arena);
}
