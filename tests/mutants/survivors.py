"""Run mutants against the checks of their exercise, and read the list of those that are known to survive."""

from __future__ import annotations

import ast
import random
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, ModuleType

from autograder.bank import Bank
from autograder.home import Suite
from autograder.imports import guarded_builtins
from autograder.learner import Learner
from autograder.reference import Oracle, reference_for
from autograder.run import run_check
from tests.mutants.mutator import Definition, Mutant, mutants_of

SEEDS = (0, 1)
SECONDS = 2.0


class KitCrashed(AssertionError):
    """A check called a mutant its own fault: the engine or the suite has to be mended."""


@dataclass(frozen=True)
class MutatedLesson:
    """The model answers of a lesson, to be changed in one place at a time."""

    suite: Suite
    bank: Bank

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """The definitions of the exercises in the model answers, by name."""
        tree = ast.parse(self.bank.model_source, str(self.bank.model))
        found = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        return {name: found[name] for name in self.suite.lesson.exercises}

    @cached_property
    def statements(self) -> list[tuple[str, CodeType]]:
        """The model answers' top-level statements, compiled once, each with the name that it defines."""
        tree = ast.parse(self.bank.model_source)
        return [(getattr(node, "name", ""), self.compiled(node)) for node in tree.body]

    @cached_property
    def oracle(self) -> Oracle:
        """The reference of the lesson."""
        return reference_for(self.suite)

    @cached_property
    def listed(self) -> Listed:
        """What is known about survivors."""
        return read_list(self.bank.model.with_name(f"{self.suite.stem}_survivors.toml"))

    @cached_property
    def mutants(self) -> list[Mutant]:
        """All mutants of all exercises but those left out."""
        chosen = [node for name, node in self.definitions.items() if name not in self.listed.left_out]
        return [mutant for node in chosen for mutant in mutants_of(node)]

    def compiled(self, statement: ast.stmt) -> CodeType:
        """Compile one top-level statement."""
        return compile(ast.Module([statement], []), str(self.bank.model), "exec", dont_inherit=True)

    def learner(self, mutant: Mutant) -> Learner:
        """Load the model answers with the mutant in the place of its original."""
        module = ModuleType(self.suite.name.replace("/", "."))
        learner = Learner(mutant.name, vars(module), module=module)
        learner.namespace["__builtins__"] = guarded_builtins(lambda name: self.bank.house.module(name, self.bank.model))
        changed = self.compiled(mutant.tree)
        for name, code in self.statements:
            exec(changed if name == mutant.exercise else code, learner.namespace)
        return learner

    def survives(self, mutant: Mutant) -> bool:
        """Tell whether a mutant passes every check of its exercise, with one seed and then with another."""
        try:
            learner = self.learner(mutant)
        except Exception:
            return False
        checks = self.suite.lesson.exercises[mutant.exercise].checks
        for seed in SEEDS:
            for check in checks:
                outcome = run_check(check, learner, self.oracle, seed, SECONDS)
                if outcome.state == "crashed" and outcome.difference:
                    raise KitCrashed(f"{check.name} on {mutant.name}: {outcome.difference.facts[0]}")
                if outcome.state != "passed":
                    return False
        return True

    def survivors(self, mutants: list[Mutant]) -> Iterator[Mutant]:
        """Yield the mutants that no check notices."""
        return (mutant for mutant in mutants if self.survives(mutant))

    def sample(self, size: int) -> list[Mutant]:
        """Choose mutants: the same ones on every day, and all that are listed as survivors."""
        draw = random.Random(zlib.crc32(self.suite.name.encode()))
        chosen = set(draw.sample([mutant.name for mutant in self.mutants], min(size, len(self.mutants))))
        chosen |= self.listed.survivors.keys()
        return [mutant for mutant in self.mutants if mutant.name in chosen]


@dataclass(frozen=True)
class Listed:
    """A lesson's `_survivors.toml`: names with reasons.

    Attributes
    ----------
    survivors : dict
        Names of mutants that no check can tell from their original, each with the reason.
    left_out : dict
        Exercises that are not mutated at all, each with the reason.
    """

    survivors: dict[str, str]
    left_out: dict[str, str]


def read_list(path: Path) -> Listed:
    """Read a list of survivors; a lesson without one has none."""
    table = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    survivors = {row["mutant"]: row["reason"] for row in table.get("survivor", [])}
    left_out = {row["exercise"]: row["reason"] for row in table.get("left_out", [])}
    for row in table.get("survivor", []):
        assert row["mutant"].startswith(row["exercise"]), f"{path.name}: {row['mutant']} is not of {row['exercise']}"
    assert len(survivors) == len(table.get("survivor", [])), f"{path.name} names a mutant twice"
    return Listed(survivors, left_out)
