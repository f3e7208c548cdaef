"""Which account a person from the agency's single sign-on enters with."""

from flask_babel import gettext as _
from sqlalchemy import select

from kinerja import audit, clock, database
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Account, SsoIdentity
from kinerja.people.rules import digits
from kinerja.people.services.sessions import Caller, Passed, pass_first_step


class SsoRefusedError(DomainError):
    """The provider says who it is, but nobody here is that."""

    status = 422


def enter_by_sso(*, issuer: str, subject: str, nip: str, two_steps: bool, caller: Caller) -> Passed:
    """A session for the account that belongs to the subject at the issuer.

    The account's own second factor is asked for unless the provider says that it has seen one
    (`two_steps`).

    At first sight the account is the one of the employee with the NIP that the provider
    vouches for; from then on only this subject enters with it. Nothing is made by itself.

    :raises SsoRefusedError: no active account has the number, or another subject holds it.
    """
    known = db.session.execute(
        select(SsoIdentity.account_id).where(
            SsoIdentity.issuer == issuer, SsoIdentity.subject == subject
        )
    ).scalar_one_or_none()
    found = queries.credentials(digits(nip))
    if found is None or known not in (None, found.account_id):
        database.remember(_record_refusal, subject=subject)
        raise SsoRefusedError(
            _(
                "Akun SSO Anda belum terhubung dengan akun Kinerja yang aktif. Hubungi admin unit "
                "Anda dan sebutkan NIP Anda."
            )
        )
    if known is None:
        _refuse_second_subject(issuer, subject, found.account_id)
        _link(issuer, subject, found.account_id)
    has_factor = found.has_factor and not two_steps
    return pass_first_step(found.account_id, has_factor=has_factor, caller=caller)


def _link(issuer: str, subject: str, account_id: int) -> None:
    account = db.session.get_one(Account, account_id)
    identity = SsoIdentity(
        issuer=issuer, subject=subject, account_id=account_id, linked_at=clock.now()
    )
    db.session.add(identity)
    audit.record("sso.linked", account, by=account.employee_id)


def _refuse_second_subject(issuer: str, subject: str, account_id: int) -> None:
    holder = db.session.execute(
        select(SsoIdentity.subject).where(
            SsoIdentity.issuer == issuer, SsoIdentity.account_id == account_id
        )
    ).scalar_one_or_none()
    if holder is not None:
        database.remember(_record_refusal, subject=subject)
        raise SsoRefusedError(
            _("Akun Kinerja ini sudah terhubung dengan akun SSO lain. Hubungi admin instansi.")
        )


def _record_refusal(*, subject: str) -> None:
    audit.record("sso.refused", "people_account", by=None, sso_subject=subject)
