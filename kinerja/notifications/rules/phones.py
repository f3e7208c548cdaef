"""Mobile numbers as WhatsApp's links take them."""

import re
from urllib.parse import quote

MOBILE = re.compile(r"628[0-9]{7,12}")


def international(phone: str | None) -> str | None:
    """The mobile number with the country's code and digits only: 0812-3456-7890 → 6281234567890.

    None for a landline, a foreign number or none at all.
    """
    digits = re.sub(r"[^0-9+]", "", phone or "")
    for written, meant in (("+62", "62"), ("0062", "62"), ("08", "628"), ("8", "628")):
        if digits.startswith(written):
            digits = meant + digits.removeprefix(written)
            break
    digits = "62" + digits.removeprefix("620") if digits.startswith("620") else digits
    return digits if MOBILE.fullmatch(digits) else None


def whatsapp_link(number: str, text: str) -> str:
    """The address that opens WhatsApp on the person's own device with the text typed in."""
    return f"https://wa.me/{number}?text={quote(text, safe='')}"
