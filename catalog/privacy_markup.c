#include "base/arena.h"
#include "base/language.h"
#include "catalog/privacy_texts.h"
#include "catalog/xml_texts.h"

#define NESTING 64 /* names deeper than this are that of the level */

struct markup {
    struct xml_sink sink;
    struct privacy_texts *texts;
    struct slice names[NESTING];
    size_t depth;
};

static void begin(struct xml_sink *self, struct slice element)
{
    struct markup *markup = (struct markup *)self;
    if (markup->depth < NESTING)
        markup->names[markup->depth] =
            (struct slice){slice_copy(markup->texts->arena, element), element.length};
    markup->depth++;
}

static void end(struct xml_sink *self, struct slice element)
{
    struct markup *markup = (struct markup *)self;
    (void)element;
    markup->depth--;
}

static void text(struct xml_sink *self, struct slice attribute, struct slice text)
{
    struct markup *markup = (struct markup *)self;
    size_t level = markup->depth < NESTING ? markup->depth : NESTING;
    struct slice name = attribute;
    if (name.length == 0 && level > 0)
        name = markup->names[level - 1];
    privacy_texts_add(markup->texts, name, text, 0);
}

enum privacy_reading privacy_texts_add_markup(struct privacy_texts *texts, struct slice content, bool html,
                                              const char **why)
{
    struct markup markup = {.sink = {begin, end, text}, .texts = texts};
    if (html) {
        markup.sink.begin = NULL;
        markup.sink.end = NULL;
        texts->prose = true;
    }
    if (html ? html_read(content, &markup.sink, texts->problem)
             : xml_read(content, &markup.sink, texts->problem))
        return PRIVACY_READ;
    *why = _("it is no well-formed XML");
    return PRIVACY_CLOSED;
}
