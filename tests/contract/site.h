/* A fresh sandbox with the people of the recordings, and requests to it: for the programs in this folder.
 *
 * At the start it holds what the recordings' README says: admin (a sysadmin), editor, outsider, and the
 * organization stat-office with the editor.
 */
#ifndef BANCHI_TESTS_CONTRACT_SITE_H
#define BANCHI_TESTS_CONTRACT_SITE_H

#include <stdbool.h>
#include <stddef.h>

struct json_t;
struct sandbox;

enum person { PERSON_ADMIN, PERSON_EDITOR, PERSON_OUTSIDER, PERSON_ANONYMOUS, PERSON_COUNT };

struct site {
    char folder[64];
    struct sandbox *sandbox;
    const char *url;
    char *tokens[PERSON_COUNT];
};

/* Ends the program with a message when it cannot be made. */
void site_open(struct site *site, bool stock);
void site_close(struct site *site);

enum person person_of(const char *name);

struct header {
    char *name;
    char *value;
};

struct reply {
    long status;
    struct header headers[40];
    size_t header_count;
    char *body;
    size_t length;
    struct json_t *json; /* NULL: it is none */
};

struct message {
    const char *method;
    const char *url; /* whole */
    const struct header *headers;
    size_t header_count;
    const char *body; /* NULL: none */
    size_t length;
};

struct reply send_message(const struct message *message);
const char *reply_header(const struct reply *reply, const char *name);
void reply_free(struct reply *reply);

/* POSTs JSON to an action and ends the program unless it is 200; the caller releases the reply. */
struct reply site_call(const struct site *site, const char *token, const char *action, const char *body);

#endif
