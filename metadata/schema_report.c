/* Faults: collected while a node is checked, given code, level and hint by the schema objects around, sorted
 * into file order, and made findings. */
#include "metadata/schema_parts.h"

#include <stdlib.h>

#include "metadata/pointer.h"

const char *translated(struct arena *arena, const struct json *texts)
{
    return texts != NULL ? json_get_string(arena, texts, language_is_thai() ? "th" : "en") : NULL;
}

struct slice value_shown(const struct run *run, const struct json *value)
{
    if (value->type == JSON_STRING || value->type == JSON_NUMBER)
        return json_text(value);
    struct slice text = run->report->document->text;
    return (struct slice){text.at + value->offset, value->end - value->offset};
}

/* ---- what the schema objects around say ---- */

static const struct schema_node *node_with_code(const struct frame *frame)
{
    while (frame != NULL && frame->node->code < 0)
        frame = frame->outer;
    return frame != NULL ? frame->node : NULL;
}

static enum level level_of(const struct frame *frame)
{
    while (frame != NULL && frame->node->level < 0)
        frame = frame->outer;
    return frame != NULL ? (enum level)frame->node->level : LEVEL_ERROR;
}

const struct json *help_of(const struct frame *frame, const struct json *value)
{
    while (frame != NULL && frame->node->help == NULL &&
           (frame->value == value || frame->value->type == JSON_ARRAY))
        frame = frame->outer;
    if (frame == NULL || (frame->value != value && frame->value->type != JSON_ARRAY))
        return NULL;
    return frame->node->help;
}

bool code_is_of_keyword(enum code code)
{
    return code_row(code)->name[0] == 'M' && code_row(code)->name[1] == '1';
}

/* `node` gives the code: its words go before those of the keyword. */
static void recode(struct run *run, struct fault *fault, const struct schema_node *node)
{
    struct arena *arena = run->report->arena;
    const char *message = translated(arena, node->message);
    const char *help = translated(arena, node->help);
    fault->code = (enum code)node->code;
    if (help != NULL)
        fault->hint = help;
    else if (!code_is_of_keyword(fault->code) && fault->hint == NULL && fault->value.at == NULL)
        fault->hint = fault->message;
    if (message != NULL)
        fault->message = message;
    else if (!code_is_of_keyword(fault->code))
        fault->message = _(code_row(fault->code)->title);
}

void report_fault(struct run *run, struct fault *fault)
{
    struct report *report = run->report;
    const struct schema_node *node = node_with_code(run->frame);
    run->key_bytes += fault->key != NULL ? strlen(fault->key) : 0;
    if (report->count >= LIMIT_SCHEMA_FAULTS || run->key_bytes > LIMIT_SCHEMA_FAULT_BYTES) {
        run_stop(run, fault->at, MORE_FAULTS);
        return;
    }
    fault->level = level_of(run->frame);
    if (node != NULL)
        recode(run, fault, node);
    if (fault->hint == NULL)
        fault->hint = translated(report->arena, help_of(run->frame, fault->at));
    report->faults =
        arena_grow(report->arena, report->faults, report->count, &report->room, sizeof *report->faults);
    fault->number = report->count;
    report->faults[report->count++] = *fault;
}

void report_keyword(struct run *run, const struct keyword *keyword, const struct json *value)
{
    struct fault fault = {.code = keyword->row->code, .at = value};
    if (keyword->row != &never_row)
        fault.keyword = keyword->row->name.at;
    keyword->row->explain(run, keyword, value, &fault);
    report_fault(run, &fault);
}

void report_unknown(struct run *run, const struct json *value, const char *message)
{
    struct report *report = run->unknown_report;
    if (report == NULL)
        return;
    if (report->count > 0 && report->faults[report->count - 1].at == value &&
        report->faults[report->count - 1].level == LEVEL_NOT_CHECKED)
        return;
    report->faults =
        arena_grow(report->arena, report->faults, report->count, &report->room, sizeof *report->faults);
    report->faults[report->count] = (struct fault){.code = CODE_M113,
                                                   .level = LEVEL_NOT_CHECKED,
                                                   .at = value,
                                                   .message = message,
                                                   .number = report->count};
    report->count++;
}

struct report report_apart(struct run *run, const struct schema_node *node, const struct json *value,
                           struct arena *arena)
{
    struct report *outer = run->report;
    struct evaluated *evaluated = run->evaluated;
    struct report apart = {.arena = arena, .document = outer->document};
    run->report = &apart;
    run->evaluated = NULL;
    node_check(run, node, value);
    run->report = outer;
    run->evaluated = evaluated;
    return apart;
}

/* ---- findings ---- */

static int fault_compare(const void *a, const void *b)
{
    const struct fault *left = a, *right = b;
    if (left->at->offset != right->at->offset)
        return left->at->offset < right->at->offset ? -1 : 1;
    return left->number < right->number ? -1 : 1;
}

/* NULL before all others. */
static int text_compare(const char *a, const char *b)
{
    return a == NULL || b == NULL ? (a != NULL) - (b != NULL) : strcmp(a, b);
}

/* The same fault found on two ways: same code, place and key, and of a keyword the same words, since two
 * keywords of one code, or two values of one keyword, want two things. Where a node gives the code it means
 * one thing, by whatever keywords. */
static int sameness_compare(const struct fault *a, const struct fault *b)
{
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    int order = text_compare(a->key, b->key);
    if (order != 0 || !code_is_of_keyword(a->code))
        return order;
    order = text_compare(a->keyword, b->keyword);
    return order != 0 ? order : text_compare(a->message, b->message);
}

static bool same_fault(const struct fault *a, const struct fault *b)
{
    return sameness_compare(a, b) == 0;
}

/* The same together, as they were found: error before warning stands as found first. */
static int by_sameness(const void *a, const void *b)
{
    const struct fault *left = *(const struct fault *const *)a, *right = *(const struct fault *const *)b;
    int order = sameness_compare(left, right);
    return order != 0 ? order : left->number < right->number ? -1 : 1;
}

/* Up to so many faults of one place are compared pair by pair. */
#define FEW_FAULTS 16

/* Marks what was told before among the faults of one place, which stand in the order they were found. */
static void repeated_mark(struct arena *arena, struct fault *faults, size_t count)
{
    if (count <= FEW_FAULTS) {
        for (size_t i = 1; i < count; i++)
            for (size_t j = 0; j < i && !faults[i].repeated; j++)
                faults[i].repeated = same_fault(&faults[i], &faults[j]);
        return;
    }
    struct fault **sorted = arena_array(arena, count, sizeof(struct fault *));
    for (size_t i = 0; i < count; i++)
        sorted[i] = &faults[i];
    qsort(sorted, count, sizeof(struct fault *), by_sameness);
    for (size_t i = 1; i < count; i++)
        sorted[i]->repeated = same_fault(sorted[i], sorted[i - 1]);
}

/* Of a text that is not in the format, what a pattern would want of it adds nothing. */
static void patterns_mark(struct fault *faults, size_t count)
{
    bool format = false;
    for (size_t i = 0; i < count; i++)
        format = format || text_compare(faults[i].keyword, "format") == 0;
    for (size_t i = 0; i < count && format; i++)
        if (faults[i].code == CODE_M104 && text_compare(faults[i].keyword, "pattern") == 0)
            faults[i].repeated = true;
}

static bool is_index(struct slice token)
{
    for (size_t i = 0; i < token.length; i++)
        if (token.at[i] < '0' || token.at[i] > '9')
            return false;
    return token.length > 0;
}

/* The item of the form: the key within an element of a list of objects, else the key at the top. */
static const char *field_of(struct arena *arena, const struct pointer_way *way, const char *missing)
{
    bool in_list = way->count >= 2 && is_index(way->tokens[1]);
    if (missing != NULL && (way->count == 0 || (in_list && way->count == 2)))
        return missing;
    if (way->count == 0)
        return NULL;
    return slice_shown(arena, way->tokens[in_list && way->count > 2 ? 2 : 0]);
}

static void fault_put(struct report *report, const struct fault *fault, struct json_document *document,
                      struct finding_sink *sink)
{
    struct pointer_way way = pointer_to(report->arena, &document->root, fault->at->offset);
    report->pointer_bytes += strlen(way.text);
    struct finding finding = {.code = fault->code,
                              .level = fault->level,
                              .pointer = way.text,
                              .keyword = fault->keyword,
                              .field = field_of(report->arena, &way, fault->key),
                              .message = fault->message,
                              .hint = fault->hint,
                              .remedy = fault->remedy,
                              .value = fault->value};
    if (fault->cut && finding.field != NULL)
        finding.message = arena_format(report->arena, _("%s (`banchi explain %s` lists them all)"),
                                       fault->message, finding.field);
    json_locate(document, fault->at->offset, &finding);
    finding_put(sink, &finding);
}

/* Those of one place, which stand in the order they were found. */
static void place_put(struct report *report, struct fault *faults, size_t count,
                      struct json_document *document, struct finding_sink *sink)
{
    repeated_mark(report->arena, faults, count);
    patterns_mark(faults, count);
    for (size_t i = 0; i < count; i++)
        if (!faults[i].repeated)
            fault_put(report, &faults[i], document, sink);
}

static void more_put(struct report *report, const struct json *at, struct json_document *document,
                     struct finding_sink *sink)
{
    struct fault fault = {.code = CODE_M113, .level = LEVEL_NOT_CHECKED, .at = at, .message = _(MORE_FAULTS)};
    fault_put(report, &fault, document, sink);
}

void report_put(struct report *report, struct json_document *document, struct finding_sink *sink)
{
    if (report->count > 1)
        qsort(report->faults, report->count, sizeof *report->faults, fault_compare);
    for (size_t begin = 0, end; begin < report->count; begin = end) {
        for (end = begin + 1; end < report->count; end++)
            if (report->faults[end].at->offset != report->faults[begin].at->offset)
                break;
        if (report->pointer_bytes > LIMIT_SCHEMA_FAULT_BYTES) {
            more_put(report, report->faults[begin].at, document, sink);
            return;
        }
        place_put(report, report->faults + begin, end - begin, document, sink);
    }
}
