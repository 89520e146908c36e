"""Lead scoring as code: rule text becomes scores, each point of which can be explained.

Everything that a program needs is here; what is not here is private::

    import lsdsl

    for diagnostic in lsdsl.check("leads.lsdsl"):
        print(diagnostic.code, diagnostic.span)
    try:
        ruleset = lsdsl.load("leads.lsdsl")
    except lsdsl.RulesetError as error:
        raise SystemExit(f"{len(error.diagnostics)} findings")
    engine = lsdsl.Engine(ruleset)
    ...

The names are imported when they are first used, so ``import lsdsl`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lsdsl.diagnostics import Diagnostic, Severity
    from lsdsl.runner.engine import Engine
    from lsdsl.runner.ruleset import Ruleset, RulesetError, check, load

__version__ = "0.1.0"

__all__ = ["Diagnostic", "Engine", "Ruleset", "RulesetError", "Severity", "__version__", "check", "load"]

_HOMES: Final = {
    "Diagnostic": "lsdsl.diagnostics",
    "Engine": "lsdsl.runner.engine",
    "Ruleset": "lsdsl.runner.ruleset",
    "RulesetError": "lsdsl.runner.ruleset",
    "Severity": "lsdsl.diagnostics",
    "check": "lsdsl.runner.ruleset",
    "load": "lsdsl.runner.ruleset",
}
"""The module that each public name is imported from when it is first used."""


def __getattr__(name: str) -> Any:
    """Import a public name on first use and keep it."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'lsdsl' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names and what every module has."""
    return sorted({*globals(), *__all__})
