#include "metadata/format_host.h"

#include <idn2.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define LABEL_BYTES ((size_t)63)
#define HOST_BYTES 253
#define UNICODE_LABEL_BYTES (4 * LABEL_BYTES)

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- Punycode, RFC 3492 ---- */

struct bias {
    uint32_t value;
    bool first;
};

/* 6.1, with the parameters of clause 5. */
static void bias_adapt(struct bias *bias, uint32_t delta, uint32_t count)
{
    uint32_t steps = 0;
    delta = bias->first ? delta / 700 : delta / 2;
    bias->first = false;
    delta += delta / count;
    for (; delta > 455; steps += 36)
        delta /= 35;
    bias->value = steps + 36 * delta / (delta + 38);
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0' + 26;
    c |= 0x20;
    return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

/* Reads one generalized integer; false when it is cut off or too large for a label. */
static bool integer_read(struct slice *text, uint32_t bias, uint32_t *value)
{
    uint64_t sum = 0, weight = 1;
    for (uint32_t step = 36;; step += 36) {
        int digit = text->length > 0 ? digit_of(text->at[0]) : -1;
        uint32_t threshold = step <= bias ? 1 : step >= bias + 26 ? 26 : step - bias;
        if (digit < 0)
            return false;
        *text = (struct slice){text->at + 1, text->length - 1};
        sum += (uint64_t)digit * weight;
        if (sum > INT32_MAX)
            return false;
        *value = (uint32_t)sum;
        if ((uint32_t)digit < threshold)
            return true;
        weight *= 36 - threshold;
        if (weight > INT32_MAX)
            return false;
    }
}

/* What stands behind "xn--", as code points; 0 when it is no Punycode. */
static size_t punycode_decode(struct slice text, uint32_t points[static LABEL_BYTES])
{
    struct bias bias = {72, true};
    uint32_t point = 128, place = 0, delta;
    size_t count = text.length;
    while (count > 0 && text.at[count - 1] != '-')
        count--;
    for (size_t i = 0; i + 1 < count; i++)
        points[i] = (unsigned char)text.at[i];
    text = (struct slice){text.at + count, text.length - count};
    count = count > 0 ? count - 1 : 0;
    while (text.length > 0) {
        if (count == LABEL_BYTES || !integer_read(&text, bias.value, &delta))
            return 0;
        bias_adapt(&bias, delta, (uint32_t)count + 1);
        point += (place + delta) / ((uint32_t)count + 1);
        place = (place + delta) % ((uint32_t)count + 1);
        if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
            return 0;
        memmove(points + place + 1, points + place, (count - place) * sizeof *points);
        points[place++] = point;
        count++;
    }
    return count;
}

/* ---- labels ---- */

/* A label of letters, digits and inner hyphens. */
static bool plain_label_valid(struct slice label)
{
    if (label.length == 0 || label.length > LABEL_BYTES || label.at[0] == '-' ||
        label.at[label.length - 1] == '-')
        return false;
    for (size_t i = 0; i < label.length; i++)
        if (!is_letter_or_digit(label.at[i]) && label.at[i] != '-')
            return false;
    return true;
}

/* A label beyond ASCII, as IDNA2008 lets it be registered; its length in DNS, 0 when it is none. */
static size_t unicode_label_length(struct slice label, const char *ascii)
{
    uint8_t copy[UNICODE_LABEL_BYTES + 1];
    uint8_t *registered = NULL;
    size_t length = 0;
    if (label.length > UNICODE_LABEL_BYTES || memchr(label.at, '\0', label.length) != NULL)
        return 0;
    memcpy(copy, label.at, label.length);
    copy[label.length] = '\0';
    if (idn2_register_u8(copy, (const uint8_t *)ascii, &registered, 0) == IDN2_OK && registered != NULL)
        length = strlen((const char *)registered);
    idn2_free(registered);
    return length <= LABEL_BYTES ? length : 0;
}

/* An A-label must be what its U-label becomes. */
static bool punycode_label_valid(struct slice label)
{
    char ascii[LABEL_BYTES + 1], text[UNICODE_LABEL_BYTES];
    uint32_t points[LABEL_BYTES];
    size_t length = 0;
    size_t count = punycode_decode((struct slice){label.at + 4, label.length - 4}, points);
    bool beyond = false;
    for (size_t i = 0; i < label.length; i++)
        ascii[i] = (char)(label.at[i] >= 'A' && label.at[i] <= 'Z' ? label.at[i] | 0x20 : label.at[i]);
    ascii[label.length] = '\0';
    for (size_t i = 0; i < count; i++) {
        uint32_t point = points[i] >= 'A' && points[i] <= 'Z' ? points[i] | 0x20 : points[i];
        length += utf8_put(text + length, point);
        beyond = beyond || point >= 0x80;
    }
    return beyond && unicode_label_length((struct slice){text, length}, ascii) > 0;
}

static bool label_valid(struct slice label)
{
    if (!plain_label_valid(label))
        return false;
    bool punycode = label.length >= 4 && (label.at[0] | 0x20) == 'x' && (label.at[1] | 0x20) == 'n' &&
                    label.at[2] == '-' && label.at[3] == '-';
    return !punycode || punycode_label_valid(label);
}

/* The label's length in DNS; 0 when it is not valid. */
static size_t label_length(struct slice label)
{
    for (size_t i = 0; i < label.length; i++)
        if ((unsigned char)label.at[i] >= 0x80)
            return unicode_label_length(label, NULL);
    return label_valid(label) ? label.length : 0;
}

/* ---- hosts ---- */

/* The bytes of the dot that stands at `at`, 0 when there is none. */
static size_t dot_at(struct slice text, size_t at, bool international)
{
    static const char *const dots[] = {"\xe3\x80\x82", "\xef\xbc\x8e", "\xef\xbd\xa1"};
    if (text.at[at] == '.')
        return 1;
    for (size_t i = 0; i < sizeof dots / sizeof dots[0] && international && text.length - at >= 3; i++)
        if (memcmp(text.at + at, dots[i], 3) == 0)
            return 3;
    return 0;
}

static bool labels_valid(struct slice text, bool international)
{
    size_t begin = 0, total = 0;
    for (size_t at = 0; at <= text.length; at++) {
        size_t dot = at < text.length ? dot_at(text, at, international) : 0;
        if (at < text.length && dot == 0)
            continue;
        struct slice label = {text.at + begin, at - begin};
        size_t length = international ? label_length(label) : label_valid(label) ? label.length : 0;
        total += length + (total > 0 ? 1 : 0);
        if (length == 0 || total > HOST_BYTES)
            return false;
        begin = at + dot;
        at += dot > 0 ? dot - 1 : 0;
    }
    return true;
}

bool host_valid(struct slice text)
{
    return text.length <= HOST_BYTES && labels_valid(text, false);
}

bool host_valid_international(struct slice text)
{
    return labels_valid(text, true);
}
