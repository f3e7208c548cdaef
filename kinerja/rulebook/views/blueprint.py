"""The blueprint that the views of this package share."""

from flask import Blueprint

bp = Blueprint("rulebook", __name__)
