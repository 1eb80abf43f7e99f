"""Cables and notes of our own with their coding, and what measures the extraction against them."""
