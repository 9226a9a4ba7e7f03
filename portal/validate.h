/* The sandbox's validators: its own code, called by the names that CKAN and its scheming extension give them.
 *
 * A field is checked by a list of names ("not_empty unicode_safe name_validator", "if_empty_same_as(name)"),
 * from the tables of a stock portal or from the scheming schema. Each may change the value, add a message, or
 * stop the list; where CKAN fails on a value (500), so does the request.
 */
#ifndef BANCHI_PORTAL_VALIDATE_H
#define BANCHI_PORTAL_VALIDATE_H

#include <stdbool.h>

struct request;
struct value;

/* What is validated: a dataset that is made (package_id NULL) or changed. */
struct subject {
    const char *package_id;
    const char *owner_org;      /* as it is stored; NULL: none */
    const struct value *schema; /* of scheming; NULL: the stock rules */
};

struct check {
    struct request *request;
    const struct subject *subject;
    struct value *object; /* that the field is a member of */
    const char *key;
    struct value *value;       /* NULL: missing */
    struct value *messages;    /* what is wrong with it: a list of strings */
    const struct value *field; /* of the scheming schema; NULL: none */
    bool existing_resource;    /* the object has an id already */
};

/* Runs the validators over object[key] and leaves there what they made of it. */
void validate_field(struct check *check, const char *validators);

/* Adds the messages, if any, to the errors under the key. */
void errors_add(struct request *request, struct value *errors, const char *key, struct value *messages);

/* What PostgreSQL stores of a value in a column of text: numbers as they are written out, true as "true",
 * lists as
 * "{a,b}". NULL for an object, on which CKAN fails. */
struct value *column_text(struct request *request, const struct value *value);

#endif
