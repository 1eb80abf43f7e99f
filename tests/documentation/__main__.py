"""`make docs`: write docs/questions.md and the reference in docs/sql.md anew."""

from __future__ import annotations

from sqlalchemy import make_url

from tests.documentation.pages import QUESTIONS, SQL, questions_page, reference, written
from tests.servers import embedded_server
from tracker.database import migrate_schema
from tracker.settings import Settings

with embedded_server() as (server, data):
    url = server.create("documented")
    migrate_schema(Settings(data=data, database_url=url), url)
    address = make_url(url).render_as_string(hide_password=False)
    SQL.write_text(written(SQL.read_text(encoding="utf-8"), reference(address)), encoding="utf-8")
    QUESTIONS.write_text(questions_page(), encoding="utf-8")
