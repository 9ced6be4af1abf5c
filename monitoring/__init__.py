"""Stations, measurements, indices: from reading to index to public page."""
