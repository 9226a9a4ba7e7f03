#include "base/code.h"

#include <strings.h>

#include "base/language.h"

static const struct code_row rows[] = {
#define CODE(name, title, explanation, source, wrong, right)                                                 \
    [CODE_##name] = {#name, title, explanation, source, wrong, right},
#include "base/code.def"
#undef CODE
};

const struct code_row *code_row(enum code code)
{
    return &rows[code];
}

bool code_find(struct slice name, enum code *code)
{
    for (size_t i = 0; i < CODE_COUNT; i++) {
        struct slice candidate = slice_of(rows[i].name);
        if (candidate.length == name.length && strncasecmp(candidate.at, name.at, name.length) == 0) {
            *code = (enum code)i;
            return true;
        }
    }
    return false;
}

bool code_shuts_gate(enum code code)
{
    return code_row(code)->name[0] == 'P' || code == CODE_M204;
}
