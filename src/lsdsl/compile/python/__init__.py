"""Generated Python: the execution that runs.

Each condition, value and event type becomes one Python function ``name(turn, data)``. The text of a function holds no text of
the ruleset: names of fields and text literals are constants ``C0``, ``C1``, ..., numbers stand as they are. What a function
reads of the profile and the event is read once, at its beginning.
"""

from lsdsl.compile.python.execution import PythonExecution

__all__ = ["PythonExecution"]
