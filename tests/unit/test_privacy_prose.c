/* The gate's first look at prose: it may be too careful, never too careless. */
#include "tests/unit/support.h"

#include "base/arena.h"
#include "catalog/privacy.h"
#include "catalog/privacy_prose.h"
#include "catalog/privacy_prose_words.h"
#include "catalog/privacy_sign.h"
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

/* ---- marks ---- */

/* Bytes of every kind, most of them of letters that are looked for. */
static void bytes_invent(struct text *text, uint64_t *seed)
{
    text_invent(text, seed);
    for (unsigned more = chance_below(seed, 4); more > 0; more--) {
        struct text part = {0};
        text_invent(&part, seed);
        text_add_slice(text, text_slice(&part));
        text_free(&part);
    }
    for (unsigned wrong = chance_below(seed, 4); wrong > 0 && text->length > 0; wrong--)
        text->at[chance_below(seed, (unsigned)text->length)] = (char)chance_below(seed, 256);
}

/* All marks of a text, which is copied so that reading before or behind it is seen; so many at a time. */
static size_t marks_of(const struct prose_sets *sets, struct slice text, bool wide, size_t most,
                       struct prose_marks *marks)
{
    size_t count = 0;
    char *copy = malloc(text.length + 1);
    memcpy(copy + 1, text.at, text.length);
    struct slice part = {copy + 1, text.length};
    while (count * PROSE_BYTES < text.length)
        count += (wide ? prose_scan_wide : prose_scan_narrow)(sets, part, count * PROSE_BYTES, most,
                                                              marks + count);
    free(copy);
    return count;
}

static void a_wide_scan_marks_the_same_bits(void **state)
{
    (void)state;
    if (!prose_can_scan())
        skip();
    struct arena arena = {0};
    struct prose_words *words = arena_alloc(&arena, sizeof *words);
    prose_words_make(words, &arena);
    struct text text = {0}, more = {0};
    uint64_t seed = 3, stops = 0;
    for (unsigned i = 0; i < 60000; i++) {
        struct prose_marks narrow[128] = {0}, wide[128] = {0};
        text_clear(&text);
        for (unsigned parts = i % 64 == 0 ? 12 : 1; parts > 0; parts--) {
            bytes_invent(&more, &seed);
            text_add_slice(&text, text_slice(&more));
        }
        struct slice part = text_slice(&text);
        part.length = part.length > 128 * PROSE_BYTES ? 128 * PROSE_BYTES : part.length;
        size_t cut = part.length > 0 ? chance_below(&seed, (unsigned)part.length) : 0;
        part = (struct slice){part.at + cut, part.length - cut};
        size_t count = marks_of(&words->sets, part, false, 128, narrow);
        assert_int_equal(count, prose_mark_count(part.length));
        assert_int_equal(marks_of(&words->sets, part, true, 2 + i % 5, wide), count);
        if (memcmp(narrow, wide, sizeof wide) != 0)
            fail_msg("\"%.*s\"", SLICE(part));
        stops += narrow[0].stops != 0;
    }
    assert_in_range(stops, 10000, 59000);
    text_free(&text);
    text_free(&more);
    arena_free(&arena);
}

/* ---- texts of a document ---- */

/* A document as the walk sees it: texts between quotes; where they begin, and behind the last one. */
#define TEXTS 40
struct invented {
    struct text text;
    size_t from[TEXTS], length[TEXTS];
};

static void document_invent(struct invented *document, uint64_t *seed)
{
    struct text part = {0};
    text_clear(&document->text);
    for (size_t i = 0; i < TEXTS; i++) {
        text_add(&document->text, i % 3 == 0 ? "\", \n    \"description_list\": \"" : "\", \"id\": \"");
        if (chance_below(seed, 2) == 0)
            text_add(&part, CHANCE_PICK(seed, ((const char *const[]){"ก", "a", " ", "สำนักงาน", "7", "é"})));
        else
            text_invent(&part, seed);
        document->from[i] = document->text.length;
        document->length[i] = part.length;
        text_add_slice(&document->text, text_slice(&part));
        text_clear(&part);
    }
    text_add(&document->text, "\"}");
    text_free(&part);
}

static void a_text_of_a_document_is_judged_as_by_itself(void **state)
{
    (void)state;
    struct arena arena = {0}, scratch = {0};
    const struct privacy_prose *narrow = privacy_prose_make(&arena, false),
                               *wide = privacy_prose_make(&arena, prose_can_scan());
    struct privacy_prose_map *map = privacy_prose_map(&arena);
    struct invented document = {0};
    uint64_t seed = 7;
    size_t harmless = 0, count = 4000;
    for (size_t i = 0; i < count; i++) {
        arena_reset(&scratch);
        document_invent(&document, &seed);
        privacy_prose_read(wide, map, text_slice(&document.text));
        for (size_t j = 0; j < TEXTS; j++) {
            struct slice text = {document.text.at + document.from[j], document.length[j]};
            bool alone = privacy_prose_harmless(narrow, text, &scratch);
            if (privacy_prose_harmless_in(wide, map, text, &scratch) != alone)
                fail_msg("\"%.*s\"", SLICE(text));
            harmless += alone;
        }
    }
    assert_in_range(harmless, count * TEXTS / 4, count * TEXTS * 3 / 4);
    text_free(&document.text);
    arena_free(&scratch);
    arena_free(&arena);
}

/* Every place of a word in a block, whole and cut off by the text's end. */
static void persons_are_seen_wherever_they_stand(void **state)
{
    static const char *const PERSONS[] = {
        "นายสมชาย ใจดี",      "Mr. Somchai Jaidee", "someone@example.org",  "โทร 081-234-5678",
        "1-1017-00230-70-8", "ร.ต.อ.สมชาย ใจดี",    "line id: somchai99",   "บ้านเลขที่ 12/3",
        "ผศ.สมศรี มีสุข",       "๐๘๑-๒๓๔-๕๖๗๘",       "เกิดวันที่ 5 มกราคม 2530",
    };
    static const char *const FILLERS[] = {".", " ", "ก", "งาน ", "x", "-"};
    (void)state;
    struct arena arena = {0}, scratch = {0};
    const struct privacy_prose *prose = privacy_prose_open(&arena);
    struct privacy_prose_map *map = privacy_prose_map(&arena);
    struct text text = {0};
    for (size_t i = 0; i < sizeof PERSONS / sizeof *PERSONS * 6 * 140; i++) {
        const char *person = PERSONS[i / (6 * 140)], *filler = FILLERS[i / 140 % 6];
        size_t before = i % 140, length = strlen(person);
        text_clear(&text);
        while (text.length < before)
            text_add(&text, filler);
        text_add(&text, " ");
        size_t from = text.length;
        text_add(&text, person);
        text_add(&text, "\", \"ก");
        arena_reset(&scratch);
        privacy_prose_read(prose, map, text_slice(&text));
        assert_false(privacy_prose_harmless_in(prose, map, (struct slice){text.at, from + length}, &scratch));
        assert_false(privacy_prose_harmless_in(prose, map, (struct slice){text.at + from, length}, &scratch));
        assert_false(privacy_prose_harmless(prose, (struct slice){text.at, from + length}, &scratch));
    }
    text_free(&text);
    arena_free(&scratch);
    arena_free(&arena);
}

/* However few letters it has. */
static void every_title_and_word_is_looked_for(void **state)
{
    static const char *const *const WORDS[] = {words_of_line,   words_of_birth,     words_of_homes,
                                               words_of_plates, words_of_passports, latin_titles};
    (void)state;
    struct arena arena = {0};
    const struct privacy_prose *prose = privacy_prose_open(&arena);
    size_t telling = 0;
    for (size_t i = 0; name_title(i) != NULL; i++) {
        struct slice text = slice_of(arena_format(&arena, "โดย %sสมชาย ใจดี", name_title(i)));
        struct privacy_look look;
        privacy_see(NULL, text, &look);
        bool tells = !privacy_prose_says_nothing(&look);
        if (tells && privacy_prose_harmless(prose, text, &arena))
            fail_msg("%.*s", SLICE(text));
        telling += tells;
    }
    assert_in_range(telling, 100, 200);
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        for (size_t j = 0; WORDS[i][j] != NULL; j++) {
            const char *text = arena_format(&arena, "ก %s. 12", WORDS[i][j]);
            if (privacy_prose_harmless(prose, slice_of(text), &arena))
                fail_msg("%s", text);
        }
    arena_free(&arena);
}

/* Beyond what is kept of a document its texts are read one by one. */
static void long_documents_are_looked_at_as_well(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct privacy_prose *prose = privacy_prose_open(&arena);
    struct privacy_prose_map *map = privacy_prose_map(&arena);
    struct text text = {0};
    for (size_t i = 0; i < 40000; i++)
        text_add(&text, "งาน ");
    privacy_prose_read(prose, map, text_slice(&text));
    assert_true(privacy_prose_harmless_in(prose, map, text_slice(&text), &arena));
    text_add(&text, "นายสมชาย ใจดี");
    privacy_prose_read(prose, map, text_slice(&text));
    assert_false(privacy_prose_harmless_in(prose, map, text_slice(&text), &arena));
    assert_true(privacy_prose_harmless_in(prose, map, (struct slice){text.at, 100}, &arena));
    text_free(&text);
    arena_free(&arena);
}

/* ---- keys ---- */

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
        cmocka_unit_test(a_wide_scan_marks_the_same_bits),
        cmocka_unit_test(a_text_of_a_document_is_judged_as_by_itself),
        cmocka_unit_test(persons_are_seen_wherever_they_stand),
        cmocka_unit_test(every_title_and_word_is_looked_for),
        cmocka_unit_test(long_documents_are_looked_at_as_well),
        cmocka_unit_test(keys_are_remembered),
    };
    return cmocka_run_group_tests_name("privacy_prose", tests, NULL, NULL);
}
