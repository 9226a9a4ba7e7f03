#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#define FIRST_BLOCK (64 * KiB)
#define LARGEST_BLOCK (4 * MiB)

struct arena_block {
    struct arena_block *older;
    size_t bytes; /* of room behind this header */
};

#define HEADER ARENA_ROUNDED(sizeof(struct arena_block))

void memory_exhausted(void)
{
    fputs("banchi: out of memory\n", stderr);
    exit(74);
}

static void add_block(struct arena *arena, size_t bytes)
{
    size_t room = arena->block ? arena->block->bytes * 2 : FIRST_BLOCK;
    if (room > LARGEST_BLOCK)
        room = LARGEST_BLOCK;
    if (room < bytes)
        room = bytes;
    if (room > SIZE_MAX - HEADER)
        memory_exhausted();
    struct arena_block *block = malloc(HEADER + room);
    if (!block)
        memory_exhausted();
    block->older = arena->block;
    block->bytes = room;
    arena->block = block;
    arena->next = (char *)block + HEADER;
    arena->end = arena->next + room;
}

void *arena_take_more(struct arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX - HEADER)
        memory_exhausted();
    bytes = ARENA_ROUNDED(bytes);
    if (!arena->block || (size_t)(arena->end - arena->next) < bytes)
        add_block(arena, bytes);
    char *at = arena->next;
    arena->next += bytes;
    return at;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    return memset(arena_take(arena, bytes), 0, bytes);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        memory_exhausted();
    return arena_alloc(arena, bytes);
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return array;
    size_t wider = *room ? *room * 2 : 8;
    void *moved = arena_array(arena, wider, size);
    if (count)
        memcpy(moved, array, count * size);
    *room = wider;
    return moved;
}

char *arena_copy(struct arena *arena, const char *at, size_t length)
{
    char *copy = arena_take(arena, length + 1);
    if (length)
        memcpy(copy, at, length);
    copy[length] = '\0';
    return copy;
}

char *arena_string(struct arena *arena, const char *string)
{
    return arena_copy(arena, string, strlen(string));
}

char *arena_format_list(struct arena *arena, const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    char *here = arena->next; /* where it will stand, if it fits */
    int length = vsnprintf(here, here ? (size_t)(arena->end - here) : 0, format, again);
    va_end(again);
    if (length < 0)
        memory_exhausted();
    char *at = arena_take(arena, (size_t)length + 1);
    if (at != here)
        vsnprintf(at, (size_t)length + 1, format, list);
    return at;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *at = arena_format_list(arena, format, list);
    va_end(list);
    return at;
}

static void free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
}

void arena_reset(struct arena *arena)
{
    if (!arena->block)
        return;
    free_blocks(arena->block->older);
    arena->block->older = NULL;
    if (arena->block->bytes > LARGEST_BLOCK) {
        arena_free(arena);
        return;
    }
    arena->next = (char *)arena->block + HEADER;
}

size_t arena_bytes(const struct arena *arena)
{
    size_t bytes = 0;
    for (const struct arena_block *block = arena->block; block; block = block->older)
        bytes += HEADER + block->bytes;
    return bytes;
}

void arena_free(struct arena *arena)
{
    free_blocks(arena->block);
    *arena = (struct arena){0};
}
