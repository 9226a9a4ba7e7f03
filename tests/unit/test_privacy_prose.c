/* The gate's first look at prose: it may be too careful, never too careless. */
#include "tests/unit/support.h"

#include "base/arena.h"
#include "catalog/privacy.h"
#include "catalog/privacy_prose.h"
#include "catalog/privacy_prose_scan.h"
#include "tests/support/chance.h"

static bool harmless(const char *text)
{
    struct arena arena = {0};
    bool nothing = privacy_prose_harmless(privacy_prose_open(&arena), slice_of(text), &arena);
    arena_free(&arena);
    return nothing;
}

static void prose_of_offices_needs_no_second_look(void **state)
{
    (void)state;
    assert_true(harmless("จำนวนลูกจ้างประจำกรุงเทพมหานคร จำแนกตามหน่วยงาน ปีงบประมาณ 2567"));
    assert_true(harmless("https://example.org/data/1/1.csv"));
    assert_true(harmless("2016-09-15"));
    assert_true(harmless("บรรทัดแรก\nบรรทัดที่สอง"));
    assert_true(harmless("คุณภาพชีวิตของประชาชน"));
    assert_true(harmless("Open Data Common"));
    assert_true(harmless("Online services, pipelines and deadlines"));
}

static void what_tells_of_a_person_is_looked_at(void **state)
{
    (void)state;
    assert_false(harmless("ติดต่อ นายสมชาย ใจดี"));
    assert_false(harmless("ผู้จัดทำ:\nนางสาวสมหญิง\nรักไทย"));
    assert_false(harmless("ว่าที่ ร.ต. หญิง สมศรี มีสุข"));
    assert_false(harmless("Mr. Somchai Jaidee"));
    assert_false(harmless("โทร 081-234-5678"));
    assert_false(harmless("๐๘๑-๒๓๔-๕๖๗๘"));
    assert_false(harmless("someone@example.org"));
    assert_false(harmless("line: somchai99"));
    assert_false(harmless("ไลน์ somchai99"));
    assert_false(harmless("เกิดวันที่ 5 มกราคม 2530"));
    assert_false(harmless("บ้านเลขที่ 12/3"));
    assert_false(harmless("นา\xE2\x80\x8Bยสมชาย ใจดี"));
}

/* ---- against the detectors ---- */

/* What signs of persons are made of, and what looks like it; a row a kind. */
static const char *const PARTS[][12] = {
    {"นาย", "นาง", "นางสาว", "คุณ", "ดร.", "พล.ต.อ.", "ว่าที่", "ร.ต.", "หญิง", "ผศ."},
    {"Mr", "Mrs.", "Dr.", "Pol", "Somchai", "Jaidee"},
    {"สมชาย", "ใจดี", "รักไทย", "โดย", "และ", "ผู้จัดทำ", "คุณภาพ", "นายอำเภอ", "นางพยาบาล"},
    {"line", "LINE", "ไลน์", "id", ":", "somchai99", "someone@example.org", "opendata@example.org"},
    {"เกิด", "วันเกิด", "born on", "DOB", "2530", "5", "2016-09-15"},
    {"บ้านเลขที่", "12/3", "แขวง", "เขต", "ถนน", "ทะเบียนรถ", "1กข 1234", "license plate"},
    {"passport", "หนังสือเดินทาง", "AA1234567", "เลขประจำตัว", "1-1017-00230-70-8", "1101700230708",
     "1.1017E+12"},
    {"โทร", "081-234-5678", "0812345678", "02 123 4567", "+66812345678", "๑๒๓๔๕๖๗๘๙", "๐๘๑"},
    {"บัญชี", "123-4-56789-0", "1234567890", "1", "a", "ก", "–", "\xE2\x80\x8B"},
    {"สำนักงาน", "ข้อมูล", "จำนวน", "https://example.org/1"},
};

static const char *part_pick(uint64_t *seed)
{
    const char *const *row = CHANCE_PICK(seed, PARTS);
    unsigned count = 0;
    while (row[count] != NULL)
        count++;
    return row[chance_below(seed, count)];
}

static void text_invent(struct text *text, uint64_t *seed)
{
    static const char *const gaps[] = {"", " ", "", " ", "\n", "\t", ".", "  ", ", "};
    text_clear(text);
    for (unsigned left = 1 + chance_below(seed, 5); left > 0; left--) {
        text_add(text, part_pick(seed));
        text_add(text, CHANCE_PICK(seed, gaps));
    }
}

static void nothing_that_the_detectors_tell_of_passes(void **state)
{
    (void)state;
    struct arena arena = {0}, scratch = {0};
    const struct privacy_prose *prose = privacy_prose_open(&arena);
    struct text text = {0};
    uint64_t seed = 5;
    size_t passed = 0;
    for (unsigned i = 0; i < 50000; i++) {
        struct privacy_look look;
        arena_reset(&scratch);
        text_invent(&text, &seed);
        if (!privacy_prose_harmless(prose, text_slice(&text), &scratch))
            continue;
        passed++;
        privacy_see(NULL, text_slice(&text), &look);
        if (!privacy_prose_says_nothing(&look))
            fail_msg("%s shows %llx", text.at, (unsigned long long)look.signs);
    }
    assert_true(passed > 5000);
    text_free(&text);
    arena_free(&scratch);
    arena_free(&arena);
}

/* Also where a block ends in the middle of a letter, and where bytes are no letter at all. */
static void walking_wide_says_the_same(void **state)
{
    (void)state;
    struct arena arena = {0}, scratch = {0};
    const struct privacy_prose *narrow = privacy_prose_make(&arena, false),
                               *wide = privacy_prose_make(&arena, prose_can_scan());
    struct text text = {0}, more = {0};
    uint64_t seed = 11;
    for (unsigned i = 0; i < 100000; i++) {
        arena_reset(&scratch);
        text_invent(&text, &seed);
        text_invent(&more, &seed);
        text_add_slice(&text, text_slice(&more));
        struct slice part = text_slice(&text);
        size_t cut = chance_below(&seed, (unsigned)part.length);
        part = (struct slice){part.at + cut, part.length - cut};
        part.length -= i % 3 == 0 ? chance_below(&seed, (unsigned)part.length) : 0;
        if (i % 16 == 0)
            text.at[cut + chance_below(&seed, (unsigned)part.length + 1)] = (char)chance_below(&seed, 256);
        /* as long as it is, so that reading behind it is seen */
        part = (struct slice){arena_copy(&scratch, part.at, part.length), part.length};
        if (privacy_prose_harmless(narrow, part, &scratch) != privacy_prose_harmless(wide, part, &scratch))
            fail_msg("\"%.*s\"", SLICE(part));
    }
    text_free(&text);
    text_free(&more);
    arena_free(&scratch);
    arena_free(&arena);
}

static void keys_are_remembered(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct privacy_keys *keys = privacy_keys_open(&arena);
    struct text key = {0};
    for (unsigned i = 0; i < 2000; i++) {
        text_clear(&key);
        text_format(&key, "key_%u", i);
        assert_false(privacy_keys_personal(keys, text_slice(&key)));
        assert_true(privacy_keys_personal(keys, slice_of("เลขประจำตัวประชาชน")));
        assert_false(privacy_keys_personal(keys, slice_of("title")));
    }
    text_free(&key);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_of_offices_needs_no_second_look),
        cmocka_unit_test(what_tells_of_a_person_is_looked_at),
        cmocka_unit_test(nothing_that_the_detectors_tell_of_passes),
        cmocka_unit_test(walking_wide_says_the_same),
        cmocka_unit_test(keys_are_remembered),
    };
    return cmocka_run_group_tests_name("privacy_prose", tests, NULL, NULL);
}
