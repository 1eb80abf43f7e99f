"""The names of the files tell which revision is the newest, as Alembic's own reading of them does."""

from __future__ import annotations

from importlib import resources

from alembic.config import Config
from alembic.script import ScriptDirectory

from tracker.schema import newest_revision


def test_the_newest_revision_is_the_head_of_all() -> None:
    config = Config()
    config.set_main_option("script_location", str(resources.files("migrations")))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()
