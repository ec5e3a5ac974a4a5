"""What comes in: from the bytes of a mail to what its writer meant."""
