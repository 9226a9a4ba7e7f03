/* Sets of kinds (validator.h), said in JSON Schema. */
#ifndef BANCHI_METADATA_PORTAL_KINDS_H
#define BANCHI_METADATA_PORTAL_KINDS_H

#include <stdint.h>

struct json_writer;

/* Kinds of which there is one value only. */
#define KINDS_SINGLE (KIND_NOTHING | KIND_EMPTY | KIND_ZERO | KIND_NO | KIND_NO_ITEMS | KIND_NO_MEMBERS)

/* What forbids these kinds (missing is not among them): keywords into the object that is being written, and
 * conditions, each a schema, into the `allOf` that is being written. */
void kinds_keywords(struct json_writer *writer, uint32_t forbidden);
void kinds_conditions(struct json_writer *writer, uint32_t forbidden);

/* The same as a schema of its own. */
void kinds_forbid(struct json_writer *writer, uint32_t forbidden);

/* {"enum": [null, "", ...]} */
void kinds_single_write(struct json_writer *writer, uint32_t kinds);

#endif
