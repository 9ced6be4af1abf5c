"""Template tags of the platform: display only."""
