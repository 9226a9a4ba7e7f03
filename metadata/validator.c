#include "metadata/validator.h"

#include <string.h>

#include "base/arena.h"

extern const struct slice validators_text;

/* ---- the table ---- */

/* What is built in is right: a test holds it against the reader. */
static void nothing_put(struct finding_sink *self, const struct finding *finding)
{
    (void)self;
    (void)finding;
}

void validators_open(struct arena *arena, struct validators *validators)
{
    struct finding_sink sink = {nothing_put};
    struct json_document *document = arena_alloc(arena, sizeof *document);
    *document = (struct json_document){.file = "validators.json", .first_line = 1};
    (void)json_read_document(arena, validators_text, &sink, document);
    validators->root = &document->root;
    validators->rows = json_get(&document->root, "validators");
    validators->groups = json_get(&document->root, "groups");
    validators->source = validators_text;
}

const struct json *validators_words(const struct validators *validators, const char *name)
{
    return json_get(json_get(validators->root, "words"), name);
}

/* ---- lists ---- */

/* The next word of a text; false at its end. */
static bool word_next(struct slice *rest, struct slice *word)
{
    *rest = slice_trim(*rest);
    size_t length = 0;
    while (length < rest->length && strchr(" \t\r\n", rest->at[length]) == NULL)
        length++;
    *word = (struct slice){rest->at, length};
    *rest = (struct slice){rest->at + length, rest->length - length};
    return length > 0;
}

bool extensions_has(const struct extensions *extensions, struct slice name)
{
    for (size_t i = 0; i < extensions->count; i++)
        if (slice_equal(extensions->names[i], name))
            return true;
    return false;
}

/* "one_of(a,b)" is the validator one_of with the argument "a,b". */
static struct validator validator_read(struct slice word)
{
    struct validator validator = {.name = word};
    const char *bracket = memchr(word.at, '(', word.length);
    if (bracket == NULL || word.at[word.length - 1] != ')')
        return validator;
    validator.name.length = (size_t)(bracket - word.at);
    validator.argument = (struct slice){bracket + 1, word.length - validator.name.length - 2};
    return validator;
}

/* Of several rows the first whose extension is there. */
static const struct json *row_choose(const struct json *entry, const struct extensions *extensions)
{
    if (!json_is(entry, JSON_ARRAY))
        return entry;
    for (uint32_t i = 0; i < entry->count; i++) {
        const struct json *extension = json_get(&entry->items[i], "extension");
        if (extension == NULL || extensions_has(extensions, json_text(extension)))
            return &entry->items[i];
    }
    return NULL;
}

struct validator *validator_list(struct arena *arena, const struct validators *validators, struct slice list,
                                 const struct extensions *extensions, size_t *count)
{
    struct validator *found = NULL;
    struct slice word;
    size_t room = 0;
    *count = 0;
    while (word_next(&list, &word)) {
        found = arena_grow(arena, found, *count, &room, sizeof *found);
        found[*count] = validator_read(word);
        found[*count].row = row_choose(json_get_slice(validators->rows, found[*count].name), extensions);
        (*count)++;
    }
    return found;
}

void validator_reveal(struct arena *arena, const struct validators *validators, struct slice list,
                      struct extensions *extensions)
{
    struct slice word;
    while (word_next(&list, &word)) {
        const struct json *entry = json_get_slice(validators->rows, validator_read(word).name);
        const struct json *extension = json_is(entry, JSON_OBJECT) ? json_get(entry, "extension") : NULL;
        if (extension == NULL || extensions_has(extensions, json_text(extension)))
            continue;
        struct slice *names = arena_array(arena, extensions->count + 1, sizeof *names);
        for (size_t i = 0; i < extensions->count; i++)
            names[i] = extensions->names[i];
        names[extensions->count++] = json_text(extension);
        extensions->names = names;
    }
}

/* ---- kinds ---- */

static const struct {
    const char *name;
    uint32_t kinds;
} kind_names[] = {
    {"missing", KIND_MISSING},
    {"null", KIND_NOTHING},
    {"empty", KIND_EMPTY},
    {"blank", KIND_BLANK},
    {"text", KIND_TEXT},
    {"zero", KIND_ZERO},
    {"whole", KIND_WHOLE},
    {"fraction", KIND_FRACTION},
    {"true", KIND_YES},
    {"false", KIND_NO},
    {"no-items", KIND_NO_ITEMS},
    {"items", KIND_ITEMS},
    {"no-members", KIND_NO_MEMBERS},
    {"members", KIND_MEMBERS},
};

static uint32_t kind_of(struct slice name)
{
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++)
        if (slice_equals(name, kind_names[i].name))
            return kind_names[i].kinds;
    return 0;
}

/* The kinds that a row names under a key; groups are made of kinds alone. */
static uint32_t kinds_of(const struct validators *validators, const struct json *row, const char *key)
{
    struct slice rest = json_text(json_get(row, key));
    struct slice word, inner;
    uint32_t kinds = 0;
    while (word_next(&rest, &word)) {
        struct slice group = json_text(json_get_slice(validators->groups, word));
        kinds |= kind_of(word);
        while (word_next(&group, &inner))
            kinds |= kind_of(inner);
    }
    return kinds;
}

/* ---- following a list ---- */

struct path {
    struct arena *arena;
    const struct validators *validators;
    const struct json *field;
    struct outcome_of_kinds *outcome;
    uint32_t alive;
    uint32_t ended;
    bool stripped;
    size_t demand_room, portal_room, unknown_room, beside_room;
};

bool json_is_truthy(const struct json *value)
{
    if (value == NULL || value->type == JSON_NULL || value->type == JSON_FALSE)
        return false;
    if (value->type == JSON_NUMBER)
        return strpbrk(json_text(value).at, "123456789") != NULL &&
               strcspn(json_text(value).at, "123456789") < json_text(value).length;
    return value->type == JSON_TRUE || value->count > 0;
}

static void demand_add(struct path *path, struct demand demand)
{
    struct outcome_of_kinds *outcome = path->outcome;
    demand.ended = path->ended;
    demand.stripped = path->stripped;
    outcome->demands = arena_grow(path->arena, outcome->demands, outcome->demand_count, &path->demand_room,
                                  sizeof *outcome->demands);
    outcome->demands[outcome->demand_count++] = demand;
}

static void pointer_add(struct path *path, const struct json ***list, size_t *count, size_t *room,
                        const struct json *one)
{
    if (one == NULL)
        return;
    *list = arena_grow(path->arena, (void *)*list, *count, room, sizeof **list);
    (*list)[(*count)++] = one;
}

/* The kinds that reach the validator as they are, and those that have become text, are acted on apart. */
static void kinds_act(struct path *path, const struct json *row, uint32_t among)
{
    const struct validators *validators = path->validators;
    uint32_t refused = kinds_of(validators, row, "refuses") & among;
    uint32_t failed = kinds_of(validators, row, "fails") & among;
    uint32_t ended = kinds_of(validators, row, "ends") & among;
    path->outcome->refused |= refused;
    path->outcome->failed |= failed;
    path->outcome->texts |= kinds_of(validators, row, "texts") & among;
    path->ended |= ended;
    path->alive &= ~(refused | failed | ended);
}

static void choices_follow(struct path *path, const struct validator *validator)
{
    struct slice choices = json_text(json_get(validator->row, "choices"));
    bool several = slice_equals(choices, "several");
    bool required = json_is_truthy(json_get(path->field, "required"));
    const struct json *values = json_get(path->field, "choices");
    if (choices.length == 0)
        return;
    uint32_t refused = several ? KINDS_NUMBER | KINDS_BOOLEAN | KINDS_OBJECT | KIND_NOTHING : 0;
    if (several ? required : json_is(values, JSON_ARRAY))
        refused |= KIND_MISSING;
    if (!several && path->alive & KIND_NOTHING)
        refused |= KIND_NOTHING;
    if (several && required)
        refused |= KIND_NO_ITEMS;
    path->outcome->refused |= refused & path->alive;
    path->alive &= ~refused;
    path->outcome->json = path->outcome->json || several;
    if (json_is(values, JSON_ARRAY))
        demand_add(path, (struct demand){.choices = values, .several = several, .some = several && required});
    else
        pointer_add(path, &path->outcome->portal, &path->outcome->portal_count, &path->portal_room,
                    validators_words(path->validators, "choices"));
}

static void unknown_add(struct path *path, struct slice name)
{
    struct outcome_of_kinds *outcome = path->outcome;
    outcome->unknown = arena_grow(path->arena, outcome->unknown, outcome->unknown_count, &path->unknown_room,
                                  sizeof *outcome->unknown);
    outcome->unknown[outcome->unknown_count++] = name;
}

/* What a row asks in words of its own, beside kinds and schema. */
static void flags_follow(struct path *path, const struct validator *validator)
{
    struct outcome_of_kinds *outcome = path->outcome;
    const struct json *row = validator->row;
    outcome->organization = outcome->organization || json_get_true(row, "organization");
    outcome->unique = outcome->unique || json_get(row, "unique") != NULL;
    outcome->no_field = outcome->no_field || json_get_true(row, "no_field");
    outcome->json = outcome->json || json_get_true(row, "json");
    path->stripped = path->stripped || json_get_true(row, "strips");
    pointer_add(path, &outcome->portal, &outcome->portal_count, &path->portal_room, json_get(row, "portal"));
    pointer_add(path, &outcome->beside, &outcome->beside_count, &path->beside_room, json_get(row, "beside"));
    if (json_get(row, "arguments") != NULL)
        demand_add(path, (struct demand){.arguments = validator->argument});
}

/* "scheming_required" is one of two others, as the field is required or not. */
static const struct json *row_of_required(const struct path *path, const struct json *row)
{
    bool required = json_is_truthy(json_get(path->field, "required"));
    const struct json *other = json_get(row, required ? "required" : "optional");
    return other != NULL ? json_get_slice(path->validators->rows, json_text(other)) : row;
}

static void validator_step(struct path *path, const struct validator *validator)
{
    const struct json *row = row_of_required(path, validator->row);
    uint32_t texts = path->outcome->texts & path->alive;
    uint32_t others = path->alive & ~texts;
    const struct json *schema = json_get(row, "schema");
    const struct json *of_texts = json_get(row, "text");
    bool some = json_get_true(row, "some") && json_is_truthy(json_get(path->field, "required"));
    uint32_t void_kinds = KIND_MISSING | KIND_NOTHING | KIND_EMPTY | KIND_NO_ITEMS | KIND_NO_MEMBERS;
    uint32_t refused = some ? void_kinds & path->alive : 0;
    bool optional = (kinds_of(path->validators, row, "ends") & KIND_EMPTY) != 0;
    path->outcome->refused |= refused;
    path->alive &= ~refused;
    kinds_act(path, row, others & path->alive);
    kinds_act(path, of_texts, texts & path->alive);
    if (texts != 0 && json_get(of_texts, "schema") != NULL)
        schema = json_get(of_texts, "schema");
    if (schema != NULL && path->alive != 0)
        demand_add(path, (struct demand){.schema = schema, .optional = optional});
    flags_follow(path, validator);
    choices_follow(path, validator);
}

void validator_follow(struct arena *arena, const struct validators *validators, struct slice list,
                      const struct extensions *extensions, const struct json *field,
                      struct outcome_of_kinds *outcome)
{
    size_t count;
    const struct validator *all = validator_list(arena, validators, list, extensions, &count);
    struct path path = {
        .arena = arena, .validators = validators, .field = field, .outcome = outcome, .alive = KINDS_ALL};
    *outcome = (struct outcome_of_kinds){0};
    for (size_t i = 0; i < count; i++) {
        if (all[i].row == NULL)
            unknown_add(&path, all[i].name);
        else if (path.alive != 0)
            validator_step(&path, &all[i]);
    }
    outcome->left = path.alive & ~outcome->texts;
}
