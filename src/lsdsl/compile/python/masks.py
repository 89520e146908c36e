"""Many rules of one event type at once: which of them apply is a number with a bit for each rule.

Each condition reads one attribute of the event or one field of the profile. The rules that a value lets through are a mask,
looked up by the value; that of a whole profile, for the rules of all event types side by side, is kept as long as its fields stay
as they are. What is left when all masks are laid over each other are the rules that apply, and what they award together is looked
up too. With few rules one test after the other is faster; ``Optimisations.fewest`` is where the two were measured to cross.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lsdsl.compile.plan import Indexes, LimitPlan, RulePlan
from lsdsl.compile.python.guarded import Guarding, WindowTest, simple_limit, window_test
from lsdsl.compile.python.lookups import ByValue, MaskOf, Together, bounds_of, regions
from lsdsl.compile.python.writer import Function
from lsdsl.model import expressions as model
from lsdsl.model.canonical import canonical
from lsdsl.model.declarations import EventRule

CHUNK: Final = 8
"""What rules award together is looked up for so many at once: a byte of the mask."""
FEW: Final = 16
"""With no more rules than this one look-up is for all of them."""

BUILT_IN: Final = frozenset({"id", "created", "tags"})

Place = tuple[bool, str]
"""Whether it is an attribute of the event, and the name of the attribute or field."""
Tests = Sequence[tuple[model.Expression, int]]
"""Conditions on one attribute or field, each with the mask of the rules that have it."""
Make = Callable[[Tests, int], MaskOf]
"""Makes the function of the mask of an attribute or field; the number is the mask of all rules."""
_FOREIGN: Final = (
    model.OldRead
    | model.Changed
    | model.ScoreRead
    | model.GradeRead
    | model.SelectionRead
    | model.LetRead
    | model.RangeTest
    | model.Arithmetic
    | model.Flames
    | model.HistoryRead
    | model.Gained
    | model.Elapsed
    | model.RunCount
    | model.ActionCount
)


@dataclass(frozen=True, slots=True)
class MaskedRule:
    """A rule of constant points, and its conditions by what they read."""

    plan: RulePlan
    size: int
    conditions: Mapping[Place, tuple[model.Expression, ...]]
    windows: tuple[WindowTest, ...] = ()
    limit: LimitPlan | None = None


def masked(rule: EventRule, plan: RulePlan, size: int, indexes: Indexes | None = None) -> MaskedRule | None:
    """A rule in a form that masks can be made of; None when one of its conditions reads two things, or something else.

    With ``indexes`` it may have conditions on windows and a limit.
    """
    found: dict[Place, tuple[model.Expression, ...]] = {}
    windows: list[WindowTest] = []
    for condition in _conjuncts(rule.where):
        test = None if indexes is None else window_test(condition, indexes)
        if test is not None:
            windows.append(test)
            continue
        place = _place(condition)
        if place is None:
            return None
        found[place] = (*found.get(place, ()), condition)
    return MaskedRule(plan, size, found, tuple(windows), simple_limit(plan.limits))


def _conjuncts(condition: model.Expression | None) -> list[model.Expression]:
    if condition is None:
        return []
    if isinstance(condition, model.Logical) and condition.operator == "and":
        return [one for operand in condition.operands for one in _conjuncts(operand)]
    return [condition]


def _place(condition: model.Expression) -> Place | None:
    """The one attribute or field that a condition reads; None if it reads several, none, or something else."""
    places: set[Place] = set()
    waiting = [condition]
    while waiting:
        one = waiting.pop()
        if isinstance(one, _FOREIGN):
            return None
        if isinstance(one, model.AttributeRead):
            places.add((True, one.attribute))
        elif isinstance(one, model.FieldRead):
            if one.field in BUILT_IN:
                return None
            places.add((False, one.field))
        waiting.extend(model.parts(one))
    return places.pop() if len(places) == 1 else None


def write_profile(rules: Sequence[MaskedRule], function: Function, make: Make) -> None:
    """Write the function that gives the mask of a profile's fields, for the rules of all event types."""
    function.line(f"# M: which of the {len(rules)} rules of all event types a value lets through, a bit for each")
    texts = _lookups(rules, function, make, of_event=False)
    function.line(f"return {texts[0]}" if len(texts) == 1 else f"mask = {texts[0]}")
    for number, text in enumerate(texts[1:], 2):
        function.line(f"mask &= {text}" if number < len(texts) else f"return mask & {text}")


def write_masked(
    rules: Sequence[MaskedRule],
    function: Function,
    make: Make,
    *,
    first: int,
    of_profile: str | None,
    others: str | None = None,
    guarding: Guarding | None = None,
) -> None:
    """Write the awards of an event type, and what is around them.

    ``first`` is the bit of its first rule in the mask of the profile, which ``of_profile`` gives; ``others`` is the function of
    the rules that masks cannot be made of.
    """
    everything = (1 << len(rules)) - 1
    function.line(f"# M: which of {len(rules)} rules a value lets through, a bit for each; E: what they award together")
    texts = _lookups(rules, function, make, of_event=True)
    if of_profile is not None and any(not is_attribute for rule in rules for is_attribute, _ in rule.conditions):
        function.line("mask = state.mask")
        function.line("if mask is None:")
        function.line(f"mask = state.mask = {of_profile}(state.fields)", 1)
        texts.insert(0, f"(mask >> {first})" if first else "mask")
        if len(texts) == 1:
            texts.append(f"{everything:#x}")
    function.line(f"mask = {texts[0] if texts else hex(everything)}" + "".join(f" & {text}" for text in texts[1:2]))
    for text in texts[2:]:
        function.line(f"mask &= {text}")
    buckets = sorted({rule.plan.bucket for rule in rules})
    scores = {rule.plan.score for rule in rules if rule.size > 0 and rule.plan.gains} if guarding is not None else set()
    gained = [] if guarding is None else sorted(scores & guarding.gains.keys())
    limits = [(one.plan.index, one.limit, 1 << number) for number, one in enumerate(rules) if one.limit is not None]
    if guarding is not None:
        guarding.take_out([(test, 1 << number) for number, one in enumerate(rules) for test in one.windows], limits, function)
    award = _award_at_once if len(rules) <= FEW else _award_in_chunks
    award(rules, buckets, gained, function)
    if guarding is not None:
        guarding.finish(buckets, gained, function, limited=bool(limits))
    if others is not None:
        function.line(f"made = sorted([*{others}(state, event, time, data, begin), *made], key=rule_of)")
    if buckets:
        function.line("totals = state.totals")
    for bucket in buckets:
        function.line(f"totals[{bucket}] += n{bucket}")


def _award_at_once(rules: Sequence[MaskedRule], buckets: Sequence[int], gained: Sequence[int], function: Function) -> None:
    if not rules:
        function.line("made = ()")
        return
    known = function.constants.keep("E", _together(rules, buckets, gained))
    function.line(f"made, {', '.join(_sums('n', buckets, 'g', gained))} = {known}[mask]")


def _award_in_chunks(rules: Sequence[MaskedRule], buckets: Sequence[int], gained: Sequence[int], function: Function) -> None:
    chunks = tuple(_together(rules[start : start + CHUNK], buckets, gained) for start in range(0, len(rules), CHUNK))
    known = function.constants.keep("E", chunks)
    function.line("made = []")
    sums, of_chunk = _sums("n", buckets, "g", gained), _sums("m", buckets, "h", gained)
    for one in sums:
        function.line(f"{one} = 0")
    function.line(f'for entries, {", ".join(of_chunk)} in map(getitem, {known}, mask.to_bytes({len(chunks)}, "little")):')
    function.line("made += entries", 1)
    for one, other in zip(sums, of_chunk, strict=True):
        function.line(f"{one} += {other}", 1)


def _sums(points: str, buckets: Sequence[int], gains: str, gained: Sequence[int]) -> list[str]:
    return [*(f"{points}{bucket}" for bucket in buckets), *(f"{gains}{score}" for score in gained)]


def _together(rules: Sequence[MaskedRule], buckets: Sequence[int], gained: Sequence[int]) -> Together:
    return Together([(rule.plan, rule.size) for rule in rules], buckets, gained)


def _lookups(rules: Sequence[MaskedRule], function: Function, make: Make, *, of_event: bool) -> list[str]:
    """Python for the mask of each attribute, or of each field, that a condition reads."""
    source = "data" if of_event else "fields"
    names = sorted({name for rule in rules for is_attribute, name in rule.conditions if is_attribute is of_event})
    everything = (1 << len(rules)) - 1
    texts = []
    for name in names:
        place = (of_event, name)
        compute = make(_tests(rules, place), everything)
        read = f"{source}.get({function.constants.name(name)})"
        bounds = bounds_of([condition for rule in rules for condition in rule.conditions.get(place, ())])
        if bounds is None:
            texts.append(f"{function.constants.keep('M', ByValue(name, compute))}[{read}]")
        else:
            between = function.constants.keep("M", regions(name, bounds, compute))
            above = f"{between}[bisect({function.constants.name(tuple(bounds))}, value)]"
            texts.append(f"({above} if (value := {read}) is not None else {compute({}):#x})")
    return texts


def _tests(rules: Sequence[MaskedRule], place: Place) -> Tests:
    """Each different condition once."""
    with_it: dict[str, tuple[model.Expression, int]] = {}
    for number, rule in enumerate(rules):
        for condition in rule.conditions.get(place, ()):
            text = canonical(condition)
            first, mask = with_it.get(text, (condition, 0))
            with_it[text] = (first, mask | 1 << number)
    return [*with_it.values()]
