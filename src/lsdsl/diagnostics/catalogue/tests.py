"""LS7xx: what the tests of a ruleset say. A code is for ever: never reused, never renumbered."""

from typing import Final

from lsdsl.diagnostics.catalogue.entry import Entry

PARTS: Final = tuple(f"part{number}" for number in range(1, 13))
"""The roles of the further parts of an expectation; each is a fact of its own."""

TESTS: Final[tuple[Entry, ...]] = (
    Entry(
        "LS701",
        "expectation-failed",
        message=('test "{test}" fails at {moment}',),
        label=("{said}",),
        help=("if the rules are right, expect `{advice}`",),
        related={part: f"{{{part}}}" for part in PARTS},
    ),
    Entry(
        "LS702",
        "test-event-refused",
        message=('test "{test}" stops: {event} cannot happen',),
        label=("{reason}",),
        help=("change the line, or what happens before it; the lines after it were left out",),
    ),
    Entry(
        "LS703",
        "test-went-wrong",
        message=('something goes wrong in test "{test}": {reason}',),
        label=("{cause} happens here",),
        help=("mend the rules, or give the test values that they can work with; `lsdsl explain {cause}` tells more",),
        related={"rule": "this goes wrong"},
    ),
    Entry(
        "LS704",
        "no-tests",
        message=("there is no test whose name holds {words}", "there is no test here"),
        help=("write one: `{example}`", "the names are {names}"),
    ),
    Entry(
        "LS705",
        "coverage-too-low",
        message=("the tests cover {percent}% of the rules, less than {least}%",),
        help=("`--coverage` shows what is missing; `--suggest` writes tests to start with",),
    ),
)
