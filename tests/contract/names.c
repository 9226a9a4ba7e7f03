#include "tests/contract/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void names_add(struct names *names, const char *recorded, const char *here)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->at[i].recorded, recorded) == 0) {
            free(names->at[i].here);
            names->at[i].here = strdup(here);
            return;
        }
    if (names->count == names->room) {
        names->room = names->room == 0 ? 64 : names->room * 2;
        names->at = realloc(names->at, names->room * sizeof *names->at);
        if (names->at == NULL)
            abort();
    }
    names->at[names->count++] = (struct name){strdup(recorded), strdup(here)};
}

void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->at[i].recorded);
        free(names->at[i].here);
    }
    free(names->at);
}

/* The longest recorded name that stands at the place. */
static const struct name *name_at(const struct names *names, const char *at, size_t left)
{
    const struct name *best = NULL;
    for (size_t i = 0; i < names->count; i++) {
        size_t length = strlen(names->at[i].recorded);
        bool here = length <= left && memcmp(at, names->at[i].recorded, length) == 0;
        if (here && (best == NULL || length > strlen(best->recorded)))
            best = &names->at[i];
    }
    return best;
}

char *names_replace(const struct names *names, const char *text, size_t *length)
{
    char *out = NULL;
    size_t used = 0;
    for (size_t i = 0; i <= *length;) {
        const struct name *name = i < *length ? name_at(names, text + i, *length - i) : NULL;
        size_t size = name == NULL ? 1 : strlen(name->here);
        out = realloc(out, used + size + 1);
        if (out == NULL)
            abort();
        if (i < *length)
            memcpy(out + used, name == NULL ? text + i : name->here, size);
        else
            out[used] = 0;
        used += i < *length ? size : 0;
        i += name == NULL ? 1 : strlen(name->recorded);
    }
    *length = used;
    return out;
}

/* The shape "0-0-0" of a text: digits for hex digits or digits. */
static bool has_shape(const char *text, const char *shape)
{
    for (; *shape != 0; shape++, text++) {
        bool good = *shape == 'x'   ? isxdigit((unsigned char)*text) != 0
                    : *shape == '0' ? isdigit((unsigned char)*text) != 0
                                    : *shape == *text;
        if (!good)
            return false;
    }
    return true;
}

bool is_id(const char *text)
{
    return strlen(text) == 36 && has_shape(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

bool is_time(const char *text)
{
    return strlen(text) >= 19 && has_shape(text, "0000-00-00T00:00:00.");
}
