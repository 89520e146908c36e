"""Seeing a profile as the rules see it at its present moment."""

from lsdsl.compile.reading import Data
from lsdsl.compile.reference import Scope
from lsdsl.engine.journal import Journal
from lsdsl.engine.outcome import Outcome
from lsdsl.engine.turn import Turn
from lsdsl.why.life import Life


def scope_of(life: Life, data: Data | None = None) -> Scope:
    """Where expressions about the profile are evaluated: nothing that they do stays."""
    program = life.ruleset.program
    return Scope(program.model, program.indexes, Turn(program, life.present, Outcome(), Journal()), data or {})
