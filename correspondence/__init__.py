"""Words: bytes in, meaning out; a letter in, bytes out.  No I/O."""
