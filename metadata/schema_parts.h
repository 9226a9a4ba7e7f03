/* What the files of the schema engine share; nobody else includes it.
 *
 * schema_keywords.c   the table: one row a keyword, with what compiles, checks and explains it
 * schema_compile.c    documents to nodes: the walk over all subschemas, and their keywords
 * schema_faults.c     what is wrong with a schema, in the order of its files
 * schema_reference.c  identifiers, anchors, references
 * schema_meta.c       dialects, vocabularies, meta-schemas
 * schema_flatten.c    references and conjunctions put in line, for speed
 * schema_names.c      the keys that schemas name, numbered; objects seen by these numbers
 * schema_check.c      the run: a node against a value; in silence or for findings
 * schema_values.c, schema_content.c, schema_members.c, schema_elements.c, schema_unique.c, schema_logic.c
 *                     the keywords, by what they look at
 * schema_explain.c, schema_explain_keys.c
 *                     the messages of keywords that fail
 * schema_report.c     faults collected, sorted, made findings
 *
 * A `node` is a schema object (or boolean) compiled to an array of `keyword`s, cheapest first. Keywords that
 * work together (properties with required, items with prefixItems, if with then) compile into one. A check
 * works on the value alone; it says nothing, save that checks which go into parts of the value let these
 * report.
 */
#ifndef BANCHI_METADATA_SCHEMA_PARTS_H
#define BANCHI_METADATA_SCHEMA_PARTS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/finding_list.h"
#include "base/json_names.h"
#include "base/key_map.h"
#include "base/language.h"
#include "base/limits.h"
#include "metadata/pattern.h"
#include "metadata/schema.h"

struct compiler;
struct fault;
struct format;
struct keyword;
struct resource;
struct run;
struct schema_node;

/* ---- the table ---- */

enum dialect { DIALECT_2020_12 = 1, DIALECT_2019_09 = 2, DIALECT_7 = 4 };

/* The vocabularies of draft 2020-12; all but FORMAT_ASSERTION hold where nothing else is said. */
enum vocabulary {
    VOCABULARY_CORE = 1,
    VOCABULARY_APPLICATOR = 2,
    VOCABULARY_UNEVALUATED = 4,
    VOCABULARY_VALIDATION = 8,
    VOCABULARY_META_DATA = 16,
    VOCABULARY_FORMAT_ANNOTATION = 32,
    VOCABULARY_FORMAT_ASSERTION = 64,
    VOCABULARY_CONTENT = 128,
};
#define VOCABULARIES_USUAL (255u & ~(unsigned)VOCABULARY_FORMAT_ASSERTION)

/* Where a keyword's value holds schemas. */
enum holds {
    HOLDS_NONE,
    HOLDS_SCHEMA,
    HOLDS_LIST,
    HOLDS_SCHEMA_OR_LIST,
    HOLDS_MAP,
    HOLDS_MAP_OR_LISTS, /* the values of the map may be lists, which hold none */
};

/* Order of checks in a node: what is cheap and what explains most comes first. */
enum cost { COST_TYPE, COST_CHOICE, COST_SIZE, COST_FORM, COST_PARTS, COST_WHOLE, COST_LAST };

/* Kinds of value that a keyword looks at. */
#define KIND(type) (1u << (type))
#define KIND_NUMBER KIND(JSON_NUMBER)
#define KIND_STRING KIND(JSON_STRING)
#define KIND_ARRAY KIND(JSON_ARRAY)
#define KIND_OBJECT KIND(JSON_OBJECT)
#define KIND_ALL 0x7fu
#define KIND_INTEGER 0x80u /* in the value of `type` only */

struct keyword_row {
    struct slice name;
    unsigned dialects;
    unsigned vocabularies;
    enum holds holds;
    unsigned kinds;
    enum cost cost;
    enum code code;
    /* NULL for annotations. False when a fault of the schema was put. */
    bool (*compile)(struct compiler *compiler, struct schema_node *node, const struct keyword_row *row,
                    const struct json *value);
    bool (*check)(struct run *run, const struct keyword *keyword, const struct json *value);
    /* Fills message, hint, value and place of a fault; NULL where the parts have told their faults. */
    void (*explain)(struct run *run, const struct keyword *keyword, const struct json *value,
                    struct fault *fault);
};

/* The row of a schema that is `false`. */
extern const struct keyword_row never_row;

/* The names of the standard's keywords that the resource may use; returns how many. */
#define KEYWORDS_MOST 96
size_t keyword_names(const struct resource *resource, struct slice names[static KEYWORDS_MOST]);

/* NULL when the table has no such keyword. */
const struct keyword_row *keyword_row_find(struct slice name, const struct resource *resource);

/* ---- compiled ---- */

/* A set of allowed values. */
struct choices {
    uint64_t lengths; /* those of the texts, modulo 64, by bit: most other texts have another */
    size_t text_count;
    const uint8_t *by_length; /* where the texts are few, and not one: the number and 1 of the first of a
                               * length modulo 64, and behind these that of the next one of it; 0: none.
                               * Else NULL. */
    const struct key_table *strings;  /* numbered as in `texts`, where these are many; else NULL */
    const struct json *const *others; /* values that are no strings */
    size_t other_count;
    const struct key_table *numbers; /* canonical ones among many others; NULL where they are few */
    struct slice texts[];
};

/* A key that a schema names. Names are numbered over the whole schema, so that the keys of an object are
 * looked up once, however many keywords ask for them. */
struct name {
    const char *at;
    uint32_t length;
    uint32_t number;
};

static inline struct slice name_text(const struct name *name)
{
    return (struct slice){name->at, name->length};
}

/* The keywords of a node for judging in silence: with those of $ref and allOf in their place, where that can
 * be. */
struct flat {
    struct keyword *keywords;
    uint32_t count;
    uint8_t wrong; /* kinds of value that no `type` of these allows; such keywords are left out */
    bool plain;    /* asks of the value itself alone: no parts, no other schemas */
    bool silent;   /* nobody asks whether the node was passed through */
};

struct member_rule {
    struct name name;
    const struct schema_node *node; /* NULL when only required */
    struct flat flat;               /* the node's, at hand */
    uint32_t matches;               /* which of the patterns the name matches, by bit; see `foreseen` */
    bool required;
    bool alone; /* says all of its member: there is a node, and no pattern matches the name */
};

struct member_pattern {
    struct pattern *pattern; /* NULL: cannot be translated */
    const struct schema_node *node;
};

/* properties, patternProperties, additionalProperties, required of one node. */
struct members {
    struct member_rule *rules; /* what is required stands first */
    size_t count, room, required_count;
    struct member_pattern *patterns;
    size_t pattern_count, pattern_room;
    bool foreseen;                        /* the rules know which patterns match their names */
    const struct schema_node *additional; /* NULL when absent */
    bool rules_say_all;                   /* there are no patterns and no additional */
    uint32_t *places; /* a table from the number of a name to the place of its rule and 1; 0 is free */
    uint32_t mask;    /* size of the table, a power of two, less one */
};

/* The rule of that name; NULL when there is none. */
static inline const struct member_rule *members_rule(const struct members *members, uint32_t name)
{
    for (uint32_t at = name & members->mask; members->places[at] != 0; at = (at + 1) & members->mask)
        if (members->rules[members->places[at] - 1].name.number == name)
            return &members->rules[members->places[at] - 1];
    return NULL;
}

/* prefixItems and items of one node. */
struct elements {
    const struct schema_node *const *prefix;
    size_t prefix_count;
    const struct schema_node *rest;
};

struct containment {
    const struct schema_node *node;
    uint64_t least, most;
    bool evaluates; /* what it finds counts for unevaluatedItems */
};

struct condition {
    const struct schema_node *test, *good, *bad;
    const struct member_rule *asked; /* all that the test asks of an object, where that is one member */
};

struct node_list {
    const struct schema_node **nodes;
    size_t count;
};

struct dependency {
    struct name key;
    struct name *required; /* a list of texts */
    size_t required_count;
    const struct schema_node *node; /* or a schema; else NULL */
};

struct dependencies {
    struct dependency *list;
    size_t count;
};

struct content {
    bool base64;
    bool json;
};

/* What a check goes by stands first: a schema is larger than what is at hand for the processor. */
struct keyword {
    bool (*check)(struct run *run, const struct keyword *keyword, const struct json *value);
    union {
        uint64_t limit;
        struct choices *choices;
        struct pattern *pattern;
        const struct format *format;
        const struct schema_node *node;
        struct node_list *list;
        struct members *members;
        struct elements *elements;
        struct containment *containment;
        struct condition *condition;
        struct dependencies *dependencies;
        struct dynamic_reference *dynamic;
        struct content content;
    };
    uint32_t kinds;
    uint32_t cost;
    const struct keyword_row *row;
    const struct json *source; /* its value in the schema */
};

/* $dynamicRef: where it leads to by itself, and the name by which an outer resource may lead elsewhere. */
struct dynamic_reference {
    const struct schema_node *node;
    struct slice anchor;
    bool dynamic; /* else as $ref */
};

struct anchor {
    struct schema_node *node;
    bool dynamic;
};

/* A schema with an identifier of its own: a document's root, or what holds $id. */
struct resource {
    struct slice uri;      /* absolute when the document says so; without fragment */
    struct slice found_at; /* a document's: the URI by which it was asked for */
    const struct json *root;
    struct json_document *document;
    unsigned dialect;
    unsigned vocabularies;
    bool mixed;             /* a document: it holds schemas of another dialect */
    struct key_map anchors; /* of struct anchor, by their names */
};

struct schema_node {
    struct flat flat;
    bool tracks; /* holds unevaluatedProperties or unevaluatedItems */
    struct keyword *keywords;
    size_t count, room;
    const struct json *source;
    struct resource *resource;
    const struct json *message; /* banchi:message */
    const struct json *help;    /* banchi:help */
    int16_t code;               /* enum code, -1 when it has no banchi:code */
    int8_t level;               /* enum level, -1 likewise */
};

/* From a schema object in the text to its node. */
struct node_map {
    struct schema_node **slots;
    size_t size; /* a power of two */
    size_t count;
};
struct schema_node *node_map_find(const struct node_map *map, const struct json *source);

/* A pattern of the schema, by its text: schemas repeat them. */
struct kept_pattern {
    struct slice text;
    struct pattern *pattern;
};

struct schema {
    struct schema_node *root;
    bool explained; /* `banchi explain` knows its fields */
    struct node_map nodes;
    const struct key_table *names;
    size_t name_count;
    struct kept_pattern *patterns;
    size_t pattern_count, pattern_room;
};

/* ---- meta-schemas and dialects: schema_meta.c ---- */

/* What "$schema" chooses. */
struct speech {
    struct slice uri;               /* of the meta-schema, without fragment */
    struct json_document *document; /* the meta-schema; NULL until it is needed, and where it is built in */
    unsigned dialect;
    unsigned vocabularies;
};

/* Reads a built-in meta-schema into the arena; NULL when there is none of that URI. */
struct json_document *meta_document(struct arena *arena, struct slice uri);

/* Gives the resource the dialect and the vocabularies that its "$schema" chooses; without one they stay. */
void resource_speaks(struct compiler *compiler, struct resource *resource);

/* Asks the meta-schema of every document that was met: what it says is put as faults of the schema. */
void documents_check(struct compiler *compiler);

/* ---- compiling ---- */

/* The members of a large object by their keys. */
struct member_index {
    const struct json *object;
    const struct key_table *keys;
};

struct compiler {
    struct arena *arena;
    const struct schema_options *options;
    struct finding_sink *sink;
    struct schema *schema;
    struct schema_node **nodes; /* all, in the order they were met */
    size_t node_count, node_room;
    struct resource **resources;
    size_t resource_count, resource_room;
    struct key_map resource_names; /* the resources by `uri`, by `found_at`, and by what else led to them */
    struct slice *names;
    size_t name_count, name_room;
    struct finding_list faults;        /* of the schemas */
    size_t fault_count;                /* of all, also of those that are not kept */
    size_t fault_bytes;                /* of their pointers */
    struct key_map fault_places;       /* of the values that are wrong */
    struct key_map fault_outer_places; /* of those around them */
    struct key_map numbered_files;     /* the documents, in the order they were met */
    struct speech *speeches;           /* those that were not built in, by URI */
    size_t speech_count, speech_room;
    unsigned meta_depth;    /* meta-schemas of meta-schemas */
    struct key_map indexes; /* of large objects that references lead through, by their places */
};

/* Makes the nodes of a schema and of all below it. */
void schema_meet(struct compiler *compiler, const struct json *source, struct resource *outer);

/* The same for a document, with the dialect that holds where it says nothing. */
struct resource *document_meet(struct compiler *compiler, struct json_document *document, struct slice uri,
                               unsigned dialect);

/* The resource that a schema belongs to: its own when it has an $id. */
struct resource *resource_of(struct compiler *compiler, const struct json *source, struct resource *outer);

/* The $ref that is all of the schema; NULL where the dialect or the schema has more. */
const struct json_member *reference_alone(const struct schema_node *node);

/* Names that the node has within its resource. */
void anchors_add(struct compiler *compiler, struct schema_node *node);

/* What "$recursiveAnchor": true counts as. */
#define RECURSIVE_ANCHOR ((struct slice){"#", 1})

/* The document of that URI: built in, or from the finder; NULL when there is none. */
struct json_document *document_wanted(struct compiler *compiler, struct slice uri);

/* The URI without its fragment. */
struct slice without_fragment(struct slice uri);

/* Notes that a document was met: its faults stand behind those of the documents before. */
void document_number(struct compiler *compiler, const struct json_document *document);

/* Keeps a fault of the schemas; its pointer is not NULL. Up to LIMIT_SCHEMA_FAULTS are told. */
void fault_keep(struct compiler *compiler, const struct finding *finding);

/* Whether no more are told: then they are only counted. */
bool faults_are_full(const struct compiler *compiler);

/* Whether a fault was kept of the same value, or of one around it. */
bool fault_is_within(struct compiler *compiler, const struct finding *finding);

/* Whether one was kept of a value within that of this one. */
bool fault_is_around(struct compiler *compiler, const struct finding *finding);

/* Puts all of them, in the order of the documents. */
void faults_put(struct compiler *compiler);

/* Keeps a fault at a place in a document of the schema. */
void document_fault(struct compiler *compiler, struct json_document *document, const struct json *at,
                    enum code code, const char *message);

/* Adds a keyword to the node. */
struct keyword *node_add(struct compiler *compiler, struct schema_node *node, const struct keyword_row *row,
                         const struct json *value);

/* The node's keyword with that check, added when it is not there: for rows that compile into one. */
struct keyword *node_share(struct compiler *compiler, struct schema_node *node, const struct keyword_row *row,
                           const struct json *value);

/* Cheapest first; those of one cost in the order they have. */
void keywords_sort(struct keyword *keywords, size_t count);

/* The node of a schema below a keyword. */
const struct schema_node *node_of(struct compiler *compiler, const struct json *source);

/* Resolves a reference from the node; NULL after putting a fault. */
struct schema_node *node_referred(struct compiler *compiler, struct schema_node *node,
                                  const struct json *reference);

/* The resource's anchor of that name; NULL when there is none. */
const struct anchor *anchor_find(const struct resource *resource, struct slice name);

/* Compiles a pattern of the schema that stands at `at`. False after putting a fault; true with NULL for a
 * pattern that cannot be translated: what it is asked about is not checked. */
bool pattern_of(struct compiler *compiler, struct schema_node *node, const struct json *at,
                struct pattern **pattern);

/* Fills `flat` of all nodes; called once, when all are compiled. */
void nodes_flatten(struct compiler *compiler);

/* Numbers all names that keywords of the nodes hold; called once, when all nodes are compiled. */
void names_number(struct compiler *compiler);

/* Puts a fault of the schema at a place in it; always false. */
bool schema_fault(struct compiler *compiler, const struct schema_node *node, const struct json *at,
                  enum code code, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A name in a schema that is none of those that are known: the nearest of them is the hint. */
struct name_wanted {
    enum code code;
    const char *message;
    const struct slice *known;
    size_t count;
};

/* Puts its fault; always false. */
bool name_fault(struct compiler *compiler, const struct schema_node *node, const struct json *at,
                const struct name_wanted *wanted);

/* The fault that a keyword's value is not what it must be. `wanted` is a msgid such as N_("a list of texts").
 */
bool keyword_fault(struct compiler *compiler, const struct schema_node *node, const struct keyword_row *row,
                   const struct json *value, const char *wanted);

#define COMPILE(name)                                                                                        \
    bool name(struct compiler *compiler, struct schema_node *node, const struct keyword_row *row,            \
              const struct json *value)
COMPILE(compile_type);
COMPILE(compile_choices);
COMPILE(compile_limit);
COMPILE(compile_number);
COMPILE(compile_multiple);
COMPILE(compile_pattern);
COMPILE(compile_format);
COMPILE(compile_unique);
COMPILE(compile_properties);
COMPILE(compile_pattern_properties);
COMPILE(compile_additional_properties);
COMPILE(compile_required);
COMPILE(compile_schema);
COMPILE(compile_list);
COMPILE(compile_reference);
COMPILE(compile_dynamic_reference);
COMPILE(compile_condition);
COMPILE(compile_prefix_items);
COMPILE(compile_items);
COMPILE(compile_contains);
COMPILE(compile_contains_limit);
COMPILE(compile_dependent_required);
COMPILE(compile_dependent_schemas);
COMPILE(compile_dependencies);
COMPILE(compile_items_list);
COMPILE(compile_additional_items);
COMPILE(compile_recursive_reference);
COMPILE(compile_content);
COMPILE(compile_unevaluated);
COMPILE(compile_level);
COMPILE(compile_code);
COMPILE(compile_text);

/* ---- checking ---- */

/* The schema objects being evaluated, innermost first: for level, code, help. */
struct frame {
    const struct schema_node *node;
    const struct json *value;
    const struct frame *outer;
};

/* Which members or elements of one value successful keywords have evaluated; for unevaluated*. */
struct evaluated {
    uint64_t *bits;
    uint64_t few;   /* `bits` points here for up to 64 of them */
    size_t unknown; /* of the run, when the account began */
    uint32_t count;
    unsigned size; /* of `bits` in words, as a power of two */
};

/* Bits that are free again. */
struct spare_bits {
    struct spare_bits *next;
};

/* The members of one object by the numbers of their names. */
struct view {
    const struct json *object;
    uint32_t *member_of_name; /* the member's place and 1, or 0 */
    uint32_t *name_of_member; /* KEY_NONE where the schema does not name it */
    size_t room;              /* of `name_of_member` */
};

struct report;

/* The evaluation of one document; on the stack of whoever asks. */
struct run {
    const struct schema *schema;
    bool numbered; /* the document's keys have the numbers of the schema's names */
    const struct frame *frame;
    struct evaluated *evaluated; /* NULL when nobody asks */
    struct report *report;       /* NULL when judging in silence */
    struct arena *scratch;
    struct pattern_room room;
    struct view *views[LIMIT_JSON_NESTING + 2]; /* by `nesting`; made when first needed */
    unsigned nesting;                           /* of the value in the document */
    struct spare_bits *spare[32];               /* by their size as a power of two */
    uint64_t steps, most_steps;
    uint64_t trial_steps;           /* that are left for finding out in silence what has nothing to tell */
    const struct format *formatted; /* the format that was asked last, */
    const char *formatted_text;     /* of which text, */
    bool formatted_well;            /* and what it said */
    uint64_t hash_key[2];           /* made when first needed */
    unsigned unmatched;             /* matches that came to their limit */
    size_t hints;                   /* nearest values that were looked for */
    size_t key_bytes;               /* of the missing keys that were told */
    unsigned depth;
    bool stopped;                  /* told that a limit was passed */
    size_t unknown;                /* how often something could not be checked */
    struct report *unknown_report; /* where that goes, also from silent trials */
};

bool node_check(struct run *run, const struct schema_node *node, const struct json *value);

/* Walking over so many bytes counts as steps. */
static inline void run_walks(struct run *run, size_t bytes)
{
    run->steps += bytes / 16;
}

/* Whether nobody waits for more than yes or no. */
static inline bool run_is_silent(const struct run *run)
{
    return run->report == NULL && run->evaluated == NULL;
}

/* Asks the keywords in line, until one says no. */
static inline bool keywords_judge(struct run *run, const struct flat *flat, const struct json *value)
{
    unsigned kind = 1u << value->type;
    if ((flat->wrong & kind) != 0)
        return false;
    for (const struct keyword *keyword = flat->keywords, *end = keyword + flat->count; keyword < end;
         keyword++)
        if ((keyword->kinds & kind) != 0 && !keyword->check(run, keyword, value))
            return false;
    return true;
}

/* node_check() in line, where nothing is to be told. */
static inline bool node_judge(struct run *run, const struct schema_node *node, const struct json *value)
{
    if (!node->flat.silent || run->depth >= LIMIT_SCHEMA_NESTING || run->steps >= run->most_steps)
        return node_check(run, node, value);
    run->steps++;
    run->depth++;
    bool good = keywords_judge(run, &node->flat, value);
    run->depth--;
    return good;
}

/* node_check() for one of several schemas that must all hold. Most have nothing to tell, also of a document
 * that is wrong: near its root that is found out in silence. */
bool node_tell(struct run *run, const struct schema_node *node, const struct json *value);
static inline bool node_agree(struct run *run, const struct schema_node *node, const struct json *value)
{
    return run->report == NULL ? node_judge(run, node, value) : node_tell(run, node, value);
}

/* The same in silence, on the same value: what succeeds adds to what is evaluated. */
bool node_try_apart(struct run *run, const struct schema_node *node, const struct json *value);
static inline bool node_try(struct run *run, const struct schema_node *node, const struct json *value)
{
    return run_is_silent(run) ? node_judge(run, node, value) : node_try_apart(run, node, value);
}

/* For a part of the value: what is evaluated in it is its own affair. Most parts are texts with plain nodes:
 * these need nothing of what nodes are surrounded with, unless they fail and it is to be told. Whoever walks
 * over parts counts the steps. */
bool part_check_surrounded(struct run *run, const struct schema_node *node, const struct json *part);
static inline bool part_check(struct run *run, const struct schema_node *node, const struct json *part)
{
    if (node->flat.plain && run->steps < run->most_steps) {
        bool good = keywords_judge(run, &node->flat, part);
        if (good || run->report == NULL)
            return good;
    }
    return part_check_surrounded(run, node, part);
}

bool part_try(struct run *run, const struct schema_node *node, const struct json *part);

/* Whether the text matches; what cannot be decided is told, and counts as `otherwise`. */
bool run_matches(struct run *run, const struct pattern *pattern, const struct json *text, bool otherwise);

/* Makes the view of the object that the run is at. */
const struct view *view_turn(struct run *run, const struct json *object);

/* The view of the object that the run is at; good until the run has left it. */
static inline const struct view *view_of(struct run *run, const struct json *object)
{
    const struct view *view = run->views[run->nesting];
    return view != NULL && view->object == object ? view : view_turn(run, object);
}

/* The member of that name; NULL when the object lacks it. */
static inline const struct json_member *view_member(const struct view *view, uint32_t name)
{
    uint32_t place = view->member_of_name[name];
    return place != 0 ? &view->object->members[place - 1] : NULL;
}

void evaluated_mark(struct evaluated *evaluated, uint32_t number);
bool evaluated_has(const struct evaluated *evaluated, uint32_t number);

/* judge_*() are the same as their check_*(), shorter, for silence and for the shape that most have:
 * nodes_flatten() puts them in their place. */
#define CHECK(name) bool name(struct run *run, const struct keyword *keyword, const struct json *value)
CHECK(check_never);
CHECK(check_type);
CHECK(check_choices);
CHECK(check_min_length);
CHECK(check_max_length);
CHECK(check_min_count);
CHECK(check_max_count);
CHECK(check_minimum);
CHECK(check_maximum);
CHECK(check_exclusive_minimum);
CHECK(check_exclusive_maximum);
CHECK(check_multiple);
CHECK(check_pattern);
CHECK(judge_pattern);
CHECK(check_format);
CHECK(check_content);
CHECK(check_unique);
CHECK(check_members);
CHECK(judge_members);
CHECK(judge_rules);
CHECK(check_property_names);
CHECK(check_elements);
CHECK(check_contains);
CHECK(check_dependencies);
CHECK(judge_dependencies);
CHECK(check_all);
CHECK(check_any);
CHECK(check_one);
CHECK(check_not);
CHECK(check_reference);
CHECK(check_dynamic_reference);
CHECK(check_condition);
CHECK(judge_condition);
CHECK(check_unevaluated_properties);
CHECK(check_unevaluated_items);

/* ---- telling ---- */

/* What is wrong, before it is a finding. */
struct fault {
    enum code code;
    enum level level;
    const struct json *at; /* the value, or the key, where it is shown */
    const char *key;       /* the missing key; NULL otherwise */
    const char *keyword;   /* which is not followed; NULL for `false`, and where something is not checked */
    const char *message;
    const char *hint;
    struct remedy remedy;
    struct slice value;
    bool of_key;   /* `value` is a key */
    bool meant;    /* the hint says what was most likely meant, which stands in the remedy */
    bool cut;      /* the message lists some of the choices only */
    bool repeated; /* the same was told before */
    size_t number; /* order of discovery */
};

/* What is said where a limit of what is told was passed. */
#define MORE_FAULTS N_("not all could be checked: there are more faults than banchi tells of one document")

struct report {
    struct arena *arena;
    const struct json_document *document;
    struct fault *faults;
    size_t count, room;
    size_t pointer_bytes; /* of the findings that were put */
};

/* Tells the fault of a keyword: explained by its row, coded and levelled by the frames. */
void report_keyword(struct run *run, const struct keyword *keyword, const struct json *value);

/* Tells a fault that a check explains itself. */
void report_fault(struct run *run, struct fault *fault);

/* Tells that something could not be checked, at the value; once for a place. */
void report_unknown(struct run *run, const struct json *value, const char *message);

/* Faults of the node against the value, as a list of their own in an arena of its own. */
struct report report_apart(struct run *run, const struct schema_node *node, const struct json *value,
                           struct arena *arena);

/* Sorts, drops what is told twice, and puts the rest. */
void report_put(struct report *report, struct json_document *document, struct finding_sink *sink);

/* The help of the innermost schema object of the value, or of the list that it stands in; NULL when there is
 * none. */
const struct json *help_of(const struct frame *frame, const struct json *value);

/* The object {"th", "en"} in the user's language, as a string in the arena; NULL when it is none. */
const char *translated(struct arena *arena, const struct json *texts);

/* Whether the code is one of those that JSON Schema's keywords have. */
bool code_is_of_keyword(enum code code);

/* The one of the choices that was most likely meant; empty when none is near. Looking for it takes far longer
 * than all else that a finding asks for: a document with very many gets hints for the first of them. */
struct slice choice_meant(struct run *run, struct slice value, const struct slice *choices, size_t count);

/* Makes what was meant the fault's hint and remedy. */
void suggest(struct run *run, struct fault *fault, enum remedy_kind kind, struct slice meant);

/* Adds a message to a text in which no value may stand: a word stands for it. */
void cause_add(struct text *out, const char *message, const char *word);

/* Checks the name of a key, and tells what is wrong with it as of the key. */
bool report_name(struct run *run, const struct schema_node *node, const struct json *key);

/* Explains elements that are not allowed: all behind the first `most`, or one that nothing evaluates. */
void report_longer(struct run *run, const struct json *list, size_t most);
void report_unevaluated(struct run *run, const struct keyword *keyword, const struct json *element);

/* Explains missing and unknown keys, for check_members() and its like. */
void report_missing(struct run *run, const struct json *value, const struct member_rule *rule);
void report_not_allowed(struct run *run, const struct keyword *keyword, const struct schema_node *node,
                        const struct json_member *member);
void report_dependent(struct run *run, const struct keyword *keyword, const struct json *value,
                      struct slice key, struct slice because);

/* The text of the document that a value stands for: a string's text, else its JSON. */
struct slice value_shown(const struct run *run, const struct json *value);

#define EXPLAIN(name)                                                                                        \
    void name(struct run *run, const struct keyword *keyword, const struct json *value, struct fault *fault)
EXPLAIN(explain_never);
EXPLAIN(explain_type);
EXPLAIN(explain_choices);
EXPLAIN(explain_min_length);
EXPLAIN(explain_max_length);
EXPLAIN(explain_min_items);
EXPLAIN(explain_max_items);
EXPLAIN(explain_min_properties);
EXPLAIN(explain_max_properties);
EXPLAIN(explain_number);
EXPLAIN(explain_pattern);
EXPLAIN(explain_format);
EXPLAIN(explain_content);
EXPLAIN(explain_unique);
EXPLAIN(explain_contains);
EXPLAIN(explain_any);
EXPLAIN(explain_one);
EXPLAIN(explain_not);

/* ---- values ---- */

/* The first element that equals an earlier one; -1 when all differ. */
long json_repeated(struct run *run, const struct json *list);

/* True for a number beyond the reader's limits, with which is not calculated. */
bool number_is_wide(const struct json *number);

/* Tells that something could not be checked, here; always true. What is not known counts as good: that a node
 * fails is certain, that it fits only where `run->unknown` has not moved meanwhile. Who asks for failing or
 * counts fits must look at that. */
bool run_unknown(struct run *run, const struct json *value, const char *message);

/* From here on every node ends at once; told at the first, with what was passed (a msgid). Always true. */
bool run_stop(struct run *run, const struct json *value, const char *message);

/* A number that must be a whole one of at least 0, at most UINT64_MAX; false when it is not. */
bool json_read_count(const struct json *value, uint64_t *count);

#endif
