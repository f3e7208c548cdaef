"""How every row gets there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count

from flask import Flask

from kinerja.extensions import Base, db

Counting = Callable[[], AbstractContextManager[list[str]]]
numbers = count(1)


def save(app: Flask, row: Base) -> int:
    """Keep the row; its id."""
    with app.app_context():
        db.session.add(row)
        db.session.commit()
        return int(row.id)
