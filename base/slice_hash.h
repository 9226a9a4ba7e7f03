/* A hash of a string for tables in memory: fast, not against those who choose keys to collide. */
#ifndef BANCHI_BASE_SLICE_HASH_H
#define BANCHI_BASE_SLICE_HASH_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

static inline uint64_t bytes_8(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t bytes_4(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Depends on every byte; the same on every run of the same machine. */
static inline uint32_t slice_hash(struct slice key)
{
    uint64_t hash = key.length * UINT64_C(0x9e3779b97f4a7c15), word = 0;
    const char *at = key.at;
    size_t left = key.length;
    for (; left > 8; at += 8, left -= 8) {
        hash = (hash ^ bytes_8(at)) * UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    }
    if (left >= 4)
        word = bytes_4(at) | (uint64_t)bytes_4(at + left - 4) << 32;
    else if (left > 0)
        word = (unsigned char)at[0] | (uint64_t)(unsigned char)at[left / 2] << 8 |
               (uint64_t)(unsigned char)at[left - 1] << 16;
    hash = (hash ^ word) * UINT64_C(0xc4ceb9fe1a85ec53);
    return (uint32_t)(hash ^ hash >> 32);
}

/* memcmp() == 0, in line: most keys are short. */
static inline bool bytes_equal(const char *a, const char *b, size_t length)
{
    size_t at = 0;
    if (length >= 8) {
        for (; at + 8 < length; at += 8)
            if (bytes_8(a + at) != bytes_8(b + at))
                return false;
        return bytes_8(a + length - 8) == bytes_8(b + length - 8);
    }
    if (length >= 4)
        return bytes_4(a) == bytes_4(b) && bytes_4(a + length - 4) == bytes_4(b + length - 4);
    while (at < length && a[at] == b[at])
        at++;
    return at == length;
}

#endif
