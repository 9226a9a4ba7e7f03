#include "metadata/format_host.h"

#include <idn2.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "metadata/format_direction.h"

#define LABEL_BYTES ((size_t)63)
#define HOST_BYTES 253

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

/* "xn--", in any case. */
static bool has_ace_prefix(struct slice label)
{
    return label.length >= 4 && (label.at[0] | 0x20) == 'x' && (label.at[1] | 0x20) == 'n' &&
           label.at[2] == '-' && label.at[3] == '-';
}

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

/* Whether IDNA2008 lets a label beyond ASCII be registered, as the A-label given. */
static bool registration_valid(const char *label, const char *ascii)
{
    uint8_t *registered = NULL;
    int result = idn2_register_u8((const uint8_t *)label, (const uint8_t *)ascii, &registered, 0);
    idn2_free(registered);
    return result == IDN2_OK;
}

/* An A-label must be what its U-label becomes. */
static bool punycode_label_valid(struct slice label)
{
    char ascii[LABEL_BYTES + 1], text[4 * LABEL_BYTES + 1];
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
    text[length] = '\0';
    return beyond && memchr(text, '\0', length) == NULL && registration_valid(text, ascii) &&
           (!label_is_right_to_left(points, count) || label_keeps_bidi_rule(points, count));
}

static bool label_valid(struct slice label)
{
    if (!plain_label_valid(label))
        return false;
    return !has_ace_prefix(label) || punycode_label_valid(label);
}

/* ---- hosts ---- */

/* The label before the next dot; what is left of the text stands behind it, without `at` when it was the last
 * one. */
static struct slice label_take(struct slice *text)
{
    const char *dot = text->length > 0 ? memchr(text->at, '.', text->length) : NULL;
    struct slice label = {text->at, dot != NULL ? (size_t)(dot - text->at) : text->length};
    *text = dot != NULL ? (struct slice){dot + 1, text->length - label.length - 1} : (struct slice){NULL, 0};
    return label;
}

bool host_valid(struct slice text)
{
    if (text.length == 0 || text.length > HOST_BYTES)
        return false;
    while (text.at != NULL)
        if (!label_valid(label_take(&text)))
            return false;
    return true;
}

/* The characters that a valid label stands for. */
static size_t label_points(struct slice label, uint32_t points[static LABEL_BYTES])
{
    if (has_ace_prefix(label))
        return punycode_decode((struct slice){label.at + 4, label.length - 4}, points);
    for (size_t i = 0; i < label.length; i++)
        points[i] = (unsigned char)label.at[i];
    return label.length;
}

/* RFC 5893: in a name that has a label from right to left, all labels keep the Bidi rule. */
static bool directions_valid(struct slice text)
{
    bool any = false, all = true;
    while (text.at != NULL) {
        uint32_t points[LABEL_BYTES];
        size_t count = label_points(label_take(&text), points);
        any = any || label_is_right_to_left(points, count);
        all = all && label_keeps_bidi_rule(points, count);
    }
    return all || !any;
}

static bool is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    return true;
}

/* UTS 46's mapping, not the transitional one: the name in A-labels. Labels beyond ASCII are judged by rules
 * wider than IDNA2008's here. */
static bool host_map(struct slice text, struct arena *scratch, char ascii[static HOST_BYTES + 1])
{
    uint8_t *mapped = NULL;
    size_t length = 0;
    if (text.length == 0 || memchr(text.at, '\0', text.length) != NULL)
        return false;
    const char *copy = slice_copy(scratch, text);
    if (idn2_lookup_u8((const uint8_t *)copy, &mapped, IDN2_NONTRANSITIONAL) == IDN2_OK && mapped != NULL)
        length = strlen((const char *)mapped);
    bool fits = length > 0 && length <= HOST_BYTES;
    if (fits)
        memcpy(ascii, mapped, length + 1);
    idn2_free(mapped);
    return fits;
}

bool host_valid_international(struct slice text, struct arena *scratch)
{
    char ascii[HOST_BYTES + 1];
    if (!is_ascii(text)) {
        if (!host_map(text, scratch, ascii))
            return false;
        text = slice_of(ascii);
    }
    return host_valid(text) && directions_valid(text);
}
