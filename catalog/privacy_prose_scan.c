/* prose_scan(): whether a word may begin with a Thai letter and the two behind it is told by tables of 16
 * that are asked for 32 bytes at once (the way of Mula, and of Hyperscan's literal matchers). */
#include "catalog/privacy_prose_scan.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,popcnt")))
#define INLINE __attribute__((always_inline)) inline

/* The last letter of a beginning ends so far behind its first byte. */
#define REACH (3 * PROSE_BEGINNING - 1)

WIDE static INLINE __m256i load(const void *at)
{
    return _mm256_loadu_si256(at);
}

WIDE static INLINE __m256i rows(const void *at)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(at));
}

WIDE static INLINE __m256i look_up(const void *table, __m256i half)
{
    return _mm256_shuffle_epi8(rows(table), half);
}

WIDE static INLINE __m256i low_half(__m256i bytes)
{
    return _mm256_and_si256(bytes, _mm256_set1_epi8(0x0F));
}

WIDE static INLINE __m256i high_half(__m256i bytes)
{
    return low_half(_mm256_srli_epi16(bytes, 4));
}

WIDE static INLINE uint32_t mask(__m256i bytes)
{
    return (uint32_t)_mm256_movemask_epi8(bytes);
}

WIDE static INLINE uint32_t not_zero(__m256i bytes)
{
    return ~mask(_mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
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

/* ---- Thai ---- */

/* The second and the third byte of letters, at their first. */
struct letters {
    __m256i second, third;
};

WIDE static INLINE struct letters letters_at(const char *at)
{
    return (struct letters){load(at + 1), load(at + 2)};
}

/* Their numbers, and 0x80. */
WIDE static INLINE __m256i numbers(const struct letters *letters)
{
    __m256i odd = _mm256_and_si256(_mm256_slli_epi16(letters->second, 6), _mm256_set1_epi8(0x40));
    return _mm256_or_si256(letters->third, odd);
}

/* Those of which the letter is one of the set. */
WIDE static INLINE uint32_t letters_in(const struct prose_set *set, __m256i letters)
{
    static const uint8_t rest[16] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128};
    __m256i found = look_up(set->rows, low_half(letters));
    return not_zero(_mm256_and_si256(found, look_up(rest, high_half(letters))));
}

WIDE static INLINE __m256i groups_of(const struct prose_beginnings *words, size_t place, __m256i letters)
{
    return _mm256_and_si256(look_up(words->low[place], low_half(letters)),
                            look_up(words->high[place], high_half(letters)));
}

/* Those with which a word may begin. */
WIDE static INLINE uint32_t words_at(const struct prose_beginnings *words, const char *at, __m256i first)
{
    struct letters second = letters_at(at + 3), third = letters_at(at + 6);
    __m256i point = _mm256_cmpeq_epi8(load(at + 6), _mm256_set1_epi8('.'));
    __m256i groups = _mm256_and_si256(groups_of(words, 0, first), groups_of(words, 1, numbers(&second)));
    __m256i end = _mm256_and_si256(point, _mm256_set1_epi8((char)words->points));
    end = _mm256_or_si256(end, groups_of(words, 2, numbers(&third)));
    return not_zero(_mm256_and_si256(groups, end));
}

/* Those that are Thai: two bytes stand behind as they must. */
WIDE static INLINE uint32_t thai_in(const struct letters *letters)
{
    __m256i block = _mm256_cmpeq_epi8(_mm256_and_si256(letters->second, _mm256_set1_epi8((char)0xFE)),
                                      _mm256_set1_epi8((char)0xB8));
    __m256i follows = _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0xC0), letters->third);
    return mask(_mm256_and_si256(block, follows));
}

WIDE static INLINE void read_thai(const struct prose_sets *sets, const char *at, uint32_t high,
                                  struct prose_carry *carry, struct prose_block *block)
{
    struct letters letters = letters_at(at);
    __m256i first = numbers(&letters);
    uint32_t lead = equal(load(at), 0xE0), thai = lead & thai_in(&letters);
    uint32_t behind = lead << 1 | carry->lead >> 1 | lead << 2 | carry->lead;
    carry->lead = lead >> 30;
    block->strange = (high ^ (lead | behind)) | (lead & ~thai);
    block->stops = thai & (words_at(&sets->words, at, first) | letters_in(&sets->other, first));
}

/* ---- ASCII ---- */

WIDE static INLINE void read_ascii(const struct prose_sets *sets, __m256i now, uint32_t high,
                                   const struct prose_carry *carry, struct prose_block *block)
{
    static const uint8_t ascii[16] = {1, 2, 4, 8, 16, 32, 64, 128};
    __m256i small = _mm256_or_si256(now, _mm256_set1_epi8(0x20));
    __m256i rest = look_up(ascii, high_half(now));
    block->digits = between(now, '0', '9');
    block->stops |= not_zero(_mm256_and_si256(look_up(sets->ascii.rows, low_half(now)), rest));
    block->stops |= equal(now, '.') & (high << 1 | carry->high);
    block->stops |= equal(small, 'e') & (block->digits << 1 | carry->digit);
}

/* ---- blocks ---- */

/* Bytes are read up to REACH behind it. Most blocks are Thai with at most a few blanks. */
WIDE static INLINE struct prose_block read_block(const struct prose_sets *sets, const char *at,
                                                 struct prose_carry *carry)
{
    struct prose_block block = {0};
    __m256i now = load(at);
    uint32_t high = mask(now), blank = equal(now, ' ');
    if ((high | carry->lead) != 0)
        read_thai(sets, at, high, carry, &block);
    if ((high | blank) != UINT32_MAX)
        read_ascii(sets, now, high, carry, &block);
    carry->high = high >> 31;
    carry->digit = block.digits >> 31;
    return block;
}

/* The last bytes of a text, with zeros behind them, which show a letter that is cut off. */
WIDE static size_t read_rest(const struct prose_sets *sets, struct slice rest, struct prose_carry *carry,
                             struct prose_block *blocks)
{
    char bytes[2 * PROSE_BLOCK + REACH] = {0};
    size_t count = 0;
    memcpy(bytes, rest.at, rest.length);
    for (size_t at = 0; at < rest.length || count == 0; at += PROSE_BLOCK, count++) {
        size_t left = rest.length - at;
        blocks[count] = read_block(sets, bytes + at, carry);
        if (left < PROSE_BLOCK)
            blocks[count].stops &= (UINT32_C(1) << left) - 1;
    }
    return count;
}

WIDE size_t prose_scan(const struct prose_sets *sets, const char **from, const char *end,
                       struct prose_carry *carry, size_t most, struct prose_block *blocks)
{
    struct prose_carry now = *carry;
    const char *at = *from;
    size_t count = 0;
    for (; count < most && end - at >= PROSE_BLOCK + REACH; at += PROSE_BLOCK)
        blocks[count++] = read_block(sets, at, &now);
    if (count + 2 <= most) {
        count += read_rest(sets, (struct slice){at, (size_t)(end - at)}, &now, blocks + count);
        at = end;
    }
    *carry = now;
    *from = at;
    return count;
}

bool prose_can_scan(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt");
}
#else
size_t prose_scan(const struct prose_sets *sets, const char **from, const char *end,
                  struct prose_carry *carry, size_t most, struct prose_block *blocks)
{
    (void)sets;
    (void)carry;
    (void)most;
    (void)blocks;
    *from = end;
    return 0;
}

bool prose_can_scan(void)
{
    return false;
}
#endif
