"""What a box reads and does, known before it runs."""

from dataclasses import field

from lsdsl.dataclass import dataclass
from lsdsl.script.paths import Path


@dataclass(frozen=True, slots=True)
class BoxUses:
    """What a box reads, writes and asks for; names in source order, each once.

    ``reads`` and ``writes`` are fields of the profile. ``collections`` maps the collections that it goes over to the fields
    of their rows
    that it names. ``tags_added`` and ``tags_removed`` hold the literal ones; ``any_tag`` says that others are computed.
    """

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    subprofile: tuple[str, ...] = ()
    collections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scores: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    tags_read: bool = False
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    any_tag: bool = False
    actions: tuple[str, ...] = ()
    now: bool = False


class Noted:
    """What the checker notes down while it walks through a box."""

    def __init__(self) -> None:
        self.paths: dict[Path, None] = {}
        self.read: dict[Path, None] = {}
        self.writes: dict[str, None] = {}
        self.rows: dict[str, dict[str, None]] = {}
        self.awards: dict[str, None] = {}
        self.tags: dict[str, dict[str, None]] = {"add_tag": {}, "remove_tag": {}}
        self.any_tag = False
        self.actions: dict[str, None] = {}

    def of(self, part: str) -> tuple[str, ...]:
        """The names of the paths of one part."""
        return tuple(path.name for path in self.paths if path.part == part)

    def uses(self) -> BoxUses:
        """The same for readers."""
        return BoxUses(
            reads=tuple(path.name for path in self.paths if path.part == "field" and path in self.read),
            writes=tuple(self.writes),
            attributes=self.of("event"),
            subprofile=self.of("subprofile"),
            collections={name: tuple(self.rows.get(name, ())) for name in self.of("collection")},
            scores=self.of("score"),
            awards=tuple(self.awards),
            tags_read="tags" in self.of("profile"),
            tags_added=tuple(self.tags["add_tag"]),
            tags_removed=tuple(self.tags["remove_tag"]),
            any_tag=self.any_tag,
            actions=tuple(self.actions),
            now=bool(self.of("now")),
        )
