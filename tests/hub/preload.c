/*
 * Stands between a program and its files, for the fault tests (R6 to R8): logs, delays or fails the calls
 * that concern files below FAULT_ROOT. It is loaded by LD_PRELOAD, and is no part of the product.
 *
 * FAULT_LOG        a file to which every write of a marker and every sync is logged
 * FAULT_DELAY      milliseconds before each sync
 * FAULT_CALL       KIND:NTH:HOW fails one call; KIND is write, read, sync or open;
 *                  HOW is ENOSPC, EIO, EMFILE, EINTR or short
 * FAULT_SYNC       a file: while it exists, every sync fails with EIO
 * FAULT_NO_SYNC    if set, a sync does nothing and says that it has succeeded
 * FAULT_TWIN       a folder that gets, of each file, what a sync has made durable (R5; power.c)
 * FAULT_SPACE      a file with a number: how many octets files may grow by, all together
 * FAULT_STATVFS    if set, statvfs tells the space that is left of that
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define FILES 65536
#define REAL(name) ((__typeof__(&name))real(#name))

static atomic_char concerned[FILES];
static atomic_long calls, grown;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void say(const char *format, ...) {
    const char *path = getenv("FAULT_LOG");
    if (!path) return;
    char line[128];
    va_list rest;
    va_start(rest, format);
    int length = vsnprintf(line, sizeof line, format, rest);
    va_end(rest);
    /* Not by our own functions. */
    long file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (file < 0) return;
    syscall(SYS_write, file, line, length);
    syscall(SYS_close, file);
}

/* The number in a file; -1 when there is none. */
static long number(const char *variable) {
    const char *path = getenv(variable);
    if (!path) return -1;
    long file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0);
    if (file < 0) return -1;
    char text[32] = {0};
    syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    return atol(text);
}

static int is_concerned(int file) { return file >= 0 && file < FILES && concerned[file]; }

/* What happens to this call: 0 nothing, -1 it is short, otherwise an errno. */
static int fate(const char *kind) {
    const char *plan = getenv("FAULT_CALL");
    size_t length = strlen(kind);
    if (!plan || strncmp(plan, kind, length) || plan[length] != ':') return 0;
    char *how;
    long nth = strtol(plan + length + 1, &how, 10);
    if (atomic_fetch_add(&calls, 1) + 1 != nth) return 0;
    say("F %s %ld %lld\n", kind, nth, now());
    how++;
    if (!strcmp(how, "ENOSPC")) return ENOSPC;
    if (!strcmp(how, "EMFILE")) return EMFILE;
    if (!strcmp(how, "EINTR")) return EINTR;
    return strcmp(how, "short") ? EIO : -1;
}

/* Whether a file may become so long; if it may, it counts as grown. */
static int may_grow(int file, off_t end) {
    long space = number("FAULT_SPACE");
    if (space < 0) return 1;
    struct stat found;
    if (fstat(file, &found) || end <= found.st_size) return 1;
    long more = end - found.st_size;
    if (atomic_load(&grown) + more > space) return 0;
    atomic_fetch_add(&grown, more);
    return 1;
}

static void note(int file, const char *path) {
    const char *root = getenv("FAULT_ROOT");
    if (file >= 0 && file < FILES) concerned[file] = root && path && !strncmp(path, root, strlen(root));
}

/* Logs the markers `R6:` and eight digits that are written. */
static void markers(const void *octets, size_t length) {
    const char *at = octets, *end = at + length;
    long last = -1;
    while (end - at >= 11 && (at = memmem(at, end - at, "R6:", 3)) && end - at >= 11) {
        char digits[9] = {0};
        memcpy(digits, at + 3, 8);
        if (strspn(digits, "0123456789") == 8 && atol(digits) != last) {
            last = atol(digits);
            say("W %ld %lld\n", last, now());
        }
        at += 11;
    }
}

static int open_as(const char *name, const char *path, int flags, mode_t mode) {
    const char *root = getenv("FAULT_ROOT");
    if (root && !strncmp(path, root, strlen(root))) {
        int fault = fate("open");
        if (fault > 0) { errno = fault; return -1; }
    }
    int (*function)(const char *, int, ...) = real(name);
    int file = function(path, flags, mode);
    note(file, path);
    return file;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        return open_as(#name, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    if (file >= 0 && file < FILES) concerned[file] = 0;
    return REAL(close)(file);
}

#define WRITES(name, offset_type) \
    ssize_t name(int file, const void *octets, size_t length, offset_type offset) { \
        if (is_concerned(file)) { \
            int fault = fate("write"); \
            if (fault > 0) { errno = fault; return -1; } \
            if (fault < 0 && length > 1) length /= 2; \
            if (!may_grow(file, offset + length)) { errno = ENOSPC; return -1; } \
            markers(octets, length); \
        } \
        return REAL(name)(file, octets, length, offset); \
    }
WRITES(pwrite, off_t)
WRITES(pwrite64, off64_t)

ssize_t write(int file, const void *octets, size_t length) {
    if (is_concerned(file)) {
        int fault = fate("write");
        if (fault > 0) { errno = fault; return -1; }
        if (fault < 0 && length > 1) length /= 2;
        if (!may_grow(file, lseek(file, 0, SEEK_CUR) + (off_t)length)) { errno = ENOSPC; return -1; }
    }
    return REAL(write)(file, octets, length);
}

#define READS(name, offset_type) \
    ssize_t name(int file, void *octets, size_t length, offset_type offset) { \
        if (is_concerned(file)) { \
            int fault = fate("read"); \
            if (fault > 0) { errno = fault; return -1; } \
            if (fault < 0 && length > 1) length /= 2; \
        } \
        return REAL(name)(file, octets, length, offset); \
    }
READS(pread, off_t)
READS(pread64, off64_t)

ssize_t read(int file, void *octets, size_t length) {
    if (is_concerned(file)) {
        int fault = fate("read");
        if (fault > 0) { errno = fault; return -1; }
        if (fault < 0 && length > 1) length /= 2;
    }
    return REAL(read)(file, octets, length);
}

#include "power.c"

static int sync_as(const char *name, int file) {
    int (*function)(int) = real(name);
    if (!is_concerned(file)) return function(file);
    if (getenv("FAULT_NO_SYNC")) return 0;
    long long began = now();
    const char *delay = getenv("FAULT_DELAY");
    if (delay) usleep(1000 * atoi(delay));
    const char *broken = getenv("FAULT_SYNC");
    int fault = fate("sync");
    if (broken && !syscall(SYS_faccessat, AT_FDCWD, broken, F_OK)) fault = EIO;
    if (fault) { errno = fault > 0 ? fault : EIO; say("E 0 %lld\n", now()); return -1; }
    int result = function(file);
    if (!result) make_durable(file);
    say("S %lld %lld\n", began, now());
    return result;
}

int fsync(int file) { return sync_as("fsync", file); }
int fdatasync(int file) { return sync_as("fdatasync", file); }

#define TRUNCATES(name, length_type) \
    int name(int file, length_type length) { \
        struct stat before; \
        if (is_concerned(file) && !fstat(file, &before)) { \
            if (length > before.st_size) { \
                if (!may_grow(file, length)) { errno = ENOSPC; return -1; } \
            } else if (number("FAULT_SPACE") >= 0) { \
                atomic_fetch_sub(&grown, before.st_size - length); \
            } \
        } \
        return REAL(name)(file, length); \
    }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

#define STATVFS(name, type) \
    int name(const char *path, struct type *found) { \
        int result = REAL(name)(path, found); \
        long space = number("FAULT_SPACE"); \
        if (!result && space >= 0 && getenv("FAULT_STATVFS")) { \
            long left = space - atomic_load(&grown); \
            found->f_frsize = found->f_bsize = 4096; \
            found->f_blocks = space / 4096; \
            found->f_bfree = found->f_bavail = left > 0 ? left / 4096 : 0; \
        } \
        return result; \
    }
STATVFS(statvfs, statvfs)
STATVFS(statvfs64, statvfs64)
