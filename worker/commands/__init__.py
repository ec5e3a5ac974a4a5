"""What one can do from a terminal: a file for each command of `peerpost`."""
