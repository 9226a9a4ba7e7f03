/* The run: nodes against values. */
#include "metadata/schema_parts.h"

/* ---- what has been evaluated ---- */

/* Bits for more than 64 parts come from the arena once and are used again. */
static void evaluated_start(struct run *run, struct evaluated *evaluated, uint32_t count)
{
    *evaluated = (struct evaluated){.count = count, .unknown = run->unknown};
    if (count <= 64) {
        evaluated->bits = &evaluated->few;
        return;
    }
    while ((UINT64_C(64) << evaluated->size) < count)
        evaluated->size++;
    run->steps += count / 64;
    struct spare_bits *spare = run->spare[evaluated->size];
    size_t bytes = sizeof(uint64_t) << evaluated->size;
    if (spare != NULL)
        run->spare[evaluated->size] = spare->next;
    evaluated->bits = spare != NULL ? (uint64_t *)(void *)spare : arena_take(run->scratch, bytes);
    memset(evaluated->bits, 0, bytes);
}

static void evaluated_end(struct run *run, struct evaluated *evaluated)
{
    if (evaluated->count <= 64)
        return;
    struct spare_bits *spare = (struct spare_bits *)(void *)evaluated->bits;
    spare->next = run->spare[evaluated->size];
    run->spare[evaluated->size] = spare;
}

void evaluated_mark(struct evaluated *evaluated, uint32_t number)
{
    evaluated->bits[number / 64] |= UINT64_C(1) << number % 64;
}

bool evaluated_has(const struct evaluated *evaluated, uint32_t number)
{
    return (evaluated->bits[number / 64] >> number % 64 & 1) != 0;
}

static void evaluated_merge(struct evaluated *into, const struct evaluated *from)
{
    for (uint32_t i = 0; i < (from->count + 63) / 64; i++)
        into->bits[i] |= from->bits[i];
}

/* ---- limits ---- */

bool run_unknown(struct run *run, const struct json *value, const char *message)
{
    run->unknown++;
    report_unknown(run, value, message);
    return true;
}

bool run_stop(struct run *run, const struct json *value, const char *message)
{
    run->steps = run->most_steps;
    if (!run->stopped)
        report_unknown(run, value, _(message));
    run->stopped = true;
    run->unknown++;
    return true;
}

static bool run_ends(struct run *run, const struct json *value)
{
    return run_stop(run, value,
                    N_("could not be checked: the schema refers to itself without end, or needs more steps "
                       "than banchi takes"));
}

/* A match takes about as long as these steps. */
#define STEPS_A_MATCH 8

bool run_matches(struct run *run, const struct pattern *pattern, const struct json *text, bool otherwise)
{
    run->steps += STEPS_A_MATCH + text->count / 16;
    if (run->steps >= run->most_steps) {
        run_ends(run, text);
        return otherwise;
    }
    enum pattern_match match =
        pattern != NULL ? pattern_match(pattern, json_text(text), &run->room) : PATTERN_NOT_CHECKED;
    run->steps += pattern != NULL && !pattern_is_quick(pattern) ? run->room.work / 64 : 0;
    if (match != PATTERN_NOT_CHECKED)
        return match == PATTERN_MATCHES;
    if (pattern != NULL && ++run->unmatched > LIMIT_SCHEMA_UNMATCHED)
        run->steps = run->most_steps;
    run_unknown(run, text,
                _("could not be checked: the pattern needs more than banchi takes, or cannot be translated"));
    return otherwise;
}

/* ---- nodes ---- */

/* A wrong type or choice is the cause: what else the node says of the value would follow from it. */
__attribute__((noinline)) static bool keywords_tell(struct run *run, const struct schema_node *node,
                                                    const struct json *value)
{
    bool good = true;
    for (const struct keyword *keyword = node->keywords, *end = keyword + node->count; keyword < end;
         keyword++) {
        if ((keyword->kinds >> value->type & 1) == 0 || keyword->check(run, keyword, value))
            continue;
        good = false;
        if (keyword->row->explain != NULL)
            report_keyword(run, keyword, value);
        if (keyword->cost <= COST_CHOICE)
            break;
    }
    return good;
}

static bool keywords_check(struct run *run, const struct schema_node *node, const struct json *value)
{
    return run->report == NULL ? keywords_judge(run, &node->flat, value) : keywords_tell(run, node, value);
}

/* A node that asks what its keywords have evaluated keeps the account itself, and passes it on. */
__attribute__((noinline)) static bool tracking_check(struct run *run, const struct schema_node *node,
                                                     const struct json *value)
{
    struct evaluated *outer = run->evaluated;
    struct evaluated evaluated;
    evaluated_start(run, &evaluated,
                    value->type == JSON_ARRAY || value->type == JSON_OBJECT ? value->count : 0);
    run->evaluated = &evaluated;
    bool good = keywords_check(run, node, value);
    run->evaluated = outer;
    if (outer != NULL)
        evaluated_merge(outer, &evaluated);
    evaluated_end(run, &evaluated);
    return good;
}

bool node_check(struct run *run, const struct schema_node *node, const struct json *value)
{
    if (run->depth >= LIMIT_SCHEMA_NESTING || run->steps >= run->most_steps)
        return run_ends(run, value);
    run->steps++;
    if (node->flat.silent && run->report == NULL) {
        run->depth++;
        bool good = keywords_judge(run, &node->flat, value);
        run->depth--;
        return good;
    }
    struct frame frame = {.node = node, .value = value, .outer = run->frame};
    run->frame = &frame;
    run->depth++;
    bool good = node->tracks ? tracking_check(run, node, value) : keywords_check(run, node, value);
    run->depth--;
    run->frame = frame.outer;
    return good;
}

/* Farther from the root values would be judged again and again. */
#define TRIED_DEPTH 3

/* Whether the node surely has nothing to tell. What came of a trial that does not show it is forgotten: the
 * node is then asked as if there had been none, and the trials of a document end after so many steps. */
static bool trial(struct run *run, const struct schema_node *node, const struct json *value)
{
    const struct {
        struct report *report, *unknown_report;
        uint64_t steps, most_steps;
        unsigned unmatched;
        bool stopped;
        size_t unknown;
    } before = {run->report,    run->unknown_report, run->steps,  run->most_steps,
                run->unmatched, run->stopped,        run->unknown};
    uint64_t most_steps = run->steps + run->trial_steps;
    run->report = run->unknown_report = NULL;
    run->unknown = 0;
    run->most_steps = most_steps < before.most_steps ? most_steps : before.most_steps;
    bool good = node_judge(run, node, value) && run->unknown == 0;
    run->report = before.report;
    run->unknown_report = before.unknown_report;
    run->most_steps = before.most_steps;
    run->unknown = before.unknown;
    if (good)
        return true;
    uint64_t taken = run->steps - before.steps;
    run->trial_steps -= taken < run->trial_steps ? taken : run->trial_steps;
    run->steps = before.steps;
    run->unmatched = before.unmatched;
    run->stopped = before.stopped;
    return false;
}

bool node_tell(struct run *run, const struct schema_node *node, const struct json *value)
{
    bool tried = run->depth <= TRIED_DEPTH && run->evaluated == NULL && run->trial_steps > 0 &&
                 run->steps < run->most_steps;
    return (tried && trial(run, node, value)) || node_check(run, node, value);
}

bool part_check_surrounded(struct run *run, const struct schema_node *node, const struct json *part)
{
    struct evaluated *saved = run->evaluated;
    run->evaluated = NULL;
    run->nesting++;
    bool good = node_agree(run, node, part);
    run->nesting--;
    run->evaluated = saved;
    return good;
}

bool part_try(struct run *run, const struct schema_node *node, const struct json *part)
{
    struct report *report = run->report;
    run->report = NULL;
    bool good = part_check(run, node, part);
    run->report = report;
    return good;
}

bool node_try_apart(struct run *run, const struct schema_node *node, const struct json *value)
{
    struct report *report = run->report;
    struct evaluated *outer = run->evaluated;
    struct evaluated evaluated;
    if (outer != NULL) {
        evaluated_start(run, &evaluated, outer->count);
        run->evaluated = &evaluated;
    }
    run->report = NULL;
    bool good = node_check(run, node, value);
    run->report = report;
    run->evaluated = outer;
    if (good && outer != NULL)
        evaluated_merge(outer, &evaluated);
    if (outer != NULL)
        evaluated_end(run, &evaluated);
    return good;
}

/* ---- documents ---- */

static uint64_t most_steps(const struct json *value)
{
    return LIMIT_SCHEMA_STEPS + LIMIT_SCHEMA_STEPS_A_BYTE * (uint64_t)(value->end - value->offset);
}

static enum schema_verdict judge(const struct schema *schema, const struct json *value, bool numbered,
                                 struct arena *scratch)
{
    struct run run = {.schema = schema,
                      .numbered = numbered,
                      .scratch = scratch,
                      .room = {.arena = scratch},
                      .most_steps = most_steps(value)};
    bool good = node_check(&run, schema->root, value);
    if (run.unknown > 0)
        return SCHEMA_NOT_CHECKED;
    return good ? SCHEMA_VALID : SCHEMA_INVALID;
}

enum schema_verdict schema_judge(const struct schema *schema, const struct json *value, struct arena *scratch)
{
    return judge(schema, value, false, scratch);
}

enum schema_verdict schema_check(const struct schema *schema, struct json_document *document,
                                 struct arena *scratch, struct finding_sink *sink)
{
    bool numbered = document->names != NULL && document->names->table == schema->names;
    enum schema_verdict verdict = judge(schema, &document->root, numbered, scratch);
    if (verdict == SCHEMA_VALID)
        return verdict;
    struct report report = {.arena = scratch, .document = document};
    struct run run = {.schema = schema,
                      .numbered = numbered,
                      .scratch = scratch,
                      .room = {.arena = scratch},
                      .most_steps = most_steps(&document->root),
                      .trial_steps = most_steps(&document->root) / 4,
                      .report = &report,
                      .unknown_report = &report};
    node_check(&run, schema->root, &document->root);
    report_put(&report, document, sink);
    return verdict;
}
