"""The site of a ruleset: what its pages tell, that they hold together, and that nothing in a ruleset can break out."""

import json
import re
from typing import Final

import pytest

from lsdsl.site.flow_boxes import wrapped
from lsdsl.site.markup import element
from tests.unit.site.pages import Page, files_of, pages_of

RULES: Final = """
## A lead.
profile:
    email      text
    country    text  from "Country"
    employees  number
    total      number = 0
    asked      boolean = false

## A page of ours.
event page_visit:
    path  text
event link_click:
    url  text
event unsubscribe
list home = ("NL", "BE")
## Large companies.
let large = employees >= 500

## What they do.
score heat:
    title "Heat"
    minimum 0
    maximum 100
    ideal 80
    range cold
    range warm  from 30  orange
    range hot   from 70  "#cc0000"
    ## Looks at prices
    ## The surest sign.
    +20  on each page_visit where path starts with "/pricing", at most 3 times per 7 days
    group mail maximum 10:
        +5  on first link_click per url, expires after 30 days
    -5  for every 30 days without page_visit
    +3  while large
    by employees:
        +1  from 10
        +4  from 100

score whole = heat * 2:
    field total

score off_now:
    enabled false
    +1  on each unsubscribe

grade letter:
    "A"  when heat is hot
    "B"  otherwise

## Who is hot.
selection best:
    where heat is hot
    order by whole descending

## Invite them.
followup invite:
    when heat is hot
    where country in home
    again when heat < 20
    limit once
    cancel when asked
    wait 2 days
    if large:
        do send_email "big", to: email
    else if employees > 10:
        stop
    else:
        script:
            profile.fields.asked = True
    set asked to true

followup round:
    on profile modified
    set asked to not asked
"""
HOSTILE: Final = """
## A lead <script>alert("a")</script> & `<b>x</b>` "<i>".
profile:
    `f"><script>alert(1)</script>`  text
    email   text
    flag    boolean = false
## <img src=x onerror=alert(1)>
event `e</script><script>alert(2)</script>`
list bad = ("</title><img src=x onerror=alert(3)>", "' onmouseover='alert(4)")
## <svg onload=alert(5)>
score `s/../../x`:
    title "</h1><script>alert(6)</script>"
    range `r" onload="alert(7)`
    range `</span><b>`  from 10  red
    ## <b>bold</b>
    +5  on each `e</script><script>alert(2)</script>` where `f"><script>alert(1)</script>` in bad
score `s-..-..-x`:
    +5  while flag
grade g:
    "<u>A</u>"  when flag
    "B"  otherwise
followup `u</text><script>alert(8)</script>`:
    on profile modified
    where `f"><script>alert(1)</script>` is "</text><script>alert(9)</script>"
    do notify "</text><script>alert(10)</script>", to: email
    script:
        profile.fields.email = "</code></pre><script>alert(11)</script>"
"""


def test_one_page_for_each_score_and_followup() -> None:
    """The site has the pages that are promised, a style sheet, a script and the index of the search."""
    assert sorted(files_of(RULES)) == [
        "followup-invite.html",
        "followup-round.html",
        "grades.html",
        "index.html",
        "reference.html",
        "score-heat.html",
        "score-off_now.html",
        "score-whole.html",
        "search.js",
        "selections.html",
        "site.css",
        "site.js",
    ]


@pytest.mark.parametrize("rules", [RULES, HOSTILE, "event visit\n", ""], ids=["full", "hostile", "event", "empty"])
def test_pages_are_sound_and_links_lead_somewhere(rules: str) -> None:
    """Elements nest, ids are there once, every link leads to a page or an anchor of the site, nothing comes from afar."""
    pages = pages_of(rules)
    files = files_of(rules)
    for here, page in pages.items():
        assert page.sound, here
        assert page.open == [], here
        ids = page.values("id")
        assert len(ids) == len(set(ids)), here
        for target in page.values("href") + page.values("src"):
            name, _, anchor = target.partition("#")
            assert (name or here) in files, target
            assert not anchor or anchor in pages[name or here].values("id"), target


def test_rules_are_told_as_sentences() -> None:
    """The page of a score tells its rules in words, with their descriptions, limits, expiry and places."""
    text = pages_of(RULES)["score-heat.html"].text
    assert "If the lead visits a page whose path starts with “/pricing”: +20, at most 3 times in 7 days" in text
    assert "Looks at prices" in text
    assert "The surest sign." in text
    assert "The first time the lead clicks a link, for each URL: +5, expires after 30 days" in text
    assert "All of these together count at most 10 points." in text
    assert "As long as the number of employees is at least 10 and less than 100: +1" in text
    assert "For every 30 days without page_visit: -5" in text
    assert re.search(r"In the rules[^:]+:\d+", text)


def test_points_have_the_sign_of_the_rules() -> None:
    """Points taken away can be copied from a page into a rule."""
    pages = pages_of(RULES)
    assert "-5" in pages["score-heat.html"].text
    assert not [name for name, page in pages.items() if "\N{MINUS SIGN}" in page.text]


def test_scores_tell_what_can_be_reached() -> None:
    """Attainable values, the ideal with its flames, the field and the readers are told; what is out of reach is said."""
    pages = pages_of(RULES)
    heat = pages["score-heat.html"].text
    assert "Can befrom 0 to 100" in heat
    assert "80 (five flames; one for every 16 points)" in heat
    assert "follow-up invite" in heat
    assert "whole = Heat * 2" in pages["score-whole.html"].text
    assert "switched off" in pages["score-off_now.html"].text
    far = pages_of("event a\nscore s:\n    range low\n    range high from 50\n    +1  on first a\n")["score-s.html"]
    assert "highout of reach" in far.text


def test_ranges_have_their_colours() -> None:
    """Each range is a part of the bar in its colour."""
    styles = pages_of(RULES)["score-heat.html"].values("style")
    assert "background:orange" in styles
    assert "background:#cc0000" in styles


def test_followups_are_drawn_and_told() -> None:
    """A follow-up is a picture in two widths and a list of steps; what may start itself is marked."""
    page = pages_of(RULES)["followup-invite.html"]
    drawn = [one for one in page.having("svg") if str(one.get("class")).startswith("flow")]
    assert [one["class"] for one in drawn] == ["flow wide", "flow narrow"]
    for told in ("As soon as Heat is hot", "Wait 2 days", "At most once for a lead", "Otherwise", "Stop", "Run a script box"):
        assert told in page.text
    assert "profile.fields.asked = True" in page.text
    assert "starts itself, round and round" in pages_of(RULES)["followup-round.html"].text


def test_boxes_of_a_picture_do_not_overlap() -> None:
    """In both layouts every box has its own place, also beside a branch that stops."""
    page = files_of(RULES)["followup-invite.html"]
    for picture in re.findall(r'<svg [^>]*class="flow [a-z]+">.*?</svg>', page, flags=re.DOTALL):
        found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="(\d+)" height="(\d+)"', picture)
        boxes = [tuple(map(float, one)) for one in found]
        assert len(boxes) > 8
        for number, (x, y, width, height) in enumerate(boxes):
            for x2, y2, width2, height2 in boxes[number + 1 :]:
                assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y


def test_reference_says_who_reads_and_writes() -> None:
    """The reference names readers and writers of fields, starts of events, values of lists and meanings of names."""
    text = pages_of(RULES)["reference.html"].text
    assert "In the data: Country." in text
    assert "True if the number of employees is at least 500." in text
    assert "NLBE" in text
    assert "score whole" in text


def test_grades_and_selections_are_told() -> None:
    """A grade is a decision table; a selection has its condition and order."""
    pages = pages_of(RULES)
    assert "If Heat is hot" in pages["grades.html"].text
    assert "In all other cases" in pages["grades.html"].text
    assert "All for whom it holds that Heat is hot" in pages["selections.html"].text
    assert "highest first" in pages["selections.html"].text


def test_search_finds_everything() -> None:
    """The index holds scores, rules, follow-ups and the reference, each with the page that it is on."""
    script = files_of(RULES)["search.js"]
    entries = json.loads(script.removeprefix("window.lsdslIndex=").removesuffix(";\n"))
    assert {one["k"] for one in entries} == {
        *("score", "rule", "grade", "selection", "follow-up", "field", "event", "list", "condition", "action"),
    }
    pages = pages_of(RULES)
    for one in entries:
        name, _, anchor = one["h"].partition("#")
        assert not anchor or anchor in pages[name].values("id")


def test_nothing_in_a_ruleset_breaks_out() -> None:
    """Whatever names, titles, descriptions, texts and boxes hold comes out as text: no element or handler of theirs exists."""
    files = files_of(HOSTILE, title="</title><script>alert(0)</script>")
    for name, text in files.items():
        if not name.endswith(".html"):
            continue
        page = Page(text)
        assert {str(one.get("src")) for one in page.having("script")} == {"site.js", "search.js"}
        assert page.having("img") == page.having("b") == page.having("u") == page.having("i") == []
        assert [key for _, attributes in page.elements for key in attributes if key.startswith("on")] == []
    assert "<" not in files["search.js"]
    assert all(re.fullmatch(r"[a-z0-9_.-]+", name) for name in files)
    assert len([name for name in files if name.startswith("score-")]) == 2


def test_same_ruleset_gives_the_same_files() -> None:
    """No time and no chance is in the pages; the digest of the ruleset is."""
    assert files_of(RULES) == files_of(RULES)
    assert "Ruleset " in pages_of(RULES)["index.html"].text


def test_markup_escapes_what_is_not_markup() -> None:
    """Text and attributes are escaped, markup is not escaped again."""
    inner = element("b", "a < b")
    assert element("p", inner, '"&', title='"><x') == '<p title="&quot;&gt;&lt;x"><b>a &lt; b</b>&quot;&amp;</p>'


def test_long_words_are_broken() -> None:
    """Text in a picture has no line that is longer than its box."""
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("a" * 20, 8) == ["a" * 8, "a" * 8, "a" * 4]
    assert wrapped("", 8) == [""]
