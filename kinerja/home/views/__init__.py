"""The start page, and the main menu of every page."""

from kinerja.home.views.start import bp, greeting

__all__ = ["bp", "greeting"]
