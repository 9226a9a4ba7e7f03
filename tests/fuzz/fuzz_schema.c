/* Any schema (the first line) compiles or is refused with a finding; any instance (the rest) is judged, and
 * what is judged in silence agrees with the findings. */
#include "metadata/schema.h"
#include "tests/fuzz/fuzz.h"

static bool document_read(struct arena *arena, struct slice text, struct json_document *document)
{
    struct finding_counter counter = finding_counter();
    *document = (struct json_document){.file = "fuzz", .first_line = 1};
    return json_read_document(arena, text, &counter.sink, document);
}

static void instance_judged(const struct schema *schema, struct json_document *instance)
{
    struct arena scratch = {0};
    struct finding_counter counter = finding_counter();
    enum schema_verdict silent = schema_judge(schema, &instance->root, &scratch);
    enum schema_verdict told = schema_check(schema, instance, &scratch, &counter.sink);
    size_t findings = counter.counts.errors + counter.counts.warnings + counter.counts.not_checked;
    promise(silent == told, "both verdicts agree");
    promise((silent == SCHEMA_VALID) == (findings == 0),
            "what is not valid has findings, what is valid has none");
    promise(silent != SCHEMA_NOT_CHECKED || counter.counts.not_checked > 0, "what was not checked is told");
    arena_free(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct finding_counter counter = finding_counter();
    struct schema_options options = {.unknown_keywords = true, .formats = true};
    struct json_document document, instance;
    struct slice schema_text, instance_text;
    line_split(data, size, &schema_text, &instance_text);
    if (document_read(&arena, schema_text, &document) && document_read(&arena, instance_text, &instance)) {
        const struct schema *schema = schema_compile(&arena, &document, &options, &counter.sink);
        promise(schema != NULL || counter.counts.errors + counter.counts.not_checked > 0,
                "a schema that is refused has findings");
        if (schema != NULL)
            instance_judged(schema, &instance);
        schema_close(schema);
    }
    arena_free(&arena);
    return 0;
}
