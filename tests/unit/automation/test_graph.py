"""The graph of a ruleset: what starts, reads and writes what, and the circles in it."""

import pytest

from lsdsl.automation import Edge, Graph, Node, around, cycles_of, folded, graph_of, named
from lsdsl.automation.proven import proven_cycles
from lsdsl.model import check_text
from lsdsl.model.declarations import Model
from lsdsl.script import Box, check_boxes
from lsdsl.source import Span

RULES = """
profile:
    country   text
    level     number = 0
    asked     boolean = false
    phone     text
event page_visit:
    path  text
event purchase
score heat:
    maximum 50
    field level
    range cold
    range hot  from 40
    +10  on each page_visit where country is "NL", at most 3 times per 7 days, expires after 30 days
    +1   on first page_visit
    -5   for every 30 days without purchase
    +2   while tags contains "vip"
    by country:
        +1  "NL"
        +2  "BE"
score twice = heat * 2
grade letter:
    "A"  when heat is hot
    "B"  otherwise
selection best:
    where letter is "A"
    order by twice descending
followup hot_lead:
    when heat is hot
    where country is "NL"
    limit 1 per 7 days
    wait 2 days
    if asked:
        wait 1 day
        do notify "x", to: "a@b.example"
    do start_workflow "y"
followup mark:
    on page_visit
    add tag "vip"
followup resting:
    on purchase
    enabled false
    set phone to "1"
"""


def of(text: str) -> tuple[Model, Graph, dict[Span, Box]]:
    """A sound ruleset and its graph."""
    model, found = check_text(text)
    assert model is not None, [(one.code, dict(one.arguments)) for one in found]
    boxes, wrong = check_boxes(model)
    assert wrong == []
    return model, graph_of(model, {span: box.uses for span, box in boxes.items()}), boxes


def edge(graph: Graph, source: str, target: str) -> Edge:
    """The one edge between two nodes, written ``kind:name``."""
    (found,) = [one for one in graph.edges if (str(one.source), str(one.target)) == (source, target)]
    return found


def pairs(graph: Graph) -> set[tuple[str, str]]:
    """The edges with rules folded away."""
    return {(str(one.source), str(one.target)) for one in folded(graph)}


def test_everything_is_joined_to_what_it_bears_on() -> None:
    """Events, fields and tags lead to scores; scores to fields, grades and follow-ups; these to tags and actions."""
    _, graph, _ = of(RULES)
    assert pairs(graph) == {
        ("event:page_visit", "score:heat"),
        ("event:page_visit", "followup:mark"),
        ("event:purchase", "score:heat"),
        ("event:purchase", "followup:resting"),
        ("field:country", "score:heat"),
        ("field:country", "followup:hot_lead"),
        ("field:asked", "followup:hot_lead"),
        ("tag:vip", "score:heat"),
        ("score:heat", "field:level"),
        ("score:heat", "score:twice"),
        ("score:heat", "grade:letter"),
        ("score:heat", "followup:hot_lead"),
        ("score:twice", "selection:best"),
        ("grade:letter", "selection:best"),
        ("followup:hot_lead", "action:notify"),
        ("followup:hot_lead", "action:start_workflow"),
        ("followup:mark", "tag:vip"),
        ("followup:resting", "field:phone"),
    }


def test_limits_and_waits_are_told() -> None:
    """Rules tell limits and expiry, follow-ups their limits, and steps how long was waited before them."""
    _, graph, _ = of(RULES)
    (rules,) = [one for one in folded(graph) if (one.source.name, one.target.name) == ("page_visit", "heat")]
    assert rules.lines == ("+10 each, at most 3 times per 7 days, expires after 30 days", "+1 first")
    assert edge(graph, "score:heat", "followup:hot_lead").notes == ("limit 1 per 7 days",)
    assert edge(graph, "followup:hot_lead", "action:notify").notes == ("after 3 days",)
    assert graph.nodes[Node("score", "heat")].notes == ("maximum 50",)


def test_what_is_only_tested_does_not_start() -> None:
    """A field in ``where`` is read when something else happens; the score of a ``when`` starts."""
    _, graph, _ = of(RULES)
    assert not edge(graph, "field:country", "followup:hot_lead").starts
    assert edge(graph, "score:heat", "followup:hot_lead").starts


def test_what_is_switched_off_is_known() -> None:
    """The edges of a follow-up that is switched off are off, too."""
    _, graph, _ = of(RULES)
    assert not graph.nodes[Node("followup", "resting")].enabled
    assert not edge(graph, "followup:resting", "field:phone").enabled


def test_boxes_read_and_write_what_their_checker_knows() -> None:
    """A box takes part with the fields, scores, tags and actions that it names."""
    _, graph, _ = of(
        "profile:\n    size  number = 0\n    kind  text\nevent visit\nscore heat:\n    +1  on each visit\n"
        "followup boxed:\n    on visit\n    script:\n        if profile.fields.size > 3 and scores.heat > 1:\n"
        '            profile.fields.kind = "big"\n            award("heat", 5)\n            add_tag("big")\n'
        '            do("notify", message="x")\n'
    )
    assert pairs(graph) >= {
        ("field:size", "followup:boxed"),
        ("score:heat", "followup:boxed"),
        ("followup:boxed", "field:kind"),
        ("followup:boxed", "score:heat"),
        ("followup:boxed", "tag:big"),
        ("followup:boxed", "action:notify"),
    }


CIRCLE = """
profile:
    asked    boolean = false
    country  text
followup ping:
    on profile modified
    where {where}
    {limit}set asked to {value}
"""


def circles(where: str, value: str = "not asked", limit: str = "") -> list[tuple[str, bool, tuple[str, ...]]]:
    """The circles of a follow-up on a change that changes something."""
    model, graph, boxes = of(CIRCLE.format(where=where, value=value, limit=limit))
    return [(one.text, one.proven, one.ends) for one in cycles_of(graph, proven_cycles(model, boxes))]


def test_circle_that_goes_round_is_proven() -> None:
    """What the checker has rehearsed is a true circle, told with its path."""
    assert circles('country is "NL"') == [("ping → asked → profile modified → ping", True, ())]


def test_circle_that_is_held_back_may_start_itself() -> None:
    """A limit or the follow-up's own condition ends a circle; it is marked, with what holds it back."""
    assert circles("not asked", "true") == [("ping → asked → profile modified → ping", False, ("the condition of ping",))]
    (held,) = circles('country is "NL"', limit="limit once\n    ")
    assert held[1:] == (False, ("the condition of ping", "limit once"))


def test_change_of_another_field_is_no_circle() -> None:
    """A follow-up that listens to one field is not started by its writing another."""
    assert circles("changed(country)") == []
    assert [text for text, _, _ in circles("changed(asked)")] == ["ping → asked → profile modified → ping"]


def test_circle_of_two_through_a_score() -> None:
    """A follow-up that gives points to the score that starts it goes through the score."""
    _, graph, _ = of(
        "event visit\nscore heat:\n    +1  on each visit\nfollowup more:\n    when heat > 5\n    award +1 to heat\n"
        'followup tagged:\n    on tag added\n    where tag is "x"\n    add tag "y"\n'
    )
    assert [one.text for one in cycles_of(graph)] == ["more → heat → more"]


def test_neighbourhood_has_so_many_steps() -> None:
    """One step leads through a rule to the score; two steps lead on from there."""
    _, graph, _ = of(RULES)
    centre = named(graph, "page_visit")
    near = {str(node) for node in around(graph, centre, 1).nodes if node.kind != "rule"}
    assert near == {"event:page_visit", "score:heat", "followup:mark"}
    assert Node("grade", "letter") in around(graph, centre, 2).nodes
    assert Node("selection", "best") not in around(graph, centre, 2).nodes


@pytest.mark.parametrize("name", ["score:heat", "heat"])
def test_name_with_or_without_its_kind(name: str) -> None:
    """A name may begin with its kind."""
    assert named(of(RULES)[1], name) == [Node("score", "heat")]


def test_each_followup_of_a_knot_is_told_its_circle() -> None:
    """Two follow-ups that start themselves and each other are both marked, each with its shortest way back."""
    _, graph, _ = of(
        "profile:\n    a  number = 0\n    b  number = 0\n"
        "followup one:\n    on profile modified\n    set a to a + 1\nfollowup two:\n    on profile modified\n    set b to b + 1\n"
    )
    first, second = cycles_of(graph)
    assert (first.text, second.text) == ("one → a → profile modified → one", "two → b → profile modified → two")
    assert Node("followup", "two") in first.members
