#include "command/masked.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/slice_hash.h"
#include "catalog/privacy.h"

/* Longer texts are looked into each time. */
#define LONGEST_KEPT 1024

static char *keep(struct slice text)
{
    char *copy = strndup(text.at, text.length);
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
    *known = (struct masked_field){.name = keep(subject.name), .personal = privacy_named(&subject, &kind)};
    return known->personal;
}

/* ---- texts ---- */

/* privacy_shows(), but for what is among the texts that were found clean before. */
static bool shows(char *clean[static MASKED_TEXTS], struct slice text)
{
    char **known = &clean[slice_hash(text) % MASKED_TEXTS];
    if (text.length == 0)
        return false;
    if (*known != NULL && slice_equals(text, *known))
        return false;
    if (privacy_shows(text))
        return true;
    if (text.length <= LONGEST_KEPT && memchr(text.at, '\0', text.length) == NULL) {
        free(*known);
        *known = keep(text);
    }
    return false;
}

static const char *clean(struct masked *masked, struct arena *arena, const char *text)
{
    if (text == NULL || !shows(masked->clean, slice_of(text)))
        return text;
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
    if (value && (personal || (cell && privacy_is_name(shown.value)) || shows(masked->values, shown.value) ||
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
        free(masked->values[i]);
    }
    *masked = (struct masked){0};
}
