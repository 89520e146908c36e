"""Rules with and without cycles, each with what sets the cycle off if there is one.

``fields`` and ``tags`` are what the profile has from the start, ``happens`` the events that follow: type and data. The tests hold
each case against the checker and, as a witness that knows nothing of it, against the engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PROFILE: Final = """
profile:
    n        number = 0
    m        number = 0
    free     number
    total    number
    status   choice("no", "yes") = "no"
    country  text
    note     text = ""
    due      datetime
    email    text

event visit
event purchase:
    amount number

score points:
    field total
    +1 on each visit
"""

MODIFIED: Final = (("profile.modified", {"country": "NL"}),)


@dataclass(frozen=True)
class Case:
    """Rules that stand below :data:`PROFILE`; ``cycle`` is the path that the warning prints, None for no warning."""

    name: str
    rules: str
    cycle: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    happens: tuple[tuple[str, Mapping[str, Any]], ...] = MODIFIED

    @property
    def text(self) -> str:
        """The whole rule file."""
        return PROFILE + self.rules


ENDLESS: Final = (
    Case(
        "a counter of changes",
        """
followup grow:
    on profile modified
    set n to n + 1
""",
        "grow → profile modified → grow",
    ),
    Case(
        "a counter that only starts from a given number",
        """
followup grow:
    on profile modified
    where free is not missing
    set free to free + 1
""",
        "grow → profile modified → grow",
        fields={"free": 1},
    ),
    Case(
        "a where on what the cycle does not write",
        """
followup grow:
    on profile modified
    where country in ("NL", "BE") and email is not missing
    set n to n + 1
""",
        "grow → profile modified → grow",
        fields={"email": "a@example.com"},
    ),
    Case(
        "a where that cannot be met with a plain value",
        """
followup grow:
    on profile modified
    where domain(email) is "example.com"
    set n to n + 1
""",
        "grow → profile modified → grow",
        fields={"email": "a@example.com"},
    ),
    Case(
        "a where on what happened",
        """
followup grow:
    on profile modified
    where seen(purchase where amount > 5) and email matches /example/
    set n to n + 1
""",
        "grow → profile modified → grow",
        fields={"email": "a@example.com"},
        happens=(("purchase", {"amount": 9}), *MODIFIED),
    ),
    Case(
        "a where that its writes keep true",
        """
followup grow:
    on profile modified
    where n > 5
    set n to n + 1
""",
        "grow → profile modified → grow",
        fields={"n": 6},
    ),
    Case(
        "a where that its writes make false only after many rounds",
        """
followup grow:
    on profile modified
    where n < 1000
    set n to n + 1
""",
        "grow → profile modified → grow",
    ),
    Case(
        "a change of what the cycle writes",
        """
followup grow:
    on profile modified
    where changed(n)
    set n to n + 1
""",
        "grow → profile modified → grow",
        happens=(("profile.modified", {"n": 5}),),
    ),
    Case(
        "one branch that grows",
        """
followup grow:
    on profile modified
    if country is "BE":
        stop
    else:
        set n to n + 1
""",
        "grow → profile modified → grow",
    ),
    Case(
        "a limit that counts actions of all profiles",
        """
followup grow:
    on profile modified
    limit 5 per 1 day overall
    set n to n + 1
""",
        "grow → profile modified → grow",
    ),
    Case(
        "two that copy from each other",
        """
followup copy:
    on profile modified
    set n to m + 1

followup copy_back:
    on profile modified
    set m to n + 1
""",
        "copy → profile modified → copy_back → profile modified → copy",
    ),
    Case(
        "two constants that take turns",
        """
followup to_yes:
    on profile modified
    where status is "no"
    set status to "yes"

followup to_no:
    on profile modified
    where status is "yes"
    set status to "no"
    set n to n + 1
""",
        "to_yes → profile modified → to_no → profile modified → to_yes",
    ),
    Case(
        "a tag that comes and goes",
        """
followup off:
    on tag added
    where tag is "x"
    remove tag "x"

followup again:
    on tag removed
    where tag is "x"
    add tag "x"
""",
        "off → tag removed → again → tag added → off",
        happens=(("tag.added", {"tag": "x"}),),
    ),
    Case(
        "a score whose field is modified",
        """
followup win:
    on profile modified
    where points > 50
    award +5 to points
""",
        "win → points → profile modified → win",
        happens=(("points.adjusted", {"score": "points", "points": 60}),),
    ),
    Case(
        "a computed score whose field is modified",
        """
score inner:
    +1 on each visit

score outer = inner * 2:
    field n

followup win:
    on profile modified
    award +1 to inner
""",
        "win → inner → outer → profile modified → win",
    ),
    Case(
        "a score with a rule on its own field",
        """
score clicks:
    field n
    +1 on each profile modified
""",
        "clicks → profile modified → clicks",
    ),
    Case(
        "through a let and a grade",
        """
let big = free > 10

grade size:
    "large" when big
    "small" otherwise

followup grow:
    on profile modified
    where size is "large"
    set free to free + 1
""",
        "grow → profile modified → grow",
        fields={"free": 11},
    ),
    Case(
        "a text that grows",
        """
followup write:
    on profile modified
    where note starts with "seen" or country is "NL"
    set note to note + "."
""",
        "write → profile modified → write",
    ),
    Case(
        "a moment that moves",
        """
followup move:
    on profile modified
    set due to due + 1 day
""",
        "move → profile modified → move",
        fields={"due": "2026-02-03"},
    ),
    Case(
        "a way through a tag",
        """
followup mark:
    on profile modified
    if tags contains "x":
        remove tag "x"
    else:
        add tag "x"

followup count_marks:
    on tag added or tag removed
    set n to n + 1
""",
        "mark → tag removed → count_marks → profile modified → mark",
    ),
    Case(
        "edges in a ring",
        """
followup third:
    when n is 3
    set n to 1

followup second:
    when n is 2
    set n to 3

followup first:
    when n is 1
    set n to 2
""",
        "third → first → second → third",
        happens=(("profile.modified", {"n": 1}),),
    ),
)

FINITE: Final = (
    Case(
        "a where that its own writes make false",
        """
followup invite:
    on profile modified
    where country is "NL" and status is "no"
    set status to "yes"
""",
    ),
    Case(
        "a tag that its own where does not want",
        """
followup mark:
    on profile modified
    where not (tags contains "done")
    set n to n + 1
    add tag "done"
""",
    ),
    Case(
        "a tag that its own where wants",
        """
followup work:
    on profile modified
    where tags contains "todo"
    set n to n + 1
    remove tag "todo"
""",
        tags=("todo",),
    ),
    Case(
        "a number that ends the comparison",
        """
followup reset:
    on profile modified
    where n > 10
    set n to 0
    set m to m + 1
""",
        fields={"n": 11},
    ),
    Case(
        "a counter with an end in sight",
        """
followup grow:
    on profile modified
    where n < 3
    set n to n + 1
""",
    ),
    Case(
        "changed of a field that the cycle does not write",
        """
followup grow:
    on profile modified
    where changed(country)
    set n to n + 1
""",
    ),
    Case(
        "limit once",
        """
followup grow:
    on profile modified
    limit once
    set n to n + 1
""",
    ),
    Case(
        "a limit per day",
        """
followup grow:
    on profile modified
    limit 3 per 1 day
    set n to n + 1
""",
    ),
    Case(
        "one of two that has a limit",
        """
followup copy:
    on profile modified
    where changed(m)
    set n to m + 1

followup copy_back:
    on profile modified
    where changed(n)
    limit once
    set m to n + 1
""",
        happens=(("profile.modified", {"n": 5}),),
    ),
    Case(
        "a wait before the write",
        """
followup grow:
    on profile modified
    wait 1 day
    set n to n + 1
""",
    ),
    Case(
        "a wait in every branch",
        """
followup grow:
    on profile modified
    if country is "NL":
        wait 1 day
    else:
        wait 2 days
    set n to n + 1
""",
    ),
    Case(
        "another tag",
        """
followup count_tags:
    on tag added
    where tag is "x"
    remove tag "y"
    add tag "y"
    set n to n + 1
""",
        happens=(("tag.added", {"tag": "x"}),),
    ),
    Case(
        "constants that are written once",
        """
followup first:
    on profile modified
    set status to "yes"
    set n to 5

followup second:
    on profile modified or tag added
    set country to "NL"
    add tag "x"
""",
    ),
    Case(
        "a value that settles",
        """
followup copy:
    on profile modified
    set n to m
""",
        fields={"m": 5},
    ),
    Case(
        "a value that settles on itself",
        """
followup tidy:
    on profile modified
    set note to trim(lower(note))
""",
        fields={"note": " A "},
    ),
    Case(
        "an edge that fires once",
        """
followup grow:
    when n > 0
    set n to n + 1
""",
        happens=(("profile.modified", {"n": 3}),),
    ),
    Case(
        "an edge that makes itself false",
        """
followup reset:
    when n > 0
    set n to 0
    set m to m + 1
""",
        happens=(("profile.modified", {"n": 3}),),
    ),
    Case(
        "a change of a score, which is told once an event",
        """
followup win:
    when points changes
    award +5 to points
""",
        happens=(("visit", {}), ("visit", {}), *MODIFIED),
    ),
    Case(
        "a score without a field",
        """
score hidden:
    +1 on each visit

followup win:
    on profile modified
    award +5 to hidden
""",
    ),
    Case(
        "a score that reaches its maximum",
        """
score capped:
    maximum 30
    field n
    +1 on each visit

followup win:
    on profile modified
    award +10 to capped
""",
    ),
    Case(
        "a rule that counts the first changes only",
        """
score changes_seen:
    field n
    +1 on first 3 profile modified
""",
    ),
    Case(
        "a score that is switched off",
        """
score off:
    enabled false
    field n
    +1 on each profile modified
""",
    ),
    Case(
        "a follow-up that is switched off",
        """
followup grow:
    on profile modified
    enabled false
    set n to n + 1
""",
    ),
    Case(
        "conditions that exclude each other",
        """
followup there:
    on profile modified
    where country is "NL" and changed(m)
    set n to m + 1

followup back:
    on profile modified
    where country is "BE" and changed(n)
    set m to n + 1
""",
        happens=(("profile.modified", {"country": "NL", "m": 3}),),
    ),
    Case(
        "conditions on what happened that exclude each other",
        """
followup there:
    on profile modified
    where count(purchase) > 5 and changed(m)
    set n to m + 1

followup back:
    on profile modified
    where count(purchase) < 2 and changed(n)
    set m to n + 1
""",
        happens=(("profile.modified", {"m": 3}),),
    ),
    Case(
        "another follow-up that ends it",
        """
followup grow:
    on profile modified
    where status is "no"
    set n to n + 1

followup guard:
    on profile modified
    where n > 5
    set status to "yes"
""",
    ),
    Case(
        "an event of the outside",
        """
followup grow:
    on visit
    set n to n + 1
    award +5 to points
""",
        happens=(("visit", {}),),
    ),
    Case(
        "edges that turn back before anybody looks",
        """
followup down:
    when n > 0
    set n to -1

followup up:
    when n < 0
    set n to 1
""",
        happens=(("profile.modified", {"n": 3}),),
    ),
    Case(
        "edges on a score that turn back before anybody looks",
        """
score state:
    field n
    +10 while status is "yes"

followup to_yes:
    when state < 10
    set status to "yes"

followup to_no:
    when state >= 10
    set status to "no"
""",
    ),
    Case(
        "a rule on one half of a swap",
        """
score swaps:
    field n
    +1 on each tag added

followup swap:
    on profile modified
    if tags contains "x":
        remove tag "x"
    else:
        add tag "x"
""",
    ),
)
