#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/package.h"
#include "catalog/privacy_texts.h"
#include "catalog/xml_texts.h"

#define WORKBOOK_COLUMNS 16384 /* XFD, the last one of a sheet */

/* ---- the texts that cells point to ---- */

struct strings {
    struct xml_sink sink;
    struct arena *arena;
    struct slice *list;
    size_t count;
    size_t room;
    struct text now; /* one string, of one or more runs */
};

static void string_begin(struct xml_sink *self, struct slice element)
{
    if (slice_equals(element, "si"))
        text_clear(&((struct strings *)self)->now);
}

static void string_text(struct xml_sink *self, struct slice attribute, struct slice text)
{
    if (attribute.length == 0)
        text_add_slice(&((struct strings *)self)->now, text);
}

static void string_end(struct xml_sink *self, struct slice element)
{
    struct strings *strings = (struct strings *)self;
    if (!slice_equals(element, "si"))
        return;
    strings->list =
        arena_grow(strings->arena, strings->list, strings->count, &strings->room, sizeof *strings->list);
    strings->list[strings->count++] =
        (struct slice){slice_copy(strings->arena, text_slice(&strings->now)), strings->now.length};
}

/* ---- a sheet ---- */

struct sheet {
    struct xml_sink sink;
    struct privacy_texts *texts;
    const struct strings *strings;
    struct slice *headers; /* of each column: the first text in it */
    size_t column;
    bool shared; /* the cell's value is the number of a string */
    bool value;  /* inside v or t */
    struct text now;
};

/* "AB12": the column, from 0. */
static size_t column_of(struct slice reference)
{
    size_t column = 0;
    for (size_t i = 0; i < reference.length && reference.at[i] >= 'A' && reference.at[i] <= 'Z'; i++)
        column = column * 26 + (size_t)(reference.at[i] - 'A' + 1);
    return column > 0 && column <= WORKBOOK_COLUMNS ? column - 1 : 0;
}

static void sheet_begin(struct xml_sink *self, struct slice element)
{
    struct sheet *sheet = (struct sheet *)self;
    if (slice_equals(element, "c")) {
        sheet->shared = false;
        text_clear(&sheet->now);
    }
    sheet->value = slice_equals(element, "v") || slice_equals(element, "t");
}

static void sheet_text(struct xml_sink *self, struct slice attribute, struct slice text)
{
    struct sheet *sheet = (struct sheet *)self;
    if (slice_equals(attribute, "r"))
        sheet->column = column_of(text);
    else if (slice_equals(attribute, "t"))
        sheet->shared = slice_equals(text, "s");
    else if (attribute.length == 0 && sheet->value)
        text_add_slice(&sheet->now, text);
    else if (attribute.length == 0)
        privacy_texts_add(sheet->texts, (struct slice){"", 0}, text, 0); /* headers, footers, comments */
}

static void sheet_end(struct xml_sink *self, struct slice element)
{
    struct sheet *sheet = (struct sheet *)self;
    sheet->value = false;
    if (!slice_equals(element, "c"))
        return;
    struct slice cell = text_slice(&sheet->now);
    size_t string = sheet->shared && cell.length > 0 ? strtoul(cell.at, NULL, 10) : 0;
    if (sheet->shared && string < sheet->strings->count)
        cell = sheet->strings->list[string];
    struct slice *header = &sheet->headers[sheet->column];
    if (cell.length == 0)
        return;
    if (header->length == 0)
        *header = (struct slice){slice_copy(sheet->texts->arena, cell), cell.length};
    privacy_texts_add(sheet->texts, *header, cell, 0);
}

/* ---- the package ---- */

static bool read_strings(struct package *package, struct strings *strings, struct problem *problem)
{
    for (size_t i = 0; i < package_count(package); i++) {
        struct slice content;
        if (strcmp(package_name(package, i), "xl/sharedStrings.xml") != 0)
            continue;
        if (!package_read(package, i, LIMIT_PRIVACY_BYTES, strings->arena, &content))
            return false;
        return xml_read(content, &strings->sink, problem);
    }
    return true;
}

static bool ends_in(const char *name, const char *const *endings)
{
    for (size_t i = 0; endings[i] != NULL; i++)
        if (slice_ends(slice_of(name), endings[i]))
            return true;
    return false;
}

static bool read_sheet(struct privacy_texts *texts, const struct strings *strings, struct slice content)
{
    struct sheet sheet = {.sink = {sheet_begin, sheet_end, sheet_text},
                          .texts = texts,
                          .strings = strings,
                          .headers = arena_array(texts->arena, WORKBOOK_COLUMNS, sizeof *sheet.headers)};
    bool good = xml_read(content, &sheet.sink, texts->problem);
    text_free(&sheet.now);
    return good;
}

/* One part. Styles and relations hold no text of people; what is no XML cannot be looked into. */
static bool read_part(struct package *package, size_t part, struct privacy_texts *texts,
                      const struct strings *strings, size_t *left, const char **why)
{
    static const char *const PLAIN[] = {".rels",
                                        "/",
                                        "mimetype",
                                        "[Content_Types].xml",
                                        "styles.xml",
                                        "sharedStrings.xml",
                                        "theme1.xml",
                                        "calcChain.xml",
                                        "printerSettings1.bin",
                                        NULL};
    static const char *const MARKUP[] = {".xml", ".vml", NULL};
    const char *name = package_name(package, part);
    struct slice content;
    const char *unused;
    if (ends_in(name, PLAIN))
        return true;
    *why = _("it holds a picture or another file");
    if (!ends_in(name, MARKUP))
        return false;
    *why = _("a part of it is damaged, encrypted or too large");
    if (!package_read(package, part, *left, texts->arena, &content))
        return false;
    *left -= content.length;
    if (slice_starts(slice_of(name), "xl/worksheets/"))
        return read_sheet(texts, strings, content);
    return privacy_texts_add_markup(texts, content, false, &unused) == PRIVACY_READ;
}

enum privacy_reading privacy_texts_add_workbook(struct privacy_texts *texts, struct slice content,
                                                const char **why)
{
    struct strings strings = {.sink = {string_begin, string_end, string_text}, .arena = texts->arena};
    struct package *package = package_open(content, texts->problem);
    size_t left = LIMIT_PRIVACY_BYTES; /* of all parts together: what is packed may be a thousandth of it */
    *why = _("the archive is damaged");
    bool good = package != NULL && package_count(package) <= LIMIT_WORKBOOK_PARTS &&
                read_strings(package, &strings, texts->problem);
    for (size_t i = 0; good && i < package_count(package); i++)
        good = read_part(package, i, texts, &strings, &left, why);
    text_free(&strings.now);
    package_close(package);
    return good ? PRIVACY_READ : PRIVACY_CLOSED;
}
