/* The wide scan asks tables of 16 for 32 bytes at once (the way of Mula, and of Hyperscan's literal
 * matchers). */
#include "catalog/privacy_prose_scan.h"

#include <string.h>

/* What a Thai letter begins with. */
#define LEAD 0xE0

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ---- byte by byte ---- */

static uint8_t groups_of(const struct prose_place *place, unsigned number)
{
    return place->low[number % 16] & place->high[number / 16];
}

/* The byte there; 0 outside of the text. */
static unsigned byte_at(struct slice text, size_t at)
{
    return at < text.length ? (unsigned char)text.at[at] : 0;
}

/* Of the letter there, which need not be whole; none where none begins. */
static uint8_t letter_groups(const struct prose_place *place, struct slice text, size_t at)
{
    char letter[] = {0, (char)byte_at(text, at + 1), (char)byte_at(text, at + 2)};
    return byte_at(text, at) == LEAD ? groups_of(place, prose_letter(letter)) : 0;
}

static bool is_stop(const struct prose_sets *sets, struct slice text, size_t at)
{
    unsigned byte = byte_at(text, at);
    unsigned before = at > 0 ? byte_at(text, at - 1) : 0;
    if ((groups_of(&sets->bytes[0], before) & groups_of(&sets->bytes[1], byte)) != 0)
        return true;
    return byte == LEAD && at >= 6 &&
           (letter_groups(&sets->letters[0], text, at - 6) & letter_groups(&sets->letters[1], text, at - 3) &
            letter_groups(&sets->letters[2], text, at)) != 0;
}

size_t prose_scan_narrow(const struct prose_sets *sets, struct slice text, size_t from, size_t most,
                         struct prose_marks *marks)
{
    size_t count = smaller(most, prose_mark_count(text.length - from));
    size_t end = smaller(text.length, from + count * PROSE_BYTES);
    memset(marks, 0, count * sizeof *marks);
    for (size_t at = from; at < end; at++) {
        struct prose_marks *mark = &marks[(at - from) / PROSE_BYTES];
        mark->stops |= (uint64_t)is_stop(sets, text, at) << at % PROSE_BYTES;
        mark->digits |= (uint64_t)is_digit(text.at[at]) << at % PROSE_BYTES;
    }
    return count;
}

#ifdef __x86_64__
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,popcnt")))
#define INLINE __attribute__((always_inline)) inline

#define BLOCK ((size_t)32)

/* So far behind a block bytes are read: a letter may begin with its last one. */
#define REACH ((size_t)2)

WIDE static INLINE __m256i load(const void *at)
{
    return _mm256_loadu_si256(at);
}

WIDE static INLINE __m256i all(unsigned byte)
{
    return _mm256_set1_epi8((char)byte);
}

WIDE static INLINE __m256i table(const uint8_t rows[static 16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)rows));
}

WIDE static INLINE uint32_t mask(__m256i bytes)
{
    return (uint32_t)_mm256_movemask_epi8(bytes);
}

WIDE static INLINE __m256i low_half(__m256i bytes)
{
    return _mm256_and_si256(bytes, all(0x0F));
}

WIDE static INLINE __m256i high_half(__m256i bytes)
{
    return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), all(0x0F));
}

/* A place's tables, held in registers. */
struct wide_place {
    __m256i low, high;
};

WIDE static INLINE struct wide_place wide(const struct prose_place *place)
{
    return (struct wide_place){table(place->low), table(place->high)};
}

/* The groups of each byte, given its halves. */
WIDE static INLINE __m256i wide_groups(const struct wide_place *place, __m256i low, __m256i high)
{
    return _mm256_and_si256(_mm256_shuffle_epi8(place->low, low), _mm256_shuffle_epi8(place->high, high));
}

/* The last `count` bytes of `before`, and `now` without as many. */
#define SHIFTED(before, now, count)                                                                          \
    _mm256_alignr_epi8(now, _mm256_permute2x128_si256(before, now, 0x21), 16 - (count))

/* Not a bit where a group has been found. */
WIDE static INLINE uint32_t none(__m256i groups)
{
    return mask(_mm256_cmpeq_epi8(groups, _mm256_setzero_si256()));
}

static inline uint64_t joined(uint32_t low, uint32_t high)
{
    return low | (uint64_t)high << 32;
}

/* ---- pairs ---- */

/* What is looked for, and the groups of the bytes that were read last. */
struct pairs {
    struct wide_place first, second;
    __m256i before;
};

/* Where no pair ends. */
WIDE static INLINE uint32_t no_pair(struct pairs *pairs, const char *at)
{
    __m256i now = load(at);
    __m256i low = low_half(now), high = high_half(now);
    __m256i first = wide_groups(&pairs->first, low, high);
    __m256i found = wide_groups(&pairs->second, low, high);
    found = _mm256_and_si256(found, SHIFTED(pairs->before, first, 1));
    pairs->before = first;
    return none(found);
}

WIDE static INLINE void mark_pairs(struct pairs *pairs, const char *at, struct prose_marks *marks)
{
    uint32_t low = no_pair(pairs, at), low_digits = mask(pairs->before);
    uint32_t high = no_pair(pairs, at + BLOCK), high_digits = mask(pairs->before);
    *marks = (struct prose_marks){~joined(low, high), joined(low_digits, high_digits)};
}

/* ---- beginnings ---- */

/* The same of the letters that were read last. */
struct beginnings {
    struct wide_place first, second, third;
    __m256i first_before, second_before;
};

/* The numbers of letters, 0 where none begins. */
WIDE static INLINE __m256i letters_at(const char *at)
{
    __m256i upper = _mm256_and_si256(_mm256_cmpeq_epi8(all(0xB9), load(at + 1)), all(0x40));
    __m256i lead = _mm256_cmpeq_epi8(all(LEAD), load(at));
    return _mm256_and_si256(_mm256_or_si256(upper, load(at + 2)), lead);
}

/* The groups of beginnings, at their third letter. */
WIDE static INLINE __m256i beginnings_at(struct beginnings *words, const char *at)
{
    __m256i letters = letters_at(at);
    __m256i low = low_half(letters), high = high_half(letters);
    __m256i first = wide_groups(&words->first, low, high);
    __m256i second = wide_groups(&words->second, low, high);
    __m256i found = wide_groups(&words->third, low, high);
    found = _mm256_and_si256(found, SHIFTED(words->second_before, second, 3));
    found = _mm256_and_si256(found, SHIFTED(words->first_before, first, 6));
    words->first_before = first;
    words->second_before = second;
    return found;
}

WIDE static INLINE void mark_beginnings(struct beginnings *words, const char *at, struct prose_marks *marks)
{
    if (mask(_mm256_or_si256(load(at), load(at + BLOCK))) == 0) { /* ASCII */
        words->first_before = words->second_before = _mm256_setzero_si256();
        return;
    }
    __m256i low = beginnings_at(words, at), high = beginnings_at(words, at + BLOCK);
    __m256i either = _mm256_or_si256(low, high);
    if (!_mm256_testz_si256(either, either))
        marks->stops |= ~joined(none(low), none(high));
}

/* ---- texts ---- */

/* So many marks from `at` on. Each loop has but its own tables to hold. `first`: nothing stands before. */
WIDE __attribute__((noinline)) static void read_marks(const struct prose_sets *sets, const char *at,
                                                      size_t count, bool first, struct prose_marks *marks)
{
    struct pairs pairs = {wide(&sets->bytes[0]), wide(&sets->bytes[1]), all(groups_of(&sets->bytes[0], 0))};
    if (!first)
        no_pair(&pairs, at - BLOCK);
    for (size_t i = 0; i < count; i++)
        mark_pairs(&pairs, at + i * PROSE_BYTES, &marks[i]);
    struct beginnings words = {.first = wide(&sets->letters[0]),
                               .second = wide(&sets->letters[1]),
                               .third = wide(&sets->letters[2])};
    if (!first)
        beginnings_at(&words, at - BLOCK);
    for (size_t i = 0; i < count; i++)
        mark_beginnings(&words, at + i * PROSE_BYTES, &marks[i]);
}

/* The last bytes of a text, from the byte `from` on, with zeros behind them. Returns how many marks. */
WIDE static size_t read_rest(const struct prose_sets *sets, struct slice text, size_t from,
                             struct prose_marks *marks)
{
    char bytes[BLOCK + 2 * PROSE_BYTES + REACH] = {0};
    size_t before = from > 0 ? BLOCK : 0, left = text.length - from;
    size_t count = prose_mark_count(left);
    memcpy(bytes + BLOCK - before, text.at + from - before, before + left);
    read_marks(sets, bytes + BLOCK, count, before == 0, marks);
    if (left % PROSE_BYTES != 0)
        marks[count - 1].stops &= (UINT64_C(1) << left % PROSE_BYTES) - 1;
    return count;
}

WIDE size_t prose_scan_wide(const struct prose_sets *sets, struct slice text, size_t from, size_t most,
                            struct prose_marks *marks)
{
    size_t left = text.length - from;
    size_t whole = left < REACH ? 0 : (left - REACH) / PROSE_BYTES;
    size_t count = smaller(whole, most);
    if (count > 0)
        read_marks(sets, text.at + from, count, from == 0, marks);
    from += count * PROSE_BYTES;
    if (count + prose_mark_count(text.length - from) <= most && from < text.length)
        count += read_rest(sets, text, from, marks + count);
    return count;
}

bool prose_can_scan(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt");
}
#else
size_t prose_scan_wide(const struct prose_sets *sets, struct slice text, size_t from, size_t most,
                       struct prose_marks *marks)
{
    return prose_scan_narrow(sets, text, from, most, marks);
}

bool prose_can_scan(void)
{
    return false;
}
#endif
