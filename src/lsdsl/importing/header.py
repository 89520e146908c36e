"""The header of a scoring sheet: which column holds what, in the spellings that marketers use."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from lsdsl.scaffold.names import words_of


class Part(Enum):
    """What a column of a scoring sheet holds."""

    CRITERION = "criterion"
    EVENT = "event"
    OPERATOR = "operator"
    VALUE = "value"
    VALUE_TO = "value to"
    POINTS = "points"
    CAP = "cap"
    PER = "per"
    EXPIRY = "expiry"
    GROUP = "group"
    NOTE = "note"


SPELLINGS: Final[dict[Part, str]] = {
    Part.CRITERION: "criterion, criteria, field, field name, attribute, property, rule, what, parameter, kriterium, "
    "merkmal, feld, "
    "criterium, veld, eigenschap, critere, champ",
    Part.EVENT: "event, activity, action, behaviour, behavior, trigger, ereignis, aktivitaet, gebeurtenis, activiteit, evenement",
    Part.OPERATOR: "operator, condition, comparison, operation, test, match, bedingung, vergleich, voorwaarde, operateur",
    Part.VALUE: "value, values, is, equals, value s, wert, werte, waarde, waarden, valeur, valeurs, value from, from, min value",
    Part.VALUE_TO: "value to, to, until, max value, value 2, bis, tot",
    Part.POINTS: "points, score, point, pts, weight, score value, score points, point value, punkte, punten, punktzahl, poids",
    Part.CAP: "cap, max times, limit, maximum, max, times, max count, frequency cap, frequency, at most, how often, max "
    "occurrences, "
    "points cap, cap points, max points, maximum points, obergrenze, hoechstens, limiet, maximaal, plafond",
    Part.PER: "per, period, window, time window, within, cap period, limit period, zeitraum, periode",
    Part.EXPIRY: "expires, expiry, expiration, expires after, valid for, lifetime, decay, verfall, gueltig, verloopt, "
    "vervalt, verval",
    Part.GROUP: "group, category, score name, scorecard, section, type, dimension, model, gruppe, kategorie, groep, "
    "categorie, soort",
    Part.NOTE: "note, notes, description, comment, comments, remark, remarks, reason, why, explanation, rationale, bemerkung, "
    "beschreibung, notiz, notitie, toelichting, opmerking, omschrijving",
}
UNITS: Final[dict[str, str]] = {
    "hours": "hours", "hrs": "hours", "stunden": "hours", "uren": "hours", "days": "days", "day": "days", "tage": "days",
    "tagen": "days", "dagen": "days", "weeks": "weeks", "week": "weeks", "wochen": "weeks", "weken": "weeks", "wks": "weeks",
    "months": "months", "month": "months", "monate": "months", "maanden": "months", "years": "years",
}  # fmt: skip
"""The unit of a number, as the name of a column says it."""

PART_OF: Final = {spelling.strip(): part for part, spellings in SPELLINGS.items() for spelling in spellings.split(",")}
FILLING: Final = frozenset("in after the of a nach na optional".split())


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns by what they hold, the units that they name, and those that nothing is read from."""

    columns: dict[Part, str]
    per_unit: str | None
    expiry_unit: str | None
    cap_in_points: bool
    unknown: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether rules can be made: there has to be a criterion or an event, and points."""
        return Part.POINTS in self.columns and bool({Part.CRITERION, Part.EVENT} & set(self.columns))


def read_header(names: Sequence[str]) -> Header:
    """What the columns of these names hold; of two for the same thing the first counts."""
    columns: dict[Part, str] = {}
    units: dict[Part, str] = {}
    cap_in_points = False
    unknown: list[str] = []
    for name in names:
        words = words_of(name)
        unit = next((UNITS[word] for word in words if word in UNITS), None)
        part = PART_OF.get(" ".join(words)) or PART_OF.get(
            " ".join(word for word in words if word not in UNITS and word not in FILLING)
        )
        if part is Part.CRITERION and part in columns and words == ["attribute"]:
            part = None
        if part is None or part in columns:
            if name:
                unknown.append(name)
            continue
        columns[part] = name
        if unit:
            units[part] = unit
        if part is Part.CAP and set(words) & {"points", "point", "pts"}:
            cap_in_points = True
    return Header(columns, units.get(Part.PER), units.get(Part.EXPIRY), cap_in_points, tuple(unknown))
