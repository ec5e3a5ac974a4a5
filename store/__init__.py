"""What has happened, what has come in, what is to go out; and the vault that keeps words and names."""
