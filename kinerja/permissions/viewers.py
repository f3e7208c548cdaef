"""Who is looking, and the one question of what they may."""

from dataclasses import dataclass

from kinerja.permissions.grants import GRANTS, Permission
from kinerja.permissions.roles import Role


@dataclass(frozen=True)
class Viewer:
    """Who is looking: the employee, the units under each grant valid today, the direct reports,
    and what appointments beside the roles carry: in no unit, only what they are about.
    """

    employee_id: int
    account_id: int
    unit_id: int
    grants: tuple[tuple[Role, frozenset[int]], ...] = ()
    direct_reports: frozenset[int] = frozenset()
    duties: frozenset[Permission] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held today; employee always, supervisor by having direct reports."""
        derived = {Role.EMPLOYEE} | ({Role.SUPERVISOR} if self.direct_reports else set())
        return frozenset(derived | {role for role, _units in self.grants})

    def units(self, permission: Permission) -> frozenset[int]:
        """The units in which a grant carries the permission."""
        scopes = [units for role, units in self.grants if permission in GRANTS[role]]
        return frozenset().union(*scopes)


def may(viewer: Viewer, permission: Permission | str, unit: int | None = None) -> bool:
    """Whether the viewer holds the permission at all, or in the unit when one is named."""
    asked = Permission(permission)
    if unit is not None:
        return unit in viewer.units(asked)
    return asked in viewer.duties or any(asked in GRANTS[role] for role in viewer.roles)
