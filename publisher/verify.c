#include "publisher/verify.h"

#include <string.h>

#include "base/arena.h"
#include "base/interrupt.h"
#include "base/json_write.h"
#include "base/language.h"
#include "publisher/download.h"
#include "publisher/lock.h"
#include "publisher/readback.h"

const char *verify_state_name(enum verify_state state)
{
    static const char *const names[VERIFY_COUNT] = {
        [VERIFY_SAME] = "same", [VERIFY_MOVED] = "moved", [VERIFY_GONE] = "gone", [VERIFY_FAILED] = "failed"};
    return names[state];
}

const char *verify_kind_name(enum verify_kind kind)
{
    static const char *const names[] = {
        [DIFFERS_FIELD] = "field", [DIFFERS_RESOURCE] = "resource", [DIFFERS_FILE] = "file",
        [DIFFERS_TABLE] = "table", [DIFFERS_ROWS] = "rows",         [DIFFERS_DICTIONARY] = "dictionary"};
    return names[kind];
}

struct verifier {
    struct arena *run;
    struct arena *scratch;
    struct ckan ckan;
    struct site site;
    struct record_rules rules;
    const struct lock *lock;
    const struct lock *journal;
    struct verify_counts *counts;
};

/* One dataset. What the lock does not say of a field, whether it is a list, is tried both ways. */
struct looking {
    struct verifier *verifier;
    const struct json *entry;
    struct record locked, shown;             /* fields that nobody knows are texts */
    struct record locked_lists, shown_lists; /* they are lists */
    struct verify_difference *differences;
    size_t count, room;
};

static struct verify_difference *difference_add(struct looking *looking, enum verify_kind kind,
                                                struct slice resource)
{
    looking->differences = arena_grow(looking->verifier->scratch, looking->differences, looking->count,
                                      &looking->room, sizeof *looking->differences);
    struct verify_difference *added = &looking->differences[looking->count++];
    *added = (struct verify_difference){.kind = kind, .resource = resource};
    return added;
}

/* ---- metadata ---- */

static bool digest_is(struct slice locked, struct slice canonical)
{
    char digest[DIGEST_HEX_BYTES];
    value_digest(canonical, digest);
    return slice_equals(locked, digest);
}

/* `locked` is the entry or one of its resources; the two lists have the same keys in the same order. */
static void fields_look(struct looking *looking, const struct json *locked, struct slice resource,
                        const struct record_field *fields, const struct record_field *as_lists, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct slice digest = lock_field(locked, fields[i].key);
        if (digest_is(digest, fields[i].canonical) || digest_is(digest, as_lists[i].canonical))
            continue;
        struct verify_difference *added = difference_add(looking, DIFFERS_FIELD, resource);
        added->field = fields[i].key;
        added->now = fields[i].canonical;
    }
}

/* Without the place of an XLoader's hash, which says nothing of ours. */
static void resource_fields_look(struct looking *looking, const struct json *locked,
                                 const struct record_resource *shown, const struct record_resource *as_lists)
{
    for (size_t i = 0; i < shown->field_count; i++)
        if (!shown->hash_foreign || !slice_equals(shown->fields[i].key, "hash"))
            fields_look(looking, locked, shown->key, &shown->fields[i], &as_lists->fields[i], 1);
}

/* ---- what lies behind it ---- */

static uint64_t number_of(const struct json *locked, const char *key)
{
    struct slice text = json_text(json_get(locked, key));
    uint64_t number = 0;
    for (size_t i = 0; i < text.length && text.at[i] >= '0' && text.at[i] <= '9'; i++)
        number = number * 10 + (uint64_t)(text.at[i] - '0');
    return number;
}

static bool file_look(struct looking *looking, const struct json *locked, const struct record_resource *shown,
                      struct problem *problem)
{
    struct arena local = {0};
    struct slice sha256 = json_text(json_get(locked, "sha256"));
    struct download download = {
        .package_id = looking->shown.id, .resource_id = shown->id, .name = shown->key, .descriptor = -1};
    if (sha256.length == 0)
        return true;
    bool came = !shown->upload || download_file(&looking->verifier->ckan, &download, &local, problem);
    bool other = came && (!shown->upload || !slice_equals(sha256, download.sha256));
    if (other && shown->upload && download_is_page(shown->source, &download)) {
        came = download_page_refuse(slice_copy(&local, shown->key), problem);
    } else if (other) {
        struct verify_difference *added = difference_add(looking, DIFFERS_FILE, shown->key);
        added->published = number_of(locked, "bytes");
        added->there = download.bytes;
    }
    looking->verifier->counts->files += came;
    arena_free(&local);
    return came;
}

static bool table_look(struct looking *looking, const struct json *locked, struct record_resource *shown,
                       struct problem *problem)
{
    struct slice rows = json_text(json_get(locked, "rows_digest"));
    if (rows.length == 0)
        return true;
    if (shown->table && !readback_table(&looking->verifier->ckan, NULL, shown, problem))
        return false;
    if (!shown->table || shown->rows_digest[0] == '\0') {
        difference_add(looking, DIFFERS_TABLE, shown->key)->published = number_of(locked, "rows");
        return true;
    }
    looking->verifier->counts->rows += shown->rows;
    if (!slice_equals(json_text(json_get(locked, "dictionary")), shown->dictionary))
        difference_add(looking, DIFFERS_DICTIONARY, shown->key);
    if (slice_equals(rows, shown->rows_digest))
        return true;
    struct verify_difference *added = difference_add(looking, DIFFERS_ROWS, shown->key);
    added->published = number_of(locked, "rows");
    added->there = shown->rows;
    return true;
}

static bool resource_look(struct looking *looking, const struct record_resource *mine, bool *missing,
                          struct problem *problem)
{
    const struct json *locked = lock_resource(looking->entry, mine->key);
    struct record_resource *shown = record_resource(&looking->shown, mine->key);
    const struct record_resource *as_lists = record_resource(&looking->shown_lists, mine->key);
    bool there = shown != NULL && mine->id != NULL && strcmp(shown->id, mine->id) == 0;
    *missing = *missing || !there;
    if (!there) {
        difference_add(looking, DIFFERS_RESOURCE, mine->key);
        return true;
    }
    resource_fields_look(looking, locked, shown, as_lists);
    return file_look(looking, locked, shown, problem) && table_look(looking, locked, shown, problem);
}

static bool dataset_look(struct looking *looking, struct problem *problem)
{
    const struct record *shown = &looking->shown;
    size_t before_order = shown->field_count - 1;
    bool missing = false;
    fields_look(looking, looking->entry, slice_of(""), shown->fields, looking->shown_lists.fields,
                before_order);
    for (size_t i = 0; i < looking->locked.resource_count; i++)
        if (!resource_look(looking, &looking->locked.resources[i], &missing, problem))
            return false;
    if (!missing) /* else the order is another anyway */
        fields_look(looking, looking->entry, slice_of(""), shown->fields + before_order,
                    shown->fields + before_order, 1);
    return true;
}

/* ---- one dataset ---- */

static struct slice by_id(struct arena *arena, const char *id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "id", id);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

/* Whoever may look sees what is public: if that is denied, it is so no more. What was private needs a token.
 */
static bool was_public(const struct json *entry)
{
    return !digest_is(lock_field(entry, slice_of("private")), slice_of("true"));
}

/* `*package` NULL: gone. */
static bool package_ask(struct looking *looking, const char *id, const struct json **package,
                        struct problem *problem)
{
    struct verifier *verifier = looking->verifier;
    struct ckan_call ask = {.action = "package_show",
                            .subject = id,
                            .json = by_id(verifier->scratch, id),
                            .may_be_absent = true,
                            .may_be_denied = was_public(looking->entry)};
    if (!ckan_call(&verifier->ckan, &ask, verifier->scratch, package, problem))
        return false;
    if (slice_equals(json_text(json_get(*package, "state")), "deleted"))
        *package = NULL;
    return true;
}

static void records_make(struct looking *looking, const char *name, const struct json *package)
{
    struct verifier *verifier = looking->verifier;
    struct record_view view = {.package = package, .site = &verifier->site, .entry = looking->entry};
    record_of_lock(verifier->scratch, name, looking->entry, &verifier->rules, VALUE_TEXT, &looking->locked);
    record_of_lock(verifier->scratch, name, looking->entry, &verifier->rules, VALUE_LIST,
                   &looking->locked_lists);
    view.mine = &looking->locked;
    record_of_package(verifier->scratch, &view, &looking->shown);
    view.mine = &looking->locked_lists;
    record_of_package(verifier->scratch, &view, &looking->shown_lists);
}

static void dataset_verify(struct verifier *verifier, const char *name, struct verification *verification)
{
    struct looking looking = {.verifier = verifier, .entry = lock_entry(verifier->lock, name)};
    struct problem problem = {0};
    const struct json *package = NULL;
    const char *id = json_get_string(verifier->scratch, looking.entry, "id");
    *verification = (struct verification){
        .dataset = name, .id = id, .interrupted = lock_entry(verifier->journal, name) != NULL};
    bool looked = package_ask(&looking, id != NULL ? id : name, &package, &problem);
    if (looked && package != NULL) {
        records_make(&looking, name, package);
        looked = dataset_look(&looking, &problem);
    }
    verification->differences = looking.differences;
    verification->count = looking.count;
    verification->state = !looked             ? VERIFY_FAILED
                          : package == NULL   ? VERIFY_GONE
                          : looking.count > 0 ? VERIFY_MOVED
                                              : VERIFY_SAME;
    verification->because = problem.kind;
    verification->problem = looked ? NULL : arena_string(verifier->scratch, problem.message.at);
    problem_clear(&problem);
}

/* ---- all of it ---- */

static bool verifier_open(struct verifier *verifier, const struct verify_options *options,
                          struct problem *problem)
{
    const struct target *target = options->target;
    const char *url = target->embedded ? "embedded" : target->address.url;
    const struct profile *profile = profile_open(verifier->run, options->workspace->profile, problem);
    if (profile == NULL)
        return false;
    record_rules_make(verifier->run, profile, &verifier->rules);
    verifier->ckan =
        (struct ckan){.transport = options->transport, .url = target->address.url, .token = target->token};
    verifier->lock = lock_open(verifier->run, target->lock_path, target->name, url, problem);
    verifier->journal = lock_open(verifier->run, target->journal_path, target->name, url, problem);
    return verifier->lock != NULL && verifier->journal != NULL;
}

/* The names to look at; all of the lock's where none is given. */
static bool names_choose(const struct verifier *verifier, const struct target *target, struct choice *names,
                         struct problem *problem)
{
    size_t count = lock_count(verifier->lock);
    if (count == 0)
        return problem_set(problem, PROBLEM_USAGE,
                           _("Nothing was published to \"%s\" from here, so there is nothing to verify."),
                           target->name);
    for (size_t i = 0; i < names->count; i++)
        if (lock_entry(verifier->lock, names->names[i]) == NULL)
            return problem_set(
                problem, PROBLEM_USAGE,
                _("\"%s\" was never published to \"%s\" from here; `banchi status` shows what was."),
                names->names[i], target->name);
    if (names->count > 0)
        return true;
    const char **all = arena_array(verifier->run, count, sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = slice_copy(verifier->run, lock_name(verifier->lock, i));
    *names = (struct choice){all, count};
    return true;
}

bool verify_run(struct arena *run, struct arena *scratch, const struct verify_options *options,
                struct choice names, struct verify_sink *sink, struct verify_counts *counts,
                struct problem *problem)
{
    struct verifier verifier = {.run = run, .scratch = scratch, .counts = counts};
    *counts = (struct verify_counts){0};
    bool fine = verifier_open(&verifier, options, problem) &&
                names_choose(&verifier, options->target, &names, problem) &&
                site_read(&verifier.ckan, run, &verifier.site, problem);
    for (size_t i = 0; i < names.count && fine; i++) {
        struct verification verification;
        arena_reset(scratch);
        sink->begin(sink, names.names[i], i + 1, names.count);
        dataset_verify(&verifier, names.names[i], &verification);
        counts->states[verification.state]++;
        sink->put(sink, &verification);
    }
    counts->requests = verifier.ckan.requests;
    return fine;
}
