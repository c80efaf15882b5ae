"""The four files of a new lesson. Their exercise is a placeholder that keeps all the laws; replace it by yours."""

from __future__ import annotations

SOURCE = '''\
# %% [markdown]
# # {title}
#
# Which question does this lesson answer? Start with it, then the idea, then the formula:
#
# $$m_i = \\frac{{1}}{{D}} \\sum_{{j=1}}^{{D}} x_{{ij}}$$

# %%
"""{title}: say in one line what this lesson is about."""

import numpy as np

# %% [markdown]
# ## One number for each row
#
# The theory of the exercise comes before its cell. This one is a placeholder: the mean of each row.


# %%
def {exercise}(x):
    """Return the mean of each row.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)

    Returns
    -------
    ndarray of float, shape (N,)
    """
    return np.mean(x, axis=1)


# %% [markdown]
# ### What does it look like?
#
# An experiment shows what the exercise is good for, in less than three seconds.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    plt.hist({exercise}(rng.uniform(size=(1000, 12))), bins=30)
    plt.xlabel("mean of twelve numbers between 0 and 1")
    plt.show()

# %% [markdown] role="question" points=2
# ## Think about it
#
# The single numbers are spread evenly. Why are their means not?

# %% [markdown] role="answer"
# For a mean near 0 or 1 all twelve numbers have to be extreme at once, which is rare.
#
# *Look for:* many ways lead to a mean in the middle, few to the ends (2 points).
'''

SUITE = '''\
"""{title}: say in one line what this lesson is about."""

import numpy as np

from autograder import Lesson

lesson = Lesson(place={place})

{exercise} = lesson.exercise(
    "{exercise}",
    minutes=2,
    hints=("How many numbers should come out?", "Which axis disappears?"),
)


@{exercise}.check(points=1)
def test_{stem}_mean_of_each_row(both, rng):
    """averages over the columns, and keeps the rows"""
    both.{exercise}(rng.normal(size=(6, 4)))


@{exercise}.check(points=1)
def test_{stem}_float32(both, rng):
    """takes float32 too"""
    both.{exercise}(rng.normal(size=(5, 3)).astype(np.float32))
'''

BANK = '''\
"""Known answers to the exercises of `{stem}`: wrong ones with what to say, right ones written differently."""

import numpy as np

from autograder import answer, right, wrong


@wrong("{exercise}", "You seem to average over the rows: row i of x decides entry i of the result.")
def averages_the_columns(x):
    return np.mean(x, axis=0)


@wrong("{exercise}", "You seem to average everything into one number: which axis should stay?")
def averages_everything(x):
    return np.mean(x)


@wrong("{exercise}", "You seem to add up: a mean also divides by the number of columns.")
def sums_the_rows(x):
    return answer.{exercise}(x) * x.shape[1]


@right("{exercise}")  # a loop
def row_by_row(x):
    return np.array([sum(row) / len(row) for row in x])
'''

REFERENCE = '''\
"""{title}: the reference. Write it independently of the model answer, and compare it with a library in tests/."""

import numpy as np


def {exercise}(x):
    """Return the mean of each row.

    Parameters
    ----------
    x : ndarray of float, shape (N, D)

    Returns
    -------
    ndarray of float, shape (N,)
    """
    return np.einsum("nd->n", x) / x.shape[1]
'''
