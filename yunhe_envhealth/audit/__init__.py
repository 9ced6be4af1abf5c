"""Append-only security events and the history timeline. No foreign keys: the log never interferes with live data."""
