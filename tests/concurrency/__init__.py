"""The log under processes that write, stop and die at the same time."""
