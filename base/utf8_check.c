/* utf8_check(): 32 bytes at a time where the processor has AVX2, else one sequence at a time.
 *
 * The wide way is the lookup algorithm of Keiser and Lemire (Validating UTF-8 In Less Than One Instruction
 * Per Byte, 2021): each pair of neighbouring bytes is classified by three tables of 16, whose bits are the
 * ways to be wrong; what is left is to see that third and fourth bytes stand where a lead byte wants them. It
 * says only whether something is wrong; the place is then found the narrow way. */
#include <string.h>

#include "base/utf8.h"

/* Length of the valid sequence that begins at `at`, 0 when there is none (RFC 3629, 4). Thai always is three
 * bytes that begin with E0, so that case comes first. */
size_t utf8_sequence(const char *text, size_t left)
{
    const unsigned char *at = (const unsigned char *)text;
    unsigned char first = at[0];
    if (first == 0xE0 && left >= 3 && (at[1] & 0xE0) == 0xA0 && (at[2] & 0xC0) == 0x80)
        return 3;
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || left < 2 || (at[1] & 0xC0) != 0x80)
        return 0;
    if (first < 0xE0)
        return 2;
    if (left < 3 || (at[2] & 0xC0) != 0x80)
        return 0;
    if (first < 0xF0) {
        bool surrogate = first == 0xED && at[1] >= 0xA0;
        return first == 0xE0 || surrogate ? 0 : 3; /* E0 that did not pass above is overlong */
    }
    if (left < 4 || (at[3] & 0xC0) != 0x80 || first > 0xF4)
        return 0;
    bool overlong = first == 0xF0 && at[1] < 0x90;
    bool too_high = first == 0xF4 && at[1] >= 0x90;
    return overlong || too_high ? 0 : 4;
}

static size_t check_narrow(const char *at, size_t length)
{
    size_t i = 0;
    while (i < length) {
        uint64_t eight;
        if ((unsigned char)at[i] < 0x80 && length - i >= 8) {
            memcpy(&eight, at + i, 8);
            if ((eight & 0x8080808080808080u) == 0) {
                i += 8;
                continue;
            }
        }
        size_t step = utf8_sequence(at + i, length - i);
        if (step == 0)
            return i;
        i += step;
    }
    return length;
}

#ifdef __x86_64__
#include <immintrin.h>

enum {
    TOO_SHORT = 1 << 0,  /* a lead byte, then no continuation */
    TOO_LONG = 1 << 1,   /* ASCII, then a continuation */
    OVERLONG_3 = 1 << 2, /* E0 80 to E0 9F */
    TOO_LARGE = 1 << 3,  /* F4 90 and above */
    SURROGATE = 1 << 4,  /* ED A0 to ED BF */
    OVERLONG_2 = 1 << 5, /* C0, C1 */
    OVERLONG_4 = 1 << 6, /* F0 80 to F0 8F; with a low half of 5 and more: F5 80 and above */
    TWO_MORE = 1 << 7,   /* two continuations: right only as third or fourth bytes */
    CARRY = TOO_SHORT | TOO_LONG | TWO_MORE,
};

#define BIT(value) ((char)(unsigned char)(value))

/* By the high half of the first byte. */
static const char first_high[16] = {
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    BIT(TWO_MORE),
    BIT(TWO_MORE),
    BIT(TWO_MORE),
    BIT(TWO_MORE),
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | OVERLONG_4,
};

/* By its low half. */
static const char first_low[16] = {
    BIT(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4),
    BIT(CARRY | OVERLONG_2),
    BIT(CARRY),
    BIT(CARRY),
    BIT(CARRY | TOO_LARGE),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4 | SURROGATE),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
    BIT(CARRY | TOO_LARGE | OVERLONG_4),
};

/* By the high half of the second byte. */
static const char second_high[16] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    BIT(TOO_LONG | OVERLONG_2 | TWO_MORE | OVERLONG_3 | OVERLONG_4),
    BIT(TOO_LONG | OVERLONG_2 | TWO_MORE | OVERLONG_3 | TOO_LARGE),
    BIT(TOO_LONG | OVERLONG_2 | TWO_MORE | SURROGATE | TOO_LARGE),
    BIT(TOO_LONG | OVERLONG_2 | TWO_MORE | SURROGATE | TOO_LARGE),
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
};

#define WIDE __attribute__((target("avx2")))

WIDE static inline __m256i table(const char *rows)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)rows));
}

WIDE static inline __m256i bytes_at(const char *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

/* Bits that say what is wrong in the 32 bytes from here on; the three before them are looked at as well. */
WIDE static inline __m256i faults(const char *at)
{
    const __m256i low_half = _mm256_set1_epi8(0x0F);
    __m256i now = bytes_at(at), one = bytes_at(at - 1), two = bytes_at(at - 2), three = bytes_at(at - 3);
    __m256i a = _mm256_shuffle_epi8(table(first_high), _mm256_and_si256(_mm256_srli_epi16(one, 4), low_half));
    __m256i b = _mm256_shuffle_epi8(table(first_low), _mm256_and_si256(one, low_half));
    __m256i c =
        _mm256_shuffle_epi8(table(second_high), _mm256_and_si256(_mm256_srli_epi16(now, 4), low_half));
    __m256i wrong = _mm256_and_si256(_mm256_and_si256(a, b), c);
    __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8(0xE0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8(0xF0 - 0x80));
    __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(BIT(0x80)));
    return _mm256_xor_si256(wanted, wrong);
}

/* Of at least 32 bytes. */
WIDE static bool valid_wide(const char *at, size_t length)
{
    char first[3 + 32] = {0}, last[3 + 32] = {0}; /* zeros behind the end show a sequence that is cut off */
    memcpy(first + 3, at, 32);
    __m256i wrong = faults(first + 3);
    size_t i = 32;
    for (; i + 32 <= length; i += 32)
        wrong = _mm256_or_si256(wrong, faults(at + i));
    memcpy(last, at + i - 3, length - i + 3);
    wrong = _mm256_or_si256(wrong, faults(last + 3));
    return _mm256_testz_si256(wrong, wrong) != 0;
}

size_t utf8_check(const char *at, size_t length)
{
    if (length >= 64 && __builtin_cpu_supports("avx2") && valid_wide(at, length))
        return length;
    return check_narrow(at, length);
}
#else
size_t utf8_check(const char *at, size_t length)
{
    return check_narrow(at, length);
}
#endif
