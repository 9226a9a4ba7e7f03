#include "tests/kill/proxy.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

const char *const blow_names[BLOW_COUNT] = {"undisturbed", "kill-before", "kill-after", "drop-before",
                                            "drop-after"};

static struct sockaddr_in loopback(uint16_t port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
}

bool proxy_open(struct proxy *proxy)
{
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    proxy->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (proxy->listener < 0 || bind(proxy->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(proxy->listener, 8) != 0 ||
        getsockname(proxy->listener, (struct sockaddr *)&address, &length) != 0)
        return false;
    proxy->port = ntohs(address.sin_port);
    return true;
}

/* ---- one request ---- */

static bool read_more(int from, struct text *text)
{
    char *room = text_reserve(text, 65536);
    ssize_t got = read(from, room, 65536);
    text->length += got > 0 ? (size_t)got : 0;
    return got > 0;
}

/* The head's end, and behind it what Content-Length says. */
static bool read_request(int from, struct text *text, size_t *head)
{
    const char *end = NULL;
    while (end == NULL) {
        if (!read_more(from, text))
            return false;
        end = memmem(text->at, text->length, "\r\n\r\n", 4);
    }
    *head = (size_t)(end - text->at) + 4;
    text_reserve(text, 1)[0] = '\0';
    const char *length = strcasestr(text->at, "\r\nContent-Length:");
    size_t body = length != NULL && length < text->at + *head ? strtoul(length + 17, NULL, 10) : 0;
    while (text->length < *head + body)
        if (!read_more(from, text))
            return false;
    return true;
}

static bool write_all(int to, const char *at, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(to, at, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* The portal is told to close behind its answer, which is how the answer's end is known. */
static bool forward(const struct proxy *proxy, const struct text *request, size_t head, struct text *answer)
{
    static const char close_behind[] = "Connection: close\r\n\r\n";
    struct sockaddr_in address = loopback(proxy->portal);
    int portal = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool fine = portal >= 0 && connect(portal, (struct sockaddr *)&address, sizeof address) == 0 &&
                write_all(portal, request->at, head - 2) &&
                write_all(portal, close_behind, sizeof close_behind - 1) &&
                write_all(portal, request->at + head, request->length - head);
    while (fine && read_more(portal, answer))
        continue;
    close(portal);
    return fine;
}

static void strike(struct proxy *proxy, pid_t publisher)
{
    proxy->struck = true;
    if (proxy->blow == BLOW_KILL_BEFORE || proxy->blow == BLOW_KILL_AFTER)
        kill(publisher, SIGKILL);
}

static void serve_one(struct proxy *proxy, int client, pid_t publisher)
{
    struct text request = {0}, answer = {0};
    size_t head = 0;
    if (read_request(client, &request, &head)) {
        bool blow = ++proxy->requests == proxy->at && proxy->blow != BLOW_NONE;
        bool before = proxy->blow == BLOW_KILL_BEFORE || proxy->blow == BLOW_DROP_BEFORE;
        bool carried_out = !(blow && before) && forward(proxy, &request, head, &answer);
        proxy->forwarded += carried_out;
        if (blow)
            strike(proxy, publisher);
        else if (carried_out)
            write_all(client, answer.at, answer.length);
    }
    text_free(&request);
    text_free(&answer);
}

int proxy_serve(struct proxy *proxy, pid_t publisher)
{
    int status = 0;
    proxy->requests = proxy->forwarded = 0;
    proxy->struck = false;
    while (waitpid(publisher, &status, WNOHANG) == 0) {
        struct pollfd ready = {proxy->listener, POLLIN, 0};
        if (poll(&ready, 1, 10) <= 0)
            continue;
        int client = accept(proxy->listener, NULL, NULL);
        if (client < 0)
            continue;
        serve_one(proxy, client, publisher);
        close(client);
    }
    return status;
}
