/* Any bytes may come over a connection: the sandbox answers in HTTP or hangs up, never fails (500 is CKAN's
 * own for some values), and serves the next one.
 *
 * The first byte says how the rest goes out: a digit is a JSON body for one of ACTIONS, "m" the body of a
 * form with a file, all else is sent as it stands, with TOKEN made a token that is good.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "portal/sandbox.h"
#include "tests/fuzz/fuzz.h"

static const char *const ACTIONS[] = {
    "package_patch",    "package_search", "package_revise", "datastore_create", "datastore_upsert",
    "datastore_search", "resource_patch", "package_update", "resource_search",  "organization_patch",
};

#define DATASET "fuzz"
#define SECONDS 20

/* The one thing that lasts from input to input: libFuzzer gives a target no place for it. */
static struct {
    struct arena arena;
    struct sandbox *sandbox;
    const char *token;
    uint16_t port;
    unsigned long count;
} state;

static int connection_open(void)
{
    const struct timeval patience = {.tv_sec = SECONDS};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(state.port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    promise(connection >= 0 && connect(connection, (struct sockaddr *)&address, sizeof address) == 0,
            "the sandbox takes a connection");
    return connection;
}

/* `whole` requests end the line by themselves; the others would wait for more. */
static void say(struct slice bytes, bool whole, struct text *answer)
{
    char some[4096];
    ssize_t got;
    int connection = connection_open();
    while (bytes.length > 0) {
        ssize_t sent = send(connection, bytes.at, bytes.length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue; /* libFuzzer's clock strikes */
        if (sent <= 0)
            break; /* it may hang up before all has come */
        bytes.at += sent;
        bytes.length -= (size_t)sent;
    }
    if (!whole)
        shutdown(connection, SHUT_WR);
    while ((got = recv(connection, some, sizeof some, 0)) > 0 || (got < 0 && errno == EINTR))
        text_add_bytes(answer, some, got > 0 ? (size_t)got : 0);
    close(connection);
}

static void post(const char *action, const char *type, struct slice body, struct text *answer)
{
    struct text request = {0};
    text_format(
        &request,
        "POST /api/3/action/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Type: %s\r\n"
        "Content-Length: %zu\r\nConnection: close\r\n\r\n",
        action, state.token, type, body.length);
    text_add_slice(&request, body);
    say(text_slice(&request), true, answer);
    text_free(&request);
}

static void must_post(const char *action, const char *body)
{
    struct text answer = {0};
    post(action, "application/json", slice_of(body), &answer);
    promise(slice_starts(text_slice(&answer), "HTTP/1.1 200"), answer.at);
    text_free(&answer);
}

static void sandbox_make(void)
{
    static char folder[] = "/tmp/banchi-fuzz-XXXXXX";
    struct stat status;
    struct problem problem = {0};
    char *place = mkdtemp(folder);
    if (stat("/dev/shm", &status) == 0)
        place = mkdtemp(arena_string(&state.arena, "/dev/shm/banchi-fuzz-XXXXXX"));
    const struct sandbox_options options = {.folder = place};
    state.sandbox = sandbox_start(&options, &problem);
    promise(state.sandbox != NULL, "the sandbox starts");
    state.token = sandbox_token_make(&state.arena, place, "fuzz", &problem);
    state.port = (uint16_t)strtoul(strrchr(sandbox_url(state.sandbox), ':') + 1, NULL, 10);
    must_post("organization_create", "{\"name\": \"office\"}");
    must_post("package_create", "{\"name\": \"" DATASET "\", \"type\": \"x\", \"owner_org\": \"office\","
                                " \"resources\": [{\"id\": \"fuzztable\", \"url\": \"http://a/b\"}]}");
    must_post("datastore_create",
              "{\"resource_id\": \"fuzztable\", \"force\": true, \"fields\": [{\"id\": \"a\","
              " \"type\": \"int\"}, {\"id\": \"b\", \"type\": \"text\"}], \"primary_key\": \"a\"}");
}

static void send_raw(struct slice bytes, struct text *answer)
{
    struct text request = {0};
    const char *at = bytes.length == 0 ? NULL : memmem(bytes.at, bytes.length, "TOKEN", 5);
    size_t before = at == NULL ? bytes.length : (size_t)(at - bytes.at);
    text_add_bytes(&request, bytes.at, before);
    if (at != NULL) {
        text_add(&request, state.token);
        text_add_bytes(&request, at + 5, bytes.length - before - 5);
    }
    say(text_slice(&request), false, answer);
    text_free(&request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text answer = {0};
    struct slice rest = {(const char *)data + (size > 0), size > 0 ? size - 1 : 0};
    bool framed = size > 0 && ((*data >= '0' && *data <= '9') || *data == 'm');
    if (state.sandbox == NULL)
        sandbox_make();
    if (framed && *data != 'm')
        post(ACTIONS[*data - '0'], "application/json", rest, &answer);
    else if (framed)
        post("resource_create", "multipart/form-data; boundary=B", rest, &answer);
    else
        send_raw((struct slice){(const char *)data, size}, &answer);
    promise(!framed || answer.length > 0, "a whole request is answered");
    promise(answer.length == 0 || slice_starts(text_slice(&answer), "HTTP/1.1 "), "what is answered is HTTP");
    text_free(&answer);
    if (++state.count % 512 == 0)
        must_post("status_show", "{}");
    return 0;
}
