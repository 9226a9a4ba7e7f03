#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "catalog/privacy_texts.h"

/* ---- what a file is ---- */

struct kind_row {
    const char *begins;
    size_t length;
    const char *why; /* NULL: a package that may be a workbook */
};

#define BEGINS(bytes) bytes, sizeof(bytes) - 1
static const struct kind_row KINDS[] = {
    {BEGINS("PK\x03\x04"), NULL},
    {BEGINS("PK\x05\x06"), N_("it is an archive")},
    {BEGINS("%PDF"), N_("it is a PDF")},
    {BEGINS("\xD0\xCF\x11\xE0"), N_("it is an old Office file (XLS, DOC)")},
    {BEGINS("\x89PNG"), N_("it is a picture")},
    {BEGINS("\xFF\xD8\xFF"), N_("it is a picture")},
    {BEGINS("GIF8"), N_("it is a picture")},
    {BEGINS("II*\0"), N_("it is a picture")},
    {BEGINS("MM\0*"), N_("it is a picture")},
    {BEGINS("\x1F\x8B"), N_("it is compressed")},
    {BEGINS("BZh"), N_("it is compressed")},
    {BEGINS("\xFD"
            "7zXZ"),
     N_("it is compressed")},
    {BEGINS("7z\xBC\xAF"), N_("it is an archive")},
    {BEGINS("Rar!"), N_("it is an archive")},
    {BEGINS("PAR1"), N_("it is a Parquet file")},
    {BEGINS("SQLite format 3"), N_("it is a database")},
};

static const struct kind_row *kind_of(struct slice content)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (content.length >= KINDS[i].length && memcmp(content.at, KINDS[i].begins, KINDS[i].length) == 0)
            return &KINDS[i];
    return NULL;
}

static bool begins_markup(struct slice content, bool *html)
{
    struct slice text = slice_trim(content);
    if (slice_starts(text, "\xEF\xBB\xBF"))
        text = slice_trim((struct slice){text.at + 3, text.length - 3});
    *html =
        text.length > 5 && (strncasecmp(text.at, "<!doc", 5) == 0 || strncasecmp(text.at, "<html", 5) == 0);
    return text.length > 1 && *text.at == '<';
}

/* ---- text ---- */

static void add_lines(struct privacy_texts *texts, struct slice content)
{
    const char *at = content.at, *end = content.at + content.length;
    for (size_t line = 1; at < end; line++) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        const char *last = feed != NULL ? feed : end;
        privacy_texts_add(texts, (struct slice){"", 0}, (struct slice){at, (size_t)(last - at)}, line);
        at = last + (feed != NULL);
    }
}

static bool add_if_json(struct privacy_texts *texts, struct slice content)
{
    struct json root;
    const struct json_fault *faults;
    struct slice text = slice_trim(content);
    if (text.length == 0 || strchr("{[", *text.at) == NULL || text.length > LIMIT_JSON_BYTES)
        return false;
    if (!json_read(texts->arena, text, &root, &faults))
        return false;
    privacy_texts_add_json(texts, NULL, &root, NULL);
    return true;
}

static enum privacy_reading add_text(struct privacy_texts *texts, struct slice content, const char **why)
{
    if (memchr(content.at, '\0', content.length) != NULL ||
        utf8_check(content.at, content.length) < content.length) {
        *why = _("it is no text in UTF-8");
        return PRIVACY_CLOSED;
    }
    texts->prose = true;
    if (!add_if_json(texts, content))
        add_lines(texts, content);
    else
        texts->prose = false;
    return PRIVACY_READ;
}

enum privacy_reading privacy_texts_add_file(struct privacy_texts *texts, struct slice content,
                                            const char **why)
{
    bool html;
    const struct kind_row *kind = kind_of(content);
    if (kind != NULL && kind->why == NULL)
        return privacy_texts_add_workbook(texts, content, why);
    if (kind != NULL) {
        *why = _(kind->why);
        return PRIVACY_CLOSED;
    }
    if (begins_markup(content, &html))
        return privacy_texts_add_markup(texts, content, html, why);
    return add_text(texts, content, why);
}
