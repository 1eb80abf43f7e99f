"""How every connection is made: neither the environment nor a server's settings may change what we read and write."""

from __future__ import annotations

import os

CLIENT_ENCODING = "utf8"
OPTIONS = (
    "-c DateStyle=ISO -c TimeZone=UTC -c IntervalStyle=postgres -c standard_conforming_strings=on "
    # Who waits for the log's head must then see what was appended meanwhile; in a stricter one the server refuses.
    "-c default_transaction_isolation=read\\ committed"
)
"""What every session asks for, whatever the server, the database or the role has as its default."""

_OF_SECRETS = ("PGPASSWORD", "PGPASSFILE", "PGSSL")

NOTICE_LOSS = {
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""A peer that is gone without a word is noticed within a minute, not after hours; where an address tells none of it."""


def parameters(options: str = "") -> dict[str, str]:
    """The parameters of a connection whose address asks for `options` of its own; where both set one, ours holds."""
    return {"client_encoding": CLIENT_ENCODING, "options": f"{options} {OPTIONS}".strip()}


def ignore_environment(*, but_secrets: bool) -> None:
    """Take PostgreSQL's variables (PGHOSTADDR, PGOPTIONS, ...) out of the environment of this process and its children.

    They are meant for other programs and would redirect or break our connections; only leaving them out undoes all that
    the client library knows, those of its later versions too. With `but_secrets`, what tells passwords and TLS stays:
    that is how a server of one's own may be reached.
    """
    for name in list(os.environ):
        if name.startswith("PG") and not (but_secrets and name.startswith(_OF_SECRETS)):
            del os.environ[name]
