"""What this feature asks the ones above it, which it cannot call.

The sender's name comes first; all else is by keyword.
"""

from blinker import Namespace

_documents = Namespace()

figures_asked = _documents.signal("figures-asked")
"""`figures_asked.send("documents", document=document)`

Asked whenever somebody looks whether a document holds still. document: IssuedDocument. The
feature whose kind it is returns the digest of its figures as they are on record now (None: there
are none any more), every other feature `NOT_MINE`.
"""

NOT_MINE = object()
