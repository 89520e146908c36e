"""A site as tests read it: parsed with the parser of the standard library, which closes what has to be closed."""

from html.parser import HTMLParser
from typing import Final

from lsdsl.model import check_text
from lsdsl.script import check_boxes
from lsdsl.site import site

VOID: Final = frozenset(("meta", "link", "input", "br", "wbr"))


class Page(HTMLParser):
    """The elements of a page, its text, and whether they nest soundly."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.sound = True
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that holds nothing."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which has to be the last that was opened."""
        self.sound = self.sound and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += data

    def values(self, attribute: str) -> list[str]:
        """What an attribute is, wherever it stands."""
        return [str(attributes[attribute]) for _, attributes in self.elements if attribute in attributes]

    def having(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a name."""
        return [attributes for tag, attributes in self.elements if tag == name]


def files_of(rules: str, title: str = "Leads") -> dict[str, str]:
    """The files of the site of a sound ruleset."""
    model, found = check_text(rules)
    assert model is not None, [(one.code, dict(one.arguments)) for one in found]
    boxes, wrong = check_boxes(model)
    assert wrong == []
    return site(model, boxes, title)


def pages_of(rules: str, title: str = "Leads") -> dict[str, Page]:
    """The pages of a site."""
    return {name: Page(text) for name, text in files_of(rules, title).items() if name.endswith(".html")}
