"""How fast the log is beside its peers, on one server in one run: `make benchmark`. Not part of the tests."""
