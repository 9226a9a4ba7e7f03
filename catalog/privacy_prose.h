/* A first look at prose (metadata, dictionaries, free text in tables): whether a text surely shows nothing of
 * which the gate would make a verdict. One walk over the text; the detectors of privacy.h then look at the
 * few that are left.
 *
 * It may say no to a text that shows nothing, never yes to one that shows something. What counts are the
 * signs of which privacy_judge() makes a verdict in prose whatever a text is called; the caller asks the
 * names. Words beside digits, and letters that are neither ASCII nor Thai, are always looked at again.
 */
#ifndef BANCHI_CATALOG_PRIVACY_PROSE_H
#define BANCHI_CATALOG_PRIVACY_PROSE_H

#include <stdbool.h>

#include "base/text.h"

struct arena;
struct privacy_look;
struct privacy_keys;
struct privacy_prose;
struct privacy_prose_map;

/* What is looked for, made ready once; read-only afterwards. */
const struct privacy_prose *privacy_prose_open(struct arena *arena);

/* Surely nothing. The text is valid UTF-8. `scratch` is used for texts of several lines. */
bool privacy_prose_harmless(const struct privacy_prose *prose, struct slice text, struct arena *scratch);

/* A document that is read as a whole, and then asked of many texts that stand in it: cheaper than reading
 * each. One thread's; made once, and read anew for each document, which it points into. */
struct privacy_prose_map *privacy_prose_map(struct arena *arena);
void privacy_prose_read(const struct privacy_prose *prose, struct privacy_prose_map *map,
                        struct slice document);

/* privacy_prose_harmless() of a text, which need not stand in the document. */
bool privacy_prose_harmless_in(const struct privacy_prose *prose, const struct privacy_prose_map *map,
                               struct slice text, struct arena *scratch);

/* The same of a cell in a column, save for such signs as count only in columns that are called so
 * (SIGNS_OF_NAMED, and SIGN_NAME_WORDS where words are no names): a plate or an address in its own cell, and
 * a title at the beginning, come on top of what counts in prose. The text is valid UTF-8. For columns whose
 * texts do not repeat (the promise is that of catalog/privacy_harmless.h). */
bool privacy_prose_dull(const struct privacy_prose *prose, struct slice text);

/* Keys of documents, asked about once: whether they are called like personal data. One thread's. */
struct privacy_keys *privacy_keys_open(struct arena *arena);
bool privacy_keys_personal(struct privacy_keys *keys, struct slice key);

/* Of what the detectors have seen: nothing that is a verdict in prose by itself. */
bool privacy_prose_says_nothing(const struct privacy_look *look);

#endif
