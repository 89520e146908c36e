"""A score as its part of the statement: what it needs of the events, and its value at present."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from lsdsl.analysis.words import words_at
from lsdsl.compile import points
from lsdsl.model.declarations import AbsenceRule, EventRule, Grade, Model, Rule, Score, StateRule, Table
from lsdsl.model.expressions import HistoryRead
from lsdsl.source import Span
from lsdsl.sql import standing, terms
from lsdsl.sql.awards import Awarding, Happening, Ordered, awarding, counted
from lsdsl.sql.columns import Columns
from lsdsl.sql.expressions import Translator
from lsdsl.sql.problems import NotSqlError, Reason
from lsdsl.sql.sights import AtEvent, AtPresent, Written, event_refusal
from lsdsl.sql.terms import Term


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all parts of a statement share. ``scores`` are the columns of the scores that SQL computes so far."""

    model: Model
    columns: Columns
    written: Written
    as_of: Term
    dialect: str
    scores: Mapping[str, str]


@dataclass(slots=True)
class Part:
    """A score, or a grade, in the statement."""

    name: str
    number: int
    value: Term = field(default_factory=exp.null)
    sums: dict[str, list[Happening]] = field(default_factory=dict)
    """What is summed up in the scan of the events, by column."""
    latest: dict[str, Happening] = field(default_factory=dict)
    """The latest moments, by column."""
    ordered: dict[str, Ordered] = field(default_factory=dict)
    """The rules with a query of their own, by the column of its points."""
    problems: list[Term] = field(default_factory=list)
    fields: dict[str, None] = field(default_factory=dict)
    read: dict[str, None] = field(default_factory=dict)
    joined: bool = False
    born: bool = False
    reasons: list[Reason] = field(default_factory=list)


class PartWriter:
    """Writes one part; what keeps it from SQL is collected in its ``reasons``."""

    def __init__(self, around: Surroundings, name: str, number: int) -> None:
        self.around = around
        self.part = Part(name, number)
        self._numbers = 0
        self._present = AtPresent(
            around.model, around.columns, around.written, around.as_of, around.scores, self._remember, self.part.fields
        )

    def score(self, score: Score) -> Part:
        """A score."""
        if score.name in self.around.written.scores:
            self._refuse(score.span, score.title, f"the follow-up {self.around.written.scores[score.name]} awards points to it")
        if not score.enabled:
            self.part.value = exp.cast(exp.null(), exp.DType.BIGINT)
        elif score.expression is not None:
            self._try(score.span, score.title, lambda: self._computed(score))
        else:
            self._rules(score)
        return self._finished()

    def grade(self, grade: Grade) -> Part:
        """A grade."""

        def text() -> None:
            self.part.value = self._noting(self._at_present(), lambda translator: translator.grade(grade.name))

        self._try(grade.span, f"grade {grade.name}", text)
        return self._finished()

    def _finished(self) -> Part:
        self.part.read, self.part.born = self._present.read, self._present.born
        return self.part

    def _computed(self, score: Score) -> None:
        self.part.value = self._noting(self._at_present(), lambda translator: standing.computed_value(score, translator))

    def _rules(self, score: Score) -> None:
        own: list[Term] = []
        groups: dict[str, list[Term]] = {}
        for rule in score.rules:
            given = own if rule.group is None else groups.setdefault(rule.group, [])
            self._try(rule.span, rule.title, lambda rule=rule, given=given: self._rule(rule, given))  # type: ignore[misc]
        for column in self.part.sums:
            if column.startswith("total_"):
                group = next((one.name for one in score.groups if self._bucket(score, one.name) == column), None)
                (own if group is None else groups.setdefault(group, [])).insert(0, _there(column))
        self.part.value = standing.score_value(score, own, groups)

    def _rule(self, rule: Rule, given: list[Term]) -> None:
        """Add what a rule gives at present; what it adds to the sum over events goes to its bucket's column."""
        match rule:
            case EventRule():
                self._event_rule(rule, given)
            case StateRule():
                given.append(self._noted(rule, self._noting(self._at_present(), lambda one: standing.state_rule(rule, one))))
            case Table():
                given.append(self._noted(rule, self._noting(self._at_present(), lambda one: standing.table(rule, one))))
            case AbsenceRule():
                given.append(self._noted(rule, self._absence(rule)))

    # --- rules on events ----------------------------------------------------------------------------------------------

    def _event_rule(self, rule: EventRule, given: list[Term]) -> None:
        model = self.around.model
        for event in rule.events:
            event_refusal(model, event)
        sight = AtEvent(self.around.columns, self.around.written)
        translator = Translator(model, sight, self.around.dialect)
        per = None
        if rule.per is not None:
            attribute = model.events[rule.events[0]].attributes[rule.per]
            per = sight.attribute(rule.per, attribute.type), attribute.default
        made = awarding(rule, translator, self.around.as_of, per, self._note(rule.span, rule.title))
        self.part.joined = self.part.joined or (sight.joined and made.ordered is None)
        if made.problems:
            self.part.sums.setdefault(self._name("problems"), []).extend(made.problems)
            self.part.joined = self.part.joined or sight.joined
        self._add(rule, made, given, joined=sight.joined)

    def _add(self, rule: EventRule, made: Awarding, given: list[Term], *, joined: bool) -> None:
        score = self.around.model.scores[self.part.name]
        if made.sum is not None:
            self.part.sums.setdefault(self._bucket(score, rule.group), []).append(made.sum)
        elif made.count is not None:
            column = self._numbered("count")
            self.part.sums[column] = [made.count]
            given.append(counted(rule, _there(column), made.each))
        elif made.ordered is not None:
            column = self._numbered("points")
            self.part.ordered[column] = replace(made.ordered, joined=joined)
            given.append(_there(column))

    def _bucket(self, score: Score, group: str | None) -> str:
        """The column of the sum of a group, or of the rules that are in none."""
        names = [one.name for one in score.groups]
        return f"total_{self.part.number}_{0 if group is None else names.index(group) + 1}"

    # --- what events leave behind -------------------------------------------------------------------------------------

    def _remember(self, read: HistoryRead) -> Term:
        sight = AtEvent(self.around.columns, self.around.written, profile=False)
        translator = Translator(self.around.model, sight, self.around.dialect)
        history = read.history
        tests = [] if history.where is None else [translator.holds(history.where)]
        time = terms.column("time", "e")
        if read.within is not None:
            begin = terms.binary(exp.Sub, self.around.as_of.copy(), terms.whole(read.within))
            tests.append(terms.binary(exp.GT, time, begin))
        test = terms.every(tests) if tests else None
        types = (history.event,)
        if read.function == "last":
            column = self._numbered("latest")
            self.part.latest[column] = Happening(types, test, time)
            return terms.column(column)
        value: Term = terms.whole(1)
        if read.function == "sum":
            assert history.value is not None
            number = terms.double(translator.value(history.value))
            most = points.LARGEST_AWARD
            translator.problems.append(terms.binary(exp.GT, exp.Abs(this=number.copy()), terms.whole(most)))
            value = terms.or_else(terms.in_millionths(number, most), terms.whole(0))
        if translator.problems:
            found = Happening(types, terms.some(translator.problems), terms.whole(1))
            self.part.sums.setdefault(self._name("problems"), []).append(found)
        column = self._numbered("count")
        self.part.sums[column] = [Happening(types, test, value)]
        return _there(column)

    def _absence(self, rule: AbsenceRule) -> Term:
        for event in rule.events:
            event_refusal(self.around.model, event)
        column = self._numbered("latest")
        self.part.latest[column] = Happening(rule.events, None, terms.column("time", "e"))
        self._present.born = True
        since = terms.or_else(terms.column(column), terms.column("born"))
        return self._noting(self._at_present(), lambda one: standing.absence(rule, one, since, self.around.as_of))

    # --- the common part ----------------------------------------------------------------------------------------------

    def _at_present(self) -> Translator:
        return Translator(self.around.model, self._present, self.around.dialect)

    def _noting(self, translator: Translator, write: Callable[[Translator], Term]) -> Term:
        """What is written, with its problems among those of the part."""
        written = write(translator)
        self.part.problems += translator.problems
        return written

    def _try(self, span: Span, title: str, write: Callable[[], None]) -> None:
        try:
            write()
        except NotSqlError as error:
            self._refuse(span, title, str(error))

    def _refuse(self, span: Span, title: str, text: str) -> None:
        self.part.reasons.append(Reason(self.part.name, title, self.around.model.where(span), text))

    def _noted(self, rule: StateRule | Table | AbsenceRule, term: Term) -> Term:
        noted = exp.paren(term, copy=False) if isinstance(term, exp.Binary) else term
        noted.add_comments([self._note(rule.span, rule.title)])
        return noted

    def _note(self, span: Span, title: str) -> str:
        """A comment that names a rule: its title, its own words and its place."""
        words = words_at(span, self.around.model)
        said = (words or title) if title in words else f"{title}: {words}"
        return f"{said} ({self.around.model.where(span)})"

    def _name(self, kind: str) -> str:
        return f"{kind}_{self.part.number}"

    def _numbered(self, kind: str) -> str:
        self._numbers += 1
        return f"{kind}_{self.part.number}_{self._numbers}"


def _there(column: str) -> Term:
    """A sum over events, 0 for a profile that had none."""
    return terms.or_else(terms.column(column), terms.whole(0))
