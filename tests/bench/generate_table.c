/* Makes a table of invented employees with its dictionary, in a workspace of its own, the same bytes for the
 * same seed. generate_table ROWS SEED FAULTS DIR Nine columns, about 145 bytes a row, mostly Thai; one
 * position in fifty holds a comma and stands in quotes; the agencies that the rows refer to are a table of
 * their own. FAULTS rows, spread evenly, have one fault each, of twelve kinds in turn; the codes by which
 * banchi tells them go to standard output as "CODE COUNT" lines.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

static const char *const WORDS[] = {"สำนัก",     "การศึกษา", "อนามัย", "เทศกิจ",   "การโยธา",
                                    "สิ่งแวดล้อม", "พัฒนา",    "สังคม",  "วัฒนธรรม", "การคลัง",
                                    "ระบายน้ำ",  "ผังเมือง",  "จราจร", "แพทย์",    "ขนส่ง"};
static const char *const POSITIONS[] = {"นักวิชาการศึกษา",  "พนักงานทั่วไป", "นักจัดการงานทั่วไป", "เจ้าพนักงานธุรการ",
                                        "พนักงานขับรถยนต์", "วิศวกรโยธา",  "พยาบาลวิชาชีพ",    "ครูผู้ช่วย"};
static const char *const GRADES[] = {"ปฏิบัติการ", "ชำนาญการ", "ปฏิบัติงาน", "อาวุโส"};
static const char *const SEXES[] = {"ชาย", "หญิง"};

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define AGENCIES 77

enum fault {
    EXTRA,
    FEWER,
    TYPE,
    REQUIRED,
    CHOICE,
    BELOW,
    ABOVE,
    PATTERN,
    DATE,
    LENGTH,
    STRANGER,
    REPEATED,
    FAULTS
};

static const char *const CODES[FAULTS] = {
    [EXTRA] = "D105",  [FEWER] = "D105",  [TYPE] = "D201",     [REQUIRED] = "D203",
    [CHOICE] = "D205", [BELOW] = "D206",  [ABOVE] = "D206",    [PATTERN] = "D208",
    [DATE] = "D204",   [LENGTH] = "D207", [STRANGER] = "D304", [REPEATED] = "D301",
};

struct maker {
    uint64_t state;
    uint64_t rows, faults;
    uint64_t planted[FAULTS];
    char agencies[AGENCIES][200];
};

static size_t pick(struct maker *maker, size_t count)
{
    maker->state += 0x9E3779B97F4A7C15u; /* splitmix64 */
    uint64_t mixed = maker->state;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return (size_t)((mixed ^ mixed >> 31) % count);
}

#define PICK(maker, list) list[pick(maker, COUNT(list))]

static FILE *open_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

static void close_file(FILE *file)
{
    if (ferror(file) || fclose(file) != 0) {
        perror("writing");
        exit(1);
    }
}

static void write_text(const char *folder, const char *name, const char *text)
{
    FILE *file = open_file(folder, name);
    fputs(text, file);
    close_file(file);
}

/* ---- the table of agencies ---- */

static void write_agencies(struct maker *maker, const char *folder)
{
    FILE *file = open_file(folder, "agencies.csv");
    fputs("code,agency\n", file);
    for (size_t i = 0; i < AGENCIES; i++) {
        snprintf(maker->agencies[i], sizeof *maker->agencies, "สำนัก%s %zu", PICK(maker, WORDS), i + 1);
        fprintf(file, "A%03zu,%s\n", i + 1, maker->agencies[i]);
    }
    close_file(file);
    write_text(
        folder, "agencies.dictionary.json",
        "{\"fields\": [\n"
        " {\"name\": \"code\", \"title\": \"รหัส\", \"description\": \"รหัสหน่วยงาน\", \"type\": \"string\",\n"
        "  \"constraints\": {\"required\": true, \"pattern\": \"A[0-9]{3}\"}},\n"
        " {\"name\": \"agency\", \"title\": \"หน่วยงาน\", \"description\": \"ชื่อหน่วยงาน\", \"type\": "
        "\"string\"}],\n"
        " \"primaryKey\": [\"code\"]}\n");
}

/* ---- the table ---- */

/* The row's fault; FAULTS when it has none. The first rows are kept free, so that a key can be repeated. */
static enum fault fault_of(const struct maker *maker, uint64_t row)
{
    if (maker->faults == 0)
        return FAULTS;
    uint64_t every = maker->rows / maker->faults, number = row / every;
    return row % every == every - 1 && number < maker->faults ? (enum fault)(number % FAULTS) : FAULTS;
}

static void write_position(struct maker *maker, enum fault fault, FILE *file)
{
    const char *position = PICK(maker, POSITIONS), *grade = PICK(maker, GRADES);
    if (fault == REQUIRED)
        return;
    if (fault == LENGTH)
        for (int i = 0; i < 12; i++)
            fputs(position, file);
    if (fault != LENGTH && pick(maker, 50) == 0)
        fprintf(file, "\"%s, %s\"", position, grade);
    else
        fprintf(file, "%s%s", position, pick(maker, 2) == 0 ? grade : "");
}

static void write_row(struct maker *maker, uint64_t row, FILE *file)
{
    enum fault fault = fault_of(maker, row);
    size_t agency = pick(maker, AGENCIES), year = 1985 + pick(maker, 35), month = 1 + pick(maker, 12);
    size_t salary = 900000 + pick(maker, 6000000);
    if (fault < FAULTS)
        maker->planted[fault]++;
    fprintf(file, fault == PATTERN ? "EMX%08" PRIu64 "," : "EMP%08" PRIu64 ",",
            fault == REPEATED ? row - 1 : row);
    fprintf(file, "%c%03zu,%s,", fault == STRANGER ? 'B' : 'A', agency + 1, maker->agencies[agency]);
    write_position(maker, fault, file);
    fprintf(file, ",%s,", fault == CHOICE ? "ช" : PICK(maker, SEXES));
    fprintf(file, "%zu-%02zu-%02zu,", year, fault == DATE ? (size_t)2 : month,
            fault == DATE ? (size_t)30 : 1 + pick(maker, 28));
    fprintf(file, fault == BELOW ? "-%zu.%02zu," : "%zu.%02zu,", salary / 100, salary % 100);
    fprintf(file, fault == TYPE ? "%zux," : "%zu,", fault == ABOVE ? (size_t)99 : 1 + pick(maker, 11));
    fprintf(file, "%zu%s\n", 2540 + pick(maker, 25), fault == EXTRA ? ",1" : "");
}

/* The last two cells are one: the row is a cell short. */
static void write_short_row(struct maker *maker, uint64_t row, FILE *file)
{
    maker->planted[FEWER]++;
    fprintf(file, "EMP%08" PRIu64 ",A001,%s,ครู,ชาย,2000-01-01,15000.00,5\n", row, maker->agencies[0]);
}

static void write_table(struct maker *maker, const char *folder)
{
    FILE *file = open_file(folder, "employees.csv");
    fputs("employee,agency_code,agency,position,sex,appointed,salary,level,year\n", file);
    for (uint64_t row = 0; row < maker->rows; row++) {
        if (fault_of(maker, row) == FEWER)
            write_short_row(maker, row, file);
        else
            write_row(maker, row, file);
    }
    close_file(file);
}

/* ---- what is said of them ---- */

static const char DICTIONARY[] =
    "{\"fields\": [\n"
    " {\"name\": \"employee\", \"title\": \"รหัส\", \"description\": \"รหัสบุคลากร\", \"type\": \"string\",\n"
    "  \"constraints\": {\"required\": true, \"unique\": true, \"pattern\": \"^EMP[0-9]{8}$\"}},\n"
    " {\"name\": \"agency_code\", \"title\": \"รหัสหน่วยงาน\", \"description\": \"รหัสหน่วยงาน\", \"type\": "
    "\"string\",\n"
    "  \"constraints\": {\"required\": true}},\n"
    " {\"name\": \"agency\", \"title\": \"หน่วยงาน\", \"description\": \"ชื่อหน่วยงาน\", \"type\": \"string\",\n"
    "  \"constraints\": {\"required\": true, \"maxLength\": 150}},\n"
    " {\"name\": \"position\", \"title\": \"ตำแหน่ง\", \"description\": \"ตำแหน่งและระดับ\", \"type\": "
    "\"string\",\n"
    "  \"constraints\": {\"required\": true, \"maxLength\": 60}},\n"
    " {\"name\": \"sex\", \"title\": \"เพศ\", \"description\": \"เพศ\", \"type\": \"string\",\n"
    "  \"constraints\": {\"required\": true, \"enum\": [\"ชาย\", \"หญิง\"]}},\n"
    " {\"name\": \"appointed\", \"title\": \"วันบรรจุ\", \"description\": \"วันที่บรรจุ\", \"type\": \"date\",\n"
    "  \"constraints\": {\"required\": true, \"minimum\": \"1960-01-01\", \"maximum\": \"2024-12-31\"}},\n"
    " {\"name\": \"salary\", \"title\": \"เงินเดือน\", \"description\": \"เงินเดือน\", \"type\": \"number\",\n"
    "  \"constraints\": {\"required\": true, \"minimum\": 0, \"maximum\": 200000}},\n"
    " {\"name\": \"level\", \"title\": \"ระดับ\", \"description\": \"ระดับ\", \"type\": \"integer\",\n"
    "  \"constraints\": {\"required\": true, \"minimum\": 1, \"maximum\": 11}},\n"
    " {\"name\": \"year\", \"title\": \"ปี\", \"description\": \"ปีงบประมาณ\", \"type\": \"year\", "
    "\"banchi:era\": \"buddhist\",\n"
    "  \"constraints\": {\"required\": true}}],\n"
    " \"missingValues\": [\"\"],\n"
    " \"primaryKey\": [\"employee\"],\n"
    " \"foreignKeys\": [{\"fields\": [\"agency_code\"], \"reference\": {\"resource\": \"agencies.csv\", "
    "\"fields\": "
    "[\"code\"]}}]}\n";

static const char METADATA[] =
    "{\"name\": \"employees\", \"title\": \"บุคลากรสมมุติ\", \"owner_org\": \"office\", \"private\": false,\n"
    " \"data_type\": \"ข้อมูลสถิติ\", \"maintainer\": \"ศูนย์สารสนเทศ\", \"maintainer_email\": "
    "\"opendata@example.org\",\n"
    " \"tags\": [\"สถิติ\"], \"notes\": \"ข้อมูลสมมุติเพื่อวัดความเร็วเท่านั้น\", \"objective\": [\"พันธกิจหน่วยงาน\"],\n"
    " \"update_frequency_unit\": \"ปี\", \"update_frequency_interval\": \"1\", \"geo_coverage\": \"จังหวัด\",\n"
    " \"data_source\": \"สมมุติ\", \"data_format\": [\"CSV\"], \"data_category\": \"ข้อมูลสาธารณะ\",\n"
    " \"license_id\": \"Open Data Common\", \"last_updated_date\": \"2024-12-31\",\n"
    " \"resources\": [\n"
    "  {\"upload\": \"agencies.csv\", \"name\": \"หน่วยงาน\", \"description\": \"หน่วยงาน\", \"format\": "
    "\"CSV\"},\n"
    "  {\"upload\": \"employees.csv\", \"name\": \"บุคลากร\", \"description\": \"บุคลากร\", \"format\": "
    "\"CSV\"}]}\n";

int main(int argc, char **argv)
{
    static struct maker maker;
    char folder[4096];
    if (argc != 5) {
        fprintf(stderr, "usage: generate_table ROWS SEED FAULTS DIR\n");
        return 2;
    }
    maker.rows = strtoull(argv[1], NULL, 10);
    maker.state = strtoull(argv[2], NULL, 10);
    maker.faults = strtoull(argv[3], NULL, 10);
    snprintf(folder, sizeof folder, "%s/employees", argv[4]);
    mkdir(argv[4], 0755);
    mkdir(folder, 0755);
    write_text(argv[4], "catalog.json",
               "{\"banchi\": 1, \"title\": \"วัดความเร็ว\", \"profile\": \"thai-gdc-2.1\",\n"
               " \"organization\": {\"name\": \"office\", \"title\": \"สำนักงาน\"}}\n");
    write_text(folder, "metadata.json", METADATA);
    write_text(folder, "employees.dictionary.json", DICTIONARY);
    write_agencies(&maker, folder);
    write_table(&maker, folder);
    for (size_t i = 0; i < FAULTS; i++)
        if (maker.planted[i] > 0)
            printf("%s %" PRIu64 "\n", CODES[i], maker.planted[i]);
    return 0;
}
