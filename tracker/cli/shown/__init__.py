"""What is known of a thing, as a terminal shows it."""
