"""Predicates of yearly performance, and the talent grid: performance beside potential."""
