"""Use cases that change the dated settings."""
