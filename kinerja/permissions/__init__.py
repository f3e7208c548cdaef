"""Who may do what: permissions, the roles that carry them, and the one guard that asks.

`may` is pure; views, templates, exports and commands all ask it. Whose things somebody may see
is settled by the loaders, which raise MissingError.
"""

from kinerja.permissions.grants import GRANTS, KEEPS_STAFF, Permission
from kinerja.permissions.guard import (
    declared_access,
    guard,
    init_app,
    public,
    requires,
    sensitive,
    viewer,
)
from kinerja.permissions.roles import ADMINS, GRANTABLE, ROLE_LABELS, Role
from kinerja.permissions.viewers import Viewer, may

__all__ = [
    "ADMINS",
    "GRANTABLE",
    "GRANTS",
    "KEEPS_STAFF",
    "ROLE_LABELS",
    "Permission",
    "Role",
    "Viewer",
    "declared_access",
    "guard",
    "init_app",
    "may",
    "public",
    "requires",
    "sensitive",
    "viewer",
]
