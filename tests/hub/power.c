/*
 * What a power cut would leave: below FAULT_TWIN, a twin of each file, brought up to date by each sync of the file
 * and by nothing else. So the twin has what the disk must have, and nothing of what the system still holds.
 * A process that is killed while the twin is being written has told nobody yet that the sync is done.
 */
#include <pthread.h>

static pthread_mutex_t twin = PTHREAD_MUTEX_INITIALIZER;

/* The twin's path of a file below FAULT_ROOT; 0 when it has none. */
static int twin_of(const char *path, char *found, size_t room) {
    const char *root = getenv("FAULT_ROOT"), *folder = getenv("FAULT_TWIN");
    if (!root || !folder || strncmp(path, root, strlen(root))) return 0;
    return snprintf(found, room, "%s%s", folder, path + strlen(root)) < (int)room;
}

static void make_durable(int file) {
    char link[64], path[4096], copy[4096], octets[65536];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    if (!twin_of(path, copy, sizeof copy)) return;
    pthread_mutex_lock(&twin);
    long from = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0);
    long to = syscall(SYS_openat, AT_FDCWD, copy, O_WRONLY | O_CREAT, 0600);
    if (from >= 0 && to >= 0) {
        long long end = 0;
        long got;
        while ((got = syscall(SYS_read, from, octets, sizeof octets)) > 0) {
            syscall(SYS_write, to, octets, got);
            end += got;
        }
        syscall(SYS_ftruncate, to, end);
    }
    if (from >= 0) syscall(SYS_close, from);
    if (to >= 0) syscall(SYS_close, to);
    pthread_mutex_unlock(&twin);
}

int unlink(const char *path) {
    char copy[4096];
    int result = REAL(unlink)(path);
    /* A name that comes back after a power cut would be harmless: it is only dropped where it is dropped for good. */
    if (!result && twin_of(path, copy, sizeof copy)) syscall(SYS_unlinkat, AT_FDCWD, copy, 0);
    return result;
}

int rename(const char *path, const char *name) {
    char before[4096], after[4096];
    int result = REAL(rename)(path, name);
    if (!result && twin_of(path, before, sizeof before) && twin_of(name, after, sizeof after))
        syscall(SYS_renameat2, AT_FDCWD, before, AT_FDCWD, after, 0);
    return result;
}
