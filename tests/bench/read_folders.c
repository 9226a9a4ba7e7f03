/* What a check of folders cannot go below: lists DIR, and of each folder in it, in the order of names, opens
 * metadata.json, asks what it is and how large, reads it whole and closes it; nothing is done with the bytes.
 *
 *     read_folders DIR        this, by the shortest way: each file is found in the open DIR
 *     read_folders -l DIR     each dataset's folder is opened and listed as well, once, to its end
 *
 * banchi's rules ask for -l: a table or a dictionary in the folder that nothing names is a finding (C006,
 * C007).
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"

static const char METADATA[] = "metadata.json";

struct reading {
    int top;
    bool listed;
    struct arena scratch;
    size_t bytes, entries;
};

static void read_file(struct reading *reading, int folder, const char *name)
{
    struct slice text;
    if (file_read_within(&reading->scratch, folder, name, LIMIT_JSON_BYTES, &text))
        reading->bytes += text.length;
}

static void read_and_list(struct reading *reading, const char *name)
{
    struct file_entry *entries;
    size_t count;
    int folder = file_open_folder(reading->top, name);
    if (folder < 0)
        return;
    read_file(reading, folder, METADATA);
    if (file_list_open(&reading->scratch, folder, &entries, &count))
        reading->entries += count;
    close(folder);
}

int main(int argc, char **argv)
{
    struct arena run = {0};
    struct reading reading = {.listed = argc == 3 && strcmp(argv[1], "-l") == 0};
    struct file_entry *entries;
    size_t count;
    const char *folder = argv[argc - 1];
    reading.top = argc >= 2 ? file_open_folder(AT_FDCWD, folder) : -1;
    if (reading.top < 0 || !file_list_open(&run, reading.top, &entries, &count))
        return 3;
    for (size_t i = 0; i < count; i++) {
        arena_reset(&reading.scratch);
        if (reading.listed && entries[i].folder)
            read_and_list(&reading, entries[i].name);
        else if (entries[i].folder)
            read_file(&reading, reading.top, file_join(&reading.scratch, entries[i].name, METADATA));
    }
    printf("%zu bytes, %zu entries\n", reading.bytes, reading.entries);
    close(reading.top);
    arena_free(&reading.scratch);
    arena_free(&run);
    return 0;
}
