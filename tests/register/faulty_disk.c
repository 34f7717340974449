/* A disk that fails when it is told to: loaded before all other libraries, it counts what a process does to the files of
   one folder, and at the n-th time kills the process, or lets that and what comes after fail.

   As a loss of power is modelled, what was written to a file since it was last synchronised may be lost, each write by
   itself, and so may names that came or went in a folder that was not. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KILLED = 1, TORN, POWER, FULL, BROKEN, SLIP };

static char folder[PATH_MAX];
static size_t length;
static int mode;
static long left;
static unsigned seed;
static int failing;

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

/* --- what a loss of power takes back */

struct undo {
    int is_name; /* a name that came (is_name 1) or went (2); else bytes of a file */
    char path[PATH_MAX];
    char stash[PATH_MAX];
    off_t at, size;
    size_t old_length, new_length;
    int cuts; /* whether the file was made shorter or longer, and not written */
    char *old, *new;
    int gone;
    struct undo *before;
};

static struct undo *last;
static int stashed;

static int is_inside(const char *path) { return length && !strncmp(path, folder, length) && path[length] == '/'; }

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return is_inside(path) || !strcmp(path, folder);
}

static int named(int dir, const char *name, char *path) {
    if (!mode) return 0;
    if (name[0] == '/') snprintf(path, PATH_MAX, "%s", name);
    else if (dir == AT_FDCWD) return 0;
    else {
        if (!path_of(dir, path)) return 0;
        size_t size = strlen(path);
        snprintf(path + size, PATH_MAX - size, "/%s", name);
    }
    return is_inside(path);
}

static void remember_name(int kind, const char *path) {
    if (mode != POWER) return;
    struct undo *one = calloc(1, sizeof *one);
    one->is_name = kind;
    snprintf(one->path, PATH_MAX, "%s", path);
    if (kind == 2) {
        snprintf(one->stash, PATH_MAX, "%.3000s.stash%d", folder, stashed++);
        if (REAL(link)(path, one->stash)) {
            free(one);
            return;
        }
    }
    one->before = last;
    last = one;
}

static void remember_bytes(int fd, const char *path, off_t at, const void *new, size_t count, int cuts) {
    if (mode != POWER) return;
    struct stat found;
    if (fstat(fd, &found) || !S_ISREG(found.st_mode)) return;
    struct undo *one = calloc(1, sizeof *one);
    snprintf(one->path, PATH_MAX, "%s", path);
    one->at = at;
    one->size = found.st_size;
    one->cuts = cuts;
    one->new_length = cuts ? 0 : count;
    size_t until = cuts ? (size_t) found.st_size : (size_t) at + count;
    if (until > (size_t) found.st_size) until = found.st_size;
    one->old_length = until > (size_t) at ? until - at : 0;
    one->old = malloc(one->old_length + 1);
    one->new = malloc(one->new_length + 1);
    /* not by opening it anew: to close that would let go of the locks that the process has */
    if (pread(fd, one->old, one->old_length, at) < 0) one->old_length = 0;
    if (new) memcpy(one->new, new, one->new_length);
    one->before = last;
    last = one;
}

static void synchronised(const char *path) {
    if (mode != POWER) return;
    for (struct undo *one = last; one; one = one->before) {
        if (!one->is_name && !strcmp(one->path, path)) one->gone = 1;
        size_t size = strlen(path);
        if (one->is_name && !strncmp(one->path, path, size) && one->path[size] == '/' && !strchr(one->path + size + 1, '/'))
            one->gone = 1;
    }
}

static unsigned drawn(void) {
    seed = seed * 1103515245u + 12345u;
    return seed >> 16 & 0x7fff;
}

static void put(const struct undo *one, const char *bytes, size_t count, off_t size) {
    int fd = REAL(open)(one->path, O_WRONLY);
    if (fd < 0) return;
    if (count && REAL(pwrite)(fd, bytes, count, one->at) < 0) _exit(99);
    if (size >= 0 && REAL(ftruncate)(fd, size)) _exit(99);
    close(fd);
}

static void cut_power(void) {
    int all = drawn() % 4 == 0; /* one time in four nothing is left that was not synchronised */
    struct undo *forward = NULL, *next;
    for (struct undo *one = last; one; one = next) {
        next = one->before;
        if (!one->gone && !one->is_name) put(one, one->old, one->old_length, one->size);
        one->before = forward;
        forward = one;
    }
    for (struct undo *one = forward; one; one = one->before) {
        if (one->gone || one->is_name || all) continue;
        unsigned fate = drawn() % 3; /* lost, torn, kept */
        if (fate == 0) continue;
        if (one->cuts) put(one, NULL, 0, one->at);
        else put(one, one->new, fate == 1 ? one->new_length / 2 : one->new_length, -1);
    }
    for (struct undo *one = forward; one; one = one->before) {
        if (one->gone || !one->is_name || (!all && drawn() % 2)) continue;
        if (one->is_name == 1) REAL(unlink)(one->path);
        else REAL(link)(one->stash, one->path);
    }
}

static void die(void) {
    if (mode == POWER) cut_power();
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* --- counting */

void faulty_disk_arm(const char *path, long at, int how, unsigned draws) {
    snprintf(folder, PATH_MAX, "%s", path);
    length = strlen(folder);
    left = at;
    seed = draws;
    failing = 0;
    mode = how;
}

void faulty_disk_end(void) { die(); }

long faulty_disk_left(void) { return left; }

/* Whether this is to fail: the error, or 0. Whoever is to be killed does not come back, unless it is torn. */
static int counted(int grows) {
    if (--left == 0) {
        if (mode == KILLED || mode == POWER) die();
        failing = 1;
    }
    if (!failing) return 0;
    if (mode == FULL) return grows ? ENOSPC : 0;
    if (mode == SLIP) failing = 0;
    return mode == TORN ? -1 : EIO;
}

static int failed(int error) {
    errno = error;
    return -1;
}

static int grows(int fd, off_t until) {
    struct stat found;
    return !fstat(fd, &found) && until > found.st_size;
}

static ssize_t wrote(int fd, const void *bytes, size_t count, off_t at, int is_placed) {
    char path[PATH_MAX];
    off_t from = is_placed ? at : lseek(fd, 0, SEEK_CUR);
    if (!mode || !path_of(fd, path))
        return is_placed ? REAL(pwrite)(fd, bytes, count, at) : REAL(write)(fd, bytes, count);
    int error = counted(grows(fd, from + count));
    if (error == -1) {
        ssize_t done = is_placed ? REAL(pwrite)(fd, bytes, count / 2, at) : REAL(write)(fd, bytes, count / 2);
        (void) done;
        die();
    }
    if (error) return failed(error);
    remember_bytes(fd, path, from, bytes, count, 0);
    return is_placed ? REAL(pwrite)(fd, bytes, count, at) : REAL(write)(fd, bytes, count);
}

ssize_t write(int fd, const void *bytes, size_t count) { return wrote(fd, bytes, count, 0, 0); }
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return wrote(fd, bytes, count, at, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t at) { return wrote(fd, bytes, count, at, 1); }

static int cut(int fd, off_t size) {
    char path[PATH_MAX];
    if (!mode || !path_of(fd, path)) return REAL(ftruncate)(fd, size);
    int error = counted(grows(fd, size));
    if (error == -1) die();
    if (error) return failed(error);
    remember_bytes(fd, path, size, NULL, 0, 1);
    return REAL(ftruncate)(fd, size);
}

int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off_t size) { return cut(fd, size); }

static int synchronise(int fd) {
    char path[PATH_MAX];
    if (!mode || !path_of(fd, path)) return REAL(fsync)(fd);
    int error = counted(0);
    if (error == -1) die();
    if (error) return failed(error);
    synchronised(path);
    return 0; /* the disk below is never lost: to wait for it would only take time */
}

int fsync(int fd) { return synchronise(fd); }
int fdatasync(int fd) { return synchronise(fd); }

static int opened(int dir, const char *name, int flags, mode_t bits) {
    char path[PATH_MAX];
    struct stat found;
    if ((flags & O_CREAT) && named(dir, name, path) && lstat(path, &found)) {
        int error = counted(1);
        if (error == -1) die();
        if (error) return failed(error);
        remember_name(1, path);
    }
    return REAL(openat)(dir, name, flags, bits);
}

#define OPENED(dir)                                     \
    mode_t bits = 0;                                    \
    if (flags & O_CREAT) {                              \
        va_list more;                                   \
        va_start(more, flags);                          \
        bits = va_arg(more, mode_t);                    \
        va_end(more);                                   \
    }                                                   \
    return opened(dir, name, flags, bits)

int open(const char *name, int flags, ...) { OPENED(AT_FDCWD); }
int open64(const char *name, int flags, ...) { OPENED(AT_FDCWD); }
int openat(int dir, const char *name, int flags, ...) { OPENED(dir); }
int openat64(int dir, const char *name, int flags, ...) { OPENED(dir); }

static int renaming(int kind, int dir, const char *name) {
    char path[PATH_MAX];
    if (!named(dir, name, path)) return 0;
    int error = counted(kind == 1);
    if (error == -1) die();
    if (!error) remember_name(kind, path);
    return error;
}

int link(const char *from, const char *to) {
    int error = renaming(1, AT_FDCWD, to);
    return error ? failed(error) : REAL(link)(from, to);
}
int linkat(int dir, const char *from, int to_dir, const char *to, int flags) {
    int error = renaming(1, to_dir, to);
    return error ? failed(error) : REAL(linkat)(dir, from, to_dir, to, flags);
}
int mkdir(const char *name, mode_t bits) {
    char path[PATH_MAX];
    int error = named(AT_FDCWD, name, path) ? counted(1) : 0;
    if (error == -1) die();
    return error ? failed(error) : REAL(mkdir)(name, bits);
}
int unlink(const char *name) {
    int error = renaming(2, AT_FDCWD, name);
    return error ? failed(error) : REAL(unlink)(name);
}
int unlinkat(int dir, const char *name, int flags) {
    int error = flags & AT_REMOVEDIR ? 0 : renaming(2, dir, name);
    return error ? failed(error) : REAL(unlinkat)(dir, name, flags);
}
int rename(const char *from, const char *to) {
    char path[PATH_MAX];
    int error = named(AT_FDCWD, to, path) ? counted(0) : 0;
    if (error == -1) die();
    return error ? failed(error) : REAL(rename)(from, to);
}
