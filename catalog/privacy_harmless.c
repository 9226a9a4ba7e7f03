#include "catalog/privacy_harmless.h"

#include <stdint.h>

/* Longer ones are left to the detectors, since the counts below would not fit. */
#define LONGEST ((size_t)64)

/* With more Latin letters a word may stand there that says what the number behind it is ("passport",
 * "lineid"). */
#define LETTERS_MOST 6

/* By ASCII character: what it is counted as. */
enum { OTHER, DIGIT, LETTER, POINT, JOINT, LETTER_D, LETTER_O, LETTER_B };
static const char CLASSES[] = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" /* controls */
                              "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                              "\0\0\0\0\0\0\0\0\0\0\0\0\0\4\3\4" /*  !"#$%&'()*+,-./ */
                              "\1\1\1\1\1\1\1\1\1\1\0\0\0\0\0\0" /* 0123456789:;<=>? */
                              "\0\2\7\2\5\2\2\2\2\2\2\2\2\2\2\6" /* @ABCDEFGHIJKLMNO */
                              "\2\2\2\2\2\2\2\2\2\2\2\0\0\0\0\4" /* PQRSTUVWXYZ[\]^_ */
                              "\0\2\7\2\5\2\2\2\2\2\2\2\2\2\2\6" /* `abcdefghijklmno */
                              "\2\2\2\2\2\2\2\2\2\2\2\0\0\0\0\0" /* pqrstuvwxyz{|}~ */;

/* The counts in one number, of eight bits each. */
#define COUNT_OF(class) (UINT64_C(1) << (8 * (class)))
static const uint64_t WEIGHTS[] = {
    [DIGIT] = COUNT_OF(DIGIT),
    [LETTER] = COUNT_OF(LETTER),
    [POINT] = COUNT_OF(POINT),
    [JOINT] = 0,
    [LETTER_D] = COUNT_OF(LETTER) + COUNT_OF(LETTER_D),
    [LETTER_O] = COUNT_OF(LETTER) + COUNT_OF(LETTER_O),
    [LETTER_B] = COUNT_OF(LETTER) + COUNT_OF(LETTER_B),
};

static size_t count_of(uint64_t counts, unsigned class)
{
    return (size_t)(counts >> (8 * class) & 0xFF);
}

bool privacy_harmless(struct slice cell)
{
    uint64_t counts = 0;
    if (cell.length <= HARMLESS_BYTES)
        return true;
    if (cell.length > LONGEST)
        return false;
    for (size_t i = 0; i < cell.length; i++) {
        unsigned char c = (unsigned char)cell.at[i];
        unsigned class = c < 0x80 ? (unsigned)CLASSES[c] : OTHER;
        if (class == OTHER)
            return false;
        counts += WEIGHTS[class];
    }
    size_t digits = count_of(counts, DIGIT), letters = count_of(counts, LETTER);
    bool passport = letters >= 1 && letters <= 2 && digits >= 6 && digits <= 8;
    bool decimal = letters > 0 && count_of(counts, POINT) > 0; /* 1.1017E12: a number may hide in it */
    bool birth = digits >= 4 && count_of(counts, LETTER_D) > 0 && count_of(counts, LETTER_O) > 0 &&
                 count_of(counts, LETTER_B) > 0; /* "dob" and a year */
    return digits <= HARMLESS_DIGITS && letters <= LETTERS_MOST && !passport && !decimal && !birth;
}
