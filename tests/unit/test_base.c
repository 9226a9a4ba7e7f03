/* Decimals, UTF-8, dates, files, hashes: through their headers. */
#include "tests/unit/support.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"

static int compare(const char *a, const char *b)
{
    int order = decimal_compare(slice_of(a), slice_of(b));
    return (order > 0) - (order < 0);
}

static void numbers_compare_by_value_and_not_by_text(void **state)
{
    (void)state;
    assert_int_equal(compare("1.10", "1.1"), 0);
    assert_int_equal(compare("100", "1e2"), 0);
    assert_int_equal(compare("0", "-0.0"), 0);
    assert_int_equal(compare("-2", "-10"), 1);
    assert_int_equal(compare("9", "10"), -1);
    assert_int_equal(compare("0.1", "0.09999999999999999999999"), 1);
    assert_int_equal(compare("94581296.26", "94581296.260000005"), -1);
    assert_int_equal(compare("1e1000", "9.99e999"), 1);
    assert_int_equal(compare("1e-1000", "0"), 1);
}

static void integers_are_told_by_value(void **state)
{
    (void)state;
    assert_true(decimal_is_integer(slice_of("1.0")));
    assert_true(decimal_is_integer(slice_of("100e-2")));
    assert_true(decimal_is_integer(slice_of("0")));
    assert_false(decimal_is_integer(slice_of("1.5")));
    assert_false(decimal_is_integer(slice_of("15e-1")));
}

static bool multiple(const char *a, const char *b)
{
    return decimal_is_multiple(slice_of(a), slice_of(b));
}

static void multiples_are_exact(void **state)
{
    (void)state;
    assert_true(multiple("0.0075", "0.0001"));
    assert_false(multiple("0.00751", "0.0001"));
    assert_true(multiple("-4.5", "1.5"));
    assert_true(multiple("1e1000", "7e-3") == false);
    assert_true(multiple("1e308", "0.123456789") == false);
    assert_true(multiple("123456789012345678901234567890", "10"));
    assert_false(multiple("123456789012345678901234567891", "10"));
    assert_true(multiple("0", "3"));
    assert_false(multiple("0.5", "3"));
}

static void sums_stay_exact(void **state)
{
    (void)state;
    struct text sum = {0};
    static const char *const parts[] = {"0.1", "0.2", "94581296.26", "-100000000", "5418703.44", "1e-3"};
    for (size_t i = 0; i < 6; i++)
        decimal_add(&sum, slice_of(parts[i]));
    check_text(text_slice(&sum), "0.001");
    decimal_add(&sum, slice_of("-0.001"));
    check_text(text_slice(&sum), "0");
    decimal_add(&sum, slice_of("99.9"));
    decimal_add(&sum, slice_of("0.1"));
    check_text(text_slice(&sum), "100");
    text_free(&sum);
}

static void thai_width_leaves_marks_out_and_cuts_between_clusters(void **state)
{
    (void)state;
    assert_int_equal(utf8_width(slice_of("ที่")), 1);
    assert_int_equal(utf8_width(slice_of("กำ")), 2);
    assert_int_equal(utf8_width(slice_of("ชื่อชุดข้อมูล")), 8);
    check_text(utf8_cut(slice_of("ที่นี่"), 1), "ที่");
    check_text(utf8_cut(slice_of("กำa"), 1), "");
    check_text(utf8_cut(slice_of("abc"), 3), "abc");
}

/* Every byte value at every place of a block: the wide and the narrow way must agree on the first fault. */
static void encoding_faults_are_found_at_their_place_at_any_length(void **state)
{
    (void)state;
    char text[200];
    for (size_t i = 0; i + 3 <= sizeof text; i += 3)
        memcpy(text + i, "ก", 3);
    static const char *const wrong[] = {"\xE0\x80\x80", "\xC0\xAF\x20", "\xED\xA0\x80", "\xF4\x90\x80",
                                        "\xE0\xB8\x20", "\x80\x20\x20", "\xFF\x20\x20", "\xF5\x80\x80",
                                        "\xC2\x20\x20", "\xF0\x8F\xBF"};
    for (size_t place = 0; place + 3 <= 198; place += 3) {
        assert_int_equal(utf8_check(text, place), place);
        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
            memcpy(text + place, wrong[i], 3);
            assert_int_equal(utf8_check(text, 198), place);
            memcpy(text + place, "ก", 3);
        }
        if (place)
            assert_int_equal(utf8_check(text, place + 1), place); /* cut inside a letter */
    }
    for (unsigned point = 1; point <= 0x10FFFF; point += point < 0x1000 ? 1 : 97) {
        bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        char block[96];
        memset(block, 'a', sizeof block);
        size_t bytes = utf8_put(block + 30, point);
        assert_int_equal(utf8_check(block, sizeof block), surrogate ? 30 : sizeof block);
        assert_true(bytes >= 1);
    }
}

static void only_days_that_exist_are_dates(void **state)
{
    (void)state;
    struct date date;
    assert_true(date_read(slice_of("2024-02-29"), &date));
    assert_false(date_read(slice_of("2023-02-29"), &date));
    assert_false(date_read(slice_of("2024-2-29"), &date));
    assert_false(date_read(slice_of("2024-02-29T"), &date));
    assert_true(date_compare((struct date){2024, 1, 2}, (struct date){2024, 1, 10}) < 0);
}

static void a_file_is_replaced_whole_and_keeps_its_mode(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct problem problem = {0};
    struct slice text;
    char *folder = temporary_folder(&arena), *path = file_join(&arena, folder, "a");
    put_file(folder, "a", "old");
    assert_int_equal(chmod(path, 0640), 0);
    assert_true(file_replace(path, slice_of("new"), 0644, &problem));
    assert_true(file_read(&arena, path, 100, &text, &problem));
    check_text(text, "new");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    assert_false(file_read(&arena, path, 2, &text, &problem));
    assert_int_equal(problem.kind, PROBLEM_LOCAL);
    problem_clear(&problem);
    remove_folder(folder);
    arena_free(&arena);
}

static void a_pipe_is_read_to_its_end_and_to_the_limit(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct problem problem = {0};
    struct slice text;
    int ends[2];
    for (size_t limit = 6; limit >= 5; limit--) {
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], "banchi", 6), 6);
        close(ends[1]);
        assert_int_equal(file_read_stream(&arena, ends[0], "-", limit, &text, &problem), limit == 6);
        close(ends[0]);
    }
    check_text(text, "banchi");
    check_text(text_slice(&problem.message), "- is larger than the limit of 5 bytes");
    problem_clear(&problem);
    arena_free(&arena);
}

static void paths_stay_beneath_their_folder(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *folder = temporary_folder(&arena), *path;
    put_file(folder, "in/a.csv", "x");
    put_file(folder, "secret", "x");
    char *inside = file_join(&arena, folder, "in");
    assert_int_equal(symlink("../secret", file_join(&arena, inside, "out.csv")), 0);
    assert_int_equal(symlink("a.csv", file_join(&arena, inside, "same.csv")), 0);
    assert_int_equal(file_find_beneath(&arena, inside, slice_of("a.csv"), &path), FILE_BENEATH);
    assert_int_equal(file_find_beneath(&arena, inside, slice_of("same.csv"), &path), FILE_BENEATH);
    assert_int_equal(file_find_beneath(&arena, inside, slice_of("b.csv"), &path), FILE_BENEATH_ABSENT);
    static const char *const outside[] = {"../secret", "/etc/passwd", "out.csv", "a/../../secret", "..",
                                          "",          "./a.csv",     "a\\b"};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        assert_int_equal(file_find_beneath(&arena, inside, slice_of(outside[i]), &path),
                         FILE_BENEATH_OUTSIDE);
    remove_folder(folder);
    arena_free(&arena);
}

static void a_folder_is_listed_in_the_order_of_the_bytes_of_its_names(void **state)
{
    (void)state;
    static const char *const sorted[] = {"A",
                                         "b",
                                         "b-",
                                         "b-00000000",
                                         "b-00000000-00000000",
                                         "b-00000000-00000001",
                                         "b-00000000-00000001-",
                                         "b-00000000-00000001-a",
                                         "b-00000001",
                                         "b-0000001",
                                         "bb",
                                         "catalog.json",
                                         "\xE0\xB8\x81",
                                         "\xE0\xB8\x81\xE0\xB8\x82\xE0\xB8\x83",
                                         "\xE0\xB8\x81\xE0\xB8\x83"};
    const size_t wanted = sizeof sorted / sizeof *sorted;
    struct arena arena = {0};
    struct problem problem = {0};
    char *folder = temporary_folder(&arena), **names;
    size_t count;
    for (size_t i = 0; i < wanted; i++)
        put_file(folder, sorted[i * 7 % wanted], "");
    assert_true(file_list(&arena, folder, &names, &count, &problem));
    assert_int_equal(count, wanted);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(names[i], sorted[i]);
    remove_folder(folder);
    arena_free(&arena);
}

static void sha256_is_that_of_fips_180(void **state)
{
    (void)state;
    char hex[HASH_HEX_BYTES];
    hash_slice(slice_of("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void an_arena_gives_aligned_zeroed_memory_again_after_a_reset(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (int round = 0; round < 3; round++) {
        for (size_t bytes = 1; bytes < 300000; bytes *= 3) {
            unsigned char *at = arena_alloc(&arena, bytes);
            assert_int_equal((uintptr_t)at % 16, 0);
            for (size_t i = 0; i < bytes; i++)
                assert_int_equal(at[i], 0);
            memset(at, 0x55, bytes);
        }
        arena_reset(&arena);
    }
    arena_free(&arena);
}

static struct date day(const char *text)
{
    struct date date;
    assert_true(date_read(slice_of(text), &date));
    return date;
}

static void check_day(struct date got, const char *wanted)
{
    struct text shown = {0};
    date_add(&shown, got);
    assert_string_equal(shown.at, wanted);
    text_free(&shown);
}

static void months_end_on_their_last_day(void **state)
{
    (void)state;
    check_day(date_after_months(day("2023-01-31"), 1), "2023-02-28");
    check_day(date_after_months(day("2024-01-31"), 1), "2024-02-29");
    check_day(date_after_months(day("2024-02-29"), 12), "2025-02-28");
    check_day(date_after_months(day("2024-02-29"), 48), "2028-02-29");
    check_day(date_after_months(day("2023-12-31"), 2), "2024-02-29");
    check_day(date_after_months(day("2024-03-31"), -1), "2024-02-29");
    check_day(date_after_months(day("2024-01-15"), -1), "2023-12-15");
}

static void days_are_reckoned_over_leap_years(void **state)
{
    (void)state;
    assert_int_equal(date_days(day("2024-02-28"), day("2024-03-01")), 2);
    assert_int_equal(date_days(day("2023-02-28"), day("2023-03-01")), 1);
    assert_int_equal(date_days(day("1970-01-01"), day("2000-01-01")), 10957);
    assert_int_equal(date_days(day("2000-01-01"), day("1970-01-01")), -10957);
    assert_int_equal(date_weekday(day("2026-11-22")), 6);
    assert_int_equal(date_weekday(day("2024-02-29")), 3);
    struct date start = day("1999-12-31");
    for (long days = -1500; days <= 1500; days++)
        assert_int_equal(date_days(start, date_after_days(start, days)), days);
}

static void a_date_is_shown_in_both_eras(void **state)
{
    (void)state;
    struct text shown = {0};
    date_add_both(&shown, day("2019-04-01"));
    assert_string_equal(shown.at, "2019-04-01 (1 Apr 2562 BE)");
    text_free(&shown);
}

static void counts_have_commas(void **state)
{
    (void)state;
    struct text shown = {0};
    static const uint64_t counts[] = {0, 999, 1000, 34119, 1000000, 10000007};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        text_add_count(&shown, counts[i]);
        text_add(&shown, " ");
    }
    assert_string_equal(shown.at, "0 999 1,000 34,119 1,000,000 10,000,007 ");
    text_free(&shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_compare_by_value_and_not_by_text),
        cmocka_unit_test(integers_are_told_by_value),
        cmocka_unit_test(multiples_are_exact),
        cmocka_unit_test(sums_stay_exact),
        cmocka_unit_test(thai_width_leaves_marks_out_and_cuts_between_clusters),
        cmocka_unit_test(encoding_faults_are_found_at_their_place_at_any_length),
        cmocka_unit_test(only_days_that_exist_are_dates),
        cmocka_unit_test(a_file_is_replaced_whole_and_keeps_its_mode),
        cmocka_unit_test(a_pipe_is_read_to_its_end_and_to_the_limit),
        cmocka_unit_test(paths_stay_beneath_their_folder),
        cmocka_unit_test(a_folder_is_listed_in_the_order_of_the_bytes_of_its_names),
        cmocka_unit_test(sha256_is_that_of_fips_180),
        cmocka_unit_test(an_arena_gives_aligned_zeroed_memory_again_after_a_reset),
        cmocka_unit_test(months_end_on_their_last_day),
        cmocka_unit_test(days_are_reckoned_over_leap_years),
        cmocka_unit_test(a_date_is_shown_in_both_eras),
        cmocka_unit_test(counts_have_commas),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
