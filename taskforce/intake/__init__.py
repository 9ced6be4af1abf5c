"""Bytes from outside, looked at before anything is kept."""
