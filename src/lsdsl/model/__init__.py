"""The model phase: what a ruleset means, after every name is resolved and every value has a type.

The way is trees -> symbols -> model. :mod:`collect` gathers the declared names of all files; :mod:`scopes` and :mod:`names`
say what a name means at its place; :mod:`expression` types expressions, one module for each form; :mod:`scores`,
:mod:`decisions`, :mod:`followups` and :mod:`tests` resolve the declarations that hold expressions; :mod:`cycles` finds
definitions that depend on themselves. The result is in :mod:`declarations`, :mod:`expressions` and :mod:`types`.

What holds:

- A phase returns findings and never raises for what a rule author wrote. All files are reported in one go, in a fixed order.
- One mistake is one finding: what has a finding gets the type ERROR, which fits everywhere; a name is told once for its kind
  and scope.
- A model is without errors: the engine may trust every name, type and number in it.
- Nothing here runs a rule, and only :mod:`load` touches files.
"""

from lsdsl.model.declarations import Model
from lsdsl.model.load import check_sources, check_text, load_ruleset, load_sources
from lsdsl.model.resolution import resolve

__all__ = ["Model", "check_sources", "check_text", "load_ruleset", "load_sources", "resolve"]
