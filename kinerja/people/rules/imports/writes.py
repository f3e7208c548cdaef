"""All that an import writes, as pairs of before and after."""

from dataclasses import dataclass, field

from kinerja.people.rules.employment import JobLevel
from kinerja.people.rules.imports.known import Person, Place, SetLine


@dataclass
class Writes:
    """Everything that is written. Whoever is new, and new positions, have negative ids here.

    Of each pair the first is what was there (None: nothing), the second what will be (None:
    nothing any more). Places and lines begin with whose they are. `above` is who leads whom then.
    """

    posts: list[tuple[int, str, JobLevel]] = field(default_factory=list)
    people: list[tuple[Person | None, Person]] = field(default_factory=list)
    places: list[tuple[int, Place | None, Place]] = field(default_factory=list)
    lines: list[tuple[int, SetLine | None, SetLine | None]] = field(default_factory=list)
    above: dict[int, int | None] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it should be already."""
        return not (self.posts or self.people or self.places or self.lines)
