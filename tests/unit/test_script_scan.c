/* Many texts at once are found clean only where each by itself is. */
#include "tests/unit/support.h"

#include "catalog/script.h"
#include "catalog/script_scan.h"
#include "tests/support/chance.h"

/* Thai for the most part, and what may stand beside it. */
static void add_letter(struct text *text, uint64_t random)
{
    static const char *const others[] = {
        "a", " ", "9", "\"", "\xC2\xA0", "\xE2\x80\x8B", "é", "\xE0\xA4\x95", "\t", "€"};
    uint64_t kind = random % 64, which = random >> 8;
    if (kind == 0) {
        text_add(text, others[which % (sizeof others / sizeof *others)]);
    } else if (kind < 8) {
        text_add_char(text, (char)('a' + which % 26));
    } else {
        unsigned letter = kind < 40 ? 1 + (unsigned)(which % 46) : (unsigned)(which % 96);
        text_add_char(text, (char)0xE0);
        text_add_char(text, (char)(letter < 64 ? 0xB8 : 0xB9));
        text_add_char(text, (char)(0x80 + letter % 64));
    }
}

static void what_is_found_clean_at_once_is_clean_by_itself(void **state)
{
    uint64_t random = 1;
    size_t clean = 0;
    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        struct text text = {0};
        for (uint64_t letters = 1 + chance(&random) % 24; letters > 0; letters--)
            add_letter(&text, chance(&random));
        bool at_once = script_scan(text_slice(&text));
        enum script_fault fault = script_judge(text_slice(&text), NULL);
        if (at_once && fault != SCRIPT_CLEAN && fault != SCRIPT_PADDED)
            fail_msg("%d: %s", (int)fault, text.at);
        clean += at_once;
        text_free(&text);
    }
    if (script_scan(slice_of("a")))
        assert_in_range(clean, 1000, 199000);
}

static void rows_of_good_thai_are_found_clean(void **state)
{
    static const char ROWS[] = "สำนักงานเขตสัมพันธวงศ์,เจ้าพนักงานธุรการปฏิบัติงาน,\"พนักงานขับรถยนต์, ชั้น ๒\"\r\n"
                               "น้ำ,ปี่,กู้,เก้าอี้,สถิติ,แพทย์,ไฟฟ้า,1.50,2562-04-01,ฯลฯ,EMP00000001\n";
    (void)state;
    if (script_scan(slice_of("a")))
        assert_true(script_scan(slice_of(ROWS)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_clean_at_once_is_clean_by_itself),
        cmocka_unit_test(rows_of_good_thai_are_found_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
