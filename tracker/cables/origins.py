"""Which post a telegram comes from, as release sites name it ("Embassy Mexico", "USEU Brussels")."""

from __future__ import annotations

from tracker.cables.identifiers import parts_of
from tracker.cables.post_spelling import known_code
from tracker.cables.posts import known_posts
from tracker.types import ReferenceId

_EMBASSIES = ("AM", "EMBASSY", "CONSULATE")
_KINDS = {"AMEMBASSY": "Embassy", "AMEMB": "Embassy", "AMCONSUL": "Consulate", "AMCONGEN": "Consulate"}


def origin_of(sender: str | None, reference_id: ReferenceId) -> str | None:
    """The post of the reference ID; where the telegram names another mission at the same place as its sender, that.

    For a post that is not known the sender's own words; None where these tell nothing either.
    """
    parts = parts_of(reference_id)
    own = parts[1] if parts else None
    code = known_code(sender) if sender and not sender.upper().startswith(_EMBASSIES) else None
    post = known_posts().get(code or own or "") or known_posts().get(own or "")
    if post:
        return post.origin
    kind, _, place = (sender or "").partition(" ")
    return f"{_KINDS[kind.upper()]} {place.title()}" if kind.upper() in _KINDS and place else None
