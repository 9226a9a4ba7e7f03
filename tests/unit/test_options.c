/* The command line. */
#include "tests/unit/support.h"

#include "command/options.h"

static size_t lines_of(uint64_t bits)
{
    struct text out = {0};
    size_t lines = 0;
    options_describe(bits, &out);
    for (size_t i = 0; i < out.length; i++)
        lines += out.at[i] == '\n';
    text_free(&out);
    return lines;
}

static void each_option_has_a_bit_of_its_own(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 64; i++)
        if (lines_of(UINT64_C(1) << i) > 1)
            fail_msg("bit %u is that of several options", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_option_has_a_bit_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
