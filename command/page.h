/* A plan as a page for the reviewer: to read, print and sign (`plan --html FILE`).
 *
 * One HTML document that needs nothing else: no script, no address, the style in it, laid out for A4. It is
 * made of the plan's document alone (command/plan_file.h), so that the page of a plan just made and that of
 * the plan kept in a file are the same, and it bears the plan's digest. Whatever comes from files or portal
 * is escaped (command/markup.h) and masked as in every report. A plan that cannot be sent as it is says so,
 * and has neither digest nor a place to sign.
 */
#ifndef BANCHI_COMMAND_PAGE_H
#define BANCHI_COMMAND_PAGE_H

#include "base/json.h"
#include "base/text.h"

struct profile;

/* In the user's language; `profile` says what items are called. */
void page_write(const struct json *plan, const struct profile *profile, struct text *out);

#endif
