"""The allowlist of syntax: what is not on it is refused, whatever Python invents."""

import ast
from collections.abc import Iterator

import pytest

from lsdsl.script.policy import ALLOWED, BoxPolicy
from tests.sandbox.boxes import findings

ABSTRACT = {ast.AST, ast.stmt, ast.expr, ast.mod, ast.operator, ast.cmpop, ast.boolop, ast.unaryop, ast.expr_context}


def classes() -> Iterator[type[ast.AST]]:
    """Every class of syntax that this Python has, also those that it keeps for old programs only."""
    waiting: list[type[ast.AST]] = [ast.AST]
    seen: set[type[ast.AST]] = set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in seen and one.__module__ in ("ast", "_ast"):
                seen.add(one)
                waiting.append(one)
    return iter(sorted(seen, key=lambda one: one.__name__))


def made(kind: type[ast.AST]) -> ast.AST:
    """An empty node."""
    return kind.__new__(kind)


DEPRECATED = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Index", "ExtSlice"}
"""Names of old from which Python makes nodes of other classes."""

REFUSED = [one for one in classes() if one not in ALLOWED and one.__name__ not in DEPRECATED]


def test_there_are_many_classes_to_refuse() -> None:
    """The list is taken from Python itself."""
    assert {ast.While, ast.Lambda, ast.Import, ast.Starred, ast.Slice, ast.MatchClass} <= set(REFUSED)


@pytest.mark.parametrize("kind", REFUSED, ids=lambda one: one.__name__)
def test_a_class_that_is_not_allowed(kind: type[ast.AST]) -> None:
    """A node of the class is refused without a look at what is in it."""
    policy = BoxPolicy()
    node = made(kind)
    assert policy.visit(node) is node
    assert policy.errors
    assert policy.refusals[0][0] is node


@pytest.mark.parametrize("kind", [one for one in REFUSED if issubclass(one, ast.stmt)], ids=lambda one: one.__name__)
def test_a_statement_that_is_not_allowed_inside_of_a_box(kind: type[ast.stmt]) -> None:
    """The same inside of a box, below an ``if``."""
    module = ast.parse("if 1:\n    pass")
    outer = module.body[0]
    assert isinstance(outer, ast.If)
    outer.body[0] = ast.copy_location(made(kind), outer.body[0])  # type: ignore[call-overload]  # a statement of any kind
    policy = BoxPolicy()
    policy.visit(module)
    assert len(policy.refusals) == 1


@pytest.mark.parametrize("kind", [one for one in REFUSED if issubclass(one, ast.expr)], ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    "place", ["x = 0", "profile.fields.leadscore = 0 + 1", "x = len(0)", "if 0: pass", "x = [0]", "x = 1 if 0 else 2"]
)
def test_an_expression_that_is_not_allowed_inside_of_a_box(kind: type[ast.expr], place: str) -> None:
    """The same wherever an expression stands."""

    class Replace(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            return ast.copy_location(made(kind), node) if node.value == 0 else node

    policy = BoxPolicy()
    policy.visit(Replace().visit(ast.parse(place)))
    assert len(policy.refusals) == 1


@pytest.mark.parametrize(
    "kind", [one for one in REFUSED if issubclass(one, ast.operator | ast.unaryop)], ids=lambda one: one.__name__
)
def test_an_operator_that_is_not_allowed(kind: type[ast.AST]) -> None:
    """The same for operators, also in ``x ?= 1``."""
    if issubclass(kind, ast.unaryop):
        trees: list[ast.AST] = [ast.UnaryOp(kind(), ast.Constant(1))]
    else:
        assert issubclass(kind, ast.operator)
        trees = [
            ast.BinOp(ast.Constant(1), kind(), ast.Constant(1)),
            ast.AugAssign(ast.Name("x", ast.Store()), kind(), ast.Constant(1)),
        ]
    for tree in trees:
        policy = BoxPolicy()
        policy.visit(tree)
        assert policy.refusals


HOSTILE = """\
().__class__
().__class__.__bases__[0].__subclasses__()
profile.__class__
profile.fields.__class__
profile.fields.leadscore.__class__
profile.fields.country.format(profile)
"{0.__class__}".format(profile)
"a".__len__()
event.__dict__
collections.__init__
scores.__class__
[].append(1)
len.__globals__
__import__("os").system("id")
eval("1")
exec("1")
open("/etc/passwd")
getattr(profile, "x")
type(1)
globals()
vars()
str.format
str.lower("A")
profile
profile.fields
len
[len][0]("a")
max([1], key=len)
sorted([1], reverse=True)
sum([[1]], [])
"a" if len else "b"
{"a": len}.get("a")
{**profile}
[*profile.tags]
f"{profile}"
f"{profile.fields.leadscore.__class__}"
f"{1:{2}}"
f"{1!r}"
(x for x in profile.tags)
{x for x in profile.tags}
{x: x for x in profile.tags}
[x for x in profile.tags for y in profile.tags]
[[x for x in profile.tags] for y in profile.tags]
[x async for x in profile.tags]
lambda: 1
(x := 1)
1 if (yield) else 2
b"a"
1j
...
1 ** 2
1 << 2
~1
"a"[0:1]
"a"[::-1]
profile.tags[0][0].x
"a"
9999999999999999999999
1e999
"\\ud800"
"\\x00"
"""


@pytest.mark.parametrize("expression", [line for line in HOSTILE.splitlines() if line != '"a"'])
def test_a_hostile_expression(expression: str) -> None:
    """Well-known ways out are refused at check time, with a code of ours and a place."""
    found = findings(f"x = {expression}")
    assert found
    assert {one.code[:3] for one in found} == {"LS4"}


HOSTILE_STATEMENTS = """\
profile = 1
profile.fields = 1
profile.id = "x"
profile.tags = []
event.path = "x"
scores.engagement = 1
now = 1
len = 1
_f = 1
__builtins__ = 1
v1 = _f
x[0] = 1
profile.tags[0] = "a"
x.y = 1
x, y = 1, 2
x = y = 1
*x, y = [1, 2]
x: int = 1
for x.y in [1]: pass
for profile.fields.leadscore in [1]: pass
for len in [1]: pass
for row in collections.orders: x = row
for row in collections.orders: row = 1
for row in collections.orders: row.amount = 1
for row in collections.orders: add_tag(row)
award
award("engagement", 1)(2)
x = award("engagement", 1)
do("send_email", **{"template": "x"})
do(*["send_email"])
import os
from os import *
global x
del x
raise Exception
return 1
yield 1
await x
with x: pass
while 1: pass
class A: pass
def f(): pass
async def f(): pass
@len
"""


@pytest.mark.parametrize("statement", HOSTILE_STATEMENTS.splitlines())
def test_a_hostile_statement(statement: str) -> None:
    """The same for statements."""
    assert findings(statement)
