"""Text templates of mails: files in one folder, Jinja2 in its sandbox, and an unknown name is an error."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsdsl.delivery.extras import needed
from lsdsl.delivery.problems import Refusal

NAME = re.compile(r"\w[\w .-]*")
ENDING = ".txt"
SUBJECT = "subject:"
LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """A template filled in."""

    subject: str
    body: str


class Templates:
    """The templates of a folder; each is read once a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        sandbox = needed("jinja2.sandbox", "sending mail")
        self._jinja = needed("jinja2", "sending mail")
        self._environment = sandbox.ImmutableSandboxedEnvironment(
            undefined=self._jinja.StrictUndefined,
            autoescape=False,
            keep_trailing_newline=True,
            loader=self._jinja.FunctionLoader(self._load),
        )
        self._parts: dict[str, tuple[Any, Any]] = {}

    def render(self, name: str, values: dict[str, Any]) -> Text:
        """Fill in a template. Raises ``Refusal`` with the file and, where it is known, the line."""
        where = f"template {name}{ENDING}"
        try:
            subject, body = self._parts.get(name) or self._compile(name, where)
            return Text(" ".join(subject.render(values).split()), body.render(values).removeprefix("\n").removeprefix("\n"))
        except self._jinja.TemplateSyntaxError as error:
            raise Refusal(f"{where}, line {error.lineno}: {error.message}") from None
        except self._jinja.TemplateNotFound as error:
            raise Refusal(f"{where} includes {error.name!r}, which is not there") from None
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 - a template is a program, which fails in its own ways
            raise Refusal(f"{where}: {error}") from None

    def _compile(self, name: str, where: str) -> tuple[Any, Any]:
        text = self._text(name)
        if text is None:
            raise Refusal(f"there is no {where} in {self.folder}")
        first, _, body = text.partition("\n")
        if not first.lower().startswith(SUBJECT):
            raise Refusal(f'{where}: the first line is not "Subject: ..."')
        subject = self._environment.from_string(first[len(SUBJECT) :].strip())
        # A line end in the place of the subject keeps the numbers of lines; it and one empty line are taken away again.
        self._parts[name] = subject, self._environment.from_string(f"\n{body}")
        return self._parts[name]

    def _load(self, name: str) -> str | None:
        """What ``include`` and its like read: a file of the same folder, with or without its ending."""
        return self._text(name.removesuffix(ENDING))

    def _text(self, name: str) -> str | None:
        """The text of a template; None when there is none of the name."""
        if not NAME.fullmatch(name):
            raise Refusal(f"{name!r} cannot be the name of a template: letters, digits, blanks, . _ and -, no folders")
        folder = self.folder.resolve()
        path = (folder / f"{name}{ENDING}").resolve()
        if path.parent != folder:
            raise Refusal(f"template {name}{ENDING} lies outside of {self.folder}")
        try:
            if path.stat().st_size > LARGEST:
                raise Refusal(f"template {name}{ENDING} is larger than a megabyte")
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal(f"template {name}{ENDING} cannot be read: {type(error).__name__}") from None
