/* The language of messages: Thai or English, through gettext (design, rule 13).
 *
 * language_start() is called once by main. The C locale becomes C.UTF-8, so that Thai works on a machine
 * without a Thai locale, and translations are found beside the binary (build/locale, or ../share/locale when
 * installed).
 */
#ifndef BANCHI_BASE_LANGUAGE_H
#define BANCHI_BASE_LANGUAGE_H

#include <libintl.h>
#include <stdbool.h>

/* Translates a message; its msgid is English. */
#define _(message) gettext(message)
/* Marks a message that is translated where it is used: for tables. */
#define N_(message) message

/* `choice` is --lang's value or NULL: then LANGUAGE, LC_ALL, LC_MESSAGES, LANG decide, first one that is set.
 * Anything but Thai is English. False when `choice` is neither. */
bool language_start(const char *choice);

bool language_is_thai(void);

#endif
