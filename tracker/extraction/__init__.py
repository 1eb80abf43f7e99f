"""Understanding: from a cable to the reports in it. Knows no database."""
