/* What a dictionary asks of rows together, and what other tables say: read once, told where it stands. */
#include "tests/unit/support.h"

#include "base/decimal_sum.h"
#include "base/file.h"
#include "base/limits.h"
#include "catalog/key_set.h"
#include "catalog/keys.h"

/* ---- sums ---- */

static void check_sum(const char *const *numbers, const char *wanted)
{
    struct decimal_sum sum = {0}, halves[2] = {{0}, {0}};
    struct text text = {0}, joined = {0};
    for (size_t i = 0; numbers[i] != NULL; i++) {
        decimal_sum_add(&sum, slice_of(numbers[i]));
        decimal_sum_add(&halves[i % 2], slice_of(numbers[i]));
    }
    decimal_sum_write(&sum, &text);
    check_text(text_slice(&text), wanted);
    decimal_sum_join(&halves[0], &halves[1]);
    decimal_sum_write(&halves[0], &joined);
    check_text(text_slice(&joined), wanted);
    decimal_sum_clear(&sum);
    decimal_sum_clear(&halves[0]);
    decimal_sum_clear(&halves[1]);
    text_free(&text);
    text_free(&joined);
}

#define NUMBERS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void sums_are_exact(void **state)
{
    (void)state;
    check_sum(NUMBERS("0"), "0");
    check_sum(NUMBERS("0.1", "0.2"), "0.3");
    check_sum(NUMBERS("134802800.00", "-94581296.26"), "40221503.74");
    check_sum(NUMBERS("1", "0.000000000000000001"), "1.000000000000000001");
    check_sum(NUMBERS("999999999999999999", "999999999999999999", "1"), "1999999999999999999");
    check_sum(NUMBERS("9223372036854775807", "1", "9223372036854775807"), "18446744073709551615");
    check_sum(NUMBERS("1e30", "1", "-1e30", "2.50"), "3.5");
    check_sum(NUMBERS("123456789012345678901234567890.5", "0.5"), "123456789012345678901234567891");
    check_sum(NUMBERS("999999999999999999", "0.5", "-999999999999999999"), "0.5");
    check_sum(NUMBERS("-0.5", "-0.5", "007"), "6");
}

static void what_is_no_plain_number_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "-", ".", "1.2.3", "1,2", "NaN", "INF", " 1", "1e3", "๑"};
    struct decimal_sum sum = {0};
    struct text text = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(decimal_sum_try(&sum, slice_of(texts[i])));
    assert_true(decimal_sum_try(&sum, slice_of("+5")));
    decimal_sum_write(&sum, &text);
    check_text(text_slice(&text), "5");
    text_free(&text);
}

/* ---- sets ---- */

static void a_set_knows_its_keys_by_their_bytes(void **state)
{
    (void)state;
    struct key_set set;
    char key[16];
    key_set_open(&set, 16 * MiB);
    for (unsigned i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "%u", i);
        /* a poor fingerprint: the bytes must decide */
        assert_int_equal(key_set_add(&set, (uint64_t)(i % 50) << 32, slice_of(key)), i);
        assert_int_equal(key_set_add(&set, (uint64_t)(i % 50) << 32, slice_of(key)), i);
    }
    assert_int_equal(set.count, 5000);
    assert_int_equal(key_set_find(&set, UINT64_C(17) << 32, slice_of("4217")), 4217);
    assert_int_equal(key_set_find(&set, UINT64_C(17) << 32, slice_of("42179")), KEY_SET_NONE);
    check_text(key_set_key(&set, 0), "0");
    check_text(key_set_key(&set, 4999), "4999");
    key_set_close(&set);
}

static void a_set_keeps_to_its_limit(void **state)
{
    (void)state;
    struct key_set set;
    char key[16];
    unsigned count = 0;
    key_set_open(&set, 100000);
    for (;; count++) {
        snprintf(key, sizeof key, "%u", count);
        if (key_set_add(&set, (uint64_t)count << 32, slice_of(key)) == KEY_SET_NONE)
            break;
    }
    assert_in_range(count, 3000, 10000);
    assert_true(key_set_bytes(&set) <= 100000);
    assert_int_equal(key_set_add(&set, UINT64_C(1) << 32, slice_of("1")), 1);
    key_set_close(&set);
}

/* ---- dictionaries ---- */

struct office {
    struct arena arena;
    char *folder;
    struct references *references;
    struct dictionary dictionary;
    struct finding_lines lines;
    const struct table_keys *keys;
};

static void open_office(struct office *office, const char *dictionary)
{
    *office = (struct office){.lines = finding_lines()};
    office->folder = temporary_folder(&office->arena);
    put_file(office->folder, "units/metadata.json", "{}");
    put_file(office->folder, "units/units.csv", "code,name,staff\n1,ก,10\n2,ข,20.5\n,,\n3,ค,\n");
    put_file(office->folder, "units/units.dictionary.json",
             "{\"fields\":[{\"name\":\"code\",\"type\":\"integer\"},{\"name\":\"name\"},"
             "{\"name\":\"staff\",\"type\":\"number\"}]}");
    put_file(office->folder, "units/broken.csv", "code\n1\na\"b\n");
    put_file(office->folder, "posts/metadata.json", "{}");
    put_file(office->folder, "posts/posts.csv", "unit,post\n1,7\n");
    put_file(office->folder, "posts/posts.dictionary.json", dictionary);
    office->references = references_start(office->folder);
    struct dataset dataset = {.name = "posts", .folder = file_join(&office->arena, office->folder, "posts")};
    assert_int_equal(dictionary_read(&dataset, slice_of("posts.csv"), &office->arena, &office->lines.sink,
                                     &office->dictionary),
                     DICTIONARY_READ);
    struct keys_request request = {.dictionary = &office->dictionary,
                                   .dataset = &dataset,
                                   .table = slice_of("posts.csv"),
                                   .references = office->references,
                                   .arena = &office->arena,
                                   .sink = &office->lines.sink};
    office->keys = keys_open(&request);
}

static void close_office(struct office *office)
{
    references_close(office->references);
    text_free(&office->lines.text);
    remove_folder(office->folder);
    arena_free(&office->arena);
}

#define POSTS "{\"fields\":[{\"name\":\"unit\",\"type\":\"string\"},{\"name\":\"post\"}],"

static void check_told(const char *dictionary, const char *wanted)
{
    struct office office;
    open_office(&office, dictionary);
    check_text(text_slice(&office.lines.text), wanted);
    close_office(&office);
}

static void the_keys_of_a_dictionary_are_each_looked_for_once(void **state)
{
    (void)state;
    struct office office;
    open_office(&office, "{\"fields\":[{\"name\":\"unit\",\"constraints\":{\"unique\":true}},"
                         "{\"name\":\"post\",\"constraints\":{\"unique\":true}}],\"primaryKey\":\"unit\","
                         "\"uniqueKeys\":[[\"unit\",\"post\"],[\"post\",\"unit\"]]}");
    check_text(text_slice(&office.lines.text), "");
    assert_int_equal(office.keys->unique_count, 3);
    assert_int_equal(office.keys->unique[0].kind, UNIQUE_PRIMARY);
    assert_int_equal(office.keys->unique[1].kind, UNIQUE_KEY);
    assert_int_equal(office.keys->unique[1].count, 2);
    assert_int_equal(office.keys->unique[2].kind, UNIQUE_COLUMN);
    check_text(office.keys->unique[2].columns[0], "post");
    close_office(&office);
}

static void without_any_key_whole_rows_are_compared(void **state)
{
    (void)state;
    struct office office;
    open_office(&office, POSTS "\"fieldsMatch\":\"equal\"}");
    assert_int_equal(office.keys->unique_count, 1);
    assert_int_equal(office.keys->unique[0].kind, UNIQUE_ROW);
    close_office(&office);
}

static void a_key_that_names_no_field_is_told_where_it_stands(void **state)
{
    (void)state;
    check_told(POSTS "\"primaryKey\":[\"unit\",\"nought\"]}",
               "D122 error posts/posts.dictionary.json:1:82 primaryKey primaryKey names {value}, which is no "
               "field\n");
    check_told(POSTS "\"uniqueKeys\":[[\"posts\"]]}",
               "D122 error posts/posts.dictionary.json:1:76 uniqueKeys uniqueKeys names {value}, which is no "
               "field\n");
}

#define FOREIGN(reference) POSTS "\"foreignKeys\":[{\"fields\":[\"unit\"],\"reference\":{" reference "}}]}"

static void a_foreign_key_knows_the_values_of_the_other_table(void **state)
{
    (void)state;
    struct office office;
    open_office(&office, FOREIGN("\"banchi:dataset\":\"units\",\"resource\":\"units.csv\","
                                 "\"fields\":[\"code\"]"));
    check_text(text_slice(&office.lines.text), "");
    assert_int_equal(office.keys->foreign_count, 1);
    assert_int_equal(office.keys->foreign[0].there.keys->count, 3); /* the blank row has no key */
    check_text(key_set_key(office.keys->foreign[0].there.keys, 2), "3");
    assert_int_equal(office.keys->foreign[0].there.rows[2], 5);
    close_office(&office);
}

static void a_table_may_refer_to_itself(void **state)
{
    (void)state;
    struct office office;
    open_office(&office, FOREIGN("\"resource\":\"\",\"fields\":\"post\""));
    check_text(text_slice(&office.lines.text), "");
    check_text(key_set_key(office.keys->foreign[0].there.keys, 0), "7");
    close_office(&office);
}

static void a_foreign_key_that_leads_nowhere_is_not_checked(void **state)
{
    (void)state;
    static const struct {
        const char *reference, *message;
    } wrong[] = {
        {FOREIGN("\"banchi:dataset\":\"unit\",\"resource\":\"units.csv\",\"fields\":\"code\""),
         "there is no dataset for unit/units.csv"},
        {FOREIGN("\"banchi:dataset\":\"..\",\"resource\":\"units.csv\",\"fields\":\"code\""),
         "there is no dataset for ../units.csv"},
        {FOREIGN("\"resource\":\"units.csv\",\"fields\":\"code\""), "there is no file posts/units.csv"},
        {FOREIGN("\"resource\":\"../units/units.csv\",\"fields\":\"code\""),
         "there is no file posts/../units/units.csv"},
        {FOREIGN("\"banchi:dataset\":\"units\",\"resource\":\"units.csv\",\"fields\":\"number\""),
         "units/units.csv has no column {value}"},
        {FOREIGN("\"banchi:dataset\":\"units\",\"resource\":\"broken.csv\",\"fields\":\"code\""),
         "not all rows of units/broken.csv can be read"},
        {FOREIGN("\"banchi:dataset\":\"units\",\"resource\":\"units.csv\",\"fields\":[\"code\",\"name\"]"),
         "the foreign key has 1 columns here and 2 there"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *line = NULL;
        assert_true(asprintf(&line, "D305 not_checked posts/posts.dictionary.json:1:76 foreignKeys %s\n",
                             wrong[i].message) > 0);
        check_told(wrong[i].reference, line);
        free(line);
    }
}

static void a_column_of_another_table_is_added_up(void **state)
{
    (void)state;
    struct office office;
    struct text total = {0}, group = {0};
    open_office(&office, "{\"fields\":[{\"name\":\"unit\"},{\"name\":\"post\",\"type\":\"number\","
                         "\"banchi:sums\":{\"banchi:dataset\":\"units\",\"resource\":\"units.csv\","
                         "\"field\":\"staff\"}}]}");
    check_text(text_slice(&office.lines.text), "");
    assert_int_equal(office.keys->sum_count, 1);
    decimal_sum_write(office.keys->sums[0].there.total, &total);
    check_text(text_slice(&total), "30.5");
    close_office(&office);
    open_office(&office, "{\"fields\":[{\"name\":\"name\"},{\"name\":\"post\",\"type\":\"number\","
                         "\"banchi:sums\":{\"banchi:dataset\":\"units\",\"resource\":\"units.csv\","
                         "\"field\":\"staff\",\"by\":[\"name\"]}}]}");
    check_text(text_slice(&office.lines.text), "");
    assert_int_equal(office.keys->sums[0].there.keys->count, 3);
    decimal_sum_write(&office.keys->sums[0].there.sums[1], &group);
    check_text(text_slice(&group), "20.5");
    close_office(&office);
    text_free(&total);
    text_free(&group);
}

static void a_column_that_holds_no_numbers_is_not_added_up(void **state)
{
    (void)state;
    check_told("{\"fields\":[{\"name\":\"unit\",\"banchi:sums\":{\"banchi:dataset\":\"units\","
               "\"resource\":\"units.csv\",\"field\":\"name\"}}]}",
               "D307 not_checked posts/posts.dictionary.json:1:41 banchi:sums in "
               "units/units.csv not every "
               "cell of the column {value} is a number\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_exact),
        cmocka_unit_test(what_is_no_plain_number_is_refused),
        cmocka_unit_test(a_set_knows_its_keys_by_their_bytes),
        cmocka_unit_test(a_set_keeps_to_its_limit),
        cmocka_unit_test(the_keys_of_a_dictionary_are_each_looked_for_once),
        cmocka_unit_test(without_any_key_whole_rows_are_compared),
        cmocka_unit_test(a_key_that_names_no_field_is_told_where_it_stands),
        cmocka_unit_test(a_foreign_key_knows_the_values_of_the_other_table),
        cmocka_unit_test(a_table_may_refer_to_itself),
        cmocka_unit_test(a_foreign_key_that_leads_nowhere_is_not_checked),
        cmocka_unit_test(a_column_of_another_table_is_added_up),
        cmocka_unit_test(a_column_that_holds_no_numbers_is_not_added_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
