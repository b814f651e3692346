/* Makes nginx's WebDAV durable: what is renamed into its place is on the disk before, and its folder after. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int synced(const char *path, int flags) {
    int file = open(path, O_RDONLY | flags);
    if (file < 0) return -1;
    int result = fsync(file);
    close(file);
    return result;
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    if (synced(from, 0)) return -1;
    int result = real(from, to);
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", to);
    if (!result && synced(dirname(folder), O_DIRECTORY)) return -1;
    return result;
}
