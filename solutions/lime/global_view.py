# %% [markdown]
# # A global view: can you trust the model, and can you trust the explanation?
#
# **The question.** You can explain one answer of a model: for this mail, these three words. But the model will
# answer a million mails, and somebody has to decide today whether it goes to work. One explanation is one
# key hole. How do you see the room?
#
# **The idea.** Look through a few key holes, and choose them well. Then be as strict with the explanations as
# they are with the model. Three questions to each:
#
# | question | measure | where |
# |---|---|---|
# | Does the straight line fit the answers? | weighted $R^2$ | the lesson on the surrogate |
# | Would I be told the same tomorrow? | stability | this lesson |
# | Does the model care about the parts that are named? | deletion curve | this lesson |
#
# At the end come four principles that hold for all explanations, not only for these.

# %%
"""A global view: a few explanations that show the model, and measures of how good an explanation is."""

import numpy as np
from lime.perturbation import grid_segments, mask_image, mask_text, sample_masks, sample_text_masks
from lime.surrogate import cosine_distance, highest_weights, kernel_weights, weighted_r2, weighted_ridge

# %% [markdown]
# ## A model that reads mails
#
# Thirty customers have written. Eighteen mails are about parcels, six about money, four about the goods, two
# about the hotline. All are made up here: a few words on the subject, a few that say nothing, in random order.
#
# The model tells whether a mail is a complaint. Each word that it knows adds its number to a score; the rest
# is a sigmoid. It has a secret. Find `phone` in the list: who writes in a hurry writes *sent from my phone*,
# and whoever writes in a hurry is angry. That was true of its training data. It says nothing about this mail.

# %%
SUBJECTS = [["parcel", "late", "courier", "lost"]] * 18 + [["money", "refund", "charged", "invoice"]] * 6
SUBJECTS += [["broken", "screen", "battery", "scratched"]] * 4 + [["hotline", "rude", "waited", "hours"]] * 2
EMPTY_WORDS = ["hello", "please", "order", "today", "thanks", "my"]
SCORES = {"late": 1.4, "lost": 1.6, "courier": 0.6, "refund": 1.2, "charged": 1.5, "broken": 1.8, "scratched": 1.1,
          "rude": 1.7, "waited": 0.9, "phone": 2.4, "thanks": -1.5}
DRAWS = np.random.default_rng(2)
MAILS = [[*DRAWS.choice(subject, 3, replace=False), *DRAWS.choice(EMPTY_WORDS, 3, replace=False)]
         for subject in SUBJECTS]
MAILS[7].append("phone")
MAILS[20].append("phone")
MAILS = [" ".join(DRAWS.permutation(words)) for words in MAILS]


# %% role="given"
def complaint_probability(texts):
    """Tell how likely each text is a complaint: list of n str -> ndarray of float, shape (n,)."""
    scores = [sum(SCORES.get(word, 0.0) for word in set(text.split())) for text in texts]
    return 1 / (1 + np.exp(2.0 - np.array(scores)))


# %% [markdown]
# ## The few that show the most
#
# Explain all thirty mails, with the three strongest words each. The explanations are the rows of a table $W$
# with a column for each word, and mostly zeros. (Words that the model does not know have no effect. They are
# left out.) Nobody reads thirty explanations. You have time for four.
# Which four?
#
# Not just any: eighteen mails are about parcels, so four at random will tell you the same story again and
# again. Not the strongest four either, for the same reason. Choose as you would choose four photographs of
# a town: each should show something that the others do not. The paper calls this **submodular pick** (SP-LIME).
# It needs two definitions.
#
# **What is important?** A word that many mails are explained by. The root keeps very frequent words from
# drowning all others:
#
# $$I_j = \sqrt{\sum_{i=1}^{n} \lvert W_{ij} \rvert}.$$
#
# **What is covered?** A word that occurs in at least one of the explanations $V$ on the table. Showing it twice
# does not count twice:
#
# $$c(V) = \sum_{j:\ W_{ij} \neq 0 \text{ for some } i \in V} I_j .$$
#
# **Now be greedy.** Take the row that covers most. Then the one that *adds* most to it. And so on. The more you
# have, the less any row can add; sums of that kind are called submodular. For them greed is nearly as good as
# trying all choices: it gets at least $1 - 1/e$, 63 percent, of what the best choice covers (Nemhauser, Wolsey
# and Fisher, 1978).
#
# Two rows may add the same, up to rounding. Then the lower one is taken. And if everything is covered, all
# rows add 0, so that is a tie like any other.

# %%
def submodular_pick(W, budget):
    """Choose explanations one by one, each time the one that adds most importance to what is covered.

    The importance of a feature is the root of the sum of |weight| over all explanations. A feature is covered if
    its weight is not 0 in one of the chosen explanations.

    Parameters
    ----------
    W : ndarray of float, shape (n, d)
        One explanation a row; weights of either sign, 0 for a feature that plays no part in it.
    budget : int
        How many to choose, at least 1; more than n counts as n.

    Returns
    -------
    chosen : ndarray of int64, shape (min(budget, n),)
        Row numbers in the order in which they were chosen, each at most once. Rows that add within 1e-9 of the
        most are a tie: the lowest number. It goes on in this way when nothing is left to cover.

    Raises
    ------
    ValueError
        If the budget is less than 1.

    References
    ----------
    M. Ribeiro, S. Singh, C. Guestrin: "Why should I trust you?" KDD 2016, section 4 and algorithm 2.
    """
    if budget < 1:
        raise ValueError(f"at least one explanation is to be chosen, not {budget}")
    importance = np.sqrt(np.sum(np.abs(W), axis=0))
    shows, chosen = W != 0, []
    covered = np.zeros(len(importance), dtype=bool)
    while len(chosen) < min(budget, len(W)):
        gains = (shows & ~covered) @ importance
        gains[chosen] = -np.inf
        chosen.append(np.argmax(gains >= np.max(gains) - 1e-9))
        covered |= shows[chosen[-1]]
    return np.array(chosen)


# %% [markdown]
# **Four of thirty.** Left: the table of explanations, a mail in each line; the stars are the four that were
# picked. Right: how many of the words that move the model you have seen after one, two, three ... mails, for the
# pick, for mails in random order (the mean and where 80 percent of 300 orders lie), and for the strongest
# explanations first. Did you find the secret? The last column is `phone`.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    words = [word for word in dict.fromkeys(np.ravel(SUBJECTS).tolist()) if word in SCORES] + ["thanks", "phone"]
    W = np.zeros((30, len(words)))
    for row, mail in zip(W, MAILS, strict=True):
        tokens = mail.split()
        Z = sample_text_masks(200, len(tokens), rng)
        y = complaint_probability(mask_text(tokens, Z))
        weights = kernel_weights(100 * cosine_distance(Z, Z[0]), 25)
        best = highest_weights(Z, y, weights, 3)
        for j, weight in zip(best, weighted_ridge(Z[:, best], y, weights, 1.0)[1], strict=True):
            if tokens[j] in words:
                row[words.index(tokens[j])] = weight
    picked = submodular_pick(W, 30)

    def seen(order):
        return [np.count_nonzero(np.any(W[order[:k]], axis=0)) for k in range(31)]

    fig, (left, right) = plt.subplots(1, 2, figsize=(12, 5.2))
    left.imshow(W, cmap="PiYG", vmin=-0.4, vmax=0.4, aspect="auto")
    left.plot(np.full(4, -1.0), picked[:4], "k*", clip_on=False)
    left.set(xlim=(-1.5, len(words) - 0.5), ylabel="mail", title="thirty explanations (only thanks speaks against)")
    left.set_xticks(range(len(words)), words, rotation=60, ha="right")
    chance = np.array([seen(rng.permutation(30)) for _ in range(300)])
    right.fill_between(range(31), *np.quantile(chance, [0.1, 0.9], axis=0), color="0.85")
    right.plot(chance.mean(axis=0), "k:", label="random order")
    right.plot(seen(np.argsort(-np.abs(W).sum(axis=1))), "C1--", label="strongest first")
    right.plot(seen(picked), "C0o-", markersize=4, label="submodular pick")
    right.set(xlabel="explanations shown", ylabel="words seen, of 11", title="how much of the model is seen")
    right.legend()
    fig.tight_layout()
    plt.show()
    for i in picked[:4]:
        reasons = [f"{words[j]} {W[i, j]:+.2f}" for j in np.argsort(-np.abs(W[i])) if W[i, j]]
        print(f"mail {i}: {MAILS[i]}\n    {', '.join(reasons)}")

# %% [markdown]
# ## Tell me again
#
# A witness who tells another story each time is no witness. LIME draws its samples at random, so another seed
# gives other weights. Are they *nearly* the same? Explain one answer several times, with different seeds. Now
# compare the runs.
#
# People read an explanation as a ranking: this part first, then that one. So compare ranks. **Spearman's
# correlation** (1904) gives each weight of a run its rank, from the lowest to the highest, and takes the
# ordinary correlation of the ranks $r$ and $s$ of two runs:
#
# $$\rho = \frac{\sum_j (r_j - \bar r)(s_j - \bar s)}{\sqrt{\sum_j (r_j - \bar r)^2}\,\sqrt{\sum_j (s_j - \bar s)^2}}.$$
#
# It is 1 if both rank all parts alike, about 0 if they have nothing to do with each other, $-1$ if one ranking is
# the other one turned round. Two details:
#
# - **Signs count.** A weight of $-3$ says the opposite of $+3$, so the signed weights are ranked: the strongest
#   reason against comes last.
# - **Equal weights share.** Three weights that are equal and would have the ranks 2, 3 and 4 get 3 each, the
#   mean. Otherwise their order in memory would make up an agreement, or spoil one.
#
# With $R$ runs there are $R(R-1)/2$ pairs. Stability is the mean over all of them.

# %%
def stability(W):
    """Mean rank correlation between explanations of the same answer: 1 if all runs rank the features alike.

    Parameters
    ----------
    W : ndarray of float, shape (runs, d)
        One run a row: the signed weights of the same d features. At least 2 runs, and no run in which all weights
        are equal.

    Returns
    -------
    float
        The mean, over all pairs of different runs, of Spearman's correlation: the correlation of the ranks of the
        signed weights. Equal weights of a run share the mean of their ranks.

    References
    ----------
    C. Spearman: The proof and measurement of association between two things. American Journal of Psychology 15
    (1904).
    """
    lower = np.sum(W[:, None, :] < W[:, :, None], axis=2)
    not_higher = np.sum(W[:, None, :] <= W[:, :, None], axis=2)
    agreement = np.corrcoef(lower + not_higher)  # twice the shared rank, less one: a correlation does not mind
    return np.mean(agreement[np.triu_indices(len(W), 1)])


# %% [markdown]
# ## A model that reads digits
#
# For pictures take a model that you can see through: it has the mean picture of each digit, the templates, and
# finds the nearest. Softmax makes probabilities of the distances. Nine out of ten right, without any training.

# %% role="given"
def digit_probabilities(pictures, templates):
    """Softmax of minus the squared distance to each template: (n, 8, 8) and (10, 8, 8) -> (n, 10)."""
    distances = np.sum((pictures[:, None] - templates) ** 2, axis=(2, 3))
    powers = np.exp((distances.min(axis=1, keepdims=True) - distances) / 1.5)
    return powers / powers.sum(axis=1, keepdims=True)


# %% [markdown]
# **An 8, explained four times with 30 samples and four times with 1000.** The picture is cut into 16 blocks. Light
# blocks speak for an 8, dark ones against it; the orange line is the outline of the ink. Look at the first line:
# the lightest block stays, the others change with the seed. On the right is stability against the number of
# samples, for three widths of the kernel (lines), and $R^2$ of the same fits (dotted). See what $R^2$ does
# *not* tell: with 30 samples and the usual width the line fits its own samples splendidly, and the explanation
# still depends on the seed. Sixteen weights have an easy time with thirty answers. And a narrow kernel has fewer
# samples that count, so it needs more of them.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits

    digits, labels = load_digits()
    digits = digits.reshape(-1, 8, 8)
    templates = np.stack([digits[labels == digit].mean(axis=0) for digit in range(10)])
    picture, blocks = digits[8], grid_segments(8, 8, 4, 4)

    def explain(n_samples, width, seed):
        Z = sample_masks(n_samples, 16, np.random.default_rng(seed))
        y = digit_probabilities(mask_image(picture, blocks, Z, digits.mean()), templates)[:, 8]
        weights = kernel_weights(cosine_distance(Z, Z[0]), width)
        intercept, coef = weighted_ridge(Z, y, weights, 1.0)
        return coef, weighted_r2(y, intercept + Z @ coef, weights)

    fig, axes = plt.subplot_mosaic([[*"abcdx"], [*"efghx"]], figsize=(13, 4.4), width_ratios=[1, 1, 1, 1, 3])
    for name, seed in zip("abcdefgh", 2 * [0, 1, 2, 3], strict=True):
        n_samples = 30 if name in "abcd" else 1000
        coef = explain(n_samples, 0.25, seed)[0]
        axes[name].imshow(coef[blocks], cmap="Greys_r", vmin=-np.abs(coef).max(), vmax=np.abs(coef).max())
        axes[name].contour(picture, levels=[0.4], colors="C1")
        axes[name].set(xticks=[], yticks=[], title=f"{n_samples}, seed {seed}")
    counts = [30, 60, 100, 200, 500, 1000]
    for width, style in ((1.0, "C2s"), (0.25, "C0o"), (0.1, "C3^")):
        runs = [[explain(n_samples, width, seed) for seed in range(8)] for n_samples in counts]
        ranks = [stability(np.array([coef for coef, _ in run])) for run in runs]
        axes["x"].semilogx(counts, ranks, style + "-", label=f"stability, width {width}")
        axes["x"].semilogx(counts, [np.mean([r2 for _, r2 in run]) for run in runs], style[:2] + ":")
    axes["x"].set(xlabel="samples", ylabel="stability (dotted: R squared)", ylim=(0, 1.05))
    axes["x"].set_xticks(counts, counts)
    axes["x"].legend(loc="lower right")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Take away what it names
#
# A story can be the same each time, and wrong each time. So test the claim. The explanation says: this block is the
# strongest reason. Then take it away, and the probability should fall. Take away the next one, and the next, until
# nothing is left. The answers along the way are the **deletion curve**. If the order is right the curve falls early,
# and the area below it is small. A random order is what to compare with: without it you do not know what "early"
# is. (Samek and others, 2017, tested explanations of photographs in this way; the name is from Petsiuk, Das and
# Saenko, 2018.)
#
# This is called **faithfulness**: is the explanation true *of the model*? Whether it sounds sensible to us is
# another question.
#
# Each mask of the curve covers one part more than the one before:
#
# | removed | mask, if the order is 2, 0, 1 |
# |---|---|
# | 0 | 1 1 1 |
# | 1 | 1 1 0 |
# | 2 | 0 1 0 |
# | 3 | 0 0 0 |
#
# The order is a list of *parts*, the first to go first. It is not a list of ranks.

# %%
def deletion_curve(predict_mask, order):
    """Ask the model about the example while its parts are taken away, one after the other.

    Parameters
    ----------
    predict_mask : callable
        Takes masks, an ndarray of int64 with shape (n, d), 1 for a part that is kept; returns the model's answers
        (one class), an ndarray of float with shape (n,).
    order : ndarray of int64, shape (d,)
        The numbers of the parts, each of 0 to d - 1 once; the first is the first to go.

    Returns
    -------
    answers : ndarray of float, shape (d + 1,)
        The answers after 0, 1, ..., d parts have been taken away.

    References
    ----------
    W. Samek, A. Binder, G. Montavon, S. Lapuschkin, K.-R. Mueller: Evaluating the visualization of what a deep
    neural network has learned. IEEE Transactions on Neural Networks and Learning Systems 28 (2017).
    """
    masks = np.ones((len(order) + 1, len(order)), dtype=np.int64)
    for position, part in enumerate(order):
        masks[position + 1:, part] = 0
    return predict_mask(masks)


# %% [markdown]
# **The 8 loses its blocks.** Above: in the order of its explanation. Below: in a random order. Right: the curves.
# The grey band holds 80 percent of 200 random orders. A good explanation runs below it, and its
# order turned round runs above it.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    from scratchml.datasets import load_digits

    digits, labels = load_digits()
    digits = digits.reshape(-1, 8, 8)
    templates = np.stack([digits[labels == digit].mean(axis=0) for digit in range(10)])
    picture, blocks = digits[8], grid_segments(8, 8, 4, 4)

    def predict_mask(masks):
        return digit_probabilities(mask_image(picture, blocks, masks, digits.mean()), templates)[:, 8]

    rng = np.random.default_rng(0)
    Z = sample_masks(1000, 16, rng)
    weights = kernel_weights(cosine_distance(Z, Z[0]), 0.25)
    order = np.argsort(-weighted_ridge(Z, predict_mask(Z), weights, 1.0)[1])
    chance = np.array([deletion_curve(predict_mask, rng.permutation(16)) for _ in range(200)])
    fig, axes = plt.subplot_mosaic([[*"abcdx"], [*"efghx"]], figsize=(13, 4.4), width_ratios=[1, 1, 1, 1, 3])
    for names, parts in (("abcd", order), ("efgh", rng.permutation(16))):
        for name, gone in zip(names, (0, 2, 4, 8), strict=True):
            kept = np.ones((1, 16), dtype=np.int64)
            kept[0, parts[:gone]] = 0
            axes[name].imshow(mask_image(picture, blocks, kept, digits.mean())[0], cmap="Greys", vmin=0, vmax=1)
            axes[name].set(xticks=[], yticks=[], title=f"{gone} gone: {predict_mask(kept)[0]:.2f}")
    axes["a"].set_ylabel("explained order")
    axes["e"].set_ylabel("random order")
    axes["x"].fill_between(range(17), *np.quantile(chance, [0.1, 0.9], axis=0), color="0.85")
    for curve, style, name in (
        (deletion_curve(predict_mask, order[::-1]), "C3--", "explained order, turned round"),
        (chance.mean(axis=0), "k:", "random orders"),
        (deletion_curve(predict_mask, order), "C0o-", "explained order"),
    ):
        axes["x"].plot(curve, style, markersize=4, label=f"{name}: mean {curve.mean():.2f}")
    axes["x"].set(xlabel="blocks taken away, of 16", ylabel="probability of an 8", ylim=(0, 0.8))
    axes["x"].legend(loc="upper right")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# **Two warnings.** A picture with half its blocks painted grey is no digit that anybody ever wrote. The model
# may answer strangely there, and then the curve tells about that strangeness. And the curve was made with the
# same grey that LIME itself had used: both look at the model through the same glasses. Try another fill.
#
# **A certificate.** For five digits, the three measures beside each other (the 5 is taken for a 9). *Deletion* is the
# mean of the curve of the explained order, divided by that of random orders: below 1 is better than chance.
# The measures do not agree, for they ask different questions. With 30 samples the fit looks perfect, and
# the deletion curve hardly suffers: the strongest blocks are found soon. It is the order of the weak ones that
# wobbles, and only stability tells you. If you name three blocks, 30 samples may do. If you name ten, they do not.

# %%
if __name__ == "__main__":
    from scratchml.datasets import load_digits

    digits, labels = load_digits()
    digits = digits.reshape(-1, 8, 8)
    templates = np.stack([digits[labels == digit].mean(axis=0) for digit in range(10)])
    blocks, rng = grid_segments(8, 8, 4, 4), np.random.default_rng(0)
    print("digit  answer  samples  R squared  stability  deletion")
    for i in (0, 3, 5, 6, 8):
        label = digit_probabilities(digits[i:i + 1], templates)[0].argmax()

        def predict_mask(masks, picture=digits[i], label=label):
            return digit_probabilities(mask_image(picture, blocks, masks, digits.mean()), templates)[:, label]

        chance = np.mean([deletion_curve(predict_mask, rng.permutation(16)) for _ in range(100)])
        for n_samples in (30, 300):
            fits, runs, areas = [], [], []
            for seed in range(8):
                Z = sample_masks(n_samples, 16, np.random.default_rng(seed))
                y, weights = predict_mask(Z), kernel_weights(cosine_distance(Z, Z[0]), 0.25)
                intercept, coef = weighted_ridge(Z, y, weights, 1.0)
                fits.append(weighted_r2(y, intercept + Z @ coef, weights))
                runs.append(coef)
                areas.append(np.mean(deletion_curve(predict_mask, np.argsort(-coef))) / chance)
            values = np.mean(fits), stability(np.array(runs)), np.mean(areas)
            print(f"{labels[i]:5d}  {label:6d}  {n_samples:7d}" + "".join(f"  {value:9.2f}" for value in values))

# %% [markdown]
# ## Four principles for every explanation
#
# In 2021 the National Institute of Standards and Technology of the United States (NIST) published *Four
# Principles of Explainable Artificial Intelligence*. They are about any system that explains itself, by LIME or
# by other means. In our words:
#
# | principle | what it asks for |
# |---|---|
# | **Explanation** | Each answer, or the process behind it, comes with evidence or a reason. |
# | **Meaningful** | The people that it is meant for understand it. |
# | **Explanation accuracy** | It tells how the system really came to its answer. |
# | **Knowledge limits** | The system works only where it was made to work, and only if it is confident enough. |
#
# The first does not ask how good the reason is; that is for the next two. An engineer and a patient need different
# explanations of the same answer. And mind the third: it is not about the accuracy of the *answer*. A wrong
# answer can have an accurate explanation, and that is when you need it most.
#
# The second and the third pull in opposite directions. Three words are easy to understand and leave out a lot. Four
# thousand weights are exact, and nobody reads them.
#
# Source: P. J. Phillips, C. Hahn, P. Fontana, A. Yates, K. Greene, D. Broniatowski, M. Przybocki: *Four Principles
# of Explainable Artificial Intelligence*. NISTIR 8312, National Institute of Standards and Technology, September
# 2021, doi 10.6028/NIST.IR.8312.

# %% [markdown] role="question" points=4
# ## Think about it: hold LIME to the four principles
#
# A clinic uses a network that looks at photographs of skin and says *harmless* or *have it seen by a doctor*.
# Patients take the photographs with their own telephones. With each answer comes a picture in which LIME has
# coloured the patches that spoke for it in green.
#
# Go through NIST's four principles, one by one: **explanation**, **meaningful**, **explanation accuracy**,
# **knowledge limits**. For each of them write two or three sentences:
#
# - what the clinic could show or *measure* to convince you that the principle is kept (name an experiment with its
#   number or its picture, not just a wish);
# - where LIME by itself is not enough, and what you would add.

# %% [markdown] role="answer"
# A point for each principle. Full marks need both halves: something that can be checked, and something that LIME
# does not give. With one half of the two, or a definition in other words only, no point for that principle.
#
# **Explanation.** *Check:* each answer really has its reasons with it: count the cases in the log that have a picture,
# "harmless" answers included. *Not enough:* LIME always paints something, for a model that guesses just as well.
# That a reason is there does not say that it is a good one; this principle does not ask for it, the next two do.
# Also good: reasons for the process (data, training, who is responsible) beside those for the single answer.
#
# **Meaningful.** *Check:* ask the people that it is for. Show patients and doctors explanations and let them predict
# the answer for a new photograph, or choose the worse of two models (as in the paper on LIME); compare with a
# group that sees no explanation. *Not enough:* green patches do not say *what* about the patch mattered (colour,
# edge, hair), and a doctor asks other questions than a patient. Add words, fewer parts, a version for each group.
# Submodular pick is a good answer here if it is about those who judge the whole model.
#
# **Explanation accuracy.** *Check:* weighted R squared of the surrogate, stability over seeds, deletion curve against
# random orders and with a second fill, each with a number below which no picture is shown. Or plant a known cause
# (a ruler, a sticker) and see whether it is found. *Not enough:* the surrogate is a line around one photograph and sees
# only patches; it misses what works in combination; grey patches are pictures that the network has never seen. A high
# R squared alone is not enough, for it comes from the samples that were fitted. An answer that takes the accuracy of
# the *diagnosis* for that of the explanation gets no point here.
#
# **Knowledge limits.** *Check:* send in what the system was not made for (a blurred photograph, a dog, a
# skin tone or a camera that was missing in training) and count how often it declines; measure whether a confidence of
# 0.9 is right nine times out of ten. *Not enough:* LIME explains every answer, that for the dog as well, and
# never says "I do not know". Add a threshold on the confidence, a detector for unusual pictures, and a way to a
# human. A low R squared or stability can at least stop the explanation.
