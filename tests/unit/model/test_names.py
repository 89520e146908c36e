"""Names: what they mean at their place, and what is said when they mean nothing."""

import pytest

from lsdsl.diagnostics import words_of
from lsdsl.model.expressions import AttributeRead, Comparison, FieldRead, LetRead, RangeTest, ScoreRead, SelectionRead
from tests.unit.model.ruletext import codes, condition, event_rule, findings, model, told, wrong


def test_unknown_name_is_told_with_a_suggestion() -> None:
    """A misspelt field is told with the field that was meant."""
    assert wrong('contry is "NL"') == ("LS200", "contry", "did you mean `country`?")


def test_name_is_told_once() -> None:
    """The second use of an unknown name is muted."""
    assert codes('score s:\n    +1 while contry is "NL"\n    +2 while contry is "BE"\n') == ["LS200"]


def test_text_without_quotes_is_told() -> None:
    """An unknown name that is compared with a text is taken for a text without quotes."""
    assert wrong("country is nl") == ("LS200", "nl", 'a text needs quotes: `"nl"`')


def test_names_below_an_unknown_event_are_muted() -> None:
    """An unknown event is one finding, whatever is said of its attributes."""
    assert told('score s:\n    +1 on each visti where paht is "x" and event.y > 1\n')[:2] == ("LS202", "visti")


def test_names_of_an_unreadable_declaration_are_known() -> None:
    """What a declaration with a syntax error seems to declare gets no finding where it is used."""
    assert codes("event broken = 5\nscore s:\n    +1 on each broken where x > 5\n") == ["LS140"]


def test_attribute_and_field_are_ambiguous() -> None:
    """A name that is both asks for ``event.`` or ``profile.``."""
    data = "profile:\n    size  number\nevent visit:\n    size  number\n"
    text = "score s:\n    +1 on each visit where size > 1\n"
    assert told(text, data) == ("LS221", "size", "write `event.size` or `profile.size`")


def test_prefixes_settle_an_ambiguous_name() -> None:
    """``event.x`` is the attribute and ``profile.x`` the field."""
    data = "profile:\n    size  number\nevent visit:\n    size  number\n"
    resolved = model("score s:\n    +1 on each visit where event.size > profile.size\n", data)
    where = resolved.scores["s"].rules[0].where  # type: ignore[union-attr]
    assert isinstance(where, Comparison)
    assert isinstance(where.left, AttributeRead)
    assert isinstance(where.right, FieldRead)


def test_attribute_of_one_event_only() -> None:
    """With several events the finding names the event that lacks the attribute."""
    (finding,) = findings('score s:\n    +1 on each visit or click where url is "x"\n')
    assert (finding.code, words_of(finding).message) == ("LS223", "`visit` has no attribute `url`")


def test_attribute_of_two_types() -> None:
    """With several events an attribute has to have one type."""
    (finding,) = findings('score s:\n    +1 on each visit or click where kind is "x"\n')
    assert words_of(finding).message == "`kind` has the type number in `click` and text in `visit`"


def test_range_comes_first_after_is() -> None:
    """``SCORE is NAME`` is a range even when there is a ``let`` of that name."""
    resolved = model("score a:\n    range hot\n    range cold from 3\nlet cold = a is cold\n")
    value = resolved.lets["cold"].value
    assert isinstance(value, RangeTest)
    assert (value.relation, value.index) == ("is", 1)


def test_unknown_range_is_told_with_a_suggestion() -> None:
    """A range that the score does not have is told."""
    text = "score a:\n    range cold\n    range warm from 3\nlet x = a is at least wram\n"
    assert told(text) == ("LS204", "wram", "did you mean `warm`?")


def test_owned_field_reads_as_its_score() -> None:
    """A field that a score owns is the score wherever it is read."""
    resolved = model("score a:\n    field owned\nlet x = owned > 5\n")
    value = resolved.lets["x"].value
    assert isinstance(value, Comparison)
    assert isinstance(value.left, ScoreRead)
    assert resolved.fields["owned"].owner == "a"


def test_selection_is_a_condition() -> None:
    """The name of a selection stands for being in it, the name of a ``let`` for its value."""
    resolved = model("selection big:\n    where employees > 5\nlet a = big\nlet b = a\n")
    assert isinstance(resolved.lets["a"].value, SelectionRead)
    assert isinstance(resolved.lets["b"].value, LetRead)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("let country = 5\n", "LS220", "country"),
        ("let x = 1 > 2\nlet x = 2 > 1\n", "LS220", "x"),
        ("let x = 1 > 2\nscore x:\n    +1 while active\n", "LS220", "x"),
        ("let path = 5\n", "LS220", "path"),
        ("let x = 1\nevent later:\n    x  number\n", "LS220", "x"),
        ("event visit\n", "LS220", "visit"),
        ("action send_email\n", "LS222", "send_email"),
        ("profile:\n    id  text\n", "LS222", "id"),
        ("collection profile:\n    x  text\n", "LS222", "profile"),
        ("event `tag.added`\n", "LS222", "`tag.added`"),
        ('test "a":\n    expect active\ntest "a":\n    expect active\n', "LS220", '"a"'),
    ],
)
def test_names_are_declared_once(text: str, code: str, place: str) -> None:
    """Of two declarations of one name the second is told, and what is built in cannot be declared."""
    assert told(text)[:2] == (code, place)


def test_second_declaration_points_at_the_first() -> None:
    """Both places of a doubled name are shown."""
    (finding,) = findings("let x = 1 > 2\nlet x = 2 > 1\n")
    assert words_of(finding).related == ("the first one is here",)


@pytest.mark.parametrize(
    ("text", "place"),
    [("free", "free"), ("visit", "visit"), ("orders", "orders")],
)
def test_lists_and_events_are_no_values(text: str, place: str) -> None:
    """A list or an event where a value stands is told as what it is."""
    assert wrong(f'{text} is "x"')[:2] == ("LS229", place)


def test_event_prefix_without_an_event() -> None:
    """``event.x`` makes no sense in a state rule."""
    assert wrong('event.path is "x"')[:2] == ("LS224", "event.path")


@pytest.mark.parametrize(
    ("text", "code", "cycle"),
    [
        ("let a = b + 1\nlet b = c\nlet c = a\n", "LS230", "a → b → c → a"),
        ("score a = b\nscore b = a\n", "LS230", "a → b → a"),
        ("score a:\n    +1 while big\nlet big = a > 5\n", "LS230", "a → big → a"),
        ('score a:\n    +1 while g is "A"\ngrade g:\n    "A" when a > 5\n    "B" otherwise\n', "LS230", "a → g → a"),
        ("score a:\n    by a:\n        +1 from 5\n", "LS230", "a → a"),
    ],
)
def test_cycles_are_printed(text: str, code: str, cycle: str) -> None:
    """A definition that depends on itself is told once, with the way around."""
    (finding,) = findings(text)
    assert (finding.code, finding.arguments["cycle"]) == (code, cycle)


def test_event_rule_may_read_its_own_score() -> None:
    """An event rule reads the score as it is when the event happens; that is no cycle."""
    assert codes("score a:\n    +1 on each visit where a < 5\n") == []


def test_scores_are_ordered_by_what_they_read() -> None:
    """In the order of a model each score comes after those that it reads, also through a ``let``."""
    assert model("score a = x + 1\nlet x = b\nscore b:\n    +1 while active\n").order == ("b", "a")


def test_changed_and_old_on_modified_events() -> None:
    """On a modified event the fields before it can be asked for."""
    assert event_rule('+1 on each profile modified where changed(country) and old(country) is "NL"').events == (
        "profile.modified",
    )
    assert event_rule("+1 on each orders modified where old(amount) < amount").events == ("orders.modified",)
    assert told("score s:\n    +1 on each visit where changed(country)\n")[:2] == ("LS232", "changed(country)")


def test_similar_tag_is_a_warning() -> None:
    """A tested tag that is spelt like a tag that is given is a warning, which prevents no model."""
    text = 'followup f:\n    on visit\n    add tag "new-lead"\nscore s:\n    +1 while tags contains "New Lead"\n'
    assert told(text) == ("LS250", '"New Lead"', 'did you mean "new-lead"?')


@pytest.mark.parametrize("tag", ["new-lead", "tier 2", "austin"])
def test_other_tags_are_no_warning(tag: str) -> None:
    """The same tag, a tag with another number and a different word are fine."""
    given = 'followup f:\n    on visit\n    add tag "new-lead"\n    add tag "tier 1"\n'
    assert codes(f'{given}score s:\n    +1 while tags contains "{tag}"\n') == []


def test_attributes_are_seen_in_rules_on_their_event() -> None:
    """In a rule on an event its attributes need no prefix."""
    assert isinstance(condition("employees > 5"), Comparison)
    assert isinstance(event_rule("+1 on each visit where size > 5").where, Comparison)
