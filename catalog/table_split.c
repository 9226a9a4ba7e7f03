#include "catalog/table_split.h"

#ifdef __SSE2__
#include <emmintrin.h>

/* One bit a byte that means something in CSV: comma, quote, line feed, carriage return, NUL. */
static uint64_t marks_of_16(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i hit =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(',')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
    hit = _mm_or_si128(hit, _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
    return (uint64_t)(uint32_t)_mm_movemask_epi8(hit);
}

static uint64_t marks_of(const char *at)
{
    return marks_of_16(at) | marks_of_16(at + 16) << 16 | marks_of_16(at + 32) << 32 |
           marks_of_16(at + 48) << 48;
}

#else

static uint64_t marks_of(const char *at)
{
    uint64_t marks = 0;
    for (unsigned i = 0; i < 64; i++) {
        char c = at[i];
        bool hit = c == ',' || c == '"' || c == '\n' || c == '\r' || c == '\0';
        marks |= (uint64_t)hit << i;
    }
    return marks;
}

#endif

static void load_block(struct split *split)
{
    size_t left = split->end - split->block;
    split->marks = marks_of(split->bytes + split->block);
    if (left < 64)
        split->marks &= ((uint64_t)1 << left) - 1;
}

void split_seek(struct split *split, size_t start)
{
    split->block = start;
    split->marks = 0;
    if (start < split->end)
        load_block(split);
}

/* The offset of the next mark; SIZE_MAX when there is none before the end. */
static size_t next_mark(struct split *split)
{
    while (split->marks == 0) {
        if (split->block + 64 >= split->end)
            return SIZE_MAX;
        split->block += 64;
        load_block(split);
    }
    size_t at = split->block + (size_t)__builtin_ctzll(split->marks);
    split->marks &= split->marks - 1;
    return at;
}

static void set_fault(struct split *split, enum table_fault fault, size_t at)
{
    if (split->fault == TABLE_FINE) {
        split->fault = fault;
        split->fault_at = at;
    }
}

static void add_cell(struct split *split, size_t from, struct slice cell)
{
    if (split->count == LIMIT_TABLE_COLUMNS) {
        set_fault(split, TABLE_LIMIT, from);
        return;
    }
    split->cells[split->count++] = cell;
}

/* What comes behind a cell. */
enum behind { BEHIND_CELL, BEHIND_ROW, BEHIND_NOTHING };

static enum behind end_plain(struct split *split, size_t from, size_t to, size_t next)
{
    add_cell(split, from, (struct slice){split->bytes + from, to - from});
    split->next = next;
    return next > to && split->bytes[to] == ',' ? BEHIND_CELL : BEHIND_ROW;
}

/* True when the carriage return at `at` belongs to a CR LF; `*unknown` when the byte behind it is not there
 * yet. */
static bool return_ends_line(const struct split *split, size_t at, bool *unknown)
{
    *unknown = at + 1 == split->end && !split->last;
    return at + 1 < split->end && split->bytes[at + 1] == '\n';
}

/* A cell without quotes around it, from `from` to the next comma or line end. */
static enum behind plain_cell(struct split *split, size_t from)
{
    for (;;) {
        size_t at = next_mark(split);
        if (at == SIZE_MAX)
            return split->last ? end_plain(split, from, split->end, split->end) : BEHIND_NOTHING;
        bool unknown = false;
        switch (split->bytes[at]) {
        case ',':
        case '\n':
            return end_plain(split, from, at, at + 1);
        case '\r':
            if (return_ends_line(split, at, &unknown)) {
                next_mark(split);
                return end_plain(split, from, at, at + 2);
            }
            if (unknown)
                return BEHIND_NOTHING;
            set_fault(split, TABLE_RETURN, at);
            break;
        case '"':
            if (!split->literal)
                set_fault(split, TABLE_QUOTE, at);
            break;
        default:
            set_fault(split, TABLE_NUL, at);
        }
    }
}

/* The cell with each doubled quote once. The row's first such cell makes room for all, so that none moves. */
static struct slice undouble(struct split *split, size_t from, size_t to)
{
    size_t room = split->unquoted.length == 0 ? split->end - from : to - from;
    char *begin = text_reserve(&split->unquoted, room);
    char *out = begin;
    for (size_t i = from; i < to; i++) {
        *out++ = split->bytes[i];
        i += split->bytes[i] == '"';
    }
    split->unquoted.length += (size_t)(out - begin);
    return (struct slice){begin, (size_t)(out - begin)};
}

/* Finds the closing quote. SIZE_MAX when the bytes end before it is certain. */
static size_t closing_quote(struct split *split, bool *doubled)
{
    for (;;) {
        size_t at = next_mark(split);
        if (at == SIZE_MAX || (at + 1 == split->end && !split->last && split->bytes[at] == '"'))
            return SIZE_MAX;
        char c = split->bytes[at];
        if (c == '"' && (at + 1 == split->end || split->bytes[at + 1] != '"'))
            return at;
        if (c == '"') {
            next_mark(split);
            *doubled = true;
        } else if (c == '\n') {
            split->inner_lines++;
        } else if (c == '\0') {
            set_fault(split, TABLE_NUL, at);
        }
    }
}

/* Behind the closing quote at `close`: a comma or the line's end, nothing else. */
static enum behind behind_quote(struct split *split, size_t from, size_t close, struct slice cell)
{
    size_t at = close + 1;
    bool unknown = false;
    if (at == split->end || split->bytes[at] == ',' || split->bytes[at] == '\n') {
        bool comma = at < split->end && split->bytes[at] == ',';
        next_mark(split);
        add_cell(split, from, cell);
        split->next = at + (at < split->end);
        return comma ? BEHIND_CELL : BEHIND_ROW;
    }
    if (split->bytes[at] == '\r' && return_ends_line(split, at, &unknown)) {
        next_mark(split);
        next_mark(split);
        add_cell(split, from, cell);
        split->next = at + 2;
        return BEHIND_ROW;
    }
    if (unknown && split->bytes[at] == '\r')
        return BEHIND_NOTHING;
    set_fault(split, TABLE_QUOTE, at);
    return plain_cell(split, from);
}

static enum behind quoted_cell(struct split *split, size_t from)
{
    bool doubled = false;
    next_mark(split);
    split->quote = from;
    size_t close = closing_quote(split, &doubled);
    if (close == SIZE_MAX)
        return BEHIND_NOTHING;
    split->quote = SIZE_MAX;
    struct slice cell = {split->bytes + from + 1, close - from - 1};
    if (doubled)
        cell = undouble(split, from + 1, close);
    return behind_quote(split, from, close, cell);
}

enum split_result split_row(struct split *split, size_t start)
{
    split->count = 0;
    split->inner_lines = 0;
    split->fault = TABLE_FINE;
    split->quote = SIZE_MAX;
    text_clear(&split->unquoted);
    enum behind behind = BEHIND_CELL;
    for (size_t at = start; behind == BEHIND_CELL; at = split->next) {
        bool quoted = !split->literal && at < split->end && split->bytes[at] == '"';
        behind = quoted ? quoted_cell(split, at) : plain_cell(split, at);
    }
    if (behind == BEHIND_ROW)
        return SPLIT_ROW;
    return split->last ? SPLIT_UNCLOSED : SPLIT_MORE;
}
