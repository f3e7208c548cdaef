"""The places of the main menu: which of them this visitor may open, the most frequent first."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from kinerja.permissions import Permission, may, viewer


@dataclass(frozen=True)
class Place:
    """One entry of the menu for this visitor."""

    href: str
    icon: str
    label: object
    current: bool


# Phones show the first four; what a role does most stands before what everybody has.
PLACES = (
    ("home.start", Permission.HOME, "home", _l("Beranda")),
    ("competency.inbox", Permission.VERIFY, "inbox", _l("Verifikasi")),
    ("development.assign", Permission.ASSIGN, "users", _l("Tugaskan")),
    ("people.list_staff", Permission.EDIT_STAFF, "users", _l("Pegawai")),
    ("competency.progress", Permission.VIEW_PROGRESS, "clipboard-check", _l("Kemajuan")),
    ("competency.overview", Permission.ASSESS_OWN, "chart-radar", _l("Kompetensi")),
    ("development.own_plan", Permission.OWN_PLAN, "target-arrow", _l("Rencana")),
    ("development.catalogue", Permission.VIEW_CATALOGUE, "school", _l("Pelatihan")),
    ("satisfaction.overview", Permission.VIEW_SATISFACTION, "message-report", _l("Survei")),
    ("development.confirmations", Permission.CONFIRM, "check", _l("Konfirmasi")),
    ("development.plans", Permission.VIEW_PLANS, "notebook", _l("Rencana pegawai")),
    ("competency.results", Permission.VIEW_RESULTS, "file-text", _l("Hasil pegawai")),
    ("people.list_units", Permission.VIEW_UNITS, "building-community", _l("Unit kerja")),
    ("satisfaction.counters", Permission.MANAGE_COUNTERS, "device-tablet", _l("Loket")),
    ("competency.cycles", Permission.RUN_CYCLES, "calendar", _l("Siklus penilaian")),
    ("competency.standards", Permission.EDIT_STANDARDS, "settings", _l("Standar jabatan")),
    ("competency.dictionary", Permission.VIEW_DICTIONARY, "help-circle", _l("Kamus kompetensi")),
)


def destinations() -> list[Place]:
    """The visitor's places in order; the one whose address the page's begins with is current."""
    who = viewer()
    open_places = [
        (url_for(endpoint), icon, label)
        for endpoint, permission, icon, label in PLACES
        if may(who, permission)
    ]
    inside = [href for href, _icon, _label in open_places if is_inside(href)]
    current = max(inside, key=len, default="")
    return [Place(href, icon, label, href == current) for href, icon, label in open_places]


def is_inside(href: str) -> bool:
    """Whether the page's address is the place's or lies under it."""
    return request.path == href or request.path.startswith(f"{href}/")
