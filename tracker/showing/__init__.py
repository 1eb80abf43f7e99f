"""Showing: all that is known of one thing, how it came to be known, and how to cite it; read as the reader alone."""
