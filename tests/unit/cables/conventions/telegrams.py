"""Telegrams of 14 February 2007 from Mexico, about nothing but rain, into which a case puts its lines."""

from __future__ import annotations

from tests.unit.cables.invented import cable, page
from tracker.cables.model import Cable

TRANSMISSION = """\
VZCZCXRO4411
PP RUEHCD
DE RUEHME #0412/01 0451622
ZNY CCCCC ZZH
P 141622Z FEB 07
FM AMEMBASSY MEXICO
TO RUEHC/SECSTATE WASHDC PRIORITY 4499
"""
LINE = "C O N F I D E N T I A L MEXICO 000412"


def headed(head: str) -> Cable:
    """A telegram of 14 February 2007 from Mexico with these lines at its head."""
    return cable(f"{TRANSMISSION}\n{LINE}\n\nSIPDIS\n\n{head}\n\n1. (C) Rain fell.\n\nBYRON\n")


def referring(block: str) -> Cable:
    return headed(
        f"E.O. 12958: DECL: 02/14/2017\nTAGS: PGOV\nSUBJECT: RAIN\n\n{block}\n\n"
        "Classified By: Ada Byron for reasons 1.4 (b) and (d)."
    )


def bodied(body: str) -> Cable:
    return cable(
        f"{TRANSMISSION}\n{LINE}\n\nSIPDIS\n\nE.O. 12958: DECL: 02/14/2017\nTAGS: PGOV\nSUBJECT: RAIN\n\n{body}"
    )


def fragment(body: str) -> Cable:
    """A page with a table, and this alone as its text."""
    return cable(page(header="", body=body))
