#include "metadata/portal_rules.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "metadata/pointer.h"
#include "metadata/profile.h"

struct portal_rules {
    const char *portal;
    struct slice type; /* of dataset that the schema is for */
    bool request;
    struct portal_schema schema;
    const struct profile *profile;
    const struct profile *stock; /* judges other types; NULL where there is no schema */
};

const struct portal_schema *portal_rules_schema(const struct portal_rules *rules)
{
    return &rules->schema;
}

const struct portal_rules *portal_rules_open(struct arena *arena, const char *portal,
                                             const struct portal_schema_options *options,
                                             struct problem *problem)
{
    struct portal_rules *rules = arena_alloc(arena, sizeof *rules);
    struct slice type = json_text(json_get(options->answer, "dataset_type"));
    *rules = (struct portal_rules){
        .portal = portal, .type = type.length > 0 ? type : slice_of("dataset"), .request = options->request};
    portal_schema_make(arena, options, &rules->schema);
    rules->profile = profile_open_made(arena, portal, rules->schema.text, problem);
    if (rules->profile == NULL || options->answer == NULL)
        return rules->profile != NULL ? rules : NULL;
    struct portal_schema_options plain = *options;
    struct portal_schema stock;
    plain.answer = NULL;
    portal_schema_make(arena, &plain, &stock);
    rules->stock = profile_open_made(arena, portal, stock.text, problem);
    return rules->stock != NULL ? rules : NULL;
}

/* ---- judging ---- */

/* Names the portal in each finding, and counts. */
struct naming {
    struct finding_sink sink;
    struct finding_sink *next;
    const char *portal;
    struct arena *scratch;
    size_t count;
};

static void naming_put(struct finding_sink *self, const struct finding *finding)
{
    struct naming *naming = (struct naming *)self;
    struct finding named = *finding;
    bool fails = finding->code == CODE_R001 || finding->code == CODE_R005; /* the message says what then */
    named.portal = naming->portal;
    named.message = arena_format(naming->scratch,
                                 fails ? _("the portal \"%s\": %s") : _("the portal \"%s\" refuses this: %s"),
                                 naming->portal, finding->message);
    naming->count++;
    finding_put(naming->next, &named);
}

/* One document under way. */
struct judging {
    const struct portal_rules *rules;
    struct json_document *document;
    struct arena *scratch;
    struct finding_sink *sink;
};

static void tell(const struct judging *judging, enum code code, const struct json *at, const char *key,
                 const char *message, const char *hint)
{
    struct finding finding = {.code = code, .field = key, .message = message, .hint = hint};
    if (json_is(at, JSON_STRING))
        finding.value = json_text(at);
    finding.pointer = pointer_to(judging->scratch, &judging->document->root, at->offset).text;
    json_locate(judging->document, at->offset, &finding);
    finding_put(judging->sink, &finding);
}

static const struct profile *profile_choose(const struct judging *judging)
{
    const struct portal_rules *rules = judging->rules;
    const struct json *type = json_get(&judging->document->root, "type");
    bool same = type == NULL || (json_is(type, JSON_STRING) && slice_equal(json_text(type), rules->type));
    if (same || rules->stock == NULL)
        return rules->profile;
    tell(judging, CODE_R005, type, "type",
         _("its schema is for another type of dataset, and it would lose every item of the schema"),
         _("leave \"type\" out"));
    return rules->stock;
}

/* An extra that says `deleted` counts for nothing. */
static bool extra_counts(const struct json *extra)
{
    return json_is(json_get(extra, "key"), JSON_STRING) && !json_get_true(extra, "deleted");
}

static void extras_check(const struct judging *judging)
{
    const struct json *extras = json_get(&judging->document->root, "extras");
    for (uint32_t i = 0; json_is(extras, JSON_ARRAY) && i < extras->count; i++)
        for (uint32_t j = 0; j < i && extra_counts(&extras->items[i]); j++) {
            const struct json *key = json_get(&extras->items[i], "key");
            if (!extra_counts(&extras->items[j]) || !json_same(key, json_get(&extras->items[j], "key")))
                continue;
            tell(judging, CODE_M108, key, "extras", _("two extras have the key {value}"), NULL);
            return;
        }
}

/* Depth is bounded by the reader. */
static void nul_check(const struct judging *judging, const struct json *value)
{
    if (json_is(value, JSON_STRING) && value->count > 0 && memchr(value->at, 0, value->count) != NULL)
        tell(judging, CODE_M010, value, NULL, _("this text holds \\u0000, which no portal can keep"),
             _("remove it from the text"));
    for (uint32_t i = 0; json_is(value, JSON_ARRAY) && i < value->count; i++)
        nul_check(judging, &value->items[i]);
    for (uint32_t i = 0; json_is(value, JSON_OBJECT) && i < value->count; i++) {
        nul_check(judging, &value->members[i].key);
        nul_check(judging, &value->members[i].value);
    }
}

bool portal_rules_check(const struct portal_rules *rules, struct json_document *document,
                        struct arena *scratch, struct finding_sink *sink)
{
    struct naming naming = {.sink = {naming_put}, .next = sink, .portal = rules->portal, .scratch = scratch};
    struct judging judging = {rules, document, scratch, &naming.sink};
    profile_check(profile_choose(&judging), document, scratch, &naming.sink);
    if (rules->request) { /* what the workspace sees to otherwise */
        extras_check(&judging);
        nul_check(&judging, &document->root);
    }
    return naming.count == 0;
}
