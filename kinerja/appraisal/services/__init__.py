"""Use cases of predicates."""

from kinerja.appraisal.services.predicates import (
    PredicateFileError,
    apply_predicates,
    forget_predicate_imports,
    upload_predicates,
)

__all__ = [
    "PredicateFileError",
    "apply_predicates",
    "forget_predicate_imports",
    "upload_predicates",
]
