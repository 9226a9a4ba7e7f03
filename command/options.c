#include "command/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/limits.h"
#include "base/utf8.h"

struct option_row {
    uint64_t bit;
    const char *name;
    char letter;
    const char *argument; /* NULL: takes none */
    const char *help;
};

static const struct option_row rows[] = {
    {OPTION_FOLDER, "directory", 'C', "DIR",
     N_("work in the workspace DIR instead of looking upwards from here")},
    {OPTION_PORTAL, "portal", 0, "NAME",
     N_("the portal of catalog.json to talk to (default: CKAN_URL, then "
        "default_portal, then the sandbox)")},
    {OPTION_PROFILE, "profile", 0, "NAME|FILE",
     N_("the rules for metadata: a built-in profile, or the file of a JSON Schema")},
    {OPTION_LINES, "lines", 0, "FILE",
     N_("check the documents in FILE, one a line, instead of other files; - is standard input")},
    {OPTION_REJECTS, "rejects", 0, "FILE",
     N_("also write file, row, line, column and code of each finding about a row to the CSV file FILE")},
    {OPTION_THREADS, "threads", 0, "N", N_("how many threads check, 1 to 64 (default: 1; large tables: 2)")},
    {OPTION_LIMIT, "limit", 0, "N", N_("show at most N findings a rule a file, 0 for all (default: 20)")},
    {OPTION_FAIL_ON, "fail-on", 0, "LEVEL",
     N_("error or warning: from which level on the exit status is 1 "
        "(default: error)")},
    {OPTION_JSON, "json", 0, NULL, N_("one JSON object on standard output and nothing else")},
    {OPTION_CHECK, "check", 0, NULL,
     N_("change nothing, exit with 1 when something would change, or is overdue")},
    {OPTION_DRY_RUN, "dry-run", 0, NULL, N_("write nothing, tell what would be written")},
    {OPTION_FROM, "from", 0, "SET",
     N_("the character set that the table has: tis-620, windows-874, utf-16le, utf-16be, utf-8")},
    {OPTION_KEEP_NAMES, "keep-names", 0, NULL, N_("headers stay the names, be they Thai")},
    {OPTION_RENAME_HEADER, "rename-header", 0, NULL,
     N_("write the proposed names into the table's first line; the file as it was is kept")},
    {OPTION_ALL, "all", 0, NULL, N_("also what is unchanged")},
    {OPTION_EXIT_CODE, "exit-code", 0, NULL, N_("exit with 3 when changes wait to be published")},
    {OPTION_NAME, "name", 0, "SLUG", N_("the organization's name in portal addresses, a-z 0-9 - _")},
    {OPTION_TITLE, "title", 0, "TEXT", N_("the title")},
    {OPTION_PORT, "port", 0, "N", N_("the port to listen on (default: 5080)")},
    {OPTION_STOCK, "stock", 0, NULL, N_("imitate a plain CKAN without the Thai-GDC schema")},
    {OPTION_RESET, "reset", 0, NULL, N_("empty the sandbox first")},
    {OPTION_FAULT, "fault", 0, "SPEC",
     N_("misbehave on purpose, for tests: KIND[:ACTION[:WHICH]][=VALUE],...")},
    {OPTION_TAKE_PORTAL, "take-portal", 0, "FIELD...",
     N_("write what the portal has in these fields into the files, then go on")},
    {OPTION_KEEP_MINE, "keep-mine", 0, "FIELD...",
     N_("keep what the files have in these fields, though the portal changed them")},
    {OPTION_ALLOW, "allow", 0, "WHAT...", N_("what is done only when named: withdraw, remove-resource")},
    {OPTION_MATCH, "match", 0, "FILE=ID", N_("FILE is the portal's resource ID; may be given several times")},
    {OPTION_ORGANIZATION, "organization", 0, "SLUG",
     N_("whose datasets, by its name in the portal's addresses (default: the catalog's)")},
    {OPTION_LINKS, "links", 0, NULL,
     N_("also fetch what links lead to, from public addresses alone and without the token")},
    {OPTION_OUTPUT, "output", 'o', "FILE", N_("keep the plan in FILE, to be approved and published")},
    {OPTION_CACERT, "cacert", 0, "FILE",
     N_("believe the authorities whose certificates (PEM) are in FILE, instead of the system's")},
    {OPTION_NO_CHECK, "no-check", 0, NULL,
     N_("keep the token without asking the portal whether it knows it")},
    {OPTION_HTML, "html", 0, "FILE", N_("also write the plan as a page to read, print and sign")},
    {OPTION_KEY, "key", 0, "NAME", N_("keep the value and call its key NAME")},
    {OPTION_REMOVE, "remove", 0, NULL, N_("take the key and its value out")},
    {OPTION_COLUMN, "column", 0, "NAME", N_("the column, or the key of metadata, that it is about")},
    {OPTION_BY, "by", 0, "NAME", N_("who answers for it")},
    {OPTION_REASON, "reason", 0, "TEXT", N_("why")},
    {OPTION_UNTIL, "until", 0, "DATE", N_("the last day, as YYYY-MM-DD")},
    {OPTION_TO, "to", 0, "WHEN", N_("back to this: a day, as 2026-10-31, or a commit")},
    {OPTION_DUE, "due", 0, "PERIOD",
     N_("only what is due within so many days or weeks, as 30d or 4w, or overdue")},
    {OPTION_CALENDAR, "ics", 0, "FILE", N_("write the due dates into FILE as a calendar (iCalendar)")},
    {OPTION_TODAY, "today", 0, "DATE", N_("take DATE for today, as 2026-11-22")},
    {OPTION_QUIET, "quiet", 'q', NULL, N_("say nothing when all is well")},
    {OPTION_VERBOSE, "verbose", 'v', NULL, N_("tell each request to the portal on standard error")},
    {OPTION_LANGUAGE, "lang", 0, "CODE", N_("th or en (default: LANGUAGE, LC_ALL, LC_MESSAGES, LANG)")},
    {OPTION_HELP, "help", 'h', NULL, N_("this help")},
    {OPTION_VERSION, "version", 'V', NULL, N_("the version")},
};

#define ROW_COUNT (sizeof rows / sizeof *rows)
#define FIRST_LONG_ONLY 256

const char *options_language(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            return argv[i] + 7;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            return argv[i + 1];
    }
    return NULL;
}

static bool read_number(const char *text, unsigned long most, unsigned long *number)
{
    char *end;
    errno = 0;
    *number = strtoul(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *number <= most;
}

static bool set_limit(struct options *options, const char *value)
{
    unsigned long number;
    if (!read_number(value, SIZE_MAX / 2, &number))
        return false;
    options->limit = number ? number : SIZE_MAX;
    return true;
}

static bool set_port(struct options *options, const char *value)
{
    unsigned long number;
    if (!read_number(value, 65535, &number))
        return false;
    options->port = (uint16_t)number;
    return true;
}

static bool set_threads(struct options *options, const char *value)
{
    unsigned long number;
    if (!read_number(value, LIMIT_THREADS, &number) || number == 0)
        return false;
    options->threads = (unsigned)number;
    return true;
}

/* "30d", "4w"; days where no letter stands. */
static bool set_due(struct options *options, const char *value)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(value, &end, 10);
    options->due_days = (long)number * (*end == 'w' ? 7 : 1);
    end += *end == 'd' || *end == 'w' ? 1 : 0;
    return *value >= '0' && *value <= '9' && *end == '\0' && errno == 0 && number <= 1000000;
}

static bool set_fail_on(struct options *options, const char *value)
{
    options->fail_on_warning = strcmp(value, "warning") == 0;
    return options->fail_on_warning || strcmp(value, "error") == 0;
}

/* One word, or several with commas between; the text is cut at them. */
static bool add_words(struct words *words, char *value, bool behind)
{
    for (char *word = value; word != NULL;) {
        char *comma = strchr(word, ',');
        if (comma != NULL)
            *comma++ = '\0';
        if (*word == '\0' || words->count == OPTION_WORDS)
            return false;
        words->behind[words->count] = behind;
        words->words[words->count++] = word;
        word = comma;
    }
    return true;
}

/* Of the options that take several words. */
static struct words *words_of(struct options *options, uint64_t bit)
{
    return bit == OPTION_TAKE_PORTAL ? &options->take
           : bit == OPTION_KEEP_MINE ? &options->keep
           : bit == OPTION_ALLOW     ? &options->allow
           : bit == OPTION_MATCH     ? &options->match
                                     : NULL;
}

/* Where an option's text goes as it stands. It must not be empty, but for name and title. */
static const struct {
    uint64_t bit;
    size_t place;
    bool may_be_empty;
} texts[] = {
    {OPTION_FOLDER, offsetof(struct options, folder), false},
    {OPTION_PORTAL, offsetof(struct options, portal), false},
    {OPTION_NAME, offsetof(struct options, name), true},
    {OPTION_TITLE, offsetof(struct options, title), true},
    {OPTION_CALENDAR, offsetof(struct options, calendar), false},
    {OPTION_KEY, offsetof(struct options, key), false},
    {OPTION_FAULT, offsetof(struct options, fault), false},
    {OPTION_PROFILE, offsetof(struct options, profile), false},
    {OPTION_LINES, offsetof(struct options, lines), false},
    {OPTION_OUTPUT, offsetof(struct options, output), false},
    {OPTION_ORGANIZATION, offsetof(struct options, organization), false},
    {OPTION_REJECTS, offsetof(struct options, rejects), false},
    {OPTION_HTML, offsetof(struct options, html), false},
    {OPTION_TO, offsetof(struct options, to), false},
    {OPTION_COLUMN, offsetof(struct options, column), false},
    {OPTION_BY, offsetof(struct options, by), false},
    {OPTION_REASON, offsetof(struct options, reason), false},
    {OPTION_UNTIL, offsetof(struct options, until), false},
    {OPTION_FROM, offsetof(struct options, from), false},
    {OPTION_CACERT, offsetof(struct options, cacert), false},
};

static bool set_text(struct options *options, uint64_t bit, const char *value)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].bit == bit) {
            memcpy((char *)options + texts[i].place, &value, sizeof value);
            return *value != '\0' || texts[i].may_be_empty;
        }
    return true;
}

static bool set(struct options *options, const struct option_row *row, char *value)
{
    struct words *words = words_of(options, row->bit);
    options->given |= row->bit;
    if (words != NULL)
        return add_words(words, value, false);
    switch (row->bit) {
    case OPTION_LANGUAGE:
        options->language = value;
        return strcmp(value, "th") == 0 || strcmp(value, "en") == 0;
    case OPTION_DUE:
        return set_due(options, value);
    case OPTION_TODAY:
        return date_read(slice_of(value), &options->today) && options->today.year < DATE_BUDDHIST_FROM;
    case OPTION_THREADS:
        return set_threads(options, value);
    case OPTION_LIMIT:
        return set_limit(options, value);
    case OPTION_PORT:
        return set_port(options, value);
    case OPTION_FAIL_ON:
        return set_fail_on(options, value);
    default:
        return set_text(options, row->bit, value);
    }
}

/* getopt's own tables, made from ours. */
static void make_tables(struct option *long_options, char *letters)
{
    *letters++ = ':';
    for (size_t i = 0; i < ROW_COUNT; i++) {
        int value = rows[i].letter ? rows[i].letter : FIRST_LONG_ONLY + (int)i;
        long_options[i] =
            (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, value};
        if (!rows[i].letter)
            continue;
        *letters++ = rows[i].letter;
        if (rows[i].argument)
            *letters++ = ':';
    }
    *letters = '\0';
}

/* "--take-portal title notes": the words up to the next option belong to it, where the command stands before.
 * They are taken out of `argv`. */
static bool take_words(int *argc, char **argv, struct options *options, struct problem *problem)
{
    struct words *list = NULL;
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        bool take = strncmp(argv[i], "--take-portal", 13) == 0;
        bool mine = strncmp(argv[i], "--keep-mine", 11) == 0;
        bool first = i > 0 && kept > 0 && list != NULL &&
                     (strcmp(argv[i - 1], "--take-portal") == 0 || strcmp(argv[i - 1], "--keep-mine") == 0);
        if (i >= 2 && (take || mine))
            list = take ? &options->take : &options->keep;
        else if (argv[i][0] == '-')
            list = NULL;
        else if (list != NULL && !first) {
            if (!add_words(list, argv[i], true))
                return problem_set(problem, PROBLEM_USAGE, _("--%s does not take the value \"%s\""),
                                   list == &options->take ? "take-portal" : "keep-mine", argv[i]);
            continue;
        }
        argv[kept++] = argv[i];
    }
    *argc = kept;
    return true;
}

static const struct option_row *row_of(int value)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (value == (rows[i].letter ? rows[i].letter : FIRST_LONG_ONLY + (int)i))
            return &rows[i];
    return NULL;
}

static bool wrong_option(char **argv, int value, struct problem *problem)
{
    const char *word = argv[optind - 1];
    if (value == ':')
        return problem_set(problem, PROBLEM_USAGE, _("the option %s wants a value"), word);
    if (optopt && optopt < FIRST_LONG_ONLY)
        return problem_set(problem, PROBLEM_USAGE, _("there is no option -%c"), optopt);
    return problem_set(problem, PROBLEM_USAGE, _("there is no option %s here, or it takes no value"), word);
}

void options_cut_slashes(struct options *options, size_t count)
{
    for (size_t i = 0; i < count && i < options->operand_count; i++) {
        char *operand = options->operands[i];
        for (size_t length = strlen(operand); length > 1 && operand[length - 1] == '/'; length--)
            operand[length - 1] = '\0';
    }
}

bool options_read(int argc, char **argv, struct options *options, struct problem *problem)
{
    struct option long_options[ROW_COUNT + 1] = {0};
    char letters[2 * ROW_COUNT + 2];
    make_tables(long_options, letters);
    *options = (struct options){.limit = LIMIT_FINDINGS_SHOWN, .port = 5080, .threads = 1};
    opterr = 0;
    if (!take_words(&argc, argv, options, problem))
        return false;
    for (int value; (value = getopt_long(argc, argv, letters, long_options, NULL)) != -1;) {
        const struct option_row *row = row_of(value);
        if (!row)
            return wrong_option(argv, value, problem);
        if (!set(options, row, optarg))
            return problem_set(problem, PROBLEM_USAGE, _("--%s does not take the value \"%s\""), row->name,
                               optarg);
    }
    options->command = optind < argc ? argv[optind] : NULL;
    options->operands = argv + optind + (options->command ? 1 : 0);
    options->operand_count = (size_t)(argc - optind) - (options->command ? 1 : 0);
    return true;
}

const char *option_name(uint64_t bits)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (bits & rows[i].bit)
            return rows[i].name;
    return "";
}

void options_describe(uint64_t bits, struct text *out)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (!(bits & rows[i].bit))
            continue;
        struct text left = {0};
        if (rows[i].letter)
            text_format(&left, "-%c, ", rows[i].letter);
        text_format(&left, "--%s", rows[i].name);
        if (rows[i].argument)
            text_format(&left, " %s", rows[i].argument);
        text_format(out, "  %-20s  %s\n", left.at, _(rows[i].help));
        text_free(&left);
    }
}
