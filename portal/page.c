#include "portal/page.h"

#include <string.h>

#include "portal/answer.h"
#include "portal/html.h"
#include "portal/page_part.h"
#include "portal/request.h"
#include "portal/value.h"

extern const char portal_style[];
extern const char portal_style_end[];

#define POLICY                                                                                               \
    "default-src 'none'; style-src 'self'; img-src 'none'; form-action 'self'; base-uri 'none'; "            \
    "frame-ancestors 'none'"
#define SITE "พอร์ทัลทดลอง"

static void add_headers(struct answer *answer, unsigned status, const char *type)
{
    answer->status = status;
    answer_header(answer, "Content-Type", type);
    answer_header(answer, "Content-Security-Policy", POLICY);
    answer_header(answer, "X-Content-Type-Options", "nosniff");
    answer_header(answer, "Referrer-Policy", "same-origin");
    answer_header(answer, "Cache-Control", "no-cache");
}

void page_open(struct page *page, unsigned status, const char *title)
{
    add_headers(page->answer, status, "text/html; charset=utf-8");
    html_format(page->out,
                "<!DOCTYPE html>\n<html lang=\"th\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<title>%s - " SITE
                "</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n"
                "<header><nav aria-label=\"เมนูหลัก\"><a class=\"site\" href=\"/\">" SITE
                " <span>sandbox</span></a><a href=\"/dataset\">ชุดข้อมูล</a>"
                "<a href=\"/organization\">หน่วยงาน</a></nav></header>\n<main>\n",
                title);
}

void page_close(struct page *page)
{
    text_add(page->out, "</main>\n<footer><p><strong>พอร์ทัลนี้ใช้ทดลองบนเครื่องนี้เท่านั้น</strong> "
                        "ไม่ใช่เว็บไซต์ทางการของหน่วยงาน ข้อมูลที่เห็นยังไม่ได้เผยแพร่สู่สาธารณะ "
                        "และอาจถูกล้างเมื่อใดก็ได้</p></footer>\n</body>\n</html>\n");
}

void page_missing(struct page *page)
{
    page_open(page, 404, "ไม่พบหน้านี้");
    text_add(page->out, "<h1>ไม่พบหน้านี้</h1>\n<p>หน้านี้ไม่มีอยู่ หรือไม่ได้เปิดให้ดูเป็นสาธารณะ "
                        "ชุดข้อมูลส่วนตัวจะแสดงเมื่อส่งโทเคนมาด้วยเท่านั้น</p>\n"
                        "<p><a href=\"/dataset\">ดูชุดข้อมูลทั้งหมด</a></p>\n");
    page_close(page);
}

static void show_style(struct answer *answer)
{
    add_headers(answer, 200, "text/css; charset=utf-8");
    text_add_bytes(&answer->body, portal_style, (size_t)(portal_style_end - portal_style));
}

const char *page_title_of(const struct value *object)
{
    const char *title = value_get_text(object, "title");
    return title == NULL || *title == 0 ? value_get_text(object, "name") : title;
}

const char *page_dataset_address(struct page *page, const struct value *dataset, const struct value *resource)
{
    const char *name = html_url_part(page->arena, value_get_text(dataset, "name"));
    if (resource == NULL)
        return arena_format(page->arena, "/dataset/%s", name);
    return arena_format(page->arena, "/dataset/%s/resource/%s", name,
                        html_url_part(page->arena, value_get_text(resource, "id")));
}

/* What stands behind the prefix, without a slash at its end; NULL where the path is another. */
static const char *behind(struct page *page, const char *path, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(path, prefix, length) != 0 || (path[length] != 0 && path[length] != '/'))
        return NULL;
    const char *rest = path + length + (path[length] == '/' ? 1 : 0);
    size_t left = strlen(rest);
    return arena_copy(page->arena, rest, left > 0 && rest[left - 1] == '/' ? left - 1 : left);
}

bool page_is_at(const char *path)
{
    static const char *const beginnings[] = {"/dataset", "/organization"};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(beginnings[i]);
        if (strncmp(path, beginnings[i], length) == 0 && (path[length] == 0 || path[length] == '/'))
            return true;
    }
    return strcmp(path, "/") == 0 || strcmp(path, "/style.css") == 0;
}

/* "NAME" or "NAME/resource/ID". */
static void show_below_dataset(struct page *page, const char *rest)
{
    static const char resource[] = "/resource/";
    const char *slash = strchr(rest, '/');
    if (slash == NULL)
        page_show_dataset(page, rest);
    else if (strncmp(slash, resource, strlen(resource)) == 0 && strchr(slash + strlen(resource), '/') == NULL)
        page_show_resource(page, arena_copy(page->arena, rest, (size_t)(slash - rest)),
                           slash + strlen(resource));
    else
        page_missing(page);
}

void page_answer(struct request *request, struct answer *answer, const char *path)
{
    struct page page = {request, &request->arena, answer, &answer->body};
    const char *dataset = behind(&page, path, "/dataset");
    const char *organization = behind(&page, path, "/organization");
    if (strcmp(path, "/style.css") == 0)
        show_style(answer);
    else if (strcmp(path, "/") == 0 || (dataset != NULL && *dataset == 0))
        page_show_list(&page);
    else if (dataset != NULL)
        show_below_dataset(&page, dataset);
    else if (organization != NULL && *organization == 0)
        page_show_organizations(&page);
    else if (organization != NULL)
        page_show_organization(&page, organization);
    else
        page_missing(&page);
}
