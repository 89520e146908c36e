"""The map as a picture: what happens stands left, what is done right, and lines go between."""

from collections.abc import Mapping
from typing import Final

from lsdsl.automation import Node
from lsdsl.automation.dot import edges_of
from lsdsl.automation.folding import joined_nodes
from lsdsl.diagnostics.visible import visible
from lsdsl.site.book import Book
from lsdsl.site.markup import Html, element

HEADINGS: Final = ("Events, fields, tags", "Scores", "Grades, selections", "Follow-ups", "Written, asked for")
COLUMNS: Final = {"event": 0, "score": 1, "grade": 2, "selection": 2, "followup": 3, "action": 4}
"""Where the kinds stand; a field or tag stands last if something writes it, else first."""
GROUPS: Final = ("event", "field", "tag", "action")
"""Within a column these stay together, in this order."""
WIDTH: Final = 148
HEIGHT: Final = 28
APART: Final = 12
BETWEEN: Final = 60
TOP: Final = 30
LONGEST: Final = 19
SWEEPS: Final = 4


def picture(book: Book) -> Html:
    """The map as SVG; its nodes link to their pages."""
    nodes = joined_nodes(book.graph, list(book.edges))
    written = {edge.target for edge in book.edges if edge.source.kind in ("score", "followup")}
    columns: list[list[Node]] = [[] for _ in HEADINGS]
    for node in book.graph.nodes:
        if node in nodes:
            columns[COLUMNS.get(node.kind, 4 if node in written else 0)].append(node)
    headings = [heading for heading, column in zip(HEADINGS, columns, strict=True) if column]
    columns = _ordered([column for column in columns if column], book)
    if not columns:
        return Html("")
    tallest = max(len(column) for column in columns) * (HEIGHT + APART)
    places: dict[Node, tuple[float, float]] = {}
    for number, column in enumerate(columns):
        begin = TOP + (tallest - len(column) * (HEIGHT + APART)) / 2
        for row, node in enumerate(column):
            places[node] = number * (WIDTH + BETWEEN), begin + row * (HEIGHT + APART)
    width, height = len(columns) * (WIDTH + BETWEEN) - BETWEEN, TOP + tallest
    titles = [
        element("text", heading, x=number * (WIDTH + BETWEEN) + WIDTH / 2, y=14, text_anchor="middle", class_="heading")
        for number, heading in enumerate(headings)
    ]
    return element(
        "svg",
        *titles,
        *_lines(book, places),
        *(_node(node, places[node], book) for column in columns for node in column),
        viewBox=f"-4 -4 {width + 8} {height + 8:.0f}",
        width=width + 8,
        height=f"{height + 8:.0f}",
        class_="map",
        role="group",
        aria_label="Map of what starts, reads and writes what",
    )


def _ordered(columns: list[list[Node]], book: Book) -> list[list[Node]]:
    """Each column in an order in which lines cross little: nodes go where their neighbours are."""
    beside: dict[Node, list[Node]] = {}
    for edge in book.edges:
        beside.setdefault(edge.source, []).append(edge.target)
        beside.setdefault(edge.target, []).append(edge.source)
    for _ in range(SWEEPS):
        height = {node: place / max(1, len(column) - 1) for column in columns for place, node in enumerate(column)}
        for number, column in enumerate(columns):
            middle = {
                node: sum(near) / len(near) if (near := [height[one] for one in beside.get(node, ()) if one in height]) else 0.5
                for node in column
            }
            columns[number] = sorted(column, key=lambda node: (_group(node), middle[node], column.index(node)))
            height.update({node: place / max(1, len(column) - 1) for place, node in enumerate(columns[number])})
    return columns


def _group(node: Node) -> int:
    return GROUPS.index(node.kind) if node.kind in GROUPS else 0


def _lines(book: Book, places: Mapping[Node, tuple[float, float]]) -> list[Html]:
    circles = edges_of(book.cycles)
    found = []
    for edge in book.edges:
        if edge.source not in places or edge.target not in places:
            continue
        (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
        y1, y2 = y1 + HEIGHT / 2, y2 + HEIGHT / 2
        if x1 < x2:
            begin, end, bend = x1 + WIDTH, x2, max(24.0, (x2 - x1 - WIDTH) * 0.5)
            path = f"M{begin:.1f} {y1:.1f} C{begin + bend:.1f} {y1:.1f} {end - bend:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
        elif x1 == x2:
            side = x1 + WIDTH
            path = f"M{side:.1f} {y1:.1f} C{side + 40:.1f} {y1:.1f} {side + 40:.1f} {y2:.1f} {side:.1f} {y2:.1f}"
        else:
            end, bend = x2 + WIDTH, max(24.0, (x1 - x2 - WIDTH) * 0.5)
            path = f"M{x1:.1f} {y1:.1f} C{x1 - bend:.1f} {y1:.1f} {end + bend:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
        looks = ["edge"]
        if (edge.source, edge.target) in circles:
            looks.append("circle")
        elif not edge.enabled:
            looks.append("off")
        elif not edge.starts:
            looks.append("reads")
        if x1 >= x2:
            looks.append("back")
        told = f"{edge.source.shown} \u2192 {edge.target.shown}" + "".join(f"\n{line}" for line in edge.short)
        title = element("title", visible_lines(told))
        found.append(element("path", title, d=path, class_=" ".join(looks), data_from=str(edge.source), data_to=str(edge.target)))
    return found


def visible_lines(text: str) -> str:
    """A text with its line ends and nothing else that cannot be seen."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _node(node: Node, place: tuple[float, float], book: Book) -> Html:
    x, y = place
    fact = book.graph.nodes[node]
    name = visible(fact.title if node.kind == "score" and fact.title else node.shown)
    shown = name if len(name) <= LONGEST else name[: LONGEST - 1] + "\u2026"
    drawn = element(
        "g",
        element("title", "\n".join([f"{node.kind} {name}", *fact.notes, *([] if fact.enabled else ["switched off"])])),
        element("rect", x=x, y=f"{y:.1f}", width=WIDTH, height=HEIGHT, rx=14 if node.kind == "event" else 6),
        element("text", shown, x=x + WIDTH / 2, y=f"{y + HEIGHT / 2 + 4.5:.1f}", text_anchor="middle"),
        class_=f"node {node.kind}{'' if fact.enabled else ' off'}",
        data_node=str(node),
    )
    href = book.places.of_node(node)
    return element("a", drawn, href=href) if href else drawn
