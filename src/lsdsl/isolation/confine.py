"""A process gives up all that the boxes do not need. Called in the child, after the last import; there is no way back."""

import ctypes
import os
import resource
import signal
import sys
from types import ModuleType
from typing import Any, Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_NO_NEW_PRIVS: Final = 38
NOBODY: Final = 65_534
CALLS: Final = (
    "read", "write", "exit", "exit_group", "brk", "mmap", "munmap", "mremap", "madvise", "futex", "rt_sigreturn",
    "rt_sigprocmask", "restart_syscall", "sched_yield", "clock_gettime", "getrandom",
)  # fmt: skip
"""System calls that computing, reading requests and writing answers take."""


def confine(parent: int, memory: int, seconds: int) -> None:
    """Limits, no privileges, no other user's rights, no system calls but a few; and death with the parent."""
    os.environ.clear()
    os.chdir("/")
    for name, most in _limits(memory, seconds):
        resource.setrlimit(name, (most, most))
    _become_nobody()
    if sys.platform == "linux":
        _prctl(PR_SET_NO_NEW_PRIVS, 1)
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has died before
            os._exit(1)
    filter_calls()


def _limits(memory: int, seconds: int) -> list[tuple[int, int]]:
    limits = [
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, 3),  # those that are open: nothing can be opened any more
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ]
    return [(name, most) for name, most in limits if resource.getrlimit(name)[1] == -1 or resource.getrlimit(name)[1] >= most]


def _become_nobody() -> None:
    """For root, whom the limits do not hold."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _prctl(option: int, value: int) -> None:
    library: Any = ctypes.CDLL(None, use_errno=True)
    if library.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


SECCOMP: ModuleType | None = None
"""The binding of libseccomp, if there is one: the library's own (``seccomp``), else ``pyseccomp``, which has the same names."""

for _name in ("seccomp", "pyseccomp"):
    try:
        SECCOMP = __import__(_name)
        break
    except (ImportError, OSError, RuntimeError):  # not there, or there without the library
        continue


def filter_calls() -> bool:
    """Refuse all system calls but those of :data:`CALLS`, where the binding is there and the kernel allows it."""
    if SECCOMP is None:
        return False
    rules = SECCOMP.SyscallFilter(SECCOMP.ERRNO(1))
    for name in CALLS:
        rules.add_rule(SECCOMP.ALLOW, name)
    try:
        rules.load()
    except OSError:
        return False
    return True
