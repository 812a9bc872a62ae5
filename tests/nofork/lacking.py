"""What Python on Linux has and Python on Windows has not, as far as this program could come to use it."""

_OS = """
chflags chown chroot confstr ctermid environb eventfd fchdir fchmod fchown fdatasync fork forkpty fpathconf
fstatvfs getegid getenvb geteuid getgid getgrouplist getgroups getloadavg getpgid getpgrp getpriority getresgid
getresuid getsid getuid getxattr initgroups killpg lchown listxattr lockf major makedev memfd_create minor
mkfifo mknod nice openpty pathconf pidfd_open pipe2 posix_fadvise posix_fallocate posix_spawn posix_spawnp pread
preadv pwrite pwritev readv register_at_fork removexattr sched_getaffinity sched_setaffinity sched_yield
sendfile setegid seteuid setgid setgroups setpgid setpriority setregid setreuid setsid setuid setxattr splice
statvfs sync sysconf tcgetpgrp tcsetpgrp ttyname uname unshare wait wait3 wait4 waitid writev
WNOHANG WUNTRACED WEXITSTATUS WIFEXITED WIFSIGNALED WIFSTOPPED WTERMSIG
O_CLOEXEC O_DIRECTORY O_DSYNC O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH O_SYNC O_TMPFILE
"""
_SIGNAL = """
SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGUSR1 SIGUSR2 SIGXCPU
ITIMER_PROF ITIMER_REAL ITIMER_VIRTUAL alarm getitimer pause pthread_kill pthread_sigmask setitimer siginterrupt
sigpending sigtimedwait sigwait sigwaitinfo
"""
_SOCKET = "AF_UNIX AF_NETLINK AF_PACKET CMSG_LEN SCM_RIGHTS recv_fds send_fds"
_TIME = "clock_getres clock_gettime clock_settime pthread_getcpuclockid tzset"
_MODULES = "crypt curses fcntl grp nis posix pty pwd readline resource spwd syslog termios tty"
_ARGUMENTS = "preexec_fn pass_fds start_new_session dir_fd src_dir_fd dst_dir_fd"

NAMES = {
    "os": frozenset(_OS.split()),
    "signal": frozenset(_SIGNAL.split()),
    "socket": frozenset(_SOCKET.split()),
    "time": frozenset(_TIME.split()),
}
DANGEROUS = {"os": frozenset({"kill"})}  # there it ends the process, whatever the signal
MODULES = frozenset(_MODULES.split())
ARGUMENTS = frozenset(_ARGUMENTS.split())
TEXTS = ("AF_UNIX", "/proc/", "/dev/", "/etc/", "/tmp/", "/usr/", "/sbin/", "/bin/")  # noqa: S108 - looked for
