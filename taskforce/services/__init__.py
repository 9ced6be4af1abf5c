"""Writes of the joint office."""
