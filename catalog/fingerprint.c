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
