/* Dictionaries: found by name, laid out for use. */
#include "tests/unit/support.h"

#include "base/file.h"
#include "catalog/dictionary.h"

struct fixture {
    struct arena arena;
    char *folder;
    struct finding_lines findings;
    struct dataset dataset;
    struct dictionary dictionary;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->folder = temporary_folder(&fixture->arena);
    fixture->findings = finding_lines();
    fixture->dataset = (struct dataset){.name = "set", .folder = fixture->folder};
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove_folder(fixture->folder);
    text_free(&fixture->findings.text);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static enum dictionary_state read_of(struct fixture *fixture, const char *upload)
{
    return dictionary_read(&fixture->dataset, slice_of(upload), &fixture->arena, &fixture->findings.sink,
                           &fixture->dictionary);
}

static void read_text(struct fixture *fixture, const char *json)
{
    put_file(fixture->folder, "a.dictionary.json", json);
    assert_int_equal(read_of(fixture, "a.csv"), DICTIONARY_READ);
}

static bool missing(const struct fixture *fixture, size_t field, const char *cell)
{
    const struct dictionary *dictionary = &fixture->dictionary;
    return dictionary_is_missing(dictionary, &dictionary->fields[field], slice_of(cell));
}

static void fields_are_laid_out_with_their_defaults(void **state)
{
    struct fixture *fixture = *state;
    read_text(fixture,
              "{\"fields\": [{\"name\": \"a\"}, {\"name\": \"b\", \"title\": \"ข\", \"type\": \"date\", "
              "\"format\": \"%d/%m/%Y\"}, 7]}");
    const struct dictionary_field *fields = fixture->dictionary.fields;
    assert_int_equal(fixture->dictionary.field_count, 3);
    check_text(fields[0].type, "any");
    check_text(fields[0].format, "default");
    check_text(fields[1].title, "ข");
    check_text(fields[1].type, "date");
    check_text(fields[1].format, "%d/%m/%Y");
    check_text(fields[2].name, "");
    assert_string_equal(fixture->dictionary.document.file, "set/a.dictionary.json");
}

static void the_empty_cell_is_missing_unless_said_otherwise(void **state)
{
    struct fixture *fixture = *state;
    read_text(fixture, "{\"fields\": [{\"name\": \"a\"}]}");
    assert_true(missing(fixture, 0, ""));
    assert_false(missing(fixture, 0, "-"));
    read_text(fixture, "{\"fields\": [{\"name\": \"a\"}, {\"name\": \"b\", \"missingValues\": [\"x\"]}, "
                       "{\"name\": \"c\", \"missingValues\": []}], \"missingValues\": [\"-\", "
                       "{\"value\": \"-9\", \"label\": \"ไม่ทราบ\"}]}");
    assert_false(missing(fixture, 0, ""));
    assert_true(missing(fixture, 0, "-"));
    assert_true(missing(fixture, 0, "-9"));
    assert_true(missing(fixture, 1, "x"));
    assert_false(missing(fixture, 1, "-"));
    assert_false(missing(fixture, 2, ""));
}

static void the_primary_key_is_one_name_or_a_list(void **state)
{
    struct fixture *fixture = *state;
    size_t *columns;
    read_text(fixture, "{\"fields\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"primaryKey\": \"b\"}");
    assert_int_equal(dictionary_key(&fixture->dictionary, &fixture->arena, &columns), 1);
    assert_int_equal(columns[0], 1);
    read_text(fixture,
              "{\"fields\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"primaryKey\": [\"b\", \"a\"]}");
    assert_int_equal(dictionary_key(&fixture->dictionary, &fixture->arena, &columns), 2);
    assert_int_equal(columns[0], 1);
    assert_int_equal(columns[1], 0);
}

static void a_key_of_no_field_is_no_key(void **state)
{
    struct fixture *fixture = *state;
    size_t *columns;
    read_text(fixture, "{\"fields\": [{\"name\": \"a\"}], \"primaryKey\": [\"a\", \"z\"]}");
    assert_int_equal(dictionary_key(&fixture->dictionary, &fixture->arena, &columns), 0);
    read_text(fixture, "{\"fields\": [{\"name\": \"a\"}]}");
    assert_int_equal(dictionary_key(&fixture->dictionary, &fixture->arena, &columns), 0);
    read_text(fixture, "{\"fields\": 3, \"primaryKey\": 3}");
    assert_int_equal(dictionary_key(&fixture->dictionary, &fixture->arena, &columns), 0);
}

static void absent_and_unreadable_are_told_apart(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(read_of(fixture, "none.csv"), DICTIONARY_ABSENT);
    check_text(text_slice(&fixture->findings.text), "");
    put_file(fixture->folder, "b.dictionary.json", "{\"fields\": [}");
    assert_int_equal(read_of(fixture, "b.csv"), DICTIONARY_UNREADABLE);
    assert_non_null(strstr(fixture->findings.text.at, "M001 error set/b.dictionary.json:1:13"));
    struct problem problem = {0};
    assert_true(file_make_folder(file_join(&fixture->arena, fixture->folder, "c.dictionary.json"), &problem));
    assert_int_equal(read_of(fixture, "c.csv"), DICTIONARY_UNREADABLE);
    assert_non_null(strstr(fixture->findings.text.at, "M009 error set/c.dictionary.json"));
}

static void a_table_in_a_folder_below_has_its_dictionary_there(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "years/2564.dictionary.json", "{\"fields\": [{\"name\": \"a\"}]}");
    assert_int_equal(read_of(fixture, "years/2564.csv"), DICTIONARY_READ);
    assert_string_equal(fixture->dictionary.document.file, "set/years/2564.dictionary.json");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fields_are_laid_out_with_their_defaults),
        TEST(the_empty_cell_is_missing_unless_said_otherwise),
        TEST(the_primary_key_is_one_name_or_a_list),
        TEST(a_key_of_no_field_is_no_key),
        TEST(absent_and_unreadable_are_told_apart),
        TEST(a_table_in_a_folder_below_has_its_dictionary_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
