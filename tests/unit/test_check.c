/* What `validate` checks: tables against dictionaries, files against metadata, the workspace as a whole. */
#include "tests/unit/support.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "catalog/check.h"
#include "catalog/checked.h"
#include "catalog/register.h"

static const char CATALOG[] = "{\"banchi\": 1, \"title\": \"ทดสอบ\", \"profile\": \"thai-gdc-2.1\",\n"
                              " \"organization\": {\"name\": \"office\", \"title\": \"สำนักงาน\"}}\n";

static const char METADATA[] =
    "{\"name\": \"%s\", \"title\": \"ชุดข้อมูล %s\", \"owner_org\": \"office\", \"private\": false,\n"
    " \"data_type\": \"ข้อมูลสถิติ\", \"maintainer\": \"ศูนย์สารสนเทศ\", \"maintainer_email\": "
    "\"opendata@example.org\",\n"
    " \"tags\": [\"สถิติ\"], \"notes\": \"ข้อมูลตัวอย่างเพื่อการทดสอบเท่านั้น ไม่ใช่สถิติ\", \"objective\": "
    "[\"พันธกิจหน่วยงาน\"],\n"
    " \"update_frequency_unit\": \"ปี\", \"update_frequency_interval\": \"1\", \"geo_coverage\": \"จังหวัด\",\n"
    " \"data_source\": \"ทดสอบ\", \"data_format\": [\"CSV\"], \"data_category\": \"ข้อมูลสาธารณะ\",\n"
    " \"license_id\": \"Open Data Common\", \"last_updated_date\": \"2021-04-01\",\n"
    " \"resources\": [{\"upload\": \"%s.csv\", \"name\": \"ตาราง\", \"description\": \"ตาราง\", \"format\": "
    "\"CSV\"}]}\n";

static const char DICTIONARY[] =
    "{\"fields\": [{\"name\": \"agency\", \"title\": \"หน่วยงาน\", \"description\": \"ชื่อ\", \"type\": "
    "\"string\"},\n"
    " {\"name\": \"people\", \"title\": \"คน\", \"description\": \"จำนวน\", \"type\": \"integer\"}]}\n";

struct fixture {
    struct arena run;
    struct arena scratch;
    char *folder;
    struct finding_lines findings;
    struct problem problem;
    struct check_counts counts;
    unsigned threads;
};

static void put_dataset(const struct fixture *fixture, const char *name, const char *table)
{
    struct arena arena = {0};
    struct text metadata = {0};
    text_format(&metadata, METADATA, name, name, name);
    put_file(fixture->folder, arena_format(&arena, "%s/metadata.json", name), metadata.at);
    put_file(fixture->folder, arena_format(&arena, "%s/%s.dictionary.json", name, name), DICTIONARY);
    put_file(fixture->folder, arena_format(&arena, "%s/%s.csv", name, name), table);
    text_free(&metadata);
    arena_free(&arena);
}

/* The dictionary of aa/aa.csv: these fields, with title and description, and other keys behind them. */
static void put_fields(const struct fixture *fixture, const char *const *names, size_t count,
                       const char *others)
{
    struct text out = {0};
    text_add(&out, "{\"fields\": [");
    for (size_t i = 0; i < count; i++)
        text_format(&out, "%s\n{\"name\": \"%s\", \"title\": \"ก\", \"description\": \"ข\"}", i ? "," : "",
                    names[i]);
    text_format(&out, "]%s}\n", others);
    put_file(fixture->folder, "aa/aa.dictionary.json", out.at);
    text_free(&out);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->folder = temporary_folder(&fixture->run);
    fixture->findings = finding_lines();
    put_file(fixture->folder, "catalog.json", CATALOG);
    put_dataset(fixture, "aa", "agency,people\nก,1\nข,2\n");
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove_folder(fixture->folder);
    problem_clear(&fixture->problem);
    text_free(&fixture->findings.text);
    arena_free(&fixture->run);
    arena_free(&fixture->scratch);
    free(fixture);
    return 0;
}

static bool check_names(struct fixture *fixture, const char *const *names, size_t count)
{
    struct workspace workspace;
    text_clear(&fixture->findings.text);
    fixture->findings.counts = (struct finding_counts){0};
    assert_true(workspace_open(&fixture->run, fixture->folder, &fixture->findings.sink, &workspace,
                               &fixture->problem));
    struct check_options options = {.workspace = &workspace,
                                    .choice = {names, count},
                                    .threads = fixture->threads,
                                    .scratch = &fixture->scratch,
                                    .sink = &fixture->findings.sink};
    return check_workspace(&options, &fixture->counts, &fixture->problem);
}

static void check_findings(struct fixture *fixture, const char *wanted)
{
    assert_true(check_names(fixture, NULL, 0));
    check_text(text_slice(&fixture->findings.text), wanted);
}

/* The findings about the table aa/aa.csv when this is what it holds. */
static void check_table_text(struct fixture *fixture, struct slice table, const char *wanted)
{
    put_bytes(fixture->folder, "aa/aa.csv", table);
    check_findings(fixture, wanted);
}

static void check_csv(struct fixture *fixture, const char *table, const char *wanted)
{
    check_table_text(fixture, slice_of(table), wanted);
}

static void a_good_workspace_has_no_findings_and_exact_counts(void **state)
{
    struct fixture *fixture = *state;
    put_dataset(fixture, "bb", "agency,people\n\"ก, ข\",1\n");
    check_findings(fixture, "");
    assert_int_equal(fixture->counts.datasets, 2);
    assert_int_equal(fixture->counts.tables, 2);
    assert_int_equal(fixture->counts.rows, 3);
}

static void every_ragged_row_is_told_with_row_and_line(void **state)
{
    struct fixture *fixture = *state;
    check_csv(fixture, "agency,people\n\"ก\nข\",1\nค\nง,2,3\n\nจ,4\n",
              "D105 error aa/aa.csv:4:0 - cells in row 3: 1; in the header: 2\n"
              "D105 error aa/aa.csv:5:0 - cells in row 4: 3; in the header: 2\n"
              "D106 error aa/aa.csv:6:0 - row 5 is empty\n");
    assert_int_equal(fixture->counts.rows, 5);
}

static void counts_are_exact_however_many_rows_are_faulty(void **state)
{
    struct fixture *fixture = *state;
    struct text table = {0};
    text_add(&table, "agency,people\n");
    for (size_t i = 0; i < 100000; i++)
        text_add(&table, i % 2 ? "ก,1\n" : "ก\n");
    put_bytes(fixture->folder, "aa/aa.csv", text_slice(&table));
    assert_true(check_names(fixture, NULL, 0));
    assert_int_equal(fixture->findings.counts.errors, 50000);
    assert_int_equal(fixture->counts.rows, 100000);
    text_free(&table);
}

static void faults_of_the_file_are_told_row_by_row(void **state)
{
    struct fixture *fixture = *state;
    static const char TABLE[] = "agency,people\n\xA1\xA2,1\nก \"ข\",2\nค\0,3\nง\r,4\n\"จ,5\n";
    check_table_text(fixture, (struct slice){TABLE, sizeof TABLE - 1},
                     "D107 error aa/aa.csv:2:1 agency row 2 is not UTF-8\n"
                     "D108 error aa/aa.csv:3:3 agency row 3: a quotation mark stands inside a cell\n"
                     "D110 error aa/aa.csv:4:2 agency row 4 holds a NUL byte\n"
                     "D112 error aa/aa.csv:5:2 agency row 5 holds a carriage return without a line feed\n"
                     "D109 error aa/aa.csv:6:1 agency row 6: a quotation mark is opened and never closed\n");
    assert_int_equal(fixture->counts.rows, 5);
}

static void a_row_in_another_encoding_is_still_counted(void **state)
{
    struct fixture *fixture = *state;
    check_csv(fixture, "agency,people\n\xA1\xA2\n",
              "D107 error aa/aa.csv:2:1 agency row 2 is not UTF-8\n"
              "D105 error aa/aa.csv:2:0 - cells in row 2: 1; in the header: 2\n");
}

static void a_file_in_windows_874_is_told_once_with_the_remedy(void **state)
{
    struct fixture *fixture = *state;
    check_csv(
        fixture,
        "agency,people\n\xCB\xB9\xE8\xC7\xC2\xA7\xD2\xB9,1\n\xCB\xB9\xE8\xC7\xC2,x,"
        "2\n\xA1\xD2\xC3\xA4\xC5\xD1\xA7,3\nx,4\n",
        "D105 error aa/aa.csv:3:0 - cells in row 3: 3; in the header: 2\n"
        "D107 error aa/aa.csv:0:0 - the file is in Windows-874 (TIS-620), not in UTF-8; rows that cannot be "
        "read as they are: 3\n");
}

/* Some blocks of the reader, with a fault of each kind now and then. */
static void put_long_table(struct fixture *fixture)
{
    static const char *const rows[] = {"ก,x\n",       "ข\n",          "\n",      "ค,1,2\n",
                                       "ง \"จ\",1\n", "\"ฉ\nช\",1\n", "\xA1,1\n"};
    struct text table = {0};
    text_add(&table, "agency,people\n");
    for (size_t i = 0; i < 60000; i++) {
        if (i % 997 == 7)
            text_add(&table, rows[i / 997 % (sizeof rows / sizeof *rows)]);
        else
            text_format(&table, "หน่วยงาน %zu,%zu\n", i, i % 100);
    }
    put_bytes(fixture->folder, "aa/aa.csv", text_slice(&table));
    text_free(&table);
}

static void findings_do_not_depend_on_the_number_of_threads(void **state)
{
    struct fixture *fixture = *state;
    put_long_table(fixture);
    fixture->threads = 1;
    assert_true(check_names(fixture, NULL, 0));
    char *alone = slice_copy(&fixture->run, text_slice(&fixture->findings.text));
    assert_int_equal(fixture->findings.counts.errors, 53);
    assert_int_equal(fixture->counts.rows, 60000);
    for (fixture->threads = 2; fixture->threads < 9; fixture->threads += 3) {
        check_findings(fixture, alone);
        assert_int_equal(fixture->counts.rows, 60000);
    }
}

static void a_row_over_the_limit_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct text table = {0};
    text_add(&table, "agency,people\n");
    for (size_t i = 0; i < LIMIT_TABLE_ROW_BYTES + 10; i++)
        text_add_char(&table, 'x');
    text_add(&table, ",1\nก,1\n");
    check_table_text(fixture, text_slice(&table),
                     "D111 error aa/aa.csv:2:1 - row 2 is longer than 1 MiB, the limit\n");
    text_free(&table);
}

static void the_header_follows_the_dictionary_both_ways(void **state)
{
    struct fixture *fixture = *state;
    check_csv(fixture, "agency,peple\nก,1\n",
              "D102 error aa/aa.csv:1:8 peple the column {value} is not in the dictionary\n"
              "D103 error aa/aa.csv:1:0 people the dictionary describes a column {value} that is not in the "
              "table\n");
    check_csv(fixture, "people,agency\n1,ก\n",
              "D104 error aa/aa.csv:1:1 people column 1 is {value}; in the dictionary it is \"agency\"\n");
    check_csv(fixture, "agency\nก\n",
              "D103 error aa/aa.csv:1:0 people the dictionary describes a column {value} that is not in the "
              "table\n");
}

static void the_order_is_free_where_the_dictionary_says_so(void **state)
{
    struct fixture *fixture = *state;
    static const char *const NAMES[] = {"agency", "people"};
    put_fields(fixture, NAMES, 2, ", \"fieldsMatch\": [\"equal\"]");
    check_csv(fixture, "people,agency\n1,ก\n", "");
    put_fields(fixture, NAMES, 1, ", \"fieldsMatch\": \"subset\"");
    check_csv(fixture, "people,agency\n1,ก\n", "");
}

static void names_that_a_portal_would_damage_are_told(void **state)
{
    struct fixture *fixture = *state;
    static const char *const NAMES[] = {"_id", "j", "a\\\"b", "จำนวนลูกจ้างประจำทั้งหมด"};
    put_fields(fixture, NAMES, 4, "");
    check_csv(
        fixture, "_id,j,\"a\"\"b\",จำนวนลูกจ้างประจำทั้งหมด\n1,2,3,4\n",
        "D116 error aa/aa.csv:1:1 _id the name of column 1, {value}, begins with an underscore, which "
        "portals keep "
        "for themselves\n"
        "D116 error aa/aa.csv:1:5 j column 2 is named {value}: a portal then gives this column in place of "
        "the "
        "whole record\n"
        "D116 error aa/aa.csv:1:0 a\"b the name of column 3, {value}, holds a quotation mark, which portals "
        "refuse\n"
        "D116 error aa/aa.csv:1:14 จำนวนลูกจ้างประจำทั้งหมด the name of column 4, {value}, is longer than 63 "
        "bytes "
        "(21 Thai letters); a portal cuts it in silence\n");
}

static void blank_repeated_and_padded_names_are_told(void **state)
{
    struct fixture *fixture = *state;
    static const char *const NAMES[] = {"a"};
    put_fields(fixture, NAMES, 1, ", \"fieldsMatch\": [\"partial\"]");
    check_csv(
        fixture, "a,\xC2\xA0 b,a,\n1,2,3,4\n",
        "D115 error aa/aa.csv:1:3 \xC2\xA0 b the name of column 2, {value}, has a blank before or behind it\n"
        "D114 error aa/aa.csv:1:7 a columns 1 and 3 have the same name, {value}\n"
        "D113 error aa/aa.csv:1:9  column 4 has no name\n");
}

static void a_table_without_rows_and_a_mark_are_warnings(void **state)
{
    struct fixture *fixture = *state;
    check_csv(fixture,
              "\xEF\xBB\xBF"
              "agency,people\n",
              "D119 warning aa/aa.csv:1:0 - the file begins with a byte order mark\n"
              "D118 warning aa/aa.csv:1:0 - the table has a header and no rows\n");
}

static void a_file_that_is_no_csv_is_named_once(void **state)
{
    struct fixture *fixture = *state;
    static const char WORKBOOK[] = "PK\003\004\024\0\b\0\b\0!\0xl/workbook.xml\n\n\"\n";
    check_table_text(
        fixture, (struct slice){WORKBOOK, sizeof WORKBOOK - 1},
        "D117 error aa/aa.csv:0:0 - the file's name ends in .csv, but it is an Excel workbook (XLSX)\n");
    check_csv(fixture, "\n  <!DOCTYPE HTML><p>404\n",
              "D117 error aa/aa.csv:0:0 - the file's name ends in .csv, but it is a web page (HTML)\n");
    check_csv(fixture, "%PDF-1.7\n",
              "D117 error aa/aa.csv:0:0 - the file's name ends in .csv, but it is a PDF\n");
    check_csv(fixture,
              "\xFF\xFE"
              "a\n",
              "D117 error aa/aa.csv:0:0 - the file's name ends in .csv, but it is text in UTF-16\n");
}

static void utf_16_is_known_without_its_mark(void **state)
{
    struct fixture *fixture = *state;
    static const char WIDE[] = "a\0,\0b\0\n\0";
    check_table_text(fixture, (struct slice){WIDE, sizeof WIDE - 1},
                     "D117 error aa/aa.csv:0:0 - the file's name ends in .csv, but it is text in UTF-16\n");
}

static void old_line_ends_are_told_once(void **state)
{
    struct fixture *fixture = *state;
    check_csv(fixture, "agency,people\rก,1\r",
              "D112 error aa/aa.csv:1:14 - row 1 holds a carriage return without a line feed\n");
}

struct hint_sink {
    struct finding_sink sink;
    struct text hint; /* of the first finding */
};

static void keep_hint(struct finding_sink *self, const struct finding *finding)
{
    struct hint_sink *hints = (struct hint_sink *)self;
    if (hints->hint.length == 0)
        text_add(&hints->hint, finding->hint ? finding->hint : "-");
}

static void a_misspelt_column_gets_the_near_name_as_hint(void **state)
{
    struct fixture *fixture = *state;
    struct workspace workspace;
    struct hint_sink hints = {.sink = {keep_hint}};
    put_file(fixture->folder, "aa/aa.csv", "agency,Poeple\nก,1\n");
    assert_true(workspace_open(&fixture->run, fixture->folder, &hints.sink, &workspace, &fixture->problem));
    struct check_options options = {
        .workspace = &workspace, .scratch = &fixture->scratch, .sink = &hints.sink};
    assert_true(check_workspace(&options, &fixture->counts, &fixture->problem));
    check_text(text_slice(&hints.hint),
               "did you mean \"people\", which the dictionary has and the table has not?");
    text_free(&hints.hint);
}

static void another_separator_is_named_once(void **state)
{
    struct fixture *fixture = *state;
    check_csv(fixture, "agency;people\nก;1\n",
              "D120 error aa/aa.csv:1:0 - the cells are separated by semicolons, not by commas\n");
    check_csv(fixture, "agency\tpeople\nก\t1\n",
              "D120 error aa/aa.csv:1:0 - the cells are separated by tabs, not by commas\n");
}

static void take_away(const struct fixture *fixture, const char *name)
{
    struct arena arena = {0};
    assert_int_equal(unlink(file_join(&arena, fixture->folder, name)), 0);
    arena_free(&arena);
}

/* A folder of each kind that may give something to tell: of itself, of another, of its files, to the gate. */
static void put_folder_of_kind(const struct fixture *fixture, int number)
{
    struct arena arena = {0};
    const char *name = arena_format(&arena, "d%03d", number);
    const char *path = arena_format(&arena, "%s/metadata.json", name);
    put_dataset(fixture, name, number % 3 == 0 ? "agency,people\nก\n" : "agency,people\nก,1\n");
    switch (number % 10) {
    case 1:
        put_file(fixture->folder, path, "{\"name\": 1, \"title\": \"ซ้ำ\"}");
        break;
    case 2:
        put_file(fixture->folder, path,
                 "{\"name\": \"d000\", \"title\": \"ซ้ำ\", \"notes\": \"ติดต่อ นางสาวสมหญิง รักไทย\"}");
        break;
    case 3:
        put_file(fixture->folder, path, "{");
        break;
    case 4:
        put_file(fixture->folder, path, "{\"data_category\": \"ข้อมูลความมั่นคง\", \"resources\": 1}");
        break;
    case 5:
        put_file(fixture->folder, arena_format(&arena, "%s/loose.csv", name), "a\n1\n");
        put_file(fixture->folder, arena_format(&arena, "%s/gone.dictionary.json", name), "{}");
        break;
    case 6:
        take_away(fixture, path);
        assert_int_equal(mkfifo(file_join(&arena, fixture->folder, path), 0600), 0);
        break;
    case 7:
        take_away(fixture, path);
        break;
    case 8:
        take_away(fixture, arena_format(&arena, "%s/%s.csv", name, name));
        break;
    default:
        break;
    }
    arena_free(&arena);
}

static void threads_over_datasets_tell_the_same_in_the_same_order(void **state)
{
    struct fixture *fixture = *state;
    struct text alone = {0};
    for (int i = 0; i < 150; i++)
        put_folder_of_kind(fixture, i);
    put_file(
        fixture->folder, "privacy-waivers.json",
        "{\"banchi\": 1, \"waivers\": [{\"code\": \"P110\", \"file\": \"d002/metadata.json\", \"column\": "
        "\"notes\", \"sha256\": \"0000000000000000000000000000000000000000000000000000000000000000\", "
        "\"by\": \"a\", \"reason\": \"b\", \"until\": \"2000-01-01\"}]}");
    assert_true(check_names(fixture, NULL, 0));
    text_add_slice(&alone, text_slice(&fixture->findings.text));
    static const char *const told[] = {"M001", "M009", "M101", "M302", "M303", "M304",
                                       "C002", "C006", "C007", "D1",   "P110", "P122"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (strstr(alone.at, told[i]) == NULL)
            fail_msg("nothing told with %s in\n%s", told[i], alone.at);
    for (fixture->threads = 1; fixture->threads <= 9; fixture->threads += fixture->threads < 4 ? 1 : 5) {
        assert_true(check_names(fixture, NULL, 0));
        check_text(text_slice(&fixture->findings.text), alone.at);
        assert_int_equal(fixture->counts.datasets, 136);
    }
    text_free(&alone);
}

static void large_metadata_is_read_ahead_in_little_memory(void **state)
{
    struct fixture *fixture = *state;
    struct text large = {0}, alone = {0};
    text_add(&large, "{\"notes\": [");
    for (int i = 0; i < 60000; i++)
        text_add(&large, "1,");
    text_add(&large, "1]}");
    for (int i = 0; i < 40; i++) {
        char name[40];
        snprintf(name, sizeof name, "d%02d/metadata.json", i);
        put_file(fixture->folder, name, large.at);
    }
    assert_true(check_names(fixture, NULL, 0));
    text_add_slice(&alone, text_slice(&fixture->findings.text));
    fixture->threads = 4;
    check_findings(fixture, alone.at);
    text_free(&large);
    text_free(&alone);
}

static void checked_files_are_known_by_name_and_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct checked checked = {.arena = &fixture->run};
    char name[40];
    assert_false(checked_has(NULL, "aa/aa.csv", CHECKED_ABSENT));
    assert_false(checked_has(&checked, "aa/aa.csv", CHECKED_ABSENT));
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "aa/%d.csv", i);
        checked_add(&checked, name, i % 2 == 0 ? "0a1b" : CHECKED_ABSENT);
        checked_add(&checked, name, i % 2 == 0 ? "0a1b" : CHECKED_ABSENT);
    }
    assert_int_equal(checked.count, 1000);
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "aa/%d.csv", i);
        assert_true(checked_has(&checked, name, "0a1b") == (i % 2 == 0));
        assert_true(checked_has(&checked, name, CHECKED_ABSENT) == (i % 2 == 1));
    }
    assert_false(checked_has(&checked, "bb/0.csv", "0a1b"));
}

static void a_table_needs_a_dictionary(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(unlink(file_join(&fixture->run, fixture->folder, "aa/aa.dictionary.json")), 0);
    check_findings(fixture,
                   "D101 error aa/metadata.json:7:27 upload the table {value} has no data dictionary\n");
}

static void a_dictionary_is_judged_by_its_schema_and_by_itself(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "aa/aa.dictionary.json",
             "{\"fields\": [{\"name\": \"agency\", \"type\": \"text\", \"title\": \"ก\", \"description\": "
             "\"ข\"},\n"
             " {\"name\": \"people\"}, {\"name\": \"people\"}],\n"
             " \"primaryKey\": [\"agent\"]}");
    assert_true(check_names(fixture, NULL, 0));
    const char *text = fixture->findings.text.at;
    assert_non_null(strstr(text, "M103 error aa/aa.dictionary.json:1:40 type"));
    assert_non_null(
        strstr(text, "D121 error aa/aa.dictionary.json:2:31 name two fields have the name {value}\n"));
    assert_non_null(
        strstr(text, "D122 error aa/aa.dictionary.json:3:17 primaryKey primaryKey names {value}"));
    assert_int_equal(fixture->findings.counts.errors, 3);
}

static void a_broken_dictionary_leaves_the_table_checked(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "aa/aa.dictionary.json", "{\"fields\": [");
    put_file(fixture->folder, "aa/aa.csv", "agency,people\nก\n");
    assert_true(check_names(fixture, NULL, 0));
    const char *text = fixture->findings.text.at;
    assert_non_null(strstr(text, "M001 error aa/aa.dictionary.json:1:13"));
    assert_non_null(strstr(text, "D105 error aa/aa.csv:2:0"));
    assert_int_equal(fixture->findings.counts.errors, 2);
}

static void a_broken_metadata_leaves_the_other_datasets_checked(void **state)
{
    struct fixture *fixture = *state;
    put_dataset(fixture, "bb", "agency,people\nก\n");
    put_file(fixture->folder, "aa/metadata.json", "{\"name\": \"aa\",");
    assert_true(check_names(fixture, NULL, 0));
    const char *text = fixture->findings.text.at;
    assert_non_null(strstr(text, "M001 error aa/metadata.json:1:15"));
    assert_non_null(strstr(text, "D105 error bb/bb.csv:2:0"));
    assert_int_equal(fixture->counts.datasets, 2);
}

static void loose_tables_and_dictionaries_are_warnings(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "aa/old.csv", "a\n1\n");
    put_file(fixture->folder, "aa/old.dictionary.json", "{}");
    put_file(fixture->folder, "aa/zz.dictionary.json", "{}");
    put_file(fixture->folder, "aa/notes.txt", "x");
    check_findings(
        fixture,
        "C006 warning aa/old.csv:0:0 - no resource of metadata.json names this table; it is not published\n"
        "C007 warning aa/zz.dictionary.json:0:0 - there is no table that this dictionary describes\n");
}

static void a_schema_that_differs_is_a_warning(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "schemas/catalog.json", "{}");
    put_file(fixture->folder, "schemas/other.json", "{}");
    check_findings(
        fixture,
        "C004 warning schemas/catalog.json:0:0 - this file differs from the schema that banchi checks "
        "by; editors show rules that do not hold\n");
}

static void only_the_named_datasets_are_checked(void **state)
{
    struct fixture *fixture = *state;
    static const char *const NAMES[] = {"bb", "bb"};
    put_dataset(fixture, "bb", "agency,people\n");
    put_file(fixture->folder, "aa/aa.csv", "broken\n");
    put_file(fixture->folder, "schemas/catalog.json", "{}");
    assert_true(check_names(fixture, NAMES, 2));
    check_text(text_slice(&fixture->findings.text),
               "D118 warning bb/bb.csv:1:0 - the table has a header and no rows\n");
    assert_int_equal(fixture->counts.datasets, 1);
}

static void a_name_that_is_no_dataset_is_wrong_use(void **state)
{
    struct fixture *fixture = *state;
    static const char *const NAMES[] = {"zz"};
    assert_false(check_names(fixture, NAMES, 1));
    assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
}

static void titles_are_unique_in_the_whole_workspace(void **state)
{
    struct fixture *fixture = *state;
    static const char *const NAMES[] = {"aa"};
    struct text metadata = {0};
    put_dataset(fixture, "bb", "agency,people\nก,1\n");
    text_format(&metadata, METADATA, "bb", "aa", "bb");
    put_file(fixture->folder, "bb/metadata.json", metadata.at);
    text_free(&metadata);
    assert_true(check_names(fixture, NULL, 0));
    assert_int_equal(fixture->findings.counts.errors, 1);
    assert_non_null(strstr(fixture->findings.text.at, " bb/metadata.json:"));
    assert_true(check_names(fixture, NAMES, 1));
    assert_int_equal(fixture->findings.counts.errors, 1);
    assert_non_null(strstr(fixture->findings.text.at, " aa/metadata.json:"));
}

static void a_table_that_is_not_there_is_not_read(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(unlink(file_join(&fixture->run, fixture->folder, "aa/aa.csv")), 0);
    assert_int_equal(symlink("/etc/passwd", file_join(&fixture->run, fixture->folder, "aa/aa.csv")), 0);
    assert_true(check_names(fixture, NULL, 0));
    assert_int_equal(fixture->counts.tables, 0);
    assert_int_equal(fixture->counts.rows, 0);
}

static void a_stale_register_is_told_with_the_line(void **state)
{
    struct fixture *fixture = *state;
    struct workspace workspace;
    bool changed;
    put_dataset(fixture, REGISTER_DATASET, "name\n");
    put_file(fixture->folder, REGISTER_DATASET "/" REGISTER_DATASET ".dictionary.json",
             "{\"fields\": [{\"name\": \"name\", \"title\": \"ก\", \"description\": \"ข\"}], "
             "\"fieldsMatch\": [\"subset\"]}");
    assert_true(workspace_open(&fixture->run, fixture->folder, &fixture->findings.sink, &workspace,
                               &fixture->problem));
    assert_true(register_write(&workspace, false, &fixture->scratch, &fixture->findings.sink, &changed,
                               &fixture->problem));
    check_findings(fixture, "");
    put_file(fixture->folder, "aa/aa.csv", "agency,people\nก,2\n");
    check_findings(
        fixture, "C005 warning data-catalog-register/data-catalog-register.csv:2:0 - the register is out of "
                 "date: from this line on it differs from what the workspace says\n");
    put_file(fixture->folder, "aa/aa.csv", "agency,people\nก,1\nข,2\n");
    put_dataset(fixture, "zz", "agency,people\nก,1\n");
    assert_true(check_names(fixture, NULL, 0));
    assert_non_null(strstr(fixture->findings.text.at,
                           "C005 warning data-catalog-register/data-catalog-register.csv:4:0"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_workspace_has_no_findings_and_exact_counts),
        TEST(every_ragged_row_is_told_with_row_and_line),
        TEST(counts_are_exact_however_many_rows_are_faulty),
        TEST(faults_of_the_file_are_told_row_by_row),
        TEST(a_row_in_another_encoding_is_still_counted),
        TEST(a_file_in_windows_874_is_told_once_with_the_remedy),
        TEST(findings_do_not_depend_on_the_number_of_threads),
        TEST(a_row_over_the_limit_is_told),
        TEST(the_header_follows_the_dictionary_both_ways),
        TEST(the_order_is_free_where_the_dictionary_says_so),
        TEST(names_that_a_portal_would_damage_are_told),
        TEST(blank_repeated_and_padded_names_are_told),
        TEST(a_table_without_rows_and_a_mark_are_warnings),
        TEST(a_file_that_is_no_csv_is_named_once),
        TEST(utf_16_is_known_without_its_mark),
        TEST(old_line_ends_are_told_once),
        TEST(a_misspelt_column_gets_the_near_name_as_hint),
        TEST(another_separator_is_named_once),
        TEST(threads_over_datasets_tell_the_same_in_the_same_order),
        TEST(large_metadata_is_read_ahead_in_little_memory),
        TEST(checked_files_are_known_by_name_and_bytes),
        TEST(a_table_needs_a_dictionary),
        TEST(a_dictionary_is_judged_by_its_schema_and_by_itself),
        TEST(a_broken_dictionary_leaves_the_table_checked),
        TEST(a_broken_metadata_leaves_the_other_datasets_checked),
        TEST(loose_tables_and_dictionaries_are_warnings),
        TEST(a_schema_that_differs_is_a_warning),
        TEST(only_the_named_datasets_are_checked),
        TEST(a_name_that_is_no_dataset_is_wrong_use),
        TEST(titles_are_unique_in_the_whole_workspace),
        TEST(a_table_that_is_not_there_is_not_read),
        TEST(a_stale_register_is_told_with_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
