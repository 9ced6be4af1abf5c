"""Speed as ratios to a floor measured in the same run, in alternating pairs; never a timed test."""
