"""An order in which each definition comes after those that it reads."""

from collections.abc import Callable, Iterable


def after_what_is_read(names: Iterable[str], read: Callable[[str], Iterable[str]]) -> list[str]:
    """The names and all that they read, each after what it reads itself, as far as there is such an order; without recursion."""
    done: dict[str, None] = {}
    begun: set[str] = set()
    for first in names:
        waiting = [first]
        while waiting:
            name = waiting[-1]
            if name in begun:
                waiting.pop()
                done.setdefault(name)
                continue
            begun.add(name)
            waiting.extend(one for one in read(name) if one not in begun)
    return list(done)
