"""The user's own safety: nothing that is recorded, published or logged tells of the user's machine, or of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from tests.database.invented import ARREST, telegram
from tests.end_to_end.command import free_port, installation
from tests.end_to_end.test_protecting import ROLES, published, readable

if TYPE_CHECKING:
    from tests.end_to_end.command import Installation

FOLDER = "private-folder-of-the-user"
ASKED = "a-question-that-nobody-else-need-know"


def telling(words: str, places: dict[str, str]) -> set[str]:
    return {place for place, text in places.items() if words in text}


def test_neither_paths_nor_questions_are_kept() -> None:
    with installation(TRACKER_ACTOR="a chosen name") as installed:
        folder = installed.data.parent / FOLDER
        folder.mkdir()
        (folder / "4321.txt").write_text(telegram(ARREST))
        (folder / "broken.txt").write_text("no cable at all")
        with installed.started("up", str(folder), "--port", str(port := free_port())) as up:
            up.answer(f"http://127.0.0.1:{port}/feeds/all.atom")
            httpx.get(f"http://127.0.0.1:{port}/search?q={ASKED}", trust_env=False)
            places = {"what tracker up prints": up.output} | published(installed) | exported(installed)
            for role in ROLES:
                places |= readable(installed, role)
            assert telling(FOLDER, places) == set()
            assert telling(ASKED, places) == set()
            assert telling("4321.txt", places) >= {"tracker log export"}
            assert telling("a chosen name", places) >= {"tracker log export"}


def exported(installed: Installation) -> dict[str, str]:
    return {"tracker log export": installed.do("log", "export"), "tracker status": installed.do("status", "--json")}
