/* What a portal is, and what the token may do there, by asking: for `banchi doctor`.
 *
 * Two requests without a token (status_show; organization_show), four with one that the portal knows
 * (user_show, organization_list_for_user), one more where the portal has a schema, up to two more where it
 * does not know the token or the organization. No request writes.
 */
#ifndef BANCHI_PUBLISHER_DOCTOR_H
#define BANCHI_PUBLISHER_DOCTOR_H

#include "publisher/account.h"
#include "publisher/site.h"

struct arena;

struct diagnosis {
    bool reached; /* it is a CKAN, and answers; else `problem` says why not, and the rest is empty */
    struct site site;
    bool account_asked;
    struct account account;
    bool organization_asked;
    bool organization_there;
    unsigned milliseconds; /* that an answer took, the middle one of all */
    bool clock_known;
    long long clock_ahead; /* seconds by which the portal's clock is before ours; below 0: behind */
    size_t requests;
    struct problem problem; /* what ended the asking; the caller releases it */
};

/* `ckan->token` NULL: nobody is asked about. `organization` is the slug in question; NULL: none. */
void diagnosis_make(struct ckan *ckan, const char *organization, struct arena *arena,
                    struct diagnosis *diagnosis);

#endif
