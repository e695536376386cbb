#define _GNU_SOURCE
#include "CSys.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/types.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

static int argument_count;
static char **arguments_given;

/* Before everything else: Swift's runtime looks into /proc for itself and for the arguments, ends the
 * process where it does not find itself, and has no arguments where it does not find those. */
__attribute__((constructor(101))) static void prepare(int count, char **arguments) {
    argument_count = count;
    arguments_given = arguments;
    if (access("/proc/self/exe", F_OK) != 0)
        setenv("SWIFT_BACKTRACE", "enable=no,swift-backtrace=/nonexistent", 1);
}

char **csys_arguments(int *count) {
    *count = argument_count;
    return arguments_given;
}

int csys_openat(int directory, const char *path, int flags, mode_t mode) {
    return openat(directory, path, flags, mode);
}

const int csys_path_only = O_PATH;

int csys_has_access_list(int fd) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return getxattr(path, "system.posix_acl_access", NULL, 0) > 0;
}

int csys_cached_directory(const char *path) {
    struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC, .resolve = 0x20};
    return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

int csys_cached_file(const char *path) {
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = 0x20};
    return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

int csys_mount(int fd, uint64_t *mount, int *is_on_device) {
    struct statx status;
    if (statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, 0x1000 /* STATX_MNT_ID */, &status) < 0)
        return -1;
    if (!(status.stx_mask & 0x1000)) {
        errno = ENOSYS;
        return -1;
    }
    /* stx_mnt_id, which older headers do not have. */
    memcpy(mount, (const char *)&status + 0x90, sizeof *mount);
    *is_on_device = status.stx_dev_major != 0;
    return 0;
}

int csys_kind(int directory, const char *name) {
    struct stat status;
    if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : -1;
    if (S_ISREG(status.st_mode) || (S_ISCHR(status.st_mode) && status.st_rdev == 0x103))
        return 1;
    return 2;
}

int csys_reserve(int fd, off_t offset, off_t length) {
    return fallocate(fd, FALLOC_FL_KEEP_SIZE, offset, length);
}

int csys_ofd_lock(int fd, off_t byte, short type) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    return fcntl(fd, F_OFD_SETLK, &lock);
}

int csys_process_lock(int fd, off_t byte) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    return fcntl(fd, F_SETLK, &lock);
}

int csys_is_locked(int fd, off_t byte, int *holder) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    *holder = 0;
    if (fcntl(fd, F_OFD_GETLK, &lock) < 0)
        return -1;
    if (lock.l_type != F_UNLCK && lock.l_pid > 0)
        *holder = lock.l_pid;
    return lock.l_type != F_UNLCK;
}

int csys_set_close_on_exec(int fd, int on) {
    return fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0);
}

int csys_close_range(unsigned first, unsigned last) {
    return (int)syscall(SYS_close_range, first, last, 0);
}

int csys_file_system(int fd, int64_t *type, int64_t *free_bytes) {
    struct statfs status;
    if (fstatfs(fd, &status) < 0)
        return -1;
    *type = status.f_type;
    if (__builtin_mul_overflow((int64_t)status.f_bavail, (int64_t)status.f_bsize, free_bytes))
        *free_bytes = INT64_MAX;
    return 0;
}

int csys_rename(int from, const char *name, int to, const char *other, int exchange) {
    return (int)syscall(SYS_renameat2, from, name, to, other,
                        exchange ? 2 /* RENAME_EXCHANGE */ : 1 /* RENAME_NOREPLACE */);
}

ssize_t csys_copy(int from, off_t offset, int to, size_t count) {
    return copy_file_range(from, &offset, to, NULL, count, 0);
}

int csys_temporary(int directory, mode_t mode) {
    return openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
}

int csys_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, 1 /* MFD_CLOEXEC */);
}

int csys_waitid(int type, int id, siginfo_t *info, int options,
                              struct rusage *usage) {
    return (int)syscall(SYS_waitid, type, id, info, options, usage);
}

int csys_siginfo_status(const siginfo_t *info) { return info->si_status; }

int csys_siginfo_pid(const siginfo_t *info) { return info->si_pid; }

int csys_wifexited(int status) { return WIFEXITED(status); }

int csys_wexitstatus(int status) { return WEXITSTATUS(status); }

int csys_wtermsig(int status) { return WTERMSIG(status); }

int csys_resource_count(void) { return RLIM_NLIMITS; }

int csys_set_subreaper(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

int csys_signal_on_parents_death(int signal) {
    return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0);
}

int csys_set_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

int csys_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int csys_pidfd_send_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int csys_pidfd_signal_group(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL,
                        4 /* PIDFD_SIGNAL_PROCESS_GROUP */);
}

int csys_fork_sibling(void) {
    return (int)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
}

int csys_pidfd_exit_status(int pidfd, int *status) {
    struct {
        __u64 mask;
        __u64 cgroupid;
        __u32 pid, tgid, ppid, ruid, rgid, euid, egid, suid, sgid, fsuid, fsgid;
        __s32 exit_code;
    } info = {.mask = 1u << 3};
    if (ioctl(pidfd, _IOWR(0xFF, 11, info), &info) < 0 || !(info.mask & (1u << 3)))
        return -1;
    *status = info.exit_code;
    return 0;
}

int csys_all_processors(void) {
    cpu_set_t set;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        CPU_SET(cpu, &set);
    (void)sched_setaffinity(0, sizeof set, &set);
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return 1;
    return CPU_COUNT(&set);
}

int csys_processors(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) < 0 ? 1 : CPU_COUNT(&set);
}

int csys_socketpair(int type, int *fds) {
    return socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds);
}

int csys_signalfd(const sigset_t *set) {
    return signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int csys_next_signal(int fd) {
    struct signalfd_siginfo info;
    return read(fd, &info, sizeof info) == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

void csys_die_of(int number) {
    sigset_t set;
    signal(number, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, number);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

int csys_wall_timer(void) {
    return timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
}

int csys_wall_timer_set(int fd, int64_t milliseconds) {
    struct itimerspec spec = {.it_value = {.tv_sec = milliseconds / 1000,
                                           .tv_nsec = milliseconds % 1000 * 1000000}};
    return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, NULL);
}

int csys_terminal_rows(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

int csys_terminal_columns(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int csys_inotify(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }

char **csys_environment(void) { return environ; }

/* Every signal at its default: what the parent ignores or handles is the parent's affair. */
static void default_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++)
        (void)sigaction(number, &action, NULL);
}

/* The descriptor FD as NUMBER, open after exec. */
static int place(int fd, int number) {
    if (fd == number)
        return csys_set_close_on_exec(fd, 0);
    return dup2(fd, number);
}

/* As a shell does with a file that the kernel knows no format of: sh reads it (execvp(3)). */
static void execute_with_shell(const char *path, const struct csys_launch *launch) {
    size_t count = 0;
    while (launch->arguments[count])
        count++;
    const char *arguments[count + 2];
    arguments[0] = "sh";
    arguments[1] = path;
    for (size_t index = 1; index <= count; index++)
        arguments[index + 1] = launch->arguments[index];
    (void)execve("/bin/sh", (char *const *)arguments, launch->environment);
}

/* Adjusts this process's chance to be ended when memory runs out, where that is allowed. It may share
 * its memory with its parent (vfork). */
static void set_memory_score(int score) {
    char text[12];
    char *next = text + sizeof text;
    unsigned rest = score < 0 ? -(unsigned)score : (unsigned)score;
    do
        *--next = (char)('0' + rest % 10);
    while (rest /= 10);
    if (score < 0)
        *--next = '-';
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return;
    (void)!write(file, next, (size_t)(text + sizeof text - next));
    close(file);
}

int csys_execute(const struct csys_launch *launch) {
    if (fchdir(launch->directory) < 0 || place(launch->input, 0) < 0 ||
        place(launch->output, 1) < 0 || place(launch->error, 2) < 0)
        return errno;
    (void)setpriority(PRIO_PROCESS, 0, launch->niceness);
    if (launch->memory_score)
        set_memory_score(*launch->memory_score);
    (void)umask(launch->mask);
    for (int index = 0; index < launch->limit_count; index++)
        (void)setrlimit(launch->resources[index], &launch->limits[index]);
    sigset_t none;
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    int worst = ENOENT;
    for (const char *const *path = launch->candidates; *path; path++) {
        (void)execve(*path, launch->arguments, launch->environment);
        if (errno == ENOEXEC)
            execute_with_shell(*path, launch);
        if (errno != ENOENT && errno != ENOTDIR)
            worst = errno;
        if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
            break;
    }
    return worst;
}

void csys_detach(void) {
    sigset_t none;
    (void)setsid();
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Appends a number in decimal digits. */
static char *put_number(char *end, uint64_t number) {
    char digits[24];
    int count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0)
        *end++ = digits[--count];
    return end;
}

/* Field 22 of /proc/self/stat: when this process started, in clock ticks; 0 with errno. */
static uint64_t own_start(void) {
    char text[1024];
    int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t count = read(fd, text, sizeof text - 1);
    close(fd);
    if (count <= 0)
        return 0;
    text[count] = 0;
    /* The name may hold anything, blanks and brackets too. */
    const char *field = strrchr(text, ')');
    for (int number = 2; field && number < 22; number++)
        field = strchr(field + 1, ' ');
    uint64_t start = 0;
    for (field = field ? field + 1 : ""; *field >= '0' && *field <= '9'; field++)
        start = start * 10 + (uint64_t)(*field - '0');
    errno = EIO;
    return start;
}

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>

static int has_carryless_product(void) {
    static int known; /* 1 no, 2 yes; whoever asks at the same time finds the same. */
    int answer = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (!answer) {
        unsigned a, b, c = 0, d;
        answer = __get_cpuid(1, &a, &b, &c, &d) && c & bit_PCLMUL ? 2 : 1;
        __atomic_store_n(&known, answer, __ATOMIC_RELAXED);
    }
    return answer == 2;
}

/* PIECE moved on by as many bits as FACTORS stand for, and NEXT added. */
__attribute__((target("pclmul"))) static __m128i fold(__m128i piece, __m128i factors, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(piece, factors, 0x00);
    __m128i high = _mm_clmulepi64_si128(piece, factors, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

/* Four pieces of 16 bytes side by side, and then the four into one.
 * Source: Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel
 * 2009; the factors are x^n modulo the polynomial, bits reversed. */
__attribute__((target("pclmul"))) int csys_crc_fold(
    uint32_t sum, const void *bytes, size_t count, uint8_t rest[16]) {
    if (count < 64 || !has_carryless_product())
        return 0;
    const __m128i *next = bytes;
    const __m128i by_512 = _mm_set_epi64x(0x1c6e41596, 0x154442bd4);
    const __m128i by_128 = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);
    __m128i pieces[4];
    for (int index = 0; index < 4; index++)
        pieces[index] = _mm_loadu_si128(next + index);
    pieces[0] = _mm_xor_si128(pieces[0], _mm_cvtsi32_si128((int)~sum));
    for (next += 4, count -= 64; count >= 64; next += 4, count -= 64)
        for (int index = 0; index < 4; index++)
            pieces[index] = fold(pieces[index], by_512, _mm_loadu_si128(next + index));
    for (int index = 1; index < 4; index++)
        pieces[index] = fold(pieces[index - 1], by_128, pieces[index]);
    _mm_storeu_si128((__m128i *)rest, pieces[3]);
    return 1;
}
#else
int csys_crc_fold(uint32_t sum, const void *bytes, size_t count, uint8_t rest[16]) {
    (void)sum, (void)bytes, (void)count, (void)rest;
    return 0;
}
#endif

/* The CRC-32 of gzip(1), a bit at a time. */
static uint32_t crc32_of(const char *bytes, size_t count) {
    uint32_t sum = ~0u;
    for (size_t index = 0; index < count; index++) {
        sum ^= (unsigned char)bytes[index];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0);
    }
    return ~sum;
}

/* Writes "job PID START CRC\n" without the C library's buffers: the child shares its parent's memory.
 * Returns 0, or -1 with errno. */
static int note_job(int fd) {
    char text[96] = "job ";
    uint64_t start = own_start();
    if (start == 0)
        return -1;
    char *end = put_number(text + 4, (uint64_t)getpid());
    *end++ = ' ';
    end = put_number(end, start);
    uint32_t sum = crc32_of(text, (size_t)(end - text));
    *end++ = ' ';
    for (int shift = 28; shift >= 0; shift -= 4)
        *end++ = "0123456789abcdef"[sum >> shift & 15];
    *end++ = '\n';
    ssize_t count = end - text, written;
    do
        written = write(fd, text, (size_t)count);
    while (written < 0 && errno == EINTR);
    if (written >= 0 && written < count)
        errno = ENOSPC;
    /* The mode says the same, whatever becomes of the lines. */
    return written == count ? fchmod(fd, 0700) : -1;
}

static void run_child(const struct csys_launch *launch, volatile int *error) {
    if (launch->notes >= 0 && note_job(launch->notes) < 0) {
        *error = errno;
        _exit(126);
    }
    (void)setsid();
    *error = csys_execute(launch);
    _exit(*error == ENOENT ? 127 : 126);
}

int csys_launch(const struct csys_launch *launch, int *error) {
    volatile int failure = 0;
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t child = vfork();
    if (child == 0)
        run_child(launch, &failure);
    int saved = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    *error = child < 0 ? saved : failure;
    return child;
}

struct self_launch {
    char *const *arguments, *const *environment;
    int directory, kept, null;
    int failure;
};

static int run_self(void *argument) {
    struct self_launch *launch = argument;
    sigset_t none;
    (void)setsid();
    default_signals();
    sigemptyset(&none);
    /* Out of the way of 0 to 3 first, then into place. */
    int lock = fcntl(launch->kept, F_DUPFD, 10), nowhere = fcntl(launch->null, F_DUPFD, 10);
    if (lock >= 0 && nowhere >= 0 && fchdir(launch->directory) == 0 && dup2(nowhere, 0) == 0 &&
        dup2(nowhere, 1) == 1 && dup2(nowhere, 2) == 2 && dup2(lock, 3) == 3) {
        (void)csys_close_range(4, ~0u);
        (void)sigprocmask(SIG_SETMASK, &none, NULL);
        (void)execve("/proc/self/exe", launch->arguments, launch->environment);
    }
    launch->failure = errno;
    _exit(127);
}

int csys_launch_self(char *const arguments[], char *const environment[], int directory, int kept,
                     int as_sibling) {
    struct self_launch launch = {.arguments = arguments,
                                 .environment = environment,
                                 .directory = directory,
                                 .kept = kept,
                                 .null = open("/dev/null", O_RDWR | O_CLOEXEC)};
    if (launch.null < 0)
        return -1;
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    /* As vfork(2): this process stands still until the new one has executed, so that they can share
     * its memory, though not its stack. */
    _Alignas(16) char stack[1 << 16];
    int flags = CLONE_VM | CLONE_VFORK | SIGCHLD | (as_sibling ? CLONE_PARENT : 0);
    pid_t child = clone(run_self, stack + sizeof stack, flags, &launch);
    int saved = errno;
    if (child > 0 && launch.failure != 0) {
        if (!as_sibling)
            while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
                ;
        saved = launch.failure;
        child = -1;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(launch.null);
    errno = saved;
    return child;
}

ssize_t csys_send(int socket, const void *bytes, size_t count, const int *fds, int fd_count,
                  int waits) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    union {
        char space[CMSG_SPACE(2 * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (fd_count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.space;
        message.msg_controllen = CMSG_SPACE((size_t)fd_count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN((size_t)fd_count * sizeof(int));
        memcpy(CMSG_DATA(header), fds, (size_t)fd_count * sizeof(int));
    }
    ssize_t sent;
    do
        sent = sendmsg(socket, &message, MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT));
    while (sent < 0 && errno == EINTR);
    return sent;
}

ssize_t csys_receive(int socket, void *bytes, size_t count, int *fds, int *fd_count) {
    struct iovec part = {.iov_base = bytes, .iov_len = count};
    union {
        char space[CMSG_SPACE(2 * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.space,
                             .msg_controllen = sizeof control.space};
    ssize_t received;
    do
        received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    *fd_count = 0;
    if (received >= 0)
        for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header;
             header = CMSG_NXTHDR(&message, header))
            if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
                size_t size = header->cmsg_len - CMSG_LEN(0);
                memcpy(fds, CMSG_DATA(header), size);
                *fd_count = (int)(size / sizeof(int));
            }
    return received;
}

void csys_syslog(const char *tool, int priority, const char *message) {
    openlog(tool, LOG_PID, LOG_USER);
    syslog(priority, "%s", message);
    closelog();
}

ssize_t csys_send_file(int output, int input, size_t count) {
    return sendfile(output, input, NULL, count);
}

const void *csys_memmem(const void *space, size_t count, const void *wanted, size_t length) {
    return memmem(space, count, wanted, length);
}
