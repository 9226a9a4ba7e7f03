#include "metadata/pattern_tree.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

#define MOST_RANGES 64
#define MOST_GROUPS 32
#define LAST_POINT 0x10FFFF

struct reader {
    struct arena *arena;
    const char *at;
    const char *end;
    unsigned depth; /* of groups */
};

/* Characters while they are collected, in any order. */
struct points {
    struct point_range ranges[MOST_RANGES];
    size_t count;
};

static const struct point_range DIGIT[] = {{'0', '9'}};
static const struct point_range WORD[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const struct point_range SPACE[] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
    {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
static const struct point_range LINE_END[] = {{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};

/* ---- characters ---- */

static bool points_add(struct points *points, uint32_t first, uint32_t last)
{
    if (points->count == MOST_RANGES || first > last)
        return false;
    points->ranges[points->count++] = (struct point_range){first, last};
    return true;
}

/* Into order, those that meet made one. */
static void points_sort(struct points *points)
{
    struct point_range *ranges = points->ranges;
    size_t kept = 0;
    for (size_t i = 1; i < points->count; i++)
        for (size_t j = i; j > 0 && ranges[j].first < ranges[j - 1].first; j--) {
            struct point_range swap = ranges[j];
            ranges[j] = ranges[j - 1];
            ranges[j - 1] = swap;
        }
    for (size_t i = 1; i < points->count; i++) {
        if (ranges[i].first > ranges[kept].last + 1)
            ranges[++kept] = ranges[i];
        else if (ranges[i].last > ranges[kept].last)
            ranges[kept].last = ranges[i].last;
    }
    points->count = points->count > 0 ? kept + 1 : 0;
}

/* All others instead. */
static bool points_turn(struct points *points)
{
    struct points others = {.count = 0};
    uint32_t next = 0;
    points_sort(points);
    for (size_t i = 0; i < points->count; i++) {
        if (points->ranges[i].first > next && !points_add(&others, next, points->ranges[i].first - 1))
            return false;
        next = points->ranges[i].last + 1;
    }
    bool good = next > LAST_POINT || points_add(&others, next, LAST_POINT);
    *points = others;
    return good;
}

static bool points_add_list(struct points *points, const struct point_range *ranges, size_t count,
                            bool turned)
{
    struct points list = {.count = 0};
    bool good = true;
    for (size_t i = 0; i < count; i++)
        good = points_add(&list, ranges[i].first, ranges[i].last) && good;
    good = good && (!turned || points_turn(&list));
    for (size_t i = 0; i < list.count && good; i++)
        good = points_add(points, list.ranges[i].first, list.ranges[i].last);
    return good;
}

#define LIST(array) array, sizeof(array) / sizeof *(array)

/* ---- the tree ---- */

static struct pattern_tree *tree_new(struct reader *reader, enum tree_kind kind)
{
    struct pattern_tree *tree = arena_alloc(reader->arena, sizeof *tree);
    tree->kind = kind;
    return tree;
}

static struct pattern_tree *tree_pair(struct reader *reader, enum tree_kind kind,
                                      const struct pattern_tree *left, const struct pattern_tree *right)
{
    struct pattern_tree *tree = tree_new(reader, kind);
    tree->left = left;
    tree->right = right;
    tree->open = left->open || right->open;
    return tree;
}

static struct pattern_tree *tree_set(struct reader *reader, struct points *points)
{
    points_sort(points);
    struct pattern_tree *tree = tree_new(reader, TREE_SET);
    struct point_range *ranges = arena_array(reader->arena, points->count, sizeof *ranges);
    if (points->count > 0)
        memcpy(ranges, points->ranges, points->count * sizeof *ranges);
    tree->ranges = ranges;
    tree->range_count = points->count;
    return tree;
}

/* ---- reading ---- */

static bool next_is(const struct reader *reader, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(reader->end - reader->at) >= length && memcmp(reader->at, text, length) == 0;
}

static bool take(struct reader *reader, const char *text)
{
    bool there = next_is(reader, text);
    reader->at += there ? strlen(text) : 0;
    return there;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* So many hexadecimal digits; halves of a pair are left to the engine. */
static bool hex_read(struct reader *reader, size_t digits, uint32_t *point)
{
    *point = 0;
    for (size_t i = 0; i < digits; i++, reader->at++) {
        int value = reader->at < reader->end ? hex_value(*reader->at) : -1;
        if (value < 0)
            return false;
        *point = *point << 4 | (uint32_t)value;
    }
    return *point < 0xD800 || *point > 0xDFFF;
}

/* Behind the backslash: a character by its number, its letter, or itself. */
static bool escaped_point(struct reader *reader, uint32_t *point)
{
    static const char letters[] = "tnvfr", controls[] = "\t\n\v\f\r";
    char c = *reader->at++;
    const char *letter = strchr(letters, c);
    if (c == 'x' || c == 'u')
        return hex_read(reader, c == 'x' ? 2 : 4, point);
    *point = letter != NULL ? (uint32_t)controls[letter - letters] : (uint32_t)(unsigned char)c;
    return c != '\0' && (letter != NULL || strchr("^$\\.*+?()[]{}|/-", c) != NULL);
}

/* At a backslash: a class, or one character, which then is `*single`. */
static bool escape_read(struct reader *reader, struct points *points, bool *single)
{
    static const struct {
        char letter;
        bool turned;
        const struct point_range *ranges;
        size_t count;
    } classes[] = {{'d', false, LIST(DIGIT)}, {'D', true, LIST(DIGIT)},  {'w', false, LIST(WORD)},
                   {'W', true, LIST(WORD)},   {'s', false, LIST(SPACE)}, {'S', true, LIST(SPACE)}};
    uint32_t point;
    *single = false;
    if (++reader->at == reader->end)
        return false;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (*reader->at == classes[i].letter) {
            reader->at++;
            return points_add_list(points, classes[i].ranges, classes[i].count, classes[i].turned);
        }
    *single = true;
    return escaped_point(reader, &point) && points_add(points, point, point);
}

/* One member of a class, or either end of a range. */
static bool class_member(struct reader *reader, struct points *points, bool *single)
{
    *single = true;
    if (reader->at == reader->end)
        return false;
    if (*reader->at == '\\')
        return escape_read(reader, points, single);
    uint32_t point = utf8_next(&reader->at, reader->end);
    return points_add(points, point, point);
}

/* Behind the opening bracket. */
static struct pattern_tree *class_read(struct reader *reader)
{
    struct points points = {.count = 0};
    bool turned = take(reader, "^");
    while (!take(reader, "]")) {
        bool single, last_single;
        size_t before = points.count;
        if (!class_member(reader, &points, &single))
            return NULL;
        if (!next_is(reader, "-") || next_is(reader, "-]"))
            continue;
        reader->at++;
        if (!single || !class_member(reader, &points, &last_single) || !last_single)
            return NULL;
        uint32_t first = points.ranges[before].first, last = points.ranges[before + 1].first;
        points.count = before;
        if (!points_add(&points, first, last))
            return NULL;
    }
    return turned && !points_turn(&points) ? NULL : tree_set(reader, &points);
}

static struct pattern_tree *choice_read(struct reader *reader);

/* Behind the opening parenthesis. */
static struct pattern_tree *group_read(struct reader *reader)
{
    if (next_is(reader, "?") && !take(reader, "?:"))
        return NULL;
    if (++reader->depth > MOST_GROUPS)
        return NULL;
    struct pattern_tree *tree = choice_read(reader);
    reader->depth--;
    return tree != NULL && take(reader, ")") ? tree : NULL;
}

static struct pattern_tree *atom_read(struct reader *reader)
{
    struct points points = {.count = 0};
    bool single;
    if (take(reader, "("))
        return group_read(reader);
    if (take(reader, "["))
        return class_read(reader);
    if (take(reader, "."))
        return points_add_list(&points, LIST(LINE_END), true) ? tree_set(reader, &points) : NULL;
    if (*reader->at == '\\')
        return escape_read(reader, &points, &single) ? tree_set(reader, &points) : NULL;
    if (*reader->at == '\0' || strchr("^$*+?)]{}|", *reader->at) != NULL)
        return NULL;
    uint32_t point = utf8_next(&reader->at, reader->end);
    return points_add(&points, point, point) ? tree_set(reader, &points) : NULL;
}

static bool number_read(struct reader *reader, uint32_t *number)
{
    const char *begin = reader->at;
    for (*number = 0; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9'; reader->at++)
        *number = *number < 100000 ? *number * 10 + (uint32_t)(*reader->at - '0') : *number;
    return reader->at > begin && *number < 100000;
}

/* Behind the opening brace. */
static bool braces_read(struct reader *reader, uint32_t *least, uint32_t *most)
{
    if (!number_read(reader, least))
        return false;
    *most = *least;
    if (take(reader, ",")) {
        *most = TREE_OPEN;
        if (!next_is(reader, "}") && !number_read(reader, most))
            return false;
    }
    return take(reader, "}") && *least <= *most;
}

/* An open repetition within another is left to the engine, whose bounds then hold. */
static struct pattern_tree *repeated(struct reader *reader, struct pattern_tree *tree)
{
    uint32_t least = 0, most = TREE_OPEN;
    if (take(reader, "?"))
        most = 1;
    else if (take(reader, "+"))
        least = 1;
    else if (take(reader, "{") ? !braces_read(reader, &least, &most) : !take(reader, "*"))
        return NULL;
    (void)take(reader, "?");
    if (most == TREE_OPEN && tree->open)
        return NULL;
    struct pattern_tree *repeat = tree_new(reader, TREE_REPEAT);
    repeat->left = tree;
    repeat->least = least;
    repeat->most = most;
    repeat->open = tree->open || most == TREE_OPEN;
    return repeat;
}

static bool ends_here(const struct reader *reader)
{
    return reader->at == reader->end || *reader->at == '|' || *reader->at == ')' || *reader->at == '$';
}

/* One thing behind the other. */
static struct pattern_tree *sequence_read(struct reader *reader)
{
    struct pattern_tree *tree = tree_new(reader, TREE_EMPTY);
    while (tree != NULL && !ends_here(reader)) {
        struct pattern_tree *next = atom_read(reader);
        if (next != NULL && reader->at < reader->end && strchr("*+?{", *reader->at) != NULL)
            next = repeated(reader, next);
        tree = next != NULL ? tree_pair(reader, TREE_THEN, tree, next) : NULL;
    }
    return tree;
}

/* Within a group. */
static struct pattern_tree *choice_read(struct reader *reader)
{
    struct pattern_tree *tree = sequence_read(reader);
    while (tree != NULL && take(reader, "|")) {
        struct pattern_tree *other = sequence_read(reader);
        tree = other != NULL ? tree_pair(reader, TREE_OR, tree, other) : NULL;
    }
    return tree;
}

size_t pattern_tree_read(struct arena *arena, struct slice pattern, struct pattern_way ways[PATTERN_WAYS])
{
    struct reader reader = {.arena = arena, .at = pattern.at, .end = pattern.at + pattern.length};
    for (size_t count = 0; count < PATTERN_WAYS; count++) {
        ways[count].from_begin = take(&reader, "^");
        ways[count].tree = sequence_read(&reader);
        ways[count].to_end = take(&reader, "$");
        if (ways[count].tree == NULL)
            return 0;
        if (reader.at == reader.end)
            return count + 1;
        if (!take(&reader, "|"))
            return 0;
    }
    return 0;
}
