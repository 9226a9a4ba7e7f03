/* The portal's own rules as it has them now, against the datasets that are to be published: what it would
 * refuse is found before anything is sent. And what became of its schema since it was pulled.
 */
#ifndef BANCHI_COMMAND_LIVE_H
#define BANCHI_COMMAND_LIVE_H

#include "base/json_write.h"
#include "command/connection.h"
#include "metadata/portal_difference.h"

/* Names of datasets. */
struct live_names {
    const char **at;
    size_t count, room;
};

struct live {
    bool pulled; /* its schema was, once */
    bool moved;  /* and is another now */
    const struct portal_difference *differences;
    size_t difference_count;
    struct live_names refused;       /* by the portal's rules as they are */
    struct live_names newly_refused; /* of these, those that the pulled rules would have let pass */
    struct live_names newly_taken;   /* the other way round */
    struct finding_counts found;
};

/* Opens the portal, unless `*status` says that there is nothing to open it for, and judges the chosen
 * datasets by its rules. Findings go as text to where those of connection_validate() went, and are added to
 * validated->found; the datasets that the portal would refuse are left out of a publish, and make the status
 * STATUS_FINDINGS. False when there is nothing to go on with. connection_close() is due in either case. */
bool live_open(struct session *session, struct validated *validated, struct connection *connection,
               struct live *live, enum status *status, struct problem *problem);

/* What became of the schema, in plain words; nothing where it stands as it was pulled. */
void live_print(const struct live *live, const char *portal, struct text *out);

/* The member "schema" of `plan --json`. */
void live_write(const struct live *live, struct json_writer *writer);

#endif
