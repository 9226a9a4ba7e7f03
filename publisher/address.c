#include "publisher/address.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"

/* What stands before an @ or behind a ? may be a password or a token, and is never said. */
static bool address_wrong(struct problem *problem, const char *url)
{
    struct text shown = {0};
    const char *host = strrchr(url, '@');
    const char *scheme = strstr(url, "://");
    if (host != NULL && scheme != NULL && scheme < host)
        text_add_slice(&shown, (struct slice){url, (size_t)(scheme + 3 - url)});
    const char *tail = host != NULL ? host : url;
    text_add(&shown, host != NULL ? "…" : "");
    text_add_slice(&shown, (struct slice){tail, strcspn(tail, "?#")});
    text_add(&shown, tail[strcspn(tail, "?#")] != '\0' ? "…" : "");
    problem_set(problem, PROBLEM_USAGE,
                _("\"%s\" is not the address of a portal. It must be http:// or https://, a host, perhaps a "
                  "port and a path, with no user, query or fragment."),
                shown.at);
    text_free(&shown);
    return false;
}

/* 0 to 255 in plain decimal, no zeros in front; moves behind it. */
static bool octet_read(const char **at, const char *end)
{
    const char *start = *at;
    unsigned value = 0;
    while (*at < end && **at >= '0' && **at <= '9' && *at - start < 3)
        value = value * 10 + (unsigned)(*(*at)++ - '0');
    return *at > start && value <= 255 && (*at - start == 1 || *start != '0');
}

static bool host_is_loopback(struct slice host)
{
    if (slice_equals(host, "localhost") || slice_equals(host, "[::1]"))
        return true;
    if (!slice_starts(host, "127."))
        return false;
    const char *at = host.at + 4;
    const char *end = host.at + host.length;
    for (int i = 0; i < 3; i++) {
        if (i > 0 && (at == end || *at++ != '.'))
            return false;
        if (!octet_read(&at, end))
            return false;
    }
    return at == end;
}

static bool host_character(char c)
{
    return isalnum((unsigned char)c) || (c != '\0' && strchr("-._[]:", c) != NULL);
}

/* Splits "host:port" or "[v6]:port". */
static bool authority_split(struct slice authority, struct slice *host, struct slice *port)
{
    for (size_t i = 0; i < authority.length; i++)
        if (!host_character(authority.at[i]))
            return false;
    const char *closing = authority.length > 0 && *authority.at == '['
                              ? memchr(authority.at, ']', authority.length)
                              : authority.at;
    if (closing == NULL)
        return false;
    const char *end = authority.at + authority.length;
    const char *colon = closing < end ? memchr(closing, ':', (size_t)(end - closing)) : NULL;
    *host = (struct slice){authority.at, (size_t)((colon != NULL ? colon : end) - authority.at)};
    *port = colon == NULL ? (struct slice){"", 0} : (struct slice){colon + 1, (size_t)(end - colon - 1)};
    return host->length > 0 && (colon == NULL || port->length > 0);
}

static bool port_read(struct slice port, unsigned *number)
{
    unsigned value = 0;
    for (size_t i = 0; i < port.length; i++) {
        if (port.at[i] < '0' || port.at[i] > '9' || i == 5)
            return false;
        value = value * 10 + (unsigned)(port.at[i] - '0');
    }
    if (port.length > 0)
        *number = value;
    return *number > 0 && *number <= 65535;
}

bool address_read(struct arena *arena, const char *url, struct address *address, struct problem *problem)
{
    size_t length = strlen(url);
    while (length > 0 && url[length - 1] == '/')
        length--;
    address->https = strncasecmp(url, "https://", 8) == 0;
    size_t scheme = address->https ? 8 : 7;
    if (!address->https && strncasecmp(url, "http://", 7) != 0)
        return address_wrong(problem, url);
    if (length <= scheme)
        return address_wrong(problem, url);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)url[i] <= ' ' || (unsigned char)url[i] >= 0x7f || strchr("?#@\\", url[i]) != NULL)
            return address_wrong(problem, url);
    struct slice rest = {url + scheme, length - scheme};
    const char *slash = memchr(rest.at, '/', rest.length);
    struct slice authority = {rest.at, slash == NULL ? rest.length : (size_t)(slash - rest.at)};
    struct slice host, port;
    unsigned number = address->https ? 443 : 80;
    if (!authority_split(authority, &host, &port) || !port_read(port, &number))
        return address_wrong(problem, url);
    char *small = slice_copy(arena, host);
    for (char *c = small; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    address->url = arena_copy(arena, url, length);
    address->origin = arena_format(arena, "%s://%s:%u", address->https ? "https" : "http", small, number);
    address->loopback = host_is_loopback(slice_of(small));
    return true;
}

void address_add_segment(struct text *url, struct slice segment)
{
    for (size_t i = 0; i < segment.length; i++) {
        unsigned char c = (unsigned char)segment.at[i];
        if (c < 0x80 && (isalnum(c) || (c != 0 && strchr("-._~", c) != NULL)))
            text_add_char(url, (char)c);
        else
            text_format(url, "%%%02X", c);
    }
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c == '\0' ? NULL : strchr(digits, tolower((unsigned char)c));
    return found == NULL ? -1 : (int)(found - digits);
}

struct slice address_last_segment(struct arena *arena, struct slice url)
{
    size_t end = url.length;
    for (size_t i = 0; i < url.length; i++)
        if (url.at[i] == '?' || url.at[i] == '#') {
            end = i;
            break;
        }
    size_t start = end;
    while (start > 0 && url.at[start - 1] != '/')
        start--;
    char *out = arena_alloc(arena, end - start + 1);
    size_t length = 0;
    for (size_t i = start; i < end; i++) {
        int high = url.at[i] == '%' && i + 2 < end ? hex_digit(url.at[i + 1]) : -1;
        int low = high < 0 ? -1 : hex_digit(url.at[i + 2]);
        out[length++] = low < 0 ? url.at[i] : (char)(high * 16 + low);
        i += low < 0 ? 0 : 2;
    }
    return (struct slice){out, length};
}
