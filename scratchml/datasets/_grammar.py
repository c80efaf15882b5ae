"""Sentences from a small grammar: the same seed gives the same text with every version of numpy and Python."""

import re

SLOT = re.compile(r"\{(\w+)\}")


def expand(symbol, rules, rng):
    """Write one sentence: choose a rule for the symbol, then fill the {slots} of the rule in the same way.

    Parameters
    ----------
    symbol : str
        A key of `rules`.
    rules : dict of str to list of str
        What each symbol may become; all choices are equally likely.
    rng : random.Random
        One ``rng.random()`` per choice, from left to right. (Python promises that these numbers never change for
        a seed; numpy does not.)

    Returns
    -------
    str
    """
    return fill(choose(rules[symbol], rng), rules, rng)


def fill(text, rules, rng):
    """Fill the {slots} of a text."""
    return SLOT.sub(lambda slot: expand(slot[1], rules, rng), text)


def shuffled(items, rng):
    """The items in random order, by one draw each."""
    return sorted(items, key=lambda _: rng.random())


def choose(options, rng):
    """One of the options, by one draw."""
    return options[int(rng.random() * len(options))]
