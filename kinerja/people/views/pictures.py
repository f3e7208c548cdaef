"""QR codes as pictures inside a page."""

import segno


def qr(text: str, *, scale: int = 4) -> str:
    """The text as a QR code: the data address of a PNG whose modules are `scale` pixels wide."""
    made = segno.make(text, error="m", micro=False)
    return str(made.png_data_uri(scale=scale, border=2))
