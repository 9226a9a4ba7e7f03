/* Fingerprints of keys: 64 bits that tell apart what is different, all but certainly.
 *
 * Each run draws its own seed, so that nobody can choose the values of a table such that they meet. Equal
 * fingerprints are a suspicion, never a proof: whoever tells of it compares the values first. A key of
 * several parts is one fingerprint, taken part by part; ("ab", "c") and ("a", "bc") differ.
 *
 *     uint64_t fingerprint = fingerprint_start(&seed);
 *     for each part: fingerprint = fingerprint_add(&seed, fingerprint, part);
 *
 * The family is that of wyhash: 128-bit products of words and secrets.
 *
 * Of many texts of up to FINGERPRINT_SHORT bytes, one after the other, fingerprint_short() is the faster: it
 * takes the same steps for each, whatever its length, so that the processor need not guess. Its fingerprints
 * are others.
 */
#ifndef BANCHI_CATALOG_FINGERPRINT_H
#define BANCHI_CATALOG_FINGERPRINT_H

#include <stdint.h>
#include <string.h>

#include "base/text.h"

struct fingerprint_seed {
    uint64_t start, even, odd;
};

/* Random numbers of the system; odd ones, with no long runs of equal bits to speak of. */
struct fingerprint_seed fingerprint_seed(void);

/* Both halves of the product, folded. */
static inline uint64_t fingerprint_mix(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t fingerprint_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint64_t fingerprint_half(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* The last 0 to 16 bytes, as two words. */
static inline void fingerprint_tail(const char *at, size_t left, uint64_t words[static 2])
{
    if (left >= 8) {
        words[0] = fingerprint_word(at);
        words[1] = fingerprint_word(at + left - 8);
    } else if (left >= 4) {
        words[0] = fingerprint_half(at);
        words[1] = fingerprint_half(at + left - 4);
    } else if (left > 0) {
        words[0] = (uint64_t)(unsigned char)at[0] | (uint64_t)(unsigned char)at[left / 2] << 8 |
                   (uint64_t)(unsigned char)at[left - 1] << 16;
        words[1] = 0;
    } else {
        words[0] = words[1] = 0;
    }
}

static inline uint64_t fingerprint_start(const struct fingerprint_seed *seed)
{
    return seed->start;
}

static inline uint64_t fingerprint_add(const struct fingerprint_seed *seed, uint64_t state, struct slice part)
{
    const char *at = part.at;
    size_t left = part.length;
    uint64_t words[2];
    for (; left > 16; at += 16, left -= 16)
        state = fingerprint_mix(fingerprint_word(at) ^ seed->even, fingerprint_word(at + 8) ^ state);
    fingerprint_tail(at, left, words);
    state = fingerprint_mix(words[0] ^ seed->even, words[1] ^ state);
    return fingerprint_mix(state ^ seed->odd, part.length ^ seed->even);
}

/* ---- many short texts ---- */

#define FINGERPRINT_SHORT ((size_t)128)
#define FINGERPRINT_STEP ((size_t)16)
#define FINGERPRINT_STEPS (FINGERPRINT_SHORT / FINGERPRINT_STEP)

struct fingerprint_secrets {
    uint64_t secrets[2 * FINGERPRINT_STEPS];
    uint64_t starts[FINGERPRINT_STEPS + 1]; /* takes away what steps behind the end of a text would add */
};

void fingerprint_secrets(const struct fingerprint_seed *seed, struct fingerprint_secrets *secrets);

/* So many steps are enough for all texts up to this length. */
static inline size_t fingerprint_steps(size_t longest)
{
    return (longest + FINGERPRINT_STEP - 1) / FINGERPRINT_STEP;
}

/* FINGERPRINT_SHORT bytes of ones, as many of zeros. */
extern const unsigned char FINGERPRINT_MASK[2 * FINGERPRINT_SHORT];

/* The text is not longer than `steps` steps, and that many bytes can be read from its beginning on. The
 * number of steps makes no difference to the fingerprint. */
static inline uint64_t fingerprint_short(const struct fingerprint_secrets *secrets, struct slice text,
                                         size_t steps)
{
    const char *mask = (const char *)FINGERPRINT_MASK + FINGERPRINT_SHORT - text.length;
    uint64_t state = secrets->starts[steps];
#pragma GCC unroll 8
    for (size_t i = 0; i < steps; i++) {
        size_t at = i * FINGERPRINT_STEP;
        uint64_t first = fingerprint_word(text.at + at) & fingerprint_word(mask + at);
        uint64_t second = fingerprint_word(text.at + at + 8) & fingerprint_word(mask + at + 8);
        state ^= fingerprint_mix(first ^ secrets->secrets[2 * i], second ^ secrets->secrets[2 * i + 1]);
    }
    return fingerprint_mix(state, text.length ^ secrets->secrets[0]);
}

#endif
