/* Texts of a file that is no table, gathered by what they are called: keys of JSON, elements of XML, columns
 * of a spreadsheet, nothing for plain text. Each name is judged as a column is.
 */
#ifndef BANCHI_CATALOG_PRIVACY_TEXTS_H
#define BANCHI_CATALOG_PRIVACY_TEXTS_H

#include "base/json.h"
#include "base/problem.h"
#include "catalog/privacy_gate.h"

struct arena;
struct dataset;
struct privacy_named_text;

/* What a published contact of the office may show: name, telephone, mail. */
#define PRIVACY_SIGNS_OF_CONTACTS                                                                            \
    (SIGN_BIT(SIGN_PHONE_GROUPED) | SIGN_BIT(SIGN_PHONE_SAID) | SIGN_BIT(SIGN_PHONE_MOBILE) |                \
     SIGN_BIT(SIGN_PHONE_LOOSE) | SIGN_BIT(SIGN_PHONE_SHORT) | SIGN_BIT(SIGN_PHONE_LANDLINE) |               \
     SIGN_BIT(SIGN_EMAIL) | SIGN_BIT(SIGN_NAME_TITLED) | SIGN_BIT(SIGN_NAME_ALMOST))

struct privacy_texts {
    struct arena *arena;
    const struct privacy_roles *roles;
    struct problem *problem; /* of a library that a file needs; NULL where no file is added */
    bool (*is_contact)(
        struct slice name); /* NULL: none is. Of a contact name, telephone and mail are no person's */
    bool prose;             /* written by people for people: one sign that says what it is is enough */
    struct privacy_named_text *named;
    size_t count;
    size_t room;
    size_t last; /* the name asked for last: texts of one name come together */
};

/* One text. `line` is where it stands, or 0. Names beyond LIMIT_PRIVACY_NAMES count as one. */
void privacy_texts_add(struct privacy_texts *texts, struct slice name, struct slice text, size_t line);

/* The verdicts, as parts of the file. */
void privacy_texts_judge(const struct privacy_texts *texts, struct privacy_parts *parts);

/* Every string and number of a JSON value, by the key it stands under; members named in `skip`, which ends
 * with NULL, are passed over. `document` may be NULL: then no lines are told. */
void privacy_texts_add_json(struct privacy_texts *texts, struct json_document *document,
                            const struct json *value, const char *const *skip);

/* ---- files ---- */

enum privacy_reading {
    PRIVACY_READ,
    PRIVACY_CLOSED, /* of a kind that cannot be looked into; `*why` says so. Not so when a problem is set */
};

/* Takes a file's content by what it is: text, JSON, XML, HTML, XLSX. In privacy_file.c. */
enum privacy_reading privacy_texts_add_file(struct privacy_texts *texts, struct slice content,
                                            const char **why);

/* Of one kind. In privacy_markup.c and privacy_workbook.c. */
enum privacy_reading privacy_texts_add_markup(struct privacy_texts *texts, struct slice content, bool html,
                                              const char **why);
enum privacy_reading privacy_texts_add_workbook(struct privacy_texts *texts, struct slice content,
                                                const char **why);

#endif
