/* Rules about the files that resources upload. */
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "metadata/nearest.h"
#include "metadata/rules_parts.h"

/* ---- there, not empty, beneath the folder ---- */

static bool is_empty(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && status.st_size == 0;
}

/* The file of the folder whose name is most like the one that is not there. */
static struct slice nearest_file(struct rule_run *run, struct slice wanted)
{
    char **names;
    size_t count;
    struct problem problem = {0};
    if (!file_list(run->scratch, run->dataset->folder, &names, &count, &problem)) {
        problem_clear(&problem);
        return (struct slice){0};
    }
    struct slice *choices = arena_array(run->scratch, count, sizeof *choices);
    size_t choice_count = 0;
    for (size_t i = 0; i < count; i++)
        if (!slice_ends(slice_of(names[i]), ".json") && !slice_equals(wanted, names[i])) /* a dangling link */
            choices[choice_count++] = slice_of(names[i]);
    long nearest = nearest_choice(run->scratch, wanted, choices, choice_count);
    return nearest < 0 ? (struct slice){0} : choices[nearest];
}

static void absent_put(struct rule_run *run, const struct rule_subject *subject)
{
    struct slice near = nearest_file(run, json_text(subject->value));
    const char *hint =
        near.length > 0
            ? arena_format(run->scratch, _("did you mean \"%.*s\"?"), SLICE(near))
            : arena_format(run->scratch, _("put the file into the folder %s, or name the one that is there"),
                           run->dataset->name);
    rule_fault_add(run, CODE_M304, subject, _("the file {value} is not there"), hint);
    if (near.length > 0)
        rule_fault_mend(run, near);
}

void upload_check(struct rule_run *run, const struct rule_subject *subject)
{
    struct slice upload = json_text(subject->value);
    char *path;
    if (slice_trim(upload).length == 0)
        return;
    switch (file_find_beneath(run->scratch, run->dataset->folder, upload, &path)) {
    case FILE_BENEATH_OUTSIDE:
        rule_fault_add(run, CODE_M306, subject, _("the file {value} is not beneath the dataset's folder"),
                       _("put the file into the folder, and write its name alone"));
        break;
    case FILE_BENEATH_ABSENT:
        absent_put(run, subject);
        break;
    case FILE_BENEATH_NOT_REGULAR:
        rule_fault_add(run, CODE_M304, subject, _("{value} is no file that can be uploaded"), NULL);
        break;
    case FILE_BENEATH:
        if (is_empty(path))
            rule_fault_add(run, CODE_M305, subject, _("the file {value} is empty"), NULL);
        break;
    }
}

/* ---- its name ---- */

#define MUNGED_SHORTEST 3
#define MUNGED_LONGEST 100
#define MUNGED_ENDING_LONGEST 21

static struct slice last_segment(struct slice path)
{
    size_t begin = path.length;
    while (begin > 0 && path.at[begin - 1] != '/')
        begin--;
    return (struct slice){path.at + begin, path.length - begin};
}

/* The ending with its dot, as Python's os.path.splitext() has it: leading dots begin no ending. */
static size_t ending_begin(struct slice name)
{
    size_t leading = 0;
    while (leading < name.length && name.at[leading] == '.')
        leading++;
    for (size_t i = name.length; i > leading; i--)
        if (name.at[i - 1] == '.')
            return i - 1;
    return name.length;
}

static bool stays(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

char *file_name_munged(struct arena *arena, struct slice name)
{
    struct slice base = slice_trim(last_segment(name));
    struct text out = {0};
    text_add(&out, "");
    for (size_t i = 0; i < base.length; i++) {
        char c = base.at[i] == ' ' ? '-' : base.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (stays(c) && !(c == '-' && out.length > 0 && out.at[out.length - 1] == '-'))
            text_add_char(&out, c);
    }
    size_t ending = ending_begin(text_slice(&out));
    size_t ending_length =
        out.length - ending < MUNGED_ENDING_LONGEST ? out.length - ending : MUNGED_ENDING_LONGEST;
    size_t stem_length = ending < MUNGED_LONGEST - ending_length ? ending : MUNGED_LONGEST - ending_length;
    char *munged =
        arena_format(arena, "%.*s%.*s", (int)stem_length, out.at, (int)ending_length, out.at + ending);
    while (strlen(munged) < MUNGED_SHORTEST)
        munged = arena_format(arena, "%s_", munged);
    text_free(&out);
    return munged;
}

void upload_name_check(struct rule_run *run, const struct rule_subject *subject)
{
    struct slice name = last_segment(json_text(subject->value));
    char *munged = file_name_munged(run->scratch, name);
    if (slice_trim(name).length == 0 || slice_equals(name, munged))
        return;
    rule_fault_add(
        run, CODE_M307, subject,
        arena_format(run->scratch, _("a portal would change the file name {value} to \"%s\""), munged),
        _("use a-z, 0-9, hyphen, underscore and dot in names of files"));
}

/* ---- given once ---- */

void upload_repeated_check(struct rule_run *run, const struct rule_subject *subject)
{
    struct slice upload = json_text(subject->value);
    for (size_t i = 0; i < subject->number && upload.length > 0; i++) {
        const struct json *other = json_get(&subject->resources->items[i], "upload");
        if (!json_is(other, JSON_STRING) || !slice_equal(json_text(other), upload))
            continue;
        rule_fault_add(run, CODE_M311, subject, _("the file {value} is given twice in this dataset"),
                       _("give each file once; take one of the two resources out"));
        return;
    }
}

/* ---- its format ---- */

/* Formats by the endings of their files; several endings have a blank between them. The first format that
 * knows an ending is the one that is named for it. */
static const struct {
    const char *format;
    const char *endings;
} formats[] = {
    {"CSV", "csv"},
    {"TSV", "tsv tab"},
    {"XLSX", "xlsx"},
    {"XLS", "xls xlsx"}, /* the standard's one value for Excel */
    {"ODS", "ods"},
    {"JSON", "json geojson"},
    {"GeoJSON", "geojson json"},
    {"XML", "xml"},
    {"RDF", "rdf ttl nt jsonld xml"},
    {"HTML", "html htm"},
    {"PDF", "pdf"},
    {"DOCX", "docx"},
    {"DOC", "doc docx"},
    {"DOC/DOCX", "doc docx"},
    {"PPTX", "pptx"},
    {"PPT", "ppt pptx"},
    {"TXT", "txt"},
    {"Text", "txt"},
    {"JPEG", "jpg jpeg"},
    {"JPG", "jpg jpeg"},
    {"PNG", "png"},
    {"GIF", "gif"},
    {"TIFF", "tif tiff"},
    {"GeoTiff", "tif tiff"},
    {"KML", "kml"},
    {"KMZ", "kmz"},
    {"GML", "gml"},
    {"GPKG", "gpkg"},
    {"Parquet", "parquet"},
    {"ZIP", "zip"},
    {"SHP", "shp zip"},
    {"Shapefile", "shp zip"},
};
#define FORMATS (sizeof formats / sizeof formats[0])

static bool ending_listed(const char *endings, struct slice ending)
{
    while (*endings != '\0') {
        size_t length = strcspn(endings, " ");
        if (ending.length == length && strncasecmp(endings, ending.at, length) == 0)
            return true;
        endings += length + (endings[length] == ' ' ? 1 : 0);
    }
    return false;
}

static bool format_is(struct slice format, const char *name)
{
    return format.length == strlen(name) && strncasecmp(format.at, name, format.length) == 0;
}

static const char *format_for(struct slice ending)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (ending_listed(formats[i].endings, ending))
            return formats[i].format;
    return NULL;
}

/* A format that is not listed may be of any file but one whose ending says what it is. */
static bool format_fits(struct slice format, struct slice ending)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (format_is(format, formats[i].format))
            return ending_listed(formats[i].endings, ending);
    return format_for(ending) == NULL;
}

void upload_format_check(struct rule_run *run, const struct rule_subject *subject)
{
    const struct json *upload = json_get(subject->resource, "upload");
    struct slice format = slice_trim(json_text(subject->value));
    if (!json_is(upload, JSON_STRING) || slice_trim(json_text(upload)).length == 0 || format.length == 0)
        return;
    struct slice name = last_segment(json_text(upload));
    size_t begin = ending_begin(name);
    struct slice ending = {name.at + begin, name.length - begin};
    if (ending.length > 0)
        ending = (struct slice){ending.at + 1, ending.length - 1};
    if (format_fits(format, ending))
        return;
    const char *better = format_for(ending);
    rule_fault_add(
        run, CODE_M308, subject, _("the format {value} does not fit the ending of the file's name"),
        better == NULL ? NULL
                       : arena_format(run->scratch, _("for a file of this ending write \"%s\""), better));
    if (better != NULL)
        rule_fault_mend(run, slice_of(better));
}
