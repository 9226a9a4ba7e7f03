#include "metadata/pattern_automaton.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "metadata/pattern_tree.h"

/* ---- the tree as steps ---- */

#define MOST_STEPS 1024
#define STEP_WORDS (MOST_STEPS / 64)

/* A byte of a range and on, or either of two ways. */
struct step {
    bool fork;
    uint8_t first, last;
    uint16_t next, other;
};

/* The steps that end it. */
enum { STEP_FOUND, STEP_AT_END, STEPS_BEGIN };

struct steps {
    struct step list[MOST_STEPS];
    size_t count;
    bool full;
};

static uint16_t step_add(struct steps *steps, struct step step)
{
    steps->full = steps->full || steps->count == MOST_STEPS;
    if (steps->full)
        return STEP_FOUND;
    steps->list[steps->count] = step;
    return (uint16_t)steps->count++;
}

/* The same step behind `from`, where there is one: sets of characters share most of their last bytes. */
static uint16_t step_share(struct steps *steps, size_t from, struct step step)
{
    for (size_t i = from; i < steps->count; i++) {
        const struct step *same = &steps->list[i];
        if (!same->fork && same->first == step.first && same->last == step.last && same->next == step.next)
            return (uint16_t)i;
    }
    return step_add(steps, step);
}

static uint16_t fork_add(struct steps *steps, uint16_t next, uint16_t other)
{
    return step_add(steps, (struct step){.fork = true, .next = next, .other = other});
}

/* Where a set leads to, and the steps that begin it so far; 0 when there are none yet. */
struct set_steps {
    struct steps *steps;
    uint16_t next;
    uint16_t begin;
    size_t first; /* of its steps */
};

/* Characters of one length of which all but the last bytes, or whole bytes, are free. */
static void bytes_add(struct set_steps *set, struct point_range range)
{
    char first[4], last[4];
    size_t length = utf8_put(first, range.first);
    utf8_put(last, range.last);
    uint16_t next = set->next;
    while (length-- > 0)
        next = step_share(
            set->steps, set->first,
            (struct step){.first = (uint8_t)first[length], .last = (uint8_t)last[length], .next = next});
    set->begin = set->begin != 0 ? fork_add(set->steps, next, set->begin) : next;
}

/* Splits a range of characters of one length until each byte of it is a range of its own. */
static void range_add(struct set_steps *set, struct point_range range)
{
    for (unsigned bits = 6; bits <= 18; bits += 6) {
        uint32_t low = (1u << bits) - 1;
        if ((range.first | low) == (range.last | low) || set->steps->full)
            break;
        if ((range.first & low) != 0) {
            range_add(set, (struct point_range){range.first, range.first | low});
            range.first = (range.first | low) + 1;
        }
        if ((range.last & low) != low && range.first <= range.last) {
            range_add(set, (struct point_range){range.last & ~low, range.last});
            range.last = (range.last & ~low) - 1;
        }
        if (range.first > range.last)
            return;
    }
    bytes_add(set, range);
}

/* What no text holds is no character: halves of a pair. */
static void set_add(struct set_steps *set, struct point_range range)
{
    static const struct point_range lengths[] = {
        {0, 0x7F}, {0x80, 0x7FF}, {0x800, 0xD7FF}, {0xE000, 0xFFFF}, {0x10000, 0x10FFFF}};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct point_range part = {range.first > lengths[i].first ? range.first : lengths[i].first,
                                   range.last < lengths[i].last ? range.last : lengths[i].last};
        if (part.first <= part.last)
            range_add(set, part);
    }
}

static uint16_t tree_add(struct steps *steps, const struct pattern_tree *tree, uint16_t next);

static uint16_t set_steps(struct steps *steps, const struct pattern_tree *tree, uint16_t next)
{
    struct set_steps set = {.steps = steps, .next = next, .first = steps->count};
    for (size_t i = 0; i < tree->range_count; i++)
        set_add(&set, tree->ranges[i]);
    if (set.begin == 0) /* an empty set: a byte that does not come */
        return step_add(steps, (struct step){.first = 1, .last = 0, .next = next});
    return set.begin;
}

static uint16_t repeat_steps(struct steps *steps, const struct pattern_tree *tree, uint16_t next)
{
    uint16_t begin = next;
    if (tree->most == TREE_OPEN) {
        begin = fork_add(steps, next, next);
        uint16_t body = tree_add(steps, tree->left, begin);
        if (!steps->full)
            steps->list[begin].other = body;
    }
    for (uint32_t i = tree->least; tree->most != TREE_OPEN && i < tree->most && !steps->full; i++)
        begin = fork_add(steps, next, tree_add(steps, tree->left, begin));
    for (uint32_t i = 0; i < tree->least && !steps->full; i++)
        begin = tree_add(steps, tree->left, begin);
    return begin;
}

/* The steps of a tree that lead to `next`: where they begin. */
static uint16_t tree_add(struct steps *steps, const struct pattern_tree *tree, uint16_t next)
{
    switch (tree->kind) {
    case TREE_SET:
        return set_steps(steps, tree, next);
    case TREE_THEN: {
        uint16_t right = tree_add(steps, tree->right, next);
        return tree_add(steps, tree->left, right);
    }
    case TREE_OR: {
        uint16_t right = tree_add(steps, tree->right, next);
        return fork_add(steps, tree_add(steps, tree->left, next), right);
    }
    case TREE_REPEAT:
        return repeat_steps(steps, tree, next);
    default:
        return next;
    }
}

static uint16_t way_add(struct steps *steps, const struct pattern_way *way)
{
    uint16_t begin = tree_add(steps, way->tree, way->to_end ? STEP_AT_END : STEP_FOUND);
    if (way->from_begin)
        return begin;
    uint16_t fork = fork_add(steps, begin, begin);
    uint16_t any = step_add(steps, (struct step){.first = 0, .last = 255, .next = fork});
    if (!steps->full)
        steps->list[fork].other = any;
    return fork;
}

/* ---- sets of steps as states ---- */

#define MOST_STATES 96
#define MOST_WORK 300000 /* steps looked at */

struct building {
    const struct steps *steps;
    struct arena *scratch;
    struct automaton *automaton;
    uint64_t *reached[MOST_STEPS]; /* what a step leads to without a byte; made when first needed */
    uint64_t sets[MOST_STATES][STEP_WORDS];
    uint64_t digests[MOST_STATES];    /* of the sets: most comparisons end here */
    uint8_t next[MOST_STATES][256];   /* by class */
    uint64_t behind[256][STEP_WORDS]; /* of one state, by class */
    bool at_end[MOST_STATES];
    unsigned count;
    size_t words; /* of a set that are used */
    size_t work;
    uint16_t stack[MOST_STEPS + 1];
};

/* Adds a step, and those behind forks, to the set. */
static void set_follow(struct building *building, uint64_t *set, uint16_t step)
{
    size_t used = 0;
    building->stack[used++] = step;
    while (used > 0) {
        uint16_t number = building->stack[--used];
        uint64_t bit = UINT64_C(1) << number % 64;
        building->work++;
        if ((set[number / 64] & bit) != 0)
            continue;
        set[number / 64] |= bit;
        if (number < STEPS_BEGIN || !building->steps->list[number].fork)
            continue;
        building->stack[used++] = building->steps->list[number].other;
        building->stack[used++] = building->steps->list[number].next;
    }
}

/* The same, remembered for each step. */
static void set_enter(struct building *building, uint64_t *set, uint16_t step)
{
    uint64_t *reached = building->reached[step];
    if (reached == NULL) {
        reached = building->reached[step] = arena_array(building->scratch, building->words, sizeof *reached);
        set_follow(building, reached, step);
    }
    building->work += building->words;
    for (size_t i = 0; i < building->words; i++)
        set[i] |= reached[i];
}

/* 0 for the empty set alone. */
static uint64_t set_digest(const struct building *building, const uint64_t *set)
{
    uint64_t digest = 0, any = 0;
    for (size_t i = 0; i < building->words; i++) {
        digest = (digest ^ set[i]) * 0x9E3779B97F4A7C15u;
        any |= set[i];
    }
    return any == 0 ? 0 : digest | 1;
}

/* The state of a set, made when it is new; MOST_STATES when there is no room. */
static unsigned state_of(struct building *building, const uint64_t *set)
{
    if ((set[0] >> STEP_FOUND & 1) != 0)
        return AUTOMATON_FOUND;
    uint64_t digest = set_digest(building, set);
    if (digest == 0)
        return AUTOMATON_DEAD;
    for (unsigned i = AUTOMATON_FOUND + 1; i < building->count; i++)
        if (building->digests[i] == digest &&
            memcmp(building->sets[i], set, building->words * sizeof *set) == 0)
            return i;
    if (building->count == MOST_STATES)
        return MOST_STATES;
    memcpy(building->sets[building->count], set, building->words * sizeof *set);
    building->digests[building->count] = digest;
    building->at_end[building->count] = (set[0] >> STEP_AT_END & 1) != 0;
    return building->count++;
}

/* Where each class of bytes leads to from a state, as sets. */
static void sets_behind(struct building *building, unsigned state, uint64_t sets[256][STEP_WORDS])
{
    const uint8_t *class_of = building->automaton->class_of;
    for (size_t i = 0; i < building->words; i++)
        for (uint64_t left = building->sets[state][i]; left != 0; left &= left - 1) {
            size_t number = i * 64 + (size_t)__builtin_ctzll(left);
            const struct step *step = &building->steps->list[number];
            if (number < STEPS_BEGIN || step->fork || step->first > step->last)
                continue;
            for (unsigned class = class_of[step->first]; class <= class_of[step->last]; class ++)
                set_enter(building, sets[class], step->next);
        }
}

/* Bytes between which no step begins or ends are of one class. */
static void classes_find(const struct steps *steps, struct automaton *automaton)
{
    bool begins[257] = {true};
    for (size_t i = STEPS_BEGIN; i < steps->count; i++)
        if (!steps->list[i].fork && steps->list[i].first <= steps->list[i].last)
            begins[steps->list[i].first] = begins[steps->list[i].last + 1] = true;
    for (unsigned byte = 0; byte < 256; byte++) {
        automaton->classes += begins[byte] ? 1 : 0;
        automaton->class_of[byte] = (uint8_t)(automaton->classes - 1);
    }
}

static bool states_find(struct building *building)
{
    unsigned classes = building->automaton->classes;
    for (unsigned state = AUTOMATON_FOUND + 1; state < building->count; state++) {
        for (unsigned class = 0; class < classes; class ++)
            for (size_t i = 0; i < building->words; i++)
                building->behind[class][i] = 0;
        sets_behind(building, state, building->behind);
        for (unsigned class = 0; class < classes; class ++) {
            unsigned next = state_of(building, building->behind[class]);
            if (next == MOST_STATES || building->work > MOST_WORK)
                return false;
            building->next[state][class] = (uint8_t)next;
        }
    }
    return true;
}

/* The state behind a byte; what has ended does not go on. */
static unsigned state_behind(const struct building *building, unsigned state, unsigned byte)
{
    bool goes_on = state > AUTOMATON_FOUND && state < MOST_STATES;
    return goes_on ? building->next[state][building->automaton->class_of[byte]] : state;
}

/* The state behind any Thai letter; MOST_STATES when there are several. */
static unsigned state_behind_thai(const struct building *building, unsigned state)
{
    const uint8_t *class_of = building->automaton->class_of;
    unsigned behind = MOST_STATES;
    for (unsigned second = 0xB8; second <= 0xB9; second++) {
        unsigned before = state_behind(building, state_behind(building, state, 0xE0), second);
        for (unsigned third = 0x80; third <= 0xBF; third++) {
            if (third > 0x80 && class_of[third] == class_of[third - 1])
                continue;
            unsigned next = state_behind(building, before, third);
            if (behind != MOST_STATES && next != behind)
                return MOST_STATES;
            behind = next;
        }
    }
    return behind;
}

static const struct automaton *automaton_keep(struct arena *arena, const struct building *building)
{
    struct automaton *automaton = arena_alloc(arena, sizeof *automaton);
    *automaton = *building->automaton;
    unsigned width = automaton->width = automaton->classes + 2;
    uint16_t *next = arena_array(arena, (size_t)building->count * width, sizeof *next);
    for (unsigned state = AUTOMATON_FOUND + 1; state < building->count; state++) {
        uint16_t *row = &next[(size_t)state * width];
        for (unsigned class = 0; class < automaton->classes; class ++)
            row[class] = (uint16_t)(building->next[state][class] * width);
        unsigned thai = state_behind_thai(building, state);
        row[AUTOMATON_THAI(automaton)] = thai == MOST_STATES ? AUTOMATON_APART : (uint16_t)(thai * width);
        row[AUTOMATON_AT_END(automaton)] = building->at_end[state];
    }
    automaton->next = next;
    automaton->start *= width;
    return automaton;
}

static const struct automaton *automaton_of(struct arena *arena, struct arena *scratch,
                                            const struct steps *steps, const uint64_t *start)
{
    struct automaton automaton = {.classes = 0};
    struct building *building = arena_take(scratch, sizeof *building);
    building->work = 0;
    building->scratch = scratch;
    memset(building->reached, 0, sizeof building->reached);
    building->steps = steps;
    building->automaton = &automaton;
    building->words = (steps->count + 63) / 64;
    building->count = AUTOMATON_FOUND + 1;
    memset(building->sets[AUTOMATON_DEAD], 0, sizeof building->sets[AUTOMATON_DEAD]);
    memset(building->at_end, 0, sizeof building->at_end);
    for (size_t i = 0; i < steps->count; i++)
        if ((start[i / 64] >> i % 64 & 1) != 0)
            set_enter(building, building->sets[AUTOMATON_DEAD], (uint16_t)i);
    automaton.start = state_of(building, building->sets[AUTOMATON_DEAD]);
    classes_find(steps, &automaton);
    return states_find(building) ? automaton_keep(arena, building) : NULL;
}

const struct automaton *automaton_make(struct arena *arena, struct slice pattern)
{
    struct pattern_way ways[PATTERN_WAYS];
    struct arena scratch = {0};
    const struct automaton *automaton = NULL;
    size_t count = pattern_tree_read(&scratch, pattern, ways);
    if (count > 0) {
        struct steps *steps = arena_take(&scratch, sizeof *steps);
        uint64_t start[STEP_WORDS] = {0};
        steps->count = STEPS_BEGIN;
        steps->full = false;
        for (size_t i = 0; i < count; i++) {
            uint16_t begin = way_add(steps, &ways[i]);
            start[begin / 64] |= UINT64_C(1) << begin % 64;
        }
        if (!steps->full)
            automaton = automaton_of(arena, &scratch, steps, start);
    }
    arena_free(&scratch);
    return automaton;
}
