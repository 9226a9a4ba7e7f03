#include "catalog/column_draft.h"

#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "catalog/script.h"

/* Values of an enum: at most so many, each so long, each standing twice in the middle. */
#define ENUM_MOST 20
#define ENUM_CHARACTERS 60
#define EXAMPLE_CHARACTERS 100

/* ---- persons ---- */

/* Most cells are two or three words that may be a person's names, though nothing says so. */
static bool has_names(const struct column_facts *facts)
{
    size_t names = 0;
    for (size_t i = 0; i < facts->value_count; i++)
        names += privacy_is_name((struct slice){facts->values[i].text, facts->values[i].length});
    return names > 0 && names * 2 >= facts->value_count;
}

bool column_is_personal(const struct column_facts *facts, struct slice header)
{
    struct privacy_subject subject = {.name = header};
    struct privacy_verdict verdicts[PRIVACY_KINDS];
    bool told = (header_hints(header).flags & HEADER_PERSON) != 0;
    return told || privacy_judge(&subject, &facts->persons, verdicts) > 0 || has_names(facts);
}

static bool is_personal(const struct column_draft *draft)
{
    return strcmp(draft->role, "identifier") == 0;
}

/* ---- types ---- */

/* The first form of dates and times that all values have, in one era. */
static bool choose_moment(struct column_draft *draft)
{
    const struct column_facts *facts = draft->facts;
    for (size_t form = 0; form < FORM_COUNT; form++) {
        uint32_t bit = UINT32_C(1) << form;
        bool told = !FORM_ROWS[form].hinted || (draft->hints.flags & HEADER_DATE) != 0;
        if ((facts->moments & bit) == 0 || !told)
            continue;
        if ((facts->eras[0] & facts->eras[1] & bit) != 0) {
            draft->mixed_eras = true;
            continue;
        }
        draft->type = FORM_ROWS[form].type;
        draft->format = strcmp(FORM_ROWS[form].format, "default") == 0 ? NULL : FORM_ROWS[form].format;
        draft->era = (facts->eras[1] & bit) != 0 ? "buddhist" : NULL;
        draft->least = slice_of(facts->edges[form].least);
        draft->greatest = slice_of(facts->edges[form].greatest);
        return true;
    }
    return false;
}

static bool within(const struct column_facts *facts, const char *least, const char *greatest)
{
    struct slice low = {facts->least.text, facts->least.length};
    struct slice high = {facts->greatest.text, facts->greatest.length};
    return decimal_compare(low, slice_of(least)) >= 0 && decimal_compare(high, slice_of(greatest)) <= 0;
}

/* Four digits are a year where the header says so; without any word of the header only in a narrow range. */
static bool choose_year(struct column_draft *draft)
{
    const struct column_facts *facts = draft->facts;
    bool told = (draft->hints.flags & HEADER_YEAR) != 0;
    bool otherwise =
        (draft->hints.flags & (HEADER_MEASURE | HEADER_ORDER)) != 0 || *draft->hints.unit != '\0';
    if (!facts->number || !facts->four_digits || facts->marks != 0 || (otherwise && !told))
        return false;
    bool buddhist = within(facts, told ? "2400" : "2500", told ? "2699" : "2599");
    bool common = within(facts, told ? "1800" : "1957", told ? "2199" : "2056");
    if (!buddhist && !common)
        return false;
    if (!told && facts->present < 3)
        return false;
    draft->type = "year";
    draft->era = buddhist ? "buddhist" : NULL;
    draft->least = (struct slice){facts->least.text, facts->least.length};
    draft->greatest = (struct slice){facts->greatest.text, facts->greatest.length};
    return true;
}

static bool choose_number(struct column_draft *draft, bool personal)
{
    const struct column_facts *facts = draft->facts;
    if (!facts->number || personal)
        return false;
    draft->type = (facts->marks & NUMBER_FRACTION) != 0 ? "number" : "integer";
    draft->grouped = (facts->marks & NUMBER_GROUPED) != 0;
    draft->bare = (facts->marks & NUMBER_UNIT) == 0;
    draft->least = (struct slice){facts->least.text, facts->least.length};
    draft->greatest = (struct slice){facts->greatest.text, facts->greatest.length};
    if (*draft->unit == '\0')
        draft->unit = facts->unit;
    return true;
}

/* Where nothing but a decimal comma makes numbers of all values. */
static bool choose_comma(struct column_draft *draft, bool personal)
{
    const struct column_facts *facts = draft->facts;
    if (facts->number || !facts->comma.number || (facts->comma.marks & NUMBER_FRACTION) == 0 || personal)
        return false;
    draft->type = "number";
    draft->comma = true;
    draft->grouped = (facts->comma.marks & NUMBER_GROUPED) != 0;
    draft->least = (struct slice){facts->comma.least.text, facts->comma.least.length};
    draft->greatest = (struct slice){facts->comma.greatest.text, facts->comma.greatest.length};
    return true;
}

static bool choose_boolean(struct column_draft *draft)
{
    for (size_t family = 0; family < FORM_TRUTH_COUNT; family++)
        if ((draft->facts->truths >> family & 1) != 0) {
            draft->type = "boolean";
            draft->truth = family;
            return true;
        }
    return false;
}

/* ---- texts ---- */

static bool is_few(const struct column_facts *facts)
{
    for (size_t i = 0; i < facts->value_count; i++)
        if (privacy_shows((struct slice){facts->values[i].text, facts->values[i].length}))
            return false;
    return !facts->many && facts->value_count > 0 && facts->value_count <= ENUM_MOST &&
           facts->present >= 2 * facts->value_count && facts->longest <= ENUM_CHARACTERS;
}

/* Bounds leave room for the next table: texts get the next round length, unless all have one. */
static size_t round_length(size_t length)
{
    static const size_t steps[] = {10, 20, 50, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10000};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (length <= steps[i])
            return steps[i];
    return length;
}

static void choose_text(struct column_draft *draft)
{
    const struct column_facts *facts = draft->facts;
    draft->type = "string";
    if (is_personal(draft) || facts->present == 0)
        return;
    draft->format = facts->addresses ? "uri" : NULL;
    draft->listed = is_few(facts);
    if (draft->listed)
        return;
    bool code = facts->even && facts->present >= 3 && (draft->hints.flags & HEADER_ORDER) != 0;
    draft->min_length = code ? facts->longest : 0;
    draft->max_length = code ? facts->longest : round_length(facts->longest);
}

/* ---- no value ---- */

/* Words such as ไม่ระบุ are a value of their own where a column has few values. */
static void choose_missing(struct column_draft *draft)
{
    const struct column_facts *facts = draft->facts;
    for (size_t i = 1; i < FORM_MISSING_COUNT; i++)
        if (facts->missing[i] > 0)
            draft->missing |= UINT32_C(1) << i;
    draft->required = facts->rows > 0 && facts->present == facts->rows;
}

static void keep_words(struct column_draft *draft)
{
    const struct column_facts *facts = draft->facts;
    uint64_t missing = 0;
    for (size_t i = 0; i < FORM_MISSING_COUNT; i++) {
        if (FORM_MISSING[i].word && facts->missing[i] > 0)
            draft->missing &= ~(UINT32_C(1) << i);
        missing += FORM_MISSING[i].word ? 0 : facts->missing[i];
    }
    draft->required = facts->rows > 0 && missing == 0;
}

/* ---- roles ---- */

static const char *role_of(const struct column_draft *draft, bool personal, bool persons)
{
    unsigned flags = draft->hints.flags;
    if (personal)
        return "identifier";
    if (persons && (flags & HEADER_TRAIT) != 0)
        return "quasi-identifier";
    return "dimension";
}

static bool is_measure(const struct column_draft *draft)
{
    unsigned flags = draft->hints.flags;
    bool number = strcmp(draft->type, "integer") == 0 || strcmp(draft->type, "number") == 0;
    if (!number || strcmp(draft->role, "dimension") != 0)
        return false;
    if ((flags & HEADER_MEASURE) != 0)
        return true;
    bool counts_nothing = (flags & (HEADER_ORDER | HEADER_YEAR | HEADER_DATE | HEADER_TRAIT)) != 0;
    bool list = draft->facts->number && draft->facts->rising && draft->facts->present > 2; /* 1, 2, 3 ... */
    return !counts_nothing && !list;
}

/* Numbers that are counted or measured, be they bounds of a group or somebody's wage. */
static bool has_unit(const struct column_draft *draft)
{
    bool number = strcmp(draft->type, "integer") == 0 || strcmp(draft->type, "number") == 0;
    return number && (draft->hints.flags & (HEADER_ORDER | HEADER_PERSON)) == 0;
}

/* ---- examples ---- */

/* A text with a fault of typing is no example. */
static bool is_clean(const struct facts_value *value)
{
    return script_judge((struct slice){value->text, value->length}, NULL) == SCRIPT_CLEAN;
}

static struct slice frequent(const struct column_facts *facts)
{
    const struct facts_value *best = NULL;
    for (size_t i = 0; i < facts->value_count; i++)
        if ((best == NULL || facts->values[i].count > best->count) && is_clean(&facts->values[i]))
            best = &facts->values[i];
    return best != NULL ? (struct slice){best->text, best->length} : slice_of("");
}

static bool is_measured(const struct column_draft *draft)
{
    return strcmp(draft->role, "measure") == 0;
}

static void choose_example(struct column_draft *draft)
{
    const struct column_facts *facts = draft->facts;
    bool text = strcmp(draft->type, "string") == 0;
    bool silent = is_personal(draft) || strcmp(draft->role, "quasi-identifier") == 0;
    if (silent && !draft->listed)
        return;
    struct slice example = draft->greatest.length > 0 && !draft->grouped && draft->bare && !draft->comma
                               ? draft->greatest
                               : frequent(facts);
    if (privacy_shows(example) || privacy_is_name(example) ||
        (text && facts->longest > (size_t)10 * EXAMPLE_CHARACTERS))
        return;
    draft->example = example;
}

/* ---- the whole ---- */

static struct slice quoted(struct arena *arena, struct slice text)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_slice(&writer, text);
    return text_keep(arena, &out);
}

/* Bounds as JSON: numbers and years as numbers, the rest as text; a count begins at 0. */
static void choose_bounds(struct column_draft *draft, struct arena *arena)
{
    bool plain = strcmp(draft->type, "integer") == 0 || strcmp(draft->type, "number") == 0 ||
                 strcmp(draft->type, "year") == 0;
    if (is_personal(draft) || strcmp(draft->role, "quasi-identifier") == 0) {
        draft->least = draft->greatest = slice_of("");
    } else if (!plain && draft->least.length > 0) {
        draft->least = quoted(arena, draft->least);
        draft->greatest = quoted(arena, draft->greatest);
    } else if (is_measured(draft) && *draft->least.at != '-') {
        draft->least = slice_of("0");
    }
}

void column_draft_make(struct column_draft *draft, const struct column_facts *facts, struct slice header,
                       bool persons, struct arena *arena)
{
    bool personal = column_is_personal(facts, header);
    *draft = (struct column_draft){.facts = facts,
                                   .header = header,
                                   .name = header,
                                   .hints = header_hints(header),
                                   .type = "string",
                                   .bare = true,
                                   .least = slice_of(""),
                                   .greatest = slice_of(""),
                                   .example = slice_of("")};
    draft->role = role_of(draft, personal, persons);
    draft->unit = "";
    choose_missing(draft);
    bool typed =
        facts->present > 0 && (choose_moment(draft) || choose_year(draft) || choose_number(draft, personal) ||
                               choose_comma(draft, personal) || choose_boolean(draft));
    if (!typed)
        choose_text(draft);
    if (draft->listed)
        keep_words(draft);
    if (is_measure(draft))
        draft->role = "measure";
    if (has_unit(draft) && *draft->unit == '\0')
        draft->unit = draft->hints.unit;
    if (facts->present > 0)
        choose_example(draft);
    choose_bounds(draft, arena);
}

/* ---- as JSON ---- */

static void raw(struct json_writer *writer, const char *key, struct slice json)
{
    if (json.length == 0)
        return;
    json_write_key(writer, key);
    json_write_raw(writer, json);
}

static void write_values(const struct column_draft *draft, struct json_writer *writer)
{
    const struct column_facts *facts = draft->facts;
    json_write_key(writer, "enum");
    json_write_begin_array(writer);
    for (size_t i = 0; i < facts->value_count; i++)
        json_write_slice(writer, (struct slice){facts->values[i].text, facts->values[i].length});
    for (size_t i = 0; i < FORM_MISSING_COUNT; i++)
        if (FORM_MISSING[i].word && facts->missing[i] > 0)
            json_write_string(writer, FORM_MISSING[i].text);
    json_write_end_array(writer);
}

bool column_draft_has_constraints(const struct column_draft *draft)
{
    return draft->required || draft->least.length > 0 || draft->max_length > 0 || draft->listed;
}

void column_draft_write_constraints(const struct column_draft *draft, struct json_writer *writer)
{
    json_write_begin_object(writer);
    if (draft->required) {
        json_write_key(writer, "required");
        json_write_bool(writer, true);
    }
    raw(writer, "minimum", draft->least);
    raw(writer, "maximum", draft->greatest);
    if (draft->min_length > 0)
        json_write_count(writer, "minLength", draft->min_length);
    if (draft->max_length > 0)
        json_write_count(writer, "maxLength", draft->max_length);
    if (draft->listed)
        write_values(draft, writer);
    json_write_end_object(writer);
}

void column_draft_write_missing(const struct column_draft *draft, struct json_writer *writer)
{
    json_write_begin_array(writer);
    json_write_string(writer, "");
    for (size_t i = 1; i < FORM_MISSING_COUNT; i++)
        if ((draft->missing >> i & 1) != 0)
            json_write_string(writer, FORM_MISSING[i].text);
    json_write_end_array(writer);
}

/* The dictionary's language is the office's: drafts are in Thai whatever language messages have. */
struct type_words {
    const char *type;
    const char *thai;
};

static const struct type_words TYPE_WORDS[] = {
    {"string", "ข้อความ"},       {"integer", "จำนวนเต็ม"}, {"number", "ตัวเลข"},
    {"boolean", "ค่าจริงหรือเท็จ"}, {"date", "วันที่"},         {"datetime", "วันที่และเวลา"},
    {"time", "เวลา"},           {"year", "ปี"},           {"yearmonth", "เดือนของปี"},
};

static const char *type_words(const char *type)
{
    for (size_t i = 0; i < sizeof TYPE_WORDS / sizeof *TYPE_WORDS; i++)
        if (strcmp(TYPE_WORDS[i].type, type) == 0)
            return TYPE_WORDS[i].thai;
    return "";
}

static void write_description(const struct column_draft *draft, struct json_writer *writer)
{
    struct text text = {0};
    text_format(&text, "ร่างจากข้อมูล: %s", type_words(draft->type));
    if (draft->era != NULL)
        text_add(&text, " พ.ศ.");
    if (*draft->unit != '\0')
        text_format(&text, " หน่วยเป็น%s", draft->unit);
    text_add(&text, " โปรดเขียนความหมายของคอลัมน์นี้");
    json_write_field(writer, "description", text.at);
    text_free(&text);
}

static void write_words(struct json_writer *writer, const char *key, const char *const *words)
{
    json_write_key(writer, key);
    json_write_begin_array(writer);
    for (int i = 0; i < 4 && words[i] != NULL; i++)
        json_write_string(writer, words[i]);
    json_write_end_array(writer);
}

static void write_how(const struct column_draft *draft, struct json_writer *writer)
{
    if (draft->missing != 0) {
        json_write_key(writer, "missingValues");
        column_draft_write_missing(draft, writer);
    }
    if (draft->grouped)
        json_write_field(writer, "groupChar", draft->comma ? "." : ",");
    if (draft->comma)
        json_write_field(writer, "decimalChar", ",");
    if (!draft->bare) {
        json_write_key(writer, "bareNumber");
        json_write_bool(writer, false);
    }
    if (strcmp(draft->type, "boolean") == 0 && draft->truth > 0) {
        write_words(writer, "trueValues", FORM_TRUTHS[draft->truth].yes);
        write_words(writer, "falseValues", FORM_TRUTHS[draft->truth].no);
    }
}

void column_draft_write(const struct column_draft *draft, struct json_writer *writer)
{
    struct text title = {0};
    header_add_title(slice_trim(draft->header), &title);
    json_write_begin_object(writer);
    json_write_key(writer, "name");
    json_write_slice(writer, draft->name);
    json_write_key(writer, "title");
    json_write_slice(writer, title.length > 0 ? text_slice(&title) : draft->name);
    write_description(draft, writer);
    json_write_field(writer, "type", draft->type);
    json_write_field(writer, "format", draft->format);
    if (column_draft_has_constraints(draft)) {
        json_write_key(writer, "constraints");
        column_draft_write_constraints(draft, writer);
    }
    write_how(draft, writer);
    json_write_field(writer, "banchi:role", draft->role);
    json_write_field(writer, "banchi:era", draft->era);
    json_write_field(writer, "banchi:unit", *draft->unit != '\0' ? draft->unit : NULL);
    if (draft->example.length > 0) {
        json_write_key(writer, "banchi:example");
        json_write_slice(writer, draft->example);
    }
    json_write_end_object(writer);
    text_free(&title);
}
