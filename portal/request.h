/* One request on its way through the sandbox, and how an action answers it.
 *
 * The server reads method, address, token and body into a request, an action looks at it and either returns
 * its result or fails. All that hangs on a request lives in its arena. The first failure wins; a function
 * that fails returns NULL or false, and so does whoever called it, as far as the dispatcher, which rolls
 * back.
 */
#ifndef BANCHI_PORTAL_REQUEST_H
#define BANCHI_PORTAL_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

struct faults;
struct loader;
struct session;
struct store;
struct value;

/* The running sandbox: set up before the first request, not changed after. */
struct portal {
    char *folder;
    char *files; /* folder of uploaded files */
    char url[64];
    bool stock;
    const struct value *schema; /* the scheming schema it serves; NULL on a stock portal */
    struct store *store;
    struct faults *faults;     /* NULL: it behaves */
    struct loader *loader;     /* NULL: uploaded tables are left alone */
    unsigned patience;         /* seconds that a client has for its request */
    _Atomic uint64_t requests; /* that came in whole */
    struct arena arena;
};

struct user {
    const char *id; /* NULL: anonymous */
    const char *name;
    bool sysadmin;
};

/* A file of a multipart body: on the disk in the portal's folder, not yet anybody's. */
struct upload {
    const char *field;
    const char *file_name; /* as the client called it */
    const char *blob;      /* its name in the files folder */
    size_t bytes;
    int descriptor;               /* -1 once it is written whole */
    bool kept;                    /* an action took it: not removed with the request */
    const struct value *marker;   /* what stands for it in the parameters */
    const struct value *resource; /* the resource, as sent, that it goes to */
    const char *owner;            /* id of the resource that has it once it is kept */
};

struct failure {
    unsigned status;
    const char *type;      /* CKAN's __type; NULL: a bare JSON string */
    struct value *details; /* object without __type, or the bare string */
};

enum body_kind { BODY_OTHER, BODY_JSON, BODY_FORM, BODY_MULTIPART };

struct request {
    struct portal *portal;
    struct session *session;
    struct arena arena;
    struct user user;
    const char *method;
    const char *address;     /* path and query, as they were sent */
    const char *path;        /* decoded, without the query */
    struct value *arguments; /* of the query: object of strings */
    enum body_kind body_kind;
    struct text body;   /* but for multipart */
    struct value *form; /* fields of a multipart body: object of strings */
    const char *token;  /* headers; NULL where they were not sent */
    const char *if_none_match;
    const char *if_modified_since;
    const char *range;
    struct value *parameters; /* what the action is given */
    struct upload *uploads;
    size_t upload_count;
    size_t upload_room;
    bool surrogate;               /* a lone surrogate stands in the parameters: they cannot be stored */
    const struct value **cleared; /* resources, as sent, whose files go away */
    size_t cleared_count;
    size_t cleared_room;
    struct failure failure;
    const char **obsolete; /* blobs to remove after the commit */
    size_t obsolete_count;
    size_t obsolete_room;
};

/* Failures. Messages are for people, in English; clients match on type and fields. */
bool fail(struct request *request, unsigned status, const char *type, struct value *details);
bool fail_message(struct request *request, unsigned status, const char *type, const char *message);
bool fail_not_found(struct request *request, const char *message);
bool fail_denied(struct request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* 409, with one message for one field. */
bool fail_field(struct request *request, const char *field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool fail_fields(struct request *request, struct value *errors);
bool fail_crash(struct request *request); /* 500, where CKAN itself fails */
bool fail_text(struct request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool failed(const struct request *request);

/* The upload that a value of the parameters stands for; NULL when it stands for none. */
struct upload *request_upload(struct request *request, const struct value *marker);

/* A parameter that must be there; NULL with 409 "Missing value". */
const char *request_need(struct request *request, const char *key);

/* A new UUID (version 4), and now in UTC with microseconds: "2026-01-31T10:00:00.000001". */
char *make_id(struct arena *arena);
char *make_now(struct arena *arena);

#endif
