/* What years and dates a table spans: seen while it is checked. */
#include "catalog/extent.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "catalog/cell_rules.h"
#include "catalog/header_name.h"

/* Keys, as cell_add_key() makes them, begin with "YYYY-MM-DD" or a part of it. */
#define KEY_BYTES 10

/* Integers are years within these. */
#define YEAR_FIRST 1900
#define YEAR_LAST 2799

struct span {
    char least[KEY_BYTES + 1], greatest[KEY_BYTES + 1];
    size_t least_row, greatest_row; /* 0: no value yet */
    uint64_t low, high;             /* the orders of the cells seen so far lie between; 0: none had one */
    bool spoilt;                    /* an integer that is no year */
};

struct watched {
    size_t column;
    bool integer;
    bool whole;    /* years, not dates */
    size_t length; /* of the cells whose bytes stand in the order of their keys; 0: there are none such */
};

struct state {
    struct watched *watched;
    size_t count;
    struct span *spans; /* of all threads together */
};

struct share {
    const struct state *state;
    struct span *spans;
    struct cell_room room;
    struct text key;
};

/* ---- which columns ---- */

static bool is_dimension(const struct dictionary_field *field)
{
    struct slice role = json_text(json_get(field->json, "banchi:role"));
    return role.length == 0 || slice_equals(role, "dimension");
}

static bool is_watched(const struct table_column *column, struct watched *watched)
{
    const struct dictionary_field *field = column->field;
    if (field == NULL || column->rules == NULL || !is_dimension(field))
        return false;
    bool told =
        json_get(field->json, "banchi:era") != NULL || (header_hints(field->name).flags & HEADER_YEAR) != 0;
    watched->integer = slice_equals(field->type, "integer") && told;
    watched->whole = watched->integer || slice_equals(field->type, "year");
    watched->length = watched->whole                                                             ? 4
                      : slice_equals(field->type, "date") && column->rules->form == FORM_DEFAULT ? KEY_BYTES
                                                                                                 : 0;
    return watched->whole || slice_equals(field->type, "date") || slice_equals(field->type, "datetime") ||
           slice_equals(field->type, "yearmonth");
}

static void *extent_begin(struct table_run *run)
{
    return run->extent != NULL && run->dictionary != NULL ? arena_alloc(run->arena, sizeof(struct state))
                                                          : NULL;
}

static void extent_header(struct table_worker *worker, void *given, const struct table_row *row)
{
    struct state *state = given;
    const struct table_run *run = worker->run;
    (void)row;
    if (state == NULL)
        return;
    state->watched = arena_array(run->arena, run->column_count, sizeof *state->watched);
    state->spans = arena_array(run->arena, run->column_count, sizeof *state->spans);
    for (size_t i = 0; i < run->column_count; i++) {
        struct watched *watched = &state->watched[state->count];
        watched->column = i;
        state->count += is_watched(&run->columns[i], watched);
    }
}

static void *extent_share(struct table_worker *worker, void *given)
{
    const struct state *state = given;
    if (state == NULL || state->count == 0)
        return NULL;
    struct share *share = arena_alloc(worker->arena, sizeof *share);
    share->state = state;
    share->spans = arena_array(worker->arena, state->count, sizeof *share->spans);
    return share;
}

/* ---- rows ---- */

static void key_keep(char *to, struct slice key)
{
    memcpy(to, key.at, key.length);
    to[key.length] = '\0';
}

static int key_compare(struct slice key, const char *kept)
{
    size_t length = strlen(kept);
    int order = memcmp(key.at, kept, key.length < length ? key.length : length);
    return order != 0 ? order : (key.length > length) - (key.length < length);
}

static void span_take(struct span *span, struct slice key, size_t row)
{
    key.length = key.length < KEY_BYTES ? key.length : KEY_BYTES;
    if (span->least_row == 0 || key_compare(key, span->least) < 0) {
        key_keep(span->least, key);
        span->least_row = row;
    }
    if (span->greatest_row == 0 || key_compare(key, span->greatest) > 0) {
        key_keep(span->greatest, key);
        span->greatest_row = row;
    }
}

static bool is_year(struct slice key)
{
    if (key.length != 4)
        return false;
    int year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (key.at[i] < '0' || key.at[i] > '9')
            return false;
        year = year * 10 + (key.at[i] - '0');
    }
    return year >= YEAR_FIRST && year <= YEAR_LAST;
}

static uint64_t two_bytes(const char *at)
{
    return (uint64_t)(unsigned char)at[0] << 8 | (unsigned char)at[1];
}

/* The digits of YYYY or YYYY-MM-DD as a number that sorts as they do; 0 for a cell of another length. */
static uint64_t order_of(const struct watched *watched, struct slice cell)
{
    if (cell.length != watched->length)
        return 0;
    uint64_t year = two_bytes(cell.at) << 16 | two_bytes(cell.at + 2);
    return cell.length < KEY_BYTES ? year
                                   : year << 32 | two_bytes(cell.at + 5) << 16 | two_bytes(cell.at + 8);
}

static void order_take(struct span *span, uint64_t order)
{
    span->low = span->low == 0 || order < span->low ? order : span->low;
    span->high = order > span->high ? order : span->high;
}

static void cell_take(struct span *span, const struct watched *watched, struct slice key, size_t row)
{
    if (watched->integer && !is_year(key))
        span->spoilt = true;
    else if (key.length >= 4)
        span_take(span, key, row);
}

/* Good cells that may widen the span: of most the bytes alone say that they do not. */
static uint64_t wideners(const struct span *span, const struct watched *watched,
                         const struct table_batch *batch, uint64_t rows)
{
    uint64_t wide = rows;
    while (rows != 0) {
        size_t row = batch_take(&rows);
        uint64_t order = order_of(watched, batch_cell(batch, row, watched->column));
        if (order != 0 && order >= span->low && order <= span->high)
            wide &= ~(UINT64_C(1) << row);
    }
    return wide;
}

static void column_take(struct table_worker *worker, struct share *share, size_t number,
                        const struct table_batch *batch)
{
    const struct watched *watched = &share->state->watched[number];
    const struct table_column *column = &worker->run->columns[watched->column];
    struct span *span = &share->spans[number];
    uint64_t rows = batch->good[watched->column];
    if (span->spoilt)
        return;
    if (watched->length > 0)
        rows = wideners(span, watched, batch, rows);
    while (rows != 0) {
        size_t row = batch_take(&rows);
        struct slice cell = batch_cell(batch, row, watched->column);
        uint64_t order = order_of(watched, cell);
        text_clear(&share->key);
        if (!cell_add_key(column->rules, cell, &share->room, &share->key))
            continue;
        cell_take(span, watched, text_slice(&share->key), batch->number + row);
        if (order != 0)
            order_take(span, order);
    }
}

static uint64_t extent_batch(struct table_worker *worker, void *given, const struct table_batch *batch)
{
    struct share *share = given;
    for (size_t i = 0; share != NULL && i < share->state->count; i++)
        column_take(worker, share, i, batch);
    return 0;
}

/* Of equal keys the first row is told, whichever thread saw it. */
static void span_join(struct span *all, const struct span *one)
{
    all->spoilt = all->spoilt || one->spoilt;
    if (one->least_row == 0)
        return;
    int least = all->least_row == 0 ? -1 : strcmp(one->least, all->least);
    int greatest = all->greatest_row == 0 ? 1 : strcmp(one->greatest, all->greatest);
    if (least < 0 || (least == 0 && one->least_row < all->least_row)) {
        memcpy(all->least, one->least, sizeof all->least);
        all->least_row = one->least_row;
    }
    if (greatest > 0 || (greatest == 0 && one->greatest_row < all->greatest_row)) {
        memcpy(all->greatest, one->greatest, sizeof all->greatest);
        all->greatest_row = one->greatest_row;
    }
}

static void extent_join(struct table_run *run, void *given, void *one)
{
    struct state *state = given;
    struct share *share = one;
    (void)run;
    if (share == NULL)
        return;
    for (size_t i = 0; i < state->count; i++)
        span_join(&state->spans[i], &share->spans[i]);
    cell_room_free(&share->room);
    text_free(&share->key);
}

/* ---- the table's edges ---- */

static int number_of(const char *digits, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count && digits[i] >= '0' && digits[i] <= '9'; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

/* Years of the Buddhist Era; October belongs to the next fiscal year. */
static struct extent_edge edge_of(const char *key, bool whole)
{
    struct extent_edge edge = {.whole = whole};
    int year = number_of(key, 4);
    if (whole && year >= 2400)
        year -= DATE_BUDDHIST_OFFSET;
    edge.calendar = edge.fiscal = year + DATE_BUDDHIST_OFFSET;
    if (whole) {
        edge.date = (struct date){year - 1, 10, 1};
        return edge;
    }
    size_t length = strlen(key);
    edge.date = (struct date){year, length >= 7 ? number_of(key + 5, 2) : 1,
                              length >= 10 ? number_of(key + 8, 2) : 1};
    edge.fiscal += edge.date.month >= 10;
    return edge;
}

static bool is_later(struct extent_edge a, struct extent_edge b)
{
    return date_compare(a.date, b.date) > 0;
}

/* A column of the kind by which the table is judged. */
static void edge_take(struct table_extent *extent, struct extent_edge least, struct extent_edge greatest,
                      bool plans)
{
    if (!extent->known || is_later(extent->first, least))
        extent->first = least;
    extent->known = true;
    if (!plans && (!extent->ends || is_later(greatest, extent->last)))
        extent->last = greatest;
    extent->ends = extent->ends || !plans;
}

static void column_end(const struct table_run *run, const struct state *state, size_t number, bool whole)
{
    const struct watched *watched = &state->watched[number];
    const struct span *span = &state->spans[number];
    struct table_extent *extent = run->extent;
    struct extent_edge least = edge_of(span->least, watched->whole);
    struct extent_edge greatest = edge_of(span->greatest, watched->whole);
    bool plans = date_compare(greatest.date, date_today()) > 0;
    least.column = greatest.column = slice_copy(run->arena, run->columns[watched->column].name);
    least.row = span->least_row;
    greatest.row = span->greatest_row;
    if (watched->whole == whole)
        edge_take(extent, least, greatest, plans);
    if (!plans && (!extent->dated || is_later(greatest, extent->newest)))
        extent->newest = greatest;
    extent->dated = extent->dated || !plans;
}

static void extent_end(struct table_worker *worker, void *given)
{
    const struct state *state = given;
    bool whole = false;
    for (size_t i = 0; state != NULL && i < state->count; i++)
        whole =
            whole || (state->watched[i].whole && state->spans[i].least_row > 0 && !state->spans[i].spoilt);
    for (size_t i = 0; state != NULL && i < state->count; i++)
        if (state->spans[i].least_row > 0 && !state->spans[i].spoilt)
            column_end(worker->run, state, i, whole);
}

const struct table_check CHECK_EXTENT = {.begin = extent_begin,
                                         .header = extent_header,
                                         .share = extent_share,
                                         .batch = extent_batch,
                                         .join = extent_join,
                                         .end = extent_end};
