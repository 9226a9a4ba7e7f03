#include "base/late_library.h"
#include "tests/unit/support.h"

#include <math.h>

#define MATH_FUNCTIONS(X) X(floor) X(pow)

struct math {
    MATH_FUNCTIONS(LATE_MEMBER)
};

static const char *const MATH_NAMES[] = {MATH_FUNCTIONS(LATE_NAME) NULL};

static void check_refusal(const struct late_library *library, const char *reason)
{
    struct math math;
    struct problem problem = {0};
    assert_false(late_load(library, &math, &problem));
    assert_int_equal(problem.kind, PROBLEM_LOCAL);
    assert_non_null(strstr(problem.message.at, library->file));
    assert_non_null(strstr(problem.message.at, reason));
    assert_non_null(strstr(problem.message.at, "apt-get install --reinstall libexample9"));
    problem_clear(&problem);
}

static void functions_of_a_library_are_called_through_the_table(void **state)
{
    (void)state;
    static const struct late_library library = LATE_LIBRARY("m", "libm.so.6", "libc6", MATH_NAMES);
    struct math math;
    struct problem problem = {0};
    assert_true(late_load(&library, &math, &problem));
    assert_true(math.floor(2.5) < 2.25);
    assert_true(math.pow(2, 3) > 7.5);
}

static void a_library_that_is_not_there_is_told_with_its_package(void **state)
{
    (void)state;
    static const struct late_library library =
        LATE_LIBRARY("example", "libexample.so.9", "libexample9", MATH_NAMES);
    check_refusal(&library, "No such file or directory");
}

static void a_library_without_one_of_the_functions_is_told_with_it(void **state)
{
    (void)state;
    static const char *const names[] = {"floor", "no_such_function", NULL};
    static const struct late_library library = LATE_LIBRARY("m", "libm.so.6", "libexample9", names);
    check_refusal(&library, "no_such_function");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_of_a_library_are_called_through_the_table),
        cmocka_unit_test(a_library_that_is_not_there_is_told_with_its_package),
        cmocka_unit_test(a_library_without_one_of_the_functions_is_told_with_it),
    };
    return cmocka_run_group_tests_name("late_library", tests, NULL, NULL);
}
