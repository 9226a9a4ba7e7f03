#include "tests/support/chance.h"

uint64_t chance(uint64_t *state)
{
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = *state;
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ mixed >> 31;
}

unsigned chance_below(uint64_t *state, unsigned below)
{
    return (unsigned)(chance(state) % below);
}
