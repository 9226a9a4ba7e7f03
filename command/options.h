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

#include "base/problem.h"
#include "base/text.h"

enum option_bit {
    OPTION_FOLDER = 1 << 0,
    OPTION_LANGUAGE = 1 << 1,
    OPTION_HELP = 1 << 2,
    OPTION_JSON = 1 << 3,
    OPTION_LIMIT = 1 << 4,
    OPTION_PORTAL = 1 << 5,
    OPTION_FAIL_ON = 1 << 6,
    OPTION_CHECK = 1 << 7,
    OPTION_ALL = 1 << 8,
    OPTION_EXIT_CODE = 1 << 9,
    OPTION_PORT = 1 << 10,
    OPTION_STOCK = 1 << 11,
    OPTION_RESET = 1 << 12,
    OPTION_NAME = 1 << 13,
    OPTION_TITLE = 1 << 14,
    OPTION_VERSION = 1 << 15,
    OPTION_VERBOSE = 1 << 16,
    OPTION_PROFILE = 1 << 17,
    OPTION_LINES = 1 << 18,
    OPTION_THREADS = 1 << 19,
    OPTION_FAULT = 1 << 20,
    OPTION_KEY = 1 << 21,
    OPTION_REMOVE = 1 << 22,
    OPTION_DUE = 1 << 23,
    OPTION_DRY_RUN = 1 << 24,
    OPTION_FROM = 1 << 25,
    OPTION_KEEP_NAMES = 1 << 26,
    OPTION_RENAME_HEADER = 1 << 27,
    OPTION_CALENDAR = 1 << 28,
    OPTION_TODAY = 1 << 29,
};

/* Options that every command takes. */
#define OPTIONS_COMMON (OPTION_FOLDER | OPTION_LANGUAGE | OPTION_HELP)

struct options {
    uint32_t given; /* bits of the options that were given */
    const char *folder;
    const char *language;
    const char *portal;
    const char *name;
    const char *title;
    const char *fault;
    const char *key;
    const char *profile;
    const char *lines;
    const char *from;
    unsigned threads;
    size_t limit; /* SIZE_MAX: no limit */
    bool fail_on_warning;
    uint16_t port;
    const char *command; /* NULL when none was given */
    char **operands;
    size_t operand_count;
};

static inline bool option_given(const struct options *options, enum option_bit bit)
{
    return (options->given & (uint32_t)bit) != 0;
}

/* Only --lang, wherever it stands: messages about wrong use should already be in the language asked for. */
const char *options_language(int argc, char **argv);

/* Reads the command line. False with PROBLEM_USAGE. */
bool options_read(int argc, char **argv, struct options *options, struct problem *problem);

/* Shells put a slash behind the name of a folder, and each dataset is one: cuts them off the first operands.
 */
void options_cut_slashes(struct options *options, size_t count);

/* The name of an option in `bits`, "--json"; for messages. */
const char *option_name(uint32_t bits);

/* Adds the lines of --help about the options in `bits`. */
void options_describe(uint32_t bits, struct text *out);

#endif
