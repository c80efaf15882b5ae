"""A notebook as the checks are to see it: mended where it was damaged on its way, else byte for byte as it came."""

from __future__ import annotations

import json

from autograder.grading.rebuild import NoNotebook, read_sheet, rebuild, same_code


def mended(data: bytes, template: bytes) -> bytes:
    """Rebuild a notebook; where that changes nothing for the checks, or cannot be done, it stays as it is."""
    try:
        sheet, released = read_sheet(data), read_sheet(template)
    except NoNotebook:
        return data
    cells = rebuild(released.cells, sheet)
    if not sheet.damage and same_code(cells, sheet.cells):
        return data
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
