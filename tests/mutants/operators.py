"""What a mutant changes: for one node of a model answer, the nodes that could stand in its place.

Left alone, because a change there cannot be seen by a check: messages of errors, docstrings, annotations, the argument
`strict` of `zip` (a guard for the author), and the order of arguments where it does not matter (`np.maximum`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
COMMUTATIVE = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr)
BOUNDARIES = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
OPPOSITES = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
PAIRS = (
    ("sum", "mean"), ("max", "min"), ("maximum", "minimum"), ("exp", "expm1"), ("log", "log1p"), ("zeros", "ones"),
    ("zeros_like", "ones_like"), ("argmax", "argmin"), ("floor", "ceil"), ("sin", "cos"), ("sinh", "cosh"),
    ("any", "all"), ("std", "var"), ("sqrt", "square"), ("cumsum", "cumprod"), ("vstack", "hstack"),
    ("normal", "uniform"), ("append", "extend"),
)  # fmt: skip
SWAPPED = {**dict(PAIRS), **{second: first for first, second in PAIRS}}
ANY_ORDER = frozenset({"maximum", "minimum", "add", "multiply", "hypot", "logaddexp", "logical_and", "logical_or"})
DROPPED_METHODS = frozenset({"copy", "astype", "reshape", "ravel", "transpose"})


def literal(value: Any) -> ast.expr:
    """Write a constant as Python has it: a negative number is a minus sign and a number."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def number_of(node: ast.AST) -> int | float | None:
    """Read a number, negative ones too; None for anything else."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node, sign = node.operand, -1
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return sign * node.value
    return None


def constants(node: ast.Constant) -> Iterator[ast.expr]:
    """Numbers moved by one, doubled, 0 or of the other sign; truth values flipped; texts changed."""
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, str):
        yield ast.Constant(node.value + "x")
    else:
        yield from numbers(node)


def numbers(node: ast.expr) -> Iterator[ast.expr]:
    """Other numbers in place of a number."""
    value = number_of(node)
    if isinstance(value, float):
        near = [2 * value, 0.0, -value] if value else [1.0]
    else:
        near = [] if value is None else [value + 1, value - 1, 0, -value]
    yield from (literal(other) for other in dict.fromkeys(near) if other != value)


def unary(node: ast.UnaryOp) -> Iterator[ast.expr]:
    """A minus sign, a `not` or a `~` dropped."""
    if number_of(node) is not None:
        yield from numbers(node)
    else:
        yield node.operand


def binary(node: ast.BinOp) -> Iterator[ast.expr]:
    """Another operator, or one side left out."""
    yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
    yield node.left
    if isinstance(node.op, COMMUTATIVE):
        yield node.right


def comparison(node: ast.Compare) -> Iterator[ast.expr]:
    """The boundary on the other side, or the opposite."""
    for table in (BOUNDARIES, OPPOSITES):
        for i, operator in enumerate(node.ops):
            if type(operator) in table:
                other = table[type(operator)]()
                yield ast.Compare(node.left, [*node.ops[:i], other, *node.ops[i + 1 :]], node.comparators)


def boolean(node: ast.BoolOp) -> Iterator[ast.expr]:
    """`and` for `or`, or one condition only."""
    yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
    yield from node.values


def name_of(function: ast.expr) -> str:
    """Name a function that is called: the last part of a dotted name."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def call(node: ast.Call) -> Iterator[ast.expr]:
    """Arguments in another order or left out, another function, or no call at all."""
    name = name_of(node.func)
    for i in range(len(node.args) - 1):
        if name not in ANY_ORDER:
            args = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
            yield ast.Call(node.func, args, node.keywords)
    for keyword in node.keywords:
        if keyword.arg != "strict":
            yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not keyword])
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    if isinstance(node.func, ast.Attribute):
        yield from method(node, node.func)


def method(node: ast.Call, function: ast.Attribute) -> Iterator[ast.expr]:
    """`np.sum` for `np.mean` and its like, or a method such as `.copy()` left out."""
    if function.attr in SWAPPED:
        yield ast.Call(ast.Attribute(function.value, SWAPPED[function.attr], function.ctx), node.args, node.keywords)
    if function.attr in DROPPED_METHODS or not (node.args or node.keywords):
        yield function.value


def attribute(node: ast.Attribute) -> Iterator[ast.expr]:
    """`.T` left out."""
    if node.attr == "T":
        yield node.value


def subscript(node: ast.Subscript) -> Iterator[ast.expr]:
    """An index moved by one, or two indices in the other order."""
    index = node.slice
    if isinstance(index, ast.Tuple):
        if len(index.elts) == 2 and not any(isinstance(part, ast.Slice) for part in index.elts):
            yield ast.Subscript(node.value, ast.Tuple(index.elts[::-1], index.ctx), node.ctx)
    elif not isinstance(index, ast.Slice | ast.Constant) and number_of(index) is None:
        yield ast.Subscript(node.value, ast.BinOp(index, ast.Sub(), ast.Constant(1)), node.ctx)


def part_of_slice(node: ast.Slice) -> Iterator[ast.Slice]:
    """A bound moved by one, taken away or put in; a step taken away."""
    for bound in ("lower", "upper"):
        there = getattr(node, bound)
        others = [None, ast.BinOp(there, ast.Add(), ast.Constant(1))] if there else [literal(STARTS[bound])]
        if there and number_of(there) is not None:
            others = [None]
        for other in others:
            yield ast.Slice(**{"lower": node.lower, "upper": node.upper, "step": node.step, bound: other})
    if node.step:
        yield ast.Slice(node.lower, node.upper, None)


STARTS = {"lower": 1, "upper": -1}


def sequence(node: ast.Tuple | ast.List) -> Iterator[ast.expr]:
    """The first two of several things in the other order."""
    if len(node.elts) > 1 and not any(isinstance(part, ast.Slice) for part in node.elts):
        yield type(node)([node.elts[1], node.elts[0], *node.elts[2:]], node.ctx)


def choice(node: ast.IfExp) -> Iterator[ast.expr]:
    """The two outcomes exchanged."""
    yield ast.IfExp(node.test, node.orelse, node.body)


def comprehension(node: ast.comprehension) -> Iterator[ast.comprehension]:
    """A condition negated or left out."""
    for i, test in enumerate(node.ifs):
        before, after = node.ifs[:i], node.ifs[i + 1 :]
        yield ast.comprehension(node.target, node.iter, [*before, negated(test), *after], node.is_async)
        yield ast.comprehension(node.target, node.iter, [*before, *after], node.is_async)


def negated(test: ast.expr) -> ast.expr:
    """The opposite of a condition."""
    return ast.UnaryOp(ast.Not(), test)


def branch(node: ast.If) -> Iterator[ast.stmt]:
    """The condition negated, where changing its comparison does not do that already."""
    if not (isinstance(node.test, ast.Compare) and len(node.test.ops) == 1):
        yield ast.If(negated(node.test), node.body, node.orelse)


def update(node: ast.AugAssign) -> Iterator[ast.stmt]:
    """Another operator, or a plain assignment."""
    yield ast.AugAssign(node.target, ARITHMETIC[type(node.op)](), node.value)
    yield ast.Assign([node.target], node.value)


def error(node: ast.Raise) -> Iterator[ast.stmt]:
    """Another kind of error, unrelated to the one that is promised."""
    if isinstance(node.exc, ast.Call):
        yield ast.Raise(ast.Call(ast.Name("ArithmeticError", ast.Load()), node.exc.args, node.exc.keywords), None)


OPERATORS: dict[type[ast.AST], Callable[[Any], Iterator[ast.AST]]] = {
    ast.Constant: constants,
    ast.UnaryOp: unary,
    ast.BinOp: binary,
    ast.Compare: comparison,
    ast.BoolOp: boolean,
    ast.Call: call,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
    ast.Slice: part_of_slice,
    ast.Tuple: sequence,
    ast.List: sequence,
    ast.IfExp: choice,
    ast.comprehension: comprehension,
    ast.If: branch,
    ast.AugAssign: update,
    ast.Raise: error,
}


def stand_ins(node: ast.AST) -> Iterator[ast.AST]:
    """Yield everything that is tried in the place of one node."""
    operator = OPERATORS.get(type(node))
    if operator:
        yield from operator(node)


def is_part(parent: ast.AST, node: ast.AST) -> bool:
    """Tell whether a child of a node is looked at as well."""
    if isinstance(parent, ast.Raise | ast.JoinedStr):
        return False
    if isinstance(parent, ast.UnaryOp) and number_of(parent) is not None:
        return False
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return False
    return not (isinstance(parent, ast.arg) or node is getattr(parent, "returns", None))
