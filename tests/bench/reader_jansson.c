/* Reads a file of JSON documents, one a line, with jansson: the library that a C program would take
 * otherwise. reader_jansson FILE
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    char *line = NULL;
    size_t room = 0, lines = 0, bad = 0;
    if (!file)
        return 2;
    for (ssize_t length; (length = getline(&line, &room, file)) > 0; lines++) {
        json_error_t error;
        json_t *root = json_loadb(line, (size_t)length, JSON_REJECT_DUPLICATES, &error);
        bad += !root;
        json_decref(root);
    }
    free(line);
    fclose(file);
    printf("%zu lines, %zu bad\n", lines, bad);
    return bad != 0;
}
