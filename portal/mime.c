#include "portal/mime.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

struct kind {
    const char *format;    /* as CKAN writes it */
    const char *extension; /* NULL: not guessed from names */
    const char *media;     /* NULL: none known */
    const char *other;     /* another name that means the same; NULL: none */
};

static const struct kind KINDS[] = {
    {"CSV", "csv", "text/csv", "text/comma-separated-values"},
    {"TSV", "tsv", "text/tab-separated-values", "text/tsv"},
    {"TXT", "txt", "text/plain", NULL},
    {"XLS", "xls", "application/vnd.ms-excel", "excel"},
    {"XLS", NULL, NULL, "application/msexcel"},
    {"XLSX", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", NULL},
    {"ODS", "ods", "application/vnd.oasis.opendocument.spreadsheet", NULL},
    {"ODT", "odt", "application/vnd.oasis.opendocument.text", NULL},
    {"DOC", "doc", "application/msword", "word"},
    {"DOCX", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", NULL},
    {"PPT", "ppt", "application/vnd.ms-powerpoint", "powerpoint"},
    {"PPTX", "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", NULL},
    {"PDF", "pdf", "application/pdf", NULL},
    {"RTF", "rtf", "application/rtf", NULL},
    {"JSON", "json", "application/json", NULL},
    {"GeoJSON", "geojson", "application/geo+json", NULL},
    {"XML", "xml", "application/xml", "text/xml"},
    {"RDF", "rdf", "application/rdf+xml", "rdf/xml"},
    {"TTL", "ttl", "text/turtle", NULL},
    {"N3", "n3", "text/n3", NULL},
    {"HTML", "html", "text/html", "htm"},
    {"HTML", "htm", "text/html", NULL},
    {"KML", "kml", "application/vnd.google-earth.kml+xml", NULL},
    {"KMZ", "kmz", "application/vnd.google-earth.kmz+xml", NULL},
    {"GML", "gml", "application/gml+xml", NULL},
    {"SHP", "shp", NULL, "shapefile"},
    {"WMS", NULL, NULL, NULL},
    {"WFS", NULL, NULL, NULL},
    {"ZIP", "zip", "application/zip", NULL},
    {"GZ", "gz", "application/gzip", NULL},
    {"TAR", "tar", "application/x-tar", NULL},
    {"RAR", "rar", "application/rar", NULL},
    {"DBF", "dbf", NULL, NULL},
    {"MDB", "mdb", "application/msaccess", NULL},
    {"PNG", "png", "image/png", NULL},
    {"JPEG", "jpg", "image/jpeg", "jpg"},
    {"JPEG", "jpeg", "image/jpeg", NULL},
    {"GIF", "gif", "image/gif", NULL},
    {"TIFF", "tiff", "image/tiff", "tif"},
    {"SVG", "svg", "image/svg+xml", NULL},
    {"BMP", "bmp", "image/x-ms-bmp", NULL},
    {"RSS", NULL, NULL, NULL},
    {"API", NULL, NULL, NULL},
    {"SPARQL", NULL, NULL, NULL},
    {"Parquet", "parquet", "application/vnd.apache.parquet", NULL},
};
#define KIND_COUNT (sizeof KINDS / sizeof *KINDS)

/* As Python's splitext: a dot at the beginning of the last part begins no extension. */
static const char *extension_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *last = slash == NULL ? name : slash + 1;
    const char *dot = strrchr(last, '.');
    if (dot == NULL)
        return "";
    while (*last == '.')
        last++;
    return dot < last ? "" : dot;
}

const char *mime_of_name(const char *name)
{
    const char *extension = extension_of(name);
    for (size_t i = 0; i < KIND_COUNT && *extension != 0; i++)
        if (KINDS[i].extension != NULL && strcasecmp(KINDS[i].extension, extension + 1) == 0)
            return KINDS[i].media;
    return NULL;
}

static bool same_word(const char *a, const char *b)
{
    return a != NULL && strcasecmp(a, b) == 0;
}

const char *format_unified(struct arena *arena, const char *format)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (same_word(KINDS[i].format, format) || same_word(KINDS[i].media, format) ||
            same_word(KINDS[i].other, format))
            return KINDS[i].format;
    return arena_string(arena, format);
}

#define NAME_AT_LEAST 3
#define NAME_AT_MOST 100
#define EXTENSION_AT_MOST 21

char *name_munged(struct arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/');
    struct slice last = slice_trim(slice_of(slash == NULL ? name : slash + 1));
    char *clean = arena_alloc(arena, last.length + NAME_AT_LEAST + 1);
    size_t length = 0;
    for (size_t i = 0; i < last.length; i++) {
        unsigned char c = (unsigned char)last.at[i];
        if (c < 0x80 && (isalnum(c) || strchr("_. -", c) != NULL) && c != 0)
            clean[length++] = c == ' ' ? '-' : (char)tolower(c);
    }
    const char *extension = arena_string(arena, extension_of(clean));
    size_t tail = strlen(extension);
    size_t head = length - tail;
    tail = tail > EXTENSION_AT_MOST ? EXTENSION_AT_MOST : tail;
    while (head + tail < NAME_AT_LEAST || head == 0)
        clean[head++] = '_';
    if (head + tail > NAME_AT_MOST)
        head = NAME_AT_MOST - tail;
    return arena_format(arena, "%.*s%.*s", (int)head, clean, (int)tail, extension);
}
