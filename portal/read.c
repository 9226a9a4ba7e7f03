#include "portal/read.h"

#include <ctype.h>
#include <string.h>

#include "portal/request.h"
#include "portal/value.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    int letter = tolower((unsigned char)c);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

static struct slice form_decoded(struct arena *arena, struct slice coded)
{
    char *out = arena_alloc(arena, coded.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < coded.length; i++) {
        bool escape = coded.at[i] == '%' && i + 2 < coded.length && hex_digit(coded.at[i + 1]) >= 0 &&
                      hex_digit(coded.at[i + 2]) >= 0;
        if (escape) {
            out[length++] = (char)(hex_digit(coded.at[i + 1]) * 16 + hex_digit(coded.at[i + 2]));
            i += 2;
        } else {
            out[length++] = coded.at[i] == '+' ? ' ' : coded.at[i];
        }
    }
    return (struct slice){out, length};
}

static struct slice until(struct slice text, char stop)
{
    const char *end = text.length == 0 ? NULL : memchr(text.at, stop, text.length);
    return end == NULL ? text : (struct slice){text.at, (size_t)(end - text.at)};
}

static struct value *read_form(struct request *request)
{
    struct arena *arena = &request->arena;
    struct value *form = value_object(arena);
    struct slice rest = text_slice(&request->body);
    while (rest.length > 0) {
        struct slice pair = until(rest, '&');
        size_t used = pair.length + (pair.length < rest.length ? 1 : 0);
        rest = (struct slice){rest.at + used, rest.length - used};
        struct slice key = until(pair, '=');
        struct slice value = {"", 0};
        if (key.length < pair.length)
            value = (struct slice){pair.at + key.length + 1, pair.length - key.length - 1};
        if (pair.length > 0)
            value_set_slice(arena, form, form_decoded(arena, key),
                            value_slice(arena, form_decoded(arena, value)));
    }
    return form;
}

static bool bad_json(struct request *request)
{
    return fail_text(request, "Bad request - JSON Error: Error decoding JSON data.");
}

static struct slice without_mark(struct slice text)
{
    if (slice_starts(text, "\xef\xbb\xbf"))
        return (struct slice){text.at + 3, text.length - 3};
    return text;
}

static bool read_json(struct request *request, struct slice text)
{
    request->parameters = value_read(&request->arena, without_mark(text), &request->surrogate);
    return request->parameters != NULL || bad_json(request);
}

/* A form of one field without a value is JSON under a form's content type (012). */
static bool use_form(struct request *request, struct value *form)
{
    request->parameters = form;
    if (form->count != 1)
        return true;
    const struct value_member *only = &form->members[0];
    if (only->value->text.length == 0 || value_equals(only->value, "1"))
        return read_json(request, only->key);
    return true;
}

static bool read_body(struct request *request, bool read_only)
{
    struct value *form = request->form;
    if (request->body_kind == BODY_FORM && strcmp(request->method, "POST") == 0)
        form = read_form(request);
    request->parameters = value_object(&request->arena);
    if (form->count > 0)
        return use_form(request, form);
    if (read_only && request->arguments->count > 0) {
        request->parameters = request->arguments;
        return true;
    }
    if (request->body.length == 0 || request->body_kind == BODY_MULTIPART || request->body_kind == BODY_FORM)
        return true;
    if (request->body_kind == BODY_JSON)
        return read_json(request, text_slice(&request->body));
    request->parameters = value_null(&request->arena);
    return true;
}

/* Each file stands among the parameters under its field's name. */
static void mark_uploads(struct request *request)
{
    for (size_t i = 0; i < request->upload_count; i++) {
        struct upload *upload = &request->uploads[i];
        if (*upload->file_name == 0)
            continue;
        struct value *marker = value_string(&request->arena, upload->file_name);
        value_set(&request->arena, request->parameters, upload->field, marker);
        upload->marker = marker;
    }
}

bool read_parameters(struct request *request, bool read_only)
{
    if (!read_only && strcmp(request->method, "POST") != 0)
        return fail_text(
            request, "Bad request - JSON Error: Invalid request. Please use POST method for your request");
    if (!read_body(request, read_only))
        return false;
    if (value_is(request->parameters, VALUE_OBJECT)) {
        mark_uploads(request);
        return true;
    }
    return fail_text(request,
                     "Bad request - JSON Error: Request data JSON decoded to something else, but it needs "
                     "to be a dictionary.");
}
