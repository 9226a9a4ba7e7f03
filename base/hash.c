#include "base/hash.h"

#include <openssl/evp.h>
#include <sys/random.h>

#include "base/arena.h"

/* An EVP context under our own name, so that OpenSSL's header stays in here. */
struct hash {
    char unused;
};

static const char digits[] = "0123456789abcdef";

static void to_hex(const unsigned char *bytes, size_t count, char *hex)
{
    for (size_t i = 0; i < count; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    hex[2 * count] = '\0';
}

struct hash *hash_start(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
        memory_exhausted();
    return (struct hash *)context;
}

void hash_add(struct hash *hash, const void *at, size_t length)
{
    if (EVP_DigestUpdate((EVP_MD_CTX *)hash, at, length) != 1)
        memory_exhausted();
}

void hash_finish(struct hash *hash, char hex[static HASH_HEX_BYTES])
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned count = 0;
    if (EVP_DigestFinal_ex((EVP_MD_CTX *)hash, bytes, &count) != 1)
        memory_exhausted();
    EVP_MD_CTX_free((EVP_MD_CTX *)hash);
    to_hex(bytes, count, hex);
}

void hash_slice(struct slice slice, char hex[static HASH_HEX_BYTES])
{
    struct hash *hash = hash_start();
    hash_add(hash, slice.at, slice.length);
    hash_finish(hash, hex);
}

void md5_slice(struct slice slice, char hex[static MD5_HEX_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(slice.at, slice.length, digest, &length, EVP_md5(), NULL) != 1)
        memory_exhausted();
    for (size_t i = 0; i < (MD5_HEX_BYTES - 1) / 2; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    hex[MD5_HEX_BYTES - 1] = '\0';
}

void random_hex(size_t bytes, char *hex)
{
    unsigned char some[64];
    for (size_t done = 0; done < bytes;) {
        size_t part = bytes - done < sizeof some ? bytes - done : sizeof some;
        if (getrandom(some, part, 0) != (ssize_t)part)
            continue;
        to_hex(some, part, hex + 2 * done);
        done += part;
    }
}
