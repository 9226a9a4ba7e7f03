#include "catalog/xml_texts.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/late_library.h"

#define LIBXML_FUNCTIONS(X)                                                                                  \
    X(htmlCreatePushParserCtxt)                                                                              \
    X(htmlCtxtUseOptions)                                                                                    \
    X(htmlFreeParserCtxt)                                                                                    \
    X(htmlParseChunk)                                                                                        \
    X(xmlFreeTextReader)                                                                                     \
    X(xmlReaderForMemory)                                                                                    \
    X(xmlTextReaderConstLocalName)                                                                           \
    X(xmlTextReaderConstValue)                                                                               \
    X(xmlTextReaderCurrentNode)                                                                              \
    X(xmlTextReaderIsEmptyElement)                                                                           \
    X(xmlTextReaderMoveToElement)                                                                            \
    X(xmlTextReaderMoveToNextAttribute)                                                                      \
    X(xmlTextReaderNodeType)                                                                                 \
    X(xmlTextReaderRead)

struct libxml {
    LIBXML_FUNCTIONS(LATE_MEMBER)
};
static const char *const LIBXML_NAMES[] = {LIBXML_FUNCTIONS(LATE_NAME) NULL};
static const struct late_library LIBXML = LATE_LIBRARY("libxml2", "libxml2.so.2", "libxml2", LIBXML_NAMES);

static struct slice slice_of_xml(const xmlChar *text)
{
    return slice_of((const char *)text);
}

/* ---- XML, as a stream ---- */

/* No network, no files, no entities from outside; what is wrong with the file is not printed. */
#define XML_OPTIONS                                                                                          \
    (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_HUGE)

static void add_attributes(const struct libxml *lib, xmlTextReader *reader, struct xml_sink *sink)
{
    while (lib->xmlTextReaderMoveToNextAttribute(reader) == 1)
        sink->text(sink, slice_of_xml(lib->xmlTextReaderConstLocalName(reader)),
                   slice_of_xml(lib->xmlTextReaderConstValue(reader)));
    lib->xmlTextReaderMoveToElement(reader);
}

/* Entities of its own would be text that is not read. */
static bool declares_entities(const struct libxml *lib, xmlTextReader *reader)
{
    const xmlNode *node = lib->xmlTextReaderCurrentNode(reader);
    return lib->xmlTextReaderNodeType(reader) == XML_READER_TYPE_DOCUMENT_TYPE && node != NULL &&
           node->children != NULL;
}

static void take_node(const struct libxml *lib, xmlTextReader *reader, struct xml_sink *sink)
{
    struct slice name = slice_of_xml(lib->xmlTextReaderConstLocalName(reader));
    switch (lib->xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT:
        if (sink->begin != NULL)
            sink->begin(sink, name);
        add_attributes(lib, reader, sink);
        if (sink->end != NULL && lib->xmlTextReaderIsEmptyElement(reader) == 1)
            sink->end(sink, name);
        break;
    case XML_READER_TYPE_END_ELEMENT:
        if (sink->end != NULL)
            sink->end(sink, name);
        break;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_COMMENT:
    case XML_READER_TYPE_PROCESSING_INSTRUCTION:
        sink->text(sink, (struct slice){"", 0}, slice_of_xml(lib->xmlTextReaderConstValue(reader)));
        break;
    default:
        break;
    }
}

bool xml_read(struct slice content, struct xml_sink *sink, struct problem *problem)
{
    struct libxml loaded;
    const struct libxml *lib = &loaded;
    if (content.length > INT_MAX || !late_load(&LIBXML, &loaded, problem))
        return false;
    xmlTextReader *reader = lib->xmlReaderForMemory(content.at, (int)content.length, NULL, NULL, XML_OPTIONS);
    int state = reader != NULL ? lib->xmlTextReaderRead(reader) : -1;
    for (; state == 1; state = lib->xmlTextReaderRead(reader)) {
        if (declares_entities(lib, reader)) {
            state = -1;
            break;
        }
        take_node(lib, reader, sink);
    }
    lib->xmlFreeTextReader(reader);
    return state == 0;
}

/* ---- HTML ---- */

static void html_begin(void *given, const xmlChar *name, const xmlChar **attributes)
{
    struct xml_sink *sink = given;
    (void)name;
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        if (attributes[i + 1] != NULL)
            sink->text(sink, slice_of_xml(attributes[i]), slice_of_xml(attributes[i + 1]));
}

static void html_text(void *given, const xmlChar *text, int length)
{
    struct xml_sink *sink = given;
    sink->text(sink, (struct slice){"", 0}, (struct slice){(const char *)text, (size_t)length});
}

static void html_comment(void *given, const xmlChar *text)
{
    struct xml_sink *sink = given;
    sink->text(sink, (struct slice){"", 0}, slice_of_xml(text));
}

bool html_read(struct slice content, struct xml_sink *sink, struct problem *problem)
{
    struct libxml loaded;
    const struct libxml *lib = &loaded;
    htmlSAXHandler handler = {.startElement = html_begin,
                              .characters = html_text,
                              .cdataBlock = html_text,
                              .comment = html_comment};
    if (content.length > INT_MAX || !late_load(&LIBXML, &loaded, problem))
        return false;
    htmlParserCtxt *context =
        lib->htmlCreatePushParserCtxt(&handler, sink, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (context == NULL)
        return false;
    lib->htmlCtxtUseOptions(context, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    lib->htmlParseChunk(context, content.at, (int)content.length, 1);
    lib->htmlFreeParserCtxt(context);
    return true;
}
