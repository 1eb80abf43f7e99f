"""The forms of an answer, one module each: a function that takes an answer and writes it piece by piece."""
