/* How the table is written: as the dictionary that is there says; where the table shows something else, or
 * nothing is said, by its beginning. */
#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "catalog/describe_old.h"
#include "catalog/dialect.h"

/* What is looked at. */
#define BEGINNING ((size_t)64 * KiB)

static const struct json *dialect_there(const struct describing *work)
{
    const struct json *dialect =
        work->old != NULL ? json_get(&work->old->dictionary.document.root, "dialect") : NULL;
    return json_is(dialect, JSON_OBJECT) ? dialect : NULL;
}

/* Rows are not where plain CSV has them: the beginning says little. */
static bool is_special(const struct table_dialect *dialect)
{
    return dialect != NULL &&
           (!dialect->header || dialect->header_rows.numbers[0] != 1 || dialect->header_rows.count > 1 ||
            dialect->comment.length > 0 || dialect->comment_rows.count > 0 || dialect->terminator.length > 0);
}

/* The dialect that is there, with this delimiter; in the arena. */
static struct slice dialect_text(struct describing *work, const char *delimiter)
{
    const struct json *there = dialect_there(work);
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    json_write_begin_object(&writer);
    json_write_field(&writer, "delimiter", delimiter);
    for (size_t i = 0; there != NULL && i < there->count; i++) {
        const struct json_member *member = &there->members[i];
        if (slice_equals(json_text(&member->key), "delimiter"))
            continue;
        json_write_key(&writer, slice_copy(work->arena, json_text(&member->key)));
        json_write_value(&writer, &member->value);
    }
    json_write_end_object(&writer);
    struct slice kept = {arena_copy(work->arena, text.at, text.length), text.length};
    text_free(&text);
    return kept;
}

/* Reads the dialect out of its own text: what is proposed is what is read by. */
static void take_dialect(struct describing *work, struct slice text)
{
    struct dialect_fault fault;
    const struct json_fault *faults;
    struct json *json = arena_alloc(work->arena, sizeof *json);
    if (!json_read(work->arena, text, json, &faults))
        return;
    work->dialect = dialect_make(work->arena, json, ",", NULL, 0, &fault);
    work->dialect_found = text;
}

bool describe_dialect_find(struct describing *work, int descriptor, struct dialect_fault *fault,
                           struct problem *problem)
{
    const struct slice path = slice_of(work->request->path);
    const char *usual = dialect_delimiter(path);
    char *beginning = arena_alloc(work->arena, BEGINNING + 64);
    long got = file_read_at(descriptor, beginning, BEGINNING, 0, work->request->path, problem);
    if (got < 0)
        return false;
    *fault = (struct dialect_fault){NULL, NULL};
    work->dialect_found = slice_of("");
    const struct dictionary none = {.fields = NULL};
    const struct dictionary *dictionary = work->old != NULL ? &work->old->dictionary : &none;
    work->dialect = dictionary_dialect(dictionary, path, work->arena, fault);
    if (fault->key != NULL || is_special(work->dialect))
        return true;
    if (work->dialect != NULL)
        usual = slice_copy(work->arena, work->dialect->delimiter);
    else if (dialect_there(work) != NULL)
        usual = ",";
    const char *guess = dialect_guess((struct slice){beginning, (size_t)got}, (size_t)got < BEGINNING, usual);
    bool said = json_get(dialect_there(work), "delimiter") != NULL;
    bool other = !slice_equal(slice_of(guess), slice_of(usual));
    if (other || (work->old == NULL && !said && !slice_equals(slice_of(guess), ",")))
        take_dialect(work, dialect_text(work, guess));
    return true;
}
