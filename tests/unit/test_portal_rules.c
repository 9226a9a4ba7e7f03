/* A portal's own rules, through metadata/portal_rules.h and validator.h. */
#include "tests/unit/support.h"

#include "base/json.h"
#include "metadata/portal_rules.h"
#include "metadata/schema.h"
#include "metadata/validator.h"

static const struct json *read_json(struct arena *arena, const char *text)
{
    struct json *root = arena_alloc(arena, sizeof *root);
    const struct json_fault *faults;
    if (!json_read(arena, slice_of(text), root, &faults))
        fail_msg("no JSON: %s", text);
    return root;
}

/* ---- the table ---- */

static void check_list(struct arena *arena, const struct validators *validators, struct slice list)
{
    struct extensions none = {0};
    size_t count;
    const struct validator *all = validator_list(arena, validators, list, &none, &count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++)
        if (all[i].row == NULL)
            fail_msg("the table lacks %.*s", SLICE(all[i].name));
}

static void the_table_knows_each_validator_that_it_names(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct validators validators;
    validators_open(&arena, &validators);
    assert_true(json_is(validators.rows, JSON_OBJECT));
    const struct json *presets = json_get(validators.root, "presets");
    for (uint32_t i = 0; i < presets->count; i++)
        check_list(&arena, &validators, json_text(&presets->members[i].value));
    const struct json *stock = json_get(validators.root, "stock");
    for (uint32_t i = 0; i < stock->count; i++)
        for (uint32_t j = 0; j < stock->members[i].value.count; j++)
            check_list(&arena, &validators, json_text(&stock->members[i].value.members[j].value));
    arena_free(&arena);
}

/* ---- schemas that are made ---- */

static const char small_schema[] =
    "{\"scheming_version\": 2, \"dataset_type\": \"dataset\", \"dataset_fields\": ["
    "{\"field_name\": \"title\", \"label\": \"Title\", \"preset\": \"title\", \"required\": true},"
    "{\"field_name\": \"notes\", \"label\": {\"en\": \"Description\", \"th\": \"รายละเอียด\", \"fr\": \"D\"}, "
    "\"required\": true},"
    "{\"field_name\": \"kind\", \"label\": {\"fr\": \"Genre\"}, \"validators\": \"scheming_required "
    "scheming_choices\", \"choices\": [{\"value\": \"a\", \"label\": \"A\"}, {\"value\": \"b\"}]},"
    "{\"field_name\": \"secret\", \"validators\": \"ignore_missing our_own_validator\"},"
    "{\"field_name\": \"topics\", \"validators\": \"scheming_multiple_choice\", \"required\": true, "
    "\"choices_helper\": \"topics_of_the_city\"},"
    "{\"field_name\": \"size\", \"validators\": \"ignore_empty one_of(small,large)\"},"
    "{\"field_name\": \"contact\", \"repeating_subfields\": [{\"field_name\": \"email\", \"validators\": "
    "\"not_empty email_validator\"}, {\"field_name\": \"phone\"}]}"
    "], \"resource_fields\": ["
    "{\"field_name\": \"url\", \"preset\": \"resource_url_upload\", \"validators\": \"not_empty unicode "
    "remove_whitespace\"},"
    "{\"field_name\": \"taken_on\", \"preset\": \"date\"}]}";

static void check_schema_compiles(const struct portal_schema_options *options)
{
    struct arena arena = {0};
    struct portal_schema made;
    struct finding_lines lines = finding_lines();
    struct schema_options plain = {.formats = true};
    struct json_document document = {.file = "made"};
    portal_schema_make(&arena, options, &made);
    assert_true(json_read_document(&arena, made.text, &lines.sink, &document));
    const struct schema *schema = schema_compile(&arena, &document, &plain, &lines.sink);
    check_text(text_slice(&lines.text), "");
    assert_non_null(schema);
    schema_close(schema);
    text_free(&lines.text);
    arena_free(&arena);
}

static void a_made_schema_follows_its_meta_schema(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct slice organization = {"bma", 3};
    struct portal_schema_options options = {.organizations = &organization, .organization_count = 1};
    for (unsigned way = 0; way < 4; way++) {
        options.request = way & 1;
        options.answer = way & 2 ? read_json(&arena, small_schema) : NULL;
        check_schema_compiles(&options);
    }
    arena_free(&arena);
}

/* The findings of a document by the rules that are made of an answer. */
static void check_rules(const char *answer, bool request, const char *text, const char *wanted)
{
    struct arena arena = {0}, scratch = {0};
    struct problem problem = {0};
    struct finding_lines lines = finding_lines();
    struct json_document document = {.file = "a.json"};
    struct portal_schema_options options = {.request = request,
                                            .answer = answer != NULL ? read_json(&arena, answer) : NULL};
    const struct portal_rules *rules = portal_rules_open(&arena, "city", &options, &problem);
    if (rules == NULL)
        fail_msg("%s", problem.message.at);
    assert_true(json_read_document(&arena, slice_of(text), &lines.sink, &document));
    bool good = portal_rules_check(rules, &document, &scratch, &lines.sink);
    check_text(text_slice(&lines.text), wanted);
    assert_int_equal(good, lines.counts.errors == 0);
    text_free(&lines.text);
    arena_free(&scratch);
    arena_free(&arena);
}

static void what_the_schema_wants_is_wanted(void **state)
{
    (void)state;
    check_rules(small_schema, false,
                "{\"name\": \"a1\", \"owner_org\": \"o\", \"notes\": \"\", \"kind\": \"c\", \"topics\": [],\n"
                "\"size\": \"middle\", \"contact\": [{\"phone\": \"1\"}], \"tags\": [\"สถิติ\"],\n"
                "\"resources\": [{\"upload\": \"a.csv\"}, {\"name\": \"b\", \"taken_on\": \"yesterday\"}]}",
                "M105 error a.json:1:43 notes the portal \"city\" refuses this: this text is empty\n"
                "M103 error a.json:1:55 kind the portal \"city\" refuses this: {value} is not one of the "
                "allowed values: \"a\", \"b\"\n"
                "M105 error a.json:1:70 topics the portal \"city\" refuses this: this list is empty\n"
                "M103 error a.json:2:9 size the portal \"city\" refuses this: {value} is not one of the "
                "allowed values: \"small\", \"large\"\n"
                "M101 error a.json:2:31 email the portal \"city\" refuses this: \"email\" is missing\n"
                "M104 error a.json:2:57 tags the portal \"city\" refuses this: {value} does not have the "
                "form that is wanted here\n"
                "M101 error a.json:3:36 url the portal \"city\" refuses this: \"url\" is missing\n"
                "M104 error a.json:3:62 taken_on the portal \"city\" refuses this: {value} is not a date; "
                "write year-month-day in the Common Era, "
                "such as 2024-09-30\n");
}

static void what_is_right_is_taken(void **state)
{
    (void)state;
    check_rules(small_schema, false,
                "{\"name\": \"a1\", \"owner_org\": \"o\", \"notes\": \"x\", \"kind\": \"a\", \"topics\": "
                "[\"water\"],\"size\": \"large\", \"contact\": [{\"email\": \"a@example.org\"}], \"tags\": "
                "[\"HR\"], \"banchi:x\": 1, \"resources\": [{\"url\": \"https://example.org\", \"taken_on\": "
                "\"2024-02-29\"}]}",
                "");
}

static void what_only_the_portal_knows_is_listed(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct portal_schema made;
    struct text list = {0};
    struct portal_schema_options options = {.answer = read_json(&arena, small_schema)};
    portal_schema_make(&arena, &options, &made);
    for (size_t i = 0; i < made.secret_count; i++)
        text_format(&list, "%.*s: %.*s\n", SLICE(made.secrets[i].field),
                    SLICE(made.secrets[i].validator.length > 0
                              ? made.secrets[i].validator
                              : json_text(json_get(made.secrets[i].words, "en"))));
    check_text(text_slice(&list),
               "secret: our_own_validator\n"
               "topics: whether the value is one of the choices, which the portal looks up itself\n"
               "name: whether the name is taken on the portal\n"
               "owner_org: whether the organization is there and open to you\n");
    text_free(&list);
    arena_free(&arena);
}

static void a_type_of_its_own_passes_the_schema_by(void **state)
{
    (void)state;
    check_rules(small_schema, true, "{\"name\": \"a1\", \"owner_org\": \"o\", \"type\": \"data\"}",
                "R005 error a.json:1:42 type the portal \"city\": its schema is for another type of dataset, "
                "and it would lose "
                "every item of the schema\n");
}

static void a_stock_portal_refuses_thai_marks_in_tags(void **state)
{
    (void)state;
    check_rules(NULL, true,
                "{\"name\": \"a1\", \"owner_org\": \"o\", \"tags\": [{\"name\": \"แรงงาน\"}, {\"name\": "
                "\"สถิติ\"}], \"notes\": {\"a\": 1}}",
                "M104 error a.json:1:72 name the portal \"city\" refuses this: {value} does not have the "
                "form that is wanted here\n");
}

static void an_answer_of_any_shape_is_borne(void **state)
{
    (void)state;
    static const char *const answers[] = {
        "{}",
        "[]",
        "\"x\"",
        "{\"dataset_fields\": 5, \"resource_fields\": {}}",
        "{\"dataset_fields\": [1, null, {}, {\"field_name\": 5}, {\"field_name\": \"a\", \"validators\": 5, "
        "\"choices\": {}, \"label\": [], \"required\": \"no\"}, {\"field_name\": \"a\"}]}",
        "{\"dataset_fields\": [{\"field_name\": \"a/b~c\", \"validators\": \"ignore_missing one_of( "
        "scheming_choices (x) )\", "
        "\"choices\": [1, {\"value\": [1]}, {}]}, {\"field_name\": \"b\", \"repeating_subfields\": 7}]}",
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        check_rules(answers[i], false, "{\"name\": \"a1\", \"owner_org\": \"o\", \"a\": \"x\"}", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_knows_each_validator_that_it_names),
        cmocka_unit_test(a_made_schema_follows_its_meta_schema),
        cmocka_unit_test(what_the_schema_wants_is_wanted),
        cmocka_unit_test(what_is_right_is_taken),
        cmocka_unit_test(what_only_the_portal_knows_is_listed),
        cmocka_unit_test(a_type_of_its_own_passes_the_schema_by),
        cmocka_unit_test(a_stock_portal_refuses_thai_marks_in_tags),
        cmocka_unit_test(an_answer_of_any_shape_is_borne),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
