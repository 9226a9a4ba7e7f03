/* SHA-256, by libcrypto. */
#ifndef BANCHI_BASE_HASH_H
#define BANCHI_BASE_HASH_H

#include <stddef.h>

#include "base/text.h"

#define HASH_HEX_BYTES 65 /* 64 lower-case hex digits and a NUL */

struct hash;

/* The caller owns it; hash_finish() releases it. */
struct hash *hash_start(void) __attribute__((returns_nonnull));
void hash_add(struct hash *hash, const void *at, size_t length);
void hash_finish(struct hash *hash, char hex[static HASH_HEX_BYTES]);

/* Of one run of bytes. */
void hash_slice(struct slice slice, char hex[static HASH_HEX_BYTES]);

/* MD5, which proves nothing: only for imitating portals that still write it down. */
#define MD5_HEX_BYTES 33
void md5_slice(struct slice slice, char hex[static MD5_HEX_BYTES]);

/* `bytes` random bytes from the system, as 2 * bytes hex digits and a NUL. */
void random_hex(size_t bytes, char *hex);

#endif
