"""What names somebody, and the digest by which the audit trail proves a change of it."""

import hashlib
import json
from typing import Any

IDENTITY = ("nip", "name", "title_before", "title_after")


def identity_digest(salt: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    """SHA-256 in hex over salt and both sides: what the trail keeps."""
    facts = json.dumps([before, after], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{salt}\n{facts}".encode()).hexdigest()
