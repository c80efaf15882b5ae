"""Optimizers: the gradient says which way is down, the optimizer says how far to go."""

import numpy as np

from autograder import Lesson

# A matrix, two vectors of the same shape, another matrix: state belongs to the place, not to the shape.
SHAPES = ((3, 4), (4,), (4,), (4, 2))

lesson = Lesson(place=5)
sgd_step = lesson.exercise(
    "sgd_step",
    minutes=2,
    core=True,
    hints=(
        "The gradient points uphill. Which sign takes you down?",
        "You get two lists. Walk through both at once, and put a new array into a new list each time.",
    ),
)
sgd = lesson.exercise(
    "SGD",
    minutes=2,
    hints=(
        "What does the object have to remember between two steps?",
        "Keep the learning rate in __init__; step has a function of this lesson that does the rest.",
    ),
    after=("sgd_step",),
)
momentum = lesson.exercise(
    "Momentum",
    minutes=6,
    hints=(
        "What must be remembered from one step to the next, and for which array?",
        "How does step notice that it is the first one, and what is the velocity then?",
        "With nesterov the velocity is the same as without. Only the parameters are moved differently.",
    ),
)
adagrad = lesson.exercise(
    "Adagrad",
    minutes=5,
    hints=(
        "Which quantity grows from step to step, and what shape does it have?",
        "First add to the sum, then divide by its root. Where does eps stand?",
    ),
)
rmsprop = lesson.exercise(
    "RMSprop",
    minutes=4,
    hints=(
        "How does a running mean differ from Adagrad's sum?",
        "The old mean and the new square have shares that add up to one. Which is the larger share?",
    ),
)
adam = lesson.exercise(
    "Adam",
    minutes=8,
    hints=(
        "Two running means: what does each one average, and what is its share of the old?",
        "Which t belongs to the first step? How often does t grow if there are four arrays?",
        "Correct copies of both means for the step, and remember the uncorrected ones.",
    ),
)


def arrays(rng, scale=1.0, dtype=np.float64):
    """Draw one array for each of SHAPES."""
    return [(scale * rng.normal(size=shape)).astype(dtype) for shape in SHAPES]


def walk(optimizer, rng, steps, scale=1.0, dtype=np.float64):
    """Take several steps, each with new gradients."""
    params = arrays(rng, dtype=dtype)
    for _ in range(steps):
        params = optimizer.step(params, arrays(rng, scale, dtype))


def take_turns(first, second, rng):
    """Take several steps with two optimizers, one after the other."""
    for _ in range(2):
        walk(first, rng, steps=1)
        walk(second, rng, steps=1)


def step_after(optimizer, rng, steps):
    """Take several steps far out, where rounding swallows them, and one near zero: it shows what is remembered."""
    for start in (*[1e15] * steps, 0.0):
        optimizer.step([np.full(5, start)], [rng.normal(size=5)])


def one_step(optimizer, grad):
    """Take a first step with a single array, from zero."""
    grad = np.array(grad)
    optimizer.step([np.zeros(grad.shape)], [grad])


@sgd_step.check(points=1)
def test_goes_against_the_gradient(both, rng):
    """goes against the gradient by the learning rate"""
    both.sgd_step([rng.normal(size=5)], [rng.normal(size=5)], 0.1)


@sgd_step.check(points=1)
def test_every_array_of_the_list(both, rng):
    """moves every array of the list by its own gradient, in float32 too"""
    both.sgd_step(arrays(rng, dtype=np.float32), arrays(rng, dtype=np.float32), 0.5)


@sgd.check(points=1)
def test_sgd_with_its_learning_rate(both, rng):
    """steps with the learning rate that it was made with"""
    walk(both.SGD(lr=0.3), rng, steps=1)


@sgd.check(points=1)
def test_sgd_default(both, rng):
    """has a learning rate of 0.01 unless told otherwise"""
    walk(both.SGD(), rng, steps=1, scale=10)


@sgd.check(points=1, hint="The second step depends on nothing but its own parameters and gradients.")
def test_sgd_remembers_nothing(both, rng):
    """takes each step as if it were the first"""
    walk(both.SGD(0.2), rng, steps=3)


@momentum.check(points=1)
def test_momentum_starts_at_rest(both, rng):
    """takes a first step as plain gradient descent does"""
    one_step(both.Momentum(lr=0.1), rng.normal(size=5))


@momentum.check(points=2)
def test_momentum_gathers_speed(both, rng):
    """keeps its velocity from step to step"""
    step_after(both.Momentum(lr=0.1, momentum=0.8), rng, steps=3)


@momentum.check(points=1, hint="Is there a velocity for every place in the list?")
def test_momentum_for_every_array(both, rng):
    """has a velocity for every array of the list, in float32 too"""
    walk(both.Momentum(lr=0.1, momentum=0.7), rng, steps=3, dtype=np.float32)


@momentum.check(points=2, hint="The parameters move by momentum times the new velocity, minus lr g.")
def test_nesterov_looks_ahead(both, rng):
    """looks ahead if nesterov is true"""
    walk(both.Momentum(lr=0.2, momentum=0.6, nesterov=True), rng, steps=3)


@momentum.check(points=1)
def test_momentum_defaults(both, rng):
    """has the defaults of its signature"""
    walk(both.Momentum(), rng, steps=3, scale=10)


@momentum.check(points=1, hint="State belongs to the object: it is made in __init__ or in its own first step.")
def test_momentum_keeps_to_itself(both, rng):
    """shares no velocity with another optimizer"""
    first, second = both.Momentum(lr=0.1), both.Momentum(lr=0.2, momentum=0.5)
    take_turns(first, second, rng)


@adagrad.check(points=1)
def test_adagrad_first_step(both, rng):
    """makes the first step as long as the learning rate, whatever the gradient"""
    one_step(both.Adagrad(lr=0.5), [-30.0, 2.0, 0.5, -0.01, 7.0])


@adagrad.check(points=2)
def test_adagrad_adds_up(both, rng):
    """adds up the squares of all gradients so far"""
    step_after(both.Adagrad(lr=0.5), rng, steps=3)


@adagrad.check(points=1, hint="Is there a sum for every entry at every place in the list?")
def test_adagrad_for_every_array(both, rng):
    """has a sum for every array of the list, in float32 too"""
    walk(both.Adagrad(lr=0.3), rng, steps=3, dtype=np.float32)


@adagrad.check(points=1, hint="0 / (sqrt(0) + eps) is zero: is eps there when the sum is still zero?")
def test_adagrad_without_a_slope(both, rng):
    """stays where the gradient is zero"""
    one_step(both.Adagrad(lr=0.5), [0.0, 1.0, 0.0, -2.0, 0.0])


@adagrad.check(points=1, hint="eps is added after the root is drawn.")
def test_adagrad_eps_outside_the_root(both, rng):
    """has eps outside the root"""
    walk(both.Adagrad(lr=0.5, eps=0.3), rng, steps=2)


@adagrad.check(points=1)
def test_adagrad_defaults(both, rng):
    """has the defaults of its signature"""
    optimizer = both.Adagrad()
    one_step(optimizer, 1e-8 * rng.uniform(0.5, 2, size=5))
    one_step(optimizer, 1e-8 * rng.uniform(0.5, 2, size=5))


@adagrad.check(points=1, hint="State belongs to the object: it is made in __init__ or in its own first step.")
def test_adagrad_keeps_to_itself(both, rng):
    """shares no sum with another optimizer"""
    first, second = both.Adagrad(lr=0.5), both.Adagrad(lr=0.2)
    take_turns(first, second, rng)


@rmsprop.check(points=1)
def test_rmsprop_first_step(both, rng):
    """starts its running mean at zero"""
    one_step(both.RMSprop(lr=0.5), [-30.0, 2.0, 0.5, -0.01, 7.0])


@rmsprop.check(points=2)
def test_rmsprop_forgets(both, rng):
    """keeps a running mean of the squares"""
    step_after(both.RMSprop(lr=0.5, decay=0.7), rng, steps=3)


@rmsprop.check(points=1, hint="Is there a mean for every entry at every place in the list?")
def test_rmsprop_for_every_array(both, rng):
    """has a mean for every array of the list, in float32 too"""
    walk(both.RMSprop(lr=0.3, decay=0.6), rng, steps=3, dtype=np.float32)


@rmsprop.check(points=1, hint="0 / (sqrt(0) + eps) is zero: is eps there when the mean is still zero?")
def test_rmsprop_without_a_slope(both, rng):
    """stays where the gradient is zero"""
    one_step(both.RMSprop(lr=0.5), [0.0, 1.0, 0.0, -2.0, 0.0])


@rmsprop.check(points=1, hint="eps is added after the root is drawn.")
def test_rmsprop_eps_outside_the_root(both, rng):
    """has eps outside the root"""
    walk(both.RMSprop(lr=0.5, eps=0.3), rng, steps=2)


@rmsprop.check(points=1)
def test_rmsprop_defaults(both, rng):
    """has the defaults of its signature"""
    optimizer = both.RMSprop()
    one_step(optimizer, 1e-8 * rng.uniform(0.5, 2, size=5))
    one_step(optimizer, 1e-8 * rng.uniform(0.5, 2, size=5))


@rmsprop.check(points=1, hint="State belongs to the object: it is made in __init__ or in its own first step.")
def test_rmsprop_keeps_to_itself(both, rng):
    """shares no mean with another optimizer"""
    first, second = both.RMSprop(lr=0.5), both.RMSprop(lr=0.2, decay=0.5)
    take_turns(first, second, rng)


@adam.check(points=2, hint="In the first step t is 1, and both corrections undo the start at zero exactly.")
def test_adam_first_step(both, rng):
    """makes the first step as long as the learning rate, whatever the gradient"""
    one_step(both.Adam(lr=0.5), [-30.0, 2.0, 0.5, -0.01, 7.0])


@adam.check(points=2)
def test_adam_several_steps(both, rng):
    """keeps running means of gradients and squares, and corrects both in every step"""
    step_after(both.Adam(lr=0.5, beta1=0.8, beta2=0.95), rng, steps=3)


@adam.check(points=1, hint="Each place in the list has two means of its own; t is shared by all.")
def test_adam_for_every_array(both, rng):
    """has two means for every array of the list, and counts steps, not arrays"""
    walk(both.Adam(lr=0.3, beta1=0.6, beta2=0.7), rng, steps=3, dtype=np.float32)


@adam.check(points=1, hint="0 / (sqrt(0) + eps) is zero: is eps there when the mean is still zero?")
def test_adam_without_a_slope(both, rng):
    """stays where the gradient is zero"""
    one_step(both.Adam(lr=0.5), [0.0, 1.0, 0.0, -2.0, 0.0])


@adam.check(points=1, hint="First the correction, then the root, then eps.")
def test_adam_eps_comes_last(both, rng):
    """adds eps outside the root, after the correction"""
    walk(both.Adam(lr=0.5, eps=0.3), rng, steps=2)


@adam.check(points=1)
def test_adam_defaults(both, rng):
    """has the defaults of its signature"""
    optimizer = both.Adam()
    one_step(optimizer, 1e-8 * rng.uniform(0.5, 2, size=5))
    one_step(optimizer, 1e-8 * rng.uniform(0.5, 2, size=5))


@adam.check(points=1, hint="State belongs to the object: it is made in __init__ or in its own first step.")
def test_adam_keeps_to_itself(both, rng):
    """shares neither means nor t with another optimizer"""
    first, second = both.Adam(lr=0.5), both.Adam(lr=0.2, beta1=0.5)
    take_turns(first, second, rng)
