#include "catalog/check_privacy_files.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json_names.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/slice_hash.h"
#include "catalog/privacy_prose.h"
#include "catalog/privacy_texts.h"
#include "metadata/dataset.h"

static const char *const CONTACTS[] = {"maintainer", "maintainer_email", "author", "author_email", NULL};

/* What no person writes in words. */
static const char *const METADATA_SKIPPED[] = {"$schema", NULL};
static const char *const DICTIONARY_SKIPPED[] = {"$schema", "pattern", NULL};

/* What a key of a document says of its value, a bit each. */
enum key_says { KEY_KNOWN = 1, KEY_SKIPPED = 2, KEY_CONTACT = 4, KEY_PERSONAL = 8 };

/* Texts that have to be looked at closely repeat from document to document: contacts, words that are like
 * titles. A short one that showed nothing is kept, as it is, until another takes its place; first one that
 * was asked for again is spared once. */
#define SILENT_TEXTS 64
#define SILENT_BYTES 61

struct silent_text {
    uint8_t length; /* 0: free */
    bool contact;   /* it showed nothing as a contact */
    bool again;     /* it was asked for again */
    char bytes[SILENT_BYTES];
};

struct privacy_document_keys {
    struct privacy_keys *personal;
    struct privacy_prose_map *map;   /* of the document that is looked into */
    uint8_t by_name[JSON_NAMES + 1]; /* of keys that the reader has numbered; 0: not asked about yet */
    struct silent_text silent[SILENT_TEXTS];
};

struct privacy_document_keys *privacy_document_keys(struct arena *arena)
{
    struct privacy_document_keys *keys = arena_alloc(arena, sizeof *keys);
    keys->personal = privacy_keys_open(arena);
    keys->map = privacy_prose_map(arena);
    return keys;
}

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

/* A document while it is looked into. */
struct look_in {
    const struct privacy_gate *gate;
    struct privacy_document_keys *keys;
    const char *const *skip;
    struct arena *scratch;
};

static unsigned ask_key(const struct look_in *in, struct slice key)
{
    unsigned says = KEY_KNOWN;
    says |= is_skipped(key, in->skip) ? KEY_SKIPPED : 0;
    says |= privacy_is_contact(key) ? KEY_CONTACT : 0;
    says |= privacy_keys_personal(in->keys->personal, key) ? KEY_PERSONAL : 0;
    return says;
}

static unsigned key_says(const struct look_in *in, const struct json *key)
{
    if (key->name == 0 || key->name > JSON_NAMES)
        return ask_key(in, json_text(key));
    uint8_t *known = &in->keys->by_name[key->name];
    if (*known == 0)
        *known = (uint8_t)ask_key(in, json_text(key));
    return *known;
}

static bool shows_nothing(const struct look_in *in, struct slice text, bool contact)
{
    struct privacy_look look;
    privacy_see(&in->gate->roles, text, &look);
    if (contact)
        look.signs &= ~PRIVACY_SIGNS_OF_CONTACTS;
    return privacy_prose_says_nothing(&look);
}

static bool shows_nothing_again(const struct look_in *in, struct slice text, bool contact)
{
    if (text.length > SILENT_BYTES)
        return shows_nothing(in, text, contact);
    struct silent_text *silent = &in->keys->silent[slice_hash(text) % SILENT_TEXTS];
    if (silent->length == text.length && silent->contact == contact &&
        bytes_equal(silent->bytes, text.at, text.length))
        return silent->again = true;
    if (!shows_nothing(in, text, contact))
        return false;
    if (!silent->again) {
        silent->length = (uint8_t)text.length;
        silent->contact = contact;
        memcpy(silent->bytes, text.at, text.length);
    }
    silent->again = false;
    return true;
}

static bool text_is_harmless(const struct look_in *in, struct slice text, bool contact)
{
    return privacy_prose_harmless_in(in->gate->prose, in->keys->map, text, in->scratch) ||
           shows_nothing_again(in, text, contact);
}

static bool container_is_harmless(const struct look_in *in, const struct json *value);

static inline bool value_is_harmless(const struct look_in *in, const struct json *value)
{
    if (json_is(value, JSON_STRING) || json_is(value, JSON_NUMBER))
        return text_is_harmless(in, json_text(value), false);
    return container_is_harmless(in, value);
}

static inline bool member_is_harmless(const struct look_in *in, const struct json_member *member)
{
    unsigned says = key_says(in, &member->key);
    if (says == KEY_KNOWN)
        return value_is_harmless(in, &member->value);
    if ((says & KEY_CONTACT) != 0 && json_is(&member->value, JSON_STRING))
        return text_is_harmless(in, json_text(&member->value), true);
    return (says & KEY_SKIPPED) != 0 || ((says & KEY_PERSONAL) == 0 && value_is_harmless(in, &member->value));
}

/* Whether nothing in it can make a verdict: of most documents this is all that is asked. */
static bool container_is_harmless(const struct look_in *in, const struct json *value)
{
    bool harmless = true;
    for (uint32_t i = 0; json_is(value, JSON_ARRAY) && harmless && i < value->count; i++)
        harmless = value_is_harmless(in, &value->items[i]);
    for (uint32_t i = 0; json_is(value, JSON_OBJECT) && harmless && i < value->count; i++)
        harmless = member_is_harmless(in, &value->members[i]);
    return harmless;
}

static struct privacy_seen look(const struct look_in *in, struct json_document *document)
{
    struct privacy_seen seen = {0};
    privacy_prose_read(in->gate->prose, in->keys->map, document->text);
    seen.harmless = value_is_harmless(in, &document->root);
    struct privacy_texts texts = {
        .arena = in->scratch, .roles = &in->gate->roles, .prose = true, .is_contact = privacy_is_contact};
    if (seen.harmless)
        return seen;
    if (in->gate->waivers.count > 0)
        hash_slice(document->text, seen.sha256);
    privacy_texts_add_json(&texts, document, &document->root, in->skip);
    privacy_texts_judge(&texts, &seen.parts);
    return seen;
}

static void tell(struct privacy_gate *gate, const struct json_document *document,
                 const struct privacy_seen *seen, struct arena *scratch, struct finding_sink *sink)
{
    struct privacy_file file = {.dataset = document->dataset, .file = document->file, .sha256 = seen->sha256};
    if (!seen->harmless)
        privacy_tell(gate, &file, &seen->parts, scratch, sink);
}

struct privacy_seen privacy_look_metadata(const struct privacy_gate *gate, struct privacy_document_keys *keys,
                                          struct json_document *document, struct arena *arena)
{
    return look(&(struct look_in){gate, keys, METADATA_SKIPPED, arena}, document);
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
                            const struct privacy_seen *seen, const struct category_watch *watch,
                            struct arena *scratch)
{
    tell(gate, &dataset->metadata, seen, scratch, watch->next);
    if (!watch->told)
        check_category(dataset, watch->next);
}

void check_privacy_dictionary(struct privacy_gate *gate, struct json_document *document,
                              struct arena *scratch, struct finding_sink *sink)
{
    struct privacy_seen seen =
        look(&(struct look_in){gate, gate->keys, DICTIONARY_SKIPPED, scratch}, document);
    tell(gate, document, &seen, scratch, sink);
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
