#define PCRE2_CODE_UNIT_WIDTH 8
#include "metadata/pattern.h"

#include <pcre2.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "metadata/pattern_automaton.h"
#include "metadata/pattern_simple.h"

struct pattern {
    struct simple_pattern *simple;
    const struct automaton *automaton; /* where it is not simple; NULL when an engine is needed: */
    bool machine_code;
    pcre2_code *code;
    size_t length; /* of the translation */
};

static void *memory_take(size_t bytes, void *arena)
{
    return arena_take(arena, bytes);
}

/* The arena takes back everything at once. */
static void memory_give(void *memory, void *arena)
{
    (void)memory;
    (void)arena;
}

static pcre2_general_context *context_in(struct arena *arena)
{
    pcre2_general_context *context = pcre2_general_context_create(memory_take, memory_give, arena);
    if (context == NULL)
        memory_exhausted();
    return context;
}

/* What is wrong in ECMA-262 has been found by the translation. */
static bool code_compile(struct arena *arena, struct slice translated, struct pattern *pattern)
{
    pcre2_general_context *context = context_in(arena);
    pcre2_compile_context *rules = pcre2_compile_context_create(context);
    uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
    int error;
    PCRE2_SIZE offset;
    pattern->code =
        pcre2_compile((PCRE2_SPTR)translated.at, translated.length, options, &error, &offset, rules);
    pattern->length = translated.length;
    return pattern->code != NULL;
}

static enum pattern_state engine_compile(struct arena *arena, struct slice text, struct pattern *pattern,
                                         const char **why)
{
    struct text translated = {0};
    text_add(&translated, "");
    enum pattern_state state = pattern_translate(text, &translated, why);
    if (state == PATTERN_GOOD && text.length > LIMIT_PATTERN_BYTES) {
        *why = N_("the pattern is longer than banchi reads");
        state = PATTERN_UNTRANSLATED;
    } else if (state == PATTERN_GOOD && !code_compile(arena, text_slice(&translated), pattern)) {
        *why = N_("the pattern uses what banchi cannot match");
        state = PATTERN_UNTRANSLATED;
    }
    text_free(&translated);
    return state;
}

enum pattern_state pattern_compile(struct arena *arena, struct slice text, struct pattern **pattern,
                                   const char **why)
{
    struct pattern *made = arena_alloc(arena, sizeof *made);
    struct simple_pattern simple;
    enum pattern_state state = PATTERN_GOOD;
    if (simple_pattern_read(text, &simple)) {
        made->simple = arena_alloc(arena, sizeof simple);
        *made->simple = simple;
    } else {
        made->automaton = text.length <= LIMIT_PATTERN_BYTES ? automaton_make(arena, text) : NULL;
        if (made->automaton == NULL)
            state = engine_compile(arena, text, made, why);
        /* where there is no machine code for this processor, the interpreter does the same work */
        if (made->code != NULL)
            made->machine_code = pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE) == 0;
    }
    *pattern = state == PATTERN_GOOD ? made : NULL;
    return state;
}

bool pattern_is_right(struct slice text)
{
    struct text translated = {0};
    const char *why;
    enum pattern_state state = pattern_translate(text, &translated, &why);
    text_free(&translated);
    return state != PATTERN_WRONG;
}

void pattern_close(struct pattern *pattern)
{
    if (pattern != NULL && pattern->code != NULL)
        pcre2_code_free(pattern->code);
}

/* The engine's own limits count anew for each place where a match may begin, and no characters that one step
 * runs over. */
static int work_count(pcre2_callout_block *block, void *data)
{
    struct pattern_room *room = data;
    size_t at = block->current_position;
    room->work += room->call + (at > room->at ? at - room->at : room->at - at);
    room->at = at;
    return room->work > LIMIT_PATTERN_MOVES ? PCRE2_ERROR_MATCHLIMIT : 0;
}

static void room_make(struct pattern_room *room)
{
    pcre2_match_context *limits = pcre2_match_context_create(context_in(room->arena));
    room->match = pcre2_match_data_create(1, context_in(room->arena));
    if (room->match == NULL || limits == NULL)
        memory_exhausted();
    pcre2_set_depth_limit(limits, LIMIT_PATTERN_DEPTH);
    pcre2_set_heap_limit(limits, LIMIT_PATTERN_KIB);
    room->limits = limits;
}

/* Going back again and again shows early in a short text: it is not let go on for as long as in a long one.
 */
static uint32_t most_work(struct slice subject)
{
    size_t most = LIMIT_PATTERN_WORK_LEAST + LIMIT_PATTERN_WORK_A_BYTE * subject.length;
    return (uint32_t)(most < LIMIT_PATTERN_WORK ? most : LIMIT_PATTERN_WORK);
}

/* What stands between two callouts is compared at each, to its end at worst. */
static void room_ready(struct pattern_room *room, const struct pattern *pattern, struct slice subject)
{
    if (room->match == NULL)
        room_make(room);
    pcre2_set_match_limit(room->limits, most_work(subject));
    pcre2_set_callout(room->limits, work_count, room);
    room->work = room->at = 0;
    room->call = 4 + pattern->length / 16;
}

/* Without the checks of arguments that pcre2_match() makes before each run of machine code. */
static int match_fast(const struct pattern *pattern, struct slice subject, struct pattern_room *room)
{
    return pcre2_jit_match(pattern->code, (PCRE2_SPTR)(subject.length > 0 ? subject.at : ""), subject.length,
                           0, 0, room->match, room->limits);
}

static int match_interpreted(const struct pattern *pattern, struct slice subject, struct pattern_room *room)
{
    return pcre2_match(pattern->code, (PCRE2_SPTR)(subject.length > 0 ? subject.at : ""), subject.length, 0,
                       PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, room->match, room->limits);
}

bool pattern_is_quick(const struct pattern *pattern)
{
    return pattern->simple != NULL || pattern->automaton != NULL;
}

bool pattern_match_quick(const struct pattern *pattern, struct slice subject)
{
    if (pattern->simple != NULL)
        return simple_pattern_match(pattern->simple, subject);
    return automaton_match(pattern->automaton, subject);
}

enum pattern_match pattern_match(const struct pattern *pattern, struct slice subject,
                                 struct pattern_room *room)
{
    if (pattern_is_quick(pattern))
        return pattern_match_quick(pattern, subject) ? PATTERN_MATCHES : PATTERN_MISSES;
    room_ready(room, pattern, subject);
    int result = pattern->machine_code ? match_fast(pattern, subject, room) : PCRE2_ERROR_JIT_STACKLIMIT;
    if (result == PCRE2_ERROR_JIT_STACKLIMIT)
        result = match_interpreted(pattern, subject, room);
    if (result >= 0)
        return PATTERN_MATCHES;
    return result == PCRE2_ERROR_NOMATCH ? PATTERN_MISSES : PATTERN_NOT_CHECKED;
}
