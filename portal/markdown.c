#include "portal/markdown.h"

#include <ctype.h>
#include <md4c.h>

#include "base/limits.h"
#include "portal/html.h"

#define HEADING_FIRST 3
#define HEADING_LAST 6

/* Tags without anything to look up; NULL where a block has none. */
static const char *const BLOCK_TAGS[] = {
    [MD_BLOCK_QUOTE] = "blockquote",
    [MD_BLOCK_UL] = "ul",
    [MD_BLOCK_LI] = "li",
    [MD_BLOCK_P] = "p",
    [MD_BLOCK_THEAD] = "thead",
    [MD_BLOCK_TBODY] = "tbody",
    [MD_BLOCK_TR] = "tr",
    [MD_BLOCK_TH] = "th",
    [MD_BLOCK_TD] = "td",
};
static const char *const SPAN_TAGS[] = {
    [MD_SPAN_EM] = "em",
    [MD_SPAN_STRONG] = "strong",
    [MD_SPAN_CODE] = "code",
    [MD_SPAN_DEL] = "del",
};

static void add_tag(struct text *out, const char *open, const char *name)
{
    text_add(out, open);
    text_add(out, name);
    text_add_char(out, '>');
}

static unsigned heading_of(const MD_BLOCK_H_DETAIL *heading)
{
    unsigned level = heading->level + HEADING_FIRST - 1;
    return level > HEADING_LAST ? HEADING_LAST : level;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *self)
{
    struct text *out = self;
    if (type == MD_BLOCK_HR)
        text_add(out, "<hr>");
    else if (type == MD_BLOCK_H)
        text_format(out, "<h%u>", heading_of(detail));
    else if (type == MD_BLOCK_OL)
        text_format(out, "<ol start=\"%u\">", ((const MD_BLOCK_OL_DETAIL *)detail)->start);
    else if (type == MD_BLOCK_CODE)
        text_add(out, "<pre><code>");
    else if (type == MD_BLOCK_TABLE)
        text_add(out, "<div class=\"scroll\"><table>");
    else if ((size_t)type < sizeof BLOCK_TAGS / sizeof *BLOCK_TAGS && BLOCK_TAGS[type] != NULL)
        add_tag(out, "<", BLOCK_TAGS[type]);
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *self)
{
    struct text *out = self;
    if (type == MD_BLOCK_H)
        text_format(out, "</h%u>\n", heading_of(detail));
    else if (type == MD_BLOCK_OL)
        text_add(out, "</ol>\n");
    else if (type == MD_BLOCK_CODE)
        text_add(out, "</code></pre>\n");
    else if (type == MD_BLOCK_TABLE)
        text_add(out, "</table></div>\n");
    else if ((size_t)type < sizeof BLOCK_TAGS / sizeof *BLOCK_TAGS && BLOCK_TAGS[type] != NULL)
        add_tag(out, "</", BLOCK_TAGS[type]);
    return 0;
}

/* An entity stands for one character of text: it may pass as it is, if it is one at all. */
static void add_entity(struct text *out, struct slice entity)
{
    bool good = entity.length > 2 && entity.at[0] == '&' && entity.at[entity.length - 1] == ';';
    for (size_t i = 1; good && i + 1 < entity.length; i++)
        good = isalnum((unsigned char)entity.at[i]) || (i == 1 && entity.at[i] == '#');
    if (good)
        text_add_slice(out, entity);
    else
        html_escape(out, entity);
}

static void add_piece(struct text *out, MD_TEXTTYPE type, struct slice piece)
{
    if (type == MD_TEXT_NULLCHAR)
        text_add(out, "\xef\xbf\xbd");
    else if (type == MD_TEXT_ENTITY)
        add_entity(out, piece);
    else
        html_escape(out, piece);
}

/* The scheme must stand there as it is: one that is written with entities is none. */
static bool is_link(const MD_SPAN_A_DETAIL *link)
{
    return html_url_is_safe((struct slice){link->href.text, link->href.size});
}

static void open_link(struct text *out, const MD_ATTRIBUTE *href)
{
    text_add(out, "<a rel=\"nofollow noopener noreferrer\" href=\"");
    for (size_t i = 0; href->substr_offsets[i] < href->size; i++) {
        MD_OFFSET from = href->substr_offsets[i];
        add_piece(out, href->substr_types[i],
                  (struct slice){href->text + from, href->substr_offsets[i + 1] - from});
    }
    text_add(out, "\">");
}

static int enter_span(MD_SPANTYPE type, void *detail, void *self)
{
    if (type == MD_SPAN_A && is_link(detail))
        open_link(self, &((const MD_SPAN_A_DETAIL *)detail)->href);
    else if ((size_t)type < sizeof SPAN_TAGS / sizeof *SPAN_TAGS && SPAN_TAGS[type] != NULL)
        add_tag(self, "<", SPAN_TAGS[type]);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *self)
{
    if (type == MD_SPAN_A && is_link(detail))
        text_add(self, "</a>");
    else if ((size_t)type < sizeof SPAN_TAGS / sizeof *SPAN_TAGS && SPAN_TAGS[type] != NULL)
        add_tag(self, "</", SPAN_TAGS[type]);
    return 0;
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *at, MD_SIZE size, void *self)
{
    if (type == MD_TEXT_BR)
        text_add(self, "<br>\n");
    else if (type == MD_TEXT_SOFTBR)
        text_add_char(self, '\n');
    else
        add_piece(self, type, (struct slice){at, size});
    return 0;
}

void markdown_add(struct text *out, struct slice markdown)
{
    const MD_PARSER parser = {.flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
                                       MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS,
                              .enter_block = enter_block,
                              .leave_block = leave_block,
                              .enter_span = enter_span,
                              .leave_span = leave_span,
                              .text = add_text};
    struct text shown = {0};
    bool good = markdown.length <= LIMIT_MARKDOWN_BYTES &&
                md_parse(markdown.at, (MD_SIZE)markdown.length, &parser, &shown) == 0;
    text_add(out, good ? "<div class=\"prose\">" : "<pre>");
    if (good)
        text_add_slice(out, text_slice(&shown));
    else
        html_escape(out, markdown);
    text_add(out, good ? "</div>\n" : "</pre>\n");
    text_free(&shown);
}
