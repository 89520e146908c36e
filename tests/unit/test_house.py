"""The rules of the house that no other tool holds: what lies where, how long a module is, what a test says of itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from statistics import median

import pytest

import lsdsl

ROOT = Path(__file__).resolve().parents[2]
PROMISED = {
    *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"),
    *("grammar", "src", "tests", "scripts", "examples", "docs", ".ci", ".git", ".gitignore", ".pre-commit-hooks.yaml"),
}
NOT_OURS = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line]
LONGEST_MODULE = 600
MEDIAN_MODULE = 200

# A letter in brackets each, so that this file does not find itself.
MACHINE_ONLY = re.compile(r"/wor[k]/|/roo[t]/|/hom[e]/\w|pyp[i]\.org|pythonhoste[d]")


def is_ignored(path: Path) -> bool:
    """Whether .gitignore names a file or folder."""
    return any(fnmatch(path.name, pattern) for pattern in NOT_OURS)


def our_files(path: Path) -> Iterator[Path]:
    """A file itself, or the files below a folder that are the project's own: all but what .gitignore names."""
    if not path.is_dir():
        yield path
        return
    for child in sorted(path.iterdir()):
        if not is_ignored(child):
            yield from our_files(child)


def our_modules(*folders: str) -> list[Path]:
    """The Python modules below these folders of the checkout."""
    return [path for folder in folders for path in our_files(ROOT / folder) if path.suffix == ".py"]


def relative(path: Path) -> str:
    """The path as a reader of the checkout names it."""
    return path.relative_to(ROOT).as_posix()


def line_count(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def test_top_level_holds_what_the_layout_promises() -> None:
    """Whoever opens the repository finds the promised files and folders and no others."""
    found = {path.name for path in ROOT.iterdir() if not is_ignored(path)}
    assert found <= PROMISED


def test_no_module_is_too_long() -> None:
    """A module has one idea and therefore an end in sight."""
    assert [relative(path) for path in our_modules("src") if line_count(path) > LONGEST_MODULE] == []


def test_most_modules_are_short(record_property: Callable[[str, object], None]) -> None:
    """Half of the modules are read in one sitting; the median is in the report."""
    middle = median(line_count(path) for path in our_modules("src"))
    record_property("median lines of a module", middle)
    assert middle < MEDIAN_MODULE, f"the median length of a module is {middle} lines"


def test_each_module_has_a_docstring() -> None:
    """Each module says in its first lines what it is for."""
    modules = our_modules("src", "tests", "scripts", "examples")
    assert [relative(path) for path in modules if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_each_test_says_what_it_shows() -> None:
    """Each test function states in its docstring what holds."""
    silent = [
        f"{relative(path)}::{node.name}"
        for path in our_modules("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.name.startswith("test") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_file_depends_on_one_machine() -> None:
    """No text file names a folder or a host that only one machine has."""
    findings = []
    for path in (path for name in sorted(PROMISED - {".git"}) if (ROOT / name).exists() for path in our_files(ROOT / name)):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        findings += [f"{relative(path)}:{number}: {line}" for number, line in enumerate(lines, 1) if MACHINE_ONLY.search(line)]
    assert findings == []


def test_ci_runs_what_a_developer_runs() -> None:
    """The script for CI ends with scripts/test, with a database server beside it or without, and its exit code is that."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line.strip() for line in lines if "$scripts/" in line] == [
        'exec "$scripts/postgres" run "$scripts/test"',
        'exec "$scripts/test"',
    ]
    assert lines[-1] == 'exec "$scripts/test"'


def test_server_for_tests_ends_with_its_command() -> None:
    """The command finds a server of its own, which is gone when the command ends, and its exit code is that of the script."""
    command = [str(ROOT / "scripts" / "postgres"), "run", "bash", "-c", 'echo "$LSDSL_POSTGRES"; exit 7']
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if result.returncode == 3:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    assert result.returncode == 7, result.stderr
    folder = Path(result.stdout.strip().partition("?host=")[2])
    assert folder.is_absolute()
    assert not folder.exists()


@pytest.mark.parametrize("path", [path for name in (".ci", "scripts") for path in our_files(ROOT / name)], ids=relative)
def test_each_script_says_what_it_does(path: Path) -> None:
    """The first line of a script after its interpreter tells what it is for, and a script that is run can be run."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if lines[0].startswith("#!"):
        assert path.stat().st_mode & 0o111
        assert re.match(r'# \w|"""\w', lines[1])
    else:
        assert re.match(r'# \w|"""\w', lines[0])


@pytest.mark.parametrize("name", lsdsl.__all__)
def test_public_names_can_be_imported(name: str) -> None:
    """Each public name is there when it is asked for, and is listed by dir()."""
    assert getattr(lsdsl, name) is not None
    assert name in dir(lsdsl)


def test_unknown_public_name() -> None:
    """A name that lsdsl does not have is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        _ = lsdsl.lode


def test_import_is_cheap() -> None:
    """``import lsdsl`` and its version load no part of the package and no dependency."""
    program = "import sys; import lsdsl; lsdsl.__version__; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    heavy = {"click", "google", "lark", "msgspec", "pyarrow", "pydantic", "re2", "rich"}
    assert [name for name in loaded if name.startswith("lsdsl.") or name.partition(".")[0] in heavy] == []
