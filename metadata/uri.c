#include "metadata/uri.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

/* A set of ASCII characters, by bit. */
struct characters {
    uint64_t low, high;
};

#define LOW(c) (UINT64_C(1) << (c))
#define HIGH(c) (UINT64_C(1) << ((c)-64))
#define DIGITS (LOW(':') - LOW('0'))
#define ALPHAS (HIGH('Z') * 2 - HIGH('A') + HIGH('z') * 2 - HIGH('a'))
#define SUB_DELIMITERS                                                                                       \
    (LOW('!') | LOW('$') | LOW('&') | LOW('\'') | LOW('(') | LOW(')') | LOW('*') | LOW('+') | LOW(',') |     \
     LOW(';') | LOW('='))
#define NAME_LOW (DIGITS | LOW('-') | LOW('.') | SUB_DELIMITERS)
#define NAME_HIGH (ALPHAS | HIGH('_') | HIGH('~'))

/* What stands in the parts: unreserved characters, sub-delimiters, and what the part has besides. */
static const struct characters in_name = {NAME_LOW, NAME_HIGH};
static const struct characters in_user = {NAME_LOW | LOW(':'), NAME_HIGH};
static const struct characters in_path = {NAME_LOW | LOW(':') | LOW('/'), NAME_HIGH | HIGH('@')};
static const struct characters in_query = {NAME_LOW | LOW(':') | LOW('/') | LOW('?'), NAME_HIGH | HIGH('@')};
static const struct characters in_scheme = {DIGITS | LOW('+') | LOW('-') | LOW('.'), ALPHAS};

static bool characters_have(struct characters set, char c)
{
    unsigned char byte = (unsigned char)c;
    return byte < 0x80 && ((byte < 64 ? set.low : set.high) >> byte % 64 & 1) != 0;
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A slice of [from, to) that is never NULL. */
static struct slice between(const char *from, const char *to)
{
    return (struct slice){from, (size_t)(to - from)};
}

/* The first of the set in [at, end), or end. */
static const char *first_of(const char *at, const char *end, struct characters set)
{
    while (at < end && !characters_have(set, *at))
        at++;
    return at;
}

#define STOPS(low) ((struct characters){low, 0})

struct uri uri_split(struct slice text)
{
    struct uri uri = {0};
    const char *at = text.length > 0 ? text.at : "";
    const char *end = at + text.length;
    const char *stop = first_of(at, end, STOPS(LOW(':') | LOW('/') | LOW('?') | LOW('#')));
    if (stop < end && *stop == ':' && stop > at) {
        uri.scheme = between(at, stop);
        at = stop + 1;
    }
    if (end - at >= 2 && at[0] == '/' && at[1] == '/') {
        stop = first_of(at + 2, end, STOPS(LOW('/') | LOW('?') | LOW('#')));
        uri.authority = between(at + 2, stop);
        at = stop;
    }
    stop = first_of(at, end, STOPS(LOW('?') | LOW('#')));
    uri.path = between(at, stop);
    if (stop < end && *stop == '?') {
        at = stop + 1;
        stop = first_of(at, end, STOPS(LOW('#')));
        uri.query = between(at, stop);
    }
    if (stop < end)
        uri.fragment = between(stop + 1, end);
    return uri;
}

bool character_is_international(uint32_t point, bool of_query)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0xa0, 0xd7ff}, {0xf900, 0xfdcf}, {0xfdf0, 0xffef}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    if (point >= 0x10000 && point < 0xf0000)
        return (point & 0xffff) <= 0xfffd && (point < 0xe0000 || point >= 0xe1000);
    return of_query &&
           ((point >= 0xe000 && point <= 0xf8ff) || (point >= 0xf0000 && (point & 0xffff) <= 0xfffd));
}

/* What one kind of reference may hold. */
enum letters { LETTERS_ASCII, LETTERS_ALL, LETTERS_ALL_AND_PRIVATE };

/* Only the set, escapes, and letters beyond ASCII. */
static bool characters_valid(struct slice part, struct characters set, enum letters letters)
{
    for (size_t i = 0; i < part.length; i++) {
        char c = part.at[i];
        if (characters_have(set, c))
            continue;
        if (c == '%') {
            if (i + 2 >= part.length || !is_hex(part.at[i + 1]) || !is_hex(part.at[i + 2]))
                return false;
            i += 2;
        } else if ((unsigned char)c >= 0x80) {
            const char *at = part.at + i;
            uint32_t point = utf8_next(&at, part.at + part.length);
            if (letters == LETTERS_ASCII ||
                !character_is_international(point, letters == LETTERS_ALL_AND_PRIVATE))
                return false;
            i = (size_t)(at - part.at) - 1;
        } else {
            return false;
        }
    }
    return true;
}

static bool scheme_valid(struct slice scheme)
{
    if (scheme.length == 0 || !is_alpha(scheme.at[0]))
        return false;
    for (size_t i = 1; i < scheme.length; i++)
        if (!characters_have(in_scheme, scheme.at[i]))
            return false;
    return true;
}

bool address_4_valid(struct slice text)
{
    char copy[INET_ADDRSTRLEN];
    struct in_addr address;
    if (text.length >= sizeof copy || memchr(text.at, '\0', text.length) != NULL)
        return false;
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    return inet_pton(AF_INET, copy, &address) == 1;
}

bool address_6_valid(struct slice text)
{
    char copy[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (text.length >= sizeof copy || memchr(text.at, '\0', text.length) != NULL)
        return false;
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    return inet_pton(AF_INET6, copy, &address) == 1;
}

/* What stands between the brackets of an IP-literal. */
static bool literal_valid(struct slice literal)
{
    if (literal.length == 0 || (literal.at[0] != 'v' && literal.at[0] != 'V'))
        return address_6_valid(literal);
    size_t digits = 1;
    while (digits < literal.length && is_hex(literal.at[digits]))
        digits++;
    if (digits == 1 || digits + 1 >= literal.length || literal.at[digits] != '.')
        return false;
    struct slice rest = {literal.at + digits + 1, literal.length - digits - 1};
    return memchr(rest.at, '%', rest.length) == NULL && characters_valid(rest, in_user, LETTERS_ASCII);
}

static bool port_valid(struct slice port)
{
    for (size_t i = 0; i < port.length; i++)
        if (!is_digit(port.at[i]))
            return false;
    return true;
}

static bool authority_valid(struct slice authority, enum letters letters)
{
    const char *at = authority.at;
    const char *end = at + authority.length;
    const char *user_end = first_of(at, end, ((struct characters){0, HIGH('@')}));
    if (user_end < end) {
        if (!characters_valid(between(at, user_end), in_user, letters))
            return false;
        at = user_end + 1;
    }
    if (at < end && *at == '[') {
        const char *close = first_of(at, end, ((struct characters){0, HIGH(']')}));
        if (close == end || !literal_valid(between(at + 1, close)))
            return false;
        at = close + 1;
        return at == end || (*at == ':' && port_valid(between(at + 1, end)));
    }
    const char *host_end = first_of(at, end, STOPS(LOW(':')));
    return characters_valid(between(at, host_end), in_name, letters) &&
           (host_end == end || port_valid(between(host_end + 1, end)));
}

static bool reference_valid(struct slice text, bool relative, enum letters letters)
{
    struct uri uri = uri_split(text);
    if (uri.scheme.at != NULL ? !scheme_valid(uri.scheme) : !relative)
        return false;
    if (uri.authority.at != NULL && !authority_valid(uri.authority, letters))
        return false;
    /* without a scheme the first segment must not hold a colon */
    if (uri.scheme.at == NULL && uri.authority.at == NULL) {
        const char *end = uri.path.at + uri.path.length;
        const char *stop = first_of(uri.path.at, end, STOPS(LOW(':') | LOW('/')));
        if (stop < end && *stop == ':')
            return false;
    }
    return characters_valid(uri.path, in_path, letters) &&
           characters_valid(uri.query, in_query,
                            letters == LETTERS_ALL ? LETTERS_ALL_AND_PRIVATE : LETTERS_ASCII) &&
           characters_valid(uri.fragment, in_query, letters);
}

bool uri_valid(struct slice text, bool relative)
{
    return reference_valid(text, relative, LETTERS_ASCII);
}

bool iri_valid(struct slice text, bool relative)
{
    return reference_valid(text, relative, LETTERS_ALL);
}

/* Drops the last segment of `out` behind `from`, with the slash before it. */
static void segment_drop(struct text *out, size_t from)
{
    while (out->length > from && out->at[out->length - 1] != '/')
        out->length--;
    if (out->length > from)
        out->length--;
}

/* RFC 3986 5.2.4. */
static void absolute_path_add(struct text *out, struct slice path)
{
    size_t from = out->length;
    const char *at = path.at;
    const char *end = path.at + path.length;
    while (at < end) {
        const char *next = first_of(at + (*at == '/' ? 1 : 0), end, STOPS(LOW('/')));
        const char *begin = *at == '/' ? at + 1 : at;
        struct slice segment = between(begin, next);
        bool last = next == end;
        if (slice_equals(segment, ".") || slice_equals(segment, "..")) {
            if (segment.length == 2)
                segment_drop(out, from);
            if (last && *at == '/')
                text_add_char(out, '/');
        } else {
            text_add_slice(out, between(at, next));
        }
        at = next;
    }
}

/* Where the last segment behind `from` begins, which a ".." takes away; SIZE_MAX when there is none, or it is
 * such dots itself. */
static size_t segment_begin(const struct text *out, size_t from)
{
    if (out->length == from)
        return SIZE_MAX;
    size_t begin = out->length - 1;
    while (begin > from && out->at[begin - 1] != '/')
        begin--;
    return slice_equals(between(out->at + begin, out->at + out->length), "../") ? SIZE_MAX : begin;
}

/* A path from wherever one is, as between files of a folder: the RFC has none left after resolving. What
 * leads out of the folder keeps its dots. */
static void relative_path_add(struct text *out, struct slice path)
{
    size_t from = out->length;
    const char *at = path.at;
    const char *end = path.at + path.length;
    while (at < end) {
        const char *next = first_of(at, end, STOPS(LOW('/')));
        struct slice segment = between(at, next);
        size_t begin = slice_equals(segment, "..") ? segment_begin(out, from) : SIZE_MAX;
        if (begin != SIZE_MAX)
            out->length = begin;
        else if (slice_equals(segment, ".."))
            text_add(out, "../");
        else if (!slice_equals(segment, "."))
            text_add_slice(out, between(at, next < end ? next + 1 : next));
        at = next < end ? next + 1 : next;
    }
}

/* What stands in `out` already is the scheme and the authority. */
static void path_add(struct text *out, struct slice path)
{
    if (out->length == 0 && path.length > 0 && path.at[0] != '/')
        relative_path_add(out, path);
    else
        absolute_path_add(out, path);
}

static void merged_path_add(struct text *out, const struct uri *base, struct slice path)
{
    struct text merged = {0};
    size_t keep = base->path.length;
    while (keep > 0 && base->path.at[keep - 1] != '/')
        keep--;
    if (base->authority.at != NULL && base->path.length == 0)
        text_add_char(&merged, '/');
    text_add_bytes(&merged, base->path.at, keep);
    text_add_slice(&merged, path);
    path_add(out, text_slice(&merged));
    text_free(&merged);
}

static void part_add(struct text *out, const char *before, struct slice part, const char *behind)
{
    if (part.at == NULL)
        return;
    text_add(out, before);
    text_add_slice(out, part);
    text_add(out, behind);
}

struct slice uri_resolve(struct arena *arena, struct slice base_text, struct slice reference_text)
{
    struct uri base = uri_split(base_text);
    struct uri reference = uri_split(reference_text);
    bool has_authority = reference.authority.at != NULL;
    bool has_scheme = reference.scheme.at != NULL;
    struct text out = {0};
    struct slice query = reference.query;
    part_add(&out, "", has_scheme ? reference.scheme : base.scheme, ":");
    part_add(&out, "//", has_scheme || has_authority ? reference.authority : base.authority, "");
    if (has_scheme || has_authority) {
        path_add(&out, reference.path);
    } else if (reference.path.length == 0) {
        text_add_slice(&out, base.path);
        if (query.at == NULL)
            query = base.query;
    } else if (reference.path.at[0] == '/') {
        path_add(&out, reference.path);
    } else {
        merged_path_add(&out, &base, reference.path);
    }
    part_add(&out, "?", query, "");
    part_add(&out, "#", reference.fragment, "");
    struct slice result = {arena_copy(arena, out.at == NULL ? "" : out.at, out.length), out.length};
    text_free(&out);
    return result;
}

static unsigned hex_value(char c)
{
    return (unsigned)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

struct slice uri_decode(struct arena *arena, struct slice text)
{
    if (text.length == 0 || memchr(text.at, '%', text.length) == NULL)
        return text;
    char *out = arena_take(arena, text.length);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool escape =
            text.at[i] == '%' && i + 2 < text.length && is_hex(text.at[i + 1]) && is_hex(text.at[i + 2]);
        out[length++] =
            escape ? (char)(hex_value(text.at[i + 1]) << 4 | hex_value(text.at[i + 2])) : text.at[i];
        i += escape ? 2 : 0;
    }
    return (struct slice){out, length};
}
