#include "catalog/check_written.h"

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/dialect.h"
#include "catalog/table_block.h"

static struct slice own_delimiter(const struct table_run *run)
{
    return run->dialect != NULL ? run->dialect->delimiter : slice_of(",");
}

static const char *separator_name(const struct table_run *run, struct slice separator)
{
    static const struct {
        const char *separator;
        const char *name;
    } names[] = {{",", N_("commas")}, {";", N_("semicolons")}, {"\t", N_("tabs")}, {"|", N_("bars")}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_equals(separator, names[i].separator))
            return _(names[i].name);
    return arena_format(run->arena, "\"%.*s\"", SLICE(separator));
}

static void put(const struct table_run *run, enum code code, const char *message, const char *hint)
{
    struct finding finding = {.code = code,
                              .dataset = run->dataset->name,
                              .file = run->file,
                              .line = 1,
                              .message = message,
                              .hint = hint};
    finding_put(run->sink, &finding);
}

static void put_separator(const struct table_run *run, const struct dialect_seen *seen)
{
    put(run, CODE_D120,
        arena_format(run->arena, _("the cells are separated by %s, not by %s"),
                     separator_name(run, slice_of(seen->delimiter)), separator_name(run, own_delimiter(run))),
        arena_format(
            run->arena,
            _("save the file as CSV with commas; or let `banchi describe %s` write into the dictionary "
              "how it is separated"),
            run->file));
}

static void put_header(const struct table_run *run, const struct dialect_seen *seen)
{
    put(run, CODE_D128,
        arena_format(run->arena, _("the names of the columns stand in row %zu, not in the first"),
                     seen->header),
        arena_format(
            run->arena,
            _("remove what stands above them, such as a title; or let `banchi describe %s` write into "
              "the dictionary where they stand"),
            run->file));
}

/* One field makes one column, whatever stands in it. */
static bool is_asked(const struct table_run *run)
{
    return dialect_is_usual(run->dialect) && (run->dictionary == NULL || run->dictionary->field_count != 1);
}

/* Rows by which a table is seen to be as it should. */
#define ROWS 200

/* A header of several names, one of them a field's, above rows of as many cells: nothing is to be looked
 * for. So it is with most tables, and looking took a tenth of a small one's check. */
static bool is_as_it_should_be(const struct table_run *run)
{
    struct slice cells[LIMIT_TABLE_COLUMNS];
    struct table_row header;
    const struct table_block *block = table_first_block(run->table);
    if (block->row_count == 0 || block->rows[0].fault != TABLE_FINE || block->rows[0].use != ROW_HEADER)
        return false;
    table_block_row(block, 0, cells, &header);
    size_t filled = 0, alike = 0, rows = 0, field;
    bool known = run->dictionary == NULL;
    for (size_t i = 0; i < header.count; i++) {
        filled += cells[i].length > 0;
        known = known || dictionary_find(run->dictionary, cells[i], &field);
    }
    for (; rows < ROWS && rows < block->row_count; rows++)
        alike += block->rows[rows].count == header.count;
    return header.count > 1 && filled * 2 > header.count && known && alike * 4 >= rows * 3;
}

static struct dialect_seen look(const struct table_run *run, struct slice beginning, bool whole)
{
    const struct dictionary none = {.fields = NULL};
    const struct dictionary *dictionary = run->dictionary != NULL ? run->dictionary : &none;
    struct slice *names = arena_array(run->arena, dictionary->field_count, sizeof *names);
    for (size_t i = 0; i < dictionary->field_count; i++)
        names[i] = dictionary->fields[i].name;
    return dialect_guess(beginning, whole, slice_copy(run->arena, own_delimiter(run)), names,
                         dictionary->field_count);
}

bool check_written(struct table_run *run, struct slice beginning, bool whole)
{
    if (!is_asked(run) || is_as_it_should_be(run))
        return false;
    struct dialect_seen seen = look(run, beginning, whole);
    bool separator = !slice_equals(own_delimiter(run), seen.delimiter);
    if (separator)
        put_separator(run, &seen);
    if (seen.header != 1)
        put_header(run, &seen);
    if (separator || seen.header != 1)
        run->dialect = dialect_as_seen(run->arena, run->dialect, &seen);
    return separator || seen.header != 1;
}
