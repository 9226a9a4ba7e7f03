/* Runs folders laid out like the official JSON Schema test suite: suite SUITE DRAFT [FILE...]
 *
 * SUITE/tests/DRAFT/NAME.json hold groups of a schema and tests; SUITE/remotes is served as
 * http://localhost:1234/. Prints what disagrees, and "N passed, N failed" at the end; a schema that does not
 * compile fails all its tests.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "metadata/schema.h"

struct tally {
    size_t passed;
    size_t failed;
};

/* Findings of compiling, printed. */
static void print_put(struct finding_sink *self, const struct finding *finding)
{
    (void)self;
    printf("    %s:%zu:%zu: %s [%.*s]\n", finding->file, finding->line, finding->column, finding->message,
           SLICE(finding->value));
}

struct remote_finder {
    struct schema_finder finder;
    struct arena *arena;
    const char *folder;
};

static struct json_document *document_read(struct arena *arena, const char *path)
{
    struct finding_sink sink = {print_put};
    struct problem problem = {0};
    struct slice text;
    struct json_document *document = arena_alloc(arena, sizeof *document);
    document->file = path;
    if (!file_read(arena, path, LIMIT_JSON_BYTES, &text, &problem)) {
        problem_clear(&problem);
        return NULL;
    }
    return json_read_document(arena, text, &sink, document) ? document : NULL;
}

static struct json_document *remote_find(struct schema_finder *self, struct slice uri)
{
    struct remote_finder *finder = (struct remote_finder *)self;
    static const char host[] = "http://localhost:1234/";
    if (!slice_starts(uri, host))
        return NULL;
    const char *name =
        slice_copy(finder->arena, (struct slice){uri.at + sizeof host - 1, uri.length - sizeof host + 1});
    return document_read(finder->arena, file_join(finder->arena, finder->folder, name));
}

/* Judged in silence and judged for findings must agree. */
static const char *test_run(const struct schema *schema, struct json_document *file, const struct json *test,
                            struct arena *scratch)
{
    struct finding_counter counter = finding_counter();
    struct json_document instance = *file;
    enum schema_verdict wanted = json_get_true(test, "valid") ? SCHEMA_VALID : SCHEMA_INVALID;
    if (schema == NULL)
        return "no schema";
    instance.root = *json_get(test, "data");
    if (schema_judge(schema, &instance.root, scratch) != wanted)
        return "wrong";
    schema_check(schema, &instance, scratch, &counter.sink);
    return (counter.counts.errors == 0) == (wanted == SCHEMA_VALID) ? NULL : "findings disagree";
}

static void tests_run(const struct schema *schema, struct json_document *file, const struct json *group,
                      struct tally *tally)
{
    const struct json *tests = json_get(group, "tests");
    struct arena scratch = {0};
    for (uint32_t i = 0; i < tests->count; i++) {
        const char *fault = test_run(schema, file, &tests->items[i], &scratch);
        tally->passed += fault == NULL ? 1 : 0;
        tally->failed += fault == NULL ? 0 : 1;
        if (fault != NULL)
            printf("  FAILED %.*s | %.*s: %s\n", SLICE(json_text(json_get(group, "description"))),
                   SLICE(json_text(json_get(&tests->items[i], "description"))), fault);
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

/* A group's schema as a document of its own. */
static void group_run(struct arena *arena, struct json_document *file, const struct json *group,
                      struct schema_finder *finder, struct tally *tally)
{
    struct finding_sink sink = {print_put};
    bool formats = strstr(file->file, "/optional/format") != NULL;
    struct schema_options options = {.unknown_keywords = true, .formats = formats, .finder = finder};
    struct json_document document = *file;
    document.root = *json_get(group, "schema");
    const struct schema *schema = schema_compile(arena, &document, &options, &sink);
    tests_run(schema, file, group, tally);
    schema_close(schema);
}

static struct tally file_run(const char *path, const char *remotes)
{
    struct arena arena = {0};
    struct remote_finder finder = {.finder = {remote_find}, .arena = &arena, .folder = remotes};
    struct json_document *file = document_read(&arena, path);
    struct tally tally = {0};
    for (uint32_t i = 0; file != NULL && i < file->root.count; i++)
        group_run(&arena, file, &file->root.items[i], &finder.finder, &tally);
    arena_free(&arena);
    printf("%-40s %zu passed, %zu failed\n", file_name(path), tally.passed, tally.failed);
    return tally;
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct problem problem = {0};
    struct tally all = {0};
    char **names;
    size_t name_count;
    if (count < 3)
        return 2;
    char *folder = arena_format(&arena, "%s/tests/%s", words[1], words[2]);
    char *remotes = file_join(&arena, words[1], "remotes");
    if (!file_list(&arena, folder, &names, &name_count, &problem)) {
        fprintf(stderr, "%s\n", problem.message.at);
        return 74;
    }
    for (size_t i = 0; i < name_count; i++) {
        bool wanted = count == 3 && slice_ends(slice_of(names[i]), ".json");
        for (int word = 3; word < count; word++)
            wanted = wanted || strcmp(words[word], names[i]) == 0;
        if (!wanted)
            continue;
        struct tally tally = file_run(file_join(&arena, folder, names[i]), remotes);
        all.passed += tally.passed;
        all.failed += tally.failed;
    }
    printf("%zu passed, %zu failed\n", all.passed, all.failed);
    arena_free(&arena);
    return all.failed > 0;
}
