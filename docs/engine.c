/* The schema engine in a program of one's own: `engine SCHEMA DOCUMENT...` tells what is wrong with each
 * document, and ends with 1 when anything is. References lead to files beneath the current folder.
 * `make build/engine` builds it; metadata/schema.h is the manual. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "metadata/schema.h"
#include "metadata/schema_folder.h"

struct printer {
    struct finding_sink sink; /* first: this is what the engine knows of it */
    bool wrong;
};

static void print(struct finding_sink *self, const struct finding *finding)
{
    printf("%s:%zu:%zu: %s: ", finding->file, finding->line, finding->column, finding->pointer);
    const char *rest = finding->message;
    const char *mark = strstr(rest, "{value}"); /* here it belongs (base/finding.h) */
    if (mark != NULL) {
        printf("%.*s%.*s", (int)(mark - rest), rest, SLICE(finding->value));
        rest = mark + strlen("{value}");
    }
    puts(rest);
    ((struct printer *)self)->wrong = true;
}

/* The document points into its text: both lie in the arena. */
static bool document_read(struct arena *arena, const char *path, struct finding_sink *sink,
                          struct json_document *document)
{
    struct problem problem = {0};
    struct slice text;
    *document = (struct json_document){.file = path};
    if (file_read_named(arena, path, LIMIT_JSON_BYTES, &text, &problem))
        return json_read_document(arena, text, sink, document);
    fprintf(stderr, "%s\n", problem.message.at);
    problem_clear(&problem);
    return false;
}

static bool documents_check(const struct schema *schema, int count, char **paths, struct printer *printer)
{
    struct arena scratch = {0}; /* of one document after the other */
    struct json_document document;
    bool good = true;
    for (int i = 0; i < count; i++) {
        good = document_read(&scratch, paths[i], &printer->sink, &document) &&
               schema_check(schema, &document, &scratch, &printer->sink) == SCHEMA_VALID && good;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    return good;
}

int main(int count, char **arguments)
{
    struct arena arena = {0}; /* of the schema, and of the documents that it is made of */
    struct printer printer = {.sink = {print}};
    struct schema_folder folder = schema_folder(&arena, ".", NULL, &printer.sink);
    const struct schema_options options = {
        .formats = true, .unknown_keywords = true, .finder = &folder.finder};
    struct json_document document;
    const struct schema *schema = NULL;
    if (count > 1 && document_read(&arena, arguments[1], &printer.sink, &document))
        schema = schema_compile(&arena, &document, &options, &printer.sink);
    bool good = schema != NULL && documents_check(schema, count - 2, arguments + 2, &printer);
    schema_close(schema);
    arena_free(&arena);
    return good && !printer.wrong ? 0 : 1;
}
