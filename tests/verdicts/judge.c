/* Judges documents by the rules that banchi has of a portal, and compares with what a real CKAN said of them.
 *
 * usage: judge VERDICTS SCHEMA [STRICTER]
 *
 * VERDICTS has one document a line (verdicts.md says how), SCHEMA is what the portal answered to
 * scheming_dataset_schema_show, STRICTER lists where banchi refuses on purpose what a portal takes. A line is
 * printed for each difference, and at the end how many are judged alike. Exit status 1 when banchi lets
 * through what the portal refuses, or is stricter without a reason in the list.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "metadata/pointer.h"
#include "metadata/portal_rules.h"
#include "tests/verdicts/paths.h"
#include "tests/verdicts/stricter.h"

/* The organization that stands on the recorded portal, with the user `editor` in it. */
static const char *const organizations[] = {"stat-office"};

enum verdict { ALIKE, LET_THROUGH, STRICTER, STRICTER_ON_PURPOSE, OTHER_FIELDS, VERDICT_COUNT };

struct judge {
    struct arena *run;
    struct arena *scratch;
    const struct portal_rules *sites[2]; /* stock, scheming */
    const struct stricter *stricter;
    size_t counts[VERDICT_COUNT];
    size_t refused; /* by the portal */
};

/* ---- what banchi says ---- */

struct hearing {
    struct finding_sink sink;
    struct arena *arena;
    struct paths paths;   /* as the portal would name them */
    struct paths touched; /* also those on which it would fail */
    struct paths codes;
};

static void hear(struct finding_sink *self, const struct finding *finding)
{
    struct hearing *hearing = (struct hearing *)self;
    const char *path = path_of_finding(hearing->arena, finding);
    paths_add(hearing->arena, &hearing->codes, code_row(finding->code)->name);
    paths_add(hearing->arena, &hearing->touched, path);
    bool silent = finding->code == CODE_R001 || finding->code == CODE_R005;
    if (!silent)
        paths_add(hearing->arena, &hearing->paths, path);
}

/* Names and titles of datasets that stood there before. */
static void hear_of_repeated(const struct judge *judge, const struct json *line, const struct json *payload,
                             bool titles, struct hearing *hearing)
{
    const struct json *before = json_get(line, "before");
    for (uint32_t i = 0; json_is(before, JSON_ARRAY) && i < before->count; i++) {
        const struct json *one = &before->items[i];
        const struct json *first = json_get(one, "payload") != NULL ? json_get(one, "payload") : one;
        if (slice_equals(json_text(json_get(one, "then")), "delete"))
            continue;
        for (size_t key = 0; key < (titles ? 2 : 1); key++) {
            static const char *const keys[] = {"name", "title"};
            const struct json *mine = json_get(payload, keys[key]);
            if (!json_is(mine, JSON_STRING) ||
                !slice_equal(json_text(mine), json_text(json_get(first, keys[key]))))
                continue;
            struct finding finding = {.code = key == 0 ? CODE_M302 : CODE_M303,
                                      .field = keys[key],
                                      .pointer = key == 0 ? "/name" : "/title"};
            hear(&hearing->sink, &finding);
        }
    }
    (void)judge;
}

/* What is wrong with the JSON itself, with the place of it. */
static void hear_of_json(const struct judge *judge, struct slice body, struct hearing *hearing)
{
    struct json root;
    const struct json_fault *fault;
    json_read(judge->scratch, body, &root, &fault);
    for (; fault != NULL; fault = fault->next) {
        struct finding finding = {.code = CODE_M004,
                                  .pointer = pointer_to(judge->scratch, &root, fault->offset).text};
        if (fault->kind == JSON_FAULT_SURROGATE)
            hear(&hearing->sink, &finding);
    }
}

static void judge_payload(const struct judge *judge, const struct json *line, struct slice text,
                          struct hearing *hearing)
{
    const struct json *payload = json_get(line, "payload");
    bool scheming = slice_equals(json_text(json_get(line, "site")), "scheming");
    const struct portal_rules *rules = judge->sites[scheming];
    struct json_document document = {.file = "payload"};
    struct slice body = {text.at + payload->offset, payload->end - payload->offset};
    *hearing = (struct hearing){.sink = {hear}, .arena = judge->scratch};
    struct finding_counter faults_of_json = finding_counter();
    if (json_read_document(judge->scratch, body, &faults_of_json.sink, &document))
        portal_rules_check(rules, &document, judge->scratch, &hearing->sink);
    hear_of_json(judge, body, hearing);
    hear_of_repeated(judge, line, payload, portal_rules_schema(rules)->unique_titles, hearing);
}

/* ---- what the portal said ---- */

/* Who may make datasets on the recorded portal; to all others it says 403, and banchi that the token may not.
 */
static bool user_may(const struct json *line)
{
    struct slice user = json_text(json_get(line, "user"));
    return user.length == 0 || slice_equals(user, "editor") || slice_equals(user, "admin");
}

/* A portal that fails, or has nothing to do with somebody, names no field: what was touched is one of ours.
 */
static bool same_fields(const struct judge *judge, const struct json *line, const struct hearing *hearing)
{
    const struct json *erring = json_get(line, "erring");
    const struct json *mutated = json_get(line, "mutated");
    if (slice_equals(json_text(json_get(line, "status")), "409"))
        return paths_same(judge->scratch, &hearing->paths, erring);
    bool known = json_is(mutated, JSON_ARRAY) && mutated->count > 0;
    return !known || paths_touch(&hearing->touched, mutated);
}

static enum verdict compare(const struct judge *judge, const struct json *line, const struct hearing *hearing)
{
    bool taken = slice_equals(json_text(json_get(line, "status")), "200");
    bool taken_here = hearing->codes.count == 0 && user_may(line);
    if (!taken && !user_may(line))
        return ALIKE;
    if (taken && taken_here)
        return ALIKE;
    if (!taken && taken_here)
        return LET_THROUGH;
    if (taken)
        return stricter_reason(judge->stricter, &hearing->codes, &hearing->touched) != NULL
                   ? STRICTER_ON_PURPOSE
                   : STRICTER;
    return same_fields(judge, line, hearing) ? ALIKE : OTHER_FIELDS;
}

static void print_difference(const struct judge *judge, const struct json *line, enum verdict verdict,
                             const struct hearing *hearing)
{
    static const char *const words[] = {
        [LET_THROUGH] = "LET THROUGH what the portal refuses",
        [STRICTER] = "STRICTER than the portal, for no reason that is listed",
        [STRICTER_ON_PURPOSE] = "stricter on purpose",
        [OTHER_FIELDS] = "refused by both, but OTHER FIELDS are named",
    };
    printf("%.*s %.*s (%.*s): %s\n", SLICE(json_text(json_get(line, "id"))),
           SLICE(json_text(json_get(line, "what"))), SLICE(json_text(json_get(line, "site"))),
           words[verdict]);
    printf("    portal: %.*s", SLICE(json_text(json_get(line, "status"))));
    paths_print_json(json_get(line, "erring"));
    printf("    banchi:");
    paths_print(&hearing->codes);
    printf(" at");
    paths_print(&hearing->touched);
    printf("\n");
    if (verdict == STRICTER_ON_PURPOSE)
        printf("    because %s\n", stricter_reason(judge->stricter, &hearing->codes, &hearing->touched));
}

static void judge_line(struct judge *judge, struct slice text)
{
    struct json line;
    struct hearing hearing;
    const struct json_fault *faults;
    arena_reset(judge->scratch);
    if (slice_trim(text).length == 0)
        return;
    if (!json_read(judge->scratch, text, &line, &faults) ||
        !json_is(json_get(&line, "payload"), JSON_OBJECT)) {
        printf("a line that cannot be read: %.*s\n", text.length < 80 ? (int)text.length : 80, text.at);
        judge->counts[LET_THROUGH]++;
        return;
    }
    judge_payload(judge, &line, text, &hearing);
    enum verdict verdict = compare(judge, &line, &hearing);
    judge->counts[verdict]++;
    judge->refused += slice_equals(json_text(json_get(&line, "status")), "200") ? 0 : 1;
    if (verdict != ALIKE)
        print_difference(judge, &line, verdict, &hearing);
}

/* ---- all of them ---- */

static const struct json *answer_read(struct arena *arena, const char *path)
{
    struct problem problem = {0};
    struct json *root = arena_alloc(arena, sizeof *root);
    const struct json_fault *faults;
    struct slice text;
    if (!file_read(arena, path, LIMIT_JSON_BYTES, &text, &problem) ||
        !json_read(arena, text, root, &faults)) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(2);
    }
    const struct json *result = json_get(root, "result");
    return result != NULL ? result : root;
}

static void open_sites(struct judge *judge, const char *schema)
{
    struct problem problem = {0};
    struct slice *names = arena_array(judge->run, 1, sizeof *names);
    names[0] = slice_of(organizations[0]);
    struct portal_schema_options *options = arena_array(judge->run, 2, sizeof *options);
    for (size_t i = 0; i < 2; i++) {
        options[i] =
            (struct portal_schema_options){.organizations = names,
                                           .organization_count = 1,
                                           .request = true,
                                           .answer = i == 1 ? answer_read(judge->run, schema) : NULL};
        judge->sites[i] = portal_rules_open(judge->run, i == 1 ? "scheming" : "stock", &options[i], &problem);
        if (judge->sites[i] == NULL) {
            fprintf(stderr, "%s\n", problem.message.at);
            exit(2);
        }
    }
}

static size_t print_counts(const struct judge *judge)
{
    size_t total = 0;
    for (size_t i = 0; i < VERDICT_COUNT; i++)
        total += judge->counts[i];
    size_t accepted_alike = judge->counts[ALIKE] + judge->counts[OTHER_FIELDS];
    printf("%zu of %zu judged alike: accepted or refused, and which fields\n", judge->counts[ALIKE], total);
    printf("%zu of %zu accepted or refused alike; of %zu that the portal refuses %zu are refused, %zu let "
           "through\n",
           accepted_alike, total, judge->refused, judge->refused - judge->counts[LET_THROUGH],
           judge->counts[LET_THROUGH]);
    printf("%zu refused by both with other fields named; %zu stricter on purpose, %zu stricter for no listed "
           "reason\n",
           judge->counts[OTHER_FIELDS], judge->counts[STRICTER_ON_PURPOSE], judge->counts[STRICTER]);
    return total;
}

int main(int count, char **arguments)
{
    struct arena run = {0}, scratch = {0};
    struct judge judge = {.run = &run, .scratch = &scratch};
    FILE *file = count < 3 ? NULL : fopen(arguments[1], "r");
    char *line = NULL;
    size_t room = 0;
    if (file == NULL) {
        fprintf(stderr, "usage: judge VERDICTS SCHEMA [STRICTER]\n");
        return 2;
    }
    judge.stricter = stricter_read(&run, count > 3 ? arguments[3] : NULL);
    open_sites(&judge, arguments[2]);
    for (ssize_t length; (length = getline(&line, &room, file)) > 0;)
        judge_line(&judge, (struct slice){line, (size_t)length});
    free(line);
    fclose(file);
    size_t total = print_counts(&judge);
    arena_free(&scratch);
    arena_free(&run);
    return total > 0 && judge.counts[LET_THROUGH] == 0 && judge.counts[STRICTER] == 0 ? 0 : 1;
}
