#define _GNU_SOURCE
#include "CFileExchange.h"

#if defined(__APPLE__)
#include <stdio.h>

int casebook_exchange(const char *first, const char *second) {
    return renamex_np(first, second, RENAME_SWAP);
}
#else
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc before 2.28 has no wrapper, and musl none at all: the call is made by its number.
int casebook_exchange(const char *first, const char *second) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
}
#endif
