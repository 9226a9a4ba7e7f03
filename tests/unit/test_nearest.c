/* What was probably meant: by spelling, and by the words that the profiles know for a choice. */
#include "tests/unit/support.h"

#include "base/json.h"
#include "metadata/nearest.h"
#include "metadata/profile.h"

static const char *nearest(const char *value, const char *const *texts, size_t count)
{
    struct arena arena = {0};
    struct slice choices[16];
    for (size_t i = 0; i < count; i++)
        choices[i] = slice_of(texts[i]);
    long found = nearest_choice(&arena, slice_of(value), choices, count);
    arena_free(&arena);
    return found < 0 ? "" : texts[found];
}

static void thai_words_are_found_by_spelling(void **state)
{
    (void)state;
    static const char *const units[] = {"ปี", "ครึ่งปี", "ไตรมาส", "เดือน", "สัปดาห์", "วัน", "วันทำการ", "อื่นๆ"};
    static const struct {
        const char *value, *meant;
    } cases[] = {{"รายปี", "ปี"},      {"ไตรมาศ", "ไตรมาส"}, {"รายครึ่งปี", "ครึ่งปี"}, {"อื่น ๆ", "อื่นๆ"},
                 {"สัปดาห", "สัปดาห์"}, {"ทุกเดือน", "เดือน"},   {"ทุกวัน", "วัน"},      {"ศตวรรษ", ""},
                 {"ปื", "ปี"},         {"ป", "ปี"},           {"เดื่อน", "เดือน"},    {"ปา", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(nearest(cases[i].value, units, sizeof units / sizeof *units), cases[i].meant);
}

/* Walks a schema for banchi:synonyms, and counts them. */
static size_t check_synonyms(const struct json *schema)
{
    size_t found = 0;
    const struct json *synonyms = json_get(schema, "banchi:synonyms");
    const struct json *choices = json_get(schema, "enum");
    for (uint32_t i = 0; synonyms != NULL && i < synonyms->count; i++, found++) {
        bool known = false;
        for (uint32_t j = 0; choices != NULL && j < choices->count; j++)
            known = known || json_same(&choices->items[j], &synonyms->members[i].value);
        if (!known)
            fail_msg("%.*s stands for no choice", SLICE(json_text(&synonyms->members[i].key)));
    }
    for (uint32_t i = 0; json_is(schema, JSON_OBJECT) && i < schema->count; i++)
        found += check_synonyms(&schema->members[i].value);
    for (uint32_t i = 0; json_is(schema, JSON_ARRAY) && i < schema->count; i++)
        found += check_synonyms(&schema->items[i]);
    return found;
}

static void each_synonym_stands_for_a_choice_beside_it(void **state)
{
    (void)state;
    size_t count, found = 0;
    const struct profile_file *files = profile_files(&count);
    struct arena arena = {0};
    for (size_t i = 0; i < count; i++) {
        struct json root;
        const struct json_fault *faults;
        assert_true(json_read(&arena, files[i].text, &root, &faults));
        assert_null(faults);
        found += check_synonyms(&root);
    }
    assert_true(found > 100);
    arena_free(&arena);
}

static void blanks_and_capitals_do_not_count(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_true(nearest_is_same(&arena, slice_of("CC BY"), slice_of("cc-by")) == false);
    assert_true(nearest_is_same(&arena, slice_of("Real Time"), slice_of("real time ")));
    assert_true(nearest_is_same(&arena, slice_of(""), slice_of(" ")));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thai_words_are_found_by_spelling),
        cmocka_unit_test(each_synonym_stands_for_a_choice_beside_it),
        cmocka_unit_test(blanks_and_capitals_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
