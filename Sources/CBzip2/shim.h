#include <stdio.h>
#include <bzlib.h>

/* The numbers by which blocks were randomised before bzip2 0.9.5: a table of 512 that the library
 * has and its header does not show. */
extern int BZ2_rNums[512];
static inline int bzip2_random_number(int index) { return BZ2_rNums[index & 511]; }
