/* A field's type and format, as rules: what a cell may look like at all. */
#include "base/arena.h"
#include "base/language.h"
#include "catalog/cell_make_parts.h"

static const struct {
    const char *name;
    enum cell_form form;
} FORMS[] = {
    {"default", FORM_DEFAULT}, {"any", FORM_ANY},       {"email", FORM_EMAIL},
    {"uri", FORM_URI},         {"binary", FORM_BINARY}, {"uuid", FORM_UUID},
    {"array", FORM_ARRAY},     {"object", FORM_OBJECT}, {"topojson", FORM_TOPOJSON},
};

static bool is_temporal(enum cell_type type)
{
    return type == CELL_DATE || type == CELL_TIME || type == CELL_DATETIME;
}

static void make_format(struct make *make)
{
    struct cell_rules *rules = make->rules;
    struct slice format = make_text(make->json, "format", "default");
    if (slice_starts(format, "fmt:")) /* of version 0 */
        format = (struct slice){format.at + 4, format.length - 4};
    rules->format = format;
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        if (slice_equals(format, FORMS[i].name))
            rules->form = FORMS[i].form;
    if (!is_temporal(rules->type) || rules->form != FORM_DEFAULT || slice_equals(format, "default"))
        return;
    struct slice unknown = strptime_unknown(format);
    rules->form = FORM_PATTERN;
    if (unknown.length == 0)
        return;
    struct finding finding = {
        .code = CODE_D232,
        .level = LEVEL_NOT_CHECKED,
        .message = arena_format(make->arena, _("banchi does not know \"%.*s\" in a format"), SLICE(unknown)),
        .hint = _("use %d, %m, %Y, %y, %b, %B, %H, %M, %S and the like: `man banchi-dictionary` lists them"),
    };
    make_put(make, json_get(make->json, "format"), "format", &finding);
    rules->type = CELL_ANY;
    rules->form = FORM_DEFAULT;
}

static void make_numbers(struct make *make)
{
    struct cell_rules *rules = make->rules;
    rules->decimal_char = make_text(make->json, "decimalChar", ".");
    rules->group_char = make_text(make->json, "groupChar", "");
    rules->bare = !json_is(json_get(make->json, "bareNumber"), JSON_FALSE);
    rules->decimal_plain =
        slice_equals(rules->decimal_char, ".") && rules->group_char.length == 0 && rules->bare;
    if (rules->type == CELL_NUMBER && slice_equal(rules->decimal_char, rules->group_char))
        make_put_contradiction(make, json_get(make->json, "groupChar"), "groupChar",
                               _("the grouping character is the decimal character as well"));
}

static const struct slice TRUE_VALUES[] = {{"true", 4}, {"True", 4}, {"TRUE", 4}, {"1", 1}};
static const struct slice FALSE_VALUES[] = {{"false", 5}, {"False", 5}, {"FALSE", 5}, {"0", 1}};

static void make_booleans(struct make *make)
{
    struct cell_rules *rules = make->rules;
    const struct json *given = json_get(make->json, "falseValues");
    rules->true_count = rules->false_count = 4;
    rules->true_values =
        make_texts_or(make->arena, json_get(make->json, "trueValues"), TRUE_VALUES, &rules->true_count);
    rules->false_values = make_texts_or(make->arena, given, FALSE_VALUES, &rules->false_count);
    for (size_t i = 0; rules->type == CELL_BOOLEAN && i < rules->false_count; i++)
        for (size_t j = 0; j < rules->true_count; j++)
            if (slice_equal(rules->false_values[i], rules->true_values[j])) {
                bool here = json_is(given, JSON_ARRAY);
                const char *key = here ? "falseValues" : "trueValues";
                make_put_contradiction(make, json_get(make->json, key), key,
                                       _("one text stands for true and for false"));
                return;
            }
}

static void make_list(struct make *make)
{
    enum cell_type type = CELL_STRING;
    struct cell_rules *item = arena_alloc(make->arena, sizeof *item);
    make->rules->delimiter = make_text(make->json, "delimiter", ",");
    cell_type_find(make_text(make->json, "itemType", "string"), &type);
    *item = (struct cell_rules){
        .type = type,
        .format = slice_of("default"),
        .decimal_char = slice_of("."),
        .decimal_plain = true,
        .bare = true,
        .true_values = TRUE_VALUES,
        .true_count = 4,
        .false_values = FALSE_VALUES,
        .false_count = 4,
        .era = make->rules->era,
        .max_length = SIZE_MAX,
    };
    make->rules->item = item;
}

static void make_missing(struct make *make)
{
    static const struct slice empty = {"", 0};
    const struct json *list = make->rules->field->missing;
    const struct json *null = make->dictionary->null;
    make->rules->missing_count = 1;
    make->rules->missing = list ? make_texts(make->arena, list, &make->rules->missing_count) : &empty;
    if (null == NULL)
        return;
    size_t count = make->rules->missing_count;
    struct slice *more = arena_array(make->arena, count + 1, sizeof *more);
    for (size_t i = 0; i < count; i++)
        more[i] = make->rules->missing[i];
    more[count] = json_text(null);
    make->rules->missing = more;
    make->rules->missing_count = count + 1;
}

static void make_era(struct make *make)
{
    struct slice era = make_text(make->json, "banchi:era", "");
    make->rules->era = slice_equals(era, "buddhist") ? ERA_BUDDHIST
                       : slice_equals(era, "common") ? ERA_COMMON
                                                     : ERA_UNSAID;
}

void make_type(struct make *make)
{
    make_era(make);
    make_format(make);
    make_numbers(make);
    make_booleans(make);
    make_list(make);
    make_missing(make);
}
