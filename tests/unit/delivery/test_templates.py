"""Templates of mails: the folder, the sandbox, and what unknown names do."""

from pathlib import Path

import pytest

from lsdsl.delivery.problems import Refusal
from lsdsl.delivery.templates import Templates, Text


def rendered(folder: Path, text: str, **values: object) -> Text:
    """A template of this text, filled in."""
    (folder / "one.txt").write_text(text, encoding="utf-8")
    return Templates(folder).render("one", values)


def refused(folder: Path, text: str, **values: object) -> str:
    """Why a template cannot be filled in."""
    with pytest.raises(Refusal) as caught:
        rendered(folder, text, **values)
    return str(caught.value)


def test_subject_and_body(tmp_path: Path) -> None:
    """The first line is the subject, the rest is the body, in both of which values are filled in without escapes."""
    assert rendered(tmp_path, "Subject: Hi {{ a }}\n\nDear {{ a }},\nbye\n", a="<Ann>") == Text("Hi <Ann>", "Dear <Ann>,\nbye\n")


def test_line_breaks_in_a_subject(tmp_path: Path) -> None:
    """A value with a line break cannot end the subject and begin a header."""
    assert rendered(tmp_path, "Subject: {{ a }}\nx", a="Hi\r\nBcc: eve@example.com").subject == "Hi Bcc: eve@example.com"


def test_mistakes_in_templates(tmp_path: Path) -> None:
    """An unknown name, a mistake in the syntax and a missing subject are told with the file, and the line where it is known."""
    assert refused(tmp_path, "Subject: x\n{{ nme }}") == "template one.txt: 'nme' is undefined"
    assert refused(tmp_path, "Subject: x\n\n{% if %}").startswith("template one.txt, line 3: ")
    assert refused(tmp_path, "Hello") == 'template one.txt: the first line is not "Subject: ..."'


def test_sandbox(tmp_path: Path) -> None:
    """A template cannot reach into Python, nor change what it is given."""
    assert refused(tmp_path, "Subject: x\n{{ a.__class__ }}", a="x").endswith("unsafe.")
    with pytest.raises(Refusal):
        rendered(tmp_path, "Subject: x\n{{ ''.__class__.__mro__[1].__subclasses__() }}")
    with pytest.raises(Refusal):
        rendered(tmp_path, "Subject: x\n{{ a.clear() }}", a={"x": 1})


@pytest.mark.parametrize("name", ["../one", "/etc/passwd", "a/b", "a\\b", "..", ".hidden", "", "a\x00b", "a\nb"])
def test_names_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    """The name of a template is a name and no path."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "one.txt").write_text("Subject: secret\n", encoding="utf-8")
    with pytest.raises(Refusal, match="cannot be the name of a template"):
        Templates(tmp_path / "templates").render(name, {})


def test_links_cannot_leave_the_folder(tmp_path: Path) -> None:
    """A symbolic link to the outside is no template, neither by name nor by include."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "outside.txt").write_text("Subject: secret\n", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "host.txt").write_text('Subject: x\n{% include "link.txt" %}', encoding="utf-8")
    (folder / "climber.txt").write_text('Subject: x\n{% include "../outside.txt" %}', encoding="utf-8")
    for name in ("link", "host", "climber"):
        with pytest.raises(Refusal, match=r"lies outside|cannot be the name"):
            Templates(folder).render(name, {})


def test_include(tmp_path: Path) -> None:
    """Templates of one folder may include each other; what is missing is told."""
    (tmp_path / "foot.txt").write_text("-- Acme", encoding="utf-8")
    assert rendered(tmp_path, 'Subject: x\n{% include "foot.txt" %}').body == "-- Acme"
    assert "includes 'head.txt', which is not there" in refused(tmp_path, 'Subject: x\n{% include "head.txt" %}')


def test_missing_template(tmp_path: Path) -> None:
    """A template that is not there is told with the folder."""
    with pytest.raises(Refusal, match=r"there is no template nix\.txt in "):
        Templates(tmp_path).render("nix", {})
