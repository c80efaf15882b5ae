"""The pictures of the lessons: what is drawn, without a screen."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt

from scratchml.plots import curves, function_and_slope, image_grid


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_image_grid_draws_every_image_with_its_title():
    figure = image_grid(np.arange(5 * 6).reshape(5, 2, 3), titles=range(5), columns=3)
    drawn = [ax for ax in figure.axes if ax.images]
    assert [ax.get_title() for ax in drawn] == ["0", "1", "2", "3", "4"]
    np.testing.assert_array_equal(drawn[4].images[0].get_array(), np.arange(24, 30).reshape(2, 3))


def test_image_grid_has_the_rows_and_columns_that_it_needs():
    grid = image_grid(np.zeros((5, 2, 2)), columns=3).axes[0].get_gridspec()
    assert (grid.nrows, grid.ncols) == (2, 3)
    grid = image_grid(np.zeros((5, 2, 2))).axes[0].get_gridspec()
    assert (grid.nrows, grid.ncols) == (1, 5)


def test_image_grid_shows_no_ticks_even_in_unused_places():
    assert not any(ax.axison for ax in image_grid(np.zeros((5, 2, 2)), columns=3).axes)


def test_image_grid_draws_all_images_on_one_scale():
    figure = image_grid([np.zeros((2, 2)), np.full((3, 3), 0.5), np.ones((2, 2))])
    assert {ax.images[0].get_clim() for ax in figure.axes} == {(0, 1)}


@pytest.mark.parametrize("shape", [(2, 4, 5), (2, 4, 5, 1), (2, 4, 5, 3)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float64, bool])
def test_image_grid_takes_grey_and_colour_of_any_kind(shape, dtype):
    figure = image_grid(np.ones(shape, dtype=dtype))
    figure.canvas.draw()
    assert figure.axes[0].images[0].get_array().shape[:2] == (4, 5)


@pytest.mark.parametrize(
    ("images", "titles", "words"),
    [
        ([], None, "no image"),
        (np.zeros((2, 64)), None, "reshape"),
        (np.zeros((2, 4, 5, 2)), None, "reshape"),
        (np.zeros((2, 4, 5)), ["one"], "2 images, but 1 titles"),
    ],
)
def test_image_grid_refuses(images, titles, words):
    with pytest.raises(ValueError, match=words):
        image_grid(images, titles)


def test_curves_draws_each_series_from_one_on_with_its_name():
    ax = curves({"train": [3, 2, 1], "test": [4, 3]}, xlabel="step", ylabel="error")
    train, test = ax.lines
    assert train.get_xydata().tolist() == [[1, 3], [2, 2], [3, 1]]
    assert test.get_xydata().tolist() == [[1, 4], [2, 3]]
    assert legend(ax) == ["train", "test"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("step", "error")


def test_curves_are_told_apart_without_colour():
    lines = curves({f"rate {i}": [1, 2] for i in range(16)}).lines
    assert len({line.get_linestyle() for line in lines[:4]}) == 4
    assert len({(line.get_linestyle(), line.get_marker()) for line in lines}) == 16


def test_curves_log_axis_only_where_asked_for():
    assert curves({"a": [1, 10]}).get_yscale() == "linear"
    assert curves({"a": [1, 10]}, logy=True).get_yscale() == "log"


def test_curves_shows_a_single_value():
    assert curves({"a": [1.0]}).lines[0].get_marker() == "D"


def test_curves_draws_a_diverged_run_without_a_warning():
    ax = curves({"a": [1.0, np.inf, np.nan]}, logy=True)
    ax.figure.canvas.draw()
    assert np.isfinite(ax.get_ylim()).all()


def test_curves_draws_into_given_axes():
    _, ax = plt.subplots()
    assert curves({"a": [1, 2]}, ax=ax) is ax


def test_curves_refuses_no_series():
    with pytest.raises(ValueError, match="no series"):
        curves({})


def test_function_and_slope_draws_both_and_names_them():
    z = np.linspace(-1, 1, 5)
    ax = function_and_slope(np.square, lambda z: 2 * z, z, name="square")
    value, slope, _ = ax.lines
    np.testing.assert_array_equal(value.get_ydata(), z**2)
    np.testing.assert_array_equal(slope.get_ydata(), 2 * z)
    assert legend(ax) == ["square", "slope of square"]
    assert value.get_linestyle() != slope.get_linestyle()


def test_text_is_large_enough_to_read():
    ax = curves({"a": [1, 2]})
    texts = [ax.xaxis.label, ax.yaxis.label, *ax.get_legend().get_texts(), *ax.get_xticklabels()]
    assert min(text.get_fontsize() for text in texts) >= 11
