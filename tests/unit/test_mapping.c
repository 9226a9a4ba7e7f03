/* Cells on their way to a portal and back: what is sent, and that what is shown is known as the same value.
 */
#include "publisher/column.h"
#include "tests/unit/support.h"

struct example {
    const char *field; /* members of the field beside its name */
    const char *type;  /* of the DataStore's column */
    const char *cell;
    const char *sent;  /* JSON */
    const char *shown; /* JSON, as a CKAN answers */
};

static void columns_open(struct arena *arena, const char *field, struct dictionary *dictionary,
                         struct columns *columns)
{
    const struct json_fault *faults;
    const char *text =
        arena_format(arena, "{\"fields\": [{\"name\": \"a\", %s}], \"missingValues\": [\"\", \"-\"]}", field);
    *dictionary = (struct dictionary){0};
    dictionary->document = (struct json_document){.file = "", .text = slice_of(text), .arena = arena};
    assert_true(json_read(arena, dictionary->document.text, &dictionary->document.root, &faults));
    dictionary_lay_out(dictionary, arena);
    columns_make(arena, dictionary, columns);
}

static struct text fields_of(const struct columns *columns)
{
    struct text out = {0};
    columns_add_fields(columns, &out);
    return out;
}

static void check_example(const struct example *example)
{
    struct arena arena = {0};
    struct dictionary dictionary;
    struct columns columns;
    struct json shown;
    const struct json_fault *faults;
    struct text sent = {0}, mine = {0}, theirs = {0};
    columns_open(&arena, example->field, &dictionary, &columns);
    struct text fields = fields_of(&columns);
    const char *type = arena_format(&arena, "\"type\":\"%s\",\"info\"", example->type);
    if (strstr(fields.at, type) == NULL)
        fail_msg("%s: %s", example->field, fields.at);
    cell_add_sent(&columns, 0, slice_of(example->cell), &sent);
    check_text(text_slice(&sent), example->sent);
    cell_add_canonical(&columns, 0, slice_of(example->cell), &mine);
    assert_true(json_read(&arena, slice_of(example->shown), &shown, &faults));
    shown_add_canonical(columns.columns[0].kind, &shown, &theirs);
    check_text(text_slice(&theirs), mine.at);
    text_free(&fields);
    text_free(&sent);
    text_free(&mine);
    text_free(&theirs);
    arena_free(&arena);
}

#define INT4 "\"type\": \"integer\", \"constraints\": {\"minimum\": -2147483648, \"maximum\": 2147483647}"

static void every_type_comes_back_as_it_went(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {INT4, "int4", "5", "5", "5"},
        {INT4, "int4", "007", "7", "7"},
        {INT4, "int4", "+4", "4", "4"},
        {INT4, "int4", "-0", "-0", "0"},
        {INT4, "int4", "-", "null", "null"},
        {"\"type\": \"integer\"", "numeric", "12345678901234567890", "\"12345678901234567890\"",
         "12345678901234567890"},
        {"\"type\": \"integer\", \"groupChar\": \",\"", "numeric", "1,234,567", "\"1234567\"", "1234567"},
        {"\"type\": \"integer\", \"bareNumber\": false", "numeric", "95 %", "\"95\"", "95"},
        {"\"type\": \"number\"", "numeric", "1.10", "\"1.10\"", "1.1"},
        {"\"type\": \"number\"", "numeric", "1e5", "\"1e5\"", "100000"},
        {"\"type\": \"number\"", "numeric", "-0", "\"-0\"", "0"},
        {"\"type\": \"number\"", "numeric", "NaN", "\"NaN\"", "\"NaN\""},
        {"\"type\": \"number\"", "numeric", "-INF", "\"-Infinity\"", "\"-Infinity\""},
        {"\"type\": \"number\"", "numeric", ".5", "\"0.5\"", "0.5"},
        {"\"type\": \"number\"", "numeric", "0.1234567890123456789", "\"0.1234567890123456789\"",
         "0.12345678901234568"},
        {"\"type\": \"number\"", "numeric", "1234567890123456.75", "\"1234567890123456.75\"",
         "1234567890123456.8"},
        {"\"type\": \"number\"", "numeric", "12345678901234567890.0", "\"12345678901234567890.0\"",
         "1.2345678901234567e+19"},
        {"\"type\": \"number\", \"decimalChar\": \",\", \"groupChar\": \".\"", "numeric", "-1.000,25",
         "\"-1000.25\"", "-1000.25"},
        {"\"type\": \"boolean\"", "bool", "TRUE", "true", "true"},
        {"\"type\": \"boolean\"", "bool", "0", "false", "false"},
        {"\"type\": \"boolean\", \"trueValues\": [\"ใช่\"], \"falseValues\": [\"ไม่ใช่\"]", "bool", "ไม่ใช่",
         "false", "false"},
        {"\"type\": \"date\"", "date", "2021-01-31", "\"2021-01-31\"", "\"2021-01-31\""},
        {"\"type\": \"date\"", "date", "", "null", "null"},
        {"\"type\": \"date\", \"banchi:era\": \"buddhist\"", "text", "2564-01-31", "\"2564-01-31\"",
         "\"2564-01-31\""},
        {"\"type\": \"date\", \"format\": \"%d/%m/%Y\"", "text", "1/2/2021", "\"1/2/2021\"", "\"1/2/2021\""},
        {"\"type\": \"datetime\"", "timestamp", "2021-01-31T08:30:00Z", "\"2021-01-31T08:30:00\"",
         "\"2021-01-31T08:30:00\""},
        {"\"type\": \"datetime\"", "timestamp", "2021-01-31T08:30:00+07:00", "\"2021-01-31T01:30:00\"",
         "\"2021-01-31T01:30:00\""},
        {"\"type\": \"datetime\"", "timestamp", "2021-01-31T08:30:00", "\"2021-01-31T08:30:00\"",
         "\"2021-01-31T08:30:00\""},
        {"\"type\": \"datetime\"", "timestamp", "2021-01-31T08:30:00.500", "\"2021-01-31T08:30:00.5\"",
         "\"2021-01-31T08:30:00.500000\""},
        {"\"type\": \"datetime\"", "timestamp", "2021-01-31T08:30:00.1234567Z",
         "\"2021-01-31T08:30:00.123457\"", "\"2021-01-31T08:30:00.123457\""},
        {"\"type\": \"time\"", "text", "08:30:00", "\"08:30:00\"", "\"08:30:00\""},
        {"\"type\": \"year\", \"banchi:era\": \"buddhist\"", "text", "2564", "\"2564\"", "\"2564\""},
        {"\"type\": \"yearmonth\"", "text", "2021-01", "\"2021-01\"", "\"2021-01\""},
        {"\"type\": \"duration\"", "text", "P1Y", "\"P1Y\"", "\"P1Y\""},
        {"\"type\": \"list\"", "text", "a,b", "\"a,b\"", "\"a,b\""},
        {"\"type\": \"object\"", "text", "{\"a\": 1.50}", "\"{\\\"a\\\": 1.50}\"", "\"{\\\"a\\\": 1.50}\""},
        {"\"type\": \"array\"", "text", "[1]", "\"[1]\"", "\"[1]\""},
        {"\"type\": \"geopoint\"", "text", "100.5,13.75", "\"100.5,13.75\"", "\"100.5,13.75\""},
        {"\"type\": \"geojson\"", "text", "{}", "\"{}\"", "\"{}\""},
        {"\"type\": \"any\"", "text", "007", "\"007\"", "\"007\""},
        {"\"title\": \"no type\"", "text", "1.10", "\"1.10\"", "\"1.10\""},
        {"\"type\": \"string\"", "text", " a ", "\" a \"", "\" a \""},
        {"\"type\": \"string\", \"missingValues\": [\"-\"]", "text", "", "\"\"", "\"\""},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        check_example(&examples[i]);
}

static void other_values_are_known_as_others(void **state)
{
    (void)state;
    static const char *const pairs[][3] = {
        {INT4, "5", "6"},
        {"\"type\": \"number\"", "1.10", "1.11"},
        {"\"type\": \"number\"", "94581296.26", "94581296.27"},
        {"\"type\": \"boolean\"", "true", "false"},
        {"\"type\": \"string\"", "a", "\"A\""},
        {"\"type\": \"string\"", "1.10", "\"1.1\""},
        {"\"type\": \"string\", \"missingValues\": [\"-\"]", "", "null"},
        {"\"type\": \"datetime\"", "2021-01-31T08:30:00Z", "\"2021-01-31T08:30:01\""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct arena arena = {0};
        struct dictionary dictionary;
        struct columns columns;
        struct json shown;
        const struct json_fault *faults;
        struct text mine = {0}, theirs = {0};
        columns_open(&arena, pairs[i][0], &dictionary, &columns);
        cell_add_canonical(&columns, 0, slice_of(pairs[i][1]), &mine);
        assert_true(json_read(&arena, slice_of(pairs[i][2]), &shown, &faults));
        shown_add_canonical(columns.columns[0].kind, &shown, &theirs);
        assert_string_not_equal(mine.at, theirs.at);
        text_free(&mine);
        text_free(&theirs);
        arena_free(&arena);
    }
}

static void columns_are_found_by_name(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct dictionary dictionary;
    struct columns columns;
    columns_open(&arena, "\"type\": \"string\"}, {\"name\": \"b\", \"type\": \"string\"", &dictionary,
                 &columns);
    struct slice turned[] = {slice_of("b"), slice_of("a")}, lacking[] = {slice_of("b")};
    struct slice foreign[] = {slice_of("a"), slice_of("c")}, twice[] = {slice_of("a"), slice_of("a")};
    const size_t *places = columns_place(&columns, turned, 2, &arena);
    assert_non_null(places);
    check_text(columns_cell(places, turned, 0), "a");
    places = columns_place(&columns, lacking, 1, &arena);
    assert_non_null(places);
    assert_null(columns_cell(places, lacking, 0).at);
    assert_null(columns_place(&columns, foreign, 2, &arena));
    assert_null(columns_place(&columns, twice, 2, &arena));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_comes_back_as_it_went),
        cmocka_unit_test(other_values_are_known_as_others),
        cmocka_unit_test(columns_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
