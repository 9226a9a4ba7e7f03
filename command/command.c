#include "command/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/version.h"
#include "catalog/privacy.h"
#include "command/report.h"

static const struct command commands[] = {
    {"init", command_init, OPTION_NAME | OPTION_TITLE, 0, 0, "", N_("make this folder a workspace"),
     N_("Writes catalog.json, the schemas for editors and a .gitignore into the folder. What is there "
        "already is "
        "left as it is; an existing catalog.json is an error."),
     "  banchi init --name bma-csc --title \"สำนักงาน ก.ก.\"\n  banchi -C office init --name my-office\n"},
    {"new", command_new, OPTION_TITLE, 1, 1, "NAME", N_("make a dataset to fill in"),
     N_("Makes the folder NAME with a metadata.json that holds the catalog's defaults and every mandatory "
        "item, empty "
        "where a person must fill it in. `banchi validate NAME` then says what is missing."),
     "  banchi new training-courses --title \"หลักสูตรฝึกอบรม\"\n"},
    {"list", command_list, OPTION_JSON, 0, 0, "", N_("list the datasets"),
     N_("One line a dataset: name, data type, public or private, date of the last update, title."),
     "  banchi list\n  banchi list --json\n"},
    {"show", command_show, OPTION_JSON, 1, 1, "NAME", N_("show one dataset's metadata and dictionaries"),
     N_("Shows a dataset's items with their labels in the order of the form, its resources, and the columns "
        "of its "
        "tables."),
     "  banchi show permanent-employees-by-agency\n"},
    {"set", command_set, OPTION_KEY | OPTION_REMOVE, 2, SIZE_MAX, "NAME KEY [VALUE...]",
     N_("change one value of a dataset"),
     N_("Writes VALUE to KEY of the dataset's metadata.json and leaves the rest of the file as it is. Of a "
        "list each VALUE is an element. KEY may lead further in: resources/0/format. In the place of NAME "
        "may stand catalog.json, or a dictionary's file. What findings say about mending is such a command."),
     "  banchi set training-courses update_frequency_unit ปี\n"
     "  banchi set training-courses tags หลักสูตร ฝึกอบรม\n"
     "  banchi set training-courses resources/0/format CSV\n"
     "  banchi set training-courses titel --key title\n"
     "  banchi set training-courses license_id_other --remove\n"
     "  banchi set catalog.json default_portal sandbox\n"},
    {"fmt", command_fmt, OPTION_CHECK, 0, SIZE_MAX, "[NAME...]", N_("lay JSON files out evenly"),
     N_("Rewrites catalog.json, metadata.json and dictionaries with two spaces a level and one item a line. "
        "The order "
        "of keys, numbers and texts stay as they are. With --check nothing is changed."),
     "  banchi fmt\n  banchi fmt --check\n"},
    {"validate", command_validate,
     OPTION_JSON | OPTION_LIMIT | OPTION_FAIL_ON | OPTION_PROFILE | OPTION_LINES | OPTION_THREADS |
         OPTION_REJECTS | OPTION_PORTAL,
     0, SIZE_MAX, "[NAME...]", N_("check metadata, dictionaries and tables"),
     N_("Checks the named datasets, or all, and shows every finding with file, line and column. Nothing is "
        "changed "
        "and nothing is sent. Where the portal's schema was pulled (`banchi schema pull`), its own rules are "
        "asked "
        "as well. Exit status 1 when there is an error, or something that could not be checked."),
     "  banchi validate\n  banchi validate permanent-employees-by-sex --limit 0\n  banchi validate --json\n"
     "  banchi validate permanent-employees-by-agency --rejects rejects.csv\n"
     "  banchi validate --portal city\n  banchi validate --profile thai-gdc-2.2\n"
     "  banchi validate --profile my-profile.json\n"
     "  banchi validate --lines metadata.jsonl --profile ckan\n"
     "  zcat metadata.jsonl.gz | banchi validate --lines - --threads 2 --json\n"},
    {"convert", command_convert, OPTION_JSON | OPTION_LIMIT | OPTION_DRY_RUN | OPTION_FROM, 1, SIZE_MAX,
     "TABLE...", N_("turn tables into UTF-8"),
     N_("Turns each table into UTF-8 without a byte order mark, whole or not at all. Its character set is "
        "told "
        "from its bytes: TIS-620, Windows-874, UTF-16 or UTF-8 with a mark. The file as it was is kept "
        "beside "
        "it as TABLE.csv.original. What is mixed, unknown or could not be turned back is refused, with line "
        "and column. Works outside of a workspace."),
     "  banchi convert permanent-employees-by-agency/permanent-employees-by-agency.csv\n"
     "  banchi convert --dry-run old/*.csv\n  banchi convert --from windows-874 table.csv\n"},
    {"waive", command_waive, OPTION_COLUMN | OPTION_BY | OPTION_REASON | OPTION_UNTIL, 2, 2, "CODE FILE",
     N_("let one verdict of the privacy gate through"),
     N_("Writes to privacy-waivers.json that a named person answers for what the privacy gate found: CODE in "
        "FILE (as findings name it), in one column, for the bytes that the file has now, until a day. A "
        "changed byte or the day after closes the gate again. Nothing else opens it."),
     "  banchi waive P103 contact-points/contact-points.csv --column telephone --by \"NAME\" \\\n"
     "      --reason \"numbers of offices\" --until 2027-03-31\n"},
    {"describe", command_describe,
     OPTION_JSON | OPTION_LIMIT | OPTION_DRY_RUN | OPTION_KEEP_NAMES | OPTION_RENAME_HEADER, 1, SIZE_MAX,
     "TABLE...", N_("draft a table's data dictionary"),
     N_("Reads the whole table and drafts the dictionary beside it: types, formats, ranges, few distinct "
        "values, "
        "texts for no value, roles, units, the key. A Thai header gets a proposed name in Latin letters and "
        "stays the title; --rename-header writes the names into the table, --keep-names keeps the headers. "
        "On "
        "a dictionary that is there only what the table contradicts is changed. --dry-run shows the "
        "difference. Works outside of a workspace."),
     "  banchi describe training-courses/training-courses.csv\n  banchi describe --dry-run a.csv b.csv\n"
     "  banchi describe --rename-header table.csv\n"},
    {"explain", command_explain, OPTION_JSON | OPTION_PROFILE, 0, SIZE_MAX, "[CODE | KEY]...",
     N_("say what a finding's code, or an item, means"),
     N_("Of a code: shows the rule behind it, where it comes from, and a wrong and a right example; without "
        "one, "
        "all codes are listed. Of an item: shows its label, what it is for, and every value that is "
        "allowed."),
     "  banchi explain M103\n  banchi explain update_frequency_unit\n  banchi explain\n"
     "  banchi explain --json D105 D106\n"},
    {"schema", command_schema,
     OPTION_JSON | OPTION_LIMIT | OPTION_FAIL_ON | OPTION_LINES | OPTION_THREADS | OPTION_PORTAL |
         OPTION_CHECK | OPTION_VERBOSE | OPTION_CACERT,
     1, SIZE_MAX, "pull | show | check FILE... | test SCHEMA DOCUMENT|FOLDER...",
     N_("a portal's own rules; JSON Schemas, and documents by a schema"),
     N_("`schema pull` asks the portal for its schema and keeps the answer in schemas/portals, so that "
        "`validate` "
        "goes by the portal's own rules as well, without the network; it lists what only the portal can "
        "check. "
        "With --check nothing is written, and the exit status is 1 when the schema has moved. `schema show` "
        "shows "
        "the rules that were pulled; --json prints them as a JSON Schema. `schema check` says what is wrong "
        "with "
        "each schema. `schema test` checks each document by the schema: a file, - for standard input, or a "
        "folder, "
        "which means every file beneath it whose name ends in .json, in the order of names, without hidden "
        "ones "
        "and without following links out of it or to folders; or, with --lines, the documents of a file, one "
        "a "
        "line. What cannot be read is told, and the rest is checked. References lead "
        "into the schema's folder or to the built-in schemas, never to the network; `format` is checked. "
        "`check` and `test` work outside of a workspace."),
     "  banchi schema pull --portal city\n  banchi schema pull --check\n  banchi schema show --portal city\n"
     "  banchi schema check my-profile.json\n  banchi schema test my-profile.json a/metadata.json "
     "b/metadata.json\n  banchi schema test my-profile.json - --json <metadata.json\n"
     "  banchi schema test my-profile.json documents --threads 2\n"
     "  banchi schema test my-profile.json --lines documents.jsonl\n"},
    {"register", command_register, OPTION_CHECK, 0, 0, "", N_("write the catalog of the catalog"),
     N_("Writes the table of the dataset data-catalog-register from the workspace. With --check nothing is "
        "written and "
        "the exit status is 1 when the table is stale."),
     "  banchi register\n  banchi register --check\n"},
    {"status", command_freshness, OPTION_JSON | OPTION_CHECK | OPTION_DUE | OPTION_CALENDAR | OPTION_TODAY, 0,
     SIZE_MAX, "[NAME...]", N_("show which datasets are due or overdue"),
     N_("Shows how often each dataset is to be brought up to date, when that was done last, when it is due "
        "next or "
        "by how much it is overdue, whether it is public, and where it was published, as far as the lock "
        "knows; the "
        "most urgent first. With --check the exit status is 1 when one is overdue, or when that cannot be "
        "told."),
     "  banchi status\n  banchi status --due 30d\n  banchi status --check permanent-employees-by-sex\n"
     "  banchi status --ics due.ics\n"},
    {"plan", command_plan,
     OPTION_JSON | OPTION_PORTAL | OPTION_LIMIT | OPTION_ALL | OPTION_EXIT_CODE | OPTION_VERBOSE |
         OPTION_TAKE_PORTAL | OPTION_KEEP_MINE | OPTION_ALLOW | OPTION_OUTPUT | OPTION_HTML | OPTION_CACERT,
     0, SIZE_MAX, "[NAME...] | FILE", N_("show what a publish would change"),
     N_("Checks the files, asks the portal what it has, and shows each difference. Nothing is changed "
        "anywhere. "
        "Without a portal in catalog.json the sandbox is asked. What somebody changed on the portal stops "
        "its "
        "dataset (exit status 4) until you choose: --take-portal writes it into the file, --keep-mine keeps "
        "what "
        "the file has. A field is named as the plan shows it: title, or of a resource FILE/description, "
        "FILE/rows. With --html the plan becomes a page for whoever reviews and signs it. Given a FILE that "
        "-o "
        "wrote, --html makes the page of that plan and asks nobody; without --html the exit status is 4 when "
        "files or portal have moved since."),
     "  banchi plan\n  banchi plan --portal city -o plan.json --html plan.html\n  banchi plan plan.json "
     "--html "
     "plan.html\n  banchi plan permanent-employees-by-sex "
     "--take-portal notes\n  banchi plan --portal "
     "sandbox --exit-code\n  banchi plan --json --all\n"},
    {"publish", command_publish,
     OPTION_JSON | OPTION_PORTAL | OPTION_LIMIT | OPTION_VERBOSE | OPTION_TAKE_PORTAL | OPTION_KEEP_MINE |
         OPTION_ALLOW | OPTION_CACERT,
     0, SIZE_MAX, "[NAME...] | FILE", N_("bring the portal up to date, and read it back"),
     N_("Checks the files, plans, sends what differs, reads it back and compares. A dataset counts as "
        "published only "
        "when what the portal serves equals the files. A dataset that somebody changed on the portal is a "
        "conflict and "
        "is left alone (exit status 4), until you choose as with `banchi plan`. Given a FILE that `banchi "
        "plan -o` wrote, it "
        "does that plan or, when files or portal have moved since, nothing."),
     "  banchi publish\n  banchi publish permanent-employees-by-sex --keep-mine title\n  banchi publish "
     "permanent-employees-by-sex --portal sandbox\n"},
    {"pull", command_pull,
     OPTION_JSON | OPTION_PORTAL | OPTION_ORGANIZATION | OPTION_LINKS | OPTION_VERBOSE | OPTION_TAKE_PORTAL |
         OPTION_KEEP_MINE | OPTION_CACERT,
     0, SIZE_MAX, "[NAME...]", N_("bring what a portal has into the workspace"),
     N_("Makes a folder of each named dataset, or of all that the organization has on the portal: metadata, "
        "uploaded files, and dictionaries, the published ones or drafts. A dataset that is here already gets "
        "what only the portal changed; what you changed stays; what both changed is a conflict (exit status "
        "4), until --take-portal or --keep-mine names it. Links stay links; with --links what they lead to "
        "is "
        "kept beside the dataset. Nothing is written to the portal, and a plan right after it has nothing to "
        "do. Private datasets come only with a token."),
     "  banchi pull --portal city\n  banchi pull --organization bma-csc\n"
     "  banchi pull permanent-employees-by-sex --take-portal title\n"
     "  CKAN_URL=https://portal.example.org banchi pull training-courses --links\n"},
    {"adopt", command_adopt, OPTION_PORTAL | OPTION_LIMIT | OPTION_VERBOSE | OPTION_MATCH | OPTION_CACERT, 1,
     SIZE_MAX, "NAME...", N_("take a dataset that is already on the portal as the base"),
     N_("For a dataset that is on the portal but was never published from here. What the portal has goes "
        "into the lock, "
        "not into the files, and nothing is written to the portal: `banchi plan` then shows what the files "
        "say "
        "otherwise, and a publish keeps the ids. Resources are matched by file name, hash, or name and "
        "format; where "
        "that is not unique, --match says which is which."),
     "  banchi adopt permanent-employees-by-sex --portal city\n"
     "  banchi adopt permanent-employees-by-sex --match "
     "permanent-employees-by-sex.csv=5f1e1c2a-7f0e-4d5e-9b57-0d6b4b8f6c11\n"},
    {"history", command_history, OPTION_JSON | OPTION_PORTAL, 0, 1, "[NAME]",
     N_("show what was published when, and by whom"),
     N_("Reads it from git's history of publish.lock.json: each publish of a dataset to a remote portal, the "
        "newest "
        "first, with the portal's time, the author of the commit that brought it, and what changed. No "
        "portal is "
        "asked. Of publishes that went into one commit only the last is known; the sandbox's are not kept."),
     "  banchi history\n  banchi history permanent-employees-by-sex --portal city\n  banchi history "
     "--json\n"},
    {"restore", command_restore, OPTION_PORTAL | OPTION_TO | OPTION_DRY_RUN, 1, 1, "NAME",
     N_("bring a dataset's files back as they were published"),
     N_("Takes the files of an earlier publish out of git and puts them into the dataset's folder: of the "
        "one "
        "before the last, or with --to of the last one until that day, or of the one that a commit has. Each "
        "file must be what was published, by its hash in the lock of that time. Nothing is sent: `banchi "
        "plan` "
        "then shows the way back, and `banchi publish` goes it. What is not committed is never written "
        "over."),
     "  banchi restore permanent-employees-by-sex\n  banchi restore permanent-employees-by-sex --to "
     "2026-10-31 "
     "--portal city\n  banchi restore permanent-employees-by-sex --to 3f2a1bc9 --dry-run\n"},
    {"approve", command_approve, 0, 1, 1, "FILE", N_("note on a plan who approved it"),
     N_("Writes the author that git knows, and the plan's digest, into a plan that `banchi plan -o` wrote. "
        "It is no "
        "signature. With \"approval\": true in catalog.json a portal takes only plans that were approved."),
     "  banchi approve plan.json\n"},
    {"doctor", command_doctor, OPTION_JSON | OPTION_PORTAL | OPTION_VERBOSE | OPTION_CACERT, 0, 0, "",
     N_("see whether portal, token and workspace fit together"),
     N_("Asks the portal, with a handful of requests that change nothing, what it is and what the token may "
        "do "
        "there, and says what that means for publishing this workspace: version, extensions, schema, rule "
        "for "
        "tags, DataStore, loader of tables, the token's user, the organization, limits, clock, latency; with "
        "advice for whatever is off. Works without a token as well. The exit status is 0 when all is fit to "
        "publish, "
        "5 when the portal cannot be reached, 6 when the token is missing, wrong or not allowed to publish, "
        "else 1."),
     "  banchi doctor\n  banchi doctor --portal city\n  banchi doctor --portal city --json\n"},
    {"verify", command_verify, OPTION_JSON | OPTION_PORTAL | OPTION_QUIET | OPTION_VERBOSE | OPTION_CACERT, 0,
     SIZE_MAX, "[NAME...]", N_("see whether the portal serves what was published"),
     N_("Reads what the portal serves of the named datasets, or of all that the lock knows, and compares it "
        "with "
        "what was published: metadata, visibility, order, the bytes of every file, every row and the "
        "dictionary of "
        "every table, also where somebody changed rows and nothing else. The files here do not matter, and "
        "nothing "
        "is changed. For cron: the exit status is 0 when all is as it was published, 4 when something is "
        "not, 5 "
        "when the portal could not be asked, 6 when the token does not let you see it."),
     "  banchi verify\n  banchi verify --portal city permanent-employees-by-sex\n"
     "  banchi verify --portal city --quiet || mail -s banchi steward@example.org\n"},
    {"login", command_login, OPTION_NO_CHECK | OPTION_VERBOSE | OPTION_CACERT, 1, 1, "PORTAL",
     N_("keep your token for a portal"),
     N_("Asks for the token that you made on your user's page of the portal, without showing it, or reads "
        "one "
        "line from standard input; asks the portal whether it knows it; and keeps it in a file of yours "
        "alone "
        "(mode 0600), for that portal's scheme, host and port and no other. It is never taken from the "
        "command "
        "line. The variable CKAN_API_TOKEN_PORTAL goes before the file."),
     "  banchi login city\n  banchi login city <token-file\n  banchi login city --cacert office-ca.pem\n"},
    {"logout", command_logout, 0, 1, 1, "PORTAL", N_("forget your token for a portal"),
     N_("Removes the file that `banchi login` wrote. The portal takes the token until it is revoked there."),
     "  banchi logout city\n"},
    {"portal", command_portal, OPTION_PORT | OPTION_STOCK | OPTION_RESET | OPTION_FAULT, 0, 0, "",
     N_("serve the sandbox portal"),
     N_("Serves a CKAN-style portal on this machine's loopback until Ctrl-C, and prints its address and, "
        "once, an "
        "access token. Its data lie in .banchi/sandbox in the workspace."),
     "  banchi portal\n  banchi portal --port 8080 --reset\n"
     "  banchi portal --fault drop-before:package_patch:2\n"
     "  banchi portal --fault 'slow:read=500,502-after:write:10%,datapusher'\n"},
    {"help", command_help_run, 0, 0, 1, "[COMMAND]", N_("show help"),
     N_("Shows the commands, or one command's help."), "  banchi help publish\n"},
    {"version", command_version, OPTION_JSON, 0, 0, "", N_("show the version"), N_("Shows banchi's version."),
     "  banchi version\n"},
};

#define COMMAND_COUNT (sizeof commands / sizeof *commands)

const struct command *command_table(size_t *count)
{
    *count = COMMAND_COUNT;
    return commands;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* What lower layers say may repeat a value, or the name of a file: it tells of no person, and neither steers
 * the terminal nor is broken UTF-8. Its lines stay. */
static void add_shown(struct text *out, struct slice message)
{
    struct text masked = {0};
    privacy_add_masked(&masked, message);
    struct slice rest = text_slice(&masked);
    for (const char *end; (end = memchr(rest.at, '\n', rest.length)) != NULL;) {
        size_t length = (size_t)(end - rest.at);
        report_add_plain(out, (struct slice){rest.at, length});
        text_add_char(out, '\n');
        rest = (struct slice){end + 1, rest.length - length - 1};
    }
    report_add_plain(out, rest);
    text_free(&masked);
}

static void tell(struct session *session, struct slice message)
{
    struct text shown = {0};
    add_shown(&shown, message);
    fprintf(stderr, "banchi: %s\n", shown.at ? shown.at : "");
    if (session->problem.length == 0)
        text_add_slice(&session->problem, text_slice(&shown));
    text_free(&shown);
}

void command_tell(struct session *session, const char *message)
{
    tell(session, slice_of(message));
}

const char *command_problem_text(const struct session *session, const struct problem *problem)
{
    return problem->kind != PROBLEM_NONE ? problem->message.at : session->problem.at;
}

enum status command_problem(struct session *session, struct problem *problem)
{
    enum status status = status_of_problem(problem->kind);
    if (problem->kind != PROBLEM_NONE) {
        fflush(stdout);
        tell(session, text_slice(&problem->message));
    }
    problem_clear(problem);
    return status;
}

const char *command_unfinished(const struct session *session, enum status status)
{
    if (status == STATUS_DONE || status == STATUS_FINDINGS)
        return NULL;
    return session->problem.length > 0 ? session->problem.at : "";
}

enum status command_wrong_use(struct session *session, const char *format, ...)
{
    struct text message = {0};
    va_list list;
    va_start(list, format);
    text_format_list(&message, format, list);
    va_end(list);
    tell(session, text_slice(&message));
    text_free(&message);
    return STATUS_USAGE;
}

void command_say(const char *format, ...)
{
    struct text message = {0}, shown = {0};
    va_list list;
    va_start(list, format);
    text_format_list(&message, format, list);
    va_end(list);
    add_shown(&shown, text_slice(&message));
    fwrite(text_slice(&shown).at, 1, shown.length, stdout);
    text_free(&message);
    text_free(&shown);
}

static void answer_problem(const struct session *session)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    json_write_begin_object(&writer);
    json_write_field(&writer, "banchi", BANCHI_VERSION);
    json_write_field(
        &writer, "problem",
        session->problem.length > 0
            ? session->problem.at
            : _("the files have faults that standard error tells; `banchi validate` shows them all"));
    json_write_end_object(&writer);
    printf("%s\n", out.at);
    text_free(&out);
}

enum status command_finish(struct session *session, enum status status)
{
    if (option_given(&session->options, OPTION_JSON) && !session->answered && status != STATUS_DONE)
        answer_problem(session);
    text_free(&session->problem);
    arena_free(&session->run);
    arena_free(&session->scratch);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    if (errno != EPIPE) /* whoever closed the pipe knows */
        fprintf(stderr, _("banchi: standard output cannot be written: %s\n"), problem_reason(errno));
    return status_worse(status, STATUS_LOCAL);
}

static enum status check_use(struct session *session, const struct command *command)
{
    const struct options *options = &session->options;
    uint64_t foreign = options->given & ~(command->options | OPTIONS_COMMON);
    if (foreign)
        return command_wrong_use(session, _("`banchi %s` does not take --%s; see `banchi help %s`"),
                                 command->name, option_name(foreign), command->name);
    if (options->operand_count < command->operands_least)
        return command_wrong_use(session, _("`banchi %s` wants %s; see `banchi help %s`"), command->name,
                                 command->operands, command->name);
    if (options->operand_count > command->operands_most)
        return command_wrong_use(session, _("`banchi %s` does not take \"%s\"; see `banchi help %s`"),
                                 command->name, options->operands[command->operands_most], command->name);
    return STATUS_DONE;
}

enum status command_run(struct session *session)
{
    const struct options *options = &session->options;
    if (option_given(options, OPTION_VERSION) && !options->command)
        return command_version(session);
    if (!options->command) {
        command_help(NULL);
        return option_given(options, OPTION_HELP) ? STATUS_DONE : STATUS_USAGE;
    }
    const struct command *command = command_find(options->command);
    if (!command)
        return command_wrong_use(session, _("there is no command \"%s\"; `banchi help` lists them"),
                                 options->command);
    if (option_given(options, OPTION_HELP)) {
        command_help(command);
        return STATUS_DONE;
    }
    options_cut_slashes(&session->options, command->run == command_set ? 1 : SIZE_MAX);
    enum status status = check_use(session, command);
    return status == STATUS_DONE ? command->run(session) : status;
}

static bool open_by(struct session *session, struct finding_sink *sink, struct workspace *workspace,
                    bool presuming, enum status *status)
{
    struct problem problem = {0};
    const char *folder = workspace_find(&session->run, session->options.folder, &problem);
    bool open = folder != NULL;
    if (open && presuming)
        open = workspace_open_presuming(&session->run, folder, sink, workspace, &problem);
    else if (open)
        open = workspace_open(&session->run, folder, sink, workspace, &problem);
    *status = open ? STATUS_DONE : problem.kind ? command_problem(session, &problem) : STATUS_FINDINGS;
    return open;
}

bool command_open(struct session *session, struct finding_sink *sink, struct workspace *workspace,
                  enum status *status)
{
    return open_by(session, sink, workspace, false, status);
}

bool command_open_to_check(struct session *session, struct finding_sink *sink, struct workspace *workspace,
                           enum status *status)
{
    return open_by(session, sink, workspace, session->options.operand_count == 0, status);
}

static const char *regular_beneath(struct session *session, const char *folder, const char *name)
{
    const char *path = folder == NULL || *name == '/' ? name : file_join(&session->run, folder, name);
    return file_kind(path) == FILE_REGULAR ? path : NULL;
}

/* A link out of a dataset's folder, which no check would follow either (design, rule 9). */
static bool leads_out(struct session *session, const char *path)
{
    const char *name = file_name(path);
    const char *folder = name == path ? "." : arena_copy(&session->run, path, (size_t)(name - path));
    char *beneath;
    return file_kind(file_join(&session->run, folder, "metadata.json")) == FILE_REGULAR &&
           file_find_beneath(&session->run, folder, slice_of(name), &beneath) == FILE_BENEATH_OUTSIDE;
}

const char *command_table_path(struct session *session, const char *operand, enum status *status)
{
    struct problem none = {0};
    const char *path = regular_beneath(session, session->options.folder, operand);
    if (path == NULL && operand != NULL && session->options.folder == NULL) {
        const char *folder = workspace_find(&session->run, NULL, &none);
        path = folder != NULL ? regular_beneath(session, folder, operand) : NULL;
        problem_clear(&none);
    }
    if (path == NULL)
        *status = command_wrong_use(session, _("there is no file %s; name a table like DATASET/TABLE.csv"),
                                    operand);
    else if (leads_out(session, path))
        *status = command_wrong_use(session, _("%s leads out of its dataset's folder; put the file there"),
                                    operand);
    return *status == STATUS_DONE ? path : NULL;
}

static enum status in_workspace(struct session *session, bool names_datasets,
                                enum status (*work)(struct session *session,
                                                    const struct workspace *workspace, struct report *report))
{
    struct workspace workspace;
    struct report report;
    struct options as_text = session->options;
    enum status status;
    as_text.given &= ~OPTION_JSON;
    report_begin(&report, &as_text, stderr);
    if (command_open(session, &report.sink, &workspace, &status) &&
        (!names_datasets || command_names_exist(session, &workspace, &status)))
        status = work(session, &workspace, &report);
    report_close(&report);
    return status_worse(status, report_status(&report));
}

enum status command_in_workspace(struct session *session,
                                 enum status (*work)(struct session *session,
                                                     const struct workspace *workspace,
                                                     struct report *report))
{
    return in_workspace(session, true, work);
}

enum status command_beside_workspace(struct session *session,
                                     enum status (*work)(struct session *session,
                                                         const struct workspace *workspace,
                                                         struct report *report))
{
    return in_workspace(session, false, work);
}

struct choice command_choice(const struct session *session)
{
    return (struct choice){(const char *const *)session->options.operands, session->options.operand_count};
}

bool command_names_exist(struct session *session, const struct workspace *workspace, enum status *status)
{
    for (size_t i = 0; i < session->options.operand_count; i++) {
        if (workspace_has(workspace, session->options.operands[i]))
            continue;
        *status = command_wrong_use(session, _("there is no dataset \"%s\" in %s; `banchi list` shows them"),
                                    session->options.operands[i], workspace->folder);
        return false;
    }
    return true;
}
