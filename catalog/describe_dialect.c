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

/* The dialect that is there, with what was seen (`delimiter` NULL: as it was, `header` 0: likewise); in the
 * arena. */
static struct slice dialect_text(struct describing *work, const char *delimiter, size_t header)
{
    const struct json *there = dialect_there(work);
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    json_write_begin_object(&writer);
    if (delimiter != NULL)
        json_write_field(&writer, "delimiter", delimiter);
    if (header > 0) {
        json_write_key(&writer, "headerRows");
        json_write_begin_array(&writer);
        json_write_number(&writer, header);
        json_write_end_array(&writer);
    }
    for (size_t i = 0; there != NULL && i < there->count; i++) {
        const struct json_member *member = &there->members[i];
        if ((delimiter != NULL && slice_equals(json_text(&member->key), "delimiter")) ||
            (header > 0 && slice_equals(json_text(&member->key), "headerRows")))
            continue;
        json_write_key(&writer, slice_copy(work->arena, json_text(&member->key)));
        json_write_value(&writer, &member->value);
    }
    json_write_end_object(&writer);
    return text_keep(work->arena, &text);
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

/* What the table shows and nothing says. */
static void compare(struct describing *work, const struct dialect_seen *seen, const char *usual)
{
    bool said = json_get(dialect_there(work), "delimiter") != NULL;
    bool other = !slice_equal(slice_of(seen->delimiter), slice_of(usual)) ||
                 (work->old == NULL && !said && !slice_equals(slice_of(seen->delimiter), ","));
    if (other || seen->header != 1)
        take_dialect(
            work, dialect_text(work, other ? seen->delimiter : NULL, seen->header != 1 ? seen->header : 0));
}

static struct dialect_seen look(struct describing *work, const struct dictionary *dictionary,
                                struct slice beginning, bool whole, const char *usual)
{
    struct slice *names = arena_array(work->arena, dictionary->field_count, sizeof *names);
    for (size_t i = 0; i < dictionary->field_count; i++)
        names[i] = dictionary->fields[i].name;
    return dialect_guess(beginning, whole, usual, names, dictionary->field_count);
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
    if (fault->key != NULL || !dialect_is_usual(work->dialect))
        return true;
    if (work->dialect != NULL)
        usual = slice_copy(work->arena, work->dialect->delimiter);
    else if (dialect_there(work) != NULL)
        usual = ",";
    struct dialect_seen seen =
        look(work, dictionary, (struct slice){beginning, (size_t)got}, (size_t)got < BEGINNING, usual);
    compare(work, &seen, usual);
    return true;
}
