"""Tests of the shared shelf, each over pages of their own (`probe.py`)."""
