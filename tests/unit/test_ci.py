"""Rules in CI: what ``lsdsl init`` writes for it, the hooks for pre-commit, the GitHub action, and the page on them."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

import lsdsl
from lsdsl.cli.program import VERBS, Verbs
from lsdsl.scaffold.repository import COMMON, starter_files

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / ".ci" / "action"
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
PROGRAM = "from lsdsl.cli import main; main()"
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```\n", PAGE, flags=re.DOTALL))
MISTAKE = ("each page_visit where path starts", "each pagevisit where path starts")


def loaded(path: Path) -> Any:
    """A YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def snippet(mark: str) -> Any:
    """A YAML snippet of the page."""
    (text,) = re.findall(rf"<!-- {mark} -->\n```yaml\n(.*?)```\n", PAGE, flags=re.DOTALL)
    return yaml.safe_load(text)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A new repository of rules, beside a folder with the program ``lsdsl``."""
    for name, text in starter_files().items():
        path = tmp_path / "rules-repo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    program = tmp_path / "bin" / "lsdsl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{PROGRAM}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path / "rules-repo"


def shell(command: str, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command where the program ``lsdsl`` is the one of this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LSDSL_", "GITHUB_"))}
    environment |= {"PATH": f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"} | variables
    bash = shutil.which("bash") or "bash"
    return subprocess.run([bash, "-c", command], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def break_rules(repository: Path) -> None:
    """Misspell an event."""
    rules = repository / "rules" / "engagement.lsdsl"
    text = rules.read_text(encoding="utf-8")
    assert MISTAKE[0] in text
    rules.write_text(text.replace(*MISTAKE), encoding="utf-8")


def spoil_layout(repository: Path) -> None:
    """Indent as nobody would."""
    rules = repository / "rules" / "events.lsdsl"
    rules.write_text(rules.read_text(encoding="utf-8").replace("    path  text", "  path text"), encoding="utf-8")


def commands_of(workflow: Any) -> list[str]:
    """The commands of a workflow, job or hook that call lsdsl."""
    match workflow:
        case dict():
            return [command for key, value in workflow.items() if key != "name" for command in commands_of(value)]
        case list():
            return [command for value in workflow for command in commands_of(value)]
        case str() if workflow.startswith("lsdsl "):
            return [workflow]
        case _:
            return []


def test_the_page_shows_the_files_that_init_writes() -> None:
    """Each snippet with the name of a file is that file, and all files for CI are shown."""
    made = starter_files()
    assert {name: made[name] for name in FILES} == FILES
    assert set(FILES) == {name for name in COMMON if name.endswith((".yml", ".yaml"))}


@pytest.mark.parametrize("name", FILES)
def test_the_commands_of_the_files_pass_and_fail(name: str, repository: Path) -> None:
    """What a runner or hook calls ends with 0 on a new repository, and one of it does not once the rules have a mistake."""
    commands = commands_of(yaml.safe_load(FILES[name]))
    before_a_commit = "pre-commit" in name
    assert len(commands) == (2 if before_a_commit else 3)
    assert [shell(command, repository).returncode for command in commands] == [0] * len(commands)
    break_rules(repository)
    spoil_layout(repository)
    # Before a commit the layout is mended, and pre-commit itself stops a commit in which files were changed.
    assert [shell(command, repository).returncode for command in commands] == ([0, 1] if before_a_commit else [1, 1, 1])


def test_the_version_that_is_installed_is_this_one() -> None:
    """The files ask for the version that wrote them."""
    assert yaml.safe_load(FILES[".github/workflows/lsdsl.yml"])["env"]["LSDSL"] == f"lsdsl=={lsdsl.__version__}"
    assert yaml.safe_load(FILES[".gitlab-ci.yml"])["lsdsl"]["variables"]["LSDSL"] == f"lsdsl=={lsdsl.__version__}"


def test_the_report_for_gitlab_is_written(repository: Path) -> None:
    """The file that the job hands over is there, also when the check fails."""
    job = yaml.safe_load(FILES[".gitlab-ci.yml"])["lsdsl"]
    break_rules(repository)
    assert shell(job["script"][0], repository).returncode == 1
    assert "unknown event" in (repository / job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8")


def test_hooks_name_verbs_and_options_that_exist() -> None:
    """The hooks of lsdsl and those that init writes are the same, but for who installs the program."""
    hooks = {hook["id"]: hook for hook in loaded(ROOT / ".pre-commit-hooks.yaml")}
    assert set(hooks) == {"lsdsl-fmt", "lsdsl-check"}
    (local,) = yaml.safe_load(FILES[".pre-commit-config.yaml"])["repos"]
    for own in local["hooks"]:
        ours = hooks[own["id"]]
        assert (own["language"], ours["language"]) == ("system", "python")
        assert own == {key: value for key, value in ours.items() if key != "description"} | {"language": "system"}
        assert own["entry"].split()[1] in VERBS
    assert [hook["id"] for hook in snippet("hooks")["repos"][0]["hooks"]] == ["lsdsl-fmt", "lsdsl-check"]


@pytest.mark.parametrize(
    ("hook", "path", "wanted"),
    [
        ("lsdsl-check", "rules/fit.lsdsl", True),
        ("lsdsl-check", "lists/free_mail.txt", True),
        ("lsdsl-check", "sales/lsdsl.toml", True),
        ("lsdsl-check", "README.md", False),
        ("lsdsl-fmt", "rules/fit.lsdsl", True),
        ("lsdsl-fmt", "lists/free_mail.txt", False),
    ],
)
def test_hooks_start_for_files_that_matter(hook: str, path: str, wanted: bool) -> None:
    """A change of a list can break rules too; a change of something else starts nothing."""
    (found,) = [one for one in loaded(ROOT / ".pre-commit-hooks.yaml") if one["id"] == hook]
    assert bool(re.search(found["files"], path)) is wanted


def test_the_action_passes_its_inputs_to_the_script() -> None:
    """Each input reaches the script, pip or the upload, and the script reads no variable that nobody sets."""
    action = loaded(ACTION / "action.yml")
    steps = {step.get("name", step.get("uses")): step for step in action["runs"]["steps"]}
    given = steps["Check the rules"]["env"]
    script = (ACTION / "check.sh").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{(LSDSL_\w+)", script)) == set(given)
    used = " ".join([*given.values(), *steps["Install lsdsl"]["env"].values(), steps["Upload the findings"]["if"]])
    assert {name for name in action["inputs"] if f"inputs.{name}" in used} == set(action["inputs"])
    assert (ACTION / "../..").resolve() == ROOT
    assert "$GITHUB_ACTION_PATH/../.." in steps["Install lsdsl"]["run"]


def test_the_page_tells_of_the_inputs_of_the_action() -> None:
    """Each input with its default, and an example that uses inputs that there are."""
    inputs = loaded(ACTION / "action.yml")["inputs"]
    told = dict(re.findall(r"^\| `([\w-]+)` \| (?:`([^`]*)`)? ?\|", PAGE, flags=re.MULTILINE))
    assert told == {name: one["default"] for name, one in inputs.items()}
    step = snippet("action")["jobs"]["rules"]["steps"][1]
    assert set(step["with"]) <= set(inputs)
    assert step["uses"].split("@")[0].endswith("/lsdsl/.ci/action")


def test_the_script_passes_on_a_new_repository(repository: Path) -> None:
    """No finding, no failure, and SARIF without results."""
    result = shell(str(ACTION / "check.sh"), repository, LSDSL_SARIF="lsdsl.sarif")
    assert (result.returncode, result.stdout) == (0, "no findings\n")
    assert yaml.safe_load((repository / "lsdsl.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_the_script_tells_of_mistakes_once(repository: Path) -> None:
    """A mistake is a remark for GitHub, a result in SARIF, and the exit code 1."""
    break_rules(repository)
    script = shlex.quote(str(ACTION / "check.sh"))
    result = shell(f"cd .. && exec {script}", repository, LSDSL_PATH="rules-repo", LSDSL_SARIF="lsdsl.sarif")
    assert result.returncode == 1
    assert result.stdout.count("::error file=rules-repo/rules/engagement.lsdsl,line=12") == 1
    results = yaml.safe_load((repository.parent / "lsdsl.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [one["ruleId"] for one in results] == ["LS202"]


def test_the_script_tells_of_the_layout(repository: Path) -> None:
    """Files out of the layout are named and fail, unless the layout does not matter."""
    spoil_layout(repository)
    script = str(ACTION / "check.sh")
    result = shell(script, repository)
    assert (result.returncode, result.stdout) == (1, "no findings\nrules/events.lsdsl\n")
    assert shell(script, repository, LSDSL_LAYOUT="false").returncode == 0


def test_the_script_says_when_it_could_not_run(repository: Path) -> None:
    """A folder that is not there, and a file that cannot be written, are no clean check."""
    script = str(ACTION / "check.sh")
    assert shell(script, repository, LSDSL_PATH="nowhere").returncode == 2
    assert shell(script, repository, LSDSL_SARIF="no/such/folder.sarif").returncode == 2


def test_a_commit_with_a_mistake_is_stopped(repository: Path) -> None:
    """What a hook of git that runs the two commands does: git keeps the commit out."""
    hook = "#!/bin/sh\nset -e\n" + "\n".join(commands_of(yaml.safe_load(FILES[".pre-commit-config.yaml"]))) + "\n"
    assert shell("git init --quiet . && git add .", repository).returncode == 0
    (repository / ".git" / "hooks" / "pre-commit").write_text(hook, encoding="utf-8")
    (repository / ".git" / "hooks" / "pre-commit").chmod(0o755)
    commit = "git -c user.name=Ann -c user.email=ann@shop.example commit --all --quiet --message rules"
    assert shell(commit, repository).returncode == 0
    break_rules(repository)
    result = shell(commit, repository)
    assert result.returncode == 1
    assert "LS202" in result.stdout + result.stderr


def test_options_on_the_page_exist() -> None:
    """Each option of lsdsl on the page is one of its verb."""
    for verb, rest in re.findall(r"lsdsl (check|fmt|run|init)((?: [^\n`|;]*)?)", PAGE):
        command = Verbs().get_command(click.Context(click.Group()), verb)
        assert command is not None
        known = {name for parameter in command.params for name in parameter.opts}
        assert set(re.findall(r"(?<![\w-])--[a-z-]+", rest)) <= known
