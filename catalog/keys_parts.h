/* The inside of catalog/keys.h: one file for each kind of rule.
 */
#ifndef BANCHI_CATALOG_KEYS_PARTS_H
#define BANCHI_CATALOG_KEYS_PARTS_H

#include "catalog/keys.h"

void keys_open_unique(const struct keys_request *request, struct table_keys *keys);
void keys_open_foreign(const struct keys_request *request, struct table_keys *keys);
void keys_open_sums(const struct keys_request *request, struct table_keys *keys);

/* A list of names, or one name, as Table Schema has keys. Names that are no fields of the dictionary are told
 * (`key` says where they stand) and make the answer 0. */
size_t keys_read_columns(const struct keys_request *request, const char *key, const struct json *value,
                         const struct slice **columns);

/* The same without asking the dictionary. */
size_t keys_list(struct arena *arena, const struct json *value, const struct slice **names);

/* Puts a finding at a value of the dictionary. */
void keys_put(const struct keys_request *request, const struct json *value, struct finding *finding);

/* Puts why the table `there` cannot be held against this one. `rule` is the foreign key or the sum. */
void keys_put_unread(const struct keys_request *request, const struct json *rule, enum code code,
                     const struct reference_answer *there);

#endif
