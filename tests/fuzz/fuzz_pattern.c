/* Any pattern (the first line) is translated or refused, and any subject (the rest) is matched within the
 * limits; where both ways of matching know a pattern, they agree. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "metadata/pattern.h"
#include "metadata/pattern_automaton.h"
#include "metadata/pattern_simple.h"
#include "tests/fuzz/fuzz.h"

/* What PCRE2 says of the translation; below 0 where it says nothing. */
static int engine_match(struct slice pattern, struct slice subject)
{
    struct text translated = {0};
    const char *why;
    int result = -1, error;
    PCRE2_SIZE offset;
    text_add(&translated, "");
    if (pattern_translate(pattern, &translated, &why) == PATTERN_GOOD) {
        pcre2_code *code = pcre2_compile((PCRE2_SPTR)translated.at, translated.length,
                                         PCRE2_UTF | PCRE2_DOLLAR_ENDONLY, &error, &offset, NULL);
        if (code == NULL) { /* beyond what PCRE2 takes: 65,535 repetitions, the size of its code */
            text_free(&translated);
            return -1;
        }
        pcre2_match_data *match = pcre2_match_data_create(1, NULL);
        int found = pcre2_match(code, (PCRE2_SPTR)subject.at, subject.length, 0, 0, match, NULL);
        result = found >= 0 ? 1 : found == PCRE2_ERROR_NOMATCH ? 0 : -1;
        pcre2_match_data_free(match);
        pcre2_code_free(code);
    }
    text_free(&translated);
    return result;
}

static void simple_agrees(struct slice pattern, struct slice subject)
{
    struct simple_pattern simple;
    if (!simple_pattern_read(pattern, &simple))
        return;
    int engine = engine_match(pattern, subject);
    promise(engine < 0 || simple_pattern_match(&simple, subject) == (engine == 1),
            "simple patterns match as the engine does");
}

static void automaton_agrees(struct arena *arena, struct slice pattern, struct slice subject)
{
    const struct automaton *automaton = automaton_make(arena, pattern);
    struct text translated = {0};
    const char *why;
    if (automaton == NULL)
        return;
    promise(pattern_translate(pattern, &translated, &why) != PATTERN_WRONG,
            "an automaton is of no wrong pattern");
    text_free(&translated);
    int engine = engine_match(pattern, subject);
    promise(engine < 0 || automaton_match(automaton, subject) == (engine == 1),
            "automata match as the engine does");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct pattern_room room = {.arena = &arena};
    struct pattern *pattern;
    struct slice text, subject;
    const char *why = NULL;
    if (size == 0 || utf8_check((const char *)data, size) < size)
        return 0;
    line_split(data, size, &text, &subject);
    enum pattern_state state = pattern_compile(&arena, text, &pattern, &why);
    promise((state == PATTERN_GOOD) == (pattern != NULL), "a pattern that is good is there");
    promise(state == PATTERN_GOOD || why != NULL, "what is wrong with a pattern is said");
    if (pattern != NULL) {
        pattern_match(pattern, subject, &room);
        simple_agrees(text, subject);
        automaton_agrees(&arena, text, subject);
    }
    pattern_close(pattern);
    arena_free(&arena);
    return 0;
}
