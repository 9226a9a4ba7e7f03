/* JSON Schema, drafts 2020-12 and 07: compiled once, then asked about any number of documents.
 *
 *     const struct schema *schema = schema_compile(&arena, &document, &options, sink);
 *     if (schema != NULL)
 *         verdict = schema_check(schema, &instance, &scratch, sink);
 *     schema_close(schema);
 *
 * docs/engine.c is a whole program that does this.
 *
 * The schema lives in the arena it was compiled in, and points into the documents it was made of: both must
 * outlive it. Compiled, it is read-only: any number of threads may use it at once, each with its own scratch
 * arena. There is no global state. Nothing is fetched: references to other documents are answered by the
 * finder of the options.
 *
 * Findings. A document is first judged in silence; only what fails is judged again, for findings: the deepest
 * cause of each fault, once, in file order, with place, pointer, field, value, what is allowed, and as hint
 * what is nearest to it. Under `anyOf` and `oneOf` there is one finding at the value, with the nearest
 * branch's causes as its hint. Code and level follow the keyword (M101 to M109; error), unless a schema
 * object on the evaluation path holds `banchi:code` or `banchi:level` ("error", "warning"): the nearest
 * enclosing one wins. `banchi:help`, {"th", "en"}, is the hint: that of the object that gave the code, else
 * that of the schema object of the faulty value. The message of a code other than M1xx is the title of that
 * code, or `banchi:message`, {"th", "en"}, beside `banchi:code`. Other keys that begin with `banchi:` are
 * passed over.
 *
 * What cannot be decided (a pattern over its limits, references without end, calculating with a number that
 * is too large) is a finding of level not_checked (M113). A document ends within LIMIT_SCHEMA_STEPS and
 * LIMIT_SCHEMA_STEPS_A_BYTE for each of its bytes. What is nearest is looked for LIMIT_NEAREST_HINTS times a
 * document (for long texts among many less often), and LIMIT_SCHEMA_FAULTS faults are told of it, with
 * pointers and keys of LIMIT_SCHEMA_FAULT_BYTES. The findings of one document are held until all are known,
 * about 500 bytes each.
 *
 * Dialects. `$schema` at the root of a document, or beside `$id`, chooses the draft: 2020-12, 2019-09 (as far
 * as schemas of the other drafts refer to it) or 07; any other URI is that of a meta-schema, which the finder
 * must have, whose `$vocabulary` says what is asserted. Without `$schema` it is the draft of the schema
 * around or of the one that refers to it, first that of the options. Documents are checked against their
 * meta-schemas. The official meta-schemas are built in, also for references. `format` asserts only by the
 * options or by the vocabulary format-assertion; the `content` keywords only by the options, and in draft 07
 * alone.
 */
#ifndef BANCHI_METADATA_SCHEMA_H
#define BANCHI_METADATA_SCHEMA_H

#include <stdbool.h>

#include "base/finding.h"
#include "base/json.h"

struct arena;
struct json_names;
struct schema;

/* Where schemas of other documents come from. */
struct schema_finder {
    /* The document of an absolute or relative URI without fragment; NULL when there is none. It must live as
     * long as the schema. */
    struct json_document *(*find)(struct schema_finder *self, struct slice uri);
};

enum schema_draft { SCHEMA_DRAFT_2020_12, SCHEMA_DRAFT_2019_09, SCHEMA_DRAFT_7 };

struct schema_options {
    enum schema_draft draft; /* where `$schema` says nothing */
    bool
        unknown_keywords; /* pass over keywords that no table knows, as annotations; else they are findings */
    bool formats;         /* `format` asserts */
    bool content;         /* draft 07's contentEncoding (base64) and contentMediaType (JSON) assert */
    bool trusted;         /* known to be right: the meta-schema is not asked, which saves its reading, and
                             `banchi explain` knows its fields */
    struct schema_finder *finder; /* may be NULL: no other documents */
};

/* Compiles a document that was read. What is wrong with the schema, and with those that it refers to, goes to
 * `sink` in the order of their files, each with the place in its own (M110 to M113); NULL when anything is.
 * Of one schema LIMIT_SCHEMA_FAULTS faults are told. */
const struct schema *schema_compile(struct arena *arena, struct json_document *document,
                                    const struct schema_options *options, struct finding_sink *sink);

/* Gives back what patterns hold outside of the arena. NULL is fine. A program that ends need not call it. */
void schema_close(const struct schema *schema);

/* The keys that the schema names, for reading documents whose keys will have been found already. The names
 * are one thread's. NULL when there are too many. */
struct json_names *schema_names(const struct schema *schema, struct arena *arena);

enum schema_verdict { SCHEMA_VALID, SCHEMA_INVALID, SCHEMA_NOT_CHECKED };

/* Judges in silence. The scratch arena may be reset by the caller afterwards. */
enum schema_verdict schema_judge(const struct schema *schema, const struct json *value,
                                 struct arena *scratch);

/* Judges, and puts the findings. */
enum schema_verdict schema_check(const struct schema *schema, struct json_document *document,
                                 struct arena *scratch, struct finding_sink *sink);

/* The value of a keyword in a schema object of the compiled documents, or else in what its $ref leads to;
 * NULL when neither has it. `subschema` may be NULL. */
const struct json *schema_keyword(const struct schema *schema, const struct json *subschema,
                                  const char *keyword);

#endif
