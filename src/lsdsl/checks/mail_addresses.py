"""LS533: mail to a text that is no address, mostly the name of a field between quotes."""

import json
from collections.abc import Iterator
from typing import Final

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.world import steps_of
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.declarations import Do
from lsdsl.model.expressions import Constant

WHOM: Final = ("to", "cc", "bcc")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS533 for each literal without an @ after ``to``, ``cc`` or ``bcc`` of ``send_email``."""
    model = subject.model
    for step in steps_of(model.followups.values()):
        if not isinstance(step, Do) or step.action != "send_email":
            continue
        for name in WHOM:
            argument = step.arguments.get(name)
            if not isinstance(argument, Constant) or not isinstance(argument.value, str | tuple):
                continue
            texts = (argument.value,) if isinstance(argument.value, str) else argument.value
            wrong = next((text for text in texts if "@" not in text), None)
            if wrong is not None:
                facts = {"field": wrong} if wrong in model.fields else {}
                shown = json.dumps(wrong, ensure_ascii=False)
                yield finding("LS533", argument.span, argument=name, text=shown, **facts)
