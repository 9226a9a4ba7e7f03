#include "portal/request.h"

#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "portal/value.h"

bool fail(struct request *request, unsigned status, const char *type, struct value *details)
{
    if (request->failure.status == 0)
        request->failure = (struct failure){.status = status, .type = type, .details = details};
    return false;
}

bool failed(const struct request *request)
{
    return request->failure.status != 0;
}

bool fail_message(struct request *request, unsigned status, const char *type, const char *message)
{
    struct value *details = value_object(&request->arena);
    value_set(&request->arena, details, "message", value_string(&request->arena, message));
    return fail(request, status, type, details);
}

bool fail_not_found(struct request *request, const char *message)
{
    return fail_message(request, 404, "Not Found Error", message);
}

bool fail_denied(struct request *request, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const char *reason = arena_format_list(&request->arena, format, list);
    va_end(list);
    return fail_message(request, 403, "Authorization Error",
                        arena_format(&request->arena, "Access denied: %s", reason));
}

bool fail_fields(struct request *request, struct value *errors)
{
    return fail(request, 409, "Validation Error", errors);
}

bool fail_field(struct request *request, const char *field, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    struct value *messages = value_list(&request->arena);
    value_append(&request->arena, messages,
                 value_string(&request->arena, arena_format_list(&request->arena, format, list)));
    va_end(list);
    struct value *errors = value_object(&request->arena);
    value_set(&request->arena, errors, field, messages);
    return fail_fields(request, errors);
}

bool fail_crash(struct request *request)
{
    return fail_message(request, 500, "Internal Server Error", "Internal Server Error");
}

bool fail_text(struct request *request, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    struct value *text = value_string(&request->arena, arena_format_list(&request->arena, format, list));
    va_end(list);
    return fail(request, 400, NULL, text);
}

struct upload *request_upload(struct request *request, const struct value *marker)
{
    for (size_t i = 0; i < request->upload_count && marker != NULL; i++)
        if (request->uploads[i].marker == marker)
            return &request->uploads[i];
    return NULL;
}

const char *request_need(struct request *request, const char *key)
{
    const struct value *value = value_get(request->parameters, key);
    if (value_is(value, VALUE_STRING))
        return value->text.at;
    if (value_is(value, VALUE_NULL) && (strcmp(key, "id") == 0 || strcmp(key, "package_id") == 0))
        return ""; /* CKAN looks for it, and finds nothing */
    if (value_is_null(value))
        fail_field(request, key, "Missing value");
    else if (value->type == VALUE_NUMBER || value->type == VALUE_TRUE || value->type == VALUE_FALSE)
        return value_as_text(&request->arena, value).at;
    else
        fail_crash(request);
    return NULL;
}

char *make_id(struct arena *arena)
{
    char hex[33];
    random_hex(16, hex);
    hex[12] = '4';
    hex[16] = "89ab"[(unsigned char)hex[16] & 3];
    return arena_format(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

char *make_now(struct arena *arena)
{
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    char date[32];
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
    return arena_format(arena, "%s.%06ld", date, now.tv_nsec / 1000);
}
