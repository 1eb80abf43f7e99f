"""How fast the log is beside its peers, on one server in one run: `make bench`. Not part of the tests."""
