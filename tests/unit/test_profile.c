/* The built-in profiles, through metadata/profile.h. */
#include "tests/unit/support.h"

#include "base/json.h"
#include "metadata/profile.h"

static void every_built_in_profile_compiles(void **state)
{
    (void)state;
    static const char *const names[] = {"thai-gdc-1.4", "thai-gdc-2.1", "thai-gdc-2.2",
                                        "ckan",         "catalog",      "dictionary"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct arena arena = {0};
        struct problem problem = {0};
        const struct profile *profile = profile_open(&arena, names[i], &problem);
        if (profile == NULL)
            fail_msg("%s", problem.message.at);
        arena_free(&arena);
    }
}

static void an_unknown_profile_is_wrong_use(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct problem problem = {0};
    assert_null(profile_open(&arena, "thai-gdc-9", &problem));
    assert_int_equal(problem.kind, PROBLEM_USAGE);
    problem_clear(&problem);
    assert_null(profile_open(&arena, "common", &problem));
    problem_clear(&problem);
    arena_free(&arena);
}

static void check_profile(const char *name, const char *text, const char *wanted)
{
    struct arena arena = {0}, scratch = {0};
    struct problem problem = {0};
    struct finding_lines lines = finding_lines();
    struct json_document document = {.file = "a.json"};
    const struct profile *profile = profile_open(&arena, name, &problem);
    assert_non_null(profile);
    assert_true(json_read_document(&arena, slice_of(text), &lines.sink, &document));
    profile_check(profile, &document, &scratch, &lines.sink);
    check_text(text_slice(&lines.text), wanted);
    text_free(&lines.text);
    arena_free(&arena);
    arena_free(&scratch);
}

/* Whether a finding of that code stands at the field, among others. */
static void check_findings_of(const char *name, const char *text, const char *field, const char *code)
{
    struct arena arena = {0}, scratch = {0};
    struct problem problem = {0};
    struct finding_lines lines = finding_lines();
    struct json_document document = {.file = "a.json"};
    const struct profile *profile = profile_open(&arena, name, &problem);
    assert_non_null(profile);
    assert_true(json_read_document(&arena, slice_of(text), &lines.sink, &document));
    assert_false(profile_check(profile, &document, &scratch, &lines.sink));
    bool found = false;
    for (const char *line = lines.text.at; line != NULL && *line != 0 && !found;
         line = strchr(line, 10) + 1) {
        const char *place = strstr(line, field), *end = strchr(line, 10);
        found = strncmp(line, code, 4) == 0 && place != NULL && place < end;
    }
    if (!found)
        fail_msg("no %s at %s in:\n%s", code, field, lines.text.at);
    text_free(&lines.text);
    arena_free(&arena);
    arena_free(&scratch);
}

#define DATASET                                                                                                                                               \
    "{\"name\": \"a-b\", \"title\": \"ก\", \"owner_org\": \"org\", \"data_type\": \"ข้อมูลสถิติ\", "                                  \
    "\"maintainer\": \"ศูนย์\", \"maintainer_email\": \"a@example.org\", \"tags\": [\"กขค\"], \"notes\": "                                    \
    "\"ก\", "                                                                                                                                               \
    "\"objective\": [\"พันธกิจหน่วยงาน\"], \"update_frequency_interval\": \"1\", \"geo_coverage\": \"จังหวัด\", " \
    "\"data_source\": \"ก\", \"data_format\": [\"CSV\"], \"data_category\": \"ข้อมูลสาธารณะ\", "                                  \
    "\"license_id\": \"Open Data Common\""

static void a_whole_dataset_has_no_findings(void **state)
{
    (void)state;
    check_profile("thai-gdc-2.1", DATASET ", \"update_frequency_unit\": \"ปี\"}", "");
}

static void conditions_tell_their_own_codes(void **state)
{
    (void)state;
    check_profile("thai-gdc-2.1", DATASET ",\n\"update_frequency_unit\": \"อื่นๆ\"}",
                  "M201 error a.json:1:1 update_frequency_unit_other choice \"other\" without its text\n");
    check_profile("thai-gdc-2.1",
                  DATASET ",\n\"update_frequency_unit\": \"ปี\", \"resources\": [\n{\"name\": \"a\"}]}",
                  "M101 error a.json:3:1 format \"format\" is missing\n"
                  "M205 error a.json:3:1 url neither file nor link, or both\n");
}

static void versions_differ_in_their_lists(void **state)
{
    (void)state;
    static const char word[] =
        DATASET ", \"update_frequency_unit\": \"ปี\",\n\"data_classification\": \"ลับ\"}";
    check_profile("thai-gdc-2.1", word,
                  "M107 error a.json:2:1 data_classification the key {value} is not known here\n");
    check_profile("thai-gdc-2.2", word,
                  "M209 warning a.json:2:24 data_classification class that does not go with the category\n");
    static const char internal[] =
        "{\"data_category\": \"ข้อมูลใช้ภายใน\", \"private\": false, \"license_id\": \"License not specified\"}";
    check_findings_of("thai-gdc-2.2", internal, "license_id", "M103");
    check_findings_of("thai-gdc-2.2", internal, "private", "M204");
    static const char format[] =
        "{\"data_format\": [\"DOC/DOCX\"], \"resources\": [{\"resource_private\": \"True\"}]}";
    check_findings_of("thai-gdc-1.4", format, "data_format", "M103");
    check_findings_of("thai-gdc-1.4", format, "resource_private", "M107");
}

static void a_plain_portal_takes_less_and_more(void **state)
{
    (void)state;
    check_profile("ckan",
                  "{\"name\": \"a\", \"owner_org\": \"org\", \"tags\": [\"สถิติ\", \"แรงงาน\"],\n"
                  "\"objective\": [], \"maintainer_email\": \"a b\",\n"
                  "\"resources\": [{\"url\": \"https://example.org/a\", \"anything\": 1}]}",
                  "M104 error a.json:1:10 name {value} does not have the form that is wanted here\n"
                  "M104 error a.json:1:44 tags {value} does not have the form that is wanted here\n"
                  "M107 error a.json:2:1 objective the key {value} is not known here\n"
                  "M104 error a.json:2:38 maintainer_email {value} is not an e-mail address\n");
}

static void a_missing_item_has_the_help_that_its_reference_leads_to(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct problem problem = {0};
    size_t count;
    const struct profile *profile = profile_open(&arena, "thai-gdc-2.2", &problem);
    const struct profile_item *items = profile_items(profile, false, &count);
    assert_string_equal(items[1].label, "Name in the address");
    assert_non_null(items[1].help);
    assert_string_equal(profile_label(profile, "maintainer", false), "Contact Unit");
    assert_string_equal(profile_label(profile, "upload", true), "File");
    arena_free(&arena);
}

static void items_come_in_the_order_of_the_form(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct problem problem = {0};
    size_t count;
    const struct profile *profile = profile_open(&arena, "thai-gdc-2.1", &problem);
    const struct profile_item *items = profile_items(profile, false, &count);
    assert_true(count > 50);
    assert_string_equal(items[1].key, "name");
    assert_string_equal(items[2].key, "data_type");
    assert_string_equal(items[2].label, "Data Type");
    assert_true(items[2].required);
    assert_false(items[2].list);
    assert_int_equal(items[2].choices->count, 5);
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].key, "objective") == 0) {
            assert_true(items[i].list);
            assert_int_equal(items[i].choices->count, 14);
        }
    items = profile_items(profile, true, &count);
    assert_string_equal(items[0].key, "upload");
    assert_string_equal(profile_label(profile, "upload", true), "File");
    assert_string_equal(profile_label(profile, "title", false), "Dataset Name");
    assert_string_equal(profile_label(profile, "nothing", false), "nothing");
    arena_free(&arena);
}

static void files_are_those_of_the_folder(void **state)
{
    (void)state;
    size_t count;
    const struct profile_file *files = profile_files(&count);
    assert_int_equal(count, 7);
    assert_string_equal(files[5].name, "thai-gdc-2.1.json");
    assert_true(slice_starts(files[5].text, "{"));
    assert_true(slice_ends(files[5].text, "}\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_built_in_profile_compiles),
        cmocka_unit_test(an_unknown_profile_is_wrong_use),
        cmocka_unit_test(a_whole_dataset_has_no_findings),
        cmocka_unit_test(conditions_tell_their_own_codes),
        cmocka_unit_test(versions_differ_in_their_lists),
        cmocka_unit_test(a_plain_portal_takes_less_and_more),
        cmocka_unit_test(a_missing_item_has_the_help_that_its_reference_leads_to),
        cmocka_unit_test(items_come_in_the_order_of_the_form),
        cmocka_unit_test(files_are_those_of_the_folder),
    };
    return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
