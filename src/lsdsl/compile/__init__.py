"""From the model to something that runs.

``compile_model`` numbers scores, rules, slots and histories and gives each thing that runs one callable; the result is a
:class:`~lsdsl.compile.plan.Program`, which the engine executes. There are two executions of one meaning: the reference walks
the tree (:mod:`lsdsl.compile.reference`), the other generates Python (:mod:`lsdsl.compile.python`); a property test holds them
equal. Nothing here knows files, profiles' states or the command line.
"""

from lsdsl.compile.build import compile_model
from lsdsl.compile.plan import Program

__all__ = ["Program", "compile_model"]
