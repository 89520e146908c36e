"""Parts that several pages share: tables, lists of facts, badges, headings with anchors."""

from collections.abc import Sequence

from lsdsl.site.markup import Child, Html, element, joined


def table(
    headings: Sequence[str], rows: Sequence[Sequence[Child]], *, looks: str = "", anchors: Sequence[str | None] = ()
) -> Html:
    """A table that becomes a list of cards where the screen is narrow."""
    head = element("tr", *(element("th", heading, scope="col") for heading in headings))
    body = []
    for number, row in enumerate(rows):
        cells = [
            element(
                "td",
                element("div", cell),
                data_label=heading,
                class_=f"c{place}" if cell not in (None, "") else f"c{place} empty",
            )
            for place, (heading, cell) in enumerate(zip(headings, row, strict=True))
        ]
        body.append(element("tr", *cells, id=anchors[number] if number < len(anchors) else None))
    return element(
        "div", element("table", element("thead", head), element("tbody", *body), class_=looks or None), class_="scroll"
    )


def facts(pairs: Sequence[tuple[str, Child]]) -> Html:
    """Short facts with their names; those that are None are left out."""
    kept = [element("div", element("dt", name), element("dd", value)) for name, value in pairs if value is not None]
    return element("dl", *kept, class_="facts") if kept else Html("")


def badge(text: str, looks: str = "") -> Html:
    """A word in a frame."""
    return element("span", text, class_=f"badge {looks}".strip())


def points(text: str) -> Html:
    """Points, green or red."""
    short = text if len(text) <= 7 else text[:1].replace("+", "+ n").replace("-", "- n")
    looks = "minus" if text.startswith("-") else "plus"
    return element("span", short, class_=f"points {looks}", title=text if short != text else None)


def section(title: Child, anchor: str, *children: Child) -> Html:
    """A section under a heading that can be linked to."""
    link = element("a", "#", href=f"#{anchor}", class_="anchor", aria_label="Link to this section")
    return element("section", element("h2", title, link), *children, id=anchor)


def cards(children: Sequence[Html]) -> Html:
    """Cards beside each other, as many as fit."""
    return element("div", *children, class_="cards")


def counted(number: int, word: str, many: str | None = None) -> str:
    """``1 rule``, ``3 rules``, ``2 follow-ups``."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"


def bullets(children: Sequence[Child]) -> Html:
    """A plain list."""
    return element("ul", *(element("li", joined(child)) for child in children))
