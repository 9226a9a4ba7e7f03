/* The texts of metadata/profiles/ as they stand, and the table of them: an array of struct profile_file. */
#if __SIZEOF_POINTER__ == 8
#define WORD .quad
#else
#define WORD .long
#endif

    .macro embed file
    .section .rodata
1:  .asciz "\file"
2:  .incbin "metadata/profiles/\file"
3:  .byte 0
    .section .data.rel.ro, "aw"
    WORD 1b, 2b, 3b - 2b
    .endm

    .section .data.rel.ro, "aw"
    .balign 16
    .global builtin_files
builtin_files:
    embed catalog.json
    embed ckan.json
    embed common.json
    embed dictionary.json
    embed thai-gdc-1.4.json
    embed thai-gdc-2.1.json
    embed thai-gdc-2.2.json

    .section .data.rel.ro, "aw"
builtin_files_end:
    .global builtin_file_count
builtin_file_count:
    WORD (builtin_files_end - builtin_files) / (3 * __SIZEOF_POINTER__)

    .section .note.GNU-stack, "", @progbits
