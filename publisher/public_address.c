#include "publisher/public_address.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct block {
    uint8_t bytes[16];
    unsigned bits;
};

/* Of IPv4, what is not public. */
static const struct block special_4[] = {
    {{0}, 8},            /* this network */
    {{10}, 8},           /* private */
    {{100, 64}, 10},     /* shared, of carriers */
    {{127}, 8},          /* loopback */
    {{169, 254}, 16},    /* link-local, and where clouds tell secrets */
    {{172, 16}, 12},     /* private */
    {{192, 0, 0}, 24},   /* protocols */
    {{192, 0, 2}, 24},   /* documentation */
    {{192, 88, 99}, 24}, /* 6to4 relays, given up */
    {{192, 168}, 16},    /* private */
    {{198, 18}, 15},     /* measurements */
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24}, /* documentation */
    {{224}, 4},          /* multicast */
    {{240}, 4},          /* reserved, and the broadcast */
};

/* Of IPv6, what is public, and what of that is not after all. */
static const struct block global_6 = {{0x20}, 3};
static const struct block special_6[] = {
    {{0x20, 0x01}, 23},             /* protocols, Teredo among them */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x20, 0x02}, 16},             /* 6to4 */
    {{0x3f, 0xff}, 20},             /* documentation */
};

/* Of IPv6, what holds an IPv4 address in its last four bytes. */
static const struct block holds_4[] = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, /* mapped */
    {{0, 0x64, 0xff, 0x9b}, 96},                      /* NAT64 */
};

static bool within(const uint8_t *bytes, const struct block *block)
{
    unsigned whole = block->bits / 8;
    unsigned rest = block->bits % 8;
    if (memcmp(bytes, block->bytes, whole) != 0)
        return false;
    return rest == 0 || (bytes[whole] ^ block->bytes[whole]) >> (8 - rest) == 0;
}

static bool within_any(const uint8_t *bytes, const struct block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (within(bytes, &blocks[i]))
            return true;
    return false;
}

static bool public_4(const uint8_t *bytes)
{
    return !within_any(bytes, special_4, sizeof special_4 / sizeof *special_4);
}

static bool public_6(const uint8_t *bytes)
{
    if (within_any(bytes, holds_4, sizeof holds_4 / sizeof *holds_4))
        return public_4(bytes + 12);
    return within(bytes, &global_6) && !within_any(bytes, special_6, sizeof special_6 / sizeof *special_6);
}

bool address_is_public(const struct sockaddr *address)
{
    uint8_t bytes[16];
    if (address->sa_family == AF_INET) {
        memcpy(bytes, (const char *)address + offsetof(struct sockaddr_in, sin_addr), 4);
        return public_4(bytes);
    }
    if (address->sa_family != AF_INET6)
        return false;
    memcpy(bytes, (const char *)address + offsetof(struct sockaddr_in6, sin6_addr), sizeof bytes);
    return public_6(bytes);
}
