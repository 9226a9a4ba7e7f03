/* Memory that lives as long as a run, or as long as a file.
 *
 * An arena hands out memory that is never freed singly: arena_reset() takes everything back for reuse,
 * arena_free() returns it to the system. `struct arena arena = {0}` is a valid, empty arena. There are
 * two in a run (design, rule 11): one for the run, one that is reset for each file.
 * When memory runs out the program prints one line and ends with status 74: running out is never
 * a return value. Not for use by two threads at once.
 */
#ifndef BANCHI_BASE_ARENA_H
#define BANCHI_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *block; /* the block in use; older ones hang behind it */
    char *next;
    char *end;
};

/* Zeroed memory, aligned for any type. Never NULL; `bytes` may be 0. */
void *arena_alloc(struct arena *arena, size_t bytes) __attribute__((returns_nonnull, malloc));

/* The same, not zeroed. */
static inline void *arena_take(struct arena *arena, size_t bytes);

/* Zeroed room for `count` elements of `size` bytes; an overflow of the product ends the program. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull, malloc));

/* An array that grows: makes room for one more element after `count` have been used and returns the
 * (perhaps moved) array. `*room` is kept by the caller and starts at 0 with `array` NULL. */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t *room, size_t size)
    __attribute__((returns_nonnull));

/* A copy with a NUL behind it. */
char *arena_copy(struct arena *arena, const char *at, size_t length) __attribute__((returns_nonnull));
char *arena_string(struct arena *arena, const char *string) __attribute__((returns_nonnull));

/* printf into the arena. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_format_list(struct arena *arena, const char *format, va_list list)
    __attribute__((format(printf, 2, 0), returns_nonnull));

/* Takes back all that was handed out; one block is kept for reuse. */
void arena_reset(struct arena *arena);

/* What it has of the system's memory. */
size_t arena_bytes(const struct arena *arena);

void arena_free(struct arena *arena);

/* Makes room, for arena_take(). */
void *arena_take_more(struct arena *arena, size_t bytes) __attribute__((returns_nonnull, malloc));

/* What is handed out, and each block, is a multiple of the widest type's alignment. */
#define ARENA_ROUNDED(bytes)                                                                                 \
    (((bytes) + _Alignof(max_align_t) - 1) / _Alignof(max_align_t) * _Alignof(max_align_t))

static inline void *arena_take(struct arena *arena, size_t bytes)
{
    char *at = arena->next;
    if (bytes >= (size_t)(arena->end - at))
        return arena_take_more(arena, bytes);
    arena->next = at + ARENA_ROUNDED(bytes);
    return at;
}

/* Ends the program as arenas do: for the few places that allocate otherwise. */
void memory_exhausted(void) __attribute__((noreturn));

#endif
