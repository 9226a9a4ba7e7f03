/* Opens and reads DIR/NAME/metadata.json of each folder, in the order of names, and does nothing with it:
 * what a check of folders cannot go below. read_folders DIR
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"

int main(int argc, char **argv)
{
    struct arena run = {0}, scratch = {0};
    struct problem problem = {0};
    char **names;
    size_t count, bytes = 0;
    if (argc != 2 || !file_list(&run, argv[1], &names, &count, &problem))
        return 3;
    for (size_t i = 0; i < count; i++) {
        struct slice text;
        arena_reset(&scratch);
        const char *path = arena_format(&scratch, "%s/%s/metadata.json", argv[1], names[i]);
        if (file_kind(path) == FILE_REGULAR && file_read(&scratch, path, LIMIT_JSON_BYTES, &text, &problem))
            bytes += text.length;
        problem_clear(&problem);
    }
    printf("%zu bytes\n", bytes);
    arena_free(&scratch);
    arena_free(&run);
    return 0;
}
