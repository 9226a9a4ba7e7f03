/* knock FILE: listens on a port of the loopback, which it prints, and writes a line into FILE whenever
 * somebody comes; then it hangs up. For tests that want to know that nobody did. */
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (argc != 2 || bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 16) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0)
        return 1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (int caller; (caller = accept(listener, NULL, NULL)) >= 0; close(caller)) {
        FILE *file = fopen(argv[1], "a");
        if (file == NULL)
            return 1;
        fputs("somebody came\n", file);
        fclose(file);
    }
    return 1;
}
