/* The detectors of signs: each looks at a window of plain text and adds what it finds. Internal to
 * catalog/privacy*.c.
 */
#ifndef BANCHI_CATALOG_PRIVACY_SIGN_H
#define BANCHI_CATALOG_PRIVACY_SIGN_H

#include "catalog/privacy.h"
#include "catalog/privacy_plain.h"

/* Digits in one or more groups. */
#define NUMBER_DIGITS 40
#define NUMBER_GROUPS 12
struct number {
    const char *from; /* the first digit */
    const char *end;
    char digits[NUMBER_DIGITS + 1]; /* all groups, one after the other */
    size_t count;
    uint8_t groups[NUMBER_GROUPS]; /* lengths */
    char between[NUMBER_GROUPS];   /* what stands before a group: one of "- ._/"; NUL before the first */
    size_t group_count;
    bool plus;   /* a "+" before it */
    bool behind; /* a Latin letter or an underscore right before it or behind it: part of a code */
    bool whole;  /* it is all of the text, but for blanks, quotes and an apostrophe in front */
};

/* The detectors of numbers, in privacy_number.c: identity, barcode, passport, telephone, bank account, plate.
 */
void see_numbers(struct slice text, struct privacy_look *look);

/* Those of words, in privacy_word.c: mail, LINE, birth, address; in privacy_name.c: names. */
void see_mail(struct slice text, const struct privacy_roles *roles, struct privacy_look *look);
void see_line(struct slice text, struct privacy_look *look);
void see_birth(struct slice text, struct privacy_look *look);
/* Whether what follows "เกิด" tells that something happened, not that somebody was born: เกิดเหตุ. */
bool birth_happened(struct slice behind);
void see_date(struct slice text, struct privacy_look *look);
void see_address(struct slice text, struct privacy_look *look);
void see_names(struct slice text, struct privacy_look *look);

/* Words without which these see nothing, in small letters, for a first look; NULL behind the last. Those of
 * birth, homes, plates and passports see nothing without a digit either. */
extern const char *const words_of_line[],
    *const words_of_birth[], *const words_of_homes[], *const words_of_plates[], *const words_of_passports[],
                                                                                    *const latin_titles[];

/* The titles and ranks by which Thai names are found; NULL behind the last. */
const char *name_title(size_t number);

/* Whether the title that stands at `at` has a name behind it, and is no part of a word; `whole`: the text
 * begins there. */
bool name_stands(struct slice text, const char *at, bool whole);

static inline void look_add(struct privacy_look *look, enum privacy_sign sign)
{
    look->signs |= SIGN_BIT(sign);
}

static inline bool look_has(const struct privacy_look *look, enum privacy_sign sign)
{
    return (look->signs & SIGN_BIT(sign)) != 0;
}

/* The group is what running numbers have in common, the whole what tells them apart. */
static inline void look_sample(struct privacy_look *look, enum privacy_sampled which, struct slice group,
                               struct slice whole)
{
    look->sampled[which] = true;
    look->group[which] = plain_hash(group.at, group.length);
    look->whole[which] = plain_hash(whole.at, whole.length);
}

#endif
