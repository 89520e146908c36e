"""Policy, rewrite, RestrictedPython's compiler, verifier: from a checked tree to a function."""

# ruff: noqa: N802 # RestrictedPython finds visitors by the names of classes

import ast
import warnings
from collections.abc import Callable
from types import CodeType
from typing import Any

from RestrictedPython.compile import compile_restricted_exec

from lsdsl.model.types import Kind
from lsdsl.script.functions import HELPERS
from lsdsl.script.methods import METHODS
from lsdsl.script.policy import BoxPolicy
from lsdsl.script.rewrite import Rewriter, Rewritten, kinds_of
from lsdsl.script.surroundings import Surroundings
from lsdsl.script.verify import UnverifiedError, Verifier, verify_code
from lsdsl.script.writing import WRITING

Function = Callable[..., None]


def compile_box(
    tree: ast.Module, around: Surroundings, readable: set[tuple[str, str]], policy: type[BoxPolicy] = BoxPolicy
) -> tuple[Function, CodeType, Rewritten]:
    """Compile a box that has no findings. Raises :class:`UnverifiedError` for what must not run; the tree is used up."""
    rewriter = Rewriter(around)

    class Compiled(policy):  # type: ignore[valid-type,misc]  # the policy is a parameter, so that tests can break it
        """The policy, and the rewrite behind it: what is compiled is what the rewrite made."""

        def visit_Module(self, node: ast.Module) -> Any:
            super().visit_Module(node)
            if not self.errors:
                node.body = rewriter.module(node)
            return node

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = compile_restricted_exec(tree, "<box>", policy=Compiled)
    if result.errors or result.code is None:
        raise UnverifiedError(f"not a box that the policy accepts: {'; '.join(result.errors)}")
    comprehensions = verifier(around, readable, rewriter.done).tree(tree)
    verify_code(result.code, comprehensions)
    return *build(result.code), rewriter.done


def verifier(around: Surroundings, readable: set[tuple[str, str]], done: Rewritten) -> Verifier:
    """A verifier that knows the types of the ruleset, and the keys that a run prepares."""
    keys = {("_f", name): kind for name, kind in kinds_of(around, "_f").items()}
    keys |= {("_r", name): kind for name, kind in kinds_of(around, "_r").items()}
    for collection, fields in around.collections.items():
        keys |= {(f"rows.{collection}", name): one.type.kind for name, one in fields.items()}
    return Verifier(
        numbers={key for key, kind in keys.items() if kind is Kind.NUMBER},
        scalars={key for key, kind in keys.items() if kind in SINGLE},
        readable=readable | {("_r", key) for key in done.defaults},
        writable={name: one.type.kind.value for name, one in around.fields.items() if name not in around.owners},
    )


SINGLE = frozenset({Kind.NUMBER, Kind.TEXT, Kind.BOOLEAN, Kind.DATE, Kind.DATETIME})


def build(code: CodeType) -> tuple[Function, CodeType]:
    """Make the function. Its globals are the helpers and nothing else, not even Python's own functions."""
    scope: dict[str, Any] = {"__builtins__": {}, **HELPERS, **METHODS, **WRITING}
    exec(code, scope)  # noqa: S102 # the verifier has seen the tree and the code
    function = scope.pop("_box")
    return function, function.__code__
