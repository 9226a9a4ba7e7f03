/* Runs folders laid out like the official JSON Schema test suite: suite SUITE [NAME...]
 *
 * SUITE/tests/DRAFT/.../NAME.json hold groups of a schema and tests, for each draft of the table;
 * SUITE/remotes is served as http://localhost:1234/. Formats assert in files below optional/format, and
 * in optional/ecmascript-regex.json: its older versions ask whether the meta-schema, which has the format
 * "regex" for patterns, refuses a pattern; in newer ones that test lies in
 * optional/format/ecmascript-regex.json, and no other group of the file names a format. The content keywords
 * assert in optional/content.json. Folders of drafts that are not in the table are left alone. Prints what
 * disagrees, and "N passed, N failed" at the end; a schema that does not compile fails all its tests. With
 * names, only files of these names.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "metadata/schema.h"
#include "metadata/schema_folder.h"

static const struct draft {
    const char *folder;
    enum schema_draft draft;
} drafts[] = {{"draft2020-12", SCHEMA_DRAFT_2020_12}, {"draft7", SCHEMA_DRAFT_7}};

struct suite {
    const struct draft *draft;
    const char *remotes;
    char **names; /* of the files that are wanted, as the words of the command line */
    int name_count;
    struct tally *all;
};

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

static struct json_document *document_read(struct arena *arena, const char *path)
{
    struct finding_sink sink = {print_put};
    struct problem problem = {0};
    struct slice text;
    struct json_document *document = arena_alloc(arena, sizeof *document);
    *document = (struct json_document){.file = path, .first_line = 1};
    if (!file_read(arena, path, LIMIT_JSON_BYTES, &text, &problem)) {
        problem_clear(&problem);
        return NULL;
    }
    return json_read_document(arena, text, &sink, document) ? document : NULL;
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
                      const struct schema_options *options, struct tally *tally)
{
    struct finding_sink sink = {print_put};
    struct json_document document = *file;
    document.root = *json_get(group, "schema");
    const struct schema *schema = schema_compile(arena, &document, options, &sink);
    tests_run(schema, file, group, tally);
    schema_close(schema);
}

static void file_run(const struct suite *suite, const char *path, const char *shown)
{
    struct arena arena = {0};
    struct finding_sink sink = {print_put};
    struct schema_folder folder = schema_folder(&arena, suite->remotes, "http://localhost:1234/", &sink);
    struct schema_options options = {.draft = suite->draft->draft,
                                     .unknown_keywords = true,
                                     .formats = strstr(path, "/optional/format") != NULL ||
                                                strstr(path, "/optional/ecmascript-regex") != NULL,
                                     .content = strstr(path, "/optional/content.json") != NULL,
                                     .finder = &folder.finder};
    struct json_document *file = document_read(&arena, path);
    struct tally tally = {.failed = file == NULL};
    for (uint32_t i = 0; file != NULL && i < file->root.count; i++)
        group_run(&arena, file, &file->root.items[i], &options, &tally);
    arena_free(&arena);
    printf("%-60s %zu passed, %zu failed\n", shown, tally.passed, tally.failed);
    suite->all->passed += tally.passed;
    suite->all->failed += tally.failed;
}

static bool is_wanted(const struct suite *suite, const char *name)
{
    for (int i = 0; i < suite->name_count; i++)
        if (strcmp(suite->names[i], name) == 0)
            return true;
    return suite->name_count == 0;
}

/* All files of the folder and of those in it. */
static void folder_run(const struct suite *suite, struct arena *arena, const char *folder, const char *shown)
{
    struct problem problem = {0};
    char **names;
    size_t count;
    if (!file_list(arena, folder, &names, &count, &problem)) {
        problem_clear(&problem);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        char *path = file_join(arena, folder, names[i]);
        char *inner = file_join(arena, shown, names[i]);
        if (file_kind(path) == FILE_FOLDER)
            folder_run(suite, arena, path, inner);
        else if (slice_ends(slice_of(names[i]), ".json") && is_wanted(suite, names[i]))
            file_run(suite, path, inner);
    }
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct tally all = {0};
    if (count < 2)
        return 2;
    for (size_t i = 0; i < sizeof drafts / sizeof drafts[0]; i++) {
        struct suite suite = {.draft = &drafts[i],
                              .remotes = file_join(&arena, words[1], "remotes"),
                              .names = words + 2,
                              .name_count = count - 2,
                              .all = &all};
        folder_run(&suite, &arena, arena_format(&arena, "%s/tests/%s", words[1], drafts[i].folder),
                   drafts[i].folder);
    }
    if (all.passed + all.failed == 0)
        fprintf(stderr, "No tests: %s/tests/draft2020-12/*.json and %s/tests/draft7/*.json are looked for.\n",
                words[1], words[1]);
    printf("%zu passed, %zu failed\n", all.passed, all.failed);
    arena_free(&arena);
    return all.failed > 0 || all.passed == 0;
}
