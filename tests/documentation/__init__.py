"""Writes the parts of the documentation that are made of what there is: views with their comments, questions."""
