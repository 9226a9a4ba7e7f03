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

/* Both halves of the product. */
static inline uint64_t folded(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Depends on every byte; the same on every run of the same machine. */
static inline uint32_t slice_hash(struct slice key)
{
    static const uint64_t one = UINT64_C(0x9e3779b97f4a7c15), two = UINT64_C(0xff51afd7ed558ccd);
    uint64_t hash = key.length * one, head = 0, tail = 0;
    const char *at = key.at;
    size_t left = key.length;
    for (; left > 16; at += 16, left -= 16)
        hash = folded(bytes_8(at) ^ one, bytes_8(at + 8) ^ hash);
    if (left >= 8) {
        head = bytes_8(at);
        tail = bytes_8(at + left - 8);
    } else if (left >= 4) {
        head = bytes_4(at);
        tail = bytes_4(at + left - 4);
    } else if (left > 0) {
        head = (unsigned char)at[0] | (uint64_t)(unsigned char)at[left / 2] << 8;
        tail = (unsigned char)at[left - 1];
    }
    hash = folded(head ^ two, tail ^ hash);
    return (uint32_t)(hash ^ hash >> 32);
}

/* All 64 bits, by keys that nobody can guess; who compares hashes alone takes two of them. */
static inline uint64_t slice_hash_keyed(struct slice text, const uint64_t keys[2])
{
    uint64_t hash = keys[0] ^ text.length;
    const char *at = text.at;
    size_t left = text.length;
    for (; left >= 16; at += 16, left -= 16)
        hash = folded(bytes_8(at) ^ keys[1], bytes_8(at + 8) ^ hash);
    char rest[16] = {0};
    if (left > 0)
        memcpy(rest, at, left);
    hash = folded(bytes_8(rest) ^ keys[1], bytes_8(rest + 8) ^ hash);
    return folded(hash ^ keys[0], keys[1] ^ text.length);
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
