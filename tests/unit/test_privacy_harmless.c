/* What the privacy gate passes over without asking the detectors never shows them a sign. */
#include "tests/unit/support.h"

#include "base/json.h"
#include "catalog/column.h"
#include "catalog/dictionary.h"
#include "catalog/privacy.h"
#include "catalog/privacy_harmless.h"
#include "catalog/privacy_prose.h"
#include "catalog/table_batch.h"
#include "tests/support/chance.h"

/* ---- cells by chance, of what signs are made of ---- */

static const char *const PIECES[] = {
    "0",        "1",      "66",       "08",        "2530",       "1985",  "12",
    "1101700",  "230708", "81234567", "1.1017E12", "1.10170E12", "A",     "B",
    "x",        "E",      "id",       "ID",        "dob",        "DOB",   "born",
    "birth",    "line",   "Line",     "passport",  "tel",        "fax",   "a/c",
    "acct",     "call",   "road",     "soi",       "moo",        "house", "no",
    "rd",       "Mr",     "Dr",       "Ms",        "Pol",        "-",     "/",
    "_",        ".",      ".",        "-",         " ",          "@",     ":",
    "=",        "+",      "(",        ")",         ",",          "'",     "\"",
    "#",        "ก",      "กข",       "นาย",       "คุณ",         "ศ.",    "ไลน์",
    "เกิด",      "ม.",     "๐",        "๘๑",        "０",         "＠",    "\xE2\x80\x8B",
    "\xC2\xA0",
};
#define PIECE_COUNT (sizeof PIECES / sizeof *PIECES)

/* Half of the cells have ASCII alone: those that may be harmless when they are long. */
static void draw_cell(uint64_t *random, struct text *cell)
{
    size_t pieces = 1 + chance(random) % 7, among = chance(random) % 2 == 0 ? PIECE_COUNT : PIECE_COUNT - 26;
    cell->length = 0;
    while (pieces-- > 0)
        text_add(cell, PIECES[chance(random) % among]);
}

/* The signs of the cell, save that it is a date. */
static privacy_signs signs_of(struct slice cell)
{
    struct privacy_look look;
    privacy_see(NULL, cell, &look);
    return look.signs & ~SIGNS_OF_NAMED;
}

/* ---- by their letters ---- */

static void harmless_cells_show_no_sign(void **state)
{
    uint64_t random = 1;
    size_t harmless = 0, telling = 0;
    struct text cell = {0};
    (void)state;
    for (size_t i = 0; i < 1000000; i++) {
        draw_cell(&random, &cell);
        struct slice text = text_slice(&cell);
        bool passed = privacy_harmless(text);
        if (i % 4 != 0 && !passed)
            continue;
        privacy_signs signs = signs_of(text);
        if (passed && signs != 0)
            fail_msg("shows %llx: %.*s", (unsigned long long)signs, SLICE(text));
        harmless += passed;
        telling += signs != 0;
    }
    text_free(&cell);
    assert_in_range(harmless, 100000, 900000);
    assert_in_range(telling, 1000, 900000);
}

static void codes_dates_and_short_numbers_are_harmless(void **state)
{
    static const char *const cells[] = {"",          "a@b.c",       "EMP00000001", "2008-06-02",
                                        "12/5/2530", "67936.89",    "-12345678",   "A001",
                                        "10-2030",   "XLS-2019-12", "B12"};
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (!privacy_harmless(slice_of(cells[i])))
            fail_msg("%s", cells[i]);
}

static void cells_that_say_what_a_number_is_are_looked_at(void **state)
{
    static const char *const cells[] = {"passport-AA123456",
                                        "AA123456",
                                        "dob-1985",
                                        "D/O/B_2530",
                                        "081234567",
                                        "1.1017E+12",
                                        "lineid-somchai",
                                        "house12-road-bangkok",
                                        "a@b.co"};
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (privacy_harmless(slice_of(cells[i])))
            fail_msg("%s", cells[i]);
}

/* ---- free text ---- */

static const char *const THAI_PIECES[] = {
    "งาน",
    "โครงการ",
    "พัฒนา",
    "บุคลากร",
    "ประจำปี",
    "นา",
    "ย",
    "นาย",
    "นาง",
    "นางสาว",
    "คุณ",
    "ดร.",
    "ร.ต.",
    "พล.ต.อ.",
    "ว่าที่",
    "สมชาย",
    "ใจดี",
    "มานี",
    "โดย",
    "และ",
    "กข",
    "1กข",
    "กขค",
    "๑กก",
    "กรุงเทพมหานคร",
    "ทะเบียนรถ",
    "ป้ายทะเบียน",
    "เกิด",
    "วันเกิด",
    "เกิดวันที่",
    "เหตุ",
    "บ้านเลขที่",
    "เลขที่",
    "ที่อยู่",
    "หมู่",
    "ม.",
    "ซอย",
    "ซ.",
    "ถนน",
    "ถ.",
    "แขวง",
    "ต.",
    "เขต",
    "อ.",
    "จ.",
    "กทม",
    "สถานที่",
    "ไลน์",
    "ไอดี",
    "โทร",
    "มือถือ",
    "บัญชี",
    "ประชาชน",
    "หนังสือเดินทาง",
    "บริษัท",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "-",
    "/",
    ".",
    ":",
    "(",
    ")",
    ",",
    "\"",
    "'",
    "1",
    "12",
    "2530",
    "1985",
    "081",
    "12/3",
    "1234",
    "081234567",
    "0812345678",
    "1101700230708",
    "๑๒",
    "๘๑",
    "a",
    "AB",
    "line",
    "id",
    "Mr. ",
    "no.",
    "house",
    "AA123456",
    "AB 12345",
    "1.1E12",
    "1E12",
    "road",
    "moo ",
    "soi ",
    "Bangkok",
    "street",
    "born",
    "born ",
    "dob ",
    "birthday",
    "passport ",
    "plate no ",
    "No. ",
    "House ",
    "tel ",
    "id: ",
    "E",
    "e ",
    "GIS",
    "PM2.5",
    "@",
    "\t",
    "ฯ",
    "ๆ",
    "฿",
    "é",
    "１",
    "\xE2\x80\x8B",
    "ก",
};

static void draw_text(uint64_t *random, struct text *cell)
{
    size_t pieces = 1 + chance(random) % 6;
    cell->length = 0;
    while (pieces-- > 0)
        text_add(cell, CHANCE_PICK(random, THAI_PIECES));
}

static void dull_texts_show_no_sign(void **state)
{
    struct arena arena = {0};
    const struct privacy_prose *prose = privacy_prose_open(&arena);
    uint64_t random = 3;
    size_t passed = 0;
    struct text cell = {0};
    (void)state;
    for (size_t i = 0; i < 1000000; i++) {
        draw_text(&random, &cell);
        if (!privacy_prose_dull(prose, text_slice(&cell)))
            continue;
        privacy_signs signs = signs_of(text_slice(&cell)) & ~SIGN_BIT(SIGN_NAME_WORDS);
        if (signs != 0)
            fail_msg("shows %llx: %.*s", (unsigned long long)signs, SLICE(text_slice(&cell)));
        passed++;
    }
    text_free(&cell);
    arena_free(&arena);
    assert_in_range(passed, 100000, 900000);
}

static void much_of_what_is_written_is_dull(void **state)
{
    static const char *const texts[] = {"สำนักงานเขตสัมพันธวงศ์",
                                        "เจ้าพนักงานธุรการปฏิบัติงาน",
                                        "งานซ่อมแซม 12 ครั้ง",
                                        "อบรมบุคลากรประจำปี 2563",
                                        "ปรับปรุงระบบงานบริหาร ระยะ 2",
                                        "ติดตั้งที่สวนสาธารณะ 14 จุด",
                                        "ตรวจวัดฝุ่น PM2.5 ทั้ง 50 เขต ด้วยระบบ GIS",
                                        "(2567) นาวิกโยธินร่วมงานวันเด็ก"};
    struct arena arena = {0};
    const struct privacy_prose *prose = privacy_prose_open(&arena);
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!privacy_prose_dull(prose, slice_of(texts[i])))
            fail_msg("%s", texts[i]);
    arena_free(&arena);
}

/* ---- by what a column's steps know ---- */

static const char *const FIELDS[] = {
    "\"type\": \"integer\"",
    "\"type\": \"integer\", \"constraints\": {\"minimum\": 0, \"maximum\": 99999999}",
    "\"type\": \"integer\", \"constraints\": {\"required\": true, \"minimum\": -5, \"maximum\": 100000000}",
    "\"type\": \"number\"",
    "\"type\": \"number\", \"constraints\": {\"minimum\": 0, \"maximum\": 200000}",
    "\"type\": \"date\"",
    "\"type\": \"year\", \"banchi:era\": \"buddhist\"",
    "\"type\": \"boolean\", \"trueValues\": [\"1\"], \"falseValues\": [\"0812345678\"]",
    "\"type\": \"string\", \"constraints\": {\"enum\": [\"12\", \"passportA1\", \"081234567\", \"กข\"]}",
    "\"type\": \"string\", \"constraints\": {\"enum\": [\"12\", \"dob-1985\"], \"maxLength\": 9}",
    "\"type\": \"string\", \"constraints\": {\"enum\": [\"12\", \"กข-12/5\", \"line_road\"]}",
    "\"type\": \"string\", \"constraints\": {\"pattern\": \"[A-Z]{2}[0-9]{6}\"}",
    "\"type\": \"string\", \"constraints\": {\"pattern\": \"^0812[0-9]{5}$\"}",
    "\"type\": \"string\", \"constraints\": {\"pattern\": \"^dob-[0-9]{4}$\"}",
    "\"type\": \"string\", \"constraints\": {\"pattern\": \"^A[0-9]{2}$\", \"required\": true}",
    "\"type\": \"string\", \"constraints\": {\"pattern\": \"^AB[0-9]{3}-[0-9]$\"}",
    "\"type\": \"string\", \"constraints\": {\"maxLength\": 40}",
    "\"type\": \"any\"",
};

struct fixture {
    struct arena arena;
    struct dictionary dictionary;
    const struct column_plan *plan;
};

static void begin(struct fixture *fixture, const char *field, const char *missing)
{
    struct finding_counter silent = finding_counter();
    *fixture = (struct fixture){.dictionary = {.document = {.dataset = "d", .file = "d/t.dictionary.json"}}};
    const char *text = arena_format(
        &fixture->arena, "{\"fields\": [{\"name\": \"a\", %s}], \"missingValues\": [%s]}", field, missing);
    assert_true(
        json_read_document(&fixture->arena, slice_of(text), &silent.sink, &fixture->dictionary.document));
    dictionary_lay_out(&fixture->dictionary, &fixture->arena);
    dictionary_compile(&fixture->dictionary, &fixture->arena, &silent.sink);
    assert_int_equal(silent.counts.errors, 0);
    fixture->plan = column_plan_make(&fixture->arena, fixture->dictionary.rules[0]);
}

static void end(struct fixture *fixture)
{
    dictionary_close(&fixture->dictionary);
    arena_free(&fixture->arena);
}

static bool accepts(const struct fixture *fixture, struct slice cell)
{
    char padded[512 + 64] = "";
    struct table_cell place = {0, (uint32_t)cell.length};
    struct table_batch batch = {.bytes = padded, .cells = &place, .columns = 1, .count = 1};
    uint64_t plain;
    assert_true(cell.length <= 512);
    memcpy(padded, cell.at, cell.length);
    return column_accepts(fixture->plan, &batch, 0, &plain) != 0;
}

/* Cells that a field accepts are rare among those of chance: some are tried on all fields. */
static const char *const ACCEPTED[] = {
    "",         "-",          "1",          "0",          "12345678",  "-12345678",
    "99999999", "100000000",  "081234567",  "0812345678", "123456789", "1234567890123",
    "1.5",      "81234567.5", "0812.34567", "2020-02-29", "2563",      "passportA1",
    "กข",       "dob-1985",   "dob-2530",   "กข-12/5",    "line_road", "AB123456",
    "XY999999", "081234567",  "081299999",  "A12",        "AB123-4",
};

static void tried(const struct fixture *fixture, const char *field, struct slice cell)
{
    if (!accepts(fixture, cell))
        return;
    if (cell.length == 0 && column_plan_filled(fixture->plan))
        fail_msg("%s: accepts the empty cell", field);
    if (cell.length <= column_plan_harmless(fixture->plan) && signs_of(cell) != 0)
        fail_msg("%s: shows something: %.*s", field, SLICE(cell));
}

static void what_steps_accept_and_call_harmless_shows_no_sign(void **state)
{
    static const char *const missing[] = {"\"\"", "", "\"-\", \"1\"", "\"\", \"081234567\""};
    uint64_t random = 2;
    struct text cell = {0};
    (void)state;
    for (size_t i = 0; i < 4 * sizeof FIELDS / sizeof *FIELDS; i++) {
        struct fixture fixture;
        begin(&fixture, FIELDS[i / 4], missing[i % 4]);
        for (size_t j = 0; j < sizeof ACCEPTED / sizeof *ACCEPTED; j++)
            tried(&fixture, FIELDS[i / 4], slice_of(ACCEPTED[j]));
        for (size_t j = 0; j < 20000; j++) {
            draw_cell(&random, &cell);
            tried(&fixture, FIELDS[i / 4], text_slice(&cell));
        }
        end(&fixture);
    }
    text_free(&cell);
}

static size_t harmless_of(const char *field)
{
    struct fixture fixture;
    begin(&fixture, field, "\"\"");
    size_t bytes = column_plan_harmless(fixture.plan);
    end(&fixture);
    return bytes;
}

static void small_numbers_dates_short_lists_and_codes_are_harmless_as_a_whole(void **state)
{
    (void)state;
    assert_true(harmless_of("\"type\": \"date\"") == SIZE_MAX);
    assert_true(harmless_of("\"type\": \"year\"") == SIZE_MAX);
    assert_true(harmless_of("\"type\": \"boolean\"") == SIZE_MAX);
    assert_true(harmless_of("\"type\": \"integer\", \"constraints\": {\"minimum\": 1, \"maximum\": 11}") ==
                SIZE_MAX);
    assert_true(harmless_of("\"type\": \"string\", \"constraints\": {\"enum\": [\"ชาย\", \"หญิง\"]}") ==
                SIZE_MAX);
    assert_true(harmless_of("\"type\": \"string\", \"constraints\": {\"pattern\": \"^EMP[0-9]{8}$\"}") ==
                SIZE_MAX);
    assert_true(harmless_of("\"type\": \"integer\"") == HARMLESS_DIGITS);
    assert_true(harmless_of("\"type\": \"string\"") == HARMLESS_BYTES);
    assert_true(harmless_of("\"type\": \"string\", \"constraints\": {\"pattern\": \"^0812[0-9]{6}$\"}") ==
                HARMLESS_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(harmless_cells_show_no_sign),
        cmocka_unit_test(codes_dates_and_short_numbers_are_harmless),
        cmocka_unit_test(cells_that_say_what_a_number_is_are_looked_at),
        cmocka_unit_test(dull_texts_show_no_sign),
        cmocka_unit_test(much_of_what_is_written_is_dull),
        cmocka_unit_test(what_steps_accept_and_call_harmless_shows_no_sign),
        cmocka_unit_test(small_numbers_dates_short_lists_and_codes_are_harmless_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
