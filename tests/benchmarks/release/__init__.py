"""An invented release of any size, in the forms in which the real one came; of one seed always the same bytes."""
