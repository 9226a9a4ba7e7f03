#include "base/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool terminal_is(int descriptor)
{
    return isatty(descriptor) == 1;
}

bool terminal_has_colour(int descriptor)
{
    const char *none = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return terminal_is(descriptor) && !(none && *none) && term && strcmp(term, "dumb") != 0;
}

size_t terminal_columns(int descriptor)
{
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}
