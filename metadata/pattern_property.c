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

static bool word_valid(struct slice word)
{
    for (size_t i = 0; i < word.length; i++) {
        char c = word.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return word.length > 0;
}

static bool valued_property_add(struct text *out, struct slice name, struct slice value, bool negated)
{
    if (slice_equals(name, "General_Category") || slice_equals(name, "gc")) {
        const char *category = name_find(categories, COUNT(categories), value);
        if (category != NULL)
            property_add(out, negated, "", slice_of(category));
        return category != NULL;
    }
    bool script = slice_equals(name, "Script") || slice_equals(name, "sc");
    if (!script && !slice_equals(name, "Script_Extensions") && !slice_equals(name, "scx"))
        return false;
    property_add(out, negated, script ? "sc:" : "scx:", value);
    return word_valid(value);
}

bool pattern_property_add(struct text *out, struct slice property, bool negated)
{
    const char *equals = property.length > 0 ? memchr(property.at, '=', property.length) : NULL;
    if (equals != NULL) {
        size_t length = (size_t)(equals - property.at);
        return valued_property_add(out, (struct slice){property.at, length},
                                   (struct slice){equals + 1, property.length - length - 1}, negated);
    }
    if (slice_equals(property, "Assigned")) {
        property_add(out, !negated, "", slice_of("Cn"));
        return true;
    }
    const char *name = name_find(categories, COUNT(categories), property);
    if (name == NULL)
        name = name_find(binary_properties, COUNT(binary_properties), property);
    if (name != NULL)
        property_add(out, negated, "", slice_of(name));
    return name != NULL;
}
