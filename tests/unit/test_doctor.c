/* A portal by hearsay: what is asked, and what is made of the answers. */
#include "tests/unit/support.h"

#include <time.h>

#include "command/doctor_check.h"
#include "tests/support/scripted.h"

struct world {
    struct arena arena;
    struct diagnosis diagnosis;
    struct check checks[DOCTOR_CHECKS];
    size_t count;
    struct target target;
};

#define STATUS(version, extensions)                                                                          \
    "result {\"ckan_version\": \"" version "\", \"extensions\": [" extensions "]}"
#define NOT_FOUND                                                                                            \
    "{\"success\": false, \"error\": {\"__type\": \"Not Found Error\", \"message\": \"Not found\"}}"
#define OFFICE "result [{\"name\": \"office\", \"id\": \"1\", \"capacity\": \"editor\"}]"

static void examine(struct world *world, const char *token, const struct script_step *steps, size_t count)
{
    static const struct portal_file never_pulled;
    static const struct workspace workspace = {.folder = "/nowhere", .profile = "ckan"};
    struct scripted script = scripted(steps, count);
    struct ckan ckan = {.transport = &script.transport, .url = "https://portal.example.org", .token = token};
    *world = (struct world){.target = {.name = "city", .listed = true, .token = token, .token_hint = ""}};
    world->target.address.url = ckan.url;
    diagnosis_make(&ckan, "office", &world->arena, &world->diagnosis);
    struct doctor doctor = {.arena = &world->arena,
                            .workspace = &workspace,
                            .target = &world->target,
                            .diagnosis = &world->diagnosis,
                            .organization = "office",
                            .pulled = &never_pulled};
    world->count = doctor_judge(&doctor, world->checks);
    scripted_end(&script);
}
#define EXAMINE(world, token, steps) examine(world, token, steps, sizeof(steps) / sizeof *(steps))

static const struct check *check_named(const struct world *world, const char *name)
{
    for (size_t i = 0; i < world->count; i++)
        if (strcmp(world->checks[i].name, name) == 0)
            return &world->checks[i];
    fail_msg("there is no check \"%s\"", name);
    return NULL;
}

static void check_is(const struct world *world, const char *name, enum check_level level, const char *words)
{
    const struct check *check = check_named(world, name);
    if (check->level != level || strstr(check->words, words) == NULL)
        fail_msg("%s: %s, %s", name, check_level_name(check->level), check->words);
}

static void world_end(struct world *world)
{
    problem_clear(&world->diagnosis.problem);
    arena_free(&world->arena);
}

static void a_modern_portal_is_asked_three_things(void **state)
{
    static const struct script_step steps[] = {
        {.at = "status_show", .status = 200, .body = STATUS("2.10.10", "\"datastore\", \"xloader\"")},
        {.at = "user_show", .status = 200, .body = "result {\"name\": \"steward\", \"sysadmin\": false}"},
        {.at = "organization_list_for_user", .status = 200, .body = OFFICE}};
    struct world world;
    (void)state;
    EXAMINE(&world, "token-of-the-test", steps);
    assert_int_equal(world.diagnosis.requests, 3);
    check_is(&world, "portal", CHECK_FINE, "portal.example.org");
    check_is(&world, "version", CHECK_FINE, "2.10.10");
    check_is(&world, "token", CHECK_FINE, "steward");
    check_is(&world, "organization", CHECK_FINE, "editor");
    check_is(&world, "datastore", CHECK_FINE, "there");
    check_is(&world, "loader", CHECK_FINE, "XLoader");
    check_is(&world, "upload_limit", CHECK_ADVICE, "not known");
    check_is(&world, "clock", CHECK_UNKNOWN, "does not tell");
    world_end(&world);
}

/* 2.8 does not tell the caller who it is, and has no package_revise. */
static void an_old_portal_is_told_as_one(void **state)
{
    static const struct script_step steps[] = {
        {.at = "status_show", .status = 200, .body = STATUS("2.8.12", "\"datapusher\", \"datastore\"")},
        {.at = "user_show", .status = 404, .body = NOT_FOUND},
        {.at = "organization_list_for_user", .status = 200, .body = OFFICE}};
    struct world world;
    (void)state;
    EXAMINE(&world, "token-of-the-test", steps);
    check_is(&world, "version", CHECK_ADVICE, "2.8.12");
    assert_non_null(strstr(check_named(&world, "version")->advice, "2.9"));
    check_is(&world, "token", CHECK_FINE, "does not tell");
    check_is(&world, "loader", CHECK_FINE, "DataPusher");
    check_is(&world, "organization", CHECK_FINE, "editor");
    world_end(&world);
}

static void clocks_are_compared(void **state)
{
    struct script_step steps[] = {{.at = "status_show", .status = 200, .body = STATUS("2.10.10", "")},
                                  {.at = "organization_show", .status = 200, .body = "result {}"}};
    struct world world;
    (void)state;
    for (size_t i = 0; i < 2; i++)
        steps[i].date = (long long)time(NULL);
    EXAMINE(&world, NULL, steps);
    assert_int_equal(world.diagnosis.requests, 2);
    check_is(&world, "clock", CHECK_FINE, "same");
    check_is(&world, "organization", CHECK_FINE, "is there");
    world_end(&world);
    for (size_t i = 0; i < 2; i++)
        steps[i].date = (long long)time(NULL) - 7200;
    EXAMINE(&world, NULL, steps);
    check_is(&world, "clock", CHECK_ADVICE, "seconds behind");
    assert_true(world.diagnosis.clock_ahead <= -7198 && world.diagnosis.clock_ahead >= -7202);
    world_end(&world);
}

static void what_is_no_ckan_is_told_with_one_check(void **state)
{
    static const struct script_step page[] = {
        {.at = "status_show", .status = 200, .body = "<html>Welcome</html>", .type = "text/html"}};
    static const struct script_step silent[] = {{.at = "status_show", .delivery = DELIVERY_SILENT}};
    static const struct script_step away[] = {
        {.at = "status_show", .status = 301, .body = "", .location = "https://other.example.org/"}};
    struct world world;
    (void)state;
    EXAMINE(&world, "token-of-the-test", page);
    assert_int_equal(world.count, 1);
    assert_int_equal(world.checks[0].status, STATUS_NETWORK);
    check_is(&world, "portal", CHECK_OFF, "not CKAN's");
    world_end(&world);
    EXAMINE(&world, "token-of-the-test", silent); /* asked once: what hangs is not waited for again */
    assert_int_equal(world.diagnosis.requests, 1);
    check_is(&world, "portal", CHECK_OFF, "does not answer");
    world_end(&world);
    EXAMINE(&world, "token-of-the-test", away);
    check_is(&world, "portal", CHECK_OFF, "other.example.org");
    world_end(&world);
}

static void what_fails_half_way_is_not_known(void **state)
{
    static const struct script_step steps[] = {
        {.at = "status_show", .status = 200, .body = STATUS("2.10.10", "\"datastore\"")},
        {.at = "user_show", .status = 500, .body = "oops", .type = "text/html"}};
    struct world world;
    (void)state;
    EXAMINE(&world, "token-of-the-test", steps);
    check_is(&world, "version", CHECK_FINE, "2.10.10");
    check_is(&world, "token", CHECK_UNKNOWN, "oops");
    check_is(&world, "organization", CHECK_UNKNOWN, "oops");
    assert_int_equal(check_named(&world, "token")->status, STATUS_NETWORK);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_modern_portal_is_asked_three_things),
        cmocka_unit_test(an_old_portal_is_told_as_one),
        cmocka_unit_test(clocks_are_compared),
        cmocka_unit_test(what_is_no_ckan_is_told_with_one_check),
        cmocka_unit_test(what_fails_half_way_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
