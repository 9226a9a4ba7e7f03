#include "portal/validate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "portal/form.h"
#include "portal/mime.h"
#include "portal/organization.h"
#include "portal/people.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/value.h"

enum step { GO_ON, STOP };

typedef enum step validator(struct check *check, const char *argument);

static enum step complain(struct check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));

static enum step complain(struct check *check, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    struct arena *arena = &check->request->arena;
    value_append(arena, check->messages, value_string(arena, arena_format_list(arena, format, list)));
    va_end(list);
    return GO_ON;
}

static enum step crash(struct check *check)
{
    fail_crash(check->request);
    return STOP;
}

static enum step drop(struct check *check)
{
    check->value = NULL;
    return STOP;
}

static const char *text_of(const struct check *check)
{
    return value_as_text(&check->request->arena, check->value).at;
}

/* false and 0 are values; all else that Python takes for false is none. */
static bool is_empty(const struct value *value)
{
    return !value_truthy(value) && !value_is(value, VALUE_FALSE) && !value_is(value, VALUE_NUMBER);
}

static enum step not_empty(struct check *check, const char *argument)
{
    (void)argument;
    if (!is_empty(check->value))
        return GO_ON;
    complain(check, "Missing value");
    return STOP;
}

static enum step not_missing(struct check *check, const char *argument)
{
    (void)argument;
    if (check->value != NULL)
        return GO_ON;
    complain(check, "Missing value");
    return STOP;
}

static enum step ignore_missing(struct check *check, const char *argument)
{
    (void)argument;
    return value_is_null(check->value) ? drop(check) : GO_ON;
}

static enum step ignore_empty(struct check *check, const char *argument)
{
    (void)argument;
    return is_empty(check->value) ? drop(check) : GO_ON;
}

static enum step ignore(struct check *check, const char *argument)
{
    (void)argument;
    return drop(check);
}

static enum step unicode_safe(struct check *check, const char *argument)
{
    (void)argument;
    if (check->value != NULL && check->value->type != VALUE_STRING)
        check->value =
            value_slice(&check->request->arena, value_as_text(&check->request->arena, check->value));
    return GO_ON;
}

static enum step strip_value(struct check *check, const char *argument)
{
    (void)argument;
    if (!value_is(check->value, VALUE_STRING))
        return crash(check);
    check->value = value_slice(&check->request->arena, form_stripped(check->value->text));
    return GO_ON;
}

static enum step if_empty_same_as(struct check *check, const char *argument)
{
    if (!value_truthy(check->value))
        check->value = value_get(check->object, argument);
    return GO_ON;
}

static enum step name_validator(struct check *check, const char *argument)
{
    (void)argument;
    if (!value_is(check->value, VALUE_STRING))
        return complain(check, "Names must be strings");
    struct slice name = check->value->text;
    size_t letters = utf8_count(name);
    if (slice_equals(name, "new") || slice_equals(name, "edit") || slice_equals(name, "search"))
        return complain(check, "That name cannot be used");
    if (letters < 2)
        return complain(check, "Must be at least 2 characters long");
    if (letters > 100)
        return complain(check, "Name must be a maximum of 100 characters long");
    if (!form_is_name(name))
        return complain(check,
                        "Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_");
    return GO_ON;
}

static bool name_is_taken(struct check *check, const char *column, const char *text)
{
    const char *sql = strcmp(column, "name") == 0
                          ? "SELECT count(*) FROM package WHERE name = ? AND state != 'deleted' AND id != ?"
                          : "SELECT count(*) FROM package WHERE title = ? AND state = 'active' AND id != ?";
    const char *own = check->subject->package_id == NULL ? "" : check->subject->package_id;
    return session_number(check->request->session, 0, sql, "ss", text, own) > 0;
}

/* The Thai-GDC site takes shorter names than a stock one. */
static enum step package_name_validator(struct check *check, const char *argument)
{
    (void)argument;
    const size_t at_most = check->subject->schema == NULL ? 100 : 70;
    if (!value_is(check->value, VALUE_STRING))
        return crash(check);
    size_t letters = utf8_count(check->value->text);
    if (name_is_taken(check, "name", check->value->text.at))
        complain(check, "That URL is already in use.");
    if (letters < 2)
        return complain(check, "Name \"%s\" length is less than minimum 2", check->value->text.at);
    if (letters > at_most)
        return complain(check, "Name \"%s\" length is more than maximum %zu", check->value->text.at, at_most);
    return GO_ON;
}

static enum step package_title_validator(struct check *check, const char *argument)
{
    (void)argument;
    if (check->value != NULL && name_is_taken(check, "title", text_of(check)))
        return complain(check, "That title is already in use.");
    return GO_ON;
}

static enum step package_version_validator(struct check *check, const char *argument)
{
    (void)argument;
    if (utf8_count(check->value->text) > 100)
        return complain(check, "Version must be a maximum of 100 characters long");
    return GO_ON;
}

static enum step email_validator(struct check *check, const char *argument)
{
    (void)argument;
    if (!value_truthy(check->value))
        return GO_ON;
    if (!value_is(check->value, VALUE_STRING))
        return crash(check);
    if (!form_is_email(check->value->text))
        return complain(check, "Email %s is not a valid format", check->value->text.at);
    return GO_ON;
}

static enum step boolean_validator(struct check *check, const char *argument)
{
    (void)argument;
    bool known = value_is_null(check->value) || value_is(check->value, VALUE_TRUE) ||
                 value_is(check->value, VALUE_FALSE) || value_is(check->value, VALUE_STRING);
    if (!known)
        return crash(check);
    check->value = value_bool(&check->request->arena, value_means_true(check->value));
    return GO_ON;
}

static enum step datasets_with_no_organization_cannot_be_private(struct check *check, const char *argument)
{
    (void)argument;
    bool owned = check->subject->owner_org != NULL || value_truthy(value_get(check->object, "owner_org"));
    if (value_is_true(check->value) && !owned)
        return complain(check, "Datasets with no organization can't be private.");
    return GO_ON;
}

static enum step owner_org_validator(struct check *check, const char *argument)
{
    (void)argument;
    struct request *request = check->request;
    if (value_is_null(check->value) || value_equals(check->value, "")) {
        complain(check, "An organization must be provided");
        return drop(check);
    }
    if (!value_is(check->value, VALUE_STRING))
        return crash(check);
    const char *id = team_find(request, check->value->text.at, true);
    if (id == NULL)
        return complain(check, "Organization does not exist");
    bool moves = check->subject->owner_org == NULL || strcmp(check->subject->owner_org, id) != 0;
    if (moves && !people_may_read(request, id))
        return complain(check, "You cannot add a dataset to this organization");
    check->value = value_string(&request->arena, id);
    return GO_ON;
}

static enum step empty_if_not_sysadmin(struct check *check, const char *argument)
{
    (void)argument;
    if (!check->request->user.sysadmin && value_truthy(check->value))
        complain(check, "The input field %s was not expected.", check->key);
    return GO_ON;
}

static enum step package_id_does_not_exist(struct check *check, const char *argument)
{
    (void)argument;
    if (session_number(check->request->session, 0, "SELECT count(*) FROM package WHERE id = ?", "s",
                       text_of(check)) > 0)
        return complain(check, "Dataset id already exists");
    return GO_ON;
}

static enum step ignore_not_package_admin(struct check *check, const char *argument)
{
    (void)argument;
    if (check->request->user.sysadmin || check->subject->package_id != NULL)
        return GO_ON;
    return drop(check);
}

static enum step isodate(struct check *check, const char *argument)
{
    (void)argument;
    char date[40];
    if (value_equals(check->value, "")) {
        check->value = value_null(&check->request->arena);
        return GO_ON;
    }
    if (!value_is(check->value, VALUE_STRING) || !form_read_date(check->value->text, date)) {
        complain(check, "Date format incorrect");
        return GO_ON;
    }
    check->value = value_string(&check->request->arena, date);
    return GO_ON;
}

static enum step convert_to_json_if_date(struct check *check, const char *argument)
{
    (void)argument;
    if (value_is(check->value, VALUE_STRING) && check->messages->count == 0)
        check->value = value_format(&check->request->arena, "%.10s", check->value->text.at);
    return GO_ON;
}

static enum step int_validator(struct check *check, const char *argument)
{
    (void)argument;
    struct arena *arena = &check->request->arena;
    long long number = 0;
    struct value *value = check->value;
    if (value_is_null(value) || (value_is(value, VALUE_STRING) && form_stripped(value->text).length == 0)) {
        check->value = value_null(arena);
        return GO_ON;
    }
    if (value->type == VALUE_LIST || value->type == VALUE_OBJECT)
        return crash(check);
    if (value->type == VALUE_TRUE || value->type == VALUE_FALSE)
        number = value->type == VALUE_TRUE;
    else if (!form_read_integer(value->text, value->type == VALUE_NUMBER, &number))
        return complain(check, "Invalid integer");
    check->value = value_integer(arena, number);
    return GO_ON;
}

static enum step remove_whitespace(struct check *check, const char *argument)
{
    return value_is(check->value, VALUE_STRING) ? strip_value(check, argument) : GO_ON;
}

static enum step if_empty_guess_format(struct check *check, const char *argument)
{
    (void)argument;
    if (value_truthy(check->value) || check->existing_resource)
        return GO_ON;
    const char *url = value_get_text(check->object, "url");
    const char *media = url == NULL || !form_url_has_path(url) ? NULL : mime_of_name(url);
    if (media != NULL)
        check->value = value_string(&check->request->arena, media);
    return GO_ON;
}

static enum step clean_format(struct check *check, const char *argument)
{
    (void)argument;
    if (!value_is(check->value, VALUE_STRING))
        return crash(check);
    check->value =
        value_string(&check->request->arena, format_unified(&check->request->arena, check->value->text.at));
    return GO_ON;
}

static enum step resource_id_validator(struct check *check, const char *argument)
{
    (void)argument;
    if (!value_is(check->value, VALUE_STRING))
        return crash(check);
    struct slice id = check->value->text;
    for (size_t i = 0; i < id.length; i++) {
        char c = id.at[i];
        bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                    c == '_';
        if (!good)
            return complain(check, "Invalid characters in resource id");
    }
    if (id.length < 7 || id.length > 100)
        return complain(check, "Invalid length for resource id");
    return GO_ON;
}

static enum step resource_id_does_not_exist(struct check *check, const char *argument)
{
    (void)argument;
    const char *own = check->subject->package_id == NULL ? "" : check->subject->package_id;
    if (check->value != NULL &&
        session_number(check->request->session, 0,
                       "SELECT count(*) FROM resource WHERE id = ? AND package_id != ?", "ss", text_of(check),
                       own) > 0)
        return complain(check, "Resource id already exists.");
    return GO_ON;
}

static bool is_choice(const struct value *field, const struct value *value)
{
    const struct value *choices = value_get(field, "choices");
    for (size_t i = 0; value_is(choices, VALUE_LIST) && i < choices->count; i++)
        if (value_same(value_get(choices->items[i], "value"), value))
            return true;
    return false;
}

static enum step scheming_required(struct check *check, const char *argument)
{
    bool required = value_truthy(value_get(check->field, "required"));
    return required ? not_empty(check, argument) : ignore_missing(check, argument);
}

static enum step scheming_choices(struct check *check, const char *argument)
{
    (void)argument;
    if (check->value == NULL || is_choice(check->field, check->value))
        return GO_ON;
    return complain(check, "Value must be one of the choices of %s", check->key);
}

/* The chosen values, in the order of the schema, each once. */
static struct value *chosen_values(struct check *check, const struct value *sent)
{
    struct arena *arena = &check->request->arena;
    struct value *chosen = value_list(arena);
    const struct value *choices = value_get(check->field, "choices");
    for (size_t i = 0; value_is(choices, VALUE_LIST) && i < choices->count; i++)
        for (size_t j = 0; j < sent->count; j++)
            if (value_same(value_get(choices->items[i], "value"), sent->items[j])) {
                value_append(arena, chosen, sent->items[j]);
                break;
            }
    return chosen;
}

static enum step scheming_multiple_choice(struct check *check, const char *argument)
{
    (void)argument;
    struct arena *arena = &check->request->arena;
    struct value *sent = value_list(arena);
    if (value_is(check->value, VALUE_STRING))
        value_append(arena, sent, check->value);
    else if (value_is(check->value, VALUE_LIST))
        sent = check->value;
    else if (check->value != NULL)
        return complain(check, "expecting list of strings");
    for (size_t i = 0; i < sent->count; i++) {
        if (sent->items[i]->type == VALUE_LIST || sent->items[i]->type == VALUE_OBJECT)
            return crash(check);
        if (!is_choice(check->field, sent->items[i]))
            complain(check, "unexpected choice \"%s\"", value_as_text(arena, sent->items[i]).at);
    }
    if (check->messages->count > 0)
        return GO_ON;
    check->value = chosen_values(check, sent);
    if (value_truthy(value_get(check->field, "required")) && check->value->count == 0)
        return complain(check, "Select at least one");
    return GO_ON;
}

struct named_validator {
    const char *name;
    validator *run;
};

static const struct named_validator VALIDATORS[] = {
    {"boolean_validator", boolean_validator},
    {"clean_format", clean_format},
    {"convert_to_json_if_date", convert_to_json_if_date},
    {"datasets_with_no_organization_cannot_be_private", datasets_with_no_organization_cannot_be_private},
    {"email_validator", email_validator},
    {"empty_if_not_sysadmin", empty_if_not_sysadmin},
    {"if_empty_guess_format", if_empty_guess_format},
    {"if_empty_same_as", if_empty_same_as},
    {"ignore", ignore},
    {"ignore_empty", ignore_empty},
    {"ignore_missing", ignore_missing},
    {"ignore_not_package_admin", ignore_not_package_admin},
    {"int_validator", int_validator},
    {"isodate", isodate},
    {"name_validator", name_validator},
    {"not_empty", not_empty},
    {"not_missing", not_missing},
    {"owner_org_validator", owner_org_validator},
    {"package_id_does_not_exist", package_id_does_not_exist},
    {"package_name_validator", package_name_validator},
    {"package_title_validator", package_title_validator},
    {"package_version_validator", package_version_validator},
    {"remove_whitespace", remove_whitespace},
    {"resource_id_does_not_exist", resource_id_does_not_exist},
    {"resource_id_validator", resource_id_validator},
    {"scheming_choices", scheming_choices},
    {"scheming_multiple_choice", scheming_multiple_choice},
    {"scheming_required", scheming_required},
    {"strip_value", strip_value},
    {"unicode_safe", unicode_safe},
};

static enum step run_validator(struct check *check, struct slice word)
{
    const char *bracket = memchr(word.at, '(', word.length);
    size_t length = bracket == NULL ? word.length : (size_t)(bracket - word.at);
    const char *argument = "";
    if (bracket != NULL)
        argument = arena_copy(&check->request->arena, bracket + 1, word.length - length - 2);
    for (size_t i = 0; i < sizeof VALIDATORS / sizeof *VALIDATORS; i++)
        if (slice_equals((struct slice){word.at, length}, VALIDATORS[i].name))
            return VALIDATORS[i].run(check, argument);
    return crash(check);
}

void validate_field(struct check *check, const char *validators)
{
    check->value = value_get(check->object, check->key);
    enum step step = GO_ON;
    while (*validators != 0 && step == GO_ON && !failed(check->request)) {
        size_t length = strcspn(validators, " ");
        if (length > 0)
            step = run_validator(check, (struct slice){validators, length});
        validators += length + (validators[length] == ' ' ? 1 : 0);
    }
    if (check->value == NULL)
        value_remove(check->object, check->key);
    else
        value_set(&check->request->arena, check->object, check->key, check->value);
}

void errors_add(struct request *request, struct value *errors, const char *key, struct value *messages)
{
    if (messages->count > 0)
        value_set(&request->arena, errors, key, messages);
}

static void add_element(struct text *out, struct request *request, const struct value *item)
{
    if (item->type == VALUE_NULL) {
        text_add(out, "NULL");
        return;
    }
    const struct value *element = column_text(request, item);
    if (element == NULL)
        return;
    struct slice text = element->text;
    bool quote = text.length == 0 || slice_equals(text, "NULL");
    for (size_t i = 0; i < text.length && item->type != VALUE_LIST; i++)
        quote = quote || strchr("{}\",\\ \t\n", text.at[i]) != NULL;
    if (!quote) {
        text_add_slice(out, text);
        return;
    }
    text_add_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\')
            text_add_char(out, '\\');
        text_add_char(out, text.at[i]);
    }
    text_add_char(out, '"');
}

struct value *column_text(struct request *request, const struct value *value)
{
    struct arena *arena = &request->arena;
    if (value->type == VALUE_OBJECT)
        return fail_crash(request) ? value_null(arena) : NULL;
    if (value->type == VALUE_NULL)
        return value_null(arena);
    if (value->type == VALUE_NUMBER && strchr(value->text.at, 'e') != NULL)
        return value_format(arena, "%.0f", strtod(value->text.at, NULL));
    if (value->type != VALUE_LIST)
        return value_slice(arena, value_as_text(arena, value));
    struct text out = {0};
    text_add_char(&out, '{');
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0)
            text_add_char(&out, ',');
        add_element(&out, request, value->items[i]);
    }
    text_add_char(&out, '}');
    struct value *text = value_slice(arena, text_slice(&out));
    text_free(&out);
    return failed(request) ? NULL : text;
}
