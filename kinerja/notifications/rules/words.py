"""A sentence kept so that each reader gets it in the reader's own language.

What is stored is the sentence of the catalogue and what stands in its gaps; days keep being days,
so that they are written as the reader writes them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString

DAY = "day"


def pack(sentence: LazyString | str) -> tuple[str, dict[str, Any]]:
    """The catalogue's sentence and its parameters as JSON values; a plain text is its own.

    :raises ValueError: it is no sentence made by `lazy_gettext`.
    """
    if isinstance(sentence, str):
        return sentence, {}
    if len(sentence._args) != 1:
        raise ValueError("only lazy_gettext makes a sentence that can be kept")
    return sentence._args[0], {name: _packed(value) for name, value in sentence._kwargs.items()}


def _packed(value: Any) -> Any:
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    return value if isinstance(value, int) else str(value)


def unpack(params: Mapping[str, Any], *, write: Callable[[date], str]) -> dict[str, Any]:
    """The parameters again, each day written by `write`."""
    return {
        name: write(date.fromisoformat(value[DAY])) if isinstance(value, dict) else value
        for name, value in params.items()
    }
