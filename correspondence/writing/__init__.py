"""What goes out: from a letter of the rules to the bytes of a mail."""
