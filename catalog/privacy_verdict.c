#include <math.h>

#include "base/language.h"
#include "catalog/privacy.h"
#include "catalog/privacy_header.h"
#include "catalog/privacy_sketch.h"

/* ---- the rules, but for those of plain citizen numbers ---- */

enum condition {
    ALWAYS = 0,
    NAMED = 1,        /* only in a column named like this kind */
    NOT_CODES = 2,    /* not in a column named like codes */
    NOT_OFFICE = 4,   /* not in a column named like a place or a body */
    NOT_PROSE = 8,    /* only in columns */
    PEOPLE = 16,      /* only in a column named ชื่อ or name */
    NOT_AMOUNTS = 32, /* not in a column named like amounts of money */
};

/* Of what `permille` is a share. */
enum among {
    AMONG_CELLS = 0, /* the cells with a value */
    AMONG_NUMBERS,   /* those that are a long number and nothing else */
    AMONG_SHORTENED, /* those that are a number as a spreadsheet shortens it */
};

struct verdict_row {
    enum privacy_kind kind;
    enum privacy_sign sign;
    unsigned conditions;
    unsigned least; /* cells that show the sign */
    unsigned permille;
    enum among among;
    int sampled; /* the numbers must differ from their beginning on: the sketch; -1: no matter */
    const char *why;
};

#define SAID N_("the words beside it say so")
#define FORM N_("they have the form that people write")
#define HEAD N_("the column's name says so, and the values have its form")
#define SHORT N_("numbers of thirteen digits that a spreadsheet has shortened (1.1017E+12)")
static const struct verdict_row ROWS[] = {
    {PRIVACY_CITIZEN, SIGN_ID_SAID, ALWAYS, 1, 0, 0, -1, SAID},
    {PRIVACY_CITIZEN, SIGN_ID_DAMAGED, NOT_PROSE | NOT_AMOUNTS, 3, 800, AMONG_SHORTENED, -1, SHORT},
    {PRIVACY_CITIZEN, SIGN_ID_DAMAGED, NAMED, 1, 0, 0, -1, SHORT},
    {PRIVACY_PASSPORT, SIGN_PASSPORT_SAID, ALWAYS, 1, 0, 0, -1, SAID},
    {PRIVACY_PASSPORT, SIGN_PASSPORT_SHAPE, NAMED, 1, 0, 0, -1, HEAD},
    {PRIVACY_PASSPORT, SIGN_PASSPORT_SHAPE, NOT_CODES | NOT_PROSE, 4, 900, AMONG_CELLS, SAMPLED_LETTERS,
     FORM},
    {PRIVACY_PHONE, SIGN_PHONE_SAID, ALWAYS, 1, 0, 0, -1, SAID},
    {PRIVACY_PHONE, SIGN_PHONE_GROUPED, NOT_CODES, 1, 0, 0, -1, FORM},
    {PRIVACY_PHONE, SIGN_PHONE_LOOSE, NOT_CODES, 1, 0, 0, -1, FORM},
    {PRIVACY_PHONE, SIGN_PHONE_MOBILE, NAMED, 1, 0, 0, -1, HEAD},
    {PRIVACY_PHONE, SIGN_PHONE_SHORT, NAMED, 1, 0, 0, -1, HEAD},
    {PRIVACY_PHONE, SIGN_PHONE_LANDLINE, NAMED, 1, 0, 0, -1, HEAD},
    {PRIVACY_PHONE, SIGN_PHONE_MOBILE, NOT_CODES, 1, 800, AMONG_NUMBERS, SAMPLED_PHONE, FORM},
    {PRIVACY_PHONE, SIGN_PHONE_SHORT, NOT_CODES, 4, 950, AMONG_CELLS, SAMPLED_PHONE,
     N_("nine digits that begin with 6, 8 or 9: mobile numbers that lost their zero")},
    {PRIVACY_PHONE, SIGN_PHONE_LANDLINE, NOT_CODES, 2, 800, AMONG_NUMBERS, SAMPLED_PHONE, FORM},
    {PRIVACY_EMAIL, SIGN_EMAIL, ALWAYS, 1, 0, 0, -1, N_("e-mail addresses that are no office's mail box")},
    {PRIVACY_BANK, SIGN_BANK_SAID, ALWAYS, 1, 0, 0, -1, SAID},
    {PRIVACY_BANK, SIGN_BANK_GROUPED, NOT_CODES, 1, 0, 0, -1, FORM},
    {PRIVACY_BANK, SIGN_BANK_PLAIN, NAMED, 1, 0, 0, -1, HEAD},
    {PRIVACY_LINE, SIGN_LINE_SAID, ALWAYS, 1, 0, 0, -1, SAID},
    {PRIVACY_LINE, SIGN_LINE_SHAPE, NAMED | NOT_PROSE, 1, 500, AMONG_CELLS, -1, HEAD},
    {PRIVACY_PLATE, SIGN_PLATE_SAID, ALWAYS, 1, 0, 0, -1, SAID},
    {PRIVACY_PLATE, SIGN_PLATE_FULL, NOT_PROSE, 1, 300, AMONG_CELLS, -1, FORM},
    {PRIVACY_PLATE, SIGN_PLATE_SHAPE, NAMED, 1, 0, 0, -1, HEAD},
    {PRIVACY_PLATE, SIGN_PLATE_SHAPE, NOT_CODES | NOT_PROSE, 3, 800, AMONG_CELLS, SAMPLED_LETTERS, FORM},
    {PRIVACY_BIRTH, SIGN_BIRTH_SAID, ALWAYS, 1, 0, 0, -1, SAID},
    {PRIVACY_BIRTH, SIGN_DATE, NAMED, 1, 0, 0, -1, HEAD},
    {PRIVACY_ADDRESS, SIGN_ADDRESS_HOME, ALWAYS, 1, 0, 0, -1, N_("house numbers (บ้านเลขที่)")},
    {PRIVACY_ADDRESS, SIGN_ADDRESS, NOT_OFFICE | NOT_PROSE, 1, 300, AMONG_CELLS, -1,
     N_("a house number with road, subdistrict or district")},
    {PRIVACY_NAME, SIGN_NAME_TITLED, ALWAYS, 1, 0, 0, -1, N_("a title or rank with a name behind it")},
    {PRIVACY_NAME, SIGN_NAME_ALMOST, NOT_PROSE, 2, 500, AMONG_CELLS, -1,
     N_("a title or rank with a name behind it")},
    {PRIVACY_NAME, SIGN_NAME_WORDS, NAMED, 1, 0, 0, -1, HEAD},
    {PRIVACY_NAME, SIGN_NAME_WORDS, PEOPLE | NOT_PROSE, 3, 800, AMONG_CELLS, SAMPLED_WORDS, HEAD},
};

privacy_signs privacy_signs_of_prose(void)
{
    privacy_signs signs = SIGN_BIT(SIGN_ID_PLAIN) | SIGN_BIT(SIGN_ID_GROUPED) | SIGN_BIT(SIGN_ID_GLUED);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        if ((ROWS[i].conditions & (NAMED | PEOPLE | NOT_PROSE)) == 0)
            signs |= SIGN_BIT(ROWS[i].sign);
    return signs;
}

/* Numbers that differ from their beginning on: a series has one beginning, or few. The letters of plates
 * differ more than those of the agencies that number something. */
static bool differ(const struct privacy_tally *tally, const struct verdict_row *row, size_t seen)
{
    size_t right;
    if (row->sampled < 0)
        return true;
    size_t groups = sketch_groups(tally->sketches[row->sampled], &right);
    if (row->kind == PRIVACY_PLATE)
        return groups * 3 >= (seen < 300 ? seen : 300);
    if (groups < 3)
        return groups * 2 >= seen;
    return groups * 20 >= (seen < SKETCH_GROUPS ? seen : 0);
}

static bool holds(const struct verdict_row *row, const struct privacy_subject *subject,
                  const struct header_hints *hints)
{
    unsigned met = (hints->kind == row->kind ? NAMED : 0U) | (hints->people ? PEOPLE : 0U);
    unsigned against = (hints->codes ? NOT_CODES : 0U) | (hints->office ? NOT_OFFICE : 0U) |
                       (subject->prose ? NOT_PROSE : 0U) | (hints->amounts ? NOT_AMOUNTS : 0U);
    unsigned needed = row->conditions & (NAMED | PEOPLE);
    return (met & needed) == needed && (row->conditions & against) == 0;
}

static size_t all_of(const struct privacy_tally *tally, enum among among)
{
    const size_t *seen = tally->seen;
    if (among == AMONG_NUMBERS)
        return seen[SIGN_NUMBER_LONG] + seen[SIGN_PHONE_MOBILE] + seen[SIGN_PHONE_SHORT] +
               seen[SIGN_PHONE_LANDLINE];
    if (among == AMONG_SHORTENED)
        return seen[SIGN_SHORTENED] + seen[SIGN_ID_DAMAGED];
    return tally->cells;
}

static bool applies(const struct verdict_row *row, const struct privacy_tally *tally)
{
    size_t seen = tally->seen[row->sign];
    return seen >= row->least && seen * 1000 >= all_of(tally, row->among) * row->permille &&
           differ(tally, row, seen);
}

/* ---- citizen numbers: the share that passes, against the one in ten that passes by chance ---- */

#define SAMPLE_LEAST 5 /* fewer beginnings than this are a series or two, which prove nothing */

/* So unlikely must it be that chance alone brings about so many right ones: in a column that may hold
 * anything, and in one that is named or made like codes. The first is the share of columns of other numbers
 * that are kept back in error. */
#define UNLIKELY 0.06
#define UNLIKELY_CODES 0.001

/* How likely `right` or more of `count` pass, each with `chance`. */
static double likelihood(size_t right, size_t count, double chance)
{
    double n = (double)count, k = (double)right;
    double term =
        exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(chance) + (n - k) * log1p(-chance));
    double sum = 0;
    if (k <= n * chance)
        return 1;
    for (; k <= n && term > sum * 1e-9; k++) {
        sum += term;
        term *= (n - k) / (k + 1) * chance / (1 - chance);
    }
    return sum;
}

/* The check digit is one of eleven, of which two are written 1: numbers that all end in 1 pass twice as
 * often. */
static double chance_of(const struct privacy_tally *tally)
{
    double count = (double)(tally->seen[SIGN_ID_PLAIN] + tally->seen[SIGN_ID_PLAIN_WRONG]);
    return (1 + (double)tally->seen[SIGN_ID_ENDS_ONE] / count) / 11;
}

static bool plain_citizens(const struct privacy_tally *tally, const struct header_hints *hints)
{
    size_t right = tally->seen[SIGN_ID_PLAIN];
    size_t count = right + tally->seen[SIGN_ID_PLAIN_WRONG];
    bool barcodes = count >= 3 && tally->seen[SIGN_BARCODE] * 10 >= count * 9;
    if (right == 0)
        return false;
    if (hints->personal && hints->kind == PRIVACY_CITIZEN)
        return true;
    bool codes = hints->codes || hints->amounts || barcodes;
    if (right == count && (!codes || count > 1))
        return !barcodes || count > 3;
    double limit = codes ? UNLIKELY_CODES : UNLIKELY, chance = chance_of(tally);
    if (right * 2 >= count)
        return likelihood(right, count, chance) <= limit;
    size_t sample_right;
    size_t sample = sketch_groups(tally->sketches[SAMPLED_ID], &sample_right);
    return sample >= SAMPLE_LEAST && likelihood(sample_right, sample, chance) <= limit;
}

/* Grouped as on the card each of them speaks for itself, unless most others of that form are wrong. */
static bool grouped_citizens(const struct privacy_tally *tally, const struct header_hints *hints)
{
    size_t right = tally->seen[SIGN_ID_GROUPED], count = right + tally->seen[SIGN_ID_GROUPED_WRONG];
    return right > 0 &&
           (right == count || likelihood(right, count, 0.1) <= (hints->codes ? UNLIKELY_CODES : UNLIKELY));
}

/* Part of a code is what digits mostly are between letters; numbers of persons all pass. */
static bool glued_citizens(const struct privacy_tally *tally)
{
    size_t right = tally->seen[SIGN_ID_GLUED], count = right + tally->seen[SIGN_ID_GLUED_WRONG];
    return right >= 2 && likelihood(right, count, 0.1) <= (count < 4 ? UNLIKELY : UNLIKELY_CODES);
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
    static const struct verdict_row GLUED = {
        .kind = PRIVACY_CITIZEN,
        .sign = SIGN_ID_GLUED,
        .why = N_(
            "thirteen digits with the right check digit within codes, more often than chance would have it"),
    };
    if (grouped_citizens(tally, hints))
        add_sign(verdicts, count, tally, &GROUPED);
    if (plain_citizens(tally, hints))
        add_sign(verdicts, count, tally, &PLAIN);
    if (glued_citizens(tally))
        add_sign(verdicts, count, tally, &GLUED);
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
