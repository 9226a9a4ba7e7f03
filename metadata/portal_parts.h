/* What the files that make a portal's schema share; nobody else includes it. */
#ifndef BANCHI_METADATA_PORTAL_PARTS_H
#define BANCHI_METADATA_PORTAL_PARTS_H

#include "base/json_write.h"
#include "metadata/portal_schema.h"
#include "metadata/validator.h"

/* Whose fields are written: where its values are kept decides what the database fails on. */
enum place { PLACE_DATASET, PLACE_RESOURCE, PLACE_PART };

struct making {
    struct arena *arena;
    const struct portal_schema_options *options;
    struct validators validators;
    struct extensions extensions;
    struct json_writer *writer;
    struct portal_schema *made;
    size_t secret_room;
};

/* One field to be written. */
struct field {
    struct slice key;
    struct slice validators;
    const struct json *scheming; /* NULL: one of CKAN's own */
    enum place place;
    bool column; /* of CKAN's tables; else kept with the free ones */
};

/* An object's fields: those of the schema, then CKAN's own that the schema does not have. */
struct field_list {
    struct field *fields;
    size_t count;
};

/* ---- portal_field.c ---- */

/* Words of the table under a key, in both languages. */
void words_write(struct making *making, const char *key, const char *name);

/* A value as it stands, under a key; nothing where it is NULL. */
void annotation_write(struct making *making, const char *key, const struct json *value);

/* Label, help, choices and the like, as scheming has them. */
void annotations_write(struct making *making, const struct field *field);

/* What the validators ask, as keywords of the field's schema. */
void outcome_write(struct making *making, const struct field *field, const struct outcome_of_kinds *outcome);

/* The schema that forbids lists of objects. */
void objects_forbid(struct making *making);

#endif
