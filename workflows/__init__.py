"""Waiting: durable shells that hold keys and dates, never a rule and never a word."""
