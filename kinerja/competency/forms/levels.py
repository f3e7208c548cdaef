"""The five levels to choose from."""

from wtforms.fields.choices import SelectChoice

from kinerja.competency.rules import (
    LEVEL_LABELS,
    LEVELS,
)


def level_choices() -> list[SelectChoice]:
    """The five levels to choose from: "3 Menengah"."""
    return [SelectChoice(str(level), f"{level} {LEVEL_LABELS[level]}") for level in LEVELS]
