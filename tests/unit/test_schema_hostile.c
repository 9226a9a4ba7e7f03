/* Schemas and documents that are made to take hours: each ends, judged or said not to be. */
#include "tests/unit/support.h"

#include "base/json.h"
#include "metadata/schema.h"

/* A long text: `count` times `part` between `before` and `behind`, where "~" is the part's number from 0 and
 * "`" the next one; commas stand between parts when `list`. */
struct many {
    const char *before, *part;
    int count;
    bool list;
    const char *behind;
};

struct hostile {
    struct many schema, instance;
    enum schema_verdict verdict;
};

static struct slice many_text(struct arena *arena, const struct many *many)
{
    struct text out = {0};
    text_add(&out, many->before);
    for (int i = 0; i < many->count; i++) {
        text_add(&out, many->list && i > 0 ? "," : "");
        for (const char *at = many->part; *at != '\0'; at++) {
            if (*at == '~' || *at == '`')
                text_format(&out, "%d", *at == '~' ? i : i + 1);
            else
                text_add_char(&out, *at);
        }
    }
    text_add(&out, many->behind);
    struct slice text = {arena_copy(arena, out.at, out.length), out.length};
    text_free(&out);
    return text;
}

static void check_hostile(const struct hostile *hostile)
{
    struct arena arena = {0}, scratch = {0};
    struct finding_counter counter = finding_counter();
    struct json_document schema_document = {.file = "s"}, document = {.file = "d"};
    struct schema_options options = {.formats = true};
    assert_true(
        json_read_document(&arena, many_text(&arena, &hostile->schema), &counter.sink, &schema_document));
    assert_true(json_read_document(&arena, many_text(&arena, &hostile->instance), &counter.sink, &document));
    const struct schema *schema = schema_compile(&arena, &schema_document, &options, &counter.sink);
    assert_non_null(schema);
    enum schema_verdict verdict = schema_check(schema, &document, &scratch, &counter.sink);
    if (verdict != hostile->verdict)
        print_error("%s%s\n", hostile->schema.before, hostile->schema.part ? hostile->schema.part : "");
    assert_int_equal(verdict, hostile->verdict);
    schema_close(schema);
    arena_free(&arena);
    arena_free(&scratch);
}

#define CHECK_ALL(cases)                                                                                     \
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases)[0]; i++)                                            \
    check_hostile(&(cases)[i])

/* A text of that many a's, and one mark behind. */
#define LETTERS(count)                                                                                       \
    {                                                                                                        \
        "\"", "a", count, false, "!\""                                                                       \
    }

#define ONE                                                                                                  \
    {                                                                                                        \
        .before = "1", .behind = ""                                                                          \
    }

static void references_without_end_are_not_checked(void **state)
{
    (void)state;
    static const struct hostile cases[] = {
        {{.before = "{\"$ref\": \"#\"}", .behind = ""}, ONE, SCHEMA_NOT_CHECKED},
        {{.before = "{\"$dynamicAnchor\": \"a\", \"$dynamicRef\": \"#a\"}", .behind = ""},
         ONE,
         SCHEMA_NOT_CHECKED},
        {{.before = "{\"not\": {\"$ref\": \"#\"}}", .behind = ""}, ONE, SCHEMA_NOT_CHECKED},
        {{.before = "{\"if\": {\"$ref\": \"#\"}, \"then\": {\"$ref\": \"#\"}, \"else\": {\"$ref\": \"#\"}}",
          .behind = ""},
         ONE,
         SCHEMA_NOT_CHECKED},
        {{.before = "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"anyOf\": [{\"$ref\": \"#/$defs/b\"}, "
                    "{\"$ref\": "
                    "\"#/$defs/b\"}]}, \"b\": {\"allOf\": [{\"$ref\": \"#/$defs/a\"}, {\"$ref\": "
                    "\"#/$defs/a\"}]}}}",
          .behind = ""},
         ONE,
         SCHEMA_NOT_CHECKED},
    };
    CHECK_ALL(cases);
}

static void what_doubles_at_each_step_is_not_checked(void **state)
{
    (void)state;
    static const struct hostile cases[] = {
        {{"{\"$ref\": \"#/$defs/0\", \"$defs\": {",
          "\"~\": {\"anyOf\": [{\"$ref\": \"#/$defs/`\"}, {\"$ref\": \"#/$defs/`\"}]}", 60, true,
          ", \"60\": false}}"},
         ONE,
         SCHEMA_NOT_CHECKED},
        {{"{\"$ref\": \"#/$defs/0\", \"$defs\": {",
          "\"~\": {\"allOf\": [{\"$ref\": \"#/$defs/`\"}, {\"$ref\": \"#/$defs/`\"}]}", 60, true,
          ", \"60\": true}}"},
         ONE,
         SCHEMA_NOT_CHECKED},
    };
    CHECK_ALL(cases);
}

static void hostile_patterns_end(void **state)
{
    (void)state;
    static const struct hostile cases[] = {
        {{.before = "{\"pattern\": \"^(a+)+$\"}", .behind = ""}, LETTERS(60), SCHEMA_NOT_CHECKED},
        {{.before = "{\"pattern\": \"^(([a-z])+.)+[A-Z]([a-z])+$\"}", .behind = ""},
         LETTERS(60),
         SCHEMA_NOT_CHECKED},
        {{.before = "{\"pattern\": \"^(a|a?)+$\"}", .behind = ""}, LETTERS(100), SCHEMA_INVALID},
        {{.before = "{\"pattern\": \"(.*)*b\"}", .behind = ""}, LETTERS(1000), SCHEMA_INVALID},
        {{.before = "{\"pattern\": \"a{1000000000}\"}", .behind = ""}, LETTERS(9), SCHEMA_NOT_CHECKED},
        {{.before = "{\"pattern\": \"(((a{1000}){1000}){1000})\"}", .behind = ""},
         LETTERS(9),
         SCHEMA_NOT_CHECKED},
        {{.before = "{\"pattern\": \"(a{1000}){1000}\"}", .behind = ""}, LETTERS(200000), SCHEMA_NOT_CHECKED},
        {{.before = "{\"pattern\": \"[a-z]{1,60000}$\"}", .behind = ""}, LETTERS(200000), SCHEMA_NOT_CHECKED},
        {{.before = "{\"pattern\": \"(?=a)a*b\"}", .behind = ""}, LETTERS(1000000), SCHEMA_NOT_CHECKED},
        {{.before = "{\"pattern\": \"\\\\b(a|b)+$\"}", .behind = ""}, LETTERS(1000000), SCHEMA_NOT_CHECKED},
        {{.before = "{\"pattern\": \"(a+)\\\\1b\"}", .behind = ""}, LETTERS(1000000), SCHEMA_NOT_CHECKED},
        {{"{\"pattern\": \"", "[a-c]?", 100000, false, "$\"}"}, LETTERS(9), SCHEMA_NOT_CHECKED},
        {{.before = "{\"items\": {\"format\": \"regex\"}}", .behind = ""},
         {"[", "\"(?=(a{1000}){1000}~)\"", 20000, true, "]"},
         SCHEMA_VALID},
        /* many keys, each of them dear */
        {{.before = "{\"propertyNames\": {\"pattern\": \"^(a+)+$\"}}", .behind = ""},
         {"{", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa~!\": 1", 20000, true, "}"},
         SCHEMA_NOT_CHECKED},
        /* many keys by many patterns */
        {{"{\"patternProperties\": {", "\"^p~[a-z]+x*y*$\": true", 2000, true, "}}"},
         {"{", "\"key number ~\": 1", 20000, true, "}"},
         SCHEMA_NOT_CHECKED},
    };
    CHECK_ALL(cases);
}

static void large_schemas_do_not_multiply(void **state)
{
    (void)state;
    static const struct hostile cases[] = {
        /* a chain of definitions */
        {{"{\"$ref\": \"#/$defs/9000\", \"$defs\": {", "\"~\": {\"$ref\": \"#/$defs/`\"}", 10000, true,
          ", \"10000\": {\"type\": \"integer\"}}}"},
         ONE,
         SCHEMA_VALID},
        /* definitions that name keys of their own */
        {{"{\"$ref\": \"#/$defs/0\", \"$defs\": {",
          "\"~\": {\"properties\": {\"p~\": {\"type\": \"string\"}, \"q~\": true}, \"additionalProperties\": "
          "false}",
          10000, true, "}}"},
         ONE,
         SCHEMA_VALID},
        {{"{\"properties\": {", "\"property ~\": {\"type\": \"integer\"}", 100000, true,
          "}, \"additionalProperties\": false}"},
         {"{", "\"property ~\": 1", 20000, true, "}"},
         SCHEMA_VALID},
        {{"{\"required\": [", "\"property ~\"", 100000, true, "]}"},
         {"{", "\"property ~\": 1", 100000, true, "}"},
         SCHEMA_VALID},
        {{"{\"items\": {\"enum\": [", "\"value ~\"", 100000, true, "]}}"},
         {"[", "\"value ~\"", 100000, true, "]"},
         SCHEMA_VALID},
        {{"{\"items\": {\"enum\": [", "~", 100000, true, "]}}"},
         {"[", "~.0", 100000, true, "]"},
         SCHEMA_VALID},
        {{"{\"items\": {\"enum\": [", "\"value ~\"", 100000, true, "]}}"},
         {"[", "\"valeu ~\"", 20000, true, "]"},
         SCHEMA_INVALID},
        {{"{\"items\": {\"enum\": [", "[~]", 10000, true, "]}}"},
         {"[", "[-~]", 10000, true, "]"},
         SCHEMA_INVALID},
        {{"{\"allOf\": [", "{\"$ref\": \"#a~\"}, {\"$anchor\": \"a~\"}", 100000, true, "]}"},
         ONE,
         SCHEMA_VALID},
        {{"{\"allOf\": [", "{\"$dynamicRef\": \"#a~\"}, {\"$dynamicAnchor\": \"a~\"}", 100000, true, "]}"},
         ONE,
         SCHEMA_VALID},
        {{"{\"allOf\": [", "{\"$ref\": \"https://example.org/~\"}, {\"$id\": \"https://example.org/~\"}",
          100000, true, "]}"},
         ONE,
         SCHEMA_VALID},
        {{"{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"allOf\": [",
          "{\"$ref\": \"#a~\"}, {\"$id\": \"#a~\"}", 100000, true, "]}"},
         ONE,
         SCHEMA_VALID},
        /* every reference looks back over all that it was come to by */
        {{"{\"$ref\": \"https://example.org/0\", \"$defs\": {\"1900\": {\"$id\": "
          "\"https://example.org/1900\", "
          "\"items\": {\"$dynamicRef\": \"#a\"}, \"$defs\": {\"b\": {\"$dynamicAnchor\": \"a\"}}}, ",
          "\"~\": {\"$id\": \"https://example.org/~\", \"$ref\": \"/`\"}", 1900, true, "}}"},
         {"[", "~", 200000, true, "]"},
         SCHEMA_NOT_CHECKED},
        {{"{\"unevaluatedProperties\": false, \"allOf\": [", "{\"properties\": {\"p~\": true}}", 10000, true,
          "]}"},
         {"{", "\"p~\": 1", 10000, true, "}"},
         SCHEMA_VALID},
        {{.before = "{\"uniqueItems\": true, \"items\": {\"uniqueItems\": true}}", .behind = ""},
         {"[", "[~,{\"a\": ~}]", 100000, true, "]"},
         SCHEMA_VALID},
    };
    CHECK_ALL(cases);
}

#define FIFTY "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"
#define THOUSAND                                                                                             \
    FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY    \
        FIFTY FIFTY FIFTY

/* Each of them took minutes once, or gigabytes. */
static void many_findings_do_not_multiply(void **state)
{
    (void)state;
    static const struct hostile cases[] = {
        {{"{\"required\": [", "\"property ~\"", 150000, true, "]}"},
         {.before = "{}", .behind = ""},
         SCHEMA_INVALID},
        {{.before = "{\"items\": {\"type\": \"string\"}}", .behind = ""},
         {"[", "1", 1000000, true, "]"},
         SCHEMA_INVALID},
        {{"{\"properties\": {", "\"a~\": true", 20000, true, "}, \"additionalProperties\": false}"},
         {"{", "\"b~\": 1", 20000, true, "}"},
         SCHEMA_INVALID},
        {{"{\"properties\": {", "\"~" FIFTY FIFTY FIFTY FIFTY FIFTY "\": true", 500, true,
          "}, \"additionalProperties\": false}"},
         {"{", "\"x~" FIFTY FIFTY FIFTY FIFTY FIFTY "\": 1", 2000, true, "}"},
         SCHEMA_INVALID},
        {{"{\"items\": {\"enum\": [", "\"value ~\"", 100000, true, "]}}"},
         {"[", "~", 200000, true, "]"},
         SCHEMA_INVALID},
        {{"{\"items\": {\"anyOf\": [", "{\"const\": \"" THOUSAND "~\"}", 100, true, "]}}"},
         {"[", "\"a\"", 5000, true, "]"},
         SCHEMA_INVALID},
        {{"{\"unevaluatedProperties\": false, \"allOf\": [", "{\"properties\": {\"p~\": true}}", 20000, true,
          "]}"},
         {"{", "\"q~\": 1", 100000, true, "}"},
         SCHEMA_INVALID},
        /* each finding names the long key */
        {{.before = "{\"additionalProperties\": {\"items\": {\"type\": \"string\"}}}", .behind = ""},
         {"{\"" THOUSAND THOUSAND THOUSAND "\": [", "1", 200000, true, "]}"},
         SCHEMA_INVALID},
        {{.before = "{\"items\": {\"required\": [\"" THOUSAND THOUSAND THOUSAND "\"]}}", .behind = ""},
         {"[", "{}", 200000, true, "]"},
         SCHEMA_INVALID},
    };
    CHECK_ALL(cases);
}

static void looking_at_a_long_value_again_and_again_ends(void **state)
{
    (void)state;
    static const struct hostile cases[] = {
        {{"{\"allOf\": [", "{\"minLength\": 900000, \"maxLength\": 900001}", 20000, true, "]}"},
         {"\"", "ก", 900000, false, "\""},
         SCHEMA_NOT_CHECKED},
        {{"{\"allOf\": [", "{\"format\": \"uri\"}, {\"format\": \"iri\"}", 20000, true, "]}"},
         {"\"a:", "a", 2000000, false, "\""},
         SCHEMA_NOT_CHECKED},
        {{"{\"allOf\": [", "{\"uniqueItems\": true}", 20000, true, "]}"},
         {"[[1,\"", "a", 1000000, false, "\"],[2]]"},
         SCHEMA_NOT_CHECKED},
        {{"{\"patternProperties\": {", "\"[a-c]x~\": true", 5000, true, "}}"},
         {"{", "\"k~\": 1", 5000, true, "}"},
         SCHEMA_NOT_CHECKED},
    };
    CHECK_ALL(cases);
}

static void numbers_at_the_limit_are_divided(void **state)
{
    (void)state;
    static const struct hostile cases[] = {
        {{.before = "{\"multipleOf\": 1e-1000}", .behind = ""},
         {.before = "1e1000", .behind = ""},
         SCHEMA_VALID},
        {{.before = "{\"multipleOf\": 7e-1000}", .behind = ""},
         {.before = "1e1000", .behind = ""},
         SCHEMA_INVALID},
        {{.before = "{\"items\": {\"multipleOf\": 7e-1000}}", .behind = ""},
         {"[", "7e1000", 20000, true, "]"},
         SCHEMA_NOT_CHECKED},
    };
    CHECK_ALL(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_without_end_are_not_checked),
        cmocka_unit_test(what_doubles_at_each_step_is_not_checked),
        cmocka_unit_test(hostile_patterns_end),
        cmocka_unit_test(large_schemas_do_not_multiply),
        cmocka_unit_test(many_findings_do_not_multiply),
        cmocka_unit_test(looking_at_a_long_value_again_and_again_ends),
        cmocka_unit_test(numbers_at_the_limit_are_divided),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
