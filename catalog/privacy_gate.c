#include "catalog/privacy_gate.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "catalog/check_privacy_files.h"
#include "catalog/privacy_prose.h"
#include "catalog/workspace.h"

void privacy_gate_open(struct privacy_gate *gate, struct arena *run, const struct workspace *workspace,
                       struct finding_sink *sink)
{
    const struct json *privacy = json_get(&workspace->catalog.root, "privacy");
    const struct json *roles = json_get(privacy, "role_mailboxes");
    size_t count = json_is(roles, JSON_ARRAY) ? roles->count : 0;
    struct slice *names = arena_array(run, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = json_text(&roles->items[i]);
    gate->roles = (struct privacy_roles){names, count};
    gate->prose = privacy_prose_open(run);
    gate->keys = privacy_document_keys(run);
    waivers_read(run, workspace->folder, sink, &gate->waivers);
}

struct privacy_part *privacy_part_add(struct privacy_parts *parts, struct arena *arena)
{
    parts->parts = arena_grow(arena, parts->parts, parts->count, &parts->room, sizeof *parts->parts);
    struct privacy_part *part = &parts->parts[parts->count++];
    *part = (struct privacy_part){0};
    return part;
}

/* What is seen, by kind: in a column of a table, and in another text. */
static const struct {
    const char *cells; /* with their number */
    const char *text;
} SEEN[PRIVACY_KINDS] = {
    [PRIVACY_CITIZEN] = {N_("cells that look like citizen numbers: %zu"), N_("looks like a citizen number")},
    [PRIVACY_PASSPORT] = {N_("cells that look like passport numbers: %zu"),
                          N_("looks like a passport number")},
    [PRIVACY_PHONE] = {N_("cells that look like telephone numbers: %zu"),
                       N_("looks like a telephone number")},
    [PRIVACY_EMAIL] = {N_("cells that look like e-mail addresses of persons: %zu"),
                       N_("looks like an e-mail address of a person")},
    [PRIVACY_BANK] = {N_("cells that look like bank accounts: %zu"), N_("looks like a bank account")},
    [PRIVACY_LINE] = {N_("cells that look like LINE accounts: %zu"), N_("looks like a LINE account")},
    [PRIVACY_PLATE] = {N_("cells that look like vehicle plates: %zu"), N_("looks like a vehicle plate")},
    [PRIVACY_BIRTH] = {N_("cells that look like dates of birth: %zu"), N_("looks like a date of birth")},
    [PRIVACY_ADDRESS] = {N_("cells that look like home addresses: %zu"), N_("looks like a home address")},
    [PRIVACY_NAME] = {N_("cells that look like names of persons: %zu"), N_("looks like a name of a person")},
    [PRIVACY_NAMED] = {NULL, N_("named like personal data")},
};

static const char *seen_text(const struct privacy_verdict *verdict, const struct privacy_file *file,
                             struct arena *scratch)
{
    const char *cells = SEEN[verdict->kind].cells;
    if (file->rows && cells != NULL)
        return arena_format(scratch, _(cells), verdict->cells);
    return _(SEEN[verdict->kind].text);
}

/* Why it is thought so, and where: "; thirteen digits ...; first in row 4: •-••••" */
static const char *evidence(const struct privacy_verdict *verdict, const struct privacy_part *part,
                            const struct privacy_file *file, struct arena *scratch)
{
    if (verdict->cells == 0 || !file->rows)
        return _(verdict->why);
    if (part->shape == NULL)
        return arena_format(scratch, _("%s; first in row %zu"), _(verdict->why), verdict->row);
    return arena_format(scratch, _("%s; first in row %zu, of the shape %s"), _(verdict->why), verdict->row,
                        part->shape);
}

static const char *waive_command(enum code code, const struct privacy_file *file, const char *field,
                                 struct arena *scratch)
{
    const char *column = field != NULL ? arena_format(scratch, " --column \"%s\"", field) : "";
    return arena_format(scratch, "banchi waive %s %s%s --by NAME --reason TEXT --until DATE",
                        code_row(code)->name, file->file, column);
}

static const char *hint(enum code code, const struct privacy_file *file, const char *field,
                        struct arena *scratch)
{
    return arena_format(scratch, _("remove it from the file; where a named person answers for it: `%s`"),
                        waive_command(code, file, field, scratch));
}

/* A waiver that holds turns the error into a warning that names it. */
static void put(struct privacy_gate *gate, const struct privacy_file *file, struct finding *finding,
                struct arena *scratch, struct finding_sink *sink)
{
    const struct waiver *waiver =
        waiver_find(&gate->waivers, finding->code, file->file, finding->field, file->sha256);
    finding->dataset = file->dataset;
    finding->file = file->file;
    if (waiver == NULL) {
        finding->hint = hint(finding->code, file, finding->field, scratch);
    } else {
        finding->level = LEVEL_WARNING;
        finding->hint =
            arena_format(scratch, _("waived by %s until %s: %s"), waiver->by, waiver->until, waiver->reason);
    }
    finding_put(sink, finding);
}

static void tell_verdict(struct privacy_gate *gate, const struct privacy_file *file,
                         const struct privacy_part *part, const struct privacy_verdict *verdict,
                         struct arena *scratch, struct finding_sink *sink)
{
    struct finding finding = {
        .code = privacy_kind_code(verdict->kind),
        .field = part->field,
        .line = file->rows ? 1 : part->line,
        .message = arena_format(scratch, "%s (%s)", seen_text(verdict, file, scratch),
                                evidence(verdict, part, file, scratch)),
    };
    put(gate, file, &finding, scratch, sink);
}

void privacy_tell(struct privacy_gate *gate, const struct privacy_file *file,
                  const struct privacy_parts *parts, struct arena *scratch, struct finding_sink *sink)
{
    for (size_t i = 0; i < parts->count; i++)
        for (size_t j = 0; j < parts->parts[i].count; j++)
            tell_verdict(gate, file, &parts->parts[i], &parts->parts[i].verdicts[j], scratch, sink);
    waivers_tell_void(&gate->waivers, file->dataset, file->file, file->sha256, sink);
}

void privacy_tell_closed(struct privacy_gate *gate, const struct privacy_file *file, const char *why,
                         struct arena *scratch, struct finding_sink *sink)
{
    struct finding finding = {
        .code = CODE_P120,
        .level = LEVEL_NOT_CHECKED,
        .message = arena_format(scratch, _("the file cannot be looked into for personal data: %s"), why),
    };
    put(gate, file, &finding, scratch, sink);
    waivers_tell_void(&gate->waivers, file->dataset, file->file, file->sha256, sink);
}
