"""Small palette PNGs of pages, for the documentation."""

import base64
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page

# In a blank page: the 256 most used colours, and for each pixel the nearest of them.
QUANTISE = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, image.width, image.height).data;
  const used = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2];
    used.set(colour, (used.get(colour) || 0) + 1);
  }
  const palette = [...used].sort((a, b) => b[1] - a[1]).slice(0, 256).map((pair) => pair[0]);
  const nearest = new Map(palette.map((colour, index) => [colour, index]));
  const find = (colour) => {
    let best = 0, least = Infinity;
    palette.forEach((other, index) => {
      const distance = [16, 8, 0].reduce((sum, shift) =>
        sum + ((colour >> shift & 255) - (other >> shift & 255)) ** 2, 0);
      if (distance < least) { least = distance; best = index; }
    });
    nearest.set(colour, best);
    return best;
  };
  const indices = new Uint8Array(image.width * image.height);
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2];
    const known = nearest.get(colour);
    indices[at / 4] = known === undefined ? find(colour) : known;
  }
  let text = "";
  for (let at = 0; at < indices.length; at += 32768)
    text += String.fromCharCode(...indices.subarray(at, at + 32768));
  return {width: image.width, height: image.height, palette, indices: btoa(text)};
}"""


def chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG file."""
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def save(page: Page, path: Path) -> None:
    """What the page's window shows now, as a PNG with at most 256 colours."""
    shot = base64.b64encode(page.screenshot()).decode()
    blank = page.context.new_page()
    found = blank.evaluate(QUANTISE, shot)
    blank.close()
    width, height = found["width"], found["height"]
    indices = base64.b64decode(found["indices"])
    rows = b"".join(b"\0" + indices[at : at + width] for at in range(0, len(indices), width))
    palette = b"".join(colour.to_bytes(3, "big") for colour in found["palette"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + chunk(b"PLTE", palette)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )
