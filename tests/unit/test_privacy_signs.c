/* What each detector sees, as tables: a text, and the signs that it must show, or must not. All numbers are
 * invented. */
#include "tests/unit/support.h"

#include "base/text.h"
#include "catalog/privacy.h"

struct row {
    const char *text;
    privacy_signs shows;
    privacy_signs hides;
};

#define SHOWS(sign) SIGN_BIT(SIGN_##sign), 0
#define HIDES(sign) 0, SIGN_BIT(SIGN_##sign)

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct privacy_look look;
        privacy_see(NULL, slice_of(rows[i].text), &look);
        if ((look.signs & rows[i].shows) != rows[i].shows || (look.signs & rows[i].hides) != 0)
            fail_msg("\"%s\": signs %llx", rows[i].text, (unsigned long long)look.signs);
    }
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void citizen_numbers_are_seen_in_every_spelling(void **state)
{
    static const struct row ROWS[] = {
        {"1101700230708", SHOWS(ID_PLAIN)},
        {"1101700230707", SHOWS(ID_PLAIN_WRONG)},
        {"1-1017-00230-70-8", SHOWS(ID_GROUPED)},
        {"1-1017-00230-70-7", SHOWS(ID_GROUPED_WRONG)},
        {"1 1017 00230 70 8", SHOWS(ID_GROUPED)},
        {"1–1017–00230–70–8", SHOWS(ID_GROUPED)},
        {"1_1017_00230_70_8", SHOWS(ID_GROUPED)},
        {"1/1017/00230/70/8", SHOWS(ID_GROUPED)},
        {"๑๑๐๑๗๐๐๒๓๐๗๐๘", SHOWS(ID_PLAIN)},
        {"๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘", SHOWS(ID_GROUPED)},
        {"１１０１７００２３０７０８", SHOWS(ID_PLAIN)},
        {"'1101700230708", SHOWS(ID_PLAIN)},
        {"1101700230708.0", SHOWS(ID_PLAIN)},
        {"1,101,700,230,708", SHOWS(ID_PLAIN)},
        {"เลขบัตรประชาชน 1101700230708 ค่ะ", SHOWS(ID_SAID)},
        {"0812345678 1101700230708 0898765432", SHOWS(ID_PLAIN)},
        {"ID1101700230708", SHOWS(ID_GLUED)},
        {"x1101700230707", SHOWS(ID_GLUED_WRONG)},
        {"1.10170E+12", SHOWS(ID_DAMAGED)},
        {"1.1017e12", SHOWS(ID_DAMAGED)},
        {"1.1017E+11", HIDES(ID_DAMAGED)},
        {"0.1101700230708", HIDES(ID_PLAIN)},
        {"11101700230708", HIDES(ID_PLAIN)},
        {"0105564123458", HIDES(ID_PLAIN)},
    };
    (void)state;
    CHECK(ROWS);
}

static void telephones_are_seen_in_every_spelling(void **state)
{
    static const struct row ROWS[] = {
        {"0812345678", SHOWS(PHONE_MOBILE)},
        {"812345678", SHOWS(PHONE_SHORT)},
        {"812345678.0", SHOWS(PHONE_SHORT)},
        {"081-234-5678", SHOWS(PHONE_GROUPED)},
        {"081.234.5678", SHOWS(PHONE_GROUPED)},
        {"(081) 234-5678", SHOWS(PHONE_GROUPED)},
        {"๐๘๑-๒๓๔-๕๖๗๘", SHOWS(PHONE_GROUPED)},
        {"+66812345678", SHOWS(PHONE_GROUPED)},
        {"+66 (0) 81 234 5678", SHOWS(PHONE_GROUPED)},
        {"0066812345678", SHOWS(PHONE_MOBILE)},
        {"02-123-4567", SHOWS(PHONE_GROUPED)},
        {"021234567", SHOWS(PHONE_LANDLINE)},
        {"021234567-8", SHOWS(PHONE_LANDLINE)},
        {"โทร0812345678", SHOWS(PHONE_SAID)},
        {"แจ้ง 0812345678 ด่วน", SHOWS(PHONE_LOOSE)},
        {"ใบสั่งซื้อ 0812345678", HIDES(PHONE_LOOSE)},
        {"192.168.10.250", HIDES(PHONE_GROUPED)},
        {"2021-08-12 08:30", HIDES(PHONE_GROUPED)},
        {"0812345678", HIDES(NUMBER_LONG)},
        {"4500012345", SHOWS(NUMBER_LONG)},
    };
    (void)state;
    CHECK(ROWS);
}

static void other_numbers_are_told_by_form_or_by_words(void **state)
{
    static const struct row ROWS[] = {
        {"AA1234567", SHOWS(PASSPORT_SHAPE)},
        {"E12345678", SHOWS(PASSPORT_SHAPE)},
        {"passport: 123456789", SHOWS(PASSPORT_SAID)},
        {"หนังสือเดินทางเลขที่ AB1234567", SHOWS(PASSPORT_SAID)},
        {"ABC1234567", HIDES(PASSPORT_SHAPE)},
        {"123-4-56789-0", SHOWS(BANK_GROUPED)},
        {"บัญชีเลขที่ 1234567890", SHOWS(BANK_SAID)},
        {"รหัสบัญชี 5104010104", HIDES(BANK_SAID)},
        {"1กก 1234", SHOWS(PLATE_FULL)},
        {"กข 1234 กรุงเทพมหานคร", SHOWS(PLATE_FULL)},
        {"กข 1234", SHOWS(PLATE_SHAPE)},
        {"กท 0401/123", HIDES(PLATE_SHAPE)},
        {"สยป-123", HIDES(PLATE_SHAPE)},
    };
    (void)state;
    CHECK(ROWS);
}

static void mail_of_persons_and_of_offices_are_told_apart(void **state)
{
    static const struct row ROWS[] = {
        {"someone.a@example.com", SHOWS(EMAIL)},
        {"SOMEONE@EXAMPLE.COM", SHOWS(EMAIL)},
        {"saraban@example.org", SHOWS(EMAIL_ROLE)},
        {"saraban@example.org", HIDES(EMAIL)},
        {"saraban_csc@example.org", HIDES(EMAIL)},
        {"edu.info@example.org", HIDES(EMAIL)},
        {"https://example.org/@13.75,100.50,17z", HIDES(EMAIL)},
        {"Line ID: someone99", SHOWS(LINE_SAID)},
        {"แอดไลน์ someone99", SHOWS(LINE_SAID)},
        {"Green Line", HIDES(LINE_SAID)},
    };
    (void)state;
    CHECK(ROWS);
}

static void births_are_told_from_events(void **state)
{
    static const struct row ROWS[] = {
        {"เกิดวันที่ 15 พฤศจิกายน พ.ศ. 2520", SHOWS(BIRTH_SAID)},
        {"born 12/03/1977", SHOWS(BIRTH_SAID)},
        {"เกิดเหตุวันที่ 15 มีนาคม 2564", HIDES(BIRTH_SAID)},
        {"เหตุไฟไหม้เกิดเมื่อ 12/3/2564", HIDES(BIRTH_SAID)},
        {"12 มกราคม 2520", SHOWS(DATE)},
        {"บ้านเลขที่ 12/34 หมู่ 5", SHOWS(ADDRESS_HOME)},
        {"12/34 ม.3 ต.บางพูด อ.ปากเกร็ด", SHOWS(ADDRESS)},
        {"แขวงเสาชิงช้า เขตพระนคร", HIDES(ADDRESS)},
        {"1กก-123 กทม.", HIDES(ADDRESS)},
    };
    (void)state;
    CHECK(ROWS);
}

static void names_are_told_from_posts_places_and_words(void **state)
{
    static const struct row ROWS[] = {
        {"นายสมมติ ทดสอบ", SHOWS(NAME_TITLED)},
        {"น.ส.สมมติ ทดสอบ", SHOWS(NAME_TITLED)},
        {"ว่าที่ ร.ต.สมมติ ทดสอบ", SHOWS(NAME_TITLED)},
        {"พล.ต.อ. สมมติ ทดสอบ", SHOWS(NAME_TITLED)},
        {"นาวาอากาศเอกสมมติ ทดสอบ", SHOWS(NAME_TITLED)},
        {"ผู้ช่วยศาสตราจารย์ ดร.สมมติ ทดสอบ", SHOWS(NAME_TITLED)},
        {"มอบหมายให้นายสมมติ ทดสอบ ดำเนินการ", SHOWS(NAME_TITLED)},
        {"Mr. Sommot Thotsop", SHOWS(NAME_TITLED)},
        {"นายช่างโยธา ชำนาญงาน", HIDES(NAME_TITLED)},
        {"นายแพทย์เชี่ยวชาญ ด้านเวชกรรม", HIDES(NAME_TITLED)},
        {"นายกเทศมนตรี ตำบลทดสอบ", HIDES(NAME_TITLED)},
        {"บริษัท นายอินทร์ จำกัด", HIDES(NAME_TITLED)},
        {"ถนนนางลิ้นจี่ ยานนาวา", HIDES(NAME_TITLED)},
        {"น.ส.3ก เลขที่ 1234", HIDES(NAME_TITLED)},
        {"คุณภาพชีวิต การทำงาน", HIDES(NAME_TITLED)},
        {"MS Word", HIDES(NAME_TITLED)},
    };
    (void)state;
    CHECK(ROWS);
}

struct name_row {
    const char *name;
    bool personal;
};

static void columns_are_named_like_personal_data_or_not(void **state)
{
    static const struct name_row ROWS[] = {
        {"เลขบัตรประชาชน", true}, {"เลขประจำตัว 13 หลัก", true},
        {"NationalID", true},    {"CID", true},
        {"passportNo", true},    {"เบอร์โทร", true},
        {"mobile_2", true},      {"อี-เมล", true},
        {"วัน/เดือน/ปี เกิด", true}, {"dateOfBirth", true},
        {"ชื่อ - นามสกุล", true},   {"empFirstName", true},
        {"LINE ID", true},       {"ทะเบียนรถ", true},
        {"ที่อยู่", true},           {"เลขที่บัญชี", true},
        {"วันเกิดเหตุ", false},     {"ทะเบียนรถใหม่ (คัน)", false},
        {"สกุลเงิน", false},       {"ชื่อหน่วยงาน", false},
        {"line_no", false},      {"deadline", false},
        {"email_count", false},  {"จำนวนบัตรประชาชน", false},
        {"ip_address", false},   {"รหัสบัญชี", false},
        {"อัตราการเกิด", false},   {"เพศ", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct privacy_subject subject = {.name = slice_of(ROWS[i].name)};
        enum privacy_kind kind;
        if (privacy_named(&subject, &kind) != ROWS[i].personal)
            fail_msg("%s", ROWS[i].name);
    }
}

static void only_the_words_that_tell_become_dots(void **state)
{
    static const char *const ROWS[][2] = {
        {"p/0812345678.csv", "p/••••••••••.•••"},
        {"ผู้แจ้ง นายสมมติ ทดสอบ เมื่อวาน", "ผู้แจ้ง •••••••• ••••• เมื่อวาน"},
        {"34,119 rows, 2 columns", "34,119 rows, 2 columns"},
        {"7682054080634ef685a20c8cf42eb3b2935999a1", "7682054080634ef685a20c8cf42eb3b2935999a1"},
        {"resource 1e266965-5633-927d-b97e-9a3c79c87fed of 0812345678",
         "resource 1e266965-5633-927d-b97e-9a3c79c87fed of ••••••••••"},
        {"a7682054080634ef685a20c8cf42eb3b2935999a1", "••••••••••••••••••••••••••••••••••••••••"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct text out = {0};
        privacy_add_masked(&out, slice_of(ROWS[i][0]));
        assert_string_equal(out.at, ROWS[i][1]);
        text_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(citizen_numbers_are_seen_in_every_spelling),
        cmocka_unit_test(telephones_are_seen_in_every_spelling),
        cmocka_unit_test(other_numbers_are_told_by_form_or_by_words),
        cmocka_unit_test(mail_of_persons_and_of_offices_are_told_apart),
        cmocka_unit_test(births_are_told_from_events),
        cmocka_unit_test(names_are_told_from_posts_places_and_words),
        cmocka_unit_test(columns_are_named_like_personal_data_or_not),
        cmocka_unit_test(only_the_words_that_tell_become_dots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
