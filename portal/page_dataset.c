#include <string.h>

#include "portal/html.h"
#include "portal/markdown.h"
#include "portal/package.h"
#include "portal/page_part.h"
#include "portal/request.h"
#include "portal/value.h"

void page_badges(struct page *page, const struct value *dataset)
{
    if (value_is_true(value_get(dataset, "private")))
        text_add(page->out, "<span class=\"badge private\">ส่วนตัว</span> ");
    if (!value_equals(value_get(dataset, "state"), "active"))
        html_format(page->out, "<span class=\"badge\">%s</span> ",
                    value_equals(value_get(dataset, "state"), "deleted") ? "ลบแล้ว" : "ฉบับร่าง");
}

/* NULL where it is not there or may not be read; CKAN 2.10 answers 404 to both. */
static const struct value *readable(struct page *page, const char *name)
{
    const struct package package = package_find(page->request, name);
    return package_allow_read(page->request, &package) ? package_dictize(page->request, &package) : NULL;
}

static void add_path(struct page *page, const struct value *dataset, bool whole)
{
    const struct value *organization = value_get(dataset, "organization");
    text_add(page->out, "<p class=\"path\"><a href=\"/dataset\">ชุดข้อมูล</a>");
    if (value_is(organization, VALUE_OBJECT))
        html_format(page->out, " › <a href=\"/organization/%s\">%s</a>",
                    html_url_part(page->arena, value_get_text(organization, "name")),
                    page_title_of(organization));
    if (whole)
        html_format(page->out, " › <a href=\"%s\">%s</a>", page_dataset_address(page, dataset, NULL),
                    page_title_of(dataset));
    text_add(page->out, "</p>\n");
}

static void add_tags(struct page *page, const struct value *tags)
{
    if (tags == NULL || tags->count == 0)
        return;
    text_add(page->out, "<ul class=\"tags\" aria-label=\"คำสำคัญ\">\n");
    for (size_t i = 0; i < tags->count; i++) {
        const char *name = value_get_text(tags->items[i], "name");
        html_format(page->out, "<li><a href=\"/dataset?q=%s\">%s</a></li>\n",
                    html_url_part(page->arena, name), name);
    }
    text_add(page->out, "</ul>\n");
}

static const char *resource_title(const struct value *resource)
{
    const char *name = value_get_text(resource, "name");
    return name == NULL || *name == 0 ? "ทรัพยากรที่ไม่มีชื่อ" : name;
}

static void add_format(struct page *page, const struct value *resource)
{
    const struct value *format = value_get(resource, "format");
    if (value_is(format, VALUE_STRING) && format->text.length > 0)
        html_format(page->out, " <span class=\"format\">%s</span>", format->text.at);
}

void page_download(struct page *page, const struct value *resource)
{
    const char *url = value_get_text(resource, "url");
    bool ours =
        url != NULL && strncmp(url, page->request->portal->url, strlen(page->request->portal->url)) == 0;
    if (url == NULL || !html_url_is_safe(slice_of(url)))
        return;
    html_format(page->out, "<a class=\"button\" rel=\"nofollow noopener noreferrer\" href=\"%s\">%s</a>\n",
                ours ? url + strlen(page->request->portal->url) : url, ours ? "ดาวน์โหลด" : "ไปยังลิงก์");
}

static void add_resource(struct page *page, const struct value *dataset, const struct value *resource)
{
    const struct value *description = value_get(resource, "description");
    html_format(page->out, "<li>\n<h3><a href=\"%s\">%s</a>", page_dataset_address(page, dataset, resource),
                resource_title(resource));
    add_format(page, resource);
    text_add(page->out, "</h3>\n");
    if (value_is(description, VALUE_STRING) && description->text.length > 0)
        markdown_add(page->out, description->text);
    page_resource_facts(page, resource);
    text_add(page->out, "<p class=\"actions\">");
    page_download(page, resource);
    html_format(page->out, "<a href=\"%s\">พจนานุกรมข้อมูลและตัวอย่างแถว</a></p>\n</li>\n",
                page_dataset_address(page, dataset, resource));
}

static void add_resources(struct page *page, const struct value *dataset)
{
    const struct value *resources = value_get(dataset, "resources");
    text_add(page->out, "<h2>ทรัพยากรข้อมูล</h2>\n");
    if (resources->count == 0)
        text_add(page->out, "<p>ชุดข้อมูลนี้ยังไม่มีทรัพยากร</p>\n");
    text_add(page->out, "<ul class=\"resources\">\n");
    for (size_t i = 0; i < resources->count; i++)
        add_resource(page, dataset, resources->items[i]);
    text_add(page->out, "</ul>\n");
}

void page_show_dataset(struct page *page, const char *name)
{
    const struct value *dataset = readable(page, name);
    if (dataset == NULL) {
        page_missing(page);
        return;
    }
    const struct value *notes = value_get(dataset, "notes");
    page_open(page, 200, page_title_of(dataset));
    add_path(page, dataset, false);
    html_format(page->out, "<h1>%s ", page_title_of(dataset));
    page_badges(page, dataset);
    text_add(page->out, "</h1>\n");
    if (value_is(notes, VALUE_STRING))
        markdown_add(page->out, notes->text);
    add_tags(page, value_get(dataset, "tags"));
    add_resources(page, dataset);
    text_add(page->out, "<h2>คำอธิบายชุดข้อมูล (metadata)</h2>\n");
    page_dataset_items(page, dataset);
    html_format(page->out,
                "<p class=\"quiet\"><a href=\"/api/3/action/package_show?id=%s\">ดูเป็น JSON (API)</a></p>\n",
                html_url_part(page->arena, value_get_text(dataset, "name")));
    page_close(page);
}

static const struct value *resource_of(const struct value *dataset, const char *id)
{
    const struct value *resources = value_get(dataset, "resources");
    for (size_t i = 0; resources != NULL && i < resources->count; i++)
        if (value_equals(value_get(resources->items[i], "id"), id))
            return resources->items[i];
    return NULL;
}

void page_show_resource(struct page *page, const char *name, const char *resource_id)
{
    const struct value *dataset = readable(page, name);
    const struct value *resource = resource_of(dataset, resource_id);
    if (resource == NULL) {
        page_missing(page);
        return;
    }
    const struct value *description = value_get(resource, "description");
    page_open(page, 200, resource_title(resource));
    add_path(page, dataset, true);
    html_format(page->out, "<h1>%s", resource_title(resource));
    add_format(page, resource);
    text_add(page->out, " ");
    page_badges(page, dataset);
    text_add(page->out, "</h1>\n");
    if (value_is(description, VALUE_STRING))
        markdown_add(page->out, description->text);
    text_add(page->out, "<p class=\"actions\">");
    page_download(page, resource);
    text_add(page->out, "</p>\n");
    page_table(page, resource_id);
    text_add(page->out, "<h2>รายละเอียดทรัพยากร</h2>\n");
    page_resource_items(page, resource);
    page_close(page);
}
