/* Tables into UTF-8: what comes out, and what is refused. */
#include <iconv.h>

#include "base/file.h"
#include "catalog/convert.h"
#include "tests/unit/support.h"

/* The text in another set, by the C library. */
static struct slice encoded(struct arena *arena, const char *set, struct slice text)
{
    size_t left = text.length, room = 4 * left + 8;
    char *in = slice_copy(arena, text), *out = arena_alloc(arena, room), *at = out;
    iconv_t converter = iconv_open(set, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    assert_int_equal(iconv(converter, &in, &left, &at, &room), 0);
    iconv_close(converter);
    return (struct slice){out, (size_t)(at - out)};
}

static enum convert_outcome convert(struct arena *arena, const char *folder, struct slice bytes,
                                    enum encoding from, struct finding_lines *lines)
{
    struct problem problem = {0};
    struct convert_result result;
    put_bytes(folder, "a.csv", bytes);
    struct convert_request request = {.path = file_join(arena, folder, "a.csv"),
                                      .file = "a.csv",
                                      .from = from,
                                      .arena = arena,
                                      .sink = &lines->sink};
    assert_true(convert_table(&request, &result, &problem));
    return result.outcome;
}

static struct slice read_back(struct arena *arena, const char *folder, const char *name)
{
    struct slice text;
    struct problem problem = {0};
    assert_true(file_read(arena, file_join(arena, folder, name), 1 << 24, &text, &problem));
    return text;
}

static void large_files_come_out_as_they_were(void **state)
{
    (void)state;
    static const char *const sets[] = {"TIS-620", "CP874", "UTF-16LE", "UTF-16"};
    for (size_t set = 0; set < 4; set++) {
        struct arena arena = {0};
        struct text text = {0};
        struct finding_lines lines = finding_lines();
        char *folder = temporary_folder(&arena);
        for (int i = 0; i < 9000; i++)
            text_format(&text, "%d,สำนักงานเขตที่ %d,%s\r\n", i, i * 7, i % 3 ? "กก" : "ข้าราชการ");
        struct slice old = encoded(&arena, sets[set], text_slice(&text));
        assert_int_equal(convert(&arena, folder, old, ENCODING_UNKNOWN, &lines), CONVERT_DONE);
        assert_true(slice_equal(read_back(&arena, folder, "a.csv"), text_slice(&text)));
        assert_true(slice_equal(read_back(&arena, folder, "a.csv.original"), old));
        remove_folder(folder);
        text_free(&text);
        text_free(&lines.text);
        arena_free(&arena);
    }
}

/* Bytes that are refused are told where they stand, and the file stays. */
static void check_refused(struct slice bytes, enum encoding from, const char *told)
{
    struct arena arena = {0};
    struct finding_lines lines = finding_lines();
    char *folder = temporary_folder(&arena);
    assert_int_equal(convert(&arena, folder, bytes, from, &lines), CONVERT_REFUSED);
    check_text(text_slice(&lines.text), told);
    assert_true(slice_equal(read_back(&arena, folder, "a.csv"), bytes));
    assert_int_equal(file_kind(file_join(&arena, folder, "a.csv.original")), FILE_ABSENT);
    remove_folder(folder);
    text_free(&lines.text);
    arena_free(&arena);
}

static void what_the_set_does_not_have_is_told_with_its_place(void **state)
{
    (void)state;
    check_refused(slice_of("a\n\xA1\xD2\xC3,\xDB\n\xFF"), ENCODING_TIS620,
                  "D151 error a.csv:2:5 - byte DB is no letter of TIS-620\n"
                  "D151 error a.csv:3:1 - byte FF is no letter of TIS-620\n");
    check_refused((struct slice){"a\0\n\0\0\xD8x\0", 8}, ENCODING_UTF16LE,
                  "D151 error a.csv:2:1 - byte 00 D8 is no letter of UTF-16LE\n");
    check_refused((struct slice){"a\0\n\0x", 5}, ENCODING_UTF16LE,
                  "D151 error a.csv:2:1 - the file ends in the middle of a letter\n");
}

static void every_letter_of_windows_874_is_had_back(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct finding_lines lines = finding_lines();
    char *folder = temporary_folder(&arena);
    char bytes[256];
    size_t count = 0;
    for (int byte = 1; byte < 256; byte++) {
        bool high = byte == 0x80 || byte == 0x85 || (byte >= 0x91 && byte <= 0x97) ||
                    (byte >= 0xA0 && byte <= 0xDA) || (byte >= 0xDF && byte <= 0xFB);
        if (byte < 0x80 || high)
            bytes[count++] = (char)byte;
    }
    struct slice old = {bytes, count};
    assert_int_equal(convert(&arena, folder, old, ENCODING_WINDOWS874, &lines), CONVERT_DONE);
    assert_true(slice_equal(encoded(&arena, "CP874", read_back(&arena, folder, "a.csv")), old));
    remove_folder(folder);
    text_free(&lines.text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_files_come_out_as_they_were),
        cmocka_unit_test(what_the_set_does_not_have_is_told_with_its_place),
        cmocka_unit_test(every_letter_of_windows_874_is_had_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
