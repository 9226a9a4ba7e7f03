/* The metadata held against what the tables span (D4xx): the rules stand in catalog/extent.h. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/file.h"
#include "base/language.h"
#include "catalog/content.h"
#include "catalog/extent.h"

/* ---- where a finding stands ---- */

/* One object with keys about years: the dataset, or one of its resources. */
struct subject {
    struct dataset *dataset;
    const struct json *object;
    const char *pointer; /* of the object */
    const char *prefix;  /* "resource_", or "" */
    struct arena *scratch;
    struct finding_sink *sink;
};

static const struct json *value_of(const struct subject *subject, const char *key)
{
    return json_get(subject->object, arena_format(subject->scratch, "%s%s", subject->prefix, key));
}

static void put(const struct subject *subject, const char *key, struct finding *finding)
{
    const struct json *value = value_of(subject, key);
    finding->field = arena_format(subject->scratch, "%s%s", subject->prefix, key);
    finding->pointer = arena_format(subject->scratch, "%s/%s", subject->pointer, finding->field);
    json_locate(&subject->dataset->metadata, value->offset, finding);
    finding_put(subject->sink, finding);
}

/* ---- years ---- */

/* "2567" or "2567-...", of the Buddhist Era; 0 for anything else. */
static int year_of(const struct json *value)
{
    struct slice text = json_text(value);
    int year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (i >= text.length || text.at[i] < '0' || text.at[i] > '9')
            return 0;
        year = year * 10 + (text.at[i] - '0');
    }
    return year >= 2400 && year < 3000 ? year : 0;
}

/* The time of one table or of several, and where its edges stand. */
struct time_span {
    struct table_extent extent;
    const char *first_file, *last_file, *newest_file;
    bool whole; /* nothing of the data could be elsewhere */
    bool plans; /* some of it goes beyond today */
};

static const char *place_hint(const struct subject *subject, const struct extent_edge *edge, const char *file)
{
    return arena_format(subject->scratch, _("see row %zu of %s, column %s"), edge->row, file, edge->column);
}

static struct slice edge_year(const struct subject *subject, const struct extent_edge *edge)
{
    return slice_of(arena_format(subject->scratch, "%d", edge->fiscal));
}

static int earlier(const struct extent_edge *edge)
{
    return edge->calendar < edge->fiscal ? edge->calendar : edge->fiscal;
}

static void check_first(const struct subject *subject, const struct time_span *time)
{
    const struct extent_edge *first = &time->extent.first;
    int year = year_of(value_of(subject, "first_year_of_data"));
    struct finding finding = {.hint = place_hint(subject, first, time->first_file),
                              .value = edge_year(subject, first)};
    if (year == 0 || !time->extent.known)
        return;
    if (first->fiscal < year) {
        finding.code = CODE_D401;
        finding.message = _("the data begins before that year: it has rows of {value}");
        put(subject, "first_year_of_data", &finding);
    } else if (earlier(first) > year && time->whole) {
        finding.code = CODE_D403;
        finding.level = LEVEL_WARNING;
        finding.message = _("no row is of that year: the data begins in {value}");
        put(subject, "first_year_of_data", &finding);
    }
}

static void check_last(const struct subject *subject, const struct time_span *time)
{
    const struct extent_edge *last = &time->extent.last;
    int year = year_of(value_of(subject, "last_year_of_data"));
    struct finding finding = {.hint = place_hint(subject, last, time->last_file),
                              .value = edge_year(subject, last)};
    if (year == 0 || !time->extent.ends)
        return;
    if (earlier(last) > year) {
        finding.code = CODE_D402;
        finding.message = _("the data goes on after that year: it has rows of {value}");
        put(subject, "last_year_of_data", &finding);
    } else if (last->fiscal < year && time->whole && !time->plans) {
        finding.code = CODE_D403;
        finding.level = LEVEL_WARNING;
        finding.message = _("no row is of that year: the data ends in {value}");
        put(subject, "last_year_of_data", &finding);
    }
}

static void check_updated(const struct subject *subject, const struct time_span *time)
{
    struct date updated;
    const struct extent_edge *newest = &time->extent.newest;
    struct slice text = json_text(value_of(subject, "last_updated_date"));
    if (!time->extent.dated || !date_read(text, &updated) || updated.year >= 2400 ||
        date_compare(newest->date, updated) <= 0)
        return;
    const char *day = arena_format(subject->scratch, "%04d-%02d-%02d", newest->date.year, newest->date.month,
                                   newest->date.day);
    struct finding finding = {
        .code = CODE_D404,
        .message = newest->whole
                       ? _("the data is newer than its last update: it has rows of the year {value}")
                       : _("the data is newer than its last update: it has {value}"),
        .hint = place_hint(subject, newest, time->newest_file),
        .value = newest->whole ? edge_year(subject, newest) : slice_of(day),
    };
    put(subject, "last_updated_date", &finding);
}

static void check_time(const struct subject *subject, const struct time_span *time)
{
    check_first(subject, time);
    check_last(subject, time);
    check_updated(subject, time);
}

static bool is_later(const struct extent_edge *a, const struct extent_edge *b)
{
    return date_compare(a->date, b->date) > 0;
}

static void span_add(struct time_span *all, const struct extent_resource *resource)
{
    const struct table_extent *one = &resource->extent;
    struct table_extent *extent = &all->extent;
    all->whole = all->whole && resource->table && one->known;
    all->plans = all->plans || (one->known && !one->ends);
    if (one->known && (!extent->known || is_later(&extent->first, &one->first))) {
        extent->first = one->first;
        all->first_file = resource->file;
    }
    if (one->ends && (!extent->ends || is_later(&one->last, &extent->last))) {
        extent->last = one->last;
        all->last_file = resource->file;
    }
    if (one->dated && (!extent->dated || is_later(&one->newest, &extent->newest))) {
        extent->newest = one->newest;
        all->newest_file = resource->file;
    }
    extent->known = extent->known || one->known;
    extent->ends = extent->ends || one->ends;
    extent->dated = extent->dated || one->dated;
}

/* ---- units ---- */

void extent_units(const struct dictionary *dictionary, struct arena *arena, struct extent_resource *resource)
{
    struct slice *units = arena_array(arena, dictionary->field_count, sizeof *units);
    for (size_t i = 0; i < dictionary->field_count; i++) {
        const struct json *field = dictionary->fields[i].json;
        struct slice unit = slice_trim(json_text(json_get(field, "banchi:unit")));
        if (!slice_equals(json_text(json_get(field, "banchi:role")), "measure"))
            continue;
        resource->unitless = resource->unitless || unit.length == 0;
        if (unit.length > 0)
            units[resource->unit_count++] = unit;
    }
    resource->units = units;
}

/* Words for one unit. */
static const char *const SAME_UNIT[][2] = {
    {"%", "ร้อยละ"}, {"เปอร์เซ็นต์", "ร้อยละ"}, {"เปอร์เซนต์", "ร้อยละ"}, {"percent", "ร้อยละ"}};

static struct slice unit_name(struct slice unit)
{
    for (size_t i = 0; i < sizeof SAME_UNIT / sizeof *SAME_UNIT; i++)
        if (strlen(SAME_UNIT[i][0]) == unit.length && strncasecmp(unit.at, SAME_UNIT[i][0], unit.length) == 0)
            return slice_of(SAME_UNIT[i][1]);
    return unit;
}

static bool units_have(const struct extent_resource *resources, size_t count, struct slice unit)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < resources[i].unit_count; j++)
            if (slice_equal(unit_name(resources[i].units[j]), unit_name(unit)))
                return true;
    return false;
}

/* "คน/บาท", "คน, บาท" and "คน และ บาท" name several. */
static struct slice next_unit(struct slice *rest)
{
    static const char *const signs[] = {"/", ",", ";", "|", "และ"};
    size_t end = rest->length, behind = rest->length;
    for (size_t at = 0; at < rest->length && end == rest->length; at++)
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (slice_starts((struct slice){rest->at + at, rest->length - at}, signs[i])) {
                end = at;
                behind = at + strlen(signs[i]);
            }
    struct slice unit = slice_trim((struct slice){rest->at, end});
    *rest = (struct slice){rest->at + behind, rest->length - behind};
    return unit;
}

static bool units_are_told(const struct extent_resource *resources, size_t count)
{
    bool some = false;
    for (size_t i = 0; i < count; i++) {
        if (!resources[i].table || resources[i].unitless)
            return false;
        some = some || resources[i].unit_count > 0;
    }
    return some;
}

static const char *units_shown(const struct subject *subject, const struct extent_resource *resources,
                               size_t count)
{
    struct text text = {0};
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < resources[i].unit_count; j++) {
            if (text.length > 0 &&
                memmem(text.at, text.length, resources[i].units[j].at, resources[i].units[j].length) != NULL)
                continue;
            text_add(&text, text.length > 0 ? ", " : "");
            text_add_slice(&text, resources[i].units[j]);
        }
    const char *kept = arena_copy(subject->scratch, text.at, text.length);
    text_free(&text);
    return kept;
}

static void check_unit(const struct subject *subject, const struct extent_resource *resources, size_t count)
{
    struct slice rest = json_text(value_of(subject, "unit_of_measure"));
    if (rest.length == 0 || !units_are_told(resources, count))
        return;
    while (rest.length > 0) {
        struct slice unit = next_unit(&rest);
        if (unit.length == 0 || units_have(resources, count, unit))
            continue;
        struct finding finding = {
            .code = CODE_D406,
            .message = _("no measure of the data is in {value}"),
            .hint = arena_format(subject->scratch, _("the dictionary's measures are in %s (banchi:unit)"),
                                 units_shown(subject, resources, count)),
            .value = unit,
        };
        put(subject, "unit_of_measure", &finding);
    }
}

/* ---- a dataset ---- */

static const char *const KEYS[] = {"first_year_of_data", "last_year_of_data", "last_updated_date"};

static bool object_asks(const struct json *object, const char *prefix)
{
    char key[40];
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        snprintf(key, sizeof key, "%s%s", prefix, KEYS[i]);
        if (json_get(object, key) != NULL)
            return true;
    }
    return false;
}

bool extent_is_asked(const struct dataset *dataset)
{
    const struct json *resources = dataset_resources(dataset);
    bool asked = object_asks(&dataset->metadata.root, "");
    for (uint32_t i = 0; !asked && json_is(resources, JSON_ARRAY) && i < resources->count; i++)
        asked = object_asks(&resources->items[i], "resource_");
    return asked;
}

static bool some_table(const struct extent_resource *resources, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (resources[i].table)
            return true;
    return false;
}

void extent_check(struct dataset *dataset, const struct extent_resource *resources, struct arena *scratch,
                  struct finding_sink *sink)
{
    const struct json *list = dataset_resources(dataset);
    size_t count = json_is(list, JSON_ARRAY) ? list->count : 0;
    if (!some_table(resources, count))
        return;
    struct subject whole = {dataset, &dataset->metadata.root, "", "", scratch, sink};
    struct time_span time = {.whole = count > 0};
    for (size_t i = 0; i < count; i++)
        span_add(&time, &resources[i]);
    check_time(&whole, &time);
    check_unit(&whole, resources, count);
    for (size_t i = 0; i < count; i++) {
        const char *pointer = arena_format(scratch, "/resources/%zu", i);
        struct subject one = {dataset, &list->items[i], pointer, "resource_", scratch, sink};
        struct time_span own = {.whole = true};
        span_add(&own, &resources[i]);
        check_time(&one, &own);
        check_unit(&one, &resources[i], 1);
    }
}

/* ---- sizes ---- */

static size_t digits_of(struct slice number)
{
    size_t count = 0;
    for (size_t i = 0; i < number.length && number.at[i] != '.' && number.at[i] != 'e'; i++)
        count += number.at[i] >= '0' && number.at[i] <= '9';
    return count;
}

static size_t size_read(const struct json *value)
{
    char number[20] = "";
    struct slice text = json_text(value);
    if (json_is(value, JSON_NUMBER) && text.length < sizeof number)
        memcpy(number, text.at, text.length);
    return strtoul(number, NULL, 10);
}

void extent_check_sizes(struct dictionary *dictionary, struct arena *scratch, struct finding_sink *sink)
{
    for (size_t i = 0; i < dictionary->field_count; i++) {
        const struct dictionary_field *field = &dictionary->fields[i];
        const struct json *size = json_get(field->json, "banchi:size");
        const struct json *constraints = json_get(field->json, "constraints");
        const struct json *most = json_get(constraints, "maximum");
        bool number = slice_equals(field->type, "integer") || slice_equals(field->type, "number");
        size_t wanted = number ? (json_is(most, JSON_NUMBER) ? digits_of(json_text(most)) : 0)
                               : size_read(json_get(constraints, "maxLength"));
        if (!json_is(size, JSON_NUMBER) || size_read(size) >= wanted)
            continue;
        struct finding finding = {
            .code = CODE_D407,
            .level = LEVEL_WARNING,
            .field = "banchi:size",
            .pointer = arena_format(scratch, "/fields/%zu/banchi:size", i),
            .message = number ? _("the size is less than the digits of the field's own maximum")
                              : _("the size is less than the field's own maxLength"),
            .hint = arena_format(
                scratch, _("the two say how much a value may hold: write %zu, or lower the other"), wanted),
        };
        json_locate(&dictionary->document, size->offset, &finding);
        finding_put(sink, &finding);
    }
}

/* ---- formats ---- */

struct format_row {
    const char *format;
    const char *bytes; /* what such files begin with; NULL: text of any kind */
};

static const struct format_row FORMATS[] = {
    {"PDF", "%PDF-"},
    {"XLSX", "PK\003\004"},
    {"DOCX", "PK\003\004"},
    {"ODS", "PK\003\004"},
    {"PPTX", "PK\003\004"},
    {"ZIP", "PK\003\004"},
    {"SHP", "PK\003\004"},
    {"XLS", "\xD0\xCF\x11\xE0"},
    {"DOC", "\xD0\xCF\x11\xE0"},
    {"PNG", "\x89PNG"},
    {"JPEG", "\xFF\xD8\xFF"},
    {"JPG", "\xFF\xD8\xFF"},
    {"JSON", NULL},
    {"GEOJSON", NULL},
    {"XML", NULL},
    {"RDF", NULL},
    {"TXT", NULL},
    {"TEXT", NULL},
    {"TSV", NULL},
    {"KML", NULL},
};

static const struct format_row *format_find_row(struct slice format)
{
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (strlen(FORMATS[i].format) == format.length &&
            strncasecmp(FORMATS[i].format, format.at, format.length) == 0)
            return &FORMATS[i];
    return NULL;
}

/* Text formats: one that is markup may be, the others are not. */
static bool is_markup(const struct format_row *row)
{
    return strcmp(row->format, "XML") == 0 || strcmp(row->format, "RDF") == 0 ||
           strcmp(row->format, "KML") == 0;
}

static bool fits(const struct format_row *row, struct slice beginning, const char **kind)
{
    *kind = content_disguised(beginning);
    if (row->bytes != NULL)
        return slice_starts(beginning, row->bytes);
    if (*kind == NULL || content_is_json(beginning))
        return true;
    struct slice text = slice_trim(beginning);
    return is_markup(row) && (slice_starts(text, "<?xml") || slice_starts(text, "\xEF\xBB\xBF<?xml"));
}

void extent_check_format(struct dataset *dataset, size_t number, const char *path, struct arena *scratch,
                         struct finding_sink *sink)
{
    char block[4096];
    struct problem problem = {0};
    const struct json *resource = &dataset_resources(dataset)->items[number];
    const struct json *format = json_get(resource, "format");
    const struct format_row *row = format_find_row(slice_trim(json_text(format)));
    const char *kind = NULL;
    int descriptor = row != NULL ? file_open(path, &problem) : -1;
    long got = descriptor >= 0 ? file_read_some(descriptor, block, sizeof block, path, &problem) : 0;
    if (descriptor >= 0)
        close(descriptor);
    problem_clear(&problem); /* a file that cannot be read is told elsewhere */
    if (got <= 0 || fits(row, (struct slice){block, (size_t)got}, &kind))
        return;
    struct finding finding = {
        .code = CODE_D405,
        .field = "format",
        .pointer = arena_format(scratch, "/resources/%zu/format", number),
        .message = _("the file is not {value}"),
        .hint = kind != NULL
                    ? arena_format(scratch, _("its first bytes are those of another kind: %s"), kind)
                    : _("its first bytes are not those of such a file: save it again, or mend the format"),
        .value = json_text(format),
    };
    json_locate(&dataset->metadata, format->offset, &finding);
    finding_put(sink, &finding);
}
