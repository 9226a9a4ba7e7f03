/* What goes on between here and the portal, as lines on standard error: that it is waited for, when that
 * takes longer than a moment; with --verbose each request: method, path, what came back.
 *
 * Never headers, bodies, tokens or the query of an address.
 */
#ifndef BANCHI_COMMAND_TRACE_H
#define BANCHI_COMMAND_TRACE_H

#include "publisher/transport.h"

struct trace {
    struct transport transport; /* to be used in the place of `inner` */
    struct transport *inner;
    bool verbose;
};

/* `*trace` must stay where it is while it is used; `inner` stays the caller's. */
void trace_begin(struct trace *trace, struct transport *inner, bool verbose);

#endif
