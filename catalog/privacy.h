/* Personal data in texts: what is looked for, and the verdict on a column.
 *
 * A detector looks at one text (a cell, a string of metadata, a paragraph of a file) and gives the signs that
 * it shows. Signs are tallied by column; the verdict is for the column, because one number of thirteen digits
 * in ten passes a citizen number's check by chance: a column of barcodes shows the sign and is no personal
 * data, three citizen numbers in a column of remarks are. What a tally comes to does not depend on the order
 * of the cells nor on how they were shared among threads.
 *
 * Nothing here keeps a value: a tally holds counts, row numbers and hashes that are dropped with it.
 *
 * Sources: the citizen number's check digit, thai-metadata.md 8.7 (13 digits; s = sum of d[i] * (13 - i) for
 * i from 0 to 11; check digit (11 - s mod 11) mod 10; first digit 1 to 8 a person, 0 a juristic person);
 * GS1 General Specifications 7.9 (barcodes); numbering plan of NBTC (telephones).
 */
#ifndef BANCHI_CATALOG_PRIVACY_H
#define BANCHI_CATALOG_PRIVACY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/code.h"
#include "base/text.h"

struct arena;
struct privacy_sketch;

enum privacy_kind {
    PRIVACY_CITIZEN,
    PRIVACY_PASSPORT,
    PRIVACY_PHONE,
    PRIVACY_EMAIL,
    PRIVACY_BANK,
    PRIVACY_LINE,
    PRIVACY_PLATE,
    PRIVACY_BIRTH,
    PRIVACY_ADDRESS,
    PRIVACY_NAME,
    PRIVACY_NAMED, /* a column named like personal data, whatever it holds */
    PRIVACY_KINDS
};

enum code privacy_kind_code(enum privacy_kind kind);

/* What a text can show. */
enum privacy_sign {
    SIGN_ID_GROUPED,       /* 1-2345-67890-12-1, right check digit */
    SIGN_ID_GROUPED_WRONG, /* so grouped, wrong check digit */
    SIGN_ID_SAID,          /* right check digit, behind a word that says so */
    SIGN_ID_PLAIN,         /* 13 digits, right check digit */
    SIGN_ID_PLAIN_WRONG,
    SIGN_ID_ENDS_ONE, /* of these two: the check digit is 1, which is right twice as often */
    SIGN_ID_GLUED,    /* the same as part of a code: ID1234567890121 */
    SIGN_ID_GLUED_WRONG,
    SIGN_ID_JURISTIC, /* first digit 0, right check digit */
    SIGN_ID_DAMAGED,  /* 1.1017E+12: what a spreadsheet makes of one */
    SIGN_SHORTENED,   /* 1.1017E+9: of another number */
    SIGN_BARCODE,     /* 13 digits with the right check digit of GS1 */
    SIGN_PASSPORT_SHAPE,
    SIGN_PASSPORT_SAID,
    SIGN_PHONE_GROUPED, /* with hyphens or blanks where people write them, or +66 */
    SIGN_PHONE_SAID,
    SIGN_PHONE_MOBILE, /* ten digits in one and nothing else */
    SIGN_PHONE_LOOSE,  /* the same among other words */
    SIGN_PHONE_SHORT,  /* nine digits: a mobile number that lost its zero */
    SIGN_PHONE_LANDLINE,
    SIGN_NUMBER_LONG, /* 9 to 13 digits in one and nothing else, and no telephone's */
    SIGN_EMAIL,
    SIGN_EMAIL_ROLE, /* an office's mail box, not a person's */
    SIGN_BANK_GROUPED,
    SIGN_BANK_SAID,
    SIGN_BANK_PLAIN,
    SIGN_LINE_SAID,
    SIGN_LINE_SHAPE, /* one word of Latin letters with a digit or a sign in it */
    SIGN_PLATE_SHAPE,
    SIGN_PLATE_FULL, /* with a digit in front or the province behind */
    SIGN_PLATE_SAID,
    SIGN_BIRTH_SAID,
    SIGN_DATE,
    SIGN_ADDRESS_HOME, /* says บ้านเลขที่ */
    SIGN_ADDRESS,
    SIGN_NAME_TITLED,
    SIGN_NAME_ALMOST, /* a title and one word */
    SIGN_NAME_TITLE,  /* a title alone */
    SIGN_NAME_WORDS,  /* two or three words of Thai letters and nothing else */
    SIGN_COUNT
};
typedef uint64_t privacy_signs; /* a set: bit (1 << sign) */
#define SIGN_BIT(sign) (UINT64_C(1) << (sign))

/* Signs that count only in a column named so (privacy_named). */
#define SIGNS_OF_NAMED (SIGN_BIT(SIGN_DATE) | SIGN_BIT(SIGN_LINE_SHAPE))

/* Mail boxes of offices, by the part before the "@": those built in, and catalog.json's. */
struct privacy_roles {
    const struct slice *names;
    size_t count;
};

/* ---- one text ---- */

/* What one text shows, with the hashes that a tally needs. */
struct privacy_look {
    privacy_signs signs;
    uint64_t group[4]; /* by enum privacy_sampled: hash of the part that running numbers have in common */
    uint64_t whole[4]; /* and of the whole number */
    bool sampled[4];
    bool right; /* the plain number's check digit is right */
};

enum privacy_sampled { SAMPLED_ID, SAMPLED_PHONE, SAMPLED_LETTERS, SAMPLED_WORDS };

void privacy_see(const struct privacy_roles *roles, struct slice text, struct privacy_look *look);

/* Whether the text, shown by itself, might tell of a person: then a report masks it. Wider than a verdict;
 * but hashes and UUIDs tell of nobody, whatever digits they have. */
bool privacy_shows(struct slice text);

/* Adds the text, those of its words as dots that might tell of a person: what stands outside of a value may
 * repeat one (the name of a file, of a key, the words of a lower layer). */
void privacy_add_masked(struct text *out, struct slice text);

/* The text with every letter and digit as a dot: its shape. At most 40 of them. */
char *privacy_mask(struct arena *arena, struct slice text);

/* ---- a column ---- */

/* What a column is called and said to be; none of it need be given. */
struct privacy_subject {
    struct slice name;
    struct slice title;
    bool prose; /* not a column but a whole text: one sign is enough where it says what it is */
};

struct privacy_tally {
    struct arena *arena; /* of the thread that adds */
    size_t cells;        /* with a value: counted by whoever looks at them */
    size_t seen[SIGN_COUNT];
    size_t first[SIGN_COUNT]; /* the lowest row that shows it */
    struct privacy_sketch *sketches[4];
};

void privacy_tally_add(struct privacy_tally *tally, const struct privacy_look *look, size_t row);
void privacy_tally_join(struct privacy_tally *into, const struct privacy_tally *from);

struct privacy_verdict {
    enum privacy_kind kind;
    const char *why; /* a msgid */
    size_t cells;    /* that show it; 0: the name alone */
    size_t row;      /* the first of them */
};

/* At most one verdict a kind; returns how many. */
size_t privacy_judge(const struct privacy_subject *subject, const struct privacy_tally *tally,
                     struct privacy_verdict verdicts[static PRIVACY_KINDS]);

/* Signs that can make a verdict in prose whatever it is called. */
privacy_signs privacy_signs_of_prose(void);

/* Whether a column of that name and title is named like personal data, and of which kind; also where only the
 * values tell whether it is ("line"). */
bool privacy_named(const struct privacy_subject *subject, enum privacy_kind *kind);

/* Whether the value may be a person's name without a title: two or three words of Thai that begin as nothing
 * else does. */
bool privacy_is_name(struct slice value);

/* Whether words alone may be names in a column called so; else SIGN_NAME_WORDS does not count there. */
bool privacy_words_are_names(const struct privacy_subject *subject);

#endif
