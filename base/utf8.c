#include "base/utf8.h"

#include <utf8proc.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

uint32_t utf8_next(const char **at, const char *end)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    size_t step = utf8_sequence(*at, (size_t)(end - *at));
    *at += step ? step : 1;
    switch (step) {
    case 1:
        return bytes[0];
    case 2:
        return (uint32_t)(bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3Fu);
    case 3:
        return (uint32_t)(bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    case 4:
        return (uint32_t)(bytes[0] & 0x07) << 18 | (bytes[1] & 0x3Fu) << 12 | (bytes[2] & 0x3Fu) << 6 |
               (bytes[3] & 0x3Fu);
    default:
        return 0xFFFD;
    }
}

size_t utf8_put(char out[static 4], uint32_t code_point)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

/* A byte counts unless it is 10xxxxxx; many at a time, as long texts are measured often. */
size_t utf8_count(struct slice slice)
{
    size_t count = 0, i = 0;
#ifdef __SSE2__
    __m128i counts = _mm_setzero_si128();
    for (; slice.length - i >= 16; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(slice.at + i));
        __m128i begin = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(-65)), _mm_set1_epi8(1));
        counts = _mm_add_epi64(counts, _mm_sad_epu8(begin, _mm_setzero_si128()));
    }
    count += (size_t)(_mm_cvtsi128_si64(counts) + _mm_cvtsi128_si64(_mm_srli_si128(counts, 8)));
#endif
    for (; slice.length - i >= 8; i += 8) {
        uint64_t eight;
        memcpy(&eight, slice.at + i, 8);
        uint64_t following = (eight >> 7) & ~(eight >> 6) & 0x0101010101010101u;
        count += 8 - (size_t)((following * 0x0101010101010101u) >> 56);
    }
    for (; i < slice.length; i++)
        count += ((unsigned char)slice.at[i] & 0xC0) != 0x80;
    return count;
}

static size_t width_of(uint32_t code_point)
{
    if (code_point == 0x0E33) /* sara am is drawn in a column of its own, whatever its cluster */
        return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)code_point);
    return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(struct slice slice)
{
    const char *at = slice.at, *end = slice.at + slice.length;
    size_t width = 0;
    while (at < end)
        width += width_of(utf8_next(&at, end));
    return width;
}

struct slice utf8_cut(struct slice slice, size_t columns)
{
    const char *at = slice.at, *end = slice.at + slice.length;
    size_t fits = 0, width = 0;
    if (slice.length <= columns) /* no character is wider than it is long */
        return slice;
    utf8proc_int32_t state = 0, before = -1;
    while (at < end) {
        size_t offset = (size_t)(at - slice.at);
        utf8proc_int32_t code_point = (utf8proc_int32_t)utf8_next(&at, end);
        if (before >= 0 && utf8proc_grapheme_break_stateful(before, code_point, &state))
            fits = offset;
        width += width_of((uint32_t)code_point);
        if (width > columns)
            return (struct slice){slice.at, fits};
        before = code_point;
    }
    return slice;
}
