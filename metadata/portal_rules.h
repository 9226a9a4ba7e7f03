/* A portal's own rules, ready to judge documents by: what the portal would refuse, or fail on.
 *
 * Made of a portal's schema (portal_schema.h). A dataset whose `type` is another than the schema's passes the
 * whole schema by on the portal: it is judged by CKAN's own rules, and told of (R005), since its items are
 * lost. What a schema cannot say is judged beside it: keys of extras that stand twice, NUL in a text.
 * Findings have `portal` set to the portal's name.
 */
#ifndef BANCHI_METADATA_PORTAL_RULES_H
#define BANCHI_METADATA_PORTAL_RULES_H

#include "base/finding.h"
#include "base/json.h"
#include "base/problem.h"
#include "metadata/portal_schema.h"

struct arena;
struct portal_rules;

/* Lives in the arena; so must what the options point to. NULL with a problem, which is a bug. */
const struct portal_rules *portal_rules_open(struct arena *arena, const char *portal,
                                             const struct portal_schema_options *options,
                                             struct problem *problem);

/* True when the portal would take it, as far as it can be known. */
bool portal_rules_check(const struct portal_rules *rules, struct json_document *document,
                        struct arena *scratch, struct finding_sink *sink);

/* The schema that it was made of. */
const struct portal_schema *portal_rules_schema(const struct portal_rules *rules);

#endif
