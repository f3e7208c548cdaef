"""Signing in and out, staff pages and unit pages."""

from kinerja.people.views import sessions, staff, units
from kinerja.people.views.blueprint import bp

__all__ = ["bp", "sessions", "staff", "units"]
