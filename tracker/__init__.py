"""The cable tracker: from cables to an event log, its projections and the command."""
