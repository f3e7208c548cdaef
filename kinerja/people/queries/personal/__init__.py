"""What is held on somebody here: who they are, where they work, their account and their rights."""

from kinerja.people.queries.personal.accounts import accounts
from kinerja.people.queries.personal.identity import identity
from kinerja.people.queries.personal.places import places
from kinerja.people.queries.personal.rights import rights
from kinerja.people.queries.personal.traces import traces
from kinerja.personal import Section


def personal_data(employee_id: int) -> list[Section]:
    """The sections about the employee, in the order of their groups."""
    return [
        *identity(employee_id),
        *places(employee_id),
        *accounts(employee_id),
        *traces(employee_id),
        *rights(employee_id),
    ]


__all__ = ["personal_data"]
