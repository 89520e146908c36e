"""The verifier alone, and against a policy that somebody has broken."""

# ruff: noqa: N802 # visitors are found by the names of classes

import ast
from typing import Any

import pytest

from lsdsl.model.declarations import Field
from lsdsl.model.types import NUMBER, TEXT
from lsdsl.script.compiling import compile_box
from lsdsl.script.paths import row_names
from lsdsl.script.policy import BoxPolicy
from lsdsl.script.rewrite import UnexpectedShapeError
from lsdsl.script.surroundings import Surroundings
from lsdsl.script.verify import UnverifiedError, Verifier, verify_code
from lsdsl.source import Span

HEAD = "def _box(_f, _r, _n, _x):\n"
NOWHERE = Span("x", 0, 0)


def verifier() -> Verifier:
    """A verifier for a ruleset with two fields and a collection."""
    return Verifier(
        numbers={("_f", "n"), ("_r", "score.s"), ("rows.orders", "amount")},
        scalars={("_f", "n"), ("_f", "t"), ("_r", "score.s"), ("rows.orders", "amount")},
        readable={("_f", "n"), ("_f", "t"), ("_r", "score.s"), ("_r", "collection.orders"), ("_r", "profile.tags")},
        writable={"n": "number", "t": "text"},
    )


def verify(body: str) -> None:
    """Verify a function with a body."""
    text = HEAD + "".join(f"    {line}\n" for line in body.split("\n"))
    module = ast.parse(text)
    comprehensions = verifier().tree(module)
    (code,) = [compile(module, "<box>", "exec")]
    verify_code(code, comprehensions)


GOOD = """\
_f["n"] = _f["n"] + 1
_f["n"] = 5
_f["t"] = _put_("text", "`t`", _f["t"], None)
v1 = _mul_(_n, _f["n"], 2)
v1 = (1, "a", None)
v1 = _items_(_n, (v1, _f["t"]))\nv1 = _len_(v1)
_award_(_x, _n, 0, "s", 5)
_do_(_x, _n, 0, "a", ("x", "text", ()), (_f["t"],))
v1 = _m_lower_(_n, _f["t"])
v1 = _get_(_n, {"a": 1}, _f["t"], 0)
v1 = _items_(_n, [v2["amount"] + 1 for v2 in _each_(_n, _r["collection.orders"], 3)])
v1 = _f["n"] in (1, 2)
v1 = _f["t"] is not None
return
"""


@pytest.mark.parametrize("body", GOOD.splitlines())
def test_what_is_made_by_the_rewrite(body: str) -> None:
    """Each of the shapes of a compiled box is known."""
    verify(("v1 = 1\n" if body.startswith("v1 = _items_(_n, (v1") else "") + body)


BAD = r"""
v1 = _f["n"].real
v1 = _f
v1 = _r
v1 = _n
_n = 1
_f = 1
v1 = _len_
v1 = v2
x = 1
v0 = 1
v1 = print
v1 = print("a")
v1 = _exec_("a")
v1 = _len_(*(1, 2))
v1 = _len_(x=1)
v1 = _mul_(1, 2)
v1 = _mul_(_f, 1, 2)
v1 = _mul_
v1 = _f["secret"]
v1 = _f[0]
v1 = _f["n"]["a"]
v1 = _r["collection.orders"]
v1 = _r["secret"]
_f["secret"] = 1
_f["n"] = "text"[0]
_f["n"] = "text"
_f["t"] = 5
_f["n"] = _put_("text", "n", 5, None)
_f["n"] = _put_(_f["t"], "n", 5, None)
_f["t"] = _f["n"] + 1
_f["n"] = _f["t"]
_r["score.s"] = 1
v1 = 1\nv1[0] = 2
v1 = 1\nv1["a"] = 2
v1 = v2 = 1
v1, v2 = 1, 2
v1 = 1\nv1 += 1
v1 = _f["t"] + _f["t"]
v1 = _f["t"] * 5
v1 = 2 ** 5
v1 = 2 % 5
v1 = 2 << 5
v1 = 1 | 2
v1 = ~1
v1 = [1]
v1 = {1}
v1 = {"a": 1}
v1 = (1, _f["t"])
v1 = _items_(_n, [v2 for v2 in _f["t"]])
v1 = _items_(_n, [v2 for v2 in _each_(_n, _f["t"], 1) for v3 in _each_(_n, _f["t"], 1)])
v1 = _items_(_n, [v2 for v2 in _each_(_n, _r["collection.orders"], 1)])
v1 = [v2 for v2 in _each_(_n, _f["t"], 1)]
v1 = lambda: 1
v1 = (v2 := 1)
v1 = f"{_f}"
v1 = "a" f"{1}"
v1 = _f["t"] in _f["t"]
v1 = _r["profile.tags"] == _r["profile.tags"]
v1 = 1 is 1
v1 = b"a"
v1 = 1j
v1 = ...
v1 = (1, b"a")
for v1 in _f["t"]: pass
for v1 in _each_(_n, _f["t"], 0): pass
for v1 in _each_(_n, _f["t"], -1): pass
for v1 in _each_(_n, _f["t"]): pass
for _f["n"] in _each_(_n, _f["t"], 1): pass
for v1 in _each_(_n, _r["collection.orders"], 1): v2 = v1
for v1 in _each_(_n, _r["collection.orders"], 1): v1 = 2
for v1 in _each_(_n, _r["collection.orders"], 1): v2 = v1["shop"] + v1["shop"]
for v1 in _each_(_n, _f["t"], 1): pass\nelse: pass
while 1: pass
def v1(): pass
class v1: pass
import os
from os import path
global v1
del _f["n"]
assert 1
raise 1
return 1
try: pass\nexcept: pass
with _f: pass
break
_award_(_f, _n, 0, "s", 5)
_award_(_x, _x, 0, "s", 5)
_len_(1)
v1 = _award_(_x, _n, 0, "s", 5)
1
yield
"""


@pytest.mark.parametrize("body", [line.replace("\\n", "\n") for line in BAD.strip().splitlines()])
def test_what_no_rewrite_makes(body: str) -> None:
    """Anything else is stopped, whatever the stages before have thought of it."""
    with pytest.raises(UnverifiedError):
        verify(body)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        HEAD + "    pass\nx = 1",
        "def other(_f, _r, _n, _x): pass",
        "def _box(_f, _r, _n, _x, y=print): pass",
        "def _box(_f, _r, _n, *_x): pass",
        "def _box(_f, _r, _n, _x: print): pass",
        "def _box(_f, _r, _n, _x) -> print: pass",
        "@print\ndef _box(_f, _r, _n, _x): pass",
        "async def _box(_f, _r, _n, _x): pass",
        "def _box(_f, _r, _n, _x, /): pass",
        "",
    ],
)
def test_what_is_not_one_plain_function(text: str) -> None:
    """A module that does more than to make one function is stopped."""
    with pytest.raises(UnverifiedError):
        verifier().tree(ast.parse(text))


CODES = r"""
return _f.x
_f.x = 1
import os
return print
return [v1 for v1 in _f]
def v1(): pass
class v1: pass
return lambda: 1
yield 1
raise v1
x = 1
return _f[0:1]
return f"{_f}"
v1, v2 = _f
try:\n        pass\n    except _f:\n        pass
with _f: pass
return b"a"
del _f[0]
return _len_(*_f)
"""


@pytest.mark.parametrize("body", [line.replace("\\n", "\n") for line in CODES.strip().splitlines()])
def test_a_code_object_that_no_tree_was_verified_for(body: str) -> None:
    """The code is looked at by itself: names and opcodes."""
    with pytest.raises(UnverifiedError):
        verify_code(compile(f"{HEAD}    {body}\n", "<box>", "exec"), 0)


@pytest.mark.parametrize("text", ["x = 1", "import os", f"print(1)\n{HEAD}    pass", f"{HEAD}    pass\n_box(1, 2, 3, 4)"])
def test_a_module_that_does_something(text: str) -> None:
    """A module that runs anything but the making of its function is stopped."""
    with pytest.raises(UnverifiedError):
        verify_code(compile(text, "<box>", "exec"), 0)


# --- sabotage: the policy is broken, and the verifier still stops what must not run ---


def field(name: str, kind: Any) -> Field:
    """A field."""
    return Field(name, kind, None, None, "", NOWHERE)


AROUND = Surroundings(
    {"n": field("n", NUMBER), "t": field("t", TEXT), "owned": field("owned", NUMBER)},
    {"owned": NOWHERE},
    collections={"orders": {"amount": field("amount", NUMBER)}},
    scores={"s": True},
)
READABLE = {("_f", "n"), ("_f", "t"), ("_r", "collection.orders"), ("_r", "profile.tags"), ("_r", "score.s")}


class NoPolicy(BoxPolicy):
    """Accepts everything."""

    def visit(self, node: ast.AST) -> Any:
        """Look at nothing but the module itself."""
        return self.visit_Module(node) if isinstance(node, ast.Module) else node

    def visit_Module(self, node: ast.Module) -> Any:
        """Nothing."""
        self._rows = row_names(node)
        return node


class NoAllowlist(BoxPolicy):
    """Has forgotten the list of classes."""

    def visit(self, node: ast.AST) -> Any:
        """Go on, whatever the class."""
        known = getattr(BoxPolicy, f"visit_{type(node).__name__}", None)
        return super().visit(node) if known is not None and type(node).__name__ in vars(BoxPolicy) else node


class NoNames(BoxPolicy):
    """Has forgotten which names are reserved or never allowed."""

    def check_name(self, node: Any, name: str | None, allow_magic_methods: bool = False) -> None:
        """Nothing."""

    def visit_Name(self, node: ast.Name) -> Any:
        """Nothing."""
        return node


class NoCalls(BoxPolicy):
    """Has forgotten to look at calls."""

    def visit_Call(self, node: ast.Call) -> Any:
        """Nothing."""
        return node


class NoAttributes(BoxPolicy):
    """Has forgotten to look at attributes."""

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        """Nothing."""
        return node


class NoTargets(BoxPolicy):
    """Has forgotten to look at what is written."""

    def _target(self, target: ast.expr) -> None:
        """Nothing."""


class NoErrors(BoxPolicy):
    """Finds everything and tells nobody."""

    def refuse(self, node: ast.AST, code: str, **facts: object) -> None:
        """Nothing."""


SABOTAGED = (NoPolicy, NoAllowlist, NoNames, NoCalls, NoAttributes, NoTargets, NoErrors)

MUST_NOT_RUN = r"""
x = ().__class__
x = profile.fields.t.__class__
x = "a".format(profile.fields.t)
x = profile.fields.t.format_map
x = __import__("os")
x = eval("1")
x = open("/etc/passwd")
x = getattr(profile.fields.t, "x")
x = len
x = profile
x = profile.fields
x = scores.secret
x = profile.fields.secret
profile.fields.secret = 1
profile.fields.owned = 1
profile.id = 1
scores.s = 1
x[0] = 1
x, y = 1, 2
x = y = 1
x = [y := 1]
x = lambda: 1
x = (y for y in [1])
x = {y for y in [1]}
x = {y: y for y in [1]}
x = {"a": 1}
x = "a"[0:1]
x = 2 ** 99999
x = 1 << 99999
x = f"{profile.fields.t:>99999}"
x = f"{profile.fields.t!r}"
x = b"a"
x = ...
x = 1j
x = yield
x = [*profile.tags]
x = max([1], key=len)
import os
from os import path
global x
del x
class x: pass
def x(): pass
async def x(): pass
while 1: pass
with x: pass
raise x
assert 0
try: pass\nexcept: pass
for row in collections.orders: x = row
for row in collections.orders: row = 1
for x in profile.tags: break\nelse: pass
x = collections.orders
return 1
break
add_tag("a")(1)
do(*["a"])
_f
_f["n"]
_n = 1
x = _f
"""


@pytest.mark.parametrize("policy", SABOTAGED, ids=lambda one: one.__name__)
@pytest.mark.parametrize("script", [line.replace("\\n", "\n") for line in MUST_NOT_RUN.strip().splitlines()])
def test_a_broken_policy_lets_nothing_run(policy: type[BoxPolicy], script: str) -> None:
    """What gets past a policy that was broken in a named way is stopped, or has become harmless by its rewrite."""
    try:
        function, code, _ = compile_box(ast.parse(script), AROUND, READABLE, policy)
    except (UnverifiedError, UnexpectedShapeError, SyntaxError):
        return
    allowed = {name for name in function.__globals__ if name.startswith("_") and name.endswith("_")}
    assert set(code.co_names) <= allowed
    assert function.__globals__["__builtins__"] == {}
    assert script in HARMLESS, script


HARMLESS = {"_f", '_f["n"]', "_n = 1", "for row in collections.orders: row = 1"}
"""Statements of which nothing is left: a value that nobody keeps, a name that became another one."""
