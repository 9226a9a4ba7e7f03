/* Times two commands in turn, A B A B ..., and prints the median CPU time of each, the median of the ratios
 * A/B, the same of the time on the clock, and the largest memory of each. pairs COUNT LABEL COMMAND-A
 * COMMAND-B [COMMAND-LESS] Commands are given to sh; their output goes to /dev/null; one that ends with more
 * than 2 has failed. The time of COMMAND-LESS, what both cannot do without, is printed too, and the ratio
 * with it taken off both.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_PAIRS 99

struct measure {
    double seconds; /* of CPU, the process and its children; below 0 when it failed */
    double wall;
    double mebibytes;
};

struct series {
    const char *command; /* NULL: none */
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

static double median(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, by_size);
    return numbers[count / 2];
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

int main(int argc, char **argv)
{
    struct series a, b, less;
    double ratio[MOST_PAIRS], ratio_wall[MOST_PAIRS], ratio_less[MOST_PAIRS];
    size_t count = argc == 5 || argc == 6 ? strtoul(argv[1], NULL, 10) : 0;
    if (count < 1 || count > MOST_PAIRS)
        return 2;
    a = (struct series){.command = argv[3]};
    b = (struct series){.command = argv[4]};
    less = (struct series){.command = argc == 6 ? argv[5] : NULL};
    for (size_t i = 0; i < count; i++) {
        add_run(&a, i);
        add_run(&b, i);
        if (less.command != NULL)
            add_run(&less, i);
        ratio[i] = ratio_of(a.seconds[i], b.seconds[i]);
        ratio_wall[i] = ratio_of(a.wall[i], b.wall[i]);
        ratio_less[i] = ratio_of(a.seconds[i] - less.seconds[i], b.seconds[i] - less.seconds[i]);
    }
    double middle = median(ratio, count);
    printf("%-46s cpu %8.3f s against %8.3f s, ratio %.3f [%.3f-%.3f] = 1/%.1f, peak %.1f against %.1f MiB\n",
           argv[2], median(a.seconds, count), median(b.seconds, count), middle, ratio[0], ratio[count - 1],
           1 / middle, a.mebibytes, b.mebibytes);
    printf("%-46s wall %7.3f s against %8.3f s, ratio %.3f\n", "", median(a.wall, count),
           median(b.wall, count), median(ratio_wall, count));
    if (less.command == NULL)
        return 0;
    middle = median(ratio_less, count);
    printf("%-46s cpu %8.3f s taken off both:        ratio %.3f [%.3f-%.3f] = 1/%.1f\n",
           "  opening and reading alone", median(less.seconds, count), middle, ratio_less[0],
           ratio_less[count - 1], 1 / middle);
    return 0;
}
