#include <string.h>

#include "portal/column.h"
#include "portal/html.h"
#include "portal/page_part.h"
#include "portal/request.h"
#include "portal/select.h"
#include "portal/store.h"
#include "portal/table.h"
#include "portal/value.h"

#define TABLE_ROWS_SHOWN 100

/* In the order of enum column_class. */
static const char *const CLASS_NAMES[] = {
    [COLUMN_INTEGER] = "จำนวนเต็ม",
    [COLUMN_NUMERIC] = "จำนวน (ทศนิยม)",
    [COLUMN_FLOAT] = "จำนวน (ทศนิยมโดยประมาณ)",
    [COLUMN_BOOL] = "จริงหรือเท็จ",
    [COLUMN_DATE] = "วันที่",
    [COLUMN_TIME] = "เวลา",
    [COLUMN_TIMESTAMP] = "วันที่และเวลา",
    [COLUMN_TIMESTAMPTZ] = "วันที่และเวลา (มีเขตเวลา)",
    [COLUMN_TEXT] = "ข้อความ",
    [COLUMN_UUID] = "รหัส UUID",
    [COLUMN_JSON] = "JSON",
    [COLUMN_LIST] = "รายการ",
};

static const char *info_of(const struct table_column *column, const char *key)
{
    const char *text = value_get_text(column->info, key);
    return text == NULL ? "" : text;
}

static void add_dictionary(struct page *page, const struct table *table)
{
    text_add(page->out,
             "<h2>พจนานุกรมข้อมูล</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
             "aria-label=\"พจนานุกรมข้อมูล\"><table class=\"dictionary\">\n<thead><tr><th scope=\"col\">ฟิลด์</th>"
             "<th scope=\"col\">ชนิดข้อมูล</th><th scope=\"col\">ป้ายกำกับ</th>"
             "<th scope=\"col\">รายละเอียด</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < table->count; i++) {
        const struct table_column *column = &table->columns[i];
        html_format(page->out,
                    "<tr><th scope=\"row\"><code>%s</code></th><td>%s <code>%s</code></td><td>%s</td><td>%s",
                    column->name, CLASS_NAMES[column->type->class], column->type->known,
                    info_of(column, "label"), info_of(column, "notes"));
        if (*info_of(column, "unit") != 0)
            html_format(page->out, " <span class=\"quiet\">หน่วย: %s</span>", info_of(column, "unit"));
        text_add(page->out, "</td></tr>\n");
    }
    text_add(page->out, "</tbody></table></div>\n");
}

static bool is_number(const struct table_column *column)
{
    enum column_class class = column->type->class;
    return class == COLUMN_INTEGER || class == COLUMN_NUMERIC || class == COLUMN_FLOAT;
}

/* The first cell is the row's number in the table, which says nothing to people. */
static void add_row(struct page *page, const struct table *table, const struct value *cells)
{
    text_add(page->out, "<tr>");
    for (size_t i = 0; i < table->count && i + 1 < cells->count; i++) {
        const struct value *cell = cells->items[i + 1];
        text_add(page->out, is_number(&table->columns[i]) ? "<td class=\"number\">" : "<td>");
        if (!value_is_null(cell))
            html_escape(page->out, value_as_text(page->arena, cell));
        text_add(page->out, "</td>");
    }
    text_add(page->out, "</tr>\n");
}

static void add_head(struct page *page, const struct table *table)
{
    text_add(page->out,
             "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"ตัวอย่างแถว\"><table>\n"
             "<thead><tr>");
    for (size_t i = 0; i < table->count; i++) {
        const struct table_column *column = &table->columns[i];
        const char *label = info_of(column, "label");
        text_add(page->out, is_number(column) ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        html_format(page->out, *label == 0 ? "%s" : "%s<br>", label);
        html_format(page->out, "<code>%s</code></th>", column->name);
    }
    text_add(page->out, "</tr></thead>\n<tbody>\n");
}

static void add_rows(struct page *page, const struct table *table, const struct selection *selection)
{
    struct rows rows;
    long long count = select_count(page->request, selection);
    text_add(page->out, "<h2>ตัวอย่างแถว</h2>\n");
    if (count > TABLE_ROWS_SHOWN)
        text_format(page->out, "<p class=\"quiet\">%d แถวแรก จากทั้งหมด %lld แถว</p>\n", TABLE_ROWS_SHOWN,
                    count);
    else
        text_format(page->out, "<p class=\"quiet\">ทั้งหมด %lld แถว</p>\n", count);
    add_head(page, table);
    if (select_open(page->request, selection, TABLE_ROWS_SHOWN, 0, &rows))
        while (rows_next(&rows))
            add_row(page, table, select_list(page->request, selection, &rows));
    rows_close(&rows);
    text_add(page->out, "</tbody></table></div>\n");
}

void page_table(struct page *page, const char *resource_id)
{
    const struct table table = table_find(page->request, resource_id);
    struct selection selection = {0};
    if (table.number == 0) {
        text_add(page->out,
                 "<p class=\"quiet\">ทรัพยากรนี้ไม่มีตารางใน DataStore จึงไม่มีพจนานุกรมข้อมูลและตัวอย่างแถว</p>\n");
        return;
    }
    add_dictionary(page, &table);
    if (select_read(page->request, &table, value_object(page->arena), &selection))
        add_rows(page, &table, &selection);
    select_close(&selection);
}
