/* Makes metadata of invented datasets, 2 to 4 KB each, Thai text, the same bytes for the same seed.
 *   generate_metadata COUNT SEED right|faulty lines FILE      one document a line
 *   generate_metadata COUNT SEED right|faulty folders DIR     a workspace with a folder for each document
 * With faults, one document in ten has one or two of ten kinds.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

static const char *const words[] = {
    "ข้อมูล",   "จำนวน",  "บุคลากร",  "กรุงเทพมหานคร",  "สำนักงาน", "ประจำปี",   "จำแนกตาม", "หน่วยงาน",  "ตำแหน่ง",
    "ประเภท", "ระดับ",   "การศึกษา", "ฝึกอบรม",        "หลักสูตร",  "อัตรากำลัง", "ลูกจ้าง",    "ข้าราชการ", "งบประมาณ",
    "เบิกจ่าย", "แผนงาน", "ตัวชี้วัด",   "ผลการดำเนินงาน", "เขต",     "ประชาชน",  "บริการ",    "ระบบ",     "สารสนเทศ",
};
static const char *const objectives[] = {"พันธกิจหน่วยงาน", "ยุทธศาสตร์ชาติ", "เพื่อการให้บริการประชาชน",
                                         "กฎหมายที่เกี่ยวข้อง"};
static const char *const units[] = {"ปี", "เดือน", "ไตรมาส", "ครึ่งปี"};
static const char *const covers[] = {"จังหวัด", "อำเภอ", "ประเทศ", "ไม่มี"};
static const char *const formats[] = {"CSV", "XLS", "PDF", "Database"};
static const char *const licenses[] = {"Open Data Common", "Creative Commons Attributions"};
static const char *const groups[] = {"เพศ", "อายุ/กลุ่มอายุ", "ระดับการศึกษา", "ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่"};

enum fault { MISSING, CHOICE, TYPE, EMAIL, EMPTY, UNKNOWN, DATE, REPEATED, NUMBER, LINK, FAULTS };

struct maker {
    uint64_t state;
    uint32_t faults; /* bits of the faults of this document */
    struct text out;
};

#define PICK(maker, list) list[pick(maker, sizeof list / sizeof *list)]

static size_t pick(struct maker *maker, size_t count)
{
    maker->state += 0x9E3779B97F4A7C15u; /* splitmix64 */
    uint64_t mixed = maker->state;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return (size_t)((mixed ^ mixed >> 31) % count);
}

static bool has(const struct maker *maker, enum fault fault)
{
    return (maker->faults >> fault & 1) != 0;
}

static void add_words(struct maker *maker, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && pick(maker, 6) == 0)
            text_add(&maker->out, " ");
        text_add(&maker->out, PICK(maker, words));
    }
}

static void add_sentence(struct maker *maker, const char *key, size_t least, size_t more)
{
    text_format(&maker->out, ", \"%s\": \"", key);
    add_words(maker, least + pick(maker, more));
    text_add(&maker->out, "\"");
}

static void add_tags(struct maker *maker)
{
    size_t first = pick(maker, 20), count = 3 + pick(maker, 3);
    text_add(&maker->out, ", \"tags\": [");
    for (size_t i = 0; i < count; i++)
        text_format(&maker->out, "%s\"%s\"", i > 0 ? ", " : "", words[first + i]);
    if (has(maker, REPEATED))
        text_format(&maker->out, ", \"%s\"", words[first]);
    text_add(&maker->out, "]");
}

static void add_resources(struct maker *maker, size_t number)
{
    size_t count = 1 + pick(maker, 2);
    text_add(&maker->out, ", \"resources\": [");
    for (size_t i = 0; i < count; i++) {
        text_format(&maker->out, "%s{\"url\": \"%sexample.org/data/%zu/%zu.csv\", \"name\": \"",
                    i > 0 ? ", " : "", has(maker, LINK) ? "" : "https://", number, i + 1);
        add_words(maker, 6);
        text_add(&maker->out, "\", \"description\": \"");
        add_words(maker, 10 + pick(maker, 10));
        text_add(&maker->out,
                 "\", \"format\": \"CSV\", \"resource_first_year_of_data\": \"2560\", "
                 "\"resource_last_year_of_data\": \"2565\", \"resource_unit_of_measure\": \"คน\"}");
    }
    text_add(&maker->out, "]");
}

static void add_choices(struct maker *maker)
{
    size_t first = pick(maker, 3);
    text_format(&maker->out, ", \"objective\": [\"%s\", \"%s\"]", objectives[first], objectives[first + 1]);
    text_format(&maker->out, ", \"update_frequency_unit\": \"%s\", \"update_frequency_interval\": %s",
                has(maker, CHOICE) ? "รายปี" : PICK(maker, units), has(maker, NUMBER) ? "1" : "\"1\"");
    text_format(&maker->out, ", \"geo_coverage\": \"%s\"", PICK(maker, covers));
    if (!has(maker, MISSING))
        add_sentence(maker, "data_source", 4, 4);
    text_format(&maker->out,
                ", \"data_format\": [\"%s\"], \"data_category\": \"ข้อมูลสาธารณะ\", \"license_id\": \"%s\"",
                PICK(maker, formats), PICK(maker, licenses));
    text_format(&maker->out, ", \"data_language\": [\"ไทย\"], \"last_updated_date\": \"20%02zu-%02zu-%s\"",
                15 + pick(maker, 9), 1 + pick(maker, 12), has(maker, DATE) ? "31/12" : "15");
    text_format(&maker->out, ", \"first_year_of_data\": \"25%02zu\", \"disaggregate\": [\"%s\"]",
                50 + pick(maker, 15), PICK(maker, groups));
}

static void make_document(struct maker *maker, size_t number)
{
    text_clear(&maker->out);
    text_format(&maker->out, "{\"name\": \"dataset-%06zu\", \"title\": \"", number);
    add_words(maker, 4);
    text_format(&maker->out,
                " ชุดที่ %zu\", \"owner_org\": \"office\", \"private\": %s, \"data_type\": \"ข้อมูลสถิติ\"", number,
                has(maker, TYPE) ? "\"false\"" : "false");
    text_format(&maker->out, ", \"maintainer\": \"%s\", \"maintainer_email\": \"%s\"",
                has(maker, EMPTY) ? "" : "ศูนย์สารสนเทศ",
                has(maker, EMAIL) ? "opendata at example.org" : "opendata@example.org");
    add_tags(maker);
    add_sentence(maker, "notes", 30, 30);
    add_choices(maker);
    add_sentence(maker, "accessible_condition", 1, 3);
    add_sentence(maker, "calculation_method", 6, 10);
    text_add(&maker->out, ", \"unit_of_measure\": \"คน\", \"unit_of_multiplier\": \"หน่วย\", "
                          "\"official_statistics\": \"False\"");
    if (has(maker, UNKNOWN))
        text_add(&maker->out, ", \"data_sauce\": \"1\"");
    add_resources(maker, number);
    text_add(&maker->out, "}\n");
}

static bool write_file(const char *path, struct slice content)
{
    FILE *file = fopen(path, "w");
    bool done = file != NULL && fwrite(content.at, 1, content.length, file) == content.length;
    return file != NULL && fclose(file) == 0 && done;
}

static bool write_folder(const char *folder, size_t number, struct slice document)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/dataset-%06zu", folder, number);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/dataset-%06zu/metadata.json", folder, number);
    return write_file(path, document);
}

static bool write_catalog(const char *folder)
{
    char path[4096];
    mkdir(folder, 0777);
    snprintf(path, sizeof path, "%s/catalog.json", folder);
    return write_file(
        path, slice_of("{\"banchi\": 1, \"title\": \"ทดสอบ\", \"organization\": {\"name\": \"office\", "
                       "\"title\": \"สำนักงาน\"}, \"profile\": \"thai-gdc-2.1\"}\n"));
}

int main(int argc, char **argv)
{
    if (argc != 6)
        return 2;
    size_t count = strtoul(argv[1], NULL, 10);
    struct maker maker = {.state = strtoull(argv[2], NULL, 10)};
    bool faulty = strcmp(argv[3], "faulty") == 0, lines = strcmp(argv[4], "lines") == 0;
    FILE *file = lines ? fopen(argv[5], "w") : NULL;
    bool done = lines ? file != NULL : write_catalog(argv[5]);
    for (size_t i = 1; done && i <= count; i++) {
        bool wrong = faulty && pick(&maker, 10) == 0;
        maker.faults = wrong ? 1u << pick(&maker, FAULTS) | 1u << pick(&maker, FAULTS) : 0;
        make_document(&maker, i);
        struct slice document = text_slice(&maker.out);
        done = lines ? fwrite(document.at, 1, document.length, file) == document.length
                     : write_folder(argv[5], i, document);
    }
    done = (file == NULL || fclose(file) == 0) && done;
    text_free(&maker.out);
    return done ? 0 : 1;
}
