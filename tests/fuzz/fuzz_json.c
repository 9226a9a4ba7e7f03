/* Any bytes are read or refused; what was read and is written again, in any form, reads as the same. */
#include "base/json_names.h"
#include "base/json_write.h"
#include "tests/fuzz/fuzz.h"

static bool is_repeated(const struct json_fault *faults)
{
    for (; faults != NULL; faults = faults->next)
        if (faults->kind == JSON_FAULT_REPEATED)
            return true;
    return false;
}

/* Keys that occur twice have no one value, so nothing is the same as them. */
static void read_again(struct arena *arena, const struct json *root, const struct text *written,
                       bool repeated, const char *what)
{
    struct json again;
    const struct json_fault *faults;
    promise(json_read(arena, text_slice(written), &again, &faults), what);
    promise(repeated || json_same(root, &again), what);
}

static void written_reads(struct arena *arena, const struct json *root, bool repeated)
{
    static const struct json_writer layouts[] = {{.indented = false}, {.indented = true}, {.ascii = true}};
    struct text out = {0};
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        struct json_writer writer = layouts[i];
        writer.out = &out;
        text_clear(&out);
        json_write_value(&writer, root);
        read_again(arena, root, &out, repeated, "what is written reads as the same");
    }
    text_clear(&out);
    json_write_layout(&out, root);
    read_again(arena, root, &out, repeated, "what is laid out reads as the same");
    text_free(&out);
}

static void canonical_stays(struct arena *arena, const struct json *root)
{
    struct text once = {0}, twice = {0};
    struct json again;
    const struct json_fault *faults;
    json_write_canonical(&once, root);
    promise(json_read(arena, text_slice(&once), &again, &faults), "the canonical form reads");
    promise(json_same(root, &again), "the canonical form is the same value");
    json_write_canonical(&twice, &again);
    promise(slice_equal(text_slice(&once), text_slice(&twice)), "the canonical form is canonical");
    text_free(&once);
    text_free(&twice);
}

/* Whoever knows some of the keys reads the same, also where the keys come in the order that was guessed. */
static void names_do_not_matter(struct arena *arena, struct slice text, const struct json *root, bool read,
                                size_t faults_told)
{
    static const struct slice known[] = {{"a", 1}, {"name", 4}, {"", 0}, {"key", 3}, {"é", 2}, {"\"", 1}};
    struct json_names *names = json_names_make(
        arena, key_table_make(arena, known, sizeof known / sizeof *known), sizeof known / sizeof *known);
    for (int again = 0; again < 2; again++) {
        struct json_reading named;
        promise(json_read_named(arena, text, names, &named) == read, "names do not make it readable");
        size_t count = 0;
        for (const struct json_fault *fault = named.faults; fault != NULL; fault = fault->next)
            count++;
        promise(count == faults_told, "names do not change the faults");
        promise(!read || json_same(root, &named.root) || count > 0, "names do not change the value");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct finding_counter counter = finding_counter();
    struct slice text = {(const char *)data, size};
    struct json_document document = {.file = "fuzz"};
    struct json root;
    const struct json_fault *faults;
    bool read = json_read(&arena, text, &root, &faults);
    bool repeated = is_repeated(faults);
    promise(json_read_document(&arena, text, &counter.sink, &document) == read, "both readers agree");
    promise((faults != NULL) == (counter.counts.errors > 0), "every fault is a finding");
    names_do_not_matter(&arena, text, &root, read, counter.counts.errors);
    if (read) {
        written_reads(&arena, &root, repeated);
        if (!repeated)
            canonical_stays(&arena, &root);
    }
    arena_free(&arena);
    return 0;
}
