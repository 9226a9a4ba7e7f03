#include "catalog/cell_form.h"

#include <string.h>

#include "base/date.h"

static size_t digits(struct slice text, size_t at)
{
    size_t count = 0;
    while (at + count < text.length && is_digit(text.at[at + count]))
        count++;
    return count;
}

/* ---- numbers ---- */

static const char *const UNITS[] = {"%", "บาท", "คน", "ราย", "แห่ง", "ครั้ง", "ชั่วโมง", "วัน", "ปี"};

/* Takes the unit behind a number off, and blanks before it. */
static const char *take_unit(struct slice *cell)
{
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
        if (!slice_ends(*cell, UNITS[i]))
            continue;
        cell->length -= strlen(UNITS[i]);
        while (cell->length > 0 && cell->at[cell->length - 1] == ' ')
            cell->length--;
        return i == 0 ? "ร้อยละ" : UNITS[i];
    }
    return "";
}

static bool keep(struct form_number *number, const char *at, size_t length)
{
    if (number->length + length >= FORM_NUMBER_BYTES)
        return false;
    memcpy(number->text + number->length, at, length);
    number->length += length;
    number->text[number->length] = '\0';
    return true;
}

/* Digits before the point, in groups or not; `*at` moves behind them. */
static bool whole_part(struct slice cell, size_t *at, struct form_number *number)
{
    size_t count = digits(cell, *at);
    if (count == 0 || (count > 1 && cell.at[*at] == '0') || !keep(number, cell.at + *at, count))
        return false;
    bool groups = count <= 3;
    *at += count;
    while (groups && *at < cell.length && cell.at[*at] == ',') {
        if (digits(cell, *at + 1) != 3 || !keep(number, cell.at + *at + 1, 3))
            return false;
        number->marks |= NUMBER_GROUPED;
        *at += 4;
    }
    return true;
}

static bool fraction_part(struct slice cell, size_t *at, struct form_number *number)
{
    if (*at == cell.length || cell.at[*at] != '.')
        return true;
    size_t count = digits(cell, *at + 1);
    if (count == 0 || !keep(number, cell.at + *at, count + 1))
        return false;
    number->marks |= NUMBER_FRACTION;
    *at += count + 1;
    return true;
}

/* -0, -0.00 */
static bool is_minus_nothing(const struct form_number *number)
{
    size_t at = 1;
    if (number->text[0] != '-')
        return false;
    while (at < number->length && (number->text[at] == '0' || number->text[at] == '.'))
        at++;
    return at == number->length;
}

bool form_number(struct slice cell, struct form_number *number)
{
    *number = (struct form_number){.unit = ""};
    size_t length = cell.length, at = 0;
    if (length == 0 || length > (size_t)2 * FORM_NUMBER_BYTES)
        return false;
    if (!is_digit(cell.at[length - 1]))
        number->unit = take_unit(&cell);
    number->marks = *number->unit != '\0' ? NUMBER_UNIT : 0;
    if (cell.length > 0 && *cell.at == '-') {
        if (!keep(number, "-", 1))
            return false;
        at = 1;
    }
    bool fine = whole_part(cell, &at, number) && fraction_part(cell, &at, number) && at == cell.length;
    return fine && !is_minus_nothing(number) && number->length <= 32;
}

/* ---- dates and times ---- */

const struct form_row FORM_ROWS[] = {
    {"date", "default", false},
    {"date", "%d/%m/%Y", false},
    {"date", "%m/%d/%Y", false},
    {"date", "%Y/%m/%d", false},
    {"date", "%d-%m-%Y", false},
    {"date", "%d.%m.%Y", false},
    {"date", "%Y%m%d", true},
    {"date", "%d %B %Y", false},
    {"date", "%d %b %y", false},
    {"date", "%B %Y", false},
    {"date", "%b %y", false},
    {"datetime", "default", false},
    {"datetime", "%Y-%m-%d %H:%M:%S", false},
    {"datetime", "%Y-%m-%d %H:%M", false},
    {"datetime", "%d/%m/%Y %H:%M:%S", false},
    {"datetime", "%d/%m/%Y %H:%M", false},
    {"time", "default", false},
    {"time", "%H:%M", false},
    {"yearmonth", "default", false},
};
const size_t FORM_COUNT = sizeof FORM_ROWS / sizeof *FORM_ROWS;

static const char *const MONTHS[] = {
    "มกราคม", "กุมภาพันธ์", "มีนาคม",    "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม",
    "กันยายน", "ตุลาคม",   "พฤศจิกายน", "ธันวาคม", "ม.ค.",    "ก.พ.",   "มี.ค.",    "เม.ย.",
    "พ.ค.",   "มิ.ย.",    "ก.ค.",     "ส.ค.",   "ก.ย.",    "ต.ค.",   "พ.ย.",    "ธ.ค.",
};
enum { MONTH_COUNT = sizeof MONTHS / sizeof *MONTHS };

struct parts {
    int year, month, day, hour, minute, second;
};

static bool take_digits(struct slice *rest, size_t least, size_t most, int *number)
{
    size_t count = digits(*rest, 0);
    if (count > most) /* 20210930: as many as belong to it */
        count = most;
    if (count < least)
        return false;
    *number = 0;
    for (size_t i = 0; i < count; i++)
        *number = *number * 10 + (rest->at[i] - '0');
    rest->at += count;
    rest->length -= count;
    return true;
}

static bool take_month_name(struct slice *rest, int *month)
{
    for (int i = 0; i < MONTH_COUNT; i++) {
        if (!slice_starts(*rest, MONTHS[i]))
            continue;
        *month = i % 12 + 1;
        rest->at += strlen(MONTHS[i]);
        rest->length -= strlen(MONTHS[i]);
        return true;
    }
    return false;
}

static bool take_directive(char directive, bool packed, struct slice *rest, struct parts *parts)
{
    size_t least = packed ? 2 : 1;
    switch (directive) {
    case 'Y':
        return take_digits(rest, 4, 4, &parts->year);
    case 'm':
        return take_digits(rest, least, 2, &parts->month);
    case 'd':
        return take_digits(rest, least, 2, &parts->day);
    case 'B':
    case 'b':
        return take_month_name(rest, &parts->month);
    case 'y': /* behind a Thai month the century is the Buddhist Era's */
        if (!take_digits(rest, 2, 2, &parts->year))
            return false;
        parts->year += 2500;
        return true;
    case 'H':
        return take_digits(rest, 2, 2, &parts->hour);
    case 'M':
        return take_digits(rest, 2, 2, &parts->minute);
    default:
        return take_digits(rest, 2, 2, &parts->second);
    }
}

static bool read_pattern(const char *pattern, struct slice cell, struct parts *parts)
{
    bool packed = strcmp(pattern, "%Y%m%d") == 0 || strncmp(pattern, "%Y-", 3) == 0;
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == '%') {
            if (!take_directive(*++pattern, packed, &cell, parts))
                return false;
        } else if (cell.length > 0 && *cell.at == *pattern) {
            cell.at++;
            cell.length--;
        } else {
            return false;
        }
    }
    return cell.length == 0;
}

/* The form that Table Schema has when none is given. */
static const char *default_pattern(const char *type)
{
    static const char *const patterns[][2] = {{"date", "%Y-%m-%d"},
                                              {"datetime", "%Y-%m-%dT%H:%M:%S"},
                                              {"time", "%H:%M:%S"},
                                              {"yearmonth", "%Y-%m"}};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        if (strcmp(patterns[i][0], type) == 0)
            return patterns[i][1];
    return "";
}

/* A year of the Buddhist Era has its leap days 543 years on. */
static bool exists(const struct parts *parts)
{
    int year = parts->year >= 2400 ? parts->year - DATE_BUDDHIST_OFFSET : parts->year;
    bool day = parts->year == 0 || (year >= 1000 && date_exists(year, parts->month, parts->day));
    return day && parts->hour < 24 && parts->minute < 60 && parts->second < 60;
}

bool form_moment(size_t form, struct slice cell, struct form_moment *moment)
{
    const struct form_row *row = &FORM_ROWS[form];
    struct parts parts = {.month = 1, .day = 1};
    if (cell.length < 4 || cell.length > 60)
        return false;
    bool standard = strcmp(row->format, "default") == 0;
    const char *pattern = standard ? default_pattern(row->type) : row->format;
    bool zulu = standard && strcmp(row->type, "datetime") == 0 && slice_ends(cell, "Z");
    cell.length -= zulu;
    if (!read_pattern(pattern, cell, &parts) || !exists(&parts))
        return false;
    int64_t days = ((int64_t)parts.year * 12 + parts.month) * 31 + parts.day;
    moment->year = parts.year;
    moment->order = ((days * 24 + parts.hour) * 60 + parts.minute) * 60 + parts.second;
    return true;
}

/* ---- true and false ---- */

const struct form_truth FORM_TRUTHS[] = {
    {{"true", "True", "TRUE", NULL}, {"false", "False", "FALSE", NULL}},
    {{"yes", "Yes", "YES", NULL}, {"no", "No", "NO", NULL}},
    {{"Y", "y", NULL, NULL}, {"N", "n", NULL, NULL}},
    {{"ใช่", NULL, NULL, NULL}, {"ไม่ใช่", NULL, NULL, NULL}},
    {{"จริง", NULL, NULL, NULL}, {"เท็จ", "ไม่จริง", NULL, NULL}},
};
const size_t FORM_TRUTH_COUNT = sizeof FORM_TRUTHS / sizeof *FORM_TRUTHS;

bool form_truth(size_t family, struct slice cell, bool *yes)
{
    for (int i = 0; i < 4; i++) {
        const char *true_word = FORM_TRUTHS[family].yes[i], *false_word = FORM_TRUTHS[family].no[i];
        *yes = true_word != NULL && slice_equals(cell, true_word);
        if (*yes || (false_word != NULL && slice_equals(cell, false_word)))
            return true;
    }
    return false;
}

/* ---- no value ---- */

const struct form_missing FORM_MISSING[] = {
    {"", false},     {"-", false},    {"–", false},      {"—", false},    {"--", false},
    {"N/A", false},  {"n/a", false},  {"NA", false},     {"#N/A", false}, {"NULL", false},
    {"null", false}, {"Null", false}, {"None", false},   {"NaN", false},  {"..", false},
    {"...", false},  {"ไม่ระบุ", true}, {"ไม่มีข้อมูล", true}, {"ไม่มี", true},   {"ไม่ทราบ", true},
};
const size_t FORM_MISSING_COUNT = sizeof FORM_MISSING / sizeof *FORM_MISSING;
