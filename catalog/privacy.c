#include "catalog/privacy.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "catalog/privacy_sign.h"
#include "catalog/privacy_sketch.h"

/* ---- what kinds are called ---- */

enum code privacy_kind_code(enum privacy_kind kind)
{
    static const enum code codes[PRIVACY_KINDS] = {
        [PRIVACY_CITIZEN] = CODE_P101, [PRIVACY_PASSPORT] = CODE_P102, [PRIVACY_PHONE] = CODE_P103,
        [PRIVACY_EMAIL] = CODE_P104,   [PRIVACY_BANK] = CODE_P105,     [PRIVACY_LINE] = CODE_P106,
        [PRIVACY_PLATE] = CODE_P107,   [PRIVACY_BIRTH] = CODE_P108,    [PRIVACY_ADDRESS] = CODE_P109,
        [PRIVACY_NAME] = CODE_P110,    [PRIVACY_NAMED] = CODE_P111,
    };
    return codes[kind];
}

/* ---- one text ---- */

/* What a window holds decides which detectors look at it: most cells need none of them. */
struct glance {
    size_t digits;
    bool at_sign;
    bool thai;
    bool latin;
};

static struct glance glance(struct slice text)
{
    struct glance seen = {0};
    const char *end = text.at + text.length;
    for (const char *at = text.at; at < end; at = plain_next(at, end)) {
        char c = *at;
        seen.digits += is_digit(c);
        seen.at_sign = seen.at_sign || c == '@';
        seen.latin = seen.latin || is_latin(c);
        seen.thai = seen.thai || (unsigned char)c == 0xE0;
    }
    return seen;
}

static void see_window(const struct privacy_roles *roles, struct slice text, struct privacy_look *look)
{
    struct glance seen = glance(text);
    if (seen.digits > 0) {
        see_numbers(text, look);
        see_date(text, look);
    }
    if (seen.at_sign)
        see_mail(text, roles, look);
    if (seen.latin || seen.thai) {
        see_line(text, look);
        see_names(text, look);
    }
    if (seen.digits > 0 && (seen.latin || seen.thai)) {
        see_birth(text, look);
        see_address(text, look);
    }
}

void privacy_see(const struct privacy_roles *roles, struct slice text, struct privacy_look *look)
{
    struct plain plain;
    *look = (struct privacy_look){0};
    while (text.length > 0) {
        size_t taken = plain_fill(&plain, text);
        see_window(roles, (struct slice){plain.bytes, plain.length}, look);
        if (taken == text.length)
            break;
        taken -= PLAIN_OVERLAP;
        text = (struct slice){text.at + taken, text.length - taken};
    }
}

/* ---- a column ---- */

static void sample(struct privacy_tally *tally, const struct privacy_look *look, size_t which)
{
    if (tally->sketches[which] == NULL)
        tally->sketches[which] = arena_alloc(tally->arena, sizeof *tally->sketches[which]);
    sketch_add(tally->sketches[which], look->group[which], look->whole[which], look->right);
}

void privacy_tally_add(struct privacy_tally *tally, const struct privacy_look *look, size_t row)
{
    privacy_signs signs = look->signs;
    while (signs != 0) {
        unsigned sign = (unsigned)__builtin_ctzll(signs);
        signs &= signs - 1;
        if (tally->seen[sign]++ == 0 || row < tally->first[sign])
            tally->first[sign] = row;
    }
    for (size_t which = 0; which < sizeof look->sampled / sizeof *look->sampled; which++)
        if (look->sampled[which])
            sample(tally, look, which);
}

void privacy_tally_join(struct privacy_tally *into, const struct privacy_tally *from)
{
    into->cells += from->cells;
    for (size_t sign = 0; sign < SIGN_COUNT; sign++) {
        if (from->seen[sign] > 0 && (into->seen[sign] == 0 || from->first[sign] < into->first[sign]))
            into->first[sign] = from->first[sign];
        into->seen[sign] += from->seen[sign];
    }
    for (size_t which = 0; which < sizeof into->sketches / sizeof *into->sketches; which++) {
        if (from->sketches[which] == NULL)
            continue;
        if (into->sketches[which] == NULL)
            into->sketches[which] = arena_alloc(into->arena, sizeof *into->sketches[which]);
        sketch_join(into->sketches[which], from->sketches[which]);
    }
}
