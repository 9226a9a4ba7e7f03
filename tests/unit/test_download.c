/* Files that are fetched: whole, bounded, hashed; links only from the public internet and without a token. */
#include "tests/unit/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "publisher/download.h"
#include "publisher/http.h"
#include "publisher/public_address.h"
#include "tests/support/scripted.h"

/* ---- which addresses are public ---- */

static bool public(const char *text)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
        return address_is_public((struct sockaddr *)&four);
    assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
    return address_is_public((struct sockaddr *)&six);
}

static void addresses_of_private_networks_are_not_public(void **state)
{
    (void)state;
    static const char *const special[] = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.9.9",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "3fff::1",
        "4000::1",
    };
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (public(special[i]))
            fail_msg("%s counts as public", special[i]);
}

static void addresses_beside_them_are_public(void **state)
{
    (void)state;
    static const char *const plain[] = {
        "1.1.1.1",      "9.255.255.255",  "11.0.0.1",         "100.63.255.255",  "100.128.0.1",
        "126.0.0.1",    "128.0.0.1",      "172.15.255.255",   "172.32.0.1",      "192.167.0.1",
        "192.169.0.1",  "198.17.0.1",     "198.20.0.1",       "223.255.255.255", "2606:4700::1111",
        "2400:cb00::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2a00:1450::1"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (!public(plain[i]))
            fail_msg("%s does not count as public", plain[i]);
    struct sockaddr other = {.sa_family = AF_UNIX};
    assert_false(address_is_public(&other));
}

/* ---- a file of the portal's ---- */

struct fetched {
    bool fine;
    enum problem_kind kind;
    char message[1000];
    char content[100];
    struct download download;
    size_t requests;
    char log[2000];
};

static char scratch[] = "/tmp/banchi-download-XXXXXX";

static int scratch_open(void)
{
    char name[sizeof scratch];
    memcpy(name, scratch, sizeof scratch);
    int file = mkstemp(name);
    assert_true(file >= 0);
    unlink(name);
    return file;
}

static void fetched_end(struct fetched *fetched, struct scripted *script, struct problem *problem)
{
    ssize_t length = pread(fetched->download.descriptor, fetched->content, sizeof fetched->content - 1, 0);
    assert_true(length >= 0);
    close(fetched->download.descriptor);
    fetched->kind = problem->kind;
    snprintf(fetched->message, sizeof fetched->message, "%s",
             problem->message.at != NULL ? problem->message.at : "");
    snprintf(fetched->log, sizeof fetched->log, "%s", script->log.at != NULL ? script->log.at : "");
    scripted_end(script);
    problem_clear(problem);
}

static struct fetched fetch(const struct script_step *steps, size_t count, struct download download)
{
    struct arena arena = {0};
    struct problem problem = {0};
    struct scripted script = scripted(steps, count);
    struct ckan ckan = {.transport = &script.transport, .url = "http://127.0.0.1:5000", .token = "s3cret"};
    struct fetched fetched = {.download = download};
    fetched.download.package_id = "p";
    fetched.download.resource_id = "r";
    fetched.download.name = slice_of("a.csv");
    fetched.download.descriptor = scratch_open();
    fetched.fine = download_file(&ckan, &fetched.download, &arena, &problem);
    fetched.requests = ckan.requests;
    fetched_end(&fetched, &script, &problem);
    fetched.download.media_type = fetched.download.leads_to = NULL;
    arena_free(&arena);
    return fetched;
}

static void a_file_comes_with_its_hash(void **state)
{
    (void)state;
    static const struct script_step steps[] = {{.at = "a.csv", .status = 200, .body = "a,b\n1,2\n"}};
    struct fetched got = fetch(steps, 1, (struct download){0});
    assert_true(got.fine);
    assert_string_equal(got.content, "a,b\n1,2\n");
    assert_int_equal(got.download.bytes, 8);
    assert_string_equal(got.download.sha256,
                        "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470");
}

static void what_broke_off_is_begun_anew(void **state)
{
    (void)state;
    static const struct script_step steps[] = {{.at = "a.csv", .delivery = DELIVERY_LOST},
                                               {.at = "a.csv", .status = 200, .body = "short"}};
    struct fetched got = fetch(steps, 2, (struct download){0});
    assert_true(got.fine);
    assert_string_equal(got.content, "short");
    assert_int_equal(got.requests, 2);
}

static void a_file_over_the_limit_is_not_fetched(void **state)
{
    (void)state;
    static const struct script_step steps[] = {{.at = "a.csv", .status = 200, .body = "123456"}};
    assert_true(fetch(steps, 1, (struct download){.most = 6}).fine);
    struct fetched got = fetch(steps, 1, (struct download){.most = 5});
    assert_false(got.fine);
    assert_int_equal(got.kind, PROBLEM_NETWORK);
    assert_non_null(strstr(got.message, "larger than 5 bytes"));
}

static void a_redirect_is_told_and_not_followed(void **state)
{
    (void)state;
    static const struct script_step steps[] = {
        {.at = "a.csv", .status = 302, .body = "", .location = "http://10.0.0.1/secret"}};
    struct fetched got = fetch(steps, 1, (struct download){0});
    assert_int_equal(got.kind, PROBLEM_NETWORK);
    got = fetch(steps, 1, (struct download){.may_lead_on = true});
    assert_true(got.fine);
    assert_int_equal(got.requests, 1);
}

static void refusals_have_their_kinds(void **state)
{
    (void)state;
    static const struct {
        int status;
        enum problem_kind kind;
    } rows[] = {{401, PROBLEM_TOKEN}, {403, PROBLEM_TOKEN}, {404, PROBLEM_NETWORK}, {500, PROBLEM_NETWORK}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct script_step step = {
            .at = "a.csv", .status = rows[i].status, .body = "<html>", .type = "text/html"};
        assert_int_equal(fetch(&step, 1, (struct download){0}).kind, rows[i].kind);
    }
}

/* ---- what the portal said of it ---- */

static const char *claims(const char *json, const char *sha256, const char *media_type)
{
    static char message[1000];
    struct arena arena = {0};
    struct problem problem = {0};
    struct json resource;
    const struct json_fault *faults;
    struct download download = {.name = slice_of("a.csv"), .media_type = media_type};
    snprintf(download.sha256, sizeof download.sha256, "%s", sha256);
    assert_true(json_read(&arena, slice_of(json), &resource, &faults));
    bool fine = download_claims(&resource, &download, &problem);
    assert_int_equal(fine, problem.kind == PROBLEM_NONE);
    snprintf(message, sizeof message, "%s", fine ? "" : problem.message.at);
    problem_clear(&problem);
    arena_free(&arena);
    return message;
}

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static void a_hash_that_the_portal_names_must_be_that_of_the_bytes(void **state)
{
    (void)state;
    assert_string_equal(claims("{\"hash\": \"" SHA_A "\"}", SHA_A, "text/csv"), "");
    assert_non_null(strstr(claims("{\"hash\": \"" SHA_B "\"}", SHA_A, "text/csv"), "other bytes"));
    assert_string_equal(claims("{\"hash\": \"\"}", SHA_A, "text/csv"), "");
    assert_string_equal(claims("{\"hash\": 7}", SHA_A, "text/csv"), "");
    assert_string_equal(claims("{\"hash\": [1]}", SHA_A, "text/csv"), "");
    assert_string_equal(claims("{\"hash\": \"d41d8cd98f00b204e9800998ecf8427e\"}", SHA_A, "text/csv"), "");
}

static void a_page_is_no_table(void **state)
{
    (void)state;
    assert_non_null(strstr(claims("{\"format\": \"CSV\"}", SHA_A, "text/html; charset=utf-8"), "page"));
    assert_non_null(strstr(claims("{\"hash\": \"" SHA_B "\"}", SHA_A, "text/html"), "page"));
    assert_string_equal(claims("{\"hash\": \"" SHA_A "\"}", SHA_A, "text/html"), "");
    assert_string_equal(claims("{\"format\": \"HTML\"}", SHA_A, "text/html"), "");
    assert_string_equal(claims("{\"mimetype\": \"text/html\"}", SHA_A, "text/html"), "");
}

/* ---- links ---- */

static struct fetched follow(const struct script_step *steps, size_t count, const char *url)
{
    struct arena arena = {0};
    struct problem problem = {0};
    struct scripted script = scripted(steps, count);
    struct fetched fetched = {.download = {.descriptor = scratch_open()}};
    fetched.fine = download_link(&script.transport, url, &fetched.download, &arena, &problem);
    fetched_end(&fetched, &script, &problem);
    fetched.download.media_type = NULL;
    arena_free(&arena);
    return fetched;
}

static void a_link_is_followed_without_a_token(void **state)
{
    (void)state;
    static const struct script_step steps[] = {
        {.at = "/one?x=1", .status = 302, .body = "moved", .location = "https://example.org/two.csv"},
        {.at = "/two.csv", .status = 200, .body = "a,b\n"}};
    struct fetched got = follow(steps, 2, "http://example.org/one?x=1");
    assert_true(got.fine);
    assert_string_equal(got.content, "a,b\n");
    assert_string_equal(got.log, "GET one?x=1 anonymous\nGET two.csv anonymous\n");
}

static void thai_letters_of_a_link_are_encoded(void **state)
{
    (void)state;
    static const struct script_step steps[] = {{.at = "/%E0%B8%81.csv", .status = 200, .body = "x"}};
    assert_true(follow(steps, 1, "http://example.org/ก.csv").fine);
}

static void a_link_leads_on_only_so_often(void **state)
{
    (void)state;
    struct script_step steps[LIMIT_LINK_REDIRECTS + 1];
    for (size_t i = 0; i <= LIMIT_LINK_REDIRECTS; i++)
        steps[i] =
            (struct script_step){.at = "/a", .status = 301, .body = "", .location = "http://example.org/a"};
    struct fetched got = follow(steps, LIMIT_LINK_REDIRECTS + 1, "http://example.org/a");
    assert_int_equal(got.kind, PROBLEM_NETWORK);
    assert_non_null(strstr(got.message, "the limit"));
}

static void links_of_other_kinds_are_not_followed(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "file:///etc/passwd",
        "ftp://example.org/a",
        "http://user:pass@example.org/a",
        "/etc/passwd",
        "gopher://example.org/a",
        "http://example.org/a b",
        "http://example.org/\x1b[2J",
        "",
        "javascript:alert(1)",
        "http://\xe0\xb8\x81.org/",
        "HTTP:example.org",
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct fetched got = follow(NULL, 0, urls[i]);
        assert_int_equal(got.kind, PROBLEM_NETWORK);
        assert_null(strstr(got.message, "pass@"));
        assert_null(strchr(got.message, '\x1b'));
    }
    static const struct script_step away[] = {
        {.at = "/a", .status = 302, .body = "", .location = "file:///etc/passwd"}};
    assert_int_equal(follow(away, 1, "http://example.org/a").kind, PROBLEM_NETWORK);
}

static void a_link_that_answers_otherwise_is_told(void **state)
{
    (void)state;
    static const struct script_step gone[] = {{.at = "/a", .status = 404, .body = "no"}};
    static const struct script_step nowhere[] = {{.at = "/a", .status = 302, .body = ""}};
    static const struct script_step barred[] = {{.at = "/a", .delivery = DELIVERY_BARRED}};
    assert_non_null(strstr(follow(gone, 1, "http://example.org/a").message, "404"));
    assert_non_null(strstr(follow(nowhere, 1, "http://example.org/a").message, "302"));
    assert_non_null(strstr(follow(barred, 1, "http://example.org/a").message, "private network"));
}

/* ---- on the line ---- */

struct silent {
    int socket;
    uint16_t port;
};

static struct silent silent_open(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    struct silent silent = {.socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)};
    assert_int_equal(bind(silent.socket, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(silent.socket, 8), 0);
    assert_int_equal(getsockname(silent.socket, (struct sockaddr *)&address, &length), 0);
    silent.port = ntohs(address.sin_port);
    return silent;
}

/* By number, by name, and mapped into IPv6: nothing ever knocks. A proxy is not used either. */
static void a_link_to_this_machine_is_never_connected_to(void **state)
{
    (void)state;
    static const char *const hosts[] = {"127.0.0.1",  "localhost", "[::ffff:127.0.0.1]",
                                        "2130706433", "0.0.0.0",   "0177.0.0.1"};
    struct silent silent = silent_open();
    struct problem problem = {0};
    struct arena arena = {0};
    setenv("http_proxy", arena_format(&arena, "http://127.0.0.1:%u", silent.port), 1);
    struct transport *line = http_open_public(&problem);
    assert_non_null(line);
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        struct download download = {.descriptor = -1};
        const char *url = arena_format(&arena, "http://%s:%u/a", hosts[i], silent.port);
        assert_false(download_link(line, url, &download, &arena, &problem));
        assert_int_equal(problem.kind, PROBLEM_NETWORK);
        if (strstr(problem.message.at, "private network") == NULL)
            fail_msg("%s: %s", hosts[i], problem.message.at);
        problem_clear(&problem);
    }
    assert_true(accept(silent.socket, NULL, NULL) < 0);
    unsetenv("http_proxy");
    http_close(line);
    close(silent.socket);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_private_networks_are_not_public),
        cmocka_unit_test(addresses_beside_them_are_public),
        cmocka_unit_test(a_file_comes_with_its_hash),
        cmocka_unit_test(what_broke_off_is_begun_anew),
        cmocka_unit_test(a_file_over_the_limit_is_not_fetched),
        cmocka_unit_test(a_redirect_is_told_and_not_followed),
        cmocka_unit_test(refusals_have_their_kinds),
        cmocka_unit_test(a_hash_that_the_portal_names_must_be_that_of_the_bytes),
        cmocka_unit_test(a_page_is_no_table),
        cmocka_unit_test(a_link_is_followed_without_a_token),
        cmocka_unit_test(thai_letters_of_a_link_are_encoded),
        cmocka_unit_test(a_link_leads_on_only_so_often),
        cmocka_unit_test(links_of_other_kinds_are_not_followed),
        cmocka_unit_test(a_link_that_answers_otherwise_is_told),
        cmocka_unit_test(a_link_to_this_machine_is_never_connected_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
