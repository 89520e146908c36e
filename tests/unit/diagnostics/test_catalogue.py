"""What holds for every code of the catalogue."""

import re

import pytest

from lsdsl.diagnostics import CATALOGUE
from lsdsl.diagnostics.catalogue import Entry
from lsdsl.diagnostics.catalogue.inputs import INPUTS
from lsdsl.diagnostics.catalogue.names import NAMES
from lsdsl.diagnostics.catalogue.runtime import RUNTIME
from lsdsl.diagnostics.catalogue.structure import STRUCTURE
from lsdsl.diagnostics.catalogue.syntax import SYNTAX
from lsdsl.diagnostics.catalogue.types import TYPES

EVERY = [*INPUTS, *SYNTAX, *STRUCTURE, *NAMES, *TYPES, *RUNTIME]


def test_codes_and_slugs_are_unique() -> None:
    """A code or a slug names one finding only."""
    assert len({entry.code for entry in EVERY}) == len(EVERY)
    assert len({entry.slug for entry in EVERY}) == len(EVERY)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.code)
def test_codes_and_words_have_the_same_form(entry: Entry) -> None:
    """Codes are LS and three digits; messages have no full stop and name nothing of the grammar; help says something."""
    assert re.fullmatch(r"LS[0-9]{3}", entry.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.slug)
    assert entry.message
    for template in (*entry.message, *entry.label, *entry.help):
        assert not template.endswith(".")
        assert not template.endswith(" ")
        assert "_LITERAL" not in template
        assert not re.search(r"invalid syntax|illegal|token|identifier", template, re.IGNORECASE)
