/* Reads a file of JSON documents, one a line, in one of two ways; the bench times the whole process.
 *   reader scan FILE      a memchr loop over the bytes: what a reader cannot go below
 *   reader banchi FILE    base/json
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"

static bool read_banchi(struct slice line, struct arena *arena)
{
    struct json root;
    const struct json_fault *faults;
    arena_reset(arena);
    return json_read(arena, line, &root, &faults) && !faults;
}

int main(int argc, char **argv)
{
    struct arena run = {0}, scratch = {0};
    struct problem problem = {0};
    struct slice text;
    size_t lines = 0, bad = 0;
    if (argc != 3 || !file_read(&run, argv[2], (size_t)4 << 30, &text, &problem))
        return 2;
    const char *end = text.at + text.length;
    for (const char *at = text.at, *stop; at < end; at = stop + 1) {
        stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        struct slice line = {at, (size_t)(stop - at)};
        lines++;
        if (argv[1][0] == 'b')
            bad += !read_banchi(line, &scratch);
    }
    printf("%zu lines, %zu bad\n", lines, bad);
    arena_free(&scratch);
    arena_free(&run);
    return bad != 0;
}
