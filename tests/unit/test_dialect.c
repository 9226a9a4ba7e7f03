/* Tables of another dialect than plain CSV: what is read of them, and what cannot be. */
#include "tests/unit/support.h"

#include "base/file.h"
#include "base/limits.h"
#include "catalog/dialect.h"
#include "catalog/table.h"
#include "catalog/table_block.h"
#include "tests/support/chance.h"

static const char *const FAULTS[] = {
    [TABLE_FINE] = "",           [TABLE_QUOTE] = " quote", [TABLE_UNCLOSED] = " unclosed",
    [TABLE_ENCODING] = " utf-8", [TABLE_NUL] = " nul",     [TABLE_RETURN] = " return",
    [TABLE_LIMIT] = " limit",
};

static const struct slice NAMES[] = {{"f1", 2}, {"f2", 2}};

/* One line a row: "number@line [cell] [cell]"; the header begins with "H". In blocks of so many bytes. */
static void write_rows(const char *path, const struct table_dialect *dialect, size_t block, struct text *out)
{
    struct table_row row;
    enum table_fault fault;
    struct problem problem = {0};
    size_t line, column;
    struct table *table = table_open(path, &problem);
    assert_non_null(table);
    table_read_so(table, table_index_way(), block);
    table_set_dialect(table, dialect);
    while (table_next(table, &row, &fault, &line, &column, &problem)) {
        text_format(out, "%s%zu@%zu%s", row.header ? "H" : "", row.number, row.line, FAULTS[fault]);
        if (fault != TABLE_FINE)
            text_format(out, "@%zu:%zu", line, column);
        for (size_t i = 0; i < row.count; i++)
            text_format(out, " [%.*s]", SLICE(row.cells[i]));
        text_add_char(out, '\n');
    }
    assert_int_equal(problem.kind, PROBLEM_NONE);
    table_close(table);
}

static const struct table_dialect *dialect_of(struct arena *arena, const char *text)
{
    struct json root;
    const struct json_fault *faults;
    struct dialect_fault fault;
    assert_true(json_read(arena, slice_of(text), &root, &faults));
    struct json *kept = arena_alloc(arena, sizeof *kept);
    *kept = root;
    const struct table_dialect *dialect = dialect_make(arena, kept, ",", NAMES, 2, &fault);
    assert_null(fault.key);
    assert_non_null(dialect);
    return dialect;
}

/* Read at once, and with the ends of blocks at every place. */
static void check_rows(const char *dialect, const char *content, const char *wanted)
{
    struct arena arena = {0};
    char *folder = temporary_folder(&arena);
    put_bytes(folder, "a.csv", slice_of(content));
    for (size_t block = 256; block > 0; block = block == 256 ? 8 : block - 1) {
        struct text out = {0};
        text_add(&out, "");
        write_rows(file_join(&arena, folder, "a.csv"), dialect_of(&arena, dialect), block, &out);
        check_text(text_slice(&out), wanted);
        text_free(&out);
    }
    remove_folder(folder);
    arena_free(&arena);
}

static void a_delimiter_may_be_any_sequence(void **state)
{
    (void)state;
    check_rows("{\"delimiter\":\";\"}", "a;b\n1,5;\"2;3\"\n", "H1@1 [a] [b]\n2@2 [1,5] [2;3]\n");
    check_rows("{\"delimiter\":\"\\t\"}", "a\tb\r\n1\t\"say \"\"hi\"\"\"\r\n",
               "H1@1 [a] [b]\n2@2 [1] [say \"hi\"]\n");
    check_rows("{\"delimiter\":\"|\"}", "id|name\n1|apple\n2|orange",
               "H1@1 [id] [name]\n2@2 [1] [apple]\n3@3 [2] [orange]\n");
    check_rows("{\"delimiter\":\"::\"}", "a::b:c\n::\n", "H1@1 [a] [b:c]\n2@2 [] []\n");
    check_rows("{\"delimiter\":\"ฯ\"}", "กฯข\nคฯง\n", "H1@1 [ก] [ข]\n2@2 [ค] [ง]\n");
}

static void a_line_ends_as_the_dialect_says(void **state)
{
    (void)state;
    check_rows("{\"lineTerminator\":\";\"}", "id,name;1,apple;2,orange",
               "H1@1 [id] [name]\n2@2 [1] [apple]\n3@3 [2] [orange]\n");
    check_rows("{\"lineTerminator\":\"\\r\"}", "a,b\r1,2\r", "H1@1 [a] [b]\n2@2 [1] [2]\n");
    check_rows("{\"lineTerminator\":\"|\\n\"}", "a,b|\n\"1|\n\",2\nx|\n",
               "H1@1 [a] [b]\n2@2 [1|\n] [2\nx]\n");
    check_rows("{\"lineTerminator\":\"\\r\\n\",\"delimiter\":\";\"}", "a;b\n1;2\r\n",
               "H1@1 [a] [b]\n2@2 [1] [2]\n");
}

static void quotes_may_be_others(void **state)
{
    (void)state;
    check_rows("{\"quoteChar\":\"'\"}", "id,name\n1,'apple,fruits'\n2,'it''s \"it\"'\n",
               "H1@1 [id] [name]\n2@2 [1] [apple,fruits]\n3@3 [2] [it's \"it\"]\n");
    check_rows("{\"quoteChar\":\"ๆ\"}", "a\nๆ1,2ๆ\n", "H1@1 [a]\n2@2 [1,2]\n");
    check_rows("{\"delimiter\":\";\"}", "a;b\n1;x\"y\n\"1\"2;3\n4;\"5\n6;7\n",
               "H1@1 [a] [b]\n2@2 quote@2:4 [1] [x\"y]\n3@3 quote@3:4 [\"1\"2] [3]\n"
               "4@4 unclosed@4:3 [4] [\"5]\n5@5 [6] [7]\n");
    check_rows("{\"doubleQuote\":false}", "a\n\"x\"\"y\"\n\"z\"\n",
               "H1@1 [a]\n2@2 quote@2:4 [\"x\"\"y\"]\n3@3 [z]\n");
}

static void an_escape_character_takes_meanings_away(void **state)
{
    (void)state;
    check_rows("{\"escapeChar\":\"|\"}", "id,name\n1,apple|,fruits\n2,||\n",
               "H1@1 [id] [name]\n2@2 [1] [apple,fruits]\n3@3 [2] [|]\n");
    check_rows("{\"escapeChar\":\"\\\\\",\"doubleQuote\":false}",
               "a,b\n\"say \\\"hi\\\"\",x\\\ny\n3,4\n\\\"5,6\n",
               "H1@1 [a] [b]\n2@2 [say \"hi\"] [x\ny]\n3@4 [3] [4]\n4@5 [\"5] [6]\n");
    check_rows("{\"escapeChar\":\"\\\\\"}", "a\n\"x\\\"\"\"y\"\n1\\", "H1@1 [a]\n2@2 [x\"\"y]\n3@3 [1]\n");
    check_rows("{\"escapeChar\":\"\\\"\",\"delimiter\":\";\"}", "a\n\"x\"\"y\"\n", "H1@1 [a]\n2@2 [x\"y]\n");
}

static void blanks_behind_a_delimiter_may_be_passed_over(void **state)
{
    (void)state;
    check_rows("{\"skipInitialSpace\":true}", "id, name\n1, apple\n2,  \"a, b\"\n 3,c \n",
               "H1@1 [id] [name]\n2@2 [1] [apple]\n3@3 [2] [a, b]\n4@4 [ 3] [c ]\n");
    check_rows("{\"skipInitialSpace\":true,\"delimiter\":\"\\t\"}", "a\t b\n1\t\t2\n",
               "H1@1 [a] [b]\n2@2 [1] [] [2]\n");
}

static void comments_are_passed_over_and_counted(void **state)
{
    (void)state;
    check_rows("{\"commentChar\":\"#\"}", "# it's \"so, \nid,name\n#fruits\n1,#apple\n",
               "H2@2 [id] [name]\n4@4 [1] [#apple]\n");
    check_rows("{\"commentChar\":\"--\"}", "a\n-1\n--2\n3", "H1@1 [a]\n2@2 [-1]\n4@4 [3]\n");
    check_rows("{\"commentRows\":[2,4]}", "id,name\n#fruits\n1,apple\nx \"y\n2,orange\n",
               "H1@1 [id] [name]\n3@3 [1] [apple]\n5@5 [2] [orange]\n");
    check_rows("{\"commentRows\":[1]}", "title\nid,name\n1,2\n", "H2@2 [id] [name]\n3@3 [1] [2]\n");
    check_rows("{\"commentChar\":\"#\"}", "# only\n# these", "");
    check_rows("{\"commentChar\":\"#\"}", "a\n#\xA1\n1\n", "H1@1 [a]\n2@2 utf-8@2:2 [#\xA1]\n3@3 [1]\n");
}

static void a_header_may_have_several_rows_or_none(void **state)
{
    (void)state;
    check_rows("{\"headerRows\":[1,2]}", "fruit\nid,name\n1,apple\n",
               "H2@2 [fruit id] [fruit name]\n3@3 [1] [apple]\n");
    check_rows("{\"headerRows\":[2,1],\"headerJoin\":\"-\"}", "fruit\nid,name\n1,apple\n",
               "H2@2 [fruit-id] [fruit-name]\n3@3 [1] [apple]\n");
    check_rows("{\"headerRows\":[2,3],\"headerJoin\":\"_\"}",
               "รายงาน\n,ชาย,,หญิง,,รวม\nกลุ่ม,2566,2567,2566,2567,\nก,1,2,3,4,10\n",
               "H3@3 [กลุ่ม] [ชาย_2566] [ชาย_2567] [หญิง_2566] [หญิง_2567] [รวม]\n"
               "4@4 [ก] [1] [2] [3] [4] [10]\n");
    check_rows("{\"headerRows\":[3]}", "title \"x\"\n\na,b\n1,2\n", "H3@3 [a] [b]\n4@4 [1] [2]\n");
    check_rows("{\"header\":false}", "1,apple\n2,orange\n",
               "H0@0 [f1] [f2]\n1@1 [1] [apple]\n2@2 [2] [orange]\n");
    check_rows("{\"header\":false,\"commentChar\":\"#\"}", "#x\n1,2\n", "H0@0 [f1] [f2]\n2@2 [1] [2]\n");
    check_rows("{\"header\":false}", "", "");
    check_rows("{\"headerRows\":[3]}", "a\nb\n", "");
}

static void rows_are_found_again(void **state)
{
    struct arena arena = {0};
    struct problem problem = {0};
    struct text content = {0};
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    char *folder = temporary_folder(&arena);
    (void)state;
    text_add(&content, "# comment\nno;text\n");
    for (int i = 0; i < 20000; i++)
        text_format(&content, "%d;'row ; %d'\n%s", i, i, i % 3 == 0 ? "#\n" : "");
    put_bytes(folder, "a.csv", text_slice(&content));
    struct table *table = table_open(file_join(&arena, folder, "a.csv"), &problem);
    table_set_dialect(table,
                      dialect_of(&arena, "{\"delimiter\":\";\",\"quoteChar\":\"'\",\"commentChar\":\"#\"}"));
    while (table_next(table, &row, &fault, &line, &column, &problem))
        assert_int_equal(fault, TABLE_FINE);
    for (size_t i = 0; i < 20000; i += 777) {
        size_t number = 3 + i + (i + 2) / 3;
        assert_true(table_row_at(table, number, &row, &problem));
        check_text(row.cells[1], arena_format(&arena, "row ; %zu", i));
        assert_int_equal(row.line, number);
    }
    table_close(table);
    text_free(&content);
    remove_folder(folder);
    arena_free(&arena);
}

/* ---- by chance: what is written by a dialect is read by it ---- */

static const struct written {
    const char *dialect;
    char delimiter, quote, escape; /* quote NUL: nothing stands in quotation marks, meanings are escaped */
    const char *end;
} WRITTEN[] = {
    {"{\"delimiter\":\";\"}", ';', '"', '\0', "\n"},
    {"{\"delimiter\":\"\\t\",\"quoteChar\":\"'\",\"commentChar\":\"#\"}", '\t', '\'', '\0', "\r\n"},
    {"{\"delimiter\":\"|\",\"escapeChar\":\"\\\\\",\"commentChar\":\"#\"}", '|', '\0', '\\', "\n"},
    {"{\"quoteChar\":\"'\",\"escapeChar\":\"!\",\"doubleQuote\":false}", ',', '\'', '!', "\n"},
    {"{\"lineTerminator\":\"$\",\"skipInitialSpace\":true}", ',', '"', '\0', "$"},
};

static void write_cell(const struct written *how, struct slice cell, struct text *out)
{
    const char specials[] = {how->delimiter, '"', '\'', how->escape, '\n', '\r', '#', ' ', '\0'};
    if (how->quote != '\0')
        text_add_char(out, how->quote);
    for (size_t i = 0; i < cell.length; i++) {
        bool special = strchr(specials, cell.at[i]) != NULL;
        if (how->escape != '\0' && special &&
            (how->quote == '\0' || cell.at[i] == how->quote || cell.at[i] == how->escape))
            text_add_char(out, how->escape);
        else if (how->escape == '\0' && cell.at[i] == how->quote)
            text_add_char(out, how->quote);
        text_add_char(out, cell.at[i]);
    }
    if (how->quote != '\0')
        text_add_char(out, how->quote);
}

static void write_table(const struct written *how, uint64_t *random, struct text *table, struct text *wanted)
{
    static const char *const pieces[] = {"a", ";", "|", "'", "\"", "\\", "\n", "\r\n",
                                         ",", "ก", " ", "#", "$",  "!",  "\t", ""};
    unsigned columns = chance_below(random, 4) + 2;
    for (unsigned row = 0; row < 8; row++) {
        for (unsigned column = 0; column < columns; column++) {
            struct text cell = {0};
            text_add(&cell, "");
            for (unsigned i = chance_below(random, 5); i > 0; i--)
                text_add(&cell, CHANCE_PICK(random, pieces));
            if (column > 0)
                text_add_char(table, how->delimiter);
            write_cell(how, text_slice(&cell), table);
            text_format(wanted, "[%.*s]", SLICE(text_slice(&cell)));
            text_free(&cell);
        }
        text_add(table, how->end);
        text_add(wanted, "/");
    }
}

static void what_is_written_by_a_dialect_is_read_by_it(void **state)
{
    struct arena arena = {0};
    uint64_t random = 2562;
    char *folder = temporary_folder(&arena);
    (void)state;
    for (unsigned i = 0; i < 600; i++) {
        const struct written *how = &WRITTEN[i % (sizeof WRITTEN / sizeof *WRITTEN)];
        struct text content = {0}, wanted = {0}, got = {0};
        struct table_row row;
        enum table_fault fault;
        struct problem problem = {0};
        size_t line, column;
        write_table(how, &random, &content, &wanted);
        put_bytes(folder, "a.csv", text_slice(&content));
        struct table *table = table_open(file_join(&arena, folder, "a.csv"), &problem);
        table_read_so(table, table_index_way(), chance_below(&random, 64) + 1);
        table_set_dialect(table, dialect_of(&arena, how->dialect));
        while (table_next(table, &row, &fault, &line, &column, &problem)) {
            assert_int_equal(fault, TABLE_FINE);
            for (size_t cell = 0; cell < row.count; cell++)
                text_format(&got, "[%.*s]", SLICE(row.cells[cell]));
            text_add(&got, "/");
        }
        table_close(table);
        check_text(text_slice(&got), wanted.at);
        text_free(&content);
        text_free(&wanted);
        text_free(&got);
    }
    remove_folder(folder);
    arena_free(&arena);
}

static void what_cannot_be_done_is_named(void **state)
{
    static const struct {
        const char *dialect;
        const char *key;
    } rows[] = {
        {"{\"delimiter\":\"\\n\"}", "delimiter"},
        {"{\"delimiter\":\"\\u0000\"}", "delimiter"},
        {"{\"delimiter\":\";\",\"lineTerminator\":\";\"}", "delimiter"},
        {"{\"delimiter\":\"\\\"\"}", "quoteChar"},
        {"{\"delimiter\":\"'\",\"quoteChar\":\"'\"}", "quoteChar"},
        {"{\"escapeChar\":\",\"}", "escapeChar"},
        {"{\"commentChar\":\"\\n\"}", "commentChar"},
        {"{\"lineTerminator\":\"\\u0000\"}", "lineTerminator"},
        {"{\"header\":false}", "header"},
    };
    struct arena arena = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct json root;
        const struct json_fault *faults;
        struct dialect_fault fault;
        assert_true(json_read(&arena, slice_of(rows[i].dialect), &root, &faults));
        assert_null(dialect_make(&arena, &root, ",", NULL, 0, &fault));
        assert_non_null(fault.key);
        assert_string_equal(fault.key, rows[i].key);
        assert_non_null(fault.message);
    }
    arena_free(&arena);
}

static void plain_csv_needs_no_dialect(void **state)
{
    static const char *const plain[] = {
        "{}",
        "{\"delimiter\":\",\",\"quoteChar\":\"\\\"\",\"doubleQuote\":true,\"headerRows\":[1]}",
        "{\"header\":true}",
        "{\"lineTerminator\":\"\\n\",\"skipInitialSpace\":false,\"commentRows\":[],\"headerJoin\":\"-\"}",
        "{\"nullSequence\":\"NA\",\"sheetNumber\":2,\"property\":\"rows\",\"itemType\":\"array\"}",
    };
    struct arena arena = {0};
    (void)state;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        struct json root;
        const struct json_fault *faults;
        struct dialect_fault fault;
        assert_true(json_read(&arena, slice_of(plain[i]), &root, &faults));
        assert_null(dialect_make(&arena, &root, ",", NULL, 0, &fault));
        assert_null(fault.key);
    }
    assert_string_equal(dialect_delimiter(slice_of("a.TSV")), "\t");
    assert_string_equal(dialect_delimiter(slice_of("a.csv")), ",");
    arena_free(&arena);
}

/* ---- guessing ---- */

static void how_a_table_is_written_is_guessed(void **state)
{
    static const struct {
        const char *table, *delimiter;
        size_t header;
    } examples[] = {
        {"", ",", 1},
        {"a\n", ",", 1},
        {"a,b\n1,2\n", ",", 1},
        {"a;b\n", ";", 1},
        {"a;b\n1,5;2\n1,7;3\n", ";", 1},
        {"a\tb\n\"x\ty\"\t2\n", "\t", 1},
        {"\"a;b\"\n1\n2\n", ",", 1},
        {"name,tags\nx,a;b\ny,c;d,e\nz,e;f,g\n", ",", 1}, /* faulty, and still of commas */
        /* titles */
        {"report\n\nagency,count\nx,1\ny,2\n", ",", 3},
        {"report,,\n,,\nagency,count,note\nx,1,a\n", ",", 3},
        {"report,,\nagency,year,note\nx,y,a\n", ",", 2}, /* padded, as merged cells are */
        {"\nagency,note\nx,y\n", ",", 2},
        {"report\nagency,count\nx,1\ny,2\n", ",", 2},
        {"report\nas of 1 May\nagency;2566;2567\nx;1;2\ny;3;4\n", ";", 3},
        {"report\nagency|day\nx|31/12/2567\ny|1/1/2567\n", "|", 2},
        {"\xEF\xBB\xBF\xE0\xB8\xA3\n\n\xE0\xB8\x81,\xE0\xB8\x82\nx,\xE0\xB9\x91\n", ",", 3},
        /* names of fields say it for certain */
        {"x,y\nfoo,bar\nf,g\n1,2\n", ",", 3},
        {"f,y\nfoo,bar\nf,g\n1,2\n", ",", 1},
        {"report, total\nf,g,h\na,b,c\n", ",", 2},
        /* what is no title */
        {"name\nBangkok, Thailand\nLopburi, Thailand\n", ",", 1},
        {"agency,,,\nx,1,2,3\ny,4,5,6\n", ",", 1}, /* names are missing */
        {"f,,,\nx,y,z,w\n", ",", 1},
        {"agency,,count\nx,1,2\n", ",", 1},
    };
    static const struct slice fields[] = {{"f", 1}, {"g", 1}, {"h", 1}};
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct dialect_seen seen = dialect_guess(slice_of(examples[i].table), true, ",", fields, 3);
        if (strcmp(seen.delimiter, examples[i].delimiter) != 0 || seen.header != examples[i].header)
            fail_msg("example %zu: \"%s\", row %zu", i, seen.delimiter, seen.header);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_delimiter_may_be_any_sequence),
        cmocka_unit_test(a_line_ends_as_the_dialect_says),
        cmocka_unit_test(quotes_may_be_others),
        cmocka_unit_test(an_escape_character_takes_meanings_away),
        cmocka_unit_test(blanks_behind_a_delimiter_may_be_passed_over),
        cmocka_unit_test(comments_are_passed_over_and_counted),
        cmocka_unit_test(a_header_may_have_several_rows_or_none),
        cmocka_unit_test(rows_are_found_again),
        cmocka_unit_test(what_is_written_by_a_dialect_is_read_by_it),
        cmocka_unit_test(what_cannot_be_done_is_named),
        cmocka_unit_test(plain_csv_needs_no_dialect),
        cmocka_unit_test(how_a_table_is_written_is_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
