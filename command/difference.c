#include "command/difference.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "command/report.h"

/* Lines shown about a difference, and how large a table of matches may be. */
#define BESIDE 2
#define MATCHES_MOST ((size_t)4 * 1000 * 1000)

struct lines {
    struct slice *lines;
    size_t count;
};

static struct lines split(struct arena *arena, struct slice text)
{
    struct lines lines = {0};
    size_t room = 0;
    while (text.length > 0) {
        const char *end = memchr(text.at, '\n', text.length);
        size_t length = end != NULL ? (size_t)(end - text.at) : text.length;
        lines.lines = arena_grow(arena, lines.lines, lines.count, &room, sizeof *lines.lines);
        lines.lines[lines.count++] = (struct slice){text.at, length};
        size_t taken = end != NULL ? length + 1 : length;
        text = (struct slice){text.at + taken, text.length - taken};
    }
    return lines;
}

static void line_add(struct text *out, char mark, struct slice line)
{
    text_add_char(out, mark);
    report_add_visible(out, line);
    text_add_char(out, '\n');
}

/* What stands between the common beginning and the common end. */
struct middle {
    const struct slice *a, *b;
    size_t a_count, b_count;
};

/* Longest common subsequence from each place on, (a_count + 1) rows. */
static uint32_t *matches_make(struct arena *arena, const struct middle *middle)
{
    size_t width = middle->b_count + 1;
    uint32_t *matches = arena_array(arena, (middle->a_count + 1) * width, sizeof *matches);
    for (size_t i = middle->a_count; i-- > 0;)
        for (size_t j = middle->b_count; j-- > 0;) {
            uint32_t down = matches[(i + 1) * width + j], right = matches[i * width + j + 1];
            matches[i * width + j] = slice_equal(middle->a[i], middle->b[j])
                                         ? matches[(i + 1) * width + j + 1] + 1
                                     : down > right ? down
                                                    : right;
        }
    return matches;
}

/* The whole as marked lines, first all of them, so that what is far from a difference can be left out. */
struct marked {
    struct slice *lines;
    char *marks;
    size_t count;
};

static void mark(struct marked *marked, char sign, struct slice line)
{
    marked->lines[marked->count] = line;
    marked->marks[marked->count++] = sign;
}

static void mark_middle(struct arena *arena, const struct middle *middle, struct marked *marked)
{
    size_t i = 0, j = 0, width = middle->b_count + 1;
    bool small = (middle->a_count + 1) * width <= MATCHES_MOST;
    const uint32_t *matches = small ? matches_make(arena, middle) : NULL;
    while (matches != NULL && i < middle->a_count && j < middle->b_count) {
        if (slice_equal(middle->a[i], middle->b[j])) {
            mark(marked, ' ', middle->a[i++]);
            j++;
        } else if (matches[(i + 1) * width + j] >= matches[i * width + j + 1]) {
            mark(marked, '-', middle->a[i++]);
        } else {
            mark(marked, '+', middle->b[j++]);
        }
    }
    while (i < middle->a_count)
        mark(marked, '-', middle->a[i++]);
    while (j < middle->b_count)
        mark(marked, '+', middle->b[j++]);
}

static bool is_near(const struct marked *marked, size_t line)
{
    size_t from = line > BESIDE ? line - BESIDE : 0;
    for (size_t i = from; i <= line + BESIDE && i < marked->count; i++)
        if (marked->marks[i] != ' ')
            return true;
    return false;
}

void difference_add(struct text *out, struct slice before, struct slice after)
{
    struct arena arena = {0};
    struct lines a = split(&arena, before), b = split(&arena, after);
    struct marked marked = {arena_array(&arena, a.count + b.count, sizeof(struct slice)),
                            arena_alloc(&arena, a.count + b.count), 0};
    size_t begin = 0, end = 0;
    while (begin < a.count && begin < b.count && slice_equal(a.lines[begin], b.lines[begin]))
        mark(&marked, ' ', a.lines[begin++]);
    while (end < a.count - begin && end < b.count - begin &&
           slice_equal(a.lines[a.count - 1 - end], b.lines[b.count - 1 - end]))
        end++;
    struct middle middle = {a.lines + begin, b.lines + begin, a.count - begin - end, b.count - begin - end};
    mark_middle(&arena, &middle, &marked);
    for (size_t i = a.count - end; i < a.count; i++)
        mark(&marked, ' ', a.lines[i]);
    bool gap = false;
    for (size_t i = 0; i < marked.count; i++) {
        bool near = is_near(&marked, i);
        if (near && gap && out->length > 0)
            text_add(out, " ...\n");
        gap = !near;
        if (near)
            line_add(out, marked.marks[i], marked.lines[i]);
    }
    arena_free(&arena);
}
