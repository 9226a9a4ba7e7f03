#include "publisher/retry.h"

#include "base/limits.h"

struct retry_row {
    enum delivery delivery;
    int status;
    bool read;
    bool write;
};

static const struct retry_row retry_rows[] = {
    {DELIVERY_NOT_SENT, 0, true, true},
    {DELIVERY_LOST, 0, true, false}, /* a server that closed the connection without saying so */
    {DELIVERY_ANSWERED, 429, true, true},
    {DELIVERY_ANSWERED, 502, true, false}, /* the server behind the front server may have worked */
    {DELIVERY_ANSWERED, 503, true, true},
    {DELIVERY_ANSWERED, 504, true, false},
};

#define FIRST_DELAY 250L

static bool row_allows(const struct retry_row *row, const struct answer *answer, bool write)
{
    if (row->delivery != answer->delivery)
        return false;
    if (row->delivery == DELIVERY_ANSWERED && row->status != answer->status)
        return false;
    return write ? row->write : row->read;
}

long retry_delay(const struct answer *answer, bool write, unsigned tries)
{
    if (tries >= LIMIT_TRIES)
        return -1;
    for (size_t i = 0; i < sizeof retry_rows / sizeof *retry_rows; i++) {
        if (!row_allows(&retry_rows[i], answer, write))
            continue;
        if (answer->delivery != DELIVERY_ANSWERED || answer->retry_after < 0)
            return FIRST_DELAY << (2 * tries);
        return answer->retry_after > LIMIT_RETRY_AFTER_SECONDS ? -1 : answer->retry_after * 1000;
    }
    return -1;
}
