/* XML and HTML as a stream of names and texts, by libxml2. No network, no other file, no entity from outside
 * is ever read.
 */
#ifndef BANCHI_CATALOG_XML_TEXTS_H
#define BANCHI_CATALOG_XML_TEXTS_H

#include <stdbool.h>

#include "base/problem.h"
#include "base/text.h"

/* What the reader tells; implementations embed this as their first member. Slices are good during the call.
 */
struct xml_sink {
    void (*begin)(struct xml_sink *self, struct slice element); /* may be NULL, as end may */
    void (*end)(struct xml_sink *self, struct slice element);
    void (*text)(struct xml_sink *self, struct slice attribute, struct slice text); /* "": no attribute's */
};

/* False when it is not well formed: what came before was told. With a problem, when libxml2 is not there (it
 * is loaded only now: base/late_library.h); the same holds for the next. */
bool xml_read(struct slice content, struct xml_sink *sink, struct problem *problem);

/* Takes every HTML as browsers do; false only when it is too large. */
bool html_read(struct slice content, struct xml_sink *sink, struct problem *problem);

#endif
