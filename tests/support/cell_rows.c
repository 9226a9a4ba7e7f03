#include "tests/support/cell_rows.h"

#include "catalog/cell.h"
#include "catalog/dictionary.h"
#include "tests/unit/support.h"

static void judge_row(const struct cell_row *row)
{
    struct arena arena = {0};
    struct finding_lines findings = finding_lines();
    struct dictionary dictionary = {.document = {.file = "a.dictionary.json", .first_line = 1}};
    char *text = arena_format(&arena, "{\"fields\": [{\"name\": \"a\", %s}]}", row->field);
    assert_true(json_read_document(&arena, slice_of(text), &findings.sink, &dictionary.document));
    dictionary_lay_out(&dictionary, &arena);
    dictionary_compile(&dictionary, &arena, &findings.sink);
    if (findings.counts.errors > 0)
        fail_msg("field {%s} has faults: %s", row->field, findings.text.at);
    struct cell_room room = {0};
    struct cell_verdict verdict;
    struct finding finding = {0};
    const char *got = "";
    switch (cell_judge(dictionary.rules[0], slice_of(row->cell), &room, &verdict)) {
    case CELL_FINE:
        break;
    case CELL_MISSING:
        got = "-";
        break;
    default:
        got = code_row(verdict.code)->name;
        cell_explain(dictionary.rules[0], slice_of(row->cell), &verdict, &arena, &finding);
        assert_non_null(finding.message);
        assert_true(strlen(finding.message) > 0);
        assert_null(strstr(finding.message, "%s"));
    }
    if (strcmp(got, row->verdict) != 0)
        fail_msg("field {%s}, cell \"%s\": got \"%s\", wanted \"%s\"", row->field, row->cell, got,
                 row->verdict);
    if (row->key != NULL) {
        struct text key = {0};
        cell_add_key(dictionary.rules[0], slice_of(row->cell), &room, &key);
        text_add(&key, "");
        if (strcmp(key.at, row->key) != 0)
            fail_msg("field {%s}, cell \"%s\": key \"%s\", wanted \"%s\"", row->field, row->cell, key.at,
                     row->key);
        text_free(&key);
    }
    cell_room_free(&room);
    dictionary_close(&dictionary);
    text_free(&findings.text);
    arena_free(&arena);
}

void judge_cells(const struct cell_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        judge_row(&rows[i]);
}
