#include "catalog/table_index.h"

#include <string.h>

#define ALWAYS inline __attribute__((always_inline))

/* One bit a byte of 64. */
struct masks {
    uint64_t comma, quote, feed;
    uint64_t other; /* carriage return or NUL */
};

void table_index_begin(struct table_index *index)
{
    index->inside = 0;
    index->fresh = 1;
    index->closed = 0;
    index->returns = false;
    index->separators = index->ends = index->quotes = 0;
}

/* Bit i is set when an odd number of bits up to i is. */
static ALWAYS uint64_t running_parity(uint64_t bits)
{
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    return bits;
}

/* Writes the places of the bits, four at a time: most blocks have few. */
static ALWAYS size_t write_places(uint32_t *out, uint64_t bits, uint32_t base)
{
    size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t i = 0; i < count; i += 4) {
        for (size_t j = 0; j < 4; j++) {
            /* with no bit left this writes what nobody reads */
            out[i + j] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
            bits &= bits - 1;
        }
    }
    return count;
}

/* The quotation marks of a block: false when one stands where it should not. */
static ALWAYS bool take_quotes(struct table_index *index, const struct masks *masks, uint64_t inside,
                               uint64_t separators)
{
    uint64_t opening = masks->quote & inside, closing = masks->quote & ~inside;
    uint64_t behind_closing = closing << 1 | index->closed;
    uint64_t may_open = (separators | closing) << 1 | index->fresh;
    uint64_t may_follow = separators | opening | (masks->other & ~inside);
    if ((opening & ~may_open) != 0 || (behind_closing & ~may_follow) != 0)
        return false;
    for (uint64_t bits = opening & ~behind_closing; bits != 0; bits &= bits - 1) {
        uint64_t before = separators & ((bits & -bits) - 1);
        index->quote[index->quotes++] = (uint32_t)(index->separators + (size_t)__builtin_popcountll(before));
    }
    index->closed = closing >> 63;
    return true;
}

/* Carriage returns and NULs: false when there is one that is not simply the beginning of CR LF. `next` is the
 * byte behind the block. */
static ALWAYS bool take_others(struct table_index *index, const char *bytes, uint64_t others, uint64_t feed,
                               uint64_t inside)
{
    uint64_t ends = feed >> 1 | (uint64_t)(bytes[64] == '\n') << 63;
    index->returns = true;
    for (uint64_t bits = others; bits != 0; bits &= bits - 1)
        if (bytes[__builtin_ctzll(bits)] == '\0')
            return false;
    return (others & ~inside & ~ends) == 0;
}

/* One block of 64 bytes at `base`; false, with nothing changed that matters, when it holds something odd. */
static ALWAYS bool take_block(struct table_index *index, const char *bytes, uint32_t base,
                              const struct masks *masks)
{
    uint64_t separators = masks->comma | masks->feed, inside = 0;
    if ((masks->quote | index->inside | index->closed) != 0) {
        inside = running_parity(masks->quote) ^ index->inside;
        separators &= ~inside;
        if ((masks->feed & inside) != 0 || !take_quotes(index, masks, inside, separators))
            return false;
        index->inside = 0 - (inside >> 63);
    }
    if (masks->other != 0 && !take_others(index, bytes + base, masks->other, masks->feed, inside))
        return false;
    index->fresh = separators >> 63 | index->closed;
    index->separators += write_places(index->separator + index->separators, separators, base);
    index->ends += write_places(index->end + index->ends, masks->feed, base);
    return true;
}

/* The bits of the first `count` bytes only. */
static ALWAYS void cut_masks(struct masks *masks, size_t count)
{
    uint64_t kept = (UINT64_C(1) << count) - 1;
    masks->comma &= kept;
    masks->quote &= kept;
    masks->feed &= kept;
    masks->other &= kept;
}

/* The whole run, one way; a last block that is shorter comes to its own. */
#define RUN(masks_of)                                                                                        \
    do {                                                                                                     \
        for (; from + 64 <= to; from += 64) {                                                                \
            struct masks masks = masks_of(bytes + from);                                                     \
            if (!take_block(index, bytes, (uint32_t)from, &masks))                                           \
                return from;                                                                                 \
        }                                                                                                    \
        if (from < to) {                                                                                     \
            struct masks masks = masks_of(bytes + from);                                                     \
            cut_masks(&masks, to - from);                                                                    \
            if (!take_block(index, bytes, (uint32_t)from, &masks))                                           \
                return from;                                                                                 \
        }                                                                                                    \
        return to;                                                                                           \
    } while (0)

/* A bit for each of eight bytes that equals `c`. */
static ALWAYS uint64_t equal_8(uint64_t word, unsigned char c)
{
    const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);
    uint64_t other = word ^ c * UINT64_C(0x0101010101010101);
    uint64_t equal = ~(((other & low) + low) | other | low); /* the high bit of each */
    return (equal >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static struct masks masks_portable(const char *at)
{
    struct masks masks = {0, 0, 0, 0};
    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t word;
        memcpy(&word, at + i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        masks.comma |= equal_8(word, ',') << i;
        masks.quote |= equal_8(word, '"') << i;
        masks.feed |= equal_8(word, '\n') << i;
        masks.other |= (equal_8(word, '\r') | equal_8(word, '\0')) << i;
    }
    return masks;
}

static size_t run_portable(struct table_index *index, const char *bytes, size_t from, size_t to)
{
    RUN(masks_portable);
}

static size_t run_nothing(struct table_index *index, const char *bytes, size_t from, size_t to)
{
    (void)index, (void)bytes, (void)to;
    return from;
}

#ifdef __x86_64__
#include <immintrin.h>

static ALWAYS uint64_t equal_16(const __m128i *lanes, char c)
{
    const __m128i wanted = _mm_set1_epi8(c);
    uint64_t bits = 0;
    for (unsigned i = 0; i < 4; i++)
        bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(lanes[i], wanted)) << (16 * i);
    return bits;
}

static ALWAYS struct masks masks_sse2(const char *at)
{
    __m128i lanes[4], zero = _mm_setzero_si128(), cr = _mm_set1_epi8('\r'), other = zero;
    for (unsigned i = 0; i < 4; i++) {
        lanes[i] = _mm_loadu_si128((const __m128i *)(const void *)(at + (size_t)16 * i));
        other =
            _mm_or_si128(other, _mm_or_si128(_mm_cmpeq_epi8(lanes[i], zero), _mm_cmpeq_epi8(lanes[i], cr)));
    }
    struct masks masks = {equal_16(lanes, ','), equal_16(lanes, '"'), equal_16(lanes, '\n'), 0};
    if (_mm_movemask_epi8(other) != 0)
        masks.other = equal_16(lanes, '\r') | equal_16(lanes, '\0');
    return masks;
}

static size_t run_sse2(struct table_index *index, const char *bytes, size_t from, size_t to)
{
    RUN(masks_sse2);
}

#define WIDE __attribute__((target("avx2,bmi,popcnt")))

WIDE static ALWAYS uint64_t equal_32(__m256i low, __m256i high, char c)
{
    const __m256i wanted = _mm256_set1_epi8(c);
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) << 32;
}

WIDE static ALWAYS struct masks masks_avx2(const char *at)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
    struct masks masks = {equal_32(low, high, ','), equal_32(low, high, '"'), equal_32(low, high, '\n'),
                          equal_32(low, high, '\r') | equal_32(low, high, '\0')};
    return masks;
}

WIDE static size_t run_avx2(struct table_index *index, const char *bytes, size_t from, size_t to)
{
    RUN(masks_avx2);
}

enum table_index_way table_index_way(void)
{
    bool wide =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    return wide ? INDEX_AVX2 : INDEX_SSE2;
}

static size_t (*const WAYS[])(struct table_index *, const char *, size_t,
                              size_t) = {[INDEX_NOTHING] = run_nothing,
                                         [INDEX_PORTABLE] = run_portable,
                                         [INDEX_SSE2] = run_sse2,
                                         [INDEX_AVX2] = run_avx2};
#else
enum table_index_way table_index_way(void)
{
    return INDEX_PORTABLE;
}

static size_t (*const WAYS[])(struct table_index *, const char *, size_t,
                              size_t) = {[INDEX_NOTHING] = run_nothing,
                                         [INDEX_PORTABLE] = run_portable,
                                         [INDEX_SSE2] = run_portable,
                                         [INDEX_AVX2] = run_portable};
#endif

size_t table_index_run(struct table_index *index, enum table_index_way way, const char *bytes, size_t from,
                       size_t to)
{
    index->separators = index->ends = index->quotes = 0;
    return WAYS[way](index, bytes, from, to);
}
