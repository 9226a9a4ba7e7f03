/* Judges the pairs that generate.js wrote, and compares with ajv's verdicts.
 *   judge FILE
 * With DRAFT=7 in the environment schemas are of draft 07. Prints each disagreement as one line, "ajv
 * VERDICT, banchi VERDICT: PAIR", and last the counts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "metadata/schema.h"

static const char *judge(struct arena *arena, struct slice text, const struct json *pair)
{
    static const char *const words[] = {"true", "false", "not checked"};
    struct finding_counter counter = finding_counter();
    const char *draft = getenv("DRAFT");
    bool seven = draft != NULL && strcmp(draft, "7") == 0;
    struct schema_options options = {.draft = seven ? SCHEMA_DRAFT_7 : SCHEMA_DRAFT_2020_12,
                                     .unknown_keywords = true};
    struct json_document document = {.file = "schema", .first_line = 1, .text = text, .arena = arena};
    document.root = *json_get(pair, "schema");
    const struct schema *schema = schema_compile(arena, &document, &options, &counter.sink);
    if (schema == NULL)
        return "no schema";
    const char *word = words[schema_judge(schema, json_get(pair, "data"), arena)];
    schema_close(schema);
    return word;
}

static const char *verdict_of(struct arena *arena, const struct json *ajv)
{
    if (json_is(ajv, JSON_STRING))
        return arena_format(arena, "threw \"%.*s\"", SLICE(json_text(ajv)));
    return json_is(ajv, JSON_TRUE) ? "true" : "false";
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    struct arena arena = {0};
    char *line = NULL;
    size_t room = 0, pairs = 0, valid = 0, different = 0;
    if (file == NULL)
        return 3;
    for (ssize_t length; (length = getline(&line, &room, file)) > 0; pairs++) {
        struct json pair;
        const struct json_fault *faults;
        struct slice text = {line, (size_t)length};
        arena_reset(&arena);
        if (!json_read(&arena, text, &pair, &faults) || faults != NULL)
            return 3;
        const char *ours = judge(&arena, text, &pair);
        const char *theirs = verdict_of(&arena, json_get(&pair, "ajv"));
        valid += strcmp(ours, "true") == 0;
        if (strcmp(ours, theirs) == 0)
            continue;
        different++;
        printf("ajv %s, banchi %s: %s", theirs, ours, line);
    }
    free(line);
    fclose(file);
    arena_free(&arena);
    printf("%zu pairs, %zu of them valid, %zu disagreements\n", pairs, valid, different);
    return 0;
}
