/* knock FILE: listens on a port of the loopback, which it prints, and writes a line into FILE whenever
 * somebody comes; then it hangs up. For tests that want to know that nobody did. */
#include <unistd.h>

#include "tests/e2e/listen.h"

int main(int argc, char **argv)
{
    if (argc != 2)
        return 1;
    int listener = listen_here();
    for (int caller; (caller = accept(listener, NULL, NULL)) >= 0; close(caller)) {
        FILE *file = fopen(argv[1], "a");
        if (file == NULL)
            return 1;
        fputs("somebody came\n", file);
        fclose(file);
    }
    return 1;
}
