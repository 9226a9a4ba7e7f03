/* Which portal, and which token: rules 6 and 8 of the design. */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "publisher/target.h"
#include "publisher/token.h"

static struct portal_entry entries[] = {
    {.name = "sandbox", .embedded = true, .create_organization = true},
    {.name = "local-one", .url = "http://127.0.0.1:5000/", .organization = "there"},
    {.name = "city", .url = "https://portal.example.org"},
};

struct world {
    struct arena run;
    struct workspace workspace;
    struct problem problem;
    struct target target;
    char *home;
};

static void world_start(struct world *world, size_t portals)
{
    static const char *const variables[] = {"CKAN_URL", "CKAN_API_TOKEN", "CKAN_API_TOKEN_CITY",
                                            "CKAN_API_TOKEN_LOCAL_ONE", "XDG_CONFIG_HOME"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    *world = (struct world){0};
    world->home = temporary_folder(&world->run);
    setenv("HOME", world->home, 1);
    world->workspace = (struct workspace){
        .folder = "/w", .portals = entries, .portal_count = portals, .default_portal = "local-one"};
}

static void world_end(struct world *world)
{
    remove_folder(world->home);
    problem_clear(&world->problem);
    arena_free(&world->run);
}

static bool choose(struct world *world, const char *portal)
{
    problem_clear(&world->problem);
    return target_choose(&world->run, &world->workspace, portal, &world->target, &world->problem);
}

static void the_option_wins_then_the_variable_then_the_default_then_the_sandbox(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, 3);
    assert_true(choose(&world, NULL));
    assert_string_equal(world.target.name, "local-one");
    assert_string_equal(world.target.organization, "there");
    setenv("CKAN_URL", "http://localhost:8080", 1);
    assert_true(choose(&world, NULL));
    assert_string_equal(world.target.name, "http://localhost:8080");
    setenv("CKAN_URL", "http://127.0.0.1:5000", 1);
    assert_true(choose(&world, NULL));
    assert_string_equal(world.target.name, "local-one");
    assert_true(choose(&world, "sandbox"));
    assert_true(world.target.embedded);
    assert_string_equal(world.target.lock_path, "/w/.banchi/sandbox/publish.lock.json");
    unsetenv("CKAN_URL");
    world.workspace.default_portal = NULL;
    world.workspace.portal_count = 0;
    assert_true(choose(&world, NULL));
    assert_true(world.target.embedded && world.target.create_organization);
    assert_false(choose(&world, "nowhere"));
    assert_int_equal(world.problem.kind, PROBLEM_USAGE);
    world_end(&world);
}

static void a_remote_address_is_taken(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, 3);
    assert_true(choose(&world, "city"));
    assert_false(world.target.address.loopback);
    world_end(&world);
}

static void a_token_is_found_by_the_portals_name(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, 3);
    setenv("CKAN_API_TOKEN", "plain", 1);
    assert_true(choose(&world, NULL));
    assert_null(world.target.token); /* two remote portals: whose would it be? */
    assert_false(target_may_write(&world.target, &world.problem));
    assert_int_equal(world.problem.kind, PROBLEM_TOKEN);
    assert_non_null(strstr(world.problem.message.at, "CKAN_API_TOKEN_LOCAL_ONE"));
    setenv("CKAN_API_TOKEN_LOCAL_ONE", "named", 1);
    assert_true(choose(&world, NULL));
    assert_string_equal(world.target.token, "named");
    world_end(&world);
}

static void a_plain_token_counts_with_the_variable_or_the_only_portal(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, 2);
    setenv("CKAN_API_TOKEN", "plain", 1);
    assert_true(choose(&world, NULL));
    assert_string_equal(world.target.token, "plain");
    world.workspace.portal_count = 3;
    setenv("CKAN_URL", "http://localhost:8080", 1);
    assert_true(choose(&world, NULL));
    assert_string_equal(world.target.token, "plain");
    assert_true(choose(&world, "sandbox"));
    assert_null(world.target.token);
    world_end(&world);
}

static void a_token_file_is_private_and_bound_to_its_origin(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, 3);
    const char *name = ".config/banchi/tokens/local-one.json";
    char *path = arena_format(&world.run, "%s/%s", world.home, name);
    put_file(world.home, name, "{\"origin\": \"http://127.0.0.1:5000\", \"token\": \"filed\"}");
    chmod(path, 0644);
    assert_false(choose(&world, NULL));
    assert_int_equal(world.problem.kind, PROBLEM_TOKEN);
    chmod(path, 0600);
    assert_true(choose(&world, NULL));
    assert_string_equal(world.target.token, "filed");
    put_file(world.home, name, "{\"origin\": \"http://127.0.0.1:6000\", \"token\": \"filed\"}");
    chmod(path, 0600);
    assert_false(choose(&world, NULL));
    assert_int_equal(world.problem.kind, PROBLEM_TOKEN);
    assert_null(strstr(world.problem.message.at, "filed"));
    world_end(&world);
}

static void a_token_never_goes_over_plain_http_or_breaks_a_header(void **state)
{
    struct world world;
    struct address address;
    const char *token;
    (void)state;
    world_start(&world, 3);
    setenv("CKAN_API_TOKEN_CITY", "t", 1);
    assert_true(address_read(&world.run, "http://portal.example.org", &address, &world.problem));
    struct token_wanted wanted = {"city", &address, false};
    assert_false(token_find(&world.run, &wanted, &token, &world.problem));
    assert_int_equal(world.problem.kind, PROBLEM_TOKEN);
    setenv("CKAN_API_TOKEN_LOCAL_ONE", "a\r\nX: y", 1);
    assert_false(choose(&world, NULL));
    assert_int_equal(world.problem.kind, PROBLEM_TOKEN);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_option_wins_then_the_variable_then_the_default_then_the_sandbox),
        cmocka_unit_test(a_remote_address_is_taken),
        cmocka_unit_test(a_token_is_found_by_the_portals_name),
        cmocka_unit_test(a_plain_token_counts_with_the_variable_or_the_only_portal),
        cmocka_unit_test(a_token_file_is_private_and_bound_to_its_origin),
        cmocka_unit_test(a_token_never_goes_over_plain_http_or_breaks_a_header),
    };
    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
