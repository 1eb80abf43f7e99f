"""What is answered when it is asked and not from files: feeds of a question, the search page, news for programs."""
