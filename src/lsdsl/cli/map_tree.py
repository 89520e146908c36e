"""The map of a ruleset's automation as a tree of lines for the terminal."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from lsdsl.automation import Cycle, Edge, Graph, Node
from lsdsl.automation.cycles import MARK
from lsdsl.diagnostics.visible import visible
from lsdsl.model.titles import shortened

ARROW: Final = "\N{RIGHTWARDS ARROW}"
STYLES: Final = {
    "event": "cyan",
    "field": "yellow",
    "tag": "yellow",
    "rule": "default",
    "score": "bold green",
    "grade": "green",
    "selection": "green",
    "followup": "bold magenta",
    "action": "bold red",
}
WORDS: Final = {"followup": "follow-up"}
READING: Final = {
    "its condition reads": ("where",),
    "is dropped by": ("cancel when",),
    "its steps read": ("if", "set", "award", "argument", "script"),
}
"""What a follow-up reads without being started by it, and why."""


def show_map(screen: Console, graph: Graph, cycles: Sequence[Cycle]) -> None:
    """Everything: by event what it starts, then the scores, what reads them, the follow-ups, and the circles."""
    page = _Page(graph, cycles)
    for tree in page.trees():
        screen.print(tree)
        screen.print()
    screen.print(page.circles() if cycles else Text("No circles: nothing starts itself.", style="dim"))


def show_around(screen: Console, graph: Graph, centres: Sequence[Node], cycles: Sequence[Cycle], depth: int) -> None:
    """What leads to some nodes and what follows from them, step by step."""
    page = _Page(graph, cycles)
    for number, centre in enumerate(centres):
        if number:
            screen.print()
        screen.print(page.around(centre, depth))
    if cycles:
        screen.print()
        screen.print(page.circles())


class _Page:
    """Makes the trees of one graph."""

    def __init__(self, graph: Graph, cycles: Sequence[Cycle]) -> None:
        self.graph, self.cycles = graph, cycles
        self.circling = {node for cycle in cycles for node in cycle.path if node.kind == "followup"}

    # --- everything -------------------------------------------------------------------------------------------------------

    def trees(self) -> Iterable[Tree]:
        """A tree for each part that is not empty."""
        parts = (
            ("Events, and what they start", "event", self._event),
            ("Scores", "score", self._score),
            ("Grades and selections", "grade", self._reader),
            ("Follow-ups", "followup", self._followup),
            ("Actions", "action", self._action),
        )
        for title, kind, add in parts:
            kinds = ("grade", "selection") if kind == "grade" else (kind,)
            nodes = [node for node in self.graph.nodes if node.kind in kinds]
            if nodes:
                tree = Tree(Text(title, style="bold underline"), guide_style="dim")
                for node in nodes:
                    add(tree, node)
                yield tree

    def _event(self, tree: Tree, event: Node) -> None:
        started = [edge for edge in self.graph.after[event] if edge.starts]
        branch = tree.add(self._name(event, "" if started else "starts nothing"))
        for score, edges in self._by_score(started).items():
            below = branch.add(Text.assemble(ARROW + " score ", (visible(score.name), STYLES["score"])))
            for edge in edges:
                below.add(self._rule(edge))
        for edge in started:
            if edge.target.kind != "rule":
                branch.add(self._onward(edge))

    def _by_score(self, edges: Iterable[Edge]) -> dict[Node, list[Edge]]:
        found: dict[Node, list[Edge]] = {}
        for edge in edges:
            for onward in self.graph.after[edge.target] if edge.target.kind == "rule" else ():
                found.setdefault(onward.target, []).append(edge)
        return found

    def _rule(self, edge: Edge) -> Text:
        """A rule behind an edge that leads to it: points, occurrence unless it stands in the title, title, limits."""
        (onward,) = self.graph.after[edge.target]
        fact = self.graph.nodes[edge.target]
        text = Text(f"{visible(onward.why):<4} ", "bold")
        if not fact.title.removeprefix("for ").startswith(f"{edge.why.partition(' ')[0]} "):
            text.append(edge.why, "italic").append("  ")
        text = Text.assemble(text, visible(fact.title))
        if onward.notes:
            text.append(f"  ({', '.join(onward.notes)})", style="blue")
        return self._dimmed(text, enabled=edge.enabled)

    def _score(self, tree: Tree, score: Node) -> None:
        branch = tree.add(self._name(score))
        rules = [edge.source for edge in self.graph.before[score] if edge.source.kind == "rule"]
        events = [rule for rule in rules if any(edge.relation == "starts" for edge in self.graph.before[rule])]
        computed = [edge for edge in self.graph.before[score] if edge.relation == "adds to" and edge.source.kind != "rule"]
        if computed:
            branch.add(Text.assemble(("= ", "dim"), visible(computed[0].why)))
        if events:
            branch.add(Text(f"{_counted(len(events), 'rule')} on events, listed there", style="dim"))
        for rule in rules:
            if rule not in events:
                branch.add(self._state(rule))
        for edge in self.graph.before[score]:
            if edge.relation == "writes":
                told = Text.assemble("\N{LEFTWARDS ARROW} ", self._short(edge.source), f"  {visible(edge.why)}")
                branch.add(self._dimmed(told, enabled=edge.enabled))
        self._followed(branch, score)

    def _state(self, rule: Node) -> Text:
        """A rule that holds while a condition does, with what it reads."""
        (onward,) = self.graph.after[rule]
        read = [visible(edge.source.shown) for edge in self.graph.before[rule]]
        text = Text.assemble((f"{visible(onward.why):<4} ", "bold"), visible(self.graph.nodes[rule].title))
        if read:
            text.append(f"  reads {', '.join(read)}", style="dim")
        return self._dimmed(text, enabled=onward.enabled)

    def _reader(self, tree: Tree, node: Node) -> None:
        read = ", ".join(dict.fromkeys(visible(edge.source.shown) for edge in self.graph.before[node]))
        branch = tree.add(self._name(node, f"reads {read}" if read else "", kind=True))
        self._followed(branch, node)

    def _followup(self, tree: Tree, node: Node) -> None:
        branch = tree.add(self._name(node))
        if node in self.circling:
            branch.add(Text(f"{MARK} may start itself: {self._circle_of(node)}", style="red"))
        before = self.graph.before[node]
        for why in dict.fromkeys(edge.why for edge in before if edge.starts):
            sources = [visible(edge.source.shown) for edge in before if edge.why == why]
            branch.add(Text(f"on {' or '.join(sources)}" if why == "on" else visible(why)))
        for word, whys in READING.items():
            read = dict.fromkeys(visible(edge.source.shown) for edge in before if not edge.starts and edge.why in whys)
            if read:
                branch.add(Text(f"{word} {', '.join(read)}", style="dim"))
        for edge in self.graph.after[node]:
            branch.add(self._onward(edge, and_then=True))

    def _action(self, tree: Tree, node: Node) -> None:
        asked = list(dict.fromkeys(edge.source.shown for edge in self.graph.before[node]))
        tree.add(self._name(node, f"asked for by {', '.join(map(visible, asked))}" if asked else "asked for by nothing"))

    def _followed(self, branch: Tree, node: Node) -> None:
        """What a score, grade or selection bears on."""
        for edge in self.graph.after[node]:
            if edge.target.kind != "rule":
                branch.add(self._onward(edge))

    def _onward(self, edge: Edge, *, and_then: bool = False) -> Text:
        """An arrow to what an edge leads to, why, and with which notes."""
        text = Text.assemble(ARROW + " ", self._short(edge.target), style="" if edge.starts else "dim")
        if edge.why not in ("on", "its value", "a change"):
            text.append(f"  {visible(edge.why)}")
        if edge.notes:
            text.append(f"  ({', '.join(edge.notes)})", style="blue")
        if edge.source in self.circling and self._next_in_circle(edge):
            text.append(f"  {MARK}", style="red")
        if and_then and edge.relation == "writes" and edge.enabled:
            then = [
                one.target
                for one in self.graph.after[edge.target]
                if one.starts and one.enabled and one.target.kind in ("event", "followup")
            ]
            if then:
                text.append(f"  starts {', '.join(visible(one.shown) for one in dict.fromkeys(then))}", style="dim")
        return self._dimmed(text, enabled=edge.enabled)

    def _next_in_circle(self, edge: Edge) -> bool:
        pairs = (
            (one, two) for cycle in self.cycles for one, two in zip(cycle.path, (*cycle.path[1:], cycle.path[0]), strict=True)
        )
        return (edge.source, edge.target) in pairs

    def _circle_of(self, node: Node) -> str:
        return next(visible(cycle.text) for cycle in self.cycles if node in cycle.path)

    # --- one node ---------------------------------------------------------------------------------------------------------

    def around(self, centre: Node, depth: int) -> Tree:
        """What leads to a node and what follows from it."""
        tree = Tree(self._name(centre, kind=True), guide_style="dim")
        for title, forward in (("comes from", False), ("leads to", True)):
            if self._edges(centre, forward=forward):
                self._walk(tree.add(Text(title, style="bold")), centre, depth, {centre}, forward=forward)
        if not self.graph.edges:
            tree.add(Text("nothing leads here, and nothing follows from it", style="dim"))
        return tree

    def _edges(self, node: Node, *, forward: bool) -> list[Edge]:
        return self.graph.after[node] if forward else self.graph.before[node]

    def _walk(self, branch: Tree, node: Node, depth: int, seen: set[Node], *, forward: bool) -> None:
        groups: dict[Node, list[Text]] = {}
        for edge in self._edges(node, forward=forward):
            other = edge.target if forward else edge.source
            if other.kind != "rule":
                groups.setdefault(other, []).append(self._reason(edge))
            for onward in self._edges(other, forward=forward) if other.kind == "rule" else ():
                into = edge if forward else onward
                groups.setdefault(onward.target if forward else onward.source, []).append(self._rule(into))
        for other, reasons in groups.items():
            label = Text.assemble(f"{ARROW if forward else chr(0x2190)} ", self._short(other))
            plain = [one for one in reasons if one.plain]
            if len(plain) == 1:
                label.append("  ").append_text(plain[0])
            repeated = other in seen
            if repeated:
                label.append(f"  {MARK}" if other.kind == "followup" and other in self.circling else "  (see above)", style="dim")
            below = branch.add(label)
            for reason in plain if len(plain) > 1 else ():
                below.add(reason)
            if depth > 1 and not repeated:
                self._walk(below, other, depth - 1, seen | {other}, forward=forward)

    def _reason(self, edge: Edge) -> Text:
        why = "" if edge.why in ("on", "its value", "a change") else visible(edge.why)
        text = Text(why)
        if edge.notes:
            text.append(f"{'  ' if why else ''}({', '.join(edge.notes)})", style="blue")
        return self._dimmed(text, enabled=edge.enabled)

    # --- parts ------------------------------------------------------------------------------------------------------------

    def circles(self) -> Tree:
        """The circles, with what may hold them back."""
        tree = Tree(Text("Circles", style="bold underline red"), guide_style="dim")
        for cycle in self.cycles:
            if cycle.proven:
                told = "goes round: a profile was found that does it (see LS510)"
            else:
                told = "may start itself" + (f"; held back by {', '.join(cycle.ends)}" if cycle.ends else "")
            tree.add(
                Text.assemble((f"{MARK} {visible(cycle.text)}", "red"), (f"  {told}", "bold red" if cycle.proven else "dim"))
            )
        return tree

    def _name(self, node: Node, more: str = "", *, kind: bool = False) -> Text:
        fact = self.graph.nodes[node]
        before = f"{WORDS.get(node.kind, node.kind)} " if kind else ""
        text = Text.assemble(before, (visible(node.shown), STYLES[node.kind]))
        if not fact.enabled:
            text.append("  switched off")
        if fact.notes:
            text.append(f"  {', '.join(fact.notes)}", style="blue")
        said = fact.description.strip().splitlines()[:1]
        if said and node.kind != "rule":
            text.append(f"  {shortened(visible(said[0]))}", style="dim")
        if more:
            text.append(f"  {more}", style="dim")
        return self._dimmed(text, enabled=fact.enabled)

    def _short(self, node: Node) -> Text:
        return Text.assemble(f"{WORDS.get(node.kind, node.kind)} ", (visible(node.shown), STYLES[node.kind]))

    def _dimmed(self, text: Text, enabled: bool) -> Text:
        if not enabled:
            text.stylize("dim")
        return text


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
