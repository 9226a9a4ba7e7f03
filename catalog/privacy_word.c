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

/* Mail boxes of offices everywhere: of a post or a service, not of a person. */
static const char *const ROLES[] = {"info",      "contact",    "admin",      "administrator",
                                    "webmaster", "postmaster", "saraban",    "opendata",
                                    "data",      "support",    "help",       "helpdesk",
                                    "service",   "services",   "office",     "hr",
                                    "pr",        "noreply",    "no-reply",   "donotreply",
                                    "mail",      "email",      "callcenter", "call-center",
                                    "complain",  "complaint",  "secretary",  "library",
                                    "register",  "registrar",  "it",         "ict",
                                    "csc",       "center",     "hotline",    "news",
                                    "press",     "jobs",       "recruit",    "training",
                                    "finance",   "account",    "accounting", "procurement",
                                    "planning",  "legal",      "security",   "abuse",
                                    "sales",     "marketing",  "team",       "opendata-team",
                                    "dpo",       "privacy",    "catalog",    "gdcatalog"};

static bool same_box(struct slice box, struct slice role)
{
    while (box.length > role.length &&
           (is_digit(box.at[box.length - 1]) || strchr("._-", box.at[box.length - 1])))
        box.length--;
    return box.length == role.length && strncasecmp(box.at, role.at, role.length) == 0;
}

static bool is_role(struct slice box, const struct privacy_roles *roles)
{
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
        if (same_box(box, slice_of(ROLES[i])))
            return true;
    for (size_t i = 0; roles != NULL && i < roles->count; i++)
        if (same_box(box, roles->names[i]))
            return true;
    return false;
}

void see_mail(struct slice text, const struct privacy_roles *roles, struct privacy_look *look)
{
    const char *end = text.at + text.length;
    for (const char *at = text.at; (at = memchr(at, '@', (size_t)(end - at))) != NULL; at++) {
        const char *from = at;
        while (from > text.at && mail_letter(from[-1]))
            from--;
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

void see_line(struct slice text, struct privacy_look *look)
{
    static const char *const WORDS[] = {"line", "ไลน์", NULL};
    const char *end = text.at + text.length;
    for (size_t i = 0; WORDS[i] != NULL; i++) {
        struct slice rest = text;
        const char *at;
        while ((at = plain_find(rest, WORDS[i])) != NULL) {
            bool said = false;
            const char *behind = skip_said(at + strlen(WORDS[i]), end, &said);
            if (said && (at == text.at || !is_latin(at[-1])) && handle_at(behind, end))
                look_add(look, SIGN_LINE_SAID);
            rest = (struct slice){at + 1, (size_t)(end - at - 1)};
        }
    }
}

/* ---- dates of birth ---- */

/* The first year, of either era, within a short way; 0 when there is none. */
static int year_near(const char *at, const char *end)
{
    if (end - at > 48)
        end = at + 48;
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

void see_birth(struct slice text, struct privacy_look *look)
{
    static const char *const WORDS[] = {"วันเกิด", "เดือนปีเกิด",      "เกิดเมื่อวันที่", "เกิดวันที่",   "ปีเกิด", "born on",
                                        "born:", "date of birth", "birthdate", "birthday", "dob",  NULL};
    static const char *const EVENTS[] = {"เหตุ",        "ไหม้",  "ไฟ",       "ชน", "น้ำ",
                                         "ความเสียหาย", "ปัญหา", "แผ่นดินไหว", NULL};
    static const char *const SHARED[] = {"เกิด", "born", "birth", "dob", NULL};
    const char *end = text.at + text.length;
    if (!plain_has(text, SHARED))
        return;
    for (size_t i = 0; WORDS[i] != NULL; i++) {
        const char *at = plain_find(text, WORDS[i]);
        bool event = at != NULL && plain_has((struct slice){text.at, (size_t)(at - text.at)}, EVENTS);
        if (at != NULL && !event && year_of_birth(year_near(at, end)))
            look_add(look, SIGN_BIRTH_SAID);
    }
}

/* All of the text is a date of three numbers, in whatever order and era. */
void see_date(struct slice text, struct privacy_look *look)
{
    struct slice all = slice_trim(text);
    const char *at = all.at, *end = all.at + all.length;
    size_t groups = 0, longest = 0;
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
        return digits <= 9 && all.at + digits < end;
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

static bool home_number(struct slice text)
{
    const char *at = plain_find(text, "บ้านเลขที่");
    if (at == NULL)
        return false;
    at += strlen("บ้านเลขที่");
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
        parts += plain_has(text, PARTS[i].words);
    if (parts >= 2)
        look_add(look, SIGN_ADDRESS);
}
