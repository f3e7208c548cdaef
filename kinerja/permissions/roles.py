"""The roles, and which of them are granted."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Role(StrEnum):
    """What somebody is, by being employed, by having direct reports, or by a grant."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    HR = "hr"
    UNIT_ADMIN = "unit_admin"
    AGENCY_ADMIN = "agency_admin"
    SURVEY_ADMIN = "survey_admin"
    COMPLAINT_OFFICER = "complaint_officer"
    INSPECTOR = "inspector"
    PPID = "ppid"
    LEADER = "leader"

    @property
    def label(self) -> str:
        """The role's name for people."""
        return str(ROLE_LABELS[self])


ROLE_LABELS = {
    Role.EMPLOYEE: _l("Pegawai"),
    Role.SUPERVISOR: _l("Atasan langsung"),
    Role.TRAINER: _l("Pelatih"),
    Role.HR: _l("Pengelola kepegawaian"),
    Role.UNIT_ADMIN: _l("Admin unit"),
    Role.AGENCY_ADMIN: _l("Admin instansi"),
    Role.SURVEY_ADMIN: _l("Admin survei"),
    Role.COMPLAINT_OFFICER: _l("Petugas pengaduan"),
    Role.INSPECTOR: _l("Inspektorat"),
    Role.PPID: _l("PPID"),
    Role.LEADER: _l("Pimpinan"),
}


# By grant only: the first two follow from being employed and from leading somebody.
GRANTABLE = tuple(role for role in Role if role not in {Role.EMPLOYEE, Role.SUPERVISOR})
# Roles that change or read what belongs to others: sessions end sooner, a second factor is due.
ADMINS = frozenset(
    {
        Role.HR,
        Role.UNIT_ADMIN,
        Role.AGENCY_ADMIN,
        Role.SURVEY_ADMIN,
        Role.COMPLAINT_OFFICER,
        Role.INSPECTOR,
        Role.PPID,
    }
)
