"""What is promised, as sentences that can fail."""
