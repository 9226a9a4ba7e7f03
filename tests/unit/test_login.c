/* A token: asked for without being shown, kept for one user and one origin, known by the portal or not. */
#include "tests/unit/support.h"

#include <pty.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/certificate.h"
#include "base/file.h"
#include "base/terminal.h"
#include "publisher/account.h"
#include "publisher/token_file.h"
#include "tests/support/scripted.h"

/* ---- on a terminal ---- */

#define SECRET "not-to-be-seen-0123456789"

/* What the child does at the other end: 0 when it got the secret and the terminal is as it was. */
static int child_reads(void)
{
    struct text line = {0};
    struct problem problem = {0};
    struct termios before, after;
    tcgetattr(STDIN_FILENO, &before);
    bool fine = terminal_read_secret("Token: ", 100, &line, &problem);
    tcgetattr(STDIN_FILENO, &after);
    if (before.c_lflag != after.c_lflag || before.c_cc[VSUSP] != after.c_cc[VSUSP])
        return 1;
    if (!fine)
        return problem.kind == PROBLEM_INTERRUPTED ? 130 : 2;
    return strcmp(line.at, SECRET) == 0 ? 0 : 3;
}

/* Types `keys` once it is asked, and collects what the screen shows. The exit status of the child;
 * -1: there are no terminals here; -2: a signal ended it. */
static int typed(const char *keys, char *screen, size_t room)
{
    int terminal;
    int status = -1;
    size_t length = 0;
    bool told = false;
    pid_t child = forkpty(&terminal, NULL, NULL, NULL);
    if (child < 0)
        return -1;
    if (child == 0) {
        alarm(30); /* a child that waits for ever fails the test, and does not hold it up */
        _exit(child_reads());
    }
    for (ssize_t got; (got = read(terminal, screen + length, room - 1 - length)) > 0;) {
        length += (size_t)got;
        screen[length] = '\0';
        if (!told && strstr(screen, "Token: ") != NULL) {
            told = true;
            assert_int_equal(write(terminal, keys, strlen(keys)), (ssize_t)strlen(keys));
        }
    }
    screen[length] = '\0';
    waitpid(child, &status, 0);
    close(terminal);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
}

static void what_is_typed_is_not_shown(void **state)
{
    char screen[1000];
    (void)state;
    int status = typed(SECRET "\n", screen, sizeof screen);
    if (status == -1)
        skip(); /* no terminals here */
    assert_int_equal(status, 0);
    assert_null(strstr(screen, "not-to-be"));
}

static void ctrl_c_leaves_the_terminal_as_it_was(void **state)
{
    char screen[1000];
    (void)state;
    int status = typed("half\003", screen, sizeof screen);
    if (status == -1)
        skip();
    assert_int_equal(status, 130);
    assert_null(strstr(screen, "half"));
}

/* ---- the file ---- */

struct world {
    struct arena arena;
    struct problem problem;
    struct token_kept kept;
    const char *home;
};

#define ORIGIN "https://portal.example.org:443"
#define PLACE ".config/banchi/tokens/city.json"

static void world_start(struct world *world)
{
    *world = (struct world){0};
    world->home = temporary_folder(&world->arena);
    setenv("HOME", world->home, 1);
    unsetenv("XDG_CONFIG_HOME");
}

static void world_end(struct world *world)
{
    remove_folder(world->home);
    problem_clear(&world->problem);
    arena_free(&world->arena);
}

static bool keep(struct world *world, const char *token)
{
    problem_clear(&world->problem);
    if (!token_file_may_write(&world->arena, "city", ORIGIN, &world->kept, &world->problem))
        return false;
    world->kept.token = token;
    return token_file_write(&world->arena, &world->kept, &world->problem);
}

static bool find(struct world *world)
{
    problem_clear(&world->problem);
    return token_file_read(&world->arena, "city", &world->kept, &world->problem);
}

static mode_t mode_of(const struct world *world, const char *name)
{
    struct stat status;
    assert_int_equal(stat(file_join((struct arena *)&world->arena, world->home, name), &status), 0);
    return status.st_mode & 07777;
}

static void a_token_is_kept_for_the_user_alone_and_found_again(void **state)
{
    struct world world;
    bool was_there;
    (void)state;
    world_start(&world);
    umask(0);
    assert_true(find(&world));
    assert_null(world.kept.origin);
    assert_true(keep(&world, "first"));
    assert_true(keep(&world, "second"));
    assert_int_equal(mode_of(&world, PLACE), 0600);
    assert_int_equal(mode_of(&world, ".config/banchi/tokens"), 0700);
    assert_int_equal(mode_of(&world, ".config/banchi"), 0700);
    assert_true(find(&world));
    assert_string_equal(world.kept.token, "second");
    assert_string_equal(world.kept.origin, ORIGIN);
    assert_true(token_file_remove(&world.arena, "city", &was_there, &world.problem) && was_there);
    assert_true(token_file_remove(&world.arena, "city", &was_there, &world.problem) && !was_there);
    umask(022);
    world_end(&world);
}

static void what_others_may_read_or_change_is_not_trusted(void **state)
{
    static const struct {
        const char *name;
        mode_t mode;
    } rows[] = {{PLACE, 0640},
                {PLACE, 0604},
                {PLACE, 0620},
                {".config/banchi/tokens", 0777},
                {".config/banchi/tokens", 0730},
                {".config/banchi", 0707},
                {".config", 0777}};
    struct world world;
    (void)state;
    world_start(&world);
    assert_true(keep(&world, "token"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *name = file_join(&world.arena, world.home, rows[i].name);
        mode_t before = mode_of(&world, rows[i].name);
        assert_int_equal(chmod(name, rows[i].mode), 0);
        assert_false(find(&world));
        assert_int_equal(world.problem.kind, PROBLEM_TOKEN);
        assert_null(world.kept.token);
        assert_false(keep(&world, "other"));
        assert_int_equal(chmod(name, before), 0);
    }
    assert_true(find(&world));
    world_end(&world);
}

static void a_name_never_leads_out_of_the_folder(void **state)
{
    static const char *const names[] = {"../city", "a/b", ".", "", ".hidden"};
    struct world world;
    (void)state;
    world_start(&world);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_true(token_file_read(&world.arena, names[i], &world.kept, &world.problem));
        assert_null(world.kept.path);
        assert_false(token_file_may_write(&world.arena, names[i], ORIGIN, &world.kept, &world.problem));
        problem_clear(&world.problem);
    }
    world_end(&world);
}

/* ---- at the portal ---- */

static struct account account_of(const struct script_step *steps, size_t count, struct arena *arena)
{
    struct scripted script = scripted(steps, count);
    struct problem problem = {0};
    struct account account;
    struct ckan ckan = {.transport = &script.transport, .url = "http://127.0.0.1:5000", .token = "t"};
    assert_true(account_read(&ckan, false, arena, &account, &problem));
    scripted_end(&script);
    return account;
}
#define ACCOUNT(steps) account_of(steps, sizeof(steps) / sizeof *(steps), &arena)

#define NOT_FOUND                                                                                            \
    "{\"success\": false, \"error\": {\"__type\": \"Not Found Error\", \"message\": \"Not found\"}}"
#define DENIED                                                                                               \
    "{\"success\": false, \"error\": {\"__type\": \"Authorization Error\", \"message\": \"Access denied\"}}"
#define UNKNOWN "\"Bad request - Action name not known\""

static void a_portal_tells_whose_a_token_is(void **state)
{
    static const struct script_step modern[] = {
        {.at = "user_show", .status = 200, .body = "result {\"name\": \"editor\", \"sysadmin\": false}"}};
    static const struct script_step old[] = {
        {.at = "user_show", .status = 404, .body = NOT_FOUND},
        {.at = "organization_list_for_user",
         .status = 200,
         .body = "result [{\"name\": \"office\", \"id\": \"o1\", \"capacity\": \"editor\"}]"}};
    static const struct script_step old_and_idle[] = {
        {.at = "user_show", .status = 404, .body = NOT_FOUND},
        {.at = "organization_list_for_user", .status = 200, .body = "result []"},
        {.at = "dashboard_new_activities_count", .status = 200, .body = "result 0"}};
    struct arena arena = {0};
    (void)state;
    struct account account = ACCOUNT(modern);
    assert_true(account.known);
    assert_string_equal(account.name, "editor");
    account = ACCOUNT(old);
    assert_true(account.known);
    assert_null(account.name);
    check_text(account_capacity(&account, "office"), "editor");
    check_text(account_capacity(&account, "o1"), "editor");
    check_text(account_capacity(&account, "another"), "");
    assert_true(ACCOUNT(old_and_idle).known);
    arena_free(&arena);
}

static void a_token_that_the_portal_does_not_know_is_no_problem(void **state)
{
    static const struct script_step denied[] = {
        {.at = "user_show", .status = 403, .body = DENIED},
        {.at = "organization_list_for_user", .status = 200, .body = "result []"},
        {.at = "dashboard_new_activities_count", .status = 403, .body = DENIED}};
    static const struct script_step without[] = {
        {.at = "user_show", .status = 404, .body = NOT_FOUND},
        {.at = "organization_list_for_user", .status = 200, .body = "result []"},
        {.at = "dashboard_new_activities_count", .status = 400, .body = UNKNOWN}};
    struct arena arena = {0};
    (void)state;
    assert_false(ACCOUNT(denied).known);
    assert_false(ACCOUNT(without).known);
    arena_free(&arena);
}

/* ---- certificates ---- */

static void a_file_of_certificates_is_looked_at_before_it_is_used(void **state)
{
    static const struct {
        const char *content;
        const char *words;
    } rows[] = {
        {"", "is empty"},
        {" \n\n", "is empty"},
        {"words\n", "holds no certificate"},
        {"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "holds no certificate"},
        {"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", "cannot be read"},
        {"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read"},
        {"-----BEGIN CERTIFICATE-----\nAAAA\n", "cannot be read"},
    };
    struct world world;
    struct slice pem;
    (void)state;
    world_start(&world);
    char *path = file_join(&world.arena, world.home, "ca.pem");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put_file(world.home, "ca.pem", rows[i].content);
        problem_clear(&world.problem);
        assert_false(certificates_read(&world.arena, path, &pem, &world.problem));
        assert_int_equal(world.problem.kind, PROBLEM_LOCAL);
        if (strstr(world.problem.message.at, rows[i].words) == NULL)
            fail_msg("row %zu: %s", i, world.problem.message.at);
    }
    assert_true(certificates_read(&world.arena, "/etc/ssl/certs/ca-certificates.crt", &pem, &world.problem) ||
                file_kind("/etc/ssl/certs/ca-certificates.crt") == FILE_ABSENT);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_typed_is_not_shown),
        cmocka_unit_test(ctrl_c_leaves_the_terminal_as_it_was),
        cmocka_unit_test(a_token_is_kept_for_the_user_alone_and_found_again),
        cmocka_unit_test(what_others_may_read_or_change_is_not_trusted),
        cmocka_unit_test(a_name_never_leads_out_of_the_folder),
        cmocka_unit_test(a_portal_tells_whose_a_token_is),
        cmocka_unit_test(a_token_that_the_portal_does_not_know_is_no_problem),
        cmocka_unit_test(a_file_of_certificates_is_looked_at_before_it_is_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
