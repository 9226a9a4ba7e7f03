/* A JSON file of the workspace, read with all that can be wrong with reading it told as findings.
 */
#ifndef BANCHI_CATALOG_DOCUMENT_H
#define BANCHI_CATALOG_DOCUMENT_H

#include "base/finding.h"
#include "base/json.h"

struct arena;

/* Reads `document->file` of the folder `folder`, beneath which it must stay; `document->dataset` and `->file`
 * are set by the caller, `name` is the file's path from `folder`. Findings M001 to M010. False when there is
 * no root. */
bool document_read(struct arena *arena, const char *folder, const char *name, struct finding_sink *sink,
                   struct json_document *document);

/* Takes the bytes of a file that was read already, as document_read() does. */
bool document_take(struct arena *arena, struct slice text, struct finding_sink *sink,
                   struct json_document *document);

#endif
