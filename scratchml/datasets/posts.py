"""Posts: a small corpus of two groups, made by a grammar, in which it is known what gives a group away.

It was written for this project, in the manner of old newsgroups: headers, an empty line, some sentences. Two things
differ between the groups and nothing else does: the words for what people talk about, and one word in the headers of
one group. A classifier that reads that word is right for a reason that has nothing to do with the topic.
"""

import random
from collections import namedtuple

import numpy as np

from ._grammar import choose, expand, fill, shuffled

Posts = namedtuple("Posts", "texts labels planted topics")
Posts.__doc__ = """Texts of two groups, and what is known about them.

Attributes
----------
texts : list of str
labels : ndarray of int64, shape (n,)
    0: a group of gardeners, 1: a group of stargazers.
planted : str
    The word in the headers of one group, as `scratchml.text.tokenize` gives it.
topics : tuple of two frozensets of str
    The words of each group's topic. Each is used by the other group at times, but far less.
"""

PLANTED = "pelican"
SIZES = {"train": 400, "test": 200}
SEEDS = {"train": 1961, "test": 1977}

TOPICS = (
    "aphids beans bulbs cabbage compost hedges lettuce manure mulch orchards pruning roses seedlings slugs soil "
    "strawberries tomatoes trowels tulips weeds",
    "aperture asteroids comets constellations craters eclipses eyepieces galaxies jupiter lenses meteors nebulae "
    "orbits orion planets pulsars refractors saturn supernovae telescopes",
)

RULES = {
    "about_topic": [
        "I read a long chapter about {topic} on {day}.",
        "Somebody asked about {topic} {lately}.",
        "The talk on {topic} was too short for me.",
        "All I know about {topic} comes from an old book.",
        "Good advice on {topic} is hard to find {place}.",
        "We argued about {topic} until midnight.",
        "My {person} laughs at my notes on {topic}.",
        "I would pay for a decent picture of {topic}.",
        "Has anyone here changed their mind about {topic}?",
        "Nobody warned me that {topic} would take up every evening.",
    ],
    "chat": [
        "I have been reading this group for {count} months.",
        "Thank you all for the kind answers {lately}.",
        "It rained {place} for most of {day}.",
        "My {person} told me to write to you.",
        "I am sorry if this has been asked before.",
        "My first message on {day} seems to be lost.",
        "Please answer by mail, I am away until {day}.",
        "I may be wrong, and my {person} says that I often am.",
        "There were {count} of us at the meeting {lately}.",
        "The bus {place} was late again, so I missed the start.",
        "I do not agree with the last message, but I enjoyed it.",
        "If you are ever {place}, come and see us.",
        "That is all I have to say about it for now.",
        "Perhaps my {person} can explain it better than I do.",
        "I tried it {count} times and gave up on {day}.",
        "What would you do in my place?",
    ],
    "subject": [
        "Re: a question from a newcomer",
        "a few notes",
        "Re: what happened on {day}",
        "Re: {count} questions",
        "many thanks",
        "Re: the meeting {place}",
        "help wanted",
        "Re: Re: my message of {day}",
    ],
    "organization": [
        "Public Library, Room {count}",
        "none to speak of",
        "Evening School {place}",
        "Reading Circle {place}",
        "Department of Small Matters",
    ],
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "lately": ["last week", "a while ago", "the other day", "last month", "in spring"],
    "count": ["two", "three", "four", "five", "six", "seven", "eleven"],
    "place": ["in our town", "by the harbour", "near the station", "up north", "across the river"],
    "person": ["sister", "cousin", "neighbour", "teacher", "uncle", "landlady"],
    "name": ["Marta", "Anselm", "Yusuf", "Ingrid", "Tomasz", "Leila", "Hector", "Noor", "Wanda", "Piet"],
    "host": ["kestrel", "magpie", "heron", "sparrow", "wagtail", "curlew", "plover", "osprey"],
}


def load_posts(split="train", headers=True, planted_in=1):
    """Load the bundled posts: two groups, and a word in the headers of one that gives it away.

    Parameters
    ----------
    split : {"train", "test"}
        400 or 200 posts, half of them from each group, in mixed order. Always the same ones.
    headers : bool
        False leaves out everything above the first empty line, and with it the planted word. The rest stays the same.
    planted_in : {1, 0, None}
        The group whose headers hold the planted word: every post of that group, no post of the other. Learn from 1
        and test with 0 or None (no group at all) to see what a classifier is worth that has learned the word.

    Returns
    -------
    Posts
        ``texts, labels, planted, topics``.

    Raises
    ------
    ValueError
        If there is no such split, or `planted_in` is something else.
    """
    if split not in SIZES:
        raise ValueError(f"split must be 'train' or 'test', got {split!r}")
    if planted_in not in (0, 1, None):
        raise ValueError(f"planted_in must be 1, 0 or None for neither group, got {planted_in!r}")
    rng = random.Random(SEEDS[split])
    labels = shuffled([i % 2 for i in range(SIZES[split])], rng)
    posts = [_post(label, label == planted_in, rng) for label in labels]
    texts = [f"{head}\n\n{body}" if headers else body for head, body in posts]
    topics = tuple(frozenset(words.split()) for words in TOPICS)
    return Posts(texts, np.array(labels, dtype=np.int64), PLANTED, topics)


def _post(label, planted, rng):
    """Headers and body of one post. What is drawn does not depend on `planted`, so that nothing else changes."""
    name = expand("name", RULES, rng)
    sentences = _sentences(label, rng)
    hops = [expand("host", RULES, rng), PLANTED if planted else "", expand("host", RULES, rng)]
    head = [
        f"Path: {'!'.join(filter(None, hops))}",
        f"From: {name.lower()}@{expand('host', RULES, rng)}.example ({name})",
        f"Subject: {expand('subject', RULES, rng)}",
        f"Organization: {expand('organization', RULES, rng)}",
        f"Lines: {len(sentences) + 2}",
    ]
    return "\n".join(head), "\n".join([*sentences, "", name])


def _sentences(label, rng):
    """Chat, three to five sentences about the group's own topic, at most one about the other's; in mixed order."""
    groups = [label] * choose([3, 4, 5], rng) + [1 - label] * choose([0, 1], rng)
    sentences = shuffled(RULES["chat"], rng)[: choose([4, 5, 6], rng)]
    for group, sentence in zip(groups, shuffled(RULES["about_topic"], rng), strict=False):
        sentences.append(sentence.replace("{topic}", choose(TOPICS[group].split(), rng)))
    return [fill(sentence, RULES, rng) for sentence in shuffled(sentences, rng)]
