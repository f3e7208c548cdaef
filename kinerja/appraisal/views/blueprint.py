"""The blueprint that the views of this package share."""

from flask import Blueprint, request

from kinerja.web import whole_number

bp = Blueprint("appraisal", __name__)


def number(name: str) -> int | None:
    """The number that the address asks for by this name."""
    return request.args.get(name, type=whole_number)


def searched() -> str:
    """The name that the address searches for."""
    return " ".join(request.args.get("cari", "").split())
