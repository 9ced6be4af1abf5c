"""Bytes → readings → findings. Pure and columnar: no Django, no clock, no database.

The door is `reader.read` for a file, `batch.read_batch` for an API body and `checks.check` for what either gave.
"""
