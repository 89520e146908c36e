"""What keeps a rule or an input from SQL, and the extra that SQL needs."""

from dataclasses import dataclass
from importlib.util import find_spec

MODULES = ("duckdb", "pyarrow", "sqlglot")


class NotSqlError(Exception):
    """Something in a rule has no equal in SQL; the text is the reason, to be read after the rule and a colon."""


class SqlError(Exception):
    """SQL cannot do what it was asked for; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule, and with it its score, is left to the step. ``where`` is ``path:line``, ``title`` the rule's own words."""

    score: str
    title: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.title}: {self.text}"


def require() -> None:
    """See to it that the libraries of the extra are there. Raises ``SqlError``."""
    missing = [name for name in MODULES if find_spec(name) is None]
    if missing:
        raise SqlError(f'SQL needs {" and ".join(missing)}: pip install "lsdsl[duckdb]"')
