"""A whole mail world and a Temporal server on this machine alone, for trials, rehearsals and tests."""
