#include <stdlib.h>
#include <string.h>

#include "portal/html.h"
#include "portal/markdown.h"
#include "portal/page_part.h"
#include "portal/request.h"
#include "portal/value.h"

enum item_kind { ITEM_TEXT, ITEM_MARKDOWN, ITEM_DATE, ITEM_EMAIL, ITEM_BYTES, ITEM_CODE };

struct item {
    const char *key;
    const char *label;
    enum item_kind kind;
};

/* What a schema has no Thai label for, and what stands outside of it. */
static const struct item DATASET_ITEMS[] = {
    {"name", "ชื่อในที่อยู่ (name)", ITEM_CODE},
    {"author", "ผู้จัดทำ", ITEM_TEXT},
    {"author_email", "อีเมลผู้จัดทำ", ITEM_EMAIL},
    {"maintainer", "ชื่อผู้ติดต่อ", ITEM_TEXT},
    {"maintainer_email", "อีเมลผู้ติดต่อ", ITEM_EMAIL},
    {"license_id", "สัญญาอนุญาต", ITEM_TEXT},
    {"url", "URL", ITEM_TEXT},
    {"version", "รุ่น", ITEM_TEXT},
    {"metadata_created", "สร้างบนพอร์ทัลเมื่อ", ITEM_DATE},
    {"metadata_modified", "แก้ไขบนพอร์ทัลล่าสุดเมื่อ", ITEM_DATE},
    {"id", "รหัสชุดข้อมูล (id)", ITEM_CODE},
};
static const struct item RESOURCE_ITEMS[] = {
    {"format", "รูปแบบ", ITEM_TEXT},
    {"size", "ขนาด", ITEM_BYTES},
    {"mimetype", "ชนิดสื่อ (MIME)", ITEM_CODE},
    {"hash", "ค่าแฮช", ITEM_CODE},
    {"url", "ที่อยู่", ITEM_TEXT},
    {"created", "สร้างบนพอร์ทัลเมื่อ", ITEM_DATE},
    {"last_modified", "ไฟล์เปลี่ยนล่าสุดเมื่อ", ITEM_DATE},
    {"id", "รหัสทรัพยากร (id)", ITEM_CODE},
};

/* Shown elsewhere on the page. */
static const char *const ELSEWHERE[] = {"title", "notes", "owner_org", "tag_string", "description"};

struct item_list {
    const struct item *items;
    size_t count;
};

static const struct item *item_find(const struct item_list *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].key, key) == 0)
            return &list->items[i];
    return NULL;
}

/* "2019-04-01..." as "1 เมษายน 2562", with the time where there is one; NULL where it is no date. */
static const char *thai_date(struct arena *arena, const char *text)
{
    static const char *const months[] = {"มกราคม",  "กุมภาพันธ์", "มีนาคม",  "เมษายน", "พฤษภาคม",  "มิถุนายน",
                                         "กรกฎาคม", "สิงหาคม",  "กันยายน", "ตุลาคม",  "พฤศจิกายน", "ธันวาคม"};
    if (strlen(text) < 10 || strspn(text, "0123456789") != 4 || text[4] != '-' || text[7] != '-')
        return NULL;
    long year = strtol(text, NULL, 10);
    long month = strtol(text + 5, NULL, 10);
    long day = strtol(text + 8, NULL, 10);
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return NULL;
    if (strlen(text) >= 16 && text[10] == 'T')
        return arena_format(arena, "%ld %s %ld %.5s น. (UTC)", day, months[month - 1], year + 543, text + 11);
    return arena_format(arena, "%ld %s %ld", day, months[month - 1], year + 543);
}

/* A text that is nothing but an address becomes a link. */
static void add_plain(struct page *page, const char *text)
{
    bool link = html_url_is_safe(slice_of(text)) && strpbrk(text, " \t\n") == NULL;
    if (link)
        html_format(page->out, "<a rel=\"nofollow noopener noreferrer\" href=\"%s\">%s</a>", text, text);
    else
        html_format(page->out, "%s", text);
}

static void add_date(struct page *page, const char *text)
{
    const char *date = thai_date(page->arena, text);
    if (date == NULL)
        html_format(page->out, "%s", text);
    else
        html_format(page->out, "%s <span class=\"quiet\">(%s)</span>", date,
                    arena_format(page->arena, "%.10s", text));
}

static void add_email(struct page *page, const char *text)
{
    bool good = strchr(text, '@') != NULL && strpbrk(text, " \t\n?&<>\"'") == NULL;
    if (good)
        html_format(page->out, "<a href=\"mailto:%s\">%s</a>", text, text);
    else
        html_format(page->out, "%s", text);
}

/* 34119 as "34,119 ไบต์". */
static void add_bytes(struct page *page, const char *text)
{
    size_t length = strlen(text);
    if (strspn(text, "0123456789") != length) {
        html_format(page->out, "%s", text);
        return;
    }
    for (size_t i = 0; i < length; i++) {
        text_add_char(page->out, text[i]);
        if ((length - i) % 3 == 1 && i + 1 < length)
            text_add_char(page->out, ',');
    }
    text_add(page->out, " ไบต์");
}

static void add_text(struct page *page, enum item_kind kind, const char *text)
{
    switch (kind) {
    case ITEM_MARKDOWN:
        markdown_add(page->out, slice_of(text));
        break;
    case ITEM_DATE:
        add_date(page, text);
        break;
    case ITEM_EMAIL:
        add_email(page, text);
        break;
    case ITEM_BYTES:
        add_bytes(page, text);
        break;
    case ITEM_CODE:
        html_format(page->out, "<code>%s</code>", text);
        break;
    case ITEM_TEXT:
        add_plain(page, text);
        break;
    }
}

/* A label of the schema in Thai; NULL where it has none. */
static const char *thai_label(const struct value *label)
{
    const char *thai = value_get_text(label, "th");
    return thai == NULL ? value_get_text(label, "en") : thai;
}

/* A choice as the schema calls it; what is none stays as it is. */
static const char *choice_label(const struct value *field, const char *text)
{
    const struct value *choices = value_get(field, "choices");
    for (size_t i = 0; value_is(choices, VALUE_LIST) && i < choices->count; i++) {
        const struct value *label = value_get(choices->items[i], "label");
        if (value_equals(value_get(choices->items[i], "value"), text))
            return value_is(label, VALUE_STRING) ? label->text.at : thai_label(label);
    }
    return NULL;
}

static void add_value(struct page *page, const struct value *field, enum item_kind kind,
                      const struct value *value)
{
    if (value_is(value, VALUE_LIST)) {
        for (size_t i = 0; i < value->count; i++) {
            text_add(page->out, i > 0 ? ", " : "");
            add_value(page, field, kind, value->items[i]);
        }
        return;
    }
    const char *text = value_as_text(page->arena, value).at;
    const char *choice = choice_label(field, text);
    add_text(page, choice == NULL ? kind : ITEM_TEXT, choice == NULL ? text : choice);
}

static void add_item(struct page *page, const char *label, const struct value *field, enum item_kind kind,
                     const struct value *value)
{
    bool empty = value_is_null(value) || (value_is(value, VALUE_STRING) && value->text.length == 0) ||
                 (value_is(value, VALUE_LIST) && value->count == 0);
    if (empty)
        return;
    html_format(page->out, "<div><dt>%s</dt><dd>", label);
    add_value(page, field, kind, value);
    text_add(page->out, "</dd></div>\n");
}

static const struct value *field_find(const struct value *fields, struct slice key)
{
    for (size_t i = 0; fields != NULL && i < fields->count; i++) {
        const struct value *name = value_get(fields->items[i], "field_name");
        if (value_is(name, VALUE_STRING) && slice_equal(name->text, key))
            return fields->items[i];
    }
    return NULL;
}

/* "X_other" has no label of its own: it is the one of X. */
static const char *field_label(struct page *page, const struct value *fields, const struct value *field,
                               const struct item_list *list)
{
    const struct value *name = value_get(field, "field_name");
    const struct value *label = value_get(field, "label");
    const struct item *item = item_find(list, name->text.at);
    if (thai_label(label) != NULL)
        return thai_label(label);
    if (item != NULL)
        return item->label;
    if (value_is(label, VALUE_STRING))
        return label->text.at;
    if (!slice_ends(name->text, "_other"))
        return name->text.at;
    const struct value *parent = field_find(fields, (struct slice){name->text.at, name->text.length - 6});
    return parent == NULL ? name->text.at
                          : arena_format(page->arena, "%s (ระบุ)", field_label(page, fields, parent, list));
}

static enum item_kind field_kind(const struct value *field, const struct item_list *list)
{
    const struct item *item = item_find(list, value_get_text(field, "field_name"));
    if (value_equals(value_get(field, "form_snippet"), "markdown.html"))
        return ITEM_MARKDOWN;
    if (value_equals(value_get(field, "display_snippet"), "date.html"))
        return ITEM_DATE;
    return item == NULL ? ITEM_TEXT : item->kind;
}

static bool is_elsewhere(const char *key)
{
    for (size_t i = 0; i < sizeof ELSEWHERE / sizeof *ELSEWHERE; i++)
        if (strcmp(ELSEWHERE[i], key) == 0)
            return true;
    return false;
}

static void add_fields(struct page *page, const struct value *fields, const struct item_list *list,
                       const struct value *object)
{
    for (size_t i = 0; fields != NULL && i < fields->count; i++) {
        const struct value *field = fields->items[i];
        const char *key = value_get_text(field, "field_name");
        if (key != NULL && !is_elsewhere(key))
            add_item(page, field_label(page, fields, field, list), field, field_kind(field, list),
                     value_get(object, key));
    }
    for (size_t i = 0; i < list->count; i++)
        if (field_find(fields, slice_of(list->items[i].key)) == NULL)
            add_item(page, list->items[i].label, NULL, list->items[i].kind,
                     value_get(object, list->items[i].key));
}

void page_dataset_items(struct page *page, const struct value *dataset)
{
    const struct item_list list = {DATASET_ITEMS, sizeof DATASET_ITEMS / sizeof *DATASET_ITEMS};
    const struct value *schema =
        value_equals(value_get(dataset, "type"), "dataset") ? page->request->portal->schema : NULL;
    const struct value *extras = value_get(dataset, "extras");
    const struct value *groups = value_get(dataset, "groups");
    text_add(page->out, "<dl>\n");
    for (size_t i = 0; groups != NULL && i < groups->count; i++)
        add_item(page, "กลุ่ม", NULL, ITEM_TEXT, value_get(groups->items[i], "display_name"));
    add_fields(page, value_get(schema, "dataset_fields"), &list, dataset);
    for (size_t i = 0; extras != NULL && i < extras->count; i++)
        add_item(page, value_get_text(extras->items[i], "key"), NULL, ITEM_TEXT,
                 value_get(extras->items[i], "value"));
    text_add(page->out, "</dl>\n");
}

void page_resource_facts(struct page *page, const struct value *resource)
{
    static const char *const keys[] = {"size", "hash", "last_modified"};
    const struct item_list list = {RESOURCE_ITEMS, sizeof RESOURCE_ITEMS / sizeof *RESOURCE_ITEMS};
    text_add(page->out, "<dl>\n");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct item *item = item_find(&list, keys[i]);
        add_item(page, item->label, NULL, item->kind, value_get(resource, item->key));
    }
    text_add(page->out, "</dl>\n");
}

/* The name stands in the heading; the address of a file of ours behind the button. */
void page_resource_items(struct page *page, const struct value *resource)
{
    const struct item_list list = {RESOURCE_ITEMS, sizeof RESOURCE_ITEMS / sizeof *RESOURCE_ITEMS};
    struct value *shown = value_copy(page->arena, resource);
    const char *url = value_get_text(shown, "url");
    value_remove(shown, "name");
    if (url != NULL && strncmp(url, page->request->portal->url, strlen(page->request->portal->url)) == 0)
        value_remove(shown, "url");
    text_add(page->out, "<dl>\n");
    add_fields(page, value_get(page->request->portal->schema, "resource_fields"), &list, shown);
    text_add(page->out, "</dl>\n");
}
