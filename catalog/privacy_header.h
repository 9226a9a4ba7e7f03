/* What a column's name says of its values. Internal to catalog/privacy*.c. */
#ifndef BANCHI_CATALOG_PRIVACY_HEADER_H
#define BANCHI_CATALOG_PRIVACY_HEADER_H

#include "catalog/privacy.h"

struct header_hints {
    bool personal;          /* named like personal data */
    enum privacy_kind kind; /* of that kind; also where the name alone is not enough to say so */
    bool codes;             /* named like barcodes, order numbers, serial numbers */
    bool amounts;           /* named like amounts of money */
    bool office;            /* named like a place or a body: its address and telephone are an office's */
    bool people;            /* "ชื่อ", "name": of persons or of things, the values tell */
};

void header_read(const struct privacy_subject *subject, struct header_hints *hints);

#endif
