from __future__ import annotations

import pytest

from tracker.cables.header import read_header
from tracker.cables.model import Addressee


def action(name: str, **rest: object) -> Addressee:
    return _addressee(name, information=False, **rest)


def info(name: str, **rest: object) -> Addressee:
    return _addressee(name, information=True, **rest)


def _addressee(name: str, *, information: bool, **rest: object) -> Addressee:
    route, precedence, number, excluded = (rest.get(key) for key in ("route", "precedence", "number", "excluded"))
    assert route is None or isinstance(route, str)
    assert precedence is None or isinstance(precedence, str)
    assert number is None or isinstance(number, str)
    return Addressee(
        name=name,
        information=information,
        route=route,
        precedence=precedence,
        number=number,
        excluded=excluded if isinstance(excluded, tuple) else (),
    )


SECSTATE = action("SECSTATE WASHDC", route="RUEHC")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("RUEHC/SECSTATE WASHDC", SECSTATE),
        ("RUEHC/SECSTATE WASHDC 4499", action("SECSTATE WASHDC", route="RUEHC", number="4499")),
        (
            "RUEHC/SECSTATE WASHDC IMMEDIATE 0250",
            action("SECSTATE WASHDC", route="RUEHC", precedence="IMMEDIATE", number="0250"),
        ),
        (
            "RUEHC/SECSTATE WASHDC NIACT IMMEDIATE 0250",
            action("SECSTATE WASHDC", route="RUEHC", precedence="NIACT IMMEDIATE", number="0250"),
        ),
        ("SECSTATE WASHDC IMMED 12", action("SECSTATE WASHDC", precedence="IMMEDIATE", number="12")),
        ("SECSTATE WASHDC PRIO", action("SECSTATE WASHDC", precedence="PRIORITY")),
        ("SECSTATE WASHDC PIORITY", action("SECSTATE WASHDC", precedence="PRIORITY")),
        ("SECSTATE WASHDC O 1234", action("SECSTATE WASHDC", precedence="IMMEDIATE", number="1234")),
        ("SECSTATE WASHDC FLASH", action("SECSTATE WASHDC", precedence="FLASH")),
        ("SECSTATE WASHDC 1234 ROUTINE", action("SECSTATE WASHDC", precedence="ROUTINE", number="1234")),
        ("RUEHC / SECSTATE WASHDC", SECSTATE),
        ("RHEFDIA/DIA WASHDC//DHO-2//", action("DIA WASHDC//DHO-2//", route="RHEFDIA")),
        ("RHEFDIA/DIA WASHDC// PRIORITY", action("DIA WASHDC", route="RHEFDIA", precedence="PRIORITY")),
        ("RUEKJCS/OSD WASHDC//S/P", action("OSD WASHDC//S/P", route="RUEKJCS")),
        ("RUEUITH/DET 1 39LG ANKARA TU", action("DET 1 39LG ANKARA TU", route="RUEUITH")),
        ("RUEHC/SECSTATE SECSTATE WASHDC", action("SECSTATE SECSTATE WASHDC", route="RUEHC")),
        ("ZEN/AMEMBASSY ROME", action("AMEMBASSY ROME", route="ZEN")),
        ("AL QUIET POSTS COLLECTIVE", action("AL QUIET POSTS COLLECTIVE")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_addressee(line: str, expected: Addressee) -> None:
    for sender in ("FM AMEMBASSY MEXICO\n", "R 141622Z FEB 07\nFM A PLACE\n"):
        assert read_header(f"{sender}TO {line}\n").addressees == (expected,)


BLOCKS = {
    "no routes": (
        "TO SECSTATE WASHDC 7561\nINFO SECDEF\nEUCOM\nCSAF\n",
        (action("SECSTATE WASHDC", number="7561"), info("SECDEF"), info("EUCOM"), info("CSAF")),
    ),
    "a line for each kind": (
        "TO:\nRUEHC/SECSTATE WASHDC\nINFO:\nRUEHRO/AMEMBASSY ROME\n",
        (SECSTATE, info("AMEMBASSY ROME", route="RUEHRO")),
    ),
    "broken after a long line": (
        "TO RUEHC/SECSTATE WASHDC\nINFO RHMFISS/DEPARTMENT OF LAMPS, BOATS, RAIN AND ALL HARBOURS\nROME IMMEDIATE 1\n",
        (
            SECSTATE,
            info(
                "DEPARTMENT OF LAMPS, BOATS, RAIN AND ALL HARBOURS ROME",
                route="RHMFISS",
                precedence="IMMEDIATE",
                number="1",
            ),
        ),
    ),
    "broken before the state": (
        "TO RUEHC/SECSTATE WASHDC\nINFO RHMFISS/CDR USNORTHCOM PETERSON AFB\nCO PRIORITY\n",
        (SECSTATE, info("CDR USNORTHCOM PETERSON AFB CO", route="RHMFISS", precedence="PRIORITY")),
    ),
    "broken before the precedence": (
        "TO RUEHC/SECSTATE WASHDC\nIMMEDIATE 0250\n",
        (action("SECSTATE WASHDC", route="RUEHC", precedence="IMMEDIATE", number="0250"),),
    ),
    "several on a line": (
        "TO SECSTATE WASHDC PRIORITY 12 AMEMBASSY ROME 34 INFO AMCONSUL MILAN RUEHNO/USMISSION USNATO\n",
        (
            action("SECSTATE WASHDC", precedence="PRIORITY", number="12"),
            action("AMEMBASSY ROME", number="34"),
            info("AMCONSUL MILAN"),
            info("USMISSION USNATO", route="RUEHNO"),
        ),
    ),
    "several without marks on a line": (
        "TO SECSTATE WASHDC IMMEDIATE EC COLLECTIVE INFO SECDEF WASHDC DIA WASHDC//DHO-2// NSC WASHDC\n",
        (
            action("SECSTATE WASHDC", precedence="IMMEDIATE"),
            action("EC COLLECTIVE"),
            info("SECDEF WASHDC"),
            info("DIA WASHDC//DHO-2//"),
            info("NSC WASHDC"),
        ),
    ),
    "lines that the text passes on to others": (
        "TO SECSTATE WASHDC\n\nUSAID FOR THE HARBOUR OFFICE\nAMEMBASSY ROME PASS TO AMCONSUL MILAN\n",
        (action("SECSTATE WASHDC"),),
    ),
    "a release's record below": (
        "TO SECSTATE WASHDC\nINFO NSC WASHDC\n188402\n2007-02-14 16:22:00\n07MEXICO412\nEmbassy Mexico\n",
        (action("SECSTATE WASHDC"), info("NSC WASHDC")),
    ),
    "one left out": (
        "TO RUEHXX/ALL QUIET POSTS COLLECTIVE IMMEDIATE XMT AMEMBASSY ROME\nRUEHME/AMEMBASSY MEXICO\n",
        (
            action("ALL QUIET POSTS COLLECTIVE", route="RUEHXX", precedence="IMMEDIATE", excluded=("AMEMBASSY ROME",)),
            action("AMEMBASSY MEXICO", route="RUEHME"),
        ),
    ),
    "several left out on lines of their own": (
        "TO ALL QUIET POSTS COLLECTIVE\nXMT AMEMBASSY ROME, AMCONSUL MILAN\nAMEMBASSY OSLO\nINFO NSC WASHDC\n",
        (
            action("ALL QUIET POSTS COLLECTIVE", excluded=("AMEMBASSY ROME", "AMCONSUL MILAN", "AMEMBASSY OSLO")),
            info("NSC WASHDC"),
        ),
    ),
    "a page's head between": (
        "TO AMEMBASSY ROME\nINFO AMEMBASSY OSLO\n\nPAGE 02        STATE   037566  161435Z\nAMEMBASSY BERN\n",
        (action("AMEMBASSY ROME"), info("AMEMBASSY OSLO"), info("AMEMBASSY BERN")),
    ),
    "the text follows without a blank line": (
        "TO SECSTATE WASHDC\nLIMITED OFFICIAL USE ROME 1234\nE.O. 11652: N/A\nTAGS: PFOR\n",
        (action("SECSTATE WASHDC"),),
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_of_addressees(name: str) -> None:
    block, expected = BLOCKS[name]
    assert read_header(f"FM AMEMBASSY MEXICO\n{block}").addressees == expected


def test_distribution_to_offices_is_no_address() -> None:
    offices = "ACTION EUR-12\n\nINFO  OCT-01   ISO-00\n      H-01     NSCE-00\n"
    header = read_header(f"{offices}R 171512Z JAN 74\nFM AMEMBASSY BONN\nTO SECSTATE WASHDC\n")
    assert header.addressees == (action("SECSTATE WASHDC"),)


@pytest.mark.parametrize(
    "line", ["INFO NONE", "INFO: NIL.", "INFO PAGE 02        MEXICO   000412  161435Z", "PAGE 02 MEXICO 000412 161435Z"]
)
def test_what_is_no_station_is_no_addressee(line: str) -> None:
    header = read_header(f"R 171512Z JAN 07\nFM AMEMBASSY MEXICO\nTO SECSTATE WASHDC\n{line}\n")
    assert header.addressees == (action("SECSTATE WASHDC"),)


def test_action_is_as_good_as_to() -> None:
    header = read_header("R 171512Z JAN 07\nFM AMEMBASSY MEXICO\nACTION SECSTATE WASHDC\nINFO AMEMBASSY ROME\n")
    assert (header.recipients, header.info_recipients) == (("SECSTATE WASHDC",), ("AMEMBASSY ROME",))


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("INFO RUEHRO/AMEMBASSY ROME\nRUEHNO/USMISSION USNATO 12", 2),
        ("TO SECSTATE WASHDC", 1),
        ("TO SEND IT BACK WAS HARD", 0),
        ("INFO ON THE LAMPS CAME LATE", 0),
    ],
)
def test_a_fragment_without_sender(fragment: str, expected: int) -> None:
    assert len(read_header(fragment).addressees) == expected


def test_a_name_stands_once_among_the_recipients() -> None:
    header = read_header("FM AMEMBASSY ROME\nTO SECSTATE WASHDC\nSECSTATE WASHDC\nINFO NSC WASHDC\nSECSTATE WASHDC\n")
    assert header.recipients == ("SECSTATE WASHDC",)
    assert header.info_recipients == ("NSC WASHDC", "SECSTATE WASHDC")
