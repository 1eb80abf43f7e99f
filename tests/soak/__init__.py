"""The soak: a service under releases, kills and restarts for as long as one likes, compared with one quiet run."""
