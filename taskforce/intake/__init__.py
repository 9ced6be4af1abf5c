"""Templates that the county uploads: looked at, tried and filled without trusting them. No Django."""
