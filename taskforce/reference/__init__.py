"""Official lists of the joint office."""
