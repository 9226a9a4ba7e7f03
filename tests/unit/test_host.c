/* Host names as people write them: mapped by UTS 46, then judged by IDNA2008 and the Bidi rule of RFC 5893.
 */
#include "tests/unit/support.h"

#include "metadata/format.h"
#include "metadata/format_direction.h"

static bool is_valid(const char *format, struct slice text)
{
    struct arena arena = {0};
    bool valid = format_find(slice_of(format))->valid(text, &arena);
    arena_free(&arena);
    return valid;
}

static void check_host(const char *text, bool wanted)
{
    if (is_valid("idn-hostname", slice_of(text)) != wanted)
        fail_msg("%s should be %s", text, wanted ? "valid" : "invalid");
}

static void what_the_mapping_makes_plain_is_valid(void **state)
{
    (void)state;
    check_host("ｗｗｗ.ｇｏ.ｔｈ", true);
    check_host("９８７", true);
    check_host("WWW.ไทย", true);
    check_host("hr\u200b\u00adoffice", true);
    check_host("ĳ.nl", true);
    check_host("①２.th", true);
    check_host("Straße.example", true);
    check_host("ｏｆ＿ｆｉｃｅ", false);
    check_host("ａ　ｂ", false);
    check_host("\u200b", false);
    check_host("a.\u200b", false);
    check_host("℀", false); /* a/c */
    check_host("☺.example", false);
}

static void letters_may_come_in_parts(void **state)
{
    (void)state;
    check_host("u\u0308ber.example", true);
    check_host("ก\u0e4d\u0e32.ไทย", true);
    check_host("น\u0e33.ไทย", true); /* SARA AM is mapped to its parts */
    check_host("\u0308u", false);
    assert_true(is_valid("idn-email", slice_of("hr@u\u0308ber.example")));
    assert_true(is_valid("idn-email", slice_of("u\u0308@example.org")));
    assert_false(is_valid("idn-email", slice_of("hr＠example.org")));
}

static void lengths_are_those_of_the_a_labels(void **state)
{
    (void)state;
    struct text text = {0};
    for (int i = 0; i < 63; i++)
        text_add(&text, "ｂ");
    assert_true(is_valid("idn-hostname", text_slice(&text)));
    text_add(&text, "ｂ");
    assert_false(is_valid("idn-hostname", text_slice(&text)));
    text.length = 0;
    for (int i = 0; i < 63; i++)
        text_add(&text, "บ");
    assert_false(is_valid("idn-hostname", text_slice(&text)));
    /* 253 bytes and one more; between dots that are written in three ways */
    static const char *const dots[] = {"。", "．", "｡", ""};
    text.length = 0;
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < (i < 3 ? 63 : 61); j++)
            text_add(&text, "c");
        text_add(&text, dots[i]);
    }
    assert_true(is_valid("idn-hostname", text_slice(&text)));
    text_add(&text, "c");
    assert_false(is_valid("idn-hostname", text_slice(&text)));
    text_free(&text);
}

static void a_prefix_that_the_mapping_makes_is_a_prefix(void **state)
{
    (void)state;
    check_host("xn--o3cw4h", true); /* ไทย */
    check_host("XN--O3CW4H", true);
    check_host("ｘＮ－－o3cw4h", true);
    check_host("ｘｎ--o3cw4", false);
    check_host("xn--o3cw4h.ไทย", true);
    check_host("xn--abc-", false);
    check_host("xn--", false);
}

static void names_with_a_label_from_right_to_left_keep_the_bidi_rule(void **state)
{
    (void)state;
    check_host("1a.example", true);
    check_host("1a.שלום", false);
    check_host("a1.שלום", true);
    check_host("a1.xn--9dbne9b", true);
    check_host("1a.xn--9dbne9b", false);
    check_host("ไทย.שלום", true);
    check_host("שלום1", true);
    check_host("שלום-", false);
    check_host("1שלום", false);
    check_host("שaלום", false);
    check_host("aש", false);
    check_host("ש1\u0661", false);
    check_host("ش1", true);
    check_host("ش\u0661", true);
    check_host("\u0661", false);
    check_host("ش\u064e", true);
}

static void check_rule(const uint32_t *points, size_t count, bool right_to_left, bool kept)
{
    assert_int_equal(label_is_right_to_left(points, count), right_to_left);
    assert_int_equal(label_keeps_bidi_rule(points, count), kept);
}

static void each_condition_of_the_bidi_rule_counts(void **state)
{
    (void)state;
    static const uint32_t latin[] = {'a', '-', '1'}, digit_first[] = {'1', 'a'}, hyphen_last[] = {'a', '-'},
                          mark_last[] = {'a', 0x300}, hebrew_in[] = {'a', 0x5d0, 'a'},
                          hebrew[] = {0x5d0, '-', '1', 0x5b0}, hebrew_hyphen[] = {0x5d0, '-', 0x5b0},
                          latin_in[] = {0x5d0, 'a', 0x5d0}, both_digits[] = {0x627, '1', 0x661, 0x627},
                          arabic_digit[] = {0x661, 0x627}, mark[] = {0x5b0};
#define RULE(points, right_to_left, kept)                                                                    \
    check_rule(points, sizeof(points) / sizeof *(points), right_to_left, kept)
    RULE(latin, false, true);
    RULE(digit_first, false, false);
    RULE(hyphen_last, false, false);
    RULE(mark_last, false, true);
    RULE(hebrew_in, true, false);
    RULE(hebrew, true, true);
    RULE(hebrew_hyphen, true, false);
    RULE(latin_in, true, false);
    RULE(both_digits, true, false);
    RULE(arabic_digit, true, false);
    RULE(mark, false, false);
    check_rule(NULL, 0, false, false);
}

static void hostile_names_are_refused_soon(void **state)
{
    (void)state;
    struct text text = {0};
    assert_false(is_valid("idn-hostname", (struct slice){"\xe0\xb8\x81\0b", 5}));
    for (int i = 0; i < 100000; i++)
        text_add(&text, "\u0300\u0316");
    assert_false(is_valid("idn-hostname", text_slice(&text)));
    text.length = 0;
    for (int i = 0; i < 100000; i++)
        text_add(&text, "ก.");
    assert_false(is_valid("idn-hostname", text_slice(&text)));
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_mapping_makes_plain_is_valid),
        cmocka_unit_test(letters_may_come_in_parts),
        cmocka_unit_test(lengths_are_those_of_the_a_labels),
        cmocka_unit_test(a_prefix_that_the_mapping_makes_is_a_prefix),
        cmocka_unit_test(names_with_a_label_from_right_to_left_keep_the_bidi_rule),
        cmocka_unit_test(each_condition_of_the_bidi_rule_counts),
        cmocka_unit_test(hostile_names_are_refused_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
