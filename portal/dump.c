#include "portal/dump.h"

#include <string.h>

#include "portal/answer.h"
#include "portal/datastore.h"
#include "portal/request.h"
#include "portal/select.h"
#include "portal/store.h"
#include "portal/table.h"
#include "portal/value.h"

struct dump {
    struct request *request;
    const struct selection *selection;
    const struct value *fields;
    struct text *out;
};

/* The first line ends with CR LF, the others with LF (173). */
static void head_lines(const struct dump *dump, char mark)
{
    for (size_t i = 0; i < dump->fields->count; i++) {
        if (i > 0)
            text_add_char(dump->out, mark);
        select_quote(value_get(dump->fields->items[i], "id")->text, mark, dump->out);
    }
    text_add(dump->out, "\r\n");
}

static void head_csv(const struct dump *dump)
{
    head_lines(dump, ',');
}

static void head_tsv(const struct dump *dump)
{
    head_lines(dump, '\t');
}

static void row_csv(const struct dump *dump, const struct rows *rows, size_t index)
{
    (void)index;
    select_line(dump->request, dump->selection, rows, ',', dump->out);
}

static void row_tsv(const struct dump *dump, const struct rows *rows, size_t index)
{
    (void)index;
    select_line(dump->request, dump->selection, rows, '\t', dump->out);
}

static void nothing(const struct dump *dump)
{
    (void)dump;
}

static void head_json(const struct dump *dump)
{
    text_add(dump->out, "{\n  \"fields\": ");
    value_write(dump->out, dump->fields);
    text_add(dump->out, ",\n  \"records\": [");
}

static void row_json(const struct dump *dump, const struct rows *rows, size_t index)
{
    text_add(dump->out, index > 0 ? ",\n    " : "\n    ");
    value_write(dump->out, select_list(dump->request, dump->selection, rows));
}

static void tail_json(const struct dump *dump)
{
    text_add(dump->out, "\n]}\n");
}

static void head_xml(const struct dump *dump)
{
    text_add(dump->out, "<data xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
}

static void add_xml(struct text *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '<' || c == '>' || c == '&' || c == '"')
            text_format(out, "&#%d;", c);
        else if ((unsigned char)c >= 0x20 || c == '\t' || c == '\n')
            text_add_char(out, c);
    }
}

static void row_xml(const struct dump *dump, const struct rows *rows, size_t index)
{
    const struct value *cells = select_list(dump->request, dump->selection, rows);
    (void)index;
    text_add(dump->out, "<row _id=\"");
    add_xml(dump->out, value_as_text(&dump->request->arena, cells->items[0]));
    text_add(dump->out, "\">");
    for (size_t i = 1; i < cells->count; i++) {
        struct slice name = value_get(dump->fields->items[i], "id")->text;
        bool null = cells->items[i]->type == VALUE_NULL;
        text_add_char(dump->out, '<');
        add_xml(dump->out, name);
        text_add(dump->out, null ? " xsi:nil=\"true\">" : ">");
        if (!null)
            add_xml(dump->out, value_as_text(&dump->request->arena, cells->items[i]));
        text_add(dump->out, "</");
        add_xml(dump->out, name);
        text_add_char(dump->out, '>');
    }
    text_add(dump->out, "</row>\n");
}

static void tail_xml(const struct dump *dump)
{
    text_add(dump->out, "</data>\n");
}

struct dump_format {
    const char *name;
    void (*head)(const struct dump *dump);
    void (*row)(const struct dump *dump, const struct rows *rows, size_t index);
    void (*tail)(const struct dump *dump);
};

static const struct dump_format FORMATS[] = {
    {"csv", head_csv, row_csv, nothing},
    {"tsv", head_tsv, row_tsv, nothing},
    {"json", head_json, row_json, tail_json},
    {"xml", head_xml, row_xml, tail_xml},
};

static const struct dump_format *format_of(const struct request *request)
{
    const char *name = value_get_text(request->arguments, "format");
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (strcmp(FORMATS[i].name, name == NULL ? "csv" : name) == 0)
            return &FORMATS[i];
    return NULL;
}

static long long number_of(const struct request *request, const char *key, long long otherwise)
{
    int64_t number = otherwise;
    value_to_integer(value_get(request->arguments, key), &number);
    return number < 0 ? otherwise : number;
}

static void write_dump(struct request *request, struct answer *answer, const struct dump_format *format,
                       const struct selection *selection)
{
    const struct dump dump = {request, selection, select_fields(request, selection), &answer->body};
    struct rows rows;
    size_t index = 0;
    if (value_means_true(value_get(request->arguments, "bom")))
        text_add(&answer->body, "\xef\xbb\xbf");
    format->head(&dump);
    if (select_open(request, selection, number_of(request, "limit", -1), number_of(request, "offset", 0),
                    &rows))
        while (rows_next(&rows))
            format->row(&dump, &rows, index++);
    rows_close(&rows);
    format->tail(&dump);
}

void dump_answer(struct request *request, struct answer *answer, const char *resource_id)
{
    const struct dump_format *format = format_of(request);
    const struct table table = datastore_readable(request, resource_id);
    struct selection selection = {0};
    if (format == NULL || failed(request) || !select_read(request, &table, request->arguments, &selection)) {
        bool denied = request->failure.status == 403;
        bool wrong = format == NULL || request->failure.status == 409;
        select_close(&selection);
        answer_page(answer,
                    denied  ? 403
                    : wrong ? 400
                            : 404,
                    denied  ? "Forbidden"
                    : wrong ? "Bad Request"
                            : "Not Found");
        return;
    }
    answer->status = 200;
    answer->chunked = true;
    answer_header(answer, "Content-Type", "application/octet-stream");
    answer_header(
        answer, "Content-disposition",
        arena_format(&request->arena, "attachment; filename=\"%s.%s\"", table.resource_id, format->name));
    answer_header(answer, "X-Content-Type-Options", "nosniff");
    write_dump(request, answer, format, &selection);
    select_close(&selection);
}
