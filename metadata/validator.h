/* What the validators of a CKAN field do with a value, by the names that CKAN and a scheming schema use.
 *
 * A field has a list of them ("ignore_missing unicode_safe", "if_empty_same_as(name)"), asked one after the
 * other. Each acts on kinds of values: it accepts one and ends the list, refuses it (the portal names the
 * field, 409), fails on it (500), turns it into text, or lets it go on; and it asks something of what goes
 * on, said as a JSON Schema. validator_follow() goes down a list and tells what comes of each kind.
 *
 * What each one does stands in metadata/validators.json, which is part of the binary: of CKAN's own (2.10),
 * of ckanext-scheming's, and of extensions'. Nothing of an extension is known to the code. A name that the
 * table lacks lets everything go on and is told as unknown.
 */
#ifndef BANCHI_METADATA_VALIDATOR_H
#define BANCHI_METADATA_VALIDATOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"

struct arena;

/* Kinds of values, as sets of bits. Blank is text of white space alone; whole and fraction are numbers but 0.
 */
enum value_kind {
    KIND_MISSING = 1 << 0,
    KIND_NOTHING = 1 << 1, /* null */
    KIND_EMPTY = 1 << 2,
    KIND_BLANK = 1 << 3,
    KIND_TEXT = 1 << 4,
    KIND_ZERO = 1 << 5,
    KIND_WHOLE = 1 << 6,
    KIND_FRACTION = 1 << 7,
    KIND_YES = 1 << 8,
    KIND_NO = 1 << 9,
    KIND_NO_ITEMS = 1 << 10,
    KIND_ITEMS = 1 << 11,
    KIND_NO_MEMBERS = 1 << 12,
    KIND_MEMBERS = 1 << 13,
    KINDS_ALL = (1 << 14) - 1,
};
#define KINDS_TEXT (KIND_EMPTY | KIND_BLANK | KIND_TEXT)
#define KINDS_NUMBER (KIND_ZERO | KIND_WHOLE | KIND_FRACTION)
#define KINDS_BOOLEAN (KIND_YES | KIND_NO)
#define KINDS_LIST (KIND_NO_ITEMS | KIND_ITEMS)
#define KINDS_OBJECT (KIND_NO_MEMBERS | KIND_MEMBERS)

/* The table, read. */
struct validators {
    const struct json *root;
    const struct json *rows;   /* "validators" */
    const struct json *groups; /* names of sets of kinds */
    struct slice source;       /* its text, for patterns */
};
void validators_open(struct arena *arena, struct validators *validators);

/* A text of the table in both languages, {"th", "en"}. */
const struct json *validators_words(const struct validators *validators, const char *name);

/* Which extensions a portal has: those that it names, and those whose validators its schema uses. */
struct extensions {
    struct slice *names;
    size_t count;
};
bool extensions_has(const struct extensions *extensions, struct slice name);

/* One validator of a list, as the table has it. */
struct validator {
    struct slice name;
    struct slice argument;  /* within the brackets; empty where there are none */
    const struct json *row; /* NULL: the table lacks it */
};

/* Splits a list at blanks; arguments may hold none. The array lies in the arena. */
struct validator *validator_list(struct arena *arena, const struct validators *validators, struct slice list,
                                 const struct extensions *extensions, size_t *count);

/* Adds the extensions that a list of validators shows to be there. */
void validator_reveal(struct arena *arena, const struct validators *validators, struct slice list,
                      struct extensions *extensions);

/* What is asked of the values that reach a validator. */
struct demand {
    const struct json *schema;  /* of the table, or NULL */
    const struct json *choices; /* of the field, or NULL: values, or objects with a "value" */
    struct slice arguments;     /* one_of(a,b): the choices; else empty */
    bool several;               /* a list of choices, or one of them */
    bool some;                  /* not an empty list */
    uint32_t ended;             /* kinds that never reach it */
    bool stripped;              /* texts are asked without the white space around them */
    bool optional;              /* and nothing, where there was only white space */
};

/* What comes of the kinds. */
struct outcome_of_kinds {
    uint32_t refused;
    uint32_t failed;
    uint32_t texts; /* kinds that become text on the way, besides text itself */
    uint32_t left;  /* kinds that come to the end of the list as they are */
    bool json;      /* kept as JSON, or not kept: any value can be stored */
    struct demand *demands;
    size_t demand_count;
    const struct json **portal; /* what only the portal knows: {"th", "en"} */
    size_t portal_count;
    struct slice *unknown; /* validators that the table lacks */
    size_t unknown_count;
    const struct json **beside; /* what is asked of the object around: schemas */
    size_t beside_count;
    bool organization; /* the value names an organization of the portal */
    bool unique;       /* no two datasets may have the same value */
    bool no_field;     /* the value may not be the name of a field */
};

/* Follows a field's list. `field` is the scheming field (choices, required), or NULL. */
void validator_follow(struct arena *arena, const struct validators *validators, struct slice list,
                      const struct extensions *extensions, const struct json *field,
                      struct outcome_of_kinds *outcome);

/* What Python takes for true: the way in which scheming reads `required`. */
bool json_is_truthy(const struct json *value);

#endif
