#include "portal/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/late_library.h"
#include "base/limits.h"
#include "portal/answer.h"
#include "portal/fault.h"
#include "portal/request.h"
#include "portal/route.h"
#include "portal/upload.h"
#include "portal/value.h"
#include "portal/watch.h"

#define SERVER_CONNECTIONS 64
/* Silence is the library's to bound, all else the watch's, which strikes first. */
#define SERVER_MARGIN_SECONDS 5
#define SERVER_HEADER_BYTES (64 * KiB)
#define SERVER_FORM_BYTES (64 * KiB)

#define LIBMICROHTTPD_FUNCTIONS(X)                                                                           \
    X(MHD_add_response_header)                                                                               \
    X(MHD_create_post_processor)                                                                             \
    X(MHD_create_response_from_buffer)                                                                       \
    X(MHD_create_response_from_callback)                                                                     \
    X(MHD_create_response_from_fd_at_offset64)                                                               \
    X(MHD_destroy_post_processor)                                                                            \
    X(MHD_destroy_response)                                                                                  \
    X(MHD_get_connection_info)                                                                               \
    X(MHD_get_connection_values)                                                                             \
    X(MHD_get_daemon_info)                                                                                   \
    X(MHD_lookup_connection_value)                                                                           \
    X(MHD_post_process)                                                                                      \
    X(MHD_queue_response)                                                                                    \
    X(MHD_start_daemon)                                                                                      \
    X(MHD_stop_daemon)

struct libmicrohttpd {
    LIBMICROHTTPD_FUNCTIONS(LATE_MEMBER)
};
static const char *const LIBMICROHTTPD_NAMES[] = {LIBMICROHTTPD_FUNCTIONS(LATE_NAME) NULL};
static const struct late_library LIBMICROHTTPD =
    LATE_LIBRARY("libmicrohttpd", "libmicrohttpd.so.12", "libmicrohttpd12", LIBMICROHTTPD_NAMES);

struct server {
    struct libmicrohttpd lib;
    struct MHD_Daemon *daemon;
    struct portal *portal;
    struct watch *watch;
};

/* One request of one connection, from its first line until its answer has been sent. */
struct exchange {
    struct request request;
    struct server *server;
    struct MHD_PostProcessor *parts; /* of a multipart body */
    struct upload *open_upload;      /* the part that is coming in */
    bool begun;
    bool refused;
    size_t body_bytes;
    long pace;              /* KiB of the body that are taken in a second; 0: as they come */
    const char *field_name; /* of the form field that is coming in; NULL: none */
    struct text field;
};

/* Told when the first line has been read: the only place where the address is as it was sent. */
static void *exchange_open(void *self, const char *address, struct MHD_Connection *connection)
{
    (void)connection;
    struct server *server = self;
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (exchange == NULL)
        memory_exhausted();
    exchange->server = server;
    exchange->request.portal = server->portal;
    exchange->request.address = arena_string(&exchange->request.arena, address);
    return exchange;
}

static struct watched *watched_of(const struct server *server, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        server->lib.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

static void connection_notice(void *self, struct MHD_Connection *connection, void **place,
                              enum MHD_ConnectionNotificationCode code)
{
    struct server *server = self;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *place = watch_open(
            server->watch,
            server->lib.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
    else
        watch_close(server->watch, *place);
}

static void exchange_close(void *self, struct MHD_Connection *connection, void **place,
                           enum MHD_RequestTerminationCode code)
{
    struct server *server = self;
    struct exchange *exchange = *place;
    if (exchange == NULL)
        return;
    if (code == MHD_REQUEST_TERMINATED_COMPLETED_OK)
        watch_resume(server->watch, watched_of(server, connection));
    if (exchange->parts != NULL)
        server->lib.MHD_destroy_post_processor(exchange->parts);
    uploads_discard(&exchange->request, false);
    text_free(&exchange->request.body);
    text_free(&exchange->field);
    arena_free(&exchange->request.arena);
    free(exchange);
    *place = NULL;
}

/* "localhost", "127.x.y.z" or "[::1]", with or without a port: a page of another site that resolves to the
 * loopback sends its own name here. */
static bool host_is_loopback(const char *host)
{
    if (host == NULL)
        return false;
    size_t length = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    char name[64] = "";
    if (length >= sizeof name || strlen(host) < length)
        return false;
    memcpy(name, host, length);
    struct in_addr address;
    if (inet_pton(AF_INET, name, &address) == 1)
        return (ntohl(address.s_addr) >> 24) == 127;
    return strcasecmp(name, "localhost") == 0 || strcmp(name, "[::1]") == 0;
}

static enum MHD_Result add_argument(void *self, enum MHD_ValueKind kind, const char *key, const char *value)
{
    (void)kind;
    struct request *request = self;
    value_set(&request->arena, request->arguments, key,
              value_string(&request->arena, value == NULL ? "" : value));
    return MHD_YES;
}

static enum body_kind body_kind_of(const char *type)
{
    if (type == NULL)
        return BODY_OTHER;
    if (strncasecmp(type, "multipart/form-data", 19) == 0)
        return BODY_MULTIPART;
    if (strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0)
        return BODY_FORM;
    size_t length = strcspn(type, "; ");
    bool json = length == 16 && strncasecmp(type, "application/json", length) == 0;
    json = json || (length > 17 && strncasecmp(type, "application/", 12) == 0 &&
                    strncasecmp(type + length - 5, "+json", 5) == 0);
    return json ? BODY_JSON : BODY_OTHER;
}

static const char *header(const struct exchange *exchange, struct MHD_Connection *connection,
                          const char *name)
{
    return exchange->server->lib.MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static void read_head(struct exchange *exchange, struct MHD_Connection *connection, const char *path,
                      const char *method)
{
    struct request *request = &exchange->request;
    struct arena *arena = &request->arena;
    request->path = arena_string(arena, path);
    request->method = arena_string(arena, method);
    request->arguments = value_object(arena);
    request->form = value_object(arena);
    exchange->server->lib.MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, add_argument, request);
    request->body_kind = body_kind_of(header(exchange, connection, "Content-Type"));
    request->token = header(exchange, connection, "Authorization");
    if (request->token == NULL)
        request->token = header(exchange, connection, "X-CKAN-API-Key");
    request->if_none_match = header(exchange, connection, "If-None-Match");
    request->if_modified_since = header(exchange, connection, "If-Modified-Since");
    request->range = header(exchange, connection, "Range");
}

/* The field that came in is whole: the next part begins, or the body has ended. */
static void keep_field(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    if (exchange->field_name != NULL)
        value_set(&request->arena, request->form, exchange->field_name,
                  value_slice(&request->arena, text_slice(&exchange->field)));
    exchange->field_name = NULL;
    text_clear(&exchange->field);
}

/* Fields come in pieces: `offset` is above 0 for all but the first. */
static void take_field(struct exchange *exchange, const char *key, const char *data, uint64_t offset,
                       size_t size)
{
    if (offset == 0) {
        keep_field(exchange);
        exchange->field_name = arena_string(&exchange->request.arena, key);
    }
    text_add_bytes(&exchange->field, data, size);
}

static enum MHD_Result take_part(void *self, enum MHD_ValueKind kind, const char *key, const char *file_name,
                                 const char *type, const char *encoding, const char *data, uint64_t offset,
                                 size_t size)
{
    (void)kind;
    (void)type;
    (void)encoding;
    struct exchange *exchange = self;
    struct request *request = &exchange->request;
    if (file_name == NULL) {
        take_field(exchange, key, data, offset, size);
        return MHD_YES;
    }
    if (offset == 0) {
        if (exchange->open_upload != NULL)
            upload_end(exchange->open_upload);
        exchange->open_upload = upload_begin(request, key, file_name);
    }
    bool good = exchange->open_upload != NULL && upload_add(request, exchange->open_upload, data, size);
    if (!good)
        fail_crash(request);
    return MHD_YES;
}

static enum MHD_Result send_text(const struct server *server, struct MHD_Connection *connection,
                                 struct answer *answer);

static enum MHD_Result refuse(struct exchange *exchange, struct MHD_Connection *connection, unsigned status,
                              const char *title)
{
    struct answer answer = {0};
    exchange->refused = true;
    answer_page(&answer, status, title);
    answer_header(&answer, "Connection", "close");
    enum MHD_Result sent = send_text(exchange->server, connection, &answer);
    answer_free(&answer);
    return sent;
}

/* The body is taken slowly. Little of it may wait with the kernel, or the sender would be done at once. */
static void crawl_begin(struct exchange *exchange, struct MHD_Connection *connection)
{
    int room = (int)(16 * KiB);
    const union MHD_ConnectionInfo *info =
        exchange->server->lib.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info != NULL)
        setsockopt(info->connect_fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    watch_pause(exchange->server->watch, watched_of(exchange->server, connection));
}

static void crawl(const struct exchange *exchange, size_t size)
{
    uint64_t nanoseconds = (uint64_t)size * 1000000000 / ((uint64_t)exchange->pace * KiB);
    const struct timespec pause = {(time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000)};
    nanosleep(&pause, NULL);
}

static enum MHD_Result begin(struct exchange *exchange, struct MHD_Connection *connection, const char *path,
                             const char *method)
{
    exchange->begun = true;
    read_head(exchange, connection, path, method);
    if (!host_is_loopback(header(exchange, connection, "Host")))
        return refuse(exchange, connection, 403, "Forbidden");
    const char *length = header(exchange, connection, "Content-Length");
    if (length != NULL && strtoull(length, NULL, 10) > LIMIT_REQUEST_BYTES)
        return refuse(exchange, connection, 413, "Request Entity Too Large");
    if (exchange->request.body_kind == BODY_MULTIPART && strcmp(method, "POST") == 0)
        exchange->parts = exchange->server->lib.MHD_create_post_processor(connection, SERVER_FORM_BYTES,
                                                                          take_part, exchange);
    exchange->pace = faults_pace(exchange->request.portal->faults, &exchange->request);
    if (exchange->pace > 0)
        crawl_begin(exchange, connection);
    return MHD_YES;
}

static enum MHD_Result receive(struct exchange *exchange, const char *data, size_t *size)
{
    exchange->body_bytes += *size;
    if (exchange->body_bytes > LIMIT_REQUEST_BYTES)
        return MHD_NO;
    if (exchange->parts != NULL) {
        if (exchange->server->lib.MHD_post_process(exchange->parts, data, *size) != MHD_YES)
            fail_text(&exchange->request, "Bad request - the multipart body cannot be read");
    } else {
        text_add_bytes(&exchange->request.body, data, *size);
    }
    if (exchange->pace > 0)
        crawl(exchange, *size);
    *size = 0;
    return MHD_YES;
}

static ssize_t give_piece(void *self, uint64_t position, char *out, size_t room)
{
    const struct text *body = self;
    size_t left = body->length - (size_t)position;
    if (left == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    size_t size = left < room ? left : room;
    memcpy(out, body->at + position, size);
    return (ssize_t)size;
}

static void free_piece(void *self)
{
    text_free(self);
    free(self);
}

/* Half of an answer whose length says that it is whole. */
static ssize_t give_half(void *self, uint64_t position, char *out, size_t room)
{
    const struct text *body = self;
    size_t left = body->length / 2 - (size_t)position;
    size_t size = left < room ? left : room;
    if (left == 0)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    memcpy(out, body->at + position, size);
    return (ssize_t)size;
}

static struct MHD_Response *half_response(const struct libmicrohttpd *lib, struct answer *answer)
{
    struct text *body = calloc(1, sizeof *body);
    if (body == NULL)
        memory_exhausted();
    if (answer->from_file) {
        char *room = text_reserve(body, answer->length + 1);
        ssize_t got = pread(answer->descriptor, room, answer->length, (off_t)answer->offset);
        body->length = got < 0 ? 0 : (size_t)got;
        close(answer->descriptor);
    } else {
        *body = answer->body;
        answer->body = (struct text){0};
    }
    return lib->MHD_create_response_from_callback(body->length, 32 * KiB, give_half, body, free_piece);
}

static struct MHD_Response *response_of(const struct libmicrohttpd *lib, struct answer *answer)
{
    if (answer->cut)
        return half_response(lib, answer);
    if (answer->from_file)
        return lib->MHD_create_response_from_fd_at_offset64(answer->length, answer->descriptor,
                                                            answer->offset);
    if (!answer->chunked)
        return lib->MHD_create_response_from_buffer(answer->body.length, answer->body.at,
                                                    MHD_RESPMEM_MUST_COPY);
    struct text *body = malloc(sizeof *body);
    if (body == NULL)
        memory_exhausted();
    *body = answer->body;
    answer->body = (struct text){0};
    return lib->MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 32 * KiB, give_piece, body, free_piece);
}

static enum MHD_Result send_text(const struct server *server, struct MHD_Connection *connection,
                                 struct answer *answer)
{
    const struct libmicrohttpd *lib = &server->lib;
    struct MHD_Response *response = response_of(lib, answer);
    if (response == NULL) {
        if (answer->from_file)
            close(answer->descriptor);
        return MHD_NO;
    }
    for (size_t i = 0; i < answer->header_count; i++)
        lib->MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
    enum MHD_Result queued = lib->MHD_queue_response(connection, answer->status, response);
    lib->MHD_destroy_response(response);
    return queued;
}

/* Carries the request out and answers it, or does what a fault wants. */
static enum MHD_Result answer_send(struct exchange *exchange, struct MHD_Connection *connection)
{
    struct answer answer = {0};
    struct request *request = &exchange->request;
    const struct fault_blow blow = faults_strike(request->portal->faults, request);
    request->portal->requests++;
    const enum fault_effect effect = blow.kind == NULL ? FAULT_NONE : blow.kind->effect;
    const struct timespec pause = {blow.milliseconds / 1000, blow.milliseconds % 1000 * 1000000};
    if (blow.milliseconds > 0)
        nanosleep(&pause, NULL);
    if (blow.kind == NULL || blow.kind->carried_out)
        route(request, &answer);
    if (effect == FAULT_ANSWER) {
        if (answer.from_file)
            close(answer.descriptor);
        answer_free(&answer);
        answer = (struct answer){0};
        fault_answer(&blow, request, &answer);
    }
    answer.cut = effect == FAULT_CUT;
    enum MHD_Result sent = MHD_NO;
    if (effect != FAULT_DROP)
        sent = send_text(exchange->server, connection, &answer);
    else if (answer.from_file)
        close(answer.descriptor);
    answer_free(&answer);
    return sent;
}

static enum MHD_Result finish(struct exchange *exchange, struct MHD_Connection *connection)
{
    watch_pause(exchange->server->watch, watched_of(exchange->server, connection));
    if (exchange->parts != NULL) {
        exchange->server->lib.MHD_destroy_post_processor(exchange->parts);
        exchange->parts = NULL;
        keep_field(exchange);
    }
    for (size_t i = 0; i < exchange->request.upload_count; i++)
        if (!upload_end(&exchange->request.uploads[i]))
            fail_crash(&exchange->request);
    return answer_send(exchange, connection);
}

static enum MHD_Result handle(void *server, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *data, size_t *size,
                              void **place)
{
    (void)server;
    (void)version;
    struct exchange *exchange = *place;
    if (!exchange->begun)
        return begin(exchange, connection, path, method);
    if (exchange->refused) {
        *size = 0;
        return MHD_YES;
    }
    return *size > 0 ? receive(exchange, data, size) : finish(exchange, connection);
}

static void be_silent(void *nothing, const char *format, va_list list)
{
    (void)nothing;
    (void)format;
    (void)list;
}

static struct MHD_Daemon *daemon_start(struct server *server, uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const unsigned flags =
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ERROR_LOG;
    return server->lib.MHD_start_daemon(
        flags, port, NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, be_silent, NULL,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_URI_LOG_CALLBACK, exchange_open, server,
        MHD_OPTION_NOTIFY_COMPLETED, exchange_close, server, MHD_OPTION_NOTIFY_CONNECTION, connection_notice,
        server, MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVER_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        server->portal->patience + SERVER_MARGIN_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)SERVER_HEADER_BYTES, MHD_OPTION_END);
}

struct server *server_start(struct portal *portal, uint16_t *port, struct problem *problem)
{
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL)
        memory_exhausted();
    if (!late_load(&LIBMICROHTTPD, &server->lib, problem)) {
        free(server);
        return NULL;
    }
    server->portal = portal;
    server->watch = watch_start(SERVER_CONNECTIONS, portal->patience);
    errno = 0;
    server->daemon = daemon_start(server, *port);
    if (server->daemon == NULL) {
        problem_set_errno(problem, errno, _("the sandbox cannot listen on 127.0.0.1, port %u"),
                          (unsigned)*port);
        watch_stop(server->watch);
        free(server);
        return NULL;
    }
    *port = server->lib.MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return server;
}

void server_stop(struct server *server)
{
    if (server == NULL)
        return;
    server->lib.MHD_stop_daemon(server->daemon);
    watch_stop(server->watch);
    free(server);
}
