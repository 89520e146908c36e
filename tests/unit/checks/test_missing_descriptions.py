"""LS601: what does not say what it is for."""

from tests.unit.checks.told import places

RULES = """\
profile:
    size  number
event visit
score fit:
    +1 while size > 3
grade letter:
    "A" when fit > 0
    "B" otherwise
selection good:
    where fit > 0
followup tag_them:
    on visit
    add tag "x"
"""


def test_declarations_without_a_description() -> None:
    """Scores, grades, selections and follow-ups are told, data is not."""
    assert places("missing_descriptions", RULES) == ["fit", "letter", "good", "tag_them"]


def test_declarations_with_a_description() -> None:
    """A line with `##` above each is enough; a comment is not."""
    text = RULES.replace("score", "## A.\nscore").replace("grade", "## B.\ngrade").replace("selection", "## C.\nselection")
    assert places("missing_descriptions", text.replace("followup", "# D.\nfollowup")) == ["tag_them"]
