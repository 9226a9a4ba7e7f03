#include "metadata/nearest.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/utf8.h"

struct letters {
    uint32_t *at;
    size_t count;
    uint64_t seen; /* a bit for each letter, by its number modulo 64 */
};

/* Thai vowels above and below, tones and signs: small on a screen, and easily mistaken. */
static bool is_mark(uint32_t letter)
{
    return letter == 0x0E31 || (letter >= 0x0E34 && letter <= 0x0E3A) ||
           (letter >= 0x0E47 && letter <= 0x0E4E);
}

static struct letters letters_room(struct arena *scratch, size_t most)
{
    return (struct letters){.at = arena_take(scratch, most * sizeof(uint32_t))};
}

static void letters_read(struct letters *letters, struct slice text)
{
    const char *end = text.at + text.length;
    size_t count = 0;
    uint64_t seen = 0;
    for (const char *at = text.at; at < end;) {
        uint32_t letter = (unsigned char)*at < 0x80 ? (uint32_t)*at++ : utf8_next(&at, end);
        if (letter >= 'A' && letter <= 'Z')
            letter += 'a' - 'A';
        if (letter == ' ' || letter == 0xa0 || letter == 0x200b)
            continue;
        letters->at[count++] = letter;
        seen |= UINT64_C(1) << letter % 64;
    }
    letters->count = count;
    letters->seen = seen;
}

bool nearest_is_same(struct arena *scratch, struct slice a, struct slice b)
{
    if (a.length > LIMIT_NEAREST_LETTERS || b.length > LIMIT_NEAREST_LETTERS)
        return false;
    struct letters left = letters_room(scratch, a.length), right = letters_room(scratch, b.length);
    letters_read(&left, a);
    letters_read(&right, b);
    return left.count == right.count &&
           (left.count == 0 || memcmp(left.at, right.at, left.count * sizeof *left.at) == 0);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One cell of the table of edits (optimal string alignment); `row`, `above` and `above2` are its last three
 * rows. */
static size_t cell(const struct letters *a, const struct letters *b, size_t i, size_t j,
                   size_t *const rows[3])
{
    bool same = a->at[i - 1] == b->at[j - 1];
    size_t edits = least(rows[1][j] + 1, rows[0][j - 1] + 1);
    edits = least(edits, rows[1][j - 1] + (same ? 0 : 1));
    if (i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1])
        edits = least(edits, rows[2][j - 2] + 1);
    return edits;
}

static size_t edits_between(struct arena *scratch, const struct letters *a, const struct letters *b)
{
    size_t *rows[3];
    for (size_t k = 0; k < 3; k++)
        rows[k] = arena_array(scratch, b->count + 1, sizeof(size_t));
    for (size_t j = 0; j <= b->count; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a->count; i++) {
        size_t *oldest = rows[2];
        rows[2] = rows[1];
        rows[1] = rows[0];
        rows[0] = oldest;
        rows[0][0] = i;
        for (size_t j = 1; j <= b->count; j++)
            rows[0][j] = cell(a, b, i, j, rows);
    }
    return rows[0][b->count];
}

static bool contains(const struct letters *whole, const struct letters *part)
{
    if (part->count < 2 || (part->seen & ~whole->seen) != 0)
        return false;
    for (size_t i = 0; i + part->count <= whole->count; i++)
        if (whole->at[i] == part->at[0] &&
            memcmp(whole->at + i, part->at, part->count * sizeof *part->at) == 0)
            return true;
    return false;
}

/* At least so many edits are needed: each brings or takes one letter, or puts one in the place of another. */
static size_t edits_least(const struct letters *a, const struct letters *b)
{
    int taken = __builtin_popcountll(a->seen & ~b->seen), brought = __builtin_popcountll(b->seen & ~a->seen);
    return (size_t)(taken > brought ? taken : brought);
}

static size_t next_letter(const struct letters *letters, size_t at)
{
    while (at < letters->count && is_mark(letters->at[at]))
        at++;
    return at;
}

/* The same but for marks: "ปื" and "ปี". */
static bool same_but_marks(const struct letters *a, const struct letters *b)
{
    size_t i = next_letter(a, 0), j = next_letter(b, 0);
    while (i < a->count && j < b->count && a->at[i] == b->at[j]) {
        i = next_letter(a, i + 1);
        j = next_letter(b, j + 1);
    }
    return i == a->count && j == b->count;
}

/* Smaller is nearer; SIZE_MAX when not near at all. Edits come before containment. */
static size_t distance(struct arena *scratch, const struct letters *value, const struct letters *choice)
{
    size_t longer = value->count > choice->count ? value->count : choice->count;
    size_t shorter = value->count + choice->count - longer;
    size_t most = same_but_marks(value, choice) ? longer : longer < 4 ? longer / 3 : longer / 4;
    if (longer - shorter <= most && edits_least(value, choice) <= most) {
        size_t edits = edits_between(scratch, value, choice);
        if (edits <= most)
            return edits;
    }
    bool within = contains(value, choice) || contains(choice, value);
    return within ? LIMIT_NEAREST_LETTERS + longer - shorter : SIZE_MAX;
}

long nearest_choice(struct arena *scratch, struct slice value, const struct slice *choices, size_t count)
{
    size_t best = SIZE_MAX;
    long found = -1;
    if (value.length > LIMIT_NEAREST_LETTERS)
        return -1;
    struct letters wanted = letters_room(scratch, value.length);
    struct letters choice = letters_room(scratch, LIMIT_NEAREST_LETTERS);
    letters_read(&wanted, value);
    for (size_t i = 0; i < count && i < LIMIT_NEAREST_CHOICES; i++) {
        if (choices[i].length > LIMIT_NEAREST_LETTERS)
            continue;
        letters_read(&choice, choices[i]);
        size_t far = distance(scratch, &wanted, &choice);
        if (far < best) {
            best = far;
            found = (long)i;
        }
    }
    return found;
}
