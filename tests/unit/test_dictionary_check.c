/* What is wrong with a dictionary itself, as a table: its text, and the findings, one a word. */
#include "tests/unit/support.h"

#include "catalog/dictionary.h"

struct row {
    const char *text, *findings;
};

/* "D230:1:57" for each finding: code, line and column. */
struct collector {
    struct finding_sink sink;
    struct text text;
};

static void collect(struct finding_sink *self, const struct finding *finding)
{
    struct collector *collector = (struct collector *)self;
    assert_true(strlen(finding->message) > 0);
    text_format(&collector->text, "%s%s:%zu", collector->text.length > 0 ? " " : "",
                code_row(finding->code)->name, finding->column);
}

static void judge_row(const struct row *row)
{
    struct arena arena = {0};
    struct collector collector = {.sink = {collect}};
    struct dictionary dictionary = {.document = {.file = "a.dictionary.json", .first_line = 1}};
    text_add(&collector.text, "");
    assert_true(json_read_document(&arena, slice_of(row->text), &collector.sink, &dictionary.document));
    dictionary_lay_out(&dictionary, &arena);
    dictionary_check(&dictionary, &arena, &collector.sink);
    if (strcmp(collector.text.at, row->findings) != 0)
        fail_msg("%s: got \"%s\", wanted \"%s\"", row->text, collector.text.at, row->findings);
    dictionary_close(&dictionary);
    text_free(&collector.text);
    arena_free(&arena);
}

static void judge_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        judge_row(&rows[i]);
}
#define JUDGE(rows) judge_rows(rows, sizeof rows / sizeof *rows)

/* One field; what stands in it begins at column 26. */
#define FIELD(rest) "{\"fields\":[{\"name\":\"a\"," rest "}]}"

static void rules_of_a_field_are_values_of_its_type(void **state)
{
    static const struct row rows[] = {
        {FIELD("\"type\":\"integer\",\"constraints\":{\"minimum\":0,\"maximum\":\"10\"}"), ""},
        {FIELD("\"type\":\"integer\",\"constraints\":{\"minimum\":1.0}"), ""},
        {FIELD("\"type\":\"integer\",\"constraints\":{\"minimum\":1.5}"), "D230:66"},
        {FIELD("\"type\":\"number\",\"constraints\":{\"minimum\":\"ten\"}"), "D230:65"},
        {FIELD("\"type\":\"date\",\"constraints\":{\"minimum\":\"2019-02-29\"}"), "D230:63"},
        {FIELD("\"type\":\"date\",\"constraints\":{\"minimum\":2019}"), "D230:63"},
        {FIELD("\"type\":\"date\",\"format\":\"%d/%m/%Y\",\"constraints\":{\"minimum\":\"2019-01-01\"}"),
         "D230:83"},
        {FIELD("\"type\":\"year\",\"constraints\":{\"minimum\":2019}"), ""},
        {FIELD("\"type\":\"duration\",\"constraints\":{\"maximum\":\"P1W\"}"), "D230:67"},
        {FIELD("\"type\":\"integer\",\"constraints\":{\"enum\":[1,\"2\",\"x\",true]}"), "D230:70 D230:74"},
        {FIELD("\"type\":\"boolean\",\"constraints\":{\"enum\":[true,\"false\",\"yes\"]}"), "D230:77"},
        {FIELD("\"type\":\"string\",\"constraints\":{\"enum\":[\"a\",null,{\"value\":\"b\"},[]]}"),
         "D230:67 D230:72 D230:86"},
        {FIELD("\"type\":\"geopoint\",\"constraints\":{\"enum\":[[1,2],[1],{\"lon\":1,\"lat\":2},{\"lon\":1}]"
               "}"),
         "D230:71 D230:93"},
        {FIELD("\"type\":\"list\",\"itemType\":\"integer\",\"constraints\":{\"enum\":[[1,2],[\"x\"]]}"),
         "D230:88"},
        {FIELD("\"type\":\"integer\",\"categories\":[{\"value\":1},{\"value\":\"x\"}]"), "D230:76"},
        {FIELD("\"type\":\"string\",\"constraints\":{\"enum\":[\"สํานัก\"]}"), "D130:63"},
        {FIELD("\"type\":\"string\",\"constraints\":{\"enum\":[\"สำนัก\"]}"), ""},
    };
    (void)state;
    JUDGE(rows);
}

static void rules_that_no_cell_can_keep_to_are_told(void **state)
{
    static const struct row rows[] = {
        {FIELD("\"type\":\"integer\",\"constraints\":{\"minimum\":2,\"maximum\":1}"), "D231:66"},
        {FIELD("\"type\":\"integer\",\"constraints\":{\"minimum\":1,\"maximum\":1}"), ""},
        {FIELD("\"type\":\"number\",\"constraints\":{\"exclusiveMinimum\":1,\"maximum\":1.0}"), "D231:74"},
        {FIELD("\"type\":\"number\",\"constraints\":{\"minimum\":1,\"exclusiveMaximum\":1.0}"), "D231:65"},
        {FIELD("\"type\":\"date\",\"constraints\":{\"minimum\":\"2020-01-01\",\"maximum\":\"2019-12-31\"}"),
         "D231:63"},
        {FIELD("\"type\":\"string\",\"constraints\":{\"minLength\":3,\"maxLength\":2}"), "D231:67"},
        {FIELD("\"type\":\"string\",\"constraints\":{\"maxLength\":2,\"enum\":[\"ab\",\"abc\"]}"), "D231:82"},
        {FIELD("\"type\":\"integer\",\"constraints\":{\"maximum\":2,\"enum\":[1,3]}"), "D231:78"},
        {FIELD("\"type\":\"string\",\"constraints\":{\"pattern\":\"a+\",\"enum\":[\"aa\",\"b\"]}"),
         "D231:83"},
        {FIELD("\"type\":\"string\",\"constraints\":{\"required\":true,\"enum\":[\"\",\"b\"]}"), ""},
        {FIELD("\"type\":\"integer\",\"categories\":[1,2],\"constraints\":{\"enum\":[2,3]}"), "D231:85"},
        {FIELD("\"type\":\"boolean\",\"trueValues\":[\"0\"]"), "D231:54"},
        {FIELD("\"type\":\"number\",\"decimalChar\":\",\",\"groupChar\":\",\""), "D231:70"},
        {FIELD("\"type\":\"integer\",\"groupChar\":\".\""), ""},
    };
    (void)state;
    JUDGE(rows);
}

static void formats_patterns_and_schemas_are_compiled(void **state)
{
    static const struct row rows[] = {
        {FIELD("\"type\":\"date\",\"format\":\"%d/%m/%Y\""), ""},
        {FIELD("\"type\":\"date\",\"format\":\"fmt:%d/%m/%Y\""), ""},
        {FIELD("\"type\":\"date\",\"format\":\"%d/%Q\""), "D232:47"},
        {FIELD("\"type\":\"date\",\"format\":\"%U\""), "D232:47"},
        {FIELD("\"type\":\"date\",\"format\":\"%d%\""), "D232:47"},
        {FIELD("\"type\":\"string\",\"constraints\":{\"pattern\":\"(?<=a+)b\"}"), "D233:65"},
        {FIELD("\"type\":\"object\",\"constraints\":{\"jsonSchema\":{\"type\":\"objekt\"}}"), "M111:76"},
        {FIELD("\"type\":\"object\",\"constraints\":{\"jsonSchema\":{\"type\":\"object\"}}"), ""},
    };
    (void)state;
    JUDGE(rows);
}

static void examples_keep_to_the_rules(void **state)
{
    static const struct row rows[] = {
        {FIELD("\"type\":\"integer\",\"banchi:example\":\"3\""), ""},
        {FIELD("\"type\":\"integer\",\"banchi:example\":3"), ""},
        {FIELD("\"type\":\"integer\",\"banchi:example\":\"3.5\""), "D234:58"},
        {FIELD("\"type\":\"integer\",\"example\":\"x\""), "D234:51"},
        {FIELD("\"type\":\"boolean\",\"banchi:example\":true"), ""},
        {FIELD("\"type\":\"string\",\"constraints\":{\"maxLength\":2},\"banchi:example\":\"abc\""),
         "D234:87"},
        {FIELD("\"type\":\"date\",\"banchi:era\":\"buddhist\",\"banchi:example\":\"2019-01-01\""), "D234:79"},
        {FIELD("\"type\":\"date\",\"banchi:era\":\"buddhist\",\"banchi:example\":\"2562-01-01\""), ""},
        {FIELD("\"type\":\"string\",\"banchi:example\":\"\""), ""},
    };
    (void)state;
    JUDGE(rows);
}

static void names_and_labels_stand_once(void **state)
{
    static const struct row rows[] = {
        {"{\"fields\":[{\"name\":\"a\"},{\"name\":\"a\"}]}", "D121:33"},
        {"{\"fields\":[{\"name\":\"a\"}],\"missingValues\":[{\"value\":\"-\",\"label\":\"x\"},{\"value\":\"-"
         "\",\"label\":\"x\"}]}",
         "M108:78 M108:90"},
        {FIELD("\"type\":\"integer\",\"categories\":[{\"value\":1,\"label\":\"x\"},{\"value\":2,\"label\":"
               "\"x\"}]"),
         "M108:98"},
    };
    (void)state;
    JUDGE(rows);
}

static void texts_for_readers_are_clean(void **state)
{
    static const struct row rows[] = {
        {FIELD("\"title\":\"สำนัก\""), ""},
        {FIELD("\"title\":\"สํานัก\""), "D130:32"},
        {FIELD("\"description\":\"เเผน\""), "D131:38"},
        {FIELD("\"title\":\" ก\""), ""},
    };
    (void)state;
    JUDGE(rows);
}

static void a_dialect_that_cannot_be_read_is_not_checked(void **state)
{
#define DIALECT(rest) "{\"fields\":[],\"dialect\":{" rest "}}"
    static const struct row rows[] = {
        {DIALECT("\"delimiter\":\",\",\"quoteChar\":\"\\\"\",\"doubleQuote\":true,\"header\":true"), ""},
        {DIALECT("\"headerRows\":[1],\"lineTerminator\":\"\\n\",\"skipInitialSpace\":false"), ""},
        {DIALECT("\"nullSequence\":\"NULL\""), ""},
        {DIALECT("\"sheetNumber\":2,\"table\":\"t\",\"itemKeys\":[]"), "D237:64 D237:39 D237:49"},
        {"{\"fields\":[{\"name\":\"a\"}],\"dialect\":{\"header\":false,\"headerRows\":[2]}}", "D237:65"},
        {DIALECT("\"delimiter\":\";\",\"commentChar\":\"#\",\"headerRows\":[1,2],\"escapeChar\":\"\\\\\""),
         ""},
        {DIALECT("\"delimiter\":\"\\n\""), "D236:37"},
        {DIALECT("\"quoteChar\":\",\""), "D236:37"},
        {DIALECT("\"header\":false"), "D236:34"},
    };
    (void)state;
    JUDGE(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_of_a_field_are_values_of_its_type),
        cmocka_unit_test(rules_that_no_cell_can_keep_to_are_told),
        cmocka_unit_test(formats_patterns_and_schemas_are_compiled),
        cmocka_unit_test(examples_keep_to_the_rules),
        cmocka_unit_test(names_and_labels_stand_once),
        cmocka_unit_test(texts_for_readers_are_clean),
        cmocka_unit_test(a_dialect_that_cannot_be_read_is_not_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
