"""What is shipped works where no checkout is: the wheel, built from the source distribution, in an environment of its own."""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
RULES = """\
profile:
    email    text
    country  text

event page_visit:
    path  text

score engagement:
    +5   on each page_visit where path starts with "/pricing"
    +20  while country is "NL"
"""


def run(*command: str | Path, folder: Path) -> str:
    """Run a program in a folder, without any hint at the checkout; its output, or a failure that shows it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def with_dependencies(requirements: list[str], known: set[str]) -> Iterator[metadata.Distribution]:
    """The distributions that these requirements (without extras) ask for, and those that they ask for."""
    for requirement in map(Requirement, requirements):
        if requirement.name in known or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        known.add(requirement.name)
        distribution = metadata.distribution(requirement.name)
        yield distribution
        yield from with_dependencies(distribution.requires or [], known)


def lend_dependencies(requirements: list[str], site_packages: Path) -> None:
    """Link what the wheel declares as its dependencies, and no more, into an environment.

    Taken from the environment that runs the tests instead of installed once more: that needs no network and no minute, and yet an
    import that ``pyproject.toml`` does not declare fails.
    """
    for distribution in with_dependencies(requirements, set()):
        tops = {Path(file.parts[0]) for file in distribution.files or [] if file.parts[0] != ".."}
        for top in tops - {Path("__pycache__")}:
            target = site_packages / top
            if not target.exists():
                target.symlink_to(Path(str(distribution.locate_file(top))).resolve())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed in ``environment``, built as for a release: through the source distribution."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", ROOT, folder=folder)
    (wheel,) = (folder / "dist").glob("lsdsl-*.whl")
    venv.create(folder / "environment", with_pip=False, symlinks=True)
    python = folder / "environment" / "bin" / "python"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, folder=folder)
    site_packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip())
    (distribution,) = metadata.distributions(name="lsdsl", path=[str(site_packages)])
    lend_dependencies(distribution.requires or [], site_packages)
    return folder


def test_installed_wheel_checks_rules(installed: Path) -> None:
    """An installed lsdsl checks a rule file that lies far from any checkout."""
    (installed / "leads.lsdsl").write_text(RULES, encoding="utf-8")
    run(installed / "environment" / "bin" / "lsdsl", "check", "leads.lsdsl", folder=installed)


def test_installed_wheel_holds_the_grammar(installed: Path) -> None:
    """The grammar and the prelude of the checkout are inside the installed package, with the type marker."""
    python = installed / "environment" / "bin" / "python"
    package = Path(run(python, "-c", "import lsdsl; print(lsdsl.__file__)", folder=installed).strip()).parent
    assert package.is_relative_to(installed)
    assert (package / "py.typed").is_file()
    shipped = {path.name for path in (package / "grammar").iterdir()}
    assert shipped == {path.name for path in (ROOT / "grammar").iterdir()}
    assert "lsdsl.lark" in shipped
    assert any(name.endswith(".lsdsl") for name in shipped), "the prelude is missing"


def test_installed_wheel_holds_the_pages_of_the_codes(installed: Path) -> None:
    """An installed lsdsl explains each code with the page of the checkout, and has no other part of the docs."""
    shown = run(installed / "environment" / "bin" / "lsdsl", "explain", "LS201", "--format", "markdown", folder=installed)
    assert shown.startswith((ROOT / "docs" / "codes" / "LS201.md").read_text(encoding="utf-8"))
    python = installed / "environment" / "bin" / "python"
    package = Path(run(python, "-c", "import lsdsl; print(lsdsl.__file__)", folder=installed).strip()).parent
    shipped = {path.name for path in (package / "codes").iterdir()}
    assert shipped == {path.name for path in (ROOT / "docs" / "codes").iterdir()}


def test_installed_wheel_knows_its_version(installed: Path) -> None:
    """The version of the package and the version of its metadata are one."""
    python = installed / "environment" / "bin" / "python"
    program = "import lsdsl, importlib.metadata; print(lsdsl.__version__ == importlib.metadata.version('lsdsl'))"
    assert run(python, "-c", program, folder=installed).strip() == "True"
