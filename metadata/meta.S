/* The texts of metadata/meta/ as they stand, and the table of them: an array of struct meta_file. */
#if __SIZEOF_POINTER__ == 8
#define WORD .quad
#else
#define WORD .long
#endif

    .macro embed uri, file
    .section .rodata
1:  .asciz "\uri"
2:  .incbin "metadata/meta/\file"
3:  .byte 0
    .section .data.rel.ro, "aw"
    WORD 1b, 2b, 3b - 2b
    .endm

    .section .data.rel.ro, "aw"
    .balign 16
    .global meta_files
meta_files:
    embed "https://json-schema.org/draft/2020-12/schema", draft2020-12/schema.json
    embed "https://json-schema.org/draft/2020-12/meta/core", draft2020-12/meta/core.json
    embed "https://json-schema.org/draft/2020-12/meta/applicator", draft2020-12/meta/applicator.json
    embed "https://json-schema.org/draft/2020-12/meta/unevaluated", draft2020-12/meta/unevaluated.json
    embed "https://json-schema.org/draft/2020-12/meta/validation", draft2020-12/meta/validation.json
    embed "https://json-schema.org/draft/2020-12/meta/meta-data", draft2020-12/meta/meta-data.json
    embed "https://json-schema.org/draft/2020-12/meta/format-annotation", draft2020-12/meta/format-annotation.json
    embed "https://json-schema.org/draft/2020-12/meta/format-assertion", draft2020-12/meta/format-assertion.json
    embed "https://json-schema.org/draft/2020-12/meta/content", draft2020-12/meta/content.json
    embed "https://json-schema.org/draft/2019-09/schema", draft2019-09/schema.json
    embed "https://json-schema.org/draft/2019-09/meta/core", draft2019-09/meta/core.json
    embed "https://json-schema.org/draft/2019-09/meta/applicator", draft2019-09/meta/applicator.json
    embed "https://json-schema.org/draft/2019-09/meta/validation", draft2019-09/meta/validation.json
    embed "https://json-schema.org/draft/2019-09/meta/meta-data", draft2019-09/meta/meta-data.json
    embed "https://json-schema.org/draft/2019-09/meta/format", draft2019-09/meta/format.json
    embed "https://json-schema.org/draft/2019-09/meta/content", draft2019-09/meta/content.json
    embed "http://json-schema.org/draft-07/schema", draft-07.json

    .section .data.rel.ro, "aw"
meta_files_end:
    .global meta_file_count
meta_file_count:
    WORD (meta_files_end - meta_files) / (3 * __SIZEOF_POINTER__)

    .section .note.GNU-stack, "", @progbits
