#include <string.h>

#include "catalog/privacy_sign.h"

/* ---- check digits ---- */

static bool citizen_right(const char *digits)
{
    int sum = 0;
    for (int i = 0; i < 12; i++)
        sum += (digits[i] - '0') * (13 - i);
    return (11 - sum % 11) % 10 == digits[12] - '0';
}

static bool barcode_right(const char *digits)
{
    int sum = 0;
    for (int i = 0; i < 12; i++)
        sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
    return (10 - sum % 10) % 10 == digits[12] - '0';
}

/* ---- what stands before a number and says what it is ---- */

#define SAID_BYTES 64 /* so far a word may stand before its number */

static const char *const SAYS_CITIZEN[] = {"ประชาชน", "ปชช",     "บัตรประจำตัว",  "เลขประจำตัว",
                                           "เลขที่บัตร", "citizen", "national id", "id card",
                                           "id no",   "thai id", "id:",         NULL};
const char *const words_of_passports[] = {"passport", "หนังสือเดินทาง", "พาสปอร์ต", "พาสปอร์ท", NULL};
static const char *const SAYS_PHONE[] = {"โทร",    "มือถือ", "เบอร์", "ติดต่อ", "tel",  "phone",
                                         "mobile", "cell", "call", "fax",  "แฟกซ์", NULL};
static const char *const SAYS_PAPERS[] = {"ใบสั่ง",  "สัญญา",    "เอกสารเลข", "ครุภัณฑ์", "ใบเสร็จ",
                                          "order", "invoice", "receipt",   NULL};
static const char *const SAYS_BANK[] = {"บัญชี",      "ธนาคาร", "กสิกร",   "กรุงไทย",    "กรุงศรี",
                                        "ไทยพาณิชย์", "ออมสิน",  "ธ.ก.ส.", "พร้อมเพย์",   "bank",
                                        "account",  "a/c",    "acct",   "promptpay", NULL};
static const char *const SAYS_LEDGER[] = {"รหัสบัญชี", "ผังบัญชี", "แยกประเภท", "account code", NULL};
static const char *const SAYS_PLATE[] = {"ทะเบียนรถ",      "ป้ายทะเบียน", "รถยนต์ทะเบียน",
                                         "หมายเลขทะเบียน", "รถทะเบียน",  "license plate",
                                         "licence plate", "plate no",  NULL};

static bool said(struct slice text, const char *at, const char *const *words)
{
    size_t before = (size_t)(at - text.at);
    size_t length = before < SAID_BYTES ? before : SAID_BYTES;
    return plain_has((struct slice){at - length, length}, words);
}

/* ---- reading a number ---- */

/* Whether another group follows, behind hyphens, points, blanks or brackets; `*between` is what counts of
 * them. */
static bool continues(const char *at, const char *end, char *between, const char **next)
{
    const char *gap = at;
    while (gap < end && gap - at < 4 && strchr("-. ()_/", *gap) != NULL)
        gap++;
    if (gap == at || gap == end || !is_digit(*gap))
        return false;
    size_t length = (size_t)(gap - at);
    bool odd = length == 1 && strchr("._/", *at) != NULL;
    *between = memchr(at, '-', length) ? '-' : odd ? *at : ' ';
    *next = gap;
    return true;
}

/* "1,101,700,230,708": groups of three are one number. */
static bool thousands(const char *at, const char *end)
{
    return end - at > 3 && *at == ',' && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) &&
           (end - at == 4 || !is_digit(at[4]));
}

/* NULL when the group does not fit any more: then another number begins with it. */
static const char *take_group(struct number *number, const char *at, const char *end)
{
    size_t before = number->count;
    for (; at < end && (is_digit(*at) || (at > number->from && thousands(at, end))); at++) {
        if (*at == ',')
            continue;
        if (number->count == NUMBER_DIGITS && number->group_count > 0) {
            number->count = before;
            return NULL;
        }
        if (number->count < NUMBER_DIGITS)
            number->digits[number->count++] = *at;
    }
    number->groups[number->group_count++] = (uint8_t)(number->count - before);
    return at;
}

static bool glued(struct slice text, const struct number *number)
{
    const char *end = text.at + text.length;
    char before = number->from > text.at ? number->from[-1] : ' ';
    char behind = number->end < end ? *number->end : ' ';
    return is_latin(before) || before == '_' || before == '#' || is_latin(behind) || behind == '_';
}

static void read_number(struct slice text, const char *at, struct number *number)
{
    const char *end = text.at + text.length;
    char between;
    const char *next;
    *number = (struct number){.from = at};
    number->plus = at > text.at && at[-1] == '+';
    at = take_group(number, at, end);
    while (number->group_count < NUMBER_GROUPS && continues(at, end, &between, &next)) {
        number->between[number->group_count] = between;
        next = take_group(number, next, end);
        if (next == NULL)
            break;
        at = next;
    }
    number->end = at;
    number->behind = glued(text, number);
    const char *first = text.at;
    while (first < number->from && strchr("'\"=+( ", *first) != NULL)
        first++;
    while (at < end && strchr("\"') ", *at) != NULL)
        at++;
    number->whole = first == number->from && at == end;
}

/* ---- what a number may be: the groups from `first` to `last`, which blanks or the ends set apart ---- */

struct part {
    const struct number *number;
    const char *digits;
    size_t count;
    size_t first;
    size_t groups;
    bool whole;
    bool dashed; /* every gap is a hyphen or a blank */
    bool joined; /* a gap is an underscore or a slash */
};

static bool shaped(const struct part *part, const char *shape)
{
    if (part->groups != strlen(shape))
        return false;
    for (size_t i = 0; i < part->groups; i++)
        if (part->number->groups[part->first + i] != shape[i] - '0')
            return false;
    return true;
}

/* Thirteen digits that begin as a person's do, or as nobody's. */
static void see_thirteen(struct slice text, const struct part *part, bool right, struct privacy_look *look)
{
    if (part->number->behind) {
        look_add(look, right ? SIGN_ID_GLUED : SIGN_ID_GLUED_WRONG);
    } else if (shaped(part, "14521")) {
        look_add(look, right ? SIGN_ID_GROUPED : SIGN_ID_GROUPED_WRONG);
    } else if (!part->joined) {
        look_add(look, right ? SIGN_ID_PLAIN : SIGN_ID_PLAIN_WRONG);
        if (part->digits[12] == '1')
            look_add(look, SIGN_ID_ENDS_ONE);
        look->right = right;
        look_sample(look, SAMPLED_ID, (struct slice){part->digits, 7}, (struct slice){part->digits, 13});
    }
    if (right && said(text, part->number->from, SAYS_CITIZEN))
        look_add(look, SIGN_ID_SAID);
}

static void see_citizen(struct slice text, const struct part *part, struct privacy_look *look)
{
    if (part->count != 13)
        return;
    bool right = citizen_right(part->digits);
    if (barcode_right(part->digits) && part->groups == 1)
        look_add(look, SIGN_BARCODE);
    if (right && part->digits[0] == '0')
        look_add(look, SIGN_ID_JURISTIC);
    else
        see_thirteen(text, part, right && part->digits[0] != '9', look);
}

static bool mobile(const char *digits)
{
    return digits[0] == '6' || digits[0] == '8' || digits[0] == '9';
}

/* The subscriber's number without the zero: 9 digits of a mobile, 8 of a landline. */
static bool subscriber(const char *digits, size_t count)
{
    return (count == 9 && mobile(digits)) || (count == 8 && digits[0] >= '2' && digits[0] <= '7');
}

static void see_international(const struct part *part, struct privacy_look *look)
{
    const char *digits = part->digits;
    size_t count = part->count;
    bool abroad = count >= 12 && memcmp(digits, "0066", 4) == 0; /* as one dials it */
    if (abroad) {
        digits += 2;
        count -= 2;
    }
    if (count < 10 || memcmp(digits, "66", 2) != 0)
        return;
    digits += 2;
    count -= 2;
    if (*digits == '0') {
        digits++;
        count--;
    }
    if (!subscriber(digits, count))
        return;
    if (part->number->plus || (part->groups > 1 && (abroad || part->number->groups[part->first] == 2)))
        look_add(look, SIGN_PHONE_GROUPED);
    else if (count == 9 && part->groups == 1 && part->whole) {
        look_add(look, SIGN_PHONE_MOBILE);
        look_sample(look, SAMPLED_PHONE, (struct slice){digits, 3}, (struct slice){digits, count});
    }
}

/* Groups as people write them: 081-234-5678, 08-1234-5678, 02 123 4567, 081.234.5678; not 0810-1-2345. */
static bool grouped_as_phone(const struct part *part)
{
    const uint8_t *groups = part->number->groups + part->first;
    if (shaped(part, "334") || shaped(part, "234"))
        return !part->joined;
    return part->dashed && part->groups >= 2 && part->groups <= 4 && groups[0] >= 1 && groups[0] <= 3 &&
           groups[part->groups - 1] >= 3 && (part->groups < 3 || groups[1] >= 2);
}

/* "021234567-8": a landline and the last digit of the next one. */
static bool has_neighbour(const struct part *part)
{
    const uint8_t *groups = part->number->groups + part->first;
    return part->groups == 2 && part->dashed && groups[0] == 9 && groups[1] <= 2 && *part->digits == '0';
}

/* All of the text is this number in one. */
static void see_phone_alone(const struct part *part, bool zero, struct privacy_look *look)
{
    size_t count = part->count;
    if (count > 13)
        return;
    if (!zero && !(count == 9 && mobile(part->digits))) {
        if (count >= 9 && !look_has(look, SIGN_PHONE_MOBILE))
            look_add(look, SIGN_NUMBER_LONG);
        return;
    }
    look_add(look, !zero ? SIGN_PHONE_SHORT : count == 9 ? SIGN_PHONE_LANDLINE : SIGN_PHONE_MOBILE);
    look_sample(look, SAMPLED_PHONE, (struct slice){part->digits + zero, 3},
                (struct slice){part->digits, count});
}

static void see_phone(struct slice text, const struct part *given, struct privacy_look *look)
{
    struct part part = *given;
    if (part.number->behind && !said(text, part.number->from, SAYS_PHONE))
        return;
    see_international(&part, look);
    if (has_neighbour(&part))
        part.count = 9, part.groups = 1;
    bool zero = part.digits[0] == '0' && subscriber(part.digits + 1, part.count - 1);
    bool short_one = part.count == 9 && mobile(part.digits);
    if ((zero || short_one) && said(text, part.number->from, SAYS_PHONE))
        look_add(look, SIGN_PHONE_SAID);
    if (zero && grouped_as_phone(&part))
        look_add(look, SIGN_PHONE_GROUPED);
    if (part.groups == 1 && !part.whole && zero && part.count == 10 &&
        !said(text, part.number->from, SAYS_PAPERS))
        look_add(look, SIGN_PHONE_LOOSE);
    if (part.whole && part.groups == 1)
        see_phone_alone(&part, zero, look);
}

static void see_bank(struct slice text, const struct part *part, struct privacy_look *look)
{
    if (part->number->behind)
        return;
    if (shaped(part, "3151") && part->dashed) /* 123-4-56789-0 */
        look_add(look, SIGN_BANK_GROUPED);
    if (part->count < 10 || part->count > 15)
        return;
    if (said(text, part->number->from, SAYS_BANK) && !said(text, part->number->from, SAYS_LEDGER))
        look_add(look, SIGN_BANK_SAID);
    if (part->whole && (part->count == 10 || part->count == 12))
        look_add(look, SIGN_BANK_PLAIN);
}

static void see_part(struct slice text, const struct part *part, struct privacy_look *look)
{
    see_citizen(text, part, look);
    if (part->count >= 8)
        see_phone(text, part, look);
    see_bank(text, part, look);
}

/* Whether a part may begin before group `index`, or end there: where a blank or a slash sets it apart. */
static bool apart(const struct number *number, size_t index)
{
    return index == 0 || index == number->group_count || number->between[index] == ' ' ||
           number->between[index] == '/';
}

static void see_parts(struct slice text, const struct number *number, struct privacy_look *look)
{
    const char *digits = number->digits;
    for (size_t first = 0; first < number->group_count; digits += number->groups[first++]) {
        struct part part = {.number = number, .digits = digits, .first = first, .dashed = true};
        if (!apart(number, first))
            continue;
        for (size_t last = first; last < number->group_count && part.count <= 15; last++) {
            part.count += number->groups[last];
            part.groups++;
            char gap = last == first ? '-' : number->between[last];
            part.dashed = part.dashed && (gap == '-' || gap == ' ');
            part.joined = part.joined || gap == '_' || gap == '/';
            part.whole = number->whole && part.groups == number->group_count;
            if (part.count >= 8 && apart(number, last + 1))
                see_part(text, &part, look);
        }
    }
}

/* ---- numbers of other shapes ---- */

/* "1.1017E+12", and without the plus sign. Returns its end and its power of ten, NULL when it is none. */
static const char *shortened_at(const char *at, const char *end, size_t *power)
{
    if (at >= end || !is_digit(*at))
        return NULL;
    at++;
    if (end - at < 2 || (*at != '.' && *at != ',') || !is_digit(at[1]))
        return NULL;
    for (at++; at < end && is_digit(*at); at++)
        continue;
    if (at == end || (*at != 'E' && *at != 'e'))
        return NULL;
    at++;
    at += at < end && *at == '+';
    *power = 0;
    const char *digits = at;
    for (; at < end && is_digit(*at) && *power < 100; at++)
        *power = *power * 10 + (size_t)(*at - '0');
    return at > digits ? at : NULL;
}

/* What a spreadsheet makes of a long number: of thirteen digits where the power is twelve. */
static void see_shortened(struct slice text, struct privacy_look *look)
{
    struct slice all = slice_trim(text);
    const char *end = text.at + text.length;
    size_t power;
    for (const char *at = text.at; at < end; at = plain_next(at, end)) {
        const char *behind;
        if (!is_digit(*at) || (at > text.at && (is_digit(at[-1]) || at[-1] == '.' || is_latin(at[-1]))))
            continue;
        behind = shortened_at(at, end, &power);
        if (behind == NULL || power < 10)
            continue;
        bool whole = at == all.at && behind == all.at + all.length;
        bool person = power == 12 && *at >= '1' && *at <= '8';
        if (whole)
            look_add(look, person ? SIGN_ID_DAMAGED : SIGN_SHORTENED);
        if (person && said(text, at, SAYS_CITIZEN))
            look_add(look, SIGN_ID_SAID);
    }
}

/* "1101700230708.0": what a program makes of a number that it took for a decimal. */
static bool see_decimal(struct slice text, const struct number *number, struct privacy_look *look)
{
    if (number->group_count != 2 || number->between[1] != '.')
        return false;
    size_t digits = number->groups[0];
    if (!number->whole || strspn(number->digits + digits, "0") != number->groups[1])
        return true;
    struct number plain = *number;
    plain.group_count = 1;
    plain.count = digits;
    struct part part = {.number = &plain,
                        .digits = plain.digits,
                        .count = digits,
                        .groups = 1,
                        .whole = true,
                        .dashed = true};
    see_citizen(text, &part, look);
    if (digits == 9 && mobile(plain.digits))
        see_phone_alone(&part, false, look);
    return true;
}

/* One or two capital letters and six to eight digits. */
static bool passport_at(const char *at, const char *end, size_t *letters, size_t *length)
{
    *letters = 0;
    while (at + *letters < end && at[*letters] >= 'A' && at[*letters] <= 'Z')
        (*letters)++;
    size_t digits = 0;
    while (at + *letters + digits < end && is_digit(at[*letters + digits]))
        digits++;
    *length = *letters + digits;
    return *letters >= 1 && *letters <= 2 && digits >= 6 && digits <= (*letters == 1 ? 8U : 7U) &&
           (at + *length == end || !is_latin(at[*length]));
}

/* Behind a word that says so any six to nine capitals and digits are one, if most are digits. */
static bool passport_said(struct slice text, const char *at, const char *end)
{
    size_t length = 0, digits = 0;
    for (; at + length < end && (is_digit(at[length]) || (at[length] >= 'A' && at[length] <= 'Z')); length++)
        digits += is_digit(at[length]);
    return length >= 6 && length <= 9 && digits >= 5 && said(text, at, words_of_passports);
}

static void see_passport(struct slice text, struct privacy_look *look)
{
    const char *end = text.at + text.length;
    struct slice all = slice_trim(text);
    for (const char *at = text.at; at + 6 <= end; at = plain_next(at, end)) {
        size_t letters, length;
        bool capital = *at >= 'A' && *at <= 'Z';
        if ((!capital && !is_digit(*at)) || (at > text.at && (is_latin(at[-1]) || is_digit(at[-1]))))
            continue;
        if (passport_said(text, at, end))
            look_add(look, SIGN_PASSPORT_SAID);
        if (!capital || at != all.at || !passport_at(at, end, &letters, &length) || length != all.length)
            continue;
        /* AA1234567 is what Thai ones are like: these need not differ in their letters */
        size_t common = letters == 2 && length == 9 ? 4 : letters;
        look_add(look, SIGN_PASSPORT_SHAPE);
        look_sample(look, SAMPLED_LETTERS, (struct slice){at, common}, (struct slice){at, length});
    }
}

/* A plate from `at` on: perhaps a digit, two or three consonants, perhaps a blank or hyphen, one to four
 * digits without a zero in front. Returns its end, NULL when it is none. */
static const char *plate_at(const char *at, const char *end, bool *digit)
{
    *digit = at < end && *at >= '1' && *at <= '9';
    at += *digit;
    size_t letters = 0;
    for (; at < end && is_consonant(at, (size_t)(end - at)) && letters < 4; at += 3)
        letters++;
    if (letters < 2 || letters > 3)
        return NULL;
    if (at < end && (*at == ' ' || *at == '-'))
        at++;
    size_t digits = 0;
    if (at < end && *at == '0')
        return NULL;
    for (; at < end && is_digit(*at); at++)
        digits++;
    return digits >= 1 && digits <= 4 ? at : NULL;
}

const char *const words_of_plates[] = {"ทะเบียน", "plate", NULL};

static void see_plate(struct slice text, struct privacy_look *look)
{
    struct slice all = slice_trim(text);
    const char *end = all.at + all.length;
    bool digit;
    const char *behind = plate_at(all.at, end, &digit);
    if (behind != NULL) {
        const char *letters = all.at + digit;
        bool province = end - behind > 9 && *behind == ' ' &&
                        is_thai(behind + 1, (size_t)(end - behind - 1)) &&
                        memchr(behind + 1, ' ', (size_t)(end - behind - 1)) == NULL;
        bool two = !is_consonant(letters + 6, (size_t)(end - letters - 6)); /* three are also an agency's */
        if ((behind == end || province) && (two || digit || province)) {
            look_add(look, digit || province ? SIGN_PLATE_FULL : SIGN_PLATE_SHAPE);
            look_sample(look, SAMPLED_LETTERS, (struct slice){letters, 6}, all);
        }
    }
    if (plain_has(text, words_of_plates) && plain_has(text, SAYS_PLATE))
        for (const char *at = text.at; at < text.at + text.length; at++)
            if (said(text, at, SAYS_PLATE) && plate_at(at, text.at + text.length, &digit) != NULL)
                look_add(look, SIGN_PLATE_SAID);
}

void see_numbers(struct slice text, struct privacy_look *look)
{
    const char *end = text.at + text.length;
    const char *at = text.at;
    while (at < end) {
        if (!is_digit(*at)) {
            at = plain_next(at, end);
            continue;
        }
        struct number number;
        read_number(text, at, &number);
        if (number.count >= 8 && !see_decimal(text, &number, look))
            see_parts(text, &number, look);
        at = number.end;
    }
    see_shortened(text, look);
    see_passport(text, look);
    see_plate(text, look);
}
