"""Users, units, roles; who may do what, and where."""
