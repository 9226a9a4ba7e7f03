/* Adopting a dataset that is on the portal, but not in the lock: what the portal has becomes the base of
 * plans.
 *
 * Nothing is written to the portal and nothing into the office's files. The lock then says what the portal
 * has, so that each difference of the files is "mine", and a publish changes just that; the resources keep
 * their ids. A resource is matched by its file's name, by its hash, then by name and format where these are
 * unique on both sides, or as a person says (FILE=ID). Others on the portal stay somebody else's.
 */
#ifndef BANCHI_PUBLISHER_ADOPT_H
#define BANCHI_PUBLISHER_ADOPT_H

#include "publisher/publish.h"

/* One of the portal's resources that a file might be; texts as the portal has them, to be shown as values. */
struct adoption_candidate {
    const char *id;
    size_t place; /* in the dataset, from 1 */
    struct slice name;
    struct slice file;     /* the end of its address */
    struct slice bytes;    /* a number, or empty */
    struct slice modified; /* or empty */
};

struct adoption_resource {
    struct slice key;                   /* mine's */
    const char *id;                     /* the portal's; NULL: it will be made anew */
    struct adoption_candidate *perhaps; /* which it might be, where that is not unique */
    size_t perhaps_count;
};

struct adoption {
    const char *dataset;
    const char *id;
    struct adoption_resource *resources;
    size_t resource_count;
    bool asks; /* one of them is not unique: nothing was adopted */
};

struct adopt_sink {
    void (*put)(struct adopt_sink *self, const struct adoption *adoption);
    /* Asks a person which of `resource->perhaps` it is: the place in that list, or their count for none of
     * them. False when nobody answers. NULL: there is nobody to ask. */
    bool (*choose)(struct adopt_sink *self, const struct adoption *adoption,
                   const struct adoption_resource *resource, size_t *chosen);
};

/* The named datasets, one by one. `matches` are what a person said. PROBLEM_USAGE: nothing to adopt, because
 * the portal has no such dataset or the lock knows it already; or a match names what is not there. The lock
 * is written when all went well. */
bool adopt_run(struct publisher *publisher, struct choice choice, const struct record_match *matches,
               size_t match_count, struct adopt_sink *sink, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
