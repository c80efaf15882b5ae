"""What mkdocs does beside its own work: pages made from the lessons, formulas as MathML, tables of measured figures."""

from itertools import groupby
from pathlib import Path

from latex2mathml.converter import convert
from mkdocs.structure.files import File

from autograder.build.site import benchmarks, error_rates, lesson_pages, with_formulas
from autograder.home import Home

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "figures"
PLACES = {
    "<!-- error rates -->": lambda: error_rates(FIGURES / "error_rates.json"),
    "<!-- benchmarks -->": lambda: benchmarks(FIGURES),
    "<!-- contributing -->": lambda: (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("\n")[2],
}


def on_files(files, config):
    """Add a page for each lesson, and put all of them into the navigation."""
    pages = list(lesson_pages(Home(ROOT)))
    titles = {segment.name: segment.title for segment in Home(ROOT).segments()}
    for _, path, text in pages:
        files.append(File.generated(config, path, content=text))
    lessons = [
        {titles[segment]: [path for _, path, _ in group]} for segment, group in groupby(pages, key=lambda page: page[0])
    ]
    for entry in config.nav:
        if "Lessons" in entry:
            entry["Lessons"] = lessons
    return files


def on_page_markdown(markdown, page, config, files):
    """Fill in what is generated, and set formulas."""
    for place, text in PLACES.items():
        if place in markdown:
            markdown = markdown.replace(place, text())
    return with_formulas(markdown, formula)


def formula(latex, alone):
    """Set one formula; within a line it is wrapped, or Markdown would take it for a block at the start of a line.

    A formula on a line of its own is scrolled by itself where it is wider than a telephone; the page is not.
    """
    made = convert(latex, display="block" if alone else "inline")
    return f'<div style="overflow: auto hidden">{made}</div>' if alone else f"<span>{made}</span>"
