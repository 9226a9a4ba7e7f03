/* The command line: which options there are, which command takes which, and what was said.
 *
 * One table holds all options; each command names the ones it takes by their bits. An option that a command
 * does not take is wrong use, never passed over.
 */
#ifndef BANCHI_COMMAND_OPTIONS_H
#define BANCHI_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/problem.h"
#include "base/text.h"

/* One bit each; more than an enum of C17 can hold. */
#define OPTION_FOLDER (UINT64_C(1) << 0)
#define OPTION_LANGUAGE (UINT64_C(1) << 1)
#define OPTION_HELP (UINT64_C(1) << 2)
#define OPTION_JSON (UINT64_C(1) << 3)
#define OPTION_LIMIT (UINT64_C(1) << 4)
#define OPTION_PORTAL (UINT64_C(1) << 5)
#define OPTION_FAIL_ON (UINT64_C(1) << 6)
#define OPTION_CHECK (UINT64_C(1) << 7)
#define OPTION_ALL (UINT64_C(1) << 8)
#define OPTION_EXIT_CODE (UINT64_C(1) << 9)
#define OPTION_PORT (UINT64_C(1) << 10)
#define OPTION_STOCK (UINT64_C(1) << 11)
#define OPTION_RESET (UINT64_C(1) << 12)
#define OPTION_NAME (UINT64_C(1) << 13)
#define OPTION_TITLE (UINT64_C(1) << 14)
#define OPTION_VERSION (UINT64_C(1) << 15)
#define OPTION_VERBOSE (UINT64_C(1) << 16)
#define OPTION_PROFILE (UINT64_C(1) << 17)
#define OPTION_LINES (UINT64_C(1) << 18)
#define OPTION_THREADS (UINT64_C(1) << 19)
#define OPTION_FAULT (UINT64_C(1) << 20)
#define OPTION_KEY (UINT64_C(1) << 21)
#define OPTION_REMOVE (UINT64_C(1) << 22)
#define OPTION_DUE (UINT64_C(1) << 23)
#define OPTION_DRY_RUN (UINT64_C(1) << 24)
#define OPTION_FROM (UINT64_C(1) << 25)
#define OPTION_KEEP_NAMES (UINT64_C(1) << 26)
#define OPTION_RENAME_HEADER (UINT64_C(1) << 27)
#define OPTION_CALENDAR (UINT64_C(1) << 28)
#define OPTION_TODAY (UINT64_C(1) << 29)
#define OPTION_REJECTS (UINT64_C(1) << 31)
#define OPTION_TAKE_PORTAL (UINT64_C(1) << 32)
#define OPTION_KEEP_MINE (UINT64_C(1) << 33)
#define OPTION_ALLOW (UINT64_C(1) << 34)
#define OPTION_OUTPUT (UINT64_C(1) << 35)
#define OPTION_MATCH (UINT64_C(1) << 36)
#define OPTION_CACERT (UINT64_C(1) << 37)
#define OPTION_NO_CHECK (UINT64_C(1) << 38)
#define OPTION_QUIET (UINT64_C(1) << 39)
#define OPTION_COLUMN (UINT64_C(1) << 40)
#define OPTION_BY (UINT64_C(1) << 41)
#define OPTION_REASON (UINT64_C(1) << 42)
#define OPTION_UNTIL (UINT64_C(1) << 43)
#define OPTION_HTML (UINT64_C(1) << 50)
#define OPTION_TO (UINT64_C(1) << 51)
#define OPTION_ORGANIZATION (UINT64_C(1) << 52)
#define OPTION_LINKS (UINT64_C(1) << 53)

/* Options that every command takes. */
#define OPTIONS_COMMON (OPTION_FOLDER | OPTION_LANGUAGE | OPTION_HELP)

/* The values of an option that may be given several times, with commas, or several words behind it. */
#define OPTION_WORDS 64
struct words {
    const char *words[OPTION_WORDS];
    bool behind[OPTION_WORDS]; /* a word of its own behind the first: perhaps an operand */
    size_t count;
};

struct options {
    uint64_t given; /* bits of the options that were given */
    const char *folder;
    const char *language;
    const char *portal;
    const char *name;
    const char *title;
    const char *fault;
    const char *key;
    const char *calendar;
    struct date today;
    long due_days;
    const char *profile;
    const char *lines;
    const char *output;
    const char *html;
    const char *to;
    const char *column;
    const char *by;
    const char *reason;
    const char *until;
    const char *rejects;
    const char *organization;
    struct words take;
    struct words keep;
    struct words allow;
    struct words match;
    const char *from;
    const char *cacert;
    unsigned threads;
    size_t limit; /* SIZE_MAX: no limit */
    bool fail_on_warning;
    uint16_t port;
    const char *command; /* NULL when none was given */
    char **operands;
    size_t operand_count;
};

static inline bool option_given(const struct options *options, uint64_t bit)
{
    return (options->given & bit) != 0;
}

/* Only --lang, wherever it stands: messages about wrong use should already be in the language asked for. */
const char *options_language(int argc, char **argv);

/* Reads the command line. False with PROBLEM_USAGE. */
bool options_read(int argc, char **argv, struct options *options, struct problem *problem);

/* Shells put a slash behind the name of a folder, and each dataset is one: cuts them off the first operands.
 */
void options_cut_slashes(struct options *options, size_t count);

/* The name of an option in `bits`, "--json"; for messages. */
const char *option_name(uint64_t bits);

/* Adds the lines of --help about the options in `bits`. */
void options_describe(uint64_t bits, struct text *out);

#endif
