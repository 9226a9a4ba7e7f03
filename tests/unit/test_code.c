/* The table of codes is whole: what every row owes the person who asks `banchi explain`. */
#include "tests/unit/support.h"

#include <ctype.h>
#include <string.h>

#include "base/code.h"

/* The table once more, with a mark on what is given to translators. */
#define MARK "\001"
#define N_(message) MARK message
static const struct code_row marked[] = {
#define CODE(name, title, explanation, source, wrong, right)                                                 \
    {#name, title, explanation, source, wrong, right},
#include "base/code.def"
#undef CODE
};
#undef N_

static bool is_marked(const char *text)
{
    return *text == *MARK;
}

static void each_code_is_a_letter_and_three_digits_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODE_COUNT; i++) {
        const char *name = code_row((enum code)i)->name;
        assert_true(isupper((unsigned char)name[0]) && strspn(name + 1, "0123456789") == 3 && !name[4]);
        if (i > 0 && strcmp(code_row((enum code)(i - 1))->name, name) >= 0)
            fail_msg("%s does not stand in order", name);
    }
}

static void each_code_has_its_rule_source_and_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODE_COUNT; i++) {
        const struct code_row *row = code_row((enum code)i);
        const char *const columns[] = {row->title, row->explanation, row->source, row->wrong, row->right};
        for (size_t column = 0; column < sizeof columns / sizeof *columns; column++)
            if (!*columns[column])
                fail_msg("%s: column %zu of base/code.def is empty", row->name, column + 2);
        if (strcmp(row->wrong, row->right) == 0)
            fail_msg("%s: the wrong example is the right one", row->name);
    }
}

static void each_text_is_given_to_translators(void **state)
{
    (void)state;
    for (size_t i = 0; i < CODE_COUNT; i++) {
        const struct code_row *row = &marked[i];
        if (!is_marked(row->title) || !is_marked(row->explanation) || !is_marked(row->source))
            fail_msg("%s: title, explanation and source stand in N_()", row->name);
    }
}

static void a_code_is_found_in_capitals_or_not(void **state)
{
    (void)state;
    enum code code;
    assert_true(code_find(slice_of("m101"), &code));
    assert_int_equal(code, CODE_M101);
    assert_false(code_find(slice_of("M10"), &code));
    assert_false(code_find(slice_of("M1011"), &code));
    assert_false(code_find(slice_of(""), &code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_code_is_a_letter_and_three_digits_in_order),
        cmocka_unit_test(each_code_has_its_rule_source_and_examples),
        cmocka_unit_test(each_text_is_given_to_translators),
        cmocka_unit_test(a_code_is_found_in_capitals_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
