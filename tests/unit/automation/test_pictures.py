"""The graph as DOT, Mermaid and plain values: valid whatever the names are."""

import json
import re
from typing import Final

import pytest

from lsdsl.automation import Graph, cycles_of, graph_of
from lsdsl.automation.document import document
from lsdsl.automation.dot import dot
from lsdsl.automation.mermaid import mermaid
from lsdsl.model import check_text

HOSTILE: Final = """
profile:
    `a "b" \\\\ ]` text
    `end`  boolean = false
event `x|y --> z`
event `"];n1-->n2;%%`
score `graph`:
    enabled false
    +1   on each `x|y --> z`
    +2   on each `"];n1-->n2;%%` where `a "b" \\\\ ]` is "q", at most 3 times per 7 days
followup `subgraph end`:
    on profile modified
    set `end` to not `end`
followup `two\u2028lines <b>`:
    on `x|y --> z`
    do notify "#quot; & <i> \\" | ` ;", to: "a@b.example"
"""
NODE: Final = r"""n\d+(?:\(\["L"\]\)|\["L"\]|\[/"L"/\]|\(\("L"\)\)|\{\{"L"\}\}|\[\("L"\)\]|\[\["L"\]\]|>"L"\]):::[a-z]+"""
LABEL: Final = r'(?:[^"#`<>|]|#\d+;|<br/>)*'
MERMAID: Final = re.compile(
    "|".join(
        (
            NODE.replace("L", LABEL),
            rf'n\d+ (?:-->|-\.->)(?:\|"{LABEL}"\|)? n\d+',
            r"classDef [a-z]+ [a-z-]+:[^,;\s]+(?:,[a-z-]+:[^,;\s]+)*",
            r"linkStyle \d+(?:,\d+)* stroke:#[0-9a-f]+(?:,[a-z-]+:#?[0-9a-z]+)*",
        )
    )
)
QUOTED: Final = r'"(?:[^"\\\n]|\\.)*"'
ATTRIBUTES: Final = rf"\[\w+=(?:{QUOTED}|[\w.]+)(?:, \w+=(?:{QUOTED}|[\w.]+))*\]"
DOT: Final = re.compile(
    "|".join(
        (
            rf"{QUOTED} {ATTRIBUTES};",
            rf"{QUOTED} -> {QUOTED} {ATTRIBUTES};",
            rf"(?:node|edge) {ATTRIBUTES};",
            r"rankdir=LR;",
            rf"label={QUOTED}; labelloc=t; fontname=Helvetica;",
        )
    )
)


def hostile() -> Graph:
    """The graph of a ruleset with names that mean something in both languages."""
    model, found = check_text(HOSTILE)
    assert model is not None, [(one.code, dict(one.arguments)) for one in found]
    return graph_of(model, {})


def test_mermaid_is_valid_whatever_the_names_are() -> None:
    """Each line is one of the four statements that a flow chart is made of, and names cannot end a label."""
    graph = hostile()
    first, *lines = mermaid(graph, cycles_of(graph)).splitlines()
    assert first == "flowchart LR"
    assert [line for line in lines if not MERMAID.fullmatch(line.strip())] == []
    assert any(line.startswith("  linkStyle") and "#d93025" in line for line in lines)


def test_edges_of_mermaid_join_nodes_that_are_there() -> None:
    """No edge names a node that was not declared, and each node is declared once."""
    text = mermaid(hostile(), ())
    declared = re.findall(r"^  (n\d+)[\[({>]", text, flags=re.MULTILINE)
    joined = set(re.findall(r"^  (n\d+) -", text, flags=re.MULTILINE)) | set(re.findall(r" (n\d+)$", text, flags=re.MULTILINE))
    assert len(declared) == len(set(declared))
    assert joined <= set(declared)


def test_dot_is_valid_whatever_the_names_are() -> None:
    """Each line is a statement of DOT with its texts closed."""
    graph = hostile()
    first, *lines, last = dot(graph, cycles_of(graph), 'a "title"').splitlines()
    assert (first, last) == ("digraph automation {", "}")
    assert [line for line in lines if not DOT.fullmatch(line.strip())] == []
    assert any("#d93025" in line for line in lines)
    assert any("dashed" in line and "switched off" in line for line in lines)


def test_many_rules_share_one_edge() -> None:
    """Thirty rules between an event and a score are one line with the first of them."""
    rules = "".join(f'    +{number}  on each visit where path is "{number}"\n' for number in range(1, 31))
    model, _ = check_text(f"event visit:\n    path  text\nscore heat:\n{rules}")
    assert model is not None
    graph = graph_of(model, {})
    lines = [line for line in mermaid(graph, ()).splitlines() if "-->" in line]
    assert lines == ['  n1 -->|"+1 each<br/>+2 each<br/>+3 each<br/>and 27 more"| n2']


@pytest.mark.parametrize("key", ["nodes", "edges"])
def test_document_is_plain_and_complete(key: str) -> None:
    """Programs get all nodes and edges, rules too, and every edge names nodes that are there."""
    graph = hostile()
    told = json.loads(json.dumps(document(graph, cycles_of(graph), "d" * 16)))
    assert told["version"] == 1
    assert len(told[key]) == len(graph.nodes if key == "nodes" else graph.edges)
    ids = {node["id"] for node in told["nodes"]}
    assert {end for one in told["edges"] for end in (one["from"], one["to"])} <= ids
    assert told["cycles"][0]["path"] == ["followup:subgraph end", "field:end", "event:profile.modified"]
