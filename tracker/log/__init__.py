"""The log: the append-only event store, the only writer of schema `log`."""
