#include "portal/fault.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "portal/actions.h"
#include "portal/answer.h"
#include "portal/request.h"

#define ACTION_PREFIX "/api/3/action/"

static const struct fault_kind KINDS[] = {
    {"slow", FAULT_WAIT, .carried_out = true, .value = 1000, .most = LIMIT_FAULT_TIME,
     .help = N_("wait VALUE milliseconds (1000) before the request is carried out")},
    {"crawl", FAULT_CRAWL, .carried_out = true, .value = 256, .least = 4, .most = 1000000,
     .help = N_("take the body of the request at VALUE KiB (256) a second")},
    {"drop-before", FAULT_DROP, .help = N_("drop the line before the request is carried out")},
    {"drop-after", FAULT_DROP, .carried_out = true,
     .help = N_("drop the line after the request was carried out")},
    {"429", FAULT_ANSWER, .status = 429, .value = 1, .most = 86400,
     .help = N_("too many requests: HTML, with Retry-After of VALUE seconds (1)")},
    {"500", FAULT_ANSWER, .status = 500, .json = true, .help = N_("CKAN itself fails: JSON")},
    {"unknown", FAULT_ANSWER, .status = 400, .json = true,
     .help = N_("the action is not known, as in an older CKAN: package_revise before 2.9")},
    {"500-html", FAULT_ANSWER, .status = 500, .help = N_("the server fails: HTML")},
    {"500-after", FAULT_ANSWER, .carried_out = true, .status = 500, .help = N_("HTML 500, but carried out")},
    {"502", FAULT_ANSWER, .status = 502, .help = N_("bad gateway: HTML, not carried out")},
    {"502-after", FAULT_ANSWER, .carried_out = true, .status = 502, .help = N_("HTML 502, but carried out")},
    {"503", FAULT_ANSWER, .status = 503, .most = 86400,
     .help = N_("not available: HTML, with Retry-After where VALUE is not 0")},
    {"504-after", FAULT_ANSWER, .carried_out = true, .status = 504, .help = N_("HTML 504, but carried out")},
    {"truncated", FAULT_CUT, .carried_out = true,
     .help = N_("carried out; half of the answer comes, then nothing")},
    {"html", FAULT_ANSWER, .status = 200, .help = N_("a maintenance page with status 200, not carried out")},
    {"html-after", FAULT_ANSWER, .carried_out = true, .status = 200,
     .help = N_("a page with status 200, but carried out")},
    {"redirect", FAULT_ANSWER, .status = 302, .value = 302, .least = 301, .most = 308,
     .help = N_("a redirect of status VALUE (302) to another place")},
    {"datapusher", FAULT_RELOAD, .value = 1000, .most = LIMIT_FAULT_TIME,
     .help =
         N_("a DataPusher loads each table anew from its file VALUE milliseconds (1000) after the upload")},
    {"xloader", FAULT_RELOAD, .value = 1000, .most = LIMIT_FAULT_TIME,
     .help = N_("the same by an XLoader, which puts its own hash into the resource")},
};

enum { EVERY = 0, SHARE_OF = 100 };

struct fault {
    const struct fault_kind *kind;
    const char *action;
    long value;
    unsigned long from; /* EVERY, or the number of the first that is struck */
    bool onwards;       /* and all after it */
    unsigned share;     /* in a hundred; 0: no share */
    uint64_t seed;
    unsigned long seen;
};

struct faults {
    struct fault *at;
    size_t count;
    size_t room;
    pthread_mutex_t mutex; /* over what counts: seen, seed */
};

/* ---- reading ---- */

static bool wrong(struct problem *problem, const char *spec, const char *what)
{
    return problem_set(problem, PROBLEM_USAGE,
                       _("--fault: \"%s\" cannot be read: %s. It is KIND[:ACTION[:WHICH]][=VALUE], as "
                         "\"drop-before:package_patch:2\"; `banchi help portal` lists the kinds."),
                       spec, what);
}

static bool read_natural(const char *text, const char **end, unsigned long *number)
{
    *number = 0;
    *end = text;
    while (**end >= '0' && **end <= '9' && *number <= 1000000000UL)
        *number = *number * 10 + (unsigned long)(*(*end)++ - '0');
    return *end > text && *number <= 1000000000UL;
}

static bool read_which(struct fault *fault, const char *text)
{
    const char *end;
    unsigned long number, seed = 1;
    if (!read_natural(text, &end, &number))
        return false;
    if (*end == '%') {
        bool seeded = end[1] == '\0' || (read_natural(end + 1, &end, &seed) && *end == '\0');
        fault->share = (unsigned)number;
        fault->seed = seed;
        return seeded && number >= 1 && number <= SHARE_OF;
    }
    fault->from = number;
    fault->onwards = *end == '+';
    return number > 0 && (strcmp(end, "") == 0 || strcmp(end, "+") == 0);
}

static bool action_is_known(const char *name)
{
    static const char *const words[] = {"any", "read", "write", "download", "dump"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return action_exists(name);
}

static bool read_value(struct fault *fault, const char *text)
{
    const char *end;
    unsigned long number;
    if (fault->kind->most == 0 || !read_natural(text, &end, &number) || *end != '\0')
        return false;
    fault->value = (long)number;
    return fault->value >= fault->kind->least && fault->value <= fault->kind->most;
}

/* Splits at the first `mark`; NULL where there is none. */
static char *split(char *text, char mark)
{
    char *at = text == NULL ? NULL : strchr(text, mark);
    if (at != NULL)
        *at++ = '\0';
    return at;
}

static bool read_one(struct arena *arena, const char *spec, struct fault *fault, struct problem *problem)
{
    char *name = arena_string(arena, spec);
    const char *value = split(name, '=');
    char *action = split(name, ':');
    const char *which = split(action, ':');
    *fault = (struct fault){.action = action == NULL ? "any" : action};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(KINDS[i].name, name) == 0)
            fault->kind = &KINDS[i];
    if (fault->kind == NULL)
        return wrong(problem, spec, _("there is no such kind"));
    fault->value = fault->kind->value;
    if (fault->kind->effect == FAULT_RELOAD && action != NULL)
        return wrong(problem, spec, _("this kind takes no action"));
    if (!action_is_known(fault->action))
        return wrong(problem, spec, _("there is no such action"));
    if (which != NULL && !read_which(fault, which))
        return wrong(problem, spec, _("WHICH is N, N+ or P%"));
    if (value != NULL && !read_value(fault, value))
        return wrong(problem, spec, _("the kind does not take this value"));
    return true;
}

struct faults *faults_read(struct arena *arena, const char *spec, struct problem *problem)
{
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    char *rest = arena_string(arena, spec);
    *faults = (struct faults){0};
    while (rest != NULL) {
        char *next = split(rest, ',');
        faults->at = arena_grow(arena, faults->at, faults->count, &faults->room, sizeof *faults->at);
        if (!read_one(arena, rest, &faults->at[faults->count++], problem))
            return NULL;
        rest = next;
    }
    pthread_mutex_init(&faults->mutex, NULL);
    return faults;
}

void faults_end(struct faults *faults)
{
    if (faults != NULL)
        pthread_mutex_destroy(&faults->mutex);
}

void faults_describe(struct text *out)
{
    text_add(
        out,
        _("\nFaults, several by comma. ACTION is an action's name, download, dump, read, write or any "
          "(default);\n"
          "WHICH is N (the Nth such request), N+ (from the Nth on) or a share in a hundred, P%[SEED]:\n"));
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        text_format(out, "  %-20s  %s\n", KINDS[i].name, _(KINDS[i].help));
}

/* ---- striking ---- */

/* splitmix64: small, and the same everywhere. */
static uint64_t draw(uint64_t *seed)
{
    uint64_t mixed = *seed += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31);
}

/* The name under which a request is struck; NULL: it is no action and no file. */
static const char *name_of(const struct request *request)
{
    const char *path = request->path;
    if (strncmp(path, ACTION_PREFIX, strlen(ACTION_PREFIX)) == 0)
        return path + strlen(ACTION_PREFIX);
    if (strncmp(path, "/api/action/", 12) == 0)
        return path + 12;
    if (strncmp(path, "/datastore/dump/", 16) == 0)
        return "dump";
    return strncmp(path, "/dataset/", 9) == 0 && strstr(path, "/download") != NULL ? "download" : NULL;
}

static bool fits(const struct fault *fault, const char *name)
{
    if (strcmp(fault->action, "any") == 0)
        return true;
    if (name == NULL)
        return false;
    if (strcmp(fault->action, "write") == 0)
        return action_writes(name);
    if (strcmp(fault->action, "read") == 0)
        return !action_writes(name);
    return strcmp(fault->action, name) == 0;
}

static bool strikes(struct fault *fault, const char *name)
{
    if (!fits(fault, name))
        return false;
    fault->seen++;
    if (fault->share > 0)
        return draw(&fault->seed) % SHARE_OF < fault->share;
    return fault->from == EVERY || fault->seen == fault->from ||
           (fault->onwards && fault->seen > fault->from);
}

struct fault_blow faults_strike(struct faults *faults, const struct request *request)
{
    struct fault_blow blow = {0};
    if (faults == NULL)
        return blow;
    const char *name = name_of(request);
    pthread_mutex_lock(&faults->mutex);
    for (size_t i = 0; i < faults->count; i++) {
        struct fault *fault = &faults->at[i];
        enum fault_effect effect = fault->kind->effect;
        if (effect == FAULT_RELOAD || effect == FAULT_CRAWL || !strikes(fault, name))
            continue;
        if (effect == FAULT_WAIT) {
            blow.milliseconds += fault->value;
        } else if (blow.kind == NULL) {
            blow.kind = fault->kind;
            blow.value = fault->value;
        }
    }
    pthread_mutex_unlock(&faults->mutex);
    return blow;
}

long faults_pace(struct faults *faults, const struct request *request)
{
    long pace = 0;
    if (faults == NULL)
        return pace;
    const char *name = name_of(request);
    pthread_mutex_lock(&faults->mutex);
    for (size_t i = 0; i < faults->count; i++) {
        struct fault *fault = &faults->at[i];
        if (fault->kind->effect == FAULT_CRAWL && strikes(fault, name) && pace == 0)
            pace = fault->value;
    }
    pthread_mutex_unlock(&faults->mutex);
    return pace;
}

static const char *title_of(unsigned status)
{
    static const struct {
        unsigned status;
        const char *title;
    } titles[] = {{200, "Maintenance"}, {429, "Too Many Requests"},   {500, "Internal Server Error"},
                  {502, "Bad Gateway"}, {503, "Service Unavailable"}, {504, "Gateway Time-out"}};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (titles[i].status == status)
            return titles[i].title;
    return "Moved";
}

void fault_answer(const struct fault_blow *blow, struct request *request, struct answer *answer)
{
    const struct fault_kind *kind = blow->kind;
    bool redirects = kind->status == 302;
    const char *name = name_of(request);
    if (kind->json) {
        request->failure = (struct failure){0};
        if (kind->status == 400)
            fail_text(request, "Bad request - Action name not known: %s", name == NULL ? "" : name);
        else
            fail_crash(request);
        answer_failure(request, answer, name == NULL ? "" : name);
        return;
    }
    answer_page(answer, redirects ? (unsigned)blow->value : kind->status, title_of(kind->status));
    if (redirects)
        answer_header(answer, "Location",
                      arena_format(&request->arena, "https://portal.example.org%s", request->path));
    else if (blow->value > 0)
        answer_header(answer, "Retry-After", arena_format(&request->arena, "%ld", blow->value));
}

const char *faults_loader(const struct faults *faults, long *milliseconds)
{
    for (size_t i = 0; faults != NULL && i < faults->count; i++) {
        *milliseconds = faults->at[i].value;
        if (faults->at[i].kind->effect == FAULT_RELOAD)
            return faults->at[i].kind->name;
    }
    return NULL;
}
