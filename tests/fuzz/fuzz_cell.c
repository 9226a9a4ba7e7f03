/* Any field (the first line, what stands in it beside its name) is compiled or told to be wrong, and any cell
 * (the rest) is judged by it: twice the same, every fault has its words, and what is fine has a key that does
 * not depend on what was judged before. */
#include "base/utf8.h"
#include "catalog/cell.h"
#include "catalog/dictionary.h"
#include "catalog/script.h"
#include "tests/fuzz/fuzz.h"

static void count(struct finding_sink *self, const struct finding *finding)
{
    (void)self;
    promise(finding->message != NULL && *finding->message != '\0',
            "a fault of a dictionary is told in words");
}

static void judge(const struct cell_rules *rules, struct slice cell, struct arena *arena)
{
    struct cell_room first = {0}, second = {0};
    struct cell_verdict once, twice;
    struct finding finding = {0};
    struct text key = {0}, again = {0};
    enum cell_state state = cell_judge(rules, cell, &first, &once);
    promise(cell_judge(rules, cell, &first, &twice) == state && once.reason == twice.reason,
            "a verdict does not depend on the room");
    if (state == CELL_FAULTY || state == CELL_NOT_CHECKED) {
        cell_explain(rules, cell, &once, arena, &finding);
        promise(finding.message != NULL && *finding.message != '\0', "what is not fine is told in words");
    }
    bool keyed = cell_add_key(rules, cell, &first, &key);
    promise(cell_add_key(rules, cell, &second, &again) == keyed &&
                slice_equal(text_slice(&key), text_slice(&again)),
            "a key does not depend on the room");
    promise(state != CELL_FINE || keyed, "what is fine has a key");
    promise(state != CELL_MISSING || key.length == 0, "what is missing has none");
    text_free(&key);
    text_free(&again);
    cell_room_free(&first);
    cell_room_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct finding_sink sink = {count};
    struct dictionary dictionary = {.document = {.file = "a", .first_line = 1}};
    struct slice field, cell;
    if (size == 0 || utf8_check((const char *)data, size) < size)
        return 0;
    line_split(data, size, &field, &cell);
    const char *text = arena_format(&arena, "{\"fields\": [{\"name\": \"a\", %.*s}]}", SLICE(field));
    if (json_read_document(&arena, slice_of(text), &sink, &dictionary.document)) {
        dictionary_lay_out(&dictionary, &arena);
        dictionary_check(&dictionary, &arena, &sink);
        for (size_t i = 0; i < dictionary.field_count; i++)
            judge(dictionary.rules[i], cell, &arena);
        dictionary_close(&dictionary);
    }
    script_judge(cell, NULL);
    arena_free(&arena);
    return 0;
}
