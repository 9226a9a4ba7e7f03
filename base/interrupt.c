#include "base/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int held[] = {SIGINT, SIGTERM, SIGHUP};

void interrupt_hold(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        sigaddset(&signals, held[i]);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

bool interrupt_came(void)
{
    sigset_t waiting;
    bool came = false;
    if (sigpending(&waiting) != 0)
        return false;
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        came = came || sigismember(&waiting, held[i]) == 1;
    return came;
}
