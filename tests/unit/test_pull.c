/* Pulling a portal's schemas, through publisher/pull.h and catalog/portal_file.h: answers of every age and
 * shape. */
#include "tests/unit/support.h"

#include "base/file.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "catalog/portal_file.h"
#include "publisher/pull.h"
#include "tests/support/scripted.h"

#define STATUS                                                                                               \
    {                                                                                                        \
        .at = "status_show", .status = 200,                                                                  \
        .body = "result {\"ckan_version\": \"2.9.11\", \"extensions\": [\"scheming_datasets\", "             \
                "\"datastore\", \"a\"]}"                                                                     \
    }
#define UNKNOWN(action)                                                                                      \
    {                                                                                                        \
        .at = action, .status = 400, .body = "\"Bad request - Action name not known: x\""                    \
    }

static const char schema_1[] =
    "result {\"scheming_version\": 1, \"dataset_type\": \"dataset\", \"dataset_fields\": [{\"field_name\": "
    "\"title\", \"preset\": \"title\", \"label\": \"Title\"}], \"resource_fields\": []}";

/* What became of it: the document laid out, or the problem's kind. */
static enum problem_kind pull(const struct script_step *steps, size_t count, struct arena *arena,
                              struct json *root)
{
    struct problem problem = {0};
    struct scripted line = scripted(steps, count);
    struct ckan ckan = {.transport = &line.transport, .url = "https://portal.example.org"};
    bool done = pull_portal(&ckan, ckan.url, arena, root, &problem);
    enum problem_kind kind = problem.kind;
    assert_int_equal(done, kind == PROBLEM_NONE);
    scripted_end(&line);
    problem_clear(&problem);
    return kind;
}

static void check_pull(const struct script_step *steps, size_t count, enum problem_kind wanted)
{
    struct arena arena = {0};
    struct json root;
    assert_int_equal(pull(steps, count, &arena, &root), wanted);
    arena_free(&arena);
}
#define CHECK_PULL(steps, wanted) check_pull(steps, sizeof(steps) / sizeof *(steps), wanted)

static void all_kinds_are_asked_for_and_kept_as_answered(void **state)
{
    (void)state;
    const struct script_step steps[] = {
        STATUS,
        {.at = "scheming_dataset_schema_list", .status = 200, .body = "result [\"dataset\"]"},
        {.at = "scheming_dataset_schema_show", .status = 200, .body = schema_1},
        {.at = "scheming_organization_schema_list", .status = 200, .body = "result [\"organization\"]"},
        {.at = "scheming_organization_schema_show",
         .status = 200,
         .body = "result {\"fields\": [{\"field_name\": \"name\"}]}"},
        UNKNOWN("scheming_group_schema_list"),
    };
    struct arena arena = {0};
    struct json root;
    struct text out = {0};
    assert_int_equal(pull(steps, 6, &arena, &root), PROBLEM_NONE);
    json_write_canonical(&out, &root);
    check_text(text_slice(&out),
               "{\"banchi\":1,\"ckan_version\":\"2.9.11\",\"datasets\":{\"dataset\":{\"dataset_fields\":[{"
               "\"field_name\":\"title\",\"label\":\"Title\",\"preset\":\"title\"}],\"dataset_type\":"
               "\"dataset\",\"resource_fields\":[],\"scheming_version\":1}},\"digest\":"
               "\"6a7eb974012d363e7c8761660c9d3471a49188aad8c67153170a6fe6d378daf5\",\"extensions\":[\"a\","
               "\"datastore\",\"scheming_datasets\"],\"groups\":{},\"organizations\":{\"organization\":{"
               "\"fields\":[{\"field_name\":\"name\"}]}},\"url\":\"https://portal.example.org\"}");
    text_free(&out);
    arena_free(&arena);
}

static void a_portal_without_scheming_is_a_stock_one(void **state)
{
    (void)state;
    const struct script_step steps[] = {STATUS, UNKNOWN("scheming_dataset_schema_list"),
                                        UNKNOWN("scheming_organization_schema_list"),
                                        UNKNOWN("scheming_group_schema_list")};
    struct arena arena = {0};
    struct json root;
    assert_int_equal(pull(steps, 4, &arena, &root), PROBLEM_NONE);
    assert_int_equal(json_get(&root, "datasets")->count, 0);
    arena_free(&arena);
}

static void what_is_no_answer_of_ckan_is_a_problem(void **state)
{
    (void)state;
    const struct script_step page[] = {
        {.at = "status_show", .status = 200, .body = "<html>Login</html>", .type = "text/html"}};
    const struct script_step absent[] = {
        {.at = "status_show", .status = 404, .body = "<html>404</html>", .type = "text/html"}};
    const struct script_step page_later[] = {
        STATUS,
        {.at = "scheming_dataset_schema_list", .status = 200, .body = "result [\"dataset\"]"},
        {.at = "scheming_dataset_schema_show", .status = 200, .body = "<html>", .type = "text/html"}};
    CHECK_PULL(page, PROBLEM_NETWORK);
    CHECK_PULL(absent, PROBLEM_NETWORK);
    CHECK_PULL(page_later, PROBLEM_NETWORK);
}

static void what_is_no_schema_is_a_problem(void **state)
{
    (void)state;
    const struct script_step no_list[] = {
        STATUS, {.at = "scheming_dataset_schema_list", .status = 200, .body = "result {\"dataset\": 1}"}};
    const struct script_step no_name[] = {
        STATUS, {.at = "scheming_dataset_schema_list", .status = 200, .body = "result [5]"}};
    const struct script_step no_fields[] = {
        STATUS,
        {.at = "scheming_dataset_schema_list", .status = 200, .body = "result [\"dataset\"]"},
        {.at = "scheming_dataset_schema_show", .status = 200, .body = "result {\"dataset_fields\": 5}"}};
    CHECK_PULL(no_list, PROBLEM_NETWORK);
    CHECK_PULL(no_name, PROBLEM_NETWORK);
    CHECK_PULL(no_fields, PROBLEM_NETWORK);
}

static void a_schema_over_the_limit_is_a_problem(void **state)
{
    (void)state;
    struct text body = {0};
    text_add(&body, "result {\"dataset_fields\": [], \"about\": \"");
    char *at = text_reserve(&body, LIMIT_PORTAL_SCHEMA_BYTES + 10);
    memset(at, 'a', LIMIT_PORTAL_SCHEMA_BYTES);
    body.length += LIMIT_PORTAL_SCHEMA_BYTES;
    text_add(&body, "\"}");
    const struct script_step steps[] = {
        STATUS,
        {.at = "scheming_dataset_schema_list", .status = 200, .body = "result [\"dataset\"]"},
        {.at = "scheming_dataset_schema_show", .status = 200, .body = body.at},
        UNKNOWN("scheming_organization_schema_list"),
        UNKNOWN("scheming_group_schema_list")};
    CHECK_PULL(steps, PROBLEM_NETWORK);
    text_free(&body);
}

static void the_file_is_written_once_and_read_back(void **state)
{
    (void)state;
    const struct script_step steps[] = {
        STATUS,
        {.at = "scheming_dataset_schema_list", .status = 200, .body = "result [\"dataset\"]"},
        {.at = "scheming_dataset_schema_show", .status = 200, .body = schema_1},
        UNKNOWN("scheming_organization_schema_list"),
        UNKNOWN("scheming_group_schema_list")};
    struct arena arena = {0};
    struct problem problem = {0};
    struct finding_lines lines = finding_lines();
    struct json root;
    struct portal_file file;
    bool changed;
    struct workspace workspace = {.folder = temporary_folder(&arena)};
    assert_int_equal(pull(steps, 5, &arena, &root), PROBLEM_NONE);
    assert_true(portal_file_write(&arena, &workspace, "city", &root, true, &changed, &problem));
    assert_true(changed);
    portal_file_read(&arena, &workspace, "city", &lines.sink, &file);
    assert_false(file.there);
    assert_true(portal_file_write(&arena, &workspace, "city", &root, false, &changed, &problem));
    assert_true(changed);
    assert_true(portal_file_write(&arena, &workspace, "city", &root, false, &changed, &problem));
    assert_false(changed);
    portal_file_read(&arena, &workspace, "city", &lines.sink, &file);
    assert_true(file.there);
    assert_non_null(file.answer);
    check_text(text_slice(&lines.text), "");
    assert_false(portal_file_write(&arena, &workspace, "../city", &root, false, &changed, &problem));
    assert_int_equal(problem.kind, PROBLEM_USAGE);
    problem_clear(&problem);
    remove_folder(workspace.folder);
    text_free(&lines.text);
    arena_free(&arena);
}

static void an_edited_or_merged_file_is_told_of(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct finding_lines lines = finding_lines();
    struct portal_file file;
    struct workspace workspace = {.folder = temporary_folder(&arena)};
    put_file(workspace.folder, "schemas/portals/city.json", "{\"datasets\": {}, \"digest\": \"0\"}");
    portal_file_read(&arena, &workspace, "city", &lines.sink, &file);
    assert_false(file.there);
    put_file(workspace.folder, "schemas/portals/city.json", "<<<<<<< HEAD\n{}");
    portal_file_read(&arena, &workspace, "city", &lines.sink, &file);
    assert_false(file.there);
    assert_int_equal(lines.counts.errors, 2);
    remove_folder(workspace.folder);
    text_free(&lines.text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_kinds_are_asked_for_and_kept_as_answered),
        cmocka_unit_test(a_portal_without_scheming_is_a_stock_one),
        cmocka_unit_test(what_is_no_answer_of_ckan_is_a_problem),
        cmocka_unit_test(what_is_no_schema_is_a_problem),
        cmocka_unit_test(a_schema_over_the_limit_is_a_problem),
        cmocka_unit_test(the_file_is_written_once_and_read_back),
        cmocka_unit_test(an_edited_or_merged_file_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
