/* contentEncoding and contentMediaType of draft 07, where the options ask for them: base64 and JSON. Later
 * drafts say that they never assert. */
#include "metadata/schema_parts.h"

COMPILE(compile_content)
{
    if (!compiler->options->content || node->resource->dialect != DIALECT_7)
        return true;
    const struct json *encoding = json_get(node->source, "contentEncoding");
    const struct json *media = json_get(node->source, "contentMediaType");
    struct content content = {.base64 = slice_equals(json_text(encoding), "base64"),
                              .json = slice_equals(json_text(media), "application/json")};
    if (encoding != NULL && !content.base64)
        return true;
    if (content.base64 || content.json)
        node_share(compiler, node, row, value)->content = content;
    return true;
}

static int digit_64(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c != '\0' ? strchr(digits, c) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* RFC 4648 4: groups of four, padded at the end. */
static bool base64_decode(struct arena *arena, struct slice text, struct slice *bytes)
{
    size_t length = text.length;
    char *out = arena_take(arena, text.length);
    uint32_t group = 0;
    if (text.length % 4 != 0)
        return false;
    while (length > 0 && text.length - length < 2 && text.at[length - 1] == '=')
        length--;
    bytes->at = out;
    bytes->length = 0;
    for (size_t i = 0; i < text.length; i++) {
        int digit = i < length ? digit_64(text.at[i]) : 0;
        if (digit < 0)
            return false;
        group = group << 6 | (uint32_t)digit;
        for (int shift = 16; shift >= 0 && i % 4 == 3; shift -= 8)
            out[bytes->length++] = (char)(group >> shift);
    }
    bytes->length -= text.length - length;
    return true;
}

CHECK(check_content)
{
    struct slice text = json_text(value);
    struct json root;
    const struct json_fault *faults;
    if (keyword->content.base64 && !base64_decode(run->scratch, text, &text))
        return false;
    return !keyword->content.json || (json_read(run->scratch, text, &root, &faults) && faults == NULL);
}

EXPLAIN(explain_content)
{
    (void)run;
    (void)value;
    fault->message = keyword->content.base64
                         ? _("this text is not what it must be: base64, with the content named "
                             "in the schema")
                         : _("this text is no JSON document");
}
