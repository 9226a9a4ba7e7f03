#include "metadata/rules.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "base/slice_hash.h"
#include "metadata/pointer.h"
#include "metadata/rules_parts.h"

/* ---- names and titles seen ---- */

/* A text by 96 bits of a hash that is keyed anew for each run: of a million texts no two meet by chance in
 * longer than anyone will look, and nobody can choose them so that they do. */
struct seen {
    uint64_t mark;
    uint32_t second_mark;
    uint32_t dataset; /* its number */
};

/* The texts in the order in which they came, and a table by their marks. Of many datasets the table is what
 * costs, since each question goes to another place in memory: four bytes a slot keep these near each other,
 * and almost always tell without a look at the text. */
struct seen_set {
    struct seen *texts; /* room for `size` */
    size_t count;
    uint32_t *slots; /* a text's number and 1, and above it bits of its mark; 0: free */
    size_t size;     /* of slots: a power of two */
};

#define NUMBER_BITS 20
_Static_assert(LIMIT_DATASETS < 1 << NUMBER_BITS, "a dataset's number and 1 find room in a slot");

/* Rules about the items of one object. */
struct rule_table {
    const struct rule *rules;
    size_t count;     /* at most MOST_RULES */
    uint64_t lengths; /* those that the keys have, a bit each: most keys of an object are none of them */
};

struct rules {
    struct arena *run;
    struct rule_table of_dataset, of_resource;
    struct date today;
    size_t expected; /* datasets; 0: not known */
    uint64_t keys[4];
    const char **datasets;
    size_t dataset_count, dataset_room;
    struct seen_set names;
    struct seen_set titles;
};

static void seen_make(struct arena *run, struct seen_set *set, size_t texts)
{
    *set = (struct seen_set){.size = 64};
    while (set->size * 4 < texts * 5)
        set->size *= 2;
    set->slots = arena_array(run, set->size, sizeof *set->slots);
    set->texts = arena_take(run, set->size * sizeof *set->texts);
}

static uint32_t slot_of(const struct seen *text, size_t number)
{
    return (uint32_t)(text->mark >> 32) >> NUMBER_BITS << NUMBER_BITS | (uint32_t)(number + 1);
}

static struct seen *text_in(const struct seen_set *set, uint32_t slot)
{
    return &set->texts[(slot & ((1u << NUMBER_BITS) - 1)) - 1];
}

static bool holds(const struct seen_set *set, uint32_t slot, const struct seen *text)
{
    return (slot ^ slot_of(text, 0)) >> NUMBER_BITS == 0 && text_in(set, slot)->mark == text->mark &&
           text_in(set, slot)->second_mark == text->second_mark;
}

/* The slot of the text, or the free one where it belongs. */
static uint32_t *seen_slot(const struct seen_set *set, const struct seen *text)
{
    size_t at = text->mark & (set->size - 1);
    while (set->slots[at] != 0 && !holds(set, set->slots[at], text))
        at = (at + 1) & (set->size - 1);
    return &set->slots[at];
}

static void seen_put(struct seen_set *set, uint32_t *slot, const struct seen *text)
{
    *slot = slot_of(text, set->count);
    set->texts[set->count++] = *text;
}

static void seen_grow(struct arena *run, struct seen_set *set)
{
    struct seen_set larger;
    seen_make(run, &larger, 2 * set->size);
    for (size_t i = 0; i < set->count; i++)
        seen_put(&larger, seen_slot(&larger, &set->texts[i]), &set->texts[i]);
    *set = larger;
}

/* Texts of one dataset come together. */
static uint32_t dataset_number(struct rules *rules, const char *dataset)
{
    size_t count = rules->dataset_count;
    if (count > 0 && strcmp(rules->datasets[count - 1], dataset) == 0)
        return (uint32_t)(count - 1);
    rules->datasets =
        arena_grow(rules->run, (void *)rules->datasets, count, &rules->dataset_room, sizeof *rules->datasets);
    rules->datasets[rules->dataset_count++] = arena_string(rules->run, dataset);
    return (uint32_t)count;
}

/* The dataset that had the text before; NULL, and the text is remembered, when none had. */
static const char *seen_before(struct rules *rules, struct seen_set *set, const struct rules_mark *mark,
                               const char *dataset)
{
    struct seen text = {.mark = mark->first, .second_mark = mark->second};
    if (5 * (set->count + 1) > 4 * set->size)
        seen_grow(rules->run, set);
    uint32_t *slot = seen_slot(set, &text);
    if (*slot != 0)
        return rules->datasets[text_in(set, *slot)->dataset];
    text.dataset = dataset_number(rules, dataset);
    seen_put(set, slot, &text);
    return NULL;
}

/* The slot is brought near before it is asked for. Whoever knows how many datasets come may call it from
 * several threads, since the slots then stay where they are. */
static struct rules_mark mark_of(const struct rules *rules, const struct seen_set *set,
                                 const struct json *value)
{
    struct slice text = slice_trim(json_text(value));
    if (!json_is(value, JSON_STRING) || text.length == 0)
        return (struct rules_mark){0};
    struct rules_mark mark = {.value = value,
                              .first = slice_hash_keyed(text, rules->keys),
                              .second = (uint32_t)slice_hash_keyed(text, rules->keys + 2)};
    if (rules->expected > 0)
        __builtin_prefetch(&set->slots[mark.first & (set->size - 1)]);
    return mark;
}

void rules_remember(struct rules *rules, const struct dataset *dataset)
{
    const struct json *root = &dataset->metadata.root;
    struct rules_mark name = mark_of(rules, &rules->names, json_get(root, "name"));
    struct rules_mark title = mark_of(rules, &rules->titles, json_get(root, "title"));
    if (name.value != NULL)
        seen_before(rules, &rules->names, &name, dataset->name);
    if (title.value != NULL)
        seen_before(rules, &rules->titles, &title, dataset->name);
}

/* ---- findings ---- */

void rule_fault_add(struct rule_run *run, enum code code, const struct rule_subject *subject,
                    const char *message, const char *hint)
{
    run->faults = arena_grow(run->scratch, run->faults, run->count, &run->room, sizeof *run->faults);
    run->faults[run->count++] = (struct rule_fault){.code = code,
                                                    .at = subject->value,
                                                    .finding = {.field = subject->key,
                                                                .message = message,
                                                                .hint = hint,
                                                                .value = json_is(subject->value, JSON_STRING)
                                                                             ? json_text(subject->value)
                                                                             : (struct slice){0}}};
}

void rule_fault_mend(struct rule_run *run, struct slice value)
{
    run->faults[run->count - 1].finding.remedy = (struct remedy){REMEDY_SET, value};
}

/* ---- the dataset ---- */

static void name_check(struct rule_run *run, const struct rule_subject *subject)
{
    struct slice name = json_text(subject->value);
    if (name.length > 0 && !slice_equals(name, run->dataset->name)) {
        rule_fault_add(run, CODE_M301, subject,
                       arena_format(run->scratch, _("the name {value} is not that of its folder, \"%s\""),
                                    run->dataset->name),
                       _("rename the folder, or write the folder's name here"));
        rule_fault_mend(run, slice_of(run->dataset->name));
    }
}

static void name_keep(struct rule_run *run, const struct rule_subject *subject)
{
    run->marks->name = mark_of(run->rules, &run->rules->names, subject->value);
}

static void title_keep(struct rule_run *run, const struct rule_subject *subject)
{
    run->marks->title = mark_of(run->rules, &run->rules->titles, subject->value);
}

/* All tags as the portal's form holds them: with a comma between two. */
#define TAGS_CHARACTERS 200

static void tags_check(struct rule_run *run, const struct rule_subject *subject)
{
    const struct json *tags = subject->value;
    if (tags->end - tags->offset <= TAGS_CHARACTERS) /* so few bytes, brackets and all */
        return;
    size_t characters = tags->count > 0 ? tags->count - 1 : 0;
    for (uint32_t i = 0; i < tags->count; i++)
        characters += utf8_count(json_text(&tags->items[i]));
    if (characters > TAGS_CHARACTERS)
        rule_fault_add(run, CODE_M312, subject,
                       arena_format(run->scratch,
                                    _("all tags together have %zu characters, with commas; the "
                                      "standard's form takes %d"),
                                    characters, TAGS_CHARACTERS),
                       NULL);
}

/* ---- dates ---- */

static bool digits_read(struct slice text, size_t at, size_t count, int *number)
{
    *number = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *number = *number * 10 + (text.at[i] - '0');
    }
    return true;
}

/* The day in the Common Era of a date whose year is of the Buddhist Era; 29 February may exist in one alone.
 */
static bool buddhist_read(struct slice text, struct date *date)
{
    if (text.length < 10 || text.at[4] != '-' || text.at[7] != '-' || !digits_read(text, 0, 4, &date->year) ||
        !digits_read(text, 5, 2, &date->month) || !digits_read(text, 8, 2, &date->day) ||
        date->year < DATE_BUDDHIST_FROM)
        return false;
    date->year -= DATE_BUDDHIST_OFFSET;
    return date_exists(date->year, date->month, date->day);
}

/* In both eras. */
static const char *date_shown(struct arena *arena, struct date date)
{
    struct text shown = {0};
    date_add_both(&shown, date);
    const char *copy = slice_copy(arena, text_slice(&shown));
    text_free(&shown);
    return copy;
}

static void era_check(struct rule_run *run, const struct rule_subject *subject)
{
    struct date date;
    if (!buddhist_read(slice_trim(json_text(subject->value)), &date))
        return;
    rule_fault_add(
        run, CODE_M309, subject,
        _("the year of {value} looks like one of the Buddhist Era; this item takes the Common Era"),
        arena_format(run->scratch, _("in the Common Era it is %s"), date_shown(run->scratch, date)));
    rule_fault_mend(run,
                    slice_of(arena_format(run->scratch, "%04d-%02d-%02d", date.year, date.month, date.day)));
}

static void future_check(struct rule_run *run, const struct rule_subject *subject)
{
    struct date date;
    if (date_read(json_text(subject->value), &date) && date.year < DATE_BUDDHIST_FROM &&
        date_compare(date, run->rules->today) > 0)
        rule_fault_add(run, CODE_M310, subject,
                       arena_format(run->scratch, _("{value} lies in the future: it is %s, and today is %s"),
                                    date_shown(run->scratch, date),
                                    date_shown(run->scratch, run->rules->today)),
                       NULL);
}

/* ---- the tables ---- */

#define RULE_CHECKS 3

struct rule {
    struct slice key; /* the item that it looks at */
    enum json_type type;
    void (*checks[RULE_CHECKS])(struct rule_run *run, const struct rule_subject *subject);
};

#define KEY(text)                                                                                            \
    {                                                                                                        \
        text, sizeof(text) - 1                                                                               \
    }

static const struct rule dataset_rules[] = {
    {KEY("name"), JSON_STRING, {name_check, name_keep}},
    {KEY("title"), JSON_STRING, {title_keep}},
    {KEY("tags"), JSON_ARRAY, {tags_check}},
    {KEY("created_date"), JSON_STRING, {era_check, future_check}},
    {KEY("last_updated_date"), JSON_STRING, {era_check, future_check}},
    {KEY("data_release_calendar"), JSON_STRING, {era_check}},
    {KEY("data_release_date"), JSON_STRING, {era_check, future_check}},
};

static const struct rule resource_rules[] = {
    {KEY("upload"), JSON_STRING, {upload_check, upload_name_check, upload_repeated_check}},
    {KEY("format"), JSON_STRING, {upload_format_check}},
    {KEY("resource_created_date"), JSON_STRING, {era_check, future_check}},
    {KEY("resource_last_updated_date"), JSON_STRING, {era_check, future_check}},
    {KEY("resource_data_release_calendar"), JSON_STRING, {era_check}},
    {KEY("resource_data_release_date"), JSON_STRING, {era_check, future_check}},
};

/* Faults that a portal would take without harm. */
static enum level level_of(enum code code)
{
    return code == CODE_M310 || code == CODE_M312 ? LEVEL_WARNING : LEVEL_ERROR;
}

#define MOST_RULES 8

#define TABLE(rows) rules_table((rows), sizeof(rows) / sizeof *(rows))

static struct rule_table rules_table(const struct rule *rules, size_t count)
{
    struct rule_table table = {.rules = rules, .count = count};
    for (size_t i = 0; i < count; i++)
        table.lengths |= UINT64_C(1) << rules[i].key.length % 64;
    return table;
}

struct rules *rules_start(struct arena *run, size_t datasets)
{
    struct rules *rules = arena_alloc(run, sizeof *rules);
    rules->run = run;
    rules->of_dataset = TABLE(dataset_rules);
    rules->of_resource = TABLE(resource_rules);
    rules->today = date_today();
    rules->expected = datasets;
    while (getrandom(rules->keys, sizeof rules->keys, 0) != (ssize_t)sizeof rules->keys)
        continue;
    seen_make(run, &rules->names, datasets);
    seen_make(run, &rules->titles, datasets);
    return rules;
}

/* The number of the rule about this item; their count when there is none. */
static size_t rule_of(const struct rule_table *table, struct slice key)
{
    size_t i = 0;
    while (i < table->count && (table->rules[i].key.length != key.length ||
                                !bytes_equal(table->rules[i].key.at, key.at, key.length)))
        i++;
    return i;
}

/* The values of all items in one walk, of a repeated key the last. */
static void values_find(const struct rule_table *table, const struct json *object, const struct json **values)
{
    uint64_t lengths = table->lengths;
    for (uint32_t i = 0; json_is(object, JSON_OBJECT) && i < object->count; i++) {
        const struct json_member *member = &object->members[i];
        if ((lengths >> member->key.count % 64 & 1) == 0)
            continue;
        size_t rule = rule_of(table, (struct slice){member->key.at, member->key.count});
        if (rule < table->count)
            values[rule] = &member->value;
    }
}

static void rules_apply(struct rule_run *run, const struct rule_table *table, const struct json *object,
                        struct rule_subject *subject)
{
    const struct json *values[MOST_RULES] = {NULL};
    values_find(table, object, values);
    for (size_t i = 0; i < table->count; i++) {
        const struct rule *rule = &table->rules[i];
        subject->key = rule->key.at;
        subject->value = values[i];
        for (size_t j = 0; json_is(values[i], rule->type) && j < RULE_CHECKS && rule->checks[j] != NULL; j++)
            rule->checks[j](run, subject);
    }
}

static int fault_compare(const void *a, const void *b)
{
    const struct rule_fault *left = a, *right = b;
    if (left->at->offset != right->at->offset)
        return left->at->offset < right->at->offset ? -1 : 1;
    return left->code < right->code ? -1 : left->code > right->code;
}

static void faults_put(struct rule_run *run, struct finding_sink *sink)
{
    struct json_document *document = &run->dataset->metadata;
    if (run->count > 1)
        qsort(run->faults, run->count, sizeof *run->faults, fault_compare);
    for (size_t i = 0; i < run->count; i++) {
        struct finding *finding = &run->faults[i].finding;
        uint32_t offset = run->faults[i].at->offset;
        finding->code = run->faults[i].code;
        finding->level = level_of(finding->code);
        finding->pointer = pointer_to(run->scratch, &document->root, offset).text;
        json_locate(document, offset, finding);
        finding_put(sink, finding);
    }
}

void rules_check(const struct rules *rules, struct dataset *dataset, struct arena *scratch,
                 struct dataset_judged *judged)
{
    struct rule_run run = {.rules = rules, .dataset = dataset, .scratch = scratch, .marks = &judged->marks};
    struct rule_subject subject = {.resources = dataset_resources(dataset)};
    judged->marks = (struct rules_marks){0};
    rules_apply(&run, &rules->of_dataset, &dataset->metadata.root, &subject);
    for (uint32_t i = 0; subject.resources != NULL && i < subject.resources->count; i++) {
        subject.resource = &subject.resources->items[i];
        subject.number = i;
        rules_apply(&run, &rules->of_resource, subject.resource, &subject);
    }
    faults_put(&run, &judged->findings.sink);
}

/* ---- rules that need the datasets before ---- */

struct unique_rule {
    enum code code;
    const char *key;
    const char *message, *hint;
};

static const struct unique_rule NAME_UNIQUE = {CODE_M302, "name",
                                               N_("the name {value} is also that of dataset \"%s\""), NULL};
static const struct unique_rule TITLE_UNIQUE = {CODE_M303, "title",
                                                N_("the title {value} is also that of dataset \"%s\""),
                                                N_("add what tells the two apart: a year, a classification")};

static void unique_check(struct rule_run *run, struct seen_set *set, const struct rules_mark *mark,
                         const struct unique_rule *rule)
{
    struct rule_subject subject = {.key = rule->key, .value = mark->value};
    const char *other = mark->value == NULL ? NULL : seen_before(run->seen, set, mark, run->dataset->name);
    if (other != NULL)
        rule_fault_add(run, rule->code, &subject, arena_format(run->scratch, _(rule->message), other),
                       rule->hint != NULL ? _(rule->hint) : NULL);
}

void rules_unique_check(struct rules *rules, struct dataset *dataset, const struct rules_marks *marks,
                        struct arena *scratch, struct finding_sink *sink)
{
    struct rule_run run = {.rules = rules, .seen = rules, .dataset = dataset, .scratch = scratch};
    unique_check(&run, &rules->names, &marks->name, &NAME_UNIQUE);
    unique_check(&run, &rules->titles, &marks->title, &TITLE_UNIQUE);
    faults_put(&run, sink);
}
