#include "publisher/download.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/retry.h"

/* One file under way. */
struct fetching {
    struct download *download;
    struct hash *hash;
    uint64_t most;
    bool too_large;
    int error; /* of writing it here; 0: none */
};

/* ---- piece by piece ---- */

static bool begin_anew(struct fetching *fetching)
{
    char unused[HASH_HEX_BYTES];
    int file = fetching->download->descriptor;
    hash_finish(fetching->hash, unused);
    fetching->hash = hash_start();
    fetching->download->bytes = 0;
    if (file >= 0 && (ftruncate(file, 0) != 0 || lseek(file, 0, SEEK_SET) < 0))
        fetching->error = errno;
    return fetching->error == 0;
}

static bool put(struct fetching *fetching, const char *at, size_t length)
{
    while (length > 0 && fetching->download->descriptor >= 0) {
        ssize_t written = write(fetching->download->descriptor, at, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            fetching->error = errno;
            return false;
        }
        at += written;
        length -= (size_t)written;
    }
    return true;
}

static bool take(void *taker, const char *at, size_t length)
{
    struct fetching *fetching = taker;
    struct download *download = fetching->download;
    if (at == NULL)
        return begin_anew(fetching);
    if (length > fetching->most - download->bytes) {
        fetching->too_large = true;
        return false;
    }
    hash_add(fetching->hash, at, length);
    download->bytes += length;
    meter_add(download->meter, length);
    return put(fetching, at, length);
}

static struct fetching fetching_begin(struct download *download, uint64_t usual)
{
    download->bytes = 0;
    download->media_type = "";
    download->leads_to = NULL;
    return (struct fetching){
        .download = download, .hash = hash_start(), .most = download->most > 0 ? download->most : usual};
}

/* What ended it here; the hash of what came. */
static bool fetching_end(struct fetching *fetching, const char *subject, struct problem *problem)
{
    hash_finish(fetching->hash, fetching->download->sha256);
    if (fetching->error != 0)
        return problem_set_errno(problem, fetching->error,
                                 _("\"%s\" was fetched, but cannot be written here"), subject);
    if (fetching->too_large)
        return problem_set(problem, PROBLEM_NETWORK,
                           _("\"%s\" is larger than %llu bytes, the limit, so it was not fetched."), subject,
                           (unsigned long long)fetching->most);
    return true;
}

/* ---- from the portal ---- */

bool download_file(struct ckan *ckan, struct download *download, struct arena *arena, struct problem *problem)
{
    struct fetching fetching = fetching_begin(download, LIMIT_DOWNLOAD_BYTES);
    struct ckan_download ask = {.package_id = download->package_id,
                                .resource_id = download->resource_id,
                                .file_name = download->name,
                                .take = take,
                                .taker = &fetching,
                                .may_lead_on = download->may_lead_on};
    bool came = ckan_download(ckan, &ask, arena, problem);
    bool kept = fetching_end(&fetching, slice_copy(arena, download->name), problem);
    download->media_type = came ? ask.media_type : "";
    download->leads_to = came ? ask.leads_to : NULL;
    return came && kept;
}

/* ---- from anywhere ---- */

static bool link_refuse(const char *url, const char *why, struct problem *problem)
{
    return problem_set(problem, PROBLEM_NETWORK, _("The link %s was not followed: %s"), url, why);
}

/* Where the host begins; 0: it is no address that is fetched. */
static size_t host_place(const char *url)
{
    return strncasecmp(url, "https://", 8) == 0 ? 8 : strncasecmp(url, "http://", 7) == 0 ? 7 : 0;
}

/* Nothing that steers a terminal or hides a host, and nothing that would be sent along as a password. */
static bool link_is_plain(const char *url, struct problem *problem)
{
    const char *host = url + host_place(url);
    const char *end = host + strcspn(host, "/?#");
    for (const char *c = url; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7f || ((unsigned char)*c > 0x7f && c < end))
            return link_refuse(_("(not shown)"),
                               _("it holds blanks, signs that are not seen, or a host in other "
                                 "letters than a to z."),
                               problem);
    if (host == url)
        return link_refuse(_("(not shown)"), _("it begins neither with http:// nor with https://."), problem);
    if (memchr(host, '@', (size_t)(end - host)) != NULL)
        return link_refuse(_("(not shown)"), _("it holds a user or a password."), problem);
    return true;
}

/* Thai letters behind the host go as they are written in a browser's address: percent-encoded. */
static const char *link_encoded(struct arena *arena, const char *url)
{
    struct text out = {0};
    for (const char *c = url; *c != '\0'; c++)
        if ((unsigned char)*c > 0x7f)
            text_format(&out, "%%%02X", (unsigned char)*c);
        else
            text_add_char(&out, *c);
    const char *kept = arena_copy(arena, out.length > 0 ? out.at : "", out.length);
    text_free(&out);
    return kept;
}

static bool is_redirect(const struct answer *answer)
{
    return answer->status >= 300 && answer->status < 400;
}

static bool link_answer(const char *url, const struct answer *answer, struct problem *problem)
{
    if (answer->delivery == DELIVERY_BARRED)
        return link_refuse(
            url, _("it leads to this machine, or into a private network, where banchi fetches nothing from."),
            problem);
    if (answer->delivery != DELIVERY_ANSWERED)
        return problem_set(problem, PROBLEM_NETWORK, _("The link %s cannot be fetched (%s)."), url,
                           answer->reason);
    if (is_redirect(answer) && answer->location != NULL)
        return true;
    return answer->status == 200 ||
           problem_set(problem, PROBLEM_NETWORK, _("The link %s answers with status %d instead of a file."),
                       url, answer->status);
}

/* One address, tried as often as the policy allows. */
static bool link_ask(struct transport *line, struct fetching *fetching, const char *url, struct arena *arena,
                     struct answer *answer, struct problem *problem)
{
    struct request request = {.url = url, .take = take, .taker = fetching, .time = LIMIT_LINK_TIME};
    for (unsigned tries = 1;; tries++) {
        if (interrupt_came())
            return problem_set(problem, PROBLEM_INTERRUPTED, _("Interrupted before %s was fetched."), url);
        if (!begin_anew(fetching))
            return true; /* fetching_end() tells it */
        if (!line->send(line, &request, arena, answer, problem))
            return false;
        long delay = retry_delay(answer, false, tries, RETRY_CHANCES / 2);
        if (delay < 0)
            return link_answer(url, answer, problem);
        line->wait(line, (unsigned)delay);
    }
}

static bool link_follow(struct transport *line, struct fetching *fetching, const char *url,
                        struct arena *arena, struct problem *problem)
{
    for (unsigned hops = 0; hops <= LIMIT_LINK_REDIRECTS; hops++) {
        struct answer answer = {.delivery = DELIVERY_NOT_SENT, .content_type = ""};
        if (!link_is_plain(url, problem))
            return false;
        url = link_encoded(arena, url);
        if (!link_ask(line, fetching, url, arena, &answer, problem))
            return false;
        fetching->download->media_type = answer.content_type;
        if (fetching->error != 0 || fetching->too_large || !is_redirect(&answer))
            return true;
        url = answer.location;
    }
    return problem_set(problem, PROBLEM_NETWORK,
                       _("A link was not followed: it led on %d times, the limit, and then to %s."),
                       LIMIT_LINK_REDIRECTS, url);
}

bool download_link(struct transport *line, const char *url, struct download *download, struct arena *arena,
                   struct problem *problem)
{
    struct fetching fetching = fetching_begin(download, LIMIT_LINK_BYTES);
    bool came = link_follow(line, &fetching, url, arena, problem);
    bool kept = fetching_end(&fetching, link_encoded(arena, url), problem);
    return came && kept;
}

/* ---- what the portal said ---- */

static bool is_sha256(struct slice hash)
{
    for (size_t i = 0; i < hash.length; i++)
        if (strchr("0123456789abcdefABCDEF", hash.at[i]) == NULL || hash.at[i] == '\0')
            return false;
    return hash.length == HASH_HEX_BYTES - 1;
}

static bool names_html(struct slice text)
{
    struct slice start = {text.at, text.length < 9 ? text.length : 9};
    return (start.length == 9 && strncasecmp(start.at, "text/html", 9) == 0) ||
           (text.length >= 3 && strncasecmp(text.at, "htm", 3) == 0);
}

bool download_is_page(const struct json *resource, const struct download *download)
{
    return names_html(slice_of(download->media_type)) &&
           !names_html(json_text(json_get(resource, "mimetype"))) &&
           !names_html(json_text(json_get(resource, "format"))) && !slice_ends(download->name, ".html") &&
           !slice_ends(download->name, ".htm");
}

bool download_page_refuse(const char *name, struct problem *problem)
{
    return problem_set(problem, PROBLEM_NETWORK, _("\"%s\": a page (HTML) was served in place of the file."),
                       name);
}

bool download_claims(const struct json *resource, const struct download *download, struct problem *problem)
{
    struct arena local = {0};
    struct slice hash = json_text(json_get(resource, "hash"));
    const char *name = slice_copy(&local, download->name);
    bool other = is_sha256(hash) && strncasecmp(hash.at, download->sha256, hash.length) != 0;
    bool page = (other || !is_sha256(hash)) && download_is_page(resource, download);
    if (page)
        download_page_refuse(name, problem);
    if (other)
        problem_set(problem, PROBLEM_NETWORK,
                    _("\"%s\": the portal serves other bytes than those of the hash that it names. They were "
                      "damaged on the way, or the file was replaced there and its hash was not: have the "
                      "portal's keeper put the hash right, or empty it."),
                    name);
    arena_free(&local);
    return !other && !page;
}
