/* Rules that a schema cannot say (codes M3xx), one row each in a table.
 *
 * Name equals folder; names and titles unique in the workspace; files that exist, are not empty and stay
 * beneath their folder; file names that a portal would mangle; format against extension; years of the
 * Buddhist Era in dates of the Common Era; dates in the future. What the profile judges (types, missing keys)
 * is passed over here. Findings come in file order; those of names and titles stand at the dataset that is
 * checked later.
 *
 * Most rules are about one dataset alone, and are asked by whoever has read it; names and titles are asked
 * about in the order of the datasets.
 */
#ifndef BANCHI_METADATA_RULES_H
#define BANCHI_METADATA_RULES_H

#include "base/finding.h"
#include "metadata/dataset.h"

struct arena;
struct rules; /* what must be remembered from dataset to dataset: names and titles seen, and today's date */

/* `datasets`: how many will come, or 0: then room is made as they do. */
struct rules *rules_start(struct arena *run, size_t datasets);

/* Judges one readable dataset by the rules that need no other: several threads may. `scratch` as in
 * profile_check(). */
void rules_check(const struct rules *rules, struct dataset *dataset, struct arena *scratch,
                 struct finding_sink *sink);

/* Judges by those that need the datasets before it, and puts what they, rules_check(), the profile and the
 * portal's own rules say together in file order; `judged` is what the others have said, the portal behind the
 * profile, rules_check() last. What the portal says of a value of which the standard says an error anyway is
 * left out. */
struct finding_list;
void dataset_check(const struct finding_list *judged, struct rules *rules, struct dataset *dataset,
                   struct arena *scratch, struct finding_sink *sink);

/* Only remembers the dataset's name and title, for those that are checked later. */
void rules_remember(struct rules *rules, const struct dataset *dataset);

/* What CKAN makes of the name of an uploaded file (munge_filename, recorded exchange 132). */
char *file_name_munged(struct arena *arena, struct slice name);

#endif
