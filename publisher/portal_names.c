#include "publisher/portal_names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

#define NAME_BYTES 100
#define ENDING_BYTES 10
#define NUMBER_BYTES 8 /* "-1234567" */

bool portal_name_fits(struct slice name)
{
    for (size_t i = 0; i < name.length; i++)
        if (name.at[i] == '\0' || strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", name.at[i]) == NULL)
            return false;
    return name.length >= 2 && name.length <= NAME_BYTES && !slice_equals(name, "schemas");
}

/* ---- files ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Small, what is not harmless as one hyphen; begins with a letter or digit, and ends with one or with "_". */
static void tidy(struct slice wanted, struct text *out)
{
    for (size_t i = 0; i < wanted.length; i++) {
        char c = wanted.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (!is_letter(c) && c != '_' && c != '.')
            c = '-';
        bool again = out->length > 0 && (c == '-' || c == '.') && out->at[out->length - 1] == c;
        bool first = out->length == 0 && !is_letter(c);
        if (!again && !first)
            text_add_char(out, c);
    }
    while (out->length > 0 && (out->at[out->length - 1] == '-' || out->at[out->length - 1] == '.'))
        out->length--;
}

/* Whether all of it is what an ending is made of. */
static bool is_ending(struct slice text)
{
    bool plain = text.length > 0 && text.length <= ENDING_BYTES;
    for (size_t i = 0; i < text.length && plain; i++)
        plain = is_letter((char)tolower((unsigned char)text.at[i]));
    return plain;
}

struct parts {
    struct slice stem;
    struct slice ending;
};

static bool is_original(struct slice ending)
{
    return ending.length == 8 && strncasecmp(ending.at, "original", 8) == 0;
}

/* What stands behind the last slash of either kind, and of that what behind the last dot; ".original" is
 * banchi's own and goes. */
static struct parts parts_of(struct slice wanted)
{
    size_t from = wanted.length;
    while (from > 0 && wanted.at[from - 1] != '/' && wanted.at[from - 1] != '\\')
        from--;
    struct slice name = {wanted.at + from, wanted.length - from};
    for (;;) {
        size_t dot = name.length;
        while (dot > 0 && name.at[dot - 1] != '.')
            dot--;
        struct slice ending = {name.at + dot, name.length - dot};
        if (dot == 0 || !is_ending(ending))
            return (struct parts){name, {"", 0}};
        name.length = dot - 1;
        if (!is_original(ending))
            return (struct parts){name, ending};
    }
}

static bool is_taken(struct slice name, const struct slice *taken, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(taken[i], name))
            return true;
    return false;
}

static bool is_banchis(struct slice name)
{
    return slice_equals(name, "metadata.json") || slice_ends(name, ".dictionary.json");
}

static struct slice name_of(struct arena *arena, const struct parts *parts, unsigned number)
{
    char behind[16] = "";
    if (number > 1)
        snprintf(behind, sizeof behind, "-%u", number);
    size_t room = NAME_BYTES - ENDING_BYTES - 1 - NUMBER_BYTES;
    size_t stem = parts->stem.length < room ? parts->stem.length : room;
    return slice_of(arena_format(arena, "%.*s%s%s%.*s", (int)stem, parts->stem.at, behind,
                                 parts->ending.length > 0 ? "." : "", SLICE(parts->ending)));
}

struct slice portal_file_name_make(struct arena *arena, struct slice wanted, const char *instead,
                                   struct slice format, const struct slice *taken, size_t count)
{
    struct parts raw = parts_of(wanted);
    struct text stem = {0}, ending = {0};
    tidy(raw.stem, &stem);
    if (stem.length == 0) /* "-.csv", which is what CKAN leaves of a Thai name */
        text_add(&stem, instead);
    if (raw.ending.length == 0 && is_ending(format))
        raw.ending = format;
    tidy(raw.ending, &ending);
    struct parts parts = {text_slice(&stem), text_slice(&ending)};
    struct slice made = name_of(arena, &parts, 1);
    for (unsigned number = 2; is_taken(made, taken, count) || is_banchis(made); number++)
        made = name_of(arena, &parts, number);
    text_free(&stem);
    text_free(&ending);
    return made;
}
