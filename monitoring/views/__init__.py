"""Office pages of the monitoring app, by subject."""
