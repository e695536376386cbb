/* What the C library has and Swift's Glibc module does not show: calls hidden behind
 * _GNU_SOURCE, variadic calls, function-like macros, and the one thing that must be C because it
 * runs between vfork and exec. The headers here are those that Glibc's module has too, in the same
 * shape: _GNU_SOURCE is the .c file's own affair. */
#ifndef CSYS_H
#define CSYS_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

/* Files */

int csys_openat(int directory, const char *path, int flags, mode_t mode);

/* O_PATH (open(2)). */
/* The arguments of this process, its name first. */
char **csys_arguments(int *count);

extern const int csys_path_only;

/* Whether the file has a list of access rights that says more than its mode (acl(5)). */
int csys_has_access_list(int fd);

/* A directory by its path, as a descriptor that only stands for it (O_PATH), where the kernel knows the
 * way there without asking any disk or server (openat2(2), RESOLVE_CACHED); else -1 with errno. */
int csys_cached_directory(const char *path);

/* The same for whatever the path leads to. */
int csys_cached_file(const char *path);

/* The number of the mount that FD lies on, and whether that is a file system on a block device; only
 * from what the kernel knows already (statx(2), AT_STATX_DONT_SYNC). 0, or -1 with errno. */
int csys_mount(int fd, uint64_t *mount, int *is_on_device);

/* What a name in a directory stands for, itself and not where it leads: 0 nothing, 1 a regular file or
 * /dev/null, 2 anything else; -1 with errno. */
int csys_kind(int directory, const char *name);

/* fallocate(2) with FALLOC_FL_KEEP_SIZE: room beyond the end, the size unchanged. */
int csys_reserve(int fd, off_t offset, off_t length);

/* The CRC-32 of gzip(1), by the processor's multiplication without carries: takes the first COUNT bytes,
 * a multiple of 64, behind others whose sum is SUM. REST are then 16 bytes whose CRC-32, begun with a sum
 * of ~0, is that of them all. 0 where the processor cannot. */
int csys_crc_fold(uint32_t sum, const void *bytes, size_t count, uint8_t rest[16]);

// memmem(3).
const void *csys_memmem(const void *space, size_t count, const void *wanted, size_t length);

/* An open-file-description lock on one byte, not waited for (fcntl(2), F_OFD_SETLK). */
int csys_ofd_lock(int fd, off_t byte, short type);

/* A lock of this process alone on one byte, not waited for: it is gone when the process ends, before
 * its children are told of that, and a forked one does not have it (fcntl(2), F_SETLK). */
int csys_process_lock(int fd, off_t byte);

/* 1 when somebody holds a lock of either kind on the byte, 0 when nobody does, -1 with errno. *holder is
 * the process that has one of its own, or 0. */
int csys_is_locked(int fd, off_t byte, int *holder);

/* The rows of the terminal behind FD (ioctl(2), TIOCGWINSZ); 0 where that is not known. */
int csys_terminal_rows(int fd);
/* Its columns, likewise. */
int csys_terminal_columns(int fd);

int csys_set_close_on_exec(int fd, int on);

int csys_close_range(unsigned first, unsigned last);

/* The type of the file system that FD lies on, and the bytes a user may still write there. */
int csys_file_system(int fd, int64_t *type, int64_t *free_bytes);

/* renameat2(2): the new name must be free, or, with EXCHANGE, both files change names. */
int csys_rename(int from, const char *name, int to, const char *other, int exchange);

/* copy_file_range(2) from OFFSET to where the other file stands. */
ssize_t csys_copy(int from, off_t offset, int to, size_t count);

/* A file without a name in a directory (O_TMPFILE), or -1 with errno. */
int csys_temporary(int directory, mode_t mode);

/* A file in memory that is gone when it is closed (memfd_create(2)), or -1 with errno. */
int csys_memory_file(const char *name);

/* Processes */

/* waitid(2) as the kernel has it, which also tells what the process used. */
int csys_waitid(int type, int id, siginfo_t *info, int options, struct rusage *usage);

int csys_siginfo_status(const siginfo_t *info);
int csys_siginfo_pid(const siginfo_t *info);
int csys_wifexited(int status);
int csys_wexitstatus(int status);
int csys_wtermsig(int status);

int csys_set_subreaper(void);

int csys_signal_on_parents_death(int signal);

int csys_set_name(const char *name);

int csys_pidfd_open(int pid);

int csys_pidfd_send_signal(int pidfd, int signal);

/* The same to the process group that the process leads (PIDFD_SIGNAL_PROCESS_GROUP, Linux 6.9). */
int csys_pidfd_signal_group(int pidfd, int signal);

/* fork(2), with the new process as a sibling of this one: a child of its parent (CLONE_PARENT). */
int csys_fork_sibling(void);

/* The wait status of a process that has been reaped by somebody else, from a descriptor that was
 * opened while it lived (ioctl PIDFD_GET_INFO with PIDFD_INFO_EXIT, Linux 6.15).
 * 0 and *status, or -1 where the kernel does not tell. */
int csys_pidfd_exit_status(int pidfd, int *status);

/* All processors that the machine lets this process use: asks for every one and reads back what
 * the kernel granted (its cpuset). Returns their number. */
int csys_all_processors(void);

/* How many processors this process may run on. */
int csys_processors(void);

/* What a command is started with. Strings and arrays stay the caller's. */
struct csys_launch {
    const char *const *candidates; /* paths to try in turn, NULL at the end */
    char *const *arguments;
    char *const *environment;
    int input, output, error; /* become 0, 1 and 2 */
    int directory;            /* an open directory */
    int notes;                /* a file: "job PID START CRC\n" is appended before anything else, and its
                                 owner may execute it then; or -1 */
    mode_t mask;
    int niceness;
    const int *memory_score; /* oom_score_adj of proc(5); NULL to leave it */
    const struct rlimit *limits; /* of the resources below, limit_count of them */
    const int *resources;
    int limit_count;
};

/* Starts a command in a session of its own and returns its process ID, with no signal blocked and
 * only descriptors 0 to 2. *error is 0, or the errno of what failed: then the process ends with 126,
 * or 127 where there is no such program, and is to be reaped; -1 where there is none. vfork: the
 * command's start costs the same from a large process as from a small one. */
int csys_launch(const struct csys_launch *launch, int *error);

/* Turns this process into the command, for a process that was forked for that. Returns the errno of
 * what failed; by then limits, mask and descriptors 0 to 2 are the command's. */
int csys_execute(const struct csys_launch *launch);

/* Becomes the leader of a session of its own, with no signal blocked. */
void csys_detach(void);

/* Starts this program anew, as ARGUMENTS say, in a session of its own: 0 to 2 on /dev/null, KEPT as
 * descriptor 3, nothing else open. As a sibling it is a child of this process's parent. Returns its
 * process ID or -1 with errno. */
int csys_launch_self(char *const arguments[], char *const environment[], int directory, int kept,
                     int as_sibling);

/* How many resources setrlimit(2) knows. */
int csys_resource_count(void);

/* Sockets */

/* Sends bytes and up to two descriptors in one message (sendmsg(2), SCM_RIGHTS); waits for room for
 * it, or fails with EAGAIN. */
ssize_t csys_send(int socket, const void *bytes, size_t count, const int *fds, int fd_count,
                  int waits);

/* Receives one message and up to two descriptors, close-on-exec; *fd_count is how many came. */
ssize_t csys_receive(int socket, void *bytes, size_t count, int *fds, int *fd_count);

int csys_socketpair(int type, int *fds);

/* Signals */

int csys_signalfd(const sigset_t *set);

/* The next signal waiting in a descriptor of signalfd(2), or 0. */
int csys_next_signal(int fd);

/* Dies of a signal, as a process that never handled it would. */
void csys_die_of(int number);

/* Timers and clocks */

/* A timer on the wall clock that also fires when that clock is set (timerfd_create(2)). */
int csys_wall_timer(void);

int csys_wall_timer_set(int fd, int64_t milliseconds);

/* Watching files */

int csys_inotify(void);

char **csys_environment(void);

/* sendfile(2) from where the input stands. */
ssize_t csys_send_file(int output, int input, size_t count);

/* One message to the system's log (syslog(3)). */
void csys_syslog(const char *tool, int priority, const char *message);

#endif
