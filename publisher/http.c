#include "publisher/http.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/certificate.h"
#include "base/version.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/late_library.h"
#include "base/limits.h"
#include "base/meter.h"
#include "publisher/public_address.h"

#define UPLOAD_BUFFER_BYTES 524288L /* 16 KiB costs four times the CPU, measured */

#define LIBCURL_FUNCTIONS(X)                                                                                 \
    X(curl_easy_cleanup)                                                                                     \
    X(curl_easy_getinfo)                                                                                     \
    X(curl_easy_header)                                                                                      \
    X(curl_easy_init)                                                                                        \
    X(curl_easy_perform)                                                                                     \
    X(curl_easy_reset)                                                                                       \
    X(curl_easy_setopt)                                                                                      \
    X(curl_easy_strerror)                                                                                    \
    X(curl_getdate)                                                                                          \
    X(curl_global_cleanup)                                                                                   \
    X(curl_global_init)                                                                                      \
    X(curl_mime_addpart)                                                                                     \
    X(curl_mime_data)                                                                                        \
    X(curl_mime_data_cb)                                                                                     \
    X(curl_mime_filename)                                                                                    \
    X(curl_mime_free)                                                                                        \
    X(curl_mime_init)                                                                                        \
    X(curl_mime_name)                                                                                        \
    X(curl_mime_type)                                                                                        \
    X(curl_slist_append)                                                                                     \
    X(curl_slist_free_all)

struct libcurl {
    LIBCURL_FUNCTIONS(LATE_MEMBER)
};
static const char *const LIBCURL_NAMES[] = {LIBCURL_FUNCTIONS(LATE_NAME) NULL};
static const struct late_library LIBCURL = LATE_LIBRARY("libcurl", "libcurl.so.4", "libcurl4", LIBCURL_NAMES);

/* libcurl's own check of these two calls wants their plain names, so theirs are here: the number of an option
 * tells whether its value is a number, that of a piece of information whether it is a text. */
#define IS_NUMBER(value) _Generic((value), long : true, long long : true, default : false)
#define IS_TEXT_PLACE(place) _Generic((place), char ** : true, default : false)
#define HOLDS(condition) ((void)sizeof(char[(condition) ? 1 : -1]))
#define option_set(http, option, value)                                                                      \
    (HOLDS(((option) / 10000 % 3 == 0) == IS_NUMBER(value)),                                                 \
     (http)->lib.curl_easy_setopt((http)->curl, option, value))
#define info_get(http, info, place)                                                                          \
    (HOLDS((((info)&CURLINFO_TYPEMASK) == CURLINFO_STRING) == IS_TEXT_PLACE(place)),                         \
     (http)->lib.curl_easy_getinfo((http)->curl, info, place))

struct http {
    struct transport transport; /* first: the caller's handle */
    struct libcurl lib;
    CURL *curl;
    bool loopback;
    struct slice trusted; /* certificates in the place of the system's; empty: those */
    bool public_only;
    bool barred;       /* the last request led to an address that is not public */
    bool fresh_writes; /* the server closes kept connections without saying so */
};

struct exchange;

/* One file under way. */
struct sending {
    struct exchange *exchange;
    const struct upload *upload;
    int file;
    uint64_t sent;
    struct hash *hash;
};

/* One request under way. */
struct exchange {
    const struct request *request;
    struct http *http;
    struct text body;
    bool too_large;
    bool taker_stopped;
    /* the body that is sent by hand, so that it cannot be sent twice */
    size_t json_sent;
    struct sending *sendings; /* as many as the request has uploads */
    const char *file_changed; /* the path of the one; NULL */
    struct problem file_problem;
    bool cut;             /* broken off by the user before all of a write was out */
    uint64_t interrupted; /* when that was first noticed, in milliseconds; 0: not yet */
};

static size_t take_body(char *at, size_t size, size_t count, void *self)
{
    struct exchange *exchange = self;
    size_t bytes = size * count;
    long status = 0;
    if (exchange->request->take != NULL &&
        info_get(exchange->http, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status == 200) {
        exchange->taker_stopped = !exchange->request->take(exchange->request->taker, at, bytes);
        return exchange->taker_stopped ? 0 : bytes;
    }
    if (exchange->body.length + bytes > LIMIT_ANSWER_BYTES) {
        exchange->too_large = true;
        return 0;
    }
    text_add_bytes(&exchange->body, at, bytes);
    return bytes;
}

static size_t give_json(char *at, size_t size, size_t count, void *self)
{
    struct exchange *exchange = self;
    struct slice json = exchange->request->json;
    size_t bytes = json.length - exchange->json_sent;
    if (bytes > size * count)
        bytes = size * count;
    if (bytes > 0)
        memcpy(at, json.at + exchange->json_sent, bytes);
    exchange->json_sent += bytes;
    return bytes;
}

/* libcurl rewinds a body in order to send it again on a fresh connection: not to be done behind our back. */
static int refuse_rewind(void *self, curl_off_t offset, int origin)
{
    (void)self;
    (void)offset;
    (void)origin;
    return CURL_SEEKFUNC_FAIL;
}

/* True when all bytes of the file are through and are the checked ones. */
static bool file_is_as_checked(struct sending *sending)
{
    char hex[HASH_HEX_BYTES];
    char more;
    hash_finish(sending->hash, hex);
    sending->hash = NULL;
    const struct upload *upload = sending->upload;
    return strcmp(hex, upload->sha256) == 0 &&
           file_read_some(sending->file, &more, 1, upload->path, &sending->exchange->file_problem) == 0;
}

static size_t give_file(char *at, size_t size, size_t count, void *self)
{
    struct sending *sending = self;
    struct exchange *exchange = sending->exchange;
    const struct upload *upload = sending->upload;
    uint64_t left = upload->bytes - sending->sent;
    if (left == 0)
        return 0;
    size_t room = size * count < left ? size * count : (size_t)left;
    long got = file_read_some(sending->file, at, room, upload->path, &exchange->file_problem);
    exchange->file_changed = got == 0 ? upload->path : NULL; /* it became shorter */
    if (got <= 0)
        return CURL_READFUNC_ABORT;
    if (sending->sent == 0)
        meter_begin(exchange->request->meter, upload->path, upload->bytes);
    meter_add(exchange->request->meter, (uint64_t)got);
    hash_add(sending->hash, at, (size_t)got);
    sending->sent += (uint64_t)got;
    if (sending->sent < upload->bytes || file_is_as_checked(sending))
        return (size_t)got;
    exchange->file_changed = upload->path;
    return CURL_READFUNC_ABORT;
}

static curl_mime *form_make(struct exchange *exchange)
{
    const struct request *request = exchange->request;
    const struct libcurl *lib = &exchange->http->lib;
    curl_mime *form = lib->curl_mime_init(exchange->http->curl);
    bool bad = form == NULL;
    for (size_t i = 0; i < request->part_count && !bad; i++) {
        curl_mimepart *part = lib->curl_mime_addpart(form);
        bad =
            part == NULL || lib->curl_mime_name(part, request->parts[i].name) != CURLE_OK ||
            lib->curl_mime_data(part, request->parts[i].value.at, request->parts[i].value.length) != CURLE_OK;
    }
    for (size_t i = 0; i < request->upload_count && !bad; i++) {
        const struct upload *upload = &request->uploads[i];
        curl_mimepart *part = lib->curl_mime_addpart(form);
        bad = part == NULL || lib->curl_mime_name(part, upload->part) != CURLE_OK ||
              lib->curl_mime_filename(part, upload->name) != CURLE_OK ||
              lib->curl_mime_type(part, upload->type) != CURLE_OK ||
              lib->curl_mime_data_cb(part, (curl_off_t)upload->bytes, give_file, refuse_rewind, NULL,
                                     &exchange->sendings[i]) != CURLE_OK;
    }
    if (bad)
        memory_exhausted();
    return form;
}

static struct curl_slist *header_add(const struct libcurl *lib, struct curl_slist *list, const char *name,
                                     const char *value)
{
    struct text line = {0};
    text_format(&line, "%s: %s", name, value);
    struct curl_slist *longer = lib->curl_slist_append(list, line.at);
    text_free(&line);
    if (longer == NULL)
        memory_exhausted();
    return longer;
}

static struct curl_slist *headers_make(const struct libcurl *lib, const struct request *request, bool form)
{
    struct curl_slist *list = NULL;
    if (request->token != NULL)
        list = header_add(lib, list, "Authorization", request->token);
    if (request->json.length > 0 && !form)
        list = header_add(lib, list, "Content-Type", "application/json");
    return lib->curl_slist_append(list, "Expect:");
}

/* The body of a POST in JSON. Of a read libcurl may send it again by itself, of a write not. */
static CURLcode json_set(struct exchange *exchange)
{
    const struct http *http = exchange->http;
    CURLcode bad = option_set(http, CURLOPT_POST, 1L);
    bad |= option_set(http, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)exchange->request->json.length);
    if (!exchange->request->write)
        return bad | option_set(http, CURLOPT_POSTFIELDS, exchange->request->json.at);
    bad |= option_set(http, CURLOPT_READFUNCTION, give_json);
    bad |= option_set(http, CURLOPT_READDATA, exchange);
    bad |= option_set(http, CURLOPT_SEEKFUNCTION, refuse_rewind);
    return bad | option_set(http, CURLOPT_SEEKDATA, exchange);
}

static uint64_t milliseconds_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* When the user interrupts: a read is broken off, and so is a write that is not out as a whole, which the
 * portal then cannot carry out. One that is out is waited for a little longer. */
static int interruption(void *self, curl_off_t to_come, curl_off_t came, curl_off_t to_go, curl_off_t gone)
{
    struct exchange *exchange = self;
    (void)to_come;
    (void)came;
    if (!interrupt_came())
        return 0;
    exchange->cut = exchange->request->write && to_go > 0 && gone < to_go;
    if (!exchange->request->write || exchange->cut)
        return 1;
    if (exchange->interrupted == 0)
        exchange->interrupted = milliseconds_now();
    return milliseconds_now() - exchange->interrupted >= LIMIT_INTERRUPTED_TIME;
}

static CURLcode request_set(struct http *http, struct exchange *exchange, struct curl_slist *headers,
                            curl_mime *form)
{
    const struct request *request = exchange->request;
    long fresh = request->write && http->fresh_writes;
    bool streams = request->upload_count > 0 || request->take != NULL;
    long usual = request->write ? LIMIT_SILENCE_WRITE : LIMIT_SILENCE_READ;
    long patience = request->patience > 0 ? (long)request->patience : usual;
    CURLcode bad = option_set(http, CURLOPT_URL, request->url);
    bad |= option_set(http, CURLOPT_HTTPHEADER, headers);
    bad |= option_set(http, CURLOPT_WRITEDATA, exchange);
    bad |= option_set(http, CURLOPT_FRESH_CONNECT, fresh);
    bad |= option_set(http, CURLOPT_FORBID_REUSE, fresh);
    /* a large file may take its time; silence is bounded all the same */
    long most = streams ? 0L : (long)LIMIT_ANSWER_TIME;
    bad |= option_set(http, CURLOPT_TIMEOUT_MS, request->time > 0 ? (long)request->time : most);
    bad |= option_set(http, CURLOPT_LOW_SPEED_LIMIT, 1L);
    bad |= option_set(http, CURLOPT_LOW_SPEED_TIME, patience);
    bad |= option_set(http, CURLOPT_NOPROGRESS, 0L);
    bad |= option_set(http, CURLOPT_XFERINFODATA, exchange);
    bad |= option_set(http, CURLOPT_XFERINFOFUNCTION, interruption);
    if (form != NULL)
        return bad | option_set(http, CURLOPT_MIMEPOST, form);
    if (request->json.length > 0)
        return bad | json_set(exchange);
    return bad | option_set(http, CURLOPT_HTTPGET, 1L);
}

static CURLcode trust_set(const struct http *http)
{
    struct curl_blob pem = {(void *)(uintptr_t)http->trusted.at, http->trusted.length, CURL_BLOB_NOCOPY};
    CURLcode bad = option_set(http, CURLOPT_CAINFO_BLOB, &pem);
    return bad | option_set(http, CURLOPT_CAPATH, NULL);
}

/* Called with each address before it is connected to, whatever name or redirect led there. */
static curl_socket_t socket_open(void *self, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct http *http = self;
    (void)purpose;
    if (address_is_public(&address->addr))
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    http->barred = true;
    return CURL_SOCKET_BAD;
}

/* What holds for every request. */
static CURLcode handle_set(struct http *http)
{
    const char *certificates = getenv("SSL_CERT_FILE");
    CURLcode bad = option_set(http, CURLOPT_PROTOCOLS_STR, "http,https");
    bad |= option_set(http, CURLOPT_FOLLOWLOCATION, 0L);
    bad |= option_set(http, CURLOPT_CONNECTTIMEOUT_MS, (long)LIMIT_CONNECT_TIME);
    bad |= option_set(http, CURLOPT_TCP_NODELAY, 1L);
    bad |= option_set(http, CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD_BUFFER_BYTES);
    bad |= option_set(http, CURLOPT_NOSIGNAL, 1L);
    bad |= option_set(http, CURLOPT_WRITEFUNCTION, take_body);
    bad |= option_set(http, CURLOPT_USERAGENT, "banchi/" BANCHI_VERSION);
    bad |= option_set(http, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE); /* a proxy sees none of ours */
    if (http->loopback || http->public_only)
        bad |= option_set(http, CURLOPT_NOPROXY, "*");
    if (http->public_only) {
        bad |= option_set(http, CURLOPT_OPENSOCKETFUNCTION, socket_open);
        bad |= option_set(http, CURLOPT_OPENSOCKETDATA, http);
    }
    if (http->trusted.length > 0)
        bad |= trust_set(http);
    else if (!http->loopback && certificates != NULL && *certificates != '\0')
        bad |= option_set(http, CURLOPT_CAINFO, certificates);
    return bad;
}

/* What a proxy said when it was asked for the way to the portal; 0: nothing, or yes. */
static long proxy_refusal(const struct http *http)
{
    long status = 0;
    info_get(http, CURLINFO_HTTP_CONNECTCODE, &status);
    return status >= 200 && status < 300 ? 0 : status;
}

/* Where the request got to, from libcurl's own account. */
static enum delivery delivery_of(const struct http *http, CURLcode code)
{
    static const CURLcode never_sent[] = {
        CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST,
        CURLE_COULDNT_CONNECT,       CURLE_SSL_CONNECT_ERROR,
        CURLE_SSL_CACERT_BADFILE,    CURLE_UNSUPPORTED_PROTOCOL,
        CURLE_URL_MALFORMAT,         CURLE_PROXY,
    };
    if (code == CURLE_OK)
        return DELIVERY_ANSWERED;
    if (code == CURLE_PEER_FAILED_VERIFICATION || proxy_refusal(http) != 0)
        return DELIVERY_UNTRUSTED;
    for (size_t i = 0; i < sizeof never_sent / sizeof *never_sent; i++)
        if (code == never_sent[i])
            return DELIVERY_NOT_SENT;
    long request_bytes = 0;
    if (code == CURLE_OPERATION_TIMEDOUT &&
        info_get(http, CURLINFO_REQUEST_SIZE, &request_bytes) == CURLE_OK && request_bytes == 0)
        return DELIVERY_NOT_SENT;
    return code == CURLE_OPERATION_TIMEDOUT ? DELIVERY_SILENT : DELIVERY_LOST;
}

/* Why there is no answer, in plain words where it is one of the usual reasons. */
static const char *reason_of(const struct http *http, CURLcode code, struct arena *arena)
{
    static const struct {
        CURLcode code;
        const char *words;
    } rows[] = {
        {CURLE_COULDNT_RESOLVE_HOST, N_("the host name is not known, or there is no network")},
        {CURLE_COULDNT_RESOLVE_PROXY, N_("the host name of the proxy is not known")},
        {CURLE_COULDNT_CONNECT, N_("nobody answers at this address")},
        {CURLE_OPERATION_TIMEDOUT, N_("no answer in time")},
        {CURLE_GOT_NOTHING, N_("it hung up without an answer")},
        {CURLE_RECV_ERROR, N_("the line broke before the answer was whole")},
        {CURLE_SEND_ERROR, N_("the line broke while sending")},
        {CURLE_PARTIAL_FILE, N_("the line broke before the answer was whole")},
        {CURLE_SSL_CONNECT_ERROR, N_("it does not speak TLS as https needs it; perhaps its address is http")},
    };
    long verified = 0;
    if (code == CURLE_PEER_FAILED_VERIFICATION &&
        info_get(http, CURLINFO_SSL_VERIFYRESULT, &verified) == CURLE_OK)
        return certificate_fault(verified);
    if (proxy_refusal(http) != 0)
        return arena_format(arena, _("the proxy refuses the way there (%ld)"), proxy_refusal(http));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].code == code)
            return _(rows[i].words);
    return http->lib.curl_easy_strerror(code);
}

static long long date_of(const struct libcurl *lib, const char *text)
{
    time_t date = lib->curl_getdate(text, NULL);
    return date > 0 ? (long long)date : 0;
}

static void answer_fill(const struct exchange *exchange, struct arena *arena, struct answer *answer)
{
    const struct http *http = exchange->http;
    long status = 0;
    char *type = NULL, *location = NULL;
    struct curl_header *after = NULL, *date = NULL;
    info_get(http, CURLINFO_RESPONSE_CODE, &status);
    info_get(http, CURLINFO_CONTENT_TYPE, &type);
    info_get(http, CURLINFO_REDIRECT_URL, &location);
    answer->status = (int)status;
    answer->content_type = arena_string(arena, type == NULL ? "" : type);
    answer->location = location == NULL ? NULL : arena_string(arena, location);
    answer->body = (struct slice){
        arena_copy(arena, exchange->body.length > 0 ? exchange->body.at : "", exchange->body.length),
        exchange->body.length};
    if (http->lib.curl_easy_header(http->curl, "Date", 0, CURLH_HEADER, -1, &date) == CURLHE_OK)
        answer->date = date_of(&http->lib, date->value);
    if (http->lib.curl_easy_header(http->curl, "Retry-After", 0, CURLH_HEADER, -1, &after) != CURLHE_OK)
        return;
    curl_off_t seconds = 0;
    info_get(http, CURLINFO_RETRY_AFTER, &seconds); /* of a date: from now on */
    answer->retry_after = seconds > 1000000 ? 1000000L : seconds < 0 ? 0 : (long)seconds;
}

/* What failed here and not on the way; true when nothing did. */
static bool exchange_fine(struct exchange *exchange, struct problem *problem)
{
    if (exchange->file_changed != NULL)
        return problem_set(
            problem, PROBLEM_LOCAL,
            _("\"%s\" was changed after it was checked, so sending it was broken off. Validate again."),
            exchange->file_changed);
    if (exchange->file_problem.kind != PROBLEM_NONE && exchange->file_problem.kind != PROBLEM_INTERRUPTED)
        return problem_move(problem, &exchange->file_problem);
    if (exchange->too_large)
        return problem_set(
            problem, exchange->request->write ? PROBLEM_UNKNOWN : PROBLEM_NETWORK,
            _("The answer of %s is larger than LIMIT_ANSWER_BYTES (%zu MiB), so it was not read."),
            exchange->request->url, LIMIT_ANSWER_BYTES / MiB);
    return true;
}

/* False when one of the files cannot be opened; exchange_end() closes the others. */
static bool files_start(struct exchange *exchange, struct arena *arena, struct problem *problem)
{
    const struct request *request = exchange->request;
    bool fine = true;
    exchange->sendings = arena_array(arena, request->upload_count, sizeof *exchange->sendings);
    for (size_t i = 0; i < request->upload_count; i++)
        exchange->sendings[i] =
            (struct sending){.exchange = exchange, .upload = &request->uploads[i], .file = -1};
    for (size_t i = 0; i < request->upload_count && fine; i++) {
        exchange->sendings[i].file = file_open(request->uploads[i].path, problem);
        fine = exchange->sendings[i].file >= 0;
        if (fine)
            exchange->sendings[i].hash = hash_start();
    }
    return fine;
}

static void exchange_end(struct exchange *exchange)
{
    char unused[HASH_HEX_BYTES];
    for (size_t i = 0; i < exchange->request->upload_count; i++) {
        if (exchange->sendings[i].hash != NULL)
            hash_finish(exchange->sendings[i].hash, unused);
        if (exchange->sendings[i].file >= 0)
            close(exchange->sendings[i].file);
    }
    text_free(&exchange->body);
    problem_clear(&exchange->file_problem);
}

static bool http_send(struct transport *self, const struct request *request, struct arena *arena,
                      struct answer *answer, struct problem *problem)
{
    struct http *http = (struct http *)self;
    struct exchange exchange = {.request = request, .http = http};
    *answer = (struct answer){.reason = "", .content_type = "", .retry_after = -1};
    if (!files_start(&exchange, arena, problem)) {
        exchange_end(&exchange);
        return false;
    }
    curl_mime *form = request->part_count + request->upload_count > 0 ? form_make(&exchange) : NULL;
    struct curl_slist *headers = headers_make(&http->lib, request, form != NULL);
    http->lib.curl_easy_reset(http->curl); /* nothing of the last request may stay; connections do */
    http->barred = false;
    CURLcode code = headers == NULL ? CURLE_OUT_OF_MEMORY : handle_set(http);
    if (code == CURLE_OK)
        code = request_set(http, &exchange, headers, form);
    if (code == CURLE_OK)
        code = http->lib.curl_easy_perform(http->curl);
    answer->delivery = exchange.taker_stopped ? DELIVERY_ANSWERED : delivery_of(http, code);
    /* the interruption may be seen first where the next piece of a file is read */
    exchange.cut = exchange.cut || exchange.file_problem.kind == PROBLEM_INTERRUPTED;
    if (exchange.cut && answer->delivery != DELIVERY_ANSWERED)
        answer->delivery = DELIVERY_NOT_SENT;
    if (answer->delivery == DELIVERY_NOT_SENT && http->barred)
        answer->delivery = DELIVERY_BARRED;
    if (answer->delivery != DELIVERY_ANSWERED)
        answer->reason = (code == CURLE_ABORTED_BY_CALLBACK || exchange.cut) && interrupt_came()
                             ? arena_string(arena, _("it was interrupted"))
                             : arena_string(arena, reason_of(http, code, arena));
    else
        answer_fill(&exchange, arena, answer);
    http->fresh_writes = http->fresh_writes || (request->write && answer->delivery == DELIVERY_LOST);
    bool fine = exchange_fine(&exchange, problem);
    http->lib.curl_easy_reset(http->curl);
    http->lib.curl_slist_free_all(headers);
    http->lib.curl_mime_free(form);
    exchange_end(&exchange);
    return fine;
}

static void http_wait(struct transport *self, unsigned milliseconds)
{
    (void)self;
    for (unsigned left = milliseconds; left > 0 && !interrupt_came();) {
        unsigned slice = left < 100 ? left : 100;
        struct timespec pause = {0, (long)slice * 1000000L};
        nanosleep(&pause, NULL);
        left -= slice;
    }
}

static struct transport *open_as(struct http kind, struct problem *problem)
{
    struct http *http = malloc(sizeof *http);
    if (http == NULL)
        memory_exhausted();
    *http = kind;
    http->transport = (struct transport){http_send, http_wait};
    if (!late_load(&LIBCURL, &http->lib, problem)) {
        free(http);
        return NULL;
    }
    if (http->lib.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) /* it counts, and takes any thread */
        http->curl = http->lib.curl_easy_init();
    if (http->curl != NULL && handle_set(http) == CURLE_OK)
        return &http->transport;
    problem_set(problem, PROBLEM_BUG, _("The HTTP library refuses its settings."));
    http_close(&http->transport);
    return NULL;
}

void http_trust(struct transport *transport, struct slice pem)
{
    ((struct http *)transport)->trusted = pem;
}

struct transport *http_open(bool loopback, struct problem *problem)
{
    return open_as((struct http){.loopback = loopback}, problem);
}

struct transport *http_open_public(struct problem *problem)
{
    return open_as((struct http){.public_only = true}, problem);
}

void http_close(struct transport *transport)
{
    struct http *http = (struct http *)transport;
    if (http == NULL)
        return;
    http->lib.curl_easy_cleanup(http->curl);
    http->lib.curl_global_cleanup();
    free(http);
}
