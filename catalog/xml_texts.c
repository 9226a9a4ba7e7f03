#include "catalog/xml_texts.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"

static struct slice slice_of_xml(const xmlChar *text)
{
    return slice_of((const char *)text);
}

/* ---- XML, as a stream ---- */

/* No network, no files, no entities from outside; what is wrong with the file is not printed. */
#define XML_OPTIONS                                                                                          \
    (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_HUGE)

static void add_attributes(xmlTextReader *reader, struct xml_sink *sink)
{
    while (xmlTextReaderMoveToNextAttribute(reader) == 1)
        sink->text(sink, slice_of_xml(xmlTextReaderConstLocalName(reader)),
                   slice_of_xml(xmlTextReaderConstValue(reader)));
    xmlTextReaderMoveToElement(reader);
}

/* Entities of its own would be text that is not read. */
static bool declares_entities(xmlTextReader *reader)
{
    const xmlNode *node = xmlTextReaderCurrentNode(reader);
    return xmlTextReaderNodeType(reader) == XML_READER_TYPE_DOCUMENT_TYPE && node != NULL &&
           node->children != NULL;
}

static void take_node(xmlTextReader *reader, struct xml_sink *sink)
{
    struct slice name = slice_of_xml(xmlTextReaderConstLocalName(reader));
    switch (xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT:
        if (sink->begin != NULL)
            sink->begin(sink, name);
        add_attributes(reader, sink);
        if (sink->end != NULL && xmlTextReaderIsEmptyElement(reader) == 1)
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
        sink->text(sink, (struct slice){"", 0}, slice_of_xml(xmlTextReaderConstValue(reader)));
        break;
    default:
        break;
    }
}

bool xml_read(struct slice content, struct xml_sink *sink)
{
    if (content.length > INT_MAX)
        return false;
    xmlTextReader *reader = xmlReaderForMemory(content.at, (int)content.length, NULL, NULL, XML_OPTIONS);
    int state = reader != NULL ? xmlTextReaderRead(reader) : -1;
    for (; state == 1; state = xmlTextReaderRead(reader)) {
        if (declares_entities(reader)) {
            state = -1;
            break;
        }
        take_node(reader, sink);
    }
    xmlFreeTextReader(reader);
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

bool html_read(struct slice content, struct xml_sink *sink)
{
    htmlSAXHandler handler = {.startElement = html_begin,
                              .characters = html_text,
                              .cdataBlock = html_text,
                              .comment = html_comment};
    if (content.length > INT_MAX)
        return false;
    htmlParserCtxt *context = htmlCreatePushParserCtxt(&handler, sink, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (context == NULL)
        return false;
    htmlCtxtUseOptions(context, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    htmlParseChunk(context, content.at, (int)content.length, 1);
    htmlFreeParserCtxt(context);
    return true;
}
