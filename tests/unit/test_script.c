/* Faults of Thai script and what cannot be seen, as a table. */
#include "tests/unit/support.h"

#include "catalog/script.h"
#include "tests/support/chance.h"

struct row {
    const char *text;
    enum script_fault fault;
    size_t character;
};

static void judge(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct script_place place;
        enum script_fault fault = script_judge(slice_of(rows[i].text), &place);
        if (fault != rows[i].fault || (fault != SCRIPT_CLEAN && place.character != rows[i].character))
            fail_msg("\"%s\": got %d at %zu, wanted %d at %zu", rows[i].text, (int)fault, place.character,
                     (int)rows[i].fault, rows[i].character);
    }
}
#define JUDGE(rows) judge(rows, sizeof rows / sizeof *rows)

static void good_thai_is_clean(void **state)
{
    static const struct row rows[] = {
        {"", SCRIPT_CLEAN, 0},
        {"สำนักการศึกษา", SCRIPT_CLEAN, 0},
        {"น้ำใจ", SCRIPT_CLEAN, 0},
        {"แผนงานป้องกัน", SCRIPT_CLEAN, 0},
        {"ที่ปรึกษา", SCRIPT_CLEAN, 0},
        {"ค่ะ", SCRIPT_CLEAN, 0},
        {"ก็", SCRIPT_CLEAN, 0},
        {"สิทธิ์", SCRIPT_CLEAN, 0},
        {"พันธุ์", SCRIPT_CLEAN, 0},
        {"จันทร์", SCRIPT_CLEAN, 0},
        {"ฤๅษี", SCRIPT_CLEAN, 0},
        {"พุทฺธํ สรณํ", SCRIPT_CLEAN, 0},
        {"เก๋ไก๋", SCRIPT_CLEAN, 0},
        {"เอื้อเฟื้อ", SCRIPT_CLEAN, 0},
        {"ๆ ฯลฯ ฿๑๒", SCRIPT_CLEAN, 0},
        {"◌่", SCRIPT_CLEAN, 0},
        {"เ แ", SCRIPT_CLEAN, 0},
        {"two words", SCRIPT_CLEAN, 0},
        {"line\nbreak\tand tab", SCRIPT_CLEAN, 0},
        {"👨‍👩‍👧 ❤️", SCRIPT_CLEAN, 0},
        {"Ümläute é", SCRIPT_CLEAN, 0},
    };
    (void)state;
    JUDGE(rows);
}

static void letters_typed_as_others_are_told(void **state)
{
    static const struct row rows[] = {
        {"นํา", SCRIPT_SARA_AM, 3},
        {"น้ํา", SCRIPT_SARA_AM, 4},
        {"นํ้า", SCRIPT_SARA_AM, 4},
        {"สํานัก", SCRIPT_SARA_AM, 3},
        {"เเผน", SCRIPT_DOUBLE_E, 2},
        {"ดูเเล", SCRIPT_DOUBLE_E, 4},
        {"วััง", SCRIPT_DOUBLE_MARK, 3},
        {"ที่่", SCRIPT_DOUBLE_MARK, 4},
        {"ก่้", SCRIPT_DOUBLE_MARK, 3},
        {"กิี", SCRIPT_DOUBLE_MARK, 3},
        {"จันทร์์", SCRIPT_DOUBLE_MARK, 7},
        {"ท่ี", SCRIPT_ORDER, 3},
        {"ก้ั", SCRIPT_ORDER, 3},
        {"นำ้", SCRIPT_ORDER, 3},
        {"คะ่", SCRIPT_ORDER, 3},
        {"มา่", SCRIPT_ORDER, 3},
        {"่ก", SCRIPT_ORPHAN, 1},
        {"ก ่", SCRIPT_ORPHAN, 3},
        {"ไ่ม", SCRIPT_ORPHAN, 2},
        {"aิ", SCRIPT_ORPHAN, 2},
        {"ำ", SCRIPT_ORPHAN, 1},
        {"1์", SCRIPT_ORPHAN, 2},
        {"ก\xEF\xBF\xBD", SCRIPT_DAMAGED, 2},
    };
    (void)state;
    JUDGE(rows);
}

static void what_cannot_be_seen_is_told(void **state)
{
    static const struct row rows[] = {
        {"a\xC2\xA0z", SCRIPT_INVISIBLE, 2},
        {"ก\xE2\x80\x8Bข", SCRIPT_INVISIBLE, 2},
        {"\xEF\xBB\xBF"
         "a",
         SCRIPT_INVISIBLE, 1},
        {"a\xC2\xADz", SCRIPT_INVISIBLE, 2},
        {"a\xE2\x80\x8D", SCRIPT_INVISIBLE, 2},
        {"ก\xE2\x80\x8C", SCRIPT_INVISIBLE, 2},
        {"a\x01z", SCRIPT_INVISIBLE, 2},
        {"a\x7F", SCRIPT_INVISIBLE, 2},
        {"a\xC2\x85", SCRIPT_INVISIBLE, 2},
        {"\xE2\x80\x8E"
         "a",
         SCRIPT_INVISIBLE, 1},
        {"a\xE3\x80\x80", SCRIPT_INVISIBLE, 2},
        {" a", SCRIPT_PADDED, 1},
        {"a ", SCRIPT_PADDED, 2},
        {"ก\n", SCRIPT_PADDED, 2},
        {"  ", SCRIPT_PADDED, 1},
        {"\tก", SCRIPT_PADDED, 1},
        {" เเ", SCRIPT_DOUBLE_E, 3},
    };
    (void)state;
    JUDGE(rows);
}

/* What is surely clean is judged clean: over random strings of the letters that matter. */
static void what_is_surely_clean_is_judged_clean(void **state)
{
    static const char *const letters[] = {"ก", "ข", "เ", "แ", "ะ", "า", "ำ", "ิ",  "ั",
                                          "่",  "้",  "ํ",  "์",  "ฺ",  " ", "a", "◌", "ฯ"};
    uint64_t seed = 1;
    size_t clean = 0;
    (void)state;
    for (int i = 0; i < 200000; i++) {
        struct text text = {0};
        for (int j = 0; j < 6; j++)
            text_add(&text, CHANCE_PICK(&seed, letters));
        bool surely = script_is_surely_clean(text_slice(&text));
        clean += surely;
        text_add(&text, "é"); /* of neither script: the text is judged letter by letter */
        if (surely && script_judge(text_slice(&text), NULL) != SCRIPT_CLEAN)
            fail_msg("surely clean, but judged otherwise: %s", text.at);
        text_free(&text);
    }
    assert_true(clean > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_thai_is_clean),
        cmocka_unit_test(letters_typed_as_others_are_told),
        cmocka_unit_test(what_cannot_be_seen_is_told),
        cmocka_unit_test(what_is_surely_clean_is_judged_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
