/* `banchi waive CODE FILE`: a named person lets one verdict of the privacy gate through, for these bytes,
 * until a day. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/language.h"
#include "catalog/check.h"
#include "catalog/checked.h"
#include "catalog/waiver.h"
#include "command/command.h"

/* A sink that looks for the one finding that is to be waived. */
struct search {
    struct finding_sink sink;
    const struct waiver *waiver;
    bool found;
    bool elsewhere; /* the same in another column */
};

static void put(struct finding_sink *self, const struct finding *finding)
{
    struct search *search = (struct search *)self;
    const char *column = search->waiver->column;
    if (finding->code != search->waiver->code || finding->file == NULL ||
        strcmp(finding->file, search->waiver->file) != 0)
        return;
    bool same = column == NULL ? finding->field == NULL
                               : finding->field != NULL && strcmp(finding->field, column) == 0;
    search->found = search->found || same;
    search->elsewhere = search->elsewhere || !same;
}

static bool waivable(enum code code)
{
    return code_row(code)->name[0] == 'P' && code != CODE_P121 && code != CODE_P122 && code != CODE_P123;
}

/* A year of the Buddhist Era would keep the gate open for five centuries. */
static enum status read_until(struct session *session, const char *text)
{
    struct date until;
    if (!date_read(slice_of(text), &until) || date_compare(until, date_today()) < 0)
        return command_wrong_use(session, _("--until takes a day to come, as YYYY-MM-DD; \"%s\" is none"),
                                 text);
    if (until.year < DATE_BUDDHIST_FROM)
        return STATUS_DONE;
    return command_wrong_use(session, _("--until takes a year of the Common Era: %04d-%02d-%02d for \"%s\""),
                             until.year - DATE_BUDDHIST_OFFSET, until.month, until.day, text);
}

static enum status read_options(struct session *session, struct waiver *waiver)
{
    const struct options *options = &session->options;
    if (!code_find(slice_of(options->operands[0]), &waiver->code) || !waivable(waiver->code))
        return command_wrong_use(session, _("%s cannot be waived; what can is P101 to P111, and P120"),
                                 options->operands[0]);
    if (options->by == NULL || options->reason == NULL || options->until == NULL)
        return command_wrong_use(
            session,
            _("%s needs --by, --reason and --until: a waiver says who answers for it, why, and "
              "how long"),
            "waive");
    enum status status = read_until(session, options->until);
    if (status != STATUS_DONE)
        return status;
    waiver->file = options->operands[1];
    waiver->column = options->column;
    waiver->by = options->by;
    waiver->reason = options->reason;
    waiver->until = options->until;
    return STATUS_DONE;
}

/* The dataset of "DATASET/NAME"; NULL when the workspace has none of that name. */
static const char *dataset_of(struct session *session, const struct workspace *workspace, const char *file)
{
    const char *slash = strchr(file, '/');
    size_t length = slash != NULL ? (size_t)(slash - file) : 0;
    const char *name = arena_copy(&session->run, file, length);
    return workspace_has(workspace, name) ? name : NULL;
}

/* Whether the gate holds this verdict now; its bytes are those that were checked. */
static enum status find_verdict(struct session *session, const struct workspace *workspace,
                                const char *dataset, struct waiver *waiver)
{
    struct search search = {.sink = {put}, .waiver = waiver};
    struct checked checked = {.arena = &session->run};
    struct check_counts counts;
    uint64_t bytes;
    struct problem problem = {0};
    struct check_options check = {.workspace = workspace,
                                  .choice = {&dataset, 1},
                                  .scratch = &session->scratch,
                                  .sink = &search.sink,
                                  .checked = &checked};
    char *sha256 = arena_alloc(&session->run, HASH_HEX_BYTES);
    if (!check_workspace(&check, &counts, &problem) ||
        !file_hash(file_join(&session->run, workspace->folder, waiver->file), sha256, &bytes, &problem))
        return command_problem(session, &problem);
    if (!search.found && search.elsewhere)
        return command_wrong_use(session, _("%s stands in another column of %s: name it with --column"),
                                 code_row(waiver->code)->name, waiver->file);
    if (!search.found)
        return command_wrong_use(session, _("the privacy gate has no %s in %s, so there is nothing to waive"),
                                 code_row(waiver->code)->name, waiver->file);
    waiver->sha256 = sha256;
    if (checked_has(&checked, waiver->file, sha256))
        return STATUS_DONE;
    problem_set(&problem, PROBLEM_LOCAL, _("%s changed while it was being checked; try again"), waiver->file);
    return command_problem(session, &problem);
}

enum status command_waive(struct session *session)
{
    struct finding_counter silent = finding_counter();
    struct workspace workspace;
    struct problem problem = {0};
    struct waiver waiver = {0};
    enum status status = read_options(session, &waiver);
    if (status != STATUS_DONE || !command_open(session, &silent.sink, &workspace, &status))
        return status;
    const char *dataset = dataset_of(session, &workspace, waiver.file);
    if (dataset == NULL)
        return command_wrong_use(
            session, _("%s is no file of a dataset; name it as findings do: DATASET/FILE"), waiver.file);
    status = find_verdict(session, &workspace, dataset, &waiver);
    if (status != STATUS_DONE)
        return status;
    if (!waiver_write(workspace.folder, &waiver, &problem))
        return command_problem(session, &problem);
    command_say(_("%s of %s is waived until %s, for the bytes that it has now (SHA-256 %.12s...)\n"),
                code_row(waiver.code)->name, waiver.file, waiver.until, waiver.sha256);
    printf(_("written to %s: commit it, so that a reviewer sees who let what through\n"), WAIVER_FILE);
    return STATUS_DONE;
}
