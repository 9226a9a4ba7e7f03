#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/file_new.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/content.h"
#include "catalog/describe_parts.h"
#include "catalog/dialect.h"
#include "catalog/table.h"
#include "catalog/table_block.h"

/* ---- what is told ---- */

void describe_change_add(struct describing *work, const struct describe_change *change)
{
    struct describe_change *changes =
        arena_grow(work->arena, (void *)(uintptr_t)work->result->changes, work->result->change_count,
                   &work->change_room, sizeof *changes);
    changes[work->result->change_count++] = *change;
    work->result->changes = changes;
}

static bool refuse(struct describing *work, size_t line, const char *message, const char *hint)
{
    struct finding finding = {
        .code = CODE_D153, .file = work->request->file, .line = line, .message = message, .hint = hint};
    finding_put(work->request->sink, &finding);
    return false;
}

static void put_passed_over(struct describing *work, uint64_t first_line)
{
    struct finding finding = {
        .code = CODE_D152,
        .level = LEVEL_WARNING,
        .file = work->request->file,
        .line = (size_t)first_line,
        .message = arena_format(work->arena, _("rows that could not be read and were passed over: %llu"),
                                (unsigned long long)work->result->passed_over),
        .hint = _("`banchi validate` tells of each of them")};
    finding_put(work->request->sink, &finding);
}

/* ---- reading the table ---- */

/* The header stands in the first block, whose bytes are the file's from its beginning. */
static void header_place(struct describing *work, const struct table_row *row, struct table *table)
{
    const struct table_block *block = table_first_block(table);
    const struct table_dialect *dialect = work->dialect;
    bool joined = dialect != NULL && dialect->header_rows.count > 1;
    if (joined || row->source.length == 0 || block->offset != 0)
        return;
    work->header_from = (uint64_t)(row->source.at - block->bytes);
    work->header_to = work->header_from + row->source.length;
    if (dialect != NULL && dialect->terminator.length > 0 &&
        slice_ends(row->source, slice_copy(work->arena, dialect->terminator)))
        work->header_to -= dialect->terminator.length;
}

static void headers_keep(struct describing *work, const struct table_row *row, struct table *table)
{
    work->columns = row->count;
    work->result->columns = row->count;
    work->headers = arena_array(work->arena, row->count, sizeof *work->headers);
    work->facts = arena_array(work->arena, row->count, sizeof *work->facts);
    work->drafts = arena_array(work->arena, row->count, sizeof *work->drafts);
    work->likely = arena_array(work->arena, row->count + 1, sizeof *work->likely);
    for (size_t i = 0; i < row->count; i++) {
        work->headers[i] = (struct slice){slice_copy(work->arena, row->cells[i]), row->cells[i].length};
        column_facts_begin(&work->facts[i], work->arena);
    }
    header_place(work, row, table);
    work->keys = key_search_start(work->arena, row->count);
}

static void drafts_make(struct describing *work)
{
    bool persons = false;
    for (size_t i = 0; i < work->columns; i++)
        persons = persons || column_is_personal(&work->facts[i], work->headers[i]);
    for (size_t i = 0; i < work->columns; i++)
        column_draft_make(&work->drafts[i], &work->facts[i], work->headers[i], persons, work->arena);
}

/* A key is made of what names rows: no measures, no gaps, nothing that has two spellings. */
static bool is_likely(const struct column_draft *draft)
{
    const struct column_facts *facts = draft->facts;
    bool fraction = strcmp(draft->type, "number") == 0 || draft->grouped || !draft->bare;
    bool spelt = draft->format != NULL && !facts->even;
    bool constant = !facts->many && facts->value_count < 2 && facts->rows > 1;
    return !constant && draft->required && facts->present == facts->rows && !fraction && !spelt &&
           strcmp(draft->role, "measure") != 0 && strcmp(draft->type, "boolean") != 0 &&
           facts->longest <= 200;
}

static void likely_columns(struct describing *work)
{
    drafts_make(work);
    for (size_t i = 0; i < work->columns; i++)
        work->likely[i] = is_likely(&work->drafts[i]);
}

static bool row_take(struct describing *work, const struct table_row *row, struct problem *problem)
{
    uint64_t number = row->number;
    for (size_t i = 0; i < work->columns; i++)
        column_facts_add(&work->facts[i], row->cells[i], number);
    work->result->rows++;
    if (work->old != NULL)
        describe_old_row(work, row->cells, number);
    if (!key_search_add(work->keys, row->cells, problem))
        return false;
    if (key_search_is_full(work->keys)) {
        likely_columns(work);
        key_search_choose(work->keys, work->likely);
    }
    return true;
}

static bool header_take(struct describing *work, struct table *table, const struct table_row *row,
                        enum table_fault fault)
{
    bool empty = row->count == 0 || (row->count == 1 && row->cells[0].length == 0);
    if (fault != TABLE_FINE || empty)
        return refuse(work, 1, _("the table's header cannot be read"),
                      _("`banchi validate` says what is wrong with it"));
    headers_keep(work, row, table);
    describe_old_begin(work);
    return true;
}

/* False when the table cannot be described, or with a problem. */
static bool rows_read(struct describing *work, struct table *table, struct problem *problem)
{
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    uint64_t first_line = 0;
    while (table_next(table, &row, &fault, &line, &column, problem)) {
        if (fault == TABLE_ENCODING)
            return refuse(work, line, _("the table is not UTF-8"), _("turn it into UTF-8: `banchi convert`"));
        if (row.header) {
            if (!header_take(work, table, &row, fault))
                return false;
        } else if (fault != TABLE_FINE || row.count != work->columns) {
            first_line = first_line > 0 ? first_line : row.line;
            work->result->passed_over++;
        } else if (!row_take(work, &row, problem)) {
            return false;
        }
    }
    if (problem->kind == PROBLEM_NONE && work->columns == 0)
        return refuse(work, 1, _("the table is empty"), _("a header is the least"));
    if (first_line > 0)
        put_passed_over(work, first_line);
    return problem->kind == PROBLEM_NONE;
}

static bool table_read(struct describing *work, struct problem *problem)
{
    char *real = realpath(work->request->path, NULL);
    struct table *table = table_open(real != NULL ? real : work->request->path, problem);
    free(real);
    if (table == NULL)
        return false;
    table_set_dialect(table, work->dialect);
    struct slice beginning = table_beginning(table, problem);
    const char *kind = content_disguised(beginning);
    bool done = kind == NULL
                    ? rows_read(work, table, problem)
                    : refuse(work, 0, arena_format(work->arena, _("the file is %s"), kind),
                             content_is_wide(beginning)
                                 ? _("turn it into UTF-8: `banchi convert`")
                                 : _("open it in the program that made it and save it as CSV UTF-8"));
    table_close(table);
    return done;
}

/* ---- names ---- */

static bool name_taken(const struct describing *work, size_t before, struct slice name)
{
    for (size_t i = 0; i < before; i++) {
        struct slice other = work->drafts[i].name;
        if (other.length == name.length && strncasecmp(other.at, name.at, name.length) == 0)
            return true;
    }
    return false;
}

static struct slice name_kept(struct describing *work, struct text *name)
{
    struct slice kept = {arena_copy(work->arena, name->at, name->length), name->length};
    text_free(name);
    return kept;
}

/* The name with a number behind it, within 63 bytes. */
static struct slice name_numbered(struct describing *work, struct slice name, size_t column)
{
    for (unsigned number = 2;; number++) {
        char ending[16];
        int length = snprintf(ending, sizeof ending, "_%u", number);
        size_t room = HEADER_NAME_BYTES - (size_t)length;
        struct text numbered = {0};
        text_add_bytes(&numbered, name.at, name.length < room ? name.length : room);
        text_add(&numbered, ending);
        if (!name_taken(work, column, text_slice(&numbered)))
            return name_kept(work, &numbered);
        text_free(&numbered);
    }
}

struct slice describe_name_proposed(struct describing *work, size_t column)
{
    struct slice header = work->headers[column];
    struct text name = {0};
    if (work->request->keep_names && slice_trim(header).length > 0 && !name_taken(work, column, header))
        return header;
    if (header_is_plain(header) && !name_taken(work, column, header))
        return header;
    if (header_is_plain(header))
        text_add_slice(&name, header);
    else
        header_add_name(header, column + 1, &name);
    struct slice kept = name_kept(work, &name);
    return name_taken(work, column, kept) ? name_numbered(work, kept, column) : kept;
}

static void names_choose(struct describing *work)
{
    struct describe_rename *renames = arena_array(work->arena, work->columns, sizeof *renames);
    size_t count = 0;
    for (size_t i = 0; i < work->columns; i++) {
        struct slice old = describe_old_name(work, i);
        work->drafts[i].name = old.length > 0 ? old : describe_name_proposed(work, i);
        if (!slice_equal(work->drafts[i].name, work->headers[i]))
            renames[count++] = (struct describe_rename){work->headers[i], work->drafts[i].name};
    }
    work->result->renames = renames;
    work->result->rename_count = count;
}

/* ---- a new dictionary ---- */

struct slice describe_field_text(struct describing *work, const struct column_draft *draft)
{
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    column_draft_write(draft, &writer);
    return name_kept(work, &text);
}

/* Where the schema for editors lies, seen from the table's folder; NULL outside of a workspace. */
static const char *schema_reference(struct describing *work)
{
    char *folder = arena_string(work->arena, work->request->path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[1] = '\0';
    const char *schema =
        arena_format(work->arena, "%s../schemas/dictionary.json", slash != NULL ? folder : "");
    return file_kind(schema) == FILE_REGULAR ? "../schemas/dictionary.json" : NULL;
}

static void write_key(const struct describing *work, struct json_writer *writer)
{
    json_write_key(writer, "primaryKey");
    json_write_begin_array(writer);
    for (size_t i = 0; i < work->key.count; i++)
        json_write_slice(writer, work->drafts[work->key.columns[i]].name);
    json_write_end_array(writer);
}

static void write_dictionary(struct describing *work, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_field(writer, "$schema", schema_reference(work));
    json_write_key(writer, "fields");
    json_write_begin_array(writer);
    for (size_t i = 0; i < work->columns; i++)
        column_draft_write(&work->drafts[i], writer);
    json_write_end_array(writer);
    json_write_key(writer, "missingValues");
    json_write_begin_array(writer);
    json_write_string(writer, "");
    json_write_end_array(writer);
    if (work->key.count > 0)
        write_key(work, writer);
    if (work->dialect_found.length > 0) {
        json_write_key(writer, "dialect");
        json_write_raw(writer, work->dialect_found);
    }
    json_write_key(writer, "fieldsMatch");
    json_write_begin_array(writer);
    json_write_string(writer, "exact");
    json_write_end_array(writer);
    json_write_end_object(writer);
}

static bool draft_new(struct describing *work, struct problem *problem)
{
    struct text text = {0}, laid_out = {0};
    struct json_writer writer = {.out = &text};
    struct json root;
    const struct json_fault *faults;
    write_dictionary(work, &writer);
    bool read = json_read(work->arena, text_slice(&text), &root, &faults);
    if (read)
        json_write_layout(&laid_out, &root);
    else
        problem_set(problem, PROBLEM_BUG, _("the drafted dictionary is no JSON"));
    work->result->after = name_kept(work, &laid_out);
    work->result->outcome = DESCRIBE_NEW;
    text_free(&text);
    for (size_t i = 0; read && i < work->columns; i++) {
        struct describe_change change = {.field = work->drafts[i].name,
                                         .key = "field",
                                         .from = slice_of(""),
                                         .to = describe_field_text(work, &work->drafts[i]),
                                         .why = N_("drafted from the column")};
        describe_change_add(work, &change);
    }
    return read;
}

/* ---- the table's first line ---- */

static bool holds(struct slice cell, struct slice part)
{
    return cell.length >= part.length && memmem(cell.at, cell.length, part.at, part.length) != NULL;
}

static void add_cell(struct text *out, struct slice cell, struct slice delimiter, struct slice quote)
{
    bool quoted = holds(cell, delimiter) || holds(cell, quote) || holds(cell, slice_of("\r")) ||
                  holds(cell, slice_of("\n"));
    if (quoted)
        text_add_slice(out, quote);
    for (size_t i = 0; i < cell.length; i++) {
        if (quote.length <= cell.length - i && memcmp(cell.at + i, quote.at, quote.length) == 0)
            text_add_slice(out, quote);
        text_add_char(out, cell.at[i]);
    }
    if (quoted)
        text_add_slice(out, quote);
}

static void add_header(const struct describing *work, struct text *out)
{
    struct slice delimiter = work->dialect != NULL ? work->dialect->delimiter : slice_of(",");
    struct slice quote = work->dialect != NULL ? work->dialect->quote : slice_of("\"");
    for (size_t i = 0; i < work->columns; i++) {
        if (i > 0)
            text_add_slice(out, delimiter);
        add_cell(out, work->drafts[i].name, delimiter, quote);
    }
}

/* The bytes of the table from one place to another, or to its end. */
static bool copy_part(int descriptor, struct describing *work, uint64_t from, uint64_t to,
                      struct file_new *file, struct problem *problem)
{
    char block[16 * KiB];
    while (from < to) {
        size_t wanted = to - from < sizeof block ? (size_t)(to - from) : sizeof block;
        long got = file_read_at(descriptor, block, wanted, from, work->request->path, problem);
        if (got <= 0)
            return got == 0;
        if (!file_new_add(file, (struct slice){block, (size_t)got}, problem))
            return false;
        from += (uint64_t)got;
    }
    return true;
}

/* The table must be the one that was read. */
static bool header_write(struct describing *work, int descriptor, const struct stat *before,
                         struct problem *problem)
{
    struct file_new file;
    struct stat now;
    struct text line = {0};
    add_header(work, &line);
    bool begun = file_new_begin(&file, work->arena, work->request->path, 0644, problem);
    bool done = begun && copy_part(descriptor, work, 0, work->header_from, &file, problem) &&
                file_new_add(&file, text_slice(&line), problem) &&
                copy_part(descriptor, work, work->header_to, UINT64_MAX, &file, problem);
    if (done &&
        (fstat(descriptor, &now) != 0 || now.st_size != before->st_size ||
         now.st_mtim.tv_sec != before->st_mtim.tv_sec || now.st_mtim.tv_nsec != before->st_mtim.tv_nsec))
        done = problem_set(problem, PROBLEM_LOCAL, _("%s was changed while it was read; it is left as it is"),
                           work->request->path);
    if (begun && !done)
        file_new_abandon(&file);
    done = done && file_new_end(&file, true, problem);
    work->result->renamed = done;
    work->result->original = done ? file.aside : NULL;
    text_free(&line);
    return done;
}

/* ---- the whole ---- */

static int table_watch(const struct describe_request *request, struct stat *before, struct problem *problem)
{
    char *real = realpath(request->path, NULL);
    int descriptor = file_open(real != NULL ? real : request->path, problem);
    free(real);
    if (descriptor >= 0 && fstat(descriptor, before) != 0)
        *before = (struct stat){0};
    return descriptor;
}

static bool draft(struct describing *work, struct problem *problem)
{
    likely_columns(work);
    if (work->result->rows < KEY_ROWS)
        key_search_choose(work->keys, work->likely);
    if (!key_search_find(work->keys, work->likely, &work->key, problem))
        return false;
    names_choose(work);
    return work->old != NULL ? describe_old_edit(work, problem) : draft_new(work, problem);
}

static bool write_all(struct describing *work, int descriptor, const struct stat *before,
                      struct problem *problem)
{
    const struct describe_result *result = work->result;
    bool rename = work->request->rename && result->rename_count > 0;
    if (rename && work->header_to == 0)
        return refuse(work, 0, _("the header is not one row of the file, so it is not renamed"),
                      _("rename the columns by hand, or describe the table without --rename-header"));
    if (work->request->dry)
        return true;
    if (result->outcome != DESCRIBE_UNCHANGED &&
        !file_replace(result->dictionary, result->after, 0644, problem))
        return false;
    return !rename || header_write(work, descriptor, before, problem);
}

static bool refuse_dialect(struct describing *work, const struct dialect_fault *fault)
{
    return refuse(
        work, 0,
        arena_format(work->arena, _("the dictionary's dialect (\"%s\"): %s"), fault->key, fault->message),
        _("say how the table is really written; CSV with commas and one header row needs no dialect"));
}

static bool describe(struct describing *work, struct problem *problem)
{
    struct stat before;
    int descriptor = table_watch(work->request, &before, problem);
    struct dialect_fault fault;
    if (descriptor < 0)
        return false;
    bool usable = describe_old_open(work, &work->old) &&
                  describe_dialect_find(work, descriptor, &fault, problem) &&
                  (fault.key == NULL || refuse_dialect(work, &fault)) && table_read(work, problem);
    bool done = usable && draft(work, problem) && write_all(work, descriptor, &before, problem);
    if (work->keys != NULL)
        key_search_end(work->keys);
    describe_old_close(work);
    close(descriptor);
    return done || problem->kind == PROBLEM_NONE; /* refused: findings say so */
}

bool describe_table(const struct describe_request *request, struct describe_result *result,
                    struct problem *problem)
{
    struct describing work = {.request = request, .result = result, .arena = request->arena};
    *result =
        (struct describe_result){.dictionary = dictionary_name_of(request->arena, slice_of(request->path)),
                                 .before = slice_of(""),
                                 .after = slice_of("")};
    return describe(&work, problem);
}
