#include "catalog/fingerprint.h"

#include <sys/random.h>

struct fingerprint_seed fingerprint_seed(void)
{
    struct fingerprint_seed seed;
    while (getrandom(&seed, sizeof seed, 0) != (ssize_t)sizeof seed)
        continue;
    seed.even |= 1;
    seed.odd |= 1;
    return seed;
}

#define ONES_8 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF
#define ONES_64 ONES_8, ONES_8, ONES_8, ONES_8, ONES_8, ONES_8, ONES_8, ONES_8
const unsigned char FINGERPRINT_MASK[2 * FINGERPRINT_SHORT] = {ONES_64, ONES_64};

void fingerprint_secrets(const struct fingerprint_seed *seed, struct fingerprint_secrets *secrets)
{
    uint64_t state = seed->start;
    for (size_t i = 0; i < 2 * FINGERPRINT_STEPS; i++) {
        state += seed->even;
        secrets->secrets[i] = fingerprint_mix(state ^ seed->odd, state);
    }
    secrets->starts[0] = seed->odd;
    for (size_t i = 0; i < FINGERPRINT_STEPS; i++)
        secrets->starts[i + 1] =
            secrets->starts[i] ^ fingerprint_mix(secrets->secrets[2 * i], secrets->secrets[2 * i + 1]);
}
