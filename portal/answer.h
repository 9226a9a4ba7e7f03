/* What goes back to the client: status, headers, and a body that is text or a part of a file. */
#ifndef BANCHI_PORTAL_ANSWER_H
#define BANCHI_PORTAL_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define ANSWER_HEADERS_AT_MOST 10

struct request;
struct value;

struct answer_header {
    const char *name;
    const char *value;
};

struct answer {
    unsigned status;
    struct text body; /* released by answer_free() */
    struct answer_header headers[ANSWER_HEADERS_AT_MOST];
    size_t header_count;
    bool chunked;
    bool cut; /* only its first half is sent, then the line is dropped */
    bool from_file;
    int descriptor; /* of the file; the server's library closes it */
    uint64_t offset;
    uint64_t length;
};

void answer_header(struct answer *answer, const char *name, const char *value);
void answer_free(struct answer *answer);

/* {"help", "success": true, "result"}. */
void answer_result(struct request *request, struct answer *answer, const char *action,
                   const struct value *result);
/* {"help", "success": false, "error"}, or a bare JSON string. */
void answer_failure(struct request *request, struct answer *answer, const char *action);
/* A JSON document as it is. */
void answer_json(struct answer *answer, unsigned status, const struct value *document);
/* A page of HTML, as CKAN answers outside of its API. */
void answer_page(struct answer *answer, unsigned status, const char *title);
void answer_redirect(struct answer *answer, const char *location);

#endif
