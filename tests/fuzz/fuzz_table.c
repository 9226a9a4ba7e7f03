/* Any table (behind the first line) is read the same way whatever finds its separators and wherever its
 * blocks end, in any dialect; and what the steps of a column (the first line: a field of a dictionary)
 * accept, the judge finds good. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/problem.h"
#include "base/utf8.h"
#include "catalog/cell.h"
#include "catalog/column.h"
#include "catalog/dialect.h"
#include "catalog/dictionary.h"
#include "catalog/table_block.h"
#include "catalog/table_index.h"
#include "tests/fuzz/fuzz.h"

/* ---- reading ---- */

static int file_of(struct slice text)
{
    int descriptor = memfd_create("table", 0);
    promise(descriptor >= 0 && write(descriptor, text.at, text.length) == (ssize_t)text.length,
            "the text is in a file");
    return descriptor;
}

static void add_row(struct text *out, const struct table_row *row, enum table_fault fault, size_t line,
                    size_t column)
{
    text_format(out, "%zu@%zu %d@%zu:%zu", row->number, row->line, (int)fault, line, column);
    for (size_t i = 0; i < row->count; i++) {
        text_format(out, " %zu:", row->cells[i].length);
        text_add_slice(out, row->cells[i]);
    }
    text_format(out, " %zu\n", row->source.length);
}

/* The rows as text, found in one of the ways, in blocks of so many bytes. */
static struct text rows_of(int descriptor, const struct table_dialect *dialect, enum table_index_way way,
                           size_t block)
{
    struct table *table = table_open_descriptor(descriptor, "table");
    struct problem problem = {0};
    struct text out = {0};
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    table_read_so(table, way, block);
    table_set_dialect(table, dialect);
    text_add(&out, "");
    while (table_next(table, &row, &fault, &line, &column, &problem))
        add_row(&out, &row, fault, line, column);
    promise(problem.kind == PROBLEM_NONE, "a file can be read");
    table_close(table);
    return out;
}

/* Bytes that are read at once: all of them, mostly. */
#define WHOLE ((size_t)8192)

static void ways_agree(struct slice text, size_t block)
{
    static const enum table_index_way ways[] = {INDEX_PORTABLE, INDEX_SSE2, INDEX_AVX2};
    int descriptor = file_of(text);
    struct text wanted = rows_of(descriptor, NULL, INDEX_NOTHING, WHOLE);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct text whole = rows_of(descriptor, NULL, ways[i], WHOLE);
        struct text pieces = rows_of(descriptor, NULL, ways[i], block);
        promise(slice_equal(text_slice(&whole), text_slice(&wanted)),
                "the index sees what the splitter sees");
        promise(slice_equal(text_slice(&pieces), text_slice(&wanted)), "it does not matter where blocks end");
        text_free(&whole);
        text_free(&pieces);
    }
    text_free(&wanted);
    close(descriptor);
}

/* ---- dialects ---- */

/* The first line, where it is an object, else one of these. */
static const char *const DIALECTS[] = {
    "{\"delimiter\":\";\",\"commentChar\":\"#\"}",
    "{\"delimiter\":\"||\",\"quoteChar\":\"'\",\"skipInitialSpace\":true,\"lineTerminator\":\";\"}",
    "{\"escapeChar\":\"\\\\\",\"doubleQuote\":false,\"header\":false}",
    "{\"headerRows\":[2,4],\"commentRows\":[3],\"quoteChar\":\"\xE0\xB9\x86\"}",
};

static void dialect_agrees(struct slice first, struct slice text, size_t block)
{
    static const struct slice names[] = {{"a", 1}, {"b", 1}};
    struct arena arena = {0};
    struct json json;
    const struct json_fault *faults;
    struct dialect_fault fault;
    struct slice fixed = slice_of(DIALECTS[block % (sizeof DIALECTS / sizeof *DIALECTS)]);
    bool own = json_read(&arena, first, &json, &faults) && json_is(&json, JSON_OBJECT);
    if (own || json_read(&arena, fixed, &json, &faults)) {
        const struct table_dialect *dialect = dialect_make(&arena, &json, ",", names, 2, &fault);
        int descriptor = file_of(text);
        struct text whole = rows_of(descriptor, dialect, INDEX_AVX2, WHOLE);
        struct text pieces = rows_of(descriptor, dialect, INDEX_AVX2, block);
        promise(slice_equal(text_slice(&whole), text_slice(&pieces)), "it does not matter where blocks end");
        text_free(&whole);
        text_free(&pieces);
        close(descriptor);
    }
    (void)dialect_guess(text, block % 2 == 0, ",", names, block % 3);
    arena_free(&arena);
}

/* ---- cells ---- */

static void cell_agrees(const struct cell_rules *rules, const struct column_plan *plan, struct slice cell,
                        struct cell_room *room)
{
    char padded[1024 + 64] = "";
    struct table_cell place = {0, (uint32_t)cell.length};
    uint64_t plain;
    if (cell.length > 1024)
        return;
    memcpy(padded, cell.at, cell.length);
    struct table_batch batch = {.bytes = padded, .cells = &place, .columns = 1, .count = 1};
    uint64_t good = column_accepts(plan, &batch, 0, &plain);
    struct cell_verdict verdict;
    enum cell_state state = cell_judge(rules, cell, room, &verdict);
    promise(good == 0 || state == CELL_FINE || state == CELL_MISSING,
            "the judge finds good what steps accept");
    promise((plain & ~good) == 0, "what is plain is good");
    if (plain == 0)
        return;
    struct text key = {0};
    text_add(&key, "");
    promise(cell_add_key(rules, cell, room, &key), "what is plain is a value");
    promise(slice_equal(text_slice(&key), cell), "what is plain is written as its key");
    text_free(&key);
}

static bool dictionary_of(struct arena *arena, struct slice field, struct dictionary *dictionary)
{
    struct finding_counter silent = finding_counter();
    struct slice text;
    *dictionary = (struct dictionary){.document = {.dataset = "d", .file = "d/t.dictionary.json"}};
    text.at =
        arena_format(arena, "{\"fields\": [%.*s], \"missingValues\": [\"\", \"-\", \"9\"]}", SLICE(field));
    text.length = strlen(text.at);
    if (!json_read_document(arena, text, &silent.sink, &dictionary->document))
        return false;
    dictionary_lay_out(dictionary, arena);
    dictionary_compile(dictionary, arena, &silent.sink);
    return true;
}

static void steps_agree(struct slice field, struct slice cells)
{
    struct arena arena = {0};
    struct dictionary dictionary;
    struct cell_room room = {0};
    if (memchr(field.at, '\0', field.length) == NULL && utf8_check(cells.at, cells.length) == cells.length &&
        dictionary_of(&arena, field, &dictionary)) {
        for (size_t i = 0; i < dictionary.field_count; i++) {
            const struct column_plan *plan = column_plan_make(&arena, dictionary.rules[i]);
            const char *at = cells.at, *end = cells.at + cells.length;
            while (at < end) {
                const char *stop = memchr(at, '\n', (size_t)(end - at));
                stop = stop != NULL ? stop : end;
                cell_agrees(dictionary.rules[i], plan, (struct slice){at, (size_t)(stop - at)}, &room);
                at = stop + 1;
            }
        }
        dictionary_close(&dictionary);
    }
    cell_room_free(&room);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice field, rest;
    line_split(data, size, &field, &rest);
    ways_agree(rest, 1 + field.length % 97);
    dialect_agrees(field, rest, 1 + field.length % 97);
    if (field.length > 0 && utf8_check(field.at, field.length) == field.length)
        steps_agree(field, rest);
    return 0;
}
