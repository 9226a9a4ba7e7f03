#include "catalog/content.h"

#include <string.h>
#include <strings.h>

#include "base/language.h"

struct signature {
    const char *bytes;
    size_t length;
    const char *within; /* must stand somewhere in the beginning, too; or NULL */
    const char *kind;
};

#define SIGNATURE(bytes, within, kind)                                                                       \
    {                                                                                                        \
        (bytes), sizeof(bytes) - 1, (within), (kind)                                                         \
    }

/* Of two that fit, the first one counts. */
static const struct signature SIGNATURES[] = {
    SIGNATURE("PK\003\004", "xl/", N_("an Excel workbook (XLSX)")),
    SIGNATURE("PK\003\004", "[Content_Types].xml", N_("an Office document (XLSX or DOCX)")),
    SIGNATURE("PK\003\004", "opendocument", N_("an OpenDocument file (ODS)")),
    SIGNATURE("PK\003\004", NULL, N_("a ZIP archive")),
    SIGNATURE("\xD0\xCF\x11\xE0", NULL, N_("an old Excel or Word file (XLS or DOC)")),
    SIGNATURE("%PDF-", NULL, N_("a PDF")),
    SIGNATURE("{\\rtf", NULL, N_("an RTF document")),
    SIGNATURE("\x1F\x8B", NULL, N_("a gzip archive")),
    SIGNATURE("\xFF\xFE", NULL, N_("text in UTF-16")),
    SIGNATURE("\xFE\xFF", NULL, N_("text in UTF-16")),
    SIGNATURE("\x89PNG", NULL, N_("a picture (PNG)")),
    SIGNATURE("\xFF\xD8\xFF", NULL, N_("a picture (JPEG)")),
    SIGNATURE("SQLite format 3", NULL, N_("a SQLite database")),
};

/* Markup: looked for without regard to capitals, behind blanks and a byte order mark. */
static const struct signature MARKUP[] = {
    SIGNATURE("<!doctype html", NULL, N_("a web page (HTML)")),
    SIGNATURE("<html", NULL, N_("a web page (HTML)")),
    SIGNATURE("<table", NULL, N_("a web page (HTML)")),
    SIGNATURE("<?xml", NULL, N_("an XML document")),
};

static bool holds(struct slice text, const char *within)
{
    return within == NULL ||
           (text.length > 0 && memmem(text.at, text.length, within, strlen(within)) != NULL);
}

/* Each second byte of Latin text is NUL in UTF-16; without a mark that is all there is to tell it by. */
static bool is_wide(struct slice text)
{
    if (text.length < 4)
        return false;
    bool second = text.at[1] == '\0' && text.at[3] == '\0' && text.at[0] != '\0' && text.at[2] != '\0';
    bool first = text.at[0] == '\0' && text.at[2] == '\0' && text.at[1] != '\0' && text.at[3] != '\0';
    return first || second;
}

/* An object or a list of them: no header of a table begins so. */
static bool is_json(struct slice text)
{
    static const char BLANKS[] = " \t\r\n";
    size_t at = 1;
    if (text.length == 0 || (text.at[0] != '{' && text.at[0] != '['))
        return false;
    while (at < text.length && memchr(BLANKS, text.at[at], sizeof BLANKS - 1) != NULL)
        at++;
    return at < text.length && strchr(text.at[0] == '{' ? "\"}" : "{[]\"", text.at[at]) != NULL;
}

bool content_is_wide(struct slice beginning)
{
    return is_wide(beginning) || slice_starts(beginning, "\xFF\xFE") || slice_starts(beginning, "\xFE\xFF");
}

/* More control characters than any text has. */
static bool is_binary(struct slice text)
{
    size_t looked = text.length < 4096 ? text.length : 4096, controls = 0;
    for (size_t i = 0; i < looked; i++)
        controls += text.at[i] == '\0' ||
                    ((unsigned char)text.at[i] < ' ' && strchr("\t\r\n\f\v", text.at[i]) == NULL);
    return controls >= 32 && controls * 20 >= looked;
}

static struct slice text_begins(struct slice beginning)
{
    if (slice_starts(beginning, "\xEF\xBB\xBF"))
        beginning = (struct slice){beginning.at + 3, beginning.length - 3};
    return slice_trim(beginning);
}

bool content_is_json(struct slice beginning)
{
    return is_json(text_begins(beginning));
}

const char *content_disguised(struct slice beginning)
{
    if (is_wide(beginning))
        return _("text in UTF-16");
    for (size_t i = 0; i < sizeof SIGNATURES / sizeof *SIGNATURES; i++) {
        const struct signature *row = &SIGNATURES[i];
        bool begins = beginning.length >= row->length && memcmp(beginning.at, row->bytes, row->length) == 0;
        if (begins && holds(beginning, row->within))
            return _(row->kind);
    }
    struct slice text = text_begins(beginning);
    for (size_t i = 0; i < sizeof MARKUP / sizeof *MARKUP; i++) {
        const struct signature *row = &MARKUP[i];
        if (text.length >= row->length && strncasecmp(text.at, row->bytes, row->length) == 0)
            return _(row->kind);
    }
    if (is_json(text))
        return _("a JSON document");
    return is_binary(beginning) ? _("no text at all") : NULL;
}
