"""The places of the main menu: which of them this visitor may open, the most frequent first."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from kinerja.permissions import Permission, may, viewer


@dataclass(frozen=True)
class Place:
    """One entry of the menu for this visitor."""

    href: str
    icon: str
    label: object
    current: bool


DESK = (
    Permission.VERIFY,
    Permission.CONFIRM,
    Permission.HANDLE_CORRECTIONS,
    Permission.MANAGE_ACCOUNTS,
)
# Phones show the first four; what a role does most stands before what everybody has.
PLACES: tuple[tuple[str, tuple[Permission, ...], str, LazyString], ...] = (
    ("home.start", (Permission.HOME,), "home", _l("Beranda")),
    ("home.inbox", DESK, "inbox", _l("Kotak masuk")),
    ("development.assign", (Permission.ASSIGN,), "users", _l("Tugaskan")),
    ("people.list_staff", (Permission.EDIT_STAFF,), "users", _l("Pegawai")),
    ("competency.progress", (Permission.VIEW_PROGRESS,), "clipboard-check", _l("Kemajuan")),
    ("competency.show_map", (Permission.VIEW_MAP,), "chart-radar", _l("Peta")),
    ("competency.overview", (Permission.ASSESS_OWN,), "chart-radar", _l("Kompetensi")),
    ("development.own_plan", (Permission.OWN_PLAN,), "target-arrow", _l("Rencana")),
    ("development.catalogue", (Permission.VIEW_CATALOGUE,), "school", _l("Pelatihan")),
    ("satisfaction.overview", (Permission.VIEW_SATISFACTION,), "message-report", _l("Survei")),
    ("development.confirmations", (Permission.CONFIRM,), "check", _l("Konfirmasi")),
    ("development.plans", (Permission.VIEW_PLANS,), "notebook", _l("Rencana pegawai")),
    ("competency.results", (Permission.VIEW_RESULTS,), "file-text", _l("Hasil pegawai")),
    ("competency.officials", (Permission.KEEP_RECORDS,), "award", _l("Hasil uji kompetensi")),
    ("competency.dictionary", (Permission.VIEW_DICTIONARY,), "help-circle", _l("Kamus kompetensi")),
    ("home.administration", (Permission.ADMINISTER,), "settings", _l("Pengelolaan")),
    ("home.calendar", (Permission.OWN_NOTICES,), "calendar", _l("Kalender")),
    ("people.own_account", (Permission.OWN_ACCOUNT,), "user", _l("Akun saya")),
)


def destinations() -> list[Place]:
    """The visitor's places in order; the one whose address the page's begins with is current."""
    who = viewer()
    open_places = [
        (url_for(endpoint), icon, label)
        for endpoint, permissions, icon, label in PLACES
        if any(may(who, permission) for permission in permissions)
    ]
    inside = [href for href, _icon, _label in open_places if is_inside(href)]
    current = max(inside, key=len, default="")
    return [Place(href, icon, label, href == current) for href, icon, label in open_places]


def is_inside(href: str) -> bool:
    """Whether the page's address is the place's or lies under it."""
    return request.path == href or request.path.startswith(f"{href}/")
