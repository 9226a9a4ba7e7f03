/* Times two commands in turn, A B A B ..., and prints the median CPU time of each, the median of the ratios
 * A/B, the same of the time on the clock, and the largest memory of each.
 *
 *     pairs COUNT LABEL COMMAND-A COMMAND-B [WHAT COMMAND-LESS]...
 *
 * Commands are given to sh; their output goes to /dev/null; one that ends with more than 2 has failed. For
 * each COMMAND-LESS, what both cannot do without, its time is printed too, and the ratio with it taken off
 * both.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_PAIRS 99
#define MOST_LESS 4

struct measure {
    double seconds; /* of CPU, the process and its children; below 0 when it failed */
    double wall;
    double mebibytes;
};

struct series {
    const char *command;
    double seconds[MOST_PAIRS], wall[MOST_PAIRS];
    double mebibytes;
};

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct measure run(const char *command)
{
    double begun = now();
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 1);
        dup2(null, 2);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 2)
        return (struct measure){.seconds = -1};
    return (struct measure){seconds(usage.ru_utime) + seconds(usage.ru_stime), now() - begun,
                            (double)usage.ru_maxrss / 1024};
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(const double *numbers, size_t count)
{
    double sorted[MOST_PAIRS];
    memcpy(sorted, numbers, count * sizeof *numbers);
    qsort(sorted, count, sizeof *sorted, by_size);
    return sorted[count / 2];
}

static void add_run(struct series *series, size_t at)
{
    struct measure measure = run(series->command);
    if (measure.seconds < 0) {
        fprintf(stderr, "failed: %s\n", series->command);
        exit(1);
    }
    series->seconds[at] = measure.seconds;
    series->wall[at] = measure.wall;
    series->mebibytes = measure.mebibytes > series->mebibytes ? measure.mebibytes : series->mebibytes;
}

static double ratio_of(double a, double b)
{
    return a / (b > 0.000001 ? b : 0.000001);
}

/* Runs every command once, one after the other. */
static void run_round(struct series *series, size_t commands, size_t round)
{
    for (size_t i = 0; i < commands; i++)
        add_run(&series[i], round);
}

/* " = 1/7.1"; nothing for what is slower. */
static const char *inverse(char *text, size_t bytes, double ratio)
{
    text[0] = '\0';
    if (ratio < 1)
        snprintf(text, bytes, " = 1/%.1f", 1 / ratio);
    return text;
}

/* The ratio of the first two with the third taken off both. */
static void print_less(const char *what, const struct series *a, const struct series *b,
                       const struct series *less, size_t count)
{
    double ratio[MOST_PAIRS];
    char shown[32];
    for (size_t i = 0; i < count; i++)
        ratio[i] = ratio_of(a->seconds[i] - less->seconds[i], b->seconds[i] - less->seconds[i]);
    double middle = median(ratio, count);
    qsort(ratio, count, sizeof *ratio, by_size);
    printf("  %-44s cpu %8.3f s taken off both:        ratio %.3f [%.3f-%.3f]%s\n", what,
           median(less->seconds, count), middle, ratio[0], ratio[count - 1],
           inverse(shown, sizeof shown, middle));
}

static void print_pair(const char *label, const struct series *a, const struct series *b, size_t count)
{
    double ratio[MOST_PAIRS], wall[MOST_PAIRS];
    char shown[32];
    for (size_t i = 0; i < count; i++) {
        ratio[i] = ratio_of(a->seconds[i], b->seconds[i]);
        wall[i] = ratio_of(a->wall[i], b->wall[i]);
    }
    double middle = median(ratio, count);
    qsort(ratio, count, sizeof *ratio, by_size);
    printf("%-46s cpu %8.3f s against %8.3f s, ratio %.3f [%.3f-%.3f]%s, peak %.1f against %.1f MiB\n", label,
           median(a->seconds, count), median(b->seconds, count), middle, ratio[0], ratio[count - 1],
           inverse(shown, sizeof shown, middle), a->mebibytes, b->mebibytes);
    printf("%-46s wall %7.3f s against %8.3f s, ratio %.3f\n", "", median(a->wall, count),
           median(b->wall, count), median(wall, count));
}

int main(int argc, char **argv)
{
    struct series series[2 + MOST_LESS] = {0};
    size_t count = argc >= 5 ? strtoul(argv[1], NULL, 10) : 0, less = argc >= 5 ? (size_t)(argc - 5) / 2 : 0;
    if (count < 1 || count > MOST_PAIRS || argc % 2 == 0 || less > MOST_LESS)
        return 2;
    series[0].command = argv[3];
    series[1].command = argv[4];
    for (size_t i = 0; i < less; i++)
        series[2 + i].command = argv[6 + 2 * i];
    for (size_t round = 0; round < count; round++)
        run_round(series, 2 + less, round);
    print_pair(argv[2], &series[0], &series[1], count);
    for (size_t i = 0; i < less; i++)
        print_less(argv[5 + 2 * i], &series[0], &series[1], &series[2 + i], count);
    return 0;
}
