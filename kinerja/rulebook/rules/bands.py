"""Which band a figure falls into, from the lower bounds that a setting holds."""

from collections.abc import Mapping
from decimal import Decimal


def band(
    value: Decimal | int, bounds: Mapping[str, str | int], *, beyond: bool = False
) -> str | None:
    """The name of the first band, from the highest down, whose lower bound the value reaches.

    With `beyond` the bound itself belongs to the band below (AKIP: AA is above 90). None below
    the lowest bound. Values are compared as they are: round them first where the law rounds.
    """
    for name, bound in bounds.items():
        lower = Decimal(str(bound))
        if value > lower or (value == lower and not beyond):
            return name
    return None
