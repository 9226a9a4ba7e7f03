/* Documents: faults as findings, and offsets as lines and columns. */
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/utf8.h"

static void index_lines(struct json_document *document)
{
    size_t room = 0, count = 0;
    uint32_t *lines = NULL;
    const char *begin = document->text.at, *end = begin + document->text.length;
    for (const char *at = begin; at;) {
        lines = arena_grow(document->arena, lines, count, &room, sizeof *lines);
        lines[count++] = (uint32_t)(at - begin);
        at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        at = at ? at + 1 : NULL;
    }
    document->lines = lines;
    document->line_count = count;
}

/* Index of the line that holds the offset. */
static size_t line_of(const struct json_document *document, uint32_t offset)
{
    size_t low = 0, high = document->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (document->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Characters from the beginning of a line to the offset. Findings come in file order: in a file of one long
 * line each counts on from the one before. */
static size_t characters_before(struct json_document *document, const char *begin, uint32_t offset)
{
    uint32_t from = (uint32_t)(begin - document->text.at);
    size_t before = 0;
    if (document->counted > from && document->counted <= offset) {
        from = document->counted;
        before = document->counted_characters;
    }
    document->counted_characters =
        before + utf8_count((struct slice){document->text.at + from, offset - from});
    document->counted = offset;
    return document->counted_characters;
}

void json_locate(struct json_document *document, uint32_t offset, struct finding *finding)
{
    finding->dataset = document->dataset;
    finding->file = document->file;
    if (!document->text.at)
        return;
    if (!document->lines)
        index_lines(document);
    size_t line = line_of(document, offset);
    const char *begin = document->text.at + document->lines[line];
    const char *end = line + 1 < document->line_count ? document->text.at + document->lines[line + 1] - 1
                                                      : document->text.at + document->text.length;
    if (line == 0 && offset >= 3 && slice_starts(document->text, "\xEF\xBB\xBF"))
        begin += 3; /* editors do not show a byte order mark as a character */
    finding->line = document->first_line + line;
    finding->column = 1 + characters_before(document, begin, offset);
    if (end > begin && end[-1] == '\r')
        end--;
    finding->source = (struct slice){begin, (size_t)(end - begin)};
}

static const struct {
    enum code code;
    const char *message;
} faults_shown[] = {
    [JSON_FAULT_SYNTAX] = {CODE_M001, NULL},
    [JSON_FAULT_ENCODING] = {CODE_M002, N_("not UTF-8 from here on; save the file as UTF-8")},
    [JSON_FAULT_BOM] = {CODE_M003,
                        N_("the file begins with a byte order mark; save it as UTF-8 without BOM")},
    [JSON_FAULT_SURROGATE] = {CODE_M004, N_("half a surrogate pair; write the character itself")},
    [JSON_FAULT_REPEATED] = {CODE_M005,
                             N_("the key {value} stands twice in this object; remove one of them")},
    [JSON_FAULT_NESTING] = {CODE_M006, N_("nested more than 128 levels deep")},
    [JSON_FAULT_SIZE] = {CODE_M007, N_("the file is larger than 64 MiB")},
    [JSON_FAULT_NUMBER] = {CODE_M008,
                           N_("the number is longer, or its exponent larger, than banchi takes (1000)")},
};

/* What is said otherwise where the document is a line. */
static const char *const line_faults_shown[] = {
    [JSON_FAULT_BOM] = N_("the line begins with a byte order mark; save the file as UTF-8 without BOM"),
    [JSON_FAULT_SIZE] = N_("the line is longer than 64 MiB"),
    [JSON_FAULT_NUMBER] = NULL,
};

/* Whether the text ends inside a letter: then it was cut off, not saved in another encoding. */
static bool is_cut(const struct json_document *document, uint32_t offset)
{
    size_t left = document->text.length - offset;
    unsigned char first = (unsigned char)document->text.at[offset];
    size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || left >= wanted)
        return false;
    for (size_t i = 1; i < left; i++)
        if (((unsigned char)document->text.at[offset + i] & 0xC0) != 0x80)
            return false;
    return true;
}

static const char *syntax_message(const struct json_document *document, const struct json_fault *fault)
{
    if (slice_trim(document->text).length == 0)
        return _("the file is empty; JSON is expected in it");
    return arena_format(document->arena, _("not JSON: here %s is expected"), _(fault->expected));
}

static const char *fault_message(const struct json_document *document, const struct json_fault *fault)
{
    const char *of_line = document->is_line ? line_faults_shown[fault->kind] : NULL;
    if (fault->kind == JSON_FAULT_SYNTAX)
        return syntax_message(document, fault);
    if (fault->kind == JSON_FAULT_ENCODING && is_cut(document, fault->offset))
        return document->is_line ? _("the line ends in the middle of a letter: it was cut off")
                                 : _("the file ends in the middle of a letter: it was cut off");
    return _(of_line != NULL ? of_line : faults_shown[fault->kind].message);
}

static void put_fault(struct json_document *document, const struct json_fault *fault,
                      struct finding_sink *sink)
{
    struct finding finding = {.code = faults_shown[fault->kind].code, .value = fault->key};
    json_locate(document, fault->offset, &finding);
    finding.message = fault_message(document, fault);
    if (fault->kind == JSON_FAULT_ENCODING)
        finding.source = (struct slice){0};
    finding_put(sink, &finding);
}

bool json_read_document(struct arena *arena, struct slice text, struct finding_sink *sink,
                        struct json_document *document)
{
    struct json_reading reading;
    document->text = text;
    document->arena = arena;
    if (document->first_line == 0)
        document->first_line = 1;
    bool done = json_read_named(arena, text, document->names, &reading);
    document->root = reading.root;
    document->escape = reading.escape;
    for (const struct json_fault *fault = reading.faults; fault != NULL; fault = fault->next)
        put_fault(document, fault, sink);
    return done;
}
