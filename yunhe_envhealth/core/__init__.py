"""The cellar floor: periods, errors, pages, REST base classes. No domain word in it."""
