/* The sandbox that misbehaves on purpose, and what it does with clients that misbehave. */
#include "tests/unit/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/problem.h"
#include "portal/sandbox.h"

struct fixture {
    struct arena arena;
    struct problem problem;
    char *folder;
    struct sandbox *sandbox;
};

static struct fixture *serve(const char *fault, unsigned patience)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->folder = temporary_folder(&fixture->arena);
    const struct sandbox_options options = {
        .folder = fixture->folder, .stock = true, .fault = fault, .patience = patience};
    fixture->sandbox = sandbox_start(&options, &fixture->problem);
    return fixture;
}

static void end(struct fixture *fixture)
{
    sandbox_stop(fixture->sandbox);
    remove_folder(fixture->folder);
    problem_clear(&fixture->problem);
    arena_free(&fixture->arena);
    free(fixture);
}

static int connection_to(const struct fixture *fixture)
{
    assert_non_null(fixture->sandbox);
    const char *port = strrchr(sandbox_url(fixture->sandbox), ':') + 1;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(connection >= 0);
    assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof address), 0);
    return connection;
}

static const char *hear(struct fixture *fixture, int connection)
{
    struct text answer = {0};
    char some[4096];
    ssize_t count;
    text_add(&answer, "");
    while ((count = recv(connection, some, sizeof some, 0)) > 0)
        text_add_bytes(&answer, some, (size_t)count);
    close(connection);
    const char *copy = arena_copy(&fixture->arena, answer.at, answer.length);
    text_free(&answer);
    return copy;
}

#define GET_STATUS "GET /api/3/action/status_show HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

static const char *get_status(struct fixture *fixture)
{
    int connection = connection_to(fixture);
    assert_int_equal(send(connection, GET_STATUS, strlen(GET_STATUS), MSG_NOSIGNAL),
                     (ssize_t)strlen(GET_STATUS));
    return hear(fixture, connection);
}

static int status_of(struct fixture *fixture)
{
    const char *answer = get_status(fixture);
    return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? (int)strtol(answer + 9, NULL, 10) : 0;
}

static void a_fault_that_cannot_be_read_is_wrong_use(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",        "nonsense",       "slow:no_action", "slow:any:0", "slow:any:x",
        "slow=x",  "drop-after=1",   "500:any:101%",   "500,",       "redirect=200",
        "500:a:1", "datapusher:any", "500:any:1+1",    "429=-1",     "crawl=0"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct fixture *fixture = serve(wrong[i], 0);
        assert_null(fixture->sandbox);
        assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
        end(fixture);
    }
}

static void only_the_nth_request_is_struck(void **state)
{
    (void)state;
    struct fixture *fixture = serve("503:status_show:2=7,500:any:3,drop-before:read:4+", 0);
    assert_int_equal(status_of(fixture), 200);
    assert_non_null(strstr(get_status(fixture), "Retry-After: 7"));
    assert_int_equal(status_of(fixture), 500);
    assert_int_equal(status_of(fixture), 0);
    assert_int_equal(status_of(fixture), 0);
    end(fixture);
}

static void a_share_is_the_same_in_every_run(void **state)
{
    (void)state;
    unsigned struck[2] = {0};
    for (size_t run = 0; run < 2; run++) {
        struct fixture *fixture = serve("502:any:50%7", 0);
        for (unsigned i = 0; i < 16; i++)
            struck[run] |= status_of(fixture) == 502 ? 1u << i : 0;
        end(fixture);
    }
    assert_int_equal(struck[0], struck[1]);
    assert_int_not_equal(struck[0], 0);
    assert_int_not_equal(struck[0], 0xFFFF);
}

static void a_truncated_answer_is_shorter_than_it_says(void **state)
{
    (void)state;
    struct fixture *fixture = serve("truncated", 0);
    const char *answer = get_status(fixture);
    const char *length = strstr(answer, "Content-Length: ");
    const char *body = strstr(answer, "\r\n\r\n");
    assert_non_null(length);
    assert_non_null(body);
    assert_true(strlen(body + 4) > 0);
    assert_true(strlen(body + 4) < strtoul(length + 16, NULL, 10));
    end(fixture);
}

/* Milliseconds that a request of 64 KiB takes. */
static long long sending_time(struct fixture *fixture)
{
    struct text request = {0};
    struct timespec begin, end;
    text_format(&request,
                "POST /api/3/action/status_show HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                "Content-Type: application/json\r\nContent-Length: 65536\r\n\r\n");
    size_t head = request.length;
    while (request.length < head + 65536)
        text_add(&request, " ");
    clock_gettime(CLOCK_MONOTONIC, &begin);
    int connection = connection_to(fixture);
    for (size_t gone = 0; gone < request.length;) {
        ssize_t sent = send(connection, request.at + gone, request.length - gone, MSG_NOSIGNAL);
        assert_true(sent > 0);
        gone += (size_t)sent;
    }
    assert_non_null(strstr(hear(fixture, connection), "HTTP/1.1 "));
    clock_gettime(CLOCK_MONOTONIC, &end);
    text_free(&request);
    return (end.tv_sec - begin.tv_sec) * 1000LL + (end.tv_nsec - begin.tv_nsec) / 1000000;
}

static void a_body_crawls_in_and_the_request_is_carried_out(void **state)
{
    (void)state;
    struct fixture *fixture = serve("crawl:status_show:1=64,500:status_show:2", 0);
    assert_true(sending_time(fixture) >= 900);
    assert_int_equal(status_of(fixture), 500); /* the other fault has counted as if the first were none */
    assert_int_equal(status_of(fixture), 200);
    end(fixture);
}

static void a_client_that_drips_is_cut_off(void **state)
{
    (void)state;
    struct fixture *fixture = serve(NULL, 1);
    const struct timespec pause = {.tv_nsec = 100000000};
    int connection = connection_to(fixture);
    unsigned sent = 0;
    while (sent < 100 && send(connection, &"GET /aaaaaaaaaaaaaaaaaaaaa"[sent % 20], 1, MSG_NOSIGNAL) == 1) {
        sent++;
        nanosleep(&pause, NULL);
    }
    assert_in_range(sent, 1, 60);
    close(connection);
    assert_int_equal(status_of(fixture), 200);
    end(fixture);
}

static void a_silent_line_is_cut_off(void **state)
{
    (void)state;
    struct fixture *fixture = serve(NULL, 1);
    int half = connection_to(fixture);
    assert_int_equal(send(half, GET_STATUS, 40, MSG_NOSIGNAL), 40);
    int silent = connection_to(fixture);
    hear(fixture, silent);
    hear(fixture, half);
    assert_int_equal(status_of(fixture), 200);
    end(fixture);
}

static void *ask_often(void *self)
{
    struct fixture own = *(struct fixture *)self;
    own.arena = (struct arena){0};
    intptr_t good = 0;
    for (int i = 0; i < 50; i++)
        good += status_of(&own) == 200;
    arena_free(&own.arena);
    return (void *)good; // NOLINT(performance-no-int-to-ptr): a count on its way through pthread_join
}

static void four_connections_are_served_at_once(void **state)
{
    (void)state;
    struct fixture *fixture = serve("slow:any:10%=20", 0);
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, fixture), 0);
    for (size_t i = 0; i < 4; i++) {
        void *good;
        assert_int_equal(pthread_join(threads[i], &good), 0);
        assert_int_equal((intptr_t)good, 50);
    }
    end(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_that_cannot_be_read_is_wrong_use),
        cmocka_unit_test(only_the_nth_request_is_struck),
        cmocka_unit_test(a_share_is_the_same_in_every_run),
        cmocka_unit_test(a_truncated_answer_is_shorter_than_it_says),
        cmocka_unit_test(a_body_crawls_in_and_the_request_is_carried_out),
        cmocka_unit_test(a_client_that_drips_is_cut_off),
        cmocka_unit_test(a_silent_line_is_cut_off),
        cmocka_unit_test(four_connections_are_served_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
