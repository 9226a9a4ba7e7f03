/* The planted corpus: columns as patterns (planted.def), written by a few words.
 *
 *     [a|b|]      one of these, chosen anew in each cell
 *     {#4}        four digits; {n:1-99} a number; {run:0001} the row's number, as wide
 *     {id:x-xxxx} a citizen number in this form, {juristic:...} a juristic person's; {idE:5} as a spreadsheet
 *                 shortens it to so many places
 *     {ean:885}   an article's number that begins so; {hex:8}, {alpha:2} (A-Z), {tha:2} (Thai letters)
 *     {first} {last} {pre} {efirst} {elast} {latin} {latin2} {agency} {position} {remark} ...: a word of a
 * list {thai} {wide} {upper}   in front: the whole cell in Thai or full-width digits, in capitals
 */
#include "tests/privacy/workspace.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct planted {
    const char *truth;
    const char *header;
    unsigned planted; /* 0: every cell */
    const char *pattern;
    const char *others;
};

static const struct planted PLANTED[] = {
#define COLUMN(truth, header, planted, pattern, others) {truth, header, planted, pattern, others},
#include "tests/privacy/planted.def"
#undef COLUMN
};

/* ---- words ---- */

struct words {
    const char *name;
    const char *list[12];
};

static const struct words WORDS[] = {
    {"pre", {"นาย", "นาง", "นางสาว"}},
    {"efirst", {"Kittichai", "Somphon", "Warasak", "Thanapha", "Piyamat", "Naphaphon", "Chonlaphong"}},
    {"elast", {"Jaidi", "Thongsuk", "Sriwong", "Kaewmani", "Bunphon", "Charoenrung"}},
    {"latin", {"kittichai", "somphon", "warasak", "thanapha", "piyamat", "naphaphon", "chonlaphong"}},
    {"latin2", {"jaidi", "thongsuk", "sriwong", "kaewmani", "bunphon", "charoenrung"}},
    {"agency",
     {"สำนักการศึกษา", "สำนักการแพทย์", "สำนักงานเขตพระนคร", "สำนักเลขาธิการนายกรัฐมนตรี", "สำนักอนามัย", "สำนักการคลัง",
      "สำนักงาน ก.ก.", "กองการเจ้าหน้าที่", "ฝ่ายทะเบียน สำนักงานเขตบางรัก", "สำนักงานนายทะเบียนกลาง"}},
    {"position",
     {"นายช่างโยธา", "นายแพทย์", "นักจัดการงานทั่วไป", "นักทรัพยากรบุคคลชำนาญการ", "เจ้าพนักงานธุรการ",
      "นายสัตวแพทย์ชำนาญการ", "พนักงานขับรถยนต์", "นายช่างเครื่องกล"}},
    {"remark",
     {"ขอเอกสารเพิ่มเติม", "รอการอนุมัติ", "ส่งแล้วเมื่อวันที่ 12 มีนาคม 2564", "ไม่มีข้อสังเกต", "ตรวจสอบแล้ว ครบถ้วน",
      "ดำเนินการตามหนังสือ กท 0305/1008", "งบประมาณ 1,204,500 บาท", "อยู่ระหว่างดำเนินการ ร้อยละ 70.16",
      "เลื่อนไปไตรมาส 3/2564", "ตามคำสั่งที่ 100/2563"}},
    {"tambon", {"บางรัก", "บางพูด", "ปากเกร็ด", "ท่าทราย", "สวนใหญ่", "บ้านใหม่"}},
    {"province", {"นนทบุรี", "ปทุมธานี", "ตรัง", "เชียงใหม่", "ขอนแก่น", "กรุงเทพมหานคร"}},
    {"monthth", {"มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "มิถุนายน", "ตุลาคม", "ธันวาคม"}},
    {"month2", {"01", "02", "03", "04", "06", "10", "12"}},
    {"day2", {"01", "05", "09", "12", "17", "23", "28"}},
    {"hour2", {"00", "07", "09", "12", "15", "21"}},
    {"min2", {"00", "05", "15", "30", "42", "59"}},
    {"money", {"1204.50", "981,200.00", "33512.75", "120000", "7500.25", "64,000"}},
    {"quote", {"\""}},
    {"newline", {"\n"}},
};

static const char *word(struct dice *dice, const char *name)
{
    for (size_t w = 0; w < sizeof WORDS / sizeof *WORDS; w++)
        if (strcmp(WORDS[w].name, name) == 0) {
            unsigned count = 0;
            while (count < 12 && WORDS[w].list[count] != NULL)
                count++;
            return WORDS[w].list[roll(dice, count)];
        }
    fprintf(stderr, "planted.def: no word {%s}\n", name);
    exit(70);
}

/* ---- what has an argument ---- */

static size_t count_of(const char *text)
{
    return strtoul(text, NULL, 10);
}

static void in_form(const char *digits, const char *form, struct text *out)
{
    for (; *form != '\0'; form++)
        text_add_char(out, *form == 'x' ? *digits++ : *form);
}

static void make_citizen(struct made *made, const char *form, struct text *out)
{
    char digits[14];
    citizen_digits(made->dice, (char)('1' + roll(made->dice, 8)), digits);
    in_form(digits, form, out);
}

static void make_juristic(struct made *made, const char *form, struct text *out)
{
    char digits[14];
    citizen_digits(made->dice, '0', digits);
    in_form(digits, form, out);
}

static void make_shortened(struct made *made, const char *places, struct text *out)
{
    char digits[14];
    citizen_digits(made->dice, (char)('1' + roll(made->dice, 8)), digits);
    text_format(out, "%.*E", (int)count_of(places), strtod(digits, NULL));
}

static void make_shortened_small(struct made *made, const char *places, struct text *out)
{
    char digits[14];
    citizen_digits(made->dice, (char)('1' + roll(made->dice, 8)), digits);
    text_format(out, "%.*e", (int)count_of(places), strtod(digits, NULL));
}

static void make_article(struct made *made, const char *prefix, struct text *out)
{
    char digits[14];
    article_digits(made->dice, prefix, digits);
    text_add(out, digits);
}

static void make_number(struct made *made, const char *bounds, struct text *out)
{
    char *behind;
    unsigned low = (unsigned)strtoul(bounds, &behind, 10);
    text_format(out, "%u", between(made->dice, low, (unsigned)count_of(behind + 1)));
}

static void make_run(struct made *made, const char *form, struct text *out)
{
    text_format(out, "%0*u", (int)strlen(form), made->row + (unsigned)count_of(form));
}

/* So many of the characters. */
static void make_some(struct made *made, const char *of, const char *count, struct text *out)
{
    for (size_t i = count_of(count); i > 0; i--)
        text_add_char(out, of[roll(made->dice, (unsigned)strlen(of))]);
}

static void make_digits(struct made *made, const char *count, struct text *out)
{
    make_some(made, "0123456789", count, out);
}

static void make_hex(struct made *made, const char *count, struct text *out)
{
    make_some(made, "0123456789abcdef", count, out);
}

static void make_alpha(struct made *made, const char *count, struct text *out)
{
    make_some(made, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", count, out);
}

static void make_thai_letters(struct made *made, const char *count, struct text *out)
{
    static const char *const LETTERS[] = {"ก", "ข", "ค", "ฆ", "ง", "จ", "ฉ", "ช", "ฌ",
                                          "ญ", "ฎ", "ต", "ธ", "พ", "ภ", "ร", "ว"};
    for (size_t i = count_of(count); i > 0; i--)
        text_add(out, PICK(made->dice, LETTERS));
}

static void make_first(struct made *made, const char *nothing, struct text *out)
{
    (void)nothing;
    person_given(made->dice, out);
}

static void make_last(struct made *made, const char *nothing, struct text *out)
{
    (void)nothing;
    person_family(made->dice, out);
}

struct maker {
    const char *name;
    void (*make)(struct made *made, const char *argument, struct text *out);
};

static const struct maker MAKERS[] = {
    {"id:", make_citizen},       {"juristic:", make_juristic},
    {"idE:", make_shortened},    {"ide:", make_shortened_small},
    {"ean:", make_article},      {"n:", make_number},
    {"run:", make_run},          {"#", make_digits},
    {"hex:", make_hex},          {"alpha:", make_alpha},
    {"tha:", make_thai_letters}, {"first", make_first},
    {"last", make_last},
};

static void make(struct made *made, const char *token, struct text *out)
{
    for (size_t m = 0; m < sizeof MAKERS / sizeof *MAKERS; m++)
        if (strncmp(token, MAKERS[m].name, strlen(MAKERS[m].name)) == 0) {
            MAKERS[m].make(made, token + strlen(MAKERS[m].name), out);
            return;
        }
    text_add(out, word(made->dice, token));
}

/* ---- patterns ---- */

static void expand(struct made *made, const char *pattern, size_t length, struct text *out);

/* Where the bracket that opens at `at` is closed. */
static const char *closing(const char *at)
{
    while (*at != ']')
        at++;
    return at;
}

static void expand_choice(struct made *made, const char *from, const char *to, struct text *out)
{
    unsigned count = 1;
    for (const char *c = from; c < to; c++)
        count += *c == '|';
    for (unsigned chosen = roll(made->dice, count); chosen > 0; chosen--)
        from = strchr(from, '|') + 1;
    const char *end = from;
    while (end < to && *end != '|')
        end++;
    expand(made, from, (size_t)(end - from), out);
}

static void expand(struct made *made, const char *pattern, size_t length, struct text *out)
{
    const char *end = pattern + length;
    while (pattern < end) {
        if (*pattern == '[') {
            const char *close = closing(pattern);
            expand_choice(made, pattern + 1, close, out);
            pattern = close + 1;
        } else if (*pattern == '{') {
            char token[64] = "";
            const char *close = strchr(pattern, '}');
            memcpy(token, pattern + 1, (size_t)(close - pattern - 1));
            make(made, token, out);
            pattern = close + 1;
        } else {
            text_add_char(out, *pattern++);
        }
    }
}

struct prefix {
    const char *name;
    const char *zero; /* NULL: capitals */
};

static const struct prefix PREFIXES[] = {{"{thai}", "๐"}, {"{wide}", "０"}, {"{upper}", NULL}};

static void capitals(struct text *cell)
{
    for (size_t i = 0; i < cell->length; i++)
        if (cell->at[i] >= 'a' && cell->at[i] <= 'z')
            cell->at[i] = (char)(cell->at[i] - 'a' + 'A');
}

static void fill_planted(const struct column *column, struct made *made, struct text *out)
{
    const struct planted *kind = column->kind;
    unsigned planted = kind->planted < made->rows ? kind->planted : made->rows;
    /* spread over the rows, never only at their beginning */
    bool here =
        planted == 0 || (made->row * planted) / made->rows != ((made->row - 1) * planted) / made->rows;
    const char *pattern = here ? kind->pattern : kind->others;
    const struct prefix *prefix = NULL;
    for (size_t p = 0; p < sizeof PREFIXES / sizeof *PREFIXES; p++)
        if (strncmp(pattern, PREFIXES[p].name, strlen(PREFIXES[p].name)) == 0)
            prefix = &PREFIXES[p];
    if (prefix != NULL)
        pattern += strlen(prefix->name);
    expand(made, pattern, strlen(pattern), out);
    if (prefix != NULL && prefix->zero != NULL)
        other_digits(out, prefix->zero);
    else if (prefix != NULL)
        capitals(out);
}

size_t corpus_planted(struct dice *dice, struct column columns[static COLUMNS_MOST])
{
    (void)dice;
    size_t count = sizeof PLANTED / sizeof *PLANTED;
    for (size_t c = 0; c < count; c++) {
        columns[c] = (struct column){PLANTED[c].truth, "", fill_planted, &PLANTED[c], 0};
        snprintf(columns[c].header, sizeof columns[c].header, "%s", PLANTED[c].header);
    }
    return count;
}
