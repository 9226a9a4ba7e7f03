/* What a field of the dictionary is compiled to. For catalog/cell*.c, and for fast paths that accept what the
 * judge would accept; everybody else asks catalog/cell.h.
 */
#ifndef BANCHI_CATALOG_CELL_RULES_H
#define BANCHI_CATALOG_CELL_RULES_H

#include <stdint.h>

#include "base/decimal.h"
#include "base/json.h"
#include "catalog/cell.h"

struct dictionary_field;
struct schema;

enum cell_type {
    CELL_STRING,
    CELL_NUMBER,
    CELL_INTEGER,
    CELL_BOOLEAN,
    CELL_OBJECT,
    CELL_ARRAY,
    CELL_LIST,
    CELL_DATE,
    CELL_TIME,
    CELL_DATETIME,
    CELL_YEAR,
    CELL_YEARMONTH,
    CELL_DURATION,
    CELL_GEOPOINT,
    CELL_GEOJSON,
    CELL_ANY,
    CELL_TYPE_COUNT
};

/* The format of a field. FORM_PATTERN is a strptime pattern. */
enum cell_form {
    FORM_DEFAULT,
    FORM_ANY,
    FORM_PATTERN,
    FORM_EMAIL,
    FORM_URI,
    FORM_BINARY,
    FORM_UUID,
    FORM_ARRAY,
    FORM_OBJECT,
    FORM_TOPOJSON,
};

/* ERA_UNSAID: the Common Era, and a year of the Buddhist one is told. */
enum cell_era { ERA_UNSAID, ERA_COMMON, ERA_BUDDHIST };

/* A logical value. */
enum value_kind {
    VALUE_NONE,     /* of this type there is no order */
    VALUE_NUMBER,   /* `text`: decimal */
    VALUE_NAN,      /* these three are numbers, too */
    VALUE_INFINITE, /* `whole` is 1 or -1 */
    VALUE_MOMENT,   /* `whole`, `fraction`: seconds, days, months or years; one type has one unit */
    VALUE_SPAN,     /* a duration: `months`, and `whole`, `fraction` seconds; all of one sign */
};

struct cell_value {
    enum value_kind kind;
    struct slice text;
    int64_t whole;
    struct slice fraction; /* digits behind the point */
    int64_t months;
    bool negative; /* of a span */
    bool zoned;    /* of a moment: the cell said its zone */
    const struct json *json;
    size_t items; /* of a list */
};

struct cell_bound {
    bool set;
    struct cell_value value;
    const struct json *given;
};

enum bound { BOUND_MINIMUM, BOUND_MAXIMUM, BOUND_ABOVE, BOUND_BELOW, BOUND_COUNT };

/* Values of which the cell must be one, as keys, sorted. */
struct cell_choices {
    const struct slice *keys;
    size_t count;
    const struct json *given; /* the array in the dictionary */
};

struct cell_rules {
    enum cell_type type;
    enum cell_form form;
    enum cell_era era;
    struct slice format; /* as given, without "fmt:" */
    const char *name;    /* of the field */
    const struct dictionary_field *field;

    const struct slice *missing;
    size_t missing_count;
    bool required;       /* also when the field is in the primary key */
    bool unique;         /* for whoever compares rows */
    bool watches_total;  /* a dimension: its cell must not be the name of a total row */
    bool watches_script; /* free text: its cell must be clean (catalog/script.h) */
    bool decimal_plain;  /* numbers are written plainly: no groupChar, decimalChar ".", bareNumber */
    bool constrained;    /* anything is asked of a value behind its type */

    struct slice decimal_char, group_char; /* group_char is empty when there is none */
    bool bare;
    const struct slice *true_values, *false_values;
    size_t true_count, false_count;
    struct slice delimiter;
    const struct cell_rules *item; /* of a list */

    size_t min_length, max_length; /* code points, members or items; 0 and SIZE_MAX when not given */
    size_t size;                   /* banchi:size: characters, or digits; 0 when not given */
    struct cell_bound bounds[BOUND_COUNT];
    struct pattern *pattern; /* NULL when there is none */
    const struct schema *schema;
    struct cell_choices choices;    /* enum */
    struct cell_choices categories; /* categories */
};

/* Why a cell is not fine; each has its row in cell_explain.c. */
enum cell_reason {
    REASON_NONE,
#define REASON(name, code, level, message, hint) REASON_##name,
#include "catalog/cell_reason.def"
#undef REASON
    REASON_COUNT
};

/* One type of Table Schema. */
struct cell_kind {
    const char *name;
    /* Reads the cell into its value. REASON_NONE when it is one. `value` is zeroed beforehand. */
    enum cell_reason (*read)(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                             struct cell_value *value);
    void (*add_key)(const struct cell_rules *rules, struct slice cell, const struct cell_value *value,
                    struct text *key);
};
const struct cell_kind *cell_kind(enum cell_type type);
bool cell_type_find(struct slice name, enum cell_type *type);

/* One of each family of types. */
#define CELL_READ(name)                                                                                      \
    enum cell_reason name(const struct cell_rules *rules, struct slice cell, struct cell_room *room,         \
                          struct cell_value *value)
#define CELL_ADD_KEY(name)                                                                                   \
    void name(const struct cell_rules *rules, struct slice cell, const struct cell_value *value,             \
              struct text *key)

CELL_READ(read_string);
CELL_READ(read_boolean);
CELL_READ(read_any);
CELL_READ(read_list);
CELL_ADD_KEY(add_text_key);
CELL_ADD_KEY(add_boolean_key);
CELL_ADD_KEY(add_list_key);

CELL_READ(read_number);
CELL_READ(read_integer);
CELL_ADD_KEY(add_number_key);

CELL_READ(read_date);
CELL_READ(read_time);
CELL_READ(read_datetime);
CELL_READ(read_year);
CELL_READ(read_yearmonth);
CELL_ADD_KEY(add_moment_key);

CELL_READ(read_duration);
CELL_ADD_KEY(add_span_key);

CELL_READ(read_object);
CELL_READ(read_array);
CELL_ADD_KEY(add_json_key);
CELL_READ(read_geopoint);
CELL_READ(read_geojson);
CELL_ADD_KEY(add_place_key);

/* Years of these numbers are taken for years of the Buddhist Era (1857 to 2456 in the Common Era). In a
 * column of the Common Era they were left as they were; a year before them in a column of the Buddhist Era
 * likewise. */
#define CELL_BUDDHIST_FIRST 2400
#define CELL_BUDDHIST_LAST 2999

/* Sets `*year` to the Common Era; the reason when its era is not the column's. */
enum cell_reason cell_settle_era(enum cell_era era, int64_t *year);

/* A point in time as it is read, before it is known to exist. */
struct clock {
    int64_t year; /* as written */
    int month, day, day_of_year;
    int hour, minute, second;
    bool afternoon, half_day; /* %p, %I */
    bool short_year;          /* two digits: 69 to 99 and 00 to 68, or of 25.. in the Buddhist Era */
    struct slice fraction;
    bool zoned;
    int offset; /* minutes ahead of UTC */
};

/* Reads by a strptime pattern (banchi-dictionary(5) lists the directives). REASON_FORMAT when the cell does
 * not have the form, REASON_NO_DATE or REASON_NO_TIME when a number in it is out of its range. */
enum cell_reason strptime_read(struct slice pattern, struct slice cell, struct clock *clock);

/* The first directive that banchi does not know, as the slice "%Q"; an empty one when it knows them all. */
struct slice strptime_unknown(struct slice pattern);

/* The cell without blanks around it and characters that cannot be seen, and with Thai digits as 0 to 9, in
 * room->clean; and which of these it had. REASON_NONE when it had none, or is of a type where they do no
 * harm. */
enum cell_reason cell_clean(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                            struct slice *cleaned);

/* How two values of one type lie to each other. */
enum cell_order { ORDER_BELOW, ORDER_EQUAL, ORDER_ABOVE, ORDER_UNKNOWN };
enum cell_order cell_compare(const struct cell_value *a, const struct cell_value *b);
enum cell_order span_compare(const struct cell_value *a, const struct cell_value *b);

/* Of the digits behind a decimal point: below, above or 0, as of memcmp(). */
int fraction_compare(struct slice a, struct slice b);

#endif
