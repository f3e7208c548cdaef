"""Composes the staff application and the kiosk, nothing else."""

from typing import Any

from flask import Flask

import kiosk
from kinerja import create_app


def compose(**overrides: Any) -> Flask:
    """The whole application; `overrides` are settings of their own."""
    whole = create_app(**overrides)
    kiosk.init_app(whole)
    return whole


app = compose()
