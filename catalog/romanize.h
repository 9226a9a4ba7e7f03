/* Thai in Latin letters, after the Royal Institute's general system (RTGS), without tones.
 *
 * Thai writes no blanks between words and leaves vowels out, so that only a dictionary could be right always;
 * this goes by the letters: vowels around their consonant, clusters (ก ข ค ต ป ผ พ with ร ล ว), ห that leads,
 * final consonants by their class, what ์ silences left out. Good for names that a person then looks at.
 */
#ifndef BANCHI_CATALOG_ROMANIZE_H
#define BANCHI_CATALOG_ROMANIZE_H

#include "base/text.h"

/* Adds the Latin letters of Thai text, lower-case; what is not Thai is left out. */
void romanize(struct slice thai, struct text *out);

#endif
