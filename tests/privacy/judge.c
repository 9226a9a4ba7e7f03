/* judge FOLDER...: holds what banchi found in each folder (FOLDER/report.json, of `validate --json`) against
 * the truth (FOLDER/truth.tsv), and prints precision and recall by kind and over all columns. JUDGE_SHOW=1
 * lists each column that was judged wrongly. Ends with 1 under the aims: every column with citizen numbers
 * found (as such, not as something else), and 98 of 100 columns that are kept back rightly so.
 *
 * A column counts as found where an error finding of its kind stands, or P111 for its name; as kept back
 * where any P error does. Citizen numbers count as found by P101 alone.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct kind {
    const char *name;
    const char *code;
};

static const struct kind KINDS[] = {
    {"citizen_id", "P101"},   {"passport", "P102"},    {"phone", "P103"},         {"email", "P104"},
    {"bank_account", "P105"}, {"line_id", "P106"},     {"vehicle_plate", "P107"}, {"date_of_birth", "P108"},
    {"home_address", "P109"}, {"person_name", "P110"}, {"named_personal", NULL},
};
#define KIND_COUNT (sizeof KINDS / sizeof *KINDS)

/* Of one kind: columns that hold it, of these found; columns said to hold it, of these rightly. */
struct score {
    unsigned held, found, said, right;
};

struct scores {
    struct score kinds[KIND_COUNT];
    struct score all; /* held: personal columns; said: columns kept back */
    unsigned columns;
    bool show;
};

struct column {
    const char *folder;
    const char *dataset;
    const char *header;
    const char *truth;
};

static bool is_text(const json_t *object, const char *key, const char *wanted)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL && strcmp(text, wanted) == 0;
}

/* Whether an error stands at the column; code NULL: any P code. */
static bool stands(const json_t *findings, const struct column *column, const char *code)
{
    size_t at;
    json_t *finding;
    json_array_foreach(findings, at, finding)
    {
        const char *of = json_string_value(json_object_get(finding, "code"));
        if (of != NULL && of[0] == 'P' && (code == NULL || strcmp(of, code) == 0) &&
            is_text(finding, "level", "error") && is_text(finding, "dataset", column->dataset) &&
            is_text(finding, "field", column->header))
            return true;
    }
    return false;
}

static void score_kind(struct scores *scores, size_t kind, const json_t *findings,
                       const struct column *column)
{
    struct score *score = &scores->kinds[kind];
    const char *code = KINDS[kind].code;
    bool holds = strstr(column->truth, KINDS[kind].name) != NULL, said = stands(findings, column, code);
    if (code == NULL && !holds)
        return;
    if (holds && kind > 0 && !said) /* the name of the column was enough */
        said = stands(findings, column, "P111");
    score->held += holds;
    score->found += holds && said;
    score->said += said;
    score->right += holds && said;
    if (scores->show && holds && !said)
        printf("%s/%s: %s: %s is not found\n", column->folder, column->dataset, column->header,
               column->truth);
    if (scores->show && said && !holds)
        printf("%s/%s: %s: %s is said to be %s\n", column->folder, column->dataset, column->header,
               column->truth, KINDS[kind].name);
}

static void score_column(struct scores *scores, const json_t *findings, const struct column *column)
{
    bool personal = strcmp(column->truth, "-") != 0, kept = stands(findings, column, NULL);
    scores->columns++;
    scores->all.held += personal;
    scores->all.found += personal && kept;
    scores->all.said += kept;
    scores->all.right += personal && kept;
    for (size_t k = 0; k < KIND_COUNT; k++)
        score_kind(scores, k, findings, column);
    if (scores->show && kept && !personal)
        printf("%s/%s: %s: kept back, and nobody is in it\n", column->folder, column->dataset,
               column->header);
}

static json_t *read_report(const char *folder)
{
    char path[4096];
    json_error_t error;
    snprintf(path, sizeof path, "%s/report.json", folder);
    json_t *report = json_load_file(path, 0, &error);
    if (report != NULL)
        return report;
    fprintf(stderr, "%s: %s\n", path, error.text);
    exit(74);
}

static void score_folder(struct scores *scores, const char *folder)
{
    char path[4096], line[1024];
    json_t *report = read_report(folder);
    snprintf(path, sizeof path, "%s/truth.tsv", folder);
    FILE *truth = fopen(path, "r");
    while (truth != NULL && fgets(line, sizeof line, truth) != NULL) {
        char *rest = NULL;
        struct column column = {.folder = folder};
        column.dataset = strtok_r(line, "\t\n", &rest);
        column.header = strtok_r(NULL, "\t\n", &rest);
        column.truth = strtok_r(NULL, "\t\n", &rest);
        score_column(scores, json_object_get(report, "findings"), &column);
    }
    if (truth != NULL)
        fclose(truth);
    json_decref(report);
}

static double share(unsigned part, unsigned whole)
{
    return whole == 0 ? 1.0 : (double)part / whole;
}

static void print_score(const char *name, const struct score *score)
{
    printf("%-16s precision %.3f (%u of %u)   recall %.3f (%u of %u)\n", name,
           share(score->right, score->said), score->right, score->said, share(score->found, score->held),
           score->found, score->held);
}

int main(int argc, char **argv)
{
    struct scores scores = {.show = getenv("JUDGE_SHOW") != NULL};
    for (int i = 1; i < argc; i++)
        score_folder(&scores, argv[i]);
    for (size_t k = 0; k < KIND_COUNT; k++)
        print_score(KINDS[k].name, &scores.kinds[k]);
    print_score("all", &scores.all);
    const struct score *citizens = &scores.kinds[0];
    bool holds = scores.columns > 0 && citizens->found == citizens->held &&
                 share(scores.all.right, scores.all.said) >= 0.98;
    printf("%u columns: the aims are %s\n", scores.columns, holds ? "reached" : "missed");
    return holds ? 0 : 1;
}
