"""The automation of a ruleset as one graph: what starts, reads and writes what, with limits, waits and circles.

Events start rules and follow-ups; rules add up to scores; scores are written to fields and are read by grades, selections and
follow-ups; follow-ups write fields, tags and scores, which may start others, and ask for actions.
"""

from lsdsl.automation.around import around, named
from lsdsl.automation.build import graph_of
from lsdsl.automation.cycles import Cycle, cycles_of
from lsdsl.automation.folding import folded
from lsdsl.automation.nodes import KINDS, Edge, Graph, Node

__all__ = ["KINDS", "Cycle", "Edge", "Graph", "Node", "around", "cycles_of", "folded", "graph_of", "named"]
