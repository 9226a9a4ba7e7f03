/* URIs by RFC 3986: taken apart, judged, and resolved against a base. Nothing is fetched. */
#ifndef BANCHI_METADATA_URI_H
#define BANCHI_METADATA_URI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct arena;

/* Parts of a reference; `at` is NULL where the part is absent, which is not the same as empty. The path is
 * never absent. Delimiters are left out. */
struct uri {
    struct slice scheme;
    struct slice authority;
    struct slice path;
    struct slice query;
    struct slice fragment;
};

/* Takes any text apart as RFC 3986 appendix B does. */
struct uri uri_split(struct slice text);

/* True when the text follows RFC 3986's grammar of a URI, or with `relative` of a URI reference. */
bool uri_valid(struct slice text, bool relative);

/* The same for RFC 3987's IRIs. */
bool iri_valid(struct slice text, bool relative);

/* True for a code point beyond ASCII that an IRI may hold; its query may hold private ones too. */
bool character_is_international(uint32_t point, bool of_query);

/* The reference as seen from the base (5.2.2), dot segments removed, with its fragment. A base that is a
 * relative reference itself, or empty, is taken for a place in a folder: "./b.json" is "b.json" then, and
 * "../b.json" stays. */
struct slice uri_resolve(struct arena *arena, struct slice base, struct slice reference);

/* With %XX decoded; what is no escape stays. */
struct slice uri_decode(struct arena *arena, struct slice text);

/* Addresses as text: RFC 2673 3.2 dotted quad, RFC 4291 2.2. */
bool address_4_valid(struct slice text);
bool address_6_valid(struct slice text);

#endif
