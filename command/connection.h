/* The way from a command to a portal: which one, the sandbox started where it is that one, the publisher
 * opened.
 */
#ifndef BANCHI_COMMAND_CONNECTION_H
#define BANCHI_COMMAND_CONNECTION_H

#include "catalog/checked.h"
#include "command/command.h"
#include "command/trace.h"
#include "publisher/publish.h"

struct sandbox;
struct plan_notes;

struct connection {
    struct target target;
    struct publisher *publisher;
    /* its own: */
    struct transport *transport; /* to send by: the line, or the trace around it */
    struct transport *line;
    struct trace trace;      /* around the transport, with --verbose */
    struct sandbox *sandbox; /* started here; NULL when another process serves it */
    const char *sandbox_folder;
    const char *sandbox_token;
};

/* What validating left behind for planning and publishing. */
struct validated {
    struct workspace workspace;
    struct checked checked; /* the files that were read: no other bytes are sent */
    struct finding_counts found;
    bool sends;                   /* the portal will be written to: without a token it is not even asked */
    const struct plan_file *plan; /* that and nothing else is published; NULL */
    struct plan_notes *notes;     /* hears what the check finds, where a plan is to be kept or shown; NULL */
};

/* Goes to the portal that the options choose, as far as that requests can be sent; nothing is asked yet.
 * `asking`: no more than what the portal tells everybody will be (target_choose_to_ask). False with a
 * problem; connection_close() is due in either case. */
bool connection_reach(struct session *session, const struct workspace *workspace, bool asking,
                      struct connection *connection, struct problem *problem)
    __attribute__((warn_unused_result));

/* Opens the portal that the options choose. False with a problem; connection_close() is due in either case.
 */
struct plan_file;
bool connection_open(struct session *session, const struct validated *validated,
                     struct connection *connection, struct problem *problem)
    __attribute__((warn_unused_result));

void connection_close(struct connection *connection); /* also one that was never opened, {0} */

/* What `plan` and `publish` do first: opens the workspace, checks the names, validates. `validated` holds
 * what the caller wants of it (plan, notes), else it is {0}. Findings go to standard error when standard
 * output carries data. Returns STATUS_DONE when there is something to go on with. */
enum status connection_validate(struct session *session, struct validated *validated);

#endif
