"""What learner code may import, and how a refusal reads."""

import sys

import pytest


@pytest.mark.parametrize(
    "statement",
    [
        "import numpy as np", "import numpy.linalg", "from numpy import linspace", "from numpy.linalg import norm",
        "import math, itertools, os.path", "from collections.abc import Callable", "import matplotlib.pyplot as plt",
        "from tqdm import tqdm", "from scratchml import datasets", "from scratchml import datasets, plots",
        "import scratchml.datasets", "import scratchml.plots as p", "from scratchml.datasets import *",
        "import xml.dom.minidom; xml.dom.minidom.parse",
    ],
)  # fmt: skip
def test_numpy_the_standard_library_and_the_datasets_may_be_imported(load, statement):
    assert load(statement).problems == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("import torch", "`import torch` is refused"),
        ("import torch.nn.functional as F", "`import torch.nn.functional` is refused"),
        ("from scipy import special", "`from scipy import special` is refused"),
        ("from scipy.special import softmax, expit", "`from scipy.special import softmax, expit` is refused"),
        ("import scratchml", "`import scratchml` is refused"),
        ("import scratchml.losses", "`import scratchml.losses` is refused"),
        ("from scratchml import losses", "`from scratchml import losses` is refused"),
        ("from scratchml import datasets, losses", "is refused"),
        ("from scratchml import *", "is refused"),
        ("from scratchml.losses import *", "is refused"),
        ("import scratchml.datasets_of_mine", "is refused"),
        ("import solutions.nn.losses", "`import solutions.nn.losses` is refused"),
        ("from solutions.nn import losses", "is refused"),
        ("import autograder.bank", "is refused"),
        ("import sklearn", "is refused"),
        ("__import__('torch')", "`import torch` is refused"),
        ("from . import nothing", "`from . import nothing` is refused"),
    ],
)
def test_anything_else_is_refused_with_its_line(load, statement, words):
    learner = load(f"a = 1\n{statement}\nb = 2")
    assert len(learner.problems) == 1
    assert learner.problems[0].startswith("answer.py, line 2: RefusedImport: ")
    assert words in learner.problems[0]
    assert "numpy and Python's standard library" in learner.problems[0]
    assert learner.get("b") == 2


def test_a_missing_module_of_the_standard_library_is_an_ordinary_import_error(load):
    assert "ModuleNotFoundError" in load("import os.nothing").problems[0]


def test_the_datasets_do_not_bring_the_reference_along(load):
    import scratchml.losses  # noqa: F401

    learner = load(
        "import scratchml.datasets\nimport scratchml.plots\nnames = [n for n in dir(scratchml) if n[0] != '_']"
    )
    assert learner.get("names") == ["datasets", "plots"]


def test_the_guard_is_for_honest_mistakes_and_says_so(load):
    from autograder.imports import guarded_builtins

    assert load("import importlib\nm = importlib.import_module('json')").get("m") is sys.modules["json"]
    assert "importlib" in guarded_builtins.__doc__


def test_learner_builtins_are_a_copy(load):
    load("__builtins__['len'] = None")
    assert load("n = len('ab')").get("n") == 2
