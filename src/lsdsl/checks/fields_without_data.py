"""LS544: fields that rules read and that neither the data nor the rules ever fill."""

from collections.abc import Iterator

from lsdsl.analysis.subject import Subject
from lsdsl.analysis.usage import usage_of
from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.model.suggestions import closest


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS544 for each field that is read, in rulesets of whose data the columns are known."""
    if not subject.whole or subject.columns is None:
        return
    usage = usage_of(subject.model, subject.boxes)
    taken = {key for name, one in subject.model.fields.items() if _is_there(key := one.source or name, subject.columns)}
    free = sorted(subject.columns - taken - {subject.model.id_source})
    for name, field in subject.model.fields.items():
        key = field.source or name
        if name not in usage.fields_read or name in usage.fields_set or _is_there(key, subject.columns):
            continue
        near = next(iter(closest(key, free)), None)
        yield finding("LS544", field.span, name=name, key=key, near=near)


def _is_there(key: str, columns: frozenset[str]) -> bool:
    """Whether the data has a column or key; ``company.size`` reads into what the key ``company`` holds."""
    return key in columns or any(key.startswith(f"{column}.") for column in columns)
