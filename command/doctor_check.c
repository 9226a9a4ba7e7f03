#include "command/doctor_check.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/text.h"
#include "publisher/learnt.h"

#define CLOCK_SECONDS 120  /* by which a clock may be wrong before it is told */
#define LATENCY_SLOW 3000u /* milliseconds */

const char *check_level_name(enum check_level level)
{
    static const char *const names[] = {
        [CHECK_FINE] = "fine", [CHECK_ADVICE] = "advice", [CHECK_OFF] = "off", [CHECK_UNKNOWN] = "unknown"};
    return names[level];
}

/* Sets all but name and label. */
static void is(struct check *check, enum check_level level, const char *words, const char *advice)
{
    check->level = level;
    check->words = words;
    check->advice = advice;
    check->status = level == CHECK_OFF ? STATUS_FINDINGS : STATUS_DONE;
}

static const char *grouped(struct arena *arena, uint64_t number)
{
    struct text out = {0};
    text_add_count(&out, number);
    const char *kept = arena_string(arena, out.at);
    text_free(&out);
    return kept;
}

/* ---- what the portal is ---- */

static void judge_reach(const struct doctor *doctor, struct check *check)
{
    const struct diagnosis *diagnosis = doctor->diagnosis;
    if (diagnosis->reached) {
        is(check, CHECK_FINE, arena_format(doctor->arena, _("%s answers"), doctor->target->address.url),
           NULL);
        return;
    }
    is(check, CHECK_OFF, arena_string(doctor->arena, diagnosis->problem.message.at),
       _("Is the address in catalog.json right, and does it open in a browser from here? A proxy is named by "
         "https_proxy. Else ask the portal's keeper."));
    check->status = status_of_problem(diagnosis->problem.kind);
}

static void judge_version(const struct doctor *doctor, struct check *check)
{
    const struct site *site = &doctor->diagnosis->site;
    if (*site->version == '\0')
        is(check, CHECK_ADVICE, _("does not say its version"), NULL);
    else if (site->revises)
        is(check, CHECK_FINE, arena_format(doctor->arena, "CKAN %s", site->version), NULL);
    else
        is(check, CHECK_ADVICE, arena_format(doctor->arena, "CKAN %s", site->version),
           _("It cannot check and write in one step (package_revise, from 2.9 on): do not change a dataset "
             "on the "
             "portal by hand while banchi publishes it."));
}

static void judge_extensions(const struct doctor *doctor, struct check *check)
{
    const struct json *list = doctor->diagnosis->site.extensions;
    struct text out = {0};
    for (uint32_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++)
        text_format(&out, "%s%.*s", i > 0 ? ", " : "", SLICE(json_text(&list->items[i])));
    is(check, CHECK_FINE, out.length > 0 ? arena_copy(doctor->arena, out.at, out.length) : _("none"), NULL);
    text_free(&out);
}

/* Where its schema was pulled once, whether it is the same still. */
static const char *pull_advice(const struct doctor *doctor)
{
    const char *name = doctor->target->name;
    if (!doctor->target->listed && !doctor->target->embedded)
        return NULL;
    if (!doctor->pulled->there)
        return arena_format(
            doctor->arena,
            _("`banchi validate` goes by it once it is pulled: banchi schema pull --portal %s"), name);
    if (doctor->differences == 0)
        return NULL;
    return arena_format(
        doctor->arena,
        ngettext("It has moved since it was pulled, in %zu field: banchi schema pull --portal %s",
                 "It has moved since it was pulled, in %zu fields: banchi schema pull --portal %s",
                 doctor->differences),
        doctor->differences, name);
}

static void judge_schema(const struct doctor *doctor, struct check *check)
{
    const struct site *site = &doctor->diagnosis->site;
    const char *advice = pull_advice(doctor);
    bool plain = strcmp(doctor->workspace->profile, "ckan") == 0;
    if (site->answer == NULL) {
        is(check, plain && advice == NULL ? CHECK_FINE : CHECK_ADVICE, _("none of its own: a plain CKAN"),
           plain ? advice : _("What the profile has beyond CKAN's own items goes into extras."));
        return;
    }
    size_t fields = json_is(site->schema, JSON_ARRAY) ? site->schema->count : 0;
    is(check, advice == NULL ? CHECK_FINE : CHECK_ADVICE,
       arena_format(doctor->arena, ngettext("its own, of %zu field", "its own, of %zu fields", fields),
                    fields),
       advice);
}

static void judge_datasets(const struct doctor *doctor, struct check *check)
{
    size_t all = doctor->files.datasets, refused = doctor->files.refused;
    if (refused == 0)
        is(check, CHECK_FINE, arena_format(doctor->arena, _("%zu of %zu fit the portal's rules"), all, all),
           NULL);
    else
        is(check, CHECK_OFF,
           arena_format(doctor->arena, _("%zu of %zu fit the portal's rules"), all - refused, all),
           arena_format(doctor->arena, _("What the portal minds is told by: banchi plan --portal %s"),
                        doctor->target->name));
}

static void judge_tags(const struct doctor *doctor, struct check *check)
{
    if (doctor->thai_tags)
        is(check, CHECK_FINE, _("Thai with vowel and tone marks passes"), NULL);
    else
        is(check, CHECK_ADVICE, _("Thai vowel and tone marks are refused"),
           _("A plain CKAN takes letters alone: แรงงาน passes, สถิติ does not. Leave such tags out, or ask for "
             "the "
             "extension thai_gdc."));
}

static void judge_datastore(const struct doctor *doctor, struct check *check)
{
    if (doctor->diagnosis->site.datastore)
        is(check, CHECK_FINE, _("there: tables get a preview and an API"), NULL);
    else
        is(check, doctor->files.tables > 0 ? CHECK_ADVICE : CHECK_FINE, _("not there"),
           doctor->files.tables > 0 ? _("Tables are published as files alone, their dictionaries not at all. "
                                        "Ask the portal's keeper for "
                                        "the extension datastore.")
                                    : NULL);
}

static void judge_loader(const struct doctor *doctor, struct check *check)
{
    const char *action = doctor->diagnosis->site.loader;
    if (action == NULL)
        is(check, CHECK_FINE, _("none that loads tables by itself"), NULL);
    else
        is(check, CHECK_FINE,
           arena_format(
               doctor->arena,
               _("%s loads tables by itself; publish waits for it, then writes them by the dictionary"),
               strncmp(action, "xloader", 7) == 0 ? "XLoader" : "DataPusher"),
           NULL);
}

/* ---- who we are there ---- */

static const char *get_token(const struct doctor *doctor)
{
    const struct target *target = doctor->target;
    if (target->listed)
        return arena_format(doctor->arena,
                            _("Make a token on your user's page of the portal, then: banchi login %s"),
                            target->name);
    return arena_format(doctor->arena,
                        _("Make a token on your user's page of the portal and put it into the variable %s."),
                        *target->token_hint != '\0' ? target->token_hint : "CKAN_API_TOKEN");
}

static void judge_token(const struct doctor *doctor, struct check *check)
{
    const struct diagnosis *diagnosis = doctor->diagnosis;
    const struct account *account = &diagnosis->account;
    const char *name = account->name != NULL ? account->name : _("a user whose name this CKAN does not tell");
    if (doctor->token_problem != NULL)
        is(check, CHECK_OFF, doctor->token_problem, NULL);
    else if (doctor->target->token == NULL)
        is(check, CHECK_OFF, _("there is none: looking is possible, publishing is not"), get_token(doctor));
    else if (!diagnosis->account_asked)
        is(check, CHECK_UNKNOWN, arena_string(doctor->arena, diagnosis->problem.message.at), NULL);
    else if (!account->known)
        is(check, CHECK_OFF, _("the portal does not know it, or lets it do nothing"), get_token(doctor));
    else if (account->sysadmin && !doctor->target->embedded)
        is(check, CHECK_ADVICE, arena_format(doctor->arena, _("%s, who is a sysadmin"), name),
           _("A token of an editor of the organization is enough for publishing, and can do less harm."));
    else
        is(check, CHECK_FINE, arena_string(doctor->arena, name), NULL);
    if (check->level == CHECK_OFF)
        check->status = STATUS_TOKEN;
    if (check->level == CHECK_UNKNOWN)
        check->status = status_of_problem(diagnosis->problem.kind);
}

static void organization_missing(const struct doctor *doctor, struct check *check)
{
    const char *words = arena_format(doctor->arena, _("%s is not there"), doctor->organization);
    if (doctor->target->create_organization)
        is(check, CHECK_FINE,
           arena_format(doctor->arena, _("%s is not there yet; publish makes it"), doctor->organization),
           NULL);
    else
        is(check, CHECK_OFF, words,
           _("Ask the portal's keeper for it, or put its name there into catalog.json (organization of the "
             "portal)."));
}

static void judge_organization(const struct doctor *doctor, struct check *check)
{
    const struct diagnosis *diagnosis = doctor->diagnosis;
    struct slice capacity = account_capacity(&diagnosis->account, doctor->organization);
    bool known = diagnosis->account_asked && diagnosis->account.known;
    if (!diagnosis->organization_asked) {
        bool named = doctor->organization != NULL;
        is(check, CHECK_UNKNOWN,
           named ? arena_string(doctor->arena, diagnosis->problem.message.at) : _("catalog.json names none"),
           NULL);
        check->status = status_of_problem(diagnosis->problem.kind);
    } else if (!diagnosis->organization_there) {
        organization_missing(doctor, check);
    } else if (capacity.length > 0) {
        is(check, CHECK_FINE,
           arena_format(doctor->arena, _("%s: may publish there (%.*s)"), doctor->organization,
                        SLICE(capacity)),
           NULL);
    } else if (known && !diagnosis->account.sysadmin) {
        is(check, CHECK_OFF,
           arena_format(doctor->arena, _("%s: the token may not publish there"), doctor->organization),
           _("Ask an admin of the organization to make your user an editor of it."));
        check->status = STATUS_TOKEN;
    } else {
        is(check, CHECK_FINE, arena_format(doctor->arena, _("%s is there"), doctor->organization), NULL);
    }
}

/* ---- limits ---- */

uint64_t doctor_limit(const struct doctor *doctor)
{
    const struct target *target = doctor->target;
    if (target->most_bytes > 0 || target->learnt_path == NULL)
        return target->most_bytes;
    uint64_t refused = learnt_read(doctor->arena, target->learnt_path, target->address.url);
    return refused > 0 ? refused - 1 : 0;
}

static void judge_limit(const struct doctor *doctor, struct check *check)
{
    uint64_t most = doctor_limit(doctor);
    const char *source = doctor->target->most_bytes > 0 ? doctor->target->limit : _("learnt from a refusal");
    if (most == 0) {
        is(check, CHECK_ADVICE, _("not known: CKAN does not tell how large a file may be"),
           _("Ask the portal's keeper for ckan.max_resource_size and put it into catalog.json "
             "(max_upload_mib of the "
             "portal), so that a larger file is told before it is sent."));
        return;
    }
    const char *words =
        arena_format(doctor->arena, _("%s bytes a file (%s)"), grouped(doctor->arena, most), source);
    if (doctor->files.largest <= most)
        is(check, CHECK_FINE, words, NULL);
    else
        is(check, CHECK_OFF, words,
           arena_format(doctor->arena, _("%s has %s bytes: make it smaller, or ask for a higher limit."),
                        doctor->files.largest_name, grouped(doctor->arena, doctor->files.largest)));
}

static void judge_clock(const struct doctor *doctor, struct check *check)
{
    long long ahead = doctor->diagnosis->clock_ahead;
    unsigned long long by = (unsigned long long)(ahead < 0 ? -ahead : ahead);
    if (!doctor->diagnosis->clock_known)
        is(check, CHECK_UNKNOWN, _("the portal does not tell its time"), NULL);
    else if (by < CLOCK_SECONDS)
        is(check, CHECK_FINE, _("both clocks tell the same time"), NULL);
    else
        is(check, CHECK_ADVICE,
           arena_format(doctor->arena,
                        ahead > 0 ? _("the portal's is %s seconds ahead of this machine's")
                                  : _("the portal's is %s seconds behind this machine's"),
                        grouped(doctor->arena, by)),
           _("One of them is wrong. A wrong clock makes good certificates look expired, and dates of changes "
             "wrong."));
}

static void judge_latency(const struct doctor *doctor, struct check *check)
{
    unsigned took = doctor->diagnosis->milliseconds;
    bool slow = took > LATENCY_SLOW;
    is(check, slow ? CHECK_ADVICE : CHECK_FINE,
       arena_format(doctor->arena, _("an answer takes %s ms"), grouped(doctor->arena, took)),
       slow ? _("That is slow: a publish of many datasets will take its time.") : NULL);
}

static const struct {
    const char *name;
    const char *label;
    void (*judge)(const struct doctor *doctor, struct check *check);
} rows[DOCTOR_CHECKS] = {
    {"portal", N_("Portal"), judge_reach},
    {"version", N_("Version"), judge_version},
    {"extensions", N_("Extensions"), judge_extensions},
    {"schema", N_("Schema"), judge_schema},
    {"datasets", N_("Datasets"), judge_datasets},
    {"tags", N_("Tags"), judge_tags},
    {"datastore", N_("DataStore"), judge_datastore},
    {"loader", N_("Loader of tables"), judge_loader},
    {"token", N_("Token"), judge_token},
    {"organization", N_("Organization"), judge_organization},
    {"upload_limit", N_("Largest file"), judge_limit},
    {"clock", N_("Clock"), judge_clock},
    {"latency", N_("Latency"), judge_latency},
};

size_t doctor_judge(const struct doctor *doctor, struct check checks[static DOCTOR_CHECKS])
{
    size_t count = doctor->diagnosis->reached ? DOCTOR_CHECKS : 1;
    for (size_t i = 0; i < count; i++) {
        checks[i] = (struct check){.name = rows[i].name, .label = _(rows[i].label)};
        rows[i].judge(doctor, &checks[i]);
    }
    return count;
}
