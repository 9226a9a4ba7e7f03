/* Addresses, the retry policy, and libcurl against a small server on the loopback. */
#include "tests/unit/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "publisher/address.h"
#include "publisher/http.h"
#include "publisher/retry.h"

/* ---- a server that gives each connection the next of a list of answers ---- */

struct server {
    int socket;
    uint16_t port;
    const char *const *answers; /* "" hangs up when the request was read; NULL ends */
    struct text heard;
    size_t connections;
    pthread_t thread;
};

/* Reads a request: header, and the body that Content-Length or chunks announce. */
static bool hear(int connection, struct text *heard)
{
    size_t start = heard->length;
    size_t need = 0;
    for (;;) {
        char *room = text_reserve(heard, 65536);
        ssize_t got = recv(connection, room, 65536, 0);
        if (got <= 0)
            return heard->length > start;
        heard->length += (size_t)got;
        heard->at[heard->length] = '\0';
        char *end = memmem(heard->at + start, heard->length - start, "\r\n\r\n", 4);
        char *length = strcasestr(heard->at + start, "Content-Length: ");
        if (end != NULL && need == 0)
            need = (size_t)(end + 4 - heard->at) +
                   (length != NULL && length < end ? strtoul(length + 16, NULL, 10) : 0);
        if (need > 0 && heard->length >= need)
            return true;
    }
}

static void *serve(void *self)
{
    struct server *server = self;
    const char *const *answer = server->answers;
    while (*answer != NULL) {
        int connection = accept(server->socket, NULL, NULL);
        if (connection < 0)
            break; /* the test has ended, and nobody came for the rest */
        server->connections++;
        while (*answer != NULL && hear(connection, &server->heard)) {
            const char *now = *answer++;
            if (*now == '\0' || send(connection, now, strlen(now), MSG_NOSIGNAL) < 0)
                break;
            if (strstr(now, "keep-alive") == NULL)
                break;
        }
        close(connection);
    }
    return NULL;
}

static void server_start(struct server *server, const char *const *answers)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    *server = (struct server){.answers = answers, .socket = socket(AF_INET, SOCK_STREAM, 0)};
    assert_int_equal(bind(server->socket, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(server->socket, 8), 0);
    assert_int_equal(getsockname(server->socket, (struct sockaddr *)&address, &length), 0);
    server->port = ntohs(address.sin_port);
    assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void server_end(struct server *server)
{
    shutdown(server->socket, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->socket);
    text_free(&server->heard);
}

struct world {
    struct arena arena;
    struct server server;
    struct transport *transport;
    struct problem problem;
};

static void world_start(struct world *world, const char *const *answers)
{
    *world = (struct world){0};
    server_start(&world->server, answers);
    world->transport = http_open(true, &world->problem);
    assert_non_null(world->transport);
}

static void world_end(struct world *world)
{
    http_close(world->transport);
    server_end(&world->server);
    problem_clear(&world->problem);
    arena_free(&world->arena);
}

static bool ask(struct world *world, struct request request, struct answer *answer)
{
    request.url = arena_format(&world->arena, "http://127.0.0.1:%u/api", world->server.port);
    return world->transport->send(world->transport, &request, &world->arena, answer, &world->problem);
}

#define OK_KEEP                                                                                              \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: "                 \
    "keep-alive\r\n\r\n{}"
#define OK_CLOSE "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

/* ---- addresses ---- */

static void check_address(const char *url, const char *origin, bool loopback)
{
    struct arena arena = {0};
    struct address address;
    struct problem problem = {0};
    assert_true(address_read(&arena, url, &address, &problem));
    assert_string_equal(address.origin, origin);
    assert_int_equal(address.loopback, loopback);
    arena_free(&arena);
}

static void an_origin_has_scheme_host_and_port(void **state)
{
    (void)state;
    check_address("https://Portal.Example.org/", "https://portal.example.org:443", false);
    check_address("http://portal.example.org:8080/ckan", "http://portal.example.org:8080", false);
    check_address("http://127.0.0.1:5000", "http://127.0.0.1:5000", true);
    check_address("http://localhost", "http://localhost:80", true);
    check_address("http://[::1]:5000/", "http://[::1]:5000", true);
    check_address("http://127.0.0.1.example.org", "http://127.0.0.1.example.org:80", false);
    check_address("http://127.1", "http://127.1:80", false);
    check_address("http://0127.0.0.1", "http://0127.0.0.1:80", false);
    check_address("http://127.0.0.01", "http://127.0.0.01:80", false);
    check_address("http://localhost.example.org", "http://localhost.example.org:80", false);
}

static void what_is_no_address_of_a_portal_is_refused(void **state)
{
    static const char *const wrong[] = {"",
                                        "portal.example.org",
                                        "ftp://a",
                                        "http://",
                                        "http://user@host",
                                        "http://a?b",
                                        "http://a#b",
                                        "http://a b",
                                        "http://a:0",
                                        "http://a:70000",
                                        "file:///etc/passwd",
                                        "http://127.0.0.1\\@evil",
                                        "http://a:",
                                        "http:///x"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct arena arena = {0};
        struct address address;
        struct problem problem = {0};
        assert_false(address_read(&arena, wrong[i], &address, &problem));
        assert_int_equal(problem.kind, PROBLEM_USAGE);
        problem_clear(&problem);
        arena_free(&arena);
    }
}

static void the_last_segment_of_an_address_is_decoded(void **state)
{
    struct arena arena = {0};
    (void)state;
    check_text(address_last_segment(&arena, slice_of("http://h/d/x/download/a-b.csv")), "a-b.csv");
    check_text(address_last_segment(&arena, slice_of("http://h/a%20b.csv?x=/y")), "a b.csv");
    check_text(address_last_segment(&arena, slice_of("http://h/")), "");
    check_text(address_last_segment(&arena, slice_of("%4")), "%4");
    arena_free(&arena);
}

/* ---- retry policy ---- */

static long delay(enum delivery delivery, int status, long after, bool write, unsigned tries)
{
    struct answer answer = {.delivery = delivery, .status = status, .retry_after = after};
    return retry_delay(&answer, write, tries, RETRY_CHANCES / 2);
}

static void a_write_is_repeated_only_when_it_was_not_carried_out(void **state)
{
    (void)state;
    assert_int_equal(delay(DELIVERY_LOST, 0, -1, true, 1), -1);
    assert_true(delay(DELIVERY_LOST, 0, -1, false, 1) > 0);
    assert_true(delay(DELIVERY_NOT_SENT, 0, -1, true, 1) > 0);
    assert_int_equal(delay(DELIVERY_ANSWERED, 502, -1, true, 1), -1);
    assert_true(delay(DELIVERY_ANSWERED, 502, -1, false, 1) > 0);
    assert_int_equal(delay(DELIVERY_ANSWERED, 500, -1, false, 1), -1);
    assert_int_equal(delay(DELIVERY_ANSWERED, 409, -1, true, 1), -1);
}

static void retry_after_is_heeded_within_its_bound(void **state)
{
    (void)state;
    for (unsigned chance = 0; chance < RETRY_CHANCES; chance++) {
        struct answer answer = {.delivery = DELIVERY_ANSWERED, .status = 429, .retry_after = 7};
        long asked = retry_delay(&answer, true, 1, chance);
        assert_true(asked >= 7000 && asked < 7500);
        answer.retry_after = -1;
        long own = retry_delay(&answer, true, 1, chance);
        assert_true(own >= 500 && own < 1500);
    }
    assert_true(delay(DELIVERY_ANSWERED, 503, 0, false, 2) < 500);
    assert_int_equal(delay(DELIVERY_ANSWERED, 429, LIMIT_RETRY_AFTER_SECONDS + 1, false, 1), -1);
    assert_int_equal(delay(DELIVERY_ANSWERED, 429, 1, false, LIMIT_TRIES), -1);
    assert_true(delay(DELIVERY_ANSWERED, 429, -1, true, 2) > delay(DELIVERY_ANSWERED, 429, -1, true, 1));
}

/* ---- libcurl ---- */

static void connections_are_kept(void **state)
{
    static const char *const answers[] = {OK_KEEP, OK_KEEP, OK_CLOSE, NULL};
    struct world world;
    struct answer answer;
    (void)state;
    world_start(&world, answers);
    for (int i = 0; i < 3; i++) {
        assert_true(ask(&world, (struct request){.json = slice_of("{\"a\":1}"), .write = true, .token = "T"},
                        &answer));
        assert_int_equal(answer.status, 200);
        check_text(answer.body, "{}");
        assert_string_equal(answer.content_type, "application/json");
    }
    assert_int_equal(world.server.connections, 1);
    assert_non_null(strstr(world.server.heard.at, "Authorization: T\r\n"));
    assert_non_null(strstr(world.server.heard.at, "Content-Length: 7\r\n"));
    assert_null(strstr(world.server.heard.at, "Expect:"));
    world_end(&world);
}

static void nothing_of_one_request_stays_in_the_next(void **state)
{
    static const char *const answers[] = {OK_KEEP, OK_KEEP, OK_KEEP, OK_CLOSE, NULL};
    struct world world;
    struct answer answer;
    size_t from = 0;
    (void)state;
    world_start(&world, answers);
    assert_true(ask(&world, (struct request){.json = slice_of("{\"read\":1}"), .token = "T"}, &answer));
    from = world.server.heard.length;
    assert_true(ask(&world, (struct request){.json = slice_of("{\"write\":22}"), .write = true}, &answer));
    assert_non_null(strstr(world.server.heard.at + from, "{\"write\":22}"));
    assert_null(strstr(world.server.heard.at + from, "read"));
    assert_null(strstr(world.server.heard.at + from, "Authorization"));
    from = world.server.heard.length;
    assert_true(ask(&world, (struct request){.url = ""}, &answer));
    assert_non_null(strstr(world.server.heard.at + from, "GET /api"));
    assert_true(ask(&world, (struct request){.json = slice_of("{\"again\":333}")}, &answer));
    assert_non_null(strstr(world.server.heard.at + from, "{\"again\":333}"));
    world_end(&world);
}

/* uWSGI closes after each answer and does not say so. */
static void a_write_on_a_connection_that_died_is_not_sent_twice(void **state)
{
    static const char *const answers[] = {OK_KEEP, "", OK_KEEP, OK_CLOSE, NULL};
    struct world world;
    struct answer answer;
    (void)state;
    world_start(&world, answers);
    struct request write = {.json = slice_of("{\"write\":1}"), .write = true};
    assert_true(ask(&world, write, &answer));
    assert_true(ask(&world, write, &answer));
    assert_int_equal(answer.delivery, DELIVERY_LOST);
    assert_true(ask(&world, write, &answer));
    assert_int_equal(answer.status, 200);
    assert_true(ask(&world, write, &answer));
    const char *at = world.server.heard.at;
    size_t heard = 0;
    while ((at = strstr(at, "{\"write\":1}")) != NULL) {
        at++;
        heard++;
    }
    assert_int_equal(heard, 4);
    assert_true(world.server.connections >= 3); /* writes have their own now */
    world_end(&world);
}

static void a_redirect_is_told_and_not_followed(void **state)
{
    static const char *const answers[] = {
        "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n\r\n", NULL};
    struct world world;
    struct answer answer;
    (void)state;
    world_start(&world, answers);
    assert_true(ask(&world, (struct request){.json = slice_of("{}")}, &answer));
    assert_int_equal(answer.status, 301);
    assert_string_equal(answer.location, "http://127.0.0.1:1/elsewhere");
    world_end(&world);
}

static void a_truncated_answer_is_a_lost_one(void **state)
{
    static const char *const answers[] = {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"success\"", NULL};
    struct world world;
    struct answer answer;
    (void)state;
    world_start(&world, answers);
    assert_true(ask(&world, (struct request){.json = slice_of("{}")}, &answer));
    assert_int_equal(answer.delivery, DELIVERY_LOST);
    world_end(&world);
}

static void retry_after_is_read(void **state)
{
    static const char *const answers[] = {
        "HTTP/1.1 429 Slow\r\nRetry-After: 9\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n",
        "HTTP/1.1 503 No\r\nRetry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\nContent-Length: 0\r\n"
        "Connection: keep-alive\r\n\r\n",
        "HTTP/1.1 503 No\r\nRetry-After: Sat, 01 Jan 2000 00:00:00 GMT\r\nContent-Length: 0\r\n"
        "Connection: keep-alive\r\n\r\n",
        OK_CLOSE, NULL};
    struct world world;
    struct answer answer;
    (void)state;
    world_start(&world, answers);
    assert_true(ask(&world, (struct request){.json = slice_of("{}")}, &answer));
    assert_int_equal(answer.retry_after, 9);
    assert_true(ask(&world, (struct request){.json = slice_of("{}")}, &answer));
    assert_true(answer.retry_after > LIMIT_RETRY_AFTER_SECONDS);
    assert_true(ask(&world, (struct request){.json = slice_of("{}")}, &answer));
    assert_int_equal(answer.retry_after, 0);
    assert_true(ask(&world, (struct request){.json = slice_of("{}")}, &answer));
    assert_int_equal(answer.retry_after, -1);
    world_end(&world);
}

static void nobody_listening_means_not_sent(void **state)
{
    struct arena arena = {0};
    struct problem problem = {0};
    struct answer answer;
    struct transport *transport = http_open(true, &problem);
    struct request request = {.url = "http://127.0.0.1:1/", .write = true, .json = slice_of("{}")};
    (void)state;
    assert_true(transport->send(transport, &request, &arena, &answer, &problem));
    assert_int_equal(answer.delivery, DELIVERY_NOT_SENT);
    assert_true(answer.reason[0] != '\0');
    http_close(transport);
    arena_free(&arena);
}

static bool upload(struct world *world, const char *sha256, uint64_t bytes, struct answer *answer)
{
    char *folder = temporary_folder(&world->arena);
    put_file(folder, "a.csv", "x,y\n1,2\n");
    struct form_part parts[] = {{"id", slice_of("r1")}, {"hash", slice_of(sha256)}};
    char right[HASH_HEX_BYTES];
    put_file(folder, "b.txt", "second");
    hash_slice(slice_of("second"), right);
    const struct upload files[] = {
        {"upload", arena_format(&world->arena, "%s/a.csv", folder), "a.csv", "text/csv", bytes, sha256},
        {"update__resources__1__upload", arena_format(&world->arena, "%s/b.txt", folder), "b.txt",
         "text/plain", 6, right}};
    bool fine = ask(
        world,
        (struct request){.parts = parts, .part_count = 2, .uploads = files, .upload_count = 2, .write = true},
        answer);
    remove_folder(folder);
    return fine;
}

static void files_are_streamed_in_a_form(void **state)
{
    static const char *const answers[] = {OK_CLOSE, NULL};
    char sha256[HASH_HEX_BYTES];
    struct world world;
    struct answer answer;
    (void)state;
    world_start(&world, answers);
    hash_slice(slice_of("x,y\n1,2\n"), sha256);
    assert_true(upload(&world, sha256, 8, &answer));
    assert_int_equal(answer.status, 200);
    assert_non_null(strstr(world.server.heard.at, "filename=\"a.csv\""));
    assert_non_null(strstr(world.server.heard.at, "x,y\n1,2\n"));
    assert_non_null(strstr(world.server.heard.at, "Content-Type: text/csv"));
    assert_non_null(
        strstr(world.server.heard.at, "name=\"update__resources__1__upload\"; filename=\"b.txt\""));
    assert_non_null(strstr(world.server.heard.at, "second"));
    world_end(&world);
}

static void a_file_that_changed_since_it_was_checked_is_never_sent_whole(void **state)
{
    static const char *const answers[] = {OK_CLOSE, NULL};
    char sha256[HASH_HEX_BYTES];
    struct world world;
    struct answer answer;
    (void)state;
    world_start(&world, answers);
    hash_slice(slice_of("another"), sha256);
    assert_false(upload(&world, sha256, 8, &answer));
    assert_int_equal(world.problem.kind, PROBLEM_LOCAL);
    http_close(world.transport);
    world.transport = NULL;
    server_end(&world.server);
    problem_clear(&world.problem);
    arena_free(&world.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_origin_has_scheme_host_and_port),
        cmocka_unit_test(what_is_no_address_of_a_portal_is_refused),
        cmocka_unit_test(the_last_segment_of_an_address_is_decoded),
        cmocka_unit_test(a_write_is_repeated_only_when_it_was_not_carried_out),
        cmocka_unit_test(retry_after_is_heeded_within_its_bound),
        cmocka_unit_test(connections_are_kept),
        cmocka_unit_test(nothing_of_one_request_stays_in_the_next),
        cmocka_unit_test(a_write_on_a_connection_that_died_is_not_sent_twice),
        cmocka_unit_test(a_redirect_is_told_and_not_followed),
        cmocka_unit_test(a_truncated_answer_is_a_lost_one),
        cmocka_unit_test(retry_after_is_read),
        cmocka_unit_test(nobody_listening_means_not_sent),
        cmocka_unit_test(files_are_streamed_in_a_form),
        cmocka_unit_test(a_file_that_changed_since_it_was_checked_is_never_sent_whole),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
