#include "catalog/waiver.h"

#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"

/* ---- reading ---- */

static void put_wrong(struct waivers *waivers, const struct json *at, const char *message,
                      struct finding_sink *sink)
{
    struct finding finding = {
        .code = CODE_P123, .message = message, .hint = _("write it with `banchi waive`")};
    json_locate(&waivers->document, at->offset, &finding);
    finding_put(sink, &finding);
}

static bool is_sha256(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static bool has_other_keys(const struct json *entry)
{
    static const char *const KEYS[] = {"code", "file", "column", "sha256", "by", "reason", "until"};
    bool seen[sizeof KEYS / sizeof *KEYS] = {false};
    for (uint32_t i = 0; json_is(entry, JSON_OBJECT) && i < entry->count; i++) {
        size_t key = 0;
        while (key < sizeof KEYS / sizeof *KEYS &&
               !slice_equals(json_text(&entry->members[i].key), KEYS[key]))
            key++;
        if (key == sizeof KEYS / sizeof *KEYS || seen[key])
            return true;
        seen[key] = true;
    }
    return false;
}

/* One entry; false with its fault told when it is not as `banchi waive` writes it. */
static bool read_one(struct waivers *waivers, struct arena *arena, const struct json *entry,
                     struct finding_sink *sink, struct waiver *waiver)
{
    struct date until;
    const char *code = json_get_string(arena, entry, "code");
    *waiver = (struct waiver){
        .file = json_get_string(arena, entry, "file"),
        .column = json_get_string(arena, entry, "column"),
        .sha256 = json_get_string(arena, entry, "sha256"),
        .by = json_get_string(arena, entry, "by"),
        .reason = json_get_string(arena, entry, "reason"),
        .until = json_get_string(arena, entry, "until"),
        .json = entry,
    };
    if (has_other_keys(entry)) {
        put_wrong(waivers, entry, _("a waiver with a key that is not known, or twice the same"), sink);
        return false;
    }
    if (code == NULL || *code != 'P' || !code_find(slice_of(code), &waiver->code)) {
        put_wrong(waivers, entry, _("a waiver without a privacy code (P101 and so on)"), sink);
        return false;
    }
    if (waiver->file == NULL || waiver->sha256 == NULL || !is_sha256(waiver->sha256)) {
        put_wrong(waivers, entry, _("a waiver without file and SHA-256"), sink);
        return false;
    }
    if (waiver->by == NULL || *waiver->by == '\0' || waiver->reason == NULL || *waiver->reason == '\0') {
        put_wrong(waivers, entry, _("a waiver that does not say who answers for it, and why"), sink);
        return false;
    }
    if (waiver->until == NULL || !date_read(slice_of(waiver->until), &until)) {
        put_wrong(waivers, entry, _("a waiver without a last day (YYYY-MM-DD)"), sink);
        return false;
    }
    if (until.year >= DATE_BUDDHIST_FROM) { /* would hold for five centuries */
        put_wrong(waivers, entry, _("a waiver whose last day has a year of the Buddhist Era"), sink);
        return false;
    }
    return true;
}

static void read_list(struct waivers *waivers, struct arena *arena, struct finding_sink *sink)
{
    const struct json *list = json_get(&waivers->document.root, "waivers");
    const struct json *version = json_get(&waivers->document.root, "banchi");
    if (!json_is(list, JSON_ARRAY) || !slice_equals(json_text(version), "1")) {
        put_wrong(waivers, &waivers->document.root, _("not a list of waivers of version 1"), sink);
        return;
    }
    waivers->list = arena_array(arena, list->count, sizeof *waivers->list);
    waivers->used = arena_array(arena, list->count, sizeof *waivers->used);
    for (size_t i = 0; i < list->count; i++)
        waivers->count += read_one(waivers, arena, &list->items[i], sink, &waivers->list[waivers->count]);
}

static bool read_document(struct arena *arena, const char *workspace, struct finding_sink *sink,
                          struct json_document *document)
{
    struct problem problem = {0};
    struct slice text;
    const char *path = file_join(arena, workspace, WAIVER_FILE);
    *document = (struct json_document){.file = WAIVER_FILE, .first_line = 1, .arena = arena};
    if (file_kind(path) == FILE_ABSENT && !file_is_link(path))
        return false;
    if (file_read(arena, path, LIMIT_JSON_BYTES, &text, &problem))
        return json_read_document(arena, text, sink, document);
    struct finding finding = {.code = CODE_M009, .level = LEVEL_NOT_CHECKED, .file = WAIVER_FILE};
    finding.message = arena_string(arena, problem.message.at);
    finding_put(sink, &finding);
    problem_clear(&problem);
    return false;
}

void waivers_read(struct arena *arena, const char *workspace, struct finding_sink *sink,
                  struct waivers *waivers)
{
    *waivers = (struct waivers){.today = date_today()};
    if (read_document(arena, workspace, sink, &waivers->document))
        read_list(waivers, arena, sink);
}

/* ---- asking ---- */

static bool same_column(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool in_time(const struct waivers *waivers, const struct waiver *waiver)
{
    struct date until;
    return date_read(slice_of(waiver->until), &until) && date_compare(waivers->today, until) <= 0;
}

static bool holds(const struct waivers *waivers, const struct waiver *waiver, const char *sha256)
{
    return strcmp(waiver->sha256, sha256) == 0 && in_time(waivers, waiver);
}

const struct waiver *waiver_find(const struct waivers *waivers, enum code code, const char *file,
                                 const char *column, const char *sha256)
{
    for (size_t i = 0; i < waivers->count; i++) {
        const struct waiver *waiver = &waivers->list[i];
        if (waiver->code != code || strcmp(waiver->file, file) != 0 || !same_column(waiver->column, column))
            continue;
        if (!holds(waivers, waiver, sha256))
            continue;
        waivers->used[i] = true;
        return waiver;
    }
    return NULL;
}

void waivers_tell_void(struct waivers *waivers, const char *dataset, const char *file, const char *sha256,
                       struct finding_sink *sink)
{
    for (size_t i = 0; i < waivers->count; i++) {
        const struct waiver *waiver = &waivers->list[i];
        if (strcmp(waiver->file, file) != 0 || holds(waivers, waiver, sha256))
            continue;
        struct finding finding = {
            .code = CODE_P122,
            .level = LEVEL_WARNING,
            .message = in_time(waivers, waiver)
                           ? _("the file has changed since this waiver was written: it no longer holds")
                           : _("the last day of this waiver has passed"),
            .hint = _("look at the file anew; then write a new waiver, or remove this one"),
        };
        json_locate(&waivers->document, waiver->json->offset, &finding);
        finding.dataset = dataset;
        finding_put(sink, &finding);
    }
}

/* ---- writing ---- */

static bool same_place(const struct json *entry, const struct waiver *waiver)
{
    struct slice column = json_text(json_get(entry, "column"));
    bool same =
        waiver->column == NULL ? json_get(entry, "column") == NULL : slice_equals(column, waiver->column);
    return same && slice_equals(json_text(json_get(entry, "code")), code_row(waiver->code)->name) &&
           slice_equals(json_text(json_get(entry, "file")), waiver->file);
}

void waiver_write_json(struct json_writer *writer, const struct waiver *waiver)
{
    json_write_begin_object(writer);
    json_write_field(writer, "code", code_row(waiver->code)->name);
    json_write_field(writer, "file", waiver->file);
    json_write_field(writer, "column", waiver->column);
    json_write_field(writer, "sha256", waiver->sha256);
    json_write_field(writer, "by", waiver->by);
    json_write_field(writer, "reason", waiver->reason);
    json_write_field(writer, "until", waiver->until);
    json_write_end_object(writer);
}

static void write_all(const struct json *root, const struct waiver *waiver, struct text *out)
{
    struct json_writer writer = {.out = out, .indented = true};
    const struct json *list = json_get(root, "waivers");
    json_write_begin_object(&writer);
    json_write_count(&writer, "banchi", 1);
    json_write_key(&writer, "waivers");
    json_write_begin_array(&writer);
    for (size_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++)
        if (!same_place(&list->items[i], waiver))
            json_write_value(&writer, &list->items[i]);
    waiver_write_json(&writer, waiver);
    json_write_end_array(&writer);
    json_write_end_object(&writer);
    text_add(out, "\n");
}

bool waiver_write(const char *workspace, const struct waiver *waiver, struct problem *problem)
{
    struct arena arena = {0};
    struct finding_counter faults = finding_counter();
    struct text out = {0};
    const char *path = file_join(&arena, workspace, WAIVER_FILE);
    struct waivers now; /* an entry that opens nothing is mended by a person, not copied */
    waivers_read(&arena, workspace, &faults.sink, &now);
    bool done = false;
    if (faults.counts.errors + faults.counts.not_checked > 0) {
        problem_set(problem, PROBLEM_LOCAL,
                    _("%s: cannot be read as it is; mend it first (`banchi validate`)"), WAIVER_FILE);
    } else {
        write_all(now.list != NULL ? &now.document.root : NULL, waiver, &out);
        done = file_replace(path, text_slice(&out), 0644, problem);
    }
    text_free(&out);
    arena_free(&arena);
    return done;
}
