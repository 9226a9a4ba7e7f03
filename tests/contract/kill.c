/* Kills a sandbox with SIGKILL while it writes, again and again, and looks for what it had acknowledged.
 *
 * usage: kill [TIMES]
 *
 * Each round: a child serves a folder; this program creates datasets with a file and a table row each, until
 * the child is killed at a random moment; the database must be whole, a new child serves the folder, and
 * every acknowledged dataset must be there with its file's bytes and its row. Closes with "N acknowledged
 * writes, N lost".
 */
#include <jansson.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "portal/sandbox.h"
#include "tests/contract/site.h"

struct server {
    pid_t pid;
    char url[64];
};

static void serve(const char *folder, int out)
{
    struct problem problem = {0};
    const struct sandbox_options options = {.folder = folder, .stock = true};
    const struct sandbox *sandbox = sandbox_start(&options, &problem);
    const char *said = sandbox == NULL ? "none" : sandbox_url(sandbox);
    if (write(out, said, strlen(said) + 1) < 0)
        _exit(2);
    while (sandbox != NULL)
        pause();
    fprintf(stderr, "%s\n", problem.message.at);
    _exit(2);
}

static struct server start(const char *folder)
{
    struct server server = {0};
    int ends[2];
    if (pipe(ends) != 0)
        exit(2);
    server.pid = fork();
    if (server.pid == 0)
        serve(folder, ends[1]);
    close(ends[1]);
    if (read(ends[0], server.url, sizeof server.url - 1) <= 0 || strcmp(server.url, "none") == 0)
        exit(2);
    close(ends[0]);
    return server;
}

static void stop(const struct server *server)
{
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
}

/* 0 when the sandbox is gone. */
static struct reply post(const struct server *server, const char *token, const char *action, const char *type,
                         const char *body)
{
    char url[128];
    char secret[80];
    char kind[80];
    snprintf(url, sizeof url, "%s/api/3/action/%s", server->url, action);
    snprintf(secret, sizeof secret, "%s", token);
    snprintf(kind, sizeof kind, "%s", type);
    const struct header headers[] = {{(char[]){"Content-Type"}, kind}, {(char[]){"Authorization"}, secret}};
    const struct message message = {"POST", url, headers, 2, body, strlen(body)};
    return send_message(&message);
}

static long status_of(const struct server *server, const char *token, const char *action, const char *type,
                      const char *body, char id[static 40])
{
    struct reply reply = post(server, token, action, type, body);
    long status = reply.json == NULL ? 0 : reply.status;
    const char *made = json_string_value(json_object_get(json_object_get(reply.json, "result"), "id"));
    snprintf(id, 40, "%s", made == NULL ? "" : made);
    reply_free(&reply);
    return status;
}

/* What of one dataset was acknowledged. */
struct written {
    bool dataset;
    bool file;
    bool row;
    char resource[40];
};

static struct written write_one(const struct server *server, const char *token, int number)
{
    struct written written = {0};
    char body[1024];
    char id[40];
    snprintf(body, sizeof body, "{\"name\": \"kill-%d\", \"owner_org\": \"office\"}", number);
    written.dataset = status_of(server, token, "package_create", "application/json", body, id) == 200;
    if (!written.dataset)
        return written;
    snprintf(
        body, sizeof body,
        "--boundary\r\nContent-Disposition: form-data; name=\"package_id\"\r\n\r\nkill-%d\r\n--boundary\r\n"
        "Content-Disposition: form-data; name=\"upload\"; "
        "filename=\"a.csv\"\r\n\r\nnumber\n%d\n\r\n--boundary--\r\n",
        number, number);
    written.file = status_of(server, token, "resource_create", "multipart/form-data; boundary=boundary", body,
                             written.resource) == 200;
    if (!written.file)
        return written;
    snprintf(body, sizeof body,
             "{\"resource_id\": \"%s\", \"force\": true, \"fields\": [{\"id\": \"n\", \"type\": \"int\"}],"
             " \"records\": [{\"n\": %d}]}",
             written.resource, number);
    written.row = status_of(server, token, "datastore_create", "application/json", body, id) == 200;
    return written;
}

static bool file_is_whole(const struct server *server, const char *resource, int number)
{
    char url[256];
    char expected[64];
    snprintf(url, sizeof url, "%s/dataset/x/resource/%s/download/a.csv", server->url, resource);
    snprintf(expected, sizeof expected, "number\n%d\n", number);
    const struct message message = {.method = "GET", .url = url};
    struct reply reply = send_message(&message);
    bool whole = reply.status == 200 && reply.body != NULL && strcmp(reply.body, expected) == 0;
    reply_free(&reply);
    return whole;
}

static int count_lost(const struct server *server, const char *token, int number,
                      const struct written *written)
{
    char body[256];
    char id[40];
    int lost = 0;
    snprintf(body, sizeof body, "{\"id\": \"kill-%d\"}", number);
    if (written->dataset && status_of(server, token, "package_show", "application/json", body, id) != 200)
        lost++;
    if (written->file && !file_is_whole(server, written->resource, number))
        lost++;
    if (!written->row)
        return lost;
    snprintf(body, sizeof body, "{\"resource_id\": \"%s\"}", written->resource);
    struct reply reply = post(server, token, "datastore_search", "application/json", body);
    const json_t *records = json_object_get(json_object_get(reply.json, "result"), "records");
    lost += json_integer_value(json_object_get(json_array_get(records, 0), "n")) == number ? 0 : 1;
    reply_free(&reply);
    return lost;
}

static bool database_is_whole(const char *folder)
{
    char path[128];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    snprintf(path, sizeof path, "%s/portal.sqlite", folder);
    bool whole = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                 sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &statement, NULL) == SQLITE_OK &&
                 sqlite3_step(statement) == SQLITE_ROW &&
                 strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return whole;
}

/* The killer is a process of its own, so that it strikes in the middle of a call. */
static pid_t strike_later(pid_t victim, long microseconds)
{
    pid_t killer = fork();
    if (killer != 0)
        return killer;
    const struct timespec wait = {.tv_nsec = microseconds * 1000};
    nanosleep(&wait, NULL);
    kill(victim, SIGKILL);
    _exit(0);
}

static void round_of(const char *folder, const char *token, int *number, int figures[static 2])
{
    struct written written[200];
    const int first = *number;
    struct server server = start(folder);
    pid_t killer = strike_later(server.pid, 1000 + rand() % 400000);
    int count = 0;
    while (count < 200) {
        written[count] = write_one(&server, token, (*number)++);
        if (!written[count++].row)
            break;
    }
    waitpid(killer, NULL, 0);
    waitpid(server.pid, NULL, 0);
    figures[1] += database_is_whole(folder) ? 0 : 1;
    server = start(folder);
    for (int i = 0; i < count; i++) {
        figures[0] += written[i].dataset + written[i].file + written[i].row;
        figures[1] += count_lost(&server, token, first + i, &written[i]);
    }
    stop(&server);
}

int main(int count, char **arguments)
{
    const int rounds = count < 2 ? 100 : (int)strtol(arguments[1], NULL, 10);
    char folder[] = "/tmp/banchi-kill-XXXXXX";
    char command[64];
    char id[40];
    struct arena arena = {0};
    struct problem problem = {0};
    int figures[2] = {0};
    int number = 0;
    if (mkdtemp(folder) == NULL)
        return 2;
    const char *token = sandbox_token_make(&arena, folder, "kill", &problem);
    struct server server = start(folder);
    long made =
        status_of(&server, token, "organization_create", "application/json", "{\"name\": \"office\"}", id);
    stop(&server);
    if (!freopen("/dev/null", "w", stderr))
        return 2;
    for (int i = 0; made == 200 && i < rounds; i++)
        round_of(folder, token, &number, figures);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        printf("%s stays\n", folder);
    arena_free(&arena);
    printf("%d rounds, %d acknowledged writes, %d lost\n", rounds, figures[0], figures[1]);
    return figures[1] == 0 && figures[0] > 0 ? 0 : 1;
}
