#include "publisher/retry.h"

#include "base/limits.h"

struct retry_row {
    enum delivery delivery;
    int status;
    unsigned reads; /* tries of a read in all */
    unsigned writes;
    long pause; /* milliseconds, before the second try */
};

static const struct retry_row retry_rows[] = {
    {DELIVERY_NOT_SENT, 0, LIMIT_TRIES, LIMIT_TRIES, 1000},
    {DELIVERY_LOST, 0, LIMIT_TRIES, 1, 1000}, /* a server that closed the connection without saying so */
    {DELIVERY_SILENT, 0, 1, 1, 0},
    {DELIVERY_ANSWERED, 429, LIMIT_TRIES, LIMIT_TRIES, 1000},
    {DELIVERY_ANSWERED, 502, LIMIT_TRIES, 1, 1000}, /* the server behind the front server may have worked */
    {DELIVERY_ANSWERED, 503, LIMIT_TRIES, LIMIT_TRIES, 1000},
    {DELIVERY_ANSWERED, 504, LIMIT_TRIES, 1, 1000},
};

static const struct retry_row *row_find(const struct answer *answer)
{
    int status = answer->delivery == DELIVERY_ANSWERED ? answer->status : 0;
    for (size_t i = 0; i < sizeof retry_rows / sizeof *retry_rows; i++)
        if (retry_rows[i].delivery == answer->delivery && retry_rows[i].status == status)
            return &retry_rows[i];
    return NULL;
}

/* From `pause` / 2 to `pause` * 3 / 2. */
static long spread(long pause, unsigned chance)
{
    return pause / 2 + pause * (long)(chance % RETRY_CHANCES) / RETRY_CHANCES;
}

long retry_delay(const struct answer *answer, bool write, unsigned tries, unsigned chance)
{
    const struct retry_row *row = row_find(answer);
    if (row == NULL || tries >= (write ? row->writes : row->reads))
        return -1;
    if (answer->delivery != DELIVERY_ANSWERED || answer->retry_after < 0)
        return spread(row->pause << (2 * (tries - 1)), chance);
    if (answer->retry_after > LIMIT_RETRY_AFTER_SECONDS)
        return -1;
    /* never sooner than asked; a little later, each by its own */
    return answer->retry_after * 1000 + spread(row->pause / 4, chance) - row->pause / 8;
}
