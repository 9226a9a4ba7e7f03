/* The style of the page of a plan, between NAME and NAME_end. */
    .section .rodata
    .global command_plan_style
    .global command_plan_style_end
command_plan_style:
    .incbin "command/plan.css"
command_plan_style_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
