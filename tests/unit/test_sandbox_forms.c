/* What the sandbox makes of single values: names, tags, addresses, dates, and cells of the DataStore. */
#include "tests/unit/support.h"

#include "portal/column.h"
#include "portal/form.h"
#include "portal/mime.h"
#include "portal/value.h"

static void names_are_small_letters_and_a_line_feed_may_follow(void **state)
{
    (void)state;
    assert_true(form_is_name(slice_of("a-b_1")));
    assert_true(form_is_name(slice_of("t-e2\n")));
    assert_false(form_is_name(slice_of("a\n\n")));
    assert_false(form_is_name(slice_of("A")));
    assert_false(form_is_name(slice_of("ไทย")));
}

static void a_stock_portal_refuses_thai_marks_in_tags(void **state)
{
    (void)state;
    assert_true(form_is_tag(slice_of("แรงงาน"), false));
    assert_true(form_is_tag(slice_of("กทมฯ"), false));
    assert_false(form_is_tag(slice_of("สถิติ"), false));
    assert_true(form_is_tag(slice_of("สถิติ"), true));
    assert_false(form_is_tag(slice_of("100%"), true));
}

static void mail_addresses_have_one_sign_and_a_host(void **state)
{
    (void)state;
    static const char *const good[] = {"a@b.co", "o'hr@example.go.th", "hr@127.0.0.1", "a@localhost"};
    static const char *const bad[] = {"hr@",     "@b.co", "a@@b.co",  "a@b@c.co", "a..b@c.co", ".a@b.co",
                                      "a@b..co", "a@-b",  "a b@c.co", "ก@b.co",   "a@ก.ไทย",   "a@b.co "};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(form_is_email(slice_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(form_is_email(slice_of(bad[i])));
}

static void dates_are_numbers_with_anything_between(void **state)
{
    (void)state;
    static const char *const reads[][2] = {{"2024-01-31", "2024-01-31T00:00:00"},
                                           {"2024-1-5", "2024-01-05T00:00:00"},
                                           {"2024-W05-3", "2024-05-03T00:00:00"},
                                           {"01/02/03", "0001-02-03T00:00:00"},
                                           {"2567-01-31", "2567-01-31T00:00:00"},
                                           {"2024-01-31T08:30:00", "2024-01-31T08:30:00"},
                                           {"2024-01-31T08:30:00.500", "2024-01-31T08:30:00.500000"},
                                           {"๒๕๖๗-๐๑-๓๑", "2567-01-31T00:00:00"}};
    static const char *const bad[] = {"",
                                      " 2024-01-31",
                                      "2024-01-31 ",
                                      "2024-02-30",
                                      "31/12/2567",
                                      "10000-01-01",
                                      "-2024-01-31",
                                      "2024-01",
                                      "2024-01-31T25:00:00"};
    char date[40];
    for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
        assert_true(form_read_date(slice_of(reads[i][0]), date));
        assert_string_equal(date, reads[i][1]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(form_read_date(slice_of(bad[i]), date));
}

static void thai_file_names_are_lost(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_string_equal(name_munged(&arena, "ลูกจ้างประจำ ๒๕๖๗.csv"), "-.csv");
    assert_string_equal(name_munged(&arena, "ตาราง.csv"), ".csv");
    assert_string_equal(name_munged(&arena, "ตาราง"), "___");
    assert_string_equal(name_munged(&arena, "Data File (v2).XLSX"), "data-file-v2.xlsx");
    assert_null(mime_of_name(".csv"));
    assert_string_equal(mime_of_name("-.csv"), "text/csv");
    assert_string_equal(format_unified(&arena, "text/csv"), "CSV");
    arena_free(&arena);
}

struct cell {
    const char *type;
    const char *json;
    const char *stored; /* NULL: refused */
};

static const struct cell CELLS[] = {
    {"int", "\" 12 \"", "12"},
    {"int", "1.5", "2"},
    {"int", "-2.5", "-3"},
    {"int", "9.99", "10"},
    {"int", "2147483647", "2147483647"},
    {"int", "2147483648", NULL},
    {"int", "\"\"", NULL},
    {"int", "\"1,234\"", NULL},
    {"int", "\"๑\"", NULL},
    {"int", "true", NULL},
    {"bigint", "9007199254740993", "9007199254740993"},
    {"numeric", "\"1.10\"", "1.10"},
    {"numeric", "1.10", "1.1"},
    {"numeric", "94581296.26", "94581296.26"},
    {"numeric", "\"12345678901234567890.12345678901234567890\"", "12345678901234567890.12345678901234567890"},
    {"numeric", "\"1e3\"", "1000"},
    {"numeric", "\"-0.50e-1\"", "-0.050"},
    {"numeric", "\"NaN\"", "NaN"},
    {"numeric", "\"x\"", NULL},
    {"bool", "\"yes\"", "true"},
    {"bool", "\"F\"", "false"},
    {"bool", "1", NULL},
    {"date", "\"2024-01-31\"", "2024-01-31"},
    {"date", "\"01/31/2024\"", "2024-01-31"},
    {"date", "\"31/01/2024\"", NULL},
    {"date", "\"\"", NULL},
    {"timestamp", "\"2024-01-31T10:00:00+07:00\"", "2024-01-31T10:00:00"},
    {"timestamp", "\"2024-01-31 10:00:00.50\"", "2024-01-31T10:00:00.5"},
    {"timestamptz", "\"2024-01-31T10:00:00+07:00\"", "2024-01-31T03:00:00+00:00"},
    {"text", "5", "5"},
    {"text", "true", "true"},
    {"text", "[1]", "{1}"},
    {"text", "{\"a\": 1}", NULL},
    {"_text", "[\"ก\", \"ข\"]", "[\"ก\",\"ข\"]"},
};

static void cells_are_stored_as_postgresql_would(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof CELLS / sizeof *CELLS; i++) {
        const struct value *sent = value_read(&arena, slice_of(CELLS[i].json), NULL);
        struct value *stored = NULL;
        const char *message = "";
        enum column_fault fault =
            column_store(&arena, column_type_find(CELLS[i].type), sent, &stored, &message);
        if (CELLS[i].stored == NULL) {
            assert_int_not_equal(fault, COLUMN_GOOD);
            continue;
        }
        assert_int_equal(fault, COLUMN_GOOD);
        assert_string_equal(value_text(stored), CELLS[i].stored);
    }
    arena_free(&arena);
}

static void an_unknown_type_is_none(void **state)
{
    (void)state;
    assert_null(column_type_find("string"));
    assert_string_equal(column_type_find("integer")->known, "int4");
}

static void documents_keep_their_numbers_and_bytes(void **state)
{
    (void)state;
    struct arena arena = {0};
    static const char text[] = "{\"a\":[1,2.5,12345678901234567890],\"ก\":\"x\\u0000y\",\"b\":null}";
    const struct value *value = value_read(&arena, slice_of(text), NULL);
    check_text(value_json(&arena, value), text);
    assert_true(value_holds_nul(value));
    assert_false(value_holds_nul(value_get(value, "a")));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_small_letters_and_a_line_feed_may_follow),
        cmocka_unit_test(a_stock_portal_refuses_thai_marks_in_tags),
        cmocka_unit_test(mail_addresses_have_one_sign_and_a_host),
        cmocka_unit_test(dates_are_numbers_with_anything_between),
        cmocka_unit_test(thai_file_names_are_lost),
        cmocka_unit_test(cells_are_stored_as_postgresql_would),
        cmocka_unit_test(an_unknown_type_is_none),
        cmocka_unit_test(documents_keep_their_numbers_and_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
