#include "metadata/pattern_property.h"

#include <string.h>

struct property_name {
    const char *name;
    const char *alias; /* ECMA's other name; NULL when there is none */
    const char *pcre;  /* NULL when PCRE2 knows `name` itself */
};

/* Values of General_Category; PCRE2 knows only the short ones. */
static const struct property_name categories[] = {
    {"Letter", "L", "L"},
    {"Uppercase_Letter", "Lu", "Lu"},
    {"Lowercase_Letter", "Ll", "Ll"},
    {"Titlecase_Letter", "Lt", "Lt"},
    {"Cased_Letter", "LC", "L&"},
    {"Modifier_Letter", "Lm", "Lm"},
    {"Other_Letter", "Lo", "Lo"},
    {"Mark", "M", "M"},
    {"Combining_Mark", NULL, "M"},
    {"Nonspacing_Mark", "Mn", "Mn"},
    {"Spacing_Mark", "Mc", "Mc"},
    {"Enclosing_Mark", "Me", "Me"},
    {"Number", "N", "N"},
    {"Decimal_Number", "Nd", "Nd"},
    {"digit", NULL, "Nd"},
    {"Letter_Number", "Nl", "Nl"},
    {"Other_Number", "No", "No"},
    {"Punctuation", "P", "P"},
    {"punct", NULL, "P"},
    {"Connector_Punctuation", "Pc", "Pc"},
    {"Dash_Punctuation", "Pd", "Pd"},
    {"Open_Punctuation", "Ps", "Ps"},
    {"Close_Punctuation", "Pe", "Pe"},
    {"Initial_Punctuation", "Pi", "Pi"},
    {"Final_Punctuation", "Pf", "Pf"},
    {"Other_Punctuation", "Po", "Po"},
    {"Symbol", "S", "S"},
    {"Math_Symbol", "Sm", "Sm"},
    {"Currency_Symbol", "Sc", "Sc"},
    {"Modifier_Symbol", "Sk", "Sk"},
    {"Other_Symbol", "So", "So"},
    {"Separator", "Z", "Z"},
    {"Space_Separator", "Zs", "Zs"},
    {"Line_Separator", "Zl", "Zl"},
    {"Paragraph_Separator", "Zp", "Zp"},
    {"Other", "C", "C"},
    {"Control", "Cc", "Cc"},
    {"cntrl", NULL, "Cc"},
    {"Format", "Cf", "Cf"},
    {"Surrogate", "Cs", "Cs"},
    {"Private_Use", "Co", "Co"},
    {"Unassigned", "Cn", "Cn"},
};

static const struct property_name binary_properties[] = {
    {"ASCII", NULL, NULL},
    {"ASCII_Hex_Digit", "AHex", NULL},
    {"Alphabetic", "Alpha", NULL},
    {"Any", NULL, NULL},
    {"Bidi_Control", "Bidi_C", NULL},
    {"Bidi_Mirrored", "Bidi_M", NULL},
    {"Case_Ignorable", "CI", NULL},
    {"Cased", NULL, NULL},
    {"Changes_When_Casefolded", "CWCF", NULL},
    {"Changes_When_Casemapped", "CWCM", NULL},
    {"Changes_When_Lowercased", "CWL", NULL},
    {"Changes_When_NFKC_Casefolded", "CWKCF", NULL},
    {"Changes_When_Titlecased", "CWT", NULL},
    {"Changes_When_Uppercased", "CWU", NULL},
    {"Dash", NULL, NULL},
    {"Default_Ignorable_Code_Point", "DI", NULL},
    {"Deprecated", "Dep", NULL},
    {"Diacritic", "Dia", NULL},
    {"Emoji", NULL, NULL},
    {"Emoji_Component", "EComp", NULL},
    {"Emoji_Modifier", "EMod", NULL},
    {"Emoji_Modifier_Base", "EBase", NULL},
    {"Emoji_Presentation", "EPres", NULL},
    {"Extended_Pictographic", "ExtPict", NULL},
    {"Extender", "Ext", NULL},
    {"Grapheme_Base", "Gr_Base", NULL},
    {"Grapheme_Extend", "Gr_Ext", NULL},
    {"Hex_Digit", "Hex", NULL},
    {"IDS_Binary_Operator", "IDSB", NULL},
    {"IDS_Trinary_Operator", "IDST", NULL},
    {"ID_Continue", "IDC", NULL},
    {"ID_Start", "IDS", NULL},
    {"Ideographic", "Ideo", NULL},
    {"Join_Control", "Join_C", NULL},
    {"Logical_Order_Exception", "LOE", NULL},
    {"Lowercase", "Lower", NULL},
    {"Math", NULL, NULL},
    {"Noncharacter_Code_Point", "NChar", NULL},
    {"Pattern_Syntax", "Pat_Syn", NULL},
    {"Pattern_White_Space", "Pat_WS", NULL},
    {"Quotation_Mark", "QMark", NULL},
    {"Radical", NULL, NULL},
    {"Regional_Indicator", "RI", NULL},
    {"Sentence_Terminal", "STerm", NULL},
    {"Soft_Dotted", "SD", NULL},
    {"Terminal_Punctuation", "Term", NULL},
    {"Unified_Ideograph", "UIdeo", NULL},
    {"Uppercase", "Upper", NULL},
    {"Variation_Selector", "VS", NULL},
    {"White_Space", "space", NULL},
    {"XID_Continue", "XIDC", NULL},
    {"XID_Start", "XIDS", NULL},
};

/* Values of Script and Script_Extensions, as Unicode 17 has them (PropertyValueAliases.txt): long names and
 * short ones, a blank behind each. PCRE2 knows those that there were when it was made. */
static const char scripts[] =
    " Adlam Adlm Aghb Ahom Anatolian_Hieroglyphs Arab Arabic Armenian Armi Armn Avestan Avst Bali "
    "Balinese Bamu Bamum Bass Bassa_Vah Batak Batk Beng Bengali Berf Beria_Erfe Bhaiksuki Bhks "
    "Bopo Bopomofo Brah Brahmi Brai Braille Bugi Buginese Buhd Buhid Cakm Canadian_Aboriginal "
    "Cans Cari Carian Caucasian_Albanian Chakma Cham Cher Cherokee Chorasmian Chrs Common Copt "
    "Coptic Cpmn Cprt Cuneiform Cypriot Cypro_Minoan Cyrillic Cyrl Deseret Deva Devanagari Diak "
    "Dives_Akuru Dogr Dogra Dsrt Dupl Duployan Egyp Egyptian_Hieroglyphs Elba Elbasan Elym "
    "Elymaic Ethi Ethiopic Gara Garay Geor Georgian Glag Glagolitic Gong Gonm Goth Gothic Gran "
    "Grantha Greek Grek Gujarati Gujr Gukh Gunjala_Gondi Gurmukhi Guru Gurung_Khema Han Hang "
    "Hangul Hani Hanifi_Rohingya Hano Hanunoo Hatr Hatran Hebr Hebrew Hira Hiragana Hluw Hmng "
    "Hmnp Hung Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian Ital Java "
    "Javanese Kaithi Kali Kana Kannada Katakana Kawi Kayah_Li Khar Kharoshthi "
    "Khitan_Small_Script Khmer Khmr Khoj Khojki Khudawadi Kirat_Rai Kits Knda Krai Kthi Lana Lao "
    "Laoo Latin Latn Lepc Lepcha Limb Limbu Lina Linb Linear_A Linear_B Lisu Lyci Lycian Lydi "
    "Lydian Mahajani Mahj Maka Makasar Malayalam Mand Mandaic Mani Manichaean Marc Marchen "
    "Masaram_Gondi Medefaidrin Medf Meetei_Mayek Mend Mende_Kikakui Merc Mero Meroitic_Cursive "
    "Meroitic_Hieroglyphs Miao Mlym Modi Mong Mongolian Mro Mroo Mtei Mult Multani Myanmar Mymr "
    "Nabataean Nag_Mundari Nagm Nand Nandinagari Narb Nbat New_Tai_Lue Newa Nko Nkoo Nshu Nushu "
    "Nyiakeng_Puachue_Hmong Ogam Ogham Ol_Chiki Ol_Onal Olck Old_Hungarian Old_Italic "
    "Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic "
    "Old_Uyghur Onao Oriya Orkh Orya Osage Osge Osma Osmanya Ougr Pahawh_Hmong Palm Palmyrene "
    "Pau_Cin_Hau Pauc Perm Phag Phags_Pa Phli Phlp Phnx Phoenician Plrd Prti Psalter_Pahlavi "
    "Qaac Qaai Rejang Rjng Rohg Runic Runr Samaritan Samr Sarb Saur Saurashtra Sgnw Sharada "
    "Shavian Shaw Shrd Sidd Siddham Sidetic Sidt SignWriting Sind Sinh Sinhala Sogd Sogdian Sogo "
    "Sora Sora_Sompeng Soyo Soyombo Sund Sundanese Sunu Sunuwar Sylo Syloti_Nagri Syrc Syriac "
    "Tagalog Tagb Tagbanwa Tai_Le Tai_Tham Tai_Viet Tai_Yo Takr Takri Tale Talu Tamil Taml Tang "
    "Tangsa Tangut Tavt Tayo Telu Telugu Tfng Tglg Thaa Thaana Thai Tibetan Tibt Tifinagh Tirh "
    "Tirhuta Tnsa Todhri Todr Tolong_Siki Tols Toto Tulu_Tigalari Tutg Ugar Ugaritic Unknown Vai "
    "Vaii Vith Vithkuqi Wancho Wara Warang_Citi Wcho Xpeo Xsux Yezi Yezidi Yi Yiii "
    "Zanabazar_Square Zanb Zinh Zyyy Zzzz ";

/* What ECMA-262 has and PCRE2 10.42 knows otherwise, or not at all: its Bidi_Mirrored are the characters with
 * a mirrored one, its Script_Extensions of Common and Inherited hold those of other scripts too. */
static const char *const unmatched[] = {"Bidi_Mirrored", "Changes_When_NFKC_Casefolded"};
static const char *const unmatched_extensions[] = {"Common", "Zyyy", "Inherited", "Zinh", "Qaai"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *name_find(const struct property_name *rows, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equals(name, rows[i].name) || (rows[i].alias != NULL && slice_equals(name, rows[i].alias)))
            return rows[i].pcre != NULL ? rows[i].pcre : rows[i].name;
    return NULL;
}

static void property_add(struct text *out, bool negated, const char *prefix, struct slice name)
{
    text_add(out, negated ? "\\P{" : "\\p{");
    text_add(out, prefix);
    text_add_slice(out, name);
    text_add_char(out, '}');
}

static bool is_listed(const char *const *list, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equals(name, list[i]))
            return true;
    return false;
}

static bool is_script(struct slice name)
{
    const char *at = scripts;
    if (name.length == 0 || memchr(name.at, ' ', name.length) != NULL)
        return false;
    while ((at = memmem(at, (size_t)(scripts + sizeof scripts - 1 - at), name.at, name.length)) != NULL) {
        if (at[-1] == ' ' && at[name.length] == ' ')
            return true;
        at++;
    }
    return false;
}

static enum pattern_property script_add(struct text *out, const char *prefix, struct slice value,
                                        bool negated)
{
    if (!is_script(value))
        return PROPERTY_WRONG;
    if (strcmp(prefix, "scx:") == 0 && is_listed(unmatched_extensions, COUNT(unmatched_extensions), value))
        return PROPERTY_UNMATCHED;
    property_add(out, negated, prefix, value);
    return PROPERTY_ADDED;
}

static enum pattern_property valued_property_add(struct text *out, struct slice name, struct slice value,
                                                 bool negated)
{
    if (slice_equals(name, "Script") || slice_equals(name, "sc"))
        return script_add(out, "sc:", value, negated);
    if (slice_equals(name, "Script_Extensions") || slice_equals(name, "scx"))
        return script_add(out, "scx:", value, negated);
    if (!slice_equals(name, "General_Category") && !slice_equals(name, "gc"))
        return PROPERTY_WRONG;
    const char *category = name_find(categories, COUNT(categories), value);
    if (category != NULL)
        property_add(out, negated, "", slice_of(category));
    return category != NULL ? PROPERTY_ADDED : PROPERTY_WRONG;
}

enum pattern_property pattern_property_add(struct text *out, struct slice property, bool negated)
{
    const char *equals = property.length > 0 ? memchr(property.at, '=', property.length) : NULL;
    if (equals != NULL) {
        size_t length = (size_t)(equals - property.at);
        return valued_property_add(out, (struct slice){property.at, length},
                                   (struct slice){equals + 1, property.length - length - 1}, negated);
    }
    if (slice_equals(property, "Assigned")) {
        property_add(out, !negated, "", slice_of("Cn"));
        return PROPERTY_ADDED;
    }
    const char *name = name_find(categories, COUNT(categories), property);
    if (name == NULL)
        name = name_find(binary_properties, COUNT(binary_properties), property);
    if (name == NULL)
        return PROPERTY_WRONG;
    if (is_listed(unmatched, COUNT(unmatched), slice_of(name)))
        return PROPERTY_UNMATCHED;
    property_add(out, negated, "", slice_of(name));
    return PROPERTY_ADDED;
}
