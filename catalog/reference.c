#include "catalog/reference.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "catalog/cell.h"
#include "catalog/dictionary.h"
#include "catalog/key_text.h"
#include "catalog/table.h"

/* One answer kept. */
struct kept {
    struct kept *next;
    struct arena arena;
    const char *name; /* of the request, to know it again */
    size_t name_length;
    struct reference_answer answer;
    struct key_set keys;
    struct decimal_sum *sums;
    size_t sum_room;
    struct decimal_sum total;
    size_t rows[LIMIT_NEAREST_CHOICES];
};

struct references {
    char *folder;
    struct fingerprint_seed seed;
    struct kept *kept;
};

struct references *references_start(const char *folder)
{
    struct references *references = calloc(1, sizeof *references);
    char *copy = strdup(folder);
    if (references == NULL || copy == NULL)
        memory_exhausted();
    references->folder = copy;
    references->seed = fingerprint_seed();
    return references;
}

const struct fingerprint_seed *references_seed(const struct references *references)
{
    return &references->seed;
}

static void drop(struct kept *kept)
{
    for (size_t i = 0; i < kept->sum_room; i++)
        decimal_sum_clear(&kept->sums[i]);
    free(kept->sums);
    decimal_sum_clear(&kept->total);
    key_set_close(&kept->keys);
    arena_free(&kept->arena);
    free(kept);
}

static void drop_all(struct references *references)
{
    while (references->kept != NULL) {
        struct kept *kept = references->kept;
        references->kept = kept->next;
        drop(kept);
    }
}

void references_close(struct references *references)
{
    if (references == NULL)
        return;
    drop_all(references);
    free(references->folder);
    free(references);
}

static size_t bytes_of(const struct kept *kept)
{
    return sizeof *kept + key_set_bytes(&kept->keys) + kept->sum_room * sizeof *kept->sums;
}

static size_t bytes_in_use(const struct references *references)
{
    size_t bytes = 0;
    for (const struct kept *kept = references->kept; kept != NULL; kept = kept->next)
        bytes += bytes_of(kept);
    return bytes;
}

void references_forget(struct references *references)
{
    if (bytes_in_use(references) > LIMIT_REFERENCE_BYTES / 8)
        drop_all(references);
}

/* ---- reading ---- */

/* The other table while it is being read. */
struct reading {
    struct kept *kept;
    const struct reference *reference;
    const struct fingerprint_seed *seed;
    struct table *table;
    struct dictionary dictionary;
    size_t *places; /* of the columns in its header, the one to be added up last */
    const struct cell_rules **rules;
    struct cell_room room;
    struct text key;
    size_t limit; /* of memory */
};

static enum reference_state find_file(struct references *references, struct reading *reading, char **path)
{
    struct arena *arena = &reading->kept->arena;
    const struct reference *reference = reading->reference;
    const char *folder = file_join(arena, references->folder, reference->dataset);
    struct dataset dataset = {.name = reference->dataset, .folder = folder};
    char *metadata = file_join(arena, reference->dataset, "metadata.json");
    if (file_find_beneath(arena, references->folder, slice_of(metadata), path) != FILE_BENEATH)
        return REFERENCE_NO_DATASET;
    if (file_find_beneath(arena, folder, reference->table, path) != FILE_BENEATH)
        return REFERENCE_NO_TABLE;
    struct finding_counter silent = finding_counter();
    if (dictionary_read(&dataset, reference->table, arena, &silent.sink, &reading->dictionary) ==
        DICTIONARY_READ)
        dictionary_compile(&reading->dictionary, arena, NULL);
    return REFERENCE_FINE;
}

static const struct cell_rules *rules_of(const struct reading *reading, struct slice column)
{
    size_t field;
    bool described =
        reading->dictionary.rules != NULL && dictionary_find(&reading->dictionary, column, &field);
    return described ? reading->dictionary.rules[field] : NULL;
}

static bool find_place(struct reading *reading, const struct table_row *header, struct slice column,
                       size_t number)
{
    for (size_t i = 0; i < header->count; i++) {
        if (!slice_equal(header->cells[i], column))
            continue;
        reading->places[number] = i;
        reading->rules[number] = rules_of(reading, column);
        return true;
    }
    reading->kept->answer.column = (struct slice){slice_copy(&reading->kept->arena, column), column.length};
    return false;
}

static bool find_places(struct reading *reading, const struct table_row *header)
{
    const struct reference *reference = reading->reference;
    struct arena *arena = &reading->kept->arena;
    reading->places = arena_array(arena, reference->column_count + 1, sizeof *reading->places);
    reading->rules = arena_array(arena, reference->column_count + 1, sizeof *reading->rules);
    for (size_t i = 0; i < reference->column_count; i++)
        if (!find_place(reading, header, reference->columns[i], i))
            return false;
    return reference->summed.length == 0 ||
           find_place(reading, header, reference->summed, reference->column_count);
}

static struct slice cell_of(const struct reading *reading, const struct table_row *row, size_t number)
{
    size_t place = reading->places[number];
    return place < row->count ? row->cells[place] : (struct slice){"", 0};
}

/* The row's key; false when all of its parts are missing. */
static bool make_key(struct reading *reading, const struct table_row *row)
{
    size_t count = reading->reference->column_count;
    bool there = count == 0;
    text_clear(&reading->key);
    for (size_t i = 0; i < count; i++) {
        struct slice cell = cell_of(reading, row, i);
        there = there || !key_is_missing(reading->rules[i], cell);
        key_add_part(reading->rules[i], cell, count == 1, &reading->room, &reading->key);
    }
    return there;
}

static struct decimal_sum *sum_of(struct reading *reading, uint32_t number)
{
    struct kept *kept = reading->kept;
    if (number >= kept->sum_room) {
        size_t room = kept->sum_room == 0 ? 16 : kept->sum_room * 2;
        kept->sums = realloc(kept->sums, room * sizeof *kept->sums);
        if (kept->sums == NULL)
            memory_exhausted();
        memset(kept->sums + kept->sum_room, 0, (room - kept->sum_room) * sizeof *kept->sums);
        kept->sum_room = room;
    }
    return &kept->sums[number];
}

static enum reference_state add_number(struct reading *reading, const struct table_row *row, uint32_t number)
{
    struct slice value, cell = cell_of(reading, row, reading->reference->column_count);
    const struct cell_rules *rules = reading->rules[reading->reference->column_count];
    if (key_is_missing(rules, cell))
        return REFERENCE_FINE;
    if (!key_number(rules, cell, &reading->room, &value))
        return REFERENCE_NO_NUMBER;
    decimal_sum_add(&reading->kept->total, value);
    if (number != KEY_SET_NONE)
        decimal_sum_add(sum_of(reading, number), value);
    return REFERENCE_FINE;
}

static enum reference_state take_row(struct reading *reading, const struct table_row *row)
{
    bool summed = reading->reference->summed.length > 0;
    uint32_t number = KEY_SET_NONE;
    if (make_key(reading, row)) {
        struct slice key = text_slice(&reading->key);
        uint64_t fingerprint = fingerprint_add(reading->seed, fingerprint_start(reading->seed), key);
        number = key_set_add(&reading->kept->keys, fingerprint, key);
        if (number == KEY_SET_NONE || bytes_of(reading->kept) > reading->limit)
            return REFERENCE_TOO_LARGE;
        if (number < LIMIT_NEAREST_CHOICES && reading->kept->rows[number] == 0)
            reading->kept->rows[number] = row->number;
        if (summed)
            (void)sum_of(reading, number);
    }
    return summed ? add_number(reading, row, number) : REFERENCE_FINE;
}

/* A row whose cells can be told apart may still be no good text: its own table's fault. */
static bool is_told(enum table_fault fault)
{
    return fault == TABLE_FINE || fault == TABLE_ENCODING || fault == TABLE_NUL || fault == TABLE_RETURN;
}

static enum reference_state read_rows(struct reading *reading, struct problem *problem)
{
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    enum reference_state state = REFERENCE_NO_COLUMN;
    while (table_next(reading->table, &row, &fault, &line, &column, problem)) {
        bool blank = row.count == 1 && row.cells[0].length == 0;
        if (!is_told(fault))
            return REFERENCE_UNREADABLE;
        if (row.header)
            state = find_places(reading, &row) ? REFERENCE_FINE : REFERENCE_NO_COLUMN;
        else if (!blank || reading->reference->column_count == 0)
            state = take_row(reading, &row);
        if (state != REFERENCE_FINE)
            return state;
    }
    return problem->kind == PROBLEM_NONE ? state : REFERENCE_UNREADABLE;
}

static enum reference_state read_table(struct reading *reading, const char *path)
{
    struct problem problem = {0};
    enum reference_state state = REFERENCE_UNREADABLE;
    reading->table = table_open(path, &problem);
    if (reading->table != NULL)
        table_set_dialect(reading->table, reading->dictionary.dialect);
    if (reading->table != NULL)
        state = read_rows(reading, &problem);
    table_close(reading->table);
    problem_clear(&problem);
    return state;
}

/* ---- asking ---- */

static const char *name_of(const struct reference *reference, struct arena *arena, size_t *length)
{
    struct text name = {0};
    text_add_bytes(&name, reference->dataset, strlen(reference->dataset) + 1);
    text_add_slice(&name, reference->table);
    text_add_char(&name, '\0');
    text_add_slice(&name, reference->summed);
    for (size_t i = 0; i < reference->column_count; i++) {
        text_add_char(&name, '\0');
        text_add_slice(&name, reference->columns[i]);
    }
    const char *copy = arena_copy(arena, name.at, name.length);
    *length = name.length;
    text_free(&name);
    return copy;
}

static const struct kept *find_kept(const struct references *references, const struct kept *like)
{
    for (const struct kept *kept = references->kept; kept != NULL; kept = kept->next)
        if (kept->name_length == like->name_length && memcmp(kept->name, like->name, like->name_length) == 0)
            return kept;
    return NULL;
}

static void read_answer(struct references *references, const struct reference *reference, struct kept *kept)
{
    char *path;
    size_t used = bytes_in_use(references);
    struct reading reading = {.kept = kept, .reference = reference, .seed = &references->seed};
    reading.limit = used < LIMIT_REFERENCE_BYTES ? LIMIT_REFERENCE_BYTES - used : 0;
    key_set_open(&kept->keys, reading.limit);
    kept->answer.file =
        file_join(&kept->arena, reference->dataset, slice_copy(&kept->arena, reference->table));
    kept->answer.state = find_file(references, &reading, &path);
    if (kept->answer.state == REFERENCE_FINE)
        kept->answer.state = read_table(&reading, path);
    text_free(&reading.key);
    cell_room_free(&reading.room);
    dictionary_close(&reading.dictionary);
    if (kept->answer.state != REFERENCE_FINE)
        key_set_close(&kept->keys);
    kept->answer.rows = kept->rows;
    kept->answer.keys = &kept->keys;
    kept->answer.sums = kept->sums;
    kept->answer.total = &kept->total;
}

struct reference_answer reference_read(struct references *references, const struct reference *reference)
{
    struct kept *kept = calloc(1, sizeof *kept);
    if (kept == NULL)
        memory_exhausted();
    kept->name = name_of(reference, &kept->arena, &kept->name_length);
    const struct kept *known = find_kept(references, kept);
    if (known != NULL) {
        drop(kept);
        return known->answer;
    }
    read_answer(references, reference, kept);
    kept->next = references->kept;
    references->kept = kept;
    return kept->answer;
}
