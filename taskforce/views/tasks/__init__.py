"""Pages of tasks: list, board, record, steps, assigning and reassigning."""
