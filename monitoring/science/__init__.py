"""Arithmetic and law of the measurements: plain functions on exact decimals. No Django, no clock, no files."""
