#include "command/masked.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/slice_hash.h"
#include "catalog/privacy.h"

static char *keep(const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        memory_exhausted();
    return copy;
}

static bool field_is_personal(struct masked *masked, const char *name)
{
    struct privacy_subject subject = {.name = slice_of(name)};
    enum privacy_kind kind;
    struct masked_field *known = &masked->fields[slice_hash(subject.name) % MASKED_TEXTS];
    if (known->name != NULL && strcmp(known->name, name) == 0)
        return known->personal;
    free(known->name);
    *known = (struct masked_field){.name = keep(name), .personal = privacy_named(&subject, &kind)};
    return known->personal;
}

/* ---- texts ---- */

static const char *clean(struct masked *masked, struct arena *arena, const char *text)
{
    if (text == NULL)
        return NULL;
    char **known = &masked->clean[slice_hash(slice_of(text)) % MASKED_TEXTS];
    if (*known != NULL && strcmp(*known, text) == 0)
        return text;
    if (!privacy_shows(slice_of(text))) {
        free(*known);
        *known = keep(text);
        return text;
    }
    struct text out = {0};
    privacy_add_masked(&out, slice_of(text));
    text = slice_copy(arena, text_slice(&out));
    text_free(&out);
    return text;
}

/* The message without what it quotes (values that a column takes, or its nearest one): all of it, or what may
 * be a name. */
static const char *without_quotes(struct arena *arena, const char *message, bool all)
{
    struct text out = {0};
    const char *quote;
    while ((quote = strchr(message, '"')) != NULL) {
        const char *end = strchr(quote + 1, '"');
        struct slice quoted = {quote + 1, end != NULL ? (size_t)(end - quote - 1) : strlen(quote + 1)};
        bool kept = slice_equals(quoted, "{value}") || (!all && !privacy_is_name(quoted));
        text_add_bytes(&out, message, (size_t)(quote + 1 - message));
        text_add_slice(&out, kept ? quoted : slice_of(privacy_mask(arena, quoted)));
        message = quoted.at + quoted.length;
        if (end != NULL)
            text_add_char(&out, *message++);
    }
    text_add(&out, message);
    const char *copy = slice_copy(arena, text_slice(&out));
    text_free(&out);
    return copy;
}

/* ---- the finding ---- */

struct finding masked_finding(struct masked *masked, struct arena *arena, const struct finding *finding,
                              bool source)
{
    struct finding shown = *finding;
    bool cell = finding->row > 0;
    if (!source)
        shown.source = (struct slice){0};
    bool quotes = cell && finding->message != NULL && strchr(finding->message, '"') != NULL;
    bool value = shown.value.length > 0 || shown.source.length > 0;
    bool own =
        finding->field != NULL && slice_equals(shown.value, finding->field); /* the name of the column */
    bool personal =
        (quotes || value) && !own && finding->field != NULL && field_is_personal(masked, finding->field);
    if (value && (personal || (cell && privacy_is_name(shown.value)) || privacy_shows(shown.value) ||
                  privacy_shows(shown.source))) {
        shown.value = slice_of(privacy_mask(arena, finding->value));
        shown.source = (struct slice){0};
    }
    if (quotes)
        shown.message = without_quotes(arena, finding->message, personal);
    shown.title = clean(masked, arena, shown.title);
    shown.dataset = clean(masked, arena, shown.dataset);
    shown.file = clean(masked, arena, shown.file);
    shown.field = clean(masked, arena, shown.field);
    shown.pointer = clean(masked, arena, shown.pointer);
    shown.message = clean(masked, arena, shown.message);
    shown.hint = clean(masked, arena, shown.hint);
    return shown;
}

void masked_free(struct masked *masked)
{
    for (size_t i = 0; i < MASKED_TEXTS; i++) {
        free(masked->fields[i].name);
        free(masked->clean[i]);
    }
    *masked = (struct masked){0};
}
