/* The schema engine, through metadata/schema.h. */
#include "tests/unit/support.h"

#include <pthread.h>

#include "base/json.h"
#include "base/limits.h"
#include "metadata/schema.h"

/* Lines "CODE level line:column field pointer message {value} (hint)". */
struct told {
    struct finding_sink sink;
    struct text text;
};

static void told_put(struct finding_sink *self, const struct finding *finding)
{
    struct text *text = &((struct told *)self)->text;
    text_format(text, "%s %s %zu:%zu %s %s: %s", code_row(finding->code)->name, level_name(finding->level),
                finding->line, finding->column, finding->field ? finding->field : "-",
                finding->pointer ? finding->pointer : "-", finding->message);
    if (finding->value.at)
        text_format(text, " [%.*s]", SLICE(finding->value));
    if (finding->hint)
        text_format(text, " (%s)", finding->hint);
    text_add(text, "\n");
}

/* What checking `instance` by `schema` tells; what is wrong with the schema when it does not compile. */
static void check_told(const char *schema_text, const char *instance, const char *wanted)
{
    struct arena arena = {0}, scratch = {0};
    struct told told = {.sink = {told_put}};
    struct json_document document = {.file = "schema.json"}, checked = {.file = "a.json"};
    struct schema_options options = {.formats = true};
    assert_true(json_read_document(&arena, slice_of(schema_text), &told.sink, &document));
    assert_true(json_read_document(&arena, slice_of(instance), &told.sink, &checked));
    const struct schema *schema = schema_compile(&arena, &document, &options, &told.sink);
    if (schema) {
        enum schema_verdict verdict = schema_check(schema, &checked, &scratch, &told.sink);
        assert_int_equal(verdict == SCHEMA_VALID, told.text.length == 0);
    }
    check_text(text_slice(&told.text), wanted);
    schema_close(schema);
    text_free(&told.text);
    arena_free(&arena);
    arena_free(&scratch);
}

static void check_schema(const char *schema, const char *wanted)
{
    check_told(schema, "{}", wanted);
}

static void a_missing_key_is_told_at_the_object_with_the_key_as_field(void **state)
{
    (void)state;
    check_told("{\"required\": [\"title\", \"name\"]}", "\n {\"name\": 1}",
               "M101 error 2:2 title : \"title\" is missing\n");
    check_told("{\"properties\": {\"resources\": {\"items\": {\"required\": [\"name\"]}}}}",
               "{\"resources\": [{\"name\": 1},\n{}]}",
               "M101 error 2:1 name /resources/1: \"name\" is missing\n");
}

static void more_required_keys_than_fit_into_a_word_are_all_asked_for(void **state)
{
    (void)state;
    struct text schema = {0}, instance = {0};
    text_add(&schema, "{\"required\": [");
    text_add(&instance, "{");
    for (int i = 0; i < 100; i++) {
        text_format(&schema, "%s\"k%d\"", i ? "," : "", i);
        text_format(&instance, "%s\"%s%d\":0", i ? "," : "", i == 99 ? "x" : "k", i);
    }
    text_add(&schema, "]}");
    text_add(&instance, "}");
    check_told(schema.at, instance.at, "M101 error 1:1 k99 : \"k99\" is missing\n");
    text_free(&schema);
    text_free(&instance);
}

static void an_unknown_key_is_told_at_the_key_with_the_nearest_known_one(void **state)
{
    (void)state;
    check_told(
        "{\"properties\": {\"title\": true, \"notes\": true}, \"additionalProperties\": false}",
        "{\"notes\": \"\",\n \"titel\": \"\"}",
        "M107 error 2:2 titel /titel: the key {value} is not known here [titel] (did you mean \"title\"?)\n");
}

static void a_choice_is_told_with_the_allowed_ones_and_the_nearest(void **state)
{
    (void)state;
    check_told(
        "{\"properties\": {\"unit\": {\"enum\": [\"ปี\", \"ครึ่งปี\", \"เดือน\"]}}}", "{\"unit\": \"รายปี\"}",
        "M103 error 1:10 unit /unit: {value} is not one of the allowed values: \"ปี\", \"ครึ่งปี\", \"เดือน\" "
        "[รายปี] (did you mean \"ปี\"?)\n");
    check_told(
        "{\"enum\": [1.0, null, {\"a\": [1]}]}", "[1]",
        "M103 error 1:1 - : {value} is not one of the allowed values: 1.0, null, {\"a\": [1]} [[1]]\n");
    check_told("{\"enum\": [1.0, null, {\"a\": [1]}]}", "{\"a\":[1.00]}", "");
    check_told("{\"const\": \"อื่นๆ\"}", "\"อื่น ๆ\"",
               "M103 error 1:1 - : {value} stands where only \"อื่นๆ\" may [อื่น ๆ] (did you mean \"อื่นๆ\"?)\n");
}

static void a_long_list_of_choices_is_cut_and_counted(void **state)
{
    (void)state;
    check_told("{\"enum\": [1,2,3,4,5,6,7,8,9,10,11,12]}", "0",
               "M103 error 1:1 - : {value} is not one of the allowed values: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 "
               "and 2 more "
               "[0]\n");
}

/* Whether a text of so many letters is one of `count` choices of 1, 65, 2, 66, 3 ... letters. */
static bool is_chosen(size_t count, size_t letters)
{
    struct arena arena = {0};
    struct finding_counter silent = finding_counter();
    struct schema_options options = {.formats = true};
    struct json_document document = {.file = "schema.json"}, checked = {.file = "a.json"};
    struct text schema = {0}, value = {0};
    text_add(&schema, "{\"enum\": [");
    for (size_t i = 0; i < count; i++)
        text_format(&schema, "%s\"%0*d\"", i > 0 ? "," : "", (int)(i / 2 + 1 + i % 2 * 64), 0);
    text_add(&schema, "]}");
    text_format(&value, "\"%0*d\"", (int)letters, 0);
    assert_true(json_read_document(&arena, text_slice(&schema), &silent.sink, &document));
    assert_true(json_read_document(&arena, text_slice(&value), &silent.sink, &checked));
    const struct schema *compiled = schema_compile(&arena, &document, &options, &silent.sink);
    enum schema_verdict verdict = schema_judge(compiled, &checked.root, &arena);
    schema_close(compiled);
    text_free(&schema);
    text_free(&value);
    arena_free(&arena);
    return verdict == SCHEMA_VALID;
}

static void few_and_many_choices_are_found_alike(void **state)
{
    (void)state;
    for (size_t count = 2; count <= 128; count += 2)
        for (size_t letters = 1; letters <= 129; letters++)
            assert_int_equal(is_chosen(count, letters),
                             letters <= count / 2 || (letters > 64 && letters <= 64 + count / 2));
}

static void a_wrong_type_is_the_only_thing_told_of_a_value(void **state)
{
    (void)state;
    check_told(
        "{\"properties\": {\"tags\": {\"type\": \"array\", \"minItems\": 1}}}", "{\"tags\": \"a\"}",
        "M102 error 1:10 tags /tags: this must be a list, but it is a text (write the text within square "
        "brackets: [\"...\"])\n");
    check_told(
        "{\"type\": [\"integer\", \"null\"]}", "1.5",
        "M102 error 1:1 - : this must be null or a whole number, but it is a number with a fraction\n");
    check_told("{\"type\": \"integer\"}", "1.50e1", "");
    check_told(
        "{\"type\": \"string\", \"enum\": [\"a\"]}", "true",
        "M102 error 1:1 - : this must be a text, but it is true or false (write it within quotation marks: "
        "\"...\")\n");
}

static void sizes_count_characters_not_bytes(void **state)
{
    (void)state;
    check_told("{\"maxLength\": 3, \"minLength\": 3}", "\"ชื่อ\"",
               "M105 error 1:1 - : the text is too long: 4 of at most 3 characters\n");
    check_told("{\"minLength\": 2}", "\"ก\"",
               "M105 error 1:1 - : the text is too short: 1 of at least 2 characters\n");
    check_told("{\"minLength\": 2, \"maxLength\": 2}", "\"กข\"", "");
    check_told("{\"minLength\": 1}", "\"\"", "M105 error 1:1 - : this text is empty\n");
    check_told("{\"minItems\": 1}", "[]", "M105 error 1:1 - : this list is empty\n");
    check_told("{\"maxProperties\": 1}", "{\"a\":1,\"b\":2}",
               "M105 error 1:1 - : the object has too many keys: 2 of at most 1\n");
}

static void numbers_are_compared_exactly(void **state)
{
    (void)state;
    check_told(
        "{\"maximum\": 94581296.26}", "94581296.260000001",
        "M106 error 1:1 - : {value} is too large; at most 94581296.26 is allowed [94581296.260000001]\n");
    check_told("{\"multipleOf\": 0.01}", "0.07", "");
    check_told("{\"exclusiveMinimum\": 0}", "0",
               "M106 error 1:1 - : {value} is too small; it must be above 0 [0]\n");
}

static void a_repeated_element_is_told_at_the_second(void **state)
{
    (void)state;
    check_told("{\"uniqueItems\": true}", "[\"CSV\",\n\"CSV\"]",
               "M108 error 2:1 1 /1: {value} stands twice in this list [CSV]\n");
    check_told("{\"uniqueItems\": true}", "[1,2,3,4,5,6,7,8,9,10,{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1}]",
               "M108 error 1:37 11 /11: {value} stands twice in this list [{\"b\":2.0,\"a\":1}]\n");
    check_told("{\"uniqueItems\": true}", "[1,2,3,4,5,6,7,8,9,10,\"1\",[1],{\"a\":1},true,false,null]", "");
}

static void findings_stand_in_file_order(void **state)
{
    (void)state;
    check_told(
        "{\"properties\": {\"b\": {\"type\": \"null\"}, \"a\": {\"type\": \"null\"}}, \"required\": [\"c\"]}",
        "{\"a\": 1, \"b\": 2}",
        "M101 error 1:1 c : \"c\" is missing\n"
        "M102 error 1:7 a /a: this must be null, but it is a number\n"
        "M102 error 1:15 b /b: this must be null, but it is a number\n");
}

static void a_fault_found_on_two_ways_is_told_once(void **state)
{
    (void)state;
    check_told("{\"allOf\": [{\"required\": [\"a\"]}, {\"required\": [\"a\"]}], \"required\": [\"a\"]}", "{}",
               "M101 error 1:1 a : \"a\" is missing\n");
    check_told("{\"format\": \"email\", \"pattern\": \"@\"}", "\"a\"",
               "M104 error 1:1 - : {value} is not an e-mail address [a]\n");
}

static void two_faults_of_one_value_are_two_findings(void **state)
{
    (void)state;
    check_told("{\"minimum\": 3, \"multipleOf\": 2}", "1",
               "M106 error 1:1 - : {value} is too small; at least 3 is allowed [1]\n"
               "M106 error 1:1 - : {value} is not a multiple of 2 [1]\n");
    check_told("{\"pattern\": \"^x\", \"allOf\": [{\"pattern\": \"z$\"}, {\"pattern\": \"^x\"}]}", "\"a\"",
               "M104 error 1:1 - : {value} does not have the form that is wanted here: ^x [a]\n"
               "M104 error 1:1 - : {value} does not have the form that is wanted here: z$ [a]\n");
}

static void any_of_is_one_finding_with_the_nearest_branch_as_hint(void **state)
{
    (void)state;
    check_told(
        "{\"anyOf\": [{\"type\": \"null\"}, {\"type\": \"string\", \"maxLength\": 2}]}", "\"abc\"",
        "M109 error 1:1 - : this fits none of the forms that are allowed here (nearest: the text is too "
        "long: 3 of at most 2 characters)\n");
    check_told("{\"oneOf\": [{\"required\": [\"a\"]}, {\"required\": [\"b\"]}]}", "{\"a\":1,\"b\":1}",
               "M109 error 1:1 - : this fits 2 of the forms that are allowed here; it must fit one only\n");
    check_told(
        "{\"oneOf\": [{\"const\": \"a\"}, {\"pattern\": \"^b\"}]}", "\"c\"",
        "M109 error 1:1 - : this fits none of the forms that are allowed here (nearest: the value does not "
        "have the form that is wanted here: ^b)\n");
}

static void a_text_with_a_nul_is_told_whole(void **state)
{
    (void)state;
    check_told("{\"properties\": {\"a\\u0000b\": {\"type\": \"null\"}}, \"required\": [\"c\\u0000d\"]}",
               "{\"a\\u0000b\": 1}",
               "M101 error 1:1 c\xEF\xBF\xBD"
               "d : \"c\xEF\xBF\xBD"
               "d\" is missing\n"
               "M102 error 1:14 a\xEF\xBF\xBD"
               "b /a\xEF\xBF\xBD"
               "b: this must be null, but it is a number\n");
    check_told("{\"enum\": [\"month\\u0000\", \"year\"]}", "\"monht\"",
               "M103 error 1:1 - : {value} is not one of the allowed values: \"month\xEF\xBF\xBD\", \"year\" "
               "[monht]\n");
    check_told("{\"dependentRequired\": {\"a\\u0000\": [\"b\"]}}", "{\"a\\u0000\": 1}",
               "M101 error 1:1 b : \"b\" is missing; it goes with \"a\xEF\xBF\xBD\"\n");
    check_told("{\"pattern\": \"^\\u0000$\"}", "\"a\"",
               "M104 error 1:1 - : {value} does not have the form that is wanted here: ^\xEF\xBF\xBD$ [a]\n");
}

static void the_nearest_branch_is_the_one_that_was_most_likely_meant(void **state)
{
    (void)state;
    /* a text among numbers and texts */
    check_told(
        "{\"anyOf\": [{\"type\": \"integer\"}, {\"enum\": [\"month\", \"year\"]}, {\"type\": \"null\"}]}",
        "\"yaer\"",
        "M109 error 1:1 - : this fits none of the forms that are allowed here (nearest: the value is not "
        "one of the allowed values: \"month\", \"year\"; did you mean \"year\"?)\n");
    /* a constant says which branch is meant */
    check_told(
        "{\"oneOf\": [{\"properties\": {\"is\": {\"const\": \"a\"}, \"of\": true}},"
        "{\"properties\": {\"is\": {\"const\": \"b\"}, \"of\": {\"type\": \"string\"}, \"or\": {\"type\": "
        "\"string\"}}}]}",
        "{\"is\": \"b\", \"of\": 1, \"or\": 2}",
        "M109 error 1:1 - : this fits none of the forms that are allowed here (nearest: this must be a "
        "text, but it is a number; this must be a text, but it is a number)\n");
    check_told(
        "{\"anyOf\": [{\"properties\": {\"title\": true}, \"additionalProperties\": false}]}",
        "{\"titel\": 1}",
        "M109 error 1:1 - : this fits none of the forms that are allowed here (nearest: the key ... is "
        "not known here; did you mean \"title\"?)\n");
}

static void a_choice_may_lack_quotation_marks_or_have_them(void **state)
{
    (void)state;
    check_told(
        "{\"items\": {\"enum\": [1, \"2\", true]}}", "[\"1\", 2, \"true\", 3]",
        "M103 error 1:2 0 /0: {value} is not one of the allowed values: \"2\", 1, true [1] (write it "
        "without quotation marks)\n"
        "M103 error 1:7 1 /1: {value} is not one of the allowed values: \"2\", 1, true [2] (write it "
        "within quotation marks: \"...\")\n"
        "M103 error 1:10 2 /2: {value} is not one of the allowed values: \"2\", 1, true [true] (write it "
        "without quotation marks)\n"
        "M103 error 1:18 3 /3: {value} is not one of the allowed values: \"2\", 1, true [3]\n");
}

static void the_name_of_a_key_is_told_as_a_key(void **state)
{
    (void)state;
    check_told(
        "{\"propertyNames\": {\"maxLength\": 3, \"pattern\": \"^[a-z]+$\"}}", "{\"ABCD\": 1}",
        "M105 error 1:2 ABCD /ABCD: the key {value} is not allowed here: the text is too long: 4 of at most "
        "3 characters [ABCD]\n"
        "M104 error 1:2 ABCD /ABCD: the key {value} is not allowed here: the key does not have the form that "
        "is wanted here: ^[a-z]+$ [ABCD]\n");
    check_told("{\"propertyNames\": {\"enum\": [\"title\"]}}", "{\"titel\": 1}",
               "M103 error 1:2 titel /titel: the key {value} is not allowed here: the key stands where only "
               "\"title\" "
               "may [titel] (did you mean \"title\"?)\n");
    check_told("{\"propertyNames\": {\"not\": {\"const\": \"a\"}}}", "{\"a\": 1}",
               "M109 error 1:2 a /a: the key {value} is not allowed here: the key is not allowed here [a]\n");
}

static void keys_that_nothing_evaluates_are_compared_with_all_that_do(void **state)
{
    (void)state;
    check_told(
        "{\"unevaluatedProperties\": false, \"properties\": {\"title\": true}, "
        "\"allOf\": [{\"$ref\": \"#/$defs/a\"}], \"$defs\": {\"a\": {\"properties\": {\"notes\": true}}}}",
        "{\"titel\": 1, \"note\": 2, \"x\": 3}",
        "M107 error 1:2 titel /titel: the key {value} is not known here [titel] (did you mean \"title\"?)\n"
        "M107 error 1:14 note /note: the key {value} is not known here [note] (did you mean \"notes\"?)\n"
        "M107 error 1:25 x /x: the key {value} is not known here [x]\n");
    check_told(
        "{\"unevaluatedProperties\": false, \"if\": {\"required\": [\"a\"]}, \"then\": {\"properties\": "
        "{\"b\": true}}, \"else\": {\"$ref\": \"#\"}}",
        "{\"a\": 1, \"b\": 2}", "M107 error 1:2 a /a: the key {value} is not allowed here [a]\n");
}

static void keys_may_be_forbidden_together(void **state)
{
    (void)state;
    check_told("{\"not\": {\"required\": [\"a\", \"b\", \"c\"]}}", "{\"c\": 1, \"b\": 2, \"a\": 3}",
               "M109 error 1:18 a /a: the key {value} is not allowed together with \"b\", \"c\" [a]\n");
    check_told("{\"contains\": {\"const\": 1}, \"minContains\": 2, \"maxContains\": 2}", "[1]",
               "M109 error 1:1 - : the list has too few elements of the wanted kind: 1 of at least 2\n");
    check_told("{\"contains\": {\"const\": 1}, \"maxContains\": 2}", "[1, 1, 1]",
               "M109 error 1:1 - : the list has too many elements of the wanted kind: 3 of at most 2\n");
}

static void forbidden_keys_are_told_at_the_key(void **state)
{
    (void)state;
    check_told("{\"not\": {\"required\": [\"url\"]}}", "{\"a\": 1, \"url\": 2}",
               "M109 error 1:10 url /url: the key {value} is not allowed here [url]\n");
    check_told("{\"properties\": {\"url\": false}}", "{\"url\": 2}",
               "M107 error 1:2 url /url: the key {value} is not allowed here [url]\n");
}

static void code_and_level_come_from_the_nearest_schema_object(void **state)
{
    (void)state;
    check_told(
        "{\"banchi:level\": \"warning\", \"properties\": {\"a\": {\"maxLength\": 1},"
        " \"b\": {\"banchi:level\": \"error\", \"allOf\": [{\"maxLength\": 1, \"banchi:code\": \"M101\"}]}}}",
        "{\"a\": \"12\", \"b\": \"12\"}",
        "M105 warning 1:7 a /a: the text is too long: 2 of at most 1 characters\n"
        "M101 error 1:18 b /b: the text is too long: 2 of at most 1 characters\n");
}

static void help_is_the_hint(void **state)
{
    (void)state;
    check_told("{\"if\": {\"properties\": {\"a\": {\"const\": 1}}}, \"then\": {\"required\": [\"b\"],"
               "\"banchi:code\": \"M101\", \"banchi:help\": {\"th\": \"ก\", \"en\": \"Say b.\"}}}",
               "{\"a\": 1}", "M101 error 1:1 b : \"b\" is missing (Say b.)\n");
    check_told("{\"properties\": {\"a\": {\"pattern\": \"^x\", \"banchi:help\": {\"th\": \"ก\", \"en\": "
               "\"Use x.\"}}}}",
               "{\"a\": \"b\"}",
               "M104 error 1:7 a /a: {value} does not have the form that is wanted here [b] (Use x.)\n");
}

/* The keywords of what is told, in file order, each with a blank behind it. */
struct keywords {
    struct finding_sink sink;
    struct text text;
};

static void keywords_put(struct finding_sink *self, const struct finding *finding)
{
    text_format(&((struct keywords *)self)->text, "%s ", finding->keyword != NULL ? finding->keyword : "-");
}

static void check_keywords(const char *schema_text, const char *instance, const char *wanted)
{
    struct arena arena = {0}, scratch = {0};
    struct keywords keywords = {.sink = {keywords_put}};
    struct json_document document = {.file = "schema.json"}, checked = {.file = "a.json"};
    struct schema_options options = {.formats = true};
    assert_true(json_read_document(&arena, slice_of(schema_text), &keywords.sink, &document));
    assert_true(json_read_document(&arena, slice_of(instance), &keywords.sink, &checked));
    const struct schema *schema = schema_compile(&arena, &document, &options, &keywords.sink);
    if (schema != NULL)
        schema_check(schema, &checked, &scratch, &keywords.sink);
    check_text(text_slice(&keywords.text), wanted);
    schema_close(schema);
    text_free(&keywords.text);
    arena_free(&arena);
    arena_free(&scratch);
}

static void a_finding_names_the_keyword_that_is_not_followed(void **state)
{
    (void)state;
    check_keywords(
        "{\"items\": [{\"enum\": [1]}, {\"const\": 1}, {\"multipleOf\": 2}, {\"maxLength\": 1}],"
        " \"$schema\": \"http://json-schema.org/draft-07/schema#\", \"additionalItems\": {\"not\": {}}}",
        "[2, 2, 3, \"ab\", 0]", "enum const multipleOf maxLength not ");
    check_keywords("{\"required\": [\"a\"], \"dependentRequired\": {\"b\": [\"c\"]}}", "{\"b\": 1}",
                   "required dependentRequired ");
    check_keywords("{\"properties\": {\"a\": false}, \"patternProperties\": {\"^b\": false},"
                   " \"additionalProperties\": false}",
                   "{\"a\": 1, \"b\": 2, \"c\": 3}", "properties patternProperties additionalProperties ");
    check_keywords("{\"properties\": {\"a\": true}, \"unevaluatedProperties\": false}",
                   "{\"a\": 1, \"b\": 2}", "unevaluatedProperties ");
    check_keywords("{\"$ref\": \"#/$defs/d\", \"$defs\": {\"d\": {\"anyOf\": [{\"type\": \"null\"}]}}}", "1",
                   "anyOf ");
}

static void what_has_no_keyword_of_its_own_names_none(void **state)
{
    (void)state;
    check_keywords("false", "[1]", "- "); /* nothing is allowed */
    check_keywords("{\"prefixItems\": [false]}", "[1]", "- ");
    check_keywords("{\"minimum\": \"x\"}", "1", "- "); /* the schema is wrong: the pointer names it */
    check_keywords("{\"$ref\": \"#\"}", "1", "- ");    /* not checked */
}

static void an_unknown_keyword_is_told_in_the_schema(void **state)
{
    (void)state;
    check_schema(
        "{\n \"$defs\": {\"a\": {\"maxLenght\": 1}}}",
        "M110 error 2:18 - /$defs/a/maxLenght: the schema uses the unknown keyword {value} [maxLenght] "
        "(did you mean \"maxLength\"?)\n");
    check_schema("{\"format\": \"colour\"}",
                 "M110 error 1:12 - /format: the schema uses the unknown format {value} [colour]\n");
    check_schema("{\"format\": \"datetime\"}",
                 "M110 error 1:12 - /format: the schema uses the unknown format "
                 "{value} [datetime] (did you mean \"date-time\"?)\n");
    check_schema(
        "{\"banchi:anything\": 1, \"$comment\": \"\", \"default\": 1, \"properties\": {\"maxLenght\": {}}}",
        "");
}

static void a_wrong_schema_is_told_at_its_place(void **state)
{
    (void)state;
    check_schema(
        "{\"minLength\": -1}",
        "M111 error 1:15 - /minLength: \"minLength\" must be a whole number that is not negative [-1]\n");
    check_schema("{\"properties\": {\"a\": 1}}",
                 "M111 error 1:22 - /properties/a: a schema must be an object, true or false [1]\n");
    check_schema("{\"pattern\": \"(a\"}",
                 "M111 error 1:13 - /pattern: the pattern {value} is wrong: a ( is not closed "
                 "[(a]\n");
    check_schema("{\"$ref\": \"#/$defs/a\"}",
                 "M112 error 1:10 - /$ref: the reference {value} leads to no schema [#/$defs/a]\n");
    check_schema("{\"$defs\": {\"a\": {\"$id\": \"x\"}, \"b\": {\"$id\": \"x\"}}}",
                 "M112 error 1:44 - /$defs/b/$id: two schemas have the identifier {value}; a reference to it "
                 "could mean either [x]\n");
    check_schema("{\"$defs\": {\"a\": {\"$anchor\": \"x\"}, \"b\": {\"$anchor\": \"x\"}}}",
                 "M112 error 1:52 - /$defs/b/$anchor: two schemas have the anchor {value}; a reference to it "
                 "could mean either [x]\n");
    check_schema(
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
        "\"definitions\": {\"a\": {\"$id\": \"#x\"}, \"b\": {\"$id\": \"#x\"}}}",
        "M112 error 2:50 - /definitions/b/$id: two schemas have the anchor {value}; a reference to it "
        "could mean either [#x]\n");
    check_schema("{\"$id\": \"http://[x\"}",
                 "M111 error 1:9 - /$id: the identifier {value} is no URI [http://[x]\n");
    check_schema(
        "{\"banchi:code\": \"M999\", \"banchi:level\": \"fatal\"}",
        "M111 error 1:17 - /banchi:code: \"banchi:code\" must be a code of the table, such as \"M201\" "
        "[M999]\n"
        "M111 error 1:41 - /banchi:level: \"banchi:level\" must be \"error\" or \"warning\" [fatal]\n");
}

static void all_that_is_wrong_with_a_schema_is_told_in_the_order_of_the_file(void **state)
{
    (void)state;
    check_schema(
        "{\"properties\": {\n\"a\": {\"minLength\": -1, \"description\": 5},\n\"b\": {\"$ref\": \"#/c\"}},\n"
        "\"title\": [],\n\"required\": [1, \"a\", \"a\"],\n\"deprecated\": 0}",
        "M111 error 2:20 - /properties/a/minLength: \"minLength\" must be a whole number that is not "
        "negative [-1]\n"
        "M111 error 2:39 properties /properties/a/description: this must be a text, but it is a number "
        "(write it within quotation marks: \"...\")\n"
        "M112 error 3:15 - /properties/b/$ref: the reference {value} leads to no schema [#/c]\n"
        "M111 error 4:10 title /title: this must be a text, but it is a list\n"
        "M111 error 5:14 - /required/0: \"required\" must be a list of texts [1]\n"
        "M111 error 5:22 required /required/2: {value} stands twice in this list [a]\n"
        "M111 error 6:15 deprecated /deprecated: this must be true or false, but it is a number\n");
}

static void a_form_that_does_not_fit_for_a_fault_within_is_not_told(void **state)
{
    (void)state;
    check_schema(
        "{\"type\": [\"integer\", \"objekt\"]}",
        "M111 error 1:22 - /type/1: \"type\" must be one or several of \"string\", \"array\", \"object\", "
        "\"boolean\", \"number\", \"integer\", \"null\" [objekt] (did you mean \"object\"?)\n");
    check_schema(
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
        "\"items\": [{\"items\": {\"minLength\": -1}}], \"dependencies\": {\"a\": [\"b\", 5]}}",
        "M111 error 2:35 - /items/0/items/minLength: \"minLength\" must be a whole number that is not "
        "negative [-1]\n"
        "M111 error 2:70 - /dependencies/a/1: \"dependencies\" must be an object of schemas or lists of "
        "texts [5]\n");
}

/* What a wrong schema is told to be, where each of its faults has so long a key before it. */
static struct finding_counts faults_of(size_t faults, size_t key)
{
    struct arena arena = {0};
    struct finding_counter counter = finding_counter();
    struct schema_options options = {.formats = true};
    struct json_document document = {.file = "schema.json"};
    struct text schema = {0};
    text_format(&schema, "{\"$defs\": {\"%0*d\": {\"anyOf\": [", (int)key, 0);
    for (size_t i = 0; i < faults; i++)
        text_add(&schema, i > 0 ? ",1" : "1");
    text_add(&schema, "]}}}");
    assert_true(json_read_document(&arena, text_slice(&schema), &counter.sink, &document));
    assert_null(schema_compile(&arena, &document, &options, &counter.sink));
    text_free(&schema);
    arena_free(&arena);
    return counter.counts;
}

/* Schemas come from anywhere. */
static void a_schema_may_have_more_faults_than_are_told(void **state)
{
    (void)state;
    struct finding_counts many = faults_of(LIMIT_SCHEMA_FAULTS + 1, 10), long_ones = faults_of(1000, 100000);
    assert_int_equal(faults_of(20, 100000).errors, 20);
    assert_int_equal(faults_of(20, 100000).not_checked, 0);
    assert_int_equal(many.errors, LIMIT_SCHEMA_FAULTS);
    assert_int_equal(many.not_checked, 1);
    assert_in_range(long_ones.errors, 600, 700);
    assert_int_equal(long_ones.not_checked, 1);
}

static void a_name_given_twice_is_told_however_many_there_are(void **state)
{
    (void)state;
    static const char *const keywords[] = {"$id", "$anchor", "$dynamicAnchor"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        struct text schema = {0};
        text_add(&schema, "{\"$defs\": {\n");
        for (int j = 0; j < 5000; j++)
            text_format(&schema, "\"%d\": {\"%s\": \"x%d\"},\n", j, keywords[i], j == 4999 ? 4000 : j);
        text_add(&schema, "\"a\": true}}");
        struct text wanted = {0};
        text_format(
            &wanted,
            "M112 error 5001:%zu - /$defs/4999/%s: two schemas have the %s {value}; a reference to it "
            "could mean either [x4000]\n",
            strlen("\"4999\": {\"\": ") + strlen(keywords[i]) + 1, keywords[i],
            i == 0 ? "identifier" : "anchor");
        check_schema(schema.at, wanted.at);
        text_free(&schema);
        text_free(&wanted);
    }
}

static void an_anchor_may_be_dynamic_and_not_at_once(void **state)
{
    (void)state;
    check_told("{\"$id\": \"http://x/\", \"$ref\": \"b\", \"$defs\": {"
               "\"t\": {\"$dynamicAnchor\": \"a\", \"type\": \"string\"}, \"b\": {\"$id\": \"b\", "
               "\"items\": {\"$dynamicRef\": \"#a\"}, "
               "\"$defs\": {\"a\": {\"$anchor\": \"a\", \"$dynamicAnchor\": \"a\"}}}}}",
               "[1]",
               "M102 error 1:2 0 /0: this must be a text, but it is a number (write it within "
               "quotation marks: \"...\")\n");
}

static void what_stands_before_the_end_of_steps_is_told(void **state)
{
    (void)state;
    check_told("{\"properties\": {\"a\": {\"$ref\": \"#/$defs/p\", \"multipleOf\": 10}}, "
               "\"$defs\": {\"p\": {\"$ref\": \"#/$defs/p\"}}}",
               "{\"a\": 3}",
               "M106 error 1:7 a /a: {value} is not a multiple of 10 [3]\n"
               "M113 not_checked 1:7 a /a: could not be checked: the schema refers to itself without end, or "
               "needs more steps than banchi takes\n");
}

static void endless_references_end_as_not_checked(void **state)
{
    (void)state;
    check_told("{\"$ref\": \"#\"}", "1",
               "M113 not_checked 1:1 - : could not be checked: the schema refers to itself without end, or "
               "needs more "
               "steps than banchi takes\n");
    check_told("{\"allOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#\"}]}", "1",
               "M113 not_checked 1:1 - : could not be checked: the schema refers to itself without end, or "
               "needs more "
               "steps than banchi takes\n");
    check_told("{\"properties\": {\"a\": {\"$ref\": \"#\"}}, \"type\": \"object\"}",
               "{\"a\": {\"a\": {\"a\": {}}}}", "");
}

static void a_hostile_pattern_ends_as_not_checked(void **state)
{
    (void)state;
    struct text instance = {0};
    text_add(&instance, "\"");
    for (int i = 0; i < 60; i++)
        text_add(&instance, "a");
    text_add(&instance, "!\"");
    check_told("{\"pattern\": \"^(a+)+$\"}", instance.at,
               "M113 not_checked 1:1 - : could not be checked: the pattern needs more than banchi takes, or "
               "cannot be "
               "translated\n");
    check_told("{\"not\": {\"pattern\": \"^(a+)+$\"}}", instance.at,
               "M113 not_checked 1:1 - : could not be checked: the pattern needs more than banchi takes, or "
               "cannot be translated\n");
    text_free(&instance);
}

#define UNKNOWN "{\"pattern\": \"(?<=a+)b\"}"
#define NOT_CHECKED                                                                                          \
    "could not be checked: the pattern needs more than banchi takes, or cannot be translated\n"

static void what_is_not_known_is_no_error_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const schemas[] = {
        "{\"not\": " UNKNOWN "}",
        "{\"oneOf\": [" UNKNOWN ", {\"type\": \"string\"}]}",
        "{\"oneOf\": [" UNKNOWN ", false]}",
        "{\"oneOf\": [" UNKNOWN ", " UNKNOWN "]}",
        "{\"anyOf\": [" UNKNOWN ", false]}",
        "{\"if\": " UNKNOWN ", \"then\": false, \"else\": false}",
        "{\"not\": {\"not\": " UNKNOWN "}}",
    };
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        check_told(schemas[i], "\"x\"", "M113 not_checked 1:1 - : " NOT_CHECKED);
    check_told("{\"contains\": " UNKNOWN ", \"minContains\": 0, \"maxContains\": 0}", "[\"x\"]",
               "M113 not_checked 1:2 0 /0: " NOT_CHECKED);
    check_told("{\"contains\": " UNKNOWN "}", "[\"x\"]", "M113 not_checked 1:2 0 /0: " NOT_CHECKED);
    check_told("{\"patternProperties\": {\"(?<=a+)b\": false}, \"additionalProperties\": false}",
               "{\"x\": 1}", "M113 not_checked 1:2 x /x: " NOT_CHECKED);
    check_told("{\"if\": {\"propertyNames\": " UNKNOWN "}, \"then\": {\"properties\": {\"x\": true}}, "
               "\"unevaluatedProperties\": false}",
               "{\"x\": 1}", "M113 not_checked 1:2 x /x: " NOT_CHECKED);
    check_told("{\"if\": {\"prefixItems\": [" UNKNOWN "]}, \"then\": {\"items\": true}, "
               "\"unevaluatedItems\": false}",
               "[\"x\", 2]", "M113 not_checked 1:2 0 /0: " NOT_CHECKED);
}

static void what_is_certain_is_told_beside_what_is_not_known(void **state)
{
    (void)state;
    check_told("{\"oneOf\": [" UNKNOWN ", {\"type\": \"string\"}, {\"minLength\": 1}]}", "\"x\"",
               "M113 not_checked 1:1 - : " NOT_CHECKED
               "M109 error 1:1 - : this fits 3 of the forms that are allowed here; it must fit one only\n");
    check_told("{\"maxLength\": 0, \"allOf\": [" UNKNOWN "]}", "\"x\"",
               "M105 error 1:1 - : the text is too long: 1 of at most 0 characters\n"
               "M113 not_checked 1:1 - : " NOT_CHECKED);
    check_told("{\"not\": {\"type\": \"string\", \"allOf\": [" UNKNOWN "]}}", "1", "");
    check_told("{\"enum\": []}", "1", "M103 error 1:1 - : {value} stands where nothing is allowed [1]\n");
}

static void a_repeated_fault_is_told_once_among_many(void **state)
{
    (void)state;
    struct text schema = {0}, wanted = {0};
    text_add(&schema, "{\"allOf\": [");
    for (int i = 0; i < 60; i++)
        text_format(&schema, "%s{\"required\": [\"k%d\"]}", i > 0 ? "," : "", i % 20);
    text_add(&schema, "]}");
    for (int i = 0; i < 20; i++)
        text_format(&wanted, "M101 error 1:1 k%d : \"k%d\" is missing\n", i, i);
    check_told(schema.at, "{}", wanted.at);
    text_free(&schema);
    text_free(&wanted);
}

static void a_pattern_that_cannot_be_translated_is_not_checked(void **state)
{
    (void)state;
    check_told("{\"pattern\": \"(?<=a+)b\"}", "\"ab\"",
               "M113 not_checked 1:1 - : could not be checked: the pattern needs more than banchi takes, or "
               "cannot be "
               "translated\n");
}

struct one_document {
    struct schema_finder finder;
    struct json_document *document;
};

static struct json_document *one_find(struct schema_finder *self, struct slice uri)
{
    return slice_equals(uri, "https://example.org/b.json") ? ((struct one_document *)self)->document : NULL;
}

static void other_documents_come_from_the_finder(void **state)
{
    (void)state;
    struct arena arena = {0}, scratch = {0};
    struct told told = {.sink = {told_put}};
    struct json_document a = {.file = "a"}, b = {.file = "b"}, value = {.file = "v"};
    json_read_document(&arena,
                       slice_of("{\"$id\": \"https://example.org/a.json\", \"$ref\": \"b.json#/$defs/x\"}"),
                       &told.sink, &a);
    json_read_document(&arena, slice_of("{\"$defs\": {\"x\": {\"enum\": [7]}}}"), &told.sink, &b);
    json_read_document(&arena, slice_of("8"), &told.sink, &value);
    struct one_document finder = {.finder = {one_find}, .document = &b};
    struct schema_options options = {.finder = &finder.finder};
    const struct schema *schema = schema_compile(&arena, &a, &options, &told.sink);
    assert_non_null(schema);
    schema_check(schema, &value, &scratch, &told.sink);
    check_text(text_slice(&told.text), "M103 error 1:1 - : {value} stands where only 7 may [8]\n");
    assert_non_null(schema_keyword(schema, &a.root, "enum"));
    text_free(&told.text);
    arena_free(&arena);
    arena_free(&scratch);
}

/* One thread's part: the same documents by the shared schema, with arenas of its own. */
struct part {
    const struct schema *schema;
    struct text told;
};

static void *part_run(void *at)
{
    struct part *part = at;
    struct arena arena = {0};
    struct told told = {.sink = {told_put}};
    for (int i = 0; i < 300; i++) {
        struct json_document document = {.file = "a.json", .first_line = (size_t)i + 1};
        const char *text = i % 3 == 0 ? "{\"a\": \"ab1\"}" : i % 3 == 1 ? "{\"a\": \"-\", \"b\": 1}" : "[]";
        json_read_document(&arena, slice_of(text), &told.sink, &document);
        schema_check(part->schema, &document, &arena, &told.sink);
        arena_reset(&arena);
    }
    part->told = told.text;
    arena_free(&arena);
    return NULL;
}

static void threads_share_a_schema(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct told told = {.sink = {told_put}};
    struct json_document document = {.file = "schema.json"};
    struct schema_options options = {.formats = true};
    assert_true(
        json_read_document(&arena,
                           slice_of("{\"type\": \"object\", \"additionalProperties\": false, \"properties\": "
                                    "{\"a\": {\"pattern\": \"^(a|b)+1$\"}}}"),
                           &told.sink, &document));
    struct part parts[4];
    pthread_t threads[4];
    const struct schema *schema = schema_compile(&arena, &document, &options, &told.sink);
    for (size_t i = 0; i < 4; i++) {
        parts[i] = (struct part){.schema = schema};
        assert_int_equal(pthread_create(&threads[i], NULL, part_run, &parts[i]), 0);
    }
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < 4; i++) {
        assert_true(parts[i].told.length > 0);
        assert_true(slice_equal(text_slice(&parts[i].told), text_slice(&parts[0].told)));
    }
    for (size_t i = 0; i < 4; i++)
        text_free(&parts[i].told);
    schema_close(schema);
    arena_free(&arena);
}

static void the_dialect_is_that_of_the_schema(void **state)
{
    (void)state;
    check_told(
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"items\": [{\"type\": \"null\"}], "
        "\"additionalItems\": false}",
        "[null, 1, 2]", "M105 error 1:8 1 /1: the list is too long: 3 of at most 1 elements\n");
    check_told("{\"prefixItems\": [false], \"items\": false}", "[1, 2, 3]",
               "M109 error 1:2 0 /0: nothing is allowed here\n"
               "M105 error 1:5 1 /1: the list is too long: 3 of at most 1 elements\n");
    check_told("{\"contains\": {\"const\": 2}, \"unevaluatedItems\": false}", "[1, 2, 3]",
               "M105 error 1:2 0 /0: nothing is allowed here\n"
               "M105 error 1:8 2 /2: nothing is allowed here\n");
    check_told("{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"$ref\": \"#/definitions/a\", "
               "\"maxItems\": 1, \"definitions\": {\"a\": {\"type\": \"array\"}}}",
               "[1, 2]", "");
    check_schema(
        "{\"$schema\": \"https://example.org/unknown\"}",
        "M112 error 1:13 - /$schema: the schema is written by {value}, which is not known here; write "
        "\"https://json-schema.org/draft/2020-12/schema\" or "
        "\"http://json-schema.org/draft-07/schema#\" [https://example.org/unknown]\n");
}

static void the_meta_schema_finds_what_compiling_passes_over(void **state)
{
    (void)state;
    check_schema("{\"title\":\n 5}", "M111 error 2:2 title /title: this must be a text, but it is a number "
                                     "(write it within quotation marks: \"...\")\n");
    check_schema("{\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n\"properties\": "
                 "{\"a\": {\"default\": 1, \"readOnly\": \"x\"}}}",
                 "M111 error 2:48 properties /properties/a/readOnly: this must be true or false, but it is a "
                 "text\n");
}

static void too_many_steps_end_as_not_checked_in_little_time(void **state)
{
    (void)state;
    struct text schema = {0};
    text_add(&schema, "{\"$ref\": \"#/$defs/0\", \"$defs\": {\"80\": {\"type\": \"null\"}");
    for (int i = 0; i < 80; i++)
        text_format(&schema,
                    ", \"%d\": {\"anyOf\": [{\"$ref\": \"#/$defs/%d\"}, {\"$ref\": \"#/$defs/%d\"}]}", i,
                    i + 1, i + 1);
    text_add(&schema, "}}");
    check_told(schema.at, "1",
               "M113 not_checked 1:1 - : could not be checked: the schema refers to itself without end, or "
               "needs more steps than banchi takes\n");
    text_free(&schema);
}

static void numbers_beyond_the_limits_are_not_calculated_with(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct finding_counter counter = finding_counter();
    struct json_document document = {.file = "s"}, checked = {.file = "a"};
    struct schema_options options = {.formats = true};
    assert_true(json_read_document(&arena, slice_of("{\"multipleOf\": 0.1}"), &counter.sink, &document));
    assert_true(json_read_document(&arena, slice_of("1e99999999999"), &counter.sink, &checked));
    const struct schema *schema = schema_compile(&arena, &document, &options, &counter.sink);
    assert_int_equal(schema_judge(schema, &checked.root, &arena), SCHEMA_NOT_CHECKED);
    schema_close(schema);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_key_is_told_at_the_object_with_the_key_as_field),
        cmocka_unit_test(more_required_keys_than_fit_into_a_word_are_all_asked_for),
        cmocka_unit_test(an_unknown_key_is_told_at_the_key_with_the_nearest_known_one),
        cmocka_unit_test(a_choice_is_told_with_the_allowed_ones_and_the_nearest),
        cmocka_unit_test(a_long_list_of_choices_is_cut_and_counted),
        cmocka_unit_test(few_and_many_choices_are_found_alike),
        cmocka_unit_test(a_wrong_type_is_the_only_thing_told_of_a_value),
        cmocka_unit_test(sizes_count_characters_not_bytes),
        cmocka_unit_test(numbers_are_compared_exactly),
        cmocka_unit_test(a_repeated_element_is_told_at_the_second),
        cmocka_unit_test(findings_stand_in_file_order),
        cmocka_unit_test(a_fault_found_on_two_ways_is_told_once),
        cmocka_unit_test(two_faults_of_one_value_are_two_findings),
        cmocka_unit_test(any_of_is_one_finding_with_the_nearest_branch_as_hint),
        cmocka_unit_test(a_text_with_a_nul_is_told_whole),
        cmocka_unit_test(the_nearest_branch_is_the_one_that_was_most_likely_meant),
        cmocka_unit_test(a_choice_may_lack_quotation_marks_or_have_them),
        cmocka_unit_test(the_name_of_a_key_is_told_as_a_key),
        cmocka_unit_test(keys_that_nothing_evaluates_are_compared_with_all_that_do),
        cmocka_unit_test(keys_may_be_forbidden_together),
        cmocka_unit_test(forbidden_keys_are_told_at_the_key),
        cmocka_unit_test(code_and_level_come_from_the_nearest_schema_object),
        cmocka_unit_test(help_is_the_hint),
        cmocka_unit_test(a_finding_names_the_keyword_that_is_not_followed),
        cmocka_unit_test(what_has_no_keyword_of_its_own_names_none),
        cmocka_unit_test(an_unknown_keyword_is_told_in_the_schema),
        cmocka_unit_test(a_wrong_schema_is_told_at_its_place),
        cmocka_unit_test(all_that_is_wrong_with_a_schema_is_told_in_the_order_of_the_file),
        cmocka_unit_test(a_form_that_does_not_fit_for_a_fault_within_is_not_told),
        cmocka_unit_test(a_schema_may_have_more_faults_than_are_told),
        cmocka_unit_test(a_name_given_twice_is_told_however_many_there_are),
        cmocka_unit_test(an_anchor_may_be_dynamic_and_not_at_once),
        cmocka_unit_test(what_stands_before_the_end_of_steps_is_told),
        cmocka_unit_test(endless_references_end_as_not_checked),
        cmocka_unit_test(a_hostile_pattern_ends_as_not_checked),
        cmocka_unit_test(a_pattern_that_cannot_be_translated_is_not_checked),
        cmocka_unit_test(what_is_not_known_is_no_error_wherever_it_stands),
        cmocka_unit_test(what_is_certain_is_told_beside_what_is_not_known),
        cmocka_unit_test(a_repeated_fault_is_told_once_among_many),
        cmocka_unit_test(other_documents_come_from_the_finder),
        cmocka_unit_test(the_dialect_is_that_of_the_schema),
        cmocka_unit_test(the_meta_schema_finds_what_compiling_passes_over),
        cmocka_unit_test(too_many_steps_end_as_not_checked_in_little_time),
        cmocka_unit_test(numbers_beyond_the_limits_are_not_calculated_with),
        cmocka_unit_test(threads_share_a_schema),
    };
    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
