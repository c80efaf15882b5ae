"""Renderers: a verdict or a grade in, text out."""
