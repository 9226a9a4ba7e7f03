#include "catalog/check_privacy_files.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/privacy_prose.h"
#include "catalog/privacy_texts.h"
#include "metadata/dataset.h"

static const char *const CONTACTS[] = {"maintainer", "maintainer_email", "author", "author_email", NULL};

/* What no person writes in words. */
static const char *const METADATA_SKIPPED[] = {"$schema", NULL};
static const char *const DICTIONARY_SKIPPED[] = {"$schema", "pattern", NULL};

bool privacy_is_contact(struct slice key)
{
    for (size_t i = 0; CONTACTS[i] != NULL; i++)
        if (slice_equals(key, CONTACTS[i]))
            return true;
    return false;
}

static bool is_skipped(struct slice key, const char *const *skip)
{
    for (size_t i = 0; skip[i] != NULL; i++)
        if (key.length > 0 && *key.at == *skip[i] && slice_equals(key, skip[i]))
            return true;
    return false;
}

static bool text_is_harmless(const struct privacy_gate *gate, struct slice text, bool contact,
                             struct arena *scratch)
{
    struct privacy_look look;
    if (privacy_prose_harmless(gate->prose, text, scratch))
        return true;
    privacy_see(&gate->roles, text, &look);
    if (contact)
        look.signs &= ~PRIVACY_SIGNS_OF_CONTACTS;
    return privacy_prose_says_nothing(&look);
}

/* Whether nothing in the document can make a verdict: of most documents this is all that is asked. */
static bool is_harmless(struct privacy_gate *gate, const struct json *value, const char *const *skip,
                        struct arena *scratch)
{
    bool harmless = true;
    if (json_is(value, JSON_STRING) || json_is(value, JSON_NUMBER))
        return text_is_harmless(gate, json_text(value), false, scratch);
    for (uint32_t i = 0; json_is(value, JSON_ARRAY) && harmless && i < value->count; i++)
        harmless = is_harmless(gate, &value->items[i], skip, scratch);
    for (uint32_t i = 0; json_is(value, JSON_OBJECT) && harmless && i < value->count; i++) {
        struct slice key = json_text(&value->members[i].key);
        const struct json *member = &value->members[i].value;
        if (json_is(member, JSON_STRING) && privacy_is_contact(key))
            harmless = text_is_harmless(gate, json_text(member), true, scratch);
        else if (!is_skipped(key, skip))
            harmless = !privacy_keys_personal(gate->keys, key) && is_harmless(gate, member, skip, scratch);
    }
    return harmless;
}

static void check_document(struct privacy_gate *gate, struct json_document *document, const char *const *skip,
                           struct arena *scratch, struct finding_sink *sink)
{
    if (is_harmless(gate, &document->root, skip, scratch))
        return;
    struct privacy_texts texts = {
        .arena = scratch, .roles = &gate->roles, .prose = true, .is_contact = privacy_is_contact};
    struct privacy_parts parts = {0};
    char sha256[HASH_HEX_BYTES] = "";
    if (gate->waivers.count > 0)
        hash_slice(document->text, sha256);
    struct privacy_file file = {.dataset = document->dataset, .file = document->file, .sha256 = sha256};
    privacy_texts_add_json(&texts, document, &document->root, skip);
    privacy_texts_judge(&texts, &parts);
    privacy_tell(gate, &file, &parts, scratch, sink);
}

static void watch_put(struct finding_sink *self, const struct finding *finding)
{
    struct category_watch *watch = (struct category_watch *)self;
    bool category = finding->field != NULL && strcmp(finding->field, "data_category") == 0;
    watch->told = watch->told || (finding->level == LEVEL_ERROR && (category || finding->code == CODE_M204));
    finding_put(watch->next, finding);
}

struct category_watch category_watch(struct finding_sink *next)
{
    return (struct category_watch){.sink = {watch_put}, .next = next};
}

static void check_category(struct dataset *dataset, struct finding_sink *sink)
{
    const struct json *category = json_get(&dataset->metadata.root, "data_category");
    struct slice text = json_text(category);
    if (text.length == 0 || slice_equals(text, "ข้อมูลสาธารณะ") ||
        json_get_true(&dataset->metadata.root, "private"))
        return;
    struct finding finding = {
        .code = CODE_P121,
        .field = "data_category",
        .pointer = "/data_category",
        .message = _("data of the category {value} must not go out public"),
        .hint = _("set \"private\": true, or correct data_category; no waiver opens this"),
        .value = text,
    };
    json_locate(&dataset->metadata, category->offset, &finding);
    finding_put(sink, &finding);
}

void check_privacy_metadata(struct privacy_gate *gate, struct dataset *dataset,
                            const struct category_watch *watch, struct arena *scratch)
{
    check_document(gate, &dataset->metadata, METADATA_SKIPPED, scratch, watch->next);
    if (!watch->told)
        check_category(dataset, watch->next);
}

void check_privacy_dictionary(struct privacy_gate *gate, struct json_document *document,
                              struct arena *scratch, struct finding_sink *sink)
{
    check_document(gate, document, DICTIONARY_SKIPPED, scratch, sink);
}

/* The bytes that are looked at are those whose hash is known: a file that changes in between is no file that
 * was checked. */
static bool read_upload(struct arena *arena, const struct privacy_file *file, const char *path,
                        struct slice *content, struct problem *problem)
{
    char sha256[HASH_HEX_BYTES];
    if (!file_read(arena, path, LIMIT_PRIVACY_BYTES, content, problem))
        return false;
    hash_slice(*content, sha256);
    return strcmp(sha256, file->sha256) == 0 ||
           problem_set(problem, PROBLEM_LOCAL, _("%s changed while it was being checked; try again"), path);
}

bool check_privacy_upload(struct privacy_gate *gate, const struct privacy_file *file, const char *path,
                          struct finding_sink *sink, struct problem *problem)
{
    struct arena arena = {0};
    struct privacy_texts texts = {.arena = &arena, .roles = &gate->roles, .problem = problem};
    struct privacy_parts parts = {0};
    struct slice content;
    const char *why = _("it is too large");
    enum privacy_reading reading = PRIVACY_CLOSED;
    bool large = file->bytes > LIMIT_PRIVACY_BYTES;
    bool done = large || read_upload(&arena, file, path, &content, problem);
    if (done && !large)
        reading = privacy_texts_add_file(&texts, content, &why);
    done = done && problem->kind == PROBLEM_NONE;
    if (done && reading == PRIVACY_CLOSED)
        privacy_tell_closed(gate, file, why, &arena, sink);
    if (done && reading == PRIVACY_READ) {
        privacy_texts_judge(&texts, &parts);
        privacy_tell(gate, file, &parts, &arena, sink);
    }
    arena_free(&arena);
    return done;
}
