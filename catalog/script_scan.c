#include "catalog/script_scan.h"

#ifdef __x86_64__
#include <immintrin.h>
#include <string.h>

/* What a letter is for the mark behind it. */
enum {
    CONSONANT = 1,
    VOWEL = 2, /* above or below */
    TONE = 4,
    SIGN = 8,
    SARA_E = 16,
    NEVER = 64, /* no letter is this */
};

/* By the low half of the third byte: U+0E30 to U+0E3F (E0 B8 B.) and U+0E40 to U+0E4F (E0 B9 8.). */
static const char kind_b8[16] = {0, VOWEL, 0, 0, VOWEL, VOWEL, VOWEL, VOWEL, VOWEL, VOWEL, SIGN};
static const char kind_b9[16] = {SARA_E, 0, 0, 0, 0, 0, 0, VOWEL, TONE, TONE, TONE, TONE, SIGN, 0, SIGN};

/* One of these must stand before; 0: anything may. */
#define MARKED (CONSONANT | VOWEL | TONE)
static const char wants_b8[16] = {0,         CONSONANT, 0,         MARKED | SIGN, CONSONANT, CONSONANT,
                                  CONSONANT, CONSONANT, CONSONANT, CONSONANT,     MARKED};
static const char wants_b9[16] = {0,
                                  0,
                                  0,
                                  0,
                                  0,
                                  0,
                                  0,
                                  CONSONANT,
                                  CONSONANT | VOWEL,
                                  CONSONANT | VOWEL,
                                  CONSONANT | VOWEL,
                                  CONSONANT | VOWEL,
                                  MARKED,
                                  NEVER,
                                  MARKED};

#define WIDE __attribute__((target("avx2")))
#define EACH(value) _mm256_set1_epi8((char)(unsigned char)(value))
#define EQUAL(a, value) _mm256_cmpeq_epi8((a), EACH(value))
#define AND _mm256_and_si256
#define OR _mm256_or_si256
#define WITHOUT(a, b) _mm256_andnot_si256((b), (a))

/* The bytes `back` places before each of `now`. */
#define SHIFTED(now, before, back)                                                                           \
    _mm256_alignr_epi8(now, _mm256_permute2x128_si256(before, now, 0x21), 16 - (back))

struct window {
    __m256i bytes, kinds; /* of the 32 bytes before */
};

WIDE static inline __attribute__((always_inline)) __m256i look_up(const char *rows, __m256i low)
{
    return _mm256_shuffle_epi8(
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)rows)), low);
}

/* Bytes that are doubtful are not 0. */
WIDE static inline __attribute__((always_inline)) __m256i doubts(struct window *window, __m256i bytes)
{
    __m256i one = SHIFTED(bytes, window->bytes, 1), two = SHIFTED(bytes, window->bytes, 2);
    __m256i thai = EQUAL(two, 0xE0), b8 = AND(thai, EQUAL(one, 0xB8)), b9 = AND(thai, EQUAL(one, 0xB9));
    __m256i low = AND(bytes, EACH(0x0F)), high = AND(bytes, EACH(0xF0));
    __m256i marks_b8 = AND(b8, _mm256_cmpeq_epi8(high, EACH(0xB0)));
    __m256i marks_b9 = AND(b9, _mm256_cmpeq_epi8(high, EACH(0x80)));
    __m256i letters = WITHOUT(b8, OR(marks_b8, OR(EQUAL(bytes, 0x80), EQUAL(bytes, 0xAF))));
    __m256i kinds = OR(AND(letters, EACH(CONSONANT)),
                       OR(AND(marks_b8, look_up(kind_b8, low)), AND(marks_b9, look_up(kind_b9, low))));
    __m256i wants = OR(AND(marks_b8, look_up(wants_b8, low)), AND(marks_b9, look_up(wants_b9, low)));
    __m256i before = SHIFTED(kinds, window->kinds, 3), zero = _mm256_setzero_si256();
    __m256i doubt = WITHOUT(_mm256_cmpeq_epi8(AND(wants, before), zero), _mm256_cmpeq_epi8(wants, zero));
    doubt = OR(doubt, AND(AND(kinds, before), EACH(SARA_E)));
    __m256i lead = EQUAL(bytes, 0xE0);
    __m256i middle = AND(EQUAL(one, 0xE0), OR(EQUAL(bytes, 0xB8), EQUAL(bytes, 0xB9)));
    __m256i known = OR(OR(lead, middle),
                       OR(b8, WITHOUT(b9, _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, EACH(0xA0)), bytes))));
    doubt = OR(doubt, WITHOUT(AND(bytes, EACH(0x80)), known));
    __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, EACH(0x1F)), bytes);
    doubt = OR(doubt, WITHOUT(control, OR(EQUAL(bytes, '\n'), EQUAL(bytes, '\r'))));
    doubt = OR(doubt, EQUAL(bytes, 0x7F));
    *window = (struct window){bytes, kinds};
    return doubt;
}

WIDE static bool scan_wide(struct slice text)
{
    struct window window = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    __m256i doubt = _mm256_setzero_si256();
    size_t i = 0;
    for (; i + 32 <= text.length; i += 32)
        doubt = OR(doubt, doubts(&window, _mm256_loadu_si256((const __m256i *)(const void *)(text.at + i))));
    char rest[32];
    memset(rest, ' ', sizeof rest);
    memcpy(rest, text.at + i, text.length - i);
    doubt = OR(doubt, doubts(&window, _mm256_loadu_si256((const __m256i *)(const void *)rest)));
    return _mm256_testz_si256(doubt, doubt) != 0;
}

bool script_scan(struct slice bytes)
{
    return bytes.length > 0 && __builtin_cpu_supports("avx2") && scan_wide(bytes);
}
#else
bool script_scan(struct slice bytes)
{
    (void)bytes;
    return false;
}
#endif
