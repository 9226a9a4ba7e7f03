/* mirror FILE STATUS [LOCATION]: an HTTP server on a port of the loopback, which it prints. Writes whatever
 * it is sent into FILE and answers STATUS with a page that says it all again: the worst that a front server
 * can do. With LOCATION it sends on to there, the caller's Authorization behind it. For tests of secrets. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/e2e/listen.h"

/* Headers, and of the body what comes with them or right behind. */
static size_t hear(int caller, char *said, size_t room)
{
    size_t length = 0;
    const char *end = NULL;
    for (ssize_t got; end == NULL && length < room - 1; length += (size_t)got) {
        if ((got = read(caller, said + length, room - 1 - length)) <= 0)
            break;
        said[length + (size_t)got] = '\0';
        end = strstr(said, "\r\n\r\n");
    }
    const char *bytes = strcasestr(said, "content-length:");
    size_t whole =
        end == NULL || bytes == NULL ? 0 : (size_t)(end + 4 - said) + strtoul(bytes + 15, NULL, 10);
    for (ssize_t got; length < whole && length < room - 1; length += (size_t)got)
        if ((got = read(caller, said + length, room - 1 - length)) <= 0)
            break;
    said[length] = '\0';
    return length;
}

static void answer(FILE *out, const char *status, const char *location, const char *said)
{
    const char *token = strcasestr(said, "authorization: ");
    token = token != NULL ? token + 15 : "";
    fprintf(out, "HTTP/1.1 %s Mirror\r\nContent-Type: text/html\r\nConnection: close\r\n", status);
    if (location != NULL)
        fprintf(out, "Location: %s/%.*s?token=%.*s\r\n", location, (int)strcspn(token, "\r\n"), token,
                (int)strcspn(token, "\r\n"), token);
    fprintf(out, "\r\n<html><body><p>%.*s</p><pre>%s</pre></body></html>\n", (int)strcspn(token, "\r\n"),
            token, said);
}

int main(int argc, char **argv)
{
    static char said[1 << 20];
    if (argc < 3)
        return 1;
    int listener = listen_here();
    for (int caller; (caller = accept(listener, NULL, NULL)) >= 0;) {
        FILE *file = fopen(argv[1], "a");
        FILE *out = fdopen(caller, "w");
        if (file == NULL || out == NULL)
            return 1;
        fwrite(said, 1, hear(caller, said, sizeof said), file);
        fputc('\n', file);
        fclose(file);
        answer(out, argv[2], argc > 3 ? argv[3] : NULL, said);
        fclose(out);
    }
    return 1;
}
