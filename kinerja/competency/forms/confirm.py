"""A button alone."""

from kinerja.forms import Form


class ConfirmForm(Form):
    """A button alone."""
