#include "catalog/privacy_texts.h"

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"

struct privacy_named_text {
    struct slice name;
    struct privacy_tally tally;
    char *shape; /* of the first text that showed something, and its line */
    size_t line;
};

static struct privacy_named_text *find(struct privacy_texts *texts, struct slice name)
{
    if (texts->last < texts->count && slice_equal(texts->named[texts->last].name, name))
        return &texts->named[texts->last];
    for (size_t i = 0; i < texts->count; i++)
        if (slice_equal(texts->named[i].name, name)) {
            texts->last = i;
            return &texts->named[i];
        }
    if (texts->count >= LIMIT_PRIVACY_NAMES)
        return &texts->named[0];
    texts->named = arena_grow(texts->arena, texts->named, texts->count, &texts->room, sizeof *texts->named);
    struct privacy_named_text *named = &texts->named[texts->count];
    texts->last = texts->count++;
    *named = (struct privacy_named_text){.name = {slice_copy(texts->arena, name), name.length},
                                         .tally.arena = texts->arena};
    return named;
}

/* NULL when there is nothing in it that was not shown before. */
static struct privacy_named_text *add(struct privacy_texts *texts, struct slice name, struct slice text)
{
    struct privacy_look look;
    if (slice_trim(text).length == 0)
        return NULL;
    struct privacy_named_text *named = find(texts, name);
    privacy_see(texts->roles, text, &look);
    if (texts->is_contact != NULL && texts->is_contact(name))
        look.signs &= ~PRIVACY_SIGNS_OF_CONTACTS;
    named->tally.cells++;
    privacy_tally_add(&named->tally, &look, 0);
    if (look.signs == 0 || named->shape != NULL)
        return NULL;
    named->shape = privacy_mask(texts->arena, text);
    return named;
}

void privacy_texts_add(struct privacy_texts *texts, struct slice name, struct slice text, size_t line)
{
    struct privacy_named_text *named = add(texts, name, text);
    if (named != NULL)
        named->line = line;
}

void privacy_texts_judge(const struct privacy_texts *texts, struct privacy_parts *parts)
{
    for (size_t i = 0; i < texts->count; i++) {
        const struct privacy_named_text *named = &texts->named[i];
        struct privacy_subject subject = {.name = named->name, .prose = texts->prose};
        struct privacy_verdict verdicts[PRIVACY_KINDS];
        size_t count = privacy_judge(&subject, &named->tally, verdicts);
        if (count == 0)
            continue;
        struct privacy_part *part = privacy_part_add(parts, texts->arena);
        part->subject = subject;
        part->field = named->name.length > 0 ? named->name.at : NULL;
        part->shape = named->shape;
        part->line = named->line;
        part->count = count;
        memcpy(part->verdicts, verdicts, sizeof verdicts);
    }
}

/* ---- JSON ---- */

/* A place in the document is dear: only that of a text that shows something is asked for. */
static void add_value(struct privacy_texts *texts, struct json_document *document, struct slice name,
                      const struct json *value)
{
    struct finding place = {0};
    struct privacy_named_text *named = add(texts, name, json_text(value));
    if (named == NULL || document == NULL)
        return;
    json_locate(document, value->offset, &place);
    named->line = place.line;
}

static bool is_skipped(struct slice key, const char *const *skip)
{
    for (size_t i = 0; skip != NULL && skip[i] != NULL; i++)
        if (slice_equals(key, skip[i]))
            return true;
    return false;
}

static void add_json(struct privacy_texts *texts, struct json_document *document, struct slice name,
                     const struct json *value, const char *const *skip)
{
    if (json_is(value, JSON_STRING) || json_is(value, JSON_NUMBER))
        add_value(texts, document, name, value);
    for (size_t i = 0; json_is(value, JSON_ARRAY) && i < value->count; i++)
        add_json(texts, document, name, &value->items[i], skip);
    for (size_t i = 0; json_is(value, JSON_OBJECT) && i < value->count; i++) {
        struct slice key = json_text(&value->members[i].key);
        if (!is_skipped(key, skip))
            add_json(texts, document, key, &value->members[i].value, skip);
    }
}

void privacy_texts_add_json(struct privacy_texts *texts, struct json_document *document,
                            const struct json *value, const char *const *skip)
{
    add_json(texts, document, (struct slice){"", 0}, value, skip);
}
