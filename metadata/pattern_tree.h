/* What a pattern says, as a tree: for pattern_automaton.c alone.
 *
 * The reader takes the part of ECMA-262 (with the `u` flag) that an automaton can follow; it says no to the
 * rest, and to what is wrong, without telling these apart.
 */
#ifndef BANCHI_METADATA_PATTERN_TREE_H
#define BANCHI_METADATA_PATTERN_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct arena;

struct point_range {
    uint32_t first, last;
};

enum tree_kind { TREE_EMPTY, TREE_SET, TREE_THEN, TREE_OR, TREE_REPEAT };

#define TREE_OPEN UINT32_MAX

struct pattern_tree {
    enum tree_kind kind;
    bool open;                        /* something in it repeats without end */
    const struct point_range *ranges; /* SET: the characters, in order, none twice */
    size_t range_count;
    const struct pattern_tree *left, *right; /* THEN, OR; REPEAT: left alone */
    uint32_t least, most;                    /* REPEAT; TREE_OPEN: without end */
};

/* One alternative of the whole. */
struct pattern_way {
    const struct pattern_tree *tree;
    bool from_begin; /* has "^" */
    bool to_end;     /* has "$" */
};

#define PATTERN_WAYS 16

/* Reads a pattern; the number of its alternatives, 0 when it is not of this kind. */
size_t pattern_tree_read(struct arena *arena, struct slice pattern, struct pattern_way ways[PATTERN_WAYS]);

#endif
