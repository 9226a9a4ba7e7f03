/* The table reader: what it makes of good and of broken CSV. */
#include "tests/unit/support.h"

#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "catalog/table.h"
#include "catalog/table_block.h"

static const char *const FAULTS[] = {
    [TABLE_FINE] = "",           [TABLE_QUOTE] = " quote", [TABLE_UNCLOSED] = " unclosed",
    [TABLE_ENCODING] = " utf-8", [TABLE_NUL] = " nul",     [TABLE_RETURN] = " return",
    [TABLE_LIMIT] = " limit",
};

/* One line a row: "number@line fault@line:column [cell] [cell]". */
static void write_rows(struct table *table, struct text *out)
{
    struct table_row row;
    enum table_fault fault;
    struct problem problem = {0};
    size_t line, column;
    while (table_next(table, &row, &fault, &line, &column, &problem)) {
        text_format(out, "%zu@%zu%s", row.number, row.line, FAULTS[fault]);
        if (fault != TABLE_FINE)
            text_format(out, "@%zu:%zu", line, column);
        for (size_t i = 0; i < row.count; i++)
            text_format(out, " [%.*s]", SLICE(row.cells[i]));
        text_add_char(out, '\n');
    }
    assert_int_equal(problem.kind, PROBLEM_NONE);
}

static void check_bytes(struct slice content, const char *wanted)
{
    struct arena arena = {0};
    struct problem problem = {0};
    struct text out = {0};
    char *folder = temporary_folder(&arena);
    put_bytes(folder, "a.csv", content);
    struct table *table = table_open(file_join(&arena, folder, "a.csv"), &problem);
    assert_non_null(table);
    table_want_hash(table);
    write_rows(table, &out);
    assert_int_equal(table_bytes(table), content.length);
    char told[HASH_HEX_BYTES], made[HASH_HEX_BYTES];
    table_hash(table, told);
    hash_slice(content, made);
    assert_string_equal(told, made);
    table_close(table);
    check_text(text_slice(&out), wanted);
    text_free(&out);
    remove_folder(folder);
    arena_free(&arena);
}

static void check_rows(const char *content, const char *wanted)
{
    check_bytes(slice_of(content), wanted);
}

static void rows_end_with_a_line_feed_or_both(void **state)
{
    (void)state;
    check_rows("a,b\n1,2\n", "1@1 [a] [b]\n2@2 [1] [2]\n");
    check_rows("a,b\r\n1,2\r\n", "1@1 [a] [b]\n2@2 [1] [2]\n");
    check_rows("a,b\n1,2", "1@1 [a] [b]\n2@2 [1] [2]\n");
}

static void an_empty_file_has_no_rows_and_an_empty_line_is_one(void **state)
{
    (void)state;
    check_rows("", "");
    check_rows("\n", "1@1 []\n");
    check_rows("a,b\n\n1,\n,", "1@1 [a] [b]\n2@2 []\n3@3 [1] []\n4@4 [] []\n");
}

static void quotes_may_hold_commas_lines_and_quotes(void **state)
{
    (void)state;
    check_rows("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n\"\",\"\"\"\"\n",
               "1@1 [a] [b]\n2@2 [1,5] [say \"hi\"]\n3@3 [] [\"]\n");
    check_rows("\"a\nb\"\r\n\"c\r\nd\",\"e\"\r\nf", "1@1 [a\nb]\n2@3 [c\r\nd] [e]\n3@5 [f]\n");
    check_rows("a,\"b\"", "1@1 [a] [b]\n");
}

static void a_quote_inside_a_cell_is_told_with_its_place(void **state)
{
    (void)state;
    check_rows("a\nปี \"ก\"\nb\n", "1@1 [a]\n2@2 quote@2:4 [ปี \"ก\"]\n3@3 [b]\n");
    check_rows("\"a\"b,c\nd\n", "1@1 quote@1:4 [\"a\"b] [c]\n2@2 [d]\n");
    check_rows("\"x\ny\"z\nd\n", "1@1 quote@2:3 [\"x\ny\"z]\n2@3 [d]\n");
}

static void a_quote_that_is_never_closed_costs_one_row(void **state)
{
    (void)state;
    check_rows("a,b\n1,\"2\n3,4\n5,6\n",
               "1@1 [a] [b]\n2@2 unclosed@2:3 [1] [\"2]\n3@3 [3] [4]\n4@4 [5] [6]\n");
    check_rows("\"", "1@1 unclosed@1:1 [\"]\n");
    check_rows("\"a\"\"", "1@1 unclosed@1:1 [\"a\"\"]\n");
}

static void a_lone_carriage_return_is_a_fault_outside_quotes_only(void **state)
{
    (void)state;
    check_rows("a\rb\n", "1@1 return@1:2 [a\rb]\n");
    check_rows("a\r", "1@1 return@1:2 [a\r]\n");
    check_rows("\"a\rb\"\n", "1@1 [a\rb]\n");
    check_rows("\"a\"\rb\n", "1@1 quote@1:4 [\"a\"\rb]\n");
}

static void bytes_that_are_not_utf8_are_told_row_by_row(void **state)
{
    (void)state;
    /* กก in Windows-874, then Thai in UTF-8, then a surrogate and an overlong slash */
    check_rows("a\nx\xA1\xA1\nก\n\xED\xA0\x80\n\xC0\xAF\nend",
               "1@1 [a]\n2@2 utf-8@2:2 [x\xA1\xA1]\n3@3 [ก]\n4@4 utf-8@4:1 [\xED\xA0\x80]\n"
               "5@5 utf-8@5:1 [\xC0\xAF]\n6@6 [end]\n");
    check_rows("a\nข้\xE0\xB8", "1@1 [a]\n2@2 utf-8@2:3 [ข้\xE0\xB8]\n");
}

static void a_nul_is_a_fault(void **state)
{
    (void)state;
    check_bytes((struct slice){"a\n1\0002\n\"\0\"\n", 10}, "1@1 [a]\n2@2 nul@2:2 [1]\n3@3 nul@3:2 []\n");
}

static void a_byte_order_mark_is_passed_over_and_remembered(void **state)
{
    (void)state;
    check_rows("\xEF\xBB\xBF"
               "a,b\n",
               "1@1 [a] [b]\n");
    check_rows("\xEF\xBB\xBF", "");
    check_rows("\xEF\xBB", "1@1 utf-8@1:1 [\xEF\xBB]\n");
}

static void a_row_over_the_limit_is_passed_over(void **state)
{
    (void)state;
    struct text content = {0};
    text_add(&content, "a,b\n");
    for (size_t i = 0; i < LIMIT_TABLE_ROW_BYTES + 300000; i++)
        text_add_char(&content, 'x');
    text_add(&content, "\n1,2\n");
    check_bytes(text_slice(&content), "1@1 [a] [b]\n2@2 limit@2:1\n3@3 [1] [2]\n");
    text_free(&content);
}

static void a_quote_open_beyond_the_limit_costs_one_row(void **state)
{
    (void)state;
    struct text content = {0};
    text_add(&content, "a,b\n1,\"x\n");
    size_t lines = LIMIT_TABLE_ROW_BYTES / 10 + 40000;
    for (size_t i = 0; i < lines; i++)
        text_format(&content, "%04zu,%04zu\n", i % 10000, i % 10000);
    struct arena arena = {0};
    struct problem problem = {0};
    char *folder = temporary_folder(&arena);
    put_bytes(folder, "a.csv", text_slice(&content));
    struct table *table = table_open(file_join(&arena, folder, "a.csv"), &problem);
    struct table_row row;
    enum table_fault fault;
    size_t line, column, rows = 0, faulty = 0;
    while (table_next(table, &row, &fault, &line, &column, &problem)) {
        rows++;
        faulty += fault != TABLE_FINE;
        assert_int_equal(row.line, rows);
        assert_int_equal(row.count, 2);
        if (fault != TABLE_FINE) {
            assert_int_equal(fault, TABLE_LIMIT);
            assert_int_equal(line, 2);
            assert_int_equal(column, 3);
        }
    }
    assert_int_equal(rows, lines + 2);
    assert_int_equal(faulty, 1);
    table_close(table);
    text_free(&content);
    remove_folder(folder);
    arena_free(&arena);
}

static void more_columns_than_the_limit_are_a_fault(void **state)
{
    (void)state;
    struct text content = {0};
    for (size_t i = 0; i < LIMIT_TABLE_COLUMNS; i++)
        text_add(&content, "a,");
    struct arena arena = {0};
    struct problem problem = {0};
    char *folder = temporary_folder(&arena);
    put_bytes(folder, "a.csv", text_slice(&content));
    struct table *table = table_open(file_join(&arena, folder, "a.csv"), &problem);
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    assert_true(table_next(table, &row, &fault, &line, &column, &problem));
    assert_int_equal(fault, TABLE_LIMIT);
    assert_int_equal(row.count, LIMIT_TABLE_COLUMNS);
    assert_int_equal(column, 2 * LIMIT_TABLE_COLUMNS + 1);
    table_close(table);
    text_free(&content);
    remove_folder(folder);
    arena_free(&arena);
}

/* Whatever falls on the border of a block - a quote, half a doubled quote, CR without its LF, half a letter -
 * the rows are the same. */
static void rows_do_not_depend_on_where_blocks_end(void **state)
{
    (void)state;
    static const char ROWS[] = "ก,\"ข\"\"ค\",c\r\n\"1\n2\",\"\",3\r\n";
    for (size_t shift = 0; shift < sizeof ROWS; shift++) {
        struct text content = {0}, wanted = {0}, out = {0};
        text_add(&content, "x");
        text_add(&wanted, "1@1 [x");
        for (size_t i = 0; i < 256 * KiB - 24 - shift; i++) {
            text_add_char(&content, 'y');
            text_add_char(&wanted, 'y');
        }
        text_add(&content, "\n");
        text_add(&wanted,
                 "]\n2@2 [ก] [ข\"ค] [c]\n3@3 [1\n2] [] [3]\n4@5 [ก] [ข\"ค] [c]\n5@6 [1\n2] [] [3]\n");
        text_add(&content, ROWS);
        text_add(&content, ROWS);
        check_bytes(text_slice(&content), wanted.at);
        text_free(&content);
        text_free(&wanted);
        text_free(&out);
    }
}

/* The same rows, whichever way finds them and however small the blocks are. */
static void rows_do_not_depend_on_how_they_are_found(void **state)
{
    static const char ROWS[] =
        "\xEF\xBB\xBF"
        "a,\"b\"\"c\",d\r\n1,\"2,\n3\",4\n\"\",\"\"\"\",\n5\" pipe,\xA1,\r\n\"x\"y,z\n\rq\n"
        "one line that is longer than sixty-four bytes,and another cell of it,end\n"
        "\"one line that is longer than sixty-four bytes\",\"and, another, cell of it\",end\n"
        "\"open,1\n2\n";
    (void)state;
    struct arena arena = {0};
    struct problem problem = {0};
    struct text wanted = {0};
    char *folder = temporary_folder(&arena);
    put_bytes(folder, "a.csv", (struct slice){ROWS, sizeof ROWS - 1});
    for (int way = INDEX_NOTHING; way <= INDEX_AVX2; way++) {
        for (size_t block = 1; block < 300; block += block < 70 ? 1 : 37) {
            struct text out = {0};
            struct table *table = table_open(file_join(&arena, folder, "a.csv"), &problem);
            table_read_so(table, (enum table_index_way)way, block);
            write_rows(table, &out);
            table_close(table);
            if (wanted.length == 0)
                text_add_slice(&wanted, text_slice(&out));
            check_text(text_slice(&out), wanted.at);
            text_free(&out);
        }
    }
    assert_non_null(strstr(wanted.at, "6@7 return@7:1"));
    text_free(&wanted);
    remove_folder(folder);
    arena_free(&arena);
}

static void rows_can_be_read_anew_from_the_same_open_file(void **state)
{
    static const size_t ASKED[] = {1, 3999, 2, 2000, 2001, 4000, 1, 4001};
    (void)state;
    struct arena arena = {0};
    struct problem problem = {0};
    struct text content = {0};
    char *folder = temporary_folder(&arena);
    for (size_t i = 1; i <= 4000; i++)
        text_format(&content, "%zu,\"b\nc\"\n", i);
    put_bytes(folder, "a.csv", text_slice(&content));
    int descriptor = file_open(file_join(&arena, folder, "a.csv"), &problem);
    remove_folder(folder);
    for (int twice = 0; twice < 2; twice++) {
        struct table *table = table_open_descriptor(descriptor, "a.csv");
        struct table_row row;
        enum table_fault fault;
        size_t line, column, count = 0;
        table_read_so(table, table_index_way(), 100);
        while (table_next(table, &row, &fault, &line, &column, &problem))
            count++;
        assert_int_equal(count, 4000);
        for (size_t i = 0; i < sizeof ASKED / sizeof *ASKED; i++) {
            bool there = table_row_at(table, ASKED[i], &row, &problem);
            assert_int_equal(there, ASKED[i] <= 4000);
            if (!there)
                continue;
            assert_int_equal(row.number, ASKED[i]);
            assert_int_equal(row.line, 2 * ASKED[i] - 1);
            check_text(row.cells[0], arena_format(&arena, "%zu", ASKED[i]));
            check_text(row.cells[1], "b\nc");
        }
        table_close(table);
    }
    assert_int_equal(problem.kind, PROBLEM_NONE);
    close(descriptor);
    text_free(&content);
    arena_free(&arena);
}

static void a_table_may_be_left_before_its_end(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct problem problem = {0};
    char *folder = temporary_folder(&arena);
    put_file(folder, "a.csv", "PK\003\004 and so on\n");
    char *path = file_join(&arena, folder, "a.csv");
    struct table *table = table_open(path, &problem);
    assert_true(slice_starts(table_beginning(table, &problem), "PK\003\004"));
    table_close(table);
    table_close(table_open(path, &problem));
    assert_null(table_open(file_join(&arena, folder, "none.csv"), &problem));
    assert_int_equal(problem.kind, PROBLEM_LOCAL);
    problem_clear(&problem);
    remove_folder(folder);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_end_with_a_line_feed_or_both),
        cmocka_unit_test(an_empty_file_has_no_rows_and_an_empty_line_is_one),
        cmocka_unit_test(quotes_may_hold_commas_lines_and_quotes),
        cmocka_unit_test(a_quote_inside_a_cell_is_told_with_its_place),
        cmocka_unit_test(a_quote_that_is_never_closed_costs_one_row),
        cmocka_unit_test(a_lone_carriage_return_is_a_fault_outside_quotes_only),
        cmocka_unit_test(bytes_that_are_not_utf8_are_told_row_by_row),
        cmocka_unit_test(a_nul_is_a_fault),
        cmocka_unit_test(a_byte_order_mark_is_passed_over_and_remembered),
        cmocka_unit_test(a_row_over_the_limit_is_passed_over),
        cmocka_unit_test(a_quote_open_beyond_the_limit_costs_one_row),
        cmocka_unit_test(more_columns_than_the_limit_are_a_fault),
        cmocka_unit_test(rows_do_not_depend_on_where_blocks_end),
        cmocka_unit_test(rows_do_not_depend_on_how_they_are_found),
        cmocka_unit_test(rows_can_be_read_anew_from_the_same_open_file),
        cmocka_unit_test(a_table_may_be_left_before_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
