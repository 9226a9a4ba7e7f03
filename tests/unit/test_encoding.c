/* Character sets of tables: what is told from the bytes. */
#include <iconv.h>

#include "catalog/encoding.h"
#include "tests/unit/support.h"

static const char ROWS[] = "agency,employees\nสำนักการศึกษา,1204\nสำนักอนามัย,\"2,310\"\nก.ก.,5\n";

/* The text in another set, by the C library. */
static struct slice encoded(struct arena *arena, const char *set, const char *text)
{
    size_t left = strlen(text), room = 4 * left + 8;
    char *in = arena_string(arena, text), *out = arena_alloc(arena, room), *at = out;
    iconv_t converter = iconv_open(set, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    assert_int_equal(iconv(converter, &in, &left, &at, &room), 0);
    iconv_close(converter);
    return (struct slice){out, (size_t)(at - out)};
}

struct example {
    const char *set;
    const char *text;
    enum encoding encoding;
    bool confident;
};

static void each_set_is_known_by_its_bytes(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"UTF-8", ROWS, ENCODING_UTF8, true},
        {"UTF-8", "a,b\n1,2\n", ENCODING_UTF8, true},
        {"UTF-8", "", ENCODING_UTF8, true},
        {"UTF-8",
         "\xEF\xBB\xBF"
         "a,b\n",
         ENCODING_UTF8_MARK, true},
        {"TIS-620", ROWS, ENCODING_TIS620, true},
        {"TIS-620", "name\nเนตร\nรก\nเขก\n", ENCODING_TIS620, true},
        {"WINDOWS-874", "name\nสำนัก “งาน” – ก.ก.…\n", ENCODING_WINDOWS874, true},
        {"WINDOWS-874", "name\nราคา €\n", ENCODING_WINDOWS874, true},
        {"UTF-16LE", ROWS, ENCODING_UTF16LE, true},
        {"UTF-16BE", ROWS, ENCODING_UTF16BE, true},
        {"UTF-16", ROWS, ENCODING_UTF16LE, true},
        {"UTF-32", ROWS, ENCODING_UNKNOWN, false},
        {"WINDOWS-1252", "name\ncafé crème, Genève, Malmö, Ærø\n", ENCODING_UNKNOWN, false},
        {"ISO-8859-1", "name\nMüller, Größe, naïve\n", ENCODING_UNKNOWN, false},
        {"SHIFT_JIS", "name\n東京都総務局、職員数\n", ENCODING_UNKNOWN, false},
        {"GB18030",
         "name\n北京市人力资源和社会保障局，全市公务员人数统计表，二〇二四年第一季度，朝阳区，海淀区，丰台区"
         "\n",
         ENCODING_UNKNOWN, false},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct arena arena = {0};
        struct encoding_guess guess = encoding_guess(encoded(&arena, examples[i].set, examples[i].text));
        bool confident = guess.confidence >= ENCODING_CONFIDENT;
        bool right = guess.encoding == examples[i].encoding || !confident;
        if (!right || confident != examples[i].confident) {
            print_error("%s \"%s\": %d, %u %%\n", examples[i].set, examples[i].text, (int)guess.encoding,
                        guess.confidence);
            fail();
        }
        arena_free(&arena);
    }
}

static void a_file_of_two_sets_is_mixed(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct text both = {0};
    text_add(&both, "name\nสำนักอนามัย\n");
    text_add_slice(&both, encoded(&arena, "TIS-620", "สำนักการศึกษา\n"));
    struct encoding_guess guess = encoding_guess(text_slice(&both));
    assert_int_equal(guess.encoding, ENCODING_MIXED);
    assert_int_equal(guess.utf8_line, 2);
    assert_int_equal(guess.foreign_line, 3);
    text_free(&both);
    arena_free(&arena);
}

static void bytes_that_no_set_has_are_counted(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct text text = {0};
    text_add_slice(&text, encoded(&arena, "TIS-620", "สำนักการศึกษา สำนักอนามัย\n"));
    text_add(&text, "\xDB\xFF\n");
    struct encoding_guess guess = encoding_guess(text_slice(&text));
    assert_int_equal(guess.encoding, ENCODING_TIS620);
    assert_int_equal(guess.undefined, 2);
    text_free(&text);
    arena_free(&arena);
}

static void pieces_say_what_the_whole_says(void **state)
{
    (void)state;
    static const char *const sets[] = {"UTF-8", "TIS-620", "UTF-16LE"};
    for (size_t set = 0; set < 3; set++)
        for (size_t step = 1; step < 9; step++) {
            struct arena arena = {0};
            struct slice whole = encoded(&arena, sets[set], ROWS);
            struct encoding_guess guess = encoding_guess(whole);
            struct encoding_tally tally = {0};
            for (size_t at = 0; at < whole.length; at += step) {
                size_t length = whole.length - at < step ? whole.length - at : step;
                encoding_tally_add(&tally, (struct slice){whole.at + at, length});
            }
            struct encoding_guess pieces = encoding_tally_guess(&tally);
            assert_int_equal(pieces.encoding, guess.encoding);
            assert_int_equal(pieces.confidence, guess.confidence);
            arena_free(&arena);
        }
}

static void names_are_found_however_they_are_written(void **state)
{
    (void)state;
    enum encoding encoding;
    assert_true(encoding_find("windows-874", &encoding));
    assert_int_equal(encoding, ENCODING_WINDOWS874);
    assert_true(encoding_find("TIS620", &encoding));
    assert_int_equal(encoding, ENCODING_TIS620);
    assert_false(encoding_find("ebcdic", &encoding));
    assert_string_equal(encoding_name(ENCODING_WINDOWS874), "Windows-874");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_set_is_known_by_its_bytes),
        cmocka_unit_test(a_file_of_two_sets_is_mixed),
        cmocka_unit_test(bytes_that_no_set_has_are_counted),
        cmocka_unit_test(pieces_say_what_the_whole_says),
        cmocka_unit_test(names_are_found_however_they_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
