# %% [markdown]
# # A neuron: weigh, add, fire
#
# **The question.** Your head holds some 86 billion nerve cells. Each listens to thousands of others, and now
# and then it fires. That is nearly all it does. Can such a cell be written down in two lines of code? And can
# anything clever be built from it?
#
# Both answers are yes. Between the two lies a story of seventy years, with a winter in the middle. First the
# story, on one page; then the two lines.

# %% [markdown]
# ## Seventy years on one page
#
# **1943: the formula.** Warren McCulloch, a psychiatrist, and Walter Pitts, a self-taught logician of twenty,
# write a nerve cell as a formula: it fires if enough of its inputs do. Networks of such cells can compute
# whatever logic can say. But each one is wired by hand; nothing learns. [1]
#
# **1958: learning from mistakes.** Frank Rosenblatt, a psychologist, lets the weights change with every
# mistake: the *perceptron*. In July, an IBM 704 in Washington is fed fifty cards, and learns to tell marks on
# the left from marks on the right. The Navy, writes the *New York Times*, expects a computer that will "walk,
# talk, see, write, reproduce itself and be conscious of its existence". [2, 3]
#
# **1960: learning by slopes.** Bernard Widrow and his student Ted Hoff (later one of the makers of the first
# microprocessor) do not ask whether a guess was wrong, but by how much: *Adaline*. That is gradient descent,
# and so is all training of networks today. [4]
#
# **1969: winter.** Marvin Minsky and Seymour Papert prove what one layer of such neurons cannot do. The
# smallest case has two inputs and a name: XOR. Two layers can do it, but nobody knows a good way to train
# them. Interest and money go elsewhere for some fifteen years. [5]
#
# **1986: thaw.** David Rumelhart, Geoffrey Hinton and Ronald Williams send the error backwards through the
# layers, by the chain rule: *back-propagation*. The rule had been found before (Seppo Linnainmaa, 1970; Paul
# Werbos, 1974); now people see what it is good for. [6]
#
# **2012: spring.** Alex Krizhevsky, Ilya Sutskever and Geoffrey Hinton train 60 million weights on two
# graphics cards. In the ImageNet contest, with five guesses for each picture, their *AlexNet* misses 15.3 % of
# the pictures, and the second best 26.2 %. The ideas are those of 1986; what is new is mostly data and speed. [7]
#
# This lesson is 1943, and the XOR of 1969. The next one is 1958, the one after it 1960. 1986 comes in the
# segment `nn`, 2012 in `cnn`.
#
# *Sources.* [1] W. McCulloch, W. Pitts: A logical calculus of the ideas immanent in nervous activity.
# Bulletin of Mathematical Biophysics 5 (1943), 115-133. [2] F. Rosenblatt: The perceptron: a probabilistic
# model for information storage and organization in the brain. Psychological Review 65 (1958), 386-408.
# [3] New Navy device learns by doing. The New York Times, 8 July 1958. [4] B. Widrow, M. Hoff: Adaptive
# switching circuits. IRE WESCON Convention Record (1960), part 4, 96-104. [5] M. Minsky, S. Papert:
# Perceptrons. MIT Press 1969. [6] D. Rumelhart, G. Hinton, R. Williams: Learning representations by
# back-propagating errors. Nature 323 (1986), 533-536. [7] A. Krizhevsky, I. Sutskever, G. Hinton: ImageNet
# classification with deep convolutional neural networks. NIPS 2012.

# %%
"""Neuron: weigh the inputs, add a bias, and fire if the sum is not negative."""

import numpy as np

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    story = (
        (1943, "McCulloch, Pitts:\na neuron is a formula", 1), (1958, "Rosenblatt:\nthe perceptron", -1),
        (1960, "Widrow, Hoff:\nAdaline", 1), (1969, "Minsky, Papert:\nXOR", -1),
        (1986, "Rumelhart, Hinton,\nWilliams: back-propagation", 1), (2012, "Krizhevsky et al.:\nAlexNet", -1),
    )  # fmt: skip
    plt.figure(figsize=(11, 2.9))
    plt.axhline(0, color="0.3")
    plt.axvspan(1969, 1986, 0.44, 0.56, color="C0", alpha=0.15)
    plt.text(1977.5, 0.06, "winter", ha="center", color="C0", style="italic")
    for year, text, side in story:
        plt.plot([year, year], [0, 0.55 * side], color="0.7", zorder=0)
        plt.plot(year, 0, "C3o")
        plt.text(year, 0.62 * side, f"{year}\n{text}", ha="center", va="bottom" if side > 0 else "top", fontsize=9)
    plt.axis((1935, 2020, -1.7, 1.7))
    plt.axis("off")
    plt.show()

# %% [markdown]
# ## Weigh and add
#
# **Shall I take the umbrella?** Two things speak for it: dark clouds ($x_1$, from 0 to 1) and the forecast
# ($x_2$, from 0 to 1). The forecast counts more, so it gets the larger weight. And you do not like to carry
# things, so there is something to be overcome: a negative **bias**. Put together,
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + w_D x_D + b = w \cdot x + b.$$
#
# This is the **net input** of a neuron. One example is an array of shape $(D,)$ and gives one number. A
# batch of $N$ examples, one in each row, gives $N$ numbers. With the right operator, both are the same code.

# %%
def net_input(x, w, b):
    """Net input of a neuron: the sum of the weighted inputs, and the bias.

    Parameters
    ----------
    x : ndarray of float, shape (D,) or (N, D)
        One example, or a batch with one example in each row.
    w : ndarray of float, shape (D,)
        One weight for each input.
    b : float
        The bias.

    Returns
    -------
    z : float, or ndarray of float of shape (N,)
        One number for each example.

    References
    ----------
    F. Rosenblatt: The perceptron. Psychological Review 65 (1958), 386-408.
    """
    return x @ w + b


# %% [markdown]
# ## Fire, or don't
#
# **You cannot take half an umbrella.** The neuron fires (1) if its net input is not negative, and stays silent
# (0) otherwise:
#
# $$\operatorname{step}(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}$$
#
# At exactly 0 it fires. Some books choose the other side; here it is a rule, and the next lessons rely on it.

# %%
def step(z):
    """Threshold: 1 where z is at least 0, and 0 where it is negative.

    Parameters
    ----------
    z : float or ndarray of float, any shape

    Returns
    -------
    fires : int, or ndarray of int of the shape of z
        Whole numbers (int), neither floats nor truth values.

    References
    ----------
    W. McCulloch, W. Pitts: A logical calculus of the ideas immanent in nervous activity. Bulletin of
    Mathematical Biophysics 5 (1943), 115-133.
    """
    return np.where(z >= 0, 1, 0)


# %% [markdown]
# **What does the neuron see?** Each point of the square below is a weather. The net input is a slope: it rises
# steadily in the direction of the weights, and the dashed lines of equal height are straight. The step cuts it
# at height 0. So all that a neuron with two inputs can ever do is this: **draw one straight line, and call one
# side yes**. With three inputs it is a plane, with a thousand a hyperplane, but it is always flat.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    w, b = np.array([2.0, 3.0]), -2.5
    axis = np.linspace(0, 1, 201)
    weather = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    z = net_input(weather, w, b)
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(13, 3.7))
    left.plot(np.linspace(-2.5, 2.5, 501), step(np.linspace(-2.5, 2.5, 501)), "C3")
    left.set(title="step", xlabel="net input z", ylabel="fires?", yticks=[0, 1])
    for ax, values, name in ((middle, z, "net input"), (right, step(z), "take the umbrella?")):
        picture = ax.imshow(values.reshape(201, 201), origin="lower", extent=(0, 1, 0, 1), cmap="coolwarm", alpha=0.6)
        lines = ax.contour(axis, axis, z.reshape(201, 201), levels=[-2, -1, 0, 1, 2], colors="k", linestyles="--")
        ax.clabel(lines, fmt="%g")
        ax.set(title=name, xlabel="dark clouds", ylabel="forecast")
        fig.colorbar(picture, ax=ax, ticks=[0, 1] if ax is right else None)
    arrow = w / np.linalg.norm(w) / 3
    middle.annotate("", arrow + 0.45, (0.45, 0.45), arrowprops={"width": 2, "headwidth": 9, "color": "k"})
    middle.text(0.48, 0.62, "w", fontsize=13)
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## Logic from one neuron
#
# **Can a cell do logic?** McCulloch and Pitts thought so, and it takes no more than a good choice of weights.
# False is 0 and true is 1, so two inputs have four cases: the corners of a square. `AND` shall fire at one
# corner, `OR` at three, `NAND` (not and) at the three where `AND` does not. `NOT` has one input.
#
# | $x_1$ | $x_2$ | AND | OR | NAND |
# |---|---|---|---|---|
# | 0 | 0 | 0 | 0 | 1 |
# | 0 | 1 | 0 | 1 | 1 |
# | 1 | 0 | 0 | 1 | 1 |
# | 1 | 1 | 1 | 1 | 0 |
#
# There are endlessly many right answers: any line will do that has the right corners on its right side. Take
# a pencil, draw the square, draw the line; then find $w$ and $b$. Yours is judged by what it does.

# %%
def logic_gate(name):
    """Weights and bias of a neuron that computes a logic gate of inputs 0 (false) and 1 (true).

    Parameters
    ----------
    name : str
        "AND", "OR" or "NAND" of two inputs, or "NOT" of one.

    Returns
    -------
    w : ndarray of float, shape (2,), or (1,) for "NOT"
    b : float
        Any pair that gives the gate's truth table. A net input of 0 fires.

    Raises
    ------
    ValueError
        For any other name.

    References
    ----------
    W. McCulloch, W. Pitts: A logical calculus of the ideas immanent in nervous activity. Bulletin of
    Mathematical Biophysics 5 (1943), 115-133.
    """
    gates = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5), "NOT": ([-1], 0.5)}
    if name not in gates:
        raise ValueError(f"no single neuron is known here for {name!r}; there is: {', '.join(gates)}")
    w, b = gates[name]
    return np.array(w, dtype=float), b


# %% [markdown]
# **Your four gates.** A full dot is a corner where the gate shall fire, an empty one where it shall not. The
# coloured side is where your neuron does.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    axis = np.linspace(-0.5, 1.5, 201)
    plane = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    fig, panels = plt.subplots(1, 4, figsize=(13, 3.4))
    tables = {"AND": "0001", "OR": "0111", "NAND": "1110", "NOT": "10"}
    for ax, name in zip(panels, tables, strict=True):
        w, b = logic_gate(name)
        places = corners if len(w) == 2 else np.array([[0.0, 0.5], [1.0, 0.5]])
        fires = step(net_input(plane[:, : len(w)], w, b)).reshape(201, 201)
        ax.imshow(fires, origin="lower", extent=(-0.5, 1.5, -0.5, 1.5), cmap="Oranges", vmin=0, vmax=2)
        for place, wanted in zip(places, tables[name], strict=True):
            ax.plot(*place, "o", markersize=13, color="k", fillstyle="full" if wanted == "1" else "none")
        ax.set(title=f"{name}: w = {w}, b = {b:g}", xlabel="$x_1$", ylabel="$x_2$", xticks=[0, 1], yticks=[0, 1])
    panels[3].set(ylabel="", yticks=[])
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## The whole neuron
#
# **Two lines, as promised,** and now they go under one name: weigh and add, then fire or don't.

# %%
def neuron(x, w, b):
    """Output of a threshold neuron: the step of its net input.

    Parameters
    ----------
    x : ndarray of float, shape (D,) or (N, D)
        One example, or a batch with one example in each row.
    w : ndarray of float, shape (D,)
    b : float

    Returns
    -------
    fires : int, or ndarray of int of shape (N,)
        0 or 1 for each example; 1 where the net input is exactly 0.

    References
    ----------
    W. McCulloch, W. Pitts: A logical calculus of the ideas immanent in nervous activity. Bulletin of
    Mathematical Biophysics 5 (1943), 115-133.
    """
    return step(net_input(x, w, b))


# %% [markdown]
# ## Where is the line?
#
# **A neuron with two inputs is a line; which one?** It is where the net input is 0. Solve for the second input:
#
# $$w_1 x_1 + w_2 x_2 + b = 0 \quad\Rightarrow\quad x_2 = -\frac{w_1}{w_2} x_1 - \frac{b}{w_2}.$$
#
# So the weights give the direction of the line (they stand at a right angle to it), and the bias moves it to
# and fro. If $w_2 = 0$, the line is upright and has no such formula.

# %%
def decision_line(w, b, x1):
    """Second coordinate of a neuron's decision line, where the net input is 0, at the first coordinate x1.

    Parameters
    ----------
    w : ndarray of float, shape (2,)
    b : float
    x1 : float or ndarray of float, any shape

    Returns
    -------
    x2 : float, or ndarray of float of the shape of x1

    Raises
    ------
    ValueError
        If w[1] is 0: the line is upright, or there is none.

    References
    ----------
    C. Bishop: Pattern Recognition and Machine Learning. Springer 2006, section 4.1.1.
    """
    if w[1] == 0:
        raise ValueError("w[1] is 0: an upright line has no second coordinate for every first one")
    return -(w[0] * x1 + b) / w[1]


# %% [markdown]
# **Turn and shift.** Left: the same weights with other biases; the line shifts. Right: other weights, always
# of length 1, and the same bias; the line turns around the origin and touches a circle. The arrows are the
# weights: they point to the side where the neuron fires.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 4.4))
    x1 = np.array([-3.0, 3.0])
    shifted = [(np.array([0.6, 0.8]), b) for b in (-1.5, -0.75, 0.0, 0.75, 1.5)]
    turned = [(np.array([np.cos(turn), np.sin(turn)]), -1.0) for turn in np.radians([20, 50, 80, 110, 140])]
    for ax, lines in ((left, shifted), (right, turned)):
        for number, (w, b) in enumerate(lines):
            ax.plot(x1, decision_line(w, b, x1), f"C{number}", label=f"w = ({w[0]:.1f}, {w[1]:.1f}), b = {b:g}")
            ax.quiver(*(-b * w), *w, angles="xy", scale_units="xy", scale=2, color=f"C{number}")
        ax.set(xlim=(-2.6, 2.6), ylim=(-2.2, 4.2), xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
        ax.legend(fontsize=8, loc="upper right")
    right.add_patch(plt.Circle((0, 0), 1, fill=False, color="0.6", linestyle=":"))
    left.set_title("other biases")
    right.set_title("other weights")
    fig.tight_layout()
    plt.show()

# %% [markdown]
# ## The gate that has no line
#
# **Which functions of two inputs can one neuron compute?** Four corners, each 0 or 1: there are only sixteen
# functions. Let us not think; let us throw dice. Ten thousand neurons with random weights and biases, and for
# each the truth table that it happens to compute.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    count = np.zeros(16, dtype=int)
    for _ in range(10_000):
        count[step(net_input(corners, rng.normal(size=2), rng.normal())) @ [8, 4, 2, 1]] += 1
    names = {1: "AND", 6: "XOR", 7: "OR", 9: "XNOR", 14: "NAND", 8: "NOR", 0: "never", 15: "always"}
    plt.figure(figsize=(11, 3))
    bars = plt.bar(range(16), count, color="C0")
    plt.bar_label(bars, count, fontsize=9)
    labels = [f"{table:04b}\n{names.get(table, '')}" for table in range(16)]
    plt.xticks(range(16), labels, fontsize=9)
    for table in (6, 9):
        plt.gca().get_xticklabels()[table].set_color("C3")
    plt.gca().set(ylabel="neurons", ylim=(0, 1.15 * count.max()), xlabel="output at the corners 00, 01, 10, 11")
    plt.tight_layout()
    plt.show()

# %% [markdown]
# Fourteen of the sixteen appear. Two never do, however long you throw: **XOR** (exclusive or: one of the two,
# but not both) and its opposite. Their ones sit at opposite corners of the square, and no straight line has
# both of them on one side and the two others on the other. This is the theorem that froze a field.
#
# (And it gets worse. Of the 256 functions of three inputs, one neuron can do 104; of the 65,536 of four
# inputs, 1882.)
#
# ## Two layers
#
# **What one line cannot do, two lines can,** if a third neuron looks at what the first two say. Say XOR in
# words that you have gates for, and you have a network with a **hidden layer** of $H$ neurons:
#
# $$h = \operatorname{step}(x W_1 + b_1), \qquad \text{output} = \operatorname{step}(h \cdot w_2 + b_2).$$
#
# Each column of $W_1$ holds the weights of one hidden neuron. How many neurons you use is up to you; again
# your network is judged by what it does.

# %%
def xor_network():
    """Weights and biases of a network with one hidden layer that computes XOR of inputs 0 and 1.

    The hidden layer is h = step(x W1 + b1), and the output step(h . w2 + b2). A net input of 0 fires.

    Returns
    -------
    W1 : ndarray of float, shape (2, H)
        In each column the weights of one hidden neuron; any H will do.
    b1 : ndarray of float, shape (H,)
    w2 : ndarray of float, shape (H,)
    b2 : float

    References
    ----------
    M. Minsky, S. Papert: Perceptrons. MIT Press 1969.
    D. Rumelhart, G. Hinton, R. Williams: Learning internal representations by error propagation. In: Parallel
    Distributed Processing, MIT Press 1986, chapter 8.
    """
    gates = [logic_gate(name) for name in ("OR", "NAND")]
    W1 = np.stack([w for w, _ in gates], axis=1)
    b1 = np.array([b for _, b in gates])
    w2, b2 = logic_gate("AND")
    return W1, b1, w2, b2


# %% [markdown]
# **How does it do that?** Left: the line of each hidden neuron, and in colour where the whole network fires.
# Right: what the hidden neurons make of the four cases. For the neuron behind them *this* is the input, and
# the two cases where XOR fires can be told from the others by one line. The hidden layer has moved the points
# to where they are easy. That is what hidden layers are for, in this network and in AlexNet.

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    W1, b1, w2, b2 = xor_network()
    axis = np.linspace(-0.5, 1.5, 201)
    plane = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8))
    fires = neuron(step(plane @ W1 + b1), w2, b2)
    left.imshow(fires.reshape(201, 201), origin="lower", extent=(-0.5, 1.5, -0.5, 1.5), cmap="Oranges", vmin=0, vmax=2)
    for j in range(len(b1)):
        z = net_input(plane, W1[:, j], b1[j]).reshape(201, 201)
        left.contour(axis, axis, z, levels=[0], colors=[f"C{3 * j % 10}"], linewidths=3)
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    left.plot([0, 1], [1, 0], "ko", [0, 1], [0, 1], "ko", markersize=13)
    left.lines[1].set_fillstyle("none")
    left.set(title="the lines of the hidden neurons", xlabel="$x_1$", ylabel="$x_2$", xticks=[0, 1], yticks=[0, 1])
    hidden = step(corners @ W1 + b1)
    table = np.column_stack([hidden, neuron(hidden, w2, b2)])
    right.imshow(table, cmap="Oranges", vmin=0, vmax=2)
    for row, column in np.ndindex(table.shape):
        right.text(column, row, str(table[row, column]), ha="center", va="center", fontsize=13)
    names = [f"hidden {j + 1}" for j in range(len(b1))] + ["output"]
    right.axvline(len(b1) - 0.5, color="k")
    right.set(title="what they say", xticks=range(len(names)), yticks=range(4))
    right.set_xticklabels(names)
    right.set_yticklabels(["0 xor 0", "0 xor 1", "1 xor 0", "1 xor 1"])
    fig.tight_layout()
    plt.show()

# %% [markdown]
# **You have set these weights by hand,** as people did in 1943. For XOR that is a riddle for a few minutes. For
# 60 million weights it is not. How can a neuron find its weights by itself? That is the next lesson.

# %% [markdown] role="question" points=2
# ## Think about it
#
# 1. Dice are no proof. Write down the four conditions on $w_1$, $w_2$ and $b$ under which one neuron computes
#    XOR, and show that they contradict each other. (Add two of them.)
# 2. A friend builds a network of two layers, but leaves out the step between them: the hidden layer hands on
#    its net input. Can it compute XOR with more hidden neurons? Why?

# %% [markdown] role="answer"
# **1.** Silent at (0, 0): $b < 0$. Fires at (1, 0) and at (0, 1): $w_1 + b \ge 0$ and $w_2 + b \ge 0$. Silent
# at (1, 1): $w_1 + w_2 + b < 0$. Add the two in the middle: $w_1 + w_2 + 2b \ge 0$, so
# $w_1 + w_2 + b \ge -b > 0$ by the first, against the last.
#
# **2.** No. Without a step, the output's net input is $(xW_1 + b_1) \cdot w_2 + b_2 = x \cdot (W_1 w_2) + (b_1
# \cdot w_2 + b_2)$: that is one neuron with weights $W_1 w_2$ and bias $b_1 \cdot w_2 + b_2$, however many
# hidden neurons there are. Linear after linear is linear; it takes the bend of the step to gain anything.
#
# *Look for:* four inequalities and a contradiction from adding the two "fires" (1 point; a drawing with the
# argument that segments between opposite corners cross is as good); two linear maps make one (1 point).
