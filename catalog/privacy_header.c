#include "catalog/privacy_header.h"

#include <string.h>

#include "base/utf8.h"
#include "catalog/privacy_sign.h"

/* A name as it is compared: small Latin letters; everything that is no letter or digit is one "_", also at
 * either end, so that "_tel_" is a word of its own. And the same without any "_", since Thai may be written
 * with blanks or without. */
#define NAME_BYTES 256
struct name {
    char bytes[NAME_BYTES + 4];
    size_t length;
    char squeezed[NAME_BYTES + 4];
    uint64_t runs[64]; /* a bit for each run of three and of six bytes in either, by its hash */
};

/* Most of the hundreds of words are ruled out by their last six bytes, two Thai letters; short ones by three.
 */
static unsigned run_of(const char *at, size_t length)
{
    uint64_t bytes = 0;
    memcpy(&bytes, at, length);
    return (unsigned)((bytes * 0x9E3779B97F4A7C15u) >> 52);
}

static void add_runs(struct name *name, const char *text, size_t length)
{
    for (size_t i = 3; i <= length; i++) {
        unsigned three = run_of(text + i - 3, 3);
        unsigned six = i >= 6 ? run_of(text + i - 6, 6) : three;
        name->runs[three / 64] |= UINT64_C(1) << three % 64;
        name->runs[six / 64] |= UINT64_C(1) << six % 64;
    }
}

static bool may_have(const struct name *name, const char *word, size_t length)
{
    unsigned run = length >= 6 ? run_of(word + length - 6, 6) : run_of(word + length - 3, 3);
    return (name->runs[run / 64] >> run % 64 & 1) != 0;
}

static void add_gap(struct name *name)
{
    if (name->bytes[name->length - 1] != '_')
        name->bytes[name->length++] = '_';
}

static void name_make(struct name *name, struct slice text)
{
    struct plain plain;
    plain_fill(&plain, text);
    name->length = 0;
    name->bytes[name->length++] = '_';
    for (size_t i = 0; i < plain.length && name->length < NAME_BYTES; i++) {
        char c = plain.bytes[i];
        bool capital = c >= 'A' && c <= 'Z';
        bool hump = capital && i > 0 && plain.bytes[i - 1] >= 'a' && plain.bytes[i - 1] <= 'z';
        bool counted = is_digit(c) && i > 0 && is_latin(plain.bytes[i - 1]); /* phone1 */
        if (hump || counted)
            add_gap(name);
        if (is_latin(c) || is_digit(c) || (unsigned char)c >= 0x80)
            name->bytes[name->length++] = capital ? (char)(c + 32) : c;
        else
            add_gap(name);
    }
    add_gap(name);
    name->bytes[name->length] = '\0';
    size_t kept = 0;
    for (size_t i = 0; i < name->length; i++)
        if (name->bytes[i] != '_')
            name->squeezed[kept++] = name->bytes[i];
    name->squeezed[kept] = '\0';
    memset(name->runs, 0, sizeof name->runs);
    add_runs(name, name->bytes, name->length);
    add_runs(name, name->squeezed, kept);
}

/* Whether the name ends at `at`, but for a number: "_mobile_2_". */
static bool ends_at(const char *at)
{
    at += strspn(at, "0123456789");
    return *at == '\0' || strcmp(at, "_") == 0;
}

/* A word that begins with "^" stands at the beginning, one that ends with "$" at the end. Thai ones may be
 * written with blanks in them. */
static bool name_has_word(const struct name *name, const char *word)
{
    size_t length = strlen(word);
    bool first = *word == '^', last = word[length - 1] == '$';
    length -= (size_t)first + (size_t)last;
    word += first;
    if (!may_have(name, word, length))
        return false;
    if ((unsigned char)word[length - 1] >= 0x80 && strstr(name->squeezed, word) != NULL)
        return true;
    for (const char *at = name->bytes; (at = memmem(at, strlen(at), word, length)) != NULL; at++)
        if ((!first || at == name->bytes) && (!last || ends_at(at + length)))
            return true;
    return false;
}

static bool name_has(const struct name *name, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (name_has_word(name, words[i]))
            return true;
    return false;
}

/* ---- words ---- */

struct header_row {
    enum privacy_kind kind;
    const char *const *words;
    bool weak; /* said of other things as well: only with values of that form */
};

static const char *const CITIZEN[] = {"บัตรประชาชน",
                                      "ประจำตัวประชาชน",
                                      "เลขประชาชน",
                                      "บัตรประจำตัว",
                                      "_ปชช",
                                      "13หลัก",
                                      "สิบสามหลัก",
                                      "รหัสประชาชน",
                                      "รหัสประจำตัวบุคคล",
                                      "เลขประจำตัวบุคคล",
                                      "_thai_citizen",
                                      "_identity_card_",
                                      "_identity_no_",
                                      "_identity_number_",
                                      "_national_number_",
                                      "_citizen_id",
                                      "_citizenid",
                                      "_citizen_no",
                                      "_national_id",
                                      "_nationalid",
                                      "_id_card",
                                      "_idcard",
                                      "_thai_id",
                                      "_cid_",
                                      "_citizen_$",
                                      "_personal_id_",
                                      "_person_id_",
                                      "_pid_",
                                      "_card_id_",
                                      "_nid_",
                                      "_id_number_",
                                      "_card_no_",
                                      "_citizen_number_",
                                      "_identification_",
                                      NULL};
static const char *const PASSPORT[] = {"หนังสือเดินทาง",       "พาสปอร์ต",      "พาสปอร์ท", "passport",
                                       "_travel_document_", "_travel_doc_", NULL};
static const char *const PHONE[] = {
    "โทรศัพท์",      "เบอร์โทร",       "เบอร์มือถือ",         "มือถือ",           "เบอร์ติดต่อ",
    "เบอร์ผู้",       "เบอร์บ้าน",       "หมายเลขติดต่อ",      "_โทร_",          "_เบอร์_",
    "_phone_",     "_phones_",      "_phoneno_",        "_mobile_$",      "_mobiles_$",
    "_mobile_no_", "_mobileno_",    "_mobile_number_",  "_mobile_phone_", "_mobile_tel_",
    "_tel_",       "_telno_",       "_telephone_",      "_cellphone_",    "_cell_phone_",
    "_cell_no_",   "_cell_number_", "_contact_number_", "_contact_no_",   "_call_back_number_",
    NULL};
static const char *const EMAIL[] = {
    "อีเมล", "อีเมล์", "อีเมลล์", "ไปรษณีย์อิเล็กทรอนิกส์", "_email_", "_e_mail_", "_emails_", "_email_address_", NULL};
static const char *const BANK[] = {
    "เลขที่บัญชี",      "เลขบัญชี",           "บัญชีธนาคาร", "หมายเลขบัญชี", "_bank_account_",
    "_account_no_", "_account_number_", "_bank_acc", "_acct_no_",  "_accountno_",
    "พร้อมเพย์",      "_promptpay_",      NULL};
static const char *const LINE_[] = {
    "ไอดีไลน์",      "ไลน์ไอดี",    "_ไลน์_",          "_line_id_", "_lineid_", "ไอดีline",    "_line_account_",
    "_line_user_", "_id_line_", "_line_contact_", "_lineไอดี_", "_บัญชีไลน์_", "_ไอดี_line_", NULL};
static const char *const LINE_WEAK[] = {"^_line_$", "^_ไลน์", NULL};
static const char *const PLATE[] = {
    "ทะเบียนรถ",   "ป้ายทะเบียน",      "เลขทะเบียนยานพาหนะ",  "_license_plate_",        "_licence_plate_",
    "_plate_no_", "_plate_number_", "_car_plate_",        "_vehicle_plate_",        "_number_plate_",
    "^_plate_$",  "เลขทะเบียนรถ",    "_car_registration_", "_vehicle_registration_", NULL};
static const char *const BIRTH[] = {
    "วันเกิด",       "วันที่เกิด",       "เดือนปีเกิด",        "ปีเกิด",       "ปีที่เกิด",           "วดปเกิด",
    "วดปที่เกิด",     "_birth_date_", "_birthdate_",     "_birthday_", "_date_of_birth_", "_dob_",
    "_birth_day_", "_birth_year_", "_year_of_birth_", "_born_$",    "_born_on_",       "_b_date_",
    NULL};
static const char *const ADDRESS[] = {
    "บ้านเลขที่",    "ที่อยู่",        "ภูมิลำเนา",        "_home_address_", "_address_",
    "_addr_",     "_house_no_", "_house_number_", "_residence_",    "_residential_address_",
    "_domicile_", NULL};
static const char *const NAME[] = {"ชื่อนามสกุล",
                                   "ชื่อ_นามสกุล",
                                   "ชื่อ_สกุล",
                                   "ชื่อสกุล",
                                   "นามสกุล",
                                   "_สกุล_",
                                   "ชื่อตัว",
                                   "ชื่อจริง",
                                   "ชื่อเล่น",
                                   "ชื่อผู้",
                                   "ชื่อพนักงาน",
                                   "ชื่อข้าราชการ",
                                   "ชื่อลูกจ้าง",
                                   "ชื่อบุคลากร",
                                   "ชื่อเจ้าหน้าที่",
                                   "ชื่อนักเรียน",
                                   "ชื่อบิดา",
                                   "ชื่อมารดา",
                                   "ชื่อคู่สมรส",
                                   "ชื่อบุตร",
                                   "คำนำหน้า",
                                   "ลายมือชื่อ",
                                   "รายชื่อผู้",
                                   "รายชื่อพนักงาน",
                                   "รายชื่อข้าราชการ",
                                   "รายชื่อลูกจ้าง",
                                   "รายชื่อเจ้าหน้าที่",
                                   "รายชื่อกรรมการ",
                                   "รายชื่อคณะกรรมการ",
                                   "รายชื่อนัก",
                                   "รายชื่อบุคคล",
                                   "รายชื่อบุคลากร",
                                   "รายชื่อสมาชิก",
                                   "ชื่อเจ้าของ",
                                   "ชื่อสมาชิก",
                                   "ชื่อแพทย์",
                                   "ชื่อกรรมการ",
                                   "ชื่อหัวหน้า",
                                   "ชื่อบุคคล",
                                   "ชื่อผู้ป่วย",
                                   "ชื่อครู",
                                   "ชื่ออาจารย์",
                                   "_first_name_",
                                   "_firstname_",
                                   "_fname_",
                                   "_last_name_",
                                   "_lastname_",
                                   "_lname_",
                                   "_surname_",
                                   "_full_name_",
                                   "_fullname_",
                                   "_nickname_",
                                   "_middle_name_",
                                   "_given_name_",
                                   "_family_name_",
                                   "_employee_name_",
                                   "_staff_name_",
                                   "_person_name_",
                                   "_applicant_name_",
                                   "_father_name_",
                                   "_mother_name_",
                                   "_spouse_",
                                   "_name_surname_",
                                   "_patient_name_",
                                   "_student_name_",
                                   "_teacher_name_",
                                   "_officer_name_",
                                   "_customer_name_",
                                   "_member_name_",
                                   "_owner_name_",
                                   "_contact_name_",
                                   "_contact_person_",
                                   "_forename_",
                                   "_maiden_name_",
                                   "_emp_name_",
                                   "_user_full_name_",
                                   "_guardian_name_",
                                   "_parent_name_",
                                   "_doctor_name_",
                                   "_name_title_",
                                   "_prefix_name_",
                                   "_signature_",
                                   NULL};

/* What belongs to one person and has no kind of its own. */
static const char *const OTHER[] = {
    "ใบขับขี่",   "ใบอนุญาตขับ",         "เลขประกันสังคม",      "เลขที่ประกันสังคม",     "บัตรเครดิต",
    "ลายนิ้วมือ", "_driver_license_",  "_drivers_license_", "_driving_license_", "_driving_licence_",
    "_ssn_",   "_social_security_", "_credit_card_",     "_fingerprint_id_",  NULL};

static const struct header_row HEADERS[] = {
    {PRIVACY_CITIZEN, CITIZEN, false}, {PRIVACY_PASSPORT, PASSPORT, false}, {PRIVACY_PHONE, PHONE, false},
    {PRIVACY_EMAIL, EMAIL, false},     {PRIVACY_BANK, BANK, false},         {PRIVACY_LINE, LINE_, false},
    {PRIVACY_PLATE, PLATE, false},     {PRIVACY_BIRTH, BIRTH, false},       {PRIVACY_ADDRESS, ADDRESS, false},
    {PRIVACY_NAME, NAME, false},       {PRIVACY_NAMED, OTHER, false},       {PRIVACY_LINE, LINE_WEAK, true},
};

/* A count, a rate, a kind of such things: it tells of many, not of one. */
static const char *const ABOUT_MANY_FIRST[] = {
    "_จำนวน",  "_ร้อยละ",  "_อัตรา",   "_สัดส่วน",  "_ยอด",  "_ค่า",       "_ปริมาณ", "_ผลรวม",      "_รวม",
    "_เฉลี่ย",   "_ประเภท", "_ชนิด",    "_หมวด",   "_ระบบ", "_ยี่ห้อ",      "_รุ่น",    "_งาน",        "_จุด",
    "_บริการ",  "_ช่องทาง", "_สถานะ",  "_มี",      "_งบ",   "_การ",      "_ผู้ใช้",   "_number_of_", "_num_",
    "_no_of_", "_n_",     "_total_", "_count_", "_avg_", "_average_", "_mean_", "_sum_",       "_percent_",
    "_pct_",   "_rate_",  "_ratio_", "_has_",   "_is_",  "_cost_",    NULL};
static const char *const ABOUT_MANY[] = {
    "_count_",       "_counts_",      "_rate_",         "_ratio_",
    "_percent_",     "_pct_",         "_total_",        "_users_",
    "_lines_",       "_subscribers_", "_type_",         "_types_",
    "_status_",      "_model_",       "_brand_",        "_sent_",
    "_opened_",      "_provider_",    "_format_",       "_quality_",
    "_penetration_", "_coverage_",    "_cost_",         "_budget_",
    "_per_",         "_ip_address_",  "_mac_address_",  "_web_address_",
    "_url_",         "_website_",     "_production_",   "เว็บไซต์",
    "_domain_",      "_verified_",    "_channel_",      "_category_",
    "_level_",       "_issued_",      "_applications_", "_registrations_",
    "_คัน_",          "_คน_",          "_ราย_",          "_เล่ม_",
    "_ฉบับ_",         "_บาท_",         "_เครื่อง_",        "_เลขหมาย_",
    "_แห่ง_",         "_ครั้ง_",         "_หลัง_",          "จังหวัดภูมิลำเนา",
    "รหัสไปรษณีย์",     "_postal_code_", "_zip_code_",     NULL};
static const char *const ABOUT_THINGS[] = {
    "_maintainer_", "_author_", "_publisher_",  "ชื่อผู้ผลิต",       "ชื่อผู้รับจ้าง",     "ชื่อผู้ประกอบการ", "ชื่อผู้จำหน่าย",
    "ชื่อผู้ขาย",       "ชื่อผู้นำเข้า", "รายชื่อหน่วยงาน", "รายชื่อโครงการ", "รายชื่อโรงเรียน", "รายชื่อสถานที่",   NULL};
static const char *const CODES[] = {
    "บาร์โค้ด",     "รหัสสินค้า",   "ใบสั่ง",        "เลขที่สัญญา",  "คุมสัญญา",    "รหัสงบประมาณ",
    "เลขที่เอกสาร", "รหัสครุภัณฑ์",  "พัสดุ",         "_barcode_", "_ean_",     "_ean13_",
    "_gtin_",     "_isbn_",    "_upc_",       "_order_",   "_invoice_", "_tracking_",
    "_serial_",   "_sku_",     "_product_",   "_item_",    "_asset_",   "_transaction_",
    "_txn_",      "_receipt_", "_reference_", "_ref_",     NULL};
static const char *const AMOUNTS[] = {"งบ",       "มูลค่า",     "จำนวน",         "ยอด",          "บาท",
                                      "รายได้",    "รายจ่าย",   "ราคา",          "เงิน",          "ผลิตภัณฑ์",
                                      "หนี้",       "ทุน",       "สินทรัพย์",        "ประชากร",      "_gdp_",
                                      "_amount_", "_budget_", "_price_",       "_income_",     "_revenue_",
                                      "_cost_",   "_baht_",   "_expenditure_", "_population_", "_assets_",
                                      "_debt_",   "_total_",  "_thb_",         "_usd_",        "_worth_",
                                      NULL};
static const char *const OFFICES[] = {
    "หน่วยงาน",  "สำนัก",      "ที่ตั้ง",        "สถานที่",   "โรงเรียน",  "โรงพยาบาล",  "สถานี",
    "ศูนย์",      "วัด",        "บริษัท",       "ร้าน",     "ตลาด",     "อาคาร",      "โครงการ",
    "_office_", "_agency_",  "_location_", "_place_", "_school_", "_hospital_", "_site_",
    "_branch_", "_company_", "_venue_",    "_shop_",  NULL};
static const char *const PEOPLE[] = {"_ชื่อ_",          "^_name_$",   "_ชื่อเต็ม_",     "^_names_$",
                                     "_ผู้ประสานงาน_",  "_ผู้รับผิดชอบ_", "^_name_th_$", "^_name_en_$",
                                     "^_thai_name_$", "_รายชื่อ_",    NULL};

static bool about_many(const struct name *name)
{
    for (size_t i = 0; ABOUT_MANY_FIRST[i] != NULL; i++)
        if (strncmp(name->bytes, ABOUT_MANY_FIRST[i], strlen(ABOUT_MANY_FIRST[i])) == 0)
            return true;
    return name_has(name, ABOUT_MANY) || name_has(name, ABOUT_THINGS);
}

/* วันเกิดเหตุ: something happened. */
static bool happened(const struct name *name)
{
    const char *at = strstr(name->squeezed, "เกิด");
    return at != NULL && birth_happened(slice_of(at + strlen("เกิด")));
}

static bool named_so(const struct name *name, const struct header_row *row, const struct header_hints *hints)
{
    if ((row->kind == PRIVACY_BIRTH && happened(name)) || (row->kind == PRIVACY_ADDRESS && hints->office))
        return false;
    return name_has(name, row->words);
}

static void read_kinds(const struct name *name, struct header_hints *hints)
{
    hints->people = hints->people || name_has(name, PEOPLE);
    for (size_t i = 0; i < sizeof HEADERS / sizeof *HEADERS && !hints->personal; i++)
        if (named_so(name, &HEADERS[i], hints)) {
            hints->personal = !HEADERS[i].weak;
            hints->kind = HEADERS[i].kind;
        }
}

/* Name and title: where one of them tells of many, or of a catalog's own contacts, neither is personal. */
void header_read(const struct privacy_subject *subject, struct header_hints *hints)
{
    const struct slice texts[] = {subject->name, subject->title};
    struct name names[2];
    bool many = false;
    *hints = (struct header_hints){.kind = PRIVACY_KINDS};
    if (subject->prose)
        return;
    for (size_t i = 0; i < 2; i++) {
        if (texts[i].length == 0)
            continue;
        name_make(&names[i], texts[i]);
        hints->codes = hints->codes || name_has(&names[i], CODES);
        hints->amounts = hints->amounts || name_has(&names[i], AMOUNTS);
        hints->office = hints->office || name_has(&names[i], OFFICES);
        many = many || about_many(&names[i]);
    }
    for (size_t i = 0; i < 2 && !many; i++)
        if (texts[i].length > 0)
            read_kinds(&names[i], hints);
}

bool privacy_named(const struct privacy_subject *subject, enum privacy_kind *kind)
{
    struct header_hints hints;
    header_read(subject, &hints);
    *kind = hints.kind;
    return hints.kind != PRIVACY_KINDS;
}

bool privacy_words_are_names(const struct privacy_subject *subject)
{
    struct header_hints hints;
    header_read(subject, &hints);
    return hints.people || hints.kind == PRIVACY_NAME;
}
