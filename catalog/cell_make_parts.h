/* What the parts of catalog/cell_make*.c share: a field of the dictionary on its way to be rules.
 *
 * cell_make.c              faults and their places; values keep to the field's other rules; the whole
 * cell_make_type.c         type and format, numbers, truth values, lists, missing values, era
 * cell_make_constraints.c  bounds, lengths, patterns, schemas, choices
 *
 * What the profile "dictionary" says already (a type that there is not, a minimum in a list) is passed over.
 */
#ifndef BANCHI_CATALOG_CELL_MAKE_PARTS_H
#define BANCHI_CATALOG_CELL_MAKE_PARTS_H

#include "catalog/cell_rules.h"
#include "catalog/dictionary.h"

struct arena;

struct make {
    struct arena *arena;
    struct dictionary *dictionary;
    size_t field;
    const struct json *json;
    const struct json *constraints;
    struct cell_rules *rules;
    struct cell_room room;
    struct finding_sink *sink;
};

/* ---- faults of the dictionary ---- */

/* Puts a fault at a value; `path` is beneath the field: "constraints/minimum". */
void make_put(struct make *make, const struct json *value, const char *path, struct finding *finding);
void make_put_no_value(struct make *make, const struct json *value, struct slice cell,
                       enum cell_reason reason, const char *path);
void make_put_contradiction(struct make *make, const struct json *value, const char *path,
                            const char *message);

/* ---- small parts ---- */

/* The text under a key; `otherwise` where there is none, or an empty one. */
struct slice make_text(const struct json *object, const char *key, const char *otherwise);

/* A copy that lives as long as the rules. */
struct slice make_settled(struct arena *arena, struct slice text);

/* The texts of a list: strings, or objects with a "value". Without a list `otherwise`. */
const struct slice *make_texts(struct arena *arena, const struct json *list, size_t *count);
const struct slice *make_texts_or(struct arena *arena, const struct json *list, const struct slice *otherwise,
                                  size_t *count);

/* ---- the steps ---- */

void make_type(struct make *make);
void make_constraints(struct make *make);

/* A value of the dictionary as it would stand in a cell. */
enum cell_reason make_value(struct make *make, const struct json *json, struct cell_value *value,
                            struct slice *cell);

/* The value of an item of an enum, or of categories, which may be objects with a value; NULL: it has none. */
const struct json *make_choice(const struct make *make, const struct json *list, size_t item);

#endif
