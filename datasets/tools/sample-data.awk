# The sample figures of the workspace, made from a seed.
#
# Only the totals that the office reports are real: 34,119 permanent employees as of 1 April 2562.
# Each split of that total is made up here, and the metadata of each dataset says so in Thai.
#
# Given: folder, where the files are written, each as DATASET/TABLE.csv in a folder that exists.
#
# The same bytes come out of every POSIX awk: all numbers are whole numbers below 2^31, text is only
# copied, and arrays are walked by number, never with "for (key in array)".

BEGIN {
    employees_total = 34119
    smallest_count = 5 # a count of people from 1 to 4 could point at a person
    first_fiscal_year = 2562

    name_agencies()
    name_positions()

    write_by_agency()
    write_by_position()
    write_by_occupational_group()
    write_retirement_forecast()
    write_by_sex()
    write_by_age_group()
    write_by_education()
    write_separations()
}

# ---- chance ------------------------------------------------------------------------------------

# Each table starts from its own seed, so that a change in one leaves the others as they are.
function seed(number) {
    chance_state = number
}

# The next number from 1 to 2147483646: Park and Miller's generator (16807, modulus 2^31 - 1) in
# Schrage's form, in which no step leaves 2^31.
function chance_next(    high, low) {
    high = int(chance_state / 127773)
    low = chance_state % 127773
    chance_state = 16807 * low - 2836 * high
    if (chance_state <= 0)
        chance_state += 2147483647
    return chance_state
}

function chance_between(from, to) {
    return from + chance_next() % (to - from + 1)
}

# The weight, moved by up to `percent` percent either way; never under 1.
function about(weight, percent,    moved) {
    moved = int(weight * chance_between(100 - percent, 100 + percent) / 100)
    return moved < 1 ? 1 : moved
}

# ---- sharing out -------------------------------------------------------------------------------

# Shares `total` out over weights[1..count] into shares[1..count]: each gets `least`, the rest goes by
# weight and largest remainder, so that the shares add up to `total`. The total times the largest
# weight stays below 2^31.
function share_out(total, weights, count, least, shares,    i, best, rest, sum, given, remainders) {
    sum = 0
    for (i = 1; i <= count; i++)
        sum += weights[i]
    rest = total - least * count
    given = 0
    for (i = 1; i <= count; i++) {
        shares[i] = least + int(rest * weights[i] / sum)
        remainders[i] = rest * weights[i] % sum
        given += shares[i]
    }
    for (; given < total; given++) {
        best = 1
        for (i = 2; i <= count; i++)
            if (remainders[i] > remainders[best])
                best = i
        shares[best]++
        remainders[best] = -1
    }
}

# Percentages in hundredths that add up to 10000.
function percentages(counts, count, hundredths) {
    share_out(10000, counts, count, 0, hundredths)
}

function percent_text(hundredths) {
    return sprintf("%d.%02d", int(hundredths / 100), hundredths % 100)
}

# ---- writing -----------------------------------------------------------------------------------

function open_table(dataset, table, header) {
    output = folder "/" dataset "/" table ".csv"
    printf "%s\n", header >output
}

function row(text) {
    printf "%s\n", text >output
}

function close_table() {
    if (close(output) != 0)
        exit 74
}

# ---- names (public names of Bangkok's agencies and of positions) ---------------------------------

function agency(name, group, employees_weight, separations_weight) {
    agencies++
    agency_name[agencies] = name
    agency_group[agencies] = group
    agency_weight[agencies] = employees_weight
    agency_separations[agencies] = separations_weight
}

function bureau(name, employees_weight, separations_weight) {
    agency(name, "สำนักหรือหน่วยงานเทียบเท่า", employees_weight, separations_weight)
}

function districts(names,    count, i, list) {
    count = split(names, list, " ")
    for (i = 1; i <= count; i++)
        agency("สำนักงานเขต" list[i], "สำนักงานเขต", 440, 25)
}

function name_agencies() {
    bureau("สำนักงานเลขานุการสภากรุงเทพมหานคร", 30, 6)
    bureau("สำนักงานเลขานุการผู้ว่าราชการกรุงเทพมหานคร", 25, 6)
    bureau("สำนักงานคณะกรรมการข้าราชการกรุงเทพมหานคร", 20, 7)
    bureau("สำนักปลัดกรุงเทพมหานคร", 320, 30)
    bureau("สำนักการแพทย์", 2300, 180)
    bureau("สำนักอนามัย", 1400, 90)
    bureau("สำนักการศึกษา", 160, 25)
    bureau("สำนักการโยธา", 900, 40)
    bureau("สำนักการระบายน้ำ", 2400, 45)
    bureau("สำนักสิ่งแวดล้อม", 1900, 40)
    bureau("สำนักวัฒนธรรม กีฬา และการท่องเที่ยว", 520, 20)
    bureau("สำนักเทศกิจ", 130, 12)
    bureau("สำนักการคลัง", 240, 25)
    bureau("สำนักพัฒนาสังคม", 180, 18)
    bureau("สำนักการจราจรและขนส่ง", 300, 15)
    bureau("สำนักการวางผังและพัฒนาเมือง", 90, 14)
    bureau("สำนักป้องกันและบรรเทาสาธารณภัย", 280, 40)
    bureau("สำนักงบประมาณกรุงเทพมหานคร", 22, 8)
    bureau("สำนักยุทธศาสตร์และประเมินผล", 35, 10)
    # The 50 districts, in the order of their codes.
    districts("พระนคร ดุสิต หนองจอก บางรัก บางเขน บางกะปิ ปทุมวัน ป้อมปราบศัตรูพ่าย พระโขนง มีนบุรี")
    districts("ลาดกระบัง ยานนาวา สัมพันธวงศ์ พญาไท ธนบุรี บางกอกใหญ่ ห้วยขวาง คลองสาน ตลิ่งชัน บางกอกน้อย")
    districts("บางขุนเทียน ภาษีเจริญ หนองแขม ราษฎร์บูรณะ บางพลัด ดินแดง บึงกุ่ม สาทร บางซื่อ จตุจักร")
    districts("บางคอแหลม ประเวศ คลองเตย สวนหลวง จอมทอง ดอนเมือง ราชเทวี ลาดพร้าว วัฒนา บางแค")
    districts("หลักสี่ สายไหม คันนายาว สะพานสูง วังทองหลาง คลองสามวา บางนา ทวีวัฒนา ทุ่งครุ บางบอน")
}

function occupational_group(name) {
    groups++
    group_name[groups] = name
}

# A position belongs to the group named last.
function position(name, weight) {
    positions++
    position_name[positions] = name
    position_group[positions] = groups
    position_weight[positions] = weight
}

function name_positions() {
    occupational_group("กลุ่มงานบริการพื้นฐาน")
    position("พนักงานทั่วไป", 14200)
    position("พนักงานสถานที่", 2100)
    position("พนักงานบริการ", 1500)
    position("พนักงานซักฟอก", 160)
    position("พนักงานประกอบอาหาร", 380)
    position("พนักงานรักษาความปลอดภัย", 420)
    position("พนักงานเกษตรพื้นฐาน", 1700)
    occupational_group("กลุ่มงานสนับสนุน")
    position("พนักงานขับรถยนต์", 5200)
    position("พนักงานธุรการ", 900)
    position("พนักงานพิมพ์", 240)
    position("พนักงานพัสดุ", 120)
    position("พนักงานการเงินและบัญชี", 90)
    position("พนักงานช่วยเหลือคนไข้", 1500)
    position("พนักงานห้องปฏิบัติการ", 70)
    occupational_group("กลุ่มงานช่าง")
    position("พนักงานขับเครื่องจักรกลขนาดกลาง", 900)
    position("พนักงานขับเครื่องจักรกลขนาดหนัก", 420)
    position("ช่างไม้", 210)
    position("ช่างปูน", 330)
    position("ช่างสี", 120)
    position("ช่างเชื่อม", 140)
    position("ช่างไฟฟ้า", 360)
    position("ช่างเครื่องยนต์", 410)
    position("ช่างเครื่องสูบน้ำ", 620)
    occupational_group("กลุ่มงานเทคนิคพิเศษ")
    position("ช่างเขียนแบบ", 40)
    position("ช่างพิมพ์", 30)
    position("ช่างกายอุปกรณ์", 16)
}

# ---- permanent employees -------------------------------------------------------------------------

function write_by_agency(    i, weights, counts) {
    seed(25620401)
    for (i = 1; i <= agencies; i++)
        weights[i] = about(agency_weight[i], 25)
    share_out(employees_total, weights, agencies, smallest_count, counts)
    open_table("permanent-employees-by-agency", "permanent-employees-by-agency",
        "agency,agency_group,employees")
    for (i = 1; i <= agencies; i++)
        row(agency_name[i] "," agency_group[i] "," counts[i])
    close_table()
}

# Leaves the total of each group in group_total, for the table of groups.
function write_by_position(    i, weights, counts) {
    seed(25620402)
    for (i = 1; i <= positions; i++)
        weights[i] = about(position_weight[i], 10)
    share_out(employees_total, weights, positions, smallest_count, counts)
    open_table("permanent-employees-by-position", "permanent-employees-by-position",
        "position,occupational_group,employees")
    for (i = 1; i <= positions; i++) {
        row(position_name[i] "," group_name[position_group[i]] "," counts[i])
        group_total[position_group[i]] += counts[i]
    }
    close_table()
}

function write_by_occupational_group(    i, shares) {
    percentages(group_total, groups, shares)
    open_table("permanent-employees-by-occupational-group",
        "permanent-employees-by-occupational-group", "occupational_group,employees,share_percent")
    for (i = 1; i <= groups; i++)
        row(group_name[i] "," group_total[i] "," percent_text(shares[i]))
    close_table()
}

function retirement_weight(age) {
    if (age < 25)
        return 30
    if (age < 30)
        return 250
    if (age < 35)
        return 700
    if (age < 40)
        return 1200
    if (age < 45)
        return 1700
    if (age < 50)
        return 2150
    return 2500
}

# Service ends with the fiscal year in which the employee turns 60: whoever is 60 on 30 September of
# the first fiscal year leaves then, whoever is 18 leaves 42 years later. Leaves the number of each
# age in age_total, so that the age groups agree with the forecast.
function write_retirement_forecast(    i, weights, counts, year, remaining) {
    seed(25620403)
    for (i = 1; i <= 43; i++)
        weights[i] = about(retirement_weight(61 - i), 12)
    share_out(employees_total, weights, 43, smallest_count, counts)
    open_table("permanent-employee-retirement-forecast", "permanent-employee-retirement-forecast",
        "fiscal_year,fiscal_year_end,retiring,remaining")
    remaining = employees_total
    for (i = 1; i <= 43; i++) {
        year = first_fiscal_year + i - 1
        remaining -= counts[i]
        age_total[61 - i] = counts[i]
        row(year "," (year - 543) "-09-30," counts[i] "," remaining)
    }
    close_table()
}

# Leaves sex_total[1] (men) and sex_total[2] (women).
function write_by_sex(    i, weights, shares) {
    seed(25620404)
    sex_name[1] = "ชาย"
    sex_name[2] = "หญิง"
    weights[1] = about(17743, 3)
    weights[2] = 30000 - weights[1]
    share_out(employees_total, weights, 2, smallest_count, sex_total)
    percentages(sex_total, 2, shares)
    open_table("permanent-employees-by-sex", "permanent-employees-by-sex",
        "sex,employees,share_percent")
    for (i = 1; i <= 2; i++)
        row(sex_name[i] "," sex_total[i] "," percent_text(shares[i]))
    close_table()
}

# Ages 18 to 24, then five years each, 55 to 60 last. Men are shared out over the groups by size; what
# a group has left are women, so both the groups and the sexes add up.
function write_by_age_group(    i, age, from, to, totals, men) {
    for (i = 1; i <= 8; i++) {
        from[i] = i == 1 ? 18 : 15 + 5 * i
        to[i] = i == 8 ? 60 : 19 + 5 * i
        totals[i] = 0
        for (age = from[i]; age <= to[i]; age++)
            totals[i] += age_total[age]
    }
    share_out(sex_total[1], totals, 8, smallest_count, men)
    open_table("permanent-employees-by-age-group", "permanent-employees-by-age-group",
        "age_group,age_from,age_to,sex,employees")
    for (i = 1; i <= 8; i++) {
        age = from[i] "-" to[i] " ปี," from[i] "," to[i] ","
        row(age sex_name[1] "," men[i])
        row(age sex_name[2] "," (totals[i] - men[i]))
    }
    close_table()
}

function education(name, weight) {
    levels++
    level_name[levels] = name
    level_weight[levels] = about(weight, 8)
}

function write_by_education(    i, counts, shares) {
    seed(25620405)
    education("ประถมศึกษาหรือต่ำกว่า", 9200)
    education("มัธยมศึกษาตอนต้น", 7400)
    education("มัธยมศึกษาตอนปลาย", 9800)
    education("ประกาศนียบัตรวิชาชีพ (ปวช.)", 2100)
    education("ประกาศนียบัตรวิชาชีพชั้นสูง (ปวส.) หรืออนุปริญญา", 2300)
    education("ปริญญาตรี", 3000)
    education("สูงกว่าปริญญาตรี", 120)
    share_out(employees_total, level_weight, levels, smallest_count, counts)
    percentages(counts, levels, shares)
    open_table("permanent-employees-by-education", "permanent-employees-by-education",
        "education_level,employees,share_percent")
    for (i = 1; i <= levels; i++)
        row(level_name[i] "," counts[i] "," percent_text(shares[i]))
    close_table()
}

# ---- officials leaving the service -----------------------------------------------------------------

# One total for each fiscal year, which the three tables share.
function write_separations(    year) {
    seed(25630930)
    for (year = 2559; year <= 2563; year++)
        separations_total[year] = chance_between(1750, 2250)
    write_separations_by_reason()
    write_separations_by_official_type()
    write_separations_by_agency()
}

function reason(name, weight) {
    reasons++
    reason_name[reasons] = name
    reason_weight[reasons] = weight
}

function write_separations_by_reason(    i, year, weights, counts) {
    reason("เกษียณอายุราชการ", 5600)
    reason("ลาออก", 3500)
    reason("ถึงแก่กรรม", 420)
    reason("ถูกสั่งให้ออก", 250)
    reason("ถูกปลดออกหรือไล่ออก", 180)
    open_table("civil-servant-separations", "civil-servant-separations-by-reason",
        "fiscal_year,reason,officials")
    for (year = 2559; year <= 2563; year++) {
        for (i = 1; i <= reasons; i++)
            weights[i] = about(reason_weight[i], 12)
        share_out(separations_total[year], weights, reasons, smallest_count, counts)
        for (i = 1; i <= reasons; i++)
            row(year "," reason_name[i] "," counts[i])
    }
    close_table()
}

function official(type, sex, weight) {
    officials++
    official_type[officials] = type
    official_sex[officials] = sex
    official_weight[officials] = weight
}

function write_separations_by_official_type(    i, year, weights, counts) {
    official("ข้าราชการกรุงเทพมหานครสามัญ", "ชาย", 2500)
    official("ข้าราชการกรุงเทพมหานครสามัญ", "หญิง", 3700)
    official("ข้าราชการครูและบุคลากรทางการศึกษากรุงเทพมหานคร", "ชาย", 900)
    official("ข้าราชการครูและบุคลากรทางการศึกษากรุงเทพมหานคร", "หญิง", 2900)
    open_table("civil-servant-separations", "civil-servant-separations-by-official-type",
        "fiscal_year,official_type,sex,officials")
    for (year = 2559; year <= 2563; year++) {
        for (i = 1; i <= officials; i++)
            weights[i] = about(official_weight[i], 10)
        share_out(separations_total[year], weights, officials, smallest_count, counts)
        for (i = 1; i <= officials; i++)
            row(year "," official_type[i] "," official_sex[i] "," counts[i])
    }
    close_table()
}

function write_separations_by_agency(    i, year, weights, counts) {
    open_table("civil-servant-separations", "civil-servant-separations-by-agency",
        "fiscal_year,agency,officials")
    for (year = 2559; year <= 2563; year++) {
        for (i = 1; i <= agencies; i++)
            weights[i] = about(agency_separations[i], 40)
        share_out(separations_total[year], weights, agencies, smallest_count, counts)
        for (i = 1; i <= agencies; i++)
            row(year "," agency_name[i] "," counts[i])
    }
    close_table()
}
