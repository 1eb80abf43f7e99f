"""The pictures of the pages, drawn on the server, each with the SQL that it rests on."""
