"""How telegrams were written, by the conventions of the service: a table of short forms for each field."""
