#include <string.h>
#include <strings.h>

#include "catalog/privacy_sign.h"

/* ---- mail ---- */

static bool mail_letter(char c)
{
    return is_latin(c) || is_digit(c) || strchr("._%+-", c) != NULL;
}

/* A host with a point in it and a last part of letters. */
static bool host_at(const char *at, const char *end)
{
    const char *point = NULL;
    const char *last = at;
    for (; last < end && (is_latin(*last) || is_digit(*last) || *last == '-' || *last == '.'); last++)
        if (*last == '.' && last > at && last + 2 < end && is_latin(last[1]) && is_latin(last[2]))
            point = last;
    return point != NULL;
}

/* A host in Thai letters: ตัวอย่าง.ไทย */
static bool thai_host_at(const char *at, const char *end)
{
    const char *from = at;
    while (at < end && is_thai(at, (size_t)(end - at)))
        at += 3;
    return at > from && at < end && *at == '.' && is_thai(at + 1, (size_t)(end - at - 1));
}

/* Mail boxes of offices everywhere: of a post or a service, not of a person. */
static const char *const ROLES[] = {"info",        "contact",    "admin",      "administrator",
                                    "webmaster",   "postmaster", "saraban",    "opendata",
                                    "data",        "support",    "help",       "helpdesk",
                                    "service",     "services",   "office",     "hr",
                                    "pr",          "noreply",    "no-reply",   "donotreply",
                                    "mail",        "email",      "callcenter", "call-center",
                                    "complain",    "complaint",  "secretary",  "library",
                                    "register",    "registrar",  "it",         "ict",
                                    "csc",         "center",     "hotline",    "news",
                                    "press",       "jobs",       "recruit",    "training",
                                    "finance",     "account",    "accounting", "procurement",
                                    "planning",    "legal",      "security",   "abuse",
                                    "sales",       "marketing",  "team",       "opendata-team",
                                    "dpo",         "privacy",    "catalog",    "gdcatalog",
                                    "sarabun",     "sarabarn",   "e-saraban",  "esaraban",
                                    "call.center", "webadmin",   "web-admin",  "enquiry",
                                    "inquiry",     "feedback",   "public",     "reception"};

static bool same_box(struct slice box, struct slice role)
{
    while (box.length > role.length &&
           (is_digit(box.at[box.length - 1]) || strchr("._-", box.at[box.length - 1])))
        box.length--;
    return box.length == role.length && strncasecmp(box.at, role.at, role.length) == 0;
}

static bool is_listed(struct slice box, const struct privacy_roles *roles)
{
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
        if (same_box(box, slice_of(ROLES[i])))
            return true;
    for (size_t i = 0; roles != NULL && i < roles->count; i++)
        if (same_box(box, roles->names[i]))
            return true;
    return false;
}

#define ROLE_BYTES 4 /* a shorter one ("it", "pr") may also be somebody's initials */

/* "saraban", and with the agency in front or behind: "saraban_csc", "edu.info". */
static bool is_role(struct slice box, const struct privacy_roles *roles)
{
    if (is_listed(box, roles))
        return true;
    for (size_t i = 0; i < box.length; i++) {
        if (strchr("._-", box.at[i]) == NULL)
            continue;
        struct slice first = {box.at, i}, last = {box.at + i + 1, box.length - i - 1};
        if ((first.length >= ROLE_BYTES && is_listed(first, roles)) ||
            (last.length >= ROLE_BYTES && is_listed(last, roles)))
            return true;
    }
    return false;
}

void see_mail(struct slice text, const struct privacy_roles *roles, struct privacy_look *look)
{
    const char *end = text.at + text.length;
    for (const char *at = text.at; (at = memchr(at, '@', (size_t)(end - at))) != NULL; at++) {
        const char *from = at;
        while (from > text.at && mail_letter(from[-1]))
            from--;
        bool thai = from == at && at - text.at >= 3 && is_thai(at - 3, 3) && at + 1 < end && at[1] != ' ';
        if (thai && (host_at(at + 1, end) || thai_host_at(at + 1, end)))
            look_add(look, SIGN_EMAIL);
        if (from < at && host_at(at + 1, end))
            look_add(look, is_role((struct slice){from, (size_t)(at - from)}, roles) ? SIGN_EMAIL_ROLE
                                                                                     : SIGN_EMAIL);
    }
}

/* ---- LINE ---- */

static bool handle_letter(char c)
{
    return is_latin(c) || is_digit(c) || strchr("._-", c) != NULL;
}

/* A handle of 4 to 20 letters, digits, points; one with "@" in front is an office's. */
static bool handle_at(const char *at, const char *end)
{
    size_t length = 0, letters = 0;
    for (; at < end && handle_letter(*at); at++) {
        length++;
        letters += is_latin(*at);
    }
    return length >= 4 && length <= 20 && letters > 0;
}

/* The word's end, behind what says that an account follows. */
static const char *skip_said(const char *at, const char *end, bool *said)
{
    static const char *const WORDS[] = {"id", "ไอดี", ":", "=", "：", NULL};
    for (bool moved = true; moved && at < end;) {
        moved = *at == ' ';
        at += moved;
        for (size_t i = 0; WORDS[i] != NULL && !moved; i++)
            if (plain_begins((struct slice){at, (size_t)(end - at)}, WORDS[i])) {
                at += strlen(WORDS[i]);
                moved = *said = true;
            }
    }
    return at;
}

/* One word in which something tells that it is no word of a language. */
static void see_handle(struct slice text, struct privacy_look *look)
{
    struct slice all = slice_trim(text);
    size_t odd = 0;
    for (size_t i = 0; i < all.length; i++) {
        if (!handle_letter(all.at[i]))
            return;
        odd += !is_latin(all.at[i]);
    }
    if (odd > 0 && handle_at(all.at, all.at + all.length))
        look_add(look, SIGN_LINE_SHAPE);
}

const char *const words_of_line[] = {"line", "ไลน์", NULL};

void see_line(struct slice text, struct privacy_look *look)
{
    static const char *const ADD[] = {"แอด", "add ", "เพิ่มเพื่อน", NULL};
    const char *end = text.at + text.length;
    see_handle(text, look);
    for (size_t i = 0; words_of_line[i] != NULL; i++) {
        struct slice rest = text;
        const char *at;
        while ((at = plain_find(rest, words_of_line[i])) != NULL) {
            bool said = plain_has((struct slice){text.at, (size_t)(at - text.at)}, ADD);
            const char *behind = skip_said(at + strlen(words_of_line[i]), end, &said);
            if (said && (at == text.at || !is_latin(at[-1])) && handle_at(behind, end))
                look_add(look, SIGN_LINE_SAID);
            rest = (struct slice){at + 1, (size_t)(end - at - 1)};
        }
    }
}

/* ---- dates of birth ---- */

#define YEAR_BYTES 80 /* so far behind the word a year may stand: "ที่ 12 เดือน พฤศจิกายน พ.ศ. 2520" */

/* The first year, of either era, within a short way; 0 when there is none. */
static int year_near(const char *at, const char *end)
{
    if (end - at > YEAR_BYTES)
        end = at + YEAR_BYTES;
    for (; at < end; at++) {
        int digits = 0, year = 0;
        for (; at < end && is_digit(*at); at++, digits++)
            year = year < 100000 ? year * 10 + (*at - '0') : year;
        if (digits == 4 && year > 1900)
            return year;
    }
    return 0;
}

/* A year in which somebody was born who is alive. */
static bool year_of_birth(int year)
{
    return (year >= 1915 && year <= 2030) || (year >= 2458 && year <= 2573);
}

/* What happens, rather than who is born: before the word, or right behind it. */
static const char *const EVENTS[] = {"เหตุ",      "ไหม้", "ไฟ", "ชน",    "น้ำ",     "ความเสียหาย", "ปัญหา",
                                     "แผ่นดินไหว", "ทรุด", "รั่ว", "ระบาด", "เสียหาย", "ข้อพิพาท",     NULL};
static const char *const HAPPENED[] = {"เหตุ", "อุบัติ", "เพลิง", "ภัย",    "ปัญหา", "รายการ", "ความ", "เรื่อง",
                                       "ข้อ",  "คดี",  "โรค",  "ผล",    "ขึ้น",   "จาก",    "น้ำ",   "แผ่นดิน",
                                       "สิทธิ", "ไฟ",  "การ",  "ระบาด", "หนี้",   "ภาระ",   NULL};

bool birth_happened(struct slice behind)
{
    for (size_t i = 0; HAPPENED[i] != NULL; i++)
        if (plain_begins(behind, HAPPENED[i]))
            return true;
    return false;
}

/* Whether the word at `at` tells of a birth. One that is said of events as well does so at the beginning, or
 * behind a person. */
static bool tells_birth(struct slice text, const char *at, bool weak)
{
    static const char *const PERSONS[] = {"ผู้", "นาย", "นาง", "น.ส.", "ด.ช.", "ด.ญ.", "เด็ก", "บุตร", NULL};
    struct slice before = {text.at, (size_t)(at - text.at)};
    if (plain_has(before, EVENTS))
        return false;
    return !weak || slice_trim(before).length == 0 || plain_has(before, PERSONS);
}

struct birth_word {
    const char *word;
    bool weak;
};

const char *const words_of_birth[] = {"เกิด", "born", "birth", "dob", NULL};

void see_birth(struct slice text, struct privacy_look *look)
{
    static const struct birth_word WORDS[] = {
        {"วันเกิด", false},     {"เดือนปีเกิด", false}, {"เกิดเมื่อวันที่", true}, {"เกิดวันที่", true},
        {"ปีเกิด", false},      {"เกิดเมื่อ", true},    {"เกิด ", true},      {"เกิด:", true},
        {"born on", false},   {"born:", false},    {"born ", true},     {"date of birth", false},
        {"birthdate", false}, {"birthday", false}, {"dob", false},
    };
    const char *end = text.at + text.length;
    if (!plain_has(text, words_of_birth))
        return;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        const char *at = plain_find(text, WORDS[i].word);
        if (at == NULL || !tells_birth(text, at, WORDS[i].weak))
            continue;
        at += strlen(WORDS[i].word);
        if (!birth_happened((struct slice){at, (size_t)(end - at)}) && year_of_birth(year_near(at, end)))
            look_add(look, SIGN_BIRTH_SAID);
    }
}

/* "12 มกราคม 2520", "12 ม.ค. 20", "12 Jan 1977": two numbers and a word between them. */
static bool date_in_words(const char *at, const char *end)
{
    size_t day = strspn(at, "0123456789"), letters = 0;
    if (day < 1 || day > 2)
        return false;
    at += day;
    for (; at < end && !is_digit(*at); at++)
        letters += *at != ' ' && *at != '.' && *at != '-' && *at != '/';
    size_t year = strspn(at, "0123456789");
    return letters >= 3 && letters <= 36 && (year == 2 || year == 4) && at + year == end;
}

/* All of the text is a date of three numbers, in whatever order and era, or of two with the month's name. */
void see_date(struct slice text, struct privacy_look *look)
{
    struct slice all = slice_trim(text);
    const char *at = all.at, *end = all.at + all.length;
    size_t groups = 0, longest = 0;
    if (date_in_words(at, end))
        look_add(look, SIGN_DATE);
    while (at < end && groups < 4) {
        size_t digits = strspn(at, "0123456789");
        if (digits == 0 || digits > 4)
            return;
        longest = digits > longest ? digits : longest;
        groups++;
        at += digits;
        if (at < end && strchr("-/. ", *at) == NULL)
            return;
        at += at < end;
    }
    if (groups == 3 && at == end && all.length >= 6 && longest >= 2)
        look_add(look, SIGN_DATE);
}

/* ---- addresses ---- */

struct address_part {
    const char *words[8];
};

static const struct address_part PARTS[] = {
    {{"หมู่ที่", "หมู่", "ม.", "moo ", "village no", NULL}},
    {{"ซอย", "ซ.", "soi ", "soi.", NULL}},
    {{"ถนน", "ถ.", "road", " rd.", " rd", "street", NULL}},
    {{"แขวง", "ตำบล", "ต.", "khwaeng", "tambon", "sub-district", "subdistrict", NULL}},
    {{"เขต", "อำเภอ", "อ.", "khet ", "amphoe", "amphur", NULL}},
    {{"จังหวัด", "จ.", "กรุงเทพ", "กทม", "bangkok", "province", NULL}},
};

/* A number of a house: "12", "12/3" at the beginning or behind a word that leads to it. */
static bool house_number(struct slice text)
{
    static const char *const WORDS[] = {"บ้านเลขที่", "เลขที่", "ที่อยู่", "no.", "house", NULL};
    struct slice all = slice_trim(text);
    const char *end = all.at + all.length;
    if (all.length > 0 && is_digit(*all.at)) {
        size_t digits = strspn(all.at, "0123456789/-");
        const char *behind = all.at + digits;
        return digits <= 9 && behind < end &&
               !is_consonant(behind, (size_t)(end - behind)); /* 1กก: a plate */
    }
    for (size_t i = 0; WORDS[i] != NULL; i++) {
        const char *at = plain_find(all, WORDS[i]);
        if (at == NULL)
            continue;
        at += strlen(WORDS[i]);
        at += strspn(at, " :.");
        if (at < end && is_digit(*at))
            return true;
    }
    return false;
}

/* Whether one of the words stands there; one that is cut short ("ม.") not in the middle of a word ("กทม.").
 */
static bool has_part(struct slice text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        const char *at = plain_find(text, words[i]);
        bool cut = words[i][strlen(words[i]) - 1] == '.';
        if (at != NULL && (!cut || at - text.at < 3 || !is_thai(at - 3, 3)))
            return true;
    }
    return false;
}

const char *const words_of_homes[] = {"บ้านเลขที่", NULL};

static bool home_number(struct slice text)
{
    const char *at = plain_find(text, words_of_homes[0]);
    if (at == NULL)
        return false;
    at += strlen(words_of_homes[0]);
    at += strspn(at, " :.");
    return at < text.at + text.length && is_digit(*at);
}

void see_address(struct slice text, struct privacy_look *look)
{
    size_t parts = 0;
    if (home_number(text))
        look_add(look, SIGN_ADDRESS_HOME);
    if (!house_number(text))
        return;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        parts += has_part(text, PARTS[i].words);
    if (parts >= 2)
        look_add(look, SIGN_ADDRESS);
}
