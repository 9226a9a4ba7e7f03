/* A hash of a string for tables in memory: fast, not against those who choose keys to collide. */
#ifndef BANCHI_BASE_SLICE_HASH_H
#define BANCHI_BASE_SLICE_HASH_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* Depends on every byte; the same on every run of the same machine. */
static inline uint32_t slice_hash(struct slice key)
{
    uint64_t hash = key.length * UINT64_C(0x9e3779b97f4a7c15);
    const char *at = key.at;
    size_t left = key.length;
    for (; left > 8; at += 8, left -= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
        hash ^= hash >> 32;
    }
    uint64_t word = 0;
    if (left >= 4) {
        uint32_t head, tail;
        memcpy(&head, at, 4);
        memcpy(&tail, at + left - 4, 4);
        word = head | (uint64_t)tail << 32;
    } else if (left > 0) {
        word = (unsigned char)at[0] | (uint64_t)(unsigned char)at[left / 2] << 8 |
               (uint64_t)(unsigned char)at[left - 1] << 16;
    }
    hash = (hash ^ word) * UINT64_C(0xc4ceb9fe1a85ec53);
    return (uint32_t)(hash ^ hash >> 32);
}

/* memcmp() == 0, in line: most keys are short. */
static inline bool bytes_equal(const char *a, const char *b, size_t length)
{
    uint64_t left, right;
    size_t at = 0;
    if (length < 8) {
        while (at < length && a[at] == b[at])
            at++;
        return at == length;
    }
    for (;; at = at + 16 <= length ? at + 8 : length - 8) {
        memcpy(&left, a + at, 8);
        memcpy(&right, b + at, 8);
        if (left != right)
            return false;
        if (at + 8 == length)
            return true;
    }
}

#endif
