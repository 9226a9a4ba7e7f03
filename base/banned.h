/* Functions that the program does not use: naming one is an error of the compiler, with the reason.
 * Included before every file by the Makefile. */
#ifndef BANCHI_BASE_BANNED_H
#define BANCHI_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atof gmtime localtime ctime asctime

#endif
