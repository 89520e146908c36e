"""The fixes of findings on their way into files, or shown as a difference."""

from collections.abc import Iterable, Mapping
from functools import partial

from lsdsl.cli.checking import Asked, Checked, Target
from lsdsl.cli.console import notice
from lsdsl.cli.differences import show_difference
from lsdsl.cli.replacing import put
from lsdsl.cli.rewriting import Rewriting, as_bytes, rewrite, rewritings
from lsdsl.dataclass import dataclass
from lsdsl.review.fixing import fix
from lsdsl.runner.ruleset import Report
from lsdsl.source import Source


@dataclass(frozen=True, slots=True)
class Mended:
    """What is found after all fixes, how many findings they mended, and the files that they change."""

    checked: Checked
    count: int
    files: tuple[Rewriting, ...]


def mend(asked: Asked, *, unsafe: bool) -> Mended:
    """Apply fixes to the texts of all targets; nothing is written yet."""
    texts: dict[str, str] = {}
    read: dict[str, Source] = {}
    count = 0
    for target in asked.targets:
        done = fix(partial(_look, asked, target, dict(texts)), unsafe=unsafe)
        for path, source in done.before.sources.items():
            read.setdefault(path, source)
        texts.update(done.texts)
        count += done.mended
    # Another look at all of them: a later target may have changed what an earlier one is checked with.
    reports = {target.name: asked.look(target, texts) for target in asked.targets}
    return Mended(Checked(reports), count, tuple(_files(asked, texts, read)))


def write(asked: Asked, mended: Mended) -> None:
    """Write the changed files; a text from stdin goes to stdout, changed or not."""
    if asked.filters:
        (target,) = asked.targets
        put(mended.files[0].after if mended.files else target.data or b"")
    else:
        rewrite(mended.files)


def show_differences(mended: Mended, *, coloured: bool) -> None:
    """Show what would be written."""
    for file in mended.files:
        show_difference(file.path, file.before, file.after, coloured=coloured)


def tell_mended(mended: Mended, *, unsafe: bool, wrote: bool) -> None:
    """Say on stderr how many findings were fixed, and how many are left."""
    left = mended.checked.diagnostics
    more = sum(one.fix is not None and not one.fix.safe for one in left)
    hint = f" ({more} fixable with --unsafe-fixes)" if more and not unsafe else ""
    done = "fixed" if wrote else "would be fixed"
    notice(f"{mended.count or 'nothing'} {done}, {len(left) or 'none'} left{hint}")


def _look(asked: Asked, target: Target, before: Mapping[str, str], texts: Mapping[str, str]) -> Report:
    return asked.look(target, {**before, **texts})


def _files(asked: Asked, texts: Mapping[str, str], read: Mapping[str, Source]) -> Iterable[Rewriting]:
    """What is to be written; a text from stdin has no file."""
    on_disk = dict(texts)
    for target in asked.targets:
        for path in [path for path in on_disk if target.data is not None and path in (target.name, _shown(target.name))]:
            yield Rewriting(path, target.data or b"", as_bytes(on_disk.pop(path), target.data or b""))
    yield from rewritings(on_disk, read)


def _shown(name: str) -> str:
    """A name as the sources have it."""
    import os
    from pathlib import Path

    return Path(os.path.normpath(name)).as_posix()
