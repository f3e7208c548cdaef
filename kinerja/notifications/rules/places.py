"""A page of the application as one text: its endpoint and the values of its address."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode


def place(endpoint: str, values: Mapping[str, str | int] | None = None) -> str:
    """The page as text; the same page always gives the same one."""
    query = urlencode(sorted((values or {}).items()))
    return f"{endpoint}?{query}" if query else endpoint


def read_place(text: str) -> tuple[str, dict[str, str]]:
    """Endpoint and values of the page."""
    endpoint, _mark, query = text.partition("?")
    return endpoint, dict(parse_qsl(query))
