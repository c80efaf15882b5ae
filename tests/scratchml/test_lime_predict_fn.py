"""scratchml.explain and black boxes: batches, bounded memory, progress, and errors that say what the model did."""

import tracemalloc

import numpy as np
import pytest

from scratchml import explain
from scratchml.perturbation import grid_segments

SEGMENTS = grid_segments(8, 8, 2, 2)
IMAGE = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)


def brightness(pictures):
    """Two scores per picture."""
    light = pictures.mean(axis=(1, 2, 3))
    return np.column_stack([light, -light])


def explain_picture(predict_fn=brightness, **options):
    return explain.explain_image(predict_fn, IMAGE, SEGMENTS, 50, np.random.default_rng(0), **options)


def seen_by(model, call):
    """The batches that a model is given."""
    batches = []

    def spy(batch):
        batches.append(batch)
        return model(batch)

    call(spy)
    return batches


def test_pictures_keep_dtype_and_shape():
    batches = seen_by(brightness, lambda spy: explain_picture(spy))
    assert [(batch.dtype, batch.shape) for batch in batches] == [(np.uint8, (50, 8, 8, 3))]


def test_grey_pictures_come_without_channels():
    model = lambda pictures: np.column_stack([pictures.mean(axis=(1, 2)), np.ones(len(pictures))])  # noqa: E731
    batches = seen_by(model, lambda spy: explain.explain_image(spy, IMAGE[..., 0], SEGMENTS, 9))
    assert batches[0].shape == (9, 8, 8)


def test_the_first_picture_is_the_original():
    batches = seen_by(brightness, lambda spy: explain_picture(spy, fill=0))
    np.testing.assert_array_equal(batches[0][0], IMAGE)


def test_table_rows_are_float64_and_the_first_is_the_original():
    X = np.arange(40).reshape(20, 2)
    batches = seen_by(lambda X: X, lambda spy: explain.explain_tabular(spy, X[4], X, 30))
    assert [(batch.dtype, batch.shape) for batch in batches] == [(np.float64, (30, 2))]
    np.testing.assert_array_equal(batches[0][0], X[4])


def test_texts_are_a_list_of_words_joined_by_one_space():
    model = lambda texts: [[len(text), 1] for text in texts]  # noqa: E731
    batches = seen_by(model, lambda spy: explain.explain_text(spy, "Good,  good\nwine_7!", 5))
    assert isinstance(batches[0], list)
    assert batches[0][0] == "Good good wine_7"


@pytest.mark.parametrize("batch_size", [1, 7, 49, 50, 1000])
def test_the_batch_size_changes_nothing(batch_size):
    found, whole = explain_picture(batch_size=batch_size), explain_picture()
    assert found._replace(weights=None) == whole._replace(weights=None)
    np.testing.assert_array_equal(found.weights, whole.weights)


def test_batches_are_as_large_as_asked_for():
    batches = seen_by(brightness, lambda spy: explain_picture(spy, batch_size=20))
    assert [len(batch) for batch in batches] == [20, 20, 10]


def test_batches_take_at_most_8_mib():
    image = np.zeros((512, 512, 3), np.uint8)
    batches = seen_by(brightness, lambda spy: explain.explain_image(spy, image, grid_segments(512, 512, 4, 4), 23))
    assert [len(batch) for batch in batches] == [10, 10, 3]
    assert batches[0].nbytes <= 8 * 2**20


def test_a_picture_of_more_than_8_mib_comes_alone():
    image = np.zeros((1100, 1000), np.float64)
    model = lambda pictures: np.ones((len(pictures), 2))  # noqa: E731
    batches = seen_by(model, lambda spy: explain.explain_image(spy, image, grid_segments(1100, 1000, 2, 2), 3))
    assert [len(batch) for batch in batches] == [1, 1, 1]


def test_a_thousand_pictures_take_less_than_20_mib():
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (224, 224, 3)).astype(np.uint8)
    segments = grid_segments(224, 224, 10, 10)
    model = lambda pictures: pictures[:, :2, 0, 0] / 255  # noqa: E731
    tracemalloc.start()
    try:
        explain.explain_image(model, image, segments, 1000, rng)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= 20 * 2**20


def test_progress_is_told_after_each_batch():
    told = []
    explain_picture(batch_size=20, progress=lambda done, total: told.append((done, total)))
    assert told == [(20, 50), (40, 50), (50, 50)]


def test_a_model_that_paints_on_its_batch_does_no_harm():
    def vandal(pictures):
        scores = brightness(pictures)
        pictures[:] = 0
        return scores

    before = IMAGE.copy()
    np.testing.assert_array_equal(explain_picture(vandal).weights, explain_picture().weights)
    np.testing.assert_array_equal(IMAGE, before)


@pytest.mark.parametrize("convert", [np.float32, bool, int])
def test_scores_of_any_number_type_will_do(convert):
    assert explain_picture(lambda pictures: brightness(pictures).astype(convert)).weights.dtype == np.float64


def test_scores_may_be_lists():
    listed = explain_picture(lambda pictures: brightness(pictures).tolist())
    np.testing.assert_array_equal(listed.weights, explain_picture().weights)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda scores: scores[:, 0], "give predict_proba rather than predict"),
        (lambda scores: scores[:-1], r"must return shape \(20, C\) for an array of shape \(20, 8, 8, 3\), dtype uint8"),
        (lambda scores: scores[:, :0], r"got \(20, 0\)"),
        (lambda scores: scores[0, 0], r"must return shape \(20, C\)"),
        (lambda scores: scores[:, :, None], r"got \(20, 2, 1\)"),
        (lambda scores: scores[:, :1] if len(scores) == 10 else scores, r"must return shape \(10, 2\)"),
        (lambda scores: np.where(np.arange(len(scores)) == 3, np.nan, scores.T).T, "NaN or infinity for 1 of 20"),
        (lambda scores: scores / 0.0 if len(scores) == 10 else scores, "first for sample 40"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_scores_of_another_shape_or_not_finite_are_refused(spoil, words):
    with pytest.raises(ValueError, match=words):
        explain_picture(lambda pictures: spoil(brightness(pictures)), batch_size=20)


@pytest.mark.parametrize("spoil", [lambda s: s.astype(str), lambda s: s.astype(complex), lambda s: s.astype(object)])
def test_scores_that_are_not_real_numbers_are_refused(spoil):
    with pytest.raises(TypeError, match="predict_fn must return real numbers"):
        explain_picture(lambda pictures: spoil(brightness(pictures)))


def test_what_a_model_raises_is_the_cause_of_the_error():
    def wants_float32(pictures):
        if pictures.dtype != np.float32:
            raise TypeError("expected Float but found Byte")
        return brightness(pictures)

    words = r"predict_fn raised TypeError for an array of shape \(50, 8, 8, 3\), dtype uint8: expected Float.*astype"
    with pytest.raises(RuntimeError, match=words) as raised:
        explain_picture(wants_float32)
    assert isinstance(raised.value.__cause__, TypeError)


def test_texts_are_told_in_the_error():
    with pytest.raises(RuntimeError, match="predict_fn raised ZeroDivisionError for a list of 9 texts"):
        explain.explain_text(lambda texts: 1 / 0, "a b", 9)


def test_stopping_a_slow_model_is_not_an_error_of_the_model():
    def slow(pictures):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explain_picture(slow)


def test_a_model_must_be_callable():
    with pytest.raises(TypeError, match=r"give model\.predict_proba"):
        explain_picture("model")


@pytest.mark.parametrize("label", [2, -1, 0.0, True, "cat"])
def test_the_class_must_be_one_of_the_models(label):
    with pytest.raises(ValueError, match=r"label must be a class, 0 \.\.\. 1"):
        explain_picture(label=label)


@pytest.mark.parametrize("text", ["", "  ", "?! ..."])
def test_a_text_needs_words(text):
    with pytest.raises(ValueError, match="no words"):
        explain.explain_text(lambda texts: np.ones((len(texts), 2)), text)


@pytest.mark.parametrize(
    ("options", "words"), [({"width": 0}, "width"), ({"alpha": -1}, "alpha"), ({"batch_size": 0}, "batch_size")]
)
def test_options_out_of_range_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        explain_picture(**options)


@pytest.mark.parametrize("k", [0, -1])
def test_at_least_one_word_is_asked_for(k):
    with pytest.raises(ValueError, match="k must be at least 1"):
        explain.explain_text(lambda texts: np.ones((len(texts), 2)), "a b c", 9, k=k)


def test_draws_need_a_generator():
    with pytest.raises(TypeError, match="rng must be"):
        explain.explain_image(brightness, IMAGE, SEGMENTS, 50, 7)
