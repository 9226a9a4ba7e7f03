/* workspace.h: chance, numbers with their check digits, and files. */
#include "tests/privacy/workspace.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COLUMNS_A_TABLE 8

unsigned roll(struct dice *dice, unsigned below)
{
    dice->state = dice->state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)((dice->state >> 33) % below);
}

unsigned between(struct dice *dice, unsigned low, unsigned high)
{
    return low + roll(dice, high - low + 1);
}

void citizen_digits(struct dice *dice, char first, char digits[static 14])
{
    int sum = 0;
    digits[0] = first;
    for (int i = 1; i < 12; i++)
        digits[i] = (char)('0' + roll(dice, 10));
    for (int i = 0; i < 12; i++)
        sum += (digits[i] - '0') * (13 - i);
    digits[12] = (char)('0' + (11 - sum % 11) % 10);
    digits[13] = '\0';
}

void article_digits(struct dice *dice, const char *prefix, char digits[static 14])
{
    int sum = 0;
    size_t length = strlen(prefix);
    for (size_t i = 0; i < 12; i++) {
        digits[i] = i < length ? prefix[i] : (char)('0' + roll(dice, 10));
        sum += (digits[i] - '0') * (i % 2 ? 3 : 1);
    }
    digits[12] = (char)('0' + (10 - sum % 10) % 10);
    digits[13] = '\0';
}

void other_digits(struct text *cell, const char *zero)
{
    struct text out = {0};
    size_t width = strlen(zero);
    for (size_t i = 0; i < cell->length; i++) {
        char c = cell->at[i];
        if (c >= '0' && c <= '9') {
            text_add_bytes(&out, zero, width - 1);
            text_add_char(&out, (char)(zero[width - 1] + (c - '0')));
        } else {
            text_add_char(&out, c);
        }
    }
    text_free(cell);
    *cell = out;
}

void person_given(struct dice *dice, struct text *out)
{
    static const char *const START[] = {"กิต", "สม", "วร", "ธน", "ปิย", "นภ",
                                        "ชล", "รัต", "อภิ", "จิร", "ณัฐ", "พิม"};
    static const char *const END[] = {"ชัย", "พร", "มาศ", "วัฒน์", "นันท์", "สุดา", "ศักดิ์", "ภา", "พงศ์", "รัตน์"};
    text_add(out, PICK(dice, START));
    text_add(out, PICK(dice, END));
}

void person_family(struct dice *dice, struct text *out)
{
    static const char *const START[] = {"ใจ", "ทอง", "ศรี", "วง", "แก้ว", "บุญ", "พันธุ์", "เจริญ", "มณี", "สุข"};
    static const char *const END[] = {"ดี", "สุข", "งาม", "ไทย", "มั่น", "ผล", "สกุล", "วัฒนา", "เจริญ", "รุ่ง"};
    text_add(out, PICK(dice, START));
    text_add(out, PICK(dice, END));
}

static void shuffle(struct dice *dice, struct column *columns, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = roll(dice, (unsigned)i);
        struct column swap = columns[i - 1];
        columns[i - 1] = columns[j];
        columns[j] = swap;
    }
}

static FILE *open_in(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(74);
    }
    return file;
}

static void close_whole(FILE *file)
{
    if (fclose(file) == 0)
        return;
    perror("corpus");
    exit(74);
}

static void write_catalog(const char *folder)
{
    FILE *file = open_in(folder, "catalog.json");
    fputs("{\"banchi\": 1, \"title\": \"ทดสอบ\", \"organization\": {\"name\": \"test\", \"title\": "
          "\"ทดสอบ\"},\n"
          " \"profile\": \"thai-gdc-2.1\"}\n",
          file);
    close_whole(file);
}

static void write_metadata(const char *folder, const char *dataset)
{
    FILE *file = open_in(folder, "metadata.json");
    fprintf(file,
            "{\"name\": \"%s\", \"title\": \"ตารางทดสอบ %s\", \"owner_org\": \"test\", \"private\": false,\n"
            " \"resources\": [{\"upload\": \"table.csv\", \"name\": \"ตาราง\", "
            "\"description\": \"ข้อมูลตัวอย่าง\", \"format\": \"CSV\"}]}\n",
            dataset, dataset);
    close_whole(file);
}

/* Two columns of one table must not share a name: a number is put behind the second. */
static void tell_apart(struct column *columns, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(columns[i].header, columns[j].header) == 0) {
                size_t length = strlen(columns[i].header);
                snprintf(columns[i].header + length, sizeof columns[i].header - length, "_%zu", i);
                j = (size_t)-1;
            }
}

static void write_cell(FILE *file, struct slice cell)
{
    bool quoted = false;
    for (size_t i = 0; i < cell.length; i++)
        quoted = quoted || strchr(",\"\n", cell.at[i]) != NULL;
    if (quoted)
        fputc('"', file);
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.at[i] == '"')
            fputc('"', file);
        fputc(cell.at[i], file);
    }
    if (quoted)
        fputc('"', file);
}

static void write_table(const char *folder, struct dice *dice, const struct column *columns, size_t count,
                        unsigned rows)
{
    FILE *file = open_in(folder, "table.csv");
    fputs("no", file);
    for (size_t c = 0; c < count; c++) {
        fputc(',', file);
        write_cell(file, slice_of(columns[c].header));
    }
    fputc('\n', file);
    for (unsigned row = 1; row <= rows; row++) {
        fprintf(file, "%u,", row);
        for (size_t c = 0; c < count; c++) {
            struct made made = {dice, row, rows};
            struct text cell = {0};
            columns[c].fill(&columns[c], &made, &cell);
            write_cell(file, text_slice(&cell));
            fputc(c + 1 < count ? ',' : '\n', file);
            text_free(&cell);
        }
    }
    close_whole(file);
}

void workspace_write(const char *folder, struct dice *dice, struct column *columns, size_t count)
{
    static const unsigned ROWS[] = {4, 8, 12, 40, 300};
    shuffle(dice, columns, count);
    mkdir(folder, 0777);
    write_catalog(folder);
    FILE *truth = open_in(folder, "truth.tsv");
    for (size_t at = 0; at < count; at += COLUMNS_A_TABLE) {
        char dataset[32], inside[2048];
        size_t width = count - at < COLUMNS_A_TABLE ? count - at : COLUMNS_A_TABLE;
        snprintf(dataset, sizeof dataset, "table-%03zu", at / COLUMNS_A_TABLE);
        snprintf(inside, sizeof inside, "%s/%s", folder, dataset);
        mkdir(inside, 0777);
        tell_apart(columns + at, width);
        write_metadata(inside, dataset);
        write_table(inside, dice, columns + at, width, PICK(dice, ROWS));
        for (size_t c = 0; c < width; c++)
            fprintf(truth, "%s\t%s\t%s\n", dataset, columns[at + c].header, columns[at + c].truth);
    }
    close_whole(truth);
}
