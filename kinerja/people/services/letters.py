"""Mails about somebody's account that hold a secret, or go to an address it has left."""

from flask_babel import format_datetime
from flask_babel import gettext as _

from kinerja import clock, mail

RESET, NOTICE, CONFIRM = "account.reset", "account.notice", "account.email"


def tell_former(address: str) -> None:
    """Tell the address that an account has left: it may have been somebody else who did it."""
    text = _(
        "Surel ini tidak lagi dipakai untuk akun Kinerja Anda sejak %(at)s.\n\nJika bukan Anda "
        "yang menggantinya, segera hubungi admin unit Anda.",
        at=format_datetime(clock.now(), "long"),
    )
    mail.queue(address, kind=NOTICE, subject=_("[Kinerja] Surel akun Anda diganti"), text=text)


def send_link(to: str, *, token: str, duration: str, is_new: bool) -> None:
    """Send the link for choosing a password; `duration` says how long it works."""
    subject = _("[Kinerja] Aktifkan akun Anda")
    wish = _("Akun Kinerja Anda siap diaktifkan.")
    if not is_new:
        subject = _("[Kinerja] Setel ulang kata sandi")
        wish = _("Ada permintaan untuk menyetel ulang kata sandi akun Kinerja Anda.")
    text = _(
        "%(wish)s\n\nBuka tautan ini dalam %(duration)s, lalu pilih kata sandi:\n%(link)s\n\n"
        "Tautan hanya dapat dipakai sekali. Jika Anda tidak memintanya, abaikan surel ini.",
        wish=wish,
        duration=duration,
        link=mail.link("people.open_link", token=token),
    )
    mail.queue(to, kind=RESET, subject=subject, text=text)


def send_email_code(to: str, *, code: str, duration: str) -> None:
    """Send the code that confirms a new address."""
    text = _(
        "Kode untuk memastikan surel ini milik Anda: %(code)s\n\nKetik kode ini di Kinerja dalam "
        "%(duration)s. Jika Anda tidak memintanya, abaikan surel ini.",
        code=code,
        duration=duration,
    )
    mail.queue(to, kind=CONFIRM, subject=_("[Kinerja] Kode konfirmasi surel"), text=text)
