/* The sandbox from outside: its lock, its tokens, and what it refuses before any action. */
#include "tests/unit/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/problem.h"
#include "portal/sandbox.h"

struct fixture {
    struct arena arena;
    struct problem problem;
    char *folder;
    struct sandbox *sandbox;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->folder = temporary_folder(&fixture->arena);
    const struct sandbox_options options = {.folder = fixture->folder, .stock = true};
    fixture->sandbox = sandbox_start(&options, &fixture->problem);
    assert_non_null(fixture->sandbox);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    sandbox_stop(fixture->sandbox);
    remove_folder(fixture->folder);
    problem_clear(&fixture->problem);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static int connection_to(const struct fixture *fixture)
{
    const char *port = strrchr(sandbox_url(fixture->sandbox), ':') + 1;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(connection >= 0);
    assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof address), 0);
    return connection;
}

/* Sends a request as it stands and returns the whole answer. */
static const char *say(struct fixture *fixture, const char *request)
{
    int connection = connection_to(fixture);
    struct text answer = {0};
    char some[4096];
    ssize_t count;
    assert_int_equal(send(connection, request, strlen(request), MSG_NOSIGNAL), (ssize_t)strlen(request));
    while ((count = recv(connection, some, sizeof some, 0)) > 0)
        text_add_bytes(&answer, some, (size_t)count);
    close(connection);
    const char *copy = arena_copy(&fixture->arena, answer.at, answer.length);
    text_free(&answer);
    return copy;
}

static const char *get(struct fixture *fixture, const char *host, const char *path, const char *more)
{
    return say(fixture,
               arena_format(&fixture->arena, "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n",
                            path, host, more));
}

static const char *post(struct fixture *fixture, const char *token, const char *action, const char *body)
{
    return say(fixture,
               arena_format(&fixture->arena,
                            "POST /api/3/action/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n"
                            "Content-Type: application/json\r\nContent-Length: %zu\r\n"
                            "Connection: close\r\n\r\n%s",
                            action, token, strlen(body), body));
}

static void check_status(const char *answer, int status)
{
    char wanted[32];
    snprintf(wanted, sizeof wanted, "HTTP/1.1 %d ", status);
    assert_memory_equal(answer, wanted, strlen(wanted));
}

static void a_running_sandbox_is_found(void **state)
{
    struct fixture *fixture = *state;
    const char *url = sandbox_running(&fixture->arena, fixture->folder);
    assert_non_null(url);
    assert_string_equal(url, sandbox_url(fixture->sandbox));
}

static void a_folder_is_served_only_once(void **state)
{
    struct fixture *fixture = *state;
    const struct sandbox_options options = {.folder = fixture->folder};
    assert_null(sandbox_start(&options, &fixture->problem));
    assert_int_equal(fixture->problem.kind, PROBLEM_LOCAL);
}

static void a_lock_that_was_left_behind_counts_as_none(void **state)
{
    struct fixture *fixture = *state;
    const char *folder = temporary_folder(&fixture->arena);
    assert_null(sandbox_running(&fixture->arena, folder));
    put_file(folder, "portal.lock", "{\"pid\": 1, \"port\": 80, \"url\": \"http://127.0.0.1:80\"}\n");
    assert_null(sandbox_running(&fixture->arena, folder));
    remove_folder(folder);
}

static void a_token_serves_until_it_is_revoked(void **state)
{
    struct fixture *fixture = *state;
    const char *token = sandbox_token_make(&fixture->arena, fixture->folder, "test", &fixture->problem);
    assert_non_null(token);
    assert_int_equal(strlen(token), 64);
    check_status(post(fixture, token, "organization_create", "{\"name\": \"office\"}"), 200);
    assert_true(sandbox_token_revoke(fixture->folder, token, &fixture->problem));
    check_status(post(fixture, token, "organization_create", "{\"name\": \"other\"}"), 403);
}

static void only_the_hash_of_a_token_is_stored(void **state)
{
    struct fixture *fixture = *state;
    const char *token = sandbox_token_make(&fixture->arena, fixture->folder, "test", &fixture->problem);
    char **names;
    size_t count;
    assert_true(file_list(&fixture->arena, fixture->folder, &names, &count, &fixture->problem));
    for (size_t i = 0; i < count; i++) {
        struct slice content;
        const char *path = file_join(&fixture->arena, fixture->folder, names[i]);
        if (file_kind(path) != FILE_REGULAR)
            continue;
        assert_true(file_read(&fixture->arena, path, 64 * MiB, &content, &fixture->problem));
        assert_true(content.length == 0 || memmem(content.at, content.length, token, 64) == NULL);
    }
}

static void a_host_that_is_not_the_loopback_is_refused(void **state)
{
    struct fixture *fixture = *state;
    check_status(get(fixture, "127.0.0.1:8080", "/api/3/action/site_read", ""), 200);
    check_status(get(fixture, "localhost", "/api/3/action/site_read", ""), 200);
    check_status(get(fixture, "[::1]:80", "/api/3/action/site_read", ""), 200);
    check_status(get(fixture, "portal.example.org", "/api/3/action/site_read", ""), 403);
    check_status(get(fixture, "127.0.0.1.example.org", "/api/3/action/site_read", ""), 403);
    check_status(get(fixture, "localhost.example.org:80", "/api/3/action/site_read", ""), 403);
}

static void a_body_over_the_limit_is_refused(void **state)
{
    struct fixture *fixture = *state;
    check_status(say(fixture, "POST /api/3/action/package_create HTTP/1.1\r\nHost: localhost\r\n"
                              "Content-Length: 67108865\r\n\r\n"),
                 413);
}

static void no_path_leads_out_of_the_folder(void **state)
{
    struct fixture *fixture = *state;
    check_status(get(fixture, "localhost", "/dataset/x/resource/..%2f..%2fportal.sqlite/download/x", ""),
                 404);
    check_status(get(fixture, "localhost", "/dataset/../../portal.sqlite", ""), 404);
    check_status(get(fixture, "localhost", "/files/", ""), 404);
    check_status(get(fixture, "localhost", "/datastore/dump/..%2fportal.sqlite", ""), 404);
}

static void what_was_stored_is_there_after_a_restart_and_gone_after_a_reset(void **state)
{
    struct fixture *fixture = *state;
    struct sandbox_options options = {.folder = fixture->folder, .stock = true};
    const char *token = sandbox_token_make(&fixture->arena, fixture->folder, "test", &fixture->problem);
    check_status(post(fixture, token, "organization_create", "{\"name\": \"office\"}"), 200);
    sandbox_stop(fixture->sandbox);
    fixture->sandbox = sandbox_start(&options, &fixture->problem);
    check_status(post(fixture, "", "organization_show", "{\"id\": \"office\"}"), 200);
    sandbox_stop(fixture->sandbox);
    options.reset = true;
    fixture->sandbox = sandbox_start(&options, &fixture->problem);
    check_status(post(fixture, "", "organization_show", "{\"id\": \"office\"}"), 404);
    check_status(post(fixture, token, "organization_create", "{\"name\": \"office\"}"), 403);
}

static void a_script_in_a_file_is_not_run(void **state)
{
    struct fixture *fixture = *state;
    const char *answer = get(fixture, "localhost", "/no-such-page", "");
    assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'; sandbox"));
    assert_non_null(strstr(answer, "X-Content-Type-Options: nosniff"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_running_sandbox_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_is_served_only_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lock_that_was_left_behind_counts_as_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_token_serves_until_it_is_revoked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_the_hash_of_a_token_is_stored, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_host_that_is_not_the_loopback_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_body_over_the_limit_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_path_leads_out_of_the_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_stored_is_there_after_a_restart_and_gone_after_a_reset,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_script_in_a_file_is_not_run, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
