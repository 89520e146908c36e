"""A checked box, ready to run: what it needs is prepared, the function is called, what it wrote is converted back.

The function works on dictionaries of its own, so a run that fails leaves nothing behind.
"""

import dis
from collections.abc import Callable, Mapping
from types import CodeType, TracebackType
from typing import Any, Final, NamedTuple, Protocol

from lsdsl.dataclass import dataclass
from lsdsl.model.types import Type, Value
from lsdsl.script.budgets import Budgets, BudgetSpent, Meter
from lsdsl.script.errors import LONGEST, BoxError, Fault, Kind
from lsdsl.script.functions import word
from lsdsl.script.paths import Path
from lsdsl.script.uses import BoxUses
from lsdsl.script.values import WIDEST, Enter, leave, moment, stored
from lsdsl.source import Span

LONGEST_LIST: Final = 20
SURE: Final = 2**53
"""Numbers from here on are shown as text in a failure: readers of JSON would lose digits, and no moment is so far away."""


class BoxView(Protocol):
    """What the engine hands over; values as :mod:`lsdsl.model.types` holds them.

    ``fields`` have their defaults applied, missing ones are left out or None; a field that a score owns holds the score's
    value. ``data`` are the attributes of the triggering event, which for an event of a collection are the fields of the row.
    """

    @property
    def fields(self) -> Mapping[str, Value]: ...  # noqa: D102 # see the class
    @property
    def identifier(self) -> str: ...  # noqa: D102 # see the class
    @property
    def created(self) -> int: ...  # noqa: D102 # see the class
    @property
    def tags(self) -> tuple[str, ...]: ...  # noqa: D102 # see the class
    @property
    def now(self) -> int: ...  # noqa: D102 # see the class
    @property
    def event_type(self) -> str: ...  # noqa: D102 # see the class
    @property
    def event_time(self) -> int: ...  # noqa: D102 # see the class
    @property
    def data(self) -> Mapping[str, Value]: ...  # noqa: D102 # see the class

    def rows(self, collection: str) -> tuple[Mapping[str, Value], ...]:
        """The rows of a collection, in their order."""
        ...

    def score(self, name: str) -> int | float | None:
        """The present value of a score."""
        ...


class Award(NamedTuple):
    """``award(score, points)``. ``span`` is its place in the rule file."""

    score: str
    points: int | float
    span: Span


class Tag(NamedTuple):
    """``add_tag(tag)`` (present) or ``remove_tag(tag)``."""

    tag: str
    present: bool
    span: Span


class Ask(NamedTuple):
    """``do(action, **arguments)``; missing arguments are left out.

    ``number`` tells the calls of one box apart, in source order.
    """

    action: str
    arguments: tuple[tuple[str, Type, Value], ...]
    number: int
    span: Span


Effect = Award | Tag | Ask


class BoxResult(NamedTuple):
    """What a run wants: fields to write (only those that changed; None clears), effects in order, and the fuel that it took."""

    writes: dict[str, Value]
    effects: tuple[Effect, ...]
    fuel: int


class Entry(NamedTuple):
    """A value that a run prepares: its key, its default (as the box sees it) and how it enters."""

    key: str
    default: Any
    enter: Enter


class Written(NamedTuple):
    """A field that a run may write, with the place where it is written last."""

    name: str
    line: int
    span: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """What a box needs for a run."""

    fields: tuple[Entry, ...]
    data: tuple[tuple[str, Entry], ...]
    """Attributes of the event or fields of the subprofile: the name in the data, and the entry."""
    others: tuple[Path, ...]
    rows: tuple[tuple[str, tuple[Entry, ...]], ...]
    fixed: Mapping[str, Any]
    """Entries that are always the same: defaults that no literal can hold."""
    written: tuple[Written, ...]
    calls: tuple[Span, ...]
    arguments: Mapping[str, Mapping[str, Type]]
    metered: bool
    lines: Mapping[int, tuple[tuple[str, str, str], ...]]
    """The names in each line: as written, and where (``_f``, ``_r``, ``local``, a generated name that holds a row) under
    which key."""


class Box:
    """A box that was checked and compiled."""

    __slots__ = ("_budgets", "_place", "_plan", "code", "function", "span", "uses")

    def __init__(
        self,
        *,
        uses: BoxUses,
        span: Span,
        function: Callable[..., None],
        code: CodeType,
        plan: Plan,
        budgets: Budgets,
        place: Callable[[int, int, int, int], Span],
    ) -> None:
        self.uses = uses
        self.span = span
        self.function = function
        """``_box(_f, _r, _n, _x)``: the fields, the other values, the meter, the list of effects."""
        self.code = code
        self._plan = plan
        self._budgets = budgets
        self._place = place

    def run(self, view: BoxView, fuel: int | None = None) -> BoxResult:
        """Run on what the view shows, within the box's budget and no more than ``fuel``. Raises :class:`BoxError`."""
        plan = self._plan
        limit = self._budgets.fuel if fuel is None else min(fuel, self._budgets.fuel)
        meter = Meter(self._budgets, limit) if plan.metered else None
        fields: dict[str, Any] = {}
        reads: dict[str, Any] = {}
        effects: list[Any] = []
        line, place = 0, self.span
        try:
            self._prepare(view, meter, fields, reads)
            before = fields.copy()
            self.function(fields, reads, meter, effects)
            writes: dict[str, Value] = {}
            for name, line, place in plan.written:  # noqa: B007 # where it fails is needed when it does
                value = fields[name]
                if value is not before[name]:
                    whole = type(value) is int and -WIDEST <= value < WIDEST  # most values: there is nothing to convert
                    writes[name] = value if whole else stored(value, f"the field `{name}`", self._budgets.text)
            asked = tuple([self._effect(one) for one in effects]) if effects else ()
        except (BudgetSpent, Exception) as problem:  # noqa: BLE001 # whatever it is, it is a failure of the box
            error = self._failed(problem, fields, reads, (line, place))
            error.fuel = 0 if meter is None else limit - max(0, meter.left)
            raise error from None
        return BoxResult(writes, asked, 0 if meter is None else limit - meter.left)

    def _prepare(self, view: BoxView, meter: Meter | None, fields: dict[str, Any], reads: dict[str, Any]) -> None:
        plan, text, most = self._plan, self._budgets.text, self._budgets.items
        given = view.fields
        for key, default, enter in plan.fields:
            value = given.get(key)
            fields[key] = default if value is None else enter(value, text, most)
        if plan.data:
            data = view.data
            for name, (key, default, enter) in plan.data:
                value = data.get(name)
                reads[key] = default if value is None else enter(value, text, most)
        if plan.fixed:
            reads.update(plan.fixed)
        for path in plan.others:
            reads[path.key] = _other(path, view, most)
        for collection, entries in plan.rows:
            reads[f"collection.{collection}"] = _rows(view.rows(collection), entries, meter)

    def _effect(self, noted: tuple[Any, ...]) -> Effect:
        kind, number, name, value = noted
        span = self._plan.calls[number]
        if kind == "award":
            return Award(name, _points(value), span)
        if kind == "tag":
            return Tag(str(stored(name, "the tag", self._budgets.text)), value, span)
        types = self._plan.arguments[name]
        arguments = ((one, types[one], stored(given, f"`{one}`", self._budgets.text)) for one, given in value)
        return Ask(name, tuple(arguments), number, span)

    # --- when it fails ---

    def _failed(self, problem: BaseException, fields: dict[str, Any], reads: dict[str, Any], last: tuple[int, Span]) -> BoxError:
        """The error of the box for whatever was raised, with the place and the values there."""
        (line, span), own = last, dict[str, Any]()
        found = _innermost(problem.__traceback__, self.code)
        if found is not None:
            position, own = found
            line = position[0]
            span = self._place(*position)
        values = []
        for shown, root, key in self._plan.lines.get(line, ()):
            where = fields if root == "_f" else reads if root == "_r" else own if root == "local" else own.get(root, {})
            if key in where and type(where[key]) is not dict and not key.startswith("collection."):
                values.append((shown, _shown(where[key])))
        kind, message = explain(problem, values)
        return BoxError(kind, message, span, tuple(values))


def _points(value: int | float) -> int | float:
    points = stored(value, "the points of `award`", 0)
    return points if isinstance(points, int | float) else 0


def _other(path: Path, view: BoxView, most: int) -> Any:
    """A value that is no field and no attribute."""
    match path.part, path.name:
        case "now", _:
            return moment(view.now)
        case "profile", "id":
            return view.identifier
        case "profile", "created":
            return moment(view.created)
        case "profile", _:
            if len(view.tags) > most:
                raise Fault("budget", f"a profile with more than {most} tags")
            return view.tags
        case "event", "type":
            return view.event_type
        case "event", _:
            return moment(view.event_time)
        case _:
            return view.score(path.name)


def _rows(rows: tuple[Mapping[str, Value], ...], entries: tuple[Entry, ...], meter: Meter | None) -> tuple[dict[str, Any], ...]:
    """The rows of a collection with the fields that the box names; paid for before."""
    if meter is None:
        raise Fault("fault", "a collection without a meter")
    if len(rows) > meter.items:
        raise BudgetSpent(f"a collection of {len(rows)} rows is longer than {meter.items}")
    meter.pay(1 + len(rows) * len(entries))
    made = []
    for row in rows:
        fields = {}
        for key, default, enter in entries:
            value = row.get(key)
            fields[key] = default if value is None else enter(value, meter.text, meter.items)
        made.append(fields)
    return tuple(made)


def _shown(value: Any) -> Value:
    """A value of a box as a failure shows it: not longer than one can read, and nothing that a record cannot hold."""
    kind = type(value)
    if kind is str:
        return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
    if kind is int or kind is float:
        return value if -SURE < value < SURE else _shown(str(value))
    if kind is tuple:
        return tuple([str(_shown(one)) for one in value[:LONGEST_LIST]])
    held = leave(value)
    return held[:LONGEST_LIST] if isinstance(held, tuple) else held


def _innermost(traceback: TracebackType | None, code: CodeType) -> tuple[tuple[int, int, int, int], dict[str, Any]] | None:
    """The place (lines and byte columns) and the local names of the innermost frame that belongs to the box."""
    inner = [code, *[one for one in code.co_consts if isinstance(one, CodeType)]]
    found = None
    own: dict[str, Any] = {}
    while traceback is not None:
        if traceback.tb_frame.f_code in inner:
            positions = [*traceback.tb_frame.f_code.co_positions()]
            line, last, column, end = positions[_failing(traceback) // 2]
            line = line or traceback.tb_lineno
            found = (line, column or 0, last or line, end if end is not None else column or 0)
            own |= traceback.tb_frame.f_locals
        traceback = traceback.tb_next
    return None if found is None else (found, own)


def _failing(traceback: TracebackType) -> int:
    """The instruction that failed, the same in every run.

    Once a function was run a few times, Python loads two names with one instruction; when the second has no value, it blames the
    first.
    """
    frame, place = traceback.tb_frame, traceback.tb_lasti
    two = [one for one in dis.get_instructions(frame.f_code) if one.offset in (place, place + 2)]
    if len(two) == 2 and two[0].opname in ("LOAD_FAST", "STORE_FAST", "LOAD_CONST") and two[1].opname == "LOAD_FAST":
        given = two[0].opname != "LOAD_FAST" or two[0].argval in frame.f_locals
        return two[1].offset if given and two[1].argval not in frame.f_locals else place
    return place


def explain(problem: BaseException, values: list[tuple[str, Any]]) -> tuple[Kind, str]:
    """The kind of a failure and a message of our own. What Python says of values is never passed on."""
    match problem:
        case BudgetSpent():
            return "budget", str(problem)
        case Fault():
            return problem.kind, problem.message
        case ZeroDivisionError():
            return "value", "division by zero"
        case UnboundLocalError() | NameError():
            return "missing", "a name has no value yet: give it one on every way to this line"
        case TypeError():
            missing = [name for name, value in values if value is None]
            if missing:
                return "missing", f"`{missing[0]}` is missing: test it with `is not None` before"
            found = ", ".join(f"`{name}` is {word(value)}" for name, value in values)
            return "type", f"these values do not go together: {found}" if found else "these values do not go together"
        case OverflowError():
            return "value", "a number that is too large"
        case ValueError():
            return "value", "this value cannot be converted"
        case MemoryError() | RecursionError():
            return "budget", "the box takes too much room"
        case _:
            return "fault", f"an error inside of lsdsl: {type(problem).__name__}"
