"""Scheduled work: one function a job, and the scheduler that times them."""
