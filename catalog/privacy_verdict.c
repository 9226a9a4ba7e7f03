#include <math.h>

#include "base/language.h"
#include "catalog/privacy.h"
#include "catalog/privacy_header.h"
#include "catalog/privacy_sketch.h"

/* ---- the rules, but for those of plain citizen numbers ---- */

enum condition {
    ALWAYS = 0,
    NAMED = 1,      /* only in a column named like this kind */
    NOT_CODES = 2,  /* not in a column named like codes */
    NOT_OFFICE = 4, /* not in a column named like a place or a body */
    NOT_PROSE = 8,  /* only in columns */
    PEOPLE = 16,    /* only in a column named ชื่อ or name */
};

struct verdict_row {
    enum privacy_kind kind;
    enum privacy_sign sign;
    unsigned conditions;
    unsigned least;    /* cells that show the sign */
    unsigned permille; /* of the cells with a value */
    int sampled;       /* the numbers must differ from their beginning on: the sketch; -1: no matter */
    const char *why;
};

#define SAID N_("the words beside it say so")
#define FORM N_("they have the form that people write")
#define HEAD N_("the column's name says so, and the values have its form")
static const struct verdict_row ROWS[] = {
    {PRIVACY_CITIZEN, SIGN_ID_SAID, ALWAYS, 1, 0, -1, SAID},
    {PRIVACY_CITIZEN, SIGN_ID_DAMAGED, NOT_PROSE, 3, 800, -1,
     N_("numbers of thirteen digits that a spreadsheet has shortened (1.1017E+12)")},
    {PRIVACY_CITIZEN, SIGN_ID_DAMAGED, NAMED, 1, 0, -1,
     N_("numbers of thirteen digits that a spreadsheet has shortened (1.1017E+12)")},
    {PRIVACY_PASSPORT, SIGN_PASSPORT_SAID, ALWAYS, 1, 0, -1, SAID},
    {PRIVACY_PASSPORT, SIGN_PASSPORT_SHAPE, NAMED, 1, 0, -1, HEAD},
    {PRIVACY_PASSPORT, SIGN_PASSPORT_SHAPE, NOT_CODES | NOT_PROSE, 5, 900, SAMPLED_LETTERS, FORM},
    {PRIVACY_PHONE, SIGN_PHONE_SAID, ALWAYS, 1, 0, -1, SAID},
    {PRIVACY_PHONE, SIGN_PHONE_GROUPED, NOT_CODES, 1, 0, -1, FORM},
    {PRIVACY_PHONE, SIGN_PHONE_LOOSE, NOT_CODES, 1, 0, -1, FORM},
    {PRIVACY_PHONE, SIGN_PHONE_MOBILE, NAMED, 1, 0, -1, HEAD},
    {PRIVACY_PHONE, SIGN_PHONE_SHORT, NAMED, 1, 0, -1, HEAD},
    {PRIVACY_PHONE, SIGN_PHONE_LANDLINE, NAMED, 1, 0, -1, HEAD},
    {PRIVACY_PHONE, SIGN_PHONE_MOBILE, NOT_CODES, 1, 800, SAMPLED_PHONE, FORM},
    {PRIVACY_PHONE, SIGN_PHONE_SHORT, NOT_CODES, 5, 950, SAMPLED_PHONE,
     N_("nine digits that begin with 6, 8 or 9: mobile numbers that lost their zero")},
    {PRIVACY_PHONE, SIGN_PHONE_LANDLINE, NOT_CODES, 3, 900, SAMPLED_PHONE, FORM},
    {PRIVACY_EMAIL, SIGN_EMAIL, ALWAYS, 1, 0, -1, N_("e-mail addresses that are no office's mail box")},
    {PRIVACY_BANK, SIGN_BANK_SAID, ALWAYS, 1, 0, -1, SAID},
    {PRIVACY_BANK, SIGN_BANK_GROUPED, NOT_CODES, 1, 0, -1, FORM},
    {PRIVACY_BANK, SIGN_BANK_PLAIN, NAMED, 1, 0, -1, HEAD},
    {PRIVACY_LINE, SIGN_LINE_SAID, ALWAYS, 1, 0, -1, SAID},
    {PRIVACY_PLATE, SIGN_PLATE_SAID, ALWAYS, 1, 0, -1, SAID},
    {PRIVACY_PLATE, SIGN_PLATE_FULL, NOT_PROSE, 1, 300, -1, FORM},
    {PRIVACY_PLATE, SIGN_PLATE_SHAPE, NAMED, 1, 0, -1, HEAD},
    {PRIVACY_PLATE, SIGN_PLATE_SHAPE, NOT_CODES | NOT_PROSE, 3, 800, SAMPLED_LETTERS, FORM},
    {PRIVACY_BIRTH, SIGN_BIRTH_SAID, ALWAYS, 1, 0, -1, SAID},
    {PRIVACY_BIRTH, SIGN_DATE, NAMED, 1, 0, -1, HEAD},
    {PRIVACY_ADDRESS, SIGN_ADDRESS_HOME, ALWAYS, 1, 0, -1, N_("house numbers (บ้านเลขที่)")},
    {PRIVACY_ADDRESS, SIGN_ADDRESS, NOT_OFFICE | NOT_PROSE, 1, 300, -1,
     N_("a house number with road, subdistrict or district")},
    {PRIVACY_NAME, SIGN_NAME_TITLED, ALWAYS, 1, 0, -1, N_("a title or rank with a name behind it")},
    {PRIVACY_NAME, SIGN_NAME_ALMOST, NOT_PROSE, 2, 500, -1, N_("a title or rank with a name behind it")},
    {PRIVACY_NAME, SIGN_NAME_WORDS, NAMED, 1, 0, -1, HEAD},
    {PRIVACY_NAME, SIGN_NAME_WORDS, PEOPLE | NOT_PROSE, 3, 800, SAMPLED_WORDS, HEAD},
};

/* Numbers that differ from their beginning on: a series has one beginning, or few. */
static bool differ(const struct privacy_tally *tally, int which, size_t seen)
{
    size_t right;
    if (which < 0)
        return true;
    size_t groups = sketch_groups(tally->sketches[which], &right);
    return groups >= 3 ? groups * 20 >= (seen < SKETCH_GROUPS ? seen : 0) : groups == seen;
}

static bool holds(const struct verdict_row *row, const struct privacy_subject *subject,
                  const struct header_hints *hints)
{
    unsigned met = (hints->personal && hints->kind == row->kind ? NAMED : 0U) | (hints->people ? PEOPLE : 0U);
    unsigned against = (hints->codes ? NOT_CODES : 0U) | (hints->office ? NOT_OFFICE : 0U) |
                       (subject->prose ? NOT_PROSE : 0U);
    unsigned needed = row->conditions & (NAMED | PEOPLE);
    return (met & needed) == needed && (row->conditions & against) == 0;
}

static bool applies(const struct verdict_row *row, const struct privacy_tally *tally)
{
    size_t seen = tally->seen[row->sign];
    return seen >= row->least && seen * 1000 >= tally->cells * row->permille &&
           differ(tally, row->sampled, seen);
}

/* ---- plain citizen numbers: the share that passes, against the one in ten that passes by chance ---- */

#define CHANCE 0.1
#define SAMPLE_LEAST 5 /* fewer beginnings than this are a series or two, which prove nothing */

/* How little `right` of `count` looks like chance: a bound of the logarithm of its probability (Chernoff). */
static double surprise(size_t right, size_t count)
{
    double share = (double)right / (double)count;
    if (share <= CHANCE)
        return 0;
    double odds = share * log(share / CHANCE);
    if (right < count)
        odds += (1 - share) * log((1 - share) / (1 - CHANCE));
    return odds * (double)count;
}

static bool beyond_chance(size_t right, size_t count, bool codes)
{
    if (count == 0 || right == 0)
        return false;
    if (right == count)
        return count >= (codes ? 5U : 1U);
    double needed = 2 * right >= count && !codes ? 4.6 : 13.8; /* one in a hundred; one in a million */
    return surprise(right, count) >= needed;
}

static bool plain_citizens(const struct privacy_tally *tally, const struct header_hints *hints)
{
    size_t right = tally->seen[SIGN_ID_PLAIN];
    size_t count = right + tally->seen[SIGN_ID_PLAIN_WRONG];
    size_t barcodes = tally->seen[SIGN_BARCODE];
    bool named = hints->personal && hints->kind == PRIVACY_CITIZEN;
    if (right == 0)
        return false;
    if (named)
        return true;
    if (barcodes * 10 >= count * 9 && count >= 3 && right * 2 < count)
        return false;
    size_t sample_right;
    size_t sample = sketch_groups(tally->sketches[SAMPLED_ID], &sample_right);
    if (right * 2 >= count)
        return beyond_chance(right, count, hints->codes);
    return sample >= SAMPLE_LEAST && beyond_chance(sample_right, sample, hints->codes);
}

static bool grouped_citizens(const struct privacy_tally *tally, const struct header_hints *hints)
{
    size_t right = tally->seen[SIGN_ID_GROUPED];
    return beyond_chance(right, right + tally->seen[SIGN_ID_GROUPED_WRONG], hints->codes);
}

/* ---- the verdict ---- */

static void add(struct privacy_verdict *verdicts, size_t *count, struct privacy_verdict verdict)
{
    for (size_t i = 0; i < *count; i++)
        if (verdicts[i].kind == verdict.kind)
            return;
    verdicts[(*count)++] = verdict;
}

static void add_sign(struct privacy_verdict *verdicts, size_t *count, const struct privacy_tally *tally,
                     const struct verdict_row *row)
{
    add(verdicts, count,
        (struct privacy_verdict){row->kind, row->why, tally->seen[row->sign], tally->first[row->sign]});
}

static void judge_citizens(const struct privacy_tally *tally, const struct header_hints *hints,
                           struct privacy_verdict *verdicts, size_t *count)
{
    static const struct verdict_row GROUPED = {
        .kind = PRIVACY_CITIZEN,
        .sign = SIGN_ID_GROUPED,
        .why = N_("thirteen digits grouped as on the card, with the right check digit"),
    };
    static const struct verdict_row PLAIN = {
        .kind = PRIVACY_CITIZEN,
        .sign = SIGN_ID_PLAIN,
        .why = N_("thirteen digits with the right check digit, more often than chance would have it"),
    };
    if (grouped_citizens(tally, hints))
        add_sign(verdicts, count, tally, &GROUPED);
    if (plain_citizens(tally, hints))
        add_sign(verdicts, count, tally, &PLAIN);
}

size_t privacy_judge(const struct privacy_subject *subject, const struct privacy_tally *tally,
                     struct privacy_verdict verdicts[static PRIVACY_KINDS])
{
    struct header_hints hints;
    size_t count = 0;
    header_read(subject, &hints);
    judge_citizens(tally, &hints, verdicts, &count);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        if (holds(&ROWS[i], subject, &hints) && applies(&ROWS[i], tally))
            add_sign(verdicts, &count, tally, &ROWS[i]);
    bool told = false;
    for (size_t i = 0; i < count; i++)
        told = told || verdicts[i].kind == hints.kind;
    if (hints.personal && !told)
        add(verdicts, &count,
            (struct privacy_verdict){.kind = PRIVACY_NAMED, .why = N_("the column's name says so")});
    return count;
}
