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

#include "base/finding_list.h"
#include "metadata/dataset.h"

struct arena;
struct rules; /* what must be remembered from dataset to dataset: names and titles seen, and today's date */

/* `datasets`: how many will come, or 0: then room is made as they do. */
struct rules *rules_start(struct arena *run, size_t datasets);

/* A text that no other dataset may have, by two hashes that are keyed for the run. */
struct rules_mark {
    const struct json *value; /* NULL: there is no such text */
    uint64_t first;
    uint32_t second;
};

struct rules_marks {
    struct rules_mark name, title;
};

/* What is said of a dataset alone, kept until its turn comes. */
struct dataset_judged {
    struct finding_list
        findings;             /* of the profile, of the portal's own rules behind it, of rules_check() last */
    struct rules_marks marks; /* for the rules that need other datasets */
};

/* Judges one readable dataset by the rules that need no other: several threads may. `scratch` as in
 * profile_check(). */
void rules_check(const struct rules *rules, struct dataset *dataset, struct arena *scratch,
                 struct dataset_judged *judged);

/* Judges by those that need the datasets before it, and puts what they and the others say together in file
 * order. What the portal says of a value of which the standard says an error anyway is left out. */
void dataset_check(const struct dataset_judged *judged, struct rules *rules, struct dataset *dataset,
                   struct arena *scratch, struct finding_sink *sink);

/* Only remembers the dataset's name and title, for those that are checked later. */
void rules_remember(struct rules *rules, const struct dataset *dataset);

/* What CKAN makes of the name of an uploaded file (munge_filename, recorded exchange 132). */
char *file_name_munged(struct arena *arena, struct slice name);

#endif
