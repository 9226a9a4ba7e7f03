/* Times two commands in turn, A B A B ..., and prints the median CPU time of each and the median of the
 * ratios A/B. pairs COUNT LABEL COMMAND-A COMMAND-B      commands are given to sh; their output goes to
 * /dev/null
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* CPU seconds of the whole process and its children; below 0 when it failed. */
static double run(const char *command)
{
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 1);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0)
        return -1;
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
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

int main(int argc, char **argv)
{
    double a[99], b[99], ratio[99];
    size_t count = argc == 5 ? strtoul(argv[1], NULL, 10) : 0;
    if (count < 1 || count > 99)
        return 2;
    for (size_t i = 0; i < count; i++) {
        a[i] = run(argv[3]);
        b[i] = run(argv[4]);
        if (a[i] < 0 || b[i] < 0) {
            fprintf(stderr, "%s: a command failed\n", argv[2]);
            return 1;
        }
        ratio[i] = a[i] / (b[i] > 0.000001 ? b[i] : 0.000001);
    }
    double middle = median(ratio, count);
    printf("%-44s cpu %8.3f s against %8.3f s, ratio %.3f [%.3f-%.3f]\n", argv[2], median(a, count),
           median(b, count), middle, ratio[0], ratio[count - 1]);
    return 0;
}
