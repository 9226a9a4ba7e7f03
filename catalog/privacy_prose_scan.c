/* prose_scan(): which byte is the last of a Thai letter is told by the lead bytes before it; which letter, by
 * two tables of 16 that know a set of up to 128 (Mula's way to test many bytes at once). */
#include "catalog/privacy_prose_scan.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,popcnt")))
#define INLINE __attribute__((always_inline)) inline
#define BLOCK 32

/* Of the block before. */
struct carry {
    __m256i bytes;
    uint32_t lead;  /* in the low bits: which of the last two bytes begin a Thai letter, */
    uint32_t first; /* which of the last three end one of the set, */
    uint32_t digit; /* and whether the last is a digit */
};

/* The tables for one block of bytes. */
struct halves {
    __m256i low;   /* the low four bits of each byte */
    __m256i thai;  /* a bit for the rest of the letter of which the byte is the last */
    __m256i ascii; /* and for the rest of the byte of ASCII; none otherwise */
};

WIDE static INLINE __m256i load(const void *at)
{
    return _mm256_loadu_si256(at);
}

WIDE static INLINE __m256i rows(const void *at)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(at));
}

WIDE static INLINE uint32_t mask(__m256i bytes)
{
    return (uint32_t)_mm256_movemask_epi8(bytes);
}

WIDE static INLINE uint32_t equal(__m256i bytes, int wanted)
{
    return mask(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)wanted)));
}

/* Bytes of ASCII from `low` to `high`. */
WIDE static INLINE uint32_t between(__m256i bytes, char low, char high)
{
    return mask(_mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8((char)(low - 1))),
                                 _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(high + 1)), bytes)));
}

WIDE static INLINE struct halves halve(__m256i now, __m256i before)
{
    static const uint8_t thai[16] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128},
                         ascii[16] = {1, 2, 4, 8, 16, 32, 64, 128};
    const __m256i four = _mm256_set1_epi8(0x0F);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(now, 4), four);
    __m256i odd = _mm256_and_si256(_mm256_slli_epi16(before, 2), _mm256_set1_epi8(4));
    return (struct halves){.low = _mm256_and_si256(now, four),
                           .thai = _mm256_shuffle_epi8(rows(thai), _mm256_add_epi8(high, odd)),
                           .ascii = _mm256_shuffle_epi8(rows(ascii), high)};
}

WIDE static INLINE uint32_t members(const struct prose_set *set, __m256i low, __m256i rest)
{
    __m256i found = _mm256_and_si256(_mm256_shuffle_epi8(rows(set->rows), low), rest);
    return ~mask(_mm256_cmpeq_epi8(found, _mm256_setzero_si256()));
}

/* The byte before each. */
WIDE static INLINE __m256i byte_before(__m256i now, __m256i before)
{
    return _mm256_alignr_epi8(now, _mm256_permute2x128_si256(before, now, 0x21), 15);
}

/* Where Thai letters begin, go on and end, by the blocks so far. */
struct thai {
    uint32_t third; /* last bytes of a letter */
    uint32_t strange;
};

WIDE static INLINE struct thai thai_in(__m256i now, uint32_t high, struct carry *carry)
{
    uint32_t lead = equal(now, 0xE0), second = lead << 1 | carry->lead >> 1, third = lead << 2 | carry->lead;
    uint32_t block = equal(_mm256_and_si256(now, _mm256_set1_epi8((char)0xFE)), 0xB8);
    uint32_t follows = mask(_mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), now));
    carry->lead = lead >> 30;
    return (struct thai){third, (high ^ (lead | second | third)) | (second & ~block) | (third & ~follows)};
}

/* What is said of bytes of ASCII. `first` has a bit behind each letter with which a word may begin. */
WIDE static INLINE uint32_t ascii_stops(struct prose_scan *scan, __m256i now, const struct halves *halves,
                                        uint32_t first, struct carry *carry)
{
    __m256i small = _mm256_or_si256(now, _mm256_set1_epi8(0x20));
    uint32_t digit = between(now, '0', '9');
    uint32_t here = members(&scan->sets->ascii, halves->low, halves->ascii);
    here |= (equal(now, '.') & first) | (equal(small, 'e') & (digit << 1 | carry->digit));
    scan->digits += (size_t)__builtin_popcount(digit);
    carry->digit = digit >> 31;
    return here;
}

/* Where to stop in a block; all of it where it has other letters than ASCII and Thai. Most blocks are Thai
 * with at most a few blanks. */
WIDE static INLINE uint32_t block_stops(struct prose_scan *scan, __m256i now, struct carry *carry)
{
    const struct prose_sets *sets = scan->sets;
    struct halves halves = halve(now, byte_before(now, carry->bytes));
    uint32_t high = mask(now), blank = equal(now, ' '), first_before = carry->first;
    struct thai thai = thai_in(now, high, carry);
    uint32_t first = thai.third & members(&sets->first, halves.low, halves.thai);
    uint32_t second = thai.third & members(&sets->second, halves.low, halves.thai);
    uint32_t other = thai.third & members(&sets->other, halves.low, halves.thai);
    uint32_t here = other | (second & (first << 3 | first_before));
    carry->bytes = now;
    carry->first = first >> 29;
    scan->strange |= thai.strange;
    if ((high | blank) == UINT32_MAX)
        carry->digit = 0;
    else
        here |= ascii_stops(scan, now, &halves, first << 1 | first_before >> 2, carry);
    return here;
}

/* Whether the two letters together are a stop, of which the last byte stands at `at`. */
static inline bool is_stop(const struct prose_sets *sets, struct slice text, const char *at)
{
    if ((unsigned char)*at < 0x80)
        return true;
    bool letter = at - text.at >= 5 && (unsigned char)at[-5] == 0xE0;
    return prose_bits_has(&sets->behind[letter ? prose_letter(at - 5) : 0], prose_letter(at - 2));
}

static bool block_says(struct prose_scan *scan, struct slice text, const char *block, uint32_t stops)
{
    for (; stops != 0; stops &= stops - 1) {
        const char *at = block + __builtin_ctz(stops);
        if (is_stop(scan->sets, text, at) && scan->says(scan, at))
            return true;
    }
    return false;
}

/* Of so many blocks the stops are found before anybody looks at them. */
#define BLOCKS 32

/* Those of the next blocks; where they begin is moved on. The last block of a text has zeros behind the end,
 * which show a letter that is cut off. */
WIDE static size_t find_stops(struct prose_scan *scan, const char **from, const char *end,
                              struct carry *carry, uint32_t stops[static BLOCKS])
{
    struct prose_scan found = *scan;
    size_t count = 0;
    const char *at = *from;
    for (; count < BLOCKS && end - at >= BLOCK; at += BLOCK)
        stops[count++] = block_stops(&found, load(at), carry);
    if (count < BLOCKS) {
        char rest[BLOCK] = {0};
        size_t left = (size_t)(end - at);
        memcpy(rest, at, left);
        stops[count++] = block_stops(&found, load(rest), carry) & ((UINT32_C(1) << left) - 1);
        at = end;
    }
    *scan = found;
    *from = at;
    return count;
}

WIDE bool prose_scan(struct prose_scan *scan, struct slice text)
{
    struct carry carry = {.bytes = _mm256_setzero_si256()};
    const char *end = text.at + text.length;
    for (const char *at = text.at, *from = at;; from = at) {
        uint32_t stops[BLOCKS];
        size_t count = find_stops(scan, &at, end, &carry, stops);
        if (scan->strange != 0)
            return false;
        for (size_t i = 0; i < count; i++)
            if (block_says(scan, text, from + i * BLOCK, stops[i]))
                return false;
        if (count < BLOCKS)
            return true;
    }
}

bool prose_can_scan(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt");
}
#else
bool prose_scan(struct prose_scan *scan, struct slice text)
{
    (void)scan;
    (void)text;
    return false;
}

bool prose_can_scan(void)
{
    return false;
}
#endif
