"""The accounts of the staff: list, spreadsheet, and activation slips for many."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.database import every, paged
from kinerja.forms import Form
from kinerja.people import queries
from kinerja.people.models import Account
from kinerja.people.queries.accounts import AccountLine, account_lines, as_line
from kinerja.people.queries.factors import waiting_resets
from kinerja.people.rules.accounts import AccountState
from kinerja.people.services import accounts
from kinerja.people.services.factor_resets import living_since
from kinerja.people.views.blueprint import bp
from kinerja.people.views.pictures import qr
from kinerja.permissions import Permission, requires, sensitive, viewer
from kinerja.web import leads_to, page, page_number, personal_spreadsheet, whole_number

SLIPS_AT_ONCE = 32  # four sheets of eight; also what fits into a light page


def filters() -> dict[str, Any]:
    """What the list is narrowed to, as `account_lines` takes it; nonsense narrows nothing."""
    state = request.args.get("keadaan", "")
    return {
        "search": request.args.get("cari", "").strip(),
        "unit_id": request.args.get("unit", type=whole_number),
        "state": AccountState(state) if state in set(AccountState) else None,
    }


def as_address(chosen: dict[str, Any]) -> dict[str, Any]:
    """The filters as the address holds them."""
    state = chosen["state"]
    return {
        "cari": chosen["search"] or None,
        "unit": chosen["unit_id"],
        "keadaan": state.value if state else None,
    }


@bp.get("/akun-pegawai")
@requires(Permission.MANAGE_ACCOUNTS)
def list_accounts() -> Response:
    """The people whose accounts the visitor manages, and whether they can sign in."""
    chosen = filters()
    lines = paged(account_lines(to=viewer(), **chosen), page=page_number())
    return page(
        "people/accounts.html",
        lines=lines,
        rows=map(as_line, lines.items),
        units=queries.units_by_name(viewer().units(Permission.MANAGE_ACCOUNTS)),
        chosen=chosen,
        kept=as_address(chosen),
        states=list(AccountState),
        waiting=len(waiting_resets(to=viewer(), since=living_since())),
    )


@bp.get("/akun-pegawai/xlsx")
@requires(Permission.MANAGE_ACCOUNTS)
def download_accounts() -> Response:
    """The same list, all of it, as a spreadsheet. Codes are not in it."""
    headings = [_("NIP"), _("Nama"), _("Unit kerja"), _("Keadaan akun"), _("Terakhir masuk")]
    headings += [_("Dua langkah"), _("Kode berlaku sampai")]
    rows = every(account_lines(to=viewer(), **filters()))
    cells = (sheet_row(as_line(row)) for row in rows)
    table = Account.__tablename__
    return personal_spreadsheet(
        "akun-pegawai", headings, cells, action="account.exported", subject=table
    )


def sheet_row(line: AccountLine) -> list[object]:
    """One person's cells."""
    return [
        line.person.nip,
        line.person.full_name,
        line.unit_name,
        line.state.label,
        line.signed_in_at,
        _("Ya") if line.has_factor else _("Tidak"),
        line.code_until,
    ]


@bp.route("/akun-pegawai/slip", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
@sensitive
def print_slips() -> Response:
    """Activation slips for those of the list who wait; the codes stand in the answer only."""
    everybody, form = request.args.get("semua") is not None, Form()
    chosen = filters() | {"state": AccountState.WAITING}
    waiting = account_lines(to=viewer(), without_code=not everybody, **chosen)
    found = paged(waiting, size=SLIPS_AT_ONCE)
    if form.validate_on_submit():
        people = [as_line(row).person for row in found.items]
        return slips_page(accounts.make_slips(people, by=viewer()), left=found.total - len(people))
    kept = as_address(chosen)
    return page("people/slips_check.html", form=form, found=found, kept=kept, everybody=everybody)


def slips_page(slips: list[accounts.Slip], *, left: int = 0) -> Response:
    """The slips to print. The same form sent again shows no codes any more."""
    leads_to("people.slips_shown")
    pictures = [qr(slip.link, scale=2) for slip in slips]
    return page(
        "people/slips.html",
        slips=list(zip(slips, pictures, strict=True)),
        left=left,
        printed_at=clock.now(),
    )


@bp.get("/akun-pegawai/slip/sudah")
@requires(Permission.MANAGE_ACCOUNTS)
def slips_shown() -> Response:
    """After a reload: codes are shown once, and what to do when they were not printed."""
    return page("people/slips_shown.html")
