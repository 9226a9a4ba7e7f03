/* Names of files and kinds of content, as CKAN and the Python beneath it see them. */
#ifndef BANCHI_PORTAL_MIME_H
#define BANCHI_PORTAL_MIME_H

#include "base/text.h"

struct arena;

/* The media type that a name's extension stands for; NULL when it is not known. */
const char *mime_of_name(const char *name);

/* The format as CKAN writes it ("csv", "text/csv" -> "CSV"); what it does not know stays as it is. */
const char *format_unified(struct arena *arena, const char *format);

/* What CKAN makes of a file's name: its last part, lowered, without all but [a-z0-9_. -], blanks as "-",
 * at least three letters long (filled up with "_"), at most 100. */
char *name_munged(struct arena *arena, const char *name);

#endif
