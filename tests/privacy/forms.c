/* The corpus of forms: each kind of personal data, and what is easily mistaken for it, in each of its forms
 * under each of its headers.
 */
#include "tests/privacy/workspace.h"

#include <stdio.h>
#include <string.h>

static void grouped(const char *digits, const char *groups, char gap, struct text *out)
{
    for (; *groups != '\0'; groups++) {
        text_add_bytes(out, digits, (size_t)(*groups - '0'));
        digits += *groups - '0';
        if (groups[1] != '\0')
            text_add_char(out, gap);
    }
}

static const char *const TITLE[] = {"นาย",      "นาง", "นางสาว", "น.ส.",   "ด.ต.",
                                    "ว่าที่ ร.ต.", "ดร.", "พ.ต.ท.", "จ.ส.อ. "};
static const char *const LATIN_GIVEN[] = {"Kitti", "Somro", "Waran", "Thana", "Piyas", "Napat", "Chola"};
static const char *const LATIN_FAMILY[] = {"Jaidi", "Thongsuk", "Sriwong", "Kaewmanee", "Boonphol"};

static void person(struct dice *dice, struct text *out)
{
    person_given(dice, out);
    text_add_char(out, ' ');
    person_family(dice, out);
}

/* What has a form wants the variant too. */
struct form {
    struct dice *dice;
    unsigned row;
    unsigned variant;
};

/* ---- personal columns ---- */

static void citizen(struct form *form, struct text *out)
{
    unsigned variant = form->variant % 7;
    char digits[14];
    citizen_digits(form->dice, (char)('1' + roll(form->dice, 8)), digits);
    if (variant == 1 || variant == 2 || variant == 6)
        grouped(digits, "14521", variant == 2 ? ' ' : '-', out);
    else if (variant == 5)
        text_format(out, "%c.%.5sE+12", digits[0], digits + 1);
    else
        text_format(out, "%s%s", variant == 4 ? "'" : "", digits);
    if (variant == 3 || variant == 6)
        other_digits(out, "๐");
}

static void citizen_some(struct form *form, struct text *out)
{
    char digits[14];
    citizen_digits(form->dice, (char)('1' + roll(form->dice, 8)), digits);
    if (form->row % 4 == 0)
        digits[12] = (char)('0' + (digits[12] - '0' + 3) % 10);
    text_add(out, digits);
}

static const char *const REMARKS[] = {"ขอเอกสารเพิ่มเติม", "รอการอนุมัติ", "ส่งแล้ว", "ไม่มีข้อสังเกต", "ตรวจสอบแล้ว"};

static void citizen_remarks(struct form *form, struct text *out)
{
    char digits[14];
    if (form->row % 17 != 3) {
        text_add(out, PICK(form->dice, REMARKS));
        return;
    }
    citizen_digits(form->dice, (char)('1' + roll(form->dice, 8)), digits);
    text_add(out, "ผู้ยื่นคำขอ เลขที่ ");
    if (form->variant % 2)
        grouped(digits, "14521", '-', out);
    else
        text_add(out, digits);
    text_format(out, " %s", PICK(form->dice, REMARKS));
}

static void mobile(struct form *form, struct text *out)
{
    static const char *const FIRST[] = {"06", "08", "09"};
    char digits[16];
    snprintf(digits, sizeof digits, "%s%08u", PICK(form->dice, FIRST), roll(form->dice, 100000000));
    switch (form->variant % 7) {
    case 0:
        text_add(out, digits);
        break;
    case 1:
        grouped(digits, "334", '-', out);
        break;
    case 2:
        text_format(out, "+66%s", digits + 1);
        break;
    case 3:
        text_add(out, digits + 1);
        break;
    case 4:
        grouped(digits, "244", '-', out);
        other_digits(out, "๐");
        break;
    case 5:
        grouped(digits, "334", ' ', out);
        break;
    default:
        text_format(out, "โทร. %s (%s)", digits, PICK(form->dice, REMARKS));
    }
}

static void landline(struct form *form, struct text *out)
{
    char digits[16];
    snprintf(digits, sizeof digits, "02%07u", 1000000 + roll(form->dice, 8999999));
    if (form->variant % 3 == 0)
        text_add(out, digits);
    else if (form->variant % 3 == 1)
        grouped(digits, "234", '-', out);
    else
        text_format(out, "0 %.4s %s ต่อ %u", digits + 1, digits + 5, roll(form->dice, 9999));
}

static void email(struct form *form, struct text *out)
{
    static const char *const HOST[] = {"example.com", "mail.example.org", "example.co.th"};
    text_format(out, "%s%c%s%u@%s", PICK(form->dice, LATIN_GIVEN), form->variant % 2 ? '.' : '_',
                PICK(form->dice, LATIN_FAMILY), roll(form->dice, 99), PICK(form->dice, HOST));
}

static void bank(struct form *form, struct text *out)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%03u%07u", 100 + roll(form->dice, 899), roll(form->dice, 10000000));
    if (form->variant % 3 == 0)
        grouped(digits, "3151", '-', out);
    else if (form->variant % 3 == 1)
        text_format(out, "ธนาคารตัวอย่าง เลขที่ %s", digits);
    else
        text_add(out, digits);
}

static void line_id(struct form *form, struct text *out)
{
    static const char *const SAID[] = {"Line ID: ", "LINE: ", "ไลน์ไอดี ", "line id "};
    text_format(out, "%s%s%u", PICK(form->dice, SAID), PICK(form->dice, LATIN_GIVEN), roll(form->dice, 9999));
}

static const char *const LETTERS[] = {"ก", "ข", "ค", "ง", "จ", "ฉ", "ช", "ฌ",
                                      "ญ", "ฎ", "ต", "ธ", "พ", "ภ", "ร", "ว"};

static void plate(struct form *form, struct text *out)
{
    const char *first = PICK(form->dice, LETTERS), *second = PICK(form->dice, LETTERS);
    if (form->variant % 3 == 0)
        text_format(out, "%u%s%s %u", between(form->dice, 1, 9), first, second, between(form->dice, 1, 9999));
    else if (form->variant % 3 == 1)
        text_format(out, "%s%s %u กรุงเทพมหานคร", first, second, between(form->dice, 1, 9999));
    else
        text_format(out, "%s%s-%u", first, second, between(form->dice, 1, 9999));
}

static void birth(struct form *form, struct text *out)
{
    unsigned year = between(form->dice, 1950, 2005), month = between(form->dice, 1, 12),
             day = between(form->dice, 1, 28);
    if (form->variant % 3 == 0)
        text_format(out, "%u-%02u-%02u", year, month, day);
    else if (form->variant % 3 == 1)
        text_format(out, "%u/%u/%u", day, month, year + 543);
    else
        text_format(out, "เกิดวันที่ %u/%u/%u", day, month, year + 543);
}

static void address(struct form *form, struct text *out)
{
    static const char *const PLACE[] = {"แขวงบางเขน เขตบางเขน", "แขวงลาดพร้าว เขตลาดพร้าว",
                                        "ต.บางรัก อ.เมือง จ.ตรัง"};
    text_format(out, "%s%u/%u %s%u ถ.สุขใจ %s %u", form->variant % 2 ? "บ้านเลขที่ " : "",
                between(form->dice, 1, 999), between(form->dice, 1, 99), form->variant % 3 ? "หมู่ " : "ซอย ",
                between(form->dice, 1, 12), PICK(form->dice, PLACE), between(form->dice, 10100, 10900));
}

static void name(struct form *form, struct text *out)
{
    static const char *const MR[] = {"Mr.", "Mrs. ", "Ms. ", "MR. "};
    unsigned variant = form->variant % 5;
    if (variant == 4) {
        text_format(out, "%s%s %s", PICK(form->dice, MR), PICK(form->dice, LATIN_GIVEN),
                    PICK(form->dice, LATIN_FAMILY));
    } else if (variant == 3 && form->row % 9 != 2) {
        text_add(out, PICK(form->dice, REMARKS));
    } else {
        text_add(out, variant < 3     ? PICK(form->dice, TITLE)
                      : form->row % 2 ? "ยื่นเรื่องโดยนาย"
                                      : "ยื่นเรื่องโดยนางสาว");
        person(form->dice, out);
        text_add(out, variant < 3 ? "" : " แล้ว");
    }
}

static void name_bare(struct form *form, struct text *out)
{
    person(form->dice, out);
}

static void passport(struct form *form, struct text *out)
{
    text_format(out, "%sA%c%07u", form->variant % 2 ? "หนังสือเดินทางเลขที่ " : "",
                'A' + (int)roll(form->dice, 26), roll(form->dice, 10000000));
}

static void count_small(struct form *form, struct text *out)
{
    text_format(out, "%u", roll(form->dice, 500));
}

/* ---- what only looks like it ---- */

static void barcode(struct form *form, struct text *out)
{
    char digits[14], prefix[16];
    snprintf(prefix, sizeof prefix, "885%09u",
             form->variant % 2 ? roll(form->dice, 1000000000) : 123400000 + form->row);
    article_digits(form->dice, prefix, digits);
    text_add(out, digits);
}

static void order_number(struct form *form, struct text *out)
{
    if (form->variant % 3 == 0)
        text_format(out, "6%u%010u", form->variant % 10, 2503000 + form->row * (form->variant % 4 + 1));
    else if (form->variant % 3 == 1)
        text_format(out, "25620%08u", form->row + 117);
    else
        text_format(out, "%u%06u%06u", between(form->dice, 1, 8), roll(form->dice, 1000000),
                    roll(form->dice, 1000000));
}

static void budget_code(struct form *form, struct text *out)
{
    text_format(out, "%05u%07u%03u", 21000 + form->variant % 50, 3300100 + roll(form->dice, 900),
                roll(form->dice, 1000));
}

static void running_code(struct form *form, struct text *out)
{
    switch (form->variant % 7) {
    case 0:
        text_format(out, "EMP%08u", form->row + 1000);
        break;
    case 1:
        text_format(out, "BMA-%06u", form->row + 1000);
        break;
    case 2:
        text_format(out, "DOC%05u/2562", form->row + 1);
        break;
    case 3:
        text_format(out, "A%07u", form->row + 1);
        break;
    case 4:
        text_format(out, "กท 0401/%u", form->row + 1);
        break;
    case 5:
        text_format(out, "08120%05u", form->row + 1);
        break;
    default:
        text_format(out, "8100%05u", form->row + 1);
    }
}

static void coordinate(struct form *form, struct text *out)
{
    if (form->variant % 2)
        text_format(out, "13.%07u", 6000000 + roll(form->dice, 2000000));
    else
        text_format(out, "100.%07u, 13.%07u", 4000000 + roll(form->dice, 2000000),
                    6000000 + roll(form->dice, 2000000));
}

static void money(struct form *form, struct text *out)
{
    unsigned baht = roll(form->dice, 999) + 1, rest = roll(form->dice, 1000000);
    if (form->variant % 3 == 0)
        text_format(out, "%u%06u.%02u", baht, rest, roll(form->dice, 100));
    else if (form->variant % 3 == 1)
        text_format(out, "%u,%03u,%03u", baht, rest / 1000, rest % 1000);
    else
        text_format(out, "%u%06u", baht, rest);
}

static void big_statistic(struct form *form, struct text *out)
{
    text_format(out, "%u.%02uE+%u", between(form->dice, 1, 9), roll(form->dice, 100),
                between(form->dice, 9, 13));
}

static void role_box(struct form *form, struct text *out)
{
    static const char *const BOX[] = {"saraban", "info", "contact", "opendata", "saraban02"};
    text_format(out, "%s@agency%u.example.org", PICK(form->dice, BOX), roll(form->dice, 60));
}

static void agency(struct form *form, struct text *out)
{
    static const char *const AGENCY[] = {"สำนักเลขาธิการนายกรัฐมนตรี",
                                         "สำนักงานนายทะเบียนกลาง",
                                         "สมาคมนายจ้างไทย",
                                         "โรงเรียนนายร้อยตำรวจ",
                                         "สำนักการแพทย์",
                                         "สำนักงานเขตพระนคร",
                                         "สำนักการศึกษา",
                                         "นายกเทศมนตรีนครตัวอย่าง",
                                         "สำนักงาน ก.ก.",
                                         "ศูนย์สารสนเทศทรัพยากรบุคคล",
                                         "สำนักงานเขตบางเขน",
                                         "ที่ทำการนายอำเภอ",
                                         "ถนนนางลิ้นจี่",
                                         "ตลาดนางเลิ้ง",
                                         "โรงเรียนนางรอง จังหวัดบุรีรัมย์"};
    text_add(out, PICK(form->dice, AGENCY));
}

static void position(struct form *form, struct text *out)
{
    static const char *const POST[] = {
        "นายช่างโยธา ชำนาญงาน",    "นายแพทย์ ชำนาญการพิเศษ",   "นายสัตวแพทย์ ปฏิบัติการ",
        "นายช่างไฟฟ้า อาวุโส",       "นักทรัพยากรบุคคล ชำนาญการ", "พยาบาลวิชาชีพ ปฏิบัติการ",
        "เจ้าพนักงานธุรการ ปฏิบัติงาน", "นายตรวจเขต ระดับ 5",      "นายท้ายเรือ ชั้น 1"};
    text_add(out, PICK(form->dice, POST));
}

static void thing(struct form *form, struct text *out)
{
    static const char *const THING[] = {"คุณภาพชีวิต การทำงาน", "คุณธรรม จริยธรรม", "คุณวุฒิ ปริญญาตรี",
                                        "คุณสมบัติ ทั่วไป",       "เด็กหญิง อายุ 5 ปี", "เด็กชาย อายุ 6 ปี",
                                        "พระราม 9 ซอย 13",   "ดินสอ ปากกา",     "แก้วใส ดอกบัว",
                                        "น้ำทิพย์ ดื่มสะอาด",     "นางฟ้า จำแลง",    "ทะเบียน ราษฎร"};
    text_add(out, PICK(form->dice, THING));
}

static void plain_date(struct form *form, struct text *out)
{
    text_format(out, "%u-%02u-%02u", between(form->dice, 2010, 2022), between(form->dice, 1, 12),
                between(form->dice, 1, 28));
}

static void juristic(struct form *form, struct text *out)
{
    char digits[14];
    citizen_digits(form->dice, '0', digits);
    text_add(out, digits);
}

static void office_address(struct form *form, struct text *out)
{
    text_format(out, "%u ถนนดินสอ แขวงเสาชิงช้า เขตพระนคร กรุงเทพมหานคร 10200", between(form->dice, 1, 300));
}

static void web_address(struct form *form, struct text *out)
{
    text_format(out, "https://agency%u.example.org/online?line=%u", roll(form->dice, 99),
                roll(form->dice, 99));
}

static void remark_plain(struct form *form, struct text *out)
{
    text_format(out, "%s ครั้งที่ %u/2562 เมื่อเกิดเหตุวันที่ %u", PICK(form->dice, REMARKS), form->row,
                between(form->dice, 1, 28));
}

/* ---- the columns ---- */

struct kind {
    const char *truth;
    void (*fill)(struct form *form, struct text *out);
    unsigned variants;
    const char *headers[8];
};

static const struct kind KINDS[] = {
    {"citizen_id", citizen, 7, {"col", "เลขที่อ้างอิง", "รหัส", "id", "เลขประจำตัวประชาชน", "ข้อมูล"}},
    {"citizen_id", citizen_some, 3, {"col", "รหัสผู้รับบริการ", "key"}},
    {"citizen_id", citizen_remarks, 4, {"หมายเหตุ", "remark", "รายละเอียด"}},
    {"phone", mobile, 7, {"col", "ช่อง", "โทรศัพท์", "ติดต่อ", "contact"}},
    {"phone", landline, 3, {"col", "เบอร์โทร", "ข้อมูลเพิ่มเติม"}},
    {"email", email, 2, {"col", "อีเมล", "ช่องทางติดต่อ", "contact"}},
    {"bank_account", bank, 3, {"เลขที่บัญชี", "bank_account"}},
    {"bank_account", bank, 2, {"col", "การโอน"}},
    {"line_id", line_id, 2, {"col", "ช่องทาง", "ไลน์"}},
    {"vehicle_plate", plate, 3, {"col", "ทะเบียนรถ", "รถ"}},
    {"date_of_birth", birth, 3, {"วันเกิด", "birth_date", "วันเดือนปีเกิด"}},
    {"home_address", address, 6, {"col", "ที่อยู่", "พื้นที่"}},
    {"person_name", name, 5, {"col", "ชื่อ-นามสกุล", "ผู้ขอ", "ข้อมูล"}},
    {"person_name", name_bare, 2, {"ชื่อ", "name", "ชื่อสกุล"}},
    {"passport", passport, 2, {"passport_no", "หนังสือเดินทาง", "col"}},
    {"named_personal", count_small, 2, {"เบอร์โทรศัพท์", "email", "นามสกุล", "เลขบัตรประชาชน", "first_name"}},
    {"-", barcode, 4, {"บาร์โค้ด", "barcode", "col", "รหัสสินค้า"}},
    {"-", order_number, 6, {"เลขที่ใบสั่ง", "order_no", "col", "เลขที่"}},
    {"-", budget_code, 3, {"รหัสงบประมาณ", "budget_code", "col"}},
    {"-", running_code, 7, {"รหัส", "code", "เลขที่เอกสาร", "position_no"}},
    {"-", coordinate, 2, {"พิกัด", "latlong", "lat"}},
    {"-", money, 3, {"งบประมาณ", "amount", "จำนวนเงิน", "col"}},
    {"-", big_statistic, 1, {"มูลค่า", "gdp"}},
    {"-", role_box, 2, {"col", "ช่องทาง"}},
    {"-", agency, 2, {"หน่วยงาน", "agency", "ชื่อ", "ชื่อหน่วยงาน"}},
    {"-", position, 2, {"ตำแหน่ง", "position", "col"}},
    {"-", thing, 2, {"รายการ", "item", "หัวข้อ"}},
    {"-", plain_date, 2, {"วันที่", "date", "updated"}},
    {"-", juristic, 2, {"เลขนิติบุคคล", "tax_id", "col"}},
    {"-", office_address, 2, {"ที่ตั้งหน่วยงาน", "office_location", "สถานที่"}},
    {"-", web_address, 1, {"เว็บไซต์", "url"}},
    {"-", remark_plain, 1, {"หมายเหตุ", "remark"}},
    {"-",
     count_small,
     2,
     {"จำนวนโทรศัพท์", "phone_lines", "จำนวนบัตรประชาชน", "email_count", "mobile_users", "อัตราการเกิด"}},
};
#define KIND_COUNT (sizeof KINDS / sizeof *KINDS)

static void fill_form(const struct column *column, struct made *made, struct text *out)
{
    const struct kind *kind = column->kind;
    struct form form = {made->dice, made->row, column->variant};
    kind->fill(&form, out);
}

size_t corpus_forms(struct dice *dice, struct column columns[static COLUMNS_MOST])
{
    size_t count = 0;
    (void)dice;
    for (size_t k = 0; k < KIND_COUNT; k++)
        for (size_t h = 0; h < 8 && KINDS[k].headers[h] != NULL; h++)
            for (unsigned v = 0; v < KINDS[k].variants; v++) {
                struct column *column = &columns[count++];
                *column = (struct column){KINDS[k].truth, "", fill_form, &KINDS[k], v};
                snprintf(column->header, sizeof column->header, "%s", KINDS[k].headers[h]);
            }
    return count;
}
