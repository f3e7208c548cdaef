"""`flask users …`, `flask init`: the operator's way in; `flask employees …`: staff data."""

from kinerja.people.commands.accounts import cli as users
from kinerja.people.commands.employees import cli as employees
from kinerja.people.commands.founding import init
from kinerja.people.commands.staff_files import import_employees

__all__ = ["employees", "import_employees", "init", "users"]
