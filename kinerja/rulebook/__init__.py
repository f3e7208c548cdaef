"""Dated regulation settings: thresholds, weights, deadlines, each with its legal basis."""
