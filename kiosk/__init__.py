"""The citizen's front door: a counter's screens, from the first tap to the thanks."""

from flask import Flask

from kinerja.extensions import csrf
from kiosk.views import bp


def init_app(app: Flask) -> None:
    """Register the screens.

    They are exempt from CSRF tokens: a kiosk keeps no cookie and no session that a foreign page
    could ride on; the secret in the address is all the right there is.
    """
    csrf.exempt(bp)
    app.register_blueprint(bp)
