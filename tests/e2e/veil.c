/* veil CERTIFICATES KEY PORT: TLS before a server of this machine. Listens on a port of the loopback, which
 * it prints, and passes what comes on to PORT and back. For tests of certificates. */
#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/e2e/listen.h"

static int reach(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                  .sin_port = htons((unsigned short)strtoul(port, NULL, 10))};
    int server = socket(AF_INET, SOCK_STREAM, 0);
    return connect(server, (struct sockaddr *)&address, sizeof address) == 0 ? server : -1;
}

static int write_all(int server, const char *at, ssize_t length)
{
    for (ssize_t put; length > 0; at += put, length -= put)
        if ((put = write(server, at, (size_t)length)) <= 0)
            return 0;
    return 1;
}

/* One way at a time is enough: a request, then an answer. */
static void pass(SSL *tls, int caller, int server)
{
    char block[16384];
    for (;;) {
        struct pollfd ends[] = {{caller, POLLIN, 0}, {server, POLLIN, 0}};
        if (SSL_pending(tls) == 0 && poll(ends, 2, -1) < 0)
            return;
        if (SSL_pending(tls) > 0 || ends[0].revents) {
            int got = SSL_read(tls, block, sizeof block);
            if (got <= 0 || !write_all(server, block, got))
                return;
        }
        if (ends[1].revents) {
            ssize_t got = read(server, block, sizeof block);
            if (got <= 0 || SSL_write(tls, block, (int)got) <= 0)
                return;
        }
    }
}

int main(int argc, char **argv)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    if (argc != 4 || SSL_CTX_use_certificate_chain_file(context, argv[1]) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) != 1)
        return 1;
    int listener = listen_here();
    for (int caller; (caller = accept(listener, NULL, NULL)) >= 0; close(caller)) {
        if (fork() != 0)
            continue;
        int server = reach(argv[3]);
        SSL *tls = SSL_new(context);
        if (server >= 0 && SSL_set_fd(tls, caller) == 1 && SSL_accept(tls) == 1)
            pass(tls, caller, server);
        return 0;
    }
    return 1;
}
