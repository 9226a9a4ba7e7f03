/* corpus FOLDER SEED: writes a workspace whose columns hold invented personal data of every kind, and what is
 * easily mistaken for it. FOLDER/truth.tsv tells for each column what it holds: the kind, or "-".
 *
 * Everything is made up: names from syllables, numbers from a generator. The same seed makes the same bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COLUMNS_A_TABLE 8

/* ---- chance, the same on every machine ---- */

struct dice {
    unsigned long long state;
};

static unsigned roll(struct dice *dice, unsigned below)
{
    dice->state = dice->state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)((dice->state >> 33) % below);
}

static unsigned between(struct dice *dice, unsigned low, unsigned high)
{
    return low + roll(dice, high - low + 1);
}

#define PICK(dice, list) (list)[roll(dice, (unsigned)(sizeof(list) / sizeof *(list)))]

/* ---- what cells are made of ---- */

struct cell {
    char at[512];
};

struct made {
    struct dice *dice;
    unsigned row;
    unsigned variant; /* the same for all rows of the column */
};

static void citizen_digits(struct dice *dice, char digits[static 14])
{
    int sum = 0;
    digits[0] = (char)('1' + roll(dice, 8));
    for (int i = 1; i < 12; i++)
        digits[i] = (char)('0' + roll(dice, 10));
    for (int i = 0; i < 12; i++)
        sum += (digits[i] - '0') * (13 - i);
    digits[12] = (char)('0' + (11 - sum % 11) % 10);
    digits[13] = '\0';
}

static void thai_digits(char *at)
{
    char out[512];
    size_t length = 0;
    for (const char *c = at; *c != '\0'; c++)
        if (*c >= '0' && *c <= '9')
            length += (size_t)sprintf(out + length, "\xE0\xB9%c", 0x90 + (*c - '0'));
        else
            out[length++] = *c;
    out[length] = '\0';
    strcpy(at, out);
}

static void grouped(const char *digits, const char *groups, char between_groups, char *out)
{
    for (; *groups != '\0'; groups++) {
        memcpy(out, digits, (size_t)(*groups - '0'));
        out += *groups - '0';
        digits += *groups - '0';
        if (groups[1] != '\0')
            *out++ = between_groups;
    }
    *out = '\0';
}

static const char *const GIVEN[] = {"กิต", "สม", "วร", "ธน", "ปิย", "นภ", "ชล", "รัต", "อภิ", "จิร", "ณัฐ", "พิม"};
static const char *const GIVEN_END[] = {"ชัย", "พร", "มาศ", "วัฒน์", "นันท์", "สุดา", "ศักดิ์", "ภา", "พงศ์", "รัตน์"};
static const char *const FAMILY[] = {"ใจ", "ทอง", "ศรี", "วง", "แก้ว", "บุญ", "พันธุ์", "เจริญ", "มณี", "สุข"};
static const char *const FAMILY_END[] = {"ดี", "สุข", "งาม", "ไทย", "มั่น", "ผล", "สกุล", "วัฒนา", "เจริญ", "รุ่ง"};
static const char *const TITLE[] = {"นาย",      "นาง", "นางสาว", "น.ส.",   "ด.ต.",
                                    "ว่าที่ ร.ต.", "ดร.", "พ.ต.ท.", "จ.ส.อ. "};
static const char *const LATIN_GIVEN[] = {"Kitti", "Somro", "Waran", "Thana", "Piyas", "Napat", "Chola"};
static const char *const LATIN_FAMILY[] = {"Jaidi", "Thongsuk", "Sriwong", "Kaewmanee", "Boonphol"};

static void person(struct dice *dice, char *out)
{
    sprintf(out, "%s%s %s%s", PICK(dice, GIVEN), PICK(dice, GIVEN_END), PICK(dice, FAMILY),
            PICK(dice, FAMILY_END));
}

/* ---- personal columns ---- */

static void citizen(struct made *made, char *out)
{
    char digits[14];
    citizen_digits(made->dice, digits);
    switch (made->variant % 7) {
    case 0:
        strcpy(out, digits);
        break;
    case 1:
        grouped(digits, "14521", '-', out);
        break;
    case 2:
        grouped(digits, "14521", ' ', out);
        break;
    case 3:
        strcpy(out, digits);
        thai_digits(out);
        break;
    case 4:
        sprintf(out, "'%s", digits);
        break;
    case 5:
        sprintf(out, "%c.%.5sE+12", digits[0], digits + 1);
        break;
    default:
        grouped(digits, "14521", '-', out);
        thai_digits(out);
    }
}

static void citizen_some(struct made *made, char *out)
{
    if (roll(made->dice, 4) == 0) {
        sprintf(out, "%u%012llu", between(made->dice, 1, 8),
                ((unsigned long long)roll(made->dice, 1000000) * 1000000) + roll(made->dice, 1000000));
        return;
    }
    citizen_digits(made->dice, out);
}

static const char *const REMARKS[] = {"ขอเอกสารเพิ่มเติม", "รอการอนุมัติ", "ส่งแล้ว", "ไม่มีข้อสังเกต", "ตรวจสอบแล้ว"};

static void citizen_remarks(struct made *made, char *out)
{
    char digits[14], number[32];
    strcpy(out, PICK(made->dice, REMARKS));
    if (made->row % 17 != 3)
        return;
    citizen_digits(made->dice, digits);
    grouped(digits, made->variant % 2 ? "14521" : "\x3d", '-', number);
    if (made->variant % 2 == 0)
        strcpy(number, digits);
    sprintf(out, "ผู้ยื่นคำขอ เลขที่ %s %s", number, PICK(made->dice, REMARKS));
}

static void mobile(struct made *made, char *out)
{
    static const char *const FIRST[] = {"06", "08", "09"};
    char digits[16];
    sprintf(digits, "%s%08u", PICK(made->dice, FIRST), roll(made->dice, 100000000));
    switch (made->variant % 7) {
    case 0:
        strcpy(out, digits);
        break;
    case 1:
        grouped(digits, "334", '-', out);
        break;
    case 2:
        sprintf(out, "+66%s", digits + 1);
        break;
    case 3:
        strcpy(out, digits + 1);
        break;
    case 4:
        grouped(digits, "244", '-', out);
        thai_digits(out);
        break;
    case 5:
        grouped(digits, "334", ' ', out);
        break;
    default:
        sprintf(out, "โทร. %s (%s)", digits, PICK(made->dice, REMARKS));
    }
}

static void landline(struct made *made, char *out)
{
    char digits[16];
    sprintf(digits, "02%07u", 1000000 + roll(made->dice, 8999999));
    if (made->variant % 3 == 0)
        strcpy(out, digits);
    else if (made->variant % 3 == 1)
        grouped(digits, "234", '-', out);
    else
        sprintf(out, "0 %.4s %s ต่อ %u", digits + 1, digits + 5, roll(made->dice, 9999));
}

static void email(struct made *made, char *out)
{
    static const char *const HOST[] = {"example.com", "mail.example.org", "example.co.th"};
    sprintf(out, "%s%c%s%u@%s", PICK(made->dice, LATIN_GIVEN), made->variant % 2 ? '.' : '_',
            PICK(made->dice, LATIN_FAMILY), roll(made->dice, 99), PICK(made->dice, HOST));
}

static void bank(struct made *made, char *out)
{
    char digits[16];
    sprintf(digits, "%03u%07u", 100 + roll(made->dice, 899), roll(made->dice, 10000000));
    if (made->variant % 3 == 0)
        grouped(digits, "3151", '-', out);
    else if (made->variant % 3 == 1)
        sprintf(out, "ธนาคารตัวอย่าง เลขที่ %s", digits);
    else
        strcpy(out, digits);
}

static void line_id(struct made *made, char *out)
{
    static const char *const SAID[] = {"Line ID: ", "LINE: ", "ไลน์ไอดี ", "line id "};
    sprintf(out, "%s%s%u", PICK(made->dice, SAID), PICK(made->dice, LATIN_GIVEN), roll(made->dice, 9999));
}

static const char *const LETTERS[] = {"ก", "ข", "ค", "ง", "จ", "ฉ", "ช", "ฌ",
                                      "ญ", "ฎ", "ต", "ธ", "พ", "ภ", "ร", "ว"};

static void plate(struct made *made, char *out)
{
    const char *first = PICK(made->dice, LETTERS), *second = PICK(made->dice, LETTERS);
    if (made->variant % 3 == 0)
        sprintf(out, "%u%s%s %u", between(made->dice, 1, 9), first, second, between(made->dice, 1, 9999));
    else if (made->variant % 3 == 1)
        sprintf(out, "%s%s %u กรุงเทพมหานคร", first, second, between(made->dice, 1, 9999));
    else
        sprintf(out, "%s%s-%u", first, second, between(made->dice, 1, 9999));
}

static void birth(struct made *made, char *out)
{
    unsigned year = between(made->dice, 1950, 2005), month = between(made->dice, 1, 12),
             day = between(made->dice, 1, 28);
    if (made->variant % 3 == 0)
        sprintf(out, "%u-%02u-%02u", year, month, day);
    else if (made->variant % 3 == 1)
        sprintf(out, "%u/%u/%u", day, month, year + 543);
    else
        sprintf(out, "เกิดวันที่ %u/%u/%u", day, month, year + 543);
}

static void address(struct made *made, char *out)
{
    static const char *const PLACE[] = {"แขวงบางเขน เขตบางเขน", "แขวงลาดพร้าว เขตลาดพร้าว",
                                        "ต.บางรัก อ.เมือง จ.ตรัง"};
    sprintf(out, "%s%u/%u %s%u ถ.สุขใจ %s %u", made->variant % 2 ? "บ้านเลขที่ " : "",
            between(made->dice, 1, 999), between(made->dice, 1, 99), made->variant % 3 ? "หมู่ " : "ซอย ",
            between(made->dice, 1, 12), PICK(made->dice, PLACE), between(made->dice, 10100, 10900));
}

static void name(struct made *made, char *out)
{
    char who[200];
    if (made->variant % 5 == 4) {
        static const char *const MR[] = {"Mr.", "Mrs. ", "Ms. ", "MR. "};
        sprintf(out, "%s%s %s", PICK(made->dice, MR), PICK(made->dice, LATIN_GIVEN),
                PICK(made->dice, LATIN_FAMILY));
        return;
    }
    person(made->dice, who);
    if (made->variant % 5 == 3 && made->row % 9 != 2)
        strcpy(out, PICK(made->dice, REMARKS));
    else if (made->variant % 5 == 3)
        sprintf(out, "ยื่นเรื่องโดย%s%s แล้ว", made->row % 2 ? "นาย" : "นางสาว", who);
    else
        sprintf(out, "%s%s", PICK(made->dice, TITLE), who);
}

static void name_bare(struct made *made, char *out)
{
    person(made->dice, out);
}

static void passport(struct made *made, char *out)
{
    sprintf(out, "%c%c%07u", 'A', 'A' + (int)roll(made->dice, 26), roll(made->dice, 10000000));
    if (made->variant % 2) {
        char plain[32];
        strcpy(plain, out);
        sprintf(out, "หนังสือเดินทางเลขที่ %s", plain);
    }
}

static void count_small(struct made *made, char *out)
{
    sprintf(out, "%u", roll(made->dice, 500));
}

/* ---- what only looks like it ---- */

static void barcode(struct made *made, char *out)
{
    char digits[14];
    int sum = 0;
    sprintf(digits, "885%09u", made->variant % 2 ? roll(made->dice, 1000000000) : 123400000 + made->row);
    for (int i = 0; i < 12; i++)
        sum += (digits[i] - '0') * (i % 2 ? 3 : 1);
    sprintf(out, "%s%d", digits, (10 - sum % 10) % 10);
}

static void order_number(struct made *made, char *out)
{
    if (made->variant % 3 == 0)
        sprintf(out, "6%u%010u", made->variant % 10, 2503000 + made->row * (made->variant % 4 + 1));
    else if (made->variant % 3 == 1)
        sprintf(out, "25620%08u", made->row + 117);
    else
        sprintf(out, "%u%06u%06u", between(made->dice, 1, 8), roll(made->dice, 1000000),
                roll(made->dice, 1000000));
}

static void budget_code(struct made *made, char *out)
{
    sprintf(out, "%05u%07u%03u", 21000 + made->variant % 50, 3300100 + roll(made->dice, 900),
            roll(made->dice, 1000));
}

static void running_code(struct made *made, char *out)
{
    static const char *const FORMS[] = {"EMP%08u",    "BMA-%06u",  "DOC%05u/2562", "A%07u",
                                        "กท 0401/%u", "08120%05u", "8100%05u"};
    char form[32];
    strcpy(form, FORMS[made->variant % 7]);
    if (strcmp(form, "EMP%08u") == 0)
        sprintf(out, "EMP%08u", made->row + 1000);
    else if (strcmp(form, "BMA-%06u") == 0)
        sprintf(out, "BMA-%06u", made->row + 1000);
    else if (strcmp(form, "DOC%05u/2562") == 0)
        sprintf(out, "DOC%05u/2562", made->row + 1);
    else if (strcmp(form, "A%07u") == 0)
        sprintf(out, "A%07u", made->row + 1);
    else if (strcmp(form, "08120%05u") == 0)
        sprintf(out, "08120%05u", made->row + 1);
    else if (strcmp(form, "8100%05u") == 0)
        sprintf(out, "8100%05u", made->row + 1);
    else
        sprintf(out, "กท 0401/%u", made->row + 1);
}

static void coordinate(struct made *made, char *out)
{
    if (made->variant % 2)
        sprintf(out, "13.%07u", 6000000 + roll(made->dice, 2000000));
    else
        sprintf(out, "100.%07u, 13.%07u", 4000000 + roll(made->dice, 2000000),
                6000000 + roll(made->dice, 2000000));
}

static void money(struct made *made, char *out)
{
    unsigned baht = roll(made->dice, 999) + 1, rest = roll(made->dice, 1000000);
    if (made->variant % 3 == 0)
        sprintf(out, "%u%06u.%02u", baht, rest, roll(made->dice, 100));
    else if (made->variant % 3 == 1)
        sprintf(out, "%u,%03u,%03u", baht, rest / 1000, rest % 1000);
    else
        sprintf(out, "%u%06u", baht, rest);
}

static void big_statistic(struct made *made, char *out)
{
    sprintf(out, "%u.%02uE+%u", between(made->dice, 1, 9), roll(made->dice, 100), between(made->dice, 9, 13));
}

static void role_box(struct made *made, char *out)
{
    static const char *const BOX[] = {"saraban", "info", "contact", "opendata", "saraban02"};
    sprintf(out, "%s@agency%u.example.org", PICK(made->dice, BOX), roll(made->dice, 60));
}

static void agency(struct made *made, char *out)
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
    strcpy(out, PICK(made->dice, AGENCY));
}

static void position(struct made *made, char *out)
{
    static const char *const POST[] = {
        "นายช่างโยธา ชำนาญงาน",    "นายแพทย์ ชำนาญการพิเศษ",   "นายสัตวแพทย์ ปฏิบัติการ",
        "นายช่างไฟฟ้า อาวุโส",       "นักทรัพยากรบุคคล ชำนาญการ", "พยาบาลวิชาชีพ ปฏิบัติการ",
        "เจ้าพนักงานธุรการ ปฏิบัติงาน", "นายตรวจเขต ระดับ 5",      "นายท้ายเรือ ชั้น 1"};
    strcpy(out, PICK(made->dice, POST));
}

static void thing(struct made *made, char *out)
{
    static const char *const THING[] = {"คุณภาพชีวิต การทำงาน", "คุณธรรม จริยธรรม", "คุณวุฒิ ปริญญาตรี",
                                        "คุณสมบัติ ทั่วไป",       "เด็กหญิง อายุ 5 ปี", "เด็กชาย อายุ 6 ปี",
                                        "พระราม 9 ซอย 13",   "ดินสอ ปากกา",     "แก้วใส ดอกบัว",
                                        "น้ำทิพย์ ดื่มสะอาด",     "นางฟ้า จำแลง",    "ทะเบียน ราษฎร"};
    strcpy(out, PICK(made->dice, THING));
}

static void plain_date(struct made *made, char *out)
{
    sprintf(out, "%u-%02u-%02u", between(made->dice, 2010, 2022), between(made->dice, 1, 12),
            between(made->dice, 1, 28));
}

static void juristic(struct made *made, char *out)
{
    char digits[14];
    int sum = 0;
    sprintf(digits, "0%03u%08u", 105 + roll(made->dice, 9), roll(made->dice, 100000000));
    for (int i = 0; i < 12; i++)
        sum += (digits[i] - '0') * (13 - i);
    sprintf(out, "%s%d", digits, (11 - sum % 11) % 10);
}

static void office_address(struct made *made, char *out)
{
    sprintf(out, "%u ถนนดินสอ แขวงเสาชิงช้า เขตพระนคร กรุงเทพมหานคร 10200", between(made->dice, 1, 300));
}

static void web_address(struct made *made, char *out)
{
    sprintf(out, "https://agency%u.example.org/online?line=%u", roll(made->dice, 99), roll(made->dice, 99));
}

static void remark_plain(struct made *made, char *out)
{
    sprintf(out, "%s ครั้งที่ %u/2562 เมื่อเกิดเหตุวันที่ %u", PICK(made->dice, REMARKS), made->row,
            between(made->dice, 1, 28));
}

/* ---- the columns ---- */

struct kind {
    const char *truth;
    void (*fill)(struct made *made, char *out);
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

struct column {
    const struct kind *kind;
    unsigned variant;
    char header[128];
};

static size_t list_columns(struct column *columns)
{
    size_t count = 0;
    for (size_t k = 0; k < KIND_COUNT; k++)
        for (size_t h = 0; h < 8 && KINDS[k].headers[h] != NULL; h++)
            for (unsigned v = 0; v < KINDS[k].variants; v++) {
                struct column *column = &columns[count++];
                column->kind = &KINDS[k];
                column->variant = v;
                snprintf(column->header, sizeof column->header, "%s", KINDS[k].headers[h]);
            }
    return count;
}

static void shuffle(struct dice *dice, struct column *columns, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = roll(dice, (unsigned)i);
        struct column swap = columns[i - 1];
        columns[i - 1] = columns[j];
        columns[j] = swap;
    }
}

static FILE *open_in(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(74);
    }
    return file;
}

static void write_metadata(const char *folder, const char *dataset)
{
    FILE *file = open_in(folder, "metadata.json");
    fprintf(file,
            "{\"name\": \"%s\", \"title\": \"ตารางทดสอบ %s\", \"owner_org\": \"test\", \"private\": false,\n "
            "\"resources\": "
            "[{\"upload\": \"table.csv\", \"name\": \"ตาราง\", \"description\": \"ข้อมูลตัวอย่าง\", \"format\": "
            "\"CSV\"}]}\n",
            dataset, dataset);
    fclose(file);
}

/* Two columns of one table must not share a name: a number is put behind the second. */
static void tell_apart(struct column *columns, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(columns[i].header, columns[j].header) == 0) {
                size_t length = strlen(columns[i].header);
                snprintf(columns[i].header + length, sizeof columns[i].header - length, "_%zu", i);
                j = (size_t)-1;
            }
}

static void write_cell(FILE *file, const char *cell, const char *behind)
{
    if (strpbrk(cell, ",\"") != NULL)
        fprintf(file, "\"%s\"%s", cell, behind);
    else
        fprintf(file, "%s%s", cell, behind);
}

static void write_table(const char *folder, struct dice *dice, struct column *columns, size_t count,
                        unsigned rows)
{
    FILE *file = open_in(folder, "table.csv");
    fprintf(file, "no");
    for (size_t c = 0; c < count; c++)
        fprintf(file, ",%s", columns[c].header);
    fprintf(file, "\n");
    for (unsigned row = 1; row <= rows; row++) {
        fprintf(file, "%u,", row);
        for (size_t c = 0; c < count; c++) {
            struct made made = {dice, row, columns[c].variant};
            struct cell cell;
            columns[c].kind->fill(&made, cell.at);
            write_cell(file, cell.at, c + 1 < count ? "," : "\n");
        }
    }
    fclose(file);
}

int main(int argc, char **argv)
{
    static struct column columns[2000];
    if (argc != 3) {
        fprintf(stderr, "usage: corpus FOLDER SEED\n");
        return 2;
    }
    struct dice dice = {strtoull(argv[2], NULL, 10) * 2654435761ULL + 12345};
    size_t count = list_columns(columns);
    shuffle(&dice, columns, count);
    mkdir(argv[1], 0777);
    FILE *catalog = open_in(argv[1], "catalog.json");
    fprintf(catalog, "{\"banchi\": 1, \"title\": \"ทดสอบ\", \"organization\": {\"name\": \"test\", "
                     "\"title\": \"ทดสอบ\"},\n"
                     " \"profile\": \"thai-gdc-2.1\"}\n");
    fclose(catalog);
    FILE *truth = open_in(argv[1], "truth.tsv");
    for (size_t at = 0; at < count; at += COLUMNS_A_TABLE) {
        static const unsigned ROWS[] = {8, 40, 300};
        char dataset[32], folder[4096];
        size_t width = count - at < COLUMNS_A_TABLE ? count - at : COLUMNS_A_TABLE;
        snprintf(dataset, sizeof dataset, "table-%03zu", at / COLUMNS_A_TABLE);
        snprintf(folder, sizeof folder, "%s/%s", argv[1], dataset);
        mkdir(folder, 0777);
        tell_apart(columns + at, width);
        write_metadata(folder, dataset);
        write_table(folder, &dice, columns + at, width, ROWS[at / COLUMNS_A_TABLE % 3]);
        for (size_t c = 0; c < width; c++)
            fprintf(truth, "%s\t%s\t%s\n", dataset, columns[at + c].header, columns[at + c].kind->truth);
    }
    return fclose(truth) == 0 ? 0 : 74;
}
