/* Mail boxes: RFC 5321 4.1.2, and beyond ASCII RFC 6531 3.3. */
#include "metadata/format_parts.h"

#include <string.h>
#include <strings.h>

#include "metadata/format_host.h"
#include "metadata/uri.h"

#define LOCAL_PART_BYTES 64 /* RFC 5321 4.5.3.1.1 */

/* ASCII that a word needs no quotes for; beyond ASCII all may stand. */
static bool is_atom_character(char c, bool international)
{
    if ((unsigned char)c >= 0x80)
        return international;
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Dots between words. */
static bool dot_string_valid(struct slice text, bool international)
{
    bool dot = true;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '.' ? dot : !is_atom_character(c, international))
            return false;
        dot = c == '.';
    }
    return !dot;
}

/* With its quotes. */
static bool quoted_string_valid(struct slice text, bool international)
{
    if (text.length < 2 || text.at[text.length - 1] != '"')
        return false;
    for (size_t i = 1; i + 1 < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\\') {
            i++;
            c = (unsigned char)text.at[i];
            if (i + 1 >= text.length || c >= 0x80)
                return false;
        } else if (c == '"') {
            return false;
        }
        if (c < ' ' || c == 0x7f || (c >= 0x80 && !international))
            return false;
    }
    return true;
}

/* Snum: one to three digits, up to 255; zeros may lead. */
static size_t small_number_length(struct slice text)
{
    unsigned value = 0;
    size_t length = 0;
    for (; length < text.length && length < 3 && text.at[length] >= '0' && text.at[length] <= '9'; length++)
        value = value * 10 + (unsigned)(text.at[length] - '0');
    return value <= 255 ? length : 0;
}

static bool four_numbers_valid(struct slice text)
{
    for (int i = 0; i < 4; i++) {
        size_t length = small_number_length(text);
        bool dot = i < 3;
        if (length == 0 || (dot && (length == text.length || text.at[length] != '.')))
            return false;
        length += dot ? 1 : 0;
        text = (struct slice){text.at + length, text.length - length};
    }
    return text.length == 0;
}

/* What stands between the brackets of an address-literal (4.1.3). */
static bool address_literal_valid(struct slice text)
{
    if (text.length > 5 && strncasecmp(text.at, "IPv6:", 5) == 0)
        return address_6_valid((struct slice){text.at + 5, text.length - 5});
    return four_numbers_valid(text);
}

static bool mailbox_valid(struct slice text, bool international, struct arena *scratch)
{
    size_t at = text.length;
    while (at > 0 && text.at[at - 1] != '@')
        at--;
    if (at < 2 || at > LOCAL_PART_BYTES + 1)
        return false;
    struct slice local = {text.at, at - 1};
    struct slice domain = {text.at + at, text.length - at};
    if (local.at[0] == '"' ? !quoted_string_valid(local, international)
                           : !dot_string_valid(local, international))
        return false;
    if (domain.length > 2 && domain.at[0] == '[' && domain.at[domain.length - 1] == ']')
        return address_literal_valid((struct slice){domain.at + 1, domain.length - 2});
    return international ? host_valid_international(domain, scratch) : host_valid(domain);
}

FORMAT(email_valid)
{
    return mailbox_valid(text, false, scratch);
}

FORMAT(international_email_valid)
{
    return mailbox_valid(text, true, scratch);
}
