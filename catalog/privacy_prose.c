#include "catalog/privacy_prose.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/slice_hash.h"
#include "catalog/privacy_prose_words.h"
#include "catalog/privacy_sign.h"

/* Fewer digits than this, and no words beside them, are no number of a person's. */
#define DIGITS_LEAST 9

/* In a cell by itself a passport's number has as many, a plate two or three letters. */
#define PASSPORT_DIGITS 6
#define PLATE_BYTES ((size_t)3 * 3)

struct privacy_prose {
    struct prose_words words; /* where the walk has to stop and look, */
    size_t (*scan)(const struct prose_sets *sets, struct slice text, size_t from, size_t most,
                   struct prose_marks *marks); /* and who finds it */
    bool wide;
};

const struct privacy_prose *privacy_prose_open(struct arena *arena)
{
    return privacy_prose_make(arena, prose_can_scan());
}

const struct privacy_prose *privacy_prose_make(struct arena *arena, bool wide)
{
    struct privacy_prose *prose = arena_alloc(arena, sizeof *prose);
    prose_words_make(&prose->words, arena);
    prose->wide = wide;
    prose->scan = wide ? prose_scan_wide : prose_scan_narrow;
    return prose;
}

/* ---- the walk ---- */

struct walk {
    const struct privacy_prose *prose;
    struct slice text;
    const char *end;
    size_t digits;
    bool word; /* one that shows something beside digits */
};

static inline bool thai_stands(const struct prose_word *word, const char *at, const char *end)
{
    return word->length <= (size_t)(end - at) && at[word->telling] == word->text[word->telling] &&
           bytes_equal(at, word->text, word->length);
}

/* Where a word of the slot may begin. */
static bool thai_says(struct walk *walk, const char *at, unsigned slot)
{
    for (const struct prose_word *word = walk->prose->words.slots[slot]; word != NULL; word = word->next) {
        if (!thai_stands(word, at, walk->end))
            continue;
        if (word->kind == PROSE_LINE || (word->kind == PROSE_TITLE && name_stands(walk->text, at, false)))
            return true;
        walk->word = walk->word || word->kind == PROSE_BESIDE_DIGITS;
    }
    return false;
}

/* A Latin word; behind a title a point or a blank must stand. */
static bool latin_stands(const struct prose_word *word, const char *at, const char *end)
{
    size_t left = (size_t)(end - at);
    if (word->length > left || prose_small(at[word->telling]) != prose_small(word->text[word->telling]))
        return false;
    if (word->kind == PROSE_LATIN_TITLE)
        return word->length < left && memcmp(at, word->text, word->length) == 0 &&
               (at[word->length] == '.' || at[word->length] == ' ');
    return strncasecmp(at, word->text, word->length) == 0;
}

/* At two letters of ASCII. What shows something by itself does so only where a word begins. */
static bool latin_says(struct walk *walk, const char *at)
{
    bool inside = at > walk->text.at && is_latin(at[-1]);
    for (const struct prose_word *word = walk->prose->words.slots[prose_latin_slot(at)]; word != NULL;
         word = word->next) {
        if (!latin_stands(word, at, walk->end))
            continue;
        if (!inside && word->kind != PROSE_BESIDE_DIGITS)
            return true;
        walk->word = walk->word || word->kind == PROSE_BESIDE_DIGITS;
    }
    return false;
}

/* So many Thai letters may stand before `at`: what they are is seen when they are compared. */
static bool follows(const struct walk *walk, const char *at, ptrdiff_t letters)
{
    return at - walk->text.at >= 3 * letters;
}

/* At a point, which may be the second or the third letter of a title. */
static bool point_says(struct walk *walk, const char *at)
{
    if (!follows(walk, at, 1))
        return false;
    unsigned before = prose_letter(at - 3);
    return thai_says(walk, at - 3, prose_slot(before, '.', 0)) ||
           (follows(walk, at, 2) && thai_says(walk, at - 6, prose_slot(prose_letter(at - 6), before, '.')));
}

/* At a Thai letter, which may be the third of a word. */
static bool third_says(struct walk *walk, const char *at)
{
    return follows(walk, at, 2) &&
           thai_says(walk, at - 6, prose_slot(prose_letter(at - 6), prose_letter(at - 3), prose_letter(at)));
}

static bool ascii_says(struct walk *walk, const char *at)
{
    char before = at > walk->text.at ? at[-1] : '\0';
    if ((unsigned char)*at < ' ' || *at == '@')
        return true;
    if (*at == '.')
        return point_says(walk, at);
    if (is_digit(before)) /* 1.1017E+12 */
        return prose_small(*at) == 'e';
    return is_latin(before) && latin_says(walk, at - 1);
}

/* At a stop. Other letters than ASCII and Thai may hide something. */
static bool stop_says(struct walk *walk, const char *at)
{
    if ((unsigned char)*at < 0x80)
        return ascii_says(walk, at);
    return !prose_is_thai(at, walk->end) || third_says(walk, at);
}

/* Of 64 bytes, of which the first stands at `at`. */
static bool stops_say(struct walk *walk, uint64_t stops, const char *at)
{
    for (; stops != 0; stops &= stops - 1)
        if (stop_says(walk, at + __builtin_ctzll(stops)))
            return true;
    return false;
}

/* Most have none or a few. */
static inline size_t digits_in(uint64_t digits)
{
    size_t count = 0;
    for (; digits != 0; digits &= digits - 1)
        count++;
    return count;
}

/* So many marks of a text are made before anybody looks at them; two at least. */
#define MARKS 16

static bool text_says(struct walk *walk)
{
    struct slice text = walk->text;
    for (size_t from = 0, count; from < text.length; from += count * PROSE_BYTES) {
        struct prose_marks marks[MARKS];
        count = walk->prose->scan(&walk->prose->words.sets, text, from, MARKS, marks);
        for (size_t i = 0; i < count; i++) {
            walk->digits += digits_in(marks[i].digits);
            if (stops_say(walk, marks[i].stops, text.at + from + i * PROSE_BYTES))
                return true;
        }
    }
    return false;
}

/* ---- documents ---- */

/* Longer ones are read text by text. */
#define DOCUMENT_MARKS ((size_t)1024)

struct privacy_prose_map {
    struct slice document; /* empty: none */
    struct prose_marks marks[DOCUMENT_MARKS];
};

struct privacy_prose_map *privacy_prose_map(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct privacy_prose_map));
}

void privacy_prose_read(const struct privacy_prose *prose, struct privacy_prose_map *map,
                        struct slice document)
{
    bool fits = prose->wide && prose_mark_count(document.length) <= DOCUMENT_MARKS;
    map->document = fits ? document : (struct slice){0};
    prose->scan(&prose->words.sets, map->document, 0, DOCUMENT_MARKS, map->marks);
}

/* ---- a text ---- */

/* The text in one line, as the detectors read it. */
static struct slice in_one_line(struct slice text, struct arena *scratch)
{
    char *copy = slice_copy(scratch, text);
    for (size_t i = 0; i < text.length; i++)
        if (copy[i] == '\n' || copy[i] == '\r' || copy[i] == '\t')
            copy[i] = ' ';
    return (struct slice){copy, text.length};
}

static struct walk walk_begin(const struct privacy_prose *prose, struct slice text)
{
    return (struct walk){.prose = prose, .text = text, .end = text.at + text.length};
}

/* Of a text that has been walked over. */
static bool digits_say_nothing(const struct walk *walk)
{
    return walk->digits == 0 || (walk->digits < DIGITS_LEAST && !walk->word);
}

static bool says_nothing(const struct privacy_prose *prose, struct slice text, size_t *digits)
{
    struct walk walk = walk_begin(prose, text);
    bool says = text_says(&walk);
    *digits = walk.digits;
    return !says && digits_say_nothing(&walk);
}

static bool lines_say_nothing(const struct privacy_prose *prose, struct slice text, struct arena *scratch)
{
    size_t digits;
    return memchr(text.at, '\n', text.length) != NULL &&
           says_nothing(prose, in_one_line(text, scratch), &digits);
}

bool privacy_prose_harmless(const struct privacy_prose *prose, struct slice text, struct arena *scratch)
{
    size_t digits;
    return says_nothing(prose, text, &digits) || lines_say_nothing(prose, text, scratch);
}

/* ---- a text of a document ---- */

static inline bool is_mapped(const struct privacy_prose_map *map, struct slice text)
{
    uintptr_t place = (uintptr_t)text.at - (uintptr_t)map->document.at;
    return place < map->document.length && text.length <= map->document.length - place;
}

/* The digits of a text and whether it has a stop; the first mark begins `before` bytes before it. */
static inline bool mapped_stops(const struct prose_marks *mark, size_t before, size_t length, size_t *digits)
{
    uint64_t within = UINT64_MAX << before, stops = 0;
    size_t left = before + length;
    for (; left > PROSE_BYTES; left -= PROSE_BYTES, mark++, within = UINT64_MAX) {
        stops |= mark->stops & within;
        *digits += digits_in(mark->digits & within);
    }
    within &= UINT64_MAX >> (PROSE_BYTES - left);
    *digits += digits_in(mark->digits & within);
    return (stops | (mark->stops & within)) != 0;
}

static bool mapped_says(struct walk *walk, const struct prose_marks *mark, size_t before)
{
    const char *at = walk->text.at - before;
    uint64_t within = UINT64_MAX << before;
    for (; (size_t)(walk->end - at) > PROSE_BYTES; at += PROSE_BYTES, mark++, within = UINT64_MAX)
        if (stops_say(walk, mark->stops & within, at))
            return true;
    return stops_say(walk, mark->stops & within & UINT64_MAX >> (PROSE_BYTES - (size_t)(walk->end - at)), at);
}

/* Of a text with stops. Apart, as most have none. */
__attribute__((noinline)) static bool mapped_says_nothing(const struct privacy_prose *prose,
                                                          struct slice text, const struct prose_marks *mark,
                                                          size_t before, size_t digits)
{
    struct walk walk = walk_begin(prose, text);
    walk.digits = digits;
    return !mapped_says(&walk, mark, before) && digits_say_nothing(&walk);
}

bool privacy_prose_harmless_in(const struct privacy_prose *prose, const struct privacy_prose_map *map,
                               struct slice text, struct arena *scratch)
{
    size_t digits = 0;
    if (text.length == 0)
        return true;
    if (!is_mapped(map, text))
        return privacy_prose_harmless(prose, text, scratch);
    size_t place = (size_t)(text.at - map->document.at), before = place % PROSE_BYTES;
    const struct prose_marks *mark = &map->marks[place / PROSE_BYTES];
    if (!mapped_stops(mark, before, text.length, &digits))
        return digits < DIGITS_LEAST;
    return mapped_says_nothing(prose, text, mark, before, digits) || lines_say_nothing(prose, text, scratch);
}

/* ---- a cell ---- */

static bool begins_with_title(const struct privacy_prose *prose, struct slice text)
{
    const char *end = text.at + text.length;
    for (const struct prose_word *word = prose->words.slots[prose_slot_at(text.at, end)]; word != NULL;
         word = word->next)
        if (word->kind == PROSE_TITLE && thai_stands(word, text.at, end))
            return true;
    return false;
}

/* A plate of two or three letters, a passport, or an address that begins with its number. */
static bool may_begin_as_number(struct slice text, size_t digits)
{
    size_t letters = 0;
    while (letters <= PLATE_BYTES && is_thai(text.at + letters, text.length - letters))
        letters += 3;
    return is_digit(*text.at) || (letters > 0 && letters <= PLATE_BYTES) ||
           (is_latin(*text.at) && digits >= PASSPORT_DIGITS);
}

/* Whether a digit stands where "เลขที่", "ที่อยู่", "no." or "house" lead to it; their last letters are enough.
 */
static bool is_led_to(struct slice text)
{
    const char *end = text.at + text.length;
    for (const char *at = text.at; at < end; at = plain_next(at, end)) {
        const char *before = at;
        if (!is_digit(*at))
            continue;
        while (before > text.at && strchr(" :.", before[-1]) != NULL)
            before--;
        if (before > text.at && strchr("\x88oOeE", before[-1]) != NULL)
            return true;
    }
    return false;
}

bool privacy_prose_dull(const struct privacy_prose *prose, struct slice text)
{
    size_t digits;
    struct slice all = slice_trim(text);
    if (all.length == 0 || !says_nothing(prose, text, &digits) || begins_with_title(prose, all))
        return false;
    return digits == 0 || (!may_begin_as_number(all, digits) && !is_led_to(text));
}

bool privacy_prose_says_nothing(const struct privacy_look *look)
{
    return (look->signs & privacy_signs_of_prose()) == 0;
}

/* ---- keys ---- */

#define KEY_SLOTS 256
#define KEY_PLACES 4 /* slots that a key may have */
#define KEY_BYTES 48 /* longer ones are asked about each time */

struct known_key {
    char text[KEY_BYTES];
    uint8_t length; /* 0: free */
    bool personal;
};

struct privacy_keys {
    struct known_key slots[KEY_SLOTS];
};

struct privacy_keys *privacy_keys_open(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct privacy_keys));
}

static bool is_personal(struct slice key)
{
    struct privacy_subject subject = {.name = key};
    enum privacy_kind kind;
    return privacy_named(&subject, &kind);
}

static bool is_known(const struct known_key *known, struct slice key)
{
    return known->length == key.length && memcmp(known->text, key.at, key.length) == 0;
}

/* A new key takes the last place that it may have, when none is free. */
bool privacy_keys_personal(struct privacy_keys *keys, struct slice key)
{
    if (key.length == 0 || key.length > KEY_BYTES)
        return is_personal(key);
    struct known_key *known = NULL;
    for (uint32_t i = 0, hash = slice_hash(key); i < KEY_PLACES; i++) {
        known = &keys->slots[(hash + i) % KEY_SLOTS];
        if (is_known(known, key))
            return known->personal;
        if (known->length == 0)
            break;
    }
    known->length = (uint8_t)key.length;
    memcpy(known->text, key.at, key.length);
    known->personal = is_personal(key);
    return known->personal;
}
