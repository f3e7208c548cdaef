"""Reads of predicates and of the talent grid."""
