/* The bar: what it says, and that a terminal is left as it was found. */
#include "tests/unit/support.h"

#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "command/progress.h"

static void check_line(struct progress_state state, size_t columns, const char *wanted)
{
    struct text line = {0};
    progress_write(&state, columns, &line);
    check_text(text_slice(&line), wanted);
    assert_true(utf8_width(text_slice(&line)) <= columns);
    text_free(&line);
}

static void the_line_says_which_file_how_far_and_how_fast(void **state)
{
    (void)state;
    struct progress_state half = {"a/a.csv", 723000000, 1446000000, 1000};
    check_line(half, 100, "a/a.csv  [##########..........]  50%  0.72/1.44 GB  723 MB/s");
    check_line(half, 60, "a/a.csv   50%  0.72/1.44 GB  723 MB/s");
    check_line(half, 30, "a/a.csv   50%  0.72/1.44 GB");
    check_line(half, 15, " 50%  0.72/1.44");
    check_line((struct progress_state){"b.csv", 12300000, 0, 2000}, 80, "b.csv  12.3 MB  6.15 MB/s");
    check_line((struct progress_state){"c.csv", 99, 50, 0}, 80,
               "c.csv  [####################] 100%  50/50 B");
}

static void a_thai_name_is_cut_by_its_width_and_between_letters(void **state)
{
    (void)state;
    struct progress_state file = {"ที่ตั้งสำนักงานเขตทั้งหมดของกรุงเทพมหานคร.csv", 10, 100, 0};
    for (size_t columns = 0; columns < 90; columns++) {
        struct text line = {0};
        progress_write(&file, columns, &line);
        assert_true(utf8_width(text_slice(&line)) <= columns);
        assert_int_equal(utf8_check(line.at ? line.at : "", line.length), line.length);
        text_free(&line);
    }
    check_line(file, 30, "ที่ตั้งสำนักงานเขต…   10%  10/100 B");
}

static void a_name_cannot_steer_the_terminal(void **state)
{
    (void)state;
    check_line((struct progress_state){"a\033[2J\n.csv", 1, 0, 0}, 80, "a?[2J?.csv  1 B");
    check_line((struct progress_state){"a\xFF.csv", 1, 0, 0}, 80, "?  1 B");
}

static void a_pipe_gets_nothing(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_null(progress_start(ends[1], 0));
    assert_null(progress_meter(NULL));
    progress_hide(NULL);
    progress_end(NULL);
    struct finding_counter counter = finding_counter();
    assert_ptr_equal(progress_sink(NULL, &counter.sink), &counter.sink);
    close(ends[0]);
    close(ends[1]);
}

/* What came out at the other end of the terminal. */
static void read_terminal(int terminal, struct text *out)
{
    char bytes[4096];
    ssize_t got;
    fcntl(terminal, F_SETFL, O_NONBLOCK);
    while ((got = read(terminal, bytes, sizeof bytes)) > 0)
        text_add_bytes(out, bytes, (size_t)got);
}

static void work(struct progress *progress)
{
    meter_begin(progress_meter(progress), "a/a.csv", 100);
    meter_add(progress_meter(progress), 50);
}

static void a_terminal_gets_a_line_that_is_erased(void **state)
{
    (void)state;
    int terminal, side;
    struct winsize size = {.ws_row = 24, .ws_col = 61};
    struct text out = {0};
    struct finding_counter counter = finding_counter();
    if (openpty(&terminal, &side, NULL, NULL, &size) != 0)
        skip(); /* no /dev/pts here: no terminal to write to */
    setenv("TERM", "xterm", 1);
    setenv("NO_COLOR", "1", 1);
    struct progress *progress = progress_start(side, 0);
    assert_non_null(progress);
    work(progress);
    read_terminal(terminal, &out);
    assert_true(slice_starts(text_slice(&out), "\ra/a.csv   50%  50/100 B"));
    assert_true(slice_ends(text_slice(&out), "\033[K"));
    assert_null(strchr(out.at, 'm')); /* no colours */
    text_clear(&out);
    struct finding finding = {.code = CODE_D106};
    finding_put(progress_sink(progress, &counter.sink), &finding);
    assert_int_equal(counter.counts.errors, 1);
    finding_put(progress_sink(progress, &counter.sink), &finding);
    progress_end(progress);
    read_terminal(terminal, &out);
    check_text(text_slice(&out), "\r\033[K");
    unsetenv("NO_COLOR");
    close(terminal);
    close(side);
    text_free(&out);
}

static void what_is_over_within_a_second_draws_nothing(void **state)
{
    (void)state;
    int terminal, side;
    struct text out = {0};
    if (openpty(&terminal, &side, NULL, NULL, NULL) != 0)
        skip();
    struct progress *progress = progress_start(side, PROGRESS_DELAY);
    work(progress);
    progress_end(progress);
    read_terminal(terminal, &out);
    check_text(text_slice(&out), "");
    setenv("TERM", "dumb", 1);
    assert_null(progress_start(side, 0));
    setenv("TERM", "xterm", 1);
    close(terminal);
    close(side);
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_says_which_file_how_far_and_how_fast),
        cmocka_unit_test(a_thai_name_is_cut_by_its_width_and_between_letters),
        cmocka_unit_test(a_name_cannot_steer_the_terminal),
        cmocka_unit_test(a_pipe_gets_nothing),
        cmocka_unit_test(a_terminal_gets_a_line_that_is_erased),
        cmocka_unit_test(what_is_over_within_a_second_draws_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
